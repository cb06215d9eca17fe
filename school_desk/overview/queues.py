"""The queues of the workbench in the manual's order: their words, whose they are, and the page that shows their rows."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from school_desk.documents.tables import NoticeRow
from school_desk.overview.waiting import (
    Find,
    accounts_waiting,
    certificates_waiting,
    enterprises_waiting,
    exam_plans_waiting,
    in_state,
    may_apply,
    owed,
    receivables_waiting,
    rechecks,
    scores_waiting,
    to_red,
    unnumbered,
    unplanned,
)
from school_desk.payments.tables import InvoiceRow, RefundRow, StatementLineRow
from school_desk.scores.queries import ScoreStep
from school_desk.terms.roles import Role
from school_desk.terms.statuses import (
    EnterpriseStatus,
    ExamPlanStatus,
    InvoiceStatus,
    LineStatus,
    NoticeStatus,
    PushOutcome,
    ReceivableStatus,
    RefundStatus,
    StudyAccountStatus,
)


@dataclass(frozen=True)
class Queue:
    """One kind of work. `screen` is the page that shows exactly its rows when it takes the focus `focus`."""

    key: str
    label: str
    role: Role
    screen: str
    focus: str
    find: Find


_LINES = (LineStatus.UNCLAIMED, LineStatus.PART_CLAIMED)
_NOTICES = (NoticeStatus.QUEUED, NoticeStatus.FAILED)
_TO_REVIEW, _ON_SITE = EnterpriseStatus.SUBMITTED, EnterpriseStatus.PRE_APPROVED
_AT_AUTHORITY = EnterpriseStatus.AT_AUTHORITY
_DRAFT, _REPORTED, _ACCEPTED = ExamPlanStatus.DRAFT, ExamPlanStatus.REPORTED, ExamPlanStatus.ACCEPTED
_REQUESTED, _TO_PAY = (RefundStatus.REQUESTED,), (RefundStatus.APPROVED,)

_to_claim = in_state(
    StatementLineRow, StatementLineRow.status, _LINES, StatementLineRow.booked_at, None, StatementLineRow.incoming
)
_refunds_asked = in_state(RefundRow, RefundRow.status, _REQUESTED, RefundRow.requested_at)
_refunds_due = in_state(RefundRow, RefundRow.status, _TO_PAY, RefundRow.decided_at)
_invoices = in_state(InvoiceRow, InvoiceRow.status, [InvoiceStatus.TO_ISSUE], sa.null())
_to_open = accounts_waiting(StudyAccountStatus.TO_OPEN)
_exported = accounts_waiting(StudyAccountStatus.EXPORTED)
_refused = accounts_waiting(StudyAccountStatus.FAILED)
_notices = in_state(NoticeRow, NoticeRow.status, _NOTICES, NoticeRow.queued_at)

QUEUES = (
    Queue("enterprise_to_review", "企业待初审", Role.CLERK, "enterprises", _TO_REVIEW, enterprises_waiting(_TO_REVIEW)),
    Queue("enterprise_on_site", "企业待现场审核", Role.CLERK, "enterprises", _ON_SITE, enterprises_waiting(_ON_SITE)),
    Queue("enterprise_decision", "待登记主管部门结论", Role.EXAM, "enterprises", _AT_AUTHORITY, enterprises_waiting(_AT_AUTHORITY)),
    Queue("enterprise_recheck", "企业变更待复核", Role.EXAM, "enterprises", "recheck", rechecks),
    Queue("lines_to_claim", "银行流水待认领", Role.FINANCE, "payments", "waiting", _to_claim),
    Queue("fees_owed", "应缴单未足额", Role.FINANCE, "fee_review", "owed", owed),
    Queue("fees_to_propose", "已到账待提交审核", Role.FINANCE, "fee_review", "paid", receivables_waiting(ReceivableStatus.PAID)),
    Queue("fees_to_review", "待费用审核", Role.FINANCE, "fee_review", "proposed", receivables_waiting(ReceivableStatus.PROPOSED)),
    Queue("refunds_to_decide", "退费待审批", Role.FINANCE, "refunds", "requested", _refunds_asked),
    Queue("refunds_to_pay", "退费待付款", Role.FINANCE, "refunds", "to_pay", _refunds_due),
    Queue("invoices_to_issue", "数电发票待开具", Role.FINANCE, "refunds", "to_issue", _invoices),
    Queue("invoices_to_red", "数电发票待红冲", Role.FINANCE, "refunds", "red_open", to_red),
    Queue("accounts_to_open", "学习账号待开通", Role.CLERK, "learning", "to_open", _to_open),
    Queue("accounts_exported", "开通名单待回执", Role.CLERK, "learning", "exported", _exported),
    Queue("accounts_failed", "学习账号开通失败", Role.CLERK, "learning", "failed", _refused),
    Queue("exam_to_apply", "学时达标可申请考试", Role.CLERK, "applications", "ready", may_apply),
    Queue("exam_to_plan", "已申请待编入考核计划", Role.EXAM, "applications", "to_plan", unplanned),
    Queue("exam_to_report", "考核计划待上报", Role.EXAM, "exams", _DRAFT, exam_plans_waiting(_DRAFT)),
    Queue("exam_to_accept", "考核计划待受理", Role.EXAM, "exams", _REPORTED, exam_plans_waiting(_REPORTED)),
    Queue("exam_to_decide", "考核计划待审核结论", Role.EXAM, "exams", _ACCEPTED, exam_plans_waiting(_ACCEPTED)),
    Queue("scores_to_enter", "成绩待录入", Role.EXAM, "scores", ScoreStep.ENTER, scores_waiting(ScoreStep.ENTER)),
    Queue("scores_to_submit", "成绩待报审", Role.EXAM, "scores", ScoreStep.SUBMIT, scores_waiting(ScoreStep.SUBMIT)),
    Queue("scores_to_correct", "成绩未通过待更正", Role.EXAM, "scores", ScoreStep.CORRECT, scores_waiting(ScoreStep.CORRECT)),
    Queue("scores_to_accept", "成绩待受理", Role.EXAM, "scores", ScoreStep.ACCEPT, scores_waiting(ScoreStep.ACCEPT)),
    Queue("scores_to_decide", "成绩待审核结论", Role.EXAM, "scores", ScoreStep.DECIDE, scores_waiting(ScoreStep.DECIDE)),
    Queue("certificates_unnumbered", "证书未生成", Role.EXAM, "certificates", "awaiting", unnumbered),
    Queue("certificates_to_push", "证书待推送", Role.EXAM, "certificates", "to_push", certificates_waiting(None)),
    Queue("certificates_pending", "推送待回执", Role.EXAM, "certificates", "pending", certificates_waiting(PushOutcome.PENDING)),
    Queue("certificates_failed", "推送失败", Role.EXAM, "certificates", "failed", certificates_waiting(PushOutcome.FAILED)),
    Queue("notices_to_send", "通知待发送", Role.CLERK, "notices", "waiting", _notices),
)  # fmt: skip
