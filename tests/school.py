"""A school to test on. Every command a test carries out is also taken back, compared, and done again."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from school_desk.composition import School, found_school, open_school
from school_desk.documents.commands import StoredFile
from school_desk.kernel.bus import Outcome
from school_desk.kernel.clock import ScriptedClock
from school_desk.kernel.commands import Actor, Command, registration
from school_desk.kernel.errors import RuleViolation
from school_desk.kernel.paths import DataFolder
from school_desk.kernel.recording import tables_by_name
from school_desk.kernel.tables import table_of
from school_desk.kernel.undo import opposite
from school_desk.terms.roles import Role

START = datetime(2026, 8, 3, 9, 0)
NAME = "湖州市吴兴区城建职业技能培训学校"
Dump = dict[str, list[tuple[Any, ...]]]


class Office:
    """A school with four people, and a way to give commands that also proves their undo.

    Tests of screens and pages, for which commands only set the scene, turn the proof off: the flows carry out every command.
    """

    proves_undo = True

    def __init__(self, school: School, clock: ScriptedClock) -> None:
        self.school = school
        self.clock = clock
        self.clerk = Actor("clerk", "沈文员", frozenset({Role.CLERK}))
        self.cashier = Actor("cashier", "钱会计", frozenset({Role.FINANCE}))
        self.second_cashier = Actor("cashier2", "周会计", frozenset({Role.FINANCE}))
        self.examiner = Actor("examiner", "考务吴", frozenset({Role.EXAM}))
        self.admin = Actor("admin", "管理员", frozenset({Role.ADMIN}))

    def do(self, command: Command, actor: Actor | None = None) -> Any:
        """Carries out `command` (by the clerk unless told) and returns its result, having proved that it can be taken back exactly."""
        if not self.proves_undo:
            return self.school.execute(command, actor or self.clerk).result
        before = self.dump()
        outcome = self.school.execute(command, actor or self.clerk)
        self._prove_undo(outcome, before)
        return outcome.result

    def refused(self, command: Command, actor: Actor | None = None) -> RuleViolation:
        """Carries out `command`, which must be refused and change nothing; returns the refusal."""
        before = self.dump()
        with pytest.raises(RuleViolation) as refusal:
            self.school.execute(command, actor or self.clerk)
        assert self.dump() == before
        assert refusal.value.message.endswith(("。", "）", "！"))
        return refusal.value

    def undo(self, command_id: str, actor: Actor | None = None) -> Outcome:
        """Takes one command back."""
        with self.school.reading() as session:
            command = opposite(session, self.school.id, command_id)
        return self.school.execute(command, actor or self.admin_of_all())

    def admin_of_all(self) -> Actor:
        """Somebody with every role."""
        return Actor("all", "全能", frozenset(Role))

    def move_to(self, *when: int) -> None:
        """Sets the clock, in Shanghai wall time: year, month, day[, hour, minute]."""
        self.clock.move_to(datetime(*when))  # type: ignore[arg-type]

    def dump(self) -> Dump:
        """Every recorded row, in plain values."""
        with self.school.reading() as session:
            return {
                name: sorted(tuple(map(str, row)) for row in session.execute(sa.select(table_of(kind))))
                for name, kind in tables_by_name().items()
            }

    def store(self, content: bytes = b"picture", name: str = "yyzz.jpg", media_type: str = "image/jpeg") -> StoredFile:
        """A file in the blob store."""
        sha256 = self.school.blobs.put(content)
        assert sha256 == hashlib.sha256(content).hexdigest()
        return StoredFile(name, sha256, len(content), media_type, name, sha256)

    def _prove_undo(self, outcome: Outcome, before: Dump) -> None:
        if registration(outcome.name).undo.never or outcome.duplicate:
            return
        after = self.dump()
        undone = self.undo(outcome.command_id)
        assert self.dump() == before, f"{outcome.name} was not taken back exactly"
        self.undo(undone.command_id)
        assert self.dump() == after, f"{outcome.name} was not done again exactly"


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a new school, made once."""
    folder = DataFolder(tmp_path_factory.mktemp("founded") / "data")
    school = found_school(
        folder,
        name=NAME,
        admin_login="admin",
        admin_name="管理员",
        password="Huzhou-2026",
        clock=ScriptedClock(START),
    )
    school.close()
    return folder.root


@pytest.fixture
def office(founded: Path, tmp_path: Path) -> Iterator[Office]:
    """A fresh copy of the new school, at 2026-08-03 09:00 in Shanghai."""
    shutil.copytree(founded, tmp_path / "data")
    clock = ScriptedClock(START)
    school = open_school(DataFolder(tmp_path / "data"), clock)
    yield Office(school, clock)
    school.close()
