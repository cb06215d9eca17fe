"""Reads printed papers back, as a person with a PDF viewer and a telephone would."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import cv2
import numpy as np
import pypdfium2
from PIL import Image

from school_desk.adapters.printing.raster import render_png

POINTS_PER_MM = 72 / 25.4


def text_of(pdf: bytes, page: int | None = None) -> str:
    """The text that can be copied out of a page, or of all, without any white space."""
    with _opened(pdf) as document:
        numbers = range(len(document)) if page is None else [page]
        return "".join("".join(_page_text(document, number).split()) for number in numbers)


def page_count(pdf: bytes) -> int:
    """How many pages the PDF has."""
    with _opened(pdf) as document:
        return len(document)


def nearest_to_edge(pdf: bytes) -> float:
    """The least distance in millimetres from any character to the edge of its page; below 0 it is cut off."""
    with _opened(pdf) as document:
        return min(_page_margin(document, number) for number in range(len(document))) / POINTS_PER_MM


def metadata(pdf: bytes) -> dict[str, str]:
    """The document's title, author and dates."""
    with _opened(pdf) as document:
        return dict(document.get_metadata_dict())


def qr_texts(pdf: bytes, page: int = 0) -> list[str]:
    """What the QR codes on a page say, seen at 300 dots an inch."""
    picture = np.asarray(Image.open(io.BytesIO(render_png(pdf, page, 300))).convert("L"))
    found, texts, _, _ = cv2.QRCodeDetector().detectAndDecodeMulti(picture)
    return sorted(text for text in texts if text) if found else []


@contextmanager
def _opened(pdf: bytes) -> Iterator[Any]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        yield document
    finally:
        document.close()


def _page_text(document: Any, number: int) -> str:
    words = document[number].get_textpage()
    return str(words.get_text_range())


def _boxes(document: Any, number: int) -> list[tuple[float, float, float, float]]:
    """Left, bottom, right and top of each character."""
    words = document[number].get_textpage()
    text = words.get_text_range()
    return [words.get_charbox(index) for index in range(words.count_chars()) if not text[index : index + 1].isspace()]


def _page_margin(document: Any, number: int) -> float:
    wide, high = map(float, document[number].get_size())
    boxes = _boxes(document, number)
    return min(min(left, bottom, wide - right, high - top) for left, bottom, right, top in boxes)
