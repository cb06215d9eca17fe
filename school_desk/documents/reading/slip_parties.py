"""Both parties of a transfer: whose name, account and bank is whose, by labels, headings, panels, columns or place alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from school_desk.documents.reading.evidence import MISSING, Draft
from school_desk.documents.reading.layout import Label, Sheet, Span
from school_desk.documents.reading.names import tidy, whole_company
from school_desk.documents.reading.rows import Cell
from school_desk.documents.reading.values import digits_in
from school_desk.terms.names import normalise_company_name

SIDES = {
    "payer": (
        *("付款人", "付款方", "付方", "汇款人", "汇款方", "付款单位", "付款账户", "付款账号", "付款户", "付款"),
        *("转出方", "转出账户", "转出", "汇出"),
    ),
    "payee": (
        *("收款人", "收款方", "收方", "收款单位", "收款账户", "收款账号", "收款户", "收款"),
        *("转入方", "转入账户", "转入", "汇入"),
    ),
}
PARTS = {
    "name": ("账户名称", "单位名称", "户名", "全称", "名称"),
    "account": ("账户号码", "账（卡）号", "卡（账）号", "银行账号", "账号", "帐号", "账户", "卡号"),
    "bank": ("开户银行名称", "开户行名称", "开户银行", "开户机构", "所属机构", "开户网点", "开户行", "银行", "行名"),
}
# The heading of a party's block, printed downwards in a narrow cell or in three pieces: no value, but it says whose block it is.
_HEADING = re.compile(r"(?:([付收])款?(?:人|方|单位)?|款?人|款)$")
_ACCOUNT = re.compile(r"\d{8,}")
_BANK = re.compile(r"[\u4e00-\u9fff（）]*(?:银行|支行|分行|营业部|分理处|信用社)[\u4e00-\u9fff（）]*")
# Two columns, one for each party, under such headings: 转出方 | 转入方, 付款人 | 收款人.
_COLUMN = re.compile(r"(?:(?P<payer>付款|转出|汇款|汇出|付)|收款|转入|汇入|收)(?:人|方|单位|户|账户)?(?:信息|资料)?")
_PANEL = re.compile(r"[付收汇转][\u4e00-\u9fff]{0,5}(?:信息|资料)")


@dataclass(frozen=True, slots=True)
class _Anchor:
    """A heading that says whose block this is, by its place."""

    side: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Headings:
    """What says whose block a plain label stands in: `anchors` beside blocks, `columns` over them (the middle character of each)."""

    anchors: tuple[_Anchor, ...]
    columns: Mapping[str, Cell]


def find_headings(sheet: Sheet) -> Headings:
    """The headings of both parties' blocks, before `without_headings` takes them off."""
    return Headings(tuple(_anchors(sheet)), _columns(sheet))


def without_headings(sheet: Sheet) -> Sheet:
    """The sheet without them: none is a value, and a panel's 付款账户信息 is no label either."""
    return Sheet(box for box in sheet.boxes if not _HEADING.match(box.text) and not _PANEL.fullmatch(box.text))


def read_parties(sheet: Sheet, labels: Sequence[Label], headings: Headings) -> dict[str, Draft]:
    """payer_name, payer_account, payer_bank, payee_name … of a sheet without headings."""
    parties = _parties(sheet, labels, headings)
    return {
        f"{side}_{part}": _in_column(sheet, labels, headings.columns, side, part)
        or _party_value(sheet, labels, parties, side, part)
        for side in SIDES
        for part in PARTS
    }


def _parties(sheet: Sheet, labels: Sequence[Label], headings: Headings) -> dict[tuple[str, str], Label]:
    """Which label holds which party's part."""
    found: dict[tuple[str, str], Label] = {}
    for label in labels:
        side, _, part = label.field.partition("_")
        if side in SIDES and part in PARTS:
            found.setdefault((side, part), label)
    for part in PARTS:
        plain = [label for label in labels if label.field == part]
        for label in plain if headings.columns else ():
            found.setdefault((_heading_over(_label_of(sheet, label), headings.columns), part), label)
        for side, label in _sided(sheet, plain, headings.anchors):
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


