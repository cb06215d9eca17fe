"""The round seal on a paper: whether there is one, and whether its ring names whom it should. Finding it is the picture's part."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from school_desk.documents.reading.authorities import office_of, one_apart, read_authority, with_place_of
from school_desk.documents.reading.boxes import Glyph, Quad, TextBox
from school_desk.documents.reading.evidence import SEAL_AGREES, TWO_PLACES_DIFFER, Draft, repaired
from school_desk.documents.reading.layout import Sheet, Span
from school_desk.documents.reading.weighing import Fit, is_illegible, is_likely, is_refuted, is_sure

_ALIKE = 0.6
_OTHER = 0.5
_MOST_NAMES = 2
_MOST_LOST = 3.0
_SURE, _CLEAR = 0.6, 0.9
# A ring is seldom clear enough to tell whether a character that was hardly read in the name stands there at all.
_HARDLY = 0.7
_SIGNS = re.compile(r"[^\u3400-\u9fffA-Za-z（）]")
_BY_SEAL = "印的字与印章读得不同，按印章取字，请对照照片"
NOT_ON_A_COPY = "灰度或黑白图片上也没有看到印章的圆圈，请看原件"
_UNREAD = "印章文字读不出，请对照照片"
_AUTHORITY_FIELDS = {"yyzz": "authority", "zzzs": "issuer"}


@dataclass(frozen=True, slots=True)
class SealReading:
    """`present` None: the picture has no colour; `quad` is then a ring, be it a seal's or a print, and None where there is no ring at all.

    `ring` is the text around the rim, clockwise.

    `fits`: names that are expected there, each with how well it fits what was seen; empty when no reader could tell.
    """

    present: bool | None
    quad: Quad | None = None
    ring: tuple[Glyph, ...] = ()
    fits: tuple[tuple[str, Fit], ...] = ()

    def fit_of(self, name: str) -> Fit | None:
        return next((item for other, item in self.fits if other == name), None)

    @property
    def text(self) -> str:
        return "".join(glyph.char for glyph in _letters(self.ring))


NO_SEAL = SealReading(False)
NO_RING = SealReading(None)


def with_seal(kind: str, drafts: Mapping[str, Draft], seal: SealReading) -> dict[str, Draft]:
    """The drafts of a paper of `kind` with what its seal adds or confirms."""
    if kind == "cns":
        return with_company_seal(drafts, seal)
    return with_authority_seal(drafts, seal, _AUTHORITY_FIELDS[kind])


def expected_names(drafts: Mapping[str, Draft]) -> tuple[str, ...]:
    """The company's name as it was read, and what else it was read as: the seal may tell which one is right."""
    name = drafts["name"]
    read = (name.value, *name.candidates[:_MOST_NAMES]) if isinstance(name.value, str) else ()
    return tuple(dict.fromkeys(text for text in read if len(text) > 3))


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
        seen = "灰度或黑白图片，看不出有没有红章，请看原件" if seal.quad else NOT_ON_A_COPY
        fields["seal_present"] = Draft(None, span, notes=(seen,), untold=True)
        fields["seal_name"] = Draft(None, span, notes=("灰度或黑白图片，看不出印章文字",), untold=True)
        return fields
    if not seal.present:
        fields["seal_present"] = Draft(False, notes=("没有看到公章",))
        fields["seal_name"] = Draft(None, notes=("没有看到公章",))
        return fields
    fields["seal_present"] = Draft(True, span)
    name = fields["name"] = _as_sealed(fields["name"], seal)
    sealed = fields["seal_name"] = _compared(Draft(seal.text or None, span), seal, name)
    if SEAL_AGREES in sealed.proofs:
        fields["seal_present"] = fields["seal_present"].proven(SEAL_AGREES)
        if _BY_SEAL in name.notes or _is_hardly_read(name):
            fields["seal_name"] = replace(sealed, proofs=())
        else:
            fields["name"] = _freed(name).proven(SEAL_AGREES)
    return fields


def as_one_reader_saw(drafts: Mapping[str, Draft]) -> dict[str, Draft]:
    """The drafts without what print and seal prove each other: a single reader misreads a rare character alike on both."""
    return {
        name: _only_noted(draft) if SEAL_AGREES in draft.proofs and name != "seal_present" else draft
        for name, draft in drafts.items()
    }


def _only_noted(draft: Draft) -> Draft:
    others = tuple(proof for proof in draft.proofs if proof != SEAL_AGREES)
    return replace(draft, proofs=others).noted(f"{SEAL_AGREES}（只识别了一遍）")


