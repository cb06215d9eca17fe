"""Pages of a PDF as pixels and as the text that lies in it; a hostile one is refused in words before anything large is drawn."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from school_desk.adapters.ocr.engine import Picture
from school_desk.kernel.errors import RuleViolation

if TYPE_CHECKING:
    import pypdfium2

MOST_PAGES = 200
_LONG_SIDE = 2200
_MOST_IMAGE_PIXELS = 120_000_000
_DEEPEST = 4
# Digits enough for any side; Python would not make a number of thousands of them.
_WIDTH, _HEIGHT = (re.compile(rb"/%s[\s\0]*0*(\d{1,9})" % name) for name in (b"Width", b"Height"))


@dataclass(frozen=True, slots=True)
class Printed:
    """A piece of text and where it stands: `left`, `top`, `right`, `bottom` as shares of the page's width and height."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


def page_count(content: bytes, most: int = MOST_PAGES) -> int:
    """How many pages there are, at least one. Raises RuleViolation `picture.pdf…` when it cannot be opened or has more than `most`."""
    with _document(content) as document:
        count = len(document)
    if count > most:
        message = f"PDF 有 {count} 页，超过 {most} 页，没有识别；请分成几份，每份不超过 {most} 页。"
        raise RuleViolation("picture.pdf_pages", message)
    return count


def first_page(content: bytes) -> Picture:
    """The first page's pixels. Raises RuleViolation `picture.pdf…`."""
    return draw_page(content, 0)


def draw_page(content: bytes, number: int) -> Picture:
    """Page `number` (from 0) as pixels, its longer side 2,200. Raises RuleViolation `picture.pdf…` and `picture.too_large`."""
    import pypdfium2

    _refuse_large_images(content)
    with _document(content) as document:
        try:
            page = document[number]
            bitmap = page.render(scale=_scale(page))
            return _pixels(bitmap.to_pil())
        except pypdfium2.PdfiumError as broken:
            raise RuleViolation("picture.pdf_page", f"PDF 的第 {number + 1} 页打不开，请截图后上传。") from broken


def printed_text(content: bytes, number: int) -> list[Printed]:
    """The text that lies in page `number`, top to bottom; empty where the page is a picture of a paper, or cannot be opened."""
    import pypdfium2

    with _document(content) as document:
        try:
            page = document[number]
            width, height = page.get_size()
            text = page.get_textpage()
            boxes = [text.get_rect(at) for at in range(text.count_rects())]
            found = [
                Printed(text.get_text_bounded(*box).strip(), box[0] / width, 1 - box[3] / height, box[2] / width, 1 - box[1] / height)
                for box in boxes
            ]  # fmt: skip
        except (pypdfium2.PdfiumError, ZeroDivisionError):
            return []
    return sorted((one for one in found if one.text), key=lambda one: (one.top, one.left))


@contextmanager
def _document(content: bytes) -> Iterator[pypdfium2.PdfDocument]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as unreadable:
        message = "PDF 打不开（已损坏或有密码），请用原文件另存一份无密码的，或截图上传。"
        raise RuleViolation("picture.pdf", message) from unreadable
    try:
        if not len(document):
            raise RuleViolation("picture.pdf", "PDF 里一页也没有，请用原文件另存一份，或截图上传。")
        yield document
    finally:
        document.close()


def _scale(page: Any) -> float:
    """Also the look at what the page holds: a picture in it can be a bomb as well as one that stands alone."""
    from pypdfium2 import raw

    width, height = page.get_size()
    if min(width, height) <= 0 or max(width, height) > 40 * min(width, height):
        raise RuleViolation("picture.pdf_size", f"PDF 的页面尺寸不正常（{width:.0f}×{height:.0f}），请截图后上传。")
    for image in page.get_objects(filter=(raw.FPDF_PAGEOBJ_IMAGE,), max_depth=_DEEPEST):
        _refuse_large(*image.get_px_size())
    return float(_LONG_SIDE / max(width, height))


def _refuse_large_images(content: bytes) -> None:
    """The same look at every picture in the file by what is written of it: masks, patterns and stamps are drawn, and are no objects of a page.

    What is written before a stream is never packed itself. A side given as a reference to another place is not followed.
    """
    for head in content.split(b"stream"):
        if b"/Width" in head:
            _refuse_large(*(max(map(int, side.findall(head)), default=0) for side in (_WIDTH, _HEIGHT)))


def _refuse_large(across: int, down: int) -> None:
    if across * down > _MOST_IMAGE_PIXELS:
        raise RuleViolation("picture.too_large", "PDF 里的图片尺寸过大（超过 12000 万像素），请截图后上传。")


def _pixels(image: Any) -> Picture:
    from school_desk.adapters.ocr.pictures import on_white

    return on_white(image)
