"""Who reads a paper: one reader for every line, a second to hear beside it, a third where the two differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np

from school_desk.adapters.ocr.choice import EASYOCR, OPENVINO, chosen_engine, models_folder
from school_desk.adapters.ocr.engine import Picture, TextEngine
from school_desk.adapters.ocr.lines import Line
from school_desk.adapters.ocr.unblur import Remedy, find_remedy
from school_desk.documents.reading.evidence import Draft
from school_desk.documents.reading.lexicon import in_known_words
from school_desk.documents.reading.votes import Version, Voice, decided, unsure_fields

RULES = 17
"""Counted up whenever the same photo may give another reading: what was read before is then read again."""

_FAST_SIDE = 960
_FIRST, _SECOND, _THIRD = 1.0, 0.5, 0.6
_CLEARED = 0.9
_REMEDIED = 1.5
_UNCLEAR = 0.7


@dataclass(frozen=True, slots=True)
class Readers:
    """`second` and `third` must have other weights than `first`: who shares its weights shares its errors."""

    first: TextEngine
    second: TextEngine | None = None
    third: TextEngine | None = None

    @property
    def name(self) -> str:
        """As kept beside every value: the engine, its weights, and the version of the rules that work with them."""
        others = "".join(f"+{engine.mind}" for engine in (self.second, self.third) if engine)
        return f"{self.first.name}{others} r{RULES}"


def read_drafts(readers: Readers, lines: Sequence[Line], kind: str) -> dict[str, Draft]:
    """The drafts of `kind`'s fields as all readers together have them; the more readers differ, the more are asked."""
    boxes = [line.box for line in lines]
    first = Version(kind, boxes, {})
    if readers.second is None or not first.drafts:
        return _in_known_words(first.drafts)
    touched = first.lines_of([name for name, draft in first.drafts.items() if draft.span.cells])
    voices = [
        Voice(readers.first.mind, _FIRST, {at: box.glyphs for at, box in enumerate(boxes)}),
        _heard(readers.second, lines, touched, _SECOND),
    ]
    unsure = unsure_fields(first, Version(kind, boxes, voices[1].answers))
    if unsure:
        voices += _more_voices(readers, lines, first.lines_of(unsure))
    return _in_known_words(decided(kind, boxes, voices))


def _in_known_words(drafts: Mapping[str, Draft]) -> dict[str, Draft]:
    return {name: in_known_words(name, draft) for name, draft in drafts.items()}


def _more_voices(readers: Readers, lines: Sequence[Line], wanted: set[int]) -> list[Voice]:
    """The third reader, and the first two once more with the light evened out; lines of a blurred photo with the blur taken out, too."""
    assert readers.second is not None
    voices = [_heard(readers.first, lines, wanted, _FIRST * _CLEARED, clear)]
    voices.append(_heard(readers.second, lines, wanted, _SECOND * _CLEARED, clear))
    if readers.third is not None:
        voices.append(_heard(readers.third, lines, wanted, _THIRD))
    remedy = find_remedy(readers.first, [lines[at] for at in sorted(wanted)])
    if remedy is not None:
        unclear = {at for at in wanted if _is_unclear(lines[at])}
        voices.append(_heard(readers.first, lines, unclear, _FIRST * _REMEDIED, remedy))
        voices.append(_heard(readers.second, lines, unclear, _SECOND * _REMEDIED, remedy))
    return voices


def _is_unclear(line: Line) -> bool:
    """Whether a character was read so badly that a remedy can only help; from clear ones it takes fine strokes: 佘 becomes 余."""
    return any(glyph.score < _UNCLEAR for glyph in line.box.glyphs)


def _heard(
    engine: TextEngine, lines: Sequence[Line], numbers: set[int], weight: float, remedy: Remedy | None = None
) -> Voice:
    ordered = sorted(numbers)
    crops = [remedy(lines[at].crop) if remedy else lines[at].crop for at in ordered]
    return Voice(engine.mind, weight, dict(zip(ordered, engine.read_lines(crops), strict=True)))


def clear(crop: Picture) -> Picture:
    """The line in grey, its background made even and its ink dark: what a shadow, a lamp or a pale print took away."""
    grey = cv2.cvtColor(crop, cv2.COLOR_BGR2GRAY).astype(np.float32)
    ground = cv2.GaussianBlur(cv2.dilate(grey, np.ones((5, 5), np.uint8)), (0, 0), max(3.0, grey.shape[0] / 2))
    even = grey / np.maximum(ground, 1.0)
    low, high = np.percentile(even, (1, 90))
    drawn = np.clip((even - low) / max(float(high - low), 0.05), 0, 1) * 255
    return np.ascontiguousarray(np.repeat(drawn.astype(np.uint8)[:, :, np.newaxis], 3, axis=2))


@cache
def fast_readers() -> Readers:
    """One small reader on smaller pictures: several times as fast, for sorting a heap of papers; it proves less and errs more."""
    from school_desk.adapters.ocr.ppocr import PpocrEngine
    from school_desk.adapters.ocr.weights import TINY

    return Readers(PpocrEngine(TINY, detection_side=_FAST_SIDE))


@cache
def default_readers() -> Readers:
    """The readers of this process, opened when first used (about a second) and kept warm; which they are, `choice` tells.

    Raises EnvironmentFault when what was chosen is not there.
    """
    from school_desk.adapters.ocr.ppocr import PpocrEngine
    from school_desk.adapters.ocr.weights import MOBILE, SMALL, TINY

    chosen = chosen_engine()
    if chosen == EASYOCR:
        from school_desk.adapters.ocr.easy import EasyEngine

        # PP-OCR hears what EasyOCR read: a lone reader proves nothing.
        return Readers(EasyEngine(models_folder()), PpocrEngine(SMALL))
    return Readers(*(PpocrEngine(weights, openvino=chosen == OPENVINO) for weights in (SMALL, TINY, MOBILE)))
