"""What stands inside a box that a person drew on the photo, read for one field, its label inside the box or not. A proposal, never more."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from school_desk.documents.reading import slip_labels, yyzz, zzzs
from school_desk.documents.reading.authorities import read_authority
from school_desk.documents.reading.boxes import Glyph, TextBox
from school_desk.documents.reading.codes import read_credit_code
from school_desk.documents.reading.dated import date_of_row
from school_desk.documents.reading.evidence import MISSING, Draft, settle
from school_desk.documents.reading.fusion import fuse
from school_desk.documents.reading.layout import Sheet, Span
from school_desk.documents.reading.names import company_in, person_in, tidy
from school_desk.documents.reading.paper import FieldReading, FieldState, Value
from school_desk.documents.reading.rules import read_fields
from school_desk.documents.reading.values import (
    amount_of_capitals,
    amounts_in,
    capitals_in,
    digits_in,
    nearly_capitals_in,
    term_end,
)
from school_desk.documents.reading.votes import Voice, same_value
from school_desk.terms.names import normalise_company_name

REREAD = "按框选重新识别"
NOTHING_IN_BOX = "框里没有读出文字，请把整行文字框进去再试，或直接填写"

_LETTER_LABELS: Mapping[str, Sequence[str]] = {
    "name": ("企业名称", "单位名称", "公司名称", "承诺单位", "承诺企业", "承诺人"),
    "uscc": ("统一社会信用代码", "社会信用代码"),
    "legal_person": ("法定代表人", "法人代表", "企业负责人", "负责人"),
    "date": ("承诺日期", "签署日期", "日期"),
}
_LABELS: Mapping[str, Mapping[str, Sequence[str]]] = {
    "yyzz": yyzz.LABELS,
    "zzzs": zzzs.LABELS,
    "cns": _LETTER_LABELS,
    "slip": slip_labels.LABELS,
}
_CERT_NO = re.compile(r"[A-Za-z]{0,3}[0-9A-Za-z]{6,20}(?:-[0-9]{1,4}(?:/[0-9]{1,4})?)?")
_SEAL_WORD = re.compile(r"（(?:公章|盖章|签章|印章)）")
_SERIAL = re.compile(r"[0-9A-Za-z][0-9A-Za-z\-]{5,39}")

Rule = Callable[[Span], Draft]


def read_in_box(kind: str, field: str, boxes: Sequence[TextBox], voices: Sequence[Voice]) -> FieldReading:
    """The proposal for `field` of a paper of `kind` from the lines inside the box, as all voices together have them.

    Its state is LOOK even with a proof (FAILED when nothing fits): a person drew the box, a person takes the value. Without a value
    the last reason says what was read instead.
    """
    asked = sorted({at for voice in voices for at in voice.answers})
    fused = {at: fuse([(v.answers[at], v.weight) for v in voices if at in v.answers]) for at in asked}
    draft = interpret(kind, field, _said(boxes, fused))
    others = _others(draft, [(interpret(kind, field, _said(boxes, v.answers)), v.weight) for v in voices])
    if not draft.value and others:
        draft, others = others[0], others[1:]
    found = settle(replace(draft, candidates=tuple(filter(None, (_text(other.value) for other in others)))))
    if not found.value:
        return replace(found, reasons=(_instead(_said(boxes, fused)),))
    state = FieldState.FAILED if draft.failures else FieldState.LOOK
    return replace(found, state=state, reasons=(REREAD, *found.reasons))


def interpret(kind: str, field: str, boxes: Sequence[TextBox]) -> Draft:
    """The value of `field` in the text of `boxes`; MISSING when nothing there has its form."""
    sheet = Sheet(boxes)
    if field == "uscc":
        found = read_credit_code(sheet)
        return found if found.value else read_credit_code(sheet, sheet.all)
    if field == "qualifications":
        return read_fields(kind, sheet)[field]
    value = _without_label(sheet.all, (*_LABELS[kind].get(field, ()), *_part_labels(kind, field)))
    return _RULES.get(field, _text_of)(value) if value.cells else MISSING


def _part_labels(kind: str, field: str) -> Sequence[str]:
    """On a slip a plain 户名 or 账号 names the party's part too."""
    return _LABELS[kind].get(field.partition("_")[2], ()) if kind == "slip" else ()