def _is_hardly_read(name: Draft) -> bool:
    return any(cell.glyph.score < _HARDLY for cell in name.span.cells if cell.char.isalpha())


def _freed(name: Draft) -> Draft:
    """`name` without the doubt whose it is and where it ends: that the ring tells.

    It tells no lost bracket, and not which of two prints is right.
    """
    whole = str(name.value).count("（") == str(name.value).count("）")
    told = whole and TWO_PLACES_DIFFER not in name.notes
    return replace(name, doubtful=False, notes=()) if name.doubtful and told else name


def _as_sealed(name: Draft, seal: SealReading) -> Draft:
    """`name`, or what it was also read as when the seal surely says that and not `name`; that is only proposed, for one of both is misread.

    What was read before known words changed it, print and seal say alike.
    """
    taken = seal.fit_of(str(name.value))
    if taken is None or is_sure(taken):
        return name
    sure = [other for other, item in seal.fits if is_sure(item)]
    if len(sure) != 1:
        return name
    others = tuple(other for other in (str(name.value), *name.candidates) if other != sure[0])
    if sure[0] == name.original:
        return replace(name, value=sure[0], original=None, candidates=others)
    return replace(repaired(name, sure[0]), proofs=(), candidates=others).doubted(_BY_SEAL)


def with_authority_seal(drafts: Mapping[str, Draft], seal: SealReading, field: str) -> dict[str, Draft]:
    """A licence's or certificate's drafts, the issuing authority `field` taken from the seal or confirmed by it."""
    fields = dict(drafts)
    address = fields["address"].value if "address" in fields else None
    sealed = _authority_on(seal, address if isinstance(address, str) else "")
    printed = fields[field] = _from_here(fields[field], seal)
    if sealed.value is None:
        return fields
    said = f"印章文字读作“{sealed.value}”"
    if printed.value == sealed.value:
        sure = replace(printed, doubtful=False, notes=()) if printed.doubtful else printed
        fields[field] = sure.proven(SEAL_AGREES)
    elif printed.value is None or _is_torso(printed, sealed) or _is_misread(printed, sealed):
        fields[field] = _with_print(sealed, printed, seal).noted("取自印章文字")
    elif office_of(str(sealed.value)):
        # Two offices on one paper: whichever is right, the other was read wrong.
        fields[field] = printed.doubted(said)
    else:
        fields[field] = printed.noted(said)
    return fields


def _from_here(printed: Draft, seal: SealReading) -> Draft:
    """The print; only proposed when it is an office of the enterprise's own place but for one character."""
    names = [name for name, _ in seal.fits]
    misread = printed.value not in names and any(one_apart(str(printed.value), name) for name in names)
    return printed.doubted("与企业所在地的机关差一个字，请对照照片") if misread else printed


def _with_print(sealed: Draft, printed: Draft, seal: SealReading) -> Draft:
    """What the seal says; proven when it is an office expected there and the print below, read twice alike, lacks one character of it."""
    likely = [name for name, _ in seal.fits if _lacks_one(_as_read(printed), name)]
    agrees = likely == [sealed.value] and printed.agreed
    return sealed.proven(SEAL_AGREES) if agrees and not sealed.proofs else sealed


def _as_read(printed: Draft) -> str:
    return str(printed.original or printed.value)


def _lacks_one(torso: str, whole: str) -> bool:
    return any(whole[:at] + whole[at + 1 :] == torso for at in range(len(whole)))


def _authority_on(seal: SealReading, address: str) -> Draft:
    """What the ring says when read, or the office that may have issued the paper and fits the ring best."""
    read = read_authority(seal_span(replace(seal, ring=_letters(seal.ring))))
    name, best = min(seal.fits, key=lambda pair: pair[1].misfit, default=("", None))
    # A district in between that no candidate has is lost without any place of the name being worse for it.
    fits = best is not None and is_likely(best) and not is_illegible(best) and best.lost <= _MOST_LOST
    if best is None or not fits or _is_another_office(seal.text, name):
        return with_place_of(read, address) if read.value and address else read
    sealed = repaired(Draft(seal.text or name, seal_span(seal)), name)
    # 湖州市区市场监督管理局 is that of a district, not of the city.
    return sealed.proven(SEAL_AGREES) if is_sure(best) and len(seal.text) <= len(name) else sealed


def _is_another_office(read: str, name: str) -> bool:
    """Whether the ring was read as an office that exists and is not that of `name`: 建设管理委员会 is no 建设委员会 misread."""
    return office_of(read) not in ("", office_of(name))


