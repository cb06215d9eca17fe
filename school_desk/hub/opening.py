"""Opens a Hub's data: one school's database, files and bus, with what the Hub alone knows."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from school_desk.adapters.secrets import load_key
from school_desk.composition import load_features, roles_at
from school_desk.hub.service import HubService
from school_desk.kernel import schema
from school_desk.kernel.blobs import BlobStore
from school_desk.kernel.bus import Bus
from school_desk.kernel.cipher import Cipher
from school_desk.kernel.clock import Clock, SystemClock
from school_desk.kernel.database import Database
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
    database: Database
    blobs: BlobStore
    bus: Bus
    service: HubService
    clock: Clock

    def desks(self) -> list[DeskRow]:
        """Every desk that was ever enrolled, by number."""
        with self.database.reading() as session:
            return list(session.scalars(sa.select(DeskRow).where(DeskRow.school_id == self.id).order_by(DeskRow.no)))

    def revoke(self, no: int) -> DeskRow:
        """Listens to a desk no more. Raises RuleViolation `desk.unknown`."""
        with self.database.writing() as session:
            row = session.scalar(sa.select(DeskRow).where(DeskRow.school_id == self.id, DeskRow.no == no))
            if row is None:
                raise RuleViolation("desk.unknown", f"没有 {no} 号机。")
            row.state = DeskState.REVOKED
        return row

    def close(self) -> None:
        """Lets go of the files."""
        self.database.close()


def key_owner(school_id: str) -> str:
    """Under which name the Hub keeps a school's key: a desk of the same school may be on the same computer."""
    return f"hub/{school_id}"


def open_hub(folder: DataFolder, clock: Clock | None = None) -> HubSchool:
    """Opens the Hub in `folder`. Raises EnvironmentFault `hub.absent`, `key.missing`, `database.newer` …"""
    if schema.stored_revision(folder.database) is None:
        message = f"文件夹 {folder.root} 里没有总台的数据。请先用 school-desk hub init --from 备份文件 建立总台。"
        raise EnvironmentFault("hub.absent", message)
    folder.prepare()
    load_features()
    clock = clock or SystemClock()
    school_id, name, hub_id = _identity(folder)
    cipher = Cipher(load_key(key_owner(school_id), folder.key_file))
    schema.bring_up_to_date(folder.database)
    database = Database(folder.database, cipher)
    bus = Bus(database, school_id, clock, of_the_hub)
    service = HubService(bus, roles_at(school_id), hub_id)
    return HubSchool(school_id, name, folder, database, BlobStore(folder.blobs, cipher), bus, service, clock)


def _identity(folder: DataFolder) -> tuple[str, str, str]:
    """The school's id and name and the Hub's id; read without a key, to find the key by."""
    engine = sa.create_engine(sa.URL.create("sqlite", database=str(folder.database)))
    try:
        with engine.connect() as connection:
            school = connection.execute(sa.select(SchoolRow.id, SchoolRow.name)).one()
            hub_id = connection.execute(sa.select(HubRow.hub_id)).scalar()
    finally:
        engine.dispose()
    if hub_id is None:
        raise EnvironmentFault("hub.absent", f"文件夹 {folder.root} 里是一台电脑的数据，不是总台的。")
    return school.id, school.name, hub_id
