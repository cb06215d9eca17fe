"""Columns that a person names: plain data, refused where it cannot be meant, and as good as a layout that is known."""

from __future__ import annotations

from pathlib import Path

import pytest

from school_desk.adapters.banks import Columns, Statement, read_statement
from school_desk.adapters.banks.headers import find_header
from school_desk.adapters.banks.layouts import heading
from school_desk.adapters.banks.mapping import (
    ALL_IN,
    FIELDS,
    checked,
    column_names,
    known_columns,
    lasting,
    likely_columns,
    mapped_header,
    recalled_header,
    signature,
)
from school_desk.kernel.errors import RuleViolation
from tests.unit.banks import exports

MOVES = exports.ledger(seed=7, count=30)
ONE_SIDED = sorted(exports.LAYOUTS.keys() - {"boc", "czbank"})
"""Layouts that name the other party in one column; a person cannot name payer and payee apart."""


def read(path: Path, *rows: exports.Row, **columns: object) -> Statement:
    return read_statement(exports.write_text(path, rows), columns=Columns(**columns))  # type: ignore[arg-type]


def renamed(layout: str) -> tuple[list[exports.Row], dict[str, str]]:
    """An export whose header has words that nobody knows, and the mapping that says what they are."""
    rows = [*exports.LAYOUTS[layout].export(MOVES)]
    header = find_header([[cell.strip() for cell in row] for row in rows])
    assert header is not None
    known = known_columns(header, rows[header.index])
    strange = [f"甲{place}" for place, _ in enumerate(rows[header.index])]
    names = column_names(rows[header.index])
    rows[header.index] = strange
    return rows, {key: strange[names.index(column)] for key, column in known.items()}


@pytest.mark.parametrize("layout", ONE_SIDED)
def test_named_columns_read_what_the_layout_reads(tmp_path: Path, layout: str) -> None:
    rows, mapping = renamed(layout)
    with pytest.raises(RuleViolation, match="找不到银行流水的表头"):
        read(tmp_path / "x.csv", *rows)
    statement = read(tmp_path / "x.csv", *rows, named=mapping)
    printed = exports.LAYOUTS[layout]
    assert [exports.said(line) for line in statement.lines] == [printed.truth(move) for move in MOVES]
    assert statement.layout.startswith("mapped-")
    again = read(tmp_path / "x.csv", *rows, remembered={"1": {statement.signature: mapping}})
    assert again == statement


def test_what_is_remembered_goes_before_what_is_known(tmp_path: Path) -> None:
    rows = exports.LAYOUTS["icbc-b"].export(MOVES)
    statement = read(tmp_path / "x.csv", *rows)
    mapping = {"time": "交易时间", "credit": "转入金额", "debit": "转出金额", "party_name": "对方账号"}
    again = read(tmp_path / "x.csv", *rows, remembered={"1": {statement.signature: mapping, "other": {}}})
    assert [line.counterparty_name for line in again.lines] == [move.account for move in MOVES]


def test_a_name_for_every_column() -> None:
    row = ["金额", " ", "金额（元）", "摘 要"]
    assert column_names(row) == ("金额", "第2列", "金额#2", "摘要")
    assert signature(row) == signature([*row, "", ""]) != signature(row[:3])


def test_the_second_column_of_a_name_can_be_meant(tmp_path: Path) -> None:
    rows = ["时间", "金额", "金额", ""], ["2026-09-01 09:45:11", "1", "+600.00", "甲"]
    mapping = {"time": "时间", "amount": "金额#2", "party_name": "第4列"}
    (line,) = read(tmp_path / "x.csv", *rows, named=mapping).lines
    assert (line.amount_fen, line.counterparty_name) == (60_000, "甲")


