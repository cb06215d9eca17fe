"""How fast a Hub judges what desks decided offline: the very same handlers, in batches as they are sent, its rows in SQLite and in PostgreSQL.

Run: python -m benchmarks.hub_replay [COUNT] [--database URL] [--profile]. Without a URL a PostgreSQL of its own is started, where there is one.
Making the decisions on the desk comes first and is not part of the times.
"""

from __future__ import annotations

import argparse
import cProfile
import os
import pstats
import random
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlalchemy.orm import Session

from school_desk.adapters.sample_school.companies import credit_code
from school_desk.composition import School, found_school
from school_desk.documents.commands import StoredFile
from school_desk.enterprises.commands import (
    EditEnterprise,
    Original,
    Paper,
    PreApproveEnterprise,
    RecordAuthorityDecision,
    RecordOnSiteReview,
    RegisterEnterprise,
)
from school_desk.hub.founding import found_hub
from school_desk.hub.opening import HubSchool, open_hub
from school_desk.kernel import schema
from school_desk.kernel.bus import Bus, Given
from school_desk.kernel.cipher import KEY_BYTES, Cipher
from school_desk.kernel.clock import ScriptedClock
from school_desk.kernel.commands import Actor, Command
from school_desk.kernel.database import Database, in_transaction
from school_desk.kernel.ids import new_id
from school_desk.kernel.numbers import declared, take_in
from school_desk.kernel.paths import DataFolder
from school_desk.payments.settings import DAYS_TO_PAY
from school_desk.plans.commands import CreatePlan, EditPlan, ExtendPlan
from school_desk.staff.commands import ChangeSetting
from school_desk.staff.queries import actor
from school_desk.sync.joining import Seat, begin_anew
from school_desk.sync.rebase import waiting
from school_desk.sync.turn import as_sent
from school_desk.sync.wire import BATCH, Push, PushAnswer, SentCommand
from school_desk.terms.levels import SkillLevel
from school_desk.terms.uploads import DocumentKind

START, TOKEN = datetime(2026, 8, 3, 1, 0, tzinfo=UTC), "token"
ORIGINALS: dict[str, Original] = {"yyzz": "seen", "cns": "kept", "zzzs": "seen"}
PAPERS = (DocumentKind.YYZZ, DocumentKind.CNS, DocumentKind.ZZZS)


class Desk:
    """A desk that decides, offline, and never at the same moment."""

    def __init__(self, hub: HubSchool, file: Database, seat: Seat) -> None:
        self.clock = ScriptedClock(START)
        self.bus = Bus(file, hub.id, self.clock)
        self.random = random.Random(0)
        self.enterprises: list[str] = []
        self.plans: list[str] = []
        with hub.database.reading() as there, file.writing() as session:
            begin_anew(session, self.bus, lambda *_: frozenset(), seat, hub.service.snapshot(there))
            for series in declared():
                take_in(session, hub.id, series.of(START.year) if series.yearly else series.name, 1, 1_000_000)
        with file.reading() as session:
            found = actor(session, hub.id, "admin")
        assert found is not None
        self.who: Actor = found

    def decide(self, count: int) -> list[SentCommand]:
        """`count` decisions as they are sent."""
        commands = self._commands()
        with self.bus.database.writing() as session:
            for _ in range(count):
                now = self.clock.now() + timedelta(seconds=20)
                self.clock.move_to(now)
                given = Given(next(commands), self.who, new_id(now), now)
                outcome = self.bus.carry_out(session, given)
                self._remember(outcome.name, outcome.result)
                session.expunge_all()
            return [as_sent(one) for one in waiting(session, self.bus)]

    def _remember(self, name: str, result: object) -> None:
        made = result.get("enterprise_id") or result.get("plan_id") if isinstance(result, dict) else result
        if name == "RegisterEnterprise":
            self.enterprises.append(str(made))
        elif name == "CreatePlan":
            self.plans.append(str(made))

    def _commands(self) -> Iterator[Command]:
        """A clerk's days: an enterprise comes and is approved, plans are made and changed, now and then a setting."""
        pick, day = self.random, START.date()
        for turn in range(10**9):
            yield self._registration(turn)
            newest = self.enterprises[-1]
            yield PreApproveEnterprise(newest)
            yield RecordOnSiteReview(newest, day, "企业办公室", "沈文员、周老师", ORIGINALS, f"DA-{turn}")
            yield RecordAuthorityDecision(newest, True, day, f"湖建〔2026〕{turn} 号")
            yield self._edited(pick.choice(self.enterprises))
            if turn % 2 == 0:
                yield CreatePlan("010", SkillLevel.JUNIOR, date(2026, 8, 1), date(2026, 9, 1), 60_000, 16)
            plan = self.plans[-1]
            yield EditPlan(plan, f"第 {turn} 期", 100 * pick.randint(1, 900), 16)
            yield ExtendPlan(plan, date(2026, 9, 2) + timedelta(days=turn % 2), "延期")
            if turn % 5 == 0:
                yield ChangeSetting(DAYS_TO_PAY.key, 1 + turn % 30, date(2026, 9, 1) + timedelta(days=turn))

    def _registration(self, turn: int) -> RegisterEnterprise:
        papers = []
        for kind in PAPERS:
            sha256 = f"{self.random.getrandbits(256):064x}"
            name = f"{kind.value}.jpg"
            papers.append(Paper(kind, StoredFile(name, sha256, 200_000, "image/jpeg", name, sha256)))
        code = credit_code(self.random, "330502", new=True)
        name = f"湖州第{turn}建设有限公司"
        return RegisterEnterprise(code, name, "湖州市吴兴区", "330502", False, "13800005893", papers=tuple(papers))

    def _edited(self, enterprise_id: str) -> EditEnterprise:
        address = f"吴兴区{self.random.randint(1, 10**6)}号"
        return EditEnterprise(enterprise_id, "沈联系", "13800005894", address, "330502", "13800005895")


