"""工作台: every number is the count of the rows it opens, asked of the features' own queries; due dates are in working days."""

from __future__ import annotations

from datetime import date

import pytest

from school_desk.certificates import queries as certificate_queries
from school_desk.certificates.commands import ExportPush, PushResultEntry, RecordPushResults
from school_desk.enterprises.queries import enterprises
from school_desk.exams.applications import application_queue
from school_desk.exams.commands import ApplyForExam, ReportPlan
from school_desk.exams.queries import exam_plans
from school_desk.learning.commands import AccountResultEntry, ExportAccounts, RecordAccountResults
from school_desk.learning.queries import accounts
from school_desk.overview.queues import QUEUES
from school_desk.overview.workbench import WaitingRow, waiting_ids, workbench
from school_desk.payments.queries import receivables
from school_desk.scores.commands import RecordSubmissionAccepted, RecordSubmissionDecision
from school_desk.terms.roles import Role
from school_desk.terms.statuses import (
    CertificateStatus,
    EnterpriseStatus,
    ExamPlanStatus,
    PushOutcome,
    ReceivableStatus,
    StudyAccountStatus,
)
from tests.examinations import full_plan
from tests.learners import enrol, learn, open_accounts, review_fee
from tests.papers import approved_enterprise, pre_approved_enterprise, registration, reviewed_enterprise
from tests.results import decide, entry, examined, import_numbers, import_scores, number_entry, submit
from tests.school import Office

EVERYBODY = frozenset(Role)


def desk(office: Office, today: date, roles: frozenset[str] = EVERYBODY) -> dict[str, WaitingRow]:
    with office.school.reading() as session:
        rows = workbench(session, office.school.id, today, roles)
        for row in rows:
            ids = waiting_ids(session, office.school.id, today, row.key)
            assert (len(ids), len(set(ids))) == (row.count, row.count)
            assert row.oldest_id in ids
    return {row.key: row for row in rows}


def test_nothing_waits_in_a_new_school(office: Office) -> None:
    assert desk(office, date(2026, 8, 3)) == {}


def test_enterprises_by_state(office: Office) -> None:
    office.do(registration(office, 0))
    pre_approved_enterprise(office, 1)
    reviewed_enterprise(office, 2)
    rows = desk(office, date(2026, 8, 3))
    for key, status in (
        ("enterprise_to_review", EnterpriseStatus.SUBMITTED),
        ("enterprise_on_site", EnterpriseStatus.PRE_APPROVED),
        ("enterprise_decision", EnterpriseStatus.AT_AUTHORITY),
    ):
        with office.school.reading() as session:
            opened = enterprises(session, office.school.id, statuses=frozenset({status}))
        assert (rows[key].count, rows[key].focus) == (len(opened), status)
        assert rows[key].since == date(2026, 8, 3)


def test_fees_and_accounts_are_due_in_working_days(office: Office) -> None:
    people = enrol(office, 2)
    rows = desk(office, date(2026, 8, 3))
    with office.school.reading() as session:
        owed = receivables(session, office.school.id, statuses=(ReceivableStatus.OPEN, ReceivableStatus.PART_PAID))
    assert (rows["fees_owed"].count, rows["fees_owed"].due_on) == (len(owed), date(2026, 8, 10))
    review_fee(office, people[0], paid_on=date(2026, 9, 30))
    row = desk(office, date(2026, 10, 8))["accounts_to_open"]
    with office.school.reading() as session:
        queue = accounts(session, office.school.id, date(2026, 10, 8), statuses=[StudyAccountStatus.TO_OPEN])
    assert (row.count, row.due_on, row.working_days_left) == (len(queue), date(2026, 10, 10), 2)
    assert desk(office, date(2026, 10, 12))["accounts_to_open"].working_days_left == -1


def test_what_the_platform_refused_is_no_account_to_open(office: Office) -> None:
    """The page that 待开通 opens does not show it."""
    first, second = enrol(office, 2)
    review_fee(office, first)
    office.do(ExportAccounts((first.id,)))
    refused = AccountResultEntry(2, first.id_number, first.name, False, "证件号已注册")
    office.do(RecordAccountResults("开通结果.xlsx", (refused,)))
    rows = desk(office, date(2026, 8, 3))
    assert (rows["accounts_to_open"].count, rows["accounts_to_open"].oldest_id) == (1, second.id)
    row = rows["accounts_failed"]
    assert (row.count, row.oldest_id, row.screen, row.focus) == (1, first.id, "learning", "failed")


