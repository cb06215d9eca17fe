"""The photo of one person, and the three ways to bring a missing or better one: a file, a drop, the clipboard."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QObject
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage, QKeySequence
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from school_desk.desk.import_page import dropped_files
from school_desk.desk.portrait import Portrait
from school_desk.desk.services import Desk
from school_desk.desk.theme import GAP_M, GAP_S
from school_desk.desk.widgets.buttons import action_button
from school_desk.desk.widgets.texts import caption
from school_desk.enrollments.queries import EnrolledRow
from school_desk.intake.roster import LatePhoto, photo_command

_PHOTOS = "照片 (*.jpg *.jpeg *.png *.bmp *.webp *.heic);;所有文件 (*)"
_OF_A_FILE = "school_desk.intake.roster:read_photo"
_OF_A_PICTURE = "school_desk.intake.roster:conform_photo"


class PhotoSlot(QWidget):
    """`may_change` False shows the photo alone.

    `page` outlives the slot, which makes room as soon as the cursor moves on: a photo still being read is kept all the same.
    """

    def __init__(self, desk: Desk, row: EnrolledRow, page: QObject, *, may_change: bool) -> None:
        super().__init__()
        self._desk, self._person, self._page = desk, row, page
        self.setAcceptDrops(may_change)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(GAP_M)
        line.addWidget(Portrait(desk, row.name, row.photo_document_id))
        ways = QVBoxLayout()
        ways.setSpacing(GAP_S)
        if may_change:
            word = "选择照片…" if row.photo_document_id is None else "换一张照片…"
            self.choose_button = action_button(word, "image", on=self.choose)
            self.paste_button = action_button("粘贴照片", "copy", keys=_paste_keys(), on=self.paste)
            for way in (self.choose_button, self.paste_button, caption("也可以把照片拖到这里", wrap=True)):
                ways.addWidget(way)
        ways.addStretch(1)
        line.addLayout(ways)
        line.addStretch(1)

    def choose(self) -> None:
        """A file by the system's dialog."""
        path, _ = QFileDialog.getOpenFileName(self, f"{self._person.name} 的照片", "", _PHOTOS)
        if path:
            self.take(Path(path))

    def take(self, path: Path) -> None:
        """A file."""
        self._read(_OF_A_FILE, str(path))

    def paste(self) -> None:
        """A picture or a file from the clipboard."""
        clipboard = QGuiApplication.clipboard().mimeData()
        files = [url.toLocalFile() for url in clipboard.urls() if url.isLocalFile()]
        image = clipboard.imageData() if clipboard.hasImage() else None
        if files:
            self.take(Path(files[0]))
        elif isinstance(image, QImage) and not image.isNull():
            self._read(_OF_A_PICTURE, _png(image))
        else:
            self._desk.tell("剪贴板里没有照片，请先在微信或图片里复制照片，再来粘贴。", "warn")

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A file from outside."""
        if dropped_files(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Takes it."""
        event.acceptProposedAction()
        self.take(dropped_files(event)[0])

    def _read(self, function: str, given: str | bytes) -> None:
        keep = partial(_keep, self._desk, self._page, self._person)
        self._desk.job(self._page, function, given, then=keep)


def _keep(desk: Desk, page: QObject, person: EnrolledRow, photo: LatePhoto) -> None:
    command = partial(photo_command, photo=photo, enrollment_id=person.id)
    desk.decide(page, command, done=f"已登记 {person.name} 的照片。")


def _paste_keys() -> str:
    return QKeySequence(QKeySequence.StandardKey.Paste).toString()


def _png(image: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stub wants bytes, Qt text
    return bytes(buffer.data().data())
