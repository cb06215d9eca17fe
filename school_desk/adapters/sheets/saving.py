"""Puts a finished file in its place in one step, so that nobody ever finds half a workbook under the name they asked for."""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from school_desk.kernel.errors import EnvironmentFault


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Yields a fresh path in the same folder; what is written there replaces `path` on leaving, or is removed on any exception.

    Raises EnvironmentFault `disk.full`, `file.locked` or `file.unwritable`; `path` then holds what it held before.
    """
    draft = path.with_name(f".{secrets.token_hex(6)}{path.suffix}")
    try:
        yield draft
        os.replace(draft, path)
    except OSError as error:
        raise _fault(error, path) from error
    finally:
        draft.unlink(missing_ok=True)


def _fault(error: OSError, path: Path) -> EnvironmentFault:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return EnvironmentFault("disk.full", f"磁盘已满，“{path.name}”没有保存。请清理磁盘空间后重试。")
    if isinstance(error, PermissionError):
        message = f"“{path.name}”写不进去，可能正被 Excel 或 WPS 打开。请关闭该文件后重试，或换一个文件名。"
        return EnvironmentFault("file.locked", message)
    return EnvironmentFault("file.unwritable", f"“{path.name}”没有保存，请确认文件夹“{path.parent}”还在、可以写入。")
