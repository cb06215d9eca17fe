"""From how likely print is at each place to boxes on the picture: a drawn map stands for the network."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from school_desk.adapters.ocr.detector import Detector
from school_desk.adapters.ocr.networks import Network, Values
from tests.unit.ocr.drawn import blank

_SIDE = 640


def _network(draws: Callable[[Values], None], shown: list[Values] | None = None) -> Network:
    def run(values: Values) -> Values:
        if shown is not None:
            shown.append(values)
        likely = np.zeros((1, 1, *values.shape[2:]), np.float32)
        draws(likely[0, 0])
        return likely

    return run


def _one_line(likely: Values) -> None:
    likely[100:120, 80:400] = 0.9


def test_a_core_grows_to_a_line_and_is_placed_on_the_picture() -> None:
    (box,) = Detector(_network(_one_line), _SIDE).find(blank(1280, 1280))
    # 320 × 20 grown by 1.6 of its area over its outline (14.7) on each side, on a picture twice as large.
    assert box.tolist() == [
        [pytest.approx(130, abs=4), pytest.approx(170, abs=4)],
        [pytest.approx(830, abs=4), pytest.approx(170, abs=4)],
        [pytest.approx(830, abs=4), pytest.approx(270, abs=4)],
        [pytest.approx(130, abs=4), pytest.approx(270, abs=4)],
    ]


def test_the_network_is_shown_levels_in_steps_of_32() -> None:
    shown: list[Values] = []
    page = blank(1000, 1280)
    page[:] = (0, 255, 51)
    assert Detector(_network(_one_line, shown), _SIDE).find(page)
    assert shown[0].shape == (1, 3, 640, 512)
    assert np.unique(shown[0][0, 0]).tolist() == [-1]
    assert np.unique(shown[0][0, 1]).tolist() == [1]
    assert np.unique(shown[0][0, 2]).tolist() == pytest.approx([-0.6])


def test_what_is_unsure_or_tiny_is_no_line() -> None:
    def draws(likely: Values) -> None:
        likely[100:120, 80:400] = 0.45
        likely[200:201, 80:81] = 0.9

    assert Detector(_network(draws), _SIDE).find(blank(640, 640)) == []


def test_boxes_come_row_by_row() -> None:
    places = [(300, 40), (104, 400), (100, 40)]

    def draws(likely: Values) -> None:
        for top, left in places:
            likely[top : top + 20, left : left + 150] = 0.9

    found = Detector(_network(draws), _SIDE).find(blank(640, 640))
    assert [(box[0, 1] < 200, box[0, 0] < 200) for box in found] == [(True, True), (True, False), (False, True)]


def test_a_low_strip_is_framed_and_its_boxes_are_put_back() -> None:
    shown: list[Values] = []

    def draws(likely: Values) -> None:
        middle = likely.shape[0] // 2
        likely[middle - 8 : middle + 8, 80:400] = 0.9

    (box,) = Detector(_network(draws, shown), _SIDE).find(blank(640, 40))
    assert shown[0].shape == (1, 3, 160, 640)
    assert float(box[0, 1]) == 0
    assert float(box[2, 1]) == pytest.approx(32, abs=8)


def test_a_huge_picture_is_shrunk_first_and_its_boxes_still_stand_right() -> None:
    (box,) = Detector(_network(_one_line), _SIDE).find(blank(6400, 6400))
    assert float(box[0, 0]) == pytest.approx(650, abs=20)
    assert float(box[1, 0]) == pytest.approx(4150, abs=20)


@pytest.mark.parametrize("size", [(1, 40), (40, 1), (20, 20), (1600, 20)])
def test_scraps_break_nothing(size: tuple[int, int]) -> None:
    def everything(likely: Values) -> None:
        likely[:] = 1

    for box in Detector(_network(everything), _SIDE).find(blank(*size)):
        assert (box >= 0).all()
        assert (box <= np.array(size)).all()
