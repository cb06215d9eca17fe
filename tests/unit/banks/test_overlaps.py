"""One movement keeps one identity, however the exports are cut, sorted, named or laid out; and the running balance tells what is missing."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from school_desk.adapters.banks import Statement, read_statement
from tests.unit.banks import exports
from tests.unit.banks.exports import Movement

MOVES = exports.ledger(seed=11, count=40)
REUSES_TMP = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def read(tmp_path: Path, moves: list[Movement], layout: str = "icbc-a") -> Statement:
    return read_statement(exports.write_text(tmp_path / "export.csv", exports.LAYOUTS[layout].export(moves)))


def identities(statement: Statement) -> list[str]:
    return [line.identity for line in statement.lines]


@REUSES_TMP
@given(
    seed=st.integers(0, 10**6),
    cuts=st.tuples(*[st.integers(0, 30)] * 2),
    flip=st.booleans(),
    layout=st.sampled_from(sorted(exports.LAYOUTS)),
)
def test_overlapping_exports_make_one_set(
    tmp_path: Path, seed: int, cuts: tuple[int, int], flip: bool, layout: str
) -> None:
    moves = exports.ledger(seed, 30)
    start, end = sorted(cuts)
    whole = identities(read(tmp_path, moves, layout))
    early, late = moves[:end], moves[start:]
    pieces = identities(read(tmp_path, early, layout)), identities(read(tmp_path, late[::-1] if flip else late, layout))
    assert len(set(whole)) == len(whole) == 30
    assert set(pieces[0]) | set(pieces[1]) == set(whole)


@pytest.mark.parametrize("layout", ["icbc-b", "icbc-c", "icbc-d", "abc", "boc", "cmb", "bocom", "tailong", "jxbank"])
def test_identity_does_not_depend_on_the_layout(tmp_path: Path, layout: str) -> None:
    assert identities(read(tmp_path, MOVES, layout)) == identities(read(tmp_path, MOVES))


@REUSES_TMP
@given(seed=st.integers(0, 10**6))
def test_any_order_of_rows_gives_the_same_lines(tmp_path: Path, seed: int) -> None:
    shuffled = MOVES[:]
    Random(seed).shuffle(shuffled)
    statement = read(tmp_path, shuffled)
    assert set(identities(statement)) == set(identities(read(tmp_path, MOVES)))
    assert [exports.said(line) for line in statement.lines] == [exports.truth(move) for move in shuffled]


@pytest.mark.parametrize("newest_first", [False, True])
@pytest.mark.parametrize("missing", [3, 17, 31])
def test_missing_row_is_a_named_break(tmp_path: Path, missing: int, newest_first: bool) -> None:
    moves = MOVES[:missing] + MOVES[missing + 1 :]
    statement = read(tmp_path, moves[::-1] if newest_first else moves)
    (gap,) = statement.breaks
    rows = (missing, missing + 1) if not newest_first else (len(moves) + 1 - missing, len(moves) - missing)
    assert (gap.after_row, gap.before_row) == rows
    assert gap.found_fen - gap.expected_fen == MOVES[missing].fen
    assert f"第 {rows[0]} 行与第 {rows[1]} 行之间余额不连续" in gap.message


def test_altered_amount_is_a_break(tmp_path: Path) -> None:
    moves = MOVES[:10]
    moves[5] = Movement(moves[5].booked_at, moves[5].fen + 100, moves[5].balance, "甲", "1", "转账", "费")
    assert [(gap.after_row, gap.before_row) for gap in read(tmp_path, moves).breaks] == [(5, 6)]


def test_file_pasted_together_from_overlapping_exports(tmp_path: Path) -> None:
    statement = read(tmp_path, MOVES[:25] + MOVES[15:])
    assert [exports.said(line) for line in statement.lines] == [exports.truth(move) for move in MOVES]
    assert [left.row for left in statement.leftovers] == list(range(26, 36))
    assert statement.leftovers[0].reason == "与第 16 行是同一笔（时间、金额、余额都相同），在文件里导出了两次"
    assert statement.breaks == ()


def day(fen: int, balance: int, memo: str = "培训费", summary: str = "转账") -> Movement:
    """A line of a bank that prints no time of day."""
    return Movement(datetime(2026, 9, 4), fen, balance, "甲公司", "6222", summary, memo)


def test_paid_reversed_and_paid_again_on_one_day_are_three_lines(tmp_path: Path) -> None:
    again = [day(1_040_000, 2_068_242), day(-1_040_000, 1_028_242, summary="冲正"), day(1_040_000, 2_068_242)]
    statement = read(tmp_path, again)
    assert [line.occurrence for line in statement.lines] == [1, 1, 2]
    assert len(set(identities(statement))) == 3
    assert not statement.breaks
    assert not statement.leftovers


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (3, 2, 1, 0), (2, 0, 3, 1), (1, 3, 0, 2)])
def test_dates_without_time_need_no_order_within_the_day(tmp_path: Path, order: tuple[int, ...]) -> None:
    moves = [day(100, 1_100), day(300, 1_400), day(-50, 1_350), day(700, 2_050)]
    assert read(tmp_path, [moves[place] for place in order]).breaks == ()


def test_twins_without_balance_are_two_payments(tmp_path: Path) -> None:
    layout = exports.Layout([], "日期=day|收入=in|支出=out|对方名称=name|对方账户=account|备注=memo")
    rows = layout.export([day(600, 0), day(600, 0), day(600, 0, memo="报名费")])
    lines = read_statement(exports.write_text(tmp_path / "x.csv", rows)).lines
    assert [line.occurrence for line in lines] == [1, 2, 1]
    assert len({line.identity for line in lines}) == 3
