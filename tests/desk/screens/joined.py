"""Two computers of one school that have joined a Hub, served on loopback; on one of them sits a person."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pytestqt.qtbot import QtBot

from school_desk.composition import School, open_school
from school_desk.desk.services import Desk
from school_desk.desk.syncing import Syncing
from school_desk.desk.tasks import Tasks
from school_desk.enterprises.commands import EditEnterprise
from school_desk.hub.founding import found_hub
from school_desk.hub.opening import HubSchool
from school_desk.kernel.bus import Outcome
from school_desk.kernel.clock import ScriptedClock
from school_desk.kernel.commands import Command
from school_desk.kernel.errors import EnvironmentFault
from school_desk.kernel.paths import DataFolder
from school_desk.staff.commands import AddStaff
from school_desk.sync.enrolment import hub_of
from school_desk.terms.roles import Role
from tests.desk.desk_fixtures import collected_here, settle
from tests.hub.serving import RemoteDesk, served
from tests.papers import registration
from tests.school import START, Office
from tests.sync.net import HASH

STAFF = {"shen": ("沈文员", tuple(Role)), "zhou": ("周老师", tuple(Role))}


@dataclass
class Wire:
    """The line of the person's computer: `fault` is raised instead of reaching the Hub while it is set."""

    fault: BaseException | None = None
    rounds: int = 0

    def reach(self, school: School) -> tuple[Any, Callable[[], None]] | None:
        self.rounds += 1
        if self.fault is not None:
            raise self.fault
        return hub_of(school)

    def cut(self) -> None:
        """The Hub is away."""
        self.fault = EnvironmentFault("hub.away", "连不上总台。本机可以照常办理，连上后会自动同步。")

    def mend(self) -> None:
        """It is there again."""
        self.fault = None


@dataclass
class Joined:
    """`here` with the signed-in person's `desk`, `there` a colleague's computer, both up to date."""

    hub: HubSchool
    address: str
    clock: ScriptedClock
    here: RemoteDesk
    there: RemoteDesk
    desk: Desk
    enterprise_id: str
    wire: Wire = field(default_factory=Wire)

    def office(self, place: RemoteDesk) -> Office:
        """The school on this computer as tests give commands to it."""
        return Office(place.school, self.clock)

    def do(self, place: RemoteDesk, command: Command, login: str = "zhou") -> Outcome:
        """Carries out a command there."""
        return place.school.execute(command, place.who(login))

    def contact(self, name: str) -> EditEnterprise:
        """Another contact of the enterprise."""
        return EditEnterprise(self.enterprise_id, name, "15000007357", "新地址 8 号", "330502", "13800005893")

    def refuse_one(self, name: str = "李强") -> str:
        """A colleague was first; the id of what was refused to this computer."""
        self.do(self.there, self.contact("王芳"))
        self.there.sync()
        refused = self.do(self.here, self.contact(name), "shen")
        self.here.sync()
        return refused.command_id


@contextmanager
def joined(founded: Path, root: Path) -> Iterator[Joined]:
    """The scene; everything is closed at the end."""
    clock = ScriptedClock(START)
    shutil.copytree(founded, root / "前台")
    lone = open_school(DataFolder(root / "前台"), clock)
    enterprise_id: str = _fill(Office(lone, clock))
    found_hub(DataFolder(root / "hub"), lone)
    lone.close()
    with collected_here(), served(DataFolder(root / "hub"), clock) as (hub, address):
        here, there = (RemoteDesk(root / name, hub, address, clock) for name in ("前台", "财务室"))
        there.sync()
        desk = Desk(here.school, here.who("shen"), Tasks())
        desk.failed.connect(_raise)
        yield Joined(hub, address, clock, here, there, desk, enterprise_id)
        desk.tasks.close()
        here.school.close()
        there.school.close()


def _fill(office: Office) -> str:
    for login, (name, roles) in STAFF.items():
        office.school.execute(AddStaff(login, name, roles, HASH, must_change_password=False), office.admin)
    outcome = office.school.execute(registration(office), office.clerk)
    return str(outcome.result["enterprise_id"])


def synced(qtbot: QtBot, desk: Desk, syncing: Syncing) -> None:
    """Waits until the rounds asked for are over and what they set off has happened."""
    settle(qtbot, desk)
    qtbot.waitUntil(lambda: syncing.state is not None and not syncing.busy, timeout=30_000)
    settle(qtbot, desk)


def _raise(fault: BaseException) -> None:
    raise fault
