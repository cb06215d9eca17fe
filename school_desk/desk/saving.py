"""Writing a file for people: where to, in a worker process, then told with the folder it lies in. A PDF is gathered by a reader first."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from school_desk.desk.services import Desk

_PDF = "school_desk.output.pdf:write_pdf"
_KINDS = {".pdf": "PDF (*.pdf)", ".xlsx": "Excel 工作簿 (*.xlsx)"}


@dataclass(frozen=True)
class Pdf:
    """A PDF to be drawn: where to, by which "module:function", of what; the sentence and the deed once it is there."""

    target: Path
    maker: str
    arguments: tuple[Any, ...]
    told: str = ""
    then: Callable[[], None] | None = None


def ask_where(owner: QWidget, desk: Desk, title: str, name: str, then: Callable[[Path], None]) -> None:
    """Asks for a path, proposing `name` among the data folder's exports; `then` gets it unless the person thinks better of it."""
    files = _KINDS[Path(name).suffix]
    chosen, _ = QFileDialog.getSaveFileName(owner, title, str(desk.school.folder.exports / name), files)
    if chosen:
        then(Path(chosen))


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


def write_pdf(desk: Desk, owner: QObject, pdf: Pdf) -> None:
    """Has the PDF drawn by a worker."""
    write(desk, owner, _PDF, pdf.target, pdf.maker, *pdf.arguments, then=pdf.then, told=pdf.told)


def draw(
    desk: Desk,
    owner: QObject,
    gather: Callable[[], Any],
    papers: Callable[[Any], Iterable[Pdf]],
    *,
    key: str = "print",
) -> None:
    """Has a reader gather what stands on the papers, and a worker draw each of the `papers` made of it; none is fine."""

    def gathered(found: Any) -> None:
        for pdf in papers(found):
            write_pdf(desk, owner, pdf)

    desk.look_up(owner, gather, gathered, key=key)


def recorded(desk: Desk, owner: QObject, what: str, count: int, target: Path, unit: str = "人") -> Callable[[], None]:
    """The deed once papers that name people are there: the journal keeps what left the program, of how many, and by whom."""

    def record() -> None:
        from school_desk.enrollments.commands import RecordPapers

        desk.decide(owner, RecordPapers(what, count, target.name, unit))

    return record


def open_file(path: Path) -> None:
    """Opens a file with the program the computer has for it."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
