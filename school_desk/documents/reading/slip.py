"""转账回单: both parties, the amount in digits and capitals, serial number and date, on grids, lists and vouchers of any bank."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from school_desk.documents.reading.evidence import CAPITALS_AGREE, MISSING, STANDS_TWICE, Draft, agree, repaired
from school_desk.documents.reading.labels import Label
from school_desk.documents.reading.layout import Sheet
from school_desk.documents.reading.names import tidy
from school_desk.documents.reading.slip_labels import DAY_RANKS, PURPOSES, SERIAL_RANKS, labels_of, rank_of
from school_desk.documents.reading.slip_parties import read_parties, value_at
from school_desk.documents.reading.slip_roles import find_headings, without_headings
from school_desk.documents.reading.values import (
    Found,
    amount_of_capitals,
    amounts_in,
    capitals_in,
    capitals_of,
    dates_in,
    nearly_capitals_in,
    same_capitals,
)

_NUMBER = re.compile(r"[0-9A-Za-z][0-9A-Za-z\-]{5,39}")
_LONG_NUMBER = re.compile(r"[0-9A-Za-z]{10,40}")
# 流水打印：第1次 counts copies.
_HAS_SERIAL = re.compile("流水(?!打印)|参考号")
_DAY_AND_TIME = re.compile(r"(?<!\d)(20\d\d)[年\-./]?([01]\d)[月\-./]?([0-3]\d)日?(?=[0-2]\d[：:.][0-5]\d)")
_MEANS = re.compile(
    r"(?:网上银行|网银|网络|网上|手机银行|电子|企业|银行|跨行|同行|行内|行外|实时|普通|大额|小额|对公|转账|汇款|电汇|汇兑|网转|转支|支出|支付|付款|转出)+"
)
_ONLY_MEANS = "只写着怎样付的，不像用途，请对照照片"
_BELOW = "流水号取自标签下面一行，请对照照片"
_OF_THE_CLEARING = "取的是支付交易序号，请对照照片是不是流水号"
_SERIALS = "印着不止一个流水号，请对照照片"
_SOME_DAY = "没有找到标明是交易的日期，请对照照片"
_PARTIES = 2
_ACCOUNT_LABEL = re.compile("[账帐卡]号")
_MONEY = re.compile(r"(?:¥|Y|RMB|CNY|人民币)[：:]?$")
_UNIT = re.compile(r"（?(?:单位：)?元）?")
_ONLY_AMOUNT = "这个数旁边没有写明是交易金额，请对照照片"
_CAPITALS_UNREAD = "大写金额没有读准，不能与小写相互印证，请对照照片"
_SLIP_NUMBER = "取的是回单编号，流水号没有找到，请对照照片"


def read_slip(sheet: Sheet) -> dict[str, Draft]:
    """The eleven fields of a slip. Names and banks are compared later; amount and capitals prove each other here."""
    sheet = _first_of_several(sheet)
    headings = find_headings(sheet)
    sheet = without_headings(sheet, headings)
    labels = labels_of(sheet)
    amount, words = _amounts(sheet, labels)
    fields = read_parties(sheet, labels, headings)
    return fields | {
        "amount": amount,
        "amount_cn": words,
        "purpose": _purpose(sheet, labels),
        "serial_no": _serial(sheet, labels),
        "date": _date(sheet, labels),
    }


def _first_of_several(sheet: Sheet) -> Sheet:
    """The sheet down to where a second slip begins: in the widest gap between two amounts in words, with accounts behind each."""
    named = [(at, item.value) for at, row in enumerate(sheet.rows) for item in capitals_in(row.text)]
    other = next((at for at, value in named[1:] if value != named[0][1]), None)
    if other is None or other == named[0][0]:
        return sheet
    first = range(named[0][0], other)
    cut = max(first, key=lambda at: sheet.rows[at + 1].cells[0].y - sheet.rows[at].cells[0].y) + 1
    below = "".join(row.text for row in sheet.rows[cut:])
    if len(_ACCOUNT_LABEL.findall(below)) < _PARTIES:
        return sheet
    kept = {id(cell.box) for row in sheet.rows[:cut] for cell in row.cells}
    return Sheet(box for box in sheet.boxes if id(box) in kept)


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
    """The one after ¥, else the one beside a label of the amount, else the only one, as a proposal; never a fee or a balance."""
    others = {id(cell) for label in labels if not label.field for cell in value_at(sheet, label, labels).cells}
    digits = [amount for amount in digits if id(amount.span.cells[0]) not in others]
    for amount in digits:
        cell = amount.span.cells[0]
        before = [other for other in sheet.all.cells if other.box is cell.box and other.index < cell.index]
        if _MONEY.search("".join(other.char for other in before)):
            return amount
    for label in (label for label in labels if label.field == "amount"):
        value = value_at(sheet, label, labels)
        value = sheet.value_below(label) if _UNIT.fullmatch(value.text) else value
        beside = {id(cell) for cell in value.cells}
        for amount in digits:
            if id(amount.span.cells[0]) in beside:
                return amount
    return digits[0].doubted(_ONLY_AMOUNT) if len(digits) == 1 else MISSING


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
    return (amount.doubted(_CAPITALS_UNREAD) if amount.value and word.value else amount), word


def _close(one: str, other: str) -> bool:
    """Whether at most one character in four differs."""
    if abs(len(one) - len(other)) > 1:
        return False
    missing = sum(min(one.count(char), other.count(char)) for char in set(other))
    return missing * 4 >= len(other) * 3


def _purpose(sheet: Sheet, labels: Sequence[Label]) -> Draft:
    """What the money is for; how it was sent (摘要 电汇) only stands for it where the purpose itself was not legible."""
    found = list(_purposes(sheet, labels))
    told = next((draft for draft in found if not _MEANS.fullmatch(str(draft.value))), None)
    return told or (found[0].doubted(_ONLY_MEANS) if found else MISSING)


def _purposes(sheet: Sheet, labels: Sequence[Label]) -> Iterable[Draft]:
    for field in PURPOSES:
        for label in (label for label in labels if label.field == field):
            value = value_at(sheet, label, labels)
            text = tidy(value.text)
            if text:
                yield Draft(text, value)


def _serial(sheet: Sheet, labels: Sequence[Label]) -> Draft:
    """By its label; a slip's own number only stands for it, and is not believed where a 流水 is printed that was not found."""
    serials = list(_numbers(sheet, labels, "serial_no"))
    if serials:
        best = min(serials, key=lambda found: found[0])
        rivals = {draft.value for rank, draft in serials if rank == best[0]}
        if best[0] == len(SERIAL_RANKS) - 1 and (_HAS_SERIAL.search(sheet.text) or _has_own(sheet, labels)):
            return best[1].doubted(_OF_THE_CLEARING)
        return best[1] if len(rivals) == 1 else best[1].doubted(_SERIALS)
    own = next((draft for _, draft in _numbers(sheet, labels, "slip_no")), MISSING)
    return own.doubted(_SLIP_NUMBER) if own.value and _HAS_SERIAL.search(sheet.text) else own


