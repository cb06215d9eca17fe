"""成绩报审: frozen versions, what the authority decides, what may still change, and resits that keep passed subjects."""

from __future__ import annotations

from datetime import date

import pytest

from school_desk.enrollments.commands import ReplaceTrainee
from school_desk.exams.commands import ApplyForExam, RecordPlanDecision, ReportPlan
from school_desk.kernel.errors import RuleViolation
from school_desk.scores import queries
from school_desk.scores.commands import (
    EnterScore,
    ImportScores,
    RecordSubmissionAccepted,
    RecordSubmissionDecision,
    SubmitScores,
)
from school_desk.scores.domain import Mark
from school_desk.scores.standings import Standing, passed_enrollments, standings
from school_desk.terms.labels import score_submission_status
from school_desk.terms.statuses import Subject, SubmissionStatus
from tests.examinations import exam_of, full_plan, room, seat, session, take
from tests.learners import ready, roster_entry
from tests.results import (
    GOOD,
    approve_plan,
    approved_scores,
    decide,
    entry,
    examined,
    import_scores,
    marks,
    sat,
    submit,
)
from tests.school import Office


def versions(office: Office, plan_id: str) -> tuple[queries.SubmissionRow, ...]:
    with office.school.reading() as reading:
        return queries.submissions(reading, office.school.id, plan_id)


def standing(office: Office, enrollment_id: str) -> Standing:
    with office.school.reading() as reading:
        return standings(reading, office.school.id, [enrollment_id])[enrollment_id]


def plan_row(office: Office) -> queries.ScorePlanRow:
    with office.school.reading() as reading:
        (row,) = queries.score_plans(reading, office.school.id)
    return row


def test_the_manuals_labels_in_their_order(office: Office) -> None:
    plan_id, people = examined(office, 1)
    import_scores(office, plan_id, entry(office, plan_id, people[0]))
    labels = [score_submission_status(None)]
    submission_id = submit(office, plan_id)
    labels.append(score_submission_status(versions(office, plan_id)[0].status))
    office.do(RecordSubmissionAccepted(submission_id, date(2026, 10, 21)), office.examiner)
    labels.append(score_submission_status(versions(office, plan_id)[0].status))
    decision = RecordSubmissionDecision(submission_id, True, date(2026, 10, 21), evidence=office.store(b"answer"))
    office.do(decision, office.examiner)
    labels.append(score_submission_status(versions(office, plan_id)[0].status))
    assert labels == ["未上报", "未上报", "已受理", "已审核"]


def test_missing_scores_are_named_until_the_person_confirms_their_number(office: Office) -> None:
    plan_id, people = examined(office)
    assert office.refused(SubmitScores(plan_id, date(2026, 10, 21), 2), office.examiner).code == "submission.empty"
    import_scores(office, plan_id, entry(office, plan_id, people[0]))
    refusal = office.refused(SubmitScores(plan_id, date(2026, 10, 21)), office.examiner)
    assert f"{people[1].name}：成绩未录入" in refusal.message
    assert (plan_row(office).missing, plan_row(office).open_scores) == (1, 3)
    submit(office, plan_id, expect_missing=1)
    assert (plan_row(office).open_scores, plan_row(office).newest) == (0, versions(office, plan_id)[0])


def test_a_late_score_goes_into_a_version_of_its_own(office: Office) -> None:
    plan_id, people = examined(office)
    import_scores(office, plan_id, entry(office, plan_id, people[0]))
    decide(office, submit(office, plan_id, expect_missing=1))
    import_scores(office, plan_id, entry(office, plan_id, people[1]))
    refusal = office.refused(SubmitScores(plan_id, date(2026, 10, 21), 1), office.examiner)
    assert "都已录全" in refusal.message
    submit(office, plan_id)
    with office.school.reading() as reading:
        rows = queries.score_sheet(reading, office.school.id, plan_id)
    assert {row.name: row.submission.status for row in rows if row.submission} == {
        people[0].name: SubmissionStatus.APPROVED,
        people[1].name: SubmissionStatus.SUBMITTED,
    }


def test_before_the_authority_nothing_changes(office: Office) -> None:
    plan_id, people = examined(office, 1)
    import_scores(office, plan_id, entry(office, plan_id, people[0]))
    submission_id = submit(office, plan_id)
    command = EnterScore(sat(office, plan_id, people[0]).id, Subject.THEORY, 900)
    assert "还没有结论" in office.refused(command, office.examiner).message
    assert office.refused(SubmitScores(plan_id, date(2026, 10, 21)), office.examiner).code == "submission.waiting"
    decide(office, submission_id)
    assert "更正申请" in office.refused(command, office.examiner).message
    assert office.refused(SubmitScores(plan_id, date(2026, 10, 21)), office.examiner).code == "submission.empty"


def test_the_import_cannot_be_taken_back_under_a_version(office: Office) -> None:
    plan_id, people = examined(office, 1)
    command = ImportScores("成绩.xlsx", (entry(office, plan_id, people[0]),), plan_id)
    imported = office.school.execute(command, office.examiner)
    submitted = office.school.execute(SubmitScores(plan_id, date(2026, 10, 21)), office.examiner)
    with pytest.raises(RuleViolation, match="又办理了“成绩报审”，请先撤销那一步"):
        office.undo(imported.command_id)
    office.undo(submitted.command_id)
    office.undo(imported.command_id)


