"""Reading papers: the tests of a date whose parts stand apart under a seal."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import pytest

from school_desk.adapters.ocr.date_row import with_whole_date, without_seal
from school_desk.adapters.ocr.engine import Picture
from school_desk.adapters.ocr.lines import Line
from school_desk.documents.reading.boxes import Glyph, Quad, box_from_text
from tests.unit.ocr.drawn import blank


class _Saying:
    """Reads every line as `text` and keeps what it was shown."""

    name = mind = "saying"

    def __init__(self, text: str) -> None:
        self.text = text
        self.shown: list[Picture] = []

    def find_lines(self, picture: Picture) -> list[Quad]:
        return []

    def read_lines(self, crops: Sequence[Picture], alphabet: str | None = None) -> list[tuple[Glyph, ...]]:
        self.shown += crops
        return [tuple(Glyph(char, 0.9, 0.5) for char in self.text) for _ in crops]


def _line(text: str, left: float, top: float, slope: float = 0.0) -> Line:
    right = left + 20 * len(text)
    y, z = top + slope * left, top + slope * right
    return Line(box_from_text(((left, y), (right, z), (right, z + 30), (left, y + 30)), text), blank(20, 30))


def _texts(lines: Sequence[Line]) -> list[str]:
    return [line.box.text for line in lines]


def test_the_parts_are_read_as_one_line_from_year_to_day() -> None:
    engine = _Saying("2022年7月11日")
    broken = [_line("登记机关", 50, 40), _line("2022年", 100, 100), _line("月", 300, 103), _line("日", 400, 98)]
    assert _texts(with_whole_date(engine, blank(), broken)) == ["登记机关", "2022年7月11日"]
    assert 300 < engine.shown[0].shape[1] < 330


def test_on_a_slanted_photo_too() -> None:
    broken = [_line("2022年", 100, 100, 0.1), _line("日", 500, 100, 0.1), _line("日期", 500, 60)]
    read = with_whole_date(_Saying("2022年7月11日"), blank(), broken)
    assert _texts(read) == ["日期", "2022年7月11日"]


def test_a_date_that_was_read_is_left_alone() -> None:
    engine = _Saying("2033年3月3日")
    whole = [_line("2022年7月", 100, 100), _line("11日", 300, 100)]
    assert with_whole_date(engine, blank(), whole) == whole
    assert engine.shown == []


def test_what_does_not_become_a_date_stays_in_pieces() -> None:
    broken = [_line("2022年", 100, 100), _line("月", 300, 100), _line("日", 400, 100)]
    assert with_whole_date(_Saying("2022年月日"), blank(), broken) == broken


def test_a_row_that_lost_its_year_or_its_day_is_cut_longer() -> None:
    engine = _Saying("2024年11月2日")
    broken = [_line("4年11月", 200, 100), _line("日", 400, 100)]
    assert _texts(with_whole_date(engine, blank(), broken)) == ["2024年11月2日"]
    assert engine.shown[0].shape[1] > 280
    broken = [_line("2024", 100, 100), _line("年", 200, 100), _line("11月", 240, 100)]
    assert _texts(with_whole_date(engine, blank(), broken)) == ["2024年11月2日"]
    assert engine.shown[1].shape[1] > 280


def test_what_stands_at_the_other_end_of_the_sheet_is_of_another_date() -> None:
    """The row was cut so long and low that nothing of its height was left, and the paper was not read at all."""
    engine = _Saying("2025年1月1日")
    apart = [
        Line(box_from_text(((x, 100), (x + width, 100), (x + width, 124), (x, 124)), text), blank(20, 24))
        for text, x, width in (("2025年", 60, 100), ("1日", 3300, 40))
    ]
    assert with_whole_date(engine, blank(3600, 300), apart) == apart
    assert engine.shown == []


@pytest.mark.parametrize("size", [(3000, 24), (24, 3000), (9000, 1), (1, 1)])
def test_a_crop_of_any_form_is_freed_of_the_seal(size: tuple[int, int]) -> None:
    assert without_seal(blank(*size)).shape[:2] == size[::-1]


def test_two_broken_dates_are_both_read() -> None:
    broken = [_line("2022", 100, 100), _line("日", 300, 100), _line("2022年", 100, 300), _line("日", 300, 300)]
    assert _texts(with_whole_date(_Saying("2022年7月11日"), blank(), broken)) == ["2022年7月11日"] * 2


def test_a_date_that_lost_a_digit_is_read_once_more() -> None:
    broken = [_line("2024年06月", 100, 100), _line("1", 320, 100), _line("日", 400, 100)]
    assert _texts(with_whole_date(_Saying("2024年06月13日"), blank(), broken)) == ["2024年06月13日"]


def test_the_seals_red_goes_and_black_print_stays() -> None:
    page = blank(200, 60)
    cv2.line(page, (0, 20), (200, 20), (60, 40, 200), 4)
    cv2.line(page, (100, 5), (100, 55), (30, 30, 30), 4)
    plain = without_seal(page)
    assert plain[18:22, 20:80].mean() > 225
    assert plain[40:50, 99:101].mean() < 60
    assert np.array_equal(plain[:, :, 0], plain[:, :, 2])


def test_a_piece_found_once_more_beside_the_row_is_not_read_twice() -> None:
    """A slanted box of the day alone: 05月3311日 was read as the 3rd, and accepted."""
    lines = [_line("2022年", 100, 100), _line("月", 300, 103), _line("日", 400, 98), _line("31", 350, 121)]
    read = with_whole_date(_Saying("2022年05月31日"), blank(), [*lines, _line("31", 350, 200)])
    assert _texts(read) == ["31", "2022年05月31日"], "what lies elsewhere stays"
