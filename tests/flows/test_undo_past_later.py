"""What was decided earlier is not taken back past what leans on it since, even where the two touch other columns or other records."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from school_desk.certificates.commands import RevokeCertificate
from school_desk.certificates.queries import certificates
from school_desk.enrollments.commands import CorrectTrainee, ImportRoster, ReplaceTrainee, WithdrawEnrollment
from school_desk.enrollments.queries import EnrolledRow, enrolled
from school_desk.enterprises.commands import (
    EditEnterprise,
    PreApproveEnterprise,
    RecordAuthorityDecision,
    RecordOnSiteReview,
    RenameEnterprise,
)
from school_desk.enterprises.queries import enterprise
from school_desk.exams.commands import (
    ApplyForExam,
    EditExamPlan,
    RecordPlanDecision,
    RemoveCandidate,
    ReportPlan,
    WithdrawApplication,
    WithdrawReport,
)
from school_desk.kernel.commands import Actor, Command
from school_desk.kernel.errors import RuleViolation
from school_desk.payments.commands import PutOnHold, RecordInvoiceIssued, RemoveAllocation, ReverseAllocation
from school_desk.payments.queries import invoices, receivable
from school_desk.scores.commands import EnterScore, ImportScores, Reading, RecordSubmissionDecision, SubmitScores
from school_desk.terms.statuses import ExamPlanStatus, LineStatus, ReceivableStatus, Subject
from tests.examinations import detail, full_plan
from tests.flows.cashier import STEEL_FEE, Cashier
from tests.learners import PEOPLE, enrol, ready, roster_entry
from tests.papers import approved_enterprise, registration
from tests.results import decide, entry, examined, import_numbers, import_scores, number_entry, sat, submit
from tests.school import Office


def decided(office: Office, command: Command, actor: Actor | None = None) -> str:
    """The id of a decision."""
    return office.school.execute(command, actor or office.clerk).command_id


def refused(office: Office, command_id: str) -> str:
    """The code with which taking the decision back is refused; nothing changes."""
    before = office.dump()
    with pytest.raises(RuleViolation) as refusal:
        office.undo(command_id)
    assert office.dump() == before
    assert refusal.value.message.endswith("。")
    return refusal.value.code


def again(office: Office, enterprise_id: str, number: int) -> None:
    """One of PEOPLE on another roster."""
    office.do(ImportRoster(enterprise_id, "名单二.xlsx", "1" * 64, (roster_entry(number, office),)))


def first_of(office: Office, batch_id: str) -> EnrolledRow:
    with office.school.reading() as session:
        return enrolled(session, office.school.id, batch_id=batch_id)[0]


def test_a_score_that_went_before_the_authority(office: Office) -> None:
    plan_id, (person,) = examined(office, 1)
    import_scores(office, plan_id, entry(office, plan_id, person))
    raised = decided(office, EnterScore(sat(office, plan_id, person).id, Subject.THEORY, 900), office.examiner)
    sheet = (entry(office, plan_id, person, safety=Reading(900), theory=Reading(900)),)
    imported = decided(office, ImportScores("成绩二.xlsx", sheet, plan_id), office.examiner)
    decide(office, submit(office, plan_id))
    assert refused(office, imported) == refused(office, raised) == "score.settled"


def scores_refused(office: Office) -> tuple[str, EnrolledRow, str]:
    """A plan, its one person whose theory failed, and the decision that its scores are 未通过."""
    plan_id, (person,) = examined(office, 1)
    import_scores(office, plan_id, entry(office, plan_id, person, theory=Reading(550)))
    submission_id = submit(office, plan_id)
    refusal = RecordSubmissionDecision(submission_id, False, date(2026, 10, 21), "湖建成8号", reason="存疑")
    return plan_id, person, decided(office, refusal, office.examiner)


def test_scores_that_were_corrected_after_they_were_refused(office: Office) -> None:
    plan_id, person, refusal = scores_refused(office)
    candidate_id = sat(office, plan_id, person).id
    raised = decided(office, EnterScore(candidate_id, Subject.THEORY, 900), office.examiner)
    assert refused(office, refusal) == "score.corrected"
    office.undo(raised)
    cleared = decided(office, EnterScore(candidate_id, Subject.THEORY), office.examiner)
    assert refused(office, refusal) == "score.corrected"
    again_the_same = decided(office, EnterScore(candidate_id, Subject.THEORY, 550), office.examiner)
    assert refused(office, refusal) == "score.corrected", "it is a new score, which no version holds"
    office.undo(again_the_same)
    office.undo(cleared)
    office.undo(refusal)


def test_scores_that_were_submitted_again_after_they_were_refused(office: Office) -> None:
    plan_id, _, refusal = scores_refused(office)
    submitted = decided(office, SubmitScores(plan_id, date(2026, 10, 21)), office.examiner)
    assert refused(office, refusal) == "submission.superseded"
    office.undo(submitted)
    office.undo(refusal)


def test_approved_scores_beside_a_later_version(office: Office) -> None:
    plan_id, people = examined(office)
    import_scores(office, plan_id, entry(office, plan_id, people[0]))
    submission_id = submit(office, plan_id, expect_missing=1)
    approval = RecordSubmissionDecision(submission_id, True, date(2026, 10, 21), "湖建成8号")
    approved = decided(office, approval, office.examiner)
    import_scores(office, plan_id, entry(office, plan_id, people[1]))
    submit(office, plan_id)
    assert refused(office, approved) == "submission.superseded", "two versions would wait for the authority"


def test_an_approval_on_which_a_resit_stands(office: Office) -> None:
    plan_id, people = examined(office)
    rows = [entry(office, plan_id, person, n, safety=Reading(500)) for n, person in enumerate(people)]
    import_scores(office, plan_id, *rows)
    approval = RecordSubmissionDecision(submit(office, plan_id), True, date(2026, 10, 21), "湖建成8号")
    approved = decided(office, approval, office.examiner)
    office.do(ApplyForExam((people[0].id,), (Subject.SAFETY,)))
    assert refused(office, approved) == "score.resit_stands"
    withdrawn = decided(office, WithdrawApplication(people[0].id, "改期"))
    undone = office.undo(approved).command_id
    assert refused(office, withdrawn) == "score.undecided", "the resit would stand on nothing"
    office.undo(undone)
    office.undo(withdrawn)


def test_an_exam_plan_that_was_reported(office: Office) -> None:
    plan_id = full_plan(office, *ready(office, 2))
    renamed = decided(office, EditExamPlan(plan_id, "十月考核", ""), office.examiner)
    office.move_to(2026, 10, 8, 10)
    office.do(ReportPlan(plan_id), office.examiner)
    assert refused(office, renamed) == "undo.changed_since"


def test_a_withdrawn_report_whose_plan_was_changed(office: Office) -> None:
    plan_id = full_plan(office, *ready(office, 2))
    office.do(ReportPlan(plan_id), office.examiner)
    office.move_to(2026, 10, 8, 10)
    withdrawn = decided(office, WithdrawReport(plan_id, "有人退出"), office.examiner)
    office.move_to(2026, 10, 8, 11)
    leaving = detail(office, plan_id).candidates[0]
    office.do(RemoveCandidate(plan_id, leaving.application_id), office.examiner)
    assert refused(office, withdrawn) == "undo.changed_since"


def test_a_withdrawn_report_of_somebody_who_has_left(office: Office) -> None:
    people = ready(office, 2)
    plan_id = full_plan(office, *people)
    office.do(ReportPlan(plan_id), office.examiner)
    withdrawn = decided(office, WithdrawReport(plan_id, "改场次"), office.examiner)
    left = decided(office, WithdrawEnrollment(people[1].id, "离职"))
    assert refused(office, withdrawn) == "exam.left_since"
    office.undo(left)
    office.undo(withdrawn)
    assert detail(office, plan_id).plan.status is ExamPlanStatus.REPORTED


def test_a_returned_plan_of_somebody_who_has_left(office: Office) -> None:
    people = ready(office, 2)
    plan_id = full_plan(office, *people)
    office.do(ReportPlan(plan_id), office.examiner)
    returning = RecordPlanDecision(plan_id, False, date(2026, 10, 8), "湖建考3号", reason="改场次")
    returned = decided(office, returning, office.examiner)
    office.do(WithdrawEnrollment(people[1].id, "离职"))
    assert refused(office, returned) == "exam.left_since"


def test_an_approval_whose_exam_was_held(office: Office) -> None:
    plan_id = full_plan(office, *ready(office, 1))
    office.do(ReportPlan(plan_id), office.examiner)
    approved = decided(office, RecordPlanDecision(plan_id, True, date(2026, 10, 8), "湖建考3号"), office.examiner)
    office.move_to(2026, 10, 21, 9)
    assert refused(office, approved) == "exam.held"


def test_an_approval_that_was_recorded_late_may_be_put_right(office: Office) -> None:
    plan_id = full_plan(office, *ready(office, 1))
    office.do(ReportPlan(plan_id), office.examiner)
    office.move_to(2026, 10, 22, 9)
    late = decided(office, RecordPlanDecision(plan_id, True, date(2026, 10, 8), "错的文号"), office.examiner)
    office.undo(late)
    assert detail(office, plan_id).plan.status is ExamPlanStatus.REPORTED


def test_somebody_who_left_and_was_enrolled_again(office: Office) -> None:
    enterprise_id = approved_enterprise(office)
    (person,) = enrol(office, 1, enterprise_id=enterprise_id)
    left = decided(office, WithdrawEnrollment(person.id, "改期"))
    again(office, enterprise_id, 0)
    assert refused(office, left) == "enrollment.twice"


def test_somebody_who_was_replaced_and_enrolled_again(office: Office) -> None:
    enterprise_id = approved_enterprise(office)
    (person,) = enrol(office, 1, enterprise_id=enterprise_id)
    replaced = decided(office, ReplaceTrainee(person.id, roster_entry(1, office), "离职"))
    again(office, enterprise_id, 0)
    assert refused(office, replaced) == "enrollment.twice"


def test_a_roster_that_came_a_second_time_after_it_was_taken_back(office: Office) -> None:
    enterprise_id = approved_enterprise(office)
    (person,) = enrol(office, 1, enterprise_id=enterprise_id)
    office.do(WithdrawEnrollment(person.id, "改期"))
    roster = ImportRoster(enterprise_id, "名单二.xlsx", "1" * 64, (roster_entry(0, office),))
    undone = office.undo(decided(office, roster)).command_id
    again(office, enterprise_id, 0)
    assert refused(office, undone) == "enrollment.twice"


def test_nobody_is_replaced_by_somebody_enrolled(office: Office) -> None:
    person, other = enrol(office, 2)
    refusal = office.refused(ReplaceTrainee(person.id, roster_entry(1, office), "离职"))
    assert refusal.code == "enrollment.twice"
    assert refusal.message.startswith(other.name)


def test_somebody_who_left_before_the_rest_was_paid_and_reviewed(office: Office) -> None:
    cashier = Cashier(office)
    batch_id = cashier.batch(cashier.enterprise(), 2)
    (owed,) = cashier.receivables(batch_id)
    left = decided(office, WithdrawEnrollment(first_of(office, batch_id).id, "离职"))
    cashier.claim(cashier.paid_in(STEEL_FEE), owed.id)
    assert cashier.receivable(owed.id).status is ReceivableStatus.PAID
    assert refused(office, left) == "receivable.moved_on"
    cashier.review(owed.id)
    assert refused(office, left) == "receivable.moved_on"


def test_a_line_set_aside_whose_claim_was_removed(office: Office) -> None:
    cashier = Cashier(office)
    (owed,) = cashier.receivables(cashier.batch(cashier.enterprise(), 1))
    line_id = cashier.paid_in(2 * STEEL_FEE)
    (claim,) = cashier.claim(line_id, owed.id)
    aside = decided(office, PutOnHold(line_id, "问企业"), office.cashier)
    cashier.do(RemoveAllocation(claim))
    assert refused(office, aside) == "line.moved_on"


def test_money_that_the_bank_has_taken_back_since_is_not_claimed_again(office: Office) -> None:
    cashier = Cashier(office)
    reviewed, open_ = (cashier.receivables(cashier.batch(cashier.enterprise(number), steel=1))[0] for number in (0, 1))
    line_id = cashier.paid_in(3 * STEEL_FEE)
    _, claim = cashier.claim(line_id, reviewed.id, open_.id)
    cashier.review(reviewed.id)
    removed = decided(office, RemoveAllocation(claim), office.cashier)
    cashier.import_lines(cashier.line(3 * STEEL_FEE, incoming=False, takes_back=True))
    assert cashier.line_row(line_id).status is LineStatus.REVERSED
    assert refused(office, removed) == "line.taken_back"
    # What was reviewed stands on it still, and reversing that may be taken back.
    with office.school.reading() as session:
        detail = receivable(session, office.school.id, reviewed.id)
    assert detail is not None
    office.undo(decided(office, ReverseAllocation(detail.allocations[0].id, STEEL_FEE, "银行冲正"), office.cashier))
    assert cashier.receivable(reviewed.id).status is ReceivableStatus.REVIEWED


def test_a_name_under_which_an_invoice_was_issued(office: Office) -> None:
    cashier = Cashier(office)
    owner = cashier.enterprise()
    (owed,) = cashier.receivables(cashier.batch(owner, 1))
    cashier.claim(cashier.paid_in(STEEL_FEE), owed.id)
    cashier.review(owed.id)
    with office.school.reading() as session:
        known = enterprise(session, office.school.id, owner)
    assert known is not None
    renamed = decided(office, RenameEnterprise(owner, "湖州新名建设有限公司", known.credit_code, "变更登记"))
    with office.school.reading() as session:
        (invoice,) = invoices(session, office.school.id)
    cashier.do(RecordInvoiceIssued(invoice.id, "2" * 20, date(2026, 8, 3), invoice.amount_fen))
    assert refused(office, renamed) == "invoice.issued"


def test_a_code_that_another_enterprise_has_since(office: Office) -> None:
    owner, other = registration(office, 0), registration(office, 1)
    owner_id = office.do(owner)["enterprise_id"]
    renamed = decided(office, RenameEnterprise(owner_id, owner.name, other.credit_code, "变更登记"))
    office.do(replace(other, credit_code=owner.credit_code))
    assert refused(office, renamed) == "enterprise.registered"


def test_a_region_with_which_the_enterprise_was_approved(office: Office) -> None:
    made = registration(office, 0)
    owner_id = office.do(made)["enterprise_id"]
    moved = decided(office, EditEnterprise(owner_id, None, None, "文三路 1 号", "330106", made.principal_mobile))
    office.do(PreApproveEnterprise(owner_id))
    seen = {"yyzz": "seen", "cns": "seen", "zzzs": "seen"}
    office.do(RecordOnSiteReview(owner_id, date(2026, 8, 3), "杭州", "沈文员", seen, "档 1"))  # type: ignore[arg-type]
    office.do(RecordAuthorityDecision(owner_id, True, date(2026, 8, 3), "杭建〔2026〕1号"), office.examiner)
    assert refused(office, moved) == "enterprise.region_settled"


def test_a_revoked_certificate_in_whose_place_stands_another(office: Office) -> None:
    plan_id, (person,) = examined(office, 1)
    import_scores(office, plan_id, entry(office, plan_id, person))
    decide(office, submit(office, plan_id))
    import_numbers(office, number_entry(person, "1234567890"))
    with office.school.reading() as session:
        (held,) = certificates(session, office.school.id)
    revoked = decided(office, RevokeCertificate(held.id, "编号有误"), office.examiner)
    import_numbers(office, number_entry(person, "1234567891"))
    assert refused(office, revoked) == "certificate.held"


def test_a_number_that_belongs_to_another_person_since(office: Office) -> None:
    enterprise_id = approved_enterprise(office)
    (person,) = enrol(office, 1, enterprise_id=enterprise_id)
    corrected = decided(office, CorrectTrainee(person.trainee_id, "id_number", PEOPLE[5][1], "填错了"))
    stranger = replace(roster_entry(0, office), name="甲乙")
    office.do(ImportRoster(enterprise_id, "名单二.xlsx", "1" * 64, (stranger,)))
    assert refused(office, corrected) == "trainee.known"
