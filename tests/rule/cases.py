"""Random cases for the rule's line interface: `python3 cases.py COUNT SEED`, one JSON object a line.

The same count and seed give the same lines. The world is small on purpose (few names, few moments), so that ties,
overlaps and exact ends of time are common instead of rare; and most cases start from one that would be allowed and are
then disturbed, so that yes and no are both frequent.
"""

import json
import random
import sys

PURPOSES = ["recommend", "message", "ads", "measure"]
CATEGORIES = ["purchase", "view", "gender", "zip", "health"]
CHANNELS = ["web", "email", "app"]
VENDORS = ["v1", "v2"]
JURISDICTIONS = ["eu", "us-ca", "us-md", "zz-strict", "uk", "atlantis", "", "EU"]
MODES = ["prohibited", "explicit", "opt_in", "opt_out", "li", "necessary"]
KINDS = ["grant", "refuse", "withdraw", "object", "opt_out", "invalidate"]
OTHER_KINDS = ["renew", "guardian_grant", "opt_in", "limit", "shrug"]
STATUSES = ["active", "restricted", "erasing", "erased"]
AGES = ["adult", "teen", "child", "unknown"]
EXTREMES = [0, -1, 10**6, 2**31, 2**40, -(2**40)]


class Dice:
    """A source of chance that knows the world."""

    def __init__(self, seed):
        self.r = random.Random(seed)

    def chance(self, p):
        return self.r.random() < p

    def some(self, names, p=0.5):
        return [name for name in names if self.chance(p)]

    def moment(self, now, spread=6):
        """A moment close to now, seldom an extreme one."""
        return self.r.choice(EXTREMES) if self.chance(0.01) else now + self.r.randint(-spread, 2)

    def rather(self, usual, others, p=0.85):
        return usual if self.chance(p) else self.r.choice(others)


def purpose(d, key):
    modes = {j: d.r.choice(MODES + ["opt_in", "opt_out", "li"]) for j in d.some(["eu", "us-ca", "us-md", "zz-strict", "uk"], 0.85)}
    if d.chance(0.03):
        modes["eu"] = d.r.choice(["maybe", "legitimate_interest", ""])
    return {
        "key": key,
        "modes": modes,
        "allowed_categories": d.some(CATEGORIES, 0.85),
        "targeted_ads": d.chance(0.25),
        "sale_or_share": d.chance(0.15),
        "direct_marketing": d.chance(0.3),
        "max_age": d.rather(100, [0, 1, 3, 5, 10**9]),
        "allow_sensitive": d.chance(0.6),
        "compat": d.some(PURPOSES, 0.3),
        "channels": d.some(CHANNELS, 0.8),
        "consent_ttl": d.rather(100, [0, 1, 2, 3, 5, -1, 10**9]),
    }


def datum(d, now, key, depth=0):
    inputs = []
    if d.chance(0.25 if depth == 0 else 0.35) and depth < 4:
        inputs = [datum(d, now, key, depth + 1) for _ in range(d.r.randint(1, 2))]
    return {
        "category": d.r.choice(CATEGORIES),
        "sensitive": d.chance(0.15),
        "collected_at": d.rather(now - 2, [now, now + 1, now - 3, now - 5, now - 6, now - 200]),
        "retention_until": d.rather(now + 10, [now, now - 1, now + 1]),
        "disclosed_purposes": [key] if d.chance(0.6) else d.some(PURPOSES, 0.4),
        "collected_channel": d.r.choice(CHANNELS),
        "suppressed": d.chance(0.03),
        "inputs": inputs,
    }


def scope(d, key, category, context):
    return {
        "purpose": d.rather(key, PURPOSES + ["*"]),
        "category": d.rather(category, CATEGORIES + ["*"], 0.5),
        "vendor": d.rather("*", VENDORS + [context["vendor"], None], 0.6),
        "channel": d.rather("*", CHANNELS + [context["channel"]], 0.6),
    }


def statement(d, now, key, category, context, first_seen):
    client = d.moment(now)
    return {
        "kind": d.rather("grant", d.rather(KINDS, [OTHER_KINDS]), 0.5),
        "scope": scope(d, key, category, context),
        "client_ts": client,
        "received_at": d.rather(client, [d.moment(now), client + 1, client - 1], 0.6),
        "explicit": d.chance(0.7),
        "conflict_ack": d.rather(first_seen, [None, d.moment(now)], 0.6),
        "by_guardian": d.chance(0.4),
        "notice_ok": d.chance(0.9),
        "past_data": d.chance(0.5),
    }


def case(d):
    now, key = d.rather(1000, [0, 3, 1_700_000_000]), d.r.choice(PURPOSES)
    context = {
        "now": now,
        "jurisdictions": d.some(JURISDICTIONS, 0.15) if d.chance(0.4) else [d.r.choice(JURISDICTIONS[:4])],
        "channel": d.rather("web", CHANNELS + ["pigeon"]),
        "vendor": d.rather(None, VENDORS, 0.7),
        "gpc": d.chance(0.2),
        "event_ceiling": d.rather(None, [[], [key], d.some(PURPOSES)], 0.85),
        "sensitive_placement": d.chance(0.1),
        "child_directed": d.chance(0.15),
        "vendors_ok": d.some(VENDORS, 0.8),
    }
    data = datum(d, now, key)
    first_seen = d.rather(None, [d.moment(now)], 0.6)
    category = data["category"]
    events = [statement(d, now, key, category, context, first_seen) for _ in range(d.r.choice([0, 1, 1, 2, 2, 3, 4, 8]))]
    if events and d.chance(0.1):
        events.append(dict(d.r.choice(events)))
    subject = {
        "status": d.rather("active", STATUSES, 0.93),
        "age": d.rather("adult", AGES, 0.7),
        "known": d.chance(0.8),
        "gpc_first_seen": first_seen,
        "events": events,
    }
    return {"purpose": purpose(d, key), "datum": data, "subject": subject, "context": context}


def line(d):
    text = json.dumps(case(d))
    if d.chance(0.005):
        return d.r.choice([text[: len(text) // 2], "", "[]", "7", "{}", text + "}", text.replace('"now": ', '"now": "x')])
    return text


if __name__ == "__main__":
    count, seed = int(sys.argv[1]), int(sys.argv[2])
    dice = Dice(seed)
    for _ in range(count):
        print(line(dice))
