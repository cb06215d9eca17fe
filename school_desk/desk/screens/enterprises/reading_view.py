"""What was read of a paper, as the desk shows it: boxes on the photo, the chip of its slot, the fields to be reviewed."""

from __future__ import annotations

from collections.abc import Mapping

from school_desk.desk.colours import Tone
from school_desk.desk.screens.enterprises.review_case import ReviewCase
from school_desk.desk.widgets.chips import Chip
from school_desk.desk.widgets.field_row import FieldView
from school_desk.desk.widgets.photo_view import PhotoBox
from school_desk.documents.queries import PaperRow
from school_desk.documents.reading.paper import FIELDS, FieldReading, FieldState, PaperReading
from school_desk.enterprises.compare import (
    FIELD_LABELS,
    KIND,
    Assessment,
    Doubt,
    Place,
    candidates,
    field_text,
)
from school_desk.terms.statuses import DocumentStatus
from school_desk.terms.uploads import DocumentKind

_TONES = {FieldState.ACCEPTED: Tone.GOOD, FieldState.LOOK: Tone.INFO, FieldState.FAILED: Tone.BAD}
_SEAL = ("seal_present", "seal_name")
_BOX_TONES = {Tone.NEUTRAL: Tone.INFO}


def boxes_of(reading: PaperReading, tones: Mapping[str, Tone] | None = None) -> tuple[PhotoBox, ...]:
    """The place of every field found; `tones` overrule what the reading itself says."""
    return tuple(
        PhotoBox(
            name, *field.box, tone=(tones or {}).get(name, _TONES[field.state]), label=FIELD_LABELS.get(name, name)
        )
        for name, field in reading.fields.items()
        if field.box is not None
    )


def read_chip(slot: str, reading: PaperReading | None, *, is_reading: bool) -> Chip:
    """How far the reading of a slot's photo is, and whether it is the right paper."""
    if reading is None:
        return Chip("识别中…", Tone.INFO, "clock") if is_reading else Chip("未识别", Tone.NEUTRAL)
    if reading.seen in set(DocumentKind) and reading.seen != slot:
        return Chip(f"像是{DocumentKind(reading.seen).label}", Tone.BAD, "warn")
    return Chip("已识别", Tone.GOOD)


def slot_chip(slot: str, sheet_paper: PaperRow, assessment: Assessment, *, is_reading: bool) -> Chip:
    """How a stored paper stands: returned, being read, the wrong paper, how many places are open."""
    if sheet_paper.status is DocumentStatus.RETURNED:
        return Chip("已退回，等新照片", Tone.WARN, "arrow")
    reading = assessment.papers.get(slot)
    open_places = sum(doubt.place[0] == slot for doubt in assessment.doubts)
    if reading is None or not open_places:
        return read_chip(slot, reading, is_reading=is_reading)
    return Chip(f"{open_places} 处待核", Tone.WARN, "warn")


def field_views(slot: str, case: ReviewCase) -> tuple[FieldView, ...]:
    """The fields of one paper in the paper's own order; a question about the paper as a whole comes first."""
    doubts = {doubt.place: doubt for doubt in case.assessment.doubts}
    asked = (slot, KIND) in doubts or (slot, KIND) in case.given.decided
    failed = _failed_places(case.assessment)
    views = [_field_view((slot, name), case, doubts.get((slot, name)), failed) for name in FIELDS[slot]]
    return (_kind_view(slot, case, doubts.get((slot, KIND))), *views) if asked else tuple(views)


def _kind_view(slot: str, case: ReviewCase, doubt: Doubt | None) -> FieldView:
    read = case.given.readings.get(slot)
    seen = read.seen if read else ""
    looks_like = DocumentKind(seen).label if seen in set(DocumentKind) else "看不出"
    decided = case.given.decided.get((slot, KIND))
    reason, tone = (doubt.reason, Tone.BAD) if doubt else ("", Tone.NEUTRAL)
    right = (("应为", DocumentKind(slot).label),) if doubt else ()
    return FieldView(
        KIND, FIELD_LABELS[KIND], read=looks_like, decided=decided, tone=tone, reason=reason, candidates=right
    )


def _field_view(place: Place, case: ReviewCase, doubt: Doubt | None, failed: frozenset[Place]) -> FieldView:
    slot, name = place
    read, paper = case.given.readings.get(slot), case.assessment.papers.get(slot)
    raw = read.fields.get(name) if read else None
    lifted = paper.fields.get(name) if paper else None
    others = tuple((found.source, found.value) for found in candidates(case.given, place))
    earlier = case.settled_before(place) if place in case.asked else ""
    return FieldView(
        key=name,
        label=FIELD_LABELS[name],
        declared=case.given.declared.get(name, ""),
        read=field_text(name, raw.value) if raw else "",
        decided=case.given.decided.get(place),
        confidence=lifted.confidence if lifted and lifted.value is not None else None,
        tone=_tone(lifted, doubt, is_failed=place in failed),
        reason=_reason(name, lifted, doubt),
        candidates=(("原先确认", earlier), *others) if earlier else others,
        original=raw.original or "" if raw and raw.value else "",
        asks=place in case.asked,
    )


def _reason(name: str, field: FieldReading | None, doubt: Doubt | None) -> str:
    """Why the field is open, or why it is believed. What the readers found out is told even where the papers contradict each other;
    of the seal the contradiction says it all.
    """
    told = "；".join(field.reasons) if field else ""
    if doubt is None or doubt.reason in told:
        return told
    if not told or told in doubt.reason or name in _SEAL:
        return doubt.reason
    return f"{doubt.reason.rstrip('。')}。{told}"


def _tone(field: FieldReading | None, doubt: Doubt | None, *, is_failed: bool) -> Tone:
    if doubt is not None:
        return Tone.BAD if is_failed or (field is not None and field.state is FieldState.FAILED) else Tone.WARN
    return Tone.GOOD if field is not None and field.state is FieldState.ACCEPTED else Tone.NEUTRAL


def _failed_places(assessment: Assessment) -> frozenset[Place]:
    return frozenset((slot, name or KIND) for finding in assessment.failed for slot, name in finding.fields)


def box_tones(slot: str, case: ReviewCase) -> dict[str, Tone]:
    """The colour of each field's box: open places stand out, what a person settled is good."""
    views = field_views(slot, case)
    return {view.key: Tone.GOOD if view.decided is not None else _BOX_TONES.get(view.tone, view.tone) for view in views}
