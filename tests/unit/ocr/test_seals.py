"""Reading papers: the tests of seals."""

from __future__ import annotations

import cv2
import numpy as np

from school_desk.adapters.ocr.seals import find_ring, find_seal, is_grey, redness, unroll
from tests.unit.ocr.drawn import blank, stamp, write


def test_a_seal_is_found_where_it_was_pressed() -> None:
    page = blank()
    write(page, "湖州石凤钢结构工程有限公司", 300, 800)
    stamp(page, "湖州石凤钢结构工程有限公司", 600, 820, 120)
    found = find_seal(page)
    assert found is not None
    assert abs(found.ring.x - 600) < 6
    assert abs(found.ring.y - 820) < 6
    assert abs(found.ring.a - 120) < 8


def test_in_the_dark_and_in_yellow_light_too() -> None:
    page = blank()
    stamp(page, "湖州石凤钢结构工程有限公司", 600, 820, 120)
    light = np.linspace(0.35, 0.8, page.shape[1])[None, :, None] * np.array([0.75, 0.9, 1.0])
    assert find_seal(np.asarray(page * light, np.uint8)) is not None


def test_no_seal_no_ring() -> None:
    page = blank()
    write(page, "企业承诺书", 300, 80, 60)
    assert find_seal(page) is None


def test_a_filled_emblem_and_a_red_title_are_no_seal() -> None:
    page = blank()
    cv2.circle(page, (450, 150), 90, (40, 30, 210), -1)
    page[300:340, 200:700] = (40, 30, 210)
    assert find_ring(redness(page)) is None


def test_a_grey_scan_cannot_show_a_seal() -> None:
    page = blank()
    stamp(page, "湖州石凤钢结构工程有限公司", 600, 820, 120)
    grey = np.repeat(page.mean(axis=2, keepdims=True), 3, axis=2).astype(np.uint8)
    assert is_grey(grey)
    assert not is_grey(page)
    assert find_seal(grey) is None


def test_the_rim_is_unrolled_from_left_to_right_upright() -> None:
    """A mark at the top of the rim comes to lie in the middle of the strip, near its upper edge."""
    page = blank(800, 800)
    stamp(page, "一", 400, 400, 100)
    ring = find_ring(redness(page))
    assert ring is not None
    page[:] = 255
    page[312:318, 395:406] = 0
    strip = unroll(page, ring)
    rows, columns = np.nonzero(strip[:, :, 0] < 128)
    assert abs(columns.mean() / strip.shape[1] - 0.5) < 0.02
    assert rows.mean() < strip.shape[0] / 2
