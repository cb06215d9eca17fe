"""企业承诺书: who commits, in running text or as a list of labels, and again at the signature; the date; the company's seal."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from school_desk.documents.reading.codes import read_credit_code
from school_desk.documents.reading.dated import date_of_row
from school_desk.documents.reading.evidence import MISSING, STANDS_TWICE, Draft, repaired
from school_desk.documents.reading.layout import Sheet, Span
from school_desk.documents.reading.names import company_in, person_in

_NAME_PLACES = re.compile(
    r"(?:企业名称|单位名称|公司名称|承诺单位|承诺企业|承诺人|我单位|我公司|本单位|本公司)[（(]?(?:公章|盖章|全称)?[）)]?[：:]?[（(]?(?:企业名称|单位名称)?[：:]?"
)
_PERSON_PLACES = re.compile(
    r"(?:法定代表人|法人代表|企业负责人|负责人)[（(]?(?:签字|签名|签章|盖章|姓名|或授权人)?[）)]?[：:为]?"
)
_NO_PERSON = re.compile(r"签字|盖章|日期|申请|公章|签名|手印|自愿")
_ADDRESSEE = re.compile(r"^.{4,30}[：:]$")


def read_cns(sheet: Sheet) -> dict[str, Draft]:
    """Name, code, legal person and date; the seal's two fields come from the picture."""
    flow = _flow(sheet)
    return {
        "name": _fused(list(_companies(flow))),
        "uscc": read_credit_code(sheet),
        "legal_person": _twice(_people(sheet)),
        "date": _date(sheet),
    }


def _flow(sheet: Sheet) -> Span:
    """The paper as one running text without the addressee's line, whose 学校 is not the one that commits."""
    rows = [row for number, row in enumerate(sheet.rows) if not (number < 4 and _ADDRESSEE.match(row.text))]
    return Span(tuple(cell for row in rows for cell in row.cells))


def _companies(flow: Span) -> Iterable[Draft]:
    for match in _NAME_PLACES.finditer(flow.text):
        found = company_in(flow.part(match.end(), match.end() + 40))
        near = found.value and flow.text.find(str(found.span.text), match.end()) <= match.end() + 2
        if near:
            yield found


def _people(sheet: Sheet) -> Iterable[Draft]:
    """Names after their label, each inside its row: the next row begins another sentence."""
    for row in sheet.rows:
        for match in _PERSON_PLACES.finditer(row.text):
            found = person_in(row.part(match.end(), match.end() + 5))
            if found.value and not _NO_PERSON.search(str(found.value)):
                yield found


def _twice(drafts: Iterable[Draft]) -> Draft:
    """The value read most often, earliest first; standing in two places it is proven."""
    found = [draft for draft in drafts if draft.value]
    if not found:
        return MISSING
    counts = Counter(str(draft.value) for draft in found)
    value, times = counts.most_common(1)[0]
    first = next(draft for draft in found if draft.value == value)
    return first.proven(STANDS_TWICE) if times > 1 else first


def _fused(drafts: list[Draft]) -> Draft:
    """Names of one length that differ in a character or two: at each place the surer reading counts."""
    best = _twice(drafts)
    if best.proofs or best.value is None:
        return best
    alike = [draft for draft in drafts if len(str(draft.value)) == len(str(best.value)) and _nearly(draft, best)]
    if len(alike) < 2:
        return best
    name = "".join(
        max((draft.span.cells[place].glyph for draft in alike), key=lambda g: g.score).char
        for place in range(len(str(best.value)))
    )
    return replace(repaired(best, name), notes=("同一张纸上两处读得不同，取较清楚的字",))


def _nearly(one: Draft, other: Draft) -> bool:
    """Same length in characters and cells, and nearly the same text."""
    a, b = str(one.value), str(other.value)
    return len(one.span.cells) == len(a) and sum(x != y for x, y in zip(a, b, strict=True)) <= 2


def _date(sheet: Sheet) -> Draft:
    """The last date of the paper: the one at the signature."""
    for row in reversed(sheet.rows):
        day = date_of_row(row)
        if day.value:
            return day
    return MISSING
