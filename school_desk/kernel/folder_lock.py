"""Who may put other data into a data folder: the open desk holds its lock, and so does a restore from the command line.

It is the system's own lock on the file `.lock`: it goes with the process that took it, however that ends, so that none is ever left behind.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from school_desk.kernel.errors import RuleViolation
from school_desk.kernel.files import telling_file_faults


class FolderLock:
    """The lock of one data folder, which is there."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / ".lock"
        self._file: BinaryIO | None = None

    def take(self) -> bool:
        """Whether it is ours now. Raises EnvironmentFault where the folder takes no file or the disk knows no locks."""
        with telling_file_faults(self._path):
            file = self._path.open("ab")
            try:
                _lock(file)
            except OSError as fault:
                file.close()
                if isinstance(fault, _HELD):
                    return False
                raise
        self._file = file
        return True

    def release(self) -> None:
        """Lets others take it. The file stays: removing it would let two hold one each."""
        if self._file is not None:
            self._file.close()
            self._file = None


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Keeps the desk and others away while the data of `folder` are replaced; one that is not there yet has nobody in it.

    Raises RuleViolation `folder.in_use` when somebody is, and as `FolderLock.take`.
    """
    lock = FolderLock(folder)
    if folder.is_dir() and not lock.take():
        message = f"数据文件夹“{folder}”正在使用：桌面程序或总台开着，或者另一次恢复还没做完。请先关闭桌面程序或停下总台，再试一次。"
        raise RuleViolation("folder.in_use", message)
    try:
        yield
    finally:
        lock.release()


if sys.platform == "win32":
    import msvcrt

    _HELD: tuple[type[OSError], ...] = (PermissionError,)

    def _lock(file: BinaryIO) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    _HELD: tuple[type[OSError], ...] = (BlockingIOError,)

    def _lock(file: BinaryIO) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