def test_who_may_apply_and_who_is_in_no_plan(office: Office) -> None:
    people = enrol(office, 2)
    open_accounts(office, people)
    learn(office, people[:1])
    today = date(2026, 10, 8)
    with office.school.reading() as session:
        ready = [row for row in application_queue(session, office.school.id, today) if not row.reasons]
    row = desk(office, today)["exam_to_apply"]
    assert (row.count, row.oldest_id) == (len(ready), people[0].id)
    office.do(ApplyForExam((people[0].id,)))
    rows = desk(office, today)
    assert "exam_to_apply" not in rows
    assert rows["exam_to_plan"].oldest_id == people[0].id


def test_exam_plans_by_state(office: Office) -> None:
    people = enrol(office, 1)
    open_accounts(office, people)
    learn(office, people)
    plan_id = full_plan(office, *people)
    for key, status in (("exam_to_report", ExamPlanStatus.DRAFT), ("exam_to_accept", ExamPlanStatus.REPORTED)):
        with office.school.reading() as session:
            opened = exam_plans(session, office.school.id, [status])
        row = desk(office, date(2026, 10, 8))[key]
        assert (row.count, row.oldest_id) == (len(opened), plan_id)
        if status is ExamPlanStatus.DRAFT:
            office.do(ReportPlan(plan_id), office.examiner)


def score_queue(office: Office, today: date = date(2026, 10, 21)) -> list[str]:
    return [key for key in desk(office, today) if key.startswith("scores_")]


def test_scores_wait_for_one_thing_at_a_time(office: Office) -> None:
    plan_id, people = examined(office, 1)
    assert score_queue(office, date(2026, 10, 19)) == []
    assert score_queue(office) == ["scores_to_enter"]
    import_scores(office, plan_id, entry(office, plan_id, people[0]))
    assert score_queue(office) == ["scores_to_submit"]
    submission_id = submit(office, plan_id)
    assert score_queue(office) == ["scores_to_accept"]
    office.do(RecordSubmissionAccepted(submission_id, date(2026, 10, 21)), office.examiner)
    assert score_queue(office) == ["scores_to_decide"]
    refused = RecordSubmissionDecision(submission_id, False, date(2026, 10, 21), "湖建成8号", reason="缺签字")
    office.do(refused, office.examiner)
    assert score_queue(office) == ["scores_to_correct"]
    decide(office, submit(office, plan_id))
    assert score_queue(office) == []


def test_certificates_by_what_they_wait_for(office: Office) -> None:
    plan_id, people = examined(office, 4)
    import_scores(office, plan_id, *(entry(office, plan_id, person, n) for n, person in enumerate(people)))
    decide(office, submit(office, plan_id))
    today = date(2026, 10, 21)
    assert desk(office, today)["certificates_unnumbered"].count == 4
    import_numbers(office, *(number_entry(person, f"N{n}", n) for n, person in enumerate(people[:3])))
    with office.school.reading() as session:
        held = certificate_queries.certificates(session, office.school.id, statuses=[CertificateStatus.GENERATED])
        awaiting = certificate_queries.awaiting_number(session, office.school.id)
    office.do(ExportPush(tuple(row.id for row in held[:2])), office.examiner)
    failed = RecordPushResults("结果.xlsx", (PushResultEntry(2, "N0", False, message="照片不符"),))
    office.do(failed, office.examiner)
    rows = desk(office, today)
    assert {key: rows[key].count for key in rows if key.startswith("certificates_")} == {
        "certificates_unnumbered": len(awaiting),
        "certificates_to_push": 1,
        "certificates_pending": 1,
        "certificates_failed": 1,
    }
    with office.school.reading() as session:
        held = certificate_queries.certificates(session, office.school.id)
        failures = certificate_queries.push_failures(session, office.school.id)
    assert sum(row.push is not None and row.push.outcome is PushOutcome.PENDING for row in held) == 1
    assert sum(len(group.certificate_ids) for group in failures) == 1


def test_ones_own_work_comes_first(office: Office) -> None:
    enterprise_id = approved_enterprise(office)
    office.do(registration(office, 1))
    enrol(office, 1, enterprise_id=enterprise_id)
    with office.school.reading() as session:
        rows = workbench(session, office.school.id, date(2026, 8, 3), frozenset({Role.FINANCE}))
    assert [row.mine for row in rows] == sorted((row.mine for row in rows), reverse=True)
    assert (rows[0].key, rows[0].role) == ("fees_owed", Role.FINANCE)
    assert {row.key for row in rows if not row.mine} == {"enterprise_to_review"}


def test_queues_are_told_apart_by_their_keys(office: Office) -> None:
    assert len({queue.key for queue in QUEUES}) == len(QUEUES)
    with office.school.reading() as session, pytest.raises(KeyError):
        waiting_ids(session, office.school.id, date(2026, 8, 3), "unheard_of")
