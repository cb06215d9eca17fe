"""培训计划: what is open for sign-up and what has ended; new plans, corrections, extensions."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any, ClassVar

from PySide6.QtWidgets import QVBoxLayout, QWidget

from school_desk.desk.colours import Tone
from school_desk.desk.forms import open_form, send
from school_desk.desk.page import PageFrame, SidePanel
from school_desk.desk.screen import Screen
from school_desk.desk.services import Desk
from school_desk.desk.theme import GAP_L
from school_desk.desk.widgets.buttons import action_button
from school_desk.desk.widgets.chips import Chip
from school_desk.desk.widgets.facts import Fact, FactsGrid
from school_desk.desk.widgets.form import Form
from school_desk.desk.widgets.table import Column, RowTable
from school_desk.desk.widgets.texts import heading
from school_desk.kernel.money import format_yuan
from school_desk.plans import queries
from school_desk.plans.commands import CreatePlan, EditPlan, ExtendPlan
from school_desk.plans.queries import ExtensionRow, PlanRow
from school_desk.plans.settings import usual_fees
from school_desk.terms.labels import plan_phase
from school_desk.terms.levels import SkillLevel
from school_desk.terms.roles import CLERKS
from school_desk.terms.statuses import PlanPhase
from school_desk.terms.trades import trades

_TONES = {PlanPhase.UPCOMING: Tone.NEUTRAL, PlanPhase.SIGN_UP: Tone.GOOD, PlanPhase.ENDED: Tone.INFO}


class PlansScreen(Screen):
    """The list of plans with one panel for its detail and its forms."""

    tables: ClassVar[frozenset[str]] = frozenset({"training_plan", "plan_extension"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.table = RowTable(_columns(), name="培训计划")
        self.table.set_empty("还没有培训计划", "先新建计划，企业才能按工种、等级报名。", "新建培训计划", icon="plan")
        self.table.set_loading(True)
        self.table.activated.connect(self._show)
        self.table.current_changed.connect(self._follow)
        self.panel = SidePanel()
        self.panel.shown.connect(self._make_room)
        self.new_button = action_button("新建培训计划", "plus", primary=True, keys="Ctrl+N", on=self.new_plan)
        self.new_button.setEnabled(desk.may(CLERKS))
        self.table.empty_action_requested.connect(self.new_plan)
        self._frame = PageFrame("培训计划")
        self._frame.add_tool(self.new_button)
        self._frame.set_content(self.table, self.panel)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(self._frame)
        self._shown: PlanRow | None = None

    def refresh(self) -> None:
        """Asks for the plans again."""
        today = self.desk.today
        self.desk.ask(self, lambda session, school_id: queries.plans(session, school_id, today), self._set_rows)

    def take_focus(self, focus: Any) -> None:
        """`focus` is a plan's id."""
        self.table.seek(focus)

    def new_plan(self) -> None:
        """Opens the form of a new plan, offering the usual fee of each level."""
        today = self.desk.today
        self.desk.ask(
            self, lambda session, school_id: usual_fees(session, school_id, today), self._open_new, key="fees"
        )

    def _open_new(self, fees: dict[SkillLevel, int]) -> None:
        form = _plan_form(self.desk.today, fees)
        form.submitted.connect(partial(self._create, form))
        self._shown = None
        open_form(self.panel, "新建培训计划", form, "新建", first="trade_code")

    def _set_rows(self, rows: tuple[PlanRow, ...]) -> None:
        self.table.set_rows(rows)
        open_now = sum(row.phase is PlanPhase.SIGN_UP for row in rows)
        self._frame.set_count(f"共 {len(rows)} 个 · 报名中 {open_now} 个" if rows else "")
        if self._shown is not None:
            changed = next((row for row in rows if row.id == self._shown.id), None)
            if changed is not None and changed != self._shown:
                self._show(changed)

    def _make_room(self, panel_is_there: bool) -> None:
        for key in ("number", "trade", "sign_up_from", "hours_needed"):
            self.table.set_column_shown(key, not panel_is_there)

    def _follow(self, row: PlanRow | None) -> None:
        if row is not None and self._shown is not None and self.panel.isVisible():
            self._show(row)

    def _show(self, row: PlanRow) -> None:
        self._shown = row
        self.desk.ask(
            self,
            lambda session, school_id: queries.extensions(session, school_id, row.id),
            lambda extensions: self._show_detail(row, extensions),
            key="detail",
        )

    def _show_detail(self, row: PlanRow, extensions: tuple[ExtensionRow, ...]) -> None:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_L)
        column.addWidget(FactsGrid(_facts(row), columns=1))
        if extensions:
            column.addWidget(heading("延期记录"))
            told = [Fact(str(e.decided_on), f"{e.old_to} 改为 {e.new_to}", note=e.reason) for e in extensions]
            column.addWidget(FactsGrid(told, columns=1))
        buttons: tuple[QWidget, ...] = ()
        if self.desk.may(CLERKS):
            buttons = (
                action_button("延长报名…", on=partial(self._extend_form, row)),
                action_button("修改…", on=partial(self._edit_form, row)),
            )
        self.panel.show_body(row.name, body, buttons)

    def _edit_form(self, row: PlanRow) -> None:
        form = Form(columns=1)
        form.add_text("name", "名称", required=True, longest=100)
        form.add_money("fee_fen", "培训费（元/人）", required=True)
        form.add_text("hours_required", "要求学时（高于最低学时时填写）", digits=True)
        form.add_note("note", "备注")
        hours = "" if row.hours_required is None else str(row.hours_required)
        form.set_values({"name": row.name, "fee_fen": row.fee_fen, "hours_required": hours, "note": row.note or ""})
        form.submitted.connect(partial(self._edit, form, row))
        open_form(self.panel, "修改培训计划", form, "保存", first="name")

    def _extend_form(self, row: PlanRow) -> None:
        form = Form(columns=1)
        form.add_date("new_to", f"新的截止日期（原为 {row.sign_up_to}）", required=True)
        form.add_text("reason", "延期原因", required=True)
        form.submitted.connect(partial(self._extend, form, row))
        open_form(self.panel, "延长报名", form, "延长", first="new_to")

    def _create(self, form: Form, values: dict[str, Any]) -> None:
        command = CreatePlan(
            trade_code=values["trade_code"],
            level=values["level"],
            sign_up_from=values["sign_up_from"],
            sign_up_to=values["sign_up_to"],
            fee_fen=values["fee_fen"],
            hours_required=_whole(values["hours_required"]),
            note=values["note"] or None,
        )
        send(self.desk, self, self.panel, form, command, done="已新建培训计划。")

    def _edit(self, form: Form, row: PlanRow, values: dict[str, Any]) -> None:
        hours = _whole(values["hours_required"])
        command = EditPlan(row.id, values["name"], values["fee_fen"], hours, values["note"] or None)
        send(self.desk, self, self.panel, form, command, done="已修改培训计划。")

    def _extend(self, form: Form, row: PlanRow, values: dict[str, Any]) -> None:
        command = ExtendPlan(row.id, values["new_to"], values["reason"])
        send(self.desk, self, self.panel, form, command, done="已延长报名。")


