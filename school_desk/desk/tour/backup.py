"""Steps of the backup: one is made, something is changed, the school goes back to the backup, and the change is gone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from school_desk.desk.entrance import Entrance
from school_desk.desk.tour.office import ADMIN, PASSWORD, sign_in
from school_desk.desk.tour.walk import Walk
from school_desk.desk.widgets.dialogs import CountSheet

TOO_LATE = "后来人"


def back_up_and_restore(walk: Walk) -> None:
    """Ends where it began: as many rows in every table as before."""
    sign_in(walk, ADMIN)
    before, target = walk.desk.school.row_counts(), walk.out / "学校备份.zip"
    walk.step("立即备份", lambda: _back_up(walk, target))
    walk.step("备份之后的改动", lambda: _change(walk, before))
    walk.step("恢复会失去什么", lambda: _look_at(walk, target))
    walk.step("恢复", lambda: _restore(walk))
    walk.step("恢复之后", lambda: _come_back(walk, before))


def _back_up(walk: Walk, target: Path) -> None:
    screen = walk.page("backup")
    screen.back_up_to(target)
    walk.wait_for(lambda: not screen.work.busy, "the backup to be made")
    if not target.exists():
        raise FileNotFoundError(target)


def _change(walk: Walk, before: dict[str, int]) -> None:
    screen = walk.page("staff")
    screen.new_member()
    walk.settle()
    fields = {"name": TOO_LATE, "login_name": "late", "password": PASSWORD, "clerk": True}
    walk.fill_form(screen.panel, fields)
    walk.click(screen.panel, "新建")
    walk.wait_for(lambda: walk.desk.school.row_counts() != before, "the change to be saved")


def _look_at(walk: Walk, target: Path) -> None:
    screen = walk.page("backup")
    screen.look_at(target)
    walk.wait_for(screen.panel.isVisible, "what the backup holds")


def _restore(walk: Walk) -> None:
    screen = walk.page("backup")
    walk.click(screen.panel, "恢复到这份备份")
    sheet: Any = screen.findChild(CountSheet)
    walk.wait_for(sheet.isActiveWindow, "the question")
    walk.fill(sheet.typed, "1")
    QTest.keyClick(sheet.typed, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    walk.wait_for(lambda: _may_sign_in(walk), "the school to be opened again")


def _may_sign_in(walk: Walk) -> bool:
    page = walk.window.centralWidget()
    return walk.desk is None and walk.program.school is not None and isinstance(page, Entrance)


def _come_back(walk: Walk, before: dict[str, int]) -> None:
    sign_in(walk, ADMIN)
    screen = walk.page("staff")
    if any(row.name == TOO_LATE for row in screen.table.rows()):
        raise AssertionError(f"{TOO_LATE} outlived the restore")
    after = walk.desk.school.row_counts()
    if after != before:
        raise AssertionError(f"{before} became {after}")
