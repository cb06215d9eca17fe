"""Receipts below each other on a page of a PDF are cut apart; the text here lies in the page, so that no engine is needed."""

from __future__ import annotations

import io

import numpy as np
import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from school_desk.adapters.ocr.pdf import Printed, printed_text
from school_desk.adapters.ocr.pdf_slips import find_cuts, papers_on_page
from school_desk.adapters.ocr.pictures import load_upright
from tests.unit.ocr.hostile import pdf

WIDTH, HEIGHT = 595, 842


@pytest.fixture(scope="module", autouse=True)
def face() -> None:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))


def pages(*titles: tuple[str, ...]) -> bytes:
    """A PDF with a page for each tuple, on it a slip for each title."""
    target = io.BytesIO()
    canvas = Canvas(target, (WIDTH, HEIGHT))
    for page in titles:
        for place, title in enumerate(page):
            _slip(canvas, title, HEIGHT - 30 - 270 * place, place)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def _slip(canvas: Canvas, title: str, top: float, number: int) -> None:
    canvas.setFont("STSong-Light", 9)
    canvas.drawString(60, top, f"第 {number} 联")
    canvas.setFont("STSong-Light", 16)
    canvas.drawCentredString(WIDTH / 2, top - 20, title)
    canvas.setFont("STSong-Light", 10)
    for row, words in enumerate(
        ("付款人：甲公司", "收款人：学校", "金额：600.00", "用途：培训费", "本回单不作收款依据")
    ):
        canvas.drawString(60, top - 50 - 22 * row, words)
    canvas.drawString(420, top - 120, "电子回单")  # in the seal
    canvas.drawString(420, top - 132, "专用章")
    canvas.rect(50, top - 150, 500, 110)


def lines_in(content: bytes, page: int, count: int) -> list[float]:
    """How high each of the `count` papers is, as a share of the page."""
    papers = [load_upright(paper) for paper in papers_on_page(content, page, may_be_slips=True)]
    assert len(papers) == count
    assert all((paper.min(axis=2) < 100).any() for paper in papers)
    return [len(paper) / 2200 for paper in papers]


@pytest.mark.parametrize("count", [1, 2, 3])
def test_each_receipt_is_a_paper(count: int) -> None:
    title = "某某银行网上银行电子回单"
    content = pages((title,) * count)
    heights = lines_in(content, 0, count)
    assert sum(heights) == pytest.approx(1, abs=0.01)
    for paper in papers_on_page(content, 0, may_be_slips=True):
        picture = load_upright(paper)
        # Nothing is cut through: the first and last rows are blank.
        assert picture[0].min() == picture[-1].min() == 255


def test_titles_may_differ_and_further_pages_count_for_themselves() -> None:
    content = pages(("某某银行付款回单",), ("某某银行付款回单", "某某银行收款回单（网银）"))
    assert len(lines_in(content, 0, 1)) == 1
    assert lines_in(content, 1, 2)[0] == pytest.approx(270 / HEIGHT, abs=0.06)


def test_what_may_be_no_slip_stays_whole_and_an_empty_page_has_no_paper() -> None:
    content = pages(("某某银行电子回单",) * 2)
    assert len(papers_on_page(content, 0, may_be_slips=False)) == 1
    target = io.BytesIO()
    canvas = Canvas(target)
    canvas.showPage()
    canvas.save()
    assert papers_on_page(target.getvalue(), 0, may_be_slips=True) == []


def test_the_words_of_a_page_stand_where_they_are_printed() -> None:
    (word,) = printed_text(pdf(), 0)
    assert word.text == "0"
    assert word.left == pytest.approx(10 / 595, abs=0.005)
    assert word.bottom == pytest.approx(1 - 10 / 842, abs=0.005)


def test_a_title_alone_or_in_two_places_is_no_reason_to_cut() -> None:
    blank = np.full((1000, 700, 3), 255, np.uint8)

    def line(text: str, left: float, top: float, height: float = 0.02) -> Printed:
        return Printed(text, left, top, left + 0.2, top + height)

    assert find_cuts([line("电子回单", 0.4, 0.1)], blank) == []
    assert find_cuts([line("电子回单", 0.4, 0.1), line("电子回单", 0.75, 0.3)], blank) == []
    assert find_cuts([line("电子回单", 0.4, 0.1), line("电子回单", 0.4, 0.3, 0.01)], blank) == []
    assert find_cuts([line("电子回单", 0.4, 0.1), line("本电子回单", 0.4, 0.3)], blank) == []
    for one, other in (("对公付款业务凭单", "企业付款凭单"), ("转账业务电子凭据", "电子转账凭条")):
        assert len(find_cuts([line(one, 0.4, 0.1), line(other, 0.4, 0.5)], blank)) == 1
    (cut,) = find_cuts([line("电子回单", 0.4, 0.1), line("金额", 0.1, 0.2), line("电子回单", 0.4, 0.6)], blank)
    assert 0.22 < cut < 0.6


def slip_lines(top: float, serial: str, title: str = "付款证明") -> list[Printed]:
    said = (
        title,
        f"编号：{serial}",
        "付款账号：201030267986587",
        "收款账号：1205220109200069722",
        "大写：贰万肆仟元整",
    )
    return [Printed(text, 0.3, top + 0.04 * at, 0.5, top + 0.04 * at + 0.01) for at, text in enumerate(said)]


def test_slips_under_no_usual_title_are_told_by_what_every_slip_says() -> None:
    blank = np.full((1000, 700, 3), 255, np.uint8)
    one, other, third = (slip_lines(top, f"55407548693{at}") for at, top in enumerate((0.02, 0.35, 0.68)))
    assert find_cuts(one, blank) == []
    cuts = find_cuts([*one, *other, *third], blank)
    assert [0.2 < cuts[0] < 0.35, 0.53 < cuts[1] < 0.68] == [True, True]
    titled = [*slip_lines(0.02, "1" * 12, "电子回单"), *slip_lines(0.35, "2" * 12, "电子回单")]
    misread = slip_lines(0.68, "3" * 12, "电了回甲")
    assert len(find_cuts([*titled, *misread], blank)) == 2


def test_the_same_slip_twice_on_a_page_is_one() -> None:
    """客户联 and 银行联: both say the same."""
    blank = np.full((1000, 700, 3), 255, np.uint8)
    assert find_cuts([*slip_lines(0.02, "1" * 12), *slip_lines(0.5, "1" * 12)], blank) == []