@pytest.mark.parametrize(
    ("income", "flags", "directions"),
    [
        ("", ["贷", "借", "收"], ["in", "out", "in"]),
        ("1", ["1", "2", "1"], ["in", "out", "in"]),
        ("借", ["借", "贷", "借"], ["in", "out", "in"]),
        (ALL_IN, ["", "", ""], ["in", "in", "in"]),
        ("进", ["进", "出", "冲"], ["in", "out"]),
    ],
)
def test_how_money_in_is_written(tmp_path: Path, income: str, flags: list[str], directions: list[str]) -> None:
    """A third word is nobody's to guess, except where it says what banks usually say."""
    rows = [["2026-09-01 09:45:11", flag, f"{place + 1}00.00"] for place, flag in enumerate(flags)]
    mapping = {"time": "时刻", "amount": "数额", "flag": "方向", "income": income}
    statement = read(tmp_path / "x.csv", ["时刻", "方向", "数额"], *rows, named=mapping)
    assert [line.direction for line in statement.lines] == directions
    assert statement.row_count == len(statement.lines) + len(statement.leftovers)


@pytest.mark.parametrize(
    ("mapping", "code", "field"),
    [
        ({"时刻": "x"}, "mapping.unknown", "时刻"),
        ({"credit": "x"}, "mapping.no_time", "time"),
        ({"time": "x", "credit": " "}, "mapping.no_amount", "credit"),
        ({"time": "x", "credit": "y", "amount": "z"}, "mapping.two_amounts", "amount"),
        ({"time": "x", "amount": "x"}, "mapping.column_twice", "amount"),
    ],
)
def test_what_cannot_be_meant(mapping: dict[str, str], code: str, field: str) -> None:
    with pytest.raises(RuleViolation) as refused:
        checked(mapping)
    assert (refused.value.code, refused.value.field) == (code, field)


def test_words_stand_for_fields() -> None:
    assert checked({word: f"列{key}" for key, word in FIELDS.items() if key != "amount"}) == {
        key: f"列{key}" for key in FIELDS if key != "amount"
    }


def test_columns_that_the_file_lacks() -> None:
    with pytest.raises(RuleViolation, match="没有“数额”这一列") as refused:
        mapped_header([["时刻", "金额"]], {"time": "时刻", "amount": "数额"})
    assert refused.value.code == "mapping.no_column"


def test_what_is_known_of_a_strange_header() -> None:
    assert likely_columns(["发生时刻", "收入金额", "支出金额", "金额", "摘要", "附言"]) == {
        "credit": "收入金额",
        "debit": "支出金额",
        "memo": "摘要",
        "memo2": "附言",
    }


@pytest.mark.parametrize(
    ("cell", "word"),
    [
        ("交易日期 Transaction Date", "交易日期"),
        ("Payer's Name付款人名称", "付款人名称"),
        ("交易日期\nTransaction Date", "交易日期"),
        ("ID", "ID"),
    ],
)
def test_two_languages(cell: str, word: str) -> None:
    assert heading(cell) == word


FIRST, SECOND = "1205220109200069722", "19135001040000000"
TWO = ["时刻", "数额", "甲栏", "乙栏"]
REMEMBERED = {
    whose: {signature(TWO): {"time": "时刻", "amount": "数额", "memo": column}}
    for whose, column in ((FIRST, "甲栏"), (SECOND, "乙栏"))
}


def memo_of(path: Path, above: str = "", **columns: object) -> str:
    """What the only line of an export that both accounts' banks head alike says."""
    (line,) = read(
        path, [above], TWO, ["2026-09-01", "+1.00", "用途甲", "用途乙"], remembered=REMEMBERED, **columns
    ).lines
    return line.memo


@pytest.mark.parametrize(
    ("above", "account", "memo"),
    [
        (f"账号：{FIRST}", None, "用途甲"),
        (f"账号：{SECOND}", None, "用途乙"),
        (f"账号：{SECOND}", FIRST, "用途乙"),
        ("账号：1913****0000", FIRST, "用途乙"),
        ("", FIRST, "用途甲"),
        ("", SECOND, "用途乙"),
    ],
)
def test_the_accounts_own_columns_are_recalled(tmp_path: Path, above: str, account: str | None, memo: str) -> None:
    assert memo_of(tmp_path / "x.csv", above, account=account) == memo


