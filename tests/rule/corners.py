"""Cases at the corners of the rule's line interface: `python3 corners.py COUNT SEED`, one line each.

Each starts from a case of `cases.py` and has something changed that chance alone would hardly meet: times at the ends of
what a number holds, fields that are missing or null, words that are none, names that are `*` or empty, things named
twice, deep lineage, other types, and text that is no line at all.
"""

import copy
import json
import sys

import cases

ENDS = [2**63 - 1, 2**63 - 2, 2**62, 1, 0, -1, -(2**62), -(2**63) + 1, -(2**63), 2**63, -(2**63) - 1, 2**64]
TIMES = {"now", "client_ts", "received_at", "collected_at", "retention_until", "gpc_first_seen", "conflict_ack", "max_age", "consent_ttl"}
ODD = [None, True, False, 0, 1.0, 1.5, "", "*", "1000", [], {}, [None], ["*"], [[]], "grant", "eu"]
WORDS = {
    "status": ["frozen", "Active", "", "erasure_pending"],
    "age": ["elder", "CHILD", ""],
    "kind": ["GRANT", "renew", "limit", "opt_in", "guardian_grant", ""],
    "jurisdictions": [["eu", "eu"], ["atlantis", "zz-strict"], ["EU"], [""], ["*"], []],
    "event_ceiling": [[], ["*"], [""], ["recommend", "recommend"]],
    "modes": [{}, {"*": "opt_in"}, {"zz-strict": "necessary"}, {"eu": None}, {"eu": "OPT_IN"}],
}


def places(value, found=None):
    """Every field there is, as the object that has it and its name."""
    found = [] if found is None else found
    if isinstance(value, dict):
        for name in value:
            found.append((value, name))
            places(value[name], found)
    elif isinstance(value, list):
        for one in value:
            places(one, found)
    return found


def times_at_the_ends(d, case):
    fields = [(where, name) for where, name in places(case) if name in TIMES]
    for where, name in d.r.sample(fields, min(len(fields), d.r.randint(1, 4))):
        where[name] = d.r.choice(ENDS)


def left_out(d, case):
    for _ in range(d.r.randint(1, 3)):
        where, name = d.r.choice(places(case))
        if d.chance(0.5):
            where[name] = None
        else:
            del where[name]


def other_words(d, case):
    fields = [(where, name) for where, name in places(case) if name in WORDS]
    where, name = d.r.choice(fields)
    where[name] = d.r.choice(WORDS[name])


def other_types(d, case):
    where, name = d.r.choice(places(case))
    where[name] = copy.deepcopy(d.r.choice(ODD))


def stars(d, case):
    """Names that mean something elsewhere."""
    odd = d.r.choice(["*", "", "null", " recommend"])
    for where, name in places(case):
        if name in ("key", "category", "channel", "vendor", "purpose") and isinstance(where[name], str) and d.chance(0.5):
            where[name] = odd
    for where, name in places(case):
        if name in ("allowed_categories", "channels", "vendors_ok", "disclosed_purposes", "compat") and d.chance(0.5):
            where[name] = where[name] + [odd]


def twice(d, case):
    events = case["subject"]["events"]
    events.extend(copy.deepcopy(events))
    d.r.shuffle(events)
    for where, name in places(case):
        if isinstance(where[name], list) and name != "events" and name != "inputs":
            where[name] = where[name] * 2


def deep(d, case):
    """A datum derived from one derived from one, and so on; the last differs."""
    datum = case["datum"]
    for _ in range(d.r.choice([1, 5, 20, 50])):
        below = {**copy.deepcopy({**datum, "inputs": []})}
        datum["inputs"] = [below]
        datum = below
    datum["suppressed"] = d.chance(0.5)
    datum["category"] = d.r.choice(cases.CATEGORIES)


def wide(d, case):
    """A datum derived from many, each of a category of its own."""
    many = d.r.choice([10, 61, 62, 63, 64])
    leaf = {**case["datum"], "inputs": []}
    case["datum"]["inputs"] = [{**leaf, "category": f"c{number}"} for number in range(many)]
    case["purpose"]["allowed_categories"] += [f"c{number}" for number in range(many)]


CHANGES = [times_at_the_ends, times_at_the_ends, left_out, left_out, other_words, other_types, stars, twice, deep, wide]


def as_text(d, case):
    text = json.dumps(case)
    if d.chance(0.98):
        return text
    return d.r.choice(
        [
            text.replace('{"purpose": ', "[", 1),
            json.dumps(list(case.values())),
            json.dumps({**case, "context": [case.get("context")]}),
            text.replace('"now": ', '"now": 5, "now": ', 1),
            text.replace('"modes": {', '"modes": {"eu": "necessary", "eu": "opt_in", ', 1),
            text.replace('"now": ', '"now": 0', 1),
            text + " ",
            text + "1",
            "\t" + text,
            "null",
            '"' + "x" * 50 + '"',
        ]
    )


def line(d):
    case = cases.case(d)
    for change in d.r.sample(CHANGES, 2 if d.chance(0.3) else 1):
        try:
            change(d, case)
        except (KeyError, TypeError, AttributeError, IndexError):
            pass  # an earlier change took away what this one would have changed
    return as_text(d, case)


if __name__ == "__main__":
    count, seed = int(sys.argv[1]), int(sys.argv[2])
    dice = cases.Dice(seed)
    for _ in range(count):
        print(line(dice))
