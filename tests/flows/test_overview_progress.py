"""报名人员查询: found by name, initials, id, mobile or enterprise; the manual's four labels; exports say what the list shows."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from school_desk.certificates.commands import ExportPush, RecordRegistryLookUp
from school_desk.certificates.queries import certificates
from school_desk.exams.commands import RecordPlanAccepted, RecordPlanDecision, ReportPlan
from school_desk.overview.domain import Stage
from school_desk.overview.progress import COLUMNS, ProgressRow, all_progress, cells, progress_count, trainee_progress
from school_desk.overview.search import Wanted
from school_desk.plans.commands import ExtendPlan
from school_desk.scores.commands import RecordSubmissionAccepted, RecordSubmissionDecision
from tests.examinations import full_plan
from tests.learners import enrol, ready
from tests.results import entry, import_numbers, import_scores, number_entry, submit
from tests.school import Office

TODAY = date(2026, 10, 21)


def find(office: Office, today: date = TODAY, **wanted: str) -> tuple[ProgressRow, ...]:
    with office.school.reading() as session:
        rows = trainee_progress(session, office.school.id, today, Wanted(**wanted))  # type: ignore[arg-type]
        assert progress_count(session, office.school.id, today, Wanted(**wanted)) == len(rows)  # type: ignore[arg-type]
    return rows


def labels(row: ProgressRow) -> tuple[str, str, str, str]:
    return row.training_plan, row.exam_plan, row.score_submission, row.certificate


@pytest.mark.parametrize(
    "words",
    ["康霞", "kx", "KX", "33052319791002976x", "02976X", "15000007357", "7357", "康霞 石凤", "hzsf kx", "kx 7357"],
)
def test_found_by_what_people_type(office: Office, words: str) -> None:
    enrol(office, 3)
    assert [row.name for row in find(office, words=words)] == ["康霞"]


@pytest.mark.parametrize("words", ["欧阳", "康霞 欧阳", "000000", "%", "_"])
def test_nobody_is_found_who_does_not_fit(office: Office, words: str) -> None:
    enrol(office, 3)
    assert find(office, words=words) == ()


def test_the_newest_come_first_page_by_page(office: Office) -> None:
    people = enrol(office, 3)
    with office.school.reading() as session:
        first = trainee_progress(session, office.school.id, TODAY, limit=2)
        rest = trainee_progress(session, office.school.id, TODAY, limit=2, offset=2)
    assert [row.enrollment_id for row in (*first, *rest)] == [person.id for person in reversed(people)]


def test_the_four_labels_of_the_manual_step_by_step(office: Office) -> None:
    (person,) = ready(office, 1)
    seen = [labels(*find(office, date(2026, 9, 30))), labels(*find(office))]
    plan_id = full_plan(office, person)
    seen.append(labels(*find(office)))
    office.move_to(2026, 10, 9, 9)
    office.do(ReportPlan(plan_id), office.examiner)
    seen.append(labels(*find(office)))
    office.do(RecordPlanAccepted(plan_id, date(2026, 10, 9)), office.examiner)
    seen.append(labels(*find(office)))
    office.do(RecordPlanDecision(plan_id, True, date(2026, 10, 9), "湖建考3号"), office.examiner)
    seen.append(labels(*find(office)))
    office.move_to(2026, 10, 21, 9)
    import_scores(office, plan_id, entry(office, plan_id, person))
    submission_id = submit(office, plan_id)
    seen.append(labels(*find(office)))
    office.do(RecordSubmissionAccepted(submission_id, TODAY), office.examiner)
    seen.append(labels(*find(office)))
    office.do(RecordSubmissionDecision(submission_id, True, TODAY, "湖建成8号"), office.examiner)
    seen.append(labels(*find(office)))
    import_numbers(office, number_entry(person, "N1"))
    seen.append(labels(*find(office)))
    with office.school.reading() as session:
        (held,) = certificates(session, office.school.id)
    office.do(RecordRegistryLookUp(held.id, TODAY, True), office.examiner)
    seen.append(labels(*find(office)))
    ended, none = "培训结束", "证书未生成"
    assert seen == [
        ("报名中", "未上报", "未上报", none),
        (ended, "未上报", "未上报", none),
        (ended, "未上报", "未上报", none),
        (ended, "未审核", "未上报", none),
        (ended, "未审核", "未上报", none),
        (ended, "已审核", "未上报", none),
        (ended, "已审核", "未上报", none),
        (ended, "已审核", "已受理", none),
        (ended, "已审核", "已审核", none),
        (ended, "已审核", "已审核", "证书已生成未推送"),
        (ended, "已审核", "已审核", "证书已推送"),
    ]


def test_each_label_narrows_to_those_who_show_it(office: Office) -> None:
    first, *others = ready(office, 3)
    plan_id = full_plan(office, first, others[0])
    office.move_to(2026, 10, 9, 9)
    office.do(ReportPlan(plan_id), office.examiner)
    office.do(RecordPlanDecision(plan_id, True, date(2026, 10, 9), "湖建考3号"), office.examiner)
    office.move_to(2026, 10, 21, 9)
    import_scores(office, plan_id, entry(office, plan_id, first))
    office.do(RecordSubmissionAccepted(submit(office, plan_id, expect_missing=1), TODAY), office.examiner)
    rows = find(office)
    assert {row.name: labels(row)[1:3] for row in rows} == {
        first.name: ("已审核", "已受理"),
        others[0].name: ("已审核", "未上报"),
        others[1].name: ("未上报", "未上报"),
    }
    for column in ("training_plan", "exam_plan", "score_submission", "certificate"):
        for label in ("报名中", "培训结束", "未上报", "未审核", "已审核", "已受理", "证书未生成", "证书已推送"):
            narrowed: Any = {column: label}
            shown = {row.name for row in rows if getattr(row, column) == label}
            assert {row.name for row in find(office, **narrowed)} == shown


def test_one_line_says_why_not_yet(office: Office) -> None:
    enrol(office, 1)
    (row,) = find(office)
    assert (row.step.stage, row.step.owner) == (Stage.PAYMENT, "企业")
    assert row.step.reason == "整批待缴 800.00 元"


def test_extending_the_plan_opens_it_again(office: Office) -> None:
    (person,) = enrol(office, 1)
    office.move_to(2026, 10, 21, 9)
    office.do(ExtendPlan(person.plan_id, date(2026, 10, 31), "企业要求"))
    assert find(office)[0].training_plan == "报名中"


def test_an_export_says_exactly_what_the_list_shows(office: Office) -> None:
    enrol(office, 3)
    with office.school.reading() as session:
        exported = [cells(row) for row in all_progress(session, office.school.id, TODAY, Wanted("石凤"))]
        whole = [cells(row, masked=False) for row in all_progress(session, office.school.id, TODAY, Wanted("石凤"))]
    assert exported == [cells(row) for row in find(office, words="石凤")]
    assert {len(line) for line in exported} == {len(COLUMNS)}
    assert exported[-1][1:3] == ("330523********976X", "150****7357")
    assert whole[-1][1:3] == ("33052319791002976X", "15000007357")


def test_pending_pushes_are_told(office: Office) -> None:
    (person,) = ready(office, 1)
    plan_id = full_plan(office, person)
    office.move_to(2026, 10, 9, 9)
    office.do(ReportPlan(plan_id), office.examiner)
    assert (find(office)[0].exam_plan, find(office)[0].exam_plan_note) == ("未审核", "待受理")
    office.do(RecordPlanDecision(plan_id, True, date(2026, 10, 9), "湖建考3号"), office.examiner)
    office.move_to(2026, 10, 21, 9)
    import_scores(office, plan_id, entry(office, plan_id, person))
    submission_id = submit(office, plan_id)
    assert (find(office)[0].score_submission, find(office)[0].score_note) == ("未上报", "已提交待受理")
    office.do(RecordSubmissionDecision(submission_id, True, TODAY, "湖建成8号"), office.examiner)
    import_numbers(office, number_entry(person, "N1"))
    with office.school.reading() as session:
        (held,) = certificates(session, office.school.id)
    office.do(ExportPush((held.id,)), office.examiner)
    # The test school's fee was passed without an 应缴单 being paid: money is the first step that is not done.
    assert (find(office)[0].certificate_no, find(office)[0].certificate) == ("N1", "证书已生成未推送")
