"""Why not yet: every standstill names its step, its reason and whose turn it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from school_desk.learning.domain import HoursRow
from school_desk.overview.domain import (
    STAGES,
    Account,
    Attempt,
    Certificate,
    Facts,
    Fee,
    Stage,
    where_it_stands,
)
from school_desk.terms.statuses import (
    CertificateStatus,
    ExamPlanStatus,
    PlanPhase,
    PushOutcome,
    ReceivableStatus,
    StudyAccountStatus,
    SubmissionStatus,
)

DAY, TODAY = date(2026, 10, 1), date(2026, 10, 21)
SHORT, MET = HoursRow(18, 24, 6, False), HoursRow(24, 24, 0, True)
PAID = Fee(ReceivableStatus.REVIEWED, 0, DAY, DAY)
OPENED = Account(StudyAccountStatus.OPENED, DAY, DAY, DAY, None)
APPLIED = Attempt(DAY)
PLANNED = Attempt(DAY, "KH1", ExamPlanStatus.APPROVED, DAY, None, date(2026, 10, 20), date(2026, 10, 20))
SCORED = replace(PLANNED, complete=True, submission=SubmissionStatus.APPROVED, submission_since=DAY)
NUMBERED = Certificate(CertificateStatus.GENERATED, "N1", DAY)
DONE = Facts(
    closed=None, closed_since=DAY, sign_up=PlanPhase.ENDED, sign_up_to=date(2026, 9, 30), hours=MET, fee=PAID,
    account=OPENED, studied_on=DAY, attempt=SCORED, why_not_passed=None, approved_on=DAY,
    certificate=replace(NUMBERED, status=CertificateStatus.PUSHED, push=PushOutcome.ACCEPTED, push_since=TODAY),
)  # fmt: skip


def fee(status: ReceivableStatus, open_fen: int = 80_000) -> dict[str, Any]:
    return {"fee": Fee(status, open_fen, DAY, None)}


def account(status: StudyAccountStatus, reason: str | None = None) -> dict[str, Any]:
    return {"account": Account(status, TODAY, DAY, None, reason)}


def attempt(of: Attempt = PLANNED, **changes: Any) -> dict[str, Any]:
    return {"attempt": replace(of, **changes), "why_not_passed": "没有审核通过的成绩", "certificate": None}


def certificate(**changes: Any) -> dict[str, Any]:
    return {"certificate": replace(NUMBERED, **changes)}


@pytest.mark.parametrize(
    ("changes", "stage", "reason", "owner"),
    [
        ({}, Stage.DONE, "", ""),
        ({"closed": "已撤回：离职"}, Stage.CLOSED, "已撤回：离职", ""),
        ({"fee": None}, Stage.PAYMENT, "没有应缴单", "财务"),
        (fee(ReceivableStatus.CANCELLED), Stage.PAYMENT, "没有应缴单", "财务"),
        (fee(ReceivableStatus.OPEN), Stage.PAYMENT, "整批待缴 800.00 元", "企业"),
        (fee(ReceivableStatus.PART_PAID), Stage.PAYMENT, "还差 800.00 元", "企业"),
        (fee(ReceivableStatus.PAID), Stage.FEE_REVIEW, "已到账，待提交费用审核", "财务"),
        (fee(ReceivableStatus.PROPOSED), Stage.FEE_REVIEW, "待费用审核", "财务"),
        ({"account": None}, Stage.ACCOUNT, "待开通学习账号", "文员"),
        (account(StudyAccountStatus.TO_OPEN), Stage.ACCOUNT, "待导出开通名单", "文员"),
        (account(StudyAccountStatus.EXPORTED), Stage.ACCOUNT, "已导出，等平台开通结果", "学习平台"),
        (account(StudyAccountStatus.FAILED, "身份证不符"), Stage.ACCOUNT, "开通失败：身份证不符", "文员"),
        (
            account(StudyAccountStatus.DISABLED, "代学") | {"attempt": None, "certificate": None},
            Stage.ACCOUNT,
            "学习账号已停用：代学",
            "文员",
        ),
        # Nobody is taken into a plan with a disabled account; afterwards it is needed no more.
        (
            account(StudyAccountStatus.DISABLED, "代学") | attempt(APPLIED),
            Stage.ACCOUNT,
            "学习账号已停用：代学",
            "文员",
        ),
        (
            account(StudyAccountStatus.DISABLED, "已考完") | attempt(complete=True),
            Stage.SCORES,
            "成绩待报审",
            "考务",
        ),
        (account(StudyAccountStatus.DISABLED, "已考完"), Stage.DONE, "", ""),
        ({"attempt": None, "hours": SHORT}, Stage.LEARNING, "差 6 学时", "学员"),
        ({"attempt": None}, Stage.APPLICATION, "学时已达标，待申请考试", "文员"),
        (attempt(APPLIED), Stage.EXAM_PLAN, "待编入考核计划", "考务"),
        (
            attempt(APPLIED) | {"sign_up": PlanPhase.SIGN_UP},
            Stage.EXAM_PLAN,
            "培训计划 2026-09-30 报名截止后才能编入考核计划",
            "考务",
        ),
        (attempt(plan_status=ExamPlanStatus.DRAFT), Stage.EXAM_PLAN, "考核计划待上报", "考务"),
        (
            attempt(plan_status=ExamPlanStatus.DRAFT, returned_reason="考场不符"),
            Stage.EXAM_PLAN,
            "被退回：考场不符",
            "考务",
        ),
        (attempt(plan_status=ExamPlanStatus.REPORTED), Stage.EXAM_PLAN, "考核计划待主管部门受理", "主管部门"),
        (attempt(plan_status=ExamPlanStatus.ACCEPTED), Stage.EXAM_PLAN, "考核计划待主管部门审核", "主管部门"),
        (attempt(last_on=TODAY), Stage.EXAM, "2026-10-20 考试", "学员"),
        (attempt(), Stage.SCORES, "成绩待录全", "考务"),
        (attempt(complete=True), Stage.SCORES, "成绩待报审", "考务"),
        (attempt(SCORED, complete=False), Stage.SCORES, "成绩待录全", "考务"),
        (
            attempt(SCORED, submission=SubmissionStatus.SUBMITTED),
            Stage.SCORES,
            "成绩已提交，待主管部门受理",
            "主管部门",
        ),
        (attempt(SCORED, submission=SubmissionStatus.ACCEPTED), Stage.SCORES, "成绩待主管部门审核", "主管部门"),
        (
            attempt(SCORED, submission=SubmissionStatus.REJECTED, submission_reason="缺签字"),
            Stage.SCORES,
            "成绩报审未通过：缺签字",
            "考务",
        ),
        ({"why_not_passed": "不合格（安全 59.5）"}, Stage.RESIT, "不合格（安全 59.5），待申请补考", "文员"),
        ({"certificate": None}, Stage.CERTIFICATE, "等主管部门的证书编号", "主管部门"),
        (
            certificate(status=CertificateStatus.REVOKED, status_reason="错名"),
            Stage.CERTIFICATE,
            "证书已注销：错名",
            "考务",
        ),
        (certificate(), Stage.PUSH, "待导出推送", "考务"),
        (certificate(push=PushOutcome.PENDING), Stage.PUSH, "已导出推送，等回执", "住建部系统"),
        (
            certificate(push=PushOutcome.PENDING, push_missed=True),
            Stage.PUSH,
            "推送没有结果，联网没有查到，待重新导出",
            "考务",
        ),
        (certificate(push=PushOutcome.FAILED, push_message="照片不符"), Stage.PUSH, "推送失败：照片不符", "考务"),
    ],
)
def test_the_first_step_not_done(changes: dict[str, Any], stage: Stage, reason: str, owner: str) -> None:
    step = where_it_stands(replace(DONE, **changes), TODAY)
    assert (step.stage, step.reason, step.owner) == (stage, reason, owner)
    assert STAGES[step.stage]


def test_since_when_and_until_when() -> None:
    waiting = where_it_stands(replace(DONE, **account(StudyAccountStatus.EXPORTED)), TODAY)
    assert (waiting.since, waiting.due_on) == (DAY, TODAY)
    assert where_it_stands(DONE, TODAY).since == TODAY
