"""The forms about training plans: a new one, another like an earlier one, corrections, another last day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from school_desk.desk.forms import PanelForms, Values
from school_desk.desk.screens.plans.plan_rows import PlanLine
from school_desk.desk.widgets.form import Form
from school_desk.plans.commands import CreatePlan, EditPlan, ExtendPlan
from school_desk.plans.settings import Usual, usual
from school_desk.terms.levels import SkillLevel
from school_desk.terms.trades import trades

Then = Callable[[Any], None]
_EARLIER = "可以延长，也可以提前截止；填昨天，今天起不再收人。已报名的人不变。"


class PlanForms(PanelForms):
    """Opens them in the panel."""

    def new(self, then: Then, like: PlanLine | None = None) -> None:
        """A new plan, offering the usual fee and hours; `like`: another term of an earlier plan. `then` gets the outcome."""
        today = self.desk.today
        self.desk.ask(
            self.owner,
            lambda session, school_id: usual(session, school_id, today),
            partial(self._open_new, then, like),
            key="usual",
        )

    def edit(self, then: Then, line: PlanLine) -> None:
        """Name and note, and as long as nobody has enrolled the fee and the hours."""
        row = line.plan
        used = f"已有 {line.people} 人按这个计划报名，不能再改。要改请用“再开一期”另建。" if line.people else ""
        form = Form(columns=1)
        form.add_text("name", "名称", required=True, longest=100)
        form.add_money("fee_fen", "培训费（元/人）", required=True, hint=used)
        form.add_text("hours_required", "要求学时（高于最低学时时填写）", digits=True, hint=used)
        form.add_note("note", "备注")
        hours = "" if row.hours_required is None else str(row.hours_required)
        form.set_values({"name": row.name, "fee_fen": row.fee_fen, "hours_required": hours, "note": row.note or ""})
        for key in ("fee_fen", "hours_required"):
            form.set_enabled(key, not used)
        command = partial(_edited, row.id)
        self.ask("修改培训计划", form, "保存", command, first="name", done="已修改培训计划。", then=then)

    def extend(self, then: Then, line: PlanLine) -> None:
        """Another last day of sign-up, later or earlier."""
        before = line.plan.sign_up_to
        form = Form(columns=1)
        form.add_date("new_to", f"新的截止日期（原为 {before}）", required=True, hint=_EARLIER)
        form.add_text("reason", "原因", required=True)
        self.ask(
            "更改报名截止",
            form,
            "更改",
            lambda values: ExtendPlan(line.id, values["new_to"], values["reason"]),
            first="new_to",
            done=lambda values: f"报名已{'延长到' if values['new_to'] > before else '提前截止到'} {values['new_to']}。",
            then=then,
        )

    def _open_new(self, then: Then, like: PlanLine | None, offered: Usual) -> None:
        form = _plan_form(self.desk.today, offered)
        if like is not None:
            row = like.plan
            hours = "" if row.hours_required is None else str(row.hours_required)
            values = {"trade_code": row.trade_code, "level": row.level, "fee_fen": row.fee_fen, "hours_required": hours}
            form.set_values(values)
        first = "trade_code" if like is None else "sign_up_to"
        title = "新建培训计划" if like is None else "再开一期"
        self.ask(title, form, "新建", _created, first=first, done="已新建培训计划。", then=then)


def _created(values: Values) -> CreatePlan:
    return CreatePlan(
        trade_code=values["trade_code"],
        level=values["level"],
        sign_up_from=values["sign_up_from"],
        sign_up_to=values["sign_up_to"],
        fee_fen=values["fee_fen"],
        hours_required=_whole(values["hours_required"]),
        note=values["note"] or None,
    )


def _edited(plan_id: str, values: Values) -> EditPlan:
    hours = _whole(values["hours_required"])
    return EditPlan(plan_id, values["name"], values["fee_fen"], hours, values["note"] or None)


def _plan_form(today: date, offered: Usual) -> Form:
    form = Form(columns=1)
    trade_input = form.add_choice("trade_code", "工种", [(trade.code, trade.name) for trade in trades()], required=True)
    levels = [(level, f"{level.label}（{level.grade_label}）") for level in SkillLevel]
    level_input = form.add_choice("level", "等级", levels, required=True)
    form.add_date("sign_up_from", "报名开始", required=True)
    form.add_date("sign_up_to", "报名截止", required=True)
    form.add_money("fee_fen", "培训费（元/人）", required=True)
    form.add_text("hours_required", "要求学时（高于最低学时时填写）", digits=True)
    form.add_note("note", "备注", lines=2)
    form.set_values({"sign_up_from": today})

    def offer() -> None:
        """What a person typed stays; what was offered for another trade or level gives way."""
        level, typed = level_input.value(), form.values()
        if typed["fee_fen"] in (None, *offered.fees.values()):
            form.set_values({"fee_fen": offered.fees.get(level)})
        of_trade = offered.hours.get(trade_input.value(), {})
        if _whole(typed["hours_required"]) in (
            None,
            *(n for levels in offered.hours.values() for n in levels.values()),
        ):
            form.set_values({"hours_required": of_trade.get(level)})

    for choice in (trade_input, level_input):
        choice.edited.connect(offer)
    return form


def _whole(text: str) -> int | None:
    return int(text) if text.strip().isdigit() else None
