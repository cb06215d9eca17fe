"""The tests of values (sheets)."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from school_desk.adapters.sheets.values import (
    SHANGHAI,
    DecisionKind,
    ScoreFlag,
    ScoreReading,
    parse_day,
    parse_decision,
    parse_minutes,
    parse_moment,
    parse_outcome,
    parse_score,
)
from school_desk.adapters.sheets.workbook import Cell
from school_desk.kernel.errors import RuleViolation


@pytest.mark.parametrize(
    ("text", "tenths"),
    [
        ("59.5", 595),
        ("60", 600),
        ("0", 0),
        ("100", 1000),
        ("８６", 860),
        (" 66 分", 660),
        ("59.50", 595),
        ("９９．５", 995),
    ],
)
def test_scores_in_tenths(text: str, tenths: int) -> None:
    assert parse_score(text) == ScoreReading(text, tenths=tenths)


@pytest.mark.parametrize("text", ["", "  ", "/", "—", "－", "--", "\\"])
def test_blank_is_not_nought(text: str) -> None:
    reading = parse_score(text)
    assert reading.blank
    assert reading.tenths is None
    assert not parse_score("0").blank


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("缺考", ScoreFlag.ABSENT),
        (" 缺 考 ", ScoreFlag.ABSENT),
        ("违纪", ScoreFlag.VIOLATION),
        ("缓考", ScoreFlag.DEFERRED),
    ],
)
def test_words_for_no_score(text: str, flag: ScoreFlag) -> None:
    assert parse_score(text) == ScoreReading(text, flag=flag)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("101", "超过满分"),
        ("100.1", "超过满分"),
        ("1000", "超过满分"),
        ("-5", "小于 0"),
        ("59.55", "不会代为四舍五入"),
        ("合格", "不是分数"),
        ("9O", "不是分数"),
        ("6 0 0 .", "不是分数"),
    ],
)
def test_scores_that_cannot_stand(text: str, words: str) -> None:
    reading = parse_score(text)
    assert words in reading.problem
    assert text.strip() in reading.problem
    assert (reading.tenths, reading.flag, reading.blank) == (None, None, False)


@given(st.integers(min_value=0, max_value=1000))
def test_every_score_of_one_decimal_reads_back(tenths: int) -> None:
    assert parse_score(f"{tenths // 10}.{tenths % 10}").tenths == tenths


@given(st.text(max_size=8))
def test_any_text_is_exactly_one_thing(text: str) -> None:
    reading = parse_score(text)
    said = [reading.tenths is not None, reading.flag is not None, bool(reading.problem), reading.blank]
    assert said.count(True) == 1
    assert reading.raw == text


@pytest.mark.parametrize(
    ("word", "outcome"),
    [("成功", True), ("已开通", True), ("ok", True), ("失败", False), ("未开通。", False), ("", None), (None, None)],
)
def test_outcomes(word: Cell, outcome: bool | None) -> None:
    assert parse_outcome(word) is outcome


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("已受理", DecisionKind.ACCEPTED),
        ("审核 通过", DecisionKind.APPROVED),
        ("不通过", DecisionKind.RETURNED),
        (None, None),
    ],
)
def test_decisions(word: Cell, kind: DecisionKind | None) -> None:
    assert parse_decision(word) is kind


def test_unclear_words_are_not_guessed() -> None:
    for parse in (parse_outcome, parse_decision):
        with pytest.raises(RuleViolation, match="待定") as caught:
            parse("待定")
        assert caught.value.code == "result.unclear"


@pytest.mark.parametrize(
    "cell",
    [
        "2026-11-16",
        "2026/11/16",
        "2026.11.16",
        "20261116",
        "2026年11月16日",
        "２０２６-１１-１６",
        "2026-11-16 08:30:00",
        46342.0,
        date(2026, 11, 16),
        datetime(2026, 11, 16, 23, 59),
    ],
)
def test_days(cell: Cell) -> None:
    assert parse_day(cell) == date(2026, 11, 16)


@pytest.mark.parametrize("cell", ["2026-02-30", "11-16", "昨天", 7, "2026-11-16 25:00"])
def test_days_that_do_not_exist(cell: Cell) -> None:
    with pytest.raises(RuleViolation) as caught:
        parse_day(cell)
    assert caught.value.code == "date.unreadable"


@pytest.mark.parametrize(
    "cell",
    [
        "2026-10-16 17:10",
        "2026/10/16 17:10:00",
        "2026年10月16日17:10",
        "2026-10-16T17:10:00.000",
        datetime(2026, 10, 16, 17, 10),
        46311 + 17 / 24 + 10 / 1440,
    ],
)
def test_moments_are_shanghai_time(cell: Cell) -> None:
    assert parse_moment(cell) == datetime(2026, 10, 16, 17, 10, tzinfo=SHANGHAI)


def test_no_moment_and_midnight() -> None:
    assert parse_moment(None) is None
    assert parse_day("") is None
    assert parse_moment("2026-10-16") == datetime(2026, 10, 16, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("cell", "minutes"),
    [
        (273.0, 273),
        ("273.9", 273),
        ("273分钟", 273),
        ("4:33:20", 273),
        ("4小时33分", 273),
        ("2小时", 120),
        (0, 0),
        (None, None),
    ],
)
def test_minutes_are_rounded_down(cell: Cell, minutes: int | None) -> None:
    assert parse_minutes(cell) == minutes


@pytest.mark.parametrize("cell", ["-3", "很久", "4:33", "1e3"])
def test_unreadable_minutes(cell: Cell) -> None:
    with pytest.raises(RuleViolation) as caught:
        parse_minutes(cell)
    assert caught.value.code == "minutes.unreadable"
