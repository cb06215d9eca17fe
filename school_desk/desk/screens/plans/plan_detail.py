"""One training plan in the panel: its facts, its extensions, and the batches whose people are in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from school_desk.desk.screens.plans.plan_rows import PlanLine, phase_chip
from school_desk.desk.theme import GAP_L, ROW_HEIGHTS
from school_desk.desk.widgets.facts import Fact, FactsGrid
from school_desk.desk.widgets.table import Column, RowTable
from school_desk.desk.widgets.table_paint import HEADER_HEIGHT
from school_desk.desk.widgets.texts import caption, heading
from school_desk.enrollments.queries import batches, enrolled
from school_desk.kernel.money import format_yuan
from school_desk.plans.queries import ExtensionRow, extensions
from school_desk.terms.statuses import PlanPhase

if TYPE_CHECKING:
    from school_desk.kernel.database import ReadSession

_MOST_ROWS = 6
_NEXT = {
    PlanPhase.UPCOMING: "到报名开始的那天起，企业的名单才能按这个计划报名。",
    PlanPhase.SIGN_UP: "企业的名单在“报名”里导入，工种、等级相同的学员进入这个计划。",
    PlanPhase.ENDED: "报名已经结束：学时达标的学员可以申请考试，再新建考核计划；还要收人请更改报名截止。",
}


@dataclass(frozen=True)
class PlanBatch:
    """A batch with people in the plan."""

    id: str
    number: str
    enterprise: str
    people: int


@dataclass(frozen=True)
class PlanAnswer:
    """What the panel shows besides the plan itself."""

    extensions: tuple[ExtensionRow, ...]
    batches: tuple[PlanBatch, ...]


def plan_answer(session: ReadSession, school_id: str, plan_id: str) -> PlanAnswer:
    """The plan's extensions, and its batches, the newest first."""
    people = Counter(row.batch_id for row in enrolled(session, school_id, plan_id=plan_id, active_only=True))
    rows = batches(session, school_id) if people else ()
    found = tuple(PlanBatch(row.id, row.number, row.enterprise, people[row.id]) for row in rows if row.id in people)
    return PlanAnswer(extensions(session, school_id, plan_id), found)


class PlanDetail(QWidget):
    """`batch_opened` (id): a person wants to see a batch."""

    batch_opened = Signal(str)

    def __init__(self, line: PlanLine, answer: PlanAnswer) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_L)
        column.addWidget(FactsGrid(_facts(line), columns=1))
        column.addWidget(caption(_told_beside(line) or _NEXT[line.plan.phase], wrap=True))
        if answer.extensions:
            column.addWidget(heading("截止日期的更改"))
            told = [
                Fact(str(one.decided_on), f"{one.old_to} 改为 {one.new_to}", note=one.reason)
                for one in answer.extensions
            ]
            column.addWidget(FactsGrid(told, columns=1))
        self.batches = _batches_table(answer.batches)
        self.batches.activated.connect(self._open)
        if answer.batches:
            column.addWidget(heading("报名批次"))
            column.addWidget(self.batches)

    def _open(self, row: PlanBatch) -> None:
        self.batch_opened.emit(row.id)


def _told_beside(line: PlanLine) -> str:
    """Where several plans of one trade and level are 报名中: which one takes the rosters, and how another does."""
    if not line.beside:
        return ""
    first, *others = line.beside
    if line.gives_way:
        return (
            f"后来新建的 {first.number}（{format_yuan(first.fee_fen)} 元/人）也在报名中：此后导入的名单都进入它，"
            f"这里已报名的人不变。要仍按这个计划报名，请把 {first.number} 提前截止。"
        )
    named = "、".join(f"{one.number}（{format_yuan(one.fee_fen)} 元/人）" for one in others)
    return f"{named} 也在报名中。这个计划是后来新建的：此后导入的名单都进入它，先前已报名的人不变。"


def _batches_table(rows: Sequence[PlanBatch]) -> RowTable:
    columns = (
        Column("number", "批次", 112, muted=True),
        Column("enterprise", "企业", 120, stretch=True),
        Column("people", "人数", 56, "number"),
    )
    table = RowTable(columns, name="报名批次", density="normal")
    table.set_rows(rows)
    table.setFixedHeight(HEADER_HEIGHT + ROW_HEIGHTS["normal"] * min(_MOST_ROWS, len(rows)) + 8)
    return table


def _facts(line: PlanLine) -> list[Fact]:
    row = line.plan
    hours = "未规定" if row.hours_needed is None else f"不少于 {row.hours_needed} 学时（含考核时间）"
    return [
        Fact("编号", row.number, phase_chip(line)),
        Fact("工种等级", f"{row.trade} {row.level.label}"),
        Fact("报名时间", f"{row.sign_up_from} 至 {row.sign_up_to}"),
        Fact("已报名", f"{line.people} 人"),
        Fact("培训费", f"{format_yuan(row.fee_fen)} 元/人"),
        Fact("要求学时", hours),
        Fact("备注", row.note or ""),
    ]
