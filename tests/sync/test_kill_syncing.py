"""`school-desk sync` killed at any moment while it sends and fetches: after a last whole round nothing is lost and nothing is there twice."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections import Counter
from contextlib import suppress
from pathlib import Path

import pytest
import sqlalchemy as sa

from school_desk.composition import School, open_school
from school_desk.documents.commands import QueueNotice, StoredFile
from school_desk.enterprises.commands import Paper, RegisterEnterprise
from school_desk.hub.founding import found_hub
from school_desk.hub.opening import HubSchool
from school_desk.kernel.clock import ScriptedClock
from school_desk.kernel.journal import first_broken
from school_desk.kernel.paths import DataFolder
from school_desk.kernel.tables import JournalRow, OutboxRow
from school_desk.terms.uploads import DocumentKind
from tests.hub.serving import RemoteDesk, served
from tests.papers import CODES
from tests.processes import school_desk
from tests.school import START, founded
from tests.store.test_kill import KEY_IN_FILE, ROOT

__all__ = ["founded"]

ROUNDS = 6


def killed_while_syncing(folder: Path, chance: random.Random) -> bool:
    """Whether it was still at work when it was killed."""
    command = [sys.executable, "-m", "school_desk.cli.main", "--data", str(folder), "sync"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd=ROOT, env=os.environ | KEY_IN_FILE) as program:
        with suppress(subprocess.TimeoutExpired):
            program.wait(chance.uniform(0.5, 3.5))
        program.kill()
        return program.wait() == -9


def check_whole(school: School) -> None:
    """Its file, its references and its journal hold."""
    with school.reading() as session:
        assert session.execute(sa.text("PRAGMA integrity_check")).scalar() == "ok"
        assert session.execute(sa.text("PRAGMA foreign_key_check")).all() == []
        assert first_broken(session, school.database.cipher, school.id) is None


def journal(school: School | HubSchool) -> Counter[str]:
    with school.reading() as session:
        return Counter(session.scalars(sa.select(JournalRow.id)))


def work(desk: RemoteDesk, chance: random.Random, code: str | None) -> set[str]:
    """Some notices, and an enterprise with a file where there is a code left; the commands' ids."""
    given = [QueueNotice("fee", "sms", "x", "陈静", "13800005893", f"text {n}") for n in range(chance.randrange(5, 20))]
    done = {desk.school.execute(command, desk.who("admin")).command_id for command in given}
    if code is not None:
        content = chance.randbytes(700_000)
        sha256 = desk.school.blobs.put(content)
        stored = StoredFile("yyzz.jpg", sha256, len(content), "image/jpeg", "yyzz.jpg", sha256)
        papers = (Paper(DocumentKind.YYZZ, stored),)
        command = RegisterEnterprise(
            code, f"湖州{code[-4:]}公司", "吴兴区", "330502", False, "13800005893", papers=papers
        )
        done.add(desk.school.execute(command, desk.who("admin")).command_id)
    return done


@pytest.mark.long
def test_nothing_is_lost_or_doubled(founded: Path, tmp_path: Path) -> None:
    chance, clock = random.Random(4711), ScriptedClock(START)
    lone = open_school(DataFolder(founded), clock)
    found_hub(DataFolder(tmp_path / "hub"), lone)
    lone.close()
    with served(DataFolder(tmp_path / "hub"), clock) as (hub, address):
        one, other = (RemoteDesk(tmp_path / name, hub, address, clock) for name in ("one", "other"))
        given: set[str] = set()
        killed = 0
        for number in range(ROUNDS):
            code = CODES[number] if number < len(CODES) else None
            given |= work(one, chance, code) | work(other, chance, None)
            other.sync()
            one.school.close()
            killed += killed_while_syncing(one.folder.root, chance)
            one.school = open_school(one.folder, clock)
            check_whole(one.school)
        assert killed > ROUNDS // 3, "it was killed at work"
        one.school.close()
        school_desk(one.folder.root, "sync", "--once")
        one.school = open_school(one.folder, clock)
        other.sync()
        told = journal(hub)
        assert set(told) >= given
        assert set(told.values()) == {1}
        assert journal(one.school) == journal(other.school) == told
        for desk in (one, other):
            assert desk.school.row_counts()["notice"] == len(given) - min(len(CODES), ROUNDS)
            with desk.school.reading() as session:
                assert session.scalars(sa.select(OutboxRow)).all() == []
        assert set(hub.blobs.all()) == set(one.school.blobs.all()) == set(other.school.blobs.all())
        one.school.close()
        other.school.close()
        hub.close()
