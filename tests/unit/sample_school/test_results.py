"""The lists from outside have what such lists have: people short of hours, marks that are none, numbers for those who failed."""

from __future__ import annotations

from typing import Any

import openpyxl

from school_desk.adapters.sample_school.truth import SchoolTruth
from school_desk.terms.levels import find_level, minimum_hours


def _table(school: SchoolTruth, name: str) -> list[tuple[Any, ...]]:
    return list(openpyxl.load_workbook(school.folder / "results" / name).worksheets[0].iter_rows(values_only=True))


def test_minutes_decide_who_is_short(school: SchoolTruth) -> None:
    learnt: dict[str, int] = {}
    for account, _, _, minutes, _ in _table(school, "study-hours.xlsx")[1:]:
        learnt[account] = learnt.get(account, 0) + minutes
    short = 0
    for outcome in school.outcomes:
        level = find_level(outcome.person.level)
        assert level is not None
        assert (learnt[outcome.person.id_number] / 45 >= (minimum_hours(level) or 0)) == outcome.hours_met
        short += not outcome.hours_met
    assert 3 <= short <= len(school.outcomes) // 5


def test_scores_hold_every_kind_of_mark(school: SchoolTruth) -> None:
    rows = _table(school, "scores.xlsx")[2:]
    marks = [mark for row in rows for mark in row[5:8]]
    assert {"缺考", 59.5, None, 101} <= set(marks)
    assert any(isinstance(mark, str) and mark.isdecimal() and not mark.isascii() for mark in marks)
    assert any(isinstance(mark, int) and mark < 60 for mark in marks)
    assert all(row[0] is None for row in rows)
    assert [row[2] for row in rows] == [person.id_number for one in school.enterprises for person in one.people]


def test_only_full_marks_in_every_subject_pass(school: SchoolTruth) -> None:
    for outcome in school.outcomes:
        doubtful = {"缺考", 59.5, None, 101} & set(outcome.marks)
        low = any(isinstance(mark, int) and mark < 60 for mark in outcome.marks)
        assert outcome.passed == (not doubtful and not low)


def test_everybody_gets_a_number_of_his_own(school: SchoolTruth) -> None:
    rows = _table(school, "certificate-numbers.xlsx")[1:]
    assert len({row[4] for row in rows}) == len(rows) == len(school.outcomes)
    assert any(not outcome.passed for outcome in school.outcomes)
