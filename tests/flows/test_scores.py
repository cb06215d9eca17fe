"""成绩: rows are matched by ticket or id number, never by name alone; blank is not zero, 59.5 stays 59.5."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from school_desk.documents.ledger import SkippedEntry
from school_desk.enrollments.commands import WithdrawEnrollment
from school_desk.scores import queries
from school_desk.scores.commands import EnterScore, ImportScores, Reading
from school_desk.scores.domain import Mark, ResultKind
from school_desk.terms.statuses import ScoreFlag, Subject
from tests.examinations import full_plan
from tests.learners import ready
from tests.results import ABSENT, approve_plan, decide, entry, examined, import_scores, marks, sat, sheet, submit
from tests.school import Office


def why(office: Office, plan_id: str | None, row: object) -> str:
    """The reason with which this single row fails."""
    (ledger,) = import_scores(office, plan_id, row)  # type: ignore[arg-type]
    assert ledger.state == "failed"
    return "".join(ledger.reasons)


def test_good_rows_are_entered_and_59_5_stays(office: Office) -> None:
    plan_id, people = examined(office)
    rows = (
        entry(office, plan_id, people[0], 3, **marks(880, 595, 600)),
        entry(office, plan_id, people[1], 4),
    )
    assert [row.state for row in import_scores(office, plan_id, *rows)] == ["imported", "imported"]
    first, second = (sheet(office, plan_id)[person.name] for person in people)
    assert first.marks[Subject.SAFETY] == Mark(595)
    assert (first.result.kind, first.result.words) == (ResultKind.FAILED, "不合格（安全 59.5）")
    assert (second.result.kind, second.result.words) == (ResultKind.PASSED, "合格")


def test_the_same_file_twice_changes_nothing(office: Office) -> None:
    plan_id, people = examined(office)
    rows = tuple(entry(office, plan_id, person, n) for n, person in enumerate(people))
    import_scores(office, plan_id, *rows)
    before = office.dump()
    assert [row.state for row in import_scores(office, plan_id, *rows)] == ["skipped", "skipped"]
    assert office.dump() == before


def test_rows_that_name_nobody_are_in_the_ledger(office: Office) -> None:
    plan_id, people = examined(office, 1)
    command = ImportScores("成绩.xlsx", (entry(office, plan_id, people[0], 2),), plan_id, (SkippedEntry(3, "合计行"),))
    assert [(row.row_no, row.state) for row in office.do(command, office.examiner)] == [(2, "imported"), (3, "skipped")]


def test_without_a_ticket_the_id_number_tells_who(office: Office) -> None:
    plan_id, people = examined(office)
    row = entry(office, plan_id, people[0], ticket_no="", id_number=people[0].id_number.lower(), name="")
    assert import_scores(office, None, row)[0].state == "imported"
    assert sheet(office, plan_id)[people[0].name].result.kind is ResultKind.PASSED


def test_whose_row_it_is_must_be_sure(office: Office) -> None:
    plan_id, (one, other) = examined(office)
    good = entry(office, plan_id, one)
    assert "只有姓名" in why(office, plan_id, replace(good, ticket_no="", id_number=""))
    assert "没有这个准考证号" in why(office, plan_id, replace(good, ticket_no="20269990001"))
    assert "不是任何考核计划的考生" in why(office, plan_id, replace(good, ticket_no="", id_number="330502198503121236"))
    assert "填反" in why(office, plan_id, replace(good, name=good.id_number, id_number=good.name))
    assert "不是同一个人" in why(office, plan_id, replace(good, id_number=other.id_number, name=other.name))
    assert one.name in why(office, plan_id, replace(good, id_number="", name=other.name))
    assert "工种写的不同" in why(office, plan_id, replace(good, trade="架子工"))
    assert "级别写的不同" in why(office, plan_id, replace(good, level="初级工"))
    assert "丢了" in why(office, plan_id, replace(good, problems=("证件号丢了末几位。",)))


def test_marks_that_cannot_be(office: Office) -> None:
    plan_id, people = examined(office, 1)
    good = entry(office, plan_id, people[0])
    assert "满分" in why(office, plan_id, replace(good, theory=Reading(problem="成绩“101”超过满分 100。")))
    assert "0 到 100" in why(office, plan_id, replace(good, theory=Reading(1010)))
    assert "却有成绩" in why(office, plan_id, replace(good, theory=Reading(800, ScoreFlag.ABSENT)))
    assert "却有成绩" in why(office, plan_id, replace(good, note="缺考"))
    assert "却有成绩" in why(office, plan_id, replace(good, note="操作技能缺考"))
    assert "空白" in why(office, plan_id, replace(good, theory=Reading(), safety=Reading(), practice=Reading()))
    assert sheet(office, plan_id)[people[0].name].marks == {}


def test_blank_is_not_zero_and_never_erases(office: Office) -> None:
    plan_id, people = examined(office, 1)
    (row,) = import_scores(office, plan_id, entry(office, plan_id, people[0], practice=Reading()))
    assert (row.state, row.reasons) == ("imported", ("操作技能是空白，没有录入。",))
    assert sheet(office, plan_id)[people[0].name].result.words == "成绩未录全（操作技能）"
    later = entry(office, plan_id, people[0], theory=Reading(), safety=Reading())
    assert import_scores(office, plan_id, later)[0].state == "imported"
    assert sheet(office, plan_id)[people[0].name].marks[Subject.THEORY] == Mark(880)


def test_absence_is_told_by_the_cell_or_by_the_note(office: Office) -> None:
    plan_id, people = examined(office)
    nothing: dict[str, Any] = {"theory": Reading(), "safety": Reading(), "practice": Reading()}
    import_scores(
        office,
        plan_id,
        entry(office, plan_id, people[0], 2, **nothing, note="缺考"),
        entry(office, plan_id, people[1], 3, practice=ABSENT),
    )
    first, second = (sheet(office, plan_id)[person.name] for person in people)
    assert (first.result.kind, first.result.words) == (ResultKind.ABSENT, "缺考")
    assert second.result.words == "不合格（操作技能缺考）"


@pytest.mark.parametrize("note", ["实操缺考", "技能 缺考", "操作技能缺考", "实际操作：缺考"])
def test_a_note_may_name_the_subject_as_sheets_head_it(office: Office, note: str) -> None:
    plan_id, (person,) = examined(office, 1)
    (row,) = import_scores(office, plan_id, entry(office, plan_id, person, practice=Reading(), note=note))
    assert row.state == "imported"
    assert sheet(office, plan_id)[person.name].result.words == "不合格（操作技能缺考）"


@pytest.mark.parametrize("note", ["无缺考", "未缺考", "没有缺考", "安全无缺考"])
def test_a_note_that_nobody_was_absent(office: Office, note: str) -> None:
    plan_id, (person,) = examined(office, 1)
    assert import_scores(office, plan_id, entry(office, plan_id, person, note=note))[0].state == "imported"
    assert sheet(office, plan_id)[person.name].result.kind is ResultKind.PASSED


def test_a_corrected_row_is_updated_and_says_what_changed(office: Office) -> None:
    plan_id, people = examined(office, 1)
    import_scores(office, plan_id, entry(office, plan_id, people[0], **marks(590, 660, 760)))
    (row,) = import_scores(office, plan_id, entry(office, plan_id, people[0], **marks(595, 660, 760)))
    assert (row.state, row.reasons) == ("updated", ("理论原来是 59，改为 59.5。",))


def test_one_candidate_twice_in_a_file(office: Office) -> None:
    plan_id, people = examined(office, 1)
    good = entry(office, plan_id, people[0], 2)
    ledger = import_scores(office, plan_id, good, replace(good, row_no=3), replace(good, row_no=4, theory=Reading(10)))
    assert [row.state for row in ledger] == ["imported", "skipped", "failed"]
    assert "第 2 行" in ledger[2].reasons[0]


def test_no_scores_before_approval_or_before_the_exam(office: Office) -> None:
    people = ready(office, 1)
    plan_id = full_plan(office, *people)
    row = entry(office, plan_id, people[0])
    assert "审核通过" in office.refused(ImportScores("成绩.xlsx", (row,), plan_id), office.examiner).message
    assert "审核通过" in why(office, None, row)
    approve_plan(office, plan_id)
    assert "2026-10-20" in office.refused(ImportScores("成绩.xlsx", (row,), plan_id), office.examiner).message
    assert office.refused(ImportScores("成绩.xlsx", (row,), "x" * 32), office.examiner).code == "score.plan"


def test_by_hand_one_subject_at_a_time(office: Office) -> None:
    plan_id, people = examined(office, 1)
    candidate = sat(office, plan_id, people[0])
    office.do(EnterScore(candidate.id, Subject.THEORY, 595), office.examiner)
    office.do(EnterScore(candidate.id, Subject.THEORY, flag=ScoreFlag.VIOLATION), office.examiner)
    assert sheet(office, plan_id)[people[0].name].marks == {Subject.THEORY: Mark(flag=ScoreFlag.VIOLATION)}
    office.do(EnterScore(candidate.id, Subject.THEORY), office.examiner)
    assert sheet(office, plan_id)[people[0].name].marks == {}
    for command, code in (
        (EnterScore(candidate.id, Subject.THEORY), "score.same"),
        (EnterScore(candidate.id, Subject.THEORY, 1001), "score.mark"),
        (EnterScore("0" * 32, Subject.THEORY, 600), "score.candidate"),
    ):
        assert office.refused(command, office.examiner).code == code


def test_who_has_scores_stays(office: Office) -> None:
    plan_id, people = examined(office, 1)
    import_scores(office, plan_id, entry(office, plan_id, people[0]))
    assert office.refused(WithdrawEnrollment(people[0].id, "企业申请")).code


def test_another_plans_candidate_is_refused(office: Office) -> None:
    plan_id, people = examined(office, 1)
    row = entry(office, plan_id, people[0])
    with office.school.reading() as session:
        assert queries.score_sheet(session, office.school.id, "0" * 32) == ()
    office.do(EnterScore(sat(office, plan_id, people[0]).id, Subject.THEORY, 600), office.examiner)
    decide(office, submit(office, plan_id, expect_missing=1))
    (ledger,) = import_scores(office, plan_id, row)
    assert "更正申请" in ledger.reasons[0]
