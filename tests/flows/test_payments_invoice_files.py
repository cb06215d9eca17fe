"""数电发票 by the tax site's files: the workbook goes out, the numbers come back, nobody is told twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import permutations
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from school_desk.adapters.sheets.invoices import write_invoice_batch
from school_desk.adapters.sheets.writing import Column, ColumnKind, write_table
from school_desk.documents.ledger import LedgerRow
from school_desk.documents.queries import notices
from school_desk.intake.invoices import invoices_command, read_issued
from school_desk.kernel.errors import RuleViolation
from school_desk.output.invoices import invoice_lines
from school_desk.payments import queries
from school_desk.payments.commands import RecordInvoiceIssued
from school_desk.payments.invoice_commands import ImportInvoices, InvoiceEntry
from school_desk.staff.commands import ChangeSetting
from school_desk.terms.statuses import InvoiceStatus
from tests.flows.cashier import BRICK_FEE, COMPANY, STEEL_FEE, Cashier
from tests.papers import CODES
from tests.school import Office

NUMBER, OTHER, RED = "26332000000012345678", "26332000000012345679", "26332000000099999901"
DAY = date(2026, 8, 3)


@pytest.fixture
def cashier(office: Office) -> Cashier:
    return Cashier(office)


def reviewed(cashier: Cashier, steel: int = 2, brick: int = 1) -> None:
    owed = [row.id for row in cashier.receivables(cashier.batch(cashier.enterprise(), steel, brick))]
    cashier.claim(cashier.paid_in(steel * STEEL_FEE + brick * BRICK_FEE), *owed)
    cashier.review(*owed)
    set_rate(cashier)


def set_rate(cashier: Cashier) -> None:
    cashier.office.do(ChangeSetting("payments.invoice_tax_rate", "3%", date(2026, 8, 1)), cashier.office.admin)


def invoices(cashier: Cashier) -> list[queries.InvoiceListRow]:
    with cashier.office.school.reading() as session:
        return sorted(queries.invoices(session, cashier.office.school.id), key=lambda row: row.serial)


def texts(cashier: Cashier) -> int:
    with cashier.office.school.reading() as session:
        return len(notices(session, cashier.office.school.id))


def entry(row: queries.InvoiceListRow, **changes: Any) -> InvoiceEntry:
    made = InvoiceEntry(4, row.serial, NUMBER, row.buyer_name, row.buyer_code, row.amount_fen, DAY, red=False)
    return replace(made, **changes)


def take(cashier: Cashier, *entries: InvoiceEntry) -> list[LedgerRow]:
    rows: tuple[LedgerRow, ...] = cashier.do(ImportInvoices("清单.xlsx", entries))
    return list(rows)


def why(cashier: Cashier, one: InvoiceEntry) -> str:
    """The sentence with which the row does not come in."""
    (row,) = take(cashier, one)
    assert row.state in ("failed", "skipped")
    return row.state + "".join(row.reasons)


def cells(path: Path, sheet: str) -> list[dict[str, str]]:
    header, *rows = list(openpyxl.load_workbook(path)[sheet].iter_rows(min_row=3, values_only=True))
    return [{str(key): str(cell) for key, cell in zip(header, row, strict=True) if cell is not None} for row in rows]


def test_the_batch_goes_out_with_what_the_tax_site_asks_for(cashier: Cashier, tmp_path: Path) -> None:
    path = tmp_path / "开票.xlsx"
    reviewed(cashier)
    write_invoice_batch(path, invoice_lines(cashier.office.school))
    basic, lines = cells(path, "1-发票基本信息"), cells(path, "2-发票明细信息")
    steel, brick = basic
    assert steel["购买方名称"] == COMPANY
    assert (steel["购买方纳税人识别号"], steel["发票类型"], steel["是否含税"]) == (CODES[0], "普通发票", "是")
    assert [len(row["发票流水号"]) <= 20 for row in basic] == [True, True]
    assert len({row["发票流水号"] for row in basic}) == 2
    assert [row["发票流水号"] for row in lines] == [steel["发票流水号"], brick["发票流水号"]]
    assert lines[0] == {
        "发票流水号": steel["发票流水号"],
        "项目名称": "培训费",
        "商品和服务税收编码": "3070201020000000000",
        "单位": "人",
        "数量": "2",
        "单价": "800.00",
        "金额": "1600.00",
        "税率": "3%",
    }
    assert steel["发票流水号"] in steel["备注"]


def test_the_rate_is_asked_for_and_not_guessed(cashier: Cashier) -> None:
    with pytest.raises(RuleViolation, match="还没有填写发票税率"):
        invoice_lines(cashier.office.school)
    set_rate(cashier)
    with pytest.raises(RuleViolation, match="没有待开具的发票"):
        invoice_lines(cashier.office.school)
    change = ChangeSetting("payments.invoice_tax_rate", "三个点", date(2026, 8, 1))
    assert cashier.office.refused(change, cashier.office.admin).code == "setting.invalid"


def test_the_sites_own_template_is_filled_by_its_headers(cashier: Cashier, tmp_path: Path) -> None:
    reviewed(cashier, brick=0)
    path, target = tmp_path / "模板.xlsx", tmp_path / "开票.xlsx"
    lines = invoice_lines(cashier.office.school)
    write_invoice_batch(path, lines[:0])
    book = openpyxl.load_workbook(path)
    book["1-发票基本信息"].insert_cols(2, 3)  # a newer version has columns in between
    book["1-发票基本信息"]["B3"] = "新列"
    book.create_sheet("3-附加要素")["A1"] = "留着"
    book.save(path)
    write_invoice_batch(target, lines, path.read_bytes())
    (row,) = cells(target, "1-发票基本信息")
    assert (row["发票流水号"], row["购买方名称"], "新列" in row) == (lines[0].serial, COMPANY, False)
    assert openpyxl.load_workbook(target)["3-附加要素"]["A1"].value == "留着"
    book["2-发票明细信息"].delete_cols(9)
    book.save(path)
    with pytest.raises(RuleViolation, match="没有“税率”列"):
        write_invoice_batch(target, lines, path.read_bytes())
    for broken in (b"no workbook", tmp_path.joinpath("模板.xlsx").read_bytes()[:900]):
        with pytest.raises(RuleViolation, match="模板打不开"):
            write_invoice_batch(target, lines, broken)


def test_what_the_site_issued_comes_back_and_a_second_time_changes_nothing(cashier: Cashier, tmp_path: Path) -> None:
    """By the site's full list, which prints our 流水号 in its notes only; it holds other invoices, red ones, and totals."""
    reviewed(cashier)
    steel, brick = invoices(cashier)
    path = tmp_path / "全量发票查询导出结果.xlsx"
    columns = [Column(word) for word in ("数电发票号码", "购方识别号", "购买方名称", "开票日期")]
    columns += [Column("价税合计", ColumnKind.MONEY), Column("是否正数发票"), Column("备注")]
    note = f"钢筋工中级工 报名批次 BM20260001 流水号 {steel.serial}"
    write_table(
        path,
        "信息汇总表",
        columns,
        [
            (NUMBER, CODES[0], COMPANY, "2026-08-03 10:20:30", steel.amount_fen, "是", note),
            (OTHER, CODES[0], COMPANY, "2026-08-03", brick.amount_fen, "是", ""),
            ("26332000000000000001", CODES[1], "湖州另一家有限公司", "2026-08-02", 12_300, "是", "房租"),
            ("2633", CODES[0], COMPANY, "2026-08-03", 100, "是", ""),
        ],
    )
    command = invoices_command(read_issued(str(path)))
    rows = [row for row in cashier.do(command) if row.name]
    assert [row.state for row in rows] == ["imported", "imported", "skipped", "failed"]
    assert "现在是 4 位" in rows[3].reasons[0]
    assert [(row.status, row.number, row.issued_on) for row in invoices(cashier)] == [
        (InvoiceStatus.ISSUED, NUMBER, DAY),
        (InvoiceStatus.ISSUED, OTHER, DAY),
    ]
    before = (cashier.office.dump(), texts(cashier))
    again = [row.state for row in cashier.do(command) if row.name]
    assert again == ["skipped", "skipped", "skipped", "failed"]
    assert (cashier.office.dump(), texts(cashier)) == before
    assert before[1] == 2


