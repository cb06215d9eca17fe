"""Each row becomes a line or is explained, and a file that cannot be taken is refused in a sentence."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import pytest

from school_desk.adapters.banks import Statement, read_statement, statement_json
from school_desk.adapters.banks.cells import amount, clean, moment
from school_desk.adapters.banks.layouts import WORDS, heading
from school_desk.adapters.banks.rows import Printed
from school_desk.kernel.errors import EnvironmentFault, RuleViolation
from tests.samples import samples_dir
from tests.unit.banks import exports, old_excel

HEADER = ["交易时间", "收入金额", "支出金额", "余额", "对方户名", "对方账号", "摘要"]
GOOD = ["2026-09-01 09:45:11", "600.00", "", "600.00", "甲公司", "6222000011112222", "培训费"]


def read(tmp_path: Path, *rows: Sequence[str], header: Sequence[str] = HEADER) -> Statement:
    statement = read_statement(exports.write_text(tmp_path / "x.csv", [header, *rows]))
    assert statement.row_count == len(statement.lines) + len(statement.leftovers)
    return statement


def with_cell(name: str, text: str) -> list[str]:
    return [text if word == name else cell for word, cell in zip(HEADER, GOOD, strict=True)]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (["合计", "600.00", "0.00", "", "", "", ""], "合计行，不是一笔流水"),
        (["5 收 91,007,497.02"], "合计行，不是一笔流水"),
        (["收入笔数：5"], "合计行，不是一笔流水"),
        (HEADER, "重复的表头"),
        (["", "", "", "", "以下空白"], "没有交易时间"),
        (with_cell("交易时间", "2026-02-30 09:45:11"), "交易时间“2026-02-30 09:45:11”不是日期"),
        (with_cell("收入金额", "600.001"), "金额“600.001”不能读成精确到分的数"),
        (with_cell("收入金额", "陆佰"), "金额“陆佰”不能读成精确到分的数"),
        (with_cell("收入金额", "0.00"), "金额是零或空白"),
        (with_cell("收入金额", ""), "金额是零或空白"),
        (with_cell("支出金额", "600.00"), "收入和支出两栏都有金额，无法判断是收还是付"),
        ([*GOOD, "", "多出的"], "列数比表头多，多半是摘要里的逗号没有加引号，这一行对不上列"),
    ],
)
def test_row_that_is_no_line_says_why(tmp_path: Path, row: Sequence[str], reason: str) -> None:
    statement = read(tmp_path, GOOD, row)
    assert len(statement.lines) == 1
    (left,) = statement.leftovers
    assert (left.row, left.reason) == (2, reason)
    assert left.text.split() == " ".join(row).split()


@pytest.mark.parametrize("column", ["对方户名", "对方账号", "摘要"])
@pytest.mark.parametrize(
    "words",
    [
        *("合计", "合  计", "本月合计", "本期合计：", "收入合计", "本月收入合计", "借方发生额合计", "合计金额", "总计", "本页小计", "本年累计"),
        *("本期发生额", "本月借方发生额", "期初余额", "上月结转", "承前页", "过次页", "合计5笔", "本日合计 16,000.00元"),
    ],
)  # fmt: skip
def test_a_total_with_a_date_is_no_income(tmp_path: Path, words: str, column: str) -> None:
    nobody = {"对方户名": "", "对方账号": "-", "摘要": ""} | {column: words}
    row = ["2026-09-30", "600.00", "", "600.00", *nobody.values()]
    statement = read(tmp_path, GOOD, row)
    assert [(left.row, left.reason) for left in statement.leftovers] == [(2, "合计行，不是一笔流水")]
    assert (len(statement.lines), statement.breaks) == (1, ())


@pytest.mark.parametrize(
    ("name", "memo"),
    [
        ("甲公司", "合计"),
        ("甲公司", "本月合计"),
        ("甲公司", "培训费合计16人"),
        ("合计建设有限公司", "培训费"),
        ("", "手续费合计"),
        ("", "9月培训费合计"),
        ("", "利息"),
        ("", "本期利息"),
    ],
)
def test_a_payer_may_write_of_totals(tmp_path: Path, name: str, memo: str) -> None:
    row = ["2026-09-30", "600.00", "", "1200.00", name, "", memo]
    assert len(read(tmp_path, GOOD, row).lines) == 2


def test_a_total_with_a_date_in_a_layout_of_one_amount_or_of_two_parties(tmp_path: Path) -> None:
    header = ["交易时间", "借贷标志", "发生额", "余额", "对方户名", "摘要"]
    rows = ["2026-09-01", "贷", "600.00", "600.00", "甲", ""], ["2026-09-30", "贷", "600.00", "600.00", "", "本月合计"]
    assert len(read(tmp_path, *rows, header=header).lines) == 1
    header = ["交易时间", "借贷标志", "交易金额", "付款人账号", "付款人户名", "收款人账号", "收款人户名", "摘要"]
    own, other = "1205220109200069722", "6222000011112222"
    rows = (
        ["2026-09-01", "贷", "6.00", other, "甲", own, "校", ""],
        ["2026-09-30", "贷", "6.00", "", "", own, "", "合计"],
    )
    assert len(read(tmp_path, *rows, header=header).lines) == 1


def test_line_break_inside_quotes_is_one_row(tmp_path: Path) -> None:
    (line,) = read(tmp_path, with_cell("摘要", "培训费\n3人")).lines
    assert line.memo == "培训费\n3人"


def test_blank_rows_are_no_rows_but_keep_the_count(tmp_path: Path) -> None:
    statement = read(tmp_path, ["", " ", "\t"], GOOD, [])
    assert (statement.row_count, [line.row for line in statement.lines]) == (1, [2])


def test_red_credit_is_money_out_that_takes_an_earlier_line_back(tmp_path: Path) -> None:
    first, red = GOOD, ["2026-09-01 10:00:00", "-600.00", "", "0.00", "甲公司", "6222000011112222", "培训费"]
    statement = read(tmp_path, first, red)
    line = statement.lines[1]
    assert (line.direction, line.amount_fen, line.reversal_flag) == ("out", 60000, True)
    assert statement.breaks == ()


@pytest.mark.parametrize(
    ("flag", "fen", "expected"),
    [
        ("贷", "600.00", ("in", False)),
        ("借", "600.00", ("out", False)),
        ("来账", "600.00", ("in", False)),
    ],
)
def test_one_amount_with_a_flag(tmp_path: Path, flag: str, fen: str, expected: tuple[str, bool]) -> None:
    header = ["交易时间", "借贷标志", "交易金额", "对方户名"]
    (line,) = read(tmp_path, ["2026-09-01 09:45:11", flag, fen, "甲"], header=header).lines
    assert (line.direction, line.reversal_flag) == expected
    assert line.amount_fen == 60000


@pytest.mark.parametrize(("flag", "why"), [("1", "看不懂借贷标志“1”"), ("", "没有借贷标志")])
def test_flag_nobody_explained_is_not_guessed(tmp_path: Path, flag: str, why: str) -> None:
    header = ["交易时间", "借贷标志", "交易金额", "对方户名"]
    (left,) = read(tmp_path, ["2026-09-01 09:45:11", flag, "600.00", "甲"], header=header).leftovers
    assert left.reason == why


FLAGGED = ["交易时间", "借贷标志", "交易金额", "余额", "对方户名"]


def flagged(second: int, flag: str, amount: str, balance: str) -> list[str]:
    return [f"2026-09-01 09:45:{second:02}", flag, amount, balance, "甲"]


@pytest.mark.parametrize(
    ("rows", "signed"),
    [
        # The balance tells: the minus says again that money went out.
        ([("贷", "600.00", "900.00"), ("借", "-200.00", "700.00")], [60_000, -20_000]),
        # The balance tells: the bank took a debit back, in red.
        ([("借", "200.00", "700.00"), ("借", "-200.00", "900.00"), ("贷", "5.00", "905.00")], [-20_000, 20_000, 500]),
        # Without balances: no debit is printed otherwise.
        ([("贷", "600.00", ""), ("借", "-200.00", ""), ("借", "-5.00", "")], [60_000, -20_000, -500]),
        # Without balances, once: it may be either, and read wrongly it would be income.
        ([("贷", "600.00", ""), ("借", "-200.00", "")], [60_000]),
        ([("借", "200.00", ""), ("借", "-200.00", "")], [-20_000]),
    ],
)
def test_a_minus_beside_a_debit(tmp_path: Path, rows: list[tuple[str, str, str]], signed: list[int]) -> None:
    printed = [flagged(second, *row) for second, row in enumerate(rows)]
    statement = read(tmp_path, *printed, header=FLAGGED)
    assert [line.signed_fen for line in statement.lines] == signed
    whys = [left.reason for left in statement.leftovers]
    assert whys == ["标着“借”的金额前面又有负号，看不出是支出还是冲正"] * (len(rows) - len(signed))


def test_a_bank_that_is_known_to_print_red_prints_red(tmp_path: Path) -> None:
    header = ["交易时间", "借贷标志", "发生额", "对方单位"]  # 工行
    (line,) = read(tmp_path, ["2026-09-01 09:45:11", "借", "-600.00", "甲"], header=header).lines
    assert (line.direction, line.amount_fen, line.reversal_flag) == ("in", 60_000, True)


def test_one_signed_amount(tmp_path: Path) -> None:
    header = ["交易时间", "交易金额", "对方户名"]
    rows = ["2026-09-01 09:45:11", "+10000.00", "甲"], ["2026-09-01 09:46:11", "-5.00", "乙"]
    assert [line.signed_fen for line in read(tmp_path, *rows, header=header).lines] == [1_000_000, -500]


@pytest.mark.parametrize(
    ("summary", "flagged"), [("冲正", True), ("跨行退回", True), ("网银转账", False), ("退回重缴培训费", False)]
)
def test_reversal_by_the_banks_words_only(tmp_path: Path, summary: str, flagged: bool) -> None:
    column = "摘要" if flagged or summary == "网银转账" else "用途"
    header = [column if word == "摘要" else word for word in HEADER]
    assert read(tmp_path, [*GOOD[:-1], summary], header=header).lines[0].reversal_flag is flagged


def test_account_that_a_spreadsheet_shortened_is_dropped_and_told(tmp_path: Path) -> None:
    statement = read(tmp_path, with_cell("对方账号", "1.20522010920007E+18"))
    assert statement.lines[0].counterparty_account == ""
    assert "科学计数法" in statement.notes[0]


@pytest.mark.parametrize(
    ("rows", "header", "code", "words"),
    [
        ([["姓名", "身份证号"], ["张三", "330502199001011234"]], [], "statement.no_header", "表头"),
        ([[*GOOD, "美元"]], [*HEADER, "币种"], "statement.foreign_currency", "第 1 行的币种是“美元”"),
        ([HEADER, GOOD], ["账号：1205220109200069722", "币种：USD"], "statement.foreign_currency", "表头的币种是“USD”"),
        (
            [[*GOOD, "12345678"], [*GOOD, "87654321"]],
            [*HEADER, "本方账号"],
            "statement.several_accounts",
            "12345678、87654321",
        ),
    ],
)
def test_refusals(tmp_path: Path, rows: list[Sequence[str]], header: list[str], code: str, words: str) -> None:
    with pytest.raises(RuleViolation, match=words) as refused:
        read(tmp_path, *rows, header=header)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "statement.empty"),
        (b"\r\n \x00", "statement.empty"),
        (b"\xef\xbb\xbf", "statement.empty"),
        (b"\xff\xfe", "statement.empty"),
        (b"\xff\xfe,", "statement.empty"),
        ("\u3000\n".encode(), "statement.empty"),
        (b"\xfe\xff\x00\r\x00\n", "statement.empty"),
        (b"\xef\xbb\xbf<html><table></table></html>", "statement.web_page"),
        (b"%PDF-1.7", "statement.pdf"),
        (b"PK\x03\x04nothing", "statement.damaged"),
        (old_excel.ole("WordDocument", b"x"), "statement.damaged"),
        (old_excel.encrypted_package(), "statement.password"),
        (old_excel.workbook([HEADER, GOOD], password=True), "statement.password"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "statement.not_a_statement"),
        (b'"' + b"x" * 200_000, "statement.not_a_statement"),
        ("交易时间,金额".encode(), "statement.no_header"),
    ],
)
def test_files_that_are_no_statement(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "流水.csv"
    path.write_bytes(content)
    with pytest.raises(RuleViolation) as refused:
        read_statement(path)
    assert refused.value.code == code
    assert refused.value.message.endswith("。")


def test_file_that_cannot_be_opened(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFault, match="找不到文件"):
        read_statement(tmp_path / "没有.csv")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-09-01-09.45.11", "2026-09-01T09:45:11"),
        ("2026-07-01-04.40.28.695730", "2026-07-01T04:40:28.695730"),
        ("20260901 09:45:11", "2026-09-01T09:45:11"),
        ("20260901094511", "2026-09-01T09:45:11"),
        ("2026/9/1 9:45", "2026-09-01T09:45:00"),
        ("2026年9月1日", "2026-09-01T00:00:00"),
        ("2026-09-01T09:45:11", "2026-09-01T09:45:11"),
        ("200511", None),
        ("0202-09-01", None),
        ("2026-13-01", None),
        ("培训费", None),
    ],
)
def test_moments(text: str, expected: str | None) -> None:
    stamp = moment(text)
    assert (stamp.isoformat() if stamp else None) == expected


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("1,234.00", 123400),
        ("-", 0),
        ("", 0),
        ("捌仟贰佰元整,￥8,200.00元", 820000),
        ("-¥5", -500),
        ("600", 60000),
        ("−6.00", -600),
        ("＋6.00", 600),
    ],
)
def test_amounts(text: str, fen: int) -> None:
    assert amount(text) == fen


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("  1205\t", "1205"),
        ('="0123"', "0123"),
        ("=1+1", "=1+1"),
        ("'00012", "00012"),
        (8200.1, "8200.1"),
        (8200.0, "8200"),
        (1390.1000000000001, "1390.1"),
        (datetime(2026, 9, 1, 9, 45, 10, 999_997), "2026-09-01 09:45:11"),
        (None, ""),
    ],
)
def test_cells(cell: object, text: str) -> None:
    assert clean(cell) == text


@pytest.mark.parametrize(
    ("cell", "word"),
    [
        ("  贷方发生额（收入）  ", "贷方发生额"),
        ("余额/元", "余额"),
        ("对方帐号", "对方账号"),
        ("收(付)方名称", "收方名称"),
        ("借/贷", "借/贷"),
    ],
)
def test_headings(cell: str, word: str) -> None:
    assert heading(cell) == word


def test_json_is_plain_and_whole(tmp_path: Path) -> None:
    statement = read(tmp_path, GOOD, ["合计"])
    told = json.loads(json.dumps(statement_json(statement)))
    (line,) = told.pop("lines")
    assert line.pop("identity") == statement.lines[0].identity
    assert line == {
        "row": 1,
        "instant": "2026-09-01T09:45:11+08:00",
        "direction": "in",
        "amount": "600.00",
        "balance": "600.00",
        "counterparty_name": "甲公司",
        "counterparty_account": "6222000011112222",
        "memo": "培训费",
        "voucher_no": "",
        "bank_ref": None,
        "reversal": False,
    }
    assert told == {
        "bank": "other",
        "layout": "other",
        "account": None,
        "rows": 2,
        "leftovers": [{"row": 2, "text": "合计", "reason": "合计行，不是一笔流水"}],
        "breaks": [],
        "notes": [],
    }


@pytest.mark.samples
def test_sample_school_statements() -> None:
    """The two ICBC layouts hold the same lines; the 农行 file repeats the first six for another account."""
    folder = samples_dir() / "statements"
    first, second = (read_statement(folder / name) for name in ("icbc-historydetail.csv", "icbc-14col.xlsx"))
    assert (first.layout, second.layout) == ("icbc-a", "icbc-b")
    assert first.account == second.account == exports.OWN_ACCOUNT
    assert [line.identity for line in first.lines] == [line.identity for line in second.lines]
    assert (len(first.lines), first.breaks, second.breaks) == (13, (), ())
    other = read_statement(folder / "abc.xlsx")
    assert [line.identity for line in other.lines] == [line.identity for line in first.lines[:6]]
    assert [left.reason for left in other.leftovers] == ["合计行，不是一笔流水"]
    assert other.account != first.account


@pytest.mark.samples
def test_sample_overlapping_exports() -> None:
    folder = samples_dir() / "matching"
    whole = [{line.identity for line in read_statement(folder / f"statement.{kind}").lines} for kind in ("csv", "xlsx")]
    parts = [{line.identity for line in read_statement(folder / f"statement_part{n}.csv").lines} for n in (1, 2)]
    assert whole[0] == whole[1] == parts[0] | parts[1]
    assert parts[0] & parts[1]
    assert len(whole[0]) == 234


def test_a_field_for_every_word() -> None:
    assert Printed._fields == tuple(WORDS)


def test_a_balance_that_is_not_printed_is_none(tmp_path: Path) -> None:
    (line,) = read(tmp_path, with_cell("余额", "-")).lines
    assert line.balance_fen is None
