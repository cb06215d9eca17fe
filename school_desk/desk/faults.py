"""Our own bugs: kept as a report in the data folder, told in words; the data stays whole and the desk goes on."""

from __future__ import annotations

import logging
import platform
import sys
from datetime import datetime
from pathlib import Path
from types import TracebackType

from PySide6.QtWidgets import QApplication, QMessageBox

import school_desk
from school_desk.kernel import logs
from school_desk.kernel.masking import fault_text

_log = logging.getLogger(__name__)


def write_report(fault: BaseException, folder: Path, now: datetime) -> Path | None:
    """Writes the report, with what the log had last, and returns its path; None when the disk does not take it."""
    head = f"School Desk {school_desk.__version__} · Python {platform.python_version()} · {platform.platform()}\n\n"
    target = folder / f"fault-{now:%Y%m%d-%H%M%S}.txt"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        target.write_text(f"{head}{fault_text(fault)}\n{logs.last_lines(folder)}", "utf-8")
    except OSError:
        return None
    return target


def show_fault(fault: BaseException, folder: Path, now: datetime) -> None:
    """Tells the person; without a window (tests) only standard error hears of it."""
    report = write_report(fault, folder, now)
    _log.error("fault", exc_info=fault)
    if sys.stderr is not None:  # a program started by its icon has none
        sys.stderr.write(fault_text(fault))
    window = QApplication.activeWindow()
    if window is None:
        return
    box = QMessageBox(QMessageBox.Icon.Warning, "程序出错", "刚才的操作没有完成，已保存的数据不受影响。", parent=window)
    box.setInformativeText(
        f"错误报告已写入：{report}\n请把它发给支持人员（里面没有姓名、身份证号、手机号和账号）。"
        if report
        else "错误报告写不进数据文件夹，请检查磁盘后告诉支持人员。"
    )
    box.addButton("知道了", QMessageBox.ButtonRole.AcceptRole)
    box.open()


def install(folder: Path) -> None:
    """Catches what no one else caught."""

    def hook(kind: type[BaseException], fault: BaseException, _trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
        else:
            show_fault(fault, folder, datetime.now().astimezone())

    sys.excepthook = hook
