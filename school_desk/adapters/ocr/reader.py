"""Reads one paper from a file to its fields: picture, text, kind, seal, fields, quality; each step lives in its own module."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from school_desk.adapters.ocr.closer import look_below_office, look_closer
from school_desk.adapters.ocr.date_row import with_whole_date, without_seal
from school_desk.adapters.ocr.engine import OpeningEngine, Picture, TextEngine
from school_desk.adapters.ocr.hidden_date import with_hidden_date
from school_desk.adapters.ocr.light import lit
from school_desk.adapters.ocr.lines import Line, read_page, turn
from school_desk.adapters.ocr.pictures import load_upright, read_source
from school_desk.adapters.ocr.quality import quality_problems
from school_desk.adapters.ocr.readers import Readers, read_drafts
from school_desk.adapters.ocr.ring_reader import read_seals
from school_desk.adapters.ocr.seals import Ring, find_copied_seals, find_dark_rings, find_seals, is_grey
from school_desk.adapters.ocr.stamped import doubted_at, with_whole_numbers
from school_desk.adapters.ocr.under_seal import reread_under_seal
from school_desk.documents.reading.classify import classify
from school_desk.documents.reading.evidence import Draft, settle
from school_desk.documents.reading.layout import Sheet
from school_desk.documents.reading.paper import FIELDS, KEY_FIELDS, OTHER, FieldState, PaperReading
from school_desk.documents.reading.seal import (
    NO_RING,
    NO_SEAL,
    SealReading,
    as_one_reader_saw,
    expected_names,
    with_seal,
)
from school_desk.documents.reading.seats import likely_authorities
from school_desk.documents.reading.shapes import is_usual
from school_desk.documents.reading.votes import lacks_key_field, lacks_one_of
from school_desk.kernel.errors import RuleViolation
from school_desk.terms.uploads import DocumentKind

AUTO = "auto"
_ISSUED = ("yyzz", "zzzs")
_SEALED = (*_ISSUED, "cns")


def read_with(readers: Readers, source: Path | str | bytes, kind: str = AUTO) -> PaperReading:
    """The paper in `source` (a path or a file's bytes) as `kind`, or as what it turns out to be.

    A file that cannot be opened gives a reading without fields whose problems say why; a missing file raises OSError.
    """
    started = time.perf_counter()
    content = read_source(source)
    _open_ahead(readers)
    try:
        photo = load_upright(content)
    except RuleViolation as refused:
        return PaperReading(
            kind if kind in FIELDS else OTHER, {}, (refused.message,), ms=_since(started), engine=readers.name
        )
    rotation, picture, lines = read_page(readers.first, lit(photo))
    seen, _ = classify(Sheet(line.box for line in lines))
    taken = seen if kind == AUTO else kind
    drafts, lines = _drafts(readers, picture, lines, taken)
    return PaperReading(
        kind=taken,
        fields={name: settle(drafts[name], usual=is_usual(name, drafts[name].value)) for name in FIELDS.get(taken, ())},
        problems=(*quality_problems(turn(photo, rotation), [line.box for line in lines]), *_kind_problems(seen, kind)),
        ms=_since(started),
        rotation=rotation,
        width=picture.shape[1],
        height=picture.shape[0],
        engine=readers.name,
        seen=seen,
    )


def _open_ahead(readers: Readers) -> None:
    """The weights that every page needs are opened while the picture is being unpacked and turned."""
    for engine in (readers.first, readers.second):
        if isinstance(engine, OpeningEngine):
            engine.open_ahead(finds=engine is readers.first)


def is_whole(reading: PaperReading) -> bool:
    """Whether every key field was read and no rule speaks against it; what cannot be opened at all is as whole as it gets."""
    if not reading.width:
        return True
    keys = [reading.fields.get(name) for name in KEY_FIELDS.get(reading.kind, ())]
    return bool(keys) and all(field is not None and field.state is not FieldState.FAILED for field in keys)


def _drafts(readers: Readers, picture: Picture, lines: list[Line], kind: str) -> tuple[Mapping[str, Draft], list[Line]]:
    rings = find_seals(picture) if kind in _SEALED else []
    # A copy's own seal is grey; red on it is the stamp of who vouches for the copy. Letters are never judged by a grey seal.
    copied = find_copied_seals(picture, rings) if kind in _ISSUED else []
    lines = _with_foot(readers.first, picture, rings, lines, kind)
    if readers.second and lacks_key_field(kind, [line.box for line in lines]):
        # A stamp hides lines that run into it from the detector altogether; on papers with coloured print, its colour is needed.
        lines = look_closer(readers.first, without_seal(picture) if kind in ("slip", "cns") else picture, lines)
    if kind == "slip" and readers.second:
        lines, torn = with_whole_numbers(readers.first, picture, lines)
        return doubted_at(torn, read_drafts(readers, lines, kind)), lines
    drafts = read_drafts(readers, lines, kind)
    if kind not in _SEALED:
        return drafts, lines
    if not rings and not copied:
        return with_seal(kind, drafts, _unsealed(picture)), lines
    sealed = with_seal(kind, drafts, read_seals(readers, picture, rings, _expected(kind, drafts, lines), copied))
    return sealed if readers.second else as_one_reader_saw(sealed), lines


def _unsealed(picture: Picture) -> SealReading:
    """What can be said where no red ring was found: on a copy a seal came out black."""
    rings = find_dark_rings(picture)
    if rings:
        return SealReading(None, rings[0].quad)
    return NO_RING if is_grey(picture) else NO_SEAL


def _with_foot(engine: TextEngine, picture: Picture, rings: Sequence[Ring], lines: list[Line], kind: str) -> list[Line]:
    """`lines` with what stands at the foot of a sealed paper read anew: what the seal covers, and the date."""
    if rings:
        lines = reread_under_seal(engine, picture, rings[0], lines)
    if kind in _SEALED:
        lines = with_whole_date(engine, picture, lines)
    if kind == "cns" and rings:
        lines = with_hidden_date(engine, picture, rings[0], lines)
    if kind in _ISSUED and lacks_one_of(("issue_date",), kind, [line.box for line in lines]):
        lines = with_whole_date(engine, picture, look_below_office(engine, picture, lines))
    return lines


def _expected(kind: str, drafts: Mapping[str, Draft], lines: list[Line]) -> tuple[str, ...]:
    """The names that the seal on a paper of `kind` may bear."""
    if kind == "cns":
        return expected_names(drafts)
    return likely_authorities(kind, drafts, "\n".join(line.box.text for line in lines))


def _kind_problems(seen: str, asked: str) -> tuple[str, ...]:
    if asked in (AUTO, seen):
        return ("看不出是哪种证件：不是营业执照、资质证书、承诺书或转账回单，请人工确认。",) if seen == OTHER else ()
    if seen == OTHER:
        return (f"没有看出这是{DocumentKind(asked).label}，请人工确认。",)
    return (f"内容像是{DocumentKind(seen).label}，却放在{DocumentKind(asked).label}的位置，请核对。",)


def _since(started: float) -> int:
    return round((time.perf_counter() - started) * 1000)