def _columns() -> tuple[Column, ...]:
    return (
        Column("number", "编号", 110, muted=True),
        Column("name", "培训计划", 220, stretch=True),
        Column("trade", "工种", 120),
        Column("level", "等级", 80, value=lambda row: row.level.label),
        Column("sign_up_from", "报名开始", 110, "date"),
        Column("sign_up_to", "报名截止", 110, "date", sort_key=lambda row: row.sign_up_to),
        Column("phase", "状态", 136, "chip", value=lambda row: Chip(plan_phase(row.phase), _TONES[row.phase])),
        Column("hours_needed", "学时", 70, "number"),
        Column("fee_fen", "培训费", 110, "money"),
    )


def _facts(row: PlanRow) -> list[Fact]:
    hours = "未规定" if row.hours_needed is None else f"不少于 {row.hours_needed} 学时（含考核时间）"
    return [
        Fact("编号", row.number, Chip(plan_phase(row.phase), _TONES[row.phase])),
        Fact("工种等级", f"{row.trade} {row.level.label}"),
        Fact("报名时间", f"{row.sign_up_from} 至 {row.sign_up_to}"),
        Fact("培训费", f"{format_yuan(row.fee_fen)} 元/人"),
        Fact("要求学时", hours),
        Fact("备注", row.note or ""),
    ]


def _plan_form(today: date, fees: dict[SkillLevel, int]) -> Form:
    form = Form(columns=1)
    form.add_choice("trade_code", "工种", [(trade.code, trade.name) for trade in trades()], required=True)
    levels = [(level, f"{level.label}（{level.grade_label}）") for level in SkillLevel]
    level_input = form.add_choice("level", "等级", levels, required=True)
    form.add_date("sign_up_from", "报名开始", required=True)
    form.add_date("sign_up_to", "报名截止", required=True)
    form.add_money("fee_fen", "培训费（元/人）", required=True)
    form.add_text("hours_required", "要求学时（高于最低学时时填写）", digits=True)
    form.add_note("note", "备注", lines=2)
    form.set_values({"sign_up_from": today})

    def usual_fee() -> None:
        if form.values()["fee_fen"] in (None, *fees.values()):
            form.set_values({"fee_fen": fees.get(level_input.value())})

    level_input.edited.connect(usual_fee)
    return form


def _whole(text: str) -> int | None:
    return int(text) if text.strip().isdigit() else None
