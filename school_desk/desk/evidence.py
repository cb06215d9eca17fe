"""A kept paper to look at: a picture as it is, the first page of a PDF. It is decrypted for the eye only: no copy is left on the disk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from school_desk.desk.services import Desk
from school_desk.desk.widgets.dialogs import Sheet
from school_desk.desk.widgets.photo_view import PhotoView
from school_desk.documents.queries import PaperRow, paper

if TYPE_CHECKING:
    from school_desk.kernel.database import ReadSession

_SIZE = QSize(720, 620)
_PDF = "school_desk.adapters.printing.raster:render_png"


def show_evidence(desk: Desk, owner: QWidget, document_id: str) -> None:
    """Opens the paper `document_id` over the window of `owner`."""
    blobs = desk.school.blobs

    def look(session: ReadSession, school_id: str) -> tuple[PaperRow, bytes] | None:
        found = paper(session, school_id, document_id)
        return None if found is None else (found, blobs.get(found.sha256))

    def arrived(found: tuple[PaperRow, bytes] | None) -> None:
        if found is None:
            desk.tell("找不到这份依据文件。", "warn")
        elif found[1].startswith(b"%PDF-"):
            desk.job(owner, _PDF, found[1], 0, 144, then=lambda picture: _open(owner, found[0], picture))
        else:
            _open(owner, *found)

    desk.ask(owner, look, arrived, key="evidence")


def _open(owner: QWidget, kept: PaperRow, picture: bytes) -> None:
    view = PhotoView()
    view.setMinimumSize(_SIZE)
    image = QImage.fromData(picture)
    view.show_image(image)
    told = "滚轮缩放，按住拖动。" if not image.isNull() else "这份文件不是图片或 PDF，这里显示不了。"
    sheet = Sheet(
        owner.window(), kept.original_name, told, view, primary="关闭", secondary="", width=_SIZE.width() + 48
    )
    sheet.accept_requested.connect(sheet.accept)
    sheet.finished.connect(sheet.deleteLater)
    sheet.open()
    view.setFocus()
