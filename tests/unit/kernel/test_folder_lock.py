"""One program at a time has a data folder; whoever dies lets go of it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from school_desk.kernel.errors import EnvironmentFault, RuleViolation
from school_desk.kernel.folder_lock import FolderLock, alone_in

OTHER = """
import sys
from pathlib import Path
from school_desk.kernel.folder_lock import FolderLock

lock = FolderLock(Path(sys.argv[1]))
print(lock.take(), flush=True)
sys.stdin.read()
"""


def test_another_program_has_it_until_it_dies(tmp_path: Path) -> None:
    command = [sys.executable, "-c", OTHER, str(tmp_path)]
    lock = FolderLock(tmp_path)
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "True\n"
        assert not lock.take()
        with pytest.raises(RuleViolation, match="请先关闭桌面程序") as refusal, alone_in(tmp_path):
            pytest.fail("somebody else is in it")
        assert refusal.value.code == "folder.in_use"
        assert str(tmp_path) in refusal.value.message
        other.kill()
    assert lock.take()
    lock.release()


def test_it_is_let_go_of_at_the_end_and_after_a_fault(tmp_path: Path) -> None:
    other = FolderLock(tmp_path)

    def break_off() -> None:
        with alone_in(tmp_path):
            assert not other.take()
            raise KeyError

    with pytest.raises(KeyError):
        break_off()
    assert other.take()
    other.release()


def test_a_folder_that_is_not_there_has_nobody_in_it_and_is_not_made(tmp_path: Path) -> None:
    with alone_in(tmp_path / "new"):
        pass
    assert list(tmp_path.iterdir()) == []


def test_what_an_earlier_program_left_in_the_file_is_no_lock(tmp_path: Path) -> None:
    (tmp_path / ".lock").write_text("4711\nschool-desk\n", "utf-8")
    with alone_in(tmp_path):
        pass


def test_a_place_that_takes_no_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFault):
        FolderLock(tmp_path / "gone").take()
