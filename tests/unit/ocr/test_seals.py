"""Reading papers: the tests of seals."""

from __future__ import annotations

import cv2
import numpy as np

from school_desk.adapters.ocr.engine import Picture
from school_desk.adapters.ocr.ring_text import Band, copied_strips, find_band, fitted_rim, inks_of, ring_strips, unroll
from school_desk.adapters.ocr.seals import (
    Ring,
    find_copied_seals,
    find_dark_rings,
    find_rings,
    find_seals,
    is_grey,
    redness,
)
from tests.unit.ocr.drawn import blank, stamp, write

_NAME = "湖州石凤钢结构工程有限公司"


def _grey(page: Picture) -> Picture:
    return np.repeat(page.mean(axis=2, keepdims=True), 3, axis=2).astype(np.uint8)


def test_a_seal_is_found_where_it_was_pressed() -> None:
    page = blank()
    write(page, _NAME, 300, 800)
    stamp(page, _NAME, 600, 820, 120)
    (ring,) = find_seals(page)
    assert abs(ring.x - 600) < 6
    assert abs(ring.y - 820) < 6
    assert abs(ring.a - 120) < 8


def test_in_the_dark_and_in_yellow_light_too() -> None:
    page = blank()
    stamp(page, _NAME, 600, 820, 120)
    light = np.linspace(0.35, 0.8, page.shape[1])[None, :, None] * np.array([0.75, 0.9, 1.0])
    assert find_seals(np.asarray(page * light, np.uint8))


def test_on_a_sheet_that_lies_on_a_red_table() -> None:
    table = np.full((1400, 1100, 3), (40, 50, 140), np.uint8)
    page = blank()
    stamp(page, _NAME, 600, 820, 120)
    table[100:1300, 100:1000] = page
    (ring,) = find_seals(table)
    assert abs(ring.x - 700) < 6


def test_two_seals_are_two() -> None:
    page = blank()
    stamp(page, _NAME, 250, 820, 110)
    stamp(page, "嘉兴泰鑫消防器材厂", 620, 820, 120)
    assert sorted(round(ring.x / 10) for ring in find_seals(page)) == [25, 62]


def test_no_seal_no_ring() -> None:
    page = blank()
    write(page, "企业承诺书", 300, 80, 60)
    assert find_seals(page) == []
    assert find_dark_rings(page) == []


def test_a_filled_emblem_and_a_red_title_are_no_seal() -> None:
    page = blank()
    cv2.circle(page, (450, 150), 90, (40, 30, 210), -1)
    page[300:340, 200:700] = (40, 30, 210)
    assert find_rings(redness(page)) == []


def test_a_banks_oval_seal_is_none_of_ours() -> None:
    page = blank()
    cv2.ellipse(page, (450, 600), (150, 95), 0, 0, 360, (40, 30, 210), 5)
    assert find_seals(page) == []


def test_a_grey_scan_cannot_show_a_seal() -> None:
    page = blank()
    stamp(page, _NAME, 600, 820, 120)
    assert is_grey(_grey(page))
    assert not is_grey(page)
    in_colour = np.where(_grey(blank(600, 800)) > 0, np.array([250, 251, 252]), 0).astype(np.uint8)
    assert not is_grey(in_colour), "a colour scan of a sheet without any colour: no seal is there"
    assert find_seals(_grey(page)) == []


def test_neither_can_a_copy_photographed_in_coloured_light() -> None:
    page = blank()
    stamp(page, _NAME, 600, 820, 120)
    lit = np.asarray(_grey(page) * np.array([0.8, 0.9, 1.0]), np.uint8)
    assert not is_grey(lit)
    assert find_seals(lit) == []
    assert find_dark_rings(lit)


def test_a_copys_grey_seal_is_found_beside_the_red_one_of_who_vouches_for_it() -> None:
    page = blank()
    stamp(page, "安吉县市场监督管理局", 620, 820, 120)
    page = _grey(page)
    stamp(page, _NAME, 250, 820, 110)
    (red,) = find_seals(page)
    (grey,) = find_copied_seals(page, [red])
    assert abs(red.x - 250) < 6
    assert abs(grey.x - 620) < 6
    assert abs(grey.radius - 120) < 8


def test_an_original_has_no_copied_seal() -> None:
    page = blank()
    write(page, _NAME, 300, 700)
    stamp(page, _NAME, 600, 820, 120)
    assert find_copied_seals(page, find_seals(page)) == []


def test_the_strips_of_a_grey_seal_keep_its_letters() -> None:
    page = blank(800, 800)
    stamp(page, _NAME, 400, 400, 150)
    for strip in copied_strips(_grey(page), Ring(400, 400, 150, 150, 0)):
        assert 0.05 < (strip[:, :, 0] < 170).mean() < 0.5


def test_the_rim_is_fitted_anew_where_it_was_found_a_little_off() -> None:
    page = blank(800, 800)
    stamp(page, _NAME, 400, 400, 150)
    rim = fitted_rim(inks_of(page).seal, Ring(406, 395, 158, 150, 0))
    assert np.hypot(rim.x - 400, rim.y - 400) < 1.5
    assert abs(rim.radius - 150) < 2


def test_the_band_of_the_text_ends_at_the_gap_below() -> None:
    page = blank(800, 800)
    stamp(page, _NAME, 400, 400, 150)
    band = find_band(inks_of(page).seal, Ring(400, 400, 150, 150, 0))
    middle = np.rad2deg(band.start + band.sweep / 2) % 360
    assert abs(middle - 270) < 8
    assert 230 < np.rad2deg(band.sweep) < 275
    assert band.inner < 0.72 < 0.85 < band.outer


def test_the_strip_runs_from_left_to_right_upright() -> None:
    """A mark at the top of the ring comes to lie in the middle of the strip, near its upper edge."""
    page = blank(800, 800)
    page[318:324, 395:406] = 0
    ring = Ring(400, 400, 100, 100, 0)
    strip = unroll(page, ring, Band(0.55, 0.9, np.deg2rad(130), np.deg2rad(280)))
    rows, columns = np.nonzero(strip[:, :, 0] < 128)
    assert abs(columns.mean() / strip.shape[1] - 0.5) < 0.02
    assert rows.mean() < strip.shape[0] / 2


def test_black_print_across_the_ring_is_paled_in_the_strips() -> None:
    page = blank(800, 800)
    stamp(page, _NAME, 400, 400, 150)
    ring = Ring(400, 400, 150, 150, 0)
    plain = ring_strips(page, ring)
    page[100:700, 398:402] = 20
    crossed = ring_strips(page, ring)
    for before, after in zip(plain, crossed, strict=True):
        middle = after.shape[1] // 2
        # The line is drawn with 20.
        assert after[:, middle - 3 : middle + 3].mean() > 80
        assert before.shape == after.shape
