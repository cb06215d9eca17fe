"""Who pays whom on a slip: by headings beside or above the labels, by order where nothing says it, checked by what the parties are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from school_desk.documents.reading.boxes import TextBox
from school_desk.documents.reading.evidence import Draft
from school_desk.documents.reading.labels import Label
from school_desk.documents.reading.layout import Sheet, Span
from school_desk.documents.reading.rows import Cell
from school_desk.documents.reading.slip_labels import PARTS, PURPOSES, SIDES, is_own, labels_of, parts_of

# The heading of a party's block, printed downwards in a narrow cell or in three pieces: no value, but it says whose block it is.
_HEADING = re.compile(
    r"(?:(?:(?P<payer>付款?|汇款|转出|汇出|申请?)|(?P<payee>收款?|转入|汇入))(?:人|方|单位)?|[款请]?人|[款请])：?$"
)
# The same over a block without labels, on the screens of telephones: 付款账户, and name, account and bank line by line.
_CARD = re.compile(r"(?:(?P<payer>付款|转出|汇款|汇出)|(?P<payee>收款|转入|汇入))账户：?")
_DIGITS = re.compile(r"\d{4}")
# Two columns, one for each party, under such headings: 转出方 | 转入方, 付款人 | 收款人.
_COLUMN = re.compile(
    r"(?:(?P<payer>付款|转出|汇款|汇出|付)|(?P<payee>收款|转入|汇入|收))(?:人|方|单位|户|账户)?(?P<panel>信息|资料)?"
)
_PANEL = re.compile(r"[付收汇转][\u4e00-\u9fff]{0,5}(?:信息|资料)")
_INCOMING = re.compile(r"(?:借贷|收支|收付)(?:标志|标识|方向|类型)?：?(?:贷|收)")
_OUTGOING = re.compile(r"(?:借贷|收支|收付)(?:标志|标识|方向|类型)?：?(?:借|支|付)")
# In heights of the text at hand: how far left of a heading the labels of its block begin, and how far apart two of one column.
_OUTDENT, _ONE_COLUMN = 1.5, 2.0
_SCHOOL = re.compile(r"学校|培训|学院|技校|教育")
_UNSAID = "单据上没有标明谁付谁收，请对照照片"
_PUT_RIGHT = "单据上没有标明谁付谁收，按收款的是学校排定，请对照照片"
_SCHOOL_PAYS = "读出的付款人是培训学校，收款人不是，请对照照片"
_SAME = "付款人和收款人读成了同一个，请对照照片"
_ROLE_DOUBTS = frozenset((_UNSAID, _PUT_RIGHT, _SCHOOL_PAYS, _SAME))
"""Every reason that says the roles are open: a new one belongs in here, or a record would take the doubt away that it cannot answer."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A heading that says whose block this is, by its place; `right` is where it ends."""

    side: str
    x: float
    y: float
    right: float


@dataclass(frozen=True, slots=True)
class Headings:
    """What says whose block a plain label stands in: `anchors` beside or above blocks, `columns` over them (the middle character of each).

    `boxes` are those that say nothing else: none of them is a value, and a panel's 付款账户信息 is no label either.
    """

    anchors: tuple[Anchor, ...]
    columns: Mapping[str, Cell]
    boxes: tuple[TextBox, ...] = ()

    @property
    def both(self) -> bool:
        """Whether each party has a heading of its own."""
        return bool(self.columns) or _name_both(self.anchors)


def find_headings(sheet: Sheet) -> Headings:
    """The headings of both parties' blocks."""
    others = _others(sheet, labels_of(sheet))
    cards = _cards(sheet)
    headings = [box for box in sheet.boxes if _HEADING.match(box.text) and id(box) not in others]
    panels = [box for box in sheet.boxes if _PANEL.fullmatch(box.text)]
    anchors = (*_card_anchors(sheet, cards), *_anchors(sheet, (*headings, *panels)))
    return Headings(anchors, _columns(sheet), (*headings, *panels, *(box for box, _ in cards)))


def without_headings(sheet: Sheet, headings: Headings) -> Sheet:
    """The sheet without them."""
    taken = {id(box) for box in headings.boxes}
    return Sheet(box for box in sheet.boxes if id(box) not in taken)


def _others(sheet: Sheet, labels: Sequence[Label]) -> set[int]:
    """The boxes (their ids) that are worded like headings and are none: a purpose (用途 付款), labels in a list of labels.

    付款单位 over or under 付款账号, each with its value beside it, names the party as a heading does; but only where all headings are so.
    """
    openings = [(label, sheet.rows[label.row].cells[label.start]) for label in labels]
    values = {id(label): sheet.value_beside(label, labels).cells for label in labels}
    purposes = {id(values[id(label)][0].box) for label in labels if label.field in PURPOSES and values[id(label)]}

    def is_listed(label: Label, first: Cell) -> bool:
        side, parts = parts_of(label)
        return (
            bool(side)
            and "name" in parts
            and bool(values[id(label)])
            and any(
                parts_of(other)[0] == side and other.row != label.row and abs(cell.left - first.left) < first.height
                for other, cell in openings
            )
        )

    listed = {id(first.box) for label, first in openings if is_listed(label, first)}
    headings = {id(box) for box in sheet.boxes if (match := _HEADING.match(box.text)) and any(match.groups())}
    return purposes | (listed if headings <= listed | purposes else set())


def is_incoming(sheet: Sheet) -> bool:
    """Whether the slip says that the money came in: 本方 is then who is paid."""
    return bool(_INCOMING.search(sheet.text))


