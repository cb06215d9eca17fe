"""A power cut in the midst of a backup, a restore or moving in: old or new, never half; and the next try succeeds."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from school_desk.adapters import safekeeping
from school_desk.composition import is_founded
from school_desk.kernel import backup, moving
from school_desk.kernel.paths import DataFolder
from tests.school import Dump, Office
from tests.store.keeper_at_work import PASSPHRASE
from tests.store.keeping import PICTURES, back_up, contents, filled, notice, opened
from tests.store.test_kill import KEY_IN_FILE, ROOT

FEW = 5
ALL = pytest.param(None, marks=[pytest.mark.long, pytest.mark.timeout(900)])


def at_work(what: str, data: Path, file: Path, touch: int = 0) -> int | None:
    """How many touches it was; None when it was killed."""
    command = [sys.executable, "-m", "tests.store.keeper_at_work", what, str(data), str(file), str(touch)]
    done = subprocess.run(command, cwd=ROOT, env=os.environ | KEY_IN_FILE, capture_output=True, text=True, check=False)
    if touch:
        assert done.returncode in (-9, 15), f"it was to be killed: {done.stderr}"
        return None
    assert done.returncode == 0, done.stderr
    return int(done.stdout)


def killed(
    what: str, office: Office, file: Path, lay_out: Callable[[Path], None], kills: int | None
) -> Iterator[DataFolder]:
    """The data folder after each kill: at `kills` touches spread over the work, or at every one."""
    place = office.school.folder.root.parent / "after"

    def fresh() -> DataFolder:
        shutil.rmtree(place, ignore_errors=True)
        lay_out(place)
        return DataFolder(place / "data")

    touches = at_work(what, fresh().root, place / file.name) or 0
    assert touches > FEW
    wanted = range(1, touches + 1)
    for touch in wanted if kills is None else sorted({wanted[(touches - 1) * n // (kills - 1)] for n in range(kills)}):
        folder = fresh()
        at_work(what, folder.root, place / file.name, touch)
        yield folder


def dump_of(office: Office, folder: DataFolder) -> Dump:
    """Every row of the folder's school, whose files are all there."""
    found = {finding.check: finding.problem for finding in safekeeping.examine(folder) if finding.problem}
    assert set(found) <= {"disk"}
    school = opened(office, folder)
    try:
        assert contents(school.school) == sorted(PICTURES)
        return school.dump()
    finally:
        school.school.close()


@pytest.mark.parametrize("kills", [FEW, ALL])
def test_a_backup_that_was_killed(office: Office, tmp_path: Path, kills: int | None) -> None:
    old = back_up(filled(office), tmp_path / "usb.zip")
    office.school.execute(notice("later"), office.clerk)
    now = office.dump()
    office.school.close()

    def lay_out(place: Path) -> None:
        shutil.copytree(office.school.folder.root, place / "data")
        shutil.copy(old.path, place / "usb.zip")

    for folder in killed("back_up", office, old.path, lay_out, kills):
        target = folder.root.parent / "usb.zip"
        assert dump_of(office, folder) == now
        assert backup.read_facts(target).commands in (old.commands, old.commands + 1)
        with backup.reading(target) as archive:
            assert archive.testzip() is None
        backup.sweep(target)
        assert sorted(path.name for path in target.parent.iterdir()) == ["data", "usb.zip"]


@pytest.mark.parametrize("kills", [FEW, ALL])
def test_a_restore_that_was_killed(office: Office, tmp_path: Path, kills: int | None) -> None:
    whole = back_up(filled(office), tmp_path / "usb.zip")
    then = office.dump()
    office.school.execute(notice("later"), office.clerk)
    now = office.dump()
    office.school.close()
    lost = next(office.school.folder.blobs.glob("??/*"))

    def lay_out(place: Path) -> None:
        shutil.copytree(office.school.folder.root, place / "data")
        shutil.copy(whole.path, place / "usb.zip")

    seen = []
    for folder in killed("restore", office, whole.path, lay_out, kills):
        seen.append(dump_of(office, folder))
        assert seen[-1] in (then, now)
        (folder.blobs / lost.relative_to(office.school.folder.blobs)).unlink()
        assert safekeeping.restore_backup(folder.root.parent / "usb.zip", folder, office.clock).missing_files == ()
        assert dump_of(office, folder) == then
    assert seen[0] == now, "the first touch changes nothing yet"


@pytest.mark.parametrize("kills", [FEW, ALL])
def test_moving_in_that_was_killed(
    office: Office, tmp_path: Path, kills: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moving, "_PASSES", 1)
    monkeypatch.setattr(moving, "_MEMORY_KIB", 64)
    moved = safekeeping.move_out(tmp_path / "usb.zip", filled(office).school.folder, PASSPHRASE, office.clock)
    now = office.dump()
    office.school.close()

    def lay_out(place: Path) -> None:
        place.mkdir()
        shutil.copy(moved.path, place / "usb.zip")

    seen = []
    for folder in killed("move_in", office, moved.path, lay_out, kills):
        seen.append(is_founded(folder))
        if not seen[-1]:
            safekeeping.move_in(folder.root.parent / "usb.zip", folder, PASSPHRASE, office.clock)
        assert dump_of(office, folder) == now
    assert not seen[0]
