"""员工: who works here with which roles; new people, changes, passwords reset, accounts unlocked. Nobody is deleted: who leaves is stopped."""

from __future__ import annotations

from functools import partial
from typing import Any, ClassVar

from PySide6.QtWidgets import QVBoxLayout, QWidget

from school_desk.desk.forms import open_form, refused_in, send
from school_desk.desk.page import PageFrame, SidePanel
from school_desk.desk.password import change_password
from school_desk.desk.screen import Screen
from school_desk.desk.screens.staff.member import (
    HandOver,
    MemberFacts,
    member_form,
    roles_chosen,
    roles_words,
    state_chip,
)
from school_desk.desk.services import Desk
from school_desk.desk.widgets.buttons import action_button
from school_desk.desk.widgets.form import Form
from school_desk.desk.widgets.table import Column, RowTable
from school_desk.kernel.errors import RuleViolation
from school_desk.staff import queries
from school_desk.staff.commands import AddStaff, ChangePassword, ChangeStaff
from school_desk.staff.domain import check_password
from school_desk.staff.passwords import fresh_password, hash_password
from school_desk.staff.queries import StaffMemberRow
from school_desk.staff.sign_in import unlock
from school_desk.terms.roles import Role


class StaffScreen(Screen):
    """The list of staff with one panel for detail and forms."""

    tables: ClassVar[frozenset[str]] = frozenset({"staff_member"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.table = RowTable(_columns(self), name="员工")
        self.table.set_loading(True)
        self.table.activated.connect(self.show_member)
        self.table.current_changed.connect(self._follow)
        self.panel = SidePanel()
        self.panel.closed.connect(self._forget)
        self._shown = ""
        self._frame = PageFrame("员工")
        self._frame.add_tool(action_button("新建员工", "plus", primary=True, keys="Ctrl+N", on=self.new_member))
        self._frame.set_content(self.table, self.panel)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(self._frame)

    def refresh(self) -> None:
        """Asks for everybody again."""
        self.desk.ask(self, queries.staff_members, self._set_rows)

    def take_focus(self, focus: Any) -> None:
        """`focus` is a staff member's id."""
        self._shown = focus
        self.table.select_ids([focus], current=focus)
        self.refresh()

    def new_member(self) -> None:
        """Opens the form of a new person, with a password ready to hand to them."""
        form = member_form(fresh_password())
        form.submitted.connect(partial(self._add, form))
        self._shown = ""
        open_form(self.panel, "新建员工", form, "新建", first="name")

    def show_member(self, row: StaffMemberRow) -> None:
        """Opens a person's detail in the panel."""
        self._shown = row.id
        body = MemberFacts(row, self.desk.clock.now())
        body.unlock_requested.connect(partial(self._unlock, row))
        self.panel.show_body(row.name, body, self._buttons(row))

    def is_locked(self, row: StaffMemberRow) -> bool:
        """Whether too many failed sign-ins keep the person out at this moment."""
        return row.locked_until is not None and row.locked_until > self.desk.clock.now()

    def _buttons(self, row: StaffMemberRow) -> tuple[QWidget, ...]:
        """Oneself is neither stopped nor reset: a slip would shut the door from inside."""
        edit = action_button("修改…", on=partial(self._change_form, row))
        if row.id == self.desk.actor.id:
            return (action_button("修改密码…", on=lambda: change_password(self.window(), self.desk)), edit)
        if not row.active:
            return (edit, action_button("恢复", primary=True, on=partial(self._set_active, row, True)))
        stop = action_button("停用", hint="不能再登录，办过的事都保留", on=partial(self._set_active, row, False))
        return (stop, action_button("重置密码…", on=partial(self._reset_form, row)), edit)

    def _set_rows(self, rows: tuple[StaffMemberRow, ...]) -> None:
        # Setting the rows moves the cursor, which would lead the panel to another one.
        wanted, self._shown = self._shown, ""
        self.table.set_rows(rows)
        stopped = sum(not row.active for row in rows)
        self._frame.set_count(f"在职 {len(rows) - stopped} 人" + (f" · 已停用 {stopped} 人" if stopped else ""))
        shown = next((row for row in rows if row.id == wanted), None)
        if shown is not None:
            self.table.select_ids([shown.id], current=shown.id)
            self.show_member(shown)

    def _follow(self, row: StaffMemberRow | None) -> None:
        if row is not None and self._shown and row.id != self._shown:
            self.show_member(row)

    def _forget(self) -> None:
        self._shown = ""

    # forms

    def _change_form(self, row: StaffMemberRow) -> None:
        form = member_form()
        form.set_values({"name": row.name} | {role.value: role in row.roles for role in Role})
        form.submitted.connect(partial(self._change, form, row))
        self._shown = ""
        open_form(self.panel, "修改员工", form, "保存", first="name")

    def _reset_form(self, row: StaffMemberRow) -> None:
        form = member_form(fresh_password(), only_password=True)
        form.submitted.connect(partial(self._reset, form, row))
        self._shown = ""
        open_form(self.panel, f"重置 {row.name} 的密码", form, "重置", first="password")

    def _add(self, form: Form, values: dict[str, Any]) -> None:
        name, login, roles, password = values["name"], values["login_name"], roles_chosen(values), values["password"]
        if _weak(form, password, login):
            return

        def command(_school: object) -> AddStaff:
            return AddStaff(login, name, roles, hash_password(password))

        told = partial(self._hand_over, f"已新建 {name}", login.strip().lower(), password)
        send(self.desk, self, self.panel, form, command, done=f"已新建员工 {name}。", anyway=told)

    def _change(self, form: Form, row: StaffMemberRow, values: dict[str, Any]) -> None:
        command = ChangeStaff(row.id, values["name"], roles_chosen(values), row.active)
        then = partial(self._show_again, row.id)
        send(self.desk, self, self.panel, form, command, done=f"已修改员工 {values['name']}。", then=then)

    def _reset(self, form: Form, row: StaffMemberRow, values: dict[str, Any]) -> None:
        password = values["password"]
        if _weak(form, password, row.login_name):
            return

        def command(_school: object) -> ChangePassword:
            return ChangePassword(row.id, hash_password(password))

        def told(outcome: object) -> None:
            # No toast with 撤销: an old password never comes back.
            self.desk.tell(f"已重置 {row.name} 的密码。", "good")
            self._hand_over(f"已重置 {row.name} 的密码", row.login_name, password, outcome)
            self._unlock(row)

        send(self.desk, self, self.panel, form, command, done="", anyway=told)

    def _set_active(self, row: StaffMemberRow, active: bool) -> None:
        command = ChangeStaff(row.id, row.name, tuple(Role(role) for role in row.roles), active)
        said = f"已恢复 {row.name}，可以登录了。" if active else f"已停用 {row.name}，不能再登录。"
        self.desk.decide(self, command, done=said, refused=refused_in(self.desk, self.panel))

    def _unlock(self, row: StaffMemberRow) -> None:
        """This computer's own counting, so no command: see staff.sign_in."""
        if not self.is_locked(row):
            return
        school, actor = self.desk.school, self.desk.actor

        def unlocked(_: object) -> None:
            self.desk.tell(f"已解除锁定，{row.name} 现在可以登录。", "good")
            self.refresh()

        work = partial(unlock, school.database, school.id, row.id, actor, self.desk.clock.now())
        self.desk.tasks.write(self, work, unlocked, self.desk.tell_fault)

    def _hand_over(self, title: str, login: str, password: str, _outcome: object) -> None:
        self._shown = ""
        self.panel.show_body(title, HandOver(self.desk, login, password))

    def _show_again(self, staff_id: str, _outcome: object) -> None:
        self._shown = staff_id
        self.refresh()


def _columns(screen: StaffScreen) -> tuple[Column, ...]:
    return (
        Column("name", "姓名", 160, stretch=True),
        Column("login_name", "登录名", 140, yields_room=True),
        Column("roles", "角色", 220, stretch=True, yields_room=True, value=roles_words),
        Column("state", "状态", 150, "chip", value=lambda row: state_chip(row, locked=screen.is_locked(row))),
    )


def _weak(form: Form, password: str, login_name: str) -> bool:
    try:
        check_password(password, login_name.strip())
    except RuleViolation as told:
        form.set_error("password", told.message)
        form.focus("password")
        return True
    return False
