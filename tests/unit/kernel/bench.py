"""A kernel on a bench: all tables, no school's rules, and a command whose handler each test brings along."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, ClassVar

import sqlalchemy as sa

from school_desk.composition import metadata
from school_desk.documents.tables import NoticeRow
from school_desk.enterprises.tables import EnterpriseRow, FormerNameRow
from school_desk.kernel import commands, journal
from school_desk.kernel.blobs import BlobStore
from school_desk.kernel.bus import Bus, Outcome
from school_desk.kernel.cipher import Cipher
from school_desk.kernel.clock import ScriptedClock
from school_desk.kernel.commands import ANYONE, Actor, Command, Context, Handler, Registration, Undo
from school_desk.kernel.database import Database
from school_desk.kernel.journal import Payload
from school_desk.kernel.paths import DataFolder
from school_desk.kernel.tables import JournalRow, SchoolRow, SettingRow, table_of
from school_desk.kernel.undo import opposite
from school_desk.terms.statuses import EnterpriseStatus, NoticeStatus

KEY = bytes(range(32))
SCHOOL = "0" * 31 + "1"
START = datetime(2026, 8, 3, 9, 0)
SHEN = Actor("shen", "沈文员", frozenset({"clerk"}))
WU = Actor("wu", "吴主任", frozenset({"admin"}))


@dataclass(frozen=True)
class Try(Command):
    """Whatever the test has it do."""

    label: ClassVar[str] = "试办"
    allowed: ClassVar[frozenset[str]] = ANYONE

    note: str = ""

    @property
    def subject(self) -> str:
        """The note."""
        return self.note


@dataclass(frozen=True)
class Reserved(Command):
    """For the chief only."""

    label: ClassVar[str] = "专办"
    allowed: ClassVar[frozenset[str]] = frozenset({"admin"})


class Bench:
    """One database with its bus."""

    def __init__(self, root: Path) -> None:
        self.folder = DataFolder(root)
        self.clock = ScriptedClock(START)
        self.cipher = Cipher(KEY)
        self.database = Database(self.folder.database, self.cipher)
        self.blobs = BlobStore(self.folder.blobs, self.cipher)
        self.bus = Bus(self.database, SCHOOL, self.clock)

    def run(
        self,
        handler: Handler,
        *,
        command: Command | None = None,
        actor: Actor = SHEN,
        undo: Undo | None = None,
        command_id: str | None = None,
        dry_run: bool = False,
        last: Callable[[Any], None] | None = None,
    ) -> Outcome:
        """Carries out `command` (a Try unless told) with `handler`, which stays its handler until the next run."""
        command = command or Try()
        kind = type(command)
        commands._registered[kind.__name__] = Registration(kind, handler, undo or Undo())
        return self.bus.execute(command, actor, command_id=command_id, dry_run=dry_run, last=last)

    def undo(self, outcome: Outcome, actor: Actor = SHEN) -> Outcome:
        """Takes a command back."""
        with self.database.reading() as session:
            command = opposite(session, SCHOOL, outcome.command_id)
        return self.bus.execute(command, actor)

    def payload(self, outcome: Outcome) -> Payload:
        """What the journal sealed of a command."""
        with self.database.reading() as session:
            row = journal.find(session, SCHOOL, outcome.command_id)
            assert row is not None
            return journal.open_payload(self.cipher, row)

    def images(self, outcome: Outcome) -> dict[str, tuple[Any, Any]]:
        """(before, after) by row id."""
        return {row.row_id: (row.before, row.after) for row in self.payload(outcome).rows}

    def journal(self) -> list[JournalRow]:
        """All of it."""
        with self.database.reading() as session:
            return list(session.scalars(sa.select(JournalRow).order_by(JournalRow.seq)))

    def rows(self, kind: type[Any]) -> list[dict[str, Any]]:
        """All rows of a table as plain values, by id."""
        with self.database.reading() as session:
            found = session.execute(sa.select(table_of(kind)).order_by(table_of(kind).c.id)).mappings()
            return [dict(row) for row in found]

    def first_broken(self) -> int | None:
        """The first journal row that was altered."""
        with self.database.reading() as session:
            return journal.first_broken(session, self.cipher, SCHOOL)


def lay_out(root: Path) -> None:
    """Makes a data folder with every table and one school."""
    folder = DataFolder(root)
    folder.prepare()
    database = Database(folder.database, Cipher(KEY))
    with database.writing() as session:
        metadata().create_all(session.connection())
        row = {"id": SCHOOL, "name": "测试学校", "founded_at": ScriptedClock(START).now()}
        session.connection().execute(sa.insert(table_of(SchoolRow)), row)
        session.connection().exec_driver_sql("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
        session.connection().exec_driver_sql("INSERT INTO alembic_version VALUES ('0001')")
    database.close()


def setting(key: str, value: Any = 1, *, row_id: str | None = None, on: date = date(2026, 1, 1)) -> SettingRow:
    """A dated setting: the kernel's own recorded table."""
    return SettingRow(school_id=SCHOOL, id=row_id or f"setting-{key}", key=key, valid_from=on, value=value)


def notice(row_id: str, *, at: datetime, **changes: Any) -> NoticeRow:
    """A notice: a row with sealed, nullable, enum and instant columns."""
    values: dict[str, Any] = {"kind": "fee", "channel": "sms", "about_id": "x", "recipient": "陈静", "text": "请缴费"}
    values |= {"status": NoticeStatus.QUEUED, "queued_at": at}
    return NoticeRow(school_id=SCHOOL, id=row_id, **(values | changes))


def enterprise(row_id: str, code: str, *, at: datetime, **changes: Any) -> EnterpriseRow:
    """An enterprise: a row that others refer to, with keyed hashes."""
    texts = dict.fromkeys(("name", "name_key", "search_text", "address"), "石凤")
    values: dict[str, Any] = {**texts, "credit_code": code, "region_code": "330502", "province_affiliated": False}
    values |= {"authority_code": "330500", "principal_mobile": "13800005893", "principal_mobile_key": "13800005893"}
    values |= {"status": EnterpriseStatus.SUBMITTED, "submitted_at": at, "status_since": at}
    return EnterpriseRow(school_id=SCHOOL, id=row_id, **(values | changes))


def former_name(row_id: str, enterprise_id: str) -> FormerNameRow:
    """A row that refers to an enterprise."""
    return FormerNameRow(
        school_id=SCHOOL,
        id=row_id,
        enterprise_id=enterprise_id,
        name="旧名",
        name_key="旧名",
        credit_code="91330500MAHTN4EG0L",
        until=date(2026, 8, 1),
        reason="变更登记",
    )


def put(context: Context, row: Any) -> None:
    """Adds a row at once."""
    context.session.add(row)
    context.session.flush()


def raising(fault: BaseException) -> Callable[[Context, Any], None]:
    """A handler that writes a row and then fails with `fault`."""

    def handler(context: Context, _command: Command) -> None:
        put(context, setting("lost"))
        raise fault

    return handler
