"""Files between a desk and its Hub: sent in parts that go on where they broke off, fetched as soon as a row names them. Rows always go first."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator
from contextlib import contextmanager
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

_log = logging.getLogger(__name__)
# Of this file and no other: spoiled here or on the way, or none that the Hub takes.
OF_THE_FILE = (
    "blob.damaged",
    "blob.missing",
    "key.wrong",
    "sync.damaged_file",
    "file.part",
    "file.other",
    "file.name",
)


@dataclass(frozen=True)
class Moved:
    """How many files were sent and fetched, and how many the Hub has not yet got from the desk that has them."""

    sent: int
    fetched: int
    awaited: int


def exchange(school: School, hub: RemoteHub, *, anew: bool = False) -> Moved:
    """Sends what the Hub has not, fetches what this desk has not. Raises EnvironmentFault when the line fails; what is done stays done.

    With `anew` the Hub is asked after all of them, sent before or not: a backup that it was restored from may lack some.

    A file that cannot be moved does not keep the others: its fault, or the first of several, is raised after them.
    """
    with school.reading() as session:
        named, shared = named_files(session, school.id), _shared(session, school.id)
    here = set(school.blobs.all())
    sent, spoiled = 0, _Spoiled()
    for part in parts(sorted(named & here - (set() if anew else shared))):
        for state in hub.missing(part):
            with spoiled.noted(state.sha256):
                _send(school, hub, state.sha256, state.had)
                sent += 1
        _mark(school, [sha256 for sha256 in part if sha256 not in shared and sha256 not in spoiled.faults])
    fetched = 0
    for sha256 in sorted(named - here):
        with spoiled.noted(sha256):
            fetched += _fetch(school, hub, sha256)
    spoiled.tell()
    return Moved(sent, fetched, len(named - here) - fetched)


class _Spoiled:
    """The files that were passed over, by what is wrong with each."""

    def __init__(self) -> None:
        self.faults: dict[str, EnvironmentFault | RuleViolation] = {}

    @contextmanager
    def noted(self, sha256: str) -> Iterator[None]:
        """Within, a fault of the file itself is kept; that of the line goes on its way."""
        try:
            yield
        except (EnvironmentFault, RuleViolation) as fault:
            if fault.code not in OF_THE_FILE:
                raise
            _log.error("the file %s is passed over: %s", sha256, fault.code)
            self.faults[sha256] = fault

    def tell(self) -> None:
        """Raises EnvironmentFault when there are any."""
        if self.faults:
            first = next(iter(self.faults.values()))
            count = f"有 {len(self.faults)} 份材料文件没有传成：" if len(self.faults) > 1 else ""
            raise EnvironmentFault(first.code, count + first.message)


def _send(school: School, hub: RemoteHub, sha256: str, had: int) -> None:
    content = school.blobs.get(sha256)
    if had >= len(content):
        had = 0  # all of it came and is not the file: only the answer to a part says that the Hub has it
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


def named_files(session: Session, school_id: str) -> set[str]:
    """The digests of all files that the school's rows name, whether they lie here or not."""
    return set(_all_named(session, school_id))


def _all_named(session: Session, school_id: str) -> Iterator[str]:
    for name, column in NAMING_FILES:
        table = Base.metadata.tables[name]
        yield from session.scalars(sa.select(table.c[column]).where(table.c.school_id == school_id).distinct())


def _shared(session: Session, school_id: str) -> set[str]:
    table = table_of(SharedFileRow)
    return set(session.scalars(sa.select(table.c.sha256).where(table.c.school_id == school_id)))


def _mark(school: School, names: list[str]) -> None:
    if not names:
        return  # nobody waits for a write of nothing
    table = table_of(SharedFileRow)
    with school.database.writing() as session:
        known = _shared(session, school.id)
        rows = [{"school_id": school.id, "sha256": name} for name in names if name not in known]
        if rows:
            session.connection().execute(sa.insert(table), rows)
