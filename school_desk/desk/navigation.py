"""The pages of the desk in the manual's order: their words, icons, who sees them, and where their code lies (loaded when first opened)."""

from __future__ import annotations

import importlib
from dataclasses import dataclass

from school_desk.desk.screen import Screen
from school_desk.desk.services import Desk
from school_desk.terms.roles import ADMINS, CASHIERS, CLERKS, EVERYBODY, EXAMINERS


@dataclass(frozen=True)
class Page:
    """One entry of the side bar. `place` is "module:class" under school_desk.desk.screens; `pinyin` lets the palette find it.

    `joined`: only a computer that has joined a Hub shows it.
    """

    key: str
    section: str
    label: str
    icon: str
    place: str
    pinyin: str
    allowed: frozenset[str] = EVERYBODY
    joined: bool = False


PAGES = (
    Page("workbench", "", "工作台", "home", "overview.workbench:WorkbenchScreen", "gzt"),
    Page("progress", "", "报名人员查询", "find-person", "overview.progress:ProgressScreen", "bmrycx"),
    Page("enterprises", "企业与报名", "企业", "enterprise", "enterprises.enterprises:EnterprisesScreen", "qy"),
    Page("review", "企业与报名", "企业审核", "review", "enterprises.review:ReviewScreen", "qysh", CLERKS | EXAMINERS),
    Page("plans", "企业与报名", "培训计划", "plan", "plans.plans:PlansScreen", "pxjh"),
    Page("enrollments", "企业与报名", "报名", "roster", "enrollments.enrollments:EnrollmentsScreen", "bm"),
    Page("payments", "缴费", "缴费对账", "bank", "payments.reconcile:ReconcileScreen", "jfdz", CASHIERS | CLERKS),
    Page("fee_review", "缴费", "费用审核", "stamp", "payments.fee_review:FeeReviewScreen", "fysh", CASHIERS | CLERKS),
    Page("refunds", "缴费", "退费与发票", "invoice", "payments.refunds:RefundsScreen", "tfyfp", CASHIERS | CLERKS),
    Page("learning", "学习与考试", "学习账号与学时", "learning", "learning.learning:LearningScreen", "xxzhyxs"),
    Page("applications", "学习与考试", "申请考试", "apply", "exams.applications:ApplicationsScreen", "sqks"),
    Page("exams", "学习与考试", "考核计划", "exam", "exams.plans:ExamPlansScreen", "khjh"),
    Page("scores", "学习与考试", "成绩", "score", "scores.scores:ScoresScreen", "cj"),
    Page("certificates", "学习与考试", "证书", "certificate", "certificates.certificates:CertificatesScreen", "zs"),
    Page("notices", "办公", "通知", "bell", "documents.notices:NoticesScreen", "tz"),
    Page("journal", "办公", "操作日志", "log", "overview.journal:JournalScreen", "czrz"),
    Page("sign_ins", "办公", "登录记录", "lock", "staff.sign_ins:SignInsScreen", "dljl", ADMINS),
    Page("refusals", "办公", "待处理冲突", "split", "sync.refusals:RefusalsScreen", "dclct", joined=True),
    Page("staff", "办公", "员工", "staff", "staff.staff:StaffScreen", "yg", ADMINS),
    Page("settings", "办公", "设置", "settings", "staff.settings:SettingsScreen", "sz", ADMINS),
    Page("backup", "办公", "备份", "backup", "staff.backup:BackupScreen", "bf"),
)


def pages_for(desk: Desk) -> tuple[Page, ...]:
    """The pages this person sees."""
    return tuple(page for page in allowed_pages(desk) if desk.joined or not page.joined)


def allowed_pages(desk: Desk) -> tuple[Page, ...]:
    """The pages this person sees, on a computer that has joined a Hub."""
    return tuple(page for page in PAGES if desk.may(page.allowed))


def page(key: str) -> Page:
    """The page with this key."""
    return next(page for page in PAGES if page.key == key)


def make_screen(wanted: Page, desk: Desk) -> Screen:
    """Loads and makes the page's screen."""
    module, _, name = wanted.place.partition(":")
    made = getattr(importlib.import_module(f"school_desk.desk.screens.{module}"), name)(desk)
    if not isinstance(made, Screen):
        raise TypeError(f"{wanted.place} is no screen")
    return made
