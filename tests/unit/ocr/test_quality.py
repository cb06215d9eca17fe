"""Reading papers: the tests of quality."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from school_desk.adapters.ocr.engine import Picture
from school_desk.adapters.ocr.lines import turn
from school_desk.adapters.ocr.look import look
from school_desk.adapters.ocr.origin import GREY, SCREEN, doubts
from school_desk.adapters.ocr.quality import quality_problems
from school_desk.documents.reading.boxes import TextBox, box_from_text
from tests.unit.ocr.drawn import blank, stamp, write

_LINE = "湖州石凤钢结构工程有限公司"


def _page(size: int = 40) -> tuple[Picture, list[TextBox]]:
    page, boxes = blank(), []
    for number in range(6):
        top = 100 + 2 * size * number
        write(page, _LINE, 100, top, size)
        width = size * len(_LINE)
        quad = ((100.0, top), (100.0 + width, top), (100.0 + width, top + 1.2 * size), (100.0, top + 1.2 * size))
        boxes.append(box_from_text(quad, _LINE, 0.99))
    stamp(page, _LINE, 620, 900, 120)
    return _grained(page), boxes


def _grained(page: Picture, deviation: float = 2.0) -> Picture:
    """With a camera's noise."""
    noise = np.random.default_rng(3).standard_normal(page.shape[:2])[:, :, np.newaxis] * deviation
    return np.clip(page + noise, 0, 255).astype(np.uint8)


def _photo(page: Picture | None = None) -> Picture:
    """The page on a desk, a little turned."""
    page = _page()[0] if page is None else page
    desk = np.full((1500, 1300, 3), (70, 100, 130), np.uint8)
    matrix = cv2.getRotationMatrix2D((450, 600), 4.0, 1.0)
    matrix[:, 2] += (200, 150)
    return np.asarray(cv2.warpAffine(page, matrix, (1300, 1500), dst=desk, borderMode=cv2.BORDER_TRANSPARENT), np.uint8)


def _said(page: Picture, boxes: list[TextBox]) -> str:
    return "".join(quality_problems(page, boxes))


def test_a_crisp_page_is_fine() -> None:
    assert quality_problems(*_page()) == ()
    assert look(_photo()) == ()
    assert doubts(_photo()) == ()


def test_blurred_dark_small_and_empty_are_said_in_words() -> None:
    page, boxes = _page()
    assert "模糊" in _said(np.asarray(cv2.GaussianBlur(page, (0, 0), 4), np.uint8), boxes)
    assert "过暗" in _said(np.asarray(page * 0.3, np.uint8), boxes)
    assert "分辨率不足" in _said(*_page(12))
    assert "没有认出文字" in _said(page, [])


@pytest.mark.parametrize("lying", [0, 90, 180, 270])
def test_a_glance_finds_the_same_before_anything_is_read_whichever_way_up(lying: int) -> None:
    photo = turn(_photo(), lying)
    assert look(photo) == ()
    assert _only(look(np.asarray(cv2.GaussianBlur(photo, (0, 0), 4), np.uint8)), "模糊")
    assert _only(look(np.asarray(photo * 0.35, np.uint8)), "过暗")
    assert _only(look(turn(_page(12)[0], lying)), "分辨率不足")


def test_a_shadow_over_some_lines_is_said() -> None:
    page, _ = _page()
    page[:300] = (page[:300] * 0.5).astype(np.uint8)
    assert _only(look(page), "局部过暗")


def test_a_lamp_mirrored_on_parts_of_lines_is_said_before_anything_is_read() -> None:
    page, _ = _page()
    assert look(_mirrored(page, 0.3)) == ()
    assert _only(look(_mirrored(page, 0.85)), "反光")


