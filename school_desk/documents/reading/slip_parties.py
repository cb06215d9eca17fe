"""Both parties of a transfer: whose name, account and bank is whose, by labels, headings, panels, columns or place alone."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from school_desk.documents.reading.evidence import MISSING, Draft
from school_desk.documents.reading.labels import Label
from school_desk.documents.reading.layout import Sheet, Span
from school_desk.documents.reading.names import tidy, whole_company
from school_desk.documents.reading.rows import Cell
from school_desk.documents.reading.slip_labels import PARTIES, PARTS, SIDES, is_booked, is_own, parts_of
from school_desk.documents.reading.slip_roles import (
    Anchor,
    Headings,
    are_said,
    checked,
    heading_over,
    is_incoming,
    other_side,
    sided,
    told_apart,
)
from school_desk.documents.reading.slip_shapes import bank_of, is_bank, is_name, is_torso, split_parts
from school_desk.documents.reading.slip_tables import boxes_in, table_of
from school_desk.documents.reading.values import digits_in
from school_desk.terms.names import normalise_company_name

_ACCOUNT = re.compile(r"\d{8,}")
_BANK = re.compile(r"[\u4e00-\u9fff（）]*(?:银行|支行|分行|营业部|分理处|信用社)[\u4e00-\u9fff（）]*")
_ENTERPRISE = re.compile(
    r"[\u4e00-\u9fff（）]{4,}(?:(?:有限公司|有限责任公司)(?:[\u4e00-\u9fff]{2,8}分公司)?|学校|学院|中心)"
)
_NO_LABEL = "户名的标签没有读到，按账号上面一行取的，请对照照片"
_TORN = "开头可能没有读全，请对照照片"


def read_parties(sheet: Sheet, labels: Sequence[Label], headings: Headings) -> dict[str, Draft]:
    """payer_name, payer_account, payer_bank, payee_name … of a sheet without headings."""
    parties = _parties(sheet, labels, headings)
    said = are_said(sheet, labels, headings)
    blocks = _blocks(sheet, labels, headings.anchors)
    fields = {
        f"{side}_{part}": _in_column(sheet, labels, headings.columns, side, part)
        or _in_row(sheet, labels, headings.anchors, side, part)
        or _party_value(sheet, labels, parties, side, part)
        or _shaped(part, blocks.get(side, Span(())), apart=True)
        or (_name_over(sheet, labels, parties[side, "account"]) if part == "name" else None)
        or MISSING
        for side in SIDES
        for part in PARTS
    }
    return checked(told_apart(fields), said=said)


def value_at(sheet: Sheet, label: Label, labels: Sequence[Label]) -> Span:
    """Beside the label, or in its column of a table, or under it where a form prints its labels as captions."""
    if table := table_of(sheet, label, labels):
        return table.cell(sheet, label)
    value = sheet.value_beside(label, labels)
    return value if value.cells else sheet.value_under(label, labels)


def _parties(sheet: Sheet, labels: Sequence[Label], headings: Headings) -> dict[tuple[str, str], list[Label]]:
    """Which labels may hold which party's part, the likeliest first."""
    found: dict[tuple[str, str], list[Label]] = {(side, part): [] for side in SIDES for part in PARTS}
    incoming = is_incoming(sheet)
    for label in labels:
        side, parts = parts_of(label)
        if side and incoming and is_own(sheet, label):
            side = other_side(side)
        for part in parts if side else ():
            found[side, part].append(label)
    for part in PARTS:
        plain = [label for label in labels if label.field.split("+")[0] in PARTS and part in label.field.split("+")]
        lacking = [side for side in SIDES if not any(_at(sheet, label, labels, part) for label in found[side, part])]
        if len(lacking) == 1 and not headings.both:
            found[lacking[0], part] += plain
            continue
        for label in plain if headings.columns else ():
            found[heading_over(_label_of(sheet, label), headings.columns), part].append(label)
        for side, label in sided(sheet, plain, labels, headings):
            found[side, part].append(label)
    return {place: sorted(its, key=lambda label: is_booked(sheet, label)) for place, its in found.items()}


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
        mine = [piece for piece in beside if heading_over(piece, columns) == side]
        if len(beside) > 1 and mine:
            return _shaped(part, mine[0])
    return None


def _in_row(sheet: Sheet, labels: Sequence[Label], anchors: Sequence[Anchor], side: str, part: str) -> Draft | None:
    """The party's part where each party has a row of a table; None when the slip is not printed so."""
    levels = {anchor.side: anchor.y for anchor in anchors}
    for label in labels if len(levels) == len(SIDES) else ():
        if part not in label.field.split("+") or not (table := table_of(sheet, label, labels)):
            continue
        caption = sheet.rows[label.row].cells[label.start]
        if all(level > caption.y + caption.height for level in levels.values()):
            table = table.beside([anchor.x for anchor in anchors])
            cell = table.cell(sheet, label, levels[side], tuple(levels.values()))
            return _shaped(part, cell, apart="+" in label.field) or MISSING
    return None


def _blocks(sheet: Sheet, labels: Sequence[Label], anchors: Sequence[Anchor]) -> dict[str, Span]:
    """What stands without labels beside or under each party's heading: 付款人, and its name, account and bank line by line."""
    return (
        {anchor.side: _block(sheet, labels, anchor, anchors) for anchor in anchors}
        if len(anchors) == len(SIDES)
        else {}
    )


