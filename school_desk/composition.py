"""Puts the parts together: opens a school's data folder and gives the one bus, the reader and the file store that belong to it."""

from __future__ import annotations

import importlib
import os
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from school_desk.adapters.secrets import keep_key, load_key
from school_desk.kernel import schema
from school_desk.kernel.backup import Reason, make_backup
from school_desk.kernel.blobs import BlobStore
from school_desk.kernel.bus import Bus, Outcome
from school_desk.kernel.cipher import KEY_BYTES, Cipher
from school_desk.kernel.clock import Clock, SystemClock
from school_desk.kernel.commands import Actor, Command, RolesOf
from school_desk.kernel.database import Database
from school_desk.kernel.errors import EnvironmentFault, RuleViolation
from school_desk.kernel.ids import new_id
from school_desk.kernel.paths import DataFolder
from school_desk.kernel.recording import tables_by_name
from school_desk.kernel.tables import Base, SchoolRow, table_of
from school_desk.staff.commands import AddStaff
from school_desk.staff.domain import check_password
from school_desk.staff.passwords import hash_password
from school_desk.staff.queries import roles_of
from school_desk.terms.roles import Role

FEATURES = (
    "staff",
    "documents",
    "enterprises",
    "accounts",
    "plans",
    "enrollments",
    "payments",
    "learning",
    "exams",
    "scores",
    "certificates",
)

# What a school may set is known before any screen or command that asks for it.
FEATURES_WITH_SETTINGS = ("staff", "enterprises", "payments", "plans", "learning", "exams", "scores", "certificates")

# Where the handlers outgrew commands.py.
FEATURES_WITH_HANDLERS = (
    "enterprises",
    "accounts",
    "enrollments",
    "payments",
    "learning",
    "exams",
    "scores",
    "certificates",
)

# Carries out what no person decides: founding the school.
SYSTEM = Actor("system", "系统", frozenset(Role))


def roles_at(school_id: str) -> RolesOf:
    """Who may what, by the school's own list of staff at that moment."""
    return lambda session, actor_id: roles_of(session, school_id, actor_id)


def load_features() -> None:
    """Imports every feature's tables, commands and settings, in the manual's order, so that handlers and reactions are registered."""
    importlib.import_module("school_desk.kernel.undo")
    importlib.import_module("school_desk.kernel.refusals")
    for feature in FEATURES:
        importlib.import_module(f"school_desk.{feature}.tables")
        importlib.import_module(f"school_desk.{feature}.commands")
    for feature in FEATURES_WITH_SETTINGS:
        importlib.import_module(f"school_desk.{feature}.settings")
    for feature in FEATURES_WITH_HANDLERS:
        importlib.import_module(f"school_desk.{feature}.handlers")


def metadata() -> sa.MetaData:
    """The metadata of all tables, for migrations and their tests."""
    load_features()
    return Base.metadata