def _columns(sheet: Sheet) -> dict[str, Cell]:
    """The middle character of each party's heading, where both stand side by side over a column of values."""
    for row in sheet.rows:
        found: dict[str, Cell] = {}
        for piece in sheet.pieces_in(row):
            match = _COLUMN.fullmatch(piece.text)
            if match:
                found["payer" if match["payer"] else "payee"] = piece.cells[len(piece.cells) // 2]
        if len(found) == len(SIDES):
            return found
    return {}


def _in_column(
    sheet: Sheet, labels: Sequence[Label], columns: Mapping[str, Cell], side: str, part: str
) -> Draft | None:
    """The party's part where one label at the left serves both columns; None when the slip is not printed so."""
    for label in labels if columns else ():
        first = sheet.rows[label.row].cells[label.start]
        alone = sum(other.row == label.row for other in labels) == 1
        if label.field != part or not alone or any(first.x > heading.x for heading in columns.values()):
            continue
        row = sheet.rows[label.row]
        beside = sheet.pieces_in(row.part(label.end, len(row.cells)))
        mine = [piece for piece in beside if _heading_over(piece, columns) == side]
        if len(beside) > 1 and mine:
            text = normalise_company_name(tidy(mine[0].text))
            return _account(mine[0]) if part == "account" else Draft(text or None, mine[0])
    return None


def _label_of(sheet: Sheet, label: Label) -> Span:
    return sheet.rows[label.row].part(label.start, label.end)


def _heading_over(piece: Span, columns: Mapping[str, Cell]) -> str:
    middle = (piece.cells[0].x + piece.cells[-1].x) / 2
    return min(columns, key=lambda side: abs(columns[side].x - middle))


def _party_value(
    sheet: Sheet, labels: Sequence[Label], parties: Mapping[tuple[str, str], Label], side: str, part: str
) -> Draft:
    label = parties.get((side, part))
    if part == "account":
        beside = _value(sheet, label, labels) if label else Span(())
        below = _below_name(sheet, labels, parties.get((side, "name")), _ACCOUNT)
        return _account(beside if beside.cells else below)
    value = _value(sheet, label, labels) if label else Span(())
    if part == "name" and not value.cells and (account := parties.get((side, "account"))):
        value = _name_above(sheet, account)
    if part == "bank" and not value.cells:
        value = _below_name(sheet, labels, parties.get((side, "name")), _BANK)
    text = normalise_company_name(tidy(value.text))
    return Draft(text or None, value)


def _name_above(sheet: Sheet, account: Label) -> Span:
    """The enterprise that stands without a label right above its account."""
    here = sheet.rows[account.row].cells[account.start]
    for piece in reversed(sheet.pieces_of(max(0, account.row - 2), account.row)):
        first = piece.cells[0]
        if abs(first.left - here.left) < 3 * first.height and whole_company(piece.text):
            return piece
    return Span(())


def _account(value: Span) -> Draft:
    found = digits_in(value.text, 6, 32)
    return Draft(found.value, value.part(found.start, found.end)) if found else MISSING


def _below_name(sheet: Sheet, labels: Sequence[Label], name: Label | None, shape: re.Pattern[str]) -> Span:
    """What has the `shape` of an account or a bank in the column under a party's name: its own label was not legible."""
    value = sheet.value_beside(name, labels) if name else Span(())
    if name is None or not value.cells:
        return Span(())
    first = value.cells[0]
    labelled = min((label.row for label in labels if label.row > name.row), default=len(sheet.rows))
    for piece in sheet.pieces_of(name.row + 1, min(name.row + 6, labelled)):
        column = Span(tuple(cell for cell in piece.cells if cell.x > first.left))
        found = shape.search(column.text)
        if found and column.cells[found.start()].left - first.left < 3 * first.height:
            return column.part(found.start(), found.end())
    return Span(())


def _value(sheet: Sheet, label: Label, labels: Sequence[Label]) -> Span:
    """Beside the label with what goes on below it, or under it where a form prints its labels as captions."""
    value = sheet.value_of(label, labels)
    return value if value.cells else sheet.value_under(label, labels)
