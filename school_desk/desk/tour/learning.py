"""Steps of 开通学习账号 and of the hours. The platform is played by a workbook that answers for everybody on the exported list."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QLabel, QWidget

from school_desk.desk.tour.office import sign_in
from school_desk.desk.tour.walk import Walk


def accounts(walk: Walk) -> None:
    """The list is exported, the platform answers, the accounts are open."""
    walk.move_to(2026, 9, 8, 9, 0)
    sign_in(walk, "shen")
    screen = walk.page("learning")
    target = walk.out / "学习账号开通名单.xlsx"
    people = [row.person for row in screen.accounts.rows()]
    walk.step("导出开通名单", lambda: _export(walk, screen, target))
    answer = _platform_answers(walk, people)
    walk.step("开通学习账号", lambda: _import(walk, screen, "exported", screen.import_results, answer))
    walk.step("学习通知", lambda: tell_enterprises(walk, screen, "拟写通知"))
    walk.step("通知", lambda: walk.page("notices"))


def hours(walk: Walk, papers: Path) -> None:
    """The platform's hours, with who lacks how many."""
    walk.move_to(2026, 11, 2, 9, 0)
    screen = walk.page("learning")
    walk.step(
        "学时", lambda: _import(walk, screen, "hours", screen.import_hours, papers / "results" / "study-hours.xlsx")
    )


def tell_enterprises(walk: Walk, screen: Any, button: str) -> None:
    """The texts are seen in the panel, then put into 通知; the picture shows them there."""
    walk.click(screen, button)
    walk.settle()
    (walk.out / f"{button}.txt").write_text(_words_in(screen.panel), "utf-8")
    walk.click(screen.panel, "放入")
    walk.settle()


def _words_in(panel: QWidget) -> str:
    return "\n".join(label.text() for label in panel.findChildren(QLabel) if label.isVisible())


def _export(walk: Walk, screen: Any, target: Path) -> None:
    screen.export_accounts_to(target)
    walk.wait_for(lambda: target.exists() and screen.accounts.row_count() == 0, "the list to be exported")


def _import(walk: Walk, screen: Any, tab: str, start: Any, file: Path) -> None:
    screen.take_focus(tab)
    walk.settle()
    walk.import_file(screen, partial(start, file))
    screen.take_focus("hours" if tab == "hours" else "opened")
    walk.settle()


def _platform_answers(walk: Walk, people: list[Any]) -> Path:
    from school_desk.adapters.sheets.writing import Column, ColumnKind, write_table

    target = walk.out / "平台开通结果.xlsx"
    columns = [Column(header, ColumnKind.TEXT) for header in ("账号", "姓名", "结果", "原因")]
    write_table(target, "开通结果", columns, [(p.id_number, p.name, "成功", "") for p in people])
    return target