@dataclass
class School:
    """An opened school: everything a desk, a command line or a test needs."""

    folder: DataFolder
    id: str
    name: str
    database: Database
    blobs: BlobStore
    bus: Bus
    clock: Clock

    def execute(
        self,
        command: Command,
        actor: Actor,
        *,
        command_id: str | None = None,
        dry_run: bool = False,
        last: Callable[[Any], None] | None = None,
    ) -> Outcome:
        """Carries out a command; see Bus.execute."""
        return self.bus.execute(command, actor, command_id=command_id, dry_run=dry_run, last=last)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session for queries."""
        with self.database.reading() as session:
            yield session

    def row_counts(self) -> dict[str, int]:
        """How many rows each recorded table holds."""
        with self.reading() as session:
            return {
                name: session.execute(sa.select(sa.func.count()).select_from(table_of(kind))).scalar_one()
                for name, kind in sorted(tables_by_name().items())
            }

    def back_up_before_import(self) -> EnvironmentFault | None:
        """Makes an automatic backup; a disk that cannot take it is returned, not raised.

        An import is one step of the journal and is taken back as one: without a backup nothing is lost by going on, and a full disk must not
        stop the office. Only a damaged database raises: writing more into it would make it worse.
        """
        try:
            make_backup(self.folder, self.database.cipher, reason=Reason.IMPORT, clock=self.clock)
        except EnvironmentFault as fault:
            if fault.code == "database.damaged":
                raise
            return EnvironmentFault(fault.code, f"导入前的自动备份没有做成，导入照常进行。{fault.message}")
        return None

    def close(self) -> None:
        """Lets go of the files."""
        self.database.close()


def is_founded(folder: DataFolder) -> bool:
    """Whether the folder holds a school already (a folder that broke off half-way does not)."""
    return schema.stored_revision(folder.database) is not None


def found_school(
    folder: DataFolder, *, name: str, admin_login: str, admin_name: str, password: str, clock: Clock | None = None
) -> School:
    """Makes a new school with its key and first administrator in an empty folder. Raises RuleViolation or EnvironmentFault."""
    if not name.strip():
        raise RuleViolation("school.name", "请填写学校名称。", field="name")
    check_password(password, admin_login)
    if is_founded(folder):
        raise RuleViolation("school.founded", "这个文件夹里已经有一所学校的数据。")
    folder.prepare()
    load_features()
    clock = clock or SystemClock()
    school_id, key = new_id(clock.now()), os.urandom(KEY_BYTES)
    draft = folder.database.with_suffix(".new")
    draft.unlink(missing_ok=True)
    schema.bring_up_to_date(draft)
    database = Database(draft, Cipher(key))
    try:
        with database.writing() as session:
            session.connection().execute(
                sa.insert(table_of(SchoolRow)),
                {"id": school_id, "name": name.strip(), "founded_at": clock.now()},
            )
        roles = tuple(Role)
        first = AddStaff(admin_login, admin_name, roles, hash_password(password), must_change_password=False)
        Bus(database, school_id, clock).execute(first, SYSTEM)
    finally:
        database.close()
    keep_key(school_id, key, folder.key_file)
    # Only a whole school gets the name that is looked for: a crash before this leaves an empty folder.
    draft.replace(folder.database)
    return open_school(folder, clock)


def open_school(folder: DataFolder, clock: Clock | None = None) -> School:
    """Opens the school in `folder`. Raises EnvironmentFault `school.absent`, `school.is_hub`, `key.missing`, `database.newer` …"""
    if not is_founded(folder):
        raise EnvironmentFault(
            "school.absent", f"文件夹 {folder.root} 里没有学校数据。请先新建学校，或选择正确的文件夹。"
        )
    _refuse_hub(folder)
    folder.prepare()
    load_features()
    school_id, name = _identity(folder)
    cipher = Cipher(load_key(school_id, folder.key_file))
    clock = clock or SystemClock()
    bring_up_to_date(folder, cipher, clock)
    database = Database(folder.database, cipher)
    blobs = BlobStore(folder.blobs, cipher)
    return School(folder, school_id, name, database, blobs, Bus(database, school_id, clock), clock)


def _refuse_hub(folder: DataFolder) -> None:
    """A desk on a Hub's data would write past the Hub, and what it wrote would never reach the other desks."""
    import sqlite3

    with closing(sqlite3.connect(folder.database)) as connection:
        has_table = connection.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'hub'").fetchone()
        if has_table and connection.execute("SELECT 1 FROM hub").fetchone():
            message = f"文件夹 {folder.root} 里是总台的数据，不能当作一台电脑的打开。请用自己的文件夹，再“加入总台”。"
            raise EnvironmentFault("school.is_hub", message)


def bring_up_to_date(folder: DataFolder, cipher: Cipher, clock: Clock) -> None:
    """Upgrades an older database, with the one automatic backup that stops the work when it fails: there is no other way back."""
    if not schema.is_behind(folder.database):
        return
    try:
        make_backup(folder, cipher, reason=Reason.UPGRADE, clock=clock)
    except EnvironmentFault as fault:
        message = f"升级数据之前要先备份，备份没有做成，数据没有改动。{fault.message}"
        raise EnvironmentFault(fault.code, message) from fault
    schema.bring_up_to_date(folder.database)


def _identity(folder: DataFolder) -> tuple[str, str]:
    import sqlite3

    with sqlite3.connect(folder.database) as connection:
        school_id, name = connection.execute("SELECT id, name FROM school").fetchone()
    connection.close()
    return str(school_id), str(name)
