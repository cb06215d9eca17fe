"""Reading papers: a page looked at once more, half by half."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from school_desk.adapters.ocr.closer import look_below_office, look_closer, same_place
from school_desk.adapters.ocr.engine import Picture
from school_desk.adapters.ocr.lines import Line
from school_desk.documents.reading.boxes import Glyph, Quad, TextBox, box_from_text

_LEVEL: Quad = ((100, 100), (900, 100), (900, 140), (100, 140))


def slanted(top: float) -> Quad:
    return (100, top), (900, top + 80), (900, top + 120), (100, top + 40)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (_LEVEL, ((110, 104), (880, 104), (880, 138), (110, 138)), True),
        (_LEVEL, ((100, 150), (900, 150), (900, 190), (100, 190)), False),
        (_LEVEL, ((950, 100), (1400, 100), (1400, 140), (950, 140)), False),
        (slanted(100), slanted(105), True),
        (slanted(100), slanted(150), False),
    ],
)
def test_lines_lie_on_one_another_or_not(one: Quad, other: Quad, same: bool) -> None:
    assert same_place(one, other) is same
    assert same_place(other, one) is same


class CloseReader:
    """Finds one line in each half, 100 pixels from its top and left; the lower half's touches the cut in the picture's middle."""

    name = mind = "close"

    def find_lines(self, picture: Picture) -> list[Quad]:
        self.sizes.append(picture.shape[:2])
        lower = len(self.sizes) == 2
        top = 0.0 if lower else 100.0
        return [((100, top), (500, top), (500, top + 40), (100, top + 40))]

    def read_lines(self, crops: Sequence[Picture], alphabet: str | None = None) -> list[tuple[Glyph, ...]]:
        return [box_from_text(_LEVEL, "统一社会信用代码", 0.9).glyphs for _ in crops]

    def __init__(self) -> None:
        self.sizes: list[tuple[int, ...]] = []


def _page(text: str, quad: Quad, score: float) -> list[Line]:
    return [Line(box_from_text(quad, text, score), np.zeros((40, 400, 3), np.uint8))]


def test_what_is_new_is_added_where_it_stands_and_what_the_cut_went_through_is_not() -> None:
    engine = CloseReader()
    lines = look_closer(engine, np.full((1000, 700, 3), 255, np.uint8), _page("承诺书", slanted(600), 0.9))
    assert [line.box.text for line in lines] == ["承诺书", "统一社会信用代码"]
    assert engine.sizes == [(1024, 1280), (1024, 1280)]
    assert lines[1].box.quad[0] == (54.6875, 54.6875)


@pytest.mark.parametrize(("score", "kept"), [(0.99, "统一社会信用代号"), (0.3, "统一社会信用代码")])
def test_the_surer_reading_of_a_place_is_kept(score: float, kept: str) -> None:
    before = _page("统一社会信用代号", ((50, 50), (250, 50), (250, 70), (50, 70)), score)
    lines = look_closer(CloseReader(), np.full((1000, 700, 3), 255, np.uint8), before)
    assert [line.box.text for line in lines] == [kept]
    assert all(isinstance(line.box, TextBox) for line in lines)


class BandReader(CloseReader):
    """Finds one line at the upper left of whatever it is shown, and reads a day there."""

    def find_lines(self, picture: Picture) -> list[Quad]:
        self.sizes.append(picture.shape[:2])
        return [((0, 0), (400, 0), (400, 60), (0, 60))]

    def read_lines(self, crops: Sequence[Picture], alphabet: str | None = None) -> list[tuple[Glyph, ...]]:
        return [box_from_text(_LEVEL, "2023年01月29日", 0.9).glyphs for _ in crops]


def test_the_day_below_the_office_is_looked_for_there() -> None:
    page = np.full((1000, 1400, 3), 255, np.uint8)
    office: Quad = ((100, 600), (400, 615), (400, 645), (100, 630))
    engine = BandReader()
    lines = look_below_office(engine, page, _page("发证机关：浙江省住房和城乡建设厅", office, 0.9))
    assert [line.box.text for line in lines] == ["发证机关：浙江省住房和城乡建设厅", "2023年01月29日"]
    (left, top), (right, slanted) = lines[1].box.quad[:2]
    # One height of the office's line and a little more below it, and as slanted as it is.
    assert (left, round(top)) == (100, 636)
    assert round((slanted - top) / (right - left), 2) == 0.05


def test_without_an_office_nothing_is_looked_for() -> None:
    engine = BandReader()
    page = _page("企业名称", _LEVEL, 0.9)
    assert look_below_office(engine, np.full((1000, 700, 3), 255, np.uint8), page) == page
    assert engine.sizes == []
