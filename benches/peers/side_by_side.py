"""Peers on the splits that `assent eval` reads: quality, CPU time of training, peak memory and time for one answer.

    python -m venv VENV && VENV/bin/pip install implicit lenskit
    VENV/bin/python benches/peers/side_by_side.py SPLIT [SPLIT ..] [--only NAME] [--by-new]

SPLIT is a directory with train.tsv, test.tsv and, for strong generalisation, fold_in.tsv. Each peer runs in a process of
its own, so that its peak memory is its own; with --assent BINARY the product's own import and lesson are measured beside
them, each as a process, as they come and with the default weights. Hand-tuned means: every value of the grid is measured on the test side itself
and the best is shown, which is more than anybody can do in service. Definitions of the figures: docs/guide/measure.md.
"""

import argparse
import csv
import json
import multiprocessing
import os
import resource
import subprocess
import tempfile
import time
from collections import defaultdict
from pathlib import Path

for threads in ("OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(threads, "2")

import numpy as np
import scipy.sparse as sp

DEPTH = 20
EASE_LAMBDAS = [5, 20, 50, 100, 200, 500, 1000, 2000]
ALS_GRID = [(factors, reg, alpha) for factors in (64, 128) for reg in (0.01, 1.0, 10.0) for alpha in (1.0, 10.0)]
ANSWERS_TIMED = 200


class Split:
    """A split as two matrices: what the people of the test had, and what is to be foretold."""

    def __init__(self, directory):
        directory = Path(directory)
        train, test = rows(directory / "train.tsv"), rows(directory / "test.tsv")
        fold_in = directory / "fold_in.tsv"
        strong = fold_in.exists()
        held_people = sorted({who for who, _ in test})
        if strong:
            new = set(held_people)
            train = [row for row in train if row[0] not in new]
        self.items = sorted({item for _, item in train})
        self.item = {item: at for at, item in enumerate(self.items)}
        teachers = {who: at for at, who in enumerate(sorted({who for who, _ in train}))}
        self.train = self.matrix(train, teachers)
        history = rows(fold_in) if strong else train
        place = {who: at for at, who in enumerate(held_people)}
        self.history = self.matrix([row for row in history if row[0] in place], place)
        held = defaultdict(set)
        for who, item in test:
            if item in self.item:
                held[place[who]].add(self.item[item])
        self.held = dict(held)

    def matrix(self, pairs, people):
        pairs = [(people[who], self.item[item]) for who, item in pairs if item in self.item]
        at = np.array(pairs, dtype=np.int64).reshape(-1, 2)
        counts = sp.csr_matrix((np.ones(len(at), np.float32), (at[:, 0], at[:, 1])), (len(people), len(self.items)))
        counts.sum_duplicates()
        return counts


def rows(path, columns=2):
    with open(path, encoding="utf-8") as file:
        return [tuple(line.split("\t")[:columns]) for line in file]


def quality(split, score):
    """NDCG@20 and Recall@20, over all items and over items new to the person. `score` gives a row for each person."""
    gains = 1 / np.log2(np.arange(DEPTH) + 2)
    figures = defaultdict(list)
    for person, held in split.held.items():
        scores = np.asarray(score(person), dtype=np.float64).copy()
        own = set(split.history.indices[split.history.indptr[person] : split.history.indptr[person + 1]].tolist())
        for name, wanted in (("", held), ("new_", held - own)):
            if name:
                scores[list(own)] = -np.inf
            if not wanted:
                continue
            best = np.lexsort((np.arange(len(scores)), -scores))[:DEPTH]
            hits = np.array([item in wanted for item in best])
            most = min(len(wanted), DEPTH)
            figures[name + "ndcg@20"].append(gains[: len(hits)][hits].sum() / gains[:most].sum())
            figures[name + "recall@20"].append(hits.sum() / most)
    return {name: float(np.mean(values)) for name, values in figures.items()}


def ease_weights(train, ridge):
    gram = (train.T @ train).toarray().astype(np.float64)
    gram[np.diag_indices(len(gram))] += ridge
    inverse = np.linalg.inv(gram)
    weights = inverse / -np.diag(inverse)
    weights[np.diag_indices(len(weights))] = 0
    return weights.astype(np.float32)


def binary(matrix):
    return matrix.astype(bool).astype(np.float32)


def ease(split):
    """EASE (Steck 2019) in numpy, over sets and over square roots of counts, each ridge of a grid."""
    for name, weigh in (("binary", binary), ("sqrt", lambda matrix: matrix.sqrt())):
        train, history = weigh(split.train), weigh(split.history)
        for ridge in EASE_LAMBDAS:
            begun = cpu()
            weights = ease_weights(train, ridge)
            spent = cpu() - begun
            yield f"{name} {ridge}", spent, lambda person, w=weights, h=history: (h[person] @ w).ravel()


def als(split, grid=ALS_GRID):
    """Implicit ALS, 15 iterations, each setting of a grid; the histories are folded in."""
    from implicit.als import AlternatingLeastSquares
    from threadpoolctl import threadpool_limits

    threadpool_limits(1, "blas")

    for factors, regularization, alpha in grid:
        model = AlternatingLeastSquares(
            factors=factors, regularization=regularization, alpha=alpha, iterations=15, random_state=7, num_threads=2
        )
        begun = cpu()
        model.fit(split.train, show_progress=False)
        spent = cpu() - begun
        people = model.recalculate_user(np.arange(split.history.shape[0]), split.history)
        factors_of_items = model.item_factors
        yield f"{factors} {regularization} {alpha}", spent, lambda p, u=people, i=factors_of_items: i @ u[p]


def als_128(split):
    """Implicit ALS as it comes, with 128 factors and 15 iterations: the one whose cost is compared."""
    yield from als(split, [(128, 0.01, 1.0)])


def bm25(split):
    """Implicit's item-kNN over BM25 weights, 100 neighbours."""
    from implicit.nearest_neighbours import BM25Recommender

    model = BM25Recommender(K=100, num_threads=2)
    begun = cpu()
    model.fit(split.train, show_progress=False)
    spent = cpu() - begun
    history = binary(split.history)
    yield "100", spent, lambda person: (history[person] @ model.similarity).toarray().ravel()


def lenskit(split, make):
    from lenskit.data import ItemList, RecQuery, from_interactions_df
    import pandas

    at = split.train.tocoo()
    frame = pandas.DataFrame({"user_id": at.row, "item_id": at.col})
    data = from_interactions_df(frame)
    model = make()
    begun = cpu()
    model.train(data)
    spent = cpu() - begun
    everything = ItemList(item_ids=np.arange(len(split.items)))

    def score(person):
        own = split.history.indices[split.history.indptr[person] : split.history.indptr[person + 1]]
        found = model(RecQuery(user_items=ItemList(item_ids=own)), everything).scores()
        return np.nan_to_num(np.asarray(found), nan=-1e9)

    return spent, score


def lenskit_ease(split):
    """LensKit's EASE with three ridges."""
    from lenskit.knn import EASEScorer

    for ridge in (50, 200, 500):
        spent, score = lenskit(split, lambda r=ridge: EASEScorer(regularization=r))
        yield str(ridge), spent, score


def lenskit_knn(split):
    """LensKit's item-kNN for implicit feedback, 100 neighbours."""
    from lenskit.knn import ItemKNNScorer

    spent, score = lenskit(split, lambda: ItemKNNScorer(max_nbrs=100, feedback="implicit"))
    yield "100", spent, score


def popularity(split):
    popular = np.asarray(binary(split.train).sum(axis=0)).ravel()
    yield "", 0.0, lambda person: popular


PEERS = {
    "popularity": popularity,
    "ease": ease,
    "implicit-als": als,
    "implicit-als-128": als_128,
    "implicit-bm25": bm25,
    "lenskit-ease": lenskit_ease,
    "lenskit-item-knn": lenskit_knn,
}


def cpu():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def peak_mib():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(name, directory, by_new, answer):
    split = Split(directory)
    before = peak_mib()
    best = whole = None
    for setting, spent, score in PEERS[name](split):
        peak = peak_mib()
        # From the start of the process, data read, to the first model.
        whole = whole or cpu()
        found = quality(split, score)
        sought = "new_ndcg@20" if by_new else "ndcg@20"
        if best is None or found[sought] > best[sought]:
            people = list(split.held)[:ANSWERS_TIMED]
            begun = time.process_time()
            for person in people:
                np.argpartition(-score(person), 10)[:10]
            each = (time.process_time() - begun) / len(people)
            best = {"peer": name, "setting": setting, **found, "train_cpu_s": spent, "answer_us": each * 1e6}
            best |= {"peak_mib": peak, "of_it_the_data_mib": before, "files_to_model_cpu_s": whole}
    answer.put(best)


def assent(binary, directory):
    """What `assent import` costs, the lesson included, in a shop made for it and thrown away; and how good it is then."""
    directory = Path(directory)
    for setting, words in (("as it comes", []), ("default weights", ["--no-trials"])):
        with tempfile.TemporaryDirectory() as place:
            cost = import_and_lesson(binary, directory, Path(place), words)
        yield {"peer": "assent", "setting": setting, **rated(binary, directory, words), **cost}


def import_and_lesson(binary, directory, place, words):
    """CPU time and peak memory, of each process by itself."""
    shop, events, items = (str(place / name) for name in ("shop", "events.csv", "items.csv"))
    taken = rows(directory / "train.tsv", columns=4)
    if (directory / "fold_in.tsv").exists():
        new = {who for who, _ in rows(directory / "test.tsv")}
        taken = [row for row in taken if row[0] not in new]
    table(events, ("subject", "item", "weight", "time"), taken)
    table(items, ("id", "title", "price"), sorted({(item, item, "1") for _, item, *_ in taken}))
    agreed = ["--granted", "recommend,train", "--evidence", "measured as if everybody had agreed"]
    orders = (["catalog", items, "--currency", "GBP", "--no-train"], ["events", events, *agreed, *words])
    used = [spent_by([binary, "import", "--data", shop, "--format", *order]) for order in orders]
    seconds = sum(usage.ru_utime + usage.ru_stime for usage in used)
    return {"files_to_model_cpu_s": seconds, "peak_mib": max(usage.ru_maxrss for usage in used) / 1024}


def spent_by(order):
    process = subprocess.Popen(order, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise subprocess.CalledProcessError(process.returncode, order)
    return usage


def rated(binary, directory, words):
    """How good it is by `assent eval`, whose figures are checked against another implementation by a test."""
    files = [("--train", "train.tsv"), ("--test", "test.tsv"), ("--items", "items.tsv"), ("--fold-in", "fold_in.tsv")]
    there = [word for name, file in files if (directory / file).exists() for word in (name, str(directory / file))]
    told = subprocess.run([binary, "eval", *there, *words, "--json"], check=True, capture_output=True).stdout
    found = next(row for row in json.loads(told)["rows"] if row["name"] == "personal" and row["group"] is None)
    return {name: found[name] for name in ("ndcg@20", "recall@20", "new_ndcg@20", "new_recall@20")}


def table(path, header, lines):
    with open(path, "w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([header, *lines])


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("splits", nargs="+")
    options.add_argument("--only", action="append", choices=PEERS)
    options.add_argument("--assent", metavar="BINARY", help="measure import and lesson of this binary as well")
    options.add_argument("--by-new", action="store_true", help="the best setting is the best over new items")
    options = options.parse_args()
    spawn = multiprocessing.get_context("spawn")
    for directory in options.splits:
        for measured in assent(options.assent, directory) if options.assent else ():
            print(json.dumps({"split": Path(directory).name, **measured}), flush=True)
        for name in options.only or PEERS:
            answer = spawn.Queue()
            process = spawn.Process(target=measure, args=(name, directory, options.by_new, answer))
            process.start()
            process.join()
            if process.exitcode == 0:
                print(json.dumps({"split": Path(directory).name, **answer.get()}), flush=True)


if __name__ == "__main__":
    main()
