"""What a table's column shows of a row, as words; copying rows as text for spreadsheets. No painting here."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from operator import attrgetter
from typing import Any, Literal

from PySide6.QtCore import QMimeData, QStringListModel, Qt

from school_desk.desk.widgets.chips import Chip
from school_desk.kernel.money import format_yuan

Kind = Literal["text", "money", "date", "chip", "number"]
Align = Literal["left", "center", "right"]
_RISKY_STARTS = ("=", "+", "-", "@", "\t")


@dataclass(frozen=True, slots=True)
class Column:
    """One column over rows of any frozen kind (dataclass, NamedTuple, tuple).

    `value` takes the shown value out of a row; without it the attribute `key` is read. By `kind` the value is: text str · money int fen ·
    date date, datetime or str · number int, float, Decimal or str · chip Chip or None. None shows as nothing. `words` replaces the usual way of
    writing the value. `width` is in pixels; columns with `stretch` share the room that is left, those with `yields_room` hide while the
    others need it, the last one first. Only a column with `sort_key` can be sorted.
    """

    key: str
    title: str
    width: int = 120
    kind: Kind = "text"
    align: Align | None = None
    elide: Literal["right", "middle", "left"] = "right"
    stretch: bool = False
    yields_room: bool = False
    muted: bool = False
    value: Callable[[Any], Any] | None = None
    words: Callable[[Any], str] | None = None
    sort_key: Callable[[Any], Any] | None = None

    def getter(self) -> Callable[[Any], Any]:
        return self.value or attrgetter(self.key)

    def text(self, value: Any) -> str:
        """How `value` is written in a cell and in a copy."""
        return "" if value is None else (self.words or _WORDS[self.kind])(value)

    @property
    def alignment(self) -> Qt.AlignmentFlag:
        side = self.align or ("right" if self.kind in ("money", "number") else "left")
        return _SIDES[side] | Qt.AlignmentFlag.AlignVCenter

    @property
    def elide_mode(self) -> Qt.TextElideMode:
        return _ELIDES[self.elide]


def _date_words(value: date | datetime | str) -> str:
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    return value if isinstance(value, str) else value.isoformat()


def _number_words(value: Any) -> str:
    return f"{value:,}" if isinstance(value, int) else str(value)


def _chip_words(value: Chip) -> str:
    return value.text


_WORDS: dict[Kind, Callable[[Any], str]] = {
    "text": str, "money": format_yuan, "date": _date_words, "number": _number_words, "chip": _chip_words,
}  # fmt: skip
_SIDES = {
    "left": Qt.AlignmentFlag.AlignLeft,
    "center": Qt.AlignmentFlag.AlignHCenter,
    "right": Qt.AlignmentFlag.AlignRight,
}
_ELIDES = {
    "right": Qt.TextElideMode.ElideRight,
    "middle": Qt.TextElideMode.ElideMiddle,
    "left": Qt.TextElideMode.ElideLeft,
}


def copied_rows(columns: Sequence[Column], rows: Iterable[Any], *, with_titles: bool) -> QMimeData:
    """The rows for the clipboard: as TSV, and as HTML in which all but numbers are marked as text, so that no spreadsheet rounds an ID."""
    table = [[_plain(column, row) for column in columns] for row in rows]
    titles = [column.title for column in columns] if with_titles else []
    lines = ([titles] if titles else []) + table
    mime = _mime_made_by_qt()
    mime.setText("\n".join("\t".join(line) for line in lines))
    body = [_html_line([("th", title) for title in titles])] if titles else []
    body += [
        _html_line([(_cell_tag(column), text) for column, text in zip(columns, line, strict=True)]) for line in table
    ]
    mime.setHtml(f"<table>{''.join(body)}</table>")
    return mime


def _mime_made_by_qt() -> QMimeData:
    """Empty. One made by Python must not lie on the clipboard when the program ends: Qt then asks it for data, and Python is gone."""
    words = QStringListModel([""])
    mime = words.mimeData([words.index(0)])
    mime.clear()
    return mime


def _plain(column: Column, row: Any) -> str:
    """A cell without tabs and line ends; text that a spreadsheet would run as a formula gets an apostrophe before it."""
    text = " ".join(column.text(column.getter()(row)).split())
    return f"'{text}" if column.kind == "text" and text.startswith(_RISKY_STARTS) else text


def _cell_tag(column: Column) -> str:
    return "td" if column.kind in ("money", "number") else r"""td style='mso-number-format:"\@"'"""


def _html_line(cells: Iterable[tuple[str, str]]) -> str:
    return "<tr>" + "".join(f"<{tag}>{html.escape(text)}</{tag.split()[0]}>" for tag, text in cells) + "</tr>"
