"""Files between a desk and its Hub: sent in parts that go on where they broke off, fetched as soon as a row names them. Rows always go first."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from school_desk.adapters.safekeeping import NAMING_FILES
from school_desk.composition import School
from school_desk.kernel.errors import EnvironmentFault, RuleViolation
from school_desk.kernel.parts import parts
from school_desk.kernel.sync_tables import SharedFileRow
from school_desk.kernel.tables import Base, table_of
from school_desk.sync.remote import RemoteHub
from school_desk.sync.wire import PART_BYTES


@dataclass(frozen=True)
class Moved:
    """How many files were sent and fetched, and how many the Hub has not yet got from the desk that has them."""

    sent: int
    fetched: int
    awaited: int


def exchange(school: School, hub: RemoteHub) -> Moved:
    """Sends what the Hub has not, fetches what this desk has not. Raises EnvironmentFault when the line fails; what is done stays done."""
    with school.reading() as session:
        named, shared = _named(session, school.id), _shared(session, school.id)
    here = set(school.blobs.all())
    sent = 0
    for part in parts(sorted(named & here - shared)):
        for state in hub.missing(part):
            _send(school, hub, state.sha256, state.had)
            sent += 1
        _mark(school, part)
    fetched = sum(_fetch(school, hub, sha256) for sha256 in sorted(named - here))
    return Moved(sent, fetched, len(named - here) - fetched)


def _send(school: School, hub: RemoteHub, sha256: str, had: int) -> None:
    content = school.blobs.get(sha256)
    while had < len(content):
        had = hub.send(sha256, had, len(content), content[had : had + PART_BYTES]).had


def _fetch(school: School, hub: RemoteHub, sha256: str) -> bool:
    try:
        content = hub.fetch(sha256)
    except RuleViolation as missing:
        if missing.code != "blob.missing":
            raise
        return False
    if hashlib.sha256(content).hexdigest() != sha256:
        raise EnvironmentFault("sync.damaged_file", "从总台取到的文件与登记的不一致，稍后会自动重试。")
    school.blobs.put(content)
    _mark(school, [sha256])
    return True


def _named(session: Session, school_id: str) -> set[str]:
    return set(_all_named(session, school_id))


def _all_named(session: Session, school_id: str) -> Iterator[str]:
    for name, column in NAMING_FILES:
        table = Base.metadata.tables[name]
        yield from session.scalars(sa.select(table.c[column]).where(table.c.school_id == school_id).distinct())


def _shared(session: Session, school_id: str) -> set[str]:
    table = table_of(SharedFileRow)
    return set(session.scalars(sa.select(table.c.sha256).where(table.c.school_id == school_id)))


def _mark(school: School, names: list[str]) -> None:
    table = table_of(SharedFileRow)
    with school.database.writing() as session:
        known = _shared(session, school.id)
        rows = [{"school_id": school.id, "sha256": name} for name in names if name not in known]
        if rows:
            session.connection().execute(sa.insert(table), rows)
