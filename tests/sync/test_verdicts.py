"""What the Hub answers a desk: one answer per command for ever, kept when it is too new, no word that only the Hub may say."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import msgspec
import pytest

from school_desk.accounts.commands import OpenAccount
from school_desk.enterprises.commands import RegisterEnterprise
from school_desk.kernel import commands, effects
from school_desk.kernel.commands import registration
from school_desk.kernel.errors import RuleViolation
from school_desk.kernel.journal import End, end_of
from school_desk.kernel.refusals import HandOverRefusal, RecordRefusal, RefusalRow, RefusalState, SettleRefusal
from school_desk.kernel.sync_tables import HeldRow, link_of
from school_desk.kernel.tables import OutboxRow, OutboxState, SettingRow
from school_desk.overview.hub_standing import hub_standing
from school_desk.overview.refusal_detail import refusal_detail
from school_desk.overview.refusals import refusals
from school_desk.payments.settings import DAYS_TO_PAY, PAYEE_BANK
from school_desk.plans.commands import CreatePlan, ExtendPlan
from school_desk.plans.tables import TrainingPlanRow
from school_desk.staff.commands import AddStaff, ChangeSetting, ChangeStaff
from school_desk.staff.tables import StaffRow
from school_desk.sync import turn, wire
from school_desk.sync.rebase import rebase
from school_desk.sync.wire import SentCommand, VerdictKind, opened
from school_desk.terms.levels import SkillLevel
from school_desk.terms.roles import Role, WebRole
from tests.papers import CODES
from tests.sync.net import HASH, DeskPlace, Net

ON = date(2026, 9, 1)


def days(value: int) -> ChangeSetting:
    return ChangeSetting(DAYS_TO_PAY.key, value, ON)


def told(desk: DeskPlace, *sent: SentCommand) -> wire.PushAnswer:
    return desk.line.push(wire.Push(desk.line.hub.hub_id, sent))


def kinds(answer: wire.PushAnswer) -> list[VerdictKind]:
    return [verdict.kind for verdict in answer.verdicts]


def test_the_same_id_with_another_content_raises_the_alarm_and_is_never_applied(net: Net) -> None:
    desk, _ = net.desks
    desk.do(days(9))
    (sent,) = desk.to_send()
    assert kinds(told(desk, sent)) == [VerdictKind.ACCEPTED]
    assert kinds(told(desk, sent)) == [VerdictKind.DUPLICATE]
    forged = msgspec.structs.replace(sent, arguments=sent.arguments | {"value": 30})
    for _ in range(2):
        assert kinds(told(desk, forged)) == [VerdictKind.ALARM]
    assert [row.value for row in net.hub.rows(SettingRow)] == [9]
    assert len(net.hub.rows(RefusalRow)) == 1, "however often it comes"


def test_a_gap_ends_the_batch_and_a_number_used_twice_tells_of_a_copy(net: Net) -> None:
    desk, other = net.desks
    desk.do(days(9))
    desk.do(AddStaff("wu", "吴文员", (Role.CLERK,), HASH))
    first, second = desk.to_send()
    answer = told(desk, second)
    assert (answer.verdicts, answer.last_n, answer.cloned) == ((), 0, False)
    assert kinds(told(desk, first, second)) == [VerdictKind.ACCEPTED] * 2
    other.do(AddStaff("li", "李文员", (Role.CLERK,), HASH))
    (strange,) = other.to_send()
    assert told(desk, strange).cloned


def test_a_refused_command_is_answered_alike_for_ever(net: Net) -> None:
    one, other = net.desks
    one.do(days(9))
    one.sync()
    other.do(days(5))
    (sent,) = other.to_send()
    assert kinds(told(other, sent)) == [VerdictKind.REFUSED]
    assert kinds(told(other, sent)) == [VerdictKind.DUPLICATE]
    assert len(net.hub.rows(RefusalRow)) == 1


def test_what_comes_first_is_told_by_the_journal_not_by_clocks(net: Net) -> None:
    """The clock goes back a week between the two: what was done later bears the earlier time, and ids follow the clock."""
    one, other = net.desks

    def change_both(desk: DeskPlace, value: int, bank: str) -> None:
        desk.do(days(value))
        net.clock.move_to(net.clock.now() - timedelta(days=7))
        desk.do(ChangeSetting(PAYEE_BANK.key, bank, ON))
        desk.sync()

    change_both(one, 9, "工行甲支行")
    change_both(other, 5, "工行乙支行")
    one.sync()
    with one.database.reading() as session:
        found = refusals(session, one.school_id, opened)
    earlier, later = found.open
    assert earlier.made_at > later.made_at
    one.do(SettleRefusal(earlier.id, RefusalState.WITHDRAWN))
    net.clock.move_to(net.clock.now() - timedelta(days=7))
    one.do(SettleRefusal(later.id, RefusalState.WITHDRAWN))
    with one.database.reading() as session:
        assert [line.id for line in refusals(session, one.school_id, opened).settled] == [later.id, earlier.id]
    keys = [(SettingRow.__tablename__, row.id) for row in net.hub.rows(SettingRow)]
    with net.hub.database.reading() as session:
        desk = net.hub.desk(session, other.line.token)
        stand = net.hub.service._judge._standing(session, desk, keys)
    assert stand[0].made_at < stand[1].made_at


def test_what_is_too_new_is_kept_and_what_needs_it_waits_behind(net: Net, monkeypatch: pytest.MonkeyPatch) -> None:
    desk, _ = net.desks
    plan = desk.do(CreatePlan("010", SkillLevel.JUNIOR, date(2026, 8, 1), ON, 60_000, 16))
    desk.do(days(9))
    made, free = desk.to_send()
    newer = msgspec.structs.replace(made, version=made.version + 1)
    desk.do(ExtendPlan(plan.result["plan_id"], date(2026, 9, 9), "延期"))
    behind = desk.to_send()[2]
    answer = told(desk, newer, free, behind)
    assert kinds(answer) == [VerdictKind.HELD, VerdictKind.ACCEPTED, VerdictKind.HELD]
    assert answer.last_n == 3
    assert kinds(told(desk, newer)) == [VerdictKind.HELD]
    done = desk.sync()
    assert done.rebased is not None
    assert done.rebased.covered == (free.id,)
    assert len(desk.rows(OutboxRow)) == 2
    # The Hub is updated: it takes up what it held, in its order.
    kind = registration("CreatePlan").command
    monkeypatch.setattr(kind, "version", made.version + 1)
    with net.hub.database.writing() as session:
        net.hub.service.take_up_held(session)
    assert net.hub.rows(HeldRow) == []
    desk.sync()
    assert desk.rows(OutboxRow) == []
    assert desk.dump() == net.hub.dump()


def test_what_was_held_may_be_refused(net: Net, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing before the first of them is held: it stands in its own way no more than the second does."""
    one, other = net.desks
    one.do(days(9))
    one.do(days(5))
    with monkeypatch.context() as patch:
        patch.delitem(commands._registered, "ChangeSetting")
        one.sync()
        assert one.sync().verdicts.keys() == {sent.id for sent in one.to_send()}
    with one.database.reading() as session:
        standing = hub_standing(session, one.school_id)
    assert standing is not None
    assert (standing.waiting, standing.held) == (2, 2)
    assert "较旧" in standing.held_told
    other.do(days(3))
    other.sync()
    with net.hub.database.writing() as session:
        net.hub.service.take_up_held(session)
    assert net.hub.rows(HeldRow) == []
    one.sync()
    assert one.rows(OutboxRow) == []
    assert len(one.rows(RefusalRow)) == 2
    assert one.dump() == net.hub.dump()


