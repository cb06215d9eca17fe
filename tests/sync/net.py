"""A Hub and desks in one process, each with its own database and key; what they say goes through the wire's bytes.

`Net.template` makes a school with people and a joined desk or two once; `Net.open` works on a copy of it.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import sqlalchemy as sa
from sqlalchemy.orm import Session

from school_desk.adapters.secrets import load_key
from school_desk.composition import School, found_school, load_features, roles_at
from school_desk.hub.founding import found_hub
from school_desk.hub.service import HubService
from school_desk.kernel import schema
from school_desk.kernel.bus import Bus, Outcome
from school_desk.kernel.cipher import Cipher
from school_desk.kernel.clock import Clock, ScriptedClock
from school_desk.kernel.columns import KeyedHash
from school_desk.kernel.commands import Actor, Command
from school_desk.kernel.database import Database, SchoolDatabase
from school_desk.kernel.numbers import of_the_hub
from school_desk.kernel.paths import DataFolder
from school_desk.kernel.recording import tables_by_name
from school_desk.kernel.sync_tables import DeskRow, HubRow
from school_desk.kernel.tables import table_of
from school_desk.staff.commands import AddStaff
from school_desk.staff.queries import actor
from school_desk.sync import turn, wire
from school_desk.sync.joining import Begun, Seat, begin_anew
from school_desk.sync.rebase import waiting
from school_desk.terms.roles import Role
from tests.school import NAME, START

Dump = dict[str, dict[str, tuple[str, ...]]]
HASH = "$argon2id$v=19$m=65536,t=3,p=4$c2FsdHNhbHQ$aGFzaGhhc2hoYXNoaGFzaA"


class Storage(Protocol):
    """Where a Hub's rows lie: in its folder, or on a server under the folder's name."""

    def found(self, folder: DataFolder, school: School) -> None:
        """Makes a Hub in `folder` of `school`."""
        ...

    def open(self, folder: Path, cipher: Cipher, school_id: str) -> SchoolDatabase:
        """The Hub's database."""
        ...

    def copied(self, source: Path, target: Path) -> None:
        """The folder was copied while nobody had it open: brings along what lies elsewhere."""
        ...


class InFolder:
    """A Hub with everything in its folder."""

    def found(self, folder: DataFolder, school: School) -> None:
        """See Storage."""
        found_hub(folder, school)

    def open(self, folder: Path, cipher: Cipher, school_id: str) -> SchoolDatabase:
        """See Storage."""
        return Database(folder / "school.db", cipher)

    def copied(self, source: Path, target: Path) -> None:
        """See Storage."""


IN_FOLDER = InFolder()


class Place:
    """One database with its bus: the Hub's or a desk's."""

    def __init__(
        self, folder: Path, database: SchoolDatabase, school_id: str, clock: Clock, *, hub: bool = False
    ) -> None:
        self.folder = folder
        self.database = database
        self.clock = clock
        self.bus = Bus(database, school_id, clock, of_the_hub) if hub else Bus(database, school_id, clock)
        self.school_id = school_id
        self.roles = roles_at(school_id)

    def dump(self) -> Dump:
        """Every recorded row in plain values, keyed hashes aside; a table that holds nothing is not there."""
        with self.database.reading() as session:
            return {
                name: {str(row[1]): tuple(map(str, row)) for row in session.execute(_plain(name))}
                for name in session.scalars(_that_hold_rows()).all()
            }

    def rows(self, kind: type[Any]) -> list[Any]:
        """All rows of a table."""
        with self.database.reading() as session:
            return list(session.scalars(sa.select(kind)))


@cache
def _that_hold_rows() -> sa.CompoundSelect[Any]:
    """Names of the recorded tables that hold a row: one question instead of one a table, most of which are empty."""
    return sa.union_all(
        *(
            sa.select(sa.literal(name)).where(sa.exists(sa.select(1).select_from(table_of(kind))))
            for name, kind in tables_by_name().items()
        )
    )


@cache
def _plain(name: str) -> sa.Select[Any]:
    columns = table_of(tables_by_name()[name]).columns
    return sa.select(*(column for column in columns if not isinstance(column.type, KeyedHash)))


class HubPlace(Place):
    """The Hub, as it is reached by name of a desk."""

    def __init__(
        self, folder: Path, key: bytes, school_id: str, clock: ScriptedClock, storage: Storage = IN_FOLDER
    ) -> None:
        super().__init__(folder, storage.open(folder, Cipher(key), school_id), school_id, clock, hub=True)
        with self.database.reading() as session:
            self.hub_id = session.scalars(sa.select(HubRow.hub_id)).one()
        self.service = HubService(self.bus, self.roles, self.hub_id)

    def enrol(self, no: int) -> Seat:
        """A seat for desk number `no`; its token is its number."""
        with self.database.writing() as session:
            seat = self.service.seat(self.service.enrol(session, f"{no}号机", f"token {no}"))
        return Seat(seat.hub_id, seat.desk_id, seat.desk_no, "", "", seat.last_n)

    def desk(self, session: Session, token: str) -> DeskRow:
        """Whose token it is."""
        found = self.service.find(session, token)
        assert found is not None
        return found


