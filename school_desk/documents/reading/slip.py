"""转账回单: both parties, the amount in digits and capitals, serial number and date, on grids, lists and vouchers of any bank."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from school_desk.documents.reading.evidence import CAPITALS_AGREE, MISSING, STANDS_TWICE, Draft, agree, repaired
from school_desk.documents.reading.layout import Label, Sheet, Span
from school_desk.documents.reading.names import tidy
from school_desk.documents.reading.rows import Cell
from school_desk.documents.reading.values import (
    Found,
    amount_of_capitals,
    amounts_in,
    capitals_in,
    capitals_of,
    dates_in,
    digits_in,
    nearly_capitals_in,
    same_capitals,
)
from school_desk.terms.names import normalise_company_name

_SIDES = {
    "payer": ("付款人", "付款方", "付方", "汇款人", "付款单位", "付款账户", "付款", "转出方", "转出"),
    "payee": ("收款人", "收款方", "收方", "收款单位", "收款账户", "收款", "转入方", "转入"),
}
_PARTS = {
    "name": ("账户名称", "单位名称", "户名", "全称", "名称"),
    "account": ("账号", "帐号", "账户", "卡号"),
    "bank": ("开户银行名称", "开户行名称", "开户银行", "开户机构", "开户网点", "开户行", "银行", "行名"),
}
_OTHERS: Mapping[str, Sequence[str]] = {
    "amount": ("交易金额", "转账金额", "金额", "（小写）", "小写"),
    "amount_cn": ("大写金额", "金额大写", "（大写）", "大写"),
    "purpose": ("用途", "资金用途"),
    "postscript": ("附言", "客户附言", "转账附言"),
    "summary": ("摘要", "交易摘要"),
    "remark": ("备注",),
    "serial_no": ("交易流水号", "核心流水号", "业务流水号", "银行流水号", "流水号", "交易参考号"),
    "slip_no": ("电子回单号码", "回单编号", "回单号", "凭证号码", "交易序号", "业务编号"),
    "date": ("交易日期", "交易时间", "记账日期", "入账日期", "转账日期", "付款日期", "日期"),
    "stamp": ("时间戳",),
    "printed": ("打印日期", "打印时间"),
    "": (
        "币种",
        "业务（产品）种类",
        "业务种类",
        "业务类型",
        "票据种类",
        "验证码",
        "记账网点",
        "记账柜员",
        "复核",
        "记账",
        "支付交易序号",
        "报文种类",
        "回单类型",
        "渠道",
    ),
}
# The heading of a party's block, printed downwards in a narrow cell or in three pieces: no value, but it says whose block it is.
_HEADING = re.compile(r"(?:([付收])款?(?:人|方|单位)?|款?人|款)$")
_ACCOUNT = re.compile(r"\d{8,}")
_BANK = re.compile(r"[\u4e00-\u9fff（）]*(?:银行|支行|分行|营业部|分理处|信用社)[\u4e00-\u9fff（）]*")
_PURPOSES = ("purpose", "postscript", "summary", "remark")


def _label_names() -> dict[str, Sequence[str]]:
    """Every wording: 付款人户名 names a field by itself, a plain 户名 only with its place."""
    names: dict[str, Sequence[str]] = dict(_OTHERS)
    for part, words in _PARTS.items():
        names[part] = words
        for side, prefixes in _SIDES.items():
            names[f"{side}_{part}"] = tuple(prefix + word for prefix in prefixes for word in words)
    return names


LABELS: Mapping[str, Sequence[str]] = _label_names()


@dataclass(frozen=True, slots=True)
class _Anchor:
    """A heading that says whose block this is, by its place."""

    side: str
    x: float
    y: float


def read_slip(sheet: Sheet) -> dict[str, Draft]:
    """The eleven fields of a slip. Names and banks are compared later; amount and capitals prove each other here."""
    anchors = _anchors(sheet)
    sheet = Sheet(box for box in sheet.boxes if not _HEADING.match(box.text))
    labels = sheet.find_labels(dict(LABELS))
    parties = _parties(sheet, labels, anchors)
    amount, words = _amounts(sheet, labels)
    fields = {f"{side}_{part}": _party_value(sheet, labels, parties, side, part) for side in _SIDES for part in _PARTS}
    return fields | {
        "amount": amount,
        "amount_cn": words,
        "purpose": _purpose(sheet, labels),
        "serial_no": _serial(sheet, labels),
        "date": _date(sheet, labels),
    }


def _parties(sheet: Sheet, labels: Sequence[Label], anchors: Sequence[_Anchor]) -> dict[tuple[str, str], Label]:
    """Which label holds which party's part."""
    found: dict[tuple[str, str], Label] = {}
    for label in labels:
        side, _, part = label.field.partition("_")
        if side in _SIDES and part in _PARTS:
            found.setdefault((side, part), label)
    for part in _PARTS:
        plain = [label for label in labels if label.field == part]
        for side, label in _sided(sheet, plain, anchors):
            found.setdefault((side, part), label)
    return found


