"""Every bank's layout gives the same movements, whatever the file's kind, name and sort order."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from school_desk.adapters.banks import read_statement
from tests.unit.banks import exports, old_excel

LAYOUTS = sorted(exports.LAYOUTS)
MOVES = exports.ledger(seed=3, count=60)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("newest_first", [False, True], ids=["oldest first", "newest first"])
def test_every_layout_gives_every_movement(tmp_path: Path, layout: str, newest_first: bool) -> None:
    moves = MOVES[::-1] if newest_first else MOVES
    statement = read_statement(exports.write_text(tmp_path / "export.csv", exports.LAYOUTS[layout].export(moves)))
    assert statement.layout == layout
    assert statement.bank == layout.split("-")[0]
    assert statement.account == (exports.OWN_ACCOUNT if layout in exports.PRINTS_ITS_ACCOUNT else None)
    printed = exports.LAYOUTS[layout]
    assert [exports.said(line) for line in statement.lines] == [printed.truth(move) for move in moves]
    assert statement.breaks == ()
    assert statement.row_count == len(statement.lines) + len(statement.leftovers)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_memo_holds_every_wording_once(tmp_path: Path, layout: str) -> None:
    move = exports.Movement(MOVES[0].booked_at, 100, 100, "甲公司", "12345678", "转账", "培训费")
    same = exports.Movement(MOVES[0].booked_at, 100, 200, "甲公司", "12345678", "结息", "结息")
    rows = exports.LAYOUTS[layout].export([move, same])
    first, second = read_statement(exports.write_text(tmp_path / "export.csv", rows)).lines
    one_word = layout in ("abc", "czbank")
    silent = exports.LAYOUTS[layout].wordless
    assert first.memo == ("" if silent else "培训费" if one_word else "转账 培训费")
    assert second.memo == ("" if silent else "结息")


@pytest.mark.parametrize("layout", [name for name in LAYOUTS if not exports.LAYOUTS[name].wordless])
def test_reversals_are_flagged(tmp_path: Path, layout: str) -> None:
    statement = read_statement(exports.write_text(tmp_path / "export.csv", exports.LAYOUTS[layout].export(MOVES)))
    expected = [move.summary == "冲正" for move in MOVES]
    assert any(expected)
    assert [line.reversal_flag for line in statement.lines] == expected


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("name", ["流水.csv", "流水.xls", "流水"])
def test_text_is_read_by_content(tmp_path: Path, encoding: str, name: str) -> None:
    statement = read_statement(exports.write_text(tmp_path / name, exports.LAYOUTS["icbc-a"].export(MOVES), encoding))
    assert [exports.said(line) for line in statement.lines] == [exports.truth(move) for move in MOVES]


@pytest.mark.parametrize("delimiter", [",", "\t", "|", ";"])
def test_any_usual_delimiter(tmp_path: Path, delimiter: str) -> None:
    path = exports.write_text(tmp_path / "export.txt", exports.LAYOUTS["icbc-b"].export(MOVES), delimiter=delimiter)
    assert len(read_statement(path).lines) == len(MOVES)


@pytest.mark.parametrize("name", ["流水.xls", "流水.csv", "流水.dat"])
def test_old_workbook_under_any_name(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(old_excel.workbook(exports.LAYOUTS["icbc-b"].export(MOVES[:20])))
    assert [exports.said(line) for line in read_statement(path).lines] == [exports.truth(move) for move in MOVES[:20]]


def test_numeric_cells(tmp_path: Path) -> None:
    """CCB's .xls keeps amounts as numbers and dates as text; voucher numbers come as 1.0."""
    header, *rows = exports.LAYOUTS["ccb"].export(MOVES[:8])
    numbers: list[Sequence[str | float]] = [
        [float(cell.replace(",", "")) if column in (3, 4, 5) else cell for column, cell in enumerate(row)]
        for row in rows
    ]
    path = tmp_path / "ccb.xls"
    path.write_bytes(old_excel.workbook([header, *numbers]))
    assert [exports.said(line) for line in read_statement(path).lines] == [exports.truth(move) for move in MOVES[:8]]


def test_workbook_that_declares_one_cell(tmp_path: Path) -> None:
    whole = exports.write_xlsx(tmp_path / "whole.xlsx", exports.LAYOUTS["icbc-b"].export(MOVES))
    lying = tmp_path / "lying.xlsx"
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(lying, "w") as target:
        for name in source.namelist():
            part = re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:A1"', source.read(name))
            target.writestr(name, part)
    assert read_statement(lying).lines == read_statement(whole).lines != ()


