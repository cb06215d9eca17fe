"""What a read paper is: fields with value, confidence, place, state and reasons, and the JSON form that the command line prints."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

Value = str | bool | tuple[str, ...] | None
"""None: not printed, not legible or, for a seal, cannot tell."""

# Kinds are the file stems of the manual (操作说明 第三章), the order of the fields is the order on the screens.
FIELDS: Mapping[str, tuple[str, ...]] = {
    "yyzz": (
        "uscc",
        "name",
        "type",
        "legal_person",
        "capital",
        "established",
        "term_to",
        "address",
        "scope",
        "authority",
        "issue_date",
    ),
    "zzzs": ("name", "uscc", "legal_person", "cert_no", "qualifications", "valid_until", "issuer", "issue_date"),
    "cns": ("name", "uscc", "legal_person", "date", "seal_present", "seal_name"),
    "slip": (
        "payer_name",
        "payer_account",
        "payer_bank",
        "payee_name",
        "payee_account",
        "payee_bank",
        "amount",
        "amount_cn",
        "purpose",
        "serial_no",
        "date",
    ),
}
KEY_FIELDS: Mapping[str, tuple[str, ...]] = {
    "yyzz": ("uscc", "name", "legal_person"),
    "zzzs": ("name", "uscc", "legal_person", "cert_no"),
    "cns": ("name", "uscc", "legal_person"),
    "slip": ("payer_name", "payer_account", "payee_account", "amount", "serial_no", "date"),
}
"""What a paper is read for: without these it proves nothing, and decisions rest on them."""

OTHER = "other"
"""The kind of a paper that is none of the four."""


class FieldState(StrEnum):
    """`accepted` only by proof; `look`: a person must see it; `failed`: a rule contradicts it or it is missing."""

    ACCEPTED = "accepted"
    LOOK = "look"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class FieldReading:
    """One field as read. `box` is x, y, width, height in pixels of the upright picture, None when nothing was found.

    `original` is what stood there when `value` was repaired, else None. `reasons` are Chinese words for the screen.

    `candidates` are the other values that a reading of the same place gave, the likeliest first.
    """

    value: Value
    confidence: float
    box: tuple[int, int, int, int] | None
    state: FieldState
    reasons: tuple[str, ...] = ()
    original: str | None = None
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PaperReading:
    """One paper. `kind` is what it was read as, `seen` what its content says it is ("" when nothing could be opened).

    `rotation`: degrees clockwise by which the picture (EXIF already applied) had to be turned to stand upright.

    `width` and `height` are those of the upright picture, in whose pixels the boxes are given.
    """

    kind: str
    fields: Mapping[str, FieldReading]
    problems: tuple[str, ...] = ()
    ms: int = 0
    rotation: int = 0
    width: int = 0
    height: int = 0
    engine: str = ""
    seen: str = ""

    def value(self, name: str) -> Value:
        """The value of field `name`, None when the paper has none."""
        found = self.fields.get(name)
        return found.value if found else None

    def to_json(self) -> dict[str, Any]:
        """The form of `school-desk read --json`."""
        return {
            "kind": self.kind,
            "seen": self.seen,
            "fields": {name: _field_json(reading) for name, reading in self.fields.items()},
            "problems": list(self.problems),
            "ms": self.ms,
            "rotation": self.rotation,
            "width": self.width,
            "height": self.height,
            "engine": self.engine,
        }


def paper_from_json(data: Mapping[str, Any]) -> PaperReading:
    """The reading that `to_json` wrote."""
    return PaperReading(
        kind=data["kind"],
        fields={name: _field_from_json(item) for name, item in data["fields"].items()},
        problems=tuple(data["problems"]),
        ms=data["ms"],
        rotation=data["rotation"],
        width=data["width"],
        height=data["height"],
        engine=data["engine"],
        seen=data["seen"],
    )


def _field_json(reading: FieldReading) -> dict[str, Any]:
    return {
        "value": list(reading.value) if isinstance(reading.value, tuple) else reading.value,
        "confidence": round(reading.confidence, 3),
        "box": list(reading.box) if reading.box else None,
        "state": reading.state.value,
        "reasons": list(reading.reasons),
        "original": reading.original,
        "candidates": list(reading.candidates),
    }


def _field_from_json(item: Mapping[str, Any]) -> FieldReading:
    value, box = item["value"], item["box"]
    return FieldReading(
        value=tuple(value) if isinstance(value, list) else value,
        confidence=item["confidence"],
        box=(box[0], box[1], box[2], box[3]) if box else None,
        state=FieldState(item["state"]),
        reasons=tuple(item["reasons"]),
        original=item["original"],
        # Readings kept by earlier versions have none.
        candidates=tuple(item.get("candidates", ())),
    )
