"""Reading papers: the tests of quality."""

from __future__ import annotations

import cv2
import numpy as np

from school_desk.adapters.ocr.engine import Picture
from school_desk.adapters.ocr.quality import quality_problems
from school_desk.documents.reading.boxes import TextBox, box_from_text
from tests.unit.ocr.drawn import blank, write

_LINE = "湖州石凤钢结构工程有限公司"


def _page(size: int = 40) -> tuple[Picture, list[TextBox]]:
    page, boxes = blank(), []
    for number in range(6):
        top = 100 + 2 * size * number
        write(page, _LINE, 100, top, size)
        width = size * len(_LINE)
        quad = ((100.0, top), (100.0 + width, top), (100.0 + width, top + 1.2 * size), (100.0, top + 1.2 * size))
        boxes.append(box_from_text(quad, _LINE, 0.99))
    return page, boxes


def _said(page: Picture, boxes: list[TextBox]) -> str:
    return "".join(quality_problems(page, boxes))


def test_a_crisp_page_is_fine() -> None:
    assert quality_problems(*_page()) == ()


def test_blurred_dark_small_and_empty_are_said_in_words() -> None:
    page, boxes = _page()
    assert "模糊" in _said(np.asarray(cv2.GaussianBlur(page, (0, 0), 4), np.uint8), boxes)
    assert "过暗" in _said(np.asarray(page * 0.3, np.uint8), boxes)
    assert "分辨率不足" in _said(*_page(12))
    assert "没有认出文字" in _said(page, [])


def test_glare_counts_only_where_it_made_lines_unsure() -> None:
    page, boxes = _page()
    page[90:330] = (page[90:330] * 0.15 + 255 * 0.85).astype(np.uint8)
    assert "反光" not in _said(page, boxes)
    unsure = [box_from_text(box.quad, box.text, 0.4) for box in boxes[:3]]
    assert "反光" in _said(page, unsure + boxes[3:])


def test_text_at_the_edge_means_the_paper_is_cut_off() -> None:
    page, boxes = _page()
    assert "没有拍全" in _said(page[:, 100:], [_moved(box, -100) for box in boxes])


def _moved(box: TextBox, by: float) -> TextBox:
    a, b, c, d = ((x + by, y) for x, y in box.quad)
    return TextBox((a, b, c, d), box.glyphs)
