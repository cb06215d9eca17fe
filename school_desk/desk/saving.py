"""Writing a file for people: where to, in a worker process, then told with the folder it lies in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from school_desk.desk.services import Desk


def ask_where(owner: QWidget, desk: Desk, title: str, name: str, files: str) -> Path | None:
    """The path the person chooses, starting in the data folder's exports; None: they thought better of it."""
    chosen, _ = QFileDialog.getSaveFileName(owner, title, str(desk.school.folder.exports / name), files)
    return Path(chosen) if chosen else None


def write(
    desk: Desk,
    owner: QObject,
    function: str,
    target: Path,
    *arguments: Any,
    then: Callable[[], None] | None = None,
    told: str = "",
    on_progress: Callable[[int, int], None] | None = None,
    failed: Callable[[BaseException], None] | None = None,
) -> None:
    """Runs "module:function"(target, *arguments) in a worker; `then` records the fact once the file is there.

    `failed` gets a fault instead of the person: tell it on with `desk.tell_fault`.
    """

    def written(_result: Any) -> None:
        desk.tell(told or f"已保存：{target}")
        if then is not None:
            then()

    desk.job(owner, function, target, *arguments, then=written, on_progress=on_progress, failed=failed)


def open_file(path: Path) -> None:
    """Opens a file with the program the computer has for it."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
