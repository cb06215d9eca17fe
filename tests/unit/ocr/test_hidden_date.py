"""Reading papers: the tests of a letter's date that its seal hides from the detector."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from school_desk.adapters.ocr import reader
from school_desk.adapters.ocr.engine import Picture
from school_desk.adapters.ocr.hidden_date import with_hidden_date
from school_desk.adapters.ocr.lines import Line
from school_desk.adapters.ocr.seals import Ring
from school_desk.documents.reading.boxes import Glyph, Quad, box_from_text
from tests.unit.ocr.drawn import blank

_RING = Ring(300, 300, 60, 60, 0)


class _Finding:
    """Finds two lines wherever it looks, and counts how often it was asked to."""

    name = mind = "finding"

    def __init__(self, *texts: str) -> None:
        self.texts = texts
        self.asked = 0

    def find_lines(self, picture: Picture) -> list[Quad]:
        self.asked += 1
        tops = (40 + 80 * at for at in range(len(self.texts)))
        return [((40, y), (340, y), (340, y + 40), (40, y + 40)) for y in tops]

    def read_lines(self, crops: Sequence[Picture], alphabet: str | None = None) -> list[tuple[Glyph, ...]]:
        return [tuple(Glyph(char, 0.9, 0.5) for char in text) for text in self.texts[: len(crops)]]


def _line(text: str, top: float) -> Line:
    return Line(box_from_text(((40, top), (340, top), (340, top + 30), (40, top + 30)), text), blank(300, 30))


def _texts(lines: Sequence[Line]) -> list[str]:
    return [line.box.text for line in lines]


def test_a_letter_without_a_date_is_looked_at_again_around_its_seal() -> None:
    engine = _Finding("企业盖章：", "日期：2026年05月19日")
    lines = with_hidden_date(engine, blank(600, 600), _RING, [_line("承诺书", 20)])
    # What else stands there was read before, under better light.
    assert _texts(lines) == ["承诺书", "日期：2026年05月19日"]
    left, top = lines[-1].box.quad[0]
    assert 144 < left < 200
    assert 210 < top < 300


def test_a_date_that_was_read_is_not_looked_for() -> None:
    engine = _Finding("2026年05月19日")
    lines = with_hidden_date(engine, blank(600, 600), _RING, [_line("2025年6月16日", 20)])
    assert (_texts(lines), engine.asked) == (["2025年6月16日"], 0)


def test_a_day_in_a_sentence_does_not_stand_for_the_letters_own() -> None:
    engine = _Finding("2026年05月19日")
    lines = with_hidden_date(engine, blank(600, 600), _RING, [_line("委托期限至2027年1月15日。", 20)])
    assert engine.asked == 1
    assert "2026年05月19日" in _texts(lines)


def test_only_a_sealed_letters_foot_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Ring] = []

    def note(_engine: object, _picture: Picture, ring: Ring, lines: list[Line]) -> list[Line]:
        asked.append(ring)
        return lines

    monkeypatch.setattr(reader, "with_hidden_date", note)
    lines = [_line("承诺书", 20)]
    for kind, rings in (("cns", [_RING]), ("cns", []), ("zzzs", [_RING])):
        reader._with_foot(_Finding(), blank(600, 600), rings, lines, kind)
    assert asked == [_RING]
