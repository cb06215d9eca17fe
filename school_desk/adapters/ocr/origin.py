"""What a picture was taken of: the paper itself, another screen, a black-and-white copy. Doubts for a person, no fault of the photo."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from school_desk.adapters.ocr.engine import Picture
from school_desk.adapters.ocr.grating import has_grating
from school_desk.adapters.ocr.outline import Mask, find_sheet, shrunk
from school_desk.adapters.ocr.rough import resized

SCREEN = "疑似翻拍屏幕，请核对原件。"
GREY = "疑似黑白复印件或灰度扫描，看不出红章，请核对原件。"

# The part of the sheet with most colour, paper levelled to white: copies 6 to 17, papers with a seal or coloured print 21 to 200.
_COLOUR, _MOST_COLOURED = 19.0, 99.8
_LEAST_LIGHT, _PAPER_SIDE, _PAPER_WINDOW = 40, 100, 25
# A screen's dark edge against its picture, and against the ground beyond it.
_BEZEL, _BEYOND, _SHARE = 0.27, 1.8, 0.6
# All but pure white or black: a file made by a computer was copied from nothing.
_MADE = 0.6


def doubts(picture: Picture) -> tuple[str, ...]:
    """Chinese notes on where the picture comes from; empty when it looks like a colour picture of paper."""
    small, sheet = shrunk(picture), find_sheet(picture)
    grey = np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), np.uint8)
    told = (
        (SCREEN, (sheet is not None and _has_bezel(small, sheet)) or has_grating(grey)),
        (GREY, _is_colourless(small, sheet) and not _is_made(picture)),
    )
    return tuple(sentence for sentence, holds in told if holds)


def _is_colourless(small: Picture, sheet: Mask | None) -> bool:
    """Whether the sheet has no colour of its own, whatever the light; without an outline the whole picture is taken for the sheet."""
    width, height = small.shape[1], small.shape[0]
    coarse = resized(small, _PAPER_SIDE / max(width, height))
    paper = cv2.resize(cv2.medianBlur(coarse, _PAPER_WINDOW), (width, height)).astype(np.float32)
    level = np.minimum(small.astype(np.float32) * 255 / np.maximum(paper, _LEAST_LIGHT), 255)
    spread = level.max(axis=2) - level.min(axis=2)
    if sheet is not None:
        # The very edge mixes with the ground.
        spread = spread[cv2.erode(sheet, np.ones((11, 11), np.uint8)) > 0]
    return bool(spread.size) and float(np.percentile(spread, _MOST_COLOURED)) < _COLOUR


def _is_made(picture: Picture) -> bool:
    """Whether nearly all is exactly one value, as in a file that no camera or scanner made."""
    sample = picture[::7, ::7].reshape(-1, 3)
    white = (sample == np.median(sample, axis=0)).all(axis=1)
    return float(white.mean()) > _MADE


def _has_bezel(small: Picture, sheet: Mask) -> bool:
    """Whether a narrow dark frame goes around the picture, with something brighter beyond it."""
    bright = small.max(axis=2).astype(np.float32)
    paper = float(np.median(bright[sheet > 0]))
    frame, beyond = bright[_around(sheet, 1, 4)], bright[_around(sheet, 12, 16)]
    if frame.size < 100 or beyond.size < 100:
        return False
    dark = float(np.median(frame))
    return (
        dark < _BEZEL * paper
        and float(np.median(beyond)) > _BEYOND * dark
        and float((frame < _BEZEL * paper).mean()) > _SHARE
    )


def _around(sheet: Mask, near: int, far: int) -> NDArray[np.bool_]:
    """The ring from `near` to `far` pixels outside the sheet."""
    wide, narrow = (
        cv2.dilate(sheet, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * reach + 1, 2 * reach + 1)))
        for reach in (far, near)
    )
    return np.asarray(wide > narrow, np.bool_)
