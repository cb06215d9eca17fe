"""Files between desks and their Hub when something breaks off: none is lost, none keeps the others, and a slow line gets them across."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable
from contextlib import nullcontext
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from school_desk.composition import School
from school_desk.desk import sync_round
from school_desk.desk.sync_round import Rounds
from school_desk.documents.commands import StoredFile
from school_desk.enterprises.commands import Paper, RegisterEnterprise
from school_desk.hub.files import Incoming
from school_desk.kernel.errors import EnvironmentFault, RuleViolation
from school_desk.kernel.paths import DataFolder
from school_desk.payments.settings import DAYS_TO_PAY
from school_desk.plans.commands import CreatePlan
from school_desk.staff.commands import ChangeSetting
from school_desk.sync.files import exchange
from school_desk.sync.wire import PART_BYTES, FileState
from school_desk.terms.levels import SkillLevel
from school_desk.terms.uploads import DocumentKind
from tests.papers import CODES
from tests.school import NAME
from tests.sync.net import DeskPlace, Net
from tests.sync.wires import blobs_of, hub_school


class HubFiles:
    """What a desk asks of its Hub's files, without a line between them."""

    def __init__(self, net: Net) -> None:
        self.school = hub_school(net.hub)
        self.incoming = Incoming(self.school)

    def missing(self, names: Iterable[str]) -> tuple[FileState, ...]:
        return self.incoming.missing(names).files

    def send(self, sha256: str, offset: int, size: int, part: bytes) -> FileState:
        return self.incoming.put(sha256, offset, size, part)

    def fetch(self, sha256: str) -> bytes:
        try:
            return self.incoming.whole(sha256)
        except EnvironmentFault as fault:
            raise RuleViolation(fault.code, fault.message) from fault


class Tasks:
    """A window that is never closed meanwhile."""

    @staticmethod
    def away() -> Any:
        return nullcontext()


@pytest.fixture
def files(net: Net) -> HubFiles:
    return HubFiles(net)


def school_of(desk: DeskPlace) -> School:
    return School(DataFolder(desk.folder), desk.school_id, NAME, desk.file, blobs_of(desk), desk.bus, desk.clock)


def days(value: int) -> ChangeSetting:
    return ChangeSetting(DAYS_TO_PAY.key, value, date(2026, 9, 1))


def plan() -> CreatePlan:
    return CreatePlan("010", SkillLevel.JUNIOR, date(2026, 8, 1), date(2026, 9, 1), 60_000, 16)


def move(desk: DeskPlace, hub: Any) -> Any:
    return exchange(school_of(desk), hub)


def register(desk: DeskPlace, number: int, content: bytes) -> str:
    """An enterprise whose licence is `content`; the file's name."""
    sha256 = blobs_of(desk).put(content)
    stored = StoredFile("yyzz.jpg", sha256, len(content), "image/jpeg", "yyzz.jpg", sha256)
    papers = (Paper(DocumentKind.YYZZ, stored),)
    name = f"湖州{'甲乙丙'[number]}建设有限公司"
    desk.do(RegisterEnterprise(CODES[number], name, "吴兴区", "330502", False, "13800005893", papers=papers))
    return sha256


def test_what_a_hub_did_not_live_to_put_together(net: Net, files: HubFiles, monkeypatch: pytest.MonkeyPatch) -> None:
    """The last part is on its disk, the file is not."""
    one, other = net.desks
    sha256 = register(one, 0, os.urandom(2 * PART_BYTES + 5))
    one.sync()
    other.sync()

    def full(_content: bytes) -> str:
        raise EnvironmentFault("disk.full", "磁盘已满")

    with monkeypatch.context() as patch:
        patch.setattr(files.school.blobs, "put", full)
        with pytest.raises(EnvironmentFault, match="磁盘已满"):
            move(one, files)
    assert not files.school.blobs.holds(sha256)
    move(one, files)
    assert move(other, files).fetched == 1
    assert list((files.school.folder.root / "incoming").iterdir()) == []


def test_a_part_that_is_spoiled_comes_again(net: Net, files: HubFiles) -> None:
    """At once where it is seen before the rest is sent; when the last part came, with all the others."""
    one, _ = net.desks
    sha256 = register(one, 0, os.urandom(PART_BYTES + 5))
    one.sync()
    content = blobs_of(one).get(sha256)

    def spoil() -> None:
        files.send(sha256, 0, len(content), content[:PART_BYTES])
        (part,) = (files.school.folder.root / "incoming").iterdir()
        part.write_bytes(bytes(part.stat().st_size))

    spoil()
    with pytest.raises(RuleViolation, match="从头再传"):
        files.send(sha256, PART_BYTES, len(content), content[PART_BYTES:])
    spoil()
    assert move(one, files).sent == 1
    assert files.school.blobs.holds(sha256)


@pytest.mark.parametrize("spoiled", [0, 1, 2])
def test_all_parts_are_there_and_one_is_spoiled(
    net: Net, files: HubFiles, monkeypatch: pytest.MonkeyPatch, spoiled: int
) -> None:
    """Nobody is told that the Hub has it, and it is sent again."""
    one, other = net.desks
    sha256 = register(one, 0, os.urandom(2 * PART_BYTES + 5))
    one.sync()
    other.sync()
    with monkeypatch.context() as killed:
        killed.setattr(files.incoming, "_finish", lambda _sha256: None)
        for offset in range(0, 3 * PART_BYTES, PART_BYTES):
            content = blobs_of(one).get(sha256)
            files.send(sha256, offset, len(content), content[offset : offset + PART_BYTES])
    part = files.school.folder.root / "incoming" / f"{sha256}.{spoiled}"
    part.write_bytes(bytes(part.stat().st_size))
    assert move(one, files).sent == 1
    assert files.school.blobs.holds(sha256)
    assert move(other, files).fetched == 1


