"""A blur that is found by what it does to the text, and taken out; a photo without one keeps its lines as they are."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from school_desk.adapters.ocr.engine import Picture
from school_desk.adapters.ocr.light import lit
from school_desk.adapters.ocr.lines import Line
from school_desk.adapters.ocr.unblur import disc, find_remedy, streak, unblurred
from school_desk.documents.reading.boxes import Glyph, Quad, box_from_text
from tests.unit.ocr.drawn import blank, write


def line_of(text: str) -> Picture:
    page = blank(640, 48)
    write(page, text, 8, 6, 34)
    return page


def away(one: Picture, other: Picture) -> float:
    return float(np.abs(one.astype(np.float32) - other.astype(np.float32)).mean())


class SharpEye:
    """An engine that reads the more surely the more the picture looks like `sharp`."""

    mind = "eye"

    def __init__(self, sharp: Picture) -> None:
        self._sharp = sharp
        self.reads = 0

    @property
    def name(self) -> str:
        return "eye 1"

    def find_lines(self, picture: Picture) -> list[Quad]:
        raise NotImplementedError

    def read_lines(self, crops: Sequence[Picture], alphabet: str | None = None) -> list[tuple[Glyph, ...]]:
        self.reads += len(crops)
        return [(Glyph("字", self.score(crop), 0.5),) for crop in crops]

    def score(self, crop: Picture) -> float:
        height, width = crop.shape[:2]
        spare = (self._sharp.shape[1] - width) // 2
        return max(0.0, 1 - away(crop, self._sharp[:height, spare : spare + width]) / 60)


def seen(crop: Picture, score: float) -> Line:
    corners: Quad = ((0, 0), (crop.shape[1], 0), (crop.shape[1], crop.shape[0]), (0, crop.shape[0]))
    return Line(box_from_text(corners, "南京厦亿建筑", score), crop)


def test_a_blur_keeps_the_light_of_the_picture() -> None:
    for blur in (streak(7, 30), streak(5, 0), disc(2.2)):
        assert blur.shape[0] == blur.shape[1]
        assert blur.shape[0] % 2
        assert abs(float(blur.sum()) - 1) < 1e-5


def test_what_is_taken_out_is_nearer_to_the_sharp_line() -> None:
    sharp = line_of("南京厦亿建筑劳务分包有限公司")
    for blur in (streak(7, 0), streak(7, 90), streak(9, 150), disc(2.2)):
        blurred = np.asarray(cv2.filter2D(sharp, -1, blur), np.uint8)
        assert away(unblurred(blurred, blur, 0.03), sharp) < 0.85 * away(blurred, sharp)


def test_the_direction_is_found_by_the_text() -> None:
    sharp = line_of("南京厦亿建筑劳务分包有限公司")
    blurred = np.asarray(cv2.filter2D(sharp, -1, streak(7, 150)), np.uint8)
    eye = SharpEye(sharp)
    remedy = find_remedy(eye, [seen(blurred, eye.score(blurred))])
    assert remedy is not None
    assert eye.score(remedy(blurred)) > eye.score(blurred) + 0.05
    assert away(remedy(blurred), sharp) < 0.85 * away(blurred, sharp)


def test_a_clear_line_is_left_alone_and_costs_one_look() -> None:
    sharp = line_of("南京厦亿建筑劳务分包有限公司")
    eye = SharpEye(sharp)
    assert find_remedy(eye, [seen(sharp, 0.99)]) is None
    assert eye.reads == 1
    assert find_remedy(eye, []) is None


def test_a_photo_from_the_dark_gets_the_light_of_the_day() -> None:
    day = line_of("湖州石凤钢结构工程有限公司")
    night = (day.astype(np.float32) * 0.3).astype(np.uint8)
    assert away(lit(night), day) < 0.2 * away(night, day)
    assert lit(day) is day
    black = np.zeros_like(day)
    assert lit(black) is black
