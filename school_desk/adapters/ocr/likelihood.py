"""How well a text fits what a recogniser saw in a line: the probability of all ways to spell it along the steps (CTC forward)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from school_desk.documents.reading.boxes import one_form
from school_desk.documents.reading.weighing import ANY

_LEAST = 1e-7
_NEVER = -1e9
_FIRST_HAN, _LAST_HAN = "\u3400", "\u9fff"

Steps = NDArray[np.float32]
"""Steps along the line × characters; index 0 is "nothing"."""


def likelihoods(steps: Steps, characters: tuple[str, ...], texts: Sequence[str]) -> tuple[float, ...]:
    """The natural logarithm of each text's probability. `ANY` in a text stands for the likeliest Chinese character at its place."""
    if not texts:
        return ()
    letters = sorted({char for text in texts for char in text})
    seen = np.stack([steps[:, 0], *(_seen(steps, characters, char) for char in letters)], axis=1)
    numbers = {char: number + 1 for number, char in enumerate(letters)}
    labels = [[numbers[char] for char in text] for text in texts]
    return _forward(np.log(np.maximum(seen, _LEAST)), labels)


def _seen(steps: Steps, characters: tuple[str, ...], char: str) -> Steps:
    if char == ANY:
        return np.asarray(steps[:, _han(characters)].max(axis=1), np.float32)
    places = list(_places(characters).get(char, ()))
    return np.asarray(steps[:, places].sum(axis=1), np.float32)


@cache
def _places(characters: tuple[str, ...]) -> dict[str, tuple[int, ...]]:
    found: dict[str, tuple[int, ...]] = {}
    for place, char in enumerate(characters):
        if place:
            found[one_form(char)] = (*found.get(one_form(char), ()), place)
    return found


@cache
def _han(characters: tuple[str, ...]) -> NDArray[np.int64]:
    return np.array([at for at, char in enumerate(characters) if at and _FIRST_HAN <= char <= _LAST_HAN], np.int64)


def _forward(seen: NDArray[np.float32], labels: Sequence[Sequence[int]]) -> tuple[float, ...]:
    """All texts at once. States are nothing, first character, nothing, second character, … nothing."""
    longest = 2 * max(map(len, labels)) + 1
    states = np.zeros((len(labels), longest), np.int64)
    skips = np.zeros((len(labels), longest), bool)
    for row, text in enumerate(labels):
        states[row, 1 : 2 * len(text) : 2] = text
        skips[row, 3 : 2 * len(text) : 2] = [one != other for one, other in pairwise(text)]
    reached = np.full((len(labels), longest), _NEVER)
    reached[:, :2] = seen[0][states[:, :2]]
    for step in seen[1:]:
        before = np.full((2, *reached.shape), _NEVER)
        before[0, :, 1:] = reached[:, :-1]
        before[1, :, 2:] = np.where(skips[:, 2:], reached[:, :-2], _NEVER)
        reached = np.logaddexp(np.logaddexp(reached, before[0]), before[1]) + step[states]
    rows = np.arange(len(labels))
    last = np.array([2 * len(text) for text in labels])
    inside = np.where(last > 0, reached[rows, np.maximum(last - 1, 0)], _NEVER)
    return tuple(np.logaddexp(reached[rows, last], inside).tolist())