class Line:
    """The way from one desk to the Hub; `fault` is asked before and after each request and may raise."""

    def __init__(self, hub: HubPlace, token: str) -> None:
        self.hub = hub
        self.token = token
        self.fault: Callable[[str], None] = lambda _point: None

    def push(self, push: wire.Push) -> wire.PushAnswer:
        """A push through the wire's bytes."""
        self.fault("push lost")
        asked = wire.decode(wire.encode(push), wire.Push)
        self.fault("push answered with a 4xx")
        with self.hub.database.writing() as session:
            answer = self.hub.service.push(session, self.hub.desk(session, self.token), asked)
            self.fault("hub killed")
        self.fault("push answer lost")
        return wire.decode(wire.encode(answer), wire.PushAnswer)

    def pull(self, cursor: int, mark: str) -> wire.Page:
        """A page through the wire's bytes."""
        self.fault("pull lost")
        with self.hub.database.reading() as session:
            page = self.hub.service.pull(session, self.hub.desk(session, self.token), cursor, mark)
        return wire.decode(wire.encode(page), wire.Page)

    def snapshot(self) -> Iterator[bytes]:
        """The chunks that a desk begins with."""
        with self.hub.database.reading() as session:
            for chunk in self.hub.service.snapshot(session):
                self.fault("snapshot cut")
                yield chunk

    def seat(self, *, renew: bool = False) -> wire.SeatAnswer:
        """The seat, another one when asked for."""
        self.fault("seat lost")
        with self.hub.database.writing() as session:
            desk = self.hub.desk(session, self.token)
            answer = self.hub.service.renew(session, desk) if renew else self.hub.service.seat(desk)
        self.fault("seat answer lost")
        self.token = answer.token or self.token
        return answer

    def reserve(self, series: Sequence[str]) -> Sequence[wire.Block]:
        """Blocks of numbers."""
        self.fault("reserve lost")
        with self.hub.database.writing() as session:
            blocks = self.hub.service.reserve(session, self.hub.desk(session, self.token), series)
        self.fault("reserve answer lost")
        return blocks


class DeskPlace(Place):
    """A desk with its line to the Hub."""

    def __init__(self, folder: Path, key: bytes, school_id: str, clock: Clock, line: Line) -> None:
        self.file = Database(folder / "school.db", Cipher(key))
        super().__init__(folder, self.file, school_id, clock)
        self.line = line

    def join(self, seat: Seat) -> Begun:
        """Begins from the Hub's snapshot."""
        with self.database.writing() as session:
            begun = begin_anew(session, self.bus, self.roles, seat, self.line.snapshot())
        self.sync()
        return begun

    def who(self, login: str) -> Actor:
        """Somebody of the staff."""
        with self.database.reading() as session:
            found = actor(session, self.school_id, login)
        assert found is not None
        return found

    def do(self, command: Command, login: str = "all", command_id: str | None = None) -> Outcome:
        """Gives a command here."""
        return self.bus.execute(command, self.who(login), command_id=command_id)

    def to_send(self) -> list[wire.SentCommand]:
        """What waits for the Hub, as it travels."""
        with self.database.reading() as session:
            return [turn.as_sent(one) for one in waiting(session, self.bus)]

    def sync(self) -> turn.Round:
        """One round."""
        return turn.take_turn(self.bus, self.roles, self.line)


class WrongClock:
    """A desk's clock, which is slow by as much as this, fast when it is negative."""

    def __init__(self, right: ScriptedClock, slow: timedelta) -> None:
        self._right = right
        self._slow = slow

    def now(self) -> datetime:
        """See Clock."""
        return self._right.now() - self._slow


class Net:
    """One Hub with its desks, whose clocks may be `slow`."""

    def __init__(self, root: Path, desks: int, storage: Storage = IN_FOLDER, slow: Sequence[timedelta] = ()) -> None:
        load_features()
        self.clock = ScriptedClock(START)
        school_id = (root / "school_id").read_text()
        self.hub = HubPlace(root / "hub", (root / "hub" / "key").read_bytes(), school_id, self.clock, storage)
        self.desks = []
        for no in range(1, desks + 1):
            folder, line = root / f"desk{no}", Line(self.hub, f"token {no}")
            clock = WrongClock(self.clock, slow[no - 1]) if slow else self.clock
            self.desks.append(DeskPlace(folder, (folder / "key").read_bytes(), school_id, clock, line))

    def close(self) -> None:
        """Lets go of all files."""
        for place in (self.hub, *self.desks):
            place.database.close()


def lay_out(root: Path, desks: int, storage: Storage = IN_FOLDER) -> None:
    """A school with five people, a Hub made of it, and desks that have joined; keys lie beside the databases."""
    clock = ScriptedClock(START)
    lone = DataFolder(root / "lone")
    school = found_school(
        lone, name=NAME, admin_login="admin", admin_name="管理员", password="Huzhou-2026", clock=clock
    )
    with school.reading() as session:
        admin = actor(session, school.id, "admin")
    assert admin is not None
    people = {"all": tuple(Role), "shen": (Role.CLERK,), "qian": (Role.FINANCE,), "zhou": (Role.FINANCE,)}
    for login, roles in people.items():
        school.execute(AddStaff(login, login, roles, HASH, must_change_password=False), admin)
    hub = DataFolder(root / "hub")
    storage.found(hub, school)
    school.close()
    key = load_key(f"hub/{school.id}", hub.key_file)
    (root / "hub" / "key").write_bytes(key)
    (root / "school_id").write_text(school.id)
    place = HubPlace(hub.root, key, school.id, clock, storage)
    for no in range(1, desks + 1):
        folder = root / f"desk{no}"
        folder.mkdir()
        (folder / "key").write_bytes(secrets.token_bytes(32))
        schema.bring_up_to_date(folder / "school.db")
        desk = DeskPlace(folder, (folder / "key").read_bytes(), school.id, clock, Line(place, f"token {no}"))
        desk.join(place.enrol(no))
        desk.database.close()
    place.database.close()
