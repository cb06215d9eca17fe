"""What a desk costs its Hub that asks every few seconds and gets nothing new: in the Hub itself, and over loopback HTTP.

Run: python -m benchmarks.idle_poll [POLLS]. Over HTTP the Hub is a process of its own, and every poll is followed by a /v1/health, which asks
nothing of anybody: what an answer costs at all. The rows lie in SQLite and, where there is a PostgreSQL, in that.
"""

from __future__ import annotations

import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import date, timedelta
from pathlib import Path

import requests
from sqlalchemy.orm import Session

from school_desk.composition import School, found_school
from school_desk.hub.founding import found_hub
from school_desk.hub.opening import HubSchool, open_hub
from school_desk.kernel import journal
from school_desk.kernel.database import in_transaction
from school_desk.kernel.journal import End
from school_desk.kernel.paths import DataFolder
from school_desk.payments.settings import DAYS_TO_PAY
from school_desk.staff.commands import ChangeSetting
from school_desk.staff.queries import actor
from school_desk.sync import wire

BUDGET_MS = 5.0
TOKEN = "token"
ENTRIES = 500


def main() -> int:
    """Prints the times; 1 when a poll takes longer than its budget."""
    polls = int(sys.argv[1]) if len(sys.argv) > 1 else 2_000
    os.environ["SCHOOL_DESK_KEY_IN_FILE"] = "1"
    medians: list[float] = []
    with tempfile.TemporaryDirectory() as scratch, ExitStack() as open_till_the_end:
        school = _school(Path(scratch) / "lone")
        for name, url in _places(open_till_the_end).items():
            folder = DataFolder(Path(scratch) / name)
            found_hub(folder, school, url)
            medians += _measure(name, folder, url, polls)
        school.close()
    return int(max(medians) > BUDGET_MS)


def _school(root: Path) -> School:
    """A school with a journal."""
    school = found_school(
        DataFolder(root), name="测试学校", admin_login="admin", admin_name="管理员", password="Huzhou-2026"
    )
    with school.reading() as session:
        admin = actor(session, school.id, "admin")
    assert admin is not None
    for turn in range(ENTRIES):
        school.execute(ChangeSetting(DAYS_TO_PAY.key, 1 + turn % 30, date(2027, 1, 1) + timedelta(days=turn)), admin)
    return school


def _places(open_till_the_end: ExitStack) -> dict[str, str | None]:
    from tests.hub.servers import programs, running_server

    if programs() is None:
        print("PostgreSQL: not installed")
        return {"SQLite": None}
    server = open_till_the_end.enter_context(running_server(lasting=True))
    return {"SQLite": None, "PostgreSQL": server.make("polls")}


def _measure(name: str, folder: DataFolder, url: str | None, polls: int) -> tuple[float, float]:
    """The medians: in the Hub, and over HTTP."""
    hub = open_hub(folder, url=url)
    in_transaction(hub.database, lambda session: hub.service.enrol(session, "台", TOKEN).no)
    with hub.reading() as session:
        end = journal.end_of(session, hub.id)
    within = [_timed(lambda: _poll(hub, end)) for _ in range(polls)]
    hub.close()
    print(f"{name}, in the Hub: {_told(within)}")
    with _served(folder, url) as address, requests.Session() as line:
        line.headers["Authorization"] = f"Bearer {TOKEN}"
        query = f"after={end.seq}&mark={end.chain}&schema={wire.SCHEMA}"
        over, health = [], []
        for _ in range(polls):
            over.append(_timed(lambda: _fetch(line, f"{address}/v1/pull?{query}")))
            health.append(_timed(lambda: _fetch(line, f"{address}/v1/health")))
    ratio = statistics.median(over) / statistics.median(health)
    print(f"{name}, over HTTP: {_told(over)}; /v1/health: {_told(health)}; ratio of the medians {ratio:.1f}")
    return statistics.median(within), statistics.median(over)


def _poll(hub: HubSchool, end: End) -> None:
    """What the Hub does for one."""

    def ask(session: Session) -> wire.Page:
        desk = hub.service.find(session, TOKEN)
        assert desk is not None
        return hub.service.pull(session, desk, end.seq, end.chain)

    with hub.reading() as session:
        page = ask(session)
    assert page.known
    assert not page.entries
    wire.encode(page)


def _fetch(line: requests.Session, address: str) -> None:
    line.get(address, timeout=30).raise_for_status()


@contextmanager
def _served(folder: DataFolder, url: str | None) -> Iterator[str]:
    """The Hub in a process of its own, and its address."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "school_desk.cli.main", "--data", str(folder.root), "hub", "serve"]
    command += ["--port", str(port), *(["--database", url] if url else [])]
    address = f"http://127.0.0.1:{port}"
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as served:
        try:
            _wait_for(address)
            yield address
        finally:
            served.terminate()


def _wait_for(address: str) -> None:
    for _ in range(300):
        try:
            requests.get(f"{address}/v1/health", timeout=5)
        except requests.ConnectionError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("the Hub did not start")


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def _told(times: Sequence[float]) -> str:
    ordered = sorted(times)
    return f"median {statistics.median(ordered):.2f} ms, 95 % within {ordered[len(ordered) * 95 // 100]:.2f} ms"


if __name__ == "__main__":
    sys.exit(main())