def _anchors(sheet: Sheet) -> list[_Anchor]:
    anchors = []
    for box in sheet.boxes:
        match = _HEADING.match(box.text)
        if match and match.group(1):
            cells = [cell for cell in sheet.all.cells if cell.box is box]
            middle = sum(cell.y for cell in cells) / len(cells)
            anchors.append(_Anchor("payer" if match.group(1) == "付" else "payee", cells[0].x, middle))
    return anchors


def _sided(sheet: Sheet, labels: Sequence[Label], anchors: Sequence[_Anchor]) -> Iterable[tuple[str, Label]]:
    """Plain labels with the party whose heading stands nearest to their left; without headings the payer comes first."""
    places = [(label, sheet.rows[label.row].cells[label.start]) for label in labels]
    if len({anchor.side for anchor in anchors}) == 2:
        for label, cell in places:
            yield _nearest(cell, anchors).side, label
        return
    ordered = sorted(places, key=lambda place: (place[1].x, place[0].row))
    if len(ordered) == 2:
        yield "payer", ordered[0][0]
        yield "payee", ordered[1][0]


def _nearest(cell: Cell, anchors: Sequence[_Anchor]) -> _Anchor:
    """The heading of the cell's block: one to its left in the same block, else the last one above."""
    left = [anchor for anchor in anchors if anchor.x < cell.left]
    above = [anchor for anchor in anchors if anchor.y < cell.y]
    return min(left or above or anchors, key=lambda anchor: abs(cell.x - anchor.x) + 2 * abs(cell.y - anchor.y))


def _party_value(
    sheet: Sheet, labels: Sequence[Label], parties: Mapping[tuple[str, str], Label], side: str, part: str
) -> Draft:
    label = parties.get((side, part))
    if part == "account":
        beside = sheet.value_of(label, labels) if label else Span(())
        below = _below_name(sheet, labels, parties.get((side, "name")), _ACCOUNT)
        return _account(beside if beside.cells else below)
    value = sheet.value_of(label, labels) if label else Span(())
    if part == "bank" and not value.cells:
        value = _below_name(sheet, labels, parties.get((side, "name")), _BANK)
    text = normalise_company_name(tidy(value.text))
    return Draft(text or None, value)


def _account(value: Span) -> Draft:
    found = digits_in(value.text, 6, 32)
    return Draft(found.value, value.part(found.start, found.end)) if found else MISSING


def _below_name(sheet: Sheet, labels: Sequence[Label], name: Label | None, shape: re.Pattern[str]) -> Span:
    """What has the `shape` of an account or a bank in the column under a party's name: its own label was not legible."""
    value = sheet.value_beside(name, labels) if name else Span(())
    if name is None or not value.cells:
        return Span(())
    first = value.cells[0]
    for piece in sheet.pieces_of(name.row + 1, name.row + 6):
        column = Span(tuple(cell for cell in piece.cells if cell.x > first.left))
        found = shape.search(column.text)
        if found and column.cells[found.start()].left - first.left < 3 * first.height:
            return column.part(found.start(), found.end())
    return Span(())


def _amounts(sheet: Sheet, labels: Sequence[Label]) -> tuple[Draft, Draft]:
    digits = [Draft(item.value, row.part(item.start, item.end)) for row in sheet.rows for item in amounts_in(row.text)]
    words = [Draft(item.value, row.part(item.start, item.end)) for row in sheet.rows for item in capitals_in(row.text)]
    for word in words:
        for amount in digits:
            capitals = capitals_of(str(amount.value))
            if capitals and same_capitals(str(word.value), capitals):
                return amount.proven(CAPITALS_AGREE), word.proven(CAPITALS_AGREE)
    amount = _likeliest_amount(sheet, labels, digits)
    return _contradiction(amount, _fullest_words(sheet, words))