def test_sheets_of_one_export_are_read_together(tmp_path: Path) -> None:
    sheets = (
        exports.LAYOUTS["icbc-b"].export(MOVES[:30]),
        exports.LAYOUTS["icbc-b"].export(MOVES[30:]),
        [["本表由网银生成"]],
    )
    statement = read_statement(exports.write_xlsx(tmp_path / "split.xlsx", *sheets))
    assert [exports.said(line) for line in statement.lines] == [exports.truth(move) for move in MOVES]
    assert [line.row for line in statement.lines] == list(range(1, 61))
    assert statement.notes == ("工作表“Sheet3”不是流水，没有读取。",)


def test_chart_sheets_are_no_tables(tmp_path: Path) -> None:
    import xlsxwriter

    path = tmp_path / "chart.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for number, row in enumerate(exports.LAYOUTS["icbc-b"].export(MOVES[:2])):
            (book.get_worksheet_by_name("Sheet1") or book.add_worksheet()).write_row(number, 0, row)
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": "=Sheet1!$K$4:$K$5"})
        book.add_chartsheet().set_chart(chart)
    assert len(read_statement(path).lines) == 2


@pytest.mark.parametrize("headed", [False, True], ids=["bare", "with header"])
def test_receipts(tmp_path: Path, headed: bool) -> None:
    from school_desk.adapters.banks.layouts import RECEIPT_HEADER

    moves = [move for move in MOVES if move.account]
    rows = [*([RECEIPT_HEADER] if headed else []), *exports.RECEIPTS.export(moves)]
    statement = read_statement(exports.write_text(tmp_path / "receipts.txt", rows, delimiter="~"))
    assert (statement.bank, statement.layout, statement.account) == ("icbc", "icbc-f", exports.OWN_ACCOUNT)
    found = [(line.booked_at, line.signed_fen, line.counterparty_name) for line in statement.lines]
    assert found == [(move.booked_at, move.fen, move.name) for move in moves]
    assert all(line.balance_fen is None and line.bank_ref for line in statement.lines)


def test_single_receipt_needs_to_know_the_school(tmp_path: Path) -> None:
    from school_desk.kernel.errors import RuleViolation

    move = next(move for move in MOVES if move.account)
    path = exports.write_text(tmp_path / "receipt.txt", exports.RECEIPTS.export([move]), delimiter="~")
    with pytest.raises(RuleViolation, match="学校账号") as refused:
        read_statement(path)
    assert refused.value.code == "statement.whose_account"
    (line,) = read_statement(path, own_accounts=[exports.OWN_ACCOUNT]).lines
    assert (line.direction, line.counterparty_name) == ("in", move.name)


def test_unknown_bank_with_usual_words(tmp_path: Path) -> None:
    header, rows = (
        ["日期", "收入", "支出", "余额", "对方名称", "对方账户", "备注"],
        ["2026年9月1日", "+600.00", "", "600", "甲", "1", "费"],
    )
    statement = read_statement(exports.write_text(tmp_path / "x.csv", [header, rows]))
    (line,) = statement.lines
    assert (statement.bank, statement.layout) == ("other", "other")
    assert (line.amount_fen, line.direction, line.booked_at.isoformat()) == (60000, "in", "2026-09-01T00:00:00")


@pytest.mark.parametrize("layout", ["icbc-a", "icbc-b"])
def test_text_wrapped_into_one_column_of_a_workbook(tmp_path: Path, layout: str) -> None:
    table = exports.LAYOUTS[layout].export(MOVES)
    whole = exports.write_text(tmp_path / "x.csv", table, "utf-8")
    wrapped = exports.write_xlsx(tmp_path / "x.xlsx", [[line] for line in whole.read_text("utf-8").splitlines()])
    assert read_statement(wrapped).lines == read_statement(whole).lines != ()


def test_a_receipt_whose_capitals_say_something_else_is_no_line(tmp_path: Path) -> None:
    first, second = [move for move in MOVES if move.account][:2]
    rows = exports.RECEIPTS.export([first, second])
    amount = rows[0].index(first.cells(0)["capitals"])
    forged = [cell.replace("￥", "￥1") if place == amount else cell for place, cell in enumerate(rows[0])]
    path = exports.write_text(tmp_path / "receipts.txt", [forged, rows[1]], delimiter="~")
    statement = read_statement(path, own_accounts=[exports.OWN_ACCOUNT])
    assert len(statement.lines) == 1
    assert "大写" in statement.leftovers[0].reason
    assert "不一致" in statement.leftovers[0].reason


def test_grouped_and_hyphened_accounts_above_the_header(tmp_path: Path) -> None:
    header, row = ["交易时间", "收入", "支出", "对方户名"], ["2026-09-01", "600.00", "", "甲"]
    for printed, account in (
        ("账号：6222 0811 1234 5678 901", "6222081112345678901"),
        ("账号:10-5456010400", "105456010400"),
        ("账号 1205****9722", "1205****9722"),
    ):
        path = exports.write_text(tmp_path / "x.csv", [[printed, "2026-09-01"], header, row])
        assert read_statement(path).account == account
