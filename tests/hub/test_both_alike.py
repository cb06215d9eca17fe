"""The same commands give the same rows and the same journal in SQLite and in PostgreSQL: every kind that a released school's journal holds."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa

from school_desk.composition import found_school, load_features, open_school
from school_desk.hub.founding import found_hub
from school_desk.hub.opening import open_hub
from school_desk.hub.postgres import PostgresDatabase
from school_desk.hub.walls import bring_up_to_date
from school_desk.kernel import journal, schema
from school_desk.kernel.bus import Bus, Given
from school_desk.kernel.cipher import Cipher
from school_desk.kernel.clock import ScriptedClock
from school_desk.kernel.commands import Actor, from_wire
from school_desk.kernel.database import Database, SchoolDatabase
from school_desk.kernel.journal import Payload
from school_desk.kernel.numbers import of_the_hub
from school_desk.kernel.paths import DataFolder
from school_desk.kernel.tables import JournalRow, SchoolRow, SettingRow, table_of
from school_desk.payments.settings import ASK_WHOM, DAYS_TO_PAY, PAYEE_BANK
from school_desk.staff.commands import ChangeSetting
from school_desk.staff.queries import actor
from school_desk.sync.snapshot import chunks
from school_desk.terms.roles import Role
from tests.hub.servers import Server
from tests.migrations.keep_release import RELEASED
from tests.school import START
from tests.sync.net import Place

KEY = bytes(range(32))
Told = list[tuple[JournalRow, Payload]]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    """The journal of a whole school's year."""
    folder = DataFolder(tmp_path_factory.mktemp("released") / "data")
    with zipfile.ZipFile(max(RELEASED.glob("*.zip"))) as archive:
        archive.extractall(folder.root)
    school = open_school(folder, ScriptedClock(START))
    with school.reading() as session:
        rows = session.scalars(sa.select(JournalRow).order_by(JournalRow.seq)).all()
        found = [(row, journal.open_payload(school.database.cipher, row)) for row in rows]
    school.close()
    return found


def carried_out(database: SchoolDatabase, told: Told) -> Place:
    """An empty school that does all of it again, in one transaction as a Hub does a batch."""
    school_id, clock = told[0][0].school_id, ScriptedClock(START)
    place = Place(Path(), database, school_id, clock, hub=True)
    bus = Bus(database, school_id, clock, of_the_hub)
    with database.writing() as session:
        facts = {"id": school_id, "name": "学校", "founded_at": clock.now()}
        session.connection().execute(sa.insert(table_of(SchoolRow)), facts)
        for row, payload in told:
            actor = Actor(row.actor_id, row.actor_name, frozenset(Role))
            command = from_wire(row.name, payload.arguments)
            with session.begin_nested():
                bus.carry_out(session, Given(command, actor, row.id, row.made_at, payload.numbers))
    return place


def contents(place: Place) -> list[tuple[int, str, Payload]]:
    """The journal in plain."""
    with place.database.reading() as session:
        rows = session.scalars(sa.select(JournalRow).order_by(JournalRow.seq))
        return [(row.seq, row.id, journal.open_payload(place.database.cipher, row)) for row in rows]


def test_the_same_commands_give_the_same(server: Server, tmp_path: Path, told: Told) -> None:
    load_features()
    schema.bring_up_to_date(tmp_path / "school.db")
    bring_up_to_date(server.make("alike"))
    school_id = told[0][0].school_id
    here = carried_out(Database(tmp_path / "school.db", Cipher(KEY)), told)
    there = carried_out(PostgresDatabase(server.url("alike"), school_id, Cipher(KEY)), told)
    assert len({row.name for row, _ in told}) > 40
    assert there.dump() == here.dump()
    for mine, other in zip(contents(here), contents(there), strict=True):
        assert mine == other
    taken = []
    for place in (here, there):
        with place.database.reading() as session:
            taken.append(list(chunks(session, place.database.cipher, school_id, "")))
        place.database.close()
    assert taken[0] == taken[1], "and a desk that begins gets the same bytes"


def test_a_hub_on_a_server_takes_settings_of_every_kind(server: Server, tmp_path: Path) -> None:
    """SQLite makes a number of JSON's text of one; the server wants the text."""
    lone = found_school(
        DataFolder(tmp_path / "lone"), name="学校", admin_login="admin", admin_name="管理员", password="Huzhou-2026"
    )
    with lone.reading() as session:
        admin = actor(session, lone.id, "admin")
    assert admin is not None
    for key, value in ((DAYS_TO_PAY.key, 9), (PAYEE_BANK.key, "工商银行"), (ASK_WHOM.key, "12")):
        lone.execute(ChangeSetting(key, value, date(2027, 1, 1)), admin)
    url = server.make("settings")
    found_hub(DataFolder(tmp_path / "hub"), lone, url)
    hub = open_hub(DataFolder(tmp_path / "hub"), url=url)
    for place in (lone, hub):
        with place.reading() as session:
            found = {row.key: row.value for row in session.scalars(sa.select(SettingRow))}
        assert found == {DAYS_TO_PAY.key: 9, PAYEE_BANK.key: "工商银行", ASK_WHOM.key: "12"}
        place.close()