def _has_own(sheet: Sheet, labels: Sequence[Label]) -> bool:
    return any(True for _ in _numbers(sheet, labels, "slip_no"))


def _numbers(sheet: Sheet, labels: Sequence[Label], field: str) -> Iterable[tuple[int, Draft]]:
    """The numbers of the labels of `field`, each with how far its label is from naming the transfer's own."""
    for label in (label for label in labels if label.field == field):
        words = sheet.rows[label.row].part(label.start, label.end).text
        value = value_at(sheet, label, labels)
        match = _NUMBER.search(value.text)
        if match:
            found = Draft(re.sub("-", "", match.group()), value.part(match.start(), match.end()))
            yield rank_of(words, SERIAL_RANKS), found
        elif words.endswith("流水号"):
            below = sheet.value_below(label)
            if _LONG_NUMBER.fullmatch(below.text):
                # Beside the label a piece of the seal stands.
                yield rank_of(words, SERIAL_RANKS), Draft(below.text, below).doubted(_BELOW)


def _date(sheet: Sheet, labels: Sequence[Label]) -> Draft:
    """The day of the transfer by its label; the time stamp or the booking day on the same paper prove it."""
    every = [day for row in sheet.rows for day in _days_in(row.text)]
    for field in ("date", "stamp", "", "printed"):
        drafts = _dates_beside(sheet, labels, field) if field else list(_unlabelled_dates(sheet, labels))
        if not drafts:
            continue
        day = drafts[0]
        if field == "printed" or (not field and len({other.value for other in drafts}) > 1):
            return day.doubted(_SOME_DAY)
        times = sum(other.value == day.value for other in every)
        return day.proven(STANDS_TWICE) if times > 1 and _only_day(every) else day
    return MISSING


def _dates_beside(sheet: Sheet, labels: Sequence[Label], field: str) -> list[Draft]:
    """The days of the labels of `field`, that of the transfer before that of its booking or of what was asked for."""
    found: list[tuple[int, Draft]] = []
    for label in (label for label in labels if label.field == field):
        value = value_at(sheet, label, labels)
        words = sheet.rows[label.row].part(label.start, label.end).text
        for day in _days_in(value.text)[:1]:
            found.append((rank_of(words, DAY_RANKS), Draft(day.value, value.part(day.start, day.end))))
    return [draft for _, draft in sorted(found, key=lambda item: item[0])]


def _unlabelled_dates(sheet: Sheet, labels: Sequence[Label]) -> Iterable[Draft]:
    """Every day but those that are said to be something else, as of printing."""
    others = (value_at(sheet, label, labels) for label in labels if label.field in ("", "printed"))
    taken = {id(cell) for value in others for cell in value.cells}
    for row in sheet.rows:
        for day in _days_in(row.text):
            if id(row.cells[day.start]) not in taken:
                yield Draft(day.value, row.part(day.start, day.end))


def _days_in(text: str) -> list[Found]:
    """The dates of `text`, also one that a time follows without a gap: 2026062914：23：02, 2026-11-1608.23.32."""
    found = dates_in(text)
    for match in _DAY_AND_TIME.finditer(text):
        if not any(match.start() < other.end and other.start < match.end() for other in found):
            found += (Found(day.value, match.start(), match.end()) for day in dates_in("-".join(match.groups())))
    return sorted(found, key=lambda item: item.start)


def _only_day(days: Sequence[Found]) -> bool:
    return agree([day.value for day in days])
