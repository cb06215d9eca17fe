"""What a Hub asks once for a batch is asked again where a command changes it, and what another writer did is no verdict."""

from __future__ import annotations

import sqlite3
from datetime import date
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

from school_desk.hub import adjudicate
from school_desk.hub.postgres import PostgresDatabase
from school_desk.kernel import commands, journal
from school_desk.kernel.commands import Registration, registration
from school_desk.kernel.database import in_transaction
from school_desk.kernel.refusals import RefusalRow
from school_desk.kernel.tables import JournalRow, OutboxRow, SettingRow
from school_desk.payments.settings import ASK_WHOM, DAYS_TO_PAY
from school_desk.plans.commands import CreatePlan
from school_desk.staff.commands import AddStaff, ChangeSetting, ChangeStaff
from school_desk.staff.tables import StaffRow
from school_desk.sync import wire
from school_desk.sync.wire import VerdictKind
from school_desk.terms.levels import SkillLevel
from school_desk.terms.roles import Role
from tests.sync.net import HASH, DeskPlace, Net

ON = date(2026, 9, 1)
ACCEPTED, REFUSED, DUPLICATE = VerdictKind.ACCEPTED, VerdictKind.REFUSED, VerdictKind.DUPLICATE


def push(desk: DeskPlace) -> wire.Push:
    return wire.Push(desk.line.hub.hub_id, tuple(desk.to_send()))


def answer(desk: DeskPlace) -> list[tuple[VerdictKind, int]]:
    return [(verdict.kind, verdict.seq) for verdict in desk.line.push(push(desk)).verdicts]


def test_one_that_is_refused_spoils_no_other(net: Net) -> None:
    one, other = net.desks
    one.do(ChangeSetting(DAYS_TO_PAY.key, 9, ON))
    one.sync()
    for login in ("wu", "li"):
        other.do(AddStaff(login, login, (Role.CLERK,), HASH))
    other.do(ChangeSetting(DAYS_TO_PAY.key, 5, ON))
    other.do(ChangeSetting(ASK_WHOM.key, "沈老师", ON))
    end = net.hub.rows(JournalRow)[-1].seq
    assert answer(other) == [(kind, end + n) for n, kind in enumerate((ACCEPTED, ACCEPTED, REFUSED, ACCEPTED), 1)]
    assert [kind for kind, _ in answer(other)] == [DUPLICATE] * 4
    with net.hub.database.reading() as session:
        assert journal.first_broken(session, net.hub.database.cipher, net.hub.school_id) is None
    assert len(net.hub.rows(RefusalRow)) == 1


def test_who_lost_a_role_in_the_batch_has_lost_it(net: Net) -> None:
    """On the desk nobody looked; the Hub does, in the middle of the batch."""
    desk, _ = net.desks
    (member,) = (row for row in desk.rows(StaffRow) if row.login_name == "all")
    everything = frozenset(member.roles)
    desk.do(ChangeSetting(DAYS_TO_PAY.key, 9, ON), "all")
    desk.do(ChangeStaff(member.id, member.name, (Role.CLERK,), True), "admin")
    actor = commands.Actor(member.id, member.name, everything)
    desk.bus.execute(ChangeSetting(ASK_WHOM.key, "沈老师", ON), actor)
    assert [kind for kind, _ in answer(desk)] == [ACCEPTED, ACCEPTED, REFUSED]


def test_the_same_command_twice_in_a_batch_is_done_once(net: Net) -> None:
    desk, _ = net.desks
    desk.do(ChangeSetting(DAYS_TO_PAY.key, 9, ON))
    sent = push(desk)
    told = desk.line.push(wire.Push(sent.hub_id, sent.commands * 2))
    assert [verdict.kind for verdict in told.verdicts] == [ACCEPTED, DUPLICATE]
    assert len(net.hub.rows(SettingRow)) == 1


def test_a_hub_leaves_nothing_for_a_hub(net: Net) -> None:
    desk, _ = net.desks
    desk.do(ChangeSetting(DAYS_TO_PAY.key, 9, ON))
    desk.sync()
    assert net.hub.rows(OutboxRow) == []


def test_another_writer_in_the_way_is_no_verdict(net: Net, monkeypatch: pytest.MonkeyPatch) -> None:
    """The whole batch is begun again; the command is neither held nor refused."""
    desk, _ = net.desks
    desk.do(ChangeSetting(DAYS_TO_PAY.key, 9, ON))
    sent, entry = push(desk), registration("ChangeSetting")
    disturbed: list[Any] = []

    def in_the_way(context: Any, command: Any) -> Any:
        if not disturbed:
            disturbed.append(command)
            raise OperationalError("UPDATE", {}, disturbance(net))
        return entry.handler(context, command)

    monkeypatch.setitem(commands._registered, "ChangeSetting", Registration(entry.command, in_the_way, entry.undo))
    monkeypatch.setattr(net.hub.database, "attempts", 2)
    hub = net.hub
    done = in_transaction(
        hub.database,
        lambda session: hub.service.push(session, hub.desk(session, desk.line.token), sent),
        lambda _: None,
    )
    assert [verdict.kind for verdict in done.verdicts] == [ACCEPTED]


def disturbance(net: Net) -> BaseException:
    """What the driver raises when another writer was in the way."""
    if isinstance(net.hub.database, PostgresDatabase):
        return psycopg.errors.SerializationFailure()
    fault = sqlite3.OperationalError("locked")
    fault.sqlite_errorcode = sqlite3.SQLITE_BUSY
    return fault


def test_more_than_one_run_and_a_run_of_one(net: Net, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(adjudicate, "_TOGETHER", 2)
    desk, _ = net.desks
    for login in ("wu", "li", "he", "xu", "ma"):
        desk.do(AddStaff(login, login, (Role.CLERK,), HASH))
    assert [kind for kind, _ in answer(desk)] == [ACCEPTED] * 5
    with net.hub.database.reading() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(StaffRow)) == len(desk.rows(StaffRow))


def test_what_a_server_cannot_keep_is_refused_with_all_of_it(net: Net) -> None:
    """PostgreSQL has no place for a NUL in a text; SQLite has."""
    desk, _ = net.desks
    given = desk.do(AddStaff("wu", "吴\0文员", (Role.CLERK,), HASH))
    on_server = isinstance(net.hub.database, PostgresDatabase)
    assert [kind for kind, _ in answer(desk)] == [REFUSED if on_server else ACCEPTED]
    assert [row.id for row in net.hub.rows(RefusalRow)] == ([given.command_id] if on_server else [])
    desk.sync()
    assert desk.dump() == net.hub.dump()


def test_a_long_text_and_a_great_number_are_kept_as_they_are(net: Net) -> None:
    desk, other = net.desks
    desk.do(CreatePlan("010", SkillLevel.JUNIOR, ON, ON, 60_000, 2**40))
    desk.do(AddStaff("wu", "吴" * 300, (Role.CLERK,), HASH))
    desk.sync()
    other.sync()
    assert other.dump() == desk.dump() == net.hub.dump()
    assert net.hub.rows(RefusalRow) == []
