"""SQLite's faults in words. Apart from `database.py` because starting asks before SQLAlchemy is loaded."""

from __future__ import annotations

import sqlite3

from school_desk.kernel.errors import EnvironmentFault

BUSY = ("database.busy", "数据库正被另一个程序占用，刚才的操作没有保存。请关闭其他窗口后重试。")
_READ_ONLY = ("database.readonly", "数据文件夹不可写，刚才的操作没有保存。请检查文件夹权限后重试。")
_DAMAGED = ("database.damaged", "数据库文件已损坏。请用最近的备份恢复。")
_UNREACHABLE = ("database.unreachable", "打不开数据库文件。请检查磁盘与文件夹权限后重试。")
_FAULTS = {
    sqlite3.SQLITE_FULL: ("disk.full", "磁盘已满，刚才的操作没有保存。请清理磁盘后重试。"),
    sqlite3.SQLITE_BUSY: BUSY,
    sqlite3.SQLITE_LOCKED: BUSY,
    sqlite3.SQLITE_READONLY: _READ_ONLY,
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: _DAMAGED,
    sqlite3.SQLITE_CANTOPEN: _UNREACHABLE,
    sqlite3.SQLITE_IOERR: _UNREACHABLE,
    sqlite3.SQLITE_PERM: _UNREACHABLE,
}


def in_words(fault: BaseException | None) -> EnvironmentFault | None:
    """What the disk or another program did to the file, as a sentence; None when neither is at fault.

    Judged by the first byte of SQLite's code: words would not do, a column may be called "locked".
    """
    told = _FAULTS.get(getattr(fault, "sqlite_errorcode", 0) & 0xFF)
    return EnvironmentFault(*told) if told else None
