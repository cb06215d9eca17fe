"""Desks and Hubs of different ages: an older desk is served, or told to be updated; an older Hub keeps what it does not know."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
import sqlalchemy as sa
from starlette.testclient import TestClient

from school_desk.composition import School, found_school, open_school
from school_desk.enterprises.commands import RegisterEnterprise
from school_desk.enterprises.tables import EnterpriseRow
from school_desk.hub.app import make_app
from school_desk.hub.forms import JSON
from school_desk.hub.founding import found_hub
from school_desk.kernel import bus, commands, journal
from school_desk.kernel.clock import ScriptedClock
from school_desk.kernel.commands import Actor, to_wire
from school_desk.kernel.effects import effect_of
from school_desk.kernel.errors import RuleViolation
from school_desk.kernel.paths import DataFolder
from school_desk.kernel.sync_tables import HeldRow, HubLinkRow
from school_desk.kernel.tables import JournalRow, OutboxRow, SettingRow, table_of
from school_desk.kernel.undo import TakeBack
from school_desk.overview.journal_detail import journal_detail
from school_desk.overview.journal_list import journal_kinds, journal_list
from school_desk.payments.settings import DAYS_TO_PAY
from school_desk.staff.commands import AddStaff, ChangeSetting
from school_desk.staff.queries import actor
from school_desk.staff.tables import StaffRow
from school_desk.sync import snapshot, turn, wire
from school_desk.sync.wire import SentCommand, VerdictKind
from school_desk.terms.roles import Role
from tests.hub.serving import RemoteDesk, served
from tests.migrations.keep_release import RELEASED
from tests.papers import CODES
from tests.school import NAME, START
from tests.sync.net import HASH, DeskPlace, Net
from tests.sync.wires import hub_school

ON, NOW = date(2026, 9, 1), datetime(2026, 12, 1, 1, 0, tzinfo=UTC)


def days(value: int) -> ChangeSetting:
    return ChangeSetting(DAYS_TO_PAY.key, value, ON)


def told(desk: DeskPlace, *sent: SentCommand) -> list[VerdictKind]:
    answer = desk.line.push(wire.Push(desk.line.hub.hub_id, sent))
    return [verdict.kind for verdict in answer.verdicts]


def test_an_older_commands_arguments_are_understood_and_known_again(net: Net) -> None:
    """What came since has its usual value; the answer got lost, and the same command comes again."""
    desk, _ = net.desks
    given = desk.do(days(9))
    (sent,) = desk.to_send()
    undone = TakeBack(given.command_id, "ChangeSetting")
    older = to_wire(undone) | {"arguments": {"key": "x"}, "rows": []}  # as version 1 had it
    desk.do(undone)
    _, undoing = desk.to_send()
    undoing = msgspec.structs.replace(undoing, version=1, arguments=older)
    assert told(desk, sent, undoing) == [VerdictKind.ACCEPTED] * 2
    assert told(desk, sent, undoing) == [VerdictKind.DUPLICATE] * 2
    assert net.hub.rows(SettingRow) == []
    desk.sync()
    assert desk.dump() == net.hub.dump()


def test_a_waiting_command_of_an_earlier_version_survives_the_update_of_its_desk(
    net: Net, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The desk begins anew, runs it again and sends it."""
    desk, _ = net.desks
    given = desk.do(days(9))
    desk.sync()
    with monkeypatch.context() as before_the_update:
        before_the_update.setattr(TakeBack, "version", 1)
        before_the_update.setattr(bus, "to_wire", lambda command: to_wire(command) | {"arguments": {}, "rows": []})
        undone = desk.do(TakeBack(given.command_id, "ChangeSetting"))
    (sent,) = desk.to_send()
    assert (sent.version, sorted(sent.arguments)) == (1, ["arguments", "rows", "target_id", "target_name"])
    begun = turn.begin(desk.bus, desk.roles, desk.line, desk.line.seat())
    assert (begun.carried, begun.doubtful) == ((undone.command_id,), ())
    assert desk.sync().verdicts[undone.command_id].kind is VerdictKind.ACCEPTED
    assert desk.rows(SettingRow) == net.hub.rows(SettingRow) == []
    assert desk.dump() == net.hub.dump()