def likeness(one: str, other: str) -> float:
    """How much of two names is the same, 0–1."""
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def consistent(ring: tuple[Glyph, ...], name: str) -> bool:
    """Whether the ring may well say `name`: much of it does, and no clearly read character stands against it."""
    glyphs = _letters(ring)
    matcher = SequenceMatcher(None, "".join(glyph.char for glyph in glyphs), name, autojunk=False)
    if matcher.ratio() < _ALIKE:
        return False
    return not any(
        kind == "replace" and any(_stands_against(glyph, name[c:d]) for glyph in glyphs[a:b])
        for kind, a, b, c, d in matcher.get_opcodes()
    )


def says_more(ring: tuple[Glyph, ...], name: str) -> bool:
    """Whether clear characters stand inside the ring that `name` lacks: a text may fit well place by place and still be too short."""
    glyphs = _letters(ring)
    matcher = SequenceMatcher(None, "".join(glyph.char for glyph in glyphs), name, autojunk=False)
    return any(
        kind == "delete" and 0 < at < len(name) and all(glyph.score > _CLEAR for glyph in glyphs[a:b])
        for kind, a, b, at, _ in matcher.get_opcodes()
    )


def _letters(ring: tuple[Glyph, ...]) -> tuple[Glyph, ...]:
    """The ring without signs and digits, and without the letters that its small number was taken for at both ends."""
    kept = [glyph for glyph in ring if not _SIGNS.match(glyph.char)]
    while kept and kept[0].char.isascii():
        kept.pop(0)
    while kept and kept[-1].char.isascii():
        kept.pop()
    return tuple(kept)


def _is_torso(printed: Draft, sealed: Draft) -> bool:
    """Whether the print under the seal is a torso of what the ring says in full."""
    read, whole = _as_read(printed), str(sealed.value)
    return read in whole or _lacks_one(read, whole) or printed.span.score < sealed.span.score - 0.15


def _is_misread(printed: Draft, sealed: Draft) -> bool:
    """Whether the print is one of the offices expected here, which the seal names, but for one character."""
    return printed.doubtful and one_apart(str(printed.value), str(sealed.value))


def _stands_against(glyph: Glyph, expected: str) -> bool:
    return glyph.score > _SURE and not any(char in expected for char, _ in glyph.others)


def _compared(read: Draft, seal: SealReading, name: Draft) -> Draft:
    if name.value is None:
        return read if read.value else read.noted(_UNREAD)
    expected = str(name.value)
    weighed = seal.fit_of(expected)
    if (seal.text == expected and not weighed) or (weighed and is_sure(weighed) and not says_more(seal.ring, expected)):
        return repaired(replace(read, value=seal.text or expected), expected).proven(SEAL_AGREES)
    if weighed and not _may_be_read_in_part(weighed, seal, expected):
        return _weighed(read, weighed, expected)
    return _by_characters(read, seal, expected)


def _may_be_read_in_part(weighed: Fit, seal: SealReading, expected: str) -> bool:
    """Whether what was read fits, though two neighbours do not: a character that the readers hardly know, or two that were lost.

    Seals of other enterprises are refuted somewhere, or say something else.
    """
    fits = not is_likely(weighed) and not is_refuted(weighed) and weighed.lost <= _MOST_LOST
    return fits and not says_more(seal.ring, expected)


def _weighed(read: Draft, weighed: Fit, expected: str) -> Draft:
    if is_illegible(weighed) or (not read.value and weighed.lost > _MOST_LOST):
        return replace(read, value=None).noted(_UNREAD)
    if is_likely(weighed):
        return repaired(replace(read, value=read.value or expected), expected).noted(
            "印章较模糊，看得清的字与企业名称相符"
        )
    if weighed.branch > 0 and likeness(str(read.value), expected) >= _OTHER:
        return read.failing(f"印章名称在“{expected}”之后还有字，像是它的分公司")
    return _other(read, expected)


def _by_characters(read: Draft, seal: SealReading, expected: str) -> Draft:
    """The comparison when all there is is the text that was read."""
    if read.value is None:
        return read.noted(_UNREAD)
    if consistent(seal.ring, expected):
        return repaired(read, expected).noted("印章只读出一部分，读出的字与企业名称相符")
    return _other(read, expected)


def _other(read: Draft, expected: str) -> Draft:
    if read.value is None:
        return read.noted(_UNREAD)
    if likeness(str(read.value), expected) < _OTHER:
        return read.failing(f"印章文字“{read.value}”与企业名称“{expected}”不一致")
    return read.noted(f"印章文字读作“{read.value}”，与企业名称不完全一致，请对照照片")