def main() -> int:
    """Prints the times."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("count", type=int, nargs="?", default=10_000)
    parser.add_argument("--database", metavar="URL", help="an empty database of an ordinary account's own")
    parser.add_argument("--profile", action="store_true", help="where the time goes (everything is slower then)")
    asked = parser.parse_args()
    os.environ["SCHOOL_DESK_KEY_IN_FILE"] = "1"
    with tempfile.TemporaryDirectory() as scratch, ExitStack() as open_till_the_end:
        root = Path(scratch)
        school = _school(root / "lone")
        hubs = {"SQLite": _hub(root / "sqlite", school, None)}
        url = asked.database or _own_server(open_till_the_end)
        if url:
            hubs["PostgreSQL"] = _hub(root / "postgresql", school, url)
        school.close()
        seats = {name: _seat(hub) for name, hub in hubs.items()}
        sent = _decisions(root / "desk.db", hubs["SQLite"], seats["SQLite"], asked.count)
        for name, hub in hubs.items():
            _measure(name, hub, sent, profile=asked.profile)
    return 0


def _school(root: Path) -> School:
    password = "Huzhou-2026"
    return found_school(
        DataFolder(root), name="湖州市城建培训学校", admin_login="admin", admin_name="管理员", password=password,
        clock=ScriptedClock(START),
    )  # fmt: skip


def _hub(root: Path, school: School, url: str | None) -> HubSchool:
    found_hub(DataFolder(root), school, url)
    return open_hub(DataFolder(root), ScriptedClock(START + timedelta(days=30)), url)


def _own_server(open_till_the_end: ExitStack) -> str | None:
    from tests.hub.servers import programs, running_server

    if programs() is None:
        print("PostgreSQL: not installed")
        return None
    return open_till_the_end.enter_context(running_server(lasting=True)).make("replay")


def _seat(hub: HubSchool) -> Seat:
    def enrol(session: Session) -> Seat:
        seat = hub.service.seat(hub.service.enrol(session, "1号机", TOKEN))
        return Seat(seat.hub_id, seat.desk_id, seat.desk_no, "", "", seat.last_n)

    return in_transaction(hub.database, enrol)


def _decisions(file: Path, hub: HubSchool, seat: Seat, count: int) -> list[SentCommand]:
    schema.bring_up_to_date(file)
    database = Database(file, Cipher(os.urandom(KEY_BYTES)))
    began = time.perf_counter()
    sent = Desk(hub, database, seat).decide(count)
    database.close()
    print(f"{count} decisions made on a desk in {time.perf_counter() - began:.1f} s")
    return sent


def _measure(name: str, hub: HubSchool, sent: list[SentCommand], *, profile: bool) -> None:
    watch = cProfile.Profile()
    began, used = time.perf_counter(), time.process_time()
    if profile:
        watch.enable()
    kinds = _replay(hub, sent)
    watch.disable()
    took, used = time.perf_counter() - began, time.process_time() - used
    told = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items()))
    speed = f"{took:.2f} s ({used:.2f} s of this process), {len(sent) / took:.0f} a second in batches of {BATCH}"
    print(f"{name}: {speed}; {told}", flush=True)
    if profile:
        pstats.Stats(watch).sort_stats("tottime").print_stats(30)
    hub.close()


def _replay(hub: HubSchool, sent: list[SentCommand]) -> Counter[str]:
    kinds: Counter[str] = Counter()
    for start in range(0, len(sent), BATCH):
        push = Push(hub.service.hub_id, tuple(sent[start : start + BATCH]))

        def judge(session: Session, push: Push = push) -> PushAnswer:
            desk = hub.service.find(session, TOKEN)
            assert desk is not None
            return hub.service.push(session, desk, push)

        kinds.update(verdict.kind.value for verdict in in_transaction(hub.database, judge).verdicts)
    return kinds


if __name__ == "__main__":
    raise SystemExit(main())