def test_refused_then_corrected_and_submitted_again_with_a_difference(office: Office) -> None:
    plan_id, people = examined(office)
    rows = [entry(office, plan_id, person, n) for n, person in enumerate(people)]
    import_scores(office, plan_id, *rows)
    decide(office, submit(office, plan_id), approved=False)
    assert score_submission_status(versions(office, plan_id)[0].status) == "未通过"
    office.do(EnterScore(sat(office, plan_id, people[1]).id, Subject.PRACTICE, 590), office.examiner)
    decide(office, submit(office, plan_id))
    first, second = versions(office, plan_id)
    assert (first.version, second.version, second.status) == (1, 2, SubmissionStatus.APPROVED)
    with office.school.reading() as reading:
        (change,) = queries.submission_diff(reading, office.school.id, first.id, second.id)
    assert (change.name, change.subject, change.before, change.after) == (
        people[1].name,
        Subject.PRACTICE,
        Mark(760),
        Mark(590),
    )


def test_what_a_decision_needs(office: Office) -> None:
    plan_id, people = examined(office, 1)
    import_scores(office, plan_id, entry(office, plan_id, people[0]))
    early = SubmitScores(plan_id, date(2026, 10, 19))
    assert office.refused(early, office.examiner).field == "submitted_on"
    submission_id = submit(office, plan_id)
    day = date(2026, 10, 21)
    for command, field in (
        (RecordSubmissionAccepted(submission_id, date(2026, 10, 20)), "accepted_on"),
        (RecordSubmissionAccepted(submission_id, date(2026, 10, 22)), "accepted_on"),
        (RecordSubmissionDecision(submission_id, True, day), "document_no"),
        (RecordSubmissionDecision(submission_id, False, day, "湖建成8号"), "reason"),
        (RecordSubmissionDecision("0" * 32, True, day, "湖建成8号"), None),
    ):
        assert office.refused(command, office.examiner).field == field
    decide(office, submission_id)
    assert office.refused(RecordSubmissionAccepted(submission_id, day), office.examiner).code == "submission.step"
    again = RecordSubmissionDecision(submission_id, False, day, "湖建成8号", reason="错")
    assert office.refused(again, office.examiner).code == "submission.step"


def test_passed_means_every_subject_approved(office: Office) -> None:
    plan_id, people = examined(office, 3)
    given = (GOOD, (880, 595, 760), GOOD)
    rows = [
        entry(office, plan_id, p, n, **marks(*cells)) for n, (p, cells) in enumerate(zip(people, given, strict=True))
    ]
    import_scores(office, plan_id, *rows[:2])
    assert standing(office, people[0].id).why_not == "没有审核通过的成绩"
    decide(office, submit(office, plan_id, expect_missing=1))
    assert standing(office, people[0].id).passed
    assert standing(office, people[1].id).why_not == "不合格（安全 59.5）"
    with office.school.reading() as reading:
        assert set(passed_enrollments(reading, office.school.id)) == {people[0].id}


def test_a_resit_keeps_what_was_passed(office: Office) -> None:
    _, (person, good) = approved_scores(office, 2, (880, 595, 760))
    wrong = ApplyForExam((person.id,))
    assert "理论、操作技能已合格" in "".join(office.do(wrong)[0].reasons)
    assert "不用补考" in "".join(office.do(ApplyForExam((good.id,), (Subject.SAFETY,)))[0].reasons)
    assert office.do(ApplyForExam((person.id,), (Subject.SAFETY,)))[0].state == "imported"
    plan_id = exam_of(office)
    session(office, plan_id, room(office, "第二考场"), Subject.SAFETY, 9, 25)
    take(office, plan_id, person)
    seat(office, plan_id)
    approve_plan(office, plan_id, day=22)
    office.move_to(2026, 10, 26, 9)
    row = entry(office, plan_id, person, **marks(880, 700, 760))
    assert "没有报考理论、操作技能" in import_scores(office, plan_id, row)[0].reasons[0]
    office.do(EnterScore(sat(office, plan_id, person).id, Subject.SAFETY, 700), office.examiner)
    assert not standing(office, person.id).passed
    decide(office, submit(office, plan_id, 26), day=26)
    reached = standing(office, person.id)
    assert (reached.passed, reached.examined_on, reached.marks[Subject.SAFETY]) == (True, date(2026, 10, 25), Mark(700))


def test_no_resit_before_the_last_result_and_no_substitute_after_an_exam(office: Office) -> None:
    plan_id, people = examined(office, 1)
    import_scores(office, plan_id, entry(office, plan_id, people[0], **marks(100, 100, 100)))
    submit(office, plan_id)
    assert "有结论之后" in "".join(office.do(ApplyForExam((people[0].id,)))[0].reasons)
    assert office.refused(ReplaceTrainee(people[0].id, roster_entry(4, office), "离职")).code


def test_a_plan_with_scores_stays_approved(office: Office) -> None:
    (person,) = ready(office, 1)
    plan_id = full_plan(office, person)
    office.move_to(2026, 10, 9, 9)
    office.do(ReportPlan(plan_id), office.examiner)
    decision = RecordPlanDecision(plan_id, True, date(2026, 10, 9), "湖建考3号")
    decided = office.school.execute(decision, office.examiner)
    office.move_to(2026, 10, 21, 9)
    import_scores(office, plan_id, entry(office, plan_id, person))
    with pytest.raises(RuleViolation, match="已录入 1 人的成绩"):
        office.undo(decided.command_id)


def test_only_subjects_that_are_sat_are_entered(office: Office) -> None:
    _, (person, _) = approved_scores(office, 2, (880, 595, 760))
    office.do(ApplyForExam((person.id,), (Subject.SAFETY,)))
    plan_id = exam_of(office)
    session(office, plan_id, room(office, "第二考场"), Subject.SAFETY, 9, 25)
    take(office, plan_id, person)
    seat(office, plan_id)
    approve_plan(office, plan_id, day=22)
    office.move_to(2026, 10, 26, 9)
    command = EnterScore(sat(office, plan_id, person).id, Subject.THEORY, 900)
    assert office.refused(command, office.examiner).code == "score.not_sat"