def test_a_refused_row_says_why_and_leaves_the_others_alone(cashier: Cashier) -> None:
    reviewed(cashier)
    steel, brick = invoices(cashier)
    assert "税务平台没有开具：税号不存在" in why(cashier, entry(steel, issued=False, reason="税号不存在"))
    assert "应开 1,600.00 元" in why(cashier, entry(steel, amount_fen=1))
    assert f"应为 {CODES[0]}" in why(cashier, entry(steel, buyer_code=CODES[1]))
    assert "没有开票日期" in why(cashier, entry(steel, issued_on=None))
    assert "不能晚于今天" in why(cashier, entry(steel, issued_on=date(2026, 8, 4)))
    assert "末尾几位已经丢失" in why(cashier, entry(steel, problems=("发票号码末尾几位已经丢失。",)))
    rows = take(cashier, entry(steel, row_no=4), entry(brick, row_no=5), entry(brick, row_no=6, number=OTHER))
    assert [row.state for row in rows] == ["imported", "failed", "imported"]
    assert "税务平台开了 600.00 元，应开 1,600.00 元" in rows[1].reasons[0], "the number of another invoice"
    assert "它的流水号已登记发票" in why(cashier, entry(steel, number=RED))


def test_two_alike_are_told_apart_by_their_serial_only(cashier: Cashier) -> None:
    enterprise_id = cashier.enterprise()
    for _ in range(2):
        (owed,) = cashier.receivables(cashier.batch(enterprise_id, steel=1))
        cashier.claim(cashier.paid_in(STEEL_FEE), owed.id)
        cashier.review(owed.id)
    first, second = invoices(cashier)
    assert why(cashier, entry(first, serial="")).startswith("skipped不是待开具的发票")
    assert [row.state for row in take(cashier, entry(second))] == ["imported"]
    assert [row.number for row in invoices(cashier)] == [None, NUMBER]
    assert [row.state for row in take(cashier, entry(first, serial="", number=OTHER))] == ["imported"], (
        "only one is left"
    )


