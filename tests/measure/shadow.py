"""Works the estimates of `assent shadow compare` out again, by their definitions in docs/guide/slots.md.

    python3 shadow.py log.jsonl a.json b.json compared.json

Exits with 1, and names them, when any figure differs by more than 1e-9. Plain Python: sums are exact (math.fsum).
"""

import json
import math
import sys


def column(rows, name, default=None):
    return [row.get(name, default) for row in rows]


def mean(values):
    return math.fsum(values) / len(values)


def standard_error(values):
    middle = mean(values)
    return math.sqrt(math.fsum((v - middle) ** 2 for v in values) / (len(values) - 1) / len(values))


def contexts(rows):
    return [c + ("|" + l if l else "") for c, l in zip(column(rows, "cell", ""), column(rows, "leaning", ""))]


def odds(policy, context):
    return policy.get("cells", {}).get(context, policy["odds"])


def foretold(rows, x, half):
    """The model of rewards, learned from every decision whose number has the other parity."""
    learn = [n for n in range(len(rows)) if n % 2 != half]
    overall = mean([rows[n]["reward"] for n in learn]) if learn else 0.0

    def q(context, arm):
        same = table.get((context, arm), [])
        return (math.fsum(same) + overall) / (len(same) + 1)

    table = {}
    for n in learn:
        table.setdefault((x[n], rows[n]["chosen"]), []).append(rows[n]["reward"])
    return q


def judge(rows, policy):
    x, r = contexts(rows), column(rows, "reward")
    q = [foretold(rows, x, 0), foretold(rows, x, 1)]
    w = [odds(policy, c).get(row["chosen"], 0.0) / row["propensity"] for c, row in zip(x, rows)]
    ips = [a * b for a, b in zip(w, r)]
    dr = []
    for n, row in enumerate(rows):
        model = q[n % 2]
        direct = math.fsum(p * model(x[n], arm) for arm, p in odds(policy, x[n]).items())
        dr.append(direct + w[n] * (r[n] - model(x[n], row["chosen"])))
    snips = math.fsum(ips) / math.fsum(w)
    apart = math.sqrt(math.fsum(a * a * (b - snips) ** 2 for a, b in zip(w, r))) / math.fsum(w)
    seen = {(c, row["chosen"]) for c, row in zip(x, rows)}
    covered = [math.fsum(p for arm, p in odds(policy, c).items() if (c, arm) in seen) for c in x]
    found = {
        "ips": (mean(ips), standard_error(ips)),
        "snips": (snips, apart),
        "dr": (mean(dr), standard_error(dr)),
        "effective": math.fsum(w) ** 2 / math.fsum(a * a for a in w),
        "covered": mean(covered),
    }
    return found, ips, dr


def main(log, a, b, compared):
    rows = [json.loads(line) for line in open(log, encoding="utf-8") if line.strip()]
    told = json.load(open(compared, encoding="utf-8"))
    due = {"logged": (mean(column(rows, "reward")), standard_error(column(rows, "reward")))}
    series = {}
    for name, path in (("a", a), ("b", b)):
        found, ips, dr = judge(rows, json.load(open(path, encoding="utf-8")))
        due.update({f"{name}.{key}": value for key, value in found.items()})
        series[name] = {"ips": ips, "dr": dr}
    for kind in ("ips", "dr"):
        apart = [after - before for before, after in zip(series["a"][kind], series["b"][kind])]
        due[f"difference.{kind}"] = (mean(apart), standard_error(apart))
    figures, wrong = 0, []
    for name, value in due.items():
        place = told
        for step in name.split("."):
            place = place[step]
        pairs = [(place, value)] if not isinstance(value, tuple) else list(zip((place["value"], place["error"]), value))
        for found, wanted in pairs:
            figures += 1
            if not abs(found - wanted) <= 1e-9 * max(1.0, abs(wanted)):
                wrong.append(f"{name}: {found} told, {wanted} due")
    print(f"{figures} figures" if not wrong else "\n".join(wrong))
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main(*sys.argv[1:])
