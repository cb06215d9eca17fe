"""Writes files so that a crash leaves the old one or the new one, never half of one; says in words why one cannot be read."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from school_desk.kernel.errors import EnvironmentFault


@contextmanager
def replacing(target: Path, *, make_folder: bool = True) -> Iterator[Path]:
    """Gives a path beside `target` to write to; at the end it is flushed to disk and takes the target's name.

    `make_folder` False, for a place that a person chose: a folder that is gone (a stick pulled out) is told, not made anew.
    Raises EnvironmentFault `disk.full`, `file.locked` or `file.unwritable`; then `target` is as it was.
    """
    with telling_file_faults(target):
        if make_folder:
            target.parent.mkdir(parents=True, exist_ok=True)
        elif not target.parent.is_dir():
            message = f"“{printable(target.name)}”没有保存，请确认文件夹“{printable(target.parent)}”还在、可以写入。"
            raise EnvironmentFault("file.unwritable", message)
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        os.close(handle)
        draft = Path(name)
        try:
            yield draft
            with draft.open("rb+") as written:
                os.fsync(written.fileno())
            draft.replace(target)
            flush_folder(target.parent)
        finally:
            with suppress(FileNotFoundError):
                draft.unlink()


def flush_folder(folder: Path) -> None:
    """Has the names in `folder` outlive a power cut; Windows sees to that itself."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def write_bytes(target: Path, content: bytes) -> None:
    """Writes `content` as `target`, whole or not at all."""
    with replacing(target) as draft:
        draft.write_bytes(content)


@contextmanager
def telling_file_faults(target: Path) -> Iterator[None]:
    """Turns what the disk refused into an EnvironmentFault with a sentence."""
    name = printable(target.name)
    try:
        yield
    except PermissionError as fault:
        message = f"不能写入“{name}”：文件正被其他程序打开，或没有权限。请关闭它后重试。"
        raise EnvironmentFault("file.locked", message) from fault
    except OSError as fault:
        if fault.errno in (errno.ENOSPC, errno.EDQUOT):
            raise EnvironmentFault("disk.full", f"磁盘已满，“{name}”没有保存。请清理磁盘后重试。") from fault
        message = f"不能读写“{name}”：{_WORDS.get(fault.errno, '磁盘出错')}。请核对位置和磁盘后重试。"
        raise EnvironmentFault("file.unwritable", message) from fault


_WORDS: dict[int | None, str] = {
    errno.ENOENT: "文件夹不存在",
    errno.ENOTDIR: "路径里有一段不是文件夹",
    errno.EISDIR: "这是一个文件夹",
    errno.EEXIST: "已经有同名的文件",
    errno.EROFS: "磁盘是只读的",
    errno.ENAMETOOLONG: "名字太长",
}


def printable(name: str | Path) -> str:
    """A name as it can stand on a screen: control characters, which a terminal would obey, are spelled out."""
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode("ascii") for char in str(name))


def unreadable(path: Path, fault: OSError) -> EnvironmentFault:
    """Why the file at `path` was not read, and what to do: `file.locked` when it may be in use, else `file.unreadable`."""
    if isinstance(fault, FileNotFoundError | NotADirectoryError):
        return EnvironmentFault("file.unreadable", f"找不到文件“{printable(path)}”，请核对文件夹和文件名。")
    if path.is_dir():
        return EnvironmentFault("file.unreadable", f"“{printable(path)}”是文件夹，请选择其中的文件。")
    name = printable(path.name)
    if isinstance(fault, PermissionError):
        message = f"“{name}”打不开：可能正被 Excel、WPS 等程序占用，或没有读取权限。请关闭该文件或核对权限后重试。"
        return EnvironmentFault("file.locked", message)
    return EnvironmentFault("file.unreadable", f"读不到“{name}”，请确认磁盘完好、U 盘或网络盘没有断开，再试一次。")
