"""Reads a line of the rule's interface, strictly: types, and what is made of what is left out.

Written from the guide's page on the rule. What can be read in two ways is not read.
"""

import json

LARGEST, SMALLEST = 2**63 - 1, -(2**63)
CATEGORIES_MAX = 63
STATUSES = {"active", "restricted", "erasing", "erased"}
AGES = {"adult", "teen", "child", "unknown"}
PARTS = ("purpose", "category", "vendor", "channel")


class Unreadable(Exception):
    """A line that is none."""


def read(line):
    """The case that a line says, with every field there."""
    try:
        case = json.loads(line, object_pairs_hook=each_once)
    except (ValueError, RecursionError) as error:
        raise Unreadable("not JSON") from error
    case = an_object(case)
    context = read_context(an_object(required(case, "context")))
    subject = read_subject(an_object(required(case, "subject")), context["now"])
    datum = read_datum(an_object(required(case, "datum")))
    if len(categories(datum)) > CATEGORIES_MAX:
        raise Unreadable("too many categories")
    return {"purpose": read_purpose(an_object(required(case, "purpose"))), "datum": datum, "subject": subject, "context": context}


# --- types ---


def each_once(pairs):
    names = [name for name, _ in pairs]
    if len(set(names)) != len(names):
        raise ValueError("twice")
    return dict(pairs)


def required(fields, name):
    if fields.get(name) is None:
        raise Unreadable(f"{name} is missing")
    return fields[name]


def of_type(kind):
    def check(value):
        # A truth is a number to Python, and to nobody else.
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            raise Unreadable("another type")
        if kind is int and not SMALLEST <= value <= LARGEST:
            raise Unreadable("beyond the ends of time")
        return value

    return check


an_object, a_text, a_truth, a_time, a_list = of_type(dict), of_type(str), of_type(bool), of_type(int), of_type(list)


def texts(value):
    return [a_text(one) for one in a_list(value)]


def or_else(fields, name, check, otherwise):
    value = fields.get(name)
    return otherwise if value is None else check(value)


# --- parts ---


def read_purpose(fields):
    modes = or_else(fields, "modes", an_object, {})
    return {
        "key": a_text(required(fields, "key")),
        "modes": {name: None if mode is None else a_text(mode) for name, mode in modes.items()},
        "allowed_categories": or_else(fields, "allowed_categories", texts, []),
        "targeted_ads": or_else(fields, "targeted_ads", a_truth, True),
        "sale_or_share": or_else(fields, "sale_or_share", a_truth, True),
        "direct_marketing": or_else(fields, "direct_marketing", a_truth, True),
        "max_age": or_else(fields, "max_age", a_time, -1),
        "allow_sensitive": or_else(fields, "allow_sensitive", a_truth, False),
        "compat": or_else(fields, "compat", texts, []),
        "channels": or_else(fields, "channels", texts, []),
        "consent_ttl": or_else(fields, "consent_ttl", a_time, 0),
    }


def read_datum(fields):
    inputs = or_else(fields, "inputs", a_list, [])
    return {
        "category": a_text(required(fields, "category")),
        "sensitive": or_else(fields, "sensitive", a_truth, True),
        "collected_at": or_else(fields, "collected_at", a_time, None),
        "retention_until": or_else(fields, "retention_until", a_time, None),
        "disclosed_purposes": or_else(fields, "disclosed_purposes", texts, []),
        "suppressed": or_else(fields, "suppressed", a_truth, True),
        "inputs": [read_datum(an_object(one)) for one in inputs],
    }


def categories(datum):
    return {datum["category"]}.union(*(categories(one) for one in datum["inputs"]))


def read_subject(fields, now):
    status = or_else(fields, "status", a_text, "restricted")
    age = or_else(fields, "age", a_text, "unknown")
    events = [read_event(an_object(one), now) for one in a_list(required(fields, "events"))]
    if status not in STATUSES or age not in AGES:
        raise Unreadable("no word of this interface")
    return {
        "status": status,
        "age": age,
        "known": or_else(fields, "known", a_truth, False),
        "gpc_first_seen": or_else(fields, "gpc_first_seen", a_time, None),
        "events": [event for event in events if event is not None],
    }


def read_event(fields, now):
    """A statement; none where it is a yes that leaves out when it was made or what it is about."""
    kind = or_else(fields, "kind", a_text, "")
    scope = or_else(fields, "scope", an_object, {})
    times = [or_else(fields, name, a_time, None) for name in ("client_ts", "received_at")]
    event = {
        "kind": kind,
        "scope": {part: or_else(scope, part, a_text, None) for part in PARTS},
        "explicit": or_else(fields, "explicit", a_truth, False),
        "conflict_ack": or_else(fields, "conflict_ack", a_time, None),
        "by_guardian": or_else(fields, "by_guardian", a_truth, False),
        "notice_ok": or_else(fields, "notice_ok", a_truth, False),
        "past_data": or_else(fields, "past_data", a_truth, False),
    }
    # A vendor of null is said: it is the shop itself.
    left_out = [part for part in PARTS if event["scope"][part] is None and not (part == "vendor" and "vendor" in scope)]
    if kind == "grant" and (left_out or None in times):
        return None
    event["scope"].update({part: "*" for part in left_out})
    known = [time for time in times if time is not None] or [now]
    event["client_ts"], event["received_at"] = known[0], known[-1]
    return event


def read_context(fields):
    return {
        "now": a_time(required(fields, "now")),
        "jurisdictions": or_else(fields, "jurisdictions", texts, []),
        "channel": or_else(fields, "channel", a_text, None),
        "vendor": or_else(fields, "vendor", a_text, None),
        "gpc": or_else(fields, "gpc", a_truth, False),
        "event_ceiling": or_else(fields, "event_ceiling", texts, None),
        "sensitive_placement": or_else(fields, "sensitive_placement", a_truth, True),
        "child_directed": or_else(fields, "child_directed", a_truth, True),
        "vendors_ok": or_else(fields, "vendors_ok", texts, []),
    }
