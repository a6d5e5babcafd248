"""A second reading of the rule, which shares nothing with the first.

The gate of the product is Rust, in the vault. This file was written from the rule's text alone ("Line interface" and
"Exactness"), in another language and another shape, so that a mistake in one is unlikely to be in the other. It reads
one JSON object a line on standard input and writes `{"allow": .., "reasons": [..]}` a line on standard output, or
`{"error": ..}` for a line that it can not read. What is made of fields that are missing, or have another type, was read
from the guide's page on the rule alone ("What is left out", "Words"); it is in `reading.py`.

    python3 cases.py 20000 1 | python3 model.py
"""

import json
import sys

from reading import Unreadable, read

KNOWN_JURISDICTIONS = {"eu", "us-ca", "us-md", "zz-strict"}
PROTECTED = {"gender", "age", "race", "zip"}
NO = {"refuse", "withdraw", "object", "opt_out", "invalidate"}
YES = {"grant"}


def evaluate(case):
    """The sorted reasons for which a case is denied; none means that it is allowed."""
    jurisdictions = {j if j in KNOWN_JURISDICTIONS else "zz-strict" for j in case["context"]["jurisdictions"]}
    reasons = set()
    for jurisdiction in jurisdictions or {"zz-strict"}:
        for datum in with_lineage(case["datum"]):
            reasons |= Question(case, datum, jurisdiction).reasons()
    return sorted(reasons)


def with_lineage(datum):
    """A datum, what it was derived from, what that was derived from, and so on."""
    yield datum
    for source in datum.get("inputs") or []:
        yield from with_lineage(source)


class Question:
    """One datum under one jurisdiction: the smallest question that the rule answers."""

    def __init__(self, case, datum, jurisdiction):
        self.purpose, self.subject, self.context = case["purpose"], case["subject"], case["context"]
        self.datum, self.now = datum, case["context"]["now"]
        self.mode = self.purpose["modes"].get(jurisdiction)
        self.ads = self.purpose["targeted_ads"] or self.purpose["sale_or_share"]
        age = self.subject["age"]
        self.minor = age in ("teen", "child") or (age == "unknown" and self.context["child_directed"])

    def reasons(self):
        """Every gate, always; each that is closed says why."""
        gates = (self.g0, self.g1, self.g2, self.g3, self.g4, self.g5, self.g6, self.g7, self.g8, self.g9)
        return {reason for gate in gates for reason, closed in gate().items() if closed}

    # --- what the person said ---

    def at(self, said):
        return min(said["client_ts"], said["received_at"])

    def covers(self, scope):
        asked = {
            "purpose": self.purpose["key"],
            "category": self.datum["category"],
            "vendor": self.context["vendor"],
            "channel": self.context["channel"],
        }
        return all(scope[part] == "*" or scope[part] == value for part, value in asked.items())

    def said(self, kinds):
        """The statements of some kinds that cover the question and have been made by now."""
        every = (s for s in self.subject["events"] if s["kind"] in kinds)
        return [s for s in every if self.covers(s["scope"]) and self.at(s) <= self.now]

    def names_category(self, scope):
        return scope["category"] != "*" and scope["category"] == self.datum["category"]

    def latest_no(self):
        return max((self.at(s) for s in self.said(NO)), default=None)

    def told(self):
        """Whether the purpose was disclosed for the datum, or is compatible with one that was."""
        disclosed = set(self.datum["disclosed_purposes"])
        return self.purpose["key"] in disclosed or bool(disclosed & set(self.purpose["compat"]))

    def valid_grants(self, explicit, guardian):
        latest_no, valid = self.latest_no(), []
        for grant in self.said(YES):
            at = self.at(grant)
            if grant["scope"]["purpose"] == "*" or grant["scope"]["purpose"] != self.purpose["key"]:
                continue  # a bundle names no purpose
            if latest_no is not None and not at > latest_no:
                continue
            if not self.now < at + self.purpose["consent_ttl"]:
                continue
            if not grant["notice_ok"]:
                continue
            if explicit and not (grant["explicit"] and self.names_category(grant["scope"])):
                continue
            if guardian and not grant["by_guardian"]:
                continue
            if not self.told() and not grant["past_data"]:
                continue
            valid.append(grant)
        return valid

    # --- what a grant is needed for ---

    def need_explicit(self):
        return self.mode == "explicit" or (self.datum["sensitive"] and self.mode in ("opt_in", "opt_out", "li"))

    def need_grant(self):
        return self.need_explicit() or self.mode == "opt_in" or (self.minor and self.mode in ("opt_out", "li"))

    def granted(self):
        return bool(self.valid_grants(self.need_explicit(), self.subject["age"] == "child"))

    # --- the gates ---

    def g0(self):
        modes = ("prohibited", "explicit", "opt_in", "opt_out", "li", "necessary")
        return {"G0.unknown_mode": self.mode not in modes}

    def g1(self):
        status = self.subject["status"]
        return {"G1.erased": status in ("erasing", "erased"), "G1.restricted": status == "restricted"}

    def g2(self):
        placement = self.context["sensitive_placement"] and self.datum["category"] in PROTECTED
        return {
            "G2.prohibited": self.mode == "prohibited",
            "G2.minor": self.minor and self.ads,
            "G2.sensitive_ads": self.datum["sensitive"] and self.ads,
            "G2.protected_placement": placement,
        }

    def g3(self):
        collected_at, until = self.datum["collected_at"], self.datum["retention_until"]
        ended = until is not None and self.now >= until
        return {
            "G3.minimisation": self.datum["category"] not in self.purpose["allowed_categories"],
            "G3.too_old": collected_at is None or self.now - collected_at > self.purpose["max_age"] or ended,
            "G3.future": collected_at is not None and collected_at > self.now,
            "G3.sensitive_not_declared": self.datum["sensitive"] and not self.purpose["allow_sensitive"],
        }

    def g4(self):
        return {"G4.incompatible": not self.need_grant() and not self.told() and not self.granted()}

    def g5(self):
        return {"G5.suppressed": self.datum["suppressed"]}

    def g6(self):
        needed, missing = self.need_grant(), not self.granted()
        unless_no = self.mode in ("opt_out", "li") and not needed
        return {
            "G6.no_valid_grant": needed and missing,
            "G6.negative": unless_no and self.latest_no() is not None and missing,
        }

    def g7(self):
        ceiling = self.context["event_ceiling"]
        return {
            "G7.event_ceiling": ceiling is not None and self.purpose["key"] not in ceiling,
            "G7.gpc": self.ads and self.opt_out_stands(),
        }

    def opt_out_stands(self):
        seen = self.subject["gpc_first_seen"]
        sights = [t for t in (seen, self.now if self.context["gpc"] else None) if t is not None and t <= self.now]
        if not sights:
            return False
        if not self.subject["known"] or seen is None:
            return True
        grants = self.valid_grants(explicit=False, guardian=False)
        return not any(g["conflict_ack"] == seen and self.at(g) > min(sights) for g in grants)

    def g8(self):
        return {"G8.context": self.context["channel"] not in self.purpose["channels"]}

    def g9(self):
        vendor = self.context["vendor"]
        return {"G9.vendor": vendor is not None and vendor not in self.context["vendors_ok"]}


def answer(line):
    try:
        reasons = evaluate(read(line))
        return {"allow": not reasons, "reasons": reasons}
    except Unreadable as why:
        return {"error": str(why)}


if __name__ == "__main__":
    for line in sys.stdin:
        print(json.dumps(answer(line)))
