"""What was refused is given again once, on however many desks somebody presses; what came under another's id is refused, not lost."""

from __future__ import annotations

from datetime import date

import pytest

from school_desk.cli.lists import LISTS, Asked, found_in
from school_desk.kernel.commands import Command
from school_desk.kernel.errors import RuleViolation
from school_desk.kernel.refusals import RefusalRow, RefusalState, SettleRefusal, redo_id
from school_desk.kernel.tables import OutboxRow, SettingRow
from school_desk.kernel.undo import opposite
from school_desk.overview.refusal_detail import refusal_detail
from school_desk.payments.settings import DAYS_TO_PAY
from school_desk.plans.commands import CreatePlan
from school_desk.plans.tables import TrainingPlanRow
from school_desk.staff.commands import ChangeSetting, ChangeStaff
from school_desk.staff.tables import StaffRow
from school_desk.sync.wire import VerdictKind, opened
from school_desk.terms.levels import SkillLevel
from school_desk.terms.roles import Role
from tests.sync.net import DeskPlace, Net

ON = date(2026, 9, 1)
PLAN = CreatePlan("010", SkillLevel.JUNIOR, date(2026, 8, 1), ON, 60_000, 16)


def days(value: int) -> ChangeSetting:
    return ChangeSetting(DAYS_TO_PAY.key, value, ON)


def redo(desk: DeskPlace, refusal_id: str, again: Command = PLAN) -> str:
    """As 重新办理 does; under which id."""
    with desk.database.reading() as session:
        under = redo_id(session, desk.school_id, refusal_id)
    desk.do(again, command_id=under)
    desk.do(SettleRefusal(refusal_id, RefusalState.REDONE))
    return under


def a_refused_plan(net: Net) -> str:
    """Its clerk had no right to it when it came; the refusal stands on both desks."""
    one, other = net.desks
    (shen,) = [row for row in one.rows(StaffRow) if row.login_name == "shen"]
    refused = other.do(PLAN, "shen")
    one.do(ChangeStaff(shen.id, shen.name, (Role.FINANCE,), active=True), "admin")
    for desk in (one, other, one):
        desk.sync()
    assert [row.id for row in one.rows(RefusalRow)] == [row.id for row in other.rows(RefusalRow)]
    return refused.command_id


def test_two_desks_that_do_the_same_again_do_it_once(net: Net) -> None:
    one, other = net.desks
    refusal_id = a_refused_plan(net)
    under = redo(one, refusal_id)
    assert redo(other, refusal_id) == under
    for desk in (one, other, one):
        desk.sync()
    assert len(net.hub.rows(TrainingPlanRow)) == 1
    assert one.dump() == other.dump() == net.hub.dump()
    second = [row for row in one.rows(RefusalRow) if row.id != refusal_id]
    assert [row.command_name for row in second] == ["SettleRefusal"], "who was second is told"


def test_the_list_of_decisions_says_what_was_not_done(net: Net) -> None:
    refusal_id, desk = a_refused_plan(net), net.desks[0]
    with desk.database.reading() as session:
        found = found_in(LISTS["journal"], Asked(session, desk.school_id, ON, "", "未办成"))
    assert [row["id"] for row in found] == [refusal_id]


def test_only_an_open_refusal_is_dealt_with(net: Net) -> None:
    refusal_id, desk = a_refused_plan(net), net.desks[0]
    withdrawn = SettleRefusal(refusal_id, RefusalState.WITHDRAWN)
    for command, code in (
        (SettleRefusal(refusal_id, RefusalState.OPEN), "refusal.how"),
        (SettleRefusal("0" * 32, RefusalState.WITHDRAWN), "refusal.unknown"),
    ):
        with pytest.raises(RuleViolation) as refused:
            desk.do(command)
        assert refused.value.code == code
    desk.do(withdrawn)
    with pytest.raises(RuleViolation, match="处理过了"):
        desk.do(withdrawn)


def test_what_was_done_again_and_taken_back_can_be_done_again(net: Net) -> None:
    one, _ = net.desks
    refusal_id = a_refused_plan(net)
    under = redo(one, refusal_id)
    for command_id in (one.to_send()[-1].id, under):
        with one.database.reading() as session:
            undo = opposite(session, one.school_id, command_id)
        one.do(undo)
    assert one.rows(TrainingPlanRow) == []
    assert redo(one, refusal_id) != under
    one.sync()
    assert len(net.hub.rows(TrainingPlanRow)) == 1


def test_what_was_refused_again_can_be_done_once_more(net: Net) -> None:
    """From its own refusal, or from the first when the desk did not live to settle it: it is the same."""
    one, other = net.desks
    one.do(days(9))
    one.sync()
    other.do(days(5))
    other.sync()
    (first,) = other.rows(RefusalRow)
    one.do(days(8))
    one.sync()
    under = redo(other, first.id, days(6))
    other.sync()
    assert {row.id: row.state for row in other.rows(RefusalRow)} == {
        first.id: RefusalState.REDONE,
        under: RefusalState.OPEN,
    }
    with other.database.reading() as session:
        once_more = redo_id(session, other.school_id, under)
        assert redo_id(session, other.school_id, first.id) == once_more
    assert redo(other, under, days(6)) == once_more
    other.sync()
    assert [row.value for row in net.hub.rows(SettingRow)] == [6]


def test_what_was_shown_as_saved_under_anothers_id_waits_for_a_person(net: Net) -> None:
    """Scripts on two desks that give their lines the same ids."""
    one, other = net.desks
    same = "0" * 31 + "1"
    one.do(days(9), command_id=same)
    other.do(PLAN, "shen", same)
    one.sync()
    (verdict,) = other.sync().verdicts.values()
    assert verdict.kind is VerdictKind.ALARM
    one.sync()
    assert (other.rows(OutboxRow), other.rows(TrainingPlanRow)) == ([], [])
    (row,) = other.rows(RefusalRow)
    assert (row.command_name, row.actor_name, row.state, row.id != same) == (
        "CreatePlan",
        "shen",
        RefusalState.OPEN,
        True,
    )
    with one.database.reading() as session:
        detail = refusal_detail(session, one.school_id, row.id, opened)
    assert detail is not None
    assert [stands.command_id for stands in detail.standing] == [same]
    redo(one, row.id)
    one.sync()
    other.sync()
    assert len(net.hub.rows(TrainingPlanRow)) == 1
    assert one.dump() == other.dump() == net.hub.dump()
