"""Works the figures of `assent eval` out again from what was ranked, by their definitions in docs/guide/measure.md.

    python3 figures.py rankings.jsonl report.json

Exits with 1, and names them, when any figure differs by more than 1e-9.
"""

import json
import math
import sys
from collections import Counter
from itertools import combinations

K = 20


def recall(ranked, held, k):
    return len(set(ranked[:k]) & set(held)) / min(k, len(held))


def ndcg(ranked, held, k):
    found = sum(1 / math.log2(rank + 2) for rank, item in enumerate(ranked[:k]) if item in held)
    return found / sum(1 / math.log2(rank + 2) for rank in range(min(k, len(held))))


def reciprocal_rank(ranked, held, k):
    return next((1 / (rank + 1) for rank, item in enumerate(ranked[:k]) if item in held), 0.0)


def mean(values):
    values = [value for value in values if value is not None]
    return sum(values) / len(values) if values else None


def gini(counts):
    # Half of the mean absolute difference, divided by the mean.
    n, total = len(counts), sum(counts)
    return sum(abs(a - b) for a in counts for b in counts) / (2 * n * total) if total else 0.0


def shares(items, shelves):
    counts = Counter(shelves[item] for item in items if shelves[item] is not None)
    total = sum(counts.values())
    return {shelf: count / total for shelf, count in counts.items()}


def miscalibration(owned, shown, shelves):
    p, q = shares(owned, shelves), shares(shown, shelves)
    if not p or not q:
        return None
    return sum(share * math.log2(share / (0.99 * q.get(shelf, 0) + 0.01 * share)) for shelf, share in p.items())


def figures(lines, world):
    owners = [set() for _ in range(world["items"])]
    for person, items in enumerate(world["teachers"]):
        for item in items:
            owners[item].add(person)
    people = len(world["teachers"])

    def distance(a, b):
        if not owners[a] or not owners[b]:
            return 1.0
        return 1 - len(owners[a] & owners[b]) / math.sqrt(len(owners[a]) * len(owners[b]))

    out = {}
    for k in (10, 20, 50, 100):
        out[f"recall@{k}"] = mean(recall(line["all"], line["held"], k) for line in lines)
        out[f"ndcg@{k}"] = mean(ndcg(line["all"], line["held"], k) for line in lines)
    for k in (10, 20):
        out[f"precision@{k}"] = mean(len(set(line["all"][:k]) & set(line["held"])) / k for line in lines)
        out[f"hit@{k}"] = mean(float(bool(set(line["all"][:k]) & set(line["held"]))) for line in lines)
    out["mrr@20"] = mean(reciprocal_rank(line["all"], line["held"], K) for line in lines)
    new = [(line["new"], set(line["held"]) - set(line["owned"])) for line in lines]
    out["new_recall@20"] = mean(recall(ranked, held, K) for ranked, held in new if held)
    out["new_ndcg@20"] = mean(ndcg(ranked, held, K) for ranked, held in new if held)
    tops = [line["all"][:K] for line in lines]
    out["novelty@20"] = mean(mean(math.log2(people / max(1, len(owners[item]))) for item in top) for top in tops)
    out["distance@20"] = mean(mean(distance(a, b) for a, b in combinations(top, 2)) for top in tops)
    out["miscalibration@20"] = mean(
        miscalibration(line["owned"], top, world["shelves"]) for line, top in zip(lines, tops)
    )
    shown = Counter(item for top in tops for item in top)
    out["coverage@20"] = len(shown) / world["items"]
    out["gini@20"] = gini([shown[item] for item in range(world["items"])])
    return {name: value for name, value in out.items() if value is not None}


def main(rankings, report):
    with open(rankings) as file:
        world, *lines = map(json.loads, file)
    with open(report) as file:
        rows = {row["name"]: row for row in json.load(file)["rows"] if row["group"] is None}
    words = {"name", "rung", "group", "people", "intervals"}
    worst, wrong, count = 0.0, [], 0
    for name, row in rows.items():
        mine = figures([line for line in lines if line["row"] == name], world)
        theirs = {key: value for key, value in row.items() if key not in words}
        if mine.keys() != theirs.keys():
            wrong.append(f"{name}: {sorted(mine.keys() ^ theirs.keys())}")
        for key in mine.keys() & theirs.keys():
            count += 1
            worst = max(worst, abs(mine[key] - theirs[key]))
            if abs(mine[key] - theirs[key]) > 1e-9:
                wrong.append(f"{name} {key}: {mine[key]} here, {theirs[key]} there")
    print(f"{count} figures in {len(rows)} rows, {worst:.1e} apart at most")
    for line in wrong:
        print(line)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
