"""How an enterprise's papers stand before the school's 初审: what a person must still look at, how risky it is, what a field may be instead.

Pure rules over what was read, declared and decided; a person decides.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from school_desk.documents.reading.compare import Finding, Papers, compare_papers, lift_by_agreement
from school_desk.documents.reading.paper import FIELDS, FieldReading, FieldState, PaperReading, Value
from school_desk.documents.reading.values import dates_in, term_end
from school_desk.terms.identifiers import credit_code_candidates
from school_desk.terms.uploads import ENTERPRISE_KINDS, DocumentKind

Place = tuple[str, str]
"""(slot, field): slot yyzz, cns or zzzs; field as in `reading.paper.FIELDS`, or KIND for the paper as a whole."""

KIND = "kind"
FIELD_LABELS: Mapping[str, str] = {
    KIND: "材料类别",
    "uscc": "统一社会信用代码",
    "name": "企业名称",
    "type": "类型",
    "legal_person": "法定代表人",
    "capital": "注册资本",
    "established": "成立日期",
    "term_to": "营业期限至",
    "address": "住所",
    "scope": "经营范围",
    "authority": "登记机关",
    "issue_date": "发证日期",
    "cert_no": "证书编号",
    "qualifications": "资质类别及等级",
    "valid_until": "有效期至",
    "issuer": "发证机关",
    "date": "签署日期",
    "seal_present": "企业公章",
    "seal_name": "公章文字",
}
SEAL_WORDS: Mapping[Value, str] = {True: "有公章", False: "没有公章", None: "看不清"}

# Proof can be had for these (check digits, the other papers, the seal): without it a person looks.
_PROVABLE = ("uscc", "name", "legal_person", "seal_present", "seal_name")
# Printed once: believed when clearly read. 营业期限 is missing on many licences, the other two never.
_LEGIBLE = {"term_to": False, "cert_no": True, "valid_until": True}
_TERM_ENDS, _DAYS = ("term_to", "valid_until"), ("established", "issue_date", "date")
_ON_EVERY_PAPER = ("uscc", "name", "legal_person")
_NOTHING_READ = "没有识别出内容，请对照照片填写"
_CLEAR = 0.8
_MOST_CANDIDATES = 9
# About the seal as such: its words are not a question of their own.
_NO_WORDS = ("seal.unknown", "seal.missing")


@dataclass(frozen=True, slots=True)
class Doubt:
    """One place that a person must look at, and why."""

    place: Place
    reason: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """What a field may be, and where that comes from."""

    value: str
    source: str


@dataclass(frozen=True, slots=True)
class Assessment:
    """The papers with agreement and decisions taken in, what was found (worst first), what is still open in reading order.

    `missing` are slots without a paper (or with a returned one), `unread` slots whose paper no engine has read yet.
    """

    papers: Mapping[str, PaperReading]
    findings: tuple[Finding, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    missing: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()

    @property
    def failed(self) -> tuple[Finding, ...]:
        """What contradicts, also after a person confirmed every field."""
        return tuple(finding for finding in self.findings if finding.level == "failed")

    @property
    def broken(self) -> tuple[Doubt, ...]:
        """Open places whose value a rule of its own contradicts, such as a check digit; what papers contradict is `failed`."""
        told = {place for finding in self.failed for place in finding.fields}
        open_places = (doubt for doubt in self.doubts if doubt.place not in told)
        return tuple(one for one in open_places if _breaks_a_rule(self.papers.get(one.place[0]), one.place[1]))

    @property
    def clean(self) -> bool:
        """Whether 初审 costs one key."""
        return not (self.doubts or self.failed or self.missing or self.unread)

    @property
    def risk(self) -> tuple[int, int, int]:
        """Sorts the queue, smallest first: contradictions, broken rules and gaps, then doubts; what is not read yet comes last."""
        contradicted = len(self.failed) + len(self.missing) + len(self.broken)
        return (bool(self.unread), -contradicted, -len(self.doubts))


@dataclass(frozen=True, slots=True)
class Submission:
    """What lies before the reviewer. `declared`: name, uscc, legal_person as the enterprise gave them; `decided`: what a person took as true."""

    slots: frozenset[str]
    readings: Papers
    declared: Mapping[str, str] = field(default_factory=dict)
    decided: Mapping[Place, str] = field(default_factory=dict)


def assess(given: Submission, on: date) -> Assessment:
    """Judges the submission as it stands on the day `on`."""
    read = {slot: given.readings[slot] for slot in _slots() if slot in given.readings and slot in given.slots}
    papers = {slot: _with_decisions(slot, paper, given.decided) for slot, paper in lift_by_agreement(read).items()}
    compared = compare_papers(papers, given.declared, on)
    found = tuple(finding for finding in compared if not _placed_by_a_person(finding, given))
    return Assessment(
        papers=papers,
        findings=found,
        doubts=tuple(_doubts(papers, found, given.decided)),
        missing=tuple(slot for slot in _slots() if slot not in given.slots),
        unread=tuple(slot for slot in _slots() if slot in given.slots and slot not in given.readings),
    )


def candidates(given: Submission, place: Place) -> tuple[Candidate, ...]:
    """What the field at `place` may be, likeliest first, each value once: as read, before repair, declared, on other papers, by check digits."""
    slot, name = place
    found: dict[str, Candidate] = {}
    for candidate in _candidates(given, slot, name):
        if candidate.value:
            found.setdefault(candidate.value, candidate)
    return tuple(found.values())[:_MOST_CANDIDATES]


def field_text(name: str, value: Value) -> str:
    """A read value as a person sees and edits it."""
    if name == "seal_present":
        return SEAL_WORDS[value]
    if isinstance(value, tuple):
        return "；".join(value)
    return value if isinstance(value, str) else ""


def field_value(name: str, text: str) -> Value:
    """What `field_text` wrote, as the comparison needs it."""
    if name == "seal_present":
        return next((value for value, word in SEAL_WORDS.items() if word == text), None)
    if name == "qualifications":
        return tuple(part for part in text.split("；") if part)
    return _as_day(name, text) or text or None


def _as_day(name: str, text: str) -> str | None:
    """The one form in which days are compared, however a person wrote them (2029.9.24, 2029年9月24日, 长期有效); None: none is there."""
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    if name in _TERM_ENDS:
        return term_end(plain)
    found = dates_in(plain) if name in _DAYS else []
    return found[0].value if len(found) == 1 else None


def _slots() -> tuple[str, ...]:
    return tuple(kind.value for kind in ENTERPRISE_KINDS)


def _with_decisions(slot: str, paper: PaperReading, decided: Mapping[Place, str]) -> PaperReading:
    fields = dict(paper.fields)
    for (decided_slot, name), text in decided.items():
        if decided_slot == slot and name in FIELDS[slot]:
            known = fields.get(name, FieldReading(None, 0.0, None, FieldState.FAILED))
            fields[name] = replace(known, value=field_value(name, text), state=FieldState.ACCEPTED, confidence=1.0)
    return replace(paper, fields=fields)


def _placed_by_a_person(finding: Finding, given: Submission) -> bool:
    """A paper whose kind the engine could not tell, and a person did."""
    return finding.code == "kind.unknown" and (finding.fields[0][0], KIND) in given.decided


def _doubts(papers: Papers, findings: Iterable[Finding], decided: Mapping[Place, str]) -> Iterator[Doubt]:
    """Every open place once, in the order of slots and fields; a contradiction speaks before the engine's own words."""
    told: dict[Place, str] = {}
    for finding in findings:
        if finding.level != "ok":
            places = finding.fields[:1] if finding.code in _NO_WORDS else finding.fields
            for slot, name in places:
                told.setdefault((slot, name or KIND), finding.message)
    for slot, paper in papers.items():
        for name in (KIND, *FIELDS[slot]):
            if (slot, name) in decided:
                continue
            reason = told.get((slot, name)) or _unsure(name, paper)
            if reason:
                yield Doubt((slot, name), reason)


