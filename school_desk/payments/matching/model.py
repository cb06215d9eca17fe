"""The shipped scorer: two small forests of trees and a calibration curve, trained offline by `benchmarks/matching/train.py`."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from school_desk.kernel.resources import resource_path

Floats = NDArray[np.float64]
Singles = NDArray[np.float32]


Indices = NDArray[np.intp]
Bits = NDArray[np.uint32]

_CHUNK = 4096
"""Rows looked at together: what they need then stays in the processor's cache."""
_MOST_LEAVES = 32


@dataclass(frozen=True)
class Tree:
    """Leaves from left to right, and for each feature that is asked which of them each range of its values leaves possible."""

    possible: tuple[tuple[int, Bits], ...]
    """(feature, one set of leaves for each range between its cuts); a leaf is a bit, the leftmost the lowest."""
    values: Floats


@dataclass(frozen=True)
class Forest:
    """Boosted trees, walked without walking: every feature rules leaves out, the leftmost that remains is where a walk would end.

    (QuickScorer, Lucchese and others, 2015.) Trees have 32 leaves at most.
    """

    base: float
    cuts: tuple[tuple[int, Floats], ...]
    """(feature, all values at which any tree divides it, rising)."""
    trees: tuple[Tree, ...]

    def log_odds(self, rows: Singles) -> Floats:
        """One figure a row. Rows must be complete: no missing values."""
        parts = [self._of_chunk(rows[start : start + _CHUNK]) for start in range(0, len(rows), _CHUNK)]
        return np.concatenate(parts) if parts else np.zeros(0)

    def _of_chunk(self, rows: Singles) -> Floats:
        ranges = {feature: np.searchsorted(cuts, rows[:, feature].astype(float)) for feature, cuts in self.cuts}
        total = np.zeros(len(rows))
        for tree in self.trees:
            total += tree.values.take(_leaf(tree, ranges, len(rows)))
        return self.base + total


def _leaf(tree: Tree, ranges: Mapping[int, Indices], count: int) -> NDArray[np.uint8]:
    """The place of the leaf in which each of `count` rows ends."""
    left = np.full(count, 1, np.uint32)
    for place, (feature, possible) in enumerate(tree.possible):
        those = possible.take(ranges[feature])
        left = those if place == 0 else np.bitwise_and(left, those, out=left)
    return np.asarray(np.bitwise_count((left - np.uint32(1)) & ~left), np.uint8)


@dataclass(frozen=True)
class Model:
    first: Forest
    """Of each explanation alone."""
    second: Forest
    """Beside its rivals."""
    curve: tuple[Floats, Floats]
    """Log-odds → probability that a line's first proposal is right, rising."""
    threshold: float
    """At and above it a proposal without veto is accepted by `match`."""
    features: tuple[str, ...]

    def calibrated(self, log_odds: Floats) -> Floats:
        """0–1."""
        return np.interp(log_odds, *self.curve)


@cache
def shipped_model() -> Model:
    """The model in `resources/matching/model.json`; its provenance stands in the file."""
    return read_model(json.loads(resource_path("matching", "model.json").read_text("utf-8")))


def read_model(data: dict[str, object]) -> Model:
    """The model that `train.py` wrote as `data`."""
    curve = data["curve"]
    assert isinstance(curve, list)
    return Model(
        first=_forest(data["first"]),
        second=_forest(data["second"]),
        curve=(np.array(curve[0], float), np.array(curve[1], float)),
        threshold=float(str(data["threshold"])),
        features=tuple(map(str, data["features"])),  # type: ignore[call-overload]
    )


def _forest(data: object) -> Forest:
    assert isinstance(data, dict)
    cuts: dict[int, set[float]] = {}
    for feature, threshold in zip(data["feature"], data["threshold"], strict=True):
        if feature >= 0:
            cuts.setdefault(feature, set()).add(threshold)
    rising = {feature: sorted(those) for feature, those in sorted(cuts.items())}
    return Forest(
        base=float(data["base"]),
        cuts=tuple((feature, np.array(those, float)) for feature, those in rising.items()),
        trees=tuple(_tree(root, data, rising) for root in data["roots"]),
    )


def _tree(root: int, data: Mapping[str, Sequence[float]], cuts: Mapping[int, Sequence[float]]) -> Tree:
    leaves: list[float] = []
    ruled_out: list[tuple[int, float, int]] = []

    def read(node: int) -> None:
        feature, first = int(data["feature"][node]), len(leaves)
        if feature < 0:
            leaves.append(data["threshold"][node])
            return
        read(int(data["left"][node]))
        ruled_out.append((feature, data["threshold"][node], (1 << len(leaves)) - (1 << first)))
        read(int(data["right"][node]))

    read(root)
    assert len(leaves) <= _MOST_LEAVES
    every = (1 << len(leaves)) - 1
    possible: dict[int, Bits] = {}
    for feature, threshold, those in ruled_out:
        sets = possible.setdefault(feature, np.full(len(cuts[feature]) + 1, every, np.uint32))
        sets[bisect_left(cuts[feature], threshold) + 1 :] &= np.uint32(every & ~those)
    return Tree(tuple(possible.items()), np.array(leaves, float))


def probability(log_odds: Floats) -> Floats:
    """Of log-odds."""
    return 1 / (1 + np.exp(-np.clip(log_odds, -40, 40)))
