"""A download that broke off brings no wrong amount, and a complete file loses nothing for want of a line end."""

from __future__ import annotations

import csv
import struct
from collections.abc import Sequence
from io import StringIO
from pathlib import Path

import pytest

from school_desk.adapters.banks import Columns, Statement, read_statement
from school_desk.adapters.banks.endings import CUT_OFF
from school_desk.adapters.sheets.compound import lacks_its_end
from school_desk.kernel.errors import RuleViolation
from tests.unit.banks import exports, old_excel
from tests.unit.banks.hostile import GOOD, HEADER

LAYOUTS = sorted(exports.LAYOUTS)
SECOND = ["2026-09-02 10:00:00", "16000.00", "", "16600.00", "乙公司", "6222000011113333", "培训费"]


def text_of(rows: Sequence[exports.Row], *, quoted: bool = False) -> str:
    text = StringIO()
    csv.writer(text, lineterminator="\r\n", quoting=csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL).writerows(rows)
    return text.getvalue()


def read(path: Path, text: str | bytes, **columns: object) -> Statement:
    path.write_bytes(text.encode("gb18030") if isinstance(text, str) else text)
    return read_statement(path, columns=Columns(**columns))  # type: ignore[arg-type]


def printed(layout: str, count: int, *, newest_first: bool = False) -> list[exports.Row]:
    moves = exports.ledger(3, count)
    return list(exports.LAYOUTS[layout].export(moves[::-1] if newest_first else moves))