def _without_label(span: Span, labels: Sequence[str]) -> Span:
    """A label of one character is left: it may as well be the value's first."""
    text = span.text
    for label in sorted((label for label in labels if len(label) > 1), key=len, reverse=True):
        if text.startswith(label):
            signs = len(text[len(label) :]) - len(text[len(label) :].lstrip("：:；;.· "))
            return span.part(len(label) + signs, len(span.cells))
    return span


def _company(span: Span) -> Draft:
    word = _SEAL_WORD.search(span.text)
    found = company_in(span.part(0, word.start()) if word else span)
    return found if found.value else Draft(normalise_company_name(tidy(span.text)) or None, span)


def _party(span: Span) -> Draft:
    """A payer may be a person, so that any name is one."""
    return Draft(normalise_company_name(tidy(span.text)) or None, span)


def _term(span: Span) -> Draft:
    return Draft(term_end(span.text), span)


def _amount(span: Span) -> Draft:
    found = next(iter(amounts_in(span.text)), None)
    if found is not None:
        return Draft(found.value, span.part(found.start, found.end))
    words = _capitals(span)
    named = amount_of_capitals(str(words.value)) if words.value else None
    return Draft(named, words.span, notes=("由大写换算",)) if named else MISSING


def _capitals(span: Span) -> Draft:
    found = max(
        (*capitals_in(span.text), *nearly_capitals_in(span.text)), key=lambda item: len(item.value), default=None
    )
    return Draft(found.value, span.part(found.start, found.end)) if found else MISSING


def _account(span: Span) -> Draft:
    found = digits_in(span.text, 6, 32)
    return Draft(found.value, span.part(found.start, found.end)) if found else MISSING


def _serial(span: Span) -> Draft:
    found = _matched(_SERIAL, span)
    return replace(found, value=str(found.value).replace("-", "")) if found.value else found


def _cert_no(span: Span) -> Draft:
    return _matched(_CERT_NO, span)


def _matched(shape: re.Pattern[str], span: Span) -> Draft:
    match = shape.search(span.text)
    return Draft(match.group(), span.part(match.start(), match.end())) if match else MISSING


def _text_of(span: Span) -> Draft:
    return Draft(tidy(span.text) or None, span)


_RULES: Mapping[str, Rule] = {
    "name": _company,
    "seal_name": _company,
    "payer_name": _party,
    "payee_name": _party,
    "legal_person": person_in,
    **dict.fromkeys(("established", "issue_date", "date"), date_of_row),
    **dict.fromkeys(("term_to", "valid_until"), _term),
    **dict.fromkeys(("authority", "issuer"), read_authority),
    **dict.fromkeys(("payer_account", "payee_account"), _account),
    "amount": _amount,
    "amount_cn": _capitals,
    "serial_no": _serial,
    "cert_no": _cert_no,
}


def _said(boxes: Sequence[TextBox], answers: Mapping[int, tuple[Glyph, ...]]) -> list[TextBox]:
    return [replace(box, glyphs=answers.get(at, box.glyphs)) for at, box in enumerate(boxes)]


def _others(taken: Draft, heard: Sequence[tuple[Draft, float]]) -> list[Draft]:
    """What else was read, each value once, by the weight of those who say it."""
    tally: list[tuple[Draft, float]] = []
    for draft, weight in heard:
        if not draft.value or same_value(draft.value, taken.value):
            continue
        place = next((at for at, (other, _) in enumerate(tally) if same_value(other.value, draft.value)), None)
        if place is None:
            tally.append((draft, weight))
        else:
            tally[place] = tally[place][0], tally[place][1] + weight
    return [draft for draft, _ in sorted(tally, key=lambda item: -item[1])]


def _text(value: Value) -> str:
    return "；".join(value) if isinstance(value, tuple) else value if isinstance(value, str) else ""


def _instead(boxes: Sequence[TextBox]) -> str:
    read = Sheet(boxes).all.text
    return f"框里读到“{read}”，不像这一项，请重新框选或直接填写" if read else NOTHING_IN_BOX