@pytest.mark.parametrize("account", [None, "330000000000000000"])
def test_columns_are_asked_for_again_when_nothing_tells_whose(tmp_path: Path, account: str | None) -> None:
    with pytest.raises(RuleViolation, match="看不出这份流水该用哪一种") as refused:
        memo_of(tmp_path / "x.csv", account=account)
    assert refused.value.code == "statement.whose_columns"


def test_columns_that_the_accounts_share_need_no_account(tmp_path: Path) -> None:
    same = dict.fromkeys((FIRST, SECOND), REMEMBERED[FIRST])
    rows = TWO, ["2026-09-01", "+1.00", "用途甲", "用途乙"]
    assert read(tmp_path / "x.csv", *rows, remembered=same).lines[0].memo == "用途甲"


def test_an_account_whose_files_are_read_as_printed_borrows_no_others_columns() -> None:
    rows = [TWO, ["2026-09-01", "+1.00", "用途甲", "用途乙"]]
    known: dict[str, dict[str, dict[str, str]]] = {FIRST: REMEMBERED[FIRST], SECOND: {signature(TWO): {}}}
    assert recalled_header(rows, known, SECOND) is None
    assert recalled_header([[f"账号：{SECOND}"], *rows], known, FIRST) is None
    for account in (FIRST, "330000000000000000"):
        found = recalled_header(rows, known, account)
        assert found is not None
        assert found.columns["summary"] == TWO.index("甲栏")
    assert recalled_header(rows, {SECOND: {signature(TWO): {}}}, None) is None


def test_a_column_of_the_schools_own_account_tells_whose(tmp_path: Path) -> None:
    header = [*TWO, "本方账号"]
    known = {whose: {signature(header): mapping for mapping in of.values()} for whose, of in REMEMBERED.items()}
    rows = header, ["2026-09-01", "+1.00", "用途甲", "用途乙", SECOND]
    statement = read(tmp_path / "x.csv", *rows, remembered=known, account=FIRST)
    assert (statement.account, statement.lines[0].memo) == (SECOND, "用途乙")


def test_that_all_is_income_is_said_of_one_file_only(tmp_path: Path) -> None:
    """Programs before this one remembered it, and a later export with payments out was all income."""
    mapping = {"time": "时刻", "amount": "数额", "income": ALL_IN}
    assert lasting(mapping) == {"time": "时刻", "amount": "数额"}
    header, income, outgoing = ["时刻", "数额"], ["2026-09-01", "1.00"], ["2026-09-02", "2.00"]
    remembered = {FIRST: {signature(header): mapping}}
    assert [line.direction for line in read(tmp_path / "x.csv", header, income, named=mapping).lines] == ["in"]
    with pytest.raises(RuleViolation) as refused:
        read(tmp_path / "x.csv", header, income, outgoing, remembered=remembered)
    assert refused.value.code == "statement.direction_unknown"


def test_a_row_flagged_as_money_out_is_no_income_whatever_was_said(tmp_path: Path) -> None:
    mapping = {"time": "时刻", "amount": "数额", "flag": "方向", "income": ALL_IN}
    rows = [["2026-09-01", flag, f"{place}.00"] for place, flag in enumerate(("进", "", "出", "支"), start=1)]
    statement = read(tmp_path / "x.csv", ["时刻", "方向", "数额"], *rows, named=mapping)
    assert [(line.row, line.direction) for line in statement.lines] == [(1, "in"), (2, "in")]
    assert [left.row for left in statement.leftovers] == [3, 4]
    assert "都是收入" in statement.leftovers[0].reason


def test_columns_named_anew_are_another_layout(tmp_path: Path) -> None:
    named = REMEMBERED[FIRST][signature(TWO)]
    rows = TWO, ["2026-09-01", "+1.00", "用途甲", "用途乙"]
    first, again, anew = (
        read(tmp_path / "x.csv", *rows, named=mapping).layout
        for mapping in (named, dict(reversed(named.items())), named | {"memo2": "乙栏"})
    )
    assert first == again != anew
    assert len(anew) <= 32
