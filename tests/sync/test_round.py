"""A round between a desk and the Hub: what is sent arrives, what waits stays on top, what is refused is told with both sides."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
import pytest

from school_desk.kernel import journal
from school_desk.kernel.errors import EnvironmentFault
from school_desk.kernel.refusals import RefusalRow, RefusalState, SettleRefusal
from school_desk.kernel.tables import OutboxRow, OutboxState, SettingRow
from school_desk.kernel.undo import opposite
from school_desk.payments.settings import ASK_WHOM, DAYS_TO_PAY
from school_desk.plans.commands import CreatePlan
from school_desk.plans.tables import TrainingPlanRow
from school_desk.staff.commands import AddStaff, ChangeSetting
from school_desk.sync import turn
from school_desk.sync.rebase import Diverged, rebase
from school_desk.sync.wire import VerdictKind
from school_desk.terms.levels import SkillLevel
from school_desk.terms.roles import Role
from tests.sync.net import HASH, DeskPlace, Net

ON = date(2026, 9, 1)


def days(value: int, seen: Any = None) -> ChangeSetting:
    return ChangeSetting(DAYS_TO_PAY.key, value, ON, seen)


def plan(fee_fen: int = 60_000) -> CreatePlan:
    return CreatePlan("010", SkillLevel.JUNIOR, date(2026, 8, 1), date(2026, 9, 1), fee_fen, 16)


def lost(point: str) -> Any:
    def fault(here: str) -> None:
        if here == point:
            raise EnvironmentFault("net.away", "总台连不上。")

    return fault


def settled(net: Net) -> None:
    """Everybody syncs until nothing waits; then all hold the same."""
    for _ in range(3):
        for desk in net.desks:
            desk.sync()
    for desk in net.desks:
        assert desk.rows(OutboxRow) == []
        assert desk.dump() == net.hub.dump()
        with desk.database.reading() as session:
            assert journal.first_broken(session, desk.database.cipher, desk.school_id) is None


def test_two_programs_on_one_desk_may_ask_for_the_same(net: Net) -> None:
    """`school-desk sync` beside the window: whoever comes second finds it there."""
    one, other = net.desks
    other.do(days(9))
    other.sync()
    with one.database.reading() as session:
        end = journal.end_of(session, one.school_id)
    entries = one.line.pull(end.seq, end.mark).entries
    one.do(days(5))
    for _ in range(2):
        with one.database.writing() as session:
            rebase(session, one.bus, one.roles, entries)
    foreign = [msgspec.structs.replace(entries[-1], mark="another")]
    with one.database.writing() as session, pytest.raises(Diverged):
        rebase(session, one.bus, one.roles, foreign)
    settled(net)


def test_all_begin_alike(net: Net) -> None:
    assert net.desks[0].dump() == net.desks[1].dump() == net.hub.dump()
    settled(net)


def test_a_decision_reaches_the_others(net: Net) -> None:
    one, other = net.desks
    given = one.do(days(9))
    done = one.sync()
    assert [done.verdicts[given.command_id].kind, done.pulled] == [VerdictKind.ACCEPTED, 1]
    assert done.rebased is not None
    assert (done.rebased.covered, done.rebased.changes) == ((given.command_id,), {})
    came = other.sync().rebased
    assert came is not None
    assert list(came.changes) == ["setting_value"]
    settled(net)


def test_what_waits_stays_on_top(net: Net) -> None:
    one, other = net.desks
    one.do(days(9))
    one.sync()
    other.do(AddStaff("wu", "吴文员", (Role.CLERK,), HASH))
    other.line.fault = lost("push lost")
    with pytest.raises(EnvironmentFault):
        other.sync()
    assert len(other.rows(OutboxRow)) == 1
    other.line.fault = lambda _: None
    settled(net)


def test_a_lost_answer_doubles_nothing(net: Net) -> None:
    one, _ = net.desks
    given = one.do(AddStaff("wu", "吴文员", (Role.CLERK,), HASH))
    one.line.fault = lost("push answer lost")
    with pytest.raises(EnvironmentFault):
        one.sync()
    one.line.fault = lambda _: None
    assert one.sync().verdicts[given.command_id].kind is VerdictKind.DUPLICATE
    settled(net)


def refusals(desk: DeskPlace) -> list[RefusalRow]:
    return list(desk.rows(RefusalRow))


def test_the_second_of_two_that_contradict_is_refused_and_kept(net: Net) -> None:
    one, other = net.desks
    first = one.do(days(9), "admin")
    second = other.do(days(5), "all")
    one.sync()
    done = other.sync()
    assert done.verdicts[second.command_id].kind is VerdictKind.REFUSED
    assert [row.value for row in other.rows(SettingRow)] == [9]
    (refusal,) = refusals(other)
    assert (refusal.id, refusal.command_name, refusal.actor_name) == (second.command_id, "ChangeSetting", "all")
    (standing,) = refusal.standing
    assert (standing["command_id"], standing["actor_name"]) == (first.command_id, "管理员")
    settled(net)
    assert len(refusals(one)) == 1
    one.do(SettleRefusal(second.command_id, RefusalState.WITHDRAWN))
    settled(net)
    assert refusals(other)[0].state is RefusalState.WITHDRAWN


def test_two_that_touch_different_things_do_not_meet(net: Net) -> None:
    one, other = net.desks
    one.do(days(9))
    other.do(ChangeSetting(ASK_WHOM.key, "沈老师", ON, None))
    settled(net)
    assert refusals(one) == []
    assert len(one.rows(SettingRow)) == 2


def test_numbers_given_offline_never_meet(net: Net) -> None:
    one, other = net.desks
    one.do(plan())
    other.do(plan())
    numbers = {row.id: row.number for desk in net.desks for row in desk.rows(TrainingPlanRow)}
    assert len(set(numbers.values())) == 2
    settled(net)
    assert {row.id: row.number for row in one.rows(TrainingPlanRow)} == numbers


def test_another_outcome_than_the_clerk_saw_is_refused(net: Net) -> None:
    """Nothing that the command itself carries is different; the row it reads is."""
    one, other = net.desks
    made = one.do(plan())
    settled(net)
    with other.database.reading() as session:
        undo = opposite(session, other.school_id, made.command_id)
    other.do(undo)
    settled(net)
    assert one.rows(TrainingPlanRow) == []


def test_a_colleagues_step_is_taken_back_here(net: Net) -> None:
    one, other = net.desks
    made = one.do(days(9))
    settled(net)
    with other.database.reading() as session:
        undo = opposite(session, other.school_id, made.command_id)
    other.do(undo)
    settled(net)
    assert one.rows(SettingRow) == []


def test_what_became_doubtful_by_the_hubs_news_is_told_and_still_sent(net: Net) -> None:
    one, other = net.desks
    one.do(days(9))
    one.sync()
    second = other.do(days(5))
    other.line.fault = lost("push lost")
    link_only_pull(other)
    (waiting,) = other.rows(OutboxRow)
    assert waiting.state is OutboxState.DOUBTFUL
    assert waiting.told
    assert [row.value for row in other.rows(SettingRow)] == [9]
    other.line.fault = lambda _: None
    assert other.sync().verdicts[second.command_id].kind is VerdictKind.REFUSED
    settled(net)


def link_only_pull(desk: DeskPlace) -> None:
    """A round whose push came to nothing, as when the Hub takes no more for the moment."""
    from school_desk.sync import turn
    from school_desk.sync.rebase import rebase

    with desk.database.reading() as session:
        end = journal.end_of(session, desk.school_id)
    entries = list(turn._pull_all(desk.line, desk.line.hub.hub_id, end))
    with desk.database.writing() as session:
        rebase(session, desk.bus, desk.roles, entries)


def test_a_desk_far_behind_begins_anew(net: Net, monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = net.desks
    monkeypatch.setattr(turn, "_FAR_BEHIND", 3)
    for value in range(1, 6):
        one.do(days(value), "all")
        one.sync()
    kept = other.do(ChangeSetting(ASK_WHOM.key, "沈老师", ON, None))
    other.line.fault = lost("push lost")
    with pytest.raises(EnvironmentFault):
        other.sync()
    other.line.fault = lambda _: None
    done = other.sync()
    assert done.begun is not None
    settled(net)
    with one.database.reading() as session:
        assert journal.find(session, one.school_id, kept.command_id) is not None


def test_a_batch_is_no_larger_than_a_hub_takes(net: Net, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = net.desks[0]
    for value in range(3, 8):
        desk.do(days(value))
    sent = desk.to_send()
    assert [len(batch) for batch in turn._batches(sent)] == [5]
    monkeypatch.setattr(turn, "_BATCH_BYTES", 2 * max(len(msgspec.msgpack.encode(one)) for one in sent))
    assert [len(batch) for batch in turn._batches(sent)] == [2, 2, 1]
    monkeypatch.setattr(turn, "_BATCH_BYTES", 1)
    assert [len(batch) for batch in turn._batches(sent)] == [1] * 5
    settled(net)
