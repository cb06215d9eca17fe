"""The rules of marks, results and kept subjects, without a database."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from school_desk.scores.domain import (
    ApprovedMark,
    Mark,
    ResultKind,
    check_mark,
    is_passed,
    kept_for_resit,
    kept_subjects,
    mark_text,
    passed_days,
    plan_result,
    why_not_passed,
)
from school_desk.scores.settings import KEPT_MONTHS, PASS_MARKS
from school_desk.terms.statuses import ScoreFlag, Subject

THEORY, SAFETY, PRACTICE = Subject
SIXTY = dict.fromkeys(Subject, 600)
ABSENT, DEFERRED = Mark(flag=ScoreFlag.ABSENT), Mark(flag=ScoreFlag.DEFERRED)
MARCH, JUNE, NEXT_MARCH = date(2026, 3, 31), date(2026, 6, 30), date(2027, 3, 31)


def approved(*marks: tuple[Subject, int, date]) -> tuple[ApprovedMark, ...]:
    return tuple(ApprovedMark(subject, Mark(tenths), day) for subject, tenths, day in marks)


@pytest.mark.parametrize(("tenths", "text"), [(595, "59.5"), (600, "60"), (0, "0"), (5, "0.5"), (1000, "100")])
def test_marks_are_shown_as_they_are(tenths: int, text: str) -> None:
    assert mark_text(tenths) == Mark(tenths).words == text


@given(st.integers(0, 1000), st.integers(1, 1000))
def test_a_mark_passes_only_when_it_reaches_the_pass_mark(tenths: int, pass_tenths: int) -> None:
    assert is_passed(Mark(tenths), pass_tenths) == (tenths >= pass_tenths)


def test_neither_a_flag_nor_nothing_passes() -> None:
    assert not is_passed(ABSENT, 0)
    assert not is_passed(None, 0)
    assert Mark().words == ""


@pytest.mark.parametrize("mark", [Mark(-1), Mark(1001), Mark(600, ScoreFlag.ABSENT)])
def test_impossible_marks(mark: Mark) -> None:
    assert check_mark(mark)


@pytest.mark.parametrize("mark", [Mark(0), Mark(1000), ABSENT, Mark()])
def test_possible_marks(mark: Mark) -> None:
    assert check_mark(mark) is None


@pytest.mark.parametrize(
    ("sits", "marks", "kind", "words"),
    [
        (Subject, {}, ResultKind.INCOMPLETE, "成绩未录入"),
        (Subject, {THEORY: Mark(700)}, ResultKind.INCOMPLETE, "成绩未录全（安全、操作技能）"),
        (Subject, dict.fromkeys(Subject, Mark(600)), ResultKind.PASSED, "合格"),
        (Subject, dict.fromkeys(Subject, ABSENT), ResultKind.ABSENT, "缺考"),
        ((SAFETY,), {SAFETY: Mark(600)}, ResultKind.PASSED, "合格"),
        (
            Subject,
            {THEORY: Mark(595), SAFETY: Mark(600), PRACTICE: DEFERRED},
            ResultKind.FAILED,
            "不合格（理论 59.5、操作技能缓考）",
        ),
    ],
)
def test_the_result_of_one_plan(
    sits: tuple[Subject, ...], marks: dict[Subject, Mark], kind: ResultKind, words: str
) -> None:
    result = plan_result(tuple(sits), marks, SIXTY)
    assert (result.kind, result.words) == (kind, words)


def test_subjects_of_several_exams_add_up() -> None:
    marks = approved((THEORY, 700, MARCH), (SAFETY, 595, MARCH), (PRACTICE, 600, MARCH))
    passes = {MARCH: SIXTY, JUNE: SIXTY}
    assert why_not_passed(marks, passes, 0) == "不合格（安全 59.5）"
    assert why_not_passed([*marks, *approved((SAFETY, 600, JUNE))], passes, 0) is None


def test_the_newest_try_is_told_and_a_missing_subject_too() -> None:
    marks = approved((THEORY, 700, MARCH), (SAFETY, 595, JUNE), (SAFETY, 500, MARCH))
    assert why_not_passed(marks, {MARCH: SIXTY, JUNE: SIXTY}, 0) == "不合格（安全 59.5、操作技能没有成绩）"
    assert why_not_passed((), {}, 0) == "没有审核通过的成绩"


def test_a_worse_resit_does_not_lose_what_was_passed() -> None:
    marks = approved(*((subject, 700, MARCH) for subject in Subject), (SAFETY, 100, JUNE))
    assert why_not_passed(marks, {MARCH: SIXTY, JUNE: SIXTY}, 0) is None


def test_each_exam_is_judged_by_the_pass_marks_of_its_day() -> None:
    marks = approved(*((subject, 600, MARCH) for subject in Subject))
    assert why_not_passed(marks, {MARCH: SIXTY}, 0) is None
    assert why_not_passed(marks, {MARCH: SIXTY | {PRACTICE: 700}}, 0) == "不合格（操作技能 60）"


def test_kept_only_so_many_months() -> None:
    marks = approved((THEORY, 700, MARCH), (PRACTICE, 700, MARCH), (SAFETY, 600, NEXT_MARCH))
    passes = {MARCH: SIXTY, NEXT_MARCH: SIXTY}
    assert why_not_passed(marks, passes, 12) is None
    assert why_not_passed(marks, passes, 11) == "各科合格成绩相隔超过 11 个月，前面的成绩已不再保留"


def test_what_a_resit_need_not_name() -> None:
    marks = approved((THEORY, 700, MARCH), (THEORY, 100, JUNE), (SAFETY, 595, MARCH), (PRACTICE, 600, JUNE))
    passed = passed_days(marks, {MARCH: SIXTY, JUNE: SIXTY})
    assert passed == {THEORY: MARCH, PRACTICE: JUNE}
    assert kept_subjects(passed, date(2030, 1, 1), 0) == (THEORY, PRACTICE)
    assert kept_subjects(passed, date(2026, 8, 30), 3) == (PRACTICE,)
    # Six months before the end of August is the end of February.
    assert kept_subjects({THEORY: date(2026, 2, 28)}, date(2026, 8, 31), 6) == (THEORY,)
    assert kept_subjects({THEORY: date(2026, 2, 27)}, date(2026, 8, 31), 6) == ()


def test_a_longer_rule_does_not_keep_what_did_not_make_one_pass() -> None:
    apart = {THEORY: MARCH, SAFETY: JUNE, PRACTICE: MARCH}
    assert kept_for_resit(apart, JUNE, 12, 1) == (SAFETY,)
    assert kept_for_resit({THEORY: MARCH, SAFETY: JUNE}, JUNE, 12, 1) == (THEORY, SAFETY), (
        "practice is to be sat anyhow"
    )
    assert kept_for_resit(apart, JUNE, 1, 12) == (SAFETY,)


def test_the_settings_refuse_what_cannot_be() -> None:
    table = PASS_MARKS.parse({str(level): {"theory": 600, "safety": 600, "practice": 655} for level in range(1, 6)})
    assert table[3][PRACTICE] == 655  # type: ignore[index]
    assert PASS_MARKS.check(table) is None
    assert PASS_MARKS.check({**table, 3: {THEORY: 600}})  # type: ignore[dict-item]
    assert PASS_MARKS.check({**table, 3: {**table[3], SAFETY: 0}})  # type: ignore[dict-item,index]
    assert KEPT_MONTHS.check(0) is None
    assert KEPT_MONTHS.check(121)
