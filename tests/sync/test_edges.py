"""What hardly ever happens between a desk and its Hub, and must still be told in words and lose nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest
import zstandard

from school_desk.kernel import commands, journal, numbers, schema
from school_desk.kernel.bus import Bus
from school_desk.kernel.cipher import Cipher
from school_desk.kernel.commands import registration
from school_desk.kernel.database import Database
from school_desk.kernel.errors import EnvironmentFault
from school_desk.kernel.tables import OutboxRow, OutboxState
from school_desk.payments.settings import DAYS_TO_PAY
from school_desk.plans.commands import CreatePlan
from school_desk.staff.commands import ChangeSetting
from school_desk.sync import turn, wire
from school_desk.sync.joining import Seat, begin_anew
from school_desk.sync.rebase import Diverged, rebase
from school_desk.terms.levels import SkillLevel
from tests.sync.net import DeskPlace, Net

ON = date(2026, 9, 1)
SEAT = Seat("", "0" * 32, 1, "", "", 0)


def days(value: int) -> ChangeSetting:
    return ChangeSetting(DAYS_TO_PAY.key, value, ON)


def news(desk: DeskPlace) -> list[wire.Entry]:
    """What the Hub has beyond this desk."""
    with desk.database.reading() as session:
        end = journal.end_of(session, desk.school_id)
    return list(turn._pull_all(desk.line, desk.line.hub.hub_id, end))


def test_our_bug_in_one_command_parks_it_and_lets_everything_else_in(net: Net, monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = net.desks
    one.do(days(9))
    one.sync()
    other.do(days(5))
    entries = news(other)

    def broken(_context: Any, _command: Any) -> None:
        raise ZeroDivisionError

    entry = registration("ChangeSetting")
    with monkeypatch.context() as patch:
        patch.setitem(commands._registered, "ChangeSetting", commands.Registration(entry.command, broken, entry.undo))
        with other.database.writing() as session:
            done = rebase(session, other.bus, other.roles, entries)
    (box,) = other.rows(OutboxRow)
    assert (box.state, done.doubtful) == (OutboxState.PARKED, (box.command_id,))
    assert "程序出错" in (box.told or "")
    for _ in range(2):
        other.sync()
        one.sync()
    assert other.rows(OutboxRow) == []
    assert one.dump() == other.dump() == net.hub.dump()


def test_entries_that_do_not_follow_are_not_taken(net: Net) -> None:
    one, other = net.desks
    one.do(days(9))
    one.do(days(5))
    one.sync()
    with pytest.raises(Diverged), other.database.writing() as session:
        rebase(session, other.bus, other.roles, news(other)[1:])
    other.sync()
    assert other.dump() == net.hub.dump()


def test_a_snapshot_that_breaks_off_or_is_anothers_changes_nothing(net: Net) -> None:
    one, _ = net.desks
    before, messages = one.dump(), list(one.line.snapshot())
    for broken in (messages[:-1], messages[:1] + messages[2:], []):
        with pytest.raises(EnvironmentFault, match="中断"), one.database.writing() as session:
            begin_anew(session, one.bus, one.roles, SEAT, iter(broken))
    stranger = Bus(one.database, "f" * 32, one.clock)
    with pytest.raises(EnvironmentFault, match="另一所学校"), one.database.writing() as session:
        begin_anew(session, stranger, one.roles, SEAT, iter(messages))
    assert one.dump() == before


def test_who_is_alone_has_nobody_to_sync_with(net: Net, tmp_path: Path) -> None:
    one, _ = net.desks
    path = tmp_path / "alone.db"
    schema.bring_up_to_date(path)
    database = Database(path, Cipher(bytes(32)))
    with pytest.raises(EnvironmentFault, match="还没有加入总台"):
        turn.take_turn(Bus(database, one.school_id, one.clock), one.roles, one.line)
    database.close()


def test_another_hub_at_the_same_address_gets_nothing(net: Net, monkeypatch: pytest.MonkeyPatch) -> None:
    one, _ = net.desks
    one.do(days(9))
    monkeypatch.setattr(net.hub.service, "hub_id", "another")
    with pytest.raises(EnvironmentFault) as fault:
        one.sync()
    assert fault.value.code == "sync.other_hub"
    assert len(one.rows(OutboxRow)) == 1


def test_a_message_that_is_none(net: Net) -> None:
    with pytest.raises(ValueError, match="protocol"):
        wire.decode(b"nonsense", wire.Page)
    with pytest.raises(ValueError, match="protocol"):
        wire.decode(wire.encode(3), wire.Page)


def test_a_message_that_unpacks_to_too_much_is_none() -> None:
    """Whether it says so at its beginning or not: the library by itself heeds a limit in the second case only."""
    whole = wire.encode(bytes(1_000))
    packer = zstandard.ZstdCompressor().compressobj()
    silent = packer.compress(msgspec.msgpack.encode(bytes(1_000))) + packer.flush()
    assert [zstandard.frame_content_size(one) for one in (whole, silent)] == [1_003, -1]
    for message in (whole, silent):
        assert wire.decode(message, bytes, 1_003) == bytes(1_000)
        with pytest.raises(ValueError, match="protocol"):
            wire.decode(message, bytes, 1_002)


def test_a_number_in_reserve_that_a_copy_gave_is_not_given_again(net: Net) -> None:
    one, _ = net.desks
    plan = CreatePlan("010", SkillLevel.JUNIOR, date(2026, 8, 1), ON, 60_000, 16)
    first = one.do(plan).result["number"]
    with one.database.writing() as session:
        numbers.note(session, one.school_id, "training_plan/2026", int(first[-3:]) + 1)
    assert int(one.do(plan).result["number"][-3:]) == int(first[-3:]) + 2
