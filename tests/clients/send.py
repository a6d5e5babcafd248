"""Sends messages through the unmodified segment-analytics-python, and prints what it was told: JSON in, JSON out."""

import json
import logging
import sys

from segment.analytics.client import Client

logging.disable(logging.CRITICAL)
asked = json.load(sys.stdin)
errors = []
client = Client(
    asked["key"],
    host=asked["host"],
    gzip=asked["gzip"],
    max_retries=0,
    upload_interval=0.05,
    on_error=lambda error, batch: errors.append(getattr(error, "status", str(error))),
)
for message in asked["messages"]:
    if message["type"] == "identify":
        client.identify(message["userId"], message["traits"], context=message.get("context"))
    elif message["type"] == "page":
        client.page(message["userId"], name="canary", context=message.get("context"))
    else:
        client.track(
            message["userId"],
            message["event"],
            message["properties"],
            context=message.get("context"),
            message_id=message.get("messageId"),
        )
client.flush()
client.join()
print(json.dumps({"errors": errors}))
