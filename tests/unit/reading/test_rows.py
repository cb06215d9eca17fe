"""Rows of a slanted page, with marks laid across it."""

from __future__ import annotations

from school_desk.documents.reading.boxes import TextBox
from school_desk.documents.reading.layout import Sheet
from school_desk.documents.reading.yyzz import read_yyzz
from tests.unit.reading.recorded_boxes import line

_ACROSS = -0.6
_LICENCE = (
    line("名  称", 100, 200),
    line("浙江甲建设有限公司", 250, 200),
    line("类  型", 100, 260),
    line("有限责任公司", 250, 260),
    line("住  所", 100, 320),
    line("浙江省湖州市吴兴区龙泉街道1号", 250, 320),
)
_MARKS = tuple(line("仅用于湖州建筑工人培训备案", x, y, slope=_ACROSS) for x in (0, 700) for y in (150,))


def _read(*boxes: TextBox) -> list[object]:
    read = read_yyzz(Sheet(boxes))
    return [read[name].value for name in ("name", "type", "address")]


def test_a_mark_across_the_page_is_no_value_and_turns_no_row() -> None:
    values = ["浙江甲建设有限公司", "有限责任公司", "浙江省湖州市吴兴区龙泉街道1号"]
    assert _read(*_LICENCE) == values
    assert _read(*_MARKS, *_LICENCE) == values


def test_lines_of_a_slanted_page_are_no_marks() -> None:
    slanted = [
        line(f"第{number}行的字在这里", 100, 100 + 60 * number, slope=0.15 + 0.01 * number) for number in range(6)
    ]
    assert len(Sheet(slanted).boxes) == 6


def test_a_short_piece_whose_direction_is_not_sure_is_kept() -> None:
    assert "印" in Sheet((*_LICENCE, line("印", 600, 500, slope=_ACROSS))).text