def test_glare_counts_only_where_it_made_lines_unsure() -> None:
    page, boxes = _page()
    page[90:330] = (page[90:330] * 0.15 + 255 * 0.85).astype(np.uint8)
    assert "反光" not in _said(page, boxes)
    unsure = [box_from_text(box.quad, box.text, 0.4) for box in boxes[:3]]
    assert "反光" in _said(page, unsure + boxes[3:])


def test_text_at_the_edge_means_the_paper_is_cut_off() -> None:
    page, boxes = _page()
    assert "没有拍全" in _said(page[:, 100:], [_moved(box, -100) for box in boxes])


def test_a_corner_of_the_sheet_outside_the_picture_is_said() -> None:
    photo = _photo()
    assert _only(look(photo[260:, 300:]), "缺角")
    assert _only(look(photo[:, :900]), "缺角")
    assert look(photo[50:, 60:]) == ()


def test_a_scan_that_is_paper_to_every_edge_is_not_cut_off() -> None:
    assert look(_page()[0][60:, 40:]) == ()


def test_a_page_without_any_colour_is_a_doubt_even_in_warm_light_on_a_brown_desk() -> None:
    page, boxes = _page()
    grey = np.repeat(page.min(axis=2)[:, :, np.newaxis], 3, axis=2)
    assert quality_problems(grey, boxes) == (GREY,)
    warm = np.clip(_photo(grey) * np.array([0.85, 0.97, 1.05]), 0, 255).astype(np.uint8)
    assert doubts(warm) == (GREY,)


def test_a_black_and_white_file_made_by_a_computer_is_no_copy() -> None:
    page = np.full((1200, 900, 3), 255, np.uint8)
    for number in range(6):
        write(page, _LINE, 100, 100 + 80 * number)
    assert doubts(page) == ()


def test_a_screen_is_known_by_its_pixel_grid() -> None:
    page, boxes = _page()
    rows = 1 - 0.05 * (0.5 + 0.5 * np.sin(np.arange(page.shape[0]) * 2 * np.pi / 3.3))
    columns = 1 - 0.05 * (0.5 + 0.5 * np.sin(np.arange(page.shape[1]) * 2 * np.pi / 3.35))
    shown = (page * rows[:, np.newaxis, np.newaxis] * columns[np.newaxis, :, np.newaxis]).astype(np.uint8)
    assert quality_problems(_grained(shown), boxes) == (SCREEN,)
    assert quality_problems(_grained(page, 5.0), boxes) == ()


def test_a_screen_is_known_by_its_bezel() -> None:
    page, _ = _page()
    desk = np.full((1500, 1200, 3), (110, 120, 130), np.uint8)
    desk[120:1380, 120:1080] = 25
    desk[150:1350, 150:1050] = page
    assert SCREEN in doubts(desk)
    desk[:120] = desk[1380:] = desk[:, :120] = desk[:, 1080:] = 25
    assert SCREEN not in doubts(desk)


@pytest.mark.parametrize("size", [(1, 1), (1, 5000), (5000, 3), (130, 130), (40, 900)])
def test_pictures_of_no_use_are_judged_without_an_error(size: tuple[int, int]) -> None:
    for value in (0, 255):
        picture = np.full((*size, 3), value, np.uint8)
        assert all(sentence.endswith("。") for sentence in (*look(picture), *doubts(picture)))


def _only(told: tuple[str, ...], word: str) -> bool:
    return len(told) == 1 and word in told[0]


def _mirrored(page: Picture, strength: float) -> Picture:
    """With a lamp's mirror image over the middle of the lines."""
    y, x = np.mgrid[: page.shape[0], : page.shape[1]]
    spot = np.exp(-(((x - 300) / 170) ** 2) - ((y - 300) / 170) ** 2) * strength
    return np.asarray(page * (1 - spot[:, :, np.newaxis]) + 252 * spot[:, :, np.newaxis], np.uint8)


def _moved(box: TextBox, by: float) -> TextBox:
    a, b, c, d = ((x + by, y) for x, y in box.quad)
    return TextBox((a, b, c, d), box.glyphs)
