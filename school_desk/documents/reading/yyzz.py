"""营业执照: fields of the business licence in its landscape (2019) and portrait or landscape (2015) prints."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from school_desk.documents.reading.authorities import read_authority
from school_desk.documents.reading.codes import read_credit_code
from school_desk.documents.reading.dated import date_of_row
from school_desk.documents.reading.evidence import MISSING, STANDS_TWICE, Draft
from school_desk.documents.reading.labels import Label, Wordings
from school_desk.documents.reading.layout import Sheet, Span
from school_desk.documents.reading.names import company_in, person_in, tidy, whole_company
from school_desk.documents.reading.values import dates_in, term_end
from school_desk.documents.reading.whole import apart_from_scope, closed, nothing_below, whole_name
from school_desk.documents.reading.wording import known_capital, known_scope, known_type, whole_scope
from school_desk.terms.names import normalise_company_name

LABELS: Mapping[str, Sequence[str]] = {
    "uscc": ("统一社会信用代码", "社会信用代码"),
    "name": ("企业名称", "名称", "称", "名"),
    "type": ("主体类型", "公司类型", "类型", "型", "类"),
    "legal_person": ("法定代表人", "执行事务合伙人", "负责人", "经营者", "投资人"),
    "capital": ("注册资本", "注册资金", "出资额", "成员出资总额"),
    "established": ("成立日期", "注册日期"),
    "term_to": ("营业期限", "合伙期限", "经营期限"),
    "address": ("主要经营场所", "营业场所", "经营场所", "住所", "所", "住"),
    "scope": ("经营范围", "业务范围"),
    "authority": ("登记机关",),
    # Not fields, but their labels end the values beside them.
    "": ("注册号", "国家企业信用信息公示系统网址", "扫描二维码登录", "副本", "正本", "核准日期"),
}
_WORDINGS = Wordings(LABELS)
_TORN_OFFICE = Wordings({"authority": ("登记机",)})
# A label printed wide falls apart, and its last character may stick to the value while the first is lost.
_TAILS = {"name": "称", "type": "型", "address": "所"}
_PLACE = re.compile(r"(?:[\u4e00-\u9fff]{2,3}省|[\u4e00-\u9fff]{2,7}[市县区]).*(?:[路街道巷弄村号幢室楼层园]|自主申报)")
_TYPE_BELOW = re.compile(r"类?型(?:有限|股份|其他|个人|个体|普通|特殊|全民|集体|内资|一人)")
_FLOWING = ("name", "type", "address", "scope", "term_to")
_SHORTEST_NAME = 4
_UNSURE = 0.5


def read_yyzz(sheet: Sheet) -> dict[str, Draft]:
    """The eleven fields of a licence; `authority` is empty when it stands only in the seal."""
    labels = _labels(sheet)
    spans = {field: _value(sheet, labels, field) for field in LABELS if field}
    established = _date(spans["established"])
    term = _term(spans["term_to"])
    return {
        "uscc": read_credit_code(sheet, spans["uscc"]),
        "name": nothing_below(closed(_name(sheet, spans["name"])), sheet, labels),
        "type": apart_from_scope(closed(known_type(_text(_without_address(_from_first_word(spans["type"])))))),
        "legal_person": person_in(spans["legal_person"]),
        "capital": known_capital(_text(spans["capital"])),
        "established": _with_term_start(established, spans["term_to"]),
        "term_to": term,
        "address": apart_from_scope(closed(_text(_address(sheet, labels, spans)))),
        "scope": closed(_scope(spans["scope"])),
        "authority": read_authority(spans["authority"].without_strays),
        "issue_date": _after(established, _issue_date(sheet, labels, (spans["established"], spans["term_to"]))),
    }


def _labels(sheet: Sheet) -> list[Label]:
    """The labels; of that of the office the seal may hide the end."""
    labels = sheet.find_own_labels(_WORDINGS)
    if any(label.field == "authority" for label in labels):
        return labels
    torn = (label for label in sheet.find_own_labels(_TORN_OFFICE) if _ends_its_box(sheet, label))
    return sorted((*labels, *torn), key=lambda label: (label.row, label.start))


def _ends_its_box(sheet: Sheet, label: Label) -> bool:
    cells = sheet.rows[label.row].cells
    return label.end == len(cells) or cells[label.end].box is not cells[label.end - 1].box


def _value(sheet: Sheet, labels: Sequence[Label], field: str) -> Span:
    """The longest wording found first; one with an empty place beside it gives way to the next."""
    for label in (label for label in labels if label.field == field):
        value = sheet.value_of(label, labels) if field in _FLOWING else sheet.value_beside(label, labels)
        if not value.cells and field == "uscc":
            value = sheet.value_below(label)
        # Between 法定代表人 and （负责人） stands but a bracket.
        if re.search(r"\w", value.text):
            return _without_tail(value, field)
    return _behind_tail(sheet, labels, field)


def _behind_tail(sheet: Sheet, labels: Sequence[Label], field: str) -> Span:
    """The value, with its further lines, behind the last character of a label whose first was lost: 所浙江省湖州市..."""
    tail = _TAILS.get(field)
    for number, row in enumerate(sheet.rows):
        for start, cell in enumerate(row.cells):
            opens = cell.index == 0 and cell.char == tail and len(cell.box.glyphs) > _SHORTEST_NAME
            # Of a box that runs downwards every character stands in a row of its own.
            if opens and start + 1 < len(row.cells) and row.cells[start + 1].box is cell.box:
                return sheet.value_from(number, start + 1, labels)
    return Span(())


def _without_tail(value: Span, field: str) -> Span:
    return value.part(1, len(value.cells)) if value.text.startswith(_TAILS.get(field, "：")) else value


def _begins_with_torn_label(name: Span) -> bool:
    """Whether the first character may well be the last of the label (称), misread."""
    if len(name.cells) <= _SHORTEST_NAME:
        return False
    first = name.cells[0].glyph
    tail = next((score for char, score in first.others if char == _TAILS["name"]), 0.0)
    return first.score < _UNSURE and tail > first.score / 2


def _name(sheet: Sheet, beside: Span) -> Draft:
    """Beside its label any name counts, for a shop may be called as it likes; elsewhere only what ends as companies do."""
    torn = re.match(r"[^\u4e00-\u9fff]?称", beside.text)
    beside = _without_type(beside.part(torn.end(), len(beside.cells)) if torn else beside)
    found = _untorn(whole_name, beside)
    if found.value:
        return found
    if len(tidy(beside.text)) >= _SHORTEST_NAME:
        return Draft(normalise_company_name(tidy(beside.text)), beside)
    return next((draft for piece in sheet.pieces if (draft := _untorn(company_in, piece)).value), MISSING)


def _untorn(rule: Callable[[Span], Draft], name: Span) -> Draft:
    """What `rule` finds in `name`; without a first character that seems to belong to the label it is only proposed."""
    if not _begins_with_torn_label(name):
        return rule(name)
    found = rule(name.part(1, len(name.cells)))
    return found.doubted("名称开头可能多读或少读一个字，请对照照片") if found.value else found


def _without_type(name: Span) -> Span:
    """`name` up to the type below it whose label was lost but for 型; a name may go on with 型 too, but not once it is whole."""
    for at, cell in enumerate(name.cells):
        below = name.part(at, len(name.cells)).text
        if at and cell.index == 0 and _TYPE_BELOW.match(below) and whole_company(name.part(0, at).text) == at:
            return name.part(0, at)
    return name


def _address(sheet: Sheet, labels: Sequence[Label], spans: Mapping[str, Span]) -> Span:
    return spans["address"] if spans["address"].cells else _unlabelled_address(sheet, labels, spans)


def _unlabelled_address(sheet: Sheet, labels: Sequence[Label], spans: Mapping[str, Span]) -> Span:
    """The first stretch outside the other values that reads like an address: its label was not legible."""
    taken = {id(cell) for span in spans.values() for cell in span.cells}
    for number, row in enumerate(sheet.rows):
        for match in _PLACE.finditer(row.text):
            if id(row.cells[match.start()]) not in taken and "系统" not in row.text:
                return sheet.value_from(number, match.start(), labels)
    return Span(())


def _text(span: Span) -> Draft:
    return Draft(tidy(span.text) or None, span)


def _from_first_word(span: Span) -> Span:
    """The type without what stands before its first word: the frame of the label's cell, read as a tick (☑有限责任公司), its last character."""
    return span.part(len(span.text) - len(re.sub(r"^[^\u4e00-\u9fff]*类?型?", "", span.text)), len(span.cells))


