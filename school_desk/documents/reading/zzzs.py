"""资质证书: fields of the construction enterprise's qualification certificate."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from school_desk.documents.reading.authorities import read_authority
from school_desk.documents.reading.codes import read_credit_code
from school_desk.documents.reading.dated import date_of_row
from school_desk.documents.reading.evidence import MISSING, Draft
from school_desk.documents.reading.layout import Label, Sheet, Span
from school_desk.documents.reading.names import company_in, person_in
from school_desk.documents.reading.values import dates_in, term_end

LABELS: Mapping[str, Sequence[str]] = {
    "name": ("企业名称", "单位名称", "名称"),
    "uscc": ("统一社会信用代码", "营业执照注册号", "社会信用代码", "注册号"),
    "legal_person": ("法定代表人", "企业法定代表人", "负责人"),
    "cert_no": ("证书编号", "资质证书编号", "证书号", "编号"),
    "qualifications": ("资质类别及等级", "资质类别和等级", "资质等级", "资质类别", "承包资质类别及等级"),
    "valid_until": ("有效期至", "有效期限", "有效期"),
    "issuer": ("发证机关", "发证部门", "颁发机关"),
    "issue_date": ("发证日期", "颁发日期"),
    "": ("详细地址", "注册地址", "企业地址", "注册资本", "经济性质", "企业类型", "技术负责人", "副本", "业务范围"),
}
_GRADE = r"(?:特级|[一二三四壹贰叁肆甲乙丙丁]级|不分等级)"
_QUALIFICATION = re.compile(rf"[\u4e00-\u9fff、（）()]{{2,40}}?(?:{_GRADE}|施工劳务(?!{_GRADE}|资质))")
_CERT_NO = re.compile(r"[A-Z]{0,3}[0-9OQDIlB]{6,20}(?:-[0-9]{1,4}(?:/[0-9]{1,4})?)?")


def read_zzzs(sheet: Sheet) -> dict[str, Draft]:
    """The eight fields of a certificate; `qualifications` is a tuple of category with grade."""
    labels = sheet.find_labels(dict(LABELS))
    spans = {field: _value(sheet, labels, field) for field in LABELS if field}
    return {
        "name": company_in(spans["name"]),
        "uscc": read_credit_code(sheet, spans["uscc"]),
        "legal_person": person_in(spans["legal_person"]),
        "cert_no": _cert_no(sheet, spans["cert_no"]),
        "qualifications": _qualifications(sheet, labels),
        "valid_until": Draft(term_end(spans["valid_until"].text), spans["valid_until"]),
        "issuer": read_authority(spans["issuer"]),
        "issue_date": _issue_date(sheet, labels, spans),
    }


def _value(sheet: Sheet, labels: Sequence[Label], field: str) -> Span:
    read = sheet.value_of if field == "name" else sheet.value_beside
    return next((value for label in labels if label.field == field and (value := read(label, labels)).cells), Span(()))


def _cert_no(sheet: Sheet, beside: Span) -> Draft:
    """Opaque text: a letter or more, then digits. Letters that readers take for the first digit are told by the place."""
    match = _CERT_NO.search(beside.text)
    if match:
        return Draft(match.group(), beside.part(match.start(), match.end()))
    return next((Draft(m.group(), span) for span, m in sheet.search(r"\b[A-E][1-9][0-9]{8,11}(?![0-9A-Z])")), MISSING)


def _qualifications(sheet: Sheet, labels: Sequence[Label]) -> Draft:
    """Each category with its grade below the heading, one a row or several parted by signs."""
    first = next((label.row for label in labels if label.field == "qualifications"), 0)
    last = next((label.row for label in labels if label.field == "issuer" and label.row > first), len(sheet.rows))
    found: list[str] = []
    span = Span(())
    for piece in (piece for piece in sheet.pieces if _within(sheet, piece, first, last)):
        for match in _QUALIFICATION.finditer(_without_heading(piece.text)):
            start = len(piece.text) - len(_without_heading(piece.text)) + match.start()
            found.append(match.group().strip("、（）() "))
            span = span + piece.part(start, start + len(match.group()))
    return Draft(tuple(dict.fromkeys(found)), span)


def _within(sheet: Sheet, piece: Span, first: int, last: int) -> bool:
    rows = sheet.rows[first:last]
    return any(piece.cells[0] in row.cells for row in rows)


def _without_heading(text: str) -> str:
    return re.sub(r"^.*?(?:类别及等级|类别和等级|资质等级|资质类别)[：:]?", "", text)


def _issue_date(sheet: Sheet, labels: Sequence[Label], spans: Mapping[str, Span]) -> Draft:
    """Beside its own label, else the first date from the issuer's row downwards."""
    beside = spans["issue_date"]
    found = next(iter(dates_in(beside.text)), None)
    if found:
        return Draft(found.value, beside.part(found.start, found.end))
    start = next((label.row for label in labels if label.field == "issuer"), len(sheet.rows) * 2 // 3)
    for row in sheet.rows[start:]:
        day = date_of_row(row)
        if day.value:
            return day
    return MISSING
