"""The Chinese words for states, roles, subjects: one place, so that screens, papers and workbooks print the same word.

Where the manual has a word it is the manual's (操作说明 第三章 个人进度状态说明); finer states add theirs in brackets of the screens.
"""

from __future__ import annotations

from collections.abc import Mapping

from school_desk.terms.roles import Role, WebRole
from school_desk.terms.statuses import (
    CertificateStatus,
    CourseKind,
    EnrollmentStatus,
    EnterpriseStatus,
    ExamPlanStatus,
    InvoiceStatus,
    LineStatus,
    NoticeStatus,
    PlanPhase,
    PushOutcome,
    ReceivableStatus,
    RefundStatus,
    ScoreFlag,
    SlipStatus,
    StudyAccountStatus,
    Subject,
    SubmissionStatus,
)

ROLES: Mapping[Role, str] = {Role.CLERK: "文员", Role.FINANCE: "财务", Role.EXAM: "考务", Role.ADMIN: "管理员"}
WEB_ROLES: Mapping[WebRole, str] = {WebRole.ENTERPRISE: "企业", WebRole.AUTHORITY: "主管部门"}
SUBJECTS: Mapping[Subject, str] = {Subject.THEORY: "理论", Subject.SAFETY: "安全", Subject.PRACTICE: "操作技能"}
# The names under which score sheets carry each subject's marks.
SUBJECT_COLUMNS: Mapping[Subject, tuple[str, ...]] = {
    Subject.THEORY: (
        "理论成绩",
        "理论",
        "理论知识",
        "理论知识成绩",
        "理论考试成绩",
        "理论分数",
        "职业理论成绩",
    ),
    Subject.SAFETY: (
        "安全成绩",
        "安全",
        "安全知识",
        "安全知识成绩",
        "安全生产知识",
        "安全生产知识成绩",
        "安全生产成绩",
        "安全分数",
    ),
    Subject.PRACTICE: (
        "操作技能成绩",
        "操作技能",
        "技能成绩",
        "实操成绩",
        "实操",
        "实际操作",
        "实际操作成绩",
        "操作成绩",
        "实操分数",
    ),
}
COURSES: Mapping[CourseKind, str] = {
    CourseKind.SAFETY: "安全生产知识",
    CourseKind.THEORY: "职业（工种）理论知识",
    CourseKind.OTHER: "其他课程",
}
CHANNELS: Mapping[str, str] = {"wechat": "微信", "sms": "短信", "phone": "电话", "paper": "书面"}
SCORE_FLAGS: Mapping[ScoreFlag, str] = {
    ScoreFlag.ABSENT: "缺考",
    ScoreFlag.VIOLATION: "违纪",
    ScoreFlag.DEFERRED: "缓考",
}

_ENTERPRISE = {
    EnterpriseStatus.SUBMITTED: "待审核",
    EnterpriseStatus.RETURNED: "退回补正",
    EnterpriseStatus.PRE_APPROVED: "初审通过",
    EnterpriseStatus.AT_AUTHORITY: "主管部门审核中",
    EnterpriseStatus.APPROVED: "审核通过",
    EnterpriseStatus.REFUSED: "审核不通过",
}
_PLAN = {PlanPhase.UPCOMING: "未开始报名", PlanPhase.SIGN_UP: "报名中", PlanPhase.ENDED: "培训结束"}
_ENROLLMENT = {
    EnrollmentStatus.ACTIVE: "有效",
    EnrollmentStatus.WITHDRAWN: "已撤回",
    EnrollmentStatus.REFUNDED: "已退费",
    EnrollmentStatus.MOVED: "已转班",
    EnrollmentStatus.REPLACED: "已换人",
}
_RECEIVABLE = {
    ReceivableStatus.OPEN: "待缴费",
    ReceivableStatus.PART_PAID: "部分到账",
    ReceivableStatus.PAID: "已到账",
    ReceivableStatus.PROPOSED: "待费用审核",
    ReceivableStatus.REVIEWED: "费用审核通过",
    ReceivableStatus.CANCELLED: "已取消",
}
_LINE = {
    LineStatus.UNCLAIMED: "未认领",
    LineStatus.PART_CLAIMED: "部分认领",
    LineStatus.CLAIMED: "已认领",
    LineStatus.NOT_TUITION: "非学费",
    LineStatus.ON_HOLD: "暂挂",
    LineStatus.REVERSED: "已冲正",
}
_SLIP = {
    SlipStatus.WAITING: "待到账",
    SlipStatus.PAIRED: "已对上",
    SlipStatus.WRONG_PAYEE: "收款方不符",
    SlipStatus.DUPLICATE: "疑似重复",
}
_REFUND = {
    RefundStatus.REQUESTED: "待审批",
    RefundStatus.APPROVED: "已批准待付款",
    RefundStatus.REJECTED: "未批准",
    RefundStatus.PAID: "已退款",
}
_INVOICE = {
    InvoiceStatus.TO_ISSUE: "待开具",
    InvoiceStatus.ISSUED: "已开具",
    InvoiceStatus.RED_REQUESTED: "红字确认单已申请",
    InvoiceStatus.RED_CONFIRMED: "红字确认单已确认",
    InvoiceStatus.RED: "已红冲",
}
_ACCOUNT = {
    StudyAccountStatus.TO_OPEN: "待开通",
    StudyAccountStatus.EXPORTED: "已导出",
    StudyAccountStatus.OPENED: "已开通",
    StudyAccountStatus.FAILED: "开通失败",
    StudyAccountStatus.DISABLED: "已停用",
}
_NOTICE = {NoticeStatus.QUEUED: "待发送", NoticeStatus.SENT: "已发送", NoticeStatus.FAILED: "发送失败"}
_PUSH = {PushOutcome.PENDING: "等待结果", PushOutcome.ACCEPTED: "推送成功", PushOutcome.FAILED: "推送失败"}

