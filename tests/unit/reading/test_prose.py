"""Reading papers: columns and paragraphs of running text."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from school_desk.documents.reading.boxes import TextBox
from school_desk.documents.reading.layout import Sheet
from school_desk.documents.reading.prose import columns, paragraphs
from tests.unit.reading.recorded_boxes import line

_LEFT = (
    "湖州成禾建筑有限公司（统一社会信用代码913",
    "30502831824174C）系依法设立的企业，法定代表",
    "人为朱伟荣。为维护建筑市场秩序，特此承诺：",
    "一、依法经营，诚实守信，自觉接受社会的监督",
    "和检查。",
    "二、上传系统的照片均由本单位人员拍摄。",
)
_RIGHT = ("承诺企业（盖章）：湖州成禾建筑有限公司", "法定代表人（签章）：朱伟荣", "承诺日期：2025年7月9日")


def _page(rows: Sequence[str], x: float = 100, slope: float = 0.0) -> list[TextBox]:
    return [line(row, x, 100 + 50 * number + slope * x, slope=slope) for number, row in enumerate(rows)]


def _texts(boxes: Sequence[TextBox]) -> list[str]:
    return [text.text for text in paragraphs(Sheet(boxes))]


@pytest.mark.parametrize("slope", [0.0, 0.03, -0.05])
def test_two_pages_side_by_side_are_read_one_after_the_other(slope: float) -> None:
    pages = columns(Sheet([*_page(_LEFT, slope=slope), *_page(_RIGHT, 1000, slope)]))
    assert [[row.text for row in page.rows] for page in pages] == [list(_LEFT), list(_RIGHT)]


def test_one_page_stays_one() -> None:
    for rows in (_LEFT, [f"{row}  {row}" for row in _RIGHT], _RIGHT[:1]):
        sheet = Sheet(_page(rows))
        assert columns(sheet) == (sheet,)


def test_labels_and_values_above_running_text_are_no_two_pages() -> None:
    table = [*_page(("企业名称", "法定代表人")), *_page(("湖州成禾建筑有限公司", "朱伟荣"), 500)]
    sheet = Sheet([*table, *(line(row, 100, 250 + 50 * place) for place, row in enumerate(_LEFT))])
    assert columns(sheet) == (sheet,)


def test_a_full_row_goes_on_and_a_short_one_ends() -> None:
    assert _texts(_page(_LEFT)) == ["".join(_LEFT[:3]), "".join(_LEFT[3:5]), _LEFT[5]]


def test_the_margin_of_a_photo_from_the_side_leans() -> None:
    widths = (28.0, 28.6, 29.2, 29.8, 30.4, 31.0)
    boxes = [line(row, 100, 100 + 50 * at, height=widths[at]) for at, row in enumerate(_LEFT)]
    assert _texts(boxes)[0] == "".join(_LEFT[:3])


def test_an_unbroken_code_leaves_the_row_before_it_short() -> None:
    rows = ("湖州成禾建筑有限公司，统一社会信用代码", "91330502831824174C，系依法设立的建筑业企业，", *_LEFT[3:])
    assert _texts(_page(rows))[0] == rows[0] + rows[1]


def test_a_signature_line_as_long_as_the_text_is_its_own_paragraph() -> None:
    signed = "承诺单位（盖章）：湖州成禾地基基础工程有限公司"
    assert _texts(_page((*_LEFT, signed, "法定代表人（签字）：朱伟荣")))[-2:] == [signed, "法定代表人（签字）：朱伟荣"]


def test_a_piece_of_a_seal_does_not_part_a_sentence() -> None:
    piece = line("程有限", 500, 132, height=12)
    assert "".join(_LEFT[:3]) in _texts([*_page(_LEFT), piece])


def test_the_last_line_of_a_paragraph_makes_no_leaning_margin() -> None:
    first = "因我单位财务审批流程原因，15名学员的培训费未能在报名时缴纳。经负责人"
    second = "殷庭芳批准，我单位承诺于2025年11月10日前将上述款项一次性汇至贵校账户，"
    last = "并在附言中写明培训期次。逾期未付的，贵校可暂缓发放证书。"
    boxes = [line(first, 157, 100), line(second, 100, 157), line(last, 107, 214)]
    assert _texts(boxes) == [first + second + last]
