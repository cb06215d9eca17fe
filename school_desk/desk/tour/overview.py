"""Steps of 工作台 and 操作日志: what waits opens its rows, what was done is explained."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from school_desk.desk.tour.walk import Walk
from school_desk.desk.widgets.table import RowTable


def workbench(walk: Walk) -> None:
    """The list of what waits; its first line, opened by Enter, shows as many rows as its number says."""
    walk.step("工作台", lambda: walk.page("workbench"))
    screen = walk.page("workbench")
    keys = screen.list.keys()
    if keys:
        walk.step("打开等着办的", lambda: _open_first(walk, screen.list, keys[0]))


def journal(walk: Walk) -> None:
    """The newest decision, with every field before and after."""

    def look() -> None:
        screen = walk.page("journal")
        screen.table.select_first()
        QTest.keyClick(screen.table.view, Qt.Key.Key_Return)
        walk.wait_for(screen.panel.isVisible, "the decision to be explained")

    walk.step("操作日志", look)


def _open_first(walk: Walk, lines: Any, key: str) -> None:
    line = lines.line(key)
    lines.setFocus()
    focused = QApplication.focusWidget()
    if focused is None:
        raise LookupError("no line of the workbench takes the focus")
    QTest.keyClick(focused, Qt.Key.Key_Return)
    walk.settle()
    shown = [t.row_count() for t in walk.window.findChildren(RowTable) if t.isVisible()]
    if line.count not in shown:
        raise LookupError(f"{line.words}: {line.count} were promised, {shown} are shown")