def _without_address(span: Span) -> Span:
    """The type up to the address below it whose label was lost but for 所."""
    for at, cell in enumerate(span.cells):
        if at and cell.index == 0 and cell.char == _TAILS["address"] and _PLACE.match(span.text[at + 1 :]):
            return span.part(0, at)
    return span


def _scope(span: Span) -> Draft:
    whole = whole_scope(span)
    return known_scope(Draft(whole.text.lstrip("：") or None, whole))


def _date(span: Span) -> Draft:
    found = next(iter(dates_in(span.text)), None)
    return Draft(found.value, span.part(found.start, found.end)) if found else MISSING


def _term(span: Span) -> Draft:
    return Draft(term_end(span.text), span)


def _with_term_start(established: Draft, term: Span) -> Draft:
    """A term usually begins on the day of establishment: the same day in two places of one paper is a proof."""
    days = dates_in(term.text)
    if not days or not re.search(r"[至到]", term.text):
        return established
    if established.value is None:
        return replace(_date(term), notes=("取自营业期限的起始日",))
    return established.proven(STANDS_TWICE) if days[0].value == established.value else established


def _after(established: Draft, issued: Draft) -> Draft:
    """The day of issue; only proposed when it lies before the day of establishment, for one of the two is misread."""
    days = established.value, issued.value
    early = all(isinstance(day, str) for day in days) and str(issued.value) < str(established.value)
    return issued.doubted("早于成立日期，请对照照片") if early else issued


def _issue_date(sheet: Sheet, labels: Sequence[Label], others: Sequence[Span]) -> Draft:
    """The date at the foot, whose year, month and day are printed apart around the seal; not one of the `others`, that have a label."""
    taken = {id(cell) for span in others for cell in span.cells}
    start = max((label.row for label in labels if label.field == "authority"), default=len(sheet.rows) * 2 // 3)
    for row in sheet.rows[start:]:
        day = date_of_row(row)
        if day.value and not any(id(cell) in taken for cell in day.span.cells):
            return day
    return MISSING
