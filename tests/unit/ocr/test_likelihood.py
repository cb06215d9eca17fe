"""Reading papers: the tests of how likely a text is in a line."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from school_desk.adapters.ocr.likelihood import likelihoods
from school_desk.documents.reading.weighing import ANY, Fit, Weighed, fit, hypotheses, is_likely, is_sure

_CHARACTERS = ("", "湖", "州", "（", "A")


def _steps(count: int) -> np.ndarray:
    steps = np.random.default_rng(7).uniform(0.05, 1, (count, len(_CHARACTERS)))
    return np.asarray(steps / steps.sum(axis=1, keepdims=True), np.float32)


def _collapsed(path: tuple[int, ...]) -> str:
    kept = [at for place, at in enumerate(path) if at and (not place or path[place - 1] != at)]
    return "".join(_CHARACTERS[at] for at in kept)


@pytest.mark.parametrize("text", ["", "湖", "湖州", "州州", "湖（州", "A"])
def test_it_is_the_sum_over_every_path_that_spells_the_text(text: str) -> None:
    steps = _steps(5)
    paths = product(range(len(_CHARACTERS)), repeat=5)
    total = sum(
        float(np.prod([steps[at, char] for at, char in enumerate(path)])) for path in paths if _collapsed(path) == text
    )
    (one,) = likelihoods(steps, _CHARACTERS, (text,))
    assert one == pytest.approx(np.log(total), abs=1e-4)
    assert likelihoods(steps, _CHARACTERS, ("湖州湖", text))[1] == pytest.approx(one, abs=1e-6)


def test_an_open_place_takes_the_likeliest_chinese_character() -> None:
    steps = np.array([[0.1, 0.2, 0.6, 0.05, 0.05]], np.float32)
    assert likelihoods(steps, _CHARACTERS, (ANY, "州", "湖")) == pytest.approx(np.log([0.6, 0.6, 0.2]), abs=1e-5)


def test_what_no_reader_knows_is_next_to_impossible_but_no_error() -> None:
    (one,) = likelihoods(_steps(3), _CHARACTERS, ("龘",))
    assert -60 < one < -10


def test_a_name_is_asked_for_whole_with_a_branch_and_with_every_two_neighbours_open() -> None:
    asked = hypotheses("甲乙丙")
    assert asked == ("甲乙丙", "甲乙丙□□分公司", "甲乙丙□□第□分公司", "□□丙", "甲□□")


def test_the_worst_place_decides_not_the_mean() -> None:
    right = fit("甲乙丙丁", [(Weighed((), -1.0, (-1.5, -40.0, -50.0, -1.2, -1.3, -1.3)), 1.0)])
    wrong = fit("甲乙丙丁", [(Weighed((), -1.0, (-20.0, -40.0, -50.0, -19.0, -19.5, -1.3)), 1.0)])
    assert is_sure(right)
    assert wrong.worst == pytest.approx(18.7)
    assert not is_likely(wrong)


def test_a_branch_fits_worse_than_its_own_name() -> None:
    branch = fit("甲乙丙", [(Weighed((), -1.0, (-30.0, -2.0, -9.0, -29.0, -28.0)), 1.0)])
    assert branch.branch == pytest.approx(28.0)
    assert not is_likely(branch)


def test_a_smear_allows_more_than_a_clear_ring() -> None:
    assert not is_likely(Fit(1.0, 14.0, 0.0, -40.0))
    assert is_likely(Fit(1.0, 14.0, 2.0, -40.0))
    assert not is_likely(Fit(1.0, 25.0, 9.0, -40.0))
