"""Lines of a picture: cut out level, turned the right way, read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from school_desk.adapters.ocr.engine import Picture, TextEngine
from school_desk.adapters.ocr.orientation import guess_turn
from school_desk.documents.reading.boxes import Glyph, Quad, TextBox

_PROBES = 7
_PROBE_LENGTH = 10
_CLEAR_LEAD = 9.0
_TALL = 1.5


@dataclass(frozen=True, eq=False, slots=True)
class Line:
    """A piece of text as found and first read. `crop` is what was read, level: a second reader is shown the very same."""

    box: TextBox
    crop: Picture


def cut_line(picture: Picture, quad: Quad) -> Picture:
    """The quad's content as a level picture of its own size; a tall one is laid on its left side, as engines expect."""
    corners = np.array(quad, np.float32)
    width = max(_length(corners, 0, 1), _length(corners, 3, 2))
    height = max(_length(corners, 0, 3), _length(corners, 1, 2))
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    matrix = cv2.getPerspectiveTransform(corners, target)
    cut = cv2.warpPerspective(picture, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    laid = np.rot90(cut) if height > _TALL * width else cut
    return np.ascontiguousarray(laid, np.uint8)


def moved_back(line: Line, scale: float, left: int, top: int) -> Line:
    """A line of an enlarged crop where it stands on the page: the crop began at `left`, `top`, and was enlarged by `scale`."""
    a, b, c, d = ((x / scale + left, y / scale + top) for x, y in line.box.quad)
    return Line(TextBox((a, b, c, d), line.box.glyphs), line.crop)


def read_page(engine: TextEngine, picture: Picture) -> tuple[int, Picture, list[Line]]:
    """Degrees clockwise by which the picture had to be turned (0, 90, 180, 270), the turned picture, and its text."""
    guess = guess_turn(picture)
    turned = turn(picture, guess) if guess else picture
    quads = engine.find_lines(turned)
    # What the text says counts; a right guess spares finding all lines of a page that lies wrong.
    rotation = (guess + find_rotation(engine, turned, quads)) % 360 if quads else 0
    if rotation != guess:
        turned = turn(picture, rotation)
        quads = engine.find_lines(turned)
    return rotation, turned, read_quads(engine, turned, quads)


def read_quads(engine: TextEngine, picture: Picture, quads: Sequence[Quad]) -> list[Line]:
    """The text of `quads`; pieces without a single character are left out."""
    crops = [cut_line(picture, quad) for quad in quads]
    read = engine.read_lines(crops)
    return [Line(TextBox(quad, glyphs), crop) for quad, glyphs, crop in zip(quads, read, crops, strict=True) if glyphs]


def turn(picture: Picture, degrees: int) -> Picture:
    """`picture` turned clockwise by a multiple of 90 degrees."""
    return np.ascontiguousarray(np.rot90(picture, -degrees // 90), np.uint8)


def find_rotation(engine: TextEngine, picture: Picture, quads: Sequence[Quad]) -> int:
    """Which way up the text stands: long lines tell level from upright, reading the longest both ways tells the rest."""
    tall = [quad for quad in quads if height_of(quad) > _TALL * width_of(quad)]
    wide = [quad for quad in quads if width_of(quad) > _TALL * height_of(quad)]
    lying = sum(map(height_of, tall)) > sum(map(width_of, wide))
    chosen = sorted(tall if lying else wide, key=lambda quad: -max(width_of(quad), height_of(quad)))[:_PROBES]
    straight = _reads_straight(engine, [_middle_part(cut_line(picture, quad)) for quad in chosen])
    # A tall crop was laid on its left side (turned 90 degrees against the clock): right so means the page needs 270.
    if lying:
        return 270 if straight else 90
    return 0 if straight else 180


def _reads_straight(engine: TextEngine, crops: Sequence[Picture]) -> bool:
    """Whether the crops read better as they are than upside down; no more of them are read than it takes to be clear."""
    lead = 0.0
    for crop in crops:
        upside_down = np.ascontiguousarray(crop[::-1, ::-1])
        one, other = engine.read_lines([crop, upside_down])
        lead += _certainty(one) - _certainty(other)
        if abs(lead) > _CLEAR_LEAD:
            break
    return lead >= 0


def _middle_part(crop: Picture) -> Picture:
    """A long line tells no more than a part of it, and costs more."""
    height, width = crop.shape[:2]
    spare = max(0, width - _PROBE_LENGTH * height) // 2
    return np.ascontiguousarray(crop[:, spare : width - spare])


def _certainty(glyphs: Sequence[Glyph]) -> float:
    return sum(glyph.score**2 for glyph in glyphs)


def _length(corners: np.ndarray, start: int, end: int) -> int:
    return max(1, round(float(np.linalg.norm(corners[start] - corners[end]))))


def width_of(quad: Quad) -> float:
    """The length of the upper edge."""
    return float(np.hypot(quad[1][0] - quad[0][0], quad[1][1] - quad[0][1]))


def height_of(quad: Quad) -> float:
    """The length of the left edge."""
    return float(np.hypot(quad[3][0] - quad[0][0], quad[3][1] - quad[0][1]))
