"""What enterprises, plans and enrolments refuse, each with the field it is about and nothing changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from school_desk.enrollments.commands import (
    AttachPhoto,
    CorrectTrainee,
    ImportRoster,
    ReplaceTrainee,
    WithdrawEnrollment,
)
from school_desk.enterprises.commands import (
    ConfirmRecheck,
    EditEnterprise,
    MarkDoubtful,
    Paper,
    PreApproveEnterprise,
    RecordAuthorityDecision,
    RecordOnSiteReview,
    RenameEnterprise,
    ReplacePaper,
    ReturnEnterprise,
    SuspendEnterprise,
)
from school_desk.kernel.errors import RuleViolation
from school_desk.plans.commands import CreatePlan, EditPlan, ExtendPlan
from school_desk.plans.domain import check_hours, hours_needed, phase
from school_desk.terms.levels import SkillLevel
from school_desk.terms.statuses import PlanPhase
from school_desk.terms.uploads import DocumentKind
from tests.learners import PEOPLE, enrol, plan, roster_entry
from tests.papers import CODES, approved_enterprise, pre_approved_enterprise, registration, reviewed_enterprise
from tests.school import Office

PLAN = CreatePlan("钢筋工", SkillLevel.INTERMEDIATE, date(2026, 8, 1), date(2026, 9, 30), 80_000)


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (replace(PLAN, trade_code="飞行员"), "plan.trade"),
        (replace(PLAN, sign_up_to=date(2026, 7, 1)), "plan.dates"),
        (replace(PLAN, fee_fen=0), "plan.fee"),
        (replace(PLAN, hours_required=20), "plan.hours"),
        (replace(PLAN, level=SkillLevel.TECHNICIAN), "plan.hours"),
        (EditPlan("0" * 32, "", 80_000, None), "plan.unknown"),
    ],
)
def test_a_plan_that_cannot_be(office: Office, command: Any, code: str) -> None:
    assert office.refused(command).code == code


def test_another_last_day_is_another_and_says_why(office: Office) -> None:
    plan_id = plan(office)
    assert office.refused(ExtendPlan(plan_id, date(2026, 8, 1), "录错")).code == "plan.extension"
    office.move_to(2026, 10, 8)
    assert "只能改得更晚" in office.refused(ExtendPlan(plan_id, date(2026, 9, 29), "录错")).message
    office.move_to(2026, 8, 3, 9)
    assert office.refused(ExtendPlan(plan_id, date(2026, 9, 30), "企业要求")).code == "plan.extension"
    assert office.refused(ExtendPlan(plan_id, date(2026, 10, 9), " ")).code == "plan.reason"
    office.do(EditPlan(plan_id, "钢筋工中级班", 80_000, None, "只改名称"))


def test_phases_and_hours() -> None:
    assert phase(date(2026, 9, 1), date(2026, 9, 30), date(2026, 8, 31)) is PlanPhase.UPCOMING
    assert hours_needed(SkillLevel.TECHNICIAN, None) is None
    check_hours(SkillLevel.TECHNICIAN, 40)
    with pytest.raises(RuleViolation):
        check_hours(SkillLevel.TECHNICIAN, 0)


def test_an_enterprise_is_refused_what_does_not_fit(office: Office) -> None:
    enterprise_id = approved_enterprise(office)
    papers = Paper(DocumentKind.CNS, office.store(b"late"))
    assert office.refused(ReplacePaper(enterprise_id, papers)).code == "enterprise.papers_settled"
    assert office.refused(PreApproveEnterprise("0" * 32)).code == "enterprise.unknown"
    assert office.refused(registration(office, 1, credit_code="123")).code == "enterprise.credit_code"
    assert office.refused(registration(office, 1, principal_mobile="123")).code == "enterprise.mobile"
    slip = (Paper(DocumentKind.SLIP, office.store()),)
    assert office.refused(registration(office, 1, papers=slip)).code == "enterprise.paper_kind"
    assert office.refused(ConfirmRecheck(enterprise_id), office.examiner).code == "enterprise.no_recheck"
    for name, code, refused in (
        ("湖州石凤钢结构工程有限公司", CODES[0], "enterprise.same_name"),
        ("新名", "123", "enterprise.credit_code"),
        (" ", CODES[0], "enterprise.required"),
    ):
        assert office.refused(RenameEnterprise(enterprise_id, name, code, "变更")).code == refused


def test_an_enterprise_may_take_a_new_code_but_not_anothers(office: Office) -> None:
    enterprise_id = approved_enterprise(office)
    office.do(registration(office, 1))
    taken = RenameEnterprise(enterprise_id, "湖州石凤钢结构工程有限公司", CODES[1], "变更")
    assert office.refused(taken).code == "enterprise.registered"
    office.do(RenameEnterprise(enterprise_id, "湖州石凤钢结构工程有限公司", CODES[2], "三证合一"))


def test_a_return_needs_its_reasons(office: Office) -> None:
    enterprise_id = office.do(registration(office))["enterprise_id"]
    assert office.refused(ReturnEnterprise(enterprise_id)).code == "enterprise.reason"
    office.do(MarkDoubtful(enterprise_id, "公章模糊"))
    office.do(MarkDoubtful(enterprise_id, ""))
    office.do(ReturnEnterprise(enterprise_id, (), "材料过期"))


def test_an_on_site_review_is_whole_and_past(office: Office) -> None:
    enterprise_id = pre_approved_enterprise(office)
    good: dict[str, Any] = {"yyzz": "seen", "cns": "seen", "zzzs": "seen"}
    missing = RecordOnSiteReview(enterprise_id, date(2026, 8, 3), "公司", "沈", {"yyzz": "seen"}, "DA1")
    assert office.refused(missing).code == "enterprise.originals"
    future = RecordOnSiteReview(enterprise_id, date(2026, 8, 4), "公司", "沈", good, "DA1")
    assert office.refused(future).code == "enterprise.future"


def test_the_authoritys_no_needs_a_reason_and_no_future(office: Office) -> None:
    enterprise_id = reviewed_enterprise(office)
    future = RecordAuthorityDecision(enterprise_id, True, date(2026, 8, 4), "文号")
    assert office.refused(future, office.examiner).code == "enterprise.future"
    silent = RecordAuthorityDecision(enterprise_id, False, date(2026, 8, 3), "文号")
    assert office.refused(silent, office.examiner).field == "reason"
    told = RecordAuthorityDecision(enterprise_id, False, date(2026, 8, 3), "", office.store(b"no"), "资质过期")
    office.do(told, office.examiner)


def test_suspended_or_to_be_rechecked_may_not_enrol(office: Office) -> None:
    enterprise_id = approved_enterprise(office)
    office.do(SuspendEnterprise(enterprise_id, "欠费"), office.examiner)
    command = ImportRoster(enterprise_id, "名单.xlsx", "0" * 64, (roster_entry(0, office),))
    assert "停用" in office.refused(command).message
    office.do(SuspendEnterprise(enterprise_id, None), office.examiner)
    office.do(EditEnterprise(enterprise_id, None, "13800005893", "新址", "330402", "15000007357"))
    assert "待复核" in office.refused(command).message
    office.do(ConfirmRecheck(enterprise_id), office.examiner)


def test_an_approval_people_enrolled_on_stays(office: Office) -> None:
    enterprise_id = reviewed_enterprise(office)
    decision = RecordAuthorityDecision(enterprise_id, True, date(2026, 8, 3), "文号1")
    outcome = office.school.execute(decision, office.examiner)
    enrol(office, 1, enterprise_id=enterprise_id)
    with pytest.raises(RuleViolation) as refusal:
        office.undo(outcome.command_id)
    assert refusal.value.code == "enterprise.has_enrolled"


def test_an_enrolment_is_refused_what_does_not_fit(office: Office) -> None:
    first, second = enrol(office, 2)
    assert office.refused(WithdrawEnrollment("0" * 32, "离职")).code == "enrollment.unknown"
    assert office.refused(WithdrawEnrollment(first.id, " ")).code == "enrollment.reason"
    assert office.refused(ReplaceTrainee(first.id, roster_entry(0, office), "换人")).code == "enrollment.same_person"
    wrong = replace(roster_entry(2, office), id_number="123")
    assert office.refused(ReplaceTrainee(first.id, wrong, "换人")).code == "enrollment.person"
    misnamed = replace(roster_entry(1, office), name="孙召")
    assert office.refused(ReplaceTrainee(first.id, misnamed, "换人")).code == "trainee.other_name"
    office.do(ReplaceTrainee(first.id, roster_entry(3, office), "离职"))
    assert office.refused(AttachPhoto(first.id, office.store(b"late"))).code == "enrollment.closed"
    unknown = ImportRoster(second.enterprise_id, "名单.xlsx", "1" * 64, (roster_entry(4, office),), (), "0" * 32)
    assert office.refused(unknown).code == "enrollment.batch"


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("name", PEOPLE[0][0], "trainee.same_value"),
        ("name", " ", "trainee.required"),
        ("mobile", "123", "trainee.mobile"),
        ("id_number", "123", "trainee.id_number"),
        ("sex", "无", "trainee.required"),
    ],
)
def test_a_correction_must_be_one(office: Office, field: Any, value: str, code: str) -> None:
    person = enrol(office, 1)[0]
    assert office.refused(CorrectTrainee(person.trainee_id, field, value, "更正")).code == code


def test_corrections_keep_their_evidence(office: Office) -> None:
    person = enrol(office, 1)[0]
    office.do(CorrectTrainee(person.trainee_id, "sex", "男", "身份证更正", office.store(b"id card")))
    office.do(CorrectTrainee(person.trainee_id, "id_number", PEOPLE[5][1], "身份证更正"))
    assert office.refused(CorrectTrainee("0" * 32, "name", "某", "更正")).code == "trainee.unknown"


def test_rows_without_a_name_or_with_another_sex(office: Office) -> None:
    enterprise_id = approved_enterprise(office)
    plan(office)
    nameless = replace(roster_entry(0, office), name="")
    other_sex = replace(roster_entry(1, office), sex="女")
    outcome = office.do(ImportRoster(enterprise_id, "名单.xlsx", "0" * 64, (nameless, other_sex)))
    assert outcome.rows[0].reasons == ("请填写姓名。",)
    assert "已按身份证号登记" in outcome.rows[1].reasons[0]
