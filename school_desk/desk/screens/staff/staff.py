"""员工: who works here with which roles; new people, changes, passwords reset."""

from __future__ import annotations

from functools import partial
from typing import Any, ClassVar

from PySide6.QtWidgets import QVBoxLayout

from school_desk.desk.colours import Tone
from school_desk.desk.forms import open_form, send
from school_desk.desk.page import PageFrame, SidePanel
from school_desk.desk.screen import Screen
from school_desk.desk.services import Desk
from school_desk.desk.widgets.buttons import action_button
from school_desk.desk.widgets.chips import Chip
from school_desk.desk.widgets.facts import Fact, FactsGrid
from school_desk.desk.widgets.form import Form
from school_desk.desk.widgets.table import Column, RowTable
from school_desk.kernel.errors import RuleViolation
from school_desk.staff import queries
from school_desk.staff.commands import AddStaff, ChangePassword, ChangeStaff
from school_desk.staff.domain import check_password
from school_desk.staff.passwords import hash_password
from school_desk.staff.queries import StaffMemberRow
from school_desk.terms.labels import ROLES
from school_desk.terms.roles import Role

_DUTIES = {
    Role.CLERK: "文员：企业、报名、学习账号",
    Role.FINANCE: "财务：对账、费用审核、退费",
    Role.EXAM: "考务：考试、成绩、证书、主管部门结论",
    Role.ADMIN: "管理员：员工、设置、备份",
}


class StaffScreen(Screen):
    """The list of staff with one panel for detail and forms."""

    tables: ClassVar[frozenset[str]] = frozenset({"staff_member"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.table = RowTable(_columns(), name="员工")
        self.table.set_loading(True)
        self.table.activated.connect(self._show)
        self.panel = SidePanel()
        self._frame = PageFrame("员工")
        self._frame.add_tool(action_button("新增员工", "plus", primary=True, keys="Ctrl+N", on=self.new_member))
        self._frame.set_content(self.table, self.panel)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(self._frame)

    def refresh(self) -> None:
        """Asks for everybody again."""
        self.desk.ask(self, queries.staff_members, self._set_rows)

    def new_member(self) -> None:
        """Opens the form of a new person."""
        form = Form(columns=1)
        form.add_text("name", "姓名", required=True)
        form.add_text("login_name", "登录名", required=True, hint="小写字母、数字，或姓名汉字")
        form.add_text("password", "初始密码", required=True, hint="至少 8 位；本人第一次登录后须修改")
        _add_roles(form)
        form.submitted.connect(partial(self._add, form))
        open_form(self.panel, "新增员工", form, "新增", first="name")

    def _set_rows(self, rows: tuple[StaffMemberRow, ...]) -> None:
        self.table.set_rows(rows)
        self._frame.set_count(f"在职 {sum(row.active for row in rows)} 人")

    def _show(self, row: StaffMemberRow) -> None:
        facts = [
            Fact("登录名", row.login_name),
            Fact("角色", _roles(row)),
            Fact("状态", "在职" if row.active else "已停用"),
            Fact("密码", "首次登录须修改" if row.must_change_password else "本人已设置"),
        ]
        buttons = (
            action_button("重置密码…", on=partial(self._reset_form, row)),
            action_button("修改…", on=partial(self._change_form, row)),
        )
        self.panel.show_body(row.name, FactsGrid(facts, columns=1), buttons)

    def _change_form(self, row: StaffMemberRow) -> None:
        form = Form(columns=1)
        form.add_text("name", "姓名", required=True)
        _add_roles(form)
        form.add_check("active", "在职（取消后不能登录，记录都保留）")
        form.set_values({"name": row.name, "active": row.active} | {role.value: role in row.roles for role in Role})
        form.submitted.connect(partial(self._change, form, row))
        open_form(self.panel, "修改员工", form, "保存", first="name")

    def _reset_form(self, row: StaffMemberRow) -> None:
        form = Form(columns=1)
        form.add_text("password", f"{row.name} 的新密码", required=True, hint="至少 8 位；本人登录后须修改")
        form.submitted.connect(partial(self._reset, form, row))
        open_form(self.panel, "重置密码", form, "重置", first="password")

    def _add(self, form: Form, values: dict[str, Any]) -> None:
        if _weak(form, values["password"], values["login_name"]):
            return
        name, login, roles, password = values["name"], values["login_name"], _chosen(values), values["password"]
        send(
            self.desk,
            self,
            self.panel,
            form,
            lambda _school: AddStaff(login, name, roles, hash_password(password)),
            done=f"已新增员工 {name}。",
        )

    def _change(self, form: Form, row: StaffMemberRow, values: dict[str, Any]) -> None:
        command = ChangeStaff(row.id, values["name"], _chosen(values), values["active"])
        send(self.desk, self, self.panel, form, command, done=f"已修改员工 {values['name']}。")

    def _reset(self, form: Form, row: StaffMemberRow, values: dict[str, Any]) -> None:
        password = values["password"]
        if _weak(form, password, row.login_name):
            return
        send(
            self.desk,
            self,
            self.panel,
            form,
            lambda _school: ChangePassword(row.id, hash_password(password)),
            done=f"已重置 {row.name} 的密码。",
        )


def _columns() -> tuple[Column, ...]:
    return (
        Column("name", "姓名", 140),
        Column("login_name", "登录名", 160),
        Column("roles", "角色", 280, stretch=True, value=_roles),
        Column("active", "状态", 110, "chip", value=_state),
    )


def _roles(row: StaffMemberRow) -> str:
    return "、".join(ROLES[Role(role)] for role in row.roles)


def _state(row: StaffMemberRow) -> Chip:
    return Chip("在职", Tone.GOOD) if row.active else Chip("已停用", Tone.NEUTRAL)


def _add_roles(form: Form) -> None:
    for role, duty in _DUTIES.items():
        form.add_check(role.value, duty)


def _chosen(values: dict[str, Any]) -> tuple[Role, ...]:
    return tuple(role for role in Role if values[role.value])


def _weak(form: Form, password: str, login_name: str) -> bool:
    try:
        check_password(password, login_name)
    except RuleViolation as told:
        form.set_error("password", told.message)
        return True
    return False
