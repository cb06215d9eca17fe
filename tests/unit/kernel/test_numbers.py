"""Series of numbers: each is declared once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from school_desk.kernel import numbers
from school_desk.kernel.numbers import Series, declare


def test_two_series_of_one_name_are_a_mistake_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(numbers, "_declared", {})
    first = Series("try", "试号", yearly=True, block=10)
    assert declare(first) is declare(first) is first
    with pytest.raises(AssertionError, match="try is declared twice"):
        declare(replace(first, block=20))