def test_what_refers_to_a_row_that_goes_is_put_back_with_it(net: Net, monkeypatch: pytest.MonkeyPatch) -> None:
    """The Hub refuses an enterprise and is too old for the account opened for it: the desk goes on following."""
    one, other = net.desks
    enterprise = RegisterEnterprise(CODES[0], "湖州甲建设有限公司", "吴兴区", "330502", False, "13800005893")
    one.do(enterprise)
    one.sync()
    registered = other.do(enterprise).result["enterprise_id"]
    other.do(OpenAccount(WebRole.ENTERPRISE, CODES[0], HASH, registered))
    push = other.line.push

    def older(sent: wire.Push) -> wire.PushAnswer:
        with monkeypatch.context() as patch:
            patch.delitem(commands._registered, "OpenAccount")
            return push(sent)

    monkeypatch.setattr(other.line, "push", older)
    other.sync()
    (box,) = other.rows(OutboxRow)
    assert box.state is OutboxState.DOUBTFUL
    one.do(days(9))
    one.sync()
    other.sync()
    with one.database.reading() as session, other.database.reading() as here:
        assert end_of(session, one.school_id).seq == end_of(here, other.school_id).seq


def test_what_its_clerk_saw_goes_with_a_command_that_has_no_effect_any_more(net: Net) -> None:
    """As when it was given while a round was under way: the list of conflicts shows both sides."""
    one, other = net.desks
    one.do(days(9))
    one.sync()
    other.do(days(5))
    (sent,) = other.to_send()

    entries = list(turn._pull_all(other.line, net.hub.hub_id, _end(other)))
    with other.database.writing() as session:
        assert rebase(session, other.bus, other.roles, entries).doubtful
    (now,) = other.to_send()
    assert now.rows == sent.rows != ()
    other.sync()
    (refusal,) = other.rows(RefusalRow)
    with other.database.reading() as session:
        detail = refusal_detail(session, other.school_id, refusal.id, wire.opened)
    assert detail is not None
    assert detail.records, "what was seen, wanted, and stands"


