"""Right or wrong: one reading held against what really stands on the paper, and the shares over many."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from school_desk.documents.reading.paper import KEY_FIELDS

SEAL_FIELDS = ("seal_present", "seal_name")


@dataclass(frozen=True)
class FieldScore:
    """One field of one paper. `accepted`: the reader took it without a person."""

    name: str
    right: bool
    accepted: bool
    confidence: float
    truth: Any
    value: Any


@dataclass
class PaperScore:
    """One paper: its fields, whether it was turned right and taken for what it is, and what was said of its seal (None: no seal to judge)."""

    kind: str
    fields: list[FieldScore]
    upright: bool = True
    classed: bool = True
    seal_present: bool | None = None
    seal_matches: bool | None = None

    @property
    def keys(self) -> list[FieldScore]:
        return [item for item in self.fields if item.name in KEY_FIELDS[self.kind]]


@dataclass
class Shares:
    """The table's row for one kind and level, as shares of 1; the counts beside them."""

    papers: int = 0
    counts: dict[str, list[int]] = field(default_factory=dict)

    def add(self, name: str, good: bool) -> None:
        count = self.counts.setdefault(name, [0, 0])
        count[0] += good
        count[1] += 1

    def share(self, name: str) -> float | None:
        good, of = self.counts.get(name, (0, 0))
        return good / of if of else None


def score(truth: Mapping[str, Any], reading: Mapping[str, Any]) -> PaperScore:
    """`truth` as the generator gives it, `reading` in the JSON form of `school-desk read`."""
    kind = truth["kind"]
    read = reading["fields"] if reading["kind"] == kind else {}
    fields = [
        _field(name, value, read.get(name))
        for name, value in truth["fields"].items()
        if value is not None and name not in SEAL_FIELDS
    ]
    scored = PaperScore(kind, fields, _upright(truth, reading), reading["kind"] == kind)
    if kind == "cns":
        _judge_seal(scored, truth, read)
    return scored


def summed(scores: Iterable[PaperScore]) -> Shares:
    shares = Shares()
    for paper in scores:
        shares.papers += 1
        for item in paper.fields:
            shares.add("field", item.right)
            shares.add(f"field {item.name}", item.right)
        for item in paper.keys:
            shares.add("key", item.right)
            shares.add("accepted", item.accepted)
            if item.accepted:
                shares.add("accepted right", item.right)
        shares.add("document", all(item.right for item in paper.keys))
        shares.add("upright", paper.upright)
        shares.add("class", paper.classed)
        if paper.seal_present is not None:
            shares.add("seal", paper.seal_present)
        if paper.seal_matches is not None:
            shares.add("seal name", paper.seal_matches)
    return shares


def same(truth: Any, value: Any) -> bool:
    """Whether a value is exactly the printed one: full-width and half-width forms and spaces aside, nothing else."""
    return bool(_plain(truth) == _plain(value))


def _field(name: str, truth: Any, read: Mapping[str, Any] | None) -> FieldScore:
    if read is None:
        return FieldScore(name, False, False, 0.0, truth, None)
    right = same(truth, read["value"])
    return FieldScore(name, right, read["state"] == "accepted", read["confidence"], truth, read["value"])


def _judge_seal(scored: PaperScore, truth: Mapping[str, Any], read: Mapping[str, Any]) -> None:
    """A grey picture must be answered with "cannot tell" (None); the name is judged where there is a seal in colour."""
    present = None if _is_grey(truth) else truth["fields"]["seal_present"]
    scored.seal_present = "seal_present" in read and read["seal_present"]["value"] is present
    if present:
        scored.seal_matches = _said_match(read) is truth["seal_matches"]


def _is_grey(truth: Mapping[str, Any]) -> bool:
    """Whether the picture shows no colour: what the truth says of the seal is then what was printed, not what can be seen."""
    return bool(truth["done"].get("grey")) or truth["done"].get("mode") == "copy"


def _said_match(read: Mapping[str, Any]) -> bool | None:
    """Whether the reader says that the seal names the enterprise; None: it cannot tell, which is never right."""
    seal, name = read.get("seal_name"), read.get("name")
    if not seal or not name or seal["value"] is None:
        return None
    return seal["state"] != "failed" and same(seal["value"], name["value"])


def _upright(truth: Mapping[str, Any], reading: Mapping[str, Any]) -> bool:
    return bool(reading["rotation"] == truth.get("rotation", 0))


def _plain(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        return tuple(sorted(_plain(item) for item in value))
    if isinstance(value, str):
        return "".join(unicodedata.normalize("NFKC", value).split())
    return value
