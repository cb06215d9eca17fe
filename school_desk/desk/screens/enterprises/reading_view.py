"""What was read of a paper, as the desk shows it: boxes on the photo, the chip of its slot."""

from __future__ import annotations

from collections.abc import Mapping

from school_desk.desk.colours import Tone
from school_desk.desk.widgets.chips import Chip
from school_desk.desk.widgets.photo_view import PhotoBox
from school_desk.documents.reading.paper import FieldState, PaperReading
from school_desk.enterprises.compare import FIELD_LABELS
from school_desk.terms.uploads import DocumentKind

_TONES = {FieldState.ACCEPTED: Tone.GOOD, FieldState.LOOK: Tone.INFO, FieldState.FAILED: Tone.BAD}


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
    if reading.kind in set(DocumentKind) and reading.kind != slot:
        return Chip(f"像是{DocumentKind(reading.kind).label}", Tone.BAD, "warn")
    return Chip("已识别", Tone.GOOD)