def are_said(sheet: Sheet, labels: Sequence[Label], headings: Headings) -> bool:
    """Whether the slip says anywhere which party pays; 本方 and 对方 say it together with a direction only."""
    if headings.both or any(parts_of(label)[0] and not is_own(sheet, label) for label in labels):
        return True
    directed = _INCOMING.search(sheet.text) or _OUTGOING.search(sheet.text)
    return directed is not None and any(is_own(sheet, label) for label in labels)


def sided(sheet: Sheet, plain: Sequence[Label], labels: Sequence[Label], headings: Headings) -> list[tuple[str, Label]]:
    """The `plain` ones of the `labels` with the party whose heading, or else whose other label, they stand with; else the payer comes first."""
    anchors = headings.anchors if _name_both(headings.anchors) else tuple(_label_anchors(sheet, labels))
    places = [(label, sheet.rows[label.row].cells[label.start]) for label in plain]
    if _name_both(anchors):
        return [(_nearest(cell, anchors).side, label) for label, cell in places]
    if len(places) != len(SIDES):
        return []
    (one, first), (two, second) = places
    below = one.row != two.row and abs(first.x - second.x) < _ONE_COLUMN * first.height
    in_order = one.row < two.row if below else first.x < second.x
    return [("payer", one), ("payee", two)] if in_order else [("payer", two), ("payee", one)]


def heading_over(piece: Span, columns: Mapping[str, Cell]) -> str:
    """The party whose heading of a column stands nearest to the middle of `piece`."""
    middle = (piece.cells[0].x + piece.cells[-1].x) / 2
    return min(columns, key=lambda side: abs(columns[side].x - middle))


def checked(fields: Mapping[str, Draft], *, said: bool) -> dict[str, Draft]:
    """The parties, only proposed where they contradict what slips are for: a firm pays a school. Unless `said`, order alone told them apart."""
    pays, is_paid = (_is_school(fields[f"{side}_name"]) for side in SIDES)
    if said:
        return _doubted(fields, _SCHOOL_PAYS) if pays and not is_paid else dict(fields)
    if pays and not is_paid:
        swapped = {f"{side}_{part}": fields[f"{other_side(side)}_{part}"] for side in SIDES for part in PARTS}
        return _doubted(swapped, _PUT_RIGHT)
    # Order and meaning agree.
    return dict(fields) if is_paid and not pays else _doubted(fields, _UNSAID)


def told_apart(fields: Mapping[str, Draft]) -> dict[str, Draft]:
    """Nobody pays himself: what was found for both sides is only proposed, once it is known what all readers made of it, too."""
    found = dict(fields)
    for part in ("name", "account"):
        payer, payee = found[f"payer_{part}"], found[f"payee_{part}"]
        if payer.value and payer.value == payee.value:
            found |= {
                f"{side}_{part}": draft if _SAME in draft.notes else draft.doubted(_SAME)
                for side, draft in (("payer", payer), ("payee", payee))
            }
    return found


def are_roles_open(reasons: Iterable[str]) -> bool:
    """Whether the `reasons` of a party's field say that it may be the other party's, however surely it was read."""
    return not _ROLE_DOUBTS.isdisjoint(reasons)


def _doubted(fields: Mapping[str, Draft], reason: str) -> dict[str, Draft]:
    return {name: draft.doubted(reason) if draft.value else draft for name, draft in fields.items()}


def _is_school(name: Draft) -> bool:
    return bool(_SCHOOL.search(str(name.value or "")))


def other_side(side: str) -> str:
    """The other party."""
    return next(other for other in SIDES if other != side)


def _name_both(anchors: Iterable[Anchor]) -> bool:
    return len({anchor.side for anchor in anchors}) == len(SIDES)


def _cards(sheet: Sheet) -> list[tuple[TextBox, str]]:
    """The headings of both blocks, alone in their rows over words; over a number, such a one is the account's caption."""
    found: dict[str, TextBox] = {}
    for row, below in pairwise(sheet.rows):
        match = _CARD.fullmatch(row.text)
        if match and not _DIGITS.search(below.text):
            found["payer" if match["payer"] else "payee"] = row.cells[0].box
    return [(box, side) for side, box in found.items()] if len(found) == len(SIDES) else []


def _card_anchors(sheet: Sheet, cards: Iterable[tuple[TextBox, str]]) -> Iterable[Anchor]:
    return (_anchor(side, [cell for cell in sheet.all.cells if cell.box is box]) for box, side in cards)


def _anchors(sheet: Sheet, headings: Iterable[TextBox]) -> Iterable[Anchor]:
    for box in headings:
        panel = _COLUMN.fullmatch(box.text)
        match = panel if panel and panel["panel"] else _HEADING.match(box.text)
        if match and (match["payer"] or match["payee"]):
            cells = [cell for cell in sheet.all.cells if cell.box is box]
            yield _anchor("payer" if match["payer"] else "payee", cells)


def _label_anchors(sheet: Sheet, labels: Sequence[Label]) -> Iterable[Anchor]:
    """Labels that name their party (付款户名) say whose the plain ones beside and below them are."""
    for label in labels:
        side, _ = parts_of(label)
        if side and not is_own(sheet, label):
            yield _anchor(side, sheet.rows[label.row].cells[label.start : label.end])


def _anchor(side: str, cells: Sequence[Cell]) -> Anchor:
    middle = sum(cell.y for cell in cells) / len(cells)
    return Anchor(side, cells[0].x, middle, max(cell.x + cell.height / 2 for cell in cells))


def _nearest(cell: Cell, anchors: Sequence[Anchor]) -> Anchor:
    """The heading of the cell's block: the last one above in its column, else one to its left, else the last one above."""
    over = [
        anchor
        for anchor in anchors
        if anchor.y < cell.y - cell.height / 2 and anchor.x - _OUTDENT * cell.height < cell.left < anchor.right
    ]
    if over:
        return max(over, key=lambda anchor: anchor.y)
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