def _unsure(name: str, paper: PaperReading) -> str:
    """Why the field cannot be believed as it was read; "" when it can or does not matter for the 初审."""
    read = paper.fields.get(name)
    if read is None:
        # Nothing could be opened or told: a person reads the photo.
        return ("；".join(paper.problems) or _NOTHING_READ) if name in _ON_EVERY_PAPER else ""
    if read.state is FieldState.ACCEPTED:
        return ""
    words = "；".join(read.reasons) or f"识别把握 {read.confidence:.0%}，请对照照片"
    if name == "seal_name" and not paper.value("seal_present"):
        return ""
    if name in _PROVABLE:
        return words
    if name not in _LEGIBLE:
        return ""
    unclear = read.confidence < _CLEAR if read.value else _LEGIBLE[name]
    return words if unclear else ""


def _candidates(given: Submission, slot: str, name: str) -> Iterator[Candidate]:
    here = given.readings.get(slot)
    read = here.fields.get(name) if here else None
    if read is not None:
        yield Candidate(field_text(name, read.value), "识别")
        yield Candidate(read.original or "", "识别原文")
        yield from (Candidate(value, "另一读法") for value in read.candidates)
    yield Candidate(given.declared.get(name, ""), "填报")
    for other, paper in given.readings.items():
        shared = name == "seal_name" or name in ("name", "uscc", "legal_person")
        if other != slot and shared:
            yield Candidate(field_text(name, paper.value("name" if name == "seal_name" else name)), _label(other))
    if name == "uscc" and read is not None and isinstance(read.original or read.value, str):
        for found in credit_code_candidates(read.original or str(read.value)):
            yield Candidate(found.code, "校验位推算")
    if name == "seal_present":
        yield from (Candidate(word, "可选") for word in SEAL_WORDS.values())


def _breaks_a_rule(paper: PaperReading | None, name: str) -> bool:
    read = paper.fields.get(name) if paper else None
    return read is not None and bool(read.value) and read.state is FieldState.FAILED


def _label(slot: str) -> str:
    return DocumentKind(slot).label