_BANKS = {
    "icbc": "工商银行",
    "abc": "农业银行",
    "ccb": "建设银行",
    "boc": "中国银行",
    "cmb": "招商银行",
    "bocom": "交通银行",
    "czbank": "浙商银行",
    "tailong": "泰隆银行",
    "nbcb": "宁波银行",
    "jxbank": "嘉兴银行",
    "rcb": "农商银行",
}


def enterprise_status(status: EnterpriseStatus) -> str:
    """What the desk shows of an enterprise's registration."""
    return _ENTERPRISE[status]


def plan_phase(phase: PlanPhase) -> str:
    """The manual's 培训计划 labels: 报名中, 培训结束."""
    return _PLAN[phase]


def enrollment_status(status: EnrollmentStatus) -> str:
    """Whether an enrolment still counts."""
    return _ENROLLMENT[status]


def receivable_status(status: ReceivableStatus) -> str:
    """How far an 应缴单 is paid and reviewed."""
    return _RECEIVABLE[status]


def line_status(status: LineStatus) -> str:
    """What is known of a statement line."""
    return _LINE[status]


def bank_name(code: str) -> str:
    """The bank by the short code of its statements; of others the file does not say which bank wrote it."""
    return _BANKS.get(code, "其他银行")


def slip_status(status: SlipStatus) -> str:
    """What became of a slip."""
    return _SLIP[status]


def refund_status(status: RefundStatus) -> str:
    """How far a refund is."""
    return _REFUND[status]


FEE_GONE = "培训费已被银行冲正或退回，重新缴费并通过费用审核后才能继续"
"""What a frozen step says of itself: everywhere the same words."""


def invoice_status(status: InvoiceStatus) -> str:
    """How far an invoice is."""
    return _INVOICE[status]


def study_account_status(status: StudyAccountStatus) -> str:
    """How far a study account is."""
    return _ACCOUNT[status]


def notice_status(status: NoticeStatus) -> str:
    """Whether a notice was sent."""
    return _NOTICE[status]


def push_outcome(outcome: PushOutcome) -> str:
    """What the ministry's register answered."""
    return _PUSH[outcome]


def exam_plan_status(status: ExamPlanStatus | None) -> str:
    """The manual's 考核计划 labels; None: there is no plan yet, which also reads 未上报."""
    if status in (None, ExamPlanStatus.DRAFT):
        return "未上报"
    return "已审核" if status is ExamPlanStatus.APPROVED else "未审核"


def score_submission_status(status: SubmissionStatus | None) -> str:
    """The manual's 成绩报审 labels; submitted but not accepted still reads 未上报 (screens add 已提交待受理)."""
    if status in (None, SubmissionStatus.SUBMITTED):
        return "未上报"
    return {
        SubmissionStatus.ACCEPTED: "已受理",
        SubmissionStatus.APPROVED: "已审核",
        SubmissionStatus.REJECTED: "未通过",
    }[status]


def certificate_status(status: CertificateStatus | None) -> str:
    """The manual's 培训证书 labels; None: no number exists."""
    if status is None:
        return "证书未生成"
    return {
        CertificateStatus.GENERATED: "证书已生成未推送",
        CertificateStatus.PUSHED: "证书已推送",
        CertificateStatus.REVOKED: "证书已注销",
    }[status]
