"""Has the readers look at the ring of a seal: what it says, and how well the names that are expected there fit."""

from __future__ import annotations

from collections.abc import Sequence

from school_desk.adapters.ocr.engine import Picture, TextEngine, WeighingEngine
from school_desk.adapters.ocr.readers import Readers
from school_desk.adapters.ocr.ring_text import copied_strips, ring_strips
from school_desk.adapters.ocr.seals import Ring
from school_desk.documents.reading.fusion import fuse
from school_desk.documents.reading.seal import SealReading
from school_desk.documents.reading.weighing import Fit, Weighed, fit, hypotheses, is_sure

_FIRST, _SECOND, _THIRD = 1.0, 0.5, 1.0

Heard = list[tuple[Weighed, float]]


def read_seals(
    readers: Readers, picture: Picture, rings: Sequence[Ring], names: Sequence[str], copied: Sequence[Ring] = ()
) -> SealReading:
    """The seal among `rings`, and those `copied` in grey, that fits one of `names` best; the first one when no name is expected."""
    looks = [(ring, ring_strips) for ring in rings] + [(ring, copied_strips) for ring in copied]
    read = [_read(readers, ring, look(picture, ring), names) for ring, look in looks[: None if names else 1]]
    return min(read, key=lambda seal: min((item.misfit for _, item in seal.fits), default=0.0))


def _read(readers: Readers, ring: Ring, strips: Sequence[Picture], names: Sequence[str]) -> SealReading:
    """Asks the slow third reader only when the first two leave a doubt."""
    asked = [text for name in names for text in hypotheses(name)]
    heard = _heard(readers.first, strips, asked, _FIRST)
    if readers.second is not None:
        heard += _heard(readers.second, strips[:1], asked, _SECOND)
    fits = _fits(heard, names)
    if readers.third is not None and not any(is_sure(item) for _, item in fits):
        heard += _heard(readers.third, strips, asked, _THIRD)
        fits = _fits(heard, names)
    glyphs = fuse([(item.glyphs, weight) for item, weight in heard])
    return SealReading(True, ring.quad, glyphs, fits)


def _heard(engine: TextEngine, strips: Sequence[Picture], asked: Sequence[str], weight: float) -> Heard:
    if isinstance(engine, WeighingEngine):
        return [(item, weight) for item in engine.weigh_lines(strips, asked)]
    return [(Weighed(glyphs, 0.0, ()), weight) for glyphs in engine.read_lines(strips)]


def _fits(heard: Heard, names: Sequence[str]) -> tuple[tuple[str, Fit], ...]:
    weighed = [(item, weight) for item, weight in heard if item.asked]
    found: list[tuple[str, Fit]] = []
    start = 0
    for name in names if weighed else ():
        end = start + len(hypotheses(name))
        part = [(Weighed(item.glyphs, item.read, item.asked[start:end]), weight) for item, weight in weighed]
        found.append((name, fit(name, part)))
        start = end
    return tuple(found)
