"""One trainee's account, or hours course by course, as the side panel shows them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtWidgets import QVBoxLayout, QWidget

from school_desk.desk.screens.learning.learning_lists import account_chip, due, hours_chip
from school_desk.desk.theme import GAP_L, GAP_S
from school_desk.desk.widgets.facts import Fact, FactsGrid
from school_desk.desk.widgets.texts import heading, sub
from school_desk.kernel.clock import local_date, local_text
from school_desk.learning.queries import AccountRow, HoursListRow, StudyTimeLine
from school_desk.terms.labels import COURSES
from school_desk.terms.masking import mask_id, mask_mobile
from school_desk.terms.statuses import CourseKind


def account_facts(row: AccountRow, today: date) -> FactsGrid:
    """One account from 缴费成功 to the platform's answer."""
    due_on = f"{row.due_on}{'（预估：放假安排还没有公布）' if row.due_is_estimate else ''}"
    facts = [
        Fact("证件号", mask_id(row.person.id_number)),
        Fact("手机号", mask_mobile(row.person.mobile)),
        Fact("企业", row.person.enterprise),
        Fact("工种等级", f"{row.person.trade} {row.person.level.label}"),
        Fact("最迟开通", due_on, due(row, today), note=f"缴费成功后的第 {row.opening_days} 个工作日内"),
        Fact("导出名单", "" if row.exported_at is None else local_text(row.exported_at)),
        Fact("平台开通", "" if row.opened_on is None else str(row.opened_on), account_chip(row)),
        Fact("说明", row.reason or ""),
    ]
    return FactsGrid(facts, columns=1)


class Hours(QWidget):
    """The sum against what is needed, what counts for it, and every course."""

    def __init__(self, row: HoursListRow, times: Sequence[StudyTimeLine]) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_S)
        column.addWidget(FactsGrid(_sum_facts(row), columns=1))
        column.addSpacing(GAP_L)
        column.addWidget(heading("课程"))
        if not times:
            column.addWidget(sub("学习平台还没有报来学时。", wrap=True))
        column.addWidget(FactsGrid([_course(time) for time in times], columns=1))


def _sum_facts(row: HoursListRow) -> list[Fact]:
    hours = row.hours
    needed = "未规定" if hours.needed is None else f"不少于 {hours.needed} 学时（含考核时间）"
    return [
        Fact("证件号", mask_id(row.person.id_number)),
        Fact("企业", row.person.enterprise),
        Fact("工种等级", f"{row.person.trade} {row.person.level.label}"),
        Fact("要求", needed),
        Fact("已学", f"{hours.reached} 学时", hours_chip(row)),
        Fact("其中安全", f"{hours.safety_minutes} 分钟", note=COURSES[CourseKind.SAFETY]),
        Fact("其中理论", f"{hours.theory_minutes} 分钟", note=COURSES[CourseKind.THEORY]),
    ]


def _course(time: StudyTimeLine) -> Fact:
    counted = COURSES[time.kind] if time.kind is not CourseKind.OTHER else "不计入学时"
    told = (counted, f"{local_date(time.finished_at)} 学完", *time.doubts)
    return Fact(f"{time.minutes} 分钟", time.course, note="；".join(told))
