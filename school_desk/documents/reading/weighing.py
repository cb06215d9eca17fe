"""Whether a name that is expected somewhere can be what stands there, judged by how well it fits what the readers saw against other texts.

A blurred ring cannot be read, but it can be compared: no other name may fit it clearly better than the expected one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from school_desk.documents.reading.boxes import Glyph

ANY = "□"
"""In a hypothesis: whatever Chinese character fits best."""

_BRANCHES = (f"{ANY}{ANY}分公司", f"{ANY}{ANY}第{ANY}分公司")
_WINDOW = 2
# Past so much two readings differ beyond doubt; one place must not outweigh all others.
_MOST = 60.0
# Measured on drawn seals at three levels. Right names: sure 19 of 20 on photos; of names that differ in one character none was.
_SURE, _SURE_WORST = 10.0, 8.0
_OPEN, _SMEARED = 12.0, 2.0
_NO_BRANCH = -3.0
_ILLEGIBLE, _REFUTED = 7.0, 20.0


@dataclass(frozen=True, slots=True)
class Weighed:
    """What one reader made of one strip: the characters it read, and the logarithms of how likely each text asked about is."""

    glyphs: tuple[Glyph, ...]
    read: float
    asked: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Fit:
    """How an expected name fits, in logarithms, so that 0 is a perfect fit.

    `lost`: what it is less likely than the free reading, per character; `worst`: how much likelier it gets with its two worst neighbours
    left open, `usual`: the same for a place like most (0 when the ring is clear, more when it is smeared); `branch`: how much likelier
    the name is with a branch's place behind it.
    """

    lost: float
    worst: float
    usual: float
    branch: float

    @property
    def misfit(self) -> float:
        """One figure for ordering: small is good."""
        return self.worst + 4 * self.lost + max(0.0, self.branch)


def hypotheses(name: str) -> tuple[str, ...]:
    """The texts to ask about for `name`: itself, as a branch of itself, and with every two neighbours left open."""
    opened = (name[:at] + ANY * _WINDOW + name[at + _WINDOW :] for at in range(max(1, len(name) - _WINDOW + 1)))
    return name, *(name + branch for branch in _BRANCHES), *opened


def fit(name: str, heard: Sequence[tuple[Weighed, float]]) -> Fit:
    """The fit of `name` over all readers' answers to `hypotheses(name)`, each with the weight of its reader."""
    total = sum(weight for _, weight in heard)
    lost = sum(weight * (item.read - item.asked[0]) for item, weight in heard) / total / len(name)
    gains = [
        sum(weight * _bounded(item.asked[at] - item.asked[0]) for item, weight in heard) / total
        for at in range(1, len(heard[0][0].asked))
    ]
    branches, windows = gains[: len(_BRANCHES)], gains[len(_BRANCHES) :]
    return Fit(max(0.0, lost), max(windows), median(windows), max(branches))


def _bounded(gain: float) -> float:
    return min(_MOST, max(-_MOST, gain))


def is_sure(item: Fit) -> bool:
    """Whether the name is there beyond doubt: nothing fits clearly better anywhere, and no branch's place follows it."""
    return item.misfit < _SURE and item.worst < _SURE_WORST and item.branch < 3 * _NO_BRANCH


def is_likely(item: Fit) -> bool:
    """Whether the name is there as far as can be seen: no place speaks against it more than the smear of the whole allows."""
    return item.worst < min(_REFUTED, _OPEN + _SMEARED * item.usual) and item.branch < _NO_BRANCH


def is_refuted(item: Fit) -> bool:
    """Whether something else stands somewhere, however smeared, or a branch's place behind it."""
    return item.worst >= _REFUTED or item.branch >= _NO_BRANCH


def is_illegible(item: Fit) -> bool:
    """Whether no name could be told from another there."""
    return item.usual > _ILLEGIBLE and item.worst < _REFUTED