def red_entry(row: queries.InvoiceListRow, **changes: Any) -> InvoiceEntry:
    note = f"被红冲蓝字数电发票号码：{NUMBER} 红字发票信息确认单编号：33052608000000001"
    made = entry(row, serial="", number=RED, amount_fen=-row.amount_fen, red=True, note=note)
    return replace(made, **changes)


def test_a_red_invoice_in_the_list_takes_the_blue_one_back(cashier: Cashier) -> None:
    reviewed(cashier, brick=0)
    (row,) = invoices(cashier)
    assert why(cashier, red_entry(row)).startswith("skipped红字发票的备注里没有")
    cashier.do(RecordInvoiceIssued(row.id, NUMBER, DAY, row.amount_fen))
    assert "只红冲了一部分" in why(cashier, red_entry(row, amount_fen=-100))
    no_form = red_entry(row, note=f"被红冲蓝字数电发票号码：{NUMBER}")
    assert "备注里没有红字确认单编号" in why(cashier, no_form)
    assert [one.state for one in take(cashier, red_entry(row))] == ["updated"]
    old, new = invoices(cashier)
    assert (old.status, old.red_number, old.red_confirmation) == (InvoiceStatus.RED, RED, "33052608000000001")
    assert (new.status, new.serial) == (InvoiceStatus.TO_ISSUE, row.serial.removesuffix("1") + "2")
    assert [one.state for one in take(cashier, red_entry(row), entry(row))] == ["skipped", "skipped"]
    assert texts(cashier) == 0, "nobody is told of the one that turned red"


def test_a_file_in_any_order_tells_the_same_history(cashier: Cashier) -> None:
    """An invoice, the red one that takes it back, and the one issued instead, in one list: the site prints the newest first."""
    reviewed(cashier, brick=0)
    (row,) = invoices(cashier)
    blue, red = entry(row, row_no=4), red_entry(row, row_no=5)
    again = entry(row, row_no=6, number=OTHER, serial="")
    named = replace(again, note=f"流水号 {row.serial.removesuffix('1')}2")
    for number, file in enumerate([*permutations((blue, red, again)), *permutations((blue, red, named))]):
        command = ImportInvoices(f"清单{number}.xlsx", file)
        outcome = cashier.office.school.execute(command, cashier.office.cashier)
        assert [(told.row_no, told.state) for told in outcome.result] == [
            (4, "imported"),
            (5, "updated"),
            (6, "imported"),
        ]
        old, new = invoices(cashier)
        assert (old.status, old.number, old.red_number) == (InvoiceStatus.RED, NUMBER, RED)
        assert (new.status, new.number, texts(cashier)) == (InvoiceStatus.ISSUED, OTHER, 1)
        before = cashier.office.dump()
        assert [told.state for told in cashier.do(command)] == ["skipped"] * 3
        assert cashier.office.dump() == before
        cashier.office.undo(outcome.command_id)


def test_a_void_invoice_above_its_red_one_is_not_registered_as_standing(cashier: Cashier) -> None:
    reviewed(cashier, brick=0)
    (row,) = invoices(cashier)
    assert [told.state for told in take(cashier, red_entry(row, row_no=3), entry(row))] == ["updated", "imported"]
    old, new = invoices(cashier)
    assert (old.status, new.status, texts(cashier)) == (InvoiceStatus.RED, InvoiceStatus.TO_ISSUE, 0)


def test_a_serial_that_is_not_ours_yet_takes_nobody_elses_place(cashier: Cashier) -> None:
    reviewed(cashier, brick=0)
    (row,) = invoices(cashier)
    later = entry(row, serial="", note=f"流水号 {row.serial.removesuffix('1')}2")
    assert "还没有对应的待开具发票" in why(cashier, later)


def test_one_confirmation_turns_one_invoice_red(cashier: Cashier) -> None:
    reviewed(cashier)
    steel, brick = invoices(cashier)
    take(cashier, entry(steel), entry(brick, number=OTHER, row_no=5))
    second = red_entry(brick, row_no=5, number="26332000000099999902")
    second = replace(second, note=second.note.replace(NUMBER, OTHER))
    rows = take(cashier, red_entry(steel), second)
    assert [told.state for told in rows] == ["updated", "failed"]
    assert f"已登记给“{COMPANY}”的发票 {NUMBER}" in rows[1].reasons[0]


def test_a_red_row_that_is_refused_leaves_the_invoice_as_it_is(cashier: Cashier) -> None:
    reviewed(cashier, brick=0)
    (row,) = invoices(cashier)
    take(cashier, entry(row))
    before = cashier.office.dump()
    assert "没有开票日期" in why(cashier, red_entry(row, issued_on=None))
    assert cashier.office.dump() == before
