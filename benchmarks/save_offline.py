"""How long a clerk waits for one decision on a joined desk that is offline: the whole command, until it is on disk.

Run: python -m benchmarks.save_offline [ENROLMENTS] [DECISIONS]. Between the decisions, on the same disk and with
the same settings, a bare INSERT of one row is committed: what it costs to save anything at all.
"""

from __future__ import annotations

import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import date, timedelta
from itertools import count, islice
from pathlib import Path

import sqlalchemy as sa

from benchmarks.first_sync import Enrolled
from school_desk.composition import found_school, roles_at
from school_desk.enterprises.commands import EditEnterprise
from school_desk.enterprises.tables import EnterpriseRow
from school_desk.hub.founding import found_hub
from school_desk.hub.opening import open_hub
from school_desk.kernel import schema
from school_desk.kernel.bus import Bus
from school_desk.kernel.cipher import KEY_BYTES, Cipher
from school_desk.kernel.clock import SystemClock
from school_desk.kernel.commands import Actor, Command
from school_desk.kernel.database import Database, in_transaction
from school_desk.kernel.numbers import declared, take_in
from school_desk.kernel.paths import DataFolder
from school_desk.payments.settings import DAYS_TO_PAY
from school_desk.plans.commands import CreatePlan, EditPlan, ExtendPlan
from school_desk.staff.commands import ChangeSetting
from school_desk.staff.queries import actor
from school_desk.sync.joining import Seat, begin_anew
from school_desk.terms.levels import SkillLevel
from school_desk.terms.roles import Role

BUDGET_MS = 5.0
DAY = date(2027, 3, 1)


def main() -> int:
    """Prints the times; 1 when a decision takes longer than its budget."""
    enrolments = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    decisions = int(sys.argv[2]) if len(sys.argv) > 2 else 2_000
    with tempfile.TemporaryDirectory() as scratch:
        bus = _offline_desk(Path(scratch), enrolments)
        used = time.process_time()
        saving, bare = _measure(bus, Path(scratch) / "bare.db", decisions)
        used = time.process_time() - used
        bus.database.close()
    print(
        f"{decisions} decisions, {enrolments} enrolments, offline: {_told(saving)}; {used / decisions * 1000:.2f} ms of this process"
    )
    print(f"a bare INSERT + COMMIT on the same disk: {_told(bare)}")
    median = statistics.median(saving)
    print(f"ratio of the medians: {median / statistics.median(bare):.1f}; budget {BUDGET_MS} ms")
    return int(median > BUDGET_MS)


def _offline_desk(root: Path, enrolments: int) -> Bus:
    """A desk that has joined a Hub of a school with so many enrolments, and does not reach it any more."""
    school = found_school(
        DataFolder(root / "lone"), name="测试学校", admin_login="admin", admin_name="管理员", password="Huzhou-2026"
    )
    Enrolled(school, enrolments).fill()
    found_hub(DataFolder(root / "hub"), school)
    school.close()
    hub = open_hub(DataFolder(root / "hub"))
    seat = in_transaction(hub.database, lambda session: hub.service.seat(hub.service.enrol(session, "台", "token")))
    schema.bring_up_to_date(root / "desk.db")
    database = Database(root / "desk.db", Cipher(bytes(KEY_BYTES)))
    bus = Bus(database, hub.id, SystemClock())
    with hub.database.reading() as there, database.writing() as session:
        place = Seat(seat.hub_id, seat.desk_id, seat.desk_no, "", "", seat.last_n)
        begin_anew(session, bus, roles_at(hub.id), place, hub.service.snapshot(there))
        for series in declared():
            take_in(session, hub.id, series.of(DAY.year) if series.yearly else series.name, 1, 10**6)
    hub.close()
    return bus


def _measure(bus: Bus, beside: Path, decisions: int) -> tuple[Sequence[float], Sequence[float]]:
    """Milliseconds of each decision, and of each bare INSERT."""
    plans: list[str] = []
    saving, bare = [], []
    with bus.database.reading() as session:
        admin = actor(session, bus.school_id, "admin")
        enterprises = list(session.scalars(sa.select(EnterpriseRow.id)))
    assert admin is not None
    who = Actor(admin.id, admin.name, frozenset(Role))
    with closing(sqlite3.connect(beside, isolation_level=None)) as plain:
        plain.execute("PRAGMA journal_mode=WAL")
        plain.execute("PRAGMA synchronous=FULL")
        plain.execute("CREATE TABLE one (id INTEGER PRIMARY KEY, content TEXT)")
        for command in islice(_commands(enterprises, plans), decisions):
            began = time.perf_counter()
            outcome = bus.execute(command, who)
            saved = time.perf_counter()
            plain.execute("INSERT INTO one (content) VALUES ('沈文员')")
            bare.append((time.perf_counter() - saved) * 1000)
            saving.append((saved - began) * 1000)
            if isinstance(command, CreatePlan):
                plans.append(outcome.result["plan_id"])
    return saving, bare


def _commands(enterprises: Sequence[str], plans: Sequence[str]) -> Iterator[Command]:
    """A clerk's day: enterprises are mended, plans made and changed, now and then a setting. `plans` grows with those that are made."""
    for turn in count():
        yield EditEnterprise(
            enterprises[turn % len(enterprises)], "沈联系", "13800005894", f"{turn} 号", "330502", "13800005895"
        )
        yield CreatePlan("010", SkillLevel.JUNIOR, DAY, DAY + timedelta(days=30), 60_000, 16)
        yield EditPlan(plans[-1], f"第 {turn} 期", 60_000 + turn, 16)
        yield ExtendPlan(plans[-1], DAY + timedelta(days=31), "延期")
        yield ChangeSetting(DAYS_TO_PAY.key, 1 + turn % 30, DAY + timedelta(days=turn))


def _told(times: Sequence[float]) -> str:
    ordered = sorted(times)
    return f"median {statistics.median(ordered):.2f} ms, 95 % within {ordered[len(ordered) * 95 // 100]:.2f} ms"


if __name__ == "__main__":
    sys.exit(main())
