"""Opens a Hub's data: one school's database, files and bus, with what the Hub alone knows.

A Hub's folder holds its files, its key (where there is no vault) and, unless a PostgreSQL server has them, its rows; then it
notes which of that server's schools it is.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from school_desk.adapters.secrets import load_key
from school_desk.composition import bring_up_to_date, load_features, roles_at
from school_desk.hub import walls
from school_desk.hub.postgres import ATTEMPTS, PostgresDatabase, connect, telling_faults
from school_desk.hub.service import HubService, renewed_from
from school_desk.kernel import schema
from school_desk.kernel.blobs import BlobStore
from school_desk.kernel.bus import Bus
from school_desk.kernel.cipher import Cipher
from school_desk.kernel.clock import Clock, SystemClock
from school_desk.kernel.database import Database, SchoolDatabase, in_transaction
from school_desk.kernel.errors import EnvironmentFault, RuleViolation
from school_desk.kernel.numbers import of_the_hub
from school_desk.kernel.paths import DataFolder
from school_desk.kernel.sync_tables import DeskRow, DeskState, HubRow
from school_desk.kernel.tables import SchoolRow


@dataclass
class HubSchool:
    """One school on a Hub. Commands of people on the website go through `bus`, those of desks through `service`."""

    id: str
    name: str
    folder: DataFolder
    database: SchoolDatabase
    blobs: BlobStore
    bus: Bus
    service: HubService
    clock: Clock

    def desks(self) -> list[DeskRow]:
        """Every desk that was ever enrolled, by number."""
        with self.database.reading() as session:
            return list(session.scalars(sa.select(DeskRow).where(DeskRow.school_id == self.id).order_by(DeskRow.no)))

    def revoke(self, no: int) -> list[DeskRow]:
        """Listens no more to a desk and to all that were renewed from it; these. Raises RuleViolation `desk.unknown`."""

        def stop(session: Session) -> list[DeskRow]:
            ours = sa.select(DeskRow).where(DeskRow.school_id == self.id).order_by(DeskRow.no)
            desks = session.scalars(ours).all()
            stopped = {desk.id: desk for desk in desks if desk.no == no}
            if not stopped:
                raise RuleViolation("desk.unknown", f"没有 {no} 号机。")
            origin = renewed_from(desks)
            for desk in desks:  # one that was renewed comes after what it was renewed from
                if desk.id in origin and origin[desk.id].id in stopped:
                    stopped[desk.id] = desk
            for desk in stopped.values():
                desk.state = DeskState.REVOKED
            return list(stopped.values())

        return in_transaction(self.database, stop)

    def reading(self) -> AbstractContextManager[Session]:
        """A session for queries."""
        return self.database.reading()

    def close(self) -> None:
        """Lets go of files and connections."""
        self.database.close()


def key_owner(school_id: str) -> str:
    """Under which name the Hub keeps a school's key: a desk of the same school may be on the same computer."""
    return f"hub/{school_id}"


def noted_school(folder: DataFolder) -> Path:
    """The file that names the school whose rows a PostgreSQL server keeps; absent when they lie in the folder."""
    return folder.root / "hub.school"


def open_hub(folder: DataFolder, clock: Clock | None = None, url: str | None = None) -> HubSchool:
    """Opens the Hub in `folder`; its rows lie at `url`, or in the folder too. Raises EnvironmentFault `hub.absent`, `key.missing` …"""
    found = _find_in_folder(folder) if url is None else _find_on_server(folder, url)
    folder.prepare()
    load_features()
    clock = clock or SystemClock()
    cipher = Cipher(load_key(key_owner(found.school_id), folder.key_file))
    database: SchoolDatabase
    if url is None:
        bring_up_to_date(folder, cipher, clock)
        database = Database(folder.database, cipher, ATTEMPTS)
    else:
        database = PostgresDatabase(url, found.school_id, cipher)
    bus = Bus(database, found.school_id, clock, of_the_hub)
    service = HubService(bus, roles_at(found.school_id), found.hub_id)
    blobs = BlobStore(folder.blobs, cipher)
    return HubSchool(found.school_id, found.name, folder, database, blobs, bus, service, clock)


@dataclass(frozen=True)
class _Identity:
    school_id: str
    name: str
    hub_id: str


def _find_in_folder(folder: DataFolder) -> _Identity:
    if noted_school(folder).exists():
        message = f"{folder.root} 的总台把数据放在 PostgreSQL 服务器上。请用 --database 写明数据库地址。"
        raise EnvironmentFault("hub.elsewhere", message)
    if schema.stored_revision(folder.database) is None:
        raise _absent(folder)
    return _identify(sa.create_engine(sa.URL.create("sqlite", database=str(folder.database))), folder)


def _find_on_server(folder: DataFolder, url: str) -> _Identity:
    note = noted_school(folder)
    if not note.exists():
        raise _absent(folder)
    walls.bring_up_to_date(url)
    with telling_faults():
        return _identify(connect(url, note.read_text("ascii").strip()), folder)


def _absent(folder: DataFolder) -> EnvironmentFault:
    message = f"文件夹 {folder.root} 里没有总台的数据。请先用 school-desk hub init --from 备份文件 建立总台。"
    return EnvironmentFault("hub.absent", message)


def _identify(engine: sa.Engine, folder: DataFolder) -> _Identity:
    """Whose data `engine` shows; asked without a key, to find the key by."""
    try:
        with engine.connect() as connection:
            school = connection.execute(sa.select(SchoolRow.id, SchoolRow.name)).one_or_none()
            hub_id = connection.execute(sa.select(HubRow.hub_id)).scalar()
    finally:
        engine.dispose()
    if school is None:
        raise EnvironmentFault("hub.absent", f"数据库里没有 {folder.root} 的总台的数据。请检查数据库地址。")
    if hub_id is None:
        raise EnvironmentFault("hub.absent", f"文件夹 {folder.root} 里是一台电脑的数据，不是总台的。")
    return _Identity(school.id, school.name, hub_id)