def test_all_parts_are_there_and_are_not_the_file(net: Net, files: HubFiles, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sealed as they came, from whoever sent something else under that name: a part of the file says so, then all of it comes."""
    one, _ = net.desks
    sha256 = register(one, 0, os.urandom(PART_BYTES + 5))
    one.sync()
    with monkeypatch.context() as killed:
        killed.setattr(files.incoming, "_finish", lambda _sha256: None)
        for offset, size in ((0, PART_BYTES), (PART_BYTES, 5)):
            files.send(sha256, offset, PART_BYTES + 5, bytes(size))
    with pytest.raises(EnvironmentFault):
        move(one, files)
    assert move(one, files).sent == 1
    assert files.school.blobs.holds(sha256)


def test_one_bad_file_keeps_no_other(net: Net, files: HubFiles) -> None:
    """Spoiled on the disk of who has it, then on the Hub's."""
    one, other = net.desks
    names = sorted(register(one, number, b"picture %d" % number) for number in range(3))
    one.sync()
    other.sync()
    blobs_of(one).path(names[0]).write_bytes(b"x" * 50)
    with pytest.raises(EnvironmentFault) as fault:
        move(one, files)
    assert fault.value.code == "key.wrong"
    assert [files.school.blobs.holds(name) for name in names] == [False, True, True]
    files.school.blobs.path(names[1]).write_bytes(b"x" * 50)
    moved = move(other, files)
    assert (moved.fetched, moved.awaited) == (1, 2)


def test_all_files_are_asked_for_once_in_a_run(net: Net, files: HubFiles) -> None:
    """Also where one of them cannot be moved; and what is known to be there already is not written down again."""
    one, _ = net.desks
    names = sorted(register(one, number, b"picture %d" % number) for number in range(3))
    one.sync()
    move(one, files)
    blobs_of(one).path(names[0]).write_bytes(b"x" * 50)
    files.school.blobs.path(names[0]).unlink()
    asked: list[int] = []

    class Counting(HubFiles):
        def missing(self, names: Iterable[str]) -> tuple[FileState, ...]:
            wanted = list(names)
            asked.append(len(wanted))
            return super().missing(wanted)

    school = school_of(one)
    rounds = Rounds(school, Tasks(), lambda _school: (Counting(net), lambda: None))  # type: ignore[arg-type]
    school.database.writing = unwanted  # type: ignore[method-assign]
    with pytest.raises(EnvironmentFault):
        rounds.files()
    assert rounds.files() == 0
    assert asked == [3]


def unwanted() -> Any:
    raise AssertionError("nothing is to be written")


def test_a_file_that_a_restored_hub_lost_is_sent_again(net: Net, files: HubFiles) -> None:
    """The desk that sent it has a note that the Hub has it."""
    one, other = net.desks
    sha256 = register(one, 0, b"picture")
    one.sync()
    other.sync()
    move(one, files)
    files.school.blobs.path(sha256).unlink()
    assert move(one, files).sent == 0
    rounds = Rounds(school_of(one), Tasks(), lambda _school: (files, lambda: None))  # type: ignore[arg-type]
    assert rounds.files() == 0
    assert move(other, files).fetched == 1


def test_a_slow_line_gets_every_file_across(net: Net, monkeypatch: pytest.MonkeyPatch, files: HubFiles) -> None:
    """Each takes longer than files may before rows have their turn again."""
    one, other = net.desks
    names = [register(one, number, b"picture %d" % number) for number in range(3)]
    one.sync()
    other.sync()
    move(one, files)
    asked: list[str] = []

    class Slow(HubFiles):
        def fetch(self, sha256: str) -> bytes:
            asked.append(sha256)
            time.sleep(0.02)
            return super().fetch(sha256)

    monkeypatch.setattr(sync_round, "FILES_S", 0.01)
    rounds = Rounds(school_of(other), Tasks(), lambda _school: (Slow(net), lambda: None))  # type: ignore[arg-type]
    assert [rounds.files() for _ in range(3)] == [None, None, 0]
    assert sorted(asked) == sorted(names), "each is asked for once"
    assert all(blobs_of(other).holds(name) for name in names)


def test_what_a_round_brought_is_told_though_its_end_failed(net: Net) -> None:
    one, other = net.desks
    for _ in range(11):
        other.do(plan())
    one.do(days(9))
    one.sync()

    def fault(point: str) -> None:
        if point == "reserve lost":
            raise EnvironmentFault("hub.away", "连不上总台")

    other.line.fault = fault
    done = other.sync()
    assert done.rebased is not None
    assert done.rebased.changes, "the colleague's setting is in the database"
    assert done.fault is not None


def test_a_founding_that_failed_leaves_no_file_behind(net: Net, tmp_path: Path) -> None:
    from school_desk.hub.founding import found_hub
    from school_desk.hub.opening import open_hub

    one, _ = net.desks
    school, folder = school_of(one), DataFolder(tmp_path / "hub")
    sha256 = school.blobs.put(b"picture")
    with pytest.raises(EnvironmentFault):
        found_hub(folder, school, "postgresql://hub@127.0.0.1:9/none")
    assert found_hub(folder, school) >= 1
    hub = open_hub(folder)
    assert hub.blobs.get(sha256) == b"picture"
    hub.close()
