"""The round seal on a paper: whether there is one, and whether its ring names whom it should. Finding it is the picture's part."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from school_desk.documents.reading.authorities import read_authority
from school_desk.documents.reading.boxes import Glyph, Quad, TextBox
from school_desk.documents.reading.evidence import SEAL_AGREES, Draft
from school_desk.documents.reading.layout import Sheet, Span

_ALIKE = 0.75
_OTHER = 0.5
_SURE = 0.9
_ENDING_SIGNS = re.compile(r"[^\u3400-\u9fffA-Za-z（）]")


@dataclass(frozen=True, slots=True)
class SealReading:
    """`present` None: the picture has no colour, so a seal cannot be told. `ring` is the text around the rim, clockwise."""

    present: bool | None
    quad: Quad | None = None
    ring: tuple[Glyph, ...] = ()

    @property
    def text(self) -> str:
        return _ENDING_SIGNS.sub("", "".join(glyph.char for glyph in self.ring))


NO_COLOUR = SealReading(None)
NO_SEAL = SealReading(False)


def seal_span(seal: SealReading) -> Span:
    """The seal as a span, so that its fields have a place on the photo."""
    if seal.quad is None:
        return Span(())
    glyphs = seal.ring or (Glyph("印", 0.5, 0.5),)
    return Sheet([TextBox(seal.quad, glyphs)]).all


def with_company_seal(drafts: Mapping[str, Draft], seal: SealReading) -> dict[str, Draft]:
    """A commitment letter's drafts with `seal_present` and `seal_name`, the latter compared with the company's name."""
    fields = dict(drafts)
    span = seal_span(seal)
    if seal.present is None:
        fields["seal_present"] = Draft(None, notes=("灰度或黑白图片，看不出有没有红章，请看原件",))
        fields["seal_name"] = Draft(None, notes=("灰度或黑白图片，看不出印章文字",))
        return fields
    if not seal.present:
        fields["seal_present"] = Draft(False, notes=("没有看到公章",))
        fields["seal_name"] = Draft(None, notes=("没有看到公章",))
        return fields
    fields["seal_present"] = Draft(True, span)
    name = fields["name"]
    fields["seal_name"] = _compared(Draft(seal.text or None, span), seal, name)
    if SEAL_AGREES in fields["seal_name"].proofs:
        fields["seal_present"] = fields["seal_present"].proven(SEAL_AGREES)
        fields["name"] = name.proven(SEAL_AGREES)
    return fields


def with_authority_seal(drafts: Mapping[str, Draft], seal: SealReading, field: str) -> dict[str, Draft]:
    """A licence's or certificate's drafts, the issuing authority `field` taken from the seal or confirmed by it."""
    fields = dict(drafts)
    sealed = read_authority(Span(tuple(cell for cell in seal_span(seal).cells if not _ENDING_SIGNS.match(cell.char))))
    printed = fields[field]
    if sealed.value is None:
        return fields
    if printed.value == sealed.value:
        fields[field] = printed.proven(SEAL_AGREES)
    elif printed.value is None or _is_torso(printed, sealed):
        fields[field] = sealed.noted("取自印章文字")
    else:
        fields[field] = printed.noted(f"印章文字读作“{sealed.value}”")
    return fields


def likeness(one: str, other: str) -> float:
    """How much of two names is the same, 0–1."""
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def consistent(ring: tuple[Glyph, ...], name: str) -> bool:
    """Whether the ring may well say `name`: much of it does, and no clearly read character stands against it."""
    glyphs = tuple(glyph for glyph in ring if not _ENDING_SIGNS.match(glyph.char))
    text = "".join(glyph.char for glyph in glyphs)
    if likeness(text, name) < _ALIKE:
        return False
    for kind, a, b, c, d in SequenceMatcher(None, text, name, autojunk=False).get_opcodes():
        if kind == "replace" and any(_stands_against(glyph, name[c:d]) for glyph in glyphs[a:b]):
            return False
        if kind == "insert" and d - c > 2:
            return False
    return True


def _is_torso(printed: Draft, sealed: Draft) -> bool:
    """Whether the print under the seal is a torso of what the ring says in full."""
    return str(printed.value) in str(sealed.value) or printed.span.score < sealed.span.score - 0.15


def _stands_against(glyph: Glyph, expected: str) -> bool:
    return glyph.score > _SURE and not any(char in expected for char, _ in glyph.others)


def _compared(read: Draft, seal: SealReading, name: Draft) -> Draft:
    if read.value is None:
        return read.noted("印章文字读不出，请对照照片")
    if name.value is None:
        return read
    text, expected = str(read.value), str(name.value)
    if text == expected:
        return read.proven(SEAL_AGREES)
    if consistent(seal.ring, expected):
        return replace(read, value=expected, original=text).proven(SEAL_AGREES)
    if likeness(text, expected) < _OTHER:
        return read.failing(f"印章文字“{text}”与企业名称“{expected}”不一致")
    return read.noted(f"印章文字读作“{text}”，与企业名称不完全一致，请对照照片")
