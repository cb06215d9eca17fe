"""What a line says: the network gives, for every step along it, how likely each character is; here that becomes glyphs."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from school_desk.adapters.ocr.engine import Picture
from school_desk.adapters.ocr.networks import Network, Values
from school_desk.documents.reading.boxes import Glyph, one_form

_HEIGHT = 48
_RUNNERS_UP = 4
# Darkness as the network was taught it: from -1 (black) to 1.
_LEVELS = (np.arange(256, dtype=np.float32) / np.float32(255) - np.float32(0.5)) / np.float32(0.5)


@dataclass(frozen=True, slots=True)
class Recogniser:
    """`characters`: what the network's outputs stand for; the first stands for "nothing"."""

    network: Network
    characters: tuple[str, ...]

    def steps(self, crop: Picture) -> Values:
        """Steps along the line × characters. One line at a time: padding to the longest line of a batch costs more than it saves."""
        return np.asarray(self.network(_shown(crop))[0], np.float32)


def _shown(crop: Picture) -> Values:
    """1 × 3 × 48 × width for the network; what is narrower than high stands at the left of a square."""
    height, width = crop.shape[:2]
    whole = max(_HEIGHT, int(_HEIGHT * (width / height)))
    used = min(whole, math.ceil(_HEIGHT * (width / height)))
    shown = np.zeros((1, 3, _HEIGHT, whole), np.float32)
    shown[0, :, :, :used] = _LEVELS[cv2.resize(crop, (used, _HEIGHT)).transpose(2, 0, 1)]
    return shown


def decode(steps: Values, characters: Sequence[str], alphabet: str | None) -> tuple[Glyph, ...]:
    """Collapses the step probabilities: index 0 is "nothing", equal neighbours are one character."""
    allowed = _allowed(tuple(characters), alphabet)
    if allowed is not None:
        steps = steps * allowed
    best = steps.argmax(axis=1)
    glyphs: list[Glyph] = []
    for start, end in _runs(best):
        char = characters[best[start]]
        if char.isspace():
            continue
        peak = start + int(steps[start:end, best[start]].argmax())
        at = (start + end) / 2 / len(best)
        glyphs.append(Glyph(one_form(char), float(steps[peak, best[start]]), at, _others(steps[peak], characters)))
    return tuple(glyphs)


@cache
def _allowed(characters: tuple[str, ...], alphabet: str | None) -> NDArray[np.float32] | None:
    if alphabet is None:
        return None
    mask = np.array([1.0 if one_form(char) in alphabet else 0.0 for char in characters], np.float32)
    mask[0] = 1.0
    return mask


def _runs(best: NDArray[np.int64]) -> list[tuple[int, int]]:
    """Start and end of every stretch of one and the same character, "nothing" left out."""
    edges = [0, *(np.flatnonzero(np.diff(best)) + 1).tolist(), len(best)]
    return [(a, b) for a, b in pairwise(edges) if best[a] != 0]


def _others(step: Values, characters: Sequence[str]) -> tuple[tuple[str, float], ...]:
    order = np.argpartition(step, -_RUNNERS_UP - 1)[-_RUNNERS_UP - 1 :]
    ranked = sorted(order.tolist(), key=lambda index: -float(step[index]))[1:]
    return tuple((one_form(characters[i]), float(step[i])) for i in ranked if i != 0 and step[i] > 1e-4)
