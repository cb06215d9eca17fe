"""Writing a file for people: where to, in a worker process, then told with the folder it lies in. A PDF is gathered by a reader first."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from school_desk.desk.services import Desk
from school_desk.kernel.files import telling_file_faults

if TYPE_CHECKING:
    from school_desk.kernel.commands import Command

PDF = "school_desk.output.pdf:write_pdf"
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
    write(desk, owner, PDF, pdf.target, pdf.maker, *pdf.arguments, then=pdf.then, told=pdf.told)


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


class _Drafts:
    """Files that wait beside their places. One that a crash leaves behind says by its name that nothing records it."""

    def __init__(self, places: Sequence[Path]) -> None:
        mark = secrets.token_hex(2)  # two computers may write to one folder
        self._places = tuple(places)
        self.paths = tuple(place.with_stem(f"{place.stem}-未登记-{mark}") for place in places)
        self._earlier = tuple(place.with_stem(f"{place.stem}-原来的-{mark}") for place in places)
        self._taken: list[Path] = []

    def take_places(self) -> None:
        """Raises EnvironmentFault when something holds a place; what stood there waits beside it until all is settled."""
        for draft, place, earlier in zip(self.paths, self._places, self._earlier, strict=True):
            if place in self._taken:  # the transaction is tried a second time
                continue
            with telling_file_faults(place):
                if place.is_file():
                    place.replace(earlier)
                self._taken.append(place)
                draft.replace(place)

    def settle(self, kept: bool) -> None:
        """With `kept` only the new files stay; else all is as it was before."""
        for draft, place, earlier in zip(self.paths, self._places, self._earlier, strict=True):
            with suppress(OSError):
                if not kept:
                    draft.unlink(missing_ok=True)
                if not kept and place in self._taken:
                    place.unlink(missing_ok=True)
                if not kept and earlier.exists():
                    earlier.replace(place)
                earlier.unlink(missing_ok=True)


def write_recorded(
    desk: Desk,
    function: str,
    targets: Sequence[Path],
    *arguments: Any,
    command: Command,
    agrees: Callable[[Any], None],
    done: str,
) -> None:
    """Has a worker write drafts for `targets` by "module:function"(*drafts, *arguments); `command` records that they went out.

    They take their places within the command's transaction, as the last that happens: there is no record without its files (a full disk,
    a file that Excel holds), and no file of what the record refused meanwhile. `agrees` gets the command's result, and raises when the
    files say something else. Only a crash in the instant between the last renaming and the commit leaves files that nothing records,
    beside them as 原来的 what had stood there.
    """
    drafts = _Drafts(targets)

    def last(result: Any) -> None:
        agrees(result)
        drafts.take_places()

    def written(_result: Any) -> None:
        # Made anew, so that it is not taken for a double click's second: that would leave its drafts lying.
        desk.decide(desk, lambda _school: command, done=done, last=last, settled=drafts.settle)

    def fault(reason: BaseException) -> None:
        drafts.settle(kept=False)
        desk.tell_fault(reason)

    # The desk's, not a page's: who leaves the page has still asked for them.
    desk.job(desk, function, *drafts.paths, *arguments, then=written, failed=fault)


def recorded(desk: Desk, owner: QObject, what: str, count: int, target: Path, unit: str = "人") -> Callable[[], None]:
    """The deed once papers that name people are there: the journal keeps what left the program, of how many, and by whom."""

    def record() -> None:
        from school_desk.enrollments.commands import RecordPapers

        desk.decide(owner, RecordPapers(what, count, target.name, unit))

    return record


def open_file(path: Path) -> None:
    """Opens a file with the program the computer has for it."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
