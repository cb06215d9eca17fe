"""What lies on the disks of a desk that joined and of its Hub: no number of a person and no picture in plain bytes, and yet both are found."""

from __future__ import annotations

import base64
import random
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from school_desk.enrollments.commands import ImportRoster
from school_desk.hub.keeping import back_up
from school_desk.hub.opening import HubSchool
from school_desk.intake.files import store_file
from school_desk.kernel.backup import Reason, make_backup
from school_desk.kernel.clock import ScriptedClock
from school_desk.kernel.commands import Actor
from school_desk.kernel.paths import DataFolder
from school_desk.overview.progress import trainee_progress
from school_desk.overview.search import Wanted
from school_desk.sync.wire import PART_BYTES
from tests.hub.portal.schools import hub_of
from tests.hub.serving import RemoteDesk, served
from tests.learners import PEOPLE, plan, roster_entry
from tests.papers import approved_enterprise
from tests.school import START, Office

FIRST, SECOND = PEOPLE[0], PEOPLE[1]
# Two whole parts and a half, and nothing in it twice.
PICTURES = tuple(random.Random(number).randbytes(PART_BYTES * 5 // 2) for number in range(2))
SAMPLE = slice(1_000, 1_064)


def enrol(office: Office, number: int, enterprise_id: str, actor: Actor | None = None) -> None:
    """One of PEOPLE with a picture, called as people call them: by the numbers."""
    photo = store_file(office.school, PICTURES[number], f"{PEOPLE[number][1]} {PEOPLE[number][2]}.jpg")
    entry = replace(roster_entry(number, office, photo=False), photo=photo)
    office.school.execute(ImportRoster(enterprise_id, "名单.xlsx", f"{number}" * 64, (entry,)), actor or office.clerk)


def needles() -> dict[str, bytes]:
    """What must lie nowhere, in the ways in which texts are written."""
    texts = [value for person in (FIRST, SECOND) for value in person[1:]]
    ways = {f"{text} as {way}": text.encode(way) for text in texts for way in ("utf-8", "utf-16-le")}
    packed = {f"{text} in base 64": base64.b64encode(text.encode())[:-4] for text in texts}
    pictures = {f"picture {number}": content[SAMPLE] for number, content in enumerate(PICTURES)}
    return ways | packed | pictures


def files_of(*folders: Path) -> dict[str, bytes]:
    """Every file there; what lies in a zip is read as it lies there."""
    found: dict[str, bytes] = {}
    for path in sorted(path for folder in folders for path in folder.rglob("*") if path.is_file()):
        name = f"{path.parents[0].name}/{path.name}"
        found[str(path)] = path.read_bytes()
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                found |= {f"{name}:{entry}": archive.read(entry) for entry in archive.namelist()}
    return found


def told_by(files: dict[str, bytes], wanted: dict[str, bytes]) -> dict[str, list[str]]:
    """Which file gives away what."""
    found = {path: [what for what, value in wanted.items() if value in content] for path, content in files.items()}
    return {path: what for path, what in found.items() if what}


@contextmanager
def joined(root: Path, hub: HubSchool, address: str, clock: ScriptedClock, name: str) -> Iterator[RemoteDesk]:
    """A desk that begins from the Hub's snapshot."""
    desk = RemoteDesk(root / name, hub, address, clock)
    yield desk
    desk.school.close()


def found_by(desk: RemoteDesk, words: str) -> list[str]:
    """报名人员查询."""
    school = desk.school
    with school.reading() as session:
        rows = trainee_progress(session, school.id, START.date(), Wanted(words), limit=10, offset=0)
    return [row.name for row in rows]


def test_no_number_and_no_picture_lies_in_plain_bytes_and_people_are_found(founded: Path, tmp_path: Path) -> None:
    def begin(office: Office) -> str:
        plan(office)
        enterprise_id = approved_enterprise(office)
        enrol(office, 0, enterprise_id)
        return enterprise_id

    hub_folder, enterprise_id = hub_of(founded, tmp_path, begin)
    clock, folders = ScriptedClock(START), (tmp_path / "desk", hub_folder, tmp_path / "new")
    with (
        served(DataFolder(hub_folder), clock) as (hub, address),
        joined(tmp_path, hub, address, clock, "desk") as old,
        joined(tmp_path, hub, address, clock, "new") as new,
    ):
        assert found_by(new, FIRST[1]) == [FIRST[0]], "after the snapshot, by this desk's own hash of the number"
        new.sync()
        enrol(Office(old.school, clock), 1, enterprise_id, old.who("admin"))
        sha256 = next(sha256 for sha256 in old.school.blobs.all() if old.school.blobs.get(sha256) == PICTURES[1])
        with old.hub() as line:  # the line broke after the first part
            line.send(sha256, 0, len(PICTURES[1]), PICTURES[1][:PART_BYTES])
        underway = files_of(*folders)
        assert told_by(underway, needles()) == {}
        assert old.sync()[1].sent == 1
        done, moved = new.sync()
        assert (done.pulled, moved.fetched) == (1, 1)
        make_backup(new.folder, new.school.database.cipher, reason=Reason.PERSON, clock=clock)
        (tmp_path / "disk").mkdir()
        back_up(hub, tmp_path / "disk" / "hub.zip")
        files = files_of(*folders, tmp_path / "disk")
        assert told_by(files, needles()) == {}
        for desk in (old, new):
            for name, number, mobile in (FIRST, SECOND):
                assert [found_by(desk, words) for words in (number, number[-6:], mobile, mobile[-4:])] == [[name]] * 4
            assert [desk.school.blobs.get(stored) for stored in desk.school.blobs.all()].count(PICTURES[1]) == 1
        keyed = {bytes(desk.school.database.cipher.keyed_hash(FIRST[1]), "ascii") for desk in (old, new)}
        assert len(keyed) == 2, "each side's key is its own"
    # The look itself sees: a name is not sealed (docs/security.md says so), and lies in each database, its log, and each backup.
    assert "incoming" in str([*underway])
    named = told_by(files, {"name": SECOND[0].encode()})
    for place in ("desk/school.db", "hub/school.db", "new/school.db", "zip:school.db"):
        assert any(place in path for path in named), place
    assert any(path.endswith("-wal") for path in named)
