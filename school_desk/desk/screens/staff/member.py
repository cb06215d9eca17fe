"""One member of the office: the facts in the panel, the form, and the password that is handed over once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from school_desk.desk.colours import Tone
from school_desk.desk.services import Desk
from school_desk.desk.theme import GAP_L
from school_desk.desk.widgets.buttons import action_button
from school_desk.desk.widgets.chips import Chip
from school_desk.desk.widgets.facts import Fact, FactsGrid
from school_desk.desk.widgets.form import Form
from school_desk.desk.widgets.page import Notice
from school_desk.desk.widgets.password_input import PasswordInput
from school_desk.kernel.clock import local_text
from school_desk.staff.domain import MIN_PASSWORD
from school_desk.staff.queries import StaffMemberRow
from school_desk.terms.labels import ROLES
from school_desk.terms.roles import Role

_DUTIES = {
    Role.CLERK: "企业、培训计划、报名、学习账号",
    Role.FINANCE: "对账、费用审核、退费、发票",
    Role.EXAM: "考试、成绩、证书、主管部门结论",
    Role.ADMIN: "员工、设置、备份",
}


def roles_words(row: StaffMemberRow) -> str:
    """ "文员、财务"."""
    return "、".join(ROLES[Role(role)] for role in row.roles)


def state_chip(row: StaffMemberRow, *, locked: bool) -> Chip:
    """What matters most of an account."""
    if not row.active:
        return Chip("已停用", Tone.NEUTRAL, "pause")
    if locked:
        return Chip("已锁定", Tone.BAD, "warn")
    return Chip("待改初始密码", Tone.WARN, "clock") if row.must_change_password else Chip("在职", Tone.GOOD)


class MemberFacts(QWidget):
    """The body of the panel. `unlock_requested`: the person may try to sign in again at once."""

    unlock_requested = Signal()

    def __init__(self, row: StaffMemberRow, now: datetime) -> None:
        super().__init__()
        locked = row.locked_until is not None and row.locked_until > now
        column = _column(self)
        if row.locked_until is not None and locked:
            words = f"连续输错密码，在这台电脑上锁定到 {local_text(row.locked_until)}。"
            notice = Notice(Tone.WARN, words, "解除锁定")
            notice.action_requested.connect(self.unlock_requested)
            column.addWidget(notice)
        facts = [
            Fact("登录名", row.login_name, state_chip(row, locked=locked)),
            Fact("密码", "由管理员设置，本人登录时须修改" if row.must_change_password else "本人已设置"),
            *(Fact("角色" if not place else "", ROLES[role], note=_DUTIES[role]) for place, role in _roles(row)),
        ]
        column.addWidget(FactsGrid(facts, columns=1))


class HandOver(QWidget):
    """Name and password of an account for the person in front of the desk; shown this once, kept nowhere."""

    def __init__(self, desk: Desk, login: str, password: str) -> None:
        super().__init__()
        self._desk, self._password = desk, password
        column = _column(self)
        column.addWidget(
            Notice(Tone.INFO, "请当面告诉本人。关上后不再显示，忘了只能再重置；本人第一次登录时必须改成自己的密码。")
        )
        column.addWidget(FactsGrid([Fact("登录名", login), Fact("初始密码", password)], columns=1))
        column.addWidget(action_button("复制密码", "copy", on=self.copy), 0, Qt.AlignmentFlag.AlignLeft)

    def copy(self) -> None:
        """Puts the password on the clipboard."""
        QGuiApplication.clipboard().setText(self._password)
        self._desk.tell("已复制初始密码。")


def member_form(password: str = "", *, only_password: bool = False) -> Form:
    """The form of a person: with a password for a new one or a reset, without to change name and roles."""
    form = Form(columns=1)
    if not only_password:
        form.add_text("name", "姓名", required=True, longest=50)
    if password and not only_password:
        form.add_text(
            "login_name", "登录名", required=True, longest=40, hint="小写字母和数字，或姓名的汉字；以后不能改"
        )
    if password:
        hint = f"至少 {MIN_PASSWORD} 位。已随机生成一个，也可以另写；本人登录时须修改。"
        form.add_widget("password", "初始密码", PasswordInput(shown=True), required=True, hint=hint)
        form.set_values({"password": password})
    if not only_password:
        form.add_heading("角色")
        for role, duties in _DUTIES.items():
            form.add_check(role.value, f"{ROLES[role]}：{duties}")
    return form


def roles_chosen(values: dict[str, Any]) -> tuple[Role, ...]:
    """The roles ticked in the form."""
    return tuple(role for role in Role if values[role.value])


def _roles(row: StaffMemberRow) -> enumerate[Role]:
    return enumerate(role for role in Role if role in row.roles)


def _column(widget: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(widget)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(GAP_L)
    return column
