"""Holds the papers of one enterprise against each other, against what it declared, and against a day. A person decides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from school_desk.documents.reading.evidence import LOOKS_ALIKE
from school_desk.documents.reading.paper import OTHER, FieldReading, FieldState, PaperReading, Value
from school_desk.documents.reading.seal import NOT_ON_A_COPY, likeness
from school_desk.documents.reading.values import LONG_TERM
from school_desk.terms.identifiers import normalise_credit_code
from school_desk.terms.names import normalise_company_name, normalise_person_name
from school_desk.terms.uploads import DocumentKind

Papers = Mapping[str, PaperReading]
"""Slot (yyzz, cns, zzzs, slip) → what was read from the file in that slot."""

_SHARED = {"name": "企业名称", "uscc": "统一社会信用代码", "legal_person": "法定代表人"}
_NORMALISED = {"name": normalise_company_name, "uscc": normalise_credit_code, "legal_person": normalise_person_name}
_TERMS = (("yyzz", "term_to", "营业执照的营业期限"), ("zzzs", "valid_until", "资质证书的有效期"))
_NO_DAY = "看不出是哪一天，请写成 2029-09-24 这样，没有期限的写“长期”。"
_ALMOST = 0.8
_CLEAR = 0.7


@dataclass(frozen=True, slots=True)
class Finding:
    """One observation for the reviewer. `level`: ok; look (cannot be told, or likely a misreading); failed (papers contradict).

    `fields` are the (slot, field) pairs it is about, `code` is stable for tests and canned reasons.
    """

    code: str
    level: Literal["ok", "look", "failed"]
    message: str
    fields: tuple[tuple[str, str], ...]


def compare_papers(papers: Papers, declared: Mapping[str, str] | None = None, on: date | None = None) -> list[Finding]:
    """Everything worth saying about the papers together, worst first.

    `declared` holds what the enterprise typed (name, uscc, legal_person), None when nothing was; without the day `on`
    nothing is said about expiry.
    """
    found = [
        *_wrong_slots(papers),
        *_agreement(papers),
        *(_against_declared(papers, declared) if declared else ()),
        *_seal(papers),
        *_payer(papers),
        *(_expiry(papers, on) if on else ()),
    ]
    order = {"failed": 0, "look": 1, "ok": 2}
    return sorted(found, key=lambda finding: order[finding.level])


def lift_by_agreement(papers: Papers) -> dict[str, PaperReading]:
    """The papers with every clearly read shared field accepted where another paper says the same, naming that paper."""
    return {slot: _lifted(slot, paper, papers) for slot, paper in papers.items()}


def _lifted(slot: str, paper: PaperReading, papers: Papers) -> PaperReading:
    fields = dict(paper.fields)
    for name in _SHARED:
        reading = fields.get(name)
        other = next((o for o in papers if o != slot and _clearly_same(papers[o], name, reading)), None)
        if reading and LOOKS_ALIKE in reading.reasons:
            continue  # the same readers would misread it on the other paper, too
        if reading and other and reading.state is FieldState.LOOK and reading.confidence >= _CLEAR:
            reason = f"与{_label(other)}一致"
            confidence = max(reading.confidence, 0.99)
            reasons = (*reading.reasons, reason)
            fields[name] = replace(reading, state=FieldState.ACCEPTED, confidence=confidence, reasons=reasons)
    return replace(paper, fields=fields)


def _clearly_same(paper: PaperReading, name: str, reading: FieldReading | None) -> bool:
    other = paper.fields.get(name)
    if reading is None or other is None or other.state is FieldState.FAILED or other.confidence < _CLEAR:
        return False
    # What may itself be the usual character for a rare one proves nothing elsewhere: the same readers read both papers.
    if LOOKS_ALIKE in other.reasons:
        return False
    return bool(reading.value) and _plain(name, reading.value) == _plain(name, other.value)


def _wrong_slots(papers: Papers) -> Iterator[Finding]:
    for slot, paper in papers.items():
        seen = paper.seen or paper.kind
        if seen == slot:
            continue
        if seen == OTHER:
            yield Finding(
                "kind.unknown", "look", f"{_file(slot)} 的内容看不出是{_label(slot)}，请对照照片。", ((slot, ""),)
            )
        else:
            message = f"{_file(slot)} 应是{_label(slot)}，内容却是{_label(seen)}，文件可能放错了位置。"
            yield Finding("kind.mismatch", "failed", message, ((slot, ""),))


def _agreement(papers: Papers) -> Iterator[Finding]:
    for field, word in _SHARED.items():
        read = {slot: _plain(field, paper.value(field)) for slot, paper in papers.items() if paper.value(field)}
        if len(read) < 2:
            continue
        places = tuple((slot, field) for slot in read)
        names = "、".join(map(_label, read))
        if len(set(read.values())) == 1:
            yield Finding(f"{field}.agree", "ok", f"{names}上的{word}一致。", places)
            continue
        said = "；".join(f"{_label(slot)}“{value}”" for slot, value in read.items())
        yield _difference(f"{field}.differ", f"{word}不一致：{said}", list(read.values()), places)


def _against_declared(papers: Papers, declared: Mapping[str, str]) -> Iterator[Finding]:
    for field, word in _SHARED.items():
        typed = _plain(field, declared.get(field))
        for slot, paper in papers.items():
            value = _plain(field, paper.value(field))
            if not typed or not value:
                continue
            place = ((slot, field),)
            if typed == value:
                yield Finding(f"{field}.as_declared", "ok", f"{_label(slot)}上的{word}与填报一致。", place)
            else:
                said = f"{_label(slot)}上的{word}是“{value}”，填报的是“{typed}”"
                yield _difference(f"{field}.not_declared", said, [typed, value], place)


def _difference(code: str, said: str, values: list[str], places: tuple[tuple[str, str], ...]) -> Finding:
    """Nearly the same is more likely misread than false."""
    if all(likeness(values[0], value) >= _ALMOST for value in values[1:]):
        return Finding(code, "look", f"{said}。只差个别字，可能是识别误差，请对照照片。", places)
    return Finding(code, "failed", f"{said}。请核对是否同一家企业的材料。", places)


def _seal(papers: Papers) -> Iterator[Finding]:
    letter = papers.get("cns")
    if letter is None or letter.kind != "cns":
        return
    present, places = letter.value("seal_present"), (("cns", "seal_present"), ("cns", "seal_name"))
    name = _plain("name", next((p.value("name") for p in papers.values() if p.value("name")), None))
    sealed = _plain("name", letter.value("seal_name"))
    if present is None:
        no_ring = "seal_present" in letter.fields and NOT_ON_A_COPY in letter.fields["seal_present"].reasons
        seen = "也没有看到印章的圆圈" if no_ring else "看不出有没有公章"
        yield Finding("seal.unknown", "look", f"承诺书是灰度图片，{seen}，请看原件或要求彩色照片。", places)
    elif not present:
        yield Finding("seal.missing", "failed", "承诺书上没有看到企业公章，请盖章后重新拍照上传。", places)
    elif not sealed:
        yield Finding("seal.unreadable", "look", "承诺书盖了章，但章上的文字读不出，请对照照片。", places)
    elif name and sealed == name:
        yield Finding("seal.agree", "ok", "承诺书公章与企业名称一致。", places)
    elif name:
        yield _difference("seal.differ", f"承诺书公章是“{sealed}”，企业名称是“{name}”", [sealed, name], places)


def _payer(papers: Papers) -> Iterator[Finding]:
    slip = papers.get("slip")
    payer = _plain("name", slip.value("payer_name")) if slip else ""
    name = _plain("name", next((p.value("name") for p in papers.values() if p.value("name")), None))
    places = (("slip", "payer_name"),)
    if not payer or not name:
        return
    if payer == name:
        yield Finding("payer.agree", "ok", "回单付款人与企业名称一致。", places)
    else:
        yield _difference("payer.differ", f"回单付款人是“{payer}”，企业名称是“{name}”", [payer, name], places)


def _expiry(papers: Papers, on: date) -> Iterator[Finding]:
    for slot, field, word in _TERMS:
        value = papers[slot].value(field) if slot in papers else None
        places = ((slot, field),)
        if not isinstance(value, str):
            continue
        day = _day(value)
        if value == LONG_TERM:
            yield Finding(f"{field}.valid", "ok", f"{word}为长期。", places)
        elif day is None:
            yield Finding(f"{field}.no_day", "look", f"{word}是“{value}”，{_NO_DAY}", places)
        elif day >= on:
            yield Finding(f"{field}.valid", "ok", f"{word}至 {value}，有效。", places)
        else:
            yield Finding(f"{field}.expired", "failed", f"{word}已于 {value} 到期，请提供有效的证件。", places)


def _day(value: str) -> date | None:
    """None where a person wrote what is no day: whoever wrote it must hear of it, and nobody else's papers may wait for that."""
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def _plain(field: str, value: Value) -> str:
    return _NORMALISED[field](value) if isinstance(value, str) else ""


def _label(slot: str) -> str:
    return DocumentKind(slot).label


def _file(slot: str) -> str:
    return f"{slot}.jpg"
