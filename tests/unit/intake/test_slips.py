"""A file of slips: each receipt of a PDF is a slip of its own, whatever page it stands on, with the PDF kept beside it."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from school_desk.adapters.ocr.pictures import real_format
from school_desk.intake.slips import MOST_PAGES, MOST_SLIPS, open_slips, sent_slips, turned
from school_desk.kernel.errors import RuleViolation
from tests.unit.ocr import hostile
from tests.unit.ocr.test_pdf_slips import face, pages

__all__ = ["face"]

TITLE = "某某银行网上银行电子回单"


def kept(folder: Path, name: str, content: bytes) -> str:
    path = folder / name
    path.write_bytes(content)
    return str(path)


def test_three_receipts_of_one_page_are_three_slips(tmp_path: Path) -> None:
    content = pages((TITLE,) * 3)
    opened = open_slips(kept(tmp_path, "回单.pdf", content))
    assert (len(opened.slips), opened.pages) == (3, 1)
    assert {slip.original for slip in opened.slips} == {content}
    assert len({slip.picture for slip in opened.slips}) == 3
    assert {real_format(slip.picture) for slip in opened.slips} == {"JPEG"}


def test_further_pages_are_opened_one_by_one(tmp_path: Path) -> None:
    path = kept(tmp_path, "回单.pdf", pages((TITLE,), (), (TITLE, TITLE)))
    found = [open_slips(path, page) for page in range(3)]
    assert [(len(one.slips), one.pages) for one in found] == [(1, 3), (0, 3), (2, 3)]


def test_a_picture_is_one_slip_as_it_was_handed_in(tmp_path: Path) -> None:
    content = hostile.packed(hostile.page())
    (slip,) = open_slips(kept(tmp_path, "回单.jpg", content)).slips
    assert (slip.name, slip.picture, slip.original) == ("回单.jpg", content, None)


def test_what_cannot_be_opened_is_said(tmp_path: Path) -> None:
    with pytest.raises(RuleViolation, match="PDF 打不开"):
        open_slips(kept(tmp_path, "坏.pdf", b"%PDF-1.4 broken"))


def test_a_file_that_was_sent_is_opened_whole() -> None:
    content = pages((TITLE,), (), (TITLE, TITLE))
    found = sent_slips(content, "回单.pdf")
    assert [(slip.name, slip.original) for slip in found] == [("回单.pdf", content)] * 3
    assert len({slip.picture for slip in found}) == 3
    photo = hostile.packed(hostile.page())
    assert [(slip.picture, slip.original) for slip in sent_slips(photo, "回单.jpg")] == [(photo, None)]


def test_what_was_sent_has_bounds() -> None:
    assert len(sent_slips(pages(*[(TITLE,)] * MOST_PAGES), "回单.pdf")) == MOST_SLIPS
    for content, told in (
        (hostile.pdf(MOST_PAGES + 1), f"超过 {MOST_PAGES} 页"),
        (pages(*[(TITLE, TITLE)] * (MOST_SLIPS // 2 + 1)), f"超过 {MOST_SLIPS} 张"),
        (pages(()), "里面没有回单"),
        (hostile.pdf(locked=True), "有密码"),
    ):
        with pytest.raises(RuleViolation, match=told):
            sent_slips(content, "回单.pdf")


def test_a_picture_is_turned_clockwise() -> None:
    image = Image.new("RGB", (60, 40), "white")
    image.paste("black", (0, 0, 20, 20))  # top left, and turned a quarter top right
    with Image.open(io.BytesIO(turned(hostile.packed(image), 90))) as upright:
        assert upright.size == (40, 60)
        assert upright.getpixel((30, 10)) == (0, 0, 0)
        assert upright.getpixel((10, 50)) == (255, 255, 255)
