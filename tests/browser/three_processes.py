"""A school whose desk, Hub and browser are processes of their own, which meet only over HTTP and keep one time."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from school_desk.adapters.sms import OUTBOX
from tests.another_time import set_time
from tests.processes import school_desk, served_hub
from tests.school import NAME
from tests.unit.sheets.books import write_book

STAFF = {"shen": "clerk", "qian": "finance", "zhou": "finance", "wu": "exam"}
Line = tuple[str, dict[str, Any]]


@dataclass(frozen=True)
class Desk:
    """A clerk's computer. Whoever decides there syncs at once."""

    folder: Path
    clock: Path

    def told(self, *arguments: str | Path, typed: str = "") -> Any:
        """The document of a command line that went well."""
        return json.loads(school_desk(self.folder, *arguments, "--json", typed=typed, clock=self.clock))

    def decide(self, login: str, *lines: Line) -> list[Any]:
        """Carries out commands, all of which must succeed, here and at the Hub; their results."""
        script = "\n".join(json.dumps({"command": name, "args": args}) for name, args in lines)
        said = school_desk(self.folder, "desk-run", "-", "--as", login, "--json", typed=script, clock=self.clock)
        self.sync()
        return [json.loads(line)["result"] for line in said.splitlines()]

    def take_in(self, login: str, kind: str, path: Path, *more: str) -> None:
        """Imports a file, every row of which must be taken."""
        told = self.told("import", kind, path, "--as", login, *more)
        named = {row["state"] for row in told["ledger"] if row["name"]}
        assert named <= {"imported", "updated"}, told
        assert told["imported"] + told["updated"] > 0, told
        self.sync()

    def sync(self) -> None:
        """One round: the Hub accepts whatever waits, and nothing is in doubt."""
        told = self.told("sync", "--once")
        assert {one["verdict"] for one in told["verdicts"].values()} <= {"accepted"}, told
        assert not told["doubtful"], told

    def rows(self, kind: str) -> list[dict[str, Any]]:
        """A list, as it is here."""
        found: list[dict[str, Any]] = self.told("list", kind)
        return found

    def row(self, kind: str) -> dict[str, Any]:
        """The one row of a list."""
        (found,) = self.rows(kind)
        return found

    def best_claim(self) -> dict[str, Any]:
        """See tests.browser.best_claim."""
        command = [sys.executable, "-m", "tests.browser.best_claim", str(self.folder)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        claim: dict[str, Any] = json.loads(done.stdout)
        return claim


@dataclass(frozen=True)
class School:
    """One school on the day that `clock` says."""

    root: Path
    clock: Path
    desk: Desk
    address: str

    def move_to(self, *when: int) -> None:
        """Another moment, in Shanghai: year, month, day[, hour, minute]. Whoever is signed in has been idle for too long."""
        set_time(self.clock, *when)

    @property
    def texts(self) -> list[dict[str, str]]:
        """Every text that the Hub sent."""
        return [json.loads(line) for line in (self.root / "hub" / OUTBOX).read_text("utf-8").splitlines()]

    def open_reviewer(self, login: str, region: str, password: str) -> None:
        """An account for a 主管部门, while the Hub runs."""
        arguments = ("hub", "account", "--authority", region, "--login", login, "--password-stdin")
        school_desk(self.root / "hub", *arguments, typed=f"{password}\n", clock=self.clock)

    def book(self, name: str, *rows: Sequence[object]) -> Path:
        """A workbook that somebody sends."""
        return write_book(self.root / name, rows)


@contextmanager
def three_processes(root: Path, *start: int) -> Iterator[School]:
    """A school founded at `start` with its staff, its Hub, which is serving, and its desk, which has joined."""
    clock = root / "clock"
    set_time(clock, *start)
    first, desk, hub = root / "first", Desk(root / "desk", clock), root / "hub"
    found = ("found", "--name", NAME, "--login", "admin", "--person", "管理员", "--password-stdin")
    school_desk(first, *found, typed="Huzhou-2026\n", clock=clock)
    school_desk(hub, "hub", "init", "--from", first, clock=clock)
    with served_hub(hub, clock=clock) as (address, _):
        code = json.loads(school_desk(hub, "hub", "invite", "--json", clock=clock))["code"]
        school_desk(desk.folder, "join", address, "--code", code, "--name", "前台", clock=clock)
        desk.decide("admin", *map(_member, STAFF))
        yield School(root, clock, desk, address)


def _member(login: str) -> Line:
    known = {"login_name": login, "name": f"{login}老师", "roles": [STAFF[login]], "password_hash": "no password"}
    return "AddStaff", known
