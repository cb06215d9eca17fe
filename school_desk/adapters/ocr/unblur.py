"""Takes out of lines the blur that a moving hand or a missed focus put in: by trying which remedy leaves the clearest text.

A photo has one blur, so that one remedy is found for all its lines; where none makes them clearer, none is taken.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from school_desk.adapters.ocr.engine import Picture, TextEngine
from school_desk.adapters.ocr.lines import Line
from school_desk.documents.reading.boxes import Glyph

Remedy = Callable[[Picture], Picture]
Blur = NDArray[np.float32]
"""What a single point becomes: an odd square that sums to 1."""

_TRIED = 3
_LONGEST = 12
_LEGIBLE, _CLEAR_ENOUGH = 0.6, 0.975
_LEAST_GAIN = 0.012
_DIRECTIONS, _HALFWAY = tuple(range(0, 180, 30)), 15
_STREAK, _STREAKS = 5.0, (5.0, 7.0, 9.0)
_DISCS = (1.5, 2.2, 3.0)
# Noise against signal: the lower one takes out more blur and brings out more noise.
_NOISY, _CLEAN = 0.1, 0.03
_RIM = 16


def find_remedy(engine: TextEngine, lines: Sequence[Line]) -> Remedy | None:
    """The remedy after which `engine` reads the `lines` of one photo most surely; None where it hardly helps."""
    tried = [_middle(line.crop) for line in _doubtful(lines)]
    now = _clearness(engine, tried)
    if not tried or now > _CLEAR_ENOUGH:
        return None
    clearest, best = max(
        (_clearness(engine, [remedy(crop) for crop in tried]), number) for number, remedy in enumerate(_roughly())
    )
    remedy = _roughly()[best]
    for finer in _finely(best):
        clear = _clearness(engine, [finer(crop) for crop in tried])
        if clear > clearest:
            clearest, remedy = clear, finer
    return remedy if clearest > now + _LEAST_GAIN else None


def _doubtful(lines: Sequence[Line]) -> list[Line]:
    """Those that have most to gain: much in doubt, but legible."""
    legible = [line for line in lines if _mean_score(line.box.glyphs) > _LEGIBLE]
    return sorted(legible, key=lambda line: -sum(1 - glyph.score for glyph in line.box.glyphs))[:_TRIED]


@cache
def _roughly() -> tuple[Remedy, ...]:
    """Short streaks in all directions, and discs."""
    streaks = [_without(streak(_STREAK, degrees), _NOISY) for degrees in _DIRECTIONS]
    return (*streaks, *(_without(disc(radius), _NOISY) for radius in _DISCS))


@cache
def _finely(number: int) -> tuple[Remedy, ...]:
    """What lies beside the remedy of this number among the rough ones."""
    if number >= len(_DIRECTIONS):
        return (_without(disc(_DISCS[number - len(_DIRECTIONS)]), _CLEAN),)
    near = [_DIRECTIONS[number] + turn for turn in (-_HALFWAY, 0, _HALFWAY)]
    blurs = [streak(length, degrees) for length in _STREAKS for degrees in near]
    return tuple(_without(blur, noise) for blur in blurs for noise in (_NOISY, _CLEAN))


def streak(length: float, degrees: float) -> Blur:
    """The blur of a camera that moved `length` pixels in this direction."""
    size, fine = int(length) // 2 * 2 + 3, 8
    middle, turned = size / 2, np.deg2rad(degrees)
    reach = np.array([np.cos(turned), np.sin(turned)]) * length / 2
    ends = [tuple(int(part * fine) for part in middle + side * reach) for side in (-1, 1)]
    drawn = cv2.line(np.zeros((size * fine, size * fine), np.uint8), ends[0], ends[1], 255, fine)
    return _summing_to_one(cv2.resize(drawn, (size, size), interpolation=cv2.INTER_AREA))


def disc(radius: float) -> Blur:
    """The blur of a lens out of focus, `radius` in pixels."""
    size, fine = int(radius) * 2 + 3, 8
    middle = size * fine // 2
    drawn = cv2.circle(
        np.zeros((size * fine, size * fine), np.uint8), (middle, middle), round(radius * fine), 255, cv2.FILLED
    )
    return _summing_to_one(cv2.resize(drawn, (size, size), interpolation=cv2.INTER_AREA))


def unblurred(crop: Picture, blur: Blur, noise: float) -> Picture:
    """`crop` without `blur`, by Wiener's filter; `noise` is the power of noise as a share of the signal's."""
    framed = cv2.copyMakeBorder(crop, _RIM, _RIM, _RIM, _RIM, cv2.BORDER_REPLICATE).astype(np.float32)
    # The filter damps everything a little, and is to leave the light as it is.
    light = framed.mean(axis=(0, 1))
    height, width = framed.shape[:2]
    placed = np.zeros((height, width), np.float32)
    size = blur.shape[0]
    placed[:size, :size] = blur
    response = np.fft.rfft2(np.roll(placed, (-(size // 2), -(size // 2)), (0, 1)))
    inverse = np.conj(response) / (np.abs(response) ** 2 + noise)
    spectra = np.fft.rfft2(framed - light, axes=(0, 1))
    sharp = np.fft.irfft2(spectra * inverse[:, :, np.newaxis], s=(height, width), axes=(0, 1))
    whole = np.clip(sharp[_RIM:-_RIM, _RIM:-_RIM] + light, 0, 255)
    return np.ascontiguousarray(whole, np.uint8)


def _without(blur: Blur, noise: float) -> Remedy:
    return lambda crop: unblurred(crop, blur, noise)


def _middle(crop: Picture) -> Picture:
    """As much of a long line as it takes to tell."""
    height, width = crop.shape[:2]
    spare = max(0, width - _LONGEST * height) // 2
    return np.ascontiguousarray(crop[:, spare : width - spare])


def _clearness(engine: TextEngine, crops: Sequence[Picture]) -> float:
    return float(np.mean([_mean_score(glyphs) for glyphs in engine.read_lines(crops)])) if crops else 0.0


def _mean_score(glyphs: Sequence[Glyph]) -> float:
    return float(np.mean([glyph.score for glyph in glyphs])) if glyphs else 0.0


def _summing_to_one(drawn: NDArray[np.generic]) -> Blur:
    weights = drawn.astype(np.float32)
    return weights / np.float32(weights.sum())
