"""The tests of workbook (sheets)."""

from __future__ import annotations

import subprocess
import sys
import tracemalloc
import zipfile
import zlib
from datetime import date, datetime, time, timedelta
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from school_desk.adapters.sheets import archive, csv_text, extent, raw, workbook
from school_desk.adapters.sheets.workbook import read_cells, text_of
from school_desk.kernel.errors import EnvironmentFault, RuleViolation
from tests.unit.banks import old_excel
from tests.unit.sheets.books import pack, parts_of, write_book

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def refusal(path: Path) -> str:
    with pytest.raises(RuleViolation) as caught:
        read_cells(path)
    assert path.name in caught.value.message
    return caught.value.code


def test_rows_keep_the_numbers_excel_shows(tmp_path: Path) -> None:
    path = write_book(tmp_path / "a.xlsx", [[], ["", "x"], [None, None], [1.5, "y"]])
    (sheet,) = read_cells(path)
    assert sheet.name == "Sheet1"
    assert sheet.rows == [[None, None], [None, "x"], [None, None], [1.5, "y"]]


def test_content_counts_and_not_the_extension(tmp_path: Path) -> None:
    path = write_book(tmp_path / "a.xlsx", [["姓名"]])
    for name in ("a.csv", "a.xls", "a.txt"):
        assert read_cells(path.rename(tmp_path / name))[0].rows == [["姓名"]]
        path = tmp_path / name
    text = tmp_path / "b.xlsx"
    text.write_bytes("姓名,工种\n张三,钢筋工\n".encode("gb18030"))
    assert read_cells(text)[0].rows == [["姓名", "工种"], ["张三", "钢筋工"]]


@pytest.mark.parametrize("part", ["content.xml", "xl/workbook.bin"])
def test_a_workbook_whose_size_cannot_be_told_is_refused(tmp_path: Path, part: str) -> None:
    path = pack(tmp_path / "a.ods", {part: b"<x/>"})
    assert refusal(path) == "sheet.other_workbook"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "gb18030", "utf-16"])