def test_a_command_that_the_hub_does_not_know_is_kept_until_its_update(
    net: Net, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, other = net.desks
    newer = desk.do(days(9))
    plain = desk.do(AddStaff("wu", "吴文员", (Role.CLERK,), HASH))
    waiting = desk.to_send()
    with monkeypatch.context() as an_old_hub:
        an_old_hub.delitem(commands._registered, "ChangeSetting")
        assert told(desk, *waiting) == [VerdictKind.HELD, VerdictKind.ACCEPTED]
        other.sync()
        assert told(desk, *waiting) == [VerdictKind.HELD, VerdictKind.DUPLICATE]
        with net.hub.database.writing() as session:  # started again without an update: it stays where it is
            net.hub.service.take_up_held(session)
        assert [row.command_id for row in net.hub.rows(HeldRow)] == [newer.command_id]
    desk.sync()
    assert [row.command_id for row in desk.rows(OutboxRow)] == [newer.command_id]
    with net.hub.database.writing() as session:
        net.hub.service.take_up_held(session)
    assert net.hub.rows(HeldRow) == []
    for place in (desk, other):
        place.sync()
        assert place.rows(OutboxRow) == []
        assert place.dump() == net.hub.dump()
    known = [row.id for row in net.hub.rows(JournalRow)]
    assert [known.count(one.command_id) for one in (newer, plain)] == [1, 1]


@pytest.mark.long
@pytest.mark.parametrize("release", sorted(RELEASED.glob("*.zip")), ids=lambda path: path.stem)
def test_a_computer_with_a_released_database_joins_with_what_it_did_since(release: Path, tmp_path: Path) -> None:
    clock = ScriptedClock(NOW)
    for place in ("office", "old"):
        with zipfile.ZipFile(release) as archive:
            archive.extractall(tmp_path / place)
    office = open_school(DataFolder(tmp_path / "office"), clock)
    found_hub(DataFolder(tmp_path / "hub"), office)
    office.close()
    school = open_school(DataFolder(tmp_path / "old"), clock)
    since = school.execute(days(9), an_admin(school))
    school.close()
    with served(DataFolder(tmp_path / "hub"), clock) as (hub, address):
        old = RemoteDesk(tmp_path / "old", hub, address, clock)
        assert (old.begun.carried, old.begun.doubtful) == ((since.command_id,), ())
        done, _ = old.sync()
        assert done.verdicts[since.command_id].kind is VerdictKind.ACCEPTED
        new = RemoteDesk(tmp_path / "new", hub, address, clock)
        assert new.school.row_counts() == old.school.row_counts()
        for school in (old.school, new.school):
            with school.reading() as session:
                assert journal.first_broken(session, school.database.cipher, school.id) is None
        with hub.reading() as session:
            assert journal.first_broken(session, hub.database.cipher, hub.id) is None
        old.school.close()
        new.school.close()


def an_admin(school: School) -> Actor:
    """Somebody of the staff who may change settings."""
    with school.reading() as session:
        people = [actor(session, school.id, login) for login in session.scalars(sa.select(StaffRow.login_name))]
    return next(who for who in people if who is not None and Role.ADMIN in who.roles)


def test_a_desk_that_is_too_old_is_told_so_and_keeps_everything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = ScriptedClock(START)
    lone = found_school(
        DataFolder(tmp_path / "lone"), name=NAME, admin_login="admin", admin_name="管理员", password="Huzhou-2026",
        clock=clock,
    )  # fmt: skip
    found_hub(DataFolder(tmp_path / "hub"), lone)
    lone.close()
    with served(DataFolder(tmp_path / "hub"), clock) as (hub, address):
        desk = RemoteDesk(tmp_path / "desk", hub, address, clock)
        given = desk.school.execute(days(9), desk.who("admin"))
        with monkeypatch.context() as the_hub_moved_on:
            the_hub_moved_on.setattr(wire, "OLDEST_SCHEMA", wire.SCHEMA + 1)
            for _ in range(2):
                with pytest.raises(RuleViolation, match="本机的操作都保留着") as refusal:
                    desk.sync()
                assert refusal.value.code == "schema.old"
            with desk.hub() as line, pytest.raises(RuleViolation, match="先升级"):
                line.pull(0, "")
        with desk.school.reading() as session:
            assert [row.command_id for row in session.scalars(sa.select(OutboxRow))] == [given.command_id]
        done, _ = desk.sync()
        assert done.verdicts[given.command_id].kind is VerdictKind.ACCEPTED
        desk.school.close()


def test_a_hub_serves_desks_from_its_oldest_contract_on(
    net: Net, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Newer ones too: what it does not know of theirs, it keeps."""
    monkeypatch.setattr(wire, "OLDEST_SCHEMA", 3)
    asking = TestClient(make_app(hub_school(net.hub)), headers={"Authorization": "Bearer token 1", "Accept": JSON})
    for schema, status in ((2, 426), (3, 200), (4, 200), (5, 200), (6, 200)):
        assert asking.get("/v1/pull", params={"schema": schema}).status_code == status
        asked = {"hub_id": net.hub.hub_id, "commands": [], "schema": schema}
        assert asking.post("/v1/push", json=asked).status_code == status


def newer(entry: wire.Entry) -> wire.Entry:
    """The entry as a Hub with one more table, and one more column in every table, would tell it."""
    payload = journal.as_payload(entry.content)
    rows = [
        journal.RowImages(row.table, row.row_id, row.before, row.after and row.after | {"novel": 1})
        for row in payload.rows
    ]
    rows.append(journal.RowImages("novelty", "0" * 32, None, {"id": "0" * 32}))
    return msgspec.structs.replace(entry, content=journal.as_content(replace(payload, rows=tuple(rows))))


def test_what_a_newer_hub_has_besides_passes_an_older_desk_by(net: Net, monkeypatch: pytest.MonkeyPatch) -> None:
    """It lays what it knows and keeps the journal whole, so that it may be told on."""
    desk, other = net.desks
    other.do(days(9))
    other.sync()
    pull = desk.line.pull

    def told_more(cursor: int, mark: str) -> wire.Page:
        page = pull(cursor, mark)
        return msgspec.structs.replace(page, entries=tuple(newer(entry) for entry in page.entries))

    monkeypatch.setattr(desk.line, "pull", told_more)
    desk.sync()
    assert desk.dump() == net.hub.dump()
    with desk.database.reading() as session:
        last = session.scalars(sa.select(JournalRow).order_by(JournalRow.seq.desc())).first()
        assert last is not None
        kept = journal.open_payload(desk.database.cipher, last)
    assert [row.table for row in kept.rows] == ["setting_value", "novelty"]


@pytest.mark.parametrize("told_as", [{}, {"name": "Novelty"}, {"version": 99}])
def test_what_newer_programs_did_is_in_an_older_desks_journal_and_stays(
    net: Net, monkeypatch: pytest.MonkeyPatch, told_as: dict[str, Any]
) -> None:
    desk, other = net.desks
    given = other.do(days(9))
    other.sync()
    pull = desk.line.pull

    def told_more(cursor: int, mark: str) -> wire.Page:
        page = pull(cursor, mark)
        entries = tuple(msgspec.structs.replace(newer(entry), **told_as) for entry in page.entries)
        return msgspec.structs.replace(page, entries=entries)

    monkeypatch.setattr(desk.line, "pull", told_more)
    desk.sync()
    word = "新版程序的操作" if "name" in told_as else "修改设置"
    with desk.database.reading() as session:
        newest = journal_list(session, desk.bus.school_id)[0]
        assert (newest.command_id, newest.label) == (given.command_id, word)
        assert word in [label for _, label in journal_kinds(session, desk.bus.school_id)]
        detail = journal_detail(session, desk.database.cipher, desk.bus.school_id, given.command_id)
    assert detail is not None
    assert (len(detail.records), detail.more, "新版程序" in detail.never) == (1, 1, bool(told_as))
    with pytest.raises(RuleViolation, match="请先升级") as refusal:
        desk.do(TakeBack(given.command_id, told_as.get("name", given.name)))
    assert refusal.value.code == "undo.newer"
    assert desk.dump() == net.hub.dump()


def test_an_updated_desk_begins_anew_for_what_it_left_out(net: Net) -> None:
    desk, _ = net.desks
    given = desk.do(days(9))
    with desk.database.writing() as session:
        session.connection().execute(sa.update(table_of(HubLinkRow)).values(contract=wire.SCHEMA - 1))
    done = desk.sync()
    assert done.begun is not None
    assert done.verdicts[given.command_id].kind is VerdictKind.ACCEPTED
    assert desk.sync().begun is None
    assert desk.dump() == net.hub.dump()


def test_an_older_desk_begins_from_a_newer_hubs_snapshot(net: Net, monkeypatch: pytest.MonkeyPatch) -> None:
    desk, _ = net.desks
    whole = desk.line.snapshot

    def told_more() -> Iterator[bytes]:
        for message in whole():
            chunk = wire.decode(message, snapshot._ANY_CHUNK)
            if isinstance(chunk, snapshot.Rows) and chunk.table == StaffRow.__tablename__:
                novel = (*chunk.columns, snapshot.Column("novel", [1]))
                yield wire.encode(msgspec.structs.replace(chunk, columns=novel))
                yield wire.encode(snapshot.Rows("novelty", 1, (snapshot.Column("id", ["0"]),)))
            elif isinstance(chunk, snapshot.End):
                yield wire.encode(snapshot.End(chunk.chunks + 1))
            else:
                yield message

    monkeypatch.setattr(desk.line, "snapshot", told_more)
    turn.begin(desk.bus, desk.roles, desk.line, desk.line.seat())
    assert desk.dump() == net.hub.dump()


def test_a_newer_desk_begins_from_an_older_hubs_snapshot(net: Net, monkeypatch: pytest.MonkeyPatch) -> None:
    """Which knows nothing of a column that may be empty."""
    desk, _ = net.desks
    desk.do(RegisterEnterprise(CODES[0], "湖州甲建设有限公司", "吴兴区", "330502", False, "13800005893"))
    desk.sync()
    whole = desk.line.snapshot

    def told_less() -> Iterator[bytes]:
        for message in whole():
            chunk = wire.decode(message, snapshot._ANY_CHUNK)
            if isinstance(chunk, snapshot.Rows) and chunk.table == EnterpriseRow.__tablename__:
                known = tuple(column for column in chunk.columns if column.name != "contact_mobile")
                assert len(known) == len(chunk.columns) - 1
                message = wire.encode(msgspec.structs.replace(chunk, columns=known))
            yield message

    monkeypatch.setattr(desk.line, "snapshot", told_less)
    turn.begin(desk.bus, desk.roles, desk.line, desk.line.seat())
    assert desk.dump() == net.hub.dump()


def test_an_empty_column_that_only_one_side_has_is_no_other_effect() -> None:
    made = journal.RowImages("setting", "1", None, {"id": "1", "value": 9})
    emptied = replace(made, before={"value": 9}, after={"value": None})
    assert effect_of([made]) == effect_of([replace(made, after={"id": "1", "value": 9, "novel": None})])
    assert len({effect_of([one]) for one in (made, emptied, replace(emptied, before={}), replace(made, after={}))}) == 4
