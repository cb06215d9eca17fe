"""Decisions about staff and settings: who works here with which roles, passwords, and dated values of settings."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar

import sqlalchemy as sa

from school_desk.kernel import settings
from school_desk.kernel.commands import Command, Context, Undo, handles, reacts
from school_desk.kernel.errors import RuleViolation
from school_desk.kernel.refusals import RefusalHandedOver
from school_desk.kernel.tables import SettingRow
from school_desk.staff.domain import check_login_name, check_roles
from school_desk.staff.tables import StaffRow
from school_desk.terms.roles import ADMINS, EVERYBODY, Role


@dataclass(frozen=True)
class AddStaff(Command):
    """A person joins the office. `password_hash` comes from passwords.hash_password; it is changed at first sign-in."""

    label: ClassVar[str] = "新建员工"
    allowed: ClassVar[frozenset[str]] = ADMINS

    login_name: str
    name: str
    roles: tuple[Role, ...]
    password_hash: str = field(repr=False)
    must_change_password: bool = True

    @property
    def subject(self) -> str:
        """Who."""
        return self.name


@dataclass(frozen=True)
class ChangeStaff(Command):
    """Name, roles or whether the person still works here."""

    label: ClassVar[str] = "修改员工"
    allowed: ClassVar[frozenset[str]] = ADMINS

    staff_id: str
    name: str
    roles: tuple[Role, ...]
    active: bool

    @property
    def subject(self) -> str:
        """Who."""
        return self.name


@dataclass(frozen=True)
class ChangePassword(Command):
    """A new password of one's own; for another person it is an administrator's reset."""

    label: ClassVar[str] = "修改密码"
    allowed: ClassVar[frozenset[str]] = EVERYBODY

    staff_id: str
    password_hash: str = field(repr=False)


@dataclass(frozen=True)
class ChangeSetting(Command):
    """A setting's value from a date on. `seen` is the value that held before, as the person saw it."""

    label: ClassVar[str] = "修改设置"
    allowed: ClassVar[frozenset[str]] = ADMINS

    key: str
    value: Any
    valid_from: date
    seen: Any = None

    @property
    def subject(self) -> str:
        """Which setting."""
        return settings.find(self.key).label


def _somebody_administers(context: Context) -> None:
    """Whatever was changed or taken back: without an active administrator nobody could let anybody in again."""
    everybody = context.session.scalars(sa.select(StaffRow).where(StaffRow.school_id == context.school_id)).all()
    if not any(staff.active and Role.ADMIN in staff.roles for staff in everybody):
        raise RuleViolation("staff.last_admin", "至少要有一名在职的管理员，请先让另一名员工成为管理员。", field="roles")


_UNDO = Undo(after=_somebody_administers)


@handles(AddStaff, undo=_UNDO)
def add_staff(context: Context, command: AddStaff) -> dict[str, str]:
    """Adds the person; the sign-in name is theirs alone."""
    login = check_login_name(command.login_name)
    taken = sa.select(StaffRow.id).where(StaffRow.school_id == context.school_id, StaffRow.login_name == login)
    if context.session.scalar(taken):
        raise RuleViolation("staff.login_taken", f"登录名“{login}”已有人使用，请换一个。", field="login_name")
    if not command.name.strip():
        raise RuleViolation("staff.name", "请填写姓名。", field="name")
    row = StaffRow(
        school_id=context.school_id,
        id=context.new_id("staff"),
        login_name=login,
        name=command.name.strip(),
        roles=[role.value for role in check_roles(command.roles)],
        password_hash=command.password_hash,
        must_change_password=command.must_change_password,
        active=True,
    )
    context.session.add(row)
    return {"staff_id": row.id}


@handles(ChangeStaff, undo=_UNDO)
def change_staff(context: Context, command: ChangeStaff) -> None:
    """Changes the person; the last active administrator stays one."""
    row = _staff(context, command.staff_id)
    row.name, row.active = command.name.strip() or row.name, command.active
    row.roles = [role.value for role in check_roles(command.roles)]
    _somebody_administers(context)


@handles(ChangePassword, undo=Undo(never="旧密码不再保留，请重新设置一个密码。"))
def change_password(context: Context, command: ChangePassword) -> None:
    """Sets the hash; a password that another person set must be changed at the next sign-in."""
    row = _staff(context, command.staff_id)
    own = context.actor.id == row.id
    if not own and Role.ADMIN not in context.actor.roles:
        raise RuleViolation("staff.not_own_password", "只能修改自己的密码；忘记密码请管理员重置。")
    row.password_hash, row.must_change_password = command.password_hash, not own


@handles(ChangeSetting)
def change_setting(context: Context, command: ChangeSetting) -> None:
    """Writes the dated value, unless somebody changed it since the person saw it."""
    setting = settings.find(command.key)
    value = setting.parse(command.value)
    standing = settings.read(context.session, context.school_id, setting, command.valid_from)
    if command.seen is not None and setting.parse(command.seen) != standing:
        raise RuleViolation(
            "setting.changed_since", f"“{setting.label}”刚被别人改过，请看过新值后再改。", field=setting.key
        )
    row = context.session.scalar(
        sa.select(SettingRow).where(
            SettingRow.school_id == context.school_id,
            SettingRow.key == setting.key,
            SettingRow.valid_from == command.valid_from,
        )
    )
    if row is None:
        row = SettingRow(school_id=context.school_id, id=context.new_id("setting"), key=setting.key)
        row.valid_from, row.value = command.valid_from, command.value
        context.session.add(row)
    elif value != setting.parse(row.value):
        row.value = command.value


def _staff(context: Context, staff_id: str) -> StaffRow:
    row = context.session.get(StaffRow, (context.school_id, staff_id))
    if row is None:
        raise RuleViolation("staff.unknown", "找不到这名员工。")
    return row


@reacts(RefusalHandedOver)
def refuse_to_burden_a_stranger(context: Context, event: RefusalHandedOver) -> None:
    """Raises RuleViolation `staff.left` when the colleague does not work here (any more)."""
    if not _staff(context, event.to_staff_id).active:
        raise RuleViolation("staff.left", "这名员工已停用，请转交给在职的同事。", field="to_staff_id")
