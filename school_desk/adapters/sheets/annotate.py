"""Returns an enterprise's own workbook with a 原因 column and red rows; everything else in it, photos included, stays as it was.

The xlsx is edited in place rather than rewritten by a library: openpyxl would drop the pictures that WPS and Excel keep in cells, and
the enterprise would have to insert every photo again. Anything but an xlsx comes back as a new workbook with the same cells.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from school_desk.adapters.sheets.archive import Package, read_bytes
from school_desk.adapters.sheets.headers import REASON_HEADER, normalise_header
from school_desk.adapters.sheets.pictures import sheet_part
from school_desk.adapters.sheets.rosters import RosterPlace
from school_desk.adapters.sheets.sheet_scan import column_index, column_letters
from school_desk.adapters.sheets.splice import Edits, Element, Unspliceable, parse_places, with_attributes, xml_text
from school_desk.adapters.sheets.workbook import Cell, Sheet, cells_of, text_of
from school_desk.adapters.sheets.writing import new_workbook, sheet_title
from school_desk.kernel.files import replacing

if TYPE_CHECKING:
    from xlsxwriter import Workbook

_REASON_WIDTH = 40
_RED = "FFFFC7CE"
_TEXT_FORMAT = "49"


def annotate(source: Path, target: Path, place: RosterPlace, reasons: Mapping[int, str]) -> Path:
    """Writes `source` with each reason beside its row (Excel's row number) and returns the path written: `target`, as .xlsx.

    Reasons of an earlier return are cleared, and their rows lose our red. In red rows the ID column takes text. Raises as
    `read_cells`, and EnvironmentFault as `replacing`.
    """
    data = read_bytes(source)
    sheet, edited = _edited(data, source.name, place, reasons)
    target = target.with_suffix(".xlsx")
    if edited is None:
        with new_workbook(target) as book:
            _write_new(book, sheet, place, reasons)
    else:
        with replacing(target, make_folder=False) as draft:
            draft.write_bytes(edited)
    return target


def annotated(data: bytes, name: str, place: RosterPlace, reasons: Mapping[int, str]) -> bytes:
    """The same of a workbook in memory: no disk sees it."""
    from xlsxwriter import Workbook

    sheet, edited = _edited(data, name, place, reasons)
    if edited is not None:
        return edited
    buffer = io.BytesIO()
    with Workbook(buffer, {"in_memory": True}) as book:
        _write_new(book, sheet, place, reasons)
    return buffer.getvalue()


def _edited(data: bytes, name: str, place: RosterPlace, reasons: Mapping[int, str]) -> tuple[Sheet, bytes | None]:
    """The roster's sheet, and the xlsx with the reasons in it; None when it must be written anew."""
    sheet = next(sheet for sheet in cells_of(data, name) if sheet.name == place.sheet_name)
    try:
        parts = _edited_parts(Package(data, name), sheet, place, reasons) if data.startswith(b"PK") else None
    except Unspliceable:
        parts = None
    return sheet, None if parts is None else _repacked(data, parts)


def _edited_parts(
    package: Package, sheet: Sheet, place: RosterPlace, reasons: Mapping[int, str]
) -> dict[str, bytes] | None:
    """The changed parts by name, None when the package is no xlsx that can be edited."""
    part = sheet_part(package, sheet.name)
    styles_part = dict(package.relationships("xl/workbook.xml").values()).get("styles", "")
    if part is None or part not in package or styles_part not in package or "xl/vbaProject.bin" in package:
        return None
    styles = _StyleSheet(package.read(styles_part))
    edited = _SheetEditor(package.read(part), sheet, place, styles).annotated(reasons)
    return {part.lower(): edited, styles_part.lower(): styles.edited()}


def _repacked(data: bytes, parts: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        for entry in old.infolist():
            new.writestr(entry, parts.get(entry.filename.lower().lstrip("/")) or old.read(entry), entry.compress_type)
    return buffer.getvalue()


def reason_column(sheet: Sheet, header_row_no: int) -> int:
    """The zero-based column of an earlier return's 原因, or the first one right of everything written on the sheet."""
    header = [normalise_header(cell) for cell in sheet.rows[header_row_no - 1]]
    if REASON_HEADER in header:
        return header.index(REASON_HEADER)
    return 1 + max(number for row in sheet.rows for number, cell in enumerate(row) if text_of(cell))


class _StyleSheet:
    """Makes variants of cell styles at the end of styles.xml: as an existing one, but red or not red, text or as it was."""

    def __init__(self, data: bytes) -> None:
        root = parse_places(data, depth=2)
        groups = {child.name: child for child in root.children}
        if "fills" not in groups or "cellXfs" not in groups:
            raise Unspliceable
        self._data, self._fills, self._formats = data, groups["fills"], groups["cellXfs"]
        self._red_fills = [
            number
            for number, fill in enumerate(self._fills.children)
            if _RED.encode() in data[fill.start : fill.end].upper()
        ]
        self._red = str(self._red_fills[0] if self._red_fills else len(self._fills.children))
        self._made: dict[tuple[int, bool, bool], int] = {}
        self._new: list[bytes] = []

    def variant(self, style: int, *, red: bool, text: bool = False) -> int:
        """The number of the style like `style` with our red, or without it when not `red`; made when there is none yet."""
        if not 0 <= style < len(self._formats.children):
            style = 0
        element = self._formats.children[style]
        is_red = int(element.attributes.get("fillId", "0")) in self._red_fills
        if is_red == red and not text:
            return style
        key = (style, red, text)
        if key not in self._made:
            self._made[key] = len(self._formats.children) + len(self._new)
            self._new.append(self._variant_of(element, red=red, text=text))
        return self._made[key]

    def _variant_of(self, element: Element, *, red: bool, text: bool) -> bytes:
        tag = self._data[element.start : element.tag_end]
        tag = with_attributes(tag, fillId=self._red if red else "0", applyFill="1")
        if text:
            tag = with_attributes(tag, numFmtId=_TEXT_FORMAT, applyNumberFormat="1")
        return tag + self._data[element.tag_end : element.end]

    def edited(self) -> bytes:
        edits = Edits(self._data)
        prefix = self._fills.prefix
        if not self._red_fills:
            fill = (
                f'<{prefix}fill><{prefix}patternFill patternType="solid"><{prefix}fgColor rgb="{_RED}"/>'
                f'<{prefix}bgColor indexed="64"/></{prefix}patternFill></{prefix}fill>'
            )
            edits.set_attributes(self._fills, count=str(len(self._fills.children) + 1))
            edits.append_inside(self._fills, fill.encode())
        edits.set_attributes(self._formats, count=str(len(self._formats.children) + len(self._new)))
        edits.append_inside(self._formats, b"".join(self._new))
        return edits.applied()


class _SheetEditor:
    """Edits one worksheet part."""

    def __init__(self, data: bytes, sheet: Sheet, place: RosterPlace, styles: _StyleSheet) -> None:
        self._root = parse_places(data, depth=3)
        self._edits = Edits(data)
        self._data, self._sheet, self._place, self._styles = data, sheet, place, styles
        self._column = reason_column(sheet, place.header_row_no)

    def annotated(self, reasons: Mapping[int, str]) -> bytes:
        rows = next((child for child in self._root.children if child.name == "sheetData"), None)
        if rows is None:
            raise Unspliceable
        self._widen()
        for stale in (child for child in self._root.children if child.name == "dimension"):
            self._edits.replace(stale.start, stale.end, b"")
        number = 0
        for row in rows.children:
            number = int(row.attributes.get("r", number + 1))
            if number == self._place.header_row_no:
                self._put(row, REASON_HEADER, red=None)
            elif number in reasons:
                self._put(row, reasons[number], red=True)
            elif number > self._place.header_row_no and self._said(number):
                self._put(row, "", red=False)
        return self._edits.applied()

    def _said(self, number: int) -> str:
        row: list[Cell] = self._sheet.rows[number - 1] if number <= len(self._sheet.rows) else []
        return text_of(row[self._column]) if self._column < len(row) else ""

    def _put(self, row: Element, words: str, *, red: bool | None) -> None:
        """Sets the row's reason cell; `red` None leaves the row's colours alone (the header)."""
        cells = list(_numbered(row))
        if not row.empty:
            self._edits.set_attributes(row, spans=None)
        if red is not None:
            for column, cell in cells:
                if column != self._column:
                    self._edits.set_attributes(cell, s=str(self._style(cell, column, red=red)))
        style = _style_of(cells[-1][1]) if cells else 0
        style = style if red is None else self._styles.variant(style, red=red, text=True)
        new = self._cell(row, style, words)
        old = next((cell for column, cell in cells if column == self._column), None)
        after = next((cell for column, cell in cells if column > self._column), None)
        if old is not None:
            self._edits.replace(old.start, old.end, new)
        elif after is not None:
            self._edits.insert(after.start, new)
        else:
            self._edits.append_inside(row, new)

    def _style(self, cell: Element, column: int, *, red: bool) -> int:
        return self._styles.variant(_style_of(cell), red=red, text=red and column == self._place.id_column)

    def _cell(self, row: Element, style: int, words: str) -> bytes:
        prefix = row.prefix
        number = row.attributes.get("r")
        where = f' r="{column_letters(self._column)}{number}"' if number else ""
        inner = f'<{prefix}is><{prefix}t xml:space="preserve">{xml_text(words)}</{prefix}t></{prefix}is>'
        return f'<{prefix}c{where} s="{style}" t="inlineStr">{inner}</{prefix}c>'.encode()

    def _widen(self) -> None:
        """Makes the reason column readable; a range of equal columns around it is split in three."""
        number = self._column + 1
        groups = {child.name: child for child in self._root.children}
        prefix = self._root.prefix
        wide = f'<{prefix}col min="{number}" max="{number}" width="{_REASON_WIDTH}" customWidth="1"/>'.encode()
        columns = groups.get("cols")
        if columns is None:
            tag = f"{prefix}cols>".encode()
            self._edits.insert(groups["sheetData"].start, b"<" + tag + wide + b"</" + tag)
            return
        for column in columns.children:
            first, last = int(column.attributes["min"]), int(column.attributes["max"])
            if first <= number <= last:
                tag = self._data[column.start : column.end]
                before = with_attributes(tag, max=str(number - 1)) if first < number else b""
                behind = with_attributes(tag, min=str(number + 1)) if number < last else b""
                self._edits.replace(column.start, column.end, before + wide + behind)
                return
            if first > number:
                self._edits.insert(column.start, wide)
                return
        self._edits.append_inside(columns, wide)


def _numbered(row: Element) -> list[tuple[int, Element]]:
    cells, column = [], -1
    for cell in row.children:
        reference = re.match(r"[A-Z]+", cell.attributes.get("r", ""))
        column = column_index(reference[0]) if reference else column + 1
        cells.append((column, cell))
    return cells


def _style_of(cell: Element) -> int:
    return int(cell.attributes.get("s", "0"))


def _write_new(book: Workbook, sheet: Sheet, place: RosterPlace, reasons: Mapping[int, str]) -> None:
    column = reason_column(sheet, place.header_row_no)
    page = book.add_worksheet(sheet_title(sheet.name))
    plain, red = ({"num_format": "@"}, {"num_format": "@", "bg_color": f"#{_RED[2:]}"})
    formats = {False: book.add_format(plain), True: book.add_format(red)}
    page.set_column(0, max(column - 1, 0), 14)
    page.set_column(place.id_column, place.id_column, 22)
    page.set_column(column, column, _REASON_WIDTH)
    for index, cells in enumerate(sheet.rows):
        words: dict[int, Cell] = dict(enumerate(cells))
        words[column] = REASON_HEADER if index + 1 == place.header_row_no else reasons.get(index + 1)
        for number, cell in words.items():
            if cell is not None:
                page.write_string(index, number, text_of(cell), formats[index + 1 in reasons])