def test_csv_of_every_usual_encoding(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "名单.csv"
    path.write_bytes("姓名,证号\r\n䶮㛃,\t330502199001011234\t\r\n".encode(encoding))
    (sheet,) = read_cells(path)
    assert sheet.name == "名单"
    assert sheet.rows == [["姓名", "证号"], ["䶮㛃", "330502199001011234"]]


@pytest.mark.parametrize(("delimiter", "guard"), [(",", '"=""{}"""'), ("\t", "'{}"), (";", "{}")])
def test_csv_delimiters_and_guards_around_long_numbers(tmp_path: Path, delimiter: str, guard: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"姓名{delimiter}证号\n张三{delimiter}{guard.format('330502199001011234')}\n\n", encoding="utf-8")
    assert read_cells(path)[0].rows == [["姓名", "证号"], ["张三", "330502199001011234"]]


def test_dates_and_times_of_cells(tmp_path: Path) -> None:
    path = write_book(tmp_path / "a.xlsx", [[date(2026, 11, 16), datetime(2026, 10, 16, 17, 10), True]])
    assert [text_of(cell) for cell in read_cells(path)[0].rows[0]] == ["2026-11-16", "2026-10-16 17:10", "TRUE"]


def test_value_merged_over_rows_stands_in_each(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (["名单", None], ["工种", "姓名"], ["钢筋工", "张三"], [None, "李四"], ["木工", "王五"]):
        sheet.append(row)
    sheet.merge_cells("A1:B1")
    sheet.merge_cells("A3:A4")
    book.save(tmp_path / "a.xlsx")
    rows = read_cells(tmp_path / "a.xlsx")[0].rows
    assert rows == [["名单", None], ["工种", "姓名"], ["钢筋工", "张三"], ["钢筋工", "李四"], ["木工", "王五"]]


def test_an_empty_merged_area_beside_the_rows_is_nothing(tmp_path: Path) -> None:
    """Room for a stamp or a signature."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (["工种", "姓名"], ["钢筋工", "张三"], ["木工", "王五"]):
        sheet.append(row)
    sheet.merge_cells("H1:H3")
    book.save(tmp_path / "a.xlsx")
    assert read_cells(tmp_path / "a.xlsx")[0].rows == [["工种", "姓名"], ["钢筋工", "张三"], ["木工", "王五"]]


def test_hidden_and_empty_sheets_are_passed_over(tmp_path: Path) -> None:
    path = write_book(tmp_path / "a.xlsx", [["去年"]], [], [["今年"]], titles=("旧", "空", "新"))
    book = openpyxl.load_workbook(path)
    book["旧"].sheet_state = "hidden"
    book.active = book["新"]
    book.save(path)
    assert [sheet.name for sheet in read_cells(path)] == ["新"]


def test_empty_files_and_workbooks(tmp_path: Path) -> None:
    nothing = tmp_path / "a.xlsx"
    nothing.touch()
    assert refusal(nothing) == "sheet.empty"
    assert refusal(write_book(tmp_path / "b.xlsx", [])) == "sheet.empty"
    blank = tmp_path / "c.csv"
    blank.write_text(" \n,,\n")
    assert refusal(blank) == "sheet.empty"


def test_password_protected_workbook(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    for data in (old_excel.encrypted_package(), old_excel.workbook([["姓名"]], password=True)):
        path.write_bytes(data)
        assert refusal(path) == "sheet.password"


def test_old_excel_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.xls"
    path.write_bytes(old_excel.workbook([["姓名", "手机"], ["张三", 13800001234.0]]))
    assert read_cells(path)[0].rows == [["姓名", "手机"], ["张三", 13800001234.0]]


def test_time_of_day_is_not_a_second_short(tmp_path: Path) -> None:
    path = write_book(tmp_path / "a.xlsx", [[datetime(2026, 10, 16, 17, 9, 59, 999997)]])
    assert text_of(read_cells(path)[0].rows[0][0]) == "2026-10-16 17:10"


@pytest.mark.parametrize("keep", [0.3, 0.7, 0.99])
def test_truncated_workbook(tmp_path: Path, keep: float) -> None:
    path = write_book(tmp_path / "a.xlsx", [["姓名"]] * 500)
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * keep)])
    assert refusal(path) == "sheet.damaged"


def test_old_workbook_that_makes_the_reader_panic(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.xls"
    path.write_bytes(OLE + bytes(3000))
    assert refusal(path) == "sheet.damaged"
    capfd.readouterr()


def test_panic_of_the_reader_is_a_damaged_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class PanicException(BaseException):
        pass

    def panic(*_: object) -> None:
        raise PanicException

    path = write_book(tmp_path / "a.xlsx", [["姓名"]])
    monkeypatch.setattr(raw, "_sheets", panic)
    assert refusal(path) == "sheet.damaged"
    monkeypatch.setattr(raw, "_sheets", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        read_cells(path)


def test_other_kinds_of_file(tmp_path: Path) -> None:
    photos = pack(tmp_path / "photos.xlsx", {"张三.jpg": b"\xff\xd8"})
    assert refusal(photos) == "sheet.not_a_workbook"
    image = tmp_path / "a.xls"
    image.write_bytes(b"\xff\xd8\xff\xe0\0\x10JFIF" + bytes(range(256)) * 4)
    assert refusal(image) == "sheet.not_a_workbook"
    page = tmp_path / "b.xls"
    page.write_text("<html><table><tr><td>姓名</td></tr></table></html>", encoding="utf-8")
    assert refusal(page) == "sheet.not_a_workbook"


def test_text_with_an_endless_cell(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("姓名,工种\n" + "x" * 200_000, encoding="utf-8")
    assert refusal(path) == "sheet.not_a_workbook"


def test_locked_and_missing_files_are_the_surroundings_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(EnvironmentFault) as missing:
        read_cells(tmp_path / "gone.xlsx")
    assert missing.value.code == "file.unreadable"
    path = write_book(tmp_path / "a.xlsx", [["姓名"]])

    def locked(_: Path) -> bytes:
        raise PermissionError(13, "in use")

    monkeypatch.setattr(Path, "read_bytes", locked)
    with pytest.raises(EnvironmentFault) as caught:
        read_cells(path)
    assert caught.value.code == "file.locked"


def test_value_at_the_far_end_of_a_sheet_is_refused_before_it_fills_the_memory(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0]["A1"] = "姓名"
    book.worksheets[0]["XFD1048576"] = "x"
    book.save(tmp_path / "a.xlsx")
    assert refusal(tmp_path / "a.xlsx") == "sheet.too_big"


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/names.xml", "xl/worksheets/sharedStrings.xml"])
def test_so_is_one_whose_place_is_written_otherwise(tmp_path: Path, part: str) -> None:
    path = write_book(tmp_path / "a.xlsx", [["姓名"]])
    parts = parts_of(path)
    sheet = parts.pop("xl/worksheets/sheet1.xml").decode()
    far = "<row r='1048576'><c r='XFD1048576' t='inlineStr'><is><t>x</t></is></c></row></sheetData>"
    parts[part] = sheet.replace("</sheetData>", far).encode()
    for name in ("xl/_rels/workbook.xml.rels", "[Content_Types].xml"):
        parts[name] = parts[name].replace(b"worksheets/sheet1.xml", part.removeprefix("xl/").encode())
    assert refusal(pack(path, parts)) == "sheet.too_big"


def test_a_part_that_unpacks_to_more_than_it_says_is_never_unpacked_whole(tmp_path: Path) -> None:
    path = pack(tmp_path / "a.xlsx", {"xl/workbook.xml": bytes(3_000_000)})
    said = (1_000).to_bytes(4, "little")
    data = path.read_bytes().replace((3_000_000).to_bytes(4, "little"), said)
    whole = zlib.crc32(bytes(3_000_000)).to_bytes(4, "little")
    data = data.replace(whole, zlib.crc32(bytes(1_000)).to_bytes(4, "little"))
    assert data.count(said) == 2
    with pytest.raises(RuleViolation) as caught:
        archive.Package(data, "a.xlsx").read("xl/workbook.xml")
    assert caught.value.code == "sheet.damaged"


def test_far_cell_without_a_value_does_no_harm(tmp_path: Path) -> None:
    path = write_book(tmp_path / "a.xlsx", [["姓名"]])
    parts = parts_of(path)
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    parts["xl/worksheets/sheet1.xml"] = sheet.replace(
        "</sheetData>", '<row r="1048576"><c r="XFD1048576" s="0"/></row></sheetData>'
    ).encode()
    assert read_cells(pack(path, parts))[0].rows == [["姓名"]]


def test_bombs_and_encrypted_zips(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_XML_BYTES", 1_000_000)
    path = write_book(tmp_path / "a.xlsx", [["姓名"]])
    parts = parts_of(path)
    parts["xl/worksheets/sheet9.xml"] = b" " * 1_000_000
    assert refusal(pack(path, parts)) == "sheet.too_big"
    locked = pack(tmp_path / "b.xlsx", {"a.txt": b"x"})
    data = bytearray(locked.read_bytes())
    data[data.index(b"PK\x01\x02") + 8] |= 1
    locked.write_bytes(data)
    with zipfile.ZipFile(locked) as package:
        assert package.infolist()[0].flag_bits & 1
    assert refusal(locked) == "sheet.password"


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        (" 张三\t", "张三"),
        (7.0, "7"),
        (13800001234.0, "13800001234"),
        (0.1 + 0.2, "0.3"),
        (59.5, "59.5"),
        (1e-05, "0.00001"),
        (3.305021990010113e17, "330502199001011300"),
        (-2.0, "-2"),
        (12, "12"),
    ],
)
def test_text_of_cells(cell: workbook.Cell, text: str) -> None:
    assert text_of(cell) == text


@given(st.integers(min_value=-(2**53) + 1, max_value=2**53 - 1))
def test_whole_numbers_keep_every_digit(number: int) -> None:
    assert text_of(float(number)) == text_of(number) == str(number)


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2))
def test_numbers_with_decimals_read_back_equal_and_without_exponent(number: object) -> None:
    text = text_of(float(str(number)))
    assert "e" not in text.lower()
    assert float(text) == float(str(number))


def test_durations_and_times_of_cells(tmp_path: Path) -> None:
    path = write_book(tmp_path / "a.xlsx", [[timedelta(hours=27, minutes=3, seconds=9), time(4, 5, 6)]])
    assert read_cells(path)[0].rows == [["27:03:09", "04:05:06"]]


@pytest.mark.parametrize("name", ["a.csv", "a.xls", "a.xlsx"])
def test_more_cells_than_anybody_types(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    for module in (extent, raw, workbook):
        monkeypatch.setattr(module, "MAX_CELLS", 3)
    path = tmp_path / name
    rows = [["甲", "乙"], ["丙", "丁"]]
    if name == "a.csv":
        path.write_text("甲,乙\n丙,丁", encoding="utf-8")
    elif name == "a.xls":
        path.write_bytes(old_excel.workbook(rows))
    else:
        write_book(path, rows)
    assert refusal(path) == "sheet.too_big"


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n"])
def test_so_many_line_ends_are_refused_before_they_are_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, end: str
) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(("姓名,工种" + end * 5_000_001).encode())
    monkeypatch.setattr(csv_text, "records", None)
    assert refusal(path) == "sheet.too_big"


def test_empty_lines_take_no_room_unless_something_follows(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("姓名,工种\r\r,\r张三,电工\r".encode() + b"\r,,,\r" * 100_000)
    tracemalloc.start()
    try:
        rows = read_cells(path)[0].rows
        assert tracemalloc.get_traced_memory()[1] < 10_000_000
    finally:
        tracemalloc.stop()
    assert rows == [["姓名", "工种"], [None, None], [None, None], ["张三", "电工"]]


def test_file_too_big_to_be_a_list(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_book(tmp_path / "a.xlsx", [["姓名"]])
    monkeypatch.setattr(archive, "MAX_FILE_BYTES", 100)
    assert refusal(path) == "sheet.too_big"


def test_reading_brings_no_workbook_library_along() -> None:
    """The window must be up before calamine, xlsxwriter or openpyxl are wanted."""
    names = "rosters, results, annotate, writing, outgoing, roster_template"
    code = f"import sys; from school_desk.adapters.sheets import {names}; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"python_calamine", "xlsxwriter", "openpyxl"} & set(loaded)
