"""The tests of annotate (sheets)."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from school_desk.adapters.sheets.annotate import annotate
from school_desk.adapters.sheets.rosters import RosterRow, RosterSheet, read_roster
from school_desk.kernel.errors import EnvironmentFault
from tests.unit.banks import old_excel
from tests.unit.sheets.books import (
    HEADER,
    PHOTO_COLUMN,
    pack,
    parts_of,
    person,
    picture,
    write_book,
    write_floating,
    write_in_cell,
    write_wps,
)

ROWS: list[list[object]] = [["名单"], list(HEADER), person(1), person(2), person(3, 备注="夜班")]
REASONS = {3: "身份证号校验位不对", 5: "=1+1 & <手机号> 少一位"}
RED = "FFFFC7CE"


def people(sheet: RosterSheet) -> list[RosterRow]:
    return [replace(row, problems=()) for row in sheet.rows]


def returned(path: Path, reasons: dict[int, str], name: str = "退回.xlsx") -> Path:
    return annotate(path, path.with_name(name), read_roster(path).place, reasons)


def page(path: Path) -> Worksheet:
    return openpyxl.load_workbook(path).worksheets[0]


def colours(sheet: Worksheet, row: int) -> list[str | None]:
    return [cell.fill.fgColor.rgb if cell.fill.fill_type else None for cell in sheet[row] if cell.value is not None]


def test_reasons_stand_beside_their_rows(tmp_path: Path) -> None:
    sheet = page(returned(write_book(tmp_path / "a.xlsx", ROWS), REASONS))
    assert [sheet.cell(row, 10).value for row in range(1, 6)] == [None, "原因", REASONS[3], None, REASONS[5]]
    assert sheet["J5"].data_type == "s"
    assert set(colours(sheet, 3)) == set(colours(sheet, 5)) == {RED}
    assert set(colours(sheet, 4)) == set(colours(sheet, 2)) == {None}
    assert sheet["D3"].number_format == "@"
    assert sheet.column_dimensions["J"].width == 40


@pytest.mark.parametrize("kind", ["wps", "excel", "floating"])
def test_everything_else_survives(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "a.xlsx"
    red, blue = picture("red"), picture("blue")
    if kind == "wps":
        write_wps(path, ROWS, {"H3": red, "H4": blue})
    elif kind == "excel":
        write_in_cell(path, ROWS, {(2, PHOTO_COLUMN): red, (3, PHOTO_COLUMN): blue})
    else:
        write_floating(path, ROWS, {"H3": red, "H4": blue})
    before = read_roster(path)
    target = returned(path, REASONS)
    after = read_roster(target)
    assert [row.photo for row in after.rows] == [red, blue, None]
    assert people(after) == people(before)
    assert after.signature == before.signature
    old, new = parts_of(path), parts_of(target)
    assert {name for name in old if old[name] != new[name]} == {"xl/styles.xml", "xl/worksheets/sheet1.xml"}


def test_styles_of_red_cells_are_theirs_but_for_the_fill(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_in_cell(path, ROWS, {})
    sheet = page(returned(path, REASONS))
    assert sheet["B3"].border.left.style == sheet["B4"].border.left.style == "thin"
    assert sheet["B3"].fill.fgColor.rgb == RED


def test_second_return_clears_the_first(tmp_path: Path) -> None:
    first = returned(write_book(tmp_path / "a.xlsx", ROWS), REASONS)
    again = returned(first, {4: "与第 3 行重复"}, "再退回.xlsx")
    sheet = page(again)
    assert [sheet.cell(row, 10).value or None for row in range(1, 6)] == [None, "原因", None, "与第 3 行重复", None]
    assert sheet.cell(2, 11).value is None
    assert [set(colours(sheet, row)) for row in (4,)] == [{RED}]
    assert RED not in colours(sheet, 3)
    assert parts_of(again)["xl/styles.xml"].count(RED.encode()) == 1
    assert people(read_roster(again)) == people(read_roster(first))


@pytest.mark.parametrize(
    ("ranges", "expected"),
    [
        ('<col min="1" max="16384" width="9"/>', [(1, 9), (10, 10), (11, 16384)]),
        ('<col min="10" max="10" width="9"/>', [(10, 10)]),
        ('<col min="1" max="3" width="9"/><col min="12" max="14" width="9"/>', [(1, 3), (10, 10), (12, 14)]),
        ('<col min="1" max="3" width="9"/>', [(1, 3), (10, 10)]),
    ],
)
def test_widths_of_columns_never_overlap(tmp_path: Path, ranges: str, expected: list[tuple[int, int]]) -> None:
    path = write_book(tmp_path / "a.xlsx", ROWS)
    parts = parts_of(path)
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    parts["xl/worksheets/sheet1.xml"] = sheet.replace("<sheetData>", f"<cols>{ranges}</cols><sheetData>").encode()
    after = parts_of(returned(pack(path, parts), REASONS))["xl/worksheets/sheet1.xml"].decode()
    tags = re.findall("<col [^>]*>", after)
    spans = [re.findall(r'(?:min|max)="(\d+)"', tag) for tag in tags]
    assert [tuple(sorted(map(int, span))) for span in spans] == expected


def test_prefixed_xml_without_references_and_with_a_styled_cell_in_the_way(tmp_path: Path) -> None:
    """Some programs write x:row without r, and leave formatted empty cells right of the table."""
    path = write_book(tmp_path / "a.xlsx", [["姓名", "身份证号"], ["张三", "330502199001011234"]])
    parts = parts_of(path)
    cells = ""
    for row in (("姓名", "身份证号"), ("张三", "330502199001011234")):
        words = (f'<x:c t="inlineStr"><x:is><x:t>{word}</x:t></x:is></x:c>' for word in row)
        cells += f'<x:row>{"".join(words)}<x:c s="0"/></x:row>'
    space = 'xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    parts["xl/worksheets/sheet1.xml"] = (
        f"<x:worksheet {space}><x:sheetData>{cells}</x:sheetData></x:worksheet>".encode()
    )
    sheet = page(returned(pack(path, parts), {2: "没有照片"}))
    assert [[cell.value for cell in row] for row in sheet.rows] == [
        ["姓名", "身份证号", "原因"],
        ["张三", "330502199001011234", "没有照片"],
    ]


@pytest.mark.parametrize("kind", ["xls", "csv", "styles", "macros"])
def test_what_cannot_be_edited_comes_back_as_a_new_workbook(tmp_path: Path, kind: str) -> None:
    rows = [[str(cell or "") for cell in row] for row in ROWS]
    path = tmp_path / f"a.{kind}"
    if kind == "xls":
        path.write_bytes(old_excel.workbook(rows))
    elif kind == "csv":
        path.write_text("\n".join(",".join(row) for row in rows), encoding="utf-8")
    else:
        parts = parts_of(write_book(path, ROWS))
        if kind == "styles":
            parts["xl/styles.xml"] = re.sub(b"<fills.*</fills>", b"", parts["xl/styles.xml"])
        else:
            parts["xl/vbaProject.bin"] = b"x"
        pack(path, parts)
    target = returned(path, REASONS, "退回.xls")
    assert target.name == "退回.xlsx"
    sheet = page(target)
    assert [sheet.cell(row, 10).value for row in (2, 3, 4, 5)] == ["原因", REASONS[3], None, REASONS[5]]
    assert set(colours(sheet, 3)) == {RED}
    assert sheet["D3"].data_type == "s"
    assert people(read_roster(target)) == people(read_roster(path))


def test_full_disk_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_book(tmp_path / "a.xlsx", ROWS)
    target = tmp_path / "退回.xlsx"
    target.write_bytes(b"before")
    place = read_roster(path).place

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(EnvironmentFault) as caught:
        annotate(path, target, place, REASONS)
    assert caught.value.code == "disk.full"
    assert target.read_bytes() == b"before"
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["a.xlsx", "退回.xlsx"]
