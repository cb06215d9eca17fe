"""Rows in = lines + explained leftovers, for every bank's layout, kind of file and order, whatever people and banks put between the lines."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from school_desk.adapters.banks import read_statement
from school_desk.kernel.errors import RuleViolation
from tests.unit.banks import exports, old_excel

REUSES_TMP = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
NOISE: tuple[list[str], ...] = (
    ["合计", "", "1,000.00", "0.00"],
    ["5 收 91,007,497.02"],
    ["本页小计"],
    ["", "", "", "", "以下空白"],
    ["\t", " "],
    [],
    ["打印时间：2026-09-30"],
    ["收入总金额", "14928.64"],
    ["2026-09-31", "x", "y"],
    ["1205220109200069722\t", "", "贷"],
)


@REUSES_TMP
@given(
    seed=st.integers(0, 10**6),
    layout=st.sampled_from(sorted(exports.LAYOUTS)),
    kind=st.sampled_from(["text", "utf-8-sig", "utf-16", "xlsx", "xls"]),
    newest_first=st.booleans(),
    noise=st.lists(st.tuples(st.integers(0, 25), st.integers(0, len(NOISE))), max_size=8),
)
def test_every_row_is_a_line_or_explained(
    tmp_path: Path, seed: int, layout: str, kind: str, newest_first: bool, noise: list[tuple[int, int]]
) -> None:
    moves = exports.ledger(seed, 25)
    printed = exports.LAYOUTS[layout]
    rows = [list(row) for row in printed.export(moves[::-1] if newest_first else moves)]
    head = len(printed.above) + 1
    for place, number in sorted(noise, reverse=True):
        rows.insert(head + place, list(NOISE[number] if number < len(NOISE) else rows[head - 1]))
    statement = read_statement(_written(tmp_path, rows, kind))
    filled = sum(any(cell.strip() for cell in row) for row in rows[head:])
    numbers = [line.row for line in statement.lines] + [left.row for left in statement.leftovers]
    assert statement.row_count == filled == len(numbers) == len(set(numbers))
    assert all(left.reason for left in statement.leftovers)
    assert sorted(map(exports.said, statement.lines), key=str) == sorted(map(printed.truth, moves), key=str)
    assert len({line.identity for line in statement.lines}) == len(moves)


def _written(folder: Path, rows: list[list[str]], kind: str) -> Path:
    path = folder / "流水.dat"
    if kind == "xlsx":
        return exports.write_xlsx(path, rows)
    if kind == "xls":
        path.write_bytes(old_excel.workbook(rows))
        return path
    return exports.write_text(path, rows, "gb18030" if kind == "text" else kind)


def test_rows_of_different_length_keep_their_count(tmp_path: Path) -> None:
    chance, printed = Random(5), exports.LAYOUTS["icbc-b"]
    rows = [row[: chance.randrange(1, len(row) + 1)] for row in printed.export(exports.ledger(5, 40))[3:]]
    path = exports.write_text(tmp_path / "x.csv", [*printed.export([]), *rows])
    statement = read_statement(path)
    assert statement.row_count == len(statement.lines) + len(statement.leftovers) == sum(any(row) for row in rows)


def test_sheets_of_two_accounts_are_not_one_statement_though_the_first_prints_none(tmp_path: Path) -> None:
    header = ["交易时间", "本方账号", "对方户名", "收入金额", "支出金额", "余额"]
    july = ["2026-07-03 09:00:00", "1205220109200069722", "甲公司", "1000.00", "", "1000.00"]
    august = ["2026-08-03 09:00:00", "1205220109200011111", "乙公司", "2000.00", "", "9000.00"]
    with pytest.raises(RuleViolation) as refused:
        read_statement(exports.write_xlsx(tmp_path / "x.xlsx", [header], [header, july], [header, august]))
    assert refused.value.code == "statement.several_accounts"
    one = read_statement(exports.write_xlsx(tmp_path / "y.xlsx", [header], [header, july]))
    assert (one.account, len(one.lines)) == ("1205220109200069722", 1)
