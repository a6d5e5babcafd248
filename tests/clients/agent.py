"""An authorised agent of the Data Rights Protocol, with PyNaCl: signs messages and sends them. JSON in, JSON out."""

import json
import sys
import urllib.error
import urllib.request

import nacl.encoding
import nacl.signing

asked = json.load(sys.stdin)
key = nacl.signing.SigningKey(asked["seed"], encoder=nacl.encoding.HexEncoder)


def send(step):
    headers = {}
    if step.get("token"):
        headers["Authorization"] = f"Bearer {step['token']}"
    data = None
    if "message" in step:
        # Combined mode: the signature stands before the message.
        data = key.sign(json.dumps(step["message"]).encode(), encoder=nacl.encoding.Base64Encoder)
        headers["Content-Type"] = "text/plain"
    if "raw" in step:
        data = step["raw"].encode()
        headers["Content-Type"] = "text/plain"
    request = urllib.request.Request(asked["host"] + step["path"], data=data, headers=headers, method=step["method"])
    try:
        reply = urllib.request.urlopen(request)
    except urllib.error.HTTPError as error:
        reply = error
    body = reply.read()
    try:
        shown = json.loads(body)
    except ValueError:
        shown = {"bytes": len(body), "begins": body[:2].decode("latin-1")}
    return {"status": reply.status, "body": shown, "type": reply.headers.get("Content-Type")}


verify_key = key.verify_key.encode(encoder=nacl.encoding.Base64Encoder).decode()
json.dump({"verify_key": verify_key, "replies": [send(step) for step in asked["steps"]]}, sys.stdout)