@pytest.mark.parametrize("newest_first", [False, True], ids=["oldest first", "newest first"])
@pytest.mark.parametrize("quoted", [False, True], ids=["plain", "quoted"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_cut_at_any_byte_no_line_is_another(tmp_path: Path, layout: str, quoted: bool, newest_first: bool) -> None:
    data = text_of(printed(layout, 6, newest_first=newest_first), quoted=quoted).encode("gb18030")
    path = tmp_path / "x.csv"
    known = {line.identity for line in read(path, data).lines}
    for cut in range(data.rindex(b"\r\n", 0, data.rindex(b"\r\n", 0, -2)), len(data)):
        statement = read(path, data[:cut])
        assert {line.identity for line in statement.lines} <= known, data[cut - 40 : cut]
        assert statement.row_count == len(statement.lines) + len(statement.leftovers)


@pytest.mark.parametrize("count", [1, 2, 6])
@pytest.mark.parametrize("newest_first", [False, True], ids=["oldest first", "newest first"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_complete_file_needs_no_line_end(tmp_path: Path, layout: str, newest_first: bool, count: int) -> None:
    text = text_of(printed(layout, count, newest_first=newest_first))
    path = tmp_path / "x.csv"
    whole = read(path, text)
    assert read(path, text.removesuffix("\r\n")) == read(path, text.removesuffix("\n")) == whole
    assert len(whole.lines) == count


def test_what_is_left_out_is_told(tmp_path: Path) -> None:
    text = text_of([HEADER, GOOD, SECOND])
    statement = read(tmp_path / "x.csv", text[: text.index("16000.00") + 3])
    assert [line.row for line in statement.lines] == [1]
    assert [(left.row, left.reason) for left in statement.leftovers] == [(2, CUT_OFF)]
    assert statement.notes == (
        "文件好像没有下载完整：最后一行（第 2 行）不完整，没有当作流水。请从网银重新导出后再导入。",
    )


def test_the_only_row_is_measured_by_the_header(tmp_path: Path) -> None:
    assert read(tmp_path / "x.csv", text_of([HEADER, GOOD])[: -len("6222000011112222,培训费\r\n")]).lines == ()


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_cut_within_a_character(tmp_path: Path, encoding: str) -> None:
    data = text_of([HEADER, GOOD, SECOND]).encode(encoding)
    whole = len(data)
    known = {line.identity for line in read(tmp_path / "x.csv", data).lines}
    for cut in range(whole - 60, whole):
        statement = read(tmp_path / "x.csv", data[:cut])
        assert statement.lines
        assert {line.identity for line in statement.lines} <= known


def test_rows_that_leave_out_their_empty_cells_are_whole(tmp_path: Path) -> None:
    short = [GOOD[:4], SECOND[:4]]
    assert len(read(tmp_path / "x.csv", text_of([HEADER, *short]).removesuffix("\r\n")).lines) == 2
    assert len(read(tmp_path / "x.csv", text_of([HEADER, GOOD, SECOND[:4]])).lines) == 2


def test_a_short_row_that_somebody_ended_is_no_line_without_its_balance(tmp_path: Path) -> None:
    statement = read(tmp_path / "x.csv", text_of([HEADER, GOOD, SECOND[:3]]))
    assert [left.reason for left in statement.leftovers] == [CUT_OFF]


def test_a_total_may_be_as_short_as_it_likes(tmp_path: Path) -> None:
    statement = read(tmp_path / "x.csv", text_of([HEADER, GOOD, ["合计", "600.00"]]).removesuffix("\r\n"))
    assert (len(statement.lines), statement.notes) == (1, ())


BALANCE_LAST = ["交易时间", "对方户名", "收入金额", "支出金额", "余额"]


@pytest.mark.parametrize(
    ("rows", "lines"),
    [
        (["2026-09-01,甲,600,,600", "2026-09-02,乙,16000,,16600"], 2),
        (["2026-09-01,甲,600,,600", "2026-09-02,乙,16000,,166"], 1),
        (["2026-09-02,乙,16000,,16600", "2026-09-01,甲,600,,600"], 2),
        (["2026-09-02,乙,16000,,16600", "2026-09-01,甲,600,,60"], 1),
        (["2026-09-01,甲,600,,600"], 0),
        (["2026-09-01,甲,600.00,,"], 0),
        (["2026-09-01,甲,600.00,,600.00", "2026-09-02,乙,16000.00,,"], 1),
        (["2026-09-01,甲,600.00,,", "2026-09-02,乙,16000.00,,"], 2),
    ],
)
def test_a_balance_in_whole_yuan_must_fit(tmp_path: Path, rows: list[str], lines: int) -> None:
    """Where the bank prints no decimals, only the line beside it proves that a balance is whole."""
    assert len(read(tmp_path / "x.csv", "\n".join([",".join(BALANCE_LAST), *rows])).lines) == lines


@pytest.mark.parametrize(("cell", "lines"), [("16000", 2), ("160", 1), ("16000.0", 2), ("", 1)])
def test_an_amount_at_the_end_is_proven_by_its_balance(tmp_path: Path, cell: str, lines: int) -> None:
    rows = ["交易时间,对方户名,余额,支出金额,收入金额", "2026-09-01,甲,600,,600", f"2026-09-02,乙,16600,,{cell}"]
    assert len(read(tmp_path / "x.csv", "\n".join(rows)).lines) == lines


@pytest.mark.parametrize("cut", ["人", "人民币"])
def test_a_currency_that_was_cut_is_no_other_currency(tmp_path: Path, cut: str) -> None:
    rows = [[*HEADER, "币种"], [*GOOD, "人民币元"], [*SECOND, cut]]
    statement = read(tmp_path / "x.csv", text_of(rows).removesuffix("\r\n"))
    assert len(statement.lines) == (1 if cut == "人" else 2)
    with pytest.raises(RuleViolation, match="美元"):
        read(tmp_path / "x.csv", text_of([*rows[:2], [*SECOND, "美元"]]).removesuffix("\r\n"))


def test_a_break_in_the_balance_is_no_cut(tmp_path: Path) -> None:
    """A row is missing before the last one, which is whole: that is told as a gap."""
    rows = ["2026-09-01,甲,600.00,,600.00", "2026-09-02,乙,16000.00,,17000.00"]
    statement = read(tmp_path / "x.csv", "\n".join([",".join(BALANCE_LAST), *rows]))
    assert (len(statement.lines), len(statement.breaks), statement.notes) == (2, 1, ())


def test_named_columns_are_measured_too(tmp_path: Path) -> None:
    rows = [["时刻", "数额", "结余", "对家"], ["2026-09-01", "+600.00", "600.00", "甲"], ["2026-09-02", "+160"]]
    mapping = {"time": "时刻", "amount": "数额", "balance": "结余", "party_name": "对家"}
    assert len(read(tmp_path / "x.csv", text_of(rows).removesuffix("\r\n"), named=mapping).lines) == 1


@pytest.mark.parametrize("rows", [5, 60])
def test_an_old_workbook_cut_anywhere_is_refused(tmp_path: Path, rows: int) -> None:
    """Its reader took what was there, and forty rows of sixty were a statement."""
    data = old_excel.workbook(printed("icbc-c", rows))
    assert len(read(tmp_path / "x.xls", data).lines) == rows
    told = set()
    for cut in range(600, len(data), max(1, len(data) // 200)):
        with pytest.raises(RuleViolation) as refused:
            read(tmp_path / "x.xls", data[:cut])
        told.add(refused.value.code)
    assert told == {"statement.cut_off"}


def test_what_lies_behind_an_old_workbook_may_be_missing(tmp_path: Path) -> None:
    data = old_excel.workbook(printed("icbc-c", 5))
    assert read(tmp_path / "x.xls", data + bytes(512)) == read(tmp_path / "x.xls", data)


def test_an_old_workbook_of_many_tables_of_sectors() -> None:
    """From 7 MB on the tables of sectors are named in sectors of their own."""
    sectors = 110 * 128
    tables = -(-sectors // 128) + 1
    content = sectors - tables - 2
    numbers = [0xFFFFFFFD] * tables + [0xFFFFFFFC, 0xFFFFFFFE]
    numbers += [*range(len(numbers) + 1, len(numbers) + content), 0xFFFFFFFE]
    header = old_excel.ole("Workbook", b"")[:512]
    whole = bytearray(header)
    struct.pack_into("<I", whole, 44, tables)
    struct.pack_into("<I", whole, 48, tables + 1)
    struct.pack_into("<II", whole, 68, tables, 1)
    struct.pack_into("<109I", whole, 76, *range(109))
    for place in range(tables):
        whole += struct.pack("<128I", *(numbers[place * 128 : place * 128 + 128] + [0xFFFFFFFF] * 128)[:128])
    whole += struct.pack("<128I", *range(109, tables), *[0xFFFFFFFF] * (127 - tables + 109), 0xFFFFFFFE)
    directory = bytearray(old_excel.ole("Workbook", b"")[1024:1536])
    struct.pack_into("<II", directory, 128 + 116, tables + 2, content * 512)
    whole += directory + bytes(content * 512)
    assert not lacks_its_end(bytes(whole))
    assert lacks_its_end(bytes(whole[:-1]))
    assert lacks_its_end(bytes(whole[: 100 * 512]))
