"""Compares what a matcher wrote with the truth. It knows no matcher."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

_BINS = 15


@dataclass(frozen=True)
class Truth:
    links: Mapping[int, frozenset[str]]
    """Row → its orders, for the rows that have any."""
    kinds: Mapping[int, str]


@dataclass(frozen=True)
class Guess:
    """One proposal for one row."""

    row: int
    rank: int
    orders: frozenset[str]
    score: float
    auto: bool


@dataclass(frozen=True)
class Result:
    precision: float
    recall: float
    f1: float
    autos: int
    false_autos: int
    coverage: float
    """Rightly accepted unseen, of the credits that have an order."""
    hit_at_3: float
    ece: float
    wrong: tuple[int, ...]
    """The rows accepted wrongly."""

    @property
    def auto_precision(self) -> float:
        return 1 - self.false_autos / self.autos if self.autos else 1.0


def read_truth(path: Path) -> Truth:
    links: defaultdict[int, set[str]] = defaultdict(set)
    kinds: dict[int, str] = {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            kinds[int(row["row_no"])] = row.get("kind", "")
            if row["order_no"]:
                links[int(row["row_no"])].add(row["order_no"])
    return Truth({row: frozenset(orders) for row, orders in links.items()}, kinds)


def read_guesses(path: Path) -> list[Guess]:
    """Of a PRED.csv as `school-desk match` writes it."""
    orders: defaultdict[tuple[int, int], set[str]] = defaultdict(set)
    facts: dict[tuple[int, int], tuple[float, bool]] = {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            key = (int(row["row_no"]), int(row["rank"]))
            orders[key].add(row["order_no"])
            facts[key] = (float(row["score"]), row["decision"] == "auto")
    return [Guess(*key, frozenset(orders[key]), *facts[key]) for key in facts]


def score(guesses: Iterable[Guess], truth: Truth) -> Result:
    """Links count one by one; a proposal, an accepted one too, is right only when it names exactly the true orders."""
    guesses = list(guesses)
    first = [guess for guess in guesses if guess.rank == 1]
    given = {(guess.row, order) for guess in first for order in guess.orders}
    real = {(row, order) for row, orders in truth.links.items() for order in orders}
    right = len(given & real)
    precision, recall = right / max(1, len(given)), right / max(1, len(real))
    autos = [guess for guess in first if guess.auto]
    wrong = [guess.row for guess in autos if truth.links.get(guess.row) != guess.orders]
    hits = {guess.row for guess in guesses if guess.rank <= 3 and truth.links.get(guess.row) == guess.orders}
    return Result(
        precision=precision,
        recall=recall,
        f1=2 * precision * recall / max(1e-9, precision + recall),
        autos=len(autos),
        false_autos=len(wrong),
        coverage=(len(autos) - len(wrong)) / max(1, len(truth.links)),
        hit_at_3=len(hits) / max(1, len(truth.links)),
        ece=_ece([(guess.score, truth.links.get(guess.row) == guess.orders) for guess in first]),
        wrong=tuple(wrong),
    )


def _ece(pairs: list[tuple[float, bool]]) -> float:
    bins: defaultdict[int, list[tuple[float, bool]]] = defaultdict(list)
    for given, right in pairs:
        bins[min(_BINS - 1, int(given * _BINS))].append((given, right))
    gaps = (abs(sum(given - right for given, right in ones)) for ones in bins.values())
    return sum(gaps) / max(1, len(pairs))