def _end(desk: DeskPlace) -> End:
    with desk.database.reading() as session:
        return end_of(session, desk.school_id)


def test_a_bug_in_one_handler_holds_that_command_and_no_other(net: Net, monkeypatch: pytest.MonkeyPatch) -> None:
    desk, _ = net.desks
    desk.do(days(9))
    desk.do(AddStaff("wu", "吴文员", (Role.CLERK,), HASH))

    def broken(_context: Any, _command: Any) -> None:
        raise ZeroDivisionError

    entry = registration("ChangeSetting")
    monkeypatch.setitem(commands._registered, "ChangeSetting", commands.Registration(entry.command, broken, entry.undo))
    done = desk.sync()
    assert [verdict.kind for verdict in done.verdicts.values()] == [VerdictKind.HELD, VerdictKind.ACCEPTED]


def test_nobody_but_the_hub_records_refusals(net: Net) -> None:
    desk, _ = net.desks
    forged = RecordRefusal("ChangeSetting", "", net.clock.now(), "", "x", "x", "{}")
    with pytest.raises(RuleViolation) as refusal:
        desk.do(forged)
    assert refusal.value.code == "command.not_allowed"
    desk.do(days(9))
    (sent,) = desk.to_send()
    arguments = commands.to_wire(forged)
    answer = told(desk, msgspec.structs.replace(sent, name="RecordRefusal", arguments=arguments))
    assert kinds(answer) == [VerdictKind.REFUSED]


def test_roles_are_those_that_the_hub_knows(net: Net) -> None:
    """A desk that was away may not know that somebody has left."""
    one, other = net.desks
    (shen,) = [row for row in one.rows(StaffRow) if row.login_name == "shen"]
    other.do(CreatePlan("010", SkillLevel.JUNIOR, date(2026, 8, 1), ON, 60_000, 16), "shen")
    one.do(ChangeStaff(shen.id, shen.name, (Role.CLERK,), active=False), "admin")
    one.sync()
    (verdict,) = other.sync().verdicts.values()
    assert (verdict.kind, verdict.code) == (VerdictKind.REFUSED, "command.not_allowed")


def test_a_conflict_is_handed_over_and_settled_once(net: Net) -> None:
    one, other = net.desks
    one.do(days(9))
    one.sync()
    refused = other.do(days(5), "all")
    other.sync()
    zhou = other.who("zhou")
    other.do(HandOverRefusal(refused.command_id, zhou.id, "您来定"))
    other.do(SettleRefusal(refused.command_id, RefusalState.REDONE), "zhou")
    with pytest.raises(RuleViolation, match="处理过") as again:
        other.do(SettleRefusal(refused.command_id, RefusalState.WITHDRAWN))
    assert again.value.code == "refusal.settled"
    other.sync()
    one.sync()
    (row,) = one.rows(RefusalRow)
    assert (row.handed_to, row.settled_by, row.state) == (zhou.id, "zhou", RefusalState.REDONE)


def test_a_conflict_is_handed_to_nobody_who_does_not_work_here(net: Net) -> None:
    one, other = net.desks
    one.do(days(9))
    one.sync()
    refused = other.do(days(5), "all")
    other.sync()
    zhou = other.who("zhou")
    other.do(ChangeStaff(zhou.id, zhou.name, (Role.FINANCE,), active=False), "admin")
    for stranger, code in ((zhou.id, "staff.left"), ("0" * 32, "staff.unknown")):
        with pytest.raises(RuleViolation) as refusal:
            other.do(HandOverRefusal(refused.command_id, stranger))
        assert refusal.value.code == code


def test_a_desk_whose_numbers_are_gone_says_so_and_gets_more(net: Net) -> None:
    desk, _ = net.desks
    plan = CreatePlan("010", SkillLevel.JUNIOR, date(2026, 8, 1), ON, 60_000, 16)
    for _ in range(20):
        desk.do(plan)
    with pytest.raises(RuleViolation, match="联网同步") as refusal:
        desk.do(plan)
    assert refusal.value.code == "number.none_left"
    desk.sync()
    desk.do(plan)
    assert len({row.number for row in desk.rows(TrainingPlanRow)}) == 21


def test_an_effect_is_the_same_on_every_side(net: Net) -> None:
    desk, _ = net.desks
    desk.do(days(9))
    (sent,) = desk.to_send()
    assert sent.effect == effects.effect_of(sent.rows)
    with desk.database.reading() as session:
        link = link_of(session, desk.school_id)
    assert link is not None
    assert link.last_n == 1
