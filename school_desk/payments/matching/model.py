"""The shipped scorer: two small forests of trees and a calibration curve, trained offline by `benchmarks/matching/train.py`."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from school_desk.kernel.resources import resource_path

Floats = NDArray[np.float64]
Singles = NDArray[np.float32]


_CHUNK = 512


@dataclass(frozen=True)
class Forest:
    """Boosted trees as flat arrays; a leaf leads to itself on both sides."""

    base: float
    roots: NDArray[np.int32]
    feature: NDArray[np.int32]
    threshold: Floats
    """Of a leaf: its value."""
    left: NDArray[np.int32]
    right: NDArray[np.int32]
    depth: int

    def log_odds(self, rows: Singles) -> Floats:
        """One figure a row. Rows must be complete: no missing values."""
        parts = [self._of_chunk(rows[start : start + _CHUNK]) for start in range(0, len(rows), _CHUNK)]
        return np.concatenate(parts) if parts else np.zeros(0)

    def _of_chunk(self, rows: Singles) -> Floats:
        """All trees walk down together."""
        every = np.arange(len(rows))
        node = np.repeat(self.roots[:, None], len(rows), axis=1)
        for _ in range(self.depth):
            goes_left = rows[every, self.feature[node]] <= self.threshold[node]
            node = np.where(goes_left, self.left[node], self.right[node])
        return self.base + np.asarray(self.threshold[node].sum(axis=0), float)


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
    feature, size = np.array(data["feature"], np.int32), np.arange(len(data["feature"]), dtype=np.int32)
    leaf = feature < 0
    return Forest(
        base=float(data["base"]),
        roots=np.array(data["roots"], np.int32),
        feature=np.where(leaf, 0, feature),
        threshold=np.array(data["threshold"], float),
        left=np.where(leaf, size, np.array(data["left"], np.int32)),
        right=np.where(leaf, size, np.array(data["right"], np.int32)),
        depth=int(data["depth"]),
    )


def probability(log_odds: Floats) -> Floats:
    """Of log-odds."""
    return 1 / (1 + np.exp(-np.clip(log_odds, -40, 40)))
