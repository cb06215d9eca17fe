"""The figures of a prediction, as a whole and by what happened."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

BINS = 10
Links = frozenset[str]


@dataclass(frozen=True)
class Label:
    credit: bool
    shape: str
    payer: str
    memo: str
    note: str
    slip: bool


@dataclass(frozen=True)
class Proposal:
    orders: Links
    score: float
    auto: bool


class Result:
    """One world and one prediction for it."""

    def __init__(self, world: Path, prediction: Path) -> None:
        self.labels = {
            int(row["row_no"]): Label(
                row["credit"] == "1", row["shape"], row["payer"], row["memo"], row["note"], row["slip"] == "1"
            )
            for row in _read(world / "labels.csv")
        }
        truth: dict[int, set[str]] = defaultdict(set)
        for row in _read(world / "truth.csv"):
            truth[int(row["row_no"])].add(row["order_no"])
        self.truth: dict[int, Links] = {number: frozenset(orders) for number, orders in truth.items()}
        self.proposals = _proposals(prediction)

    def first(self, row: int) -> Proposal | None:
        return self.proposals.get(row, {}).get(1)

    def right(self, row: int) -> bool:
        first = self.first(row)
        return first is not None and first.orders == self.truth.get(row)

    def hit3(self, row: int) -> bool:
        return any(rank <= 3 and found.orders == self.truth[row] for rank, found in self.proposals.get(row, {}).items())

    def autos(self) -> list[int]:
        return [row for row in self.proposals if (first := self.first(row)) and first.auto]

    def wrong_autos(self) -> list[int]:
        return [row for row in self.autos() if not self.right(row)]

    def figures(self) -> dict[str, float]:
        said = {(row, order) for row in self.proposals if (first := self.first(row)) for order in first.orders}
        true = {(row, order) for row, orders in self.truth.items() for order in orders}
        both = len(said & true)
        precision, recall = both / max(1, len(said)), both / max(1, len(true))
        autos, wrong = len(self.autos()), len(self.wrong_autos())
        return {
            "credits": sum(label.credit for label in self.labels.values()),
            "with order": len(self.truth),
            "link P": precision,
            "link R": recall,
            "link F1": 2 * precision * recall / max(1e-9, precision + recall),
            "autos": autos,
            "wrong autos": wrong,
            "auto precision": 1 - wrong / max(1, autos),
            "auto coverage": (autos - wrong) / max(1, len(self.truth)),
            "hit@1": sum(map(self.right, self.truth)) / max(1, len(self.truth)),
            "hit@3": sum(map(self.hit3, self.truth)) / max(1, len(self.truth)),
            "ECE": self._ece(),
        }

    def _ece(self) -> float:
        bins: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
        for row in self.proposals:
            first = self.first(row)
            if first:
                bins[min(BINS - 1, int(first.score * BINS))].append((first.score, self.right(row)))
        total = sum(map(len, bins))
        gaps = (abs(sum(score for score, _ in found) - sum(right for _, right in found)) for found in bins)
        return sum(gaps) / max(1, total)

    def breakdown(self, key: Callable[[Label], str]) -> list[tuple[str, int, float, float, float, int]]:
        """For each kind of credit that has an order: how many, hit@1, hit@3, coverage; and wrong autos of any credit of the kind."""
        kinds: dict[str, list[int]] = defaultdict(list)
        for row, label in self.labels.items():
            if label.credit:
                kinds[key(label)].append(row)
        wrong = set(self.wrong_autos())
        autos = set(self.autos())
        table = []
        for kind, rows in sorted(kinds.items()):
            linked = [row for row in rows if row in self.truth]
            many = max(1, len(linked))
            hit1, hit3 = sum(map(self.right, linked)) / many, sum(map(self.hit3, linked)) / many
            covered = sum(row in autos and row not in wrong for row in linked) / many
            table.append((kind, len(rows), hit1, hit3, covered, sum(row in wrong for row in rows)))
        return table

    def report(self) -> str:
        lines = [f"{name:15} {round(value, 5):.6g}" for name, value in self.figures().items()]
        keys: dict[str, Callable[[Label], str]] = {
            "shape": lambda label: label.shape,
            "payer": lambda label: label.payer or "-",
            "memo": lambda label: label.memo or "-",
            "note": lambda label: label.note or "-",
            "slip": lambda label: "slip" if label.slip else "no slip",
        }
        for name, key in keys.items():
            lines.append(f"\nby {name:34} credits  hit@1  hit@3  cover  wrong autos")
            for kind, rows, hit1, hit3, covered, wrong in self.breakdown(key):
                lines.append(f"  {kind:36} {rows:6} {hit1:6.3f} {hit3:6.3f} {covered:6.3f} {wrong:6}")
        return "\n".join(lines)


def _proposals(path: Path) -> dict[int, dict[int, Proposal]]:
    links: dict[tuple[int, int], set[str]] = defaultdict(set)
    rest: dict[tuple[int, int], tuple[float, bool]] = {}
    for row in _read(path):
        key = int(row["row_no"]), int(row["rank"])
        links[key].add(row["order_no"])
        rest[key] = float(row["score"]), row["decision"] == "auto"
    found: dict[int, dict[int, Proposal]] = defaultdict(dict)
    for (number, rank), orders in links.items():
        score, auto = rest[number, rank]
        found[number][rank] = Proposal(frozenset(orders), score, auto and rank == 1)
    return found


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
