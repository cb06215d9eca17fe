"""Trains the shipped scorer on made-up worlds: `python -m benchmarks.matching.train --out resources/matching/model.json`.

Needs scikit-learn, which is no dependency of the product. Families B and N and the seeds that the tables are made of are never read here.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.matching.drawn import draw
from benchmarks.matching.scoring import read_truth
from school_desk.adapters.banks import read_statement as read_bank
from school_desk.cli.match import credit_lines, debit_lines
from school_desk.cli.match_files import parties, read_enterprises, read_history, read_orders, read_slips
from school_desk.payments.matching import Books
from school_desk.payments.matching.assignment import Assignment
from school_desk.payments.matching.competition import RIVALRY, rivalry
from school_desk.payments.matching.context import read_statement
from school_desk.payments.matching.hypotheses import explain
from school_desk.payments.matching.model import probability
from school_desk.payments.matching.table import FEATURES, Table

Floats = NDArray[np.float64]

TRAINING = [
    *((family, noise, 150, seed) for seed in range(9001, 9013) for family in "AC" for noise in ("mid", "high")),
    *(
        ("A", noise, size, seed)
        for seed, size in ((9101, 1000), (9102, 4000), (9103, 8000))
        for noise in ("low", "mid", "high")
    ),
    *(
        ("C", noise, size, seed)
        for seed, size in ((9201, 800), (9202, 2000), (9203, 4000), (9204, 8000), (9205, 4000))
        for noise in ("low", "mid", "high")
    ),
    *(("H", noise, 6000, seed) for seed in (9501, 9502) for noise in ("low", "mid", "high")),
]
CALIBRATION = [
    *((family, noise, 150, seed) for seed in range(9021, 9025) for family in "AC" for noise in ("mid", "high")),
    *(("A", noise, size, seed) for seed, size in ((9301, 2000), (9302, 7000)) for noise in ("low", "mid", "high")),
    *(("C", noise, size, seed) for seed, size in ((9401, 4000), (9402, 6000)) for noise in ("low", "mid", "high")),
    *(("H", noise, 6000, 9503) for noise in ("low", "mid", "high")),
]
# More of these can only speak for an explanation, or only against it: what a rare case of the training seems to say otherwise is chance.
_RISING = ("coded", "damaged", "account", "learnt", "owner", "name", "named", "people", "people_share", "heads", "slip")
_FALLING = (
    "missed_codes",
    "closed_codes",
    "strange_numbers",
    "unexplained",
    "other_purpose",
    "name_exact_other",
    "claimed",
    "claimed_earlier",
    "refunded",
)


@dataclass
class World:
    table: Table
    rows: NDArray[np.float32]
    right: NDArray[np.bool_]
    amounts: list[int]
    books: Books


def read_world(folder: Path) -> World:
    """One world as the engine sees it, with the truth beside it."""
    owners = read_enterprises(folder / "enterprises.csv")
    books = Books(
        read_orders(folder / "orders.csv", owners),
        read_history(folder / "history.csv"),
        read_slips(folder / "slips.csv"),
        parties(owners),
    )
    bank = read_bank(folder / "statement.csv").lines
    lines = credit_lines(bank)
    table = explain(read_statement(lines, debit_lines(bank), books))
    truth = read_truth(folder / "truth.csv")
    right = [
        truth.links.get(int(lines[one.line].id)) == frozenset(books.batches[number].id for number in one.shape.batches)
        for one in table.hypotheses
    ]
    return World(table, table.rows(), np.array(right), [line.amount_fen for line in lines], books)


def worlds(cases: Sequence[tuple[str, str, int, int]]) -> Iterator[World]:
    for name, noise, size, seed in cases:
        with TemporaryDirectory() as folder:
            draw(Path(folder), name, noise, size, seed)
            yield read_world(Path(folder))


def _forest(
    rows: NDArray[np.float32],
    right: NDArray[np.bool_],
    names: Sequence[str],
    trees: int,
    leaves: int,
    weights: Floats | None = None,
) -> Any:
    from sklearn.ensemble import HistGradientBoostingClassifier  # type: ignore[import-untyped,import-not-found,unused-ignore]

    signs = [(name in _RISING) - (name in _FALLING) for name in names]
    forest = HistGradientBoostingClassifier(
        max_iter=trees,
        learning_rate=0.09,
        max_leaf_nodes=leaves,
        min_samples_leaf=25,
        l2_regularization=2.0,
        monotonic_cst=signs,
        early_stopping=False,
        random_state=1,
    )
    return forest.fit(rows, right)


def _odds(forest: Any, rows: NDArray[np.float32]) -> Floats:
    return np.asarray(forest.decision_function(rows), float)


def _exported(forest: Any) -> dict[str, object]:
    """Flat arrays of all trees; leaves carry feature -1 and their value."""
    roots: list[int] = []
    feature: list[int] = []
    threshold: list[float] = []
    left: list[int] = []
    right: list[int] = []
    depth = 0
    for (predictor,) in forest._predictors:
        start = len(feature)
        roots.append(start)
        depth = max(depth, int(predictor.nodes["depth"].max()))
        for node in predictor.nodes:
            leaf = bool(node["is_leaf"])
            feature.append(-1 if leaf else int(node["feature_idx"]))
            threshold.append(float(f"{node['value'] if leaf else node['num_threshold']:.9g}"))
            left.append(0 if leaf else start + int(node["left"]))
            right.append(0 if leaf else start + int(node["right"]))
    base = float(forest._baseline_prediction.ravel()[0])
    return {
        "base": base,
        "depth": depth + 1,
        "roots": roots,
        "feature": feature,
        "threshold": threshold,
        "left": left,
        "right": right,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--threshold", type=float, default=0.997)
    options = parser.parse_args()
    training = list(worlds(TRAINING))
    print(f"{len(training)} worlds, {sum(len(world.right) for world in training):,} hypotheses", file=sys.stderr)
    folds = [np.concatenate([world.rows for world in training[fold::2]]) for fold in (0, 1)]
    marks = [np.concatenate([world.right for world in training[fold::2]]) for fold in (0, 1)]
    halves = [_forest(folds[fold], marks[fold], FEATURES, 80, 20) for fold in (0, 1)]
    names = (*FEATURES, *RIVALRY)
    second_rows = np.concatenate(
        [_beside_rivals(world, halves[(place + 1) % 2]) for place, world in enumerate(training)]
    )
    second_right = np.concatenate([world.right for world in training])
    first = _forest(np.concatenate(folds), np.concatenate(marks), FEATURES, 80, 20)
    second = _forest(second_rows, second_right, names, 160, 24)
    curve = _curve(first, second)
    data = {
        "provenance": "benchmarks/matching/train.py; families A, C and H; seeds "
        + ", ".join(sorted({str(case[3]) for case in TRAINING + CALIBRATION})),
        "features": list(names),
        "threshold": options.threshold,
        "curve": curve,
        "first": _exported(first),
        "second": _exported(second),
    }
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(json.dumps(data, separators=(",", ":")) + "\n", "utf-8")


def _beside_rivals(world: World, first: Any) -> NDArray[np.float32]:
    chances = probability(_odds(first, world.rows))
    return np.concatenate([world.rows, rivalry(world.table, chances)], axis=1).astype(np.float32)


def _curve(first: Any, second: Any) -> list[list[float]]:
    """What became of the proposals that stood, by their log-odds, on worlds that trained nothing."""
    from sklearn.isotonic import IsotonicRegression  # type: ignore[import-untyped,import-not-found,unused-ignore]

    odds: list[float] = []
    right: list[bool] = []
    for world in worlds(CALIBRATION):
        second_odds = _odds(second, _beside_rivals(world, first))
        chosen = Assignment(world.table, probability(second_odds), world.amounts, world.books).chosen
        odds += [float(second_odds[place]) for place in chosen.values()]
        right += [bool(world.right[place]) for place in chosen.values()]
    fitted = IsotonicRegression(out_of_bounds="clip", y_min=0.0005, y_max=0.9999).fit(odds, right)
    steps = np.quantile(odds, np.linspace(0, 1, 120))
    points = np.unique(np.round(np.concatenate([steps, np.linspace(min(odds), max(odds), 60)]), 3))
    smooth = np.maximum.accumulate(_smoothed(points, np.asarray(fitted.predict(points))))
    print(f"{len(odds):,} proposals calibrated", file=sys.stderr)
    return [[round(float(x), 4) for x in points], [round(float(y), 6) for y in smooth]]


def _smoothed(points: Floats, values: Floats) -> Floats:
    """A step of isotonic regression, spread over its neighbours so that equal probabilities stay rare."""
    window = np.exp(-(((points[:, None] - points[None, :]) / 0.25) ** 2))
    return np.asarray((window * values).sum(1) / window.sum(1))


if __name__ == "__main__":
    main()