def _block(sheet: Sheet, labels: Sequence[Label], anchor: Anchor, anchors: Sequence[Anchor]) -> Span:
    labelled = {label.row for label in labels}
    found: list[Cell] = []
    level = anchor.y
    for number, row in enumerate(sheet.rows):
        height = row.cells[0].height
        if row.cells[0].y < anchor.y - 0.6 * height:
            continue
        over = any(other.y > anchor.y + 2 * height and row.cells[0].y > other.y - 0.6 * height for other in anchors)
        if over or number in labelled or row.cells[0].y - level > 4 * height or "¥" in row.text:
            break
        beside = [other for other in anchors if abs(other.y - anchor.y) < 2 * height]
        for box in boxes_in(row):
            away = {
                other.side: min(abs(box[0].x - other.x), abs((box[0].x + box[-1].x) / 2 - other.x)) for other in beside
            }
            if min(away, key=lambda side: away[side]) == anchor.side and box[-1].x > anchor.x:
                found += box
                level = row.cells[0].y
    return Span(tuple(found))


def _label_of(sheet: Sheet, label: Label) -> Span:
    return sheet.rows[label.row].part(label.start, label.end)


def _party_value(
    sheet: Sheet, labels: Sequence[Label], parties: Mapping[tuple[str, str], Sequence[Label]], side: str, part: str
) -> Draft | None:
    """The part by its own labels, else by its place beside the party's name or account; None when nothing there has its shape."""
    for label in parties[side, part]:
        if draft := _at(sheet, label, labels, part):
            return draft
    for name in parties[side, "name"] if part != "name" else ():
        below = _below_name(sheet, labels, name, _ACCOUNT if part == "account" else _BANK)
        if draft := _shaped(part, below):
            return draft.doubted(_TORN) if _is_cut(below) else draft
    for account in parties[side, "account"] if part == "name" else ():
        if draft := _name_above(sheet, account, labels):
            return draft
    return None


def _name_above(sheet: Sheet, account: Label, labels: Sequence[Label]) -> Draft | None:
    """The enterprise that stands without a label right above the caption of its account."""
    here = sheet.rows[account.row].cells[account.start]
    captions = {id(sheet.rows[label.row].cells[label.start]) for label in labels}
    for piece in reversed(sheet.pieces_of(max(0, account.row - 2), account.row)):
        first = piece.cells[0]
        near = abs(first.left - here.left) < 3 * first.height
        if near and id(first) not in captions and whole_company(piece.text):
            return _shaped("name", piece)
    return None


def _name_over(sheet: Sheet, labels: Sequence[Label], accounts: Sequence[Label]) -> Draft | None:
    """The enterprise right over its account, whose own label was lost; only proposed, and never what stands behind another label."""
    named = {id(cell) for label in labels for cell in sheet.rows[label.row].cells[label.start : label.end]}
    named |= {id(cell) for label in labels for cell in sheet.value_of(label, labels).cells}
    for account in accounts:
        value = sheet.value_beside(account, labels).cells[:1]
        for row in reversed(sheet.rows[max(0, account.row - 2) : account.row]):
            for piece in map(Span, map(tuple, boxes_in(row))):
                first = piece.cells[0]
                over = value and abs(first.left - value[0].left) < first.height and id(first) not in named
                if over and _ENTERPRISE.fullmatch(piece.text):
                    return Draft(normalise_company_name(piece.text), piece).doubted(_NO_LABEL)
    return None


def _at(sheet: Sheet, label: Label, labels: Sequence[Label], part: str) -> Draft | None:
    """The `part` that `label` names, None when what stands there does not look like one."""
    value = _value(sheet, label, labels)
    whole_party = sheet.rows[label.row].part(label.start, label.end).text in PARTIES and len(boxes_in(value)) > 1
    return _shaped(part, value, apart=whole_party or "+" in label.field)


def _shaped(part: str, value: Span, *, apart: bool = False) -> Draft | None:
    """What is a `part` in `value`, which with `apart` holds other parts too; None when nothing there looks like one."""
    value = split_parts(value).get(part, Span(())) if apart else value
    if part == "account":
        found = digits_in(value.text, 6, 32)
        return Draft(found.value, value.part(found.start, found.end)) if found else None
    value = bank_of(value) if part == "bank" else value
    text = normalise_company_name(tidy(value.text))
    if not text or not (is_name(text) if part == "name" else is_bank(text)):
        return None
    return Draft(text, value).doubted(_TORN) if part == "bank" and is_torso(text) else Draft(text, value)


def _below_name(sheet: Sheet, labels: Sequence[Label], name: Label, shape: re.Pattern[str]) -> Span:
    """What has the `shape` of an account or a bank in the column under a party's name: its own label was not legible."""
    value = sheet.value_beside(name, labels)
    if not value.cells:
        return Span(())
    first = value.cells[0]
    labelled = min((label.row for label in labels if label.row > name.row), default=len(sheet.rows))
    for piece in sheet.pieces_of(name.row + 1, min(name.row + 6, labelled)):
        column = Span(tuple(cell for cell in piece.cells if cell.x > first.left))
        found = shape.search(column.text)
        if found and column.cells[found.start()].left - first.left < 3 * first.height:
            return column.part(found.start(), found.end())
    return Span(())


def _is_cut(value: Span) -> bool:
    """Whether the box of `value` begins with more, a label that could not be told from it: where it ends was only guessed."""
    first = value.cells[0]
    return first.index > 0 and any(char not in "：；.·" for char in first.box.text[: first.index])


def _value(sheet: Sheet, label: Label, labels: Sequence[Label]) -> Span:
    """As `value_at`, beside the label with what goes on below it."""
    beside = Span(()) if table_of(sheet, label, labels) else sheet.value_of(label, labels)
    return beside if beside.cells else value_at(sheet, label, labels)
