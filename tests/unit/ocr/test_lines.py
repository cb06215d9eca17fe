"""Reading papers: the tests of lines."""

from __future__ import annotations

import numpy as np
import pytest

from school_desk.adapters.ocr import lines
from school_desk.adapters.ocr.lines import cut_line, find_rotation, read_page, turn
from school_desk.adapters.ocr.orientation import guess_turn
from tests.unit.ocr.drawn import TopHeavyEngine, bars, blank, write


@pytest.mark.parametrize("lying", [0, 90, 180, 270])
def test_a_turned_picture_is_set_upright(lying: int) -> None:
    upright = bars()
    seen = turn(upright, -lying)
    rotation, picture, boxes = read_page(TopHeavyEngine(), seen)
    assert rotation == lying
    assert np.array_equal(picture, upright)
    assert len(boxes) == 5


@pytest.mark.parametrize("guess", [90, 180, 270])
@pytest.mark.parametrize("lying", [0, 90])
def test_the_text_corrects_a_wrong_guess(lying: int, guess: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "guess_turn", lambda picture: guess)
    rotation, picture, _ = read_page(TopHeavyEngine(), turn(bars(), -lying))
    assert rotation == lying
    assert np.array_equal(picture, bars())


def test_a_picture_without_text_is_not_turned(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "guess_turn", lambda picture: 90)
    rotation, picture, found = read_page(TopHeavyEngine(), blank(300, 400))
    assert (rotation, picture.shape[:2], found) == (0, (400, 300), [])


@pytest.mark.parametrize("lying", [0, 90, 180, 270])
def test_a_page_of_print_is_guessed_right(lying: int) -> None:
    page = blank(900, 700)
    for number in range(8):
        write(page, "湖州石凤钢结构工程有限公司承诺书", 80, 60 + 70 * number, 40)
    assert guess_turn(turn(page, -lying)) == lying


def test_a_picture_without_lines_is_left_as_it_is() -> None:
    assert find_rotation(TopHeavyEngine(), blank(), []) == 0


def test_turning_is_clockwise() -> None:
    picture = blank(30, 20)
    picture[0, 0] = 0
    assert turn(picture, 90)[0, -1].max() == 0


def test_a_slanted_line_is_cut_out_level() -> None:
    picture = blank(400, 400, (250, 250, 250))
    for x in range(50, 350):
        y = 100 + (x - 50) // 5
        picture[y : y + 30, x] = 0
    level = cut_line(picture, ((50, 100), (350, 160), (350, 190), (50, 130)))
    assert level.shape[0] == 30
    assert level[5:-5, 5:-5].max() < 60
