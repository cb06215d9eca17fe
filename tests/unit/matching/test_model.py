"""The forest that is not walked ends in the leaf in which a walk would end."""

from __future__ import annotations

from random import Random

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from school_desk.payments.matching.model import read_model

_FEATURES = 3


class _Drawn:
    """Trees as `train.py` exports them, drawn at random; few cuts, so that values lie on them."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.feature: list[int] = []
        self.threshold: list[float] = []
        self.left: list[int] = []
        self.right: list[int] = []
        self.roots = [self._grow(random.randrange(5)) for _ in range(random.randrange(1, 6))]

    def _grow(self, depth: int) -> int:
        node = len(self.feature)
        inner = depth > 0 and self.random.random() < 0.9
        self.feature.append(self.random.randrange(_FEATURES) if inner else -1)
        self.threshold.append(float(self.random.randrange(-3, 4)) if inner else self.random.uniform(-1, 1))
        self.left.append(0)
        self.right.append(0)
        if inner:
            self.left[node], self.right[node] = self._grow(depth - 1), self._grow(depth - 1)
        return node

    def exported(self) -> dict[str, object]:
        return {
            "base": 0.25,
            "roots": self.roots,
            "feature": self.feature,
            "threshold": self.threshold,
            "left": self.left,
            "right": self.right,
        }

    def walked(self, row: list[float]) -> float:
        total = 0.0
        for node in self.roots:
            while self.feature[node] >= 0:
                goes_left = row[self.feature[node]] <= self.threshold[node]
                node = self.left[node] if goes_left else self.right[node]
            total += self.threshold[node]
        return 0.25 + total


@given(st.integers(0, 10_000))
def test_every_row_ends_where_a_walk_ends(seed: int) -> None:
    random = Random(seed)
    drawn = _Drawn(random)
    trees = drawn.exported()
    model = read_model({"curve": [[0.0], [0.5]], "threshold": 1, "features": [], "first": trees, "second": trees})
    rows = [[random.choice((-4.0, -1.5, -1.0, 0.0, 0.5, 2.0, 9.0)) for _ in range(_FEATURES)] for _ in range(20)]
    found = model.first.log_odds(np.array(rows, np.float32))
    assert found.tolist() == [drawn.walked(row) for row in rows]
    assert model.first.log_odds(np.zeros((0, _FEATURES), np.float32)).tolist() == []