def _fullest_words(sheet: Sheet, words: Sequence[Draft]) -> Draft:
    """The longest wording of the amount, one with a misread character inside counted whole."""
    nearly = [
        Draft(item.value, row.part(item.start, item.end)) for row in sheet.rows for item in nearly_capitals_in(row.text)
    ]
    return max((*words, *nearly), key=lambda draft: len(str(draft.value)), default=MISSING)


def _likeliest_amount(sheet: Sheet, labels: Sequence[Label], digits: Sequence[Draft]) -> Draft:
    """The one after ¥, else the one beside a label of the amount, else the only one."""
    for amount in digits:
        cell = amount.span.cells[0]
        before = [other for other in sheet.all.cells if other.box is cell.box and other.index < cell.index]
        if before and before[-1].char in "¥Y":
            return amount
    for label in (label for label in labels if label.field == "amount"):
        beside = {id(cell) for cell in sheet.value_beside(label, labels).cells}
        for amount in digits:
            if id(amount.span.cells[0]) in beside:
                return amount
    return digits[0] if len(digits) == 1 else MISSING


def _contradiction(amount: Draft, word: Draft) -> tuple[Draft, Draft]:
    """Capitals that name another amount fail both; capitals that name none were misread and take the amount's wording."""
    named = amount_of_capitals(str(word.value)) if word.value else None
    if amount.value is None and named:
        taken = Draft(named, word.span, notes=("小写未读出，由大写换算",))
        return taken, word
    if named and named != amount.value:
        reason = f"大写金额是 {named}，小写金额是 {amount.value}，不一致"
        return amount.failing(reason), word.failing(reason)
    proposed = capitals_of(str(amount.value)) if amount.value else None
    if word.value and proposed and _close(str(word.value), proposed):
        return amount.noted("大写有字未读准"), repaired(word, proposed)
    return amount, word


def _close(one: str, other: str) -> bool:
    """Whether at most one character in four differs."""
    if abs(len(one) - len(other)) > 1:
        return False
    missing = sum(min(one.count(char), other.count(char)) for char in set(other))
    return missing * 4 >= len(other) * 3


def _purpose(sheet: Sheet, labels: Sequence[Label]) -> Draft:
    for field in _PURPOSES:
        for label in (label for label in labels if label.field == field):
            value = sheet.value_beside(label, labels)
            text = tidy(value.text)
            if text:
                return Draft(text, value)
    return MISSING


def _serial(sheet: Sheet, labels: Sequence[Label]) -> Draft:
    for field in ("serial_no", "slip_no"):
        for label in (label for label in labels if label.field == field):
            value = sheet.value_beside(label, labels)
            match = re.search(r"[0-9A-Za-z][0-9A-Za-z\-]{5,39}", value.text)
            if match:
                return Draft(re.sub("-", "", match.group()), value.part(match.start(), match.end()))
    return MISSING


def _date(sheet: Sheet, labels: Sequence[Label]) -> Draft:
    """The day of the transfer by its label; the time stamp or the booking day on the same paper prove it."""
    for field in ("date", "stamp", "", "printed"):
        drafts = list(_dates_beside(sheet, labels, field)) if field else list(_unlabelled_dates(sheet))
        if drafts:
            every = [day for row in sheet.rows for day in dates_in(row.text)]
            times = sum(day.value == drafts[0].value for day in every)
            return drafts[0].proven(STANDS_TWICE) if times > 1 and _only_day(every) else drafts[0]
    return MISSING


def _dates_beside(sheet: Sheet, labels: Sequence[Label], field: str) -> Iterable[Draft]:
    for label in (label for label in labels if label.field == field):
        value = sheet.value_beside(label, labels)
        for day in dates_in(value.text)[:1]:
            yield Draft(day.value, value.part(day.start, day.end))


def _unlabelled_dates(sheet: Sheet) -> Iterable[Draft]:
    for row in sheet.rows:
        for day in dates_in(row.text):
            yield Draft(day.value, row.part(day.start, day.end))


def _only_day(days: Sequence[Found]) -> bool:
    return agree([day.value for day in days])
