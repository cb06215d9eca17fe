"""Numbers, steps and dates of exams."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from school_desk.exams.domain import (
    STEPS,
    Readiness,
    check_answer_date,
    check_step,
    check_subjects,
    not_ready,
    period_words,
    plan_number,
    subjects_words,
    ticket_number,
    ticket_pattern_fault,
)
from school_desk.exams.settings import TICKET_PATTERN
from school_desk.kernel.clock import SHANGHAI
from school_desk.kernel.errors import RuleViolation
from school_desk.learning.domain import HoursRow
from school_desk.terms.statuses import ExamPlanStatus, StudyAccountStatus, Subject

ENOUGH = HoursRow(24, 24, 0, True)


@given(st.tuples(st.integers(1, 999), st.integers(1, 9999)), st.tuples(st.integers(1, 999), st.integers(1, 9999)))
def test_ticket_numbers_differ_where_plan_or_place_differ(one: tuple[int, int], other: tuple[int, int]) -> None:
    def number(plan: int, seq: int) -> str:
        return ticket_number(TICKET_PATTERN.default, plan_number(2026, plan), seq)

    assert (number(*one) == number(*other)) == (one == other)
    assert len(number(*one)) == 11


@pytest.mark.parametrize("pattern", ["ZJ{year}-{plan:03}-{seq:4}", "{year}{plan}{seq}"])
def test_good_patterns(pattern: str) -> None:
    assert ticket_pattern_fault(pattern) is None
    assert ticket_number(pattern, "KH2026007", 12).startswith(pattern[:2].replace("{y", "20"))


@pytest.mark.parametrize(
    "pattern", ["{year}{plan}", "{year}{plan}{seq}号", "{year}{plan}{seq.__class__}", "{year:20}{plan}{seq}"]
)
def test_bad_patterns_are_refused_in_words(pattern: str) -> None:
    with pytest.raises(RuleViolation, match="准考证号格式"):
        TICKET_PATTERN.parse(pattern)


@pytest.mark.parametrize(
    ("known", "words"),
    [
        (Readiness("已退费", None, ENOUGH, False, ()), ("报名已结束：已退费",)),
        (Readiness(None, None, ENOUGH, True, ()), ("费用审核还没有通过",)),
        (Readiness(None, StudyAccountStatus.EXPORTED, ENOUGH, True, ("号码不对",)), ("学习账号已导出", "号码不对")),
        (
            Readiness(None, StudyAccountStatus.OPENED, HoursRow(20, 24, 4, False), False, ()),
            ("差 4 学时（已学 20，应学 24）", "没有照片，请补交"),
        ),
        (
            Readiness(None, StudyAccountStatus.OPENED, HoursRow(20, None, 0, False), True, ()),
            ("培训计划没有填写要求学时",),
        ),
        (Readiness(None, StudyAccountStatus.OPENED, ENOUGH, True, ()), ()),
    ],
)
def test_all_that_is_missing_is_told(known: Readiness, words: tuple[str, ...]) -> None:
    assert not_ready(known) == words


def test_a_plan_is_approved_by_the_authority_only() -> None:
    assert all(
        ExamPlanStatus.APPROVED not in STEPS[status] for status in (ExamPlanStatus.DRAFT, ExamPlanStatus.APPROVED)
    )
    with pytest.raises(RuleViolation, match="现在是“未上报”，不能登记结论"):
        check_step(ExamPlanStatus.DRAFT, ExamPlanStatus.APPROVED, "登记结论")


def test_an_answer_comes_between_question_and_today() -> None:
    asked, today = date(2026, 10, 8), date(2026, 10, 10)
    for good in (asked, today):
        check_answer_date(good, asked, today, "受理", "accepted_on")
    for wrong in (date(2026, 10, 7), date(2026, 10, 11)):
        with pytest.raises(RuleViolation):
            check_answer_date(wrong, asked, today, "受理", "accepted_on")


def test_subjects_come_in_their_order() -> None:
    assert check_subjects(()) == tuple(Subject)
    assert check_subjects((Subject.PRACTICE, Subject.THEORY, Subject.THEORY)) == (Subject.THEORY, Subject.PRACTICE)
    assert subjects_words(Subject) == "理论、安全、操作技能"


def test_times_in_words() -> None:
    starts_at = datetime(2026, 10, 20, 9, tzinfo=SHANGHAI)
    assert period_words(starts_at, starts_at.replace(hour=10, minute=30)) == "2026-10-20 09:00–10:30"
