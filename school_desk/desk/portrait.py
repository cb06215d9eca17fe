"""A trainee's photo on a screen, read from the store when it is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QLabel

from school_desk.desk.services import Desk
from school_desk.documents import queries as papers

if TYPE_CHECKING:
    from school_desk.kernel.database import ReadSession

# A one-inch portrait, 25 × 35 mm.
_SIZE = (98, 137)


class Portrait(QLabel):
    """The photo of one person; or words where there is none or it cannot be shown."""

    def __init__(self, desk: Desk, name: str, document_id: str | None) -> None:
        super().__init__("没有照片" if document_id is None else "")
        self.setFixedSize(*_SIZE)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setProperty("role", "card")
        self.setAccessibleName(f"{name}的照片")
        if document_id is not None:
            self._ask(desk, document_id)

    def _ask(self, desk: Desk, document_id: str) -> None:
        blobs = desk.school.blobs

        def look(session: ReadSession, school_id: str) -> bytes | None:
            paper = papers.paper(session, school_id, document_id)
            return None if paper is None else blobs.get(paper.sha256)

        desk.ask(self, look, self._show, key="photo")

    def _show(self, content: bytes | None) -> None:
        picture = QPixmap()
        if content is None or not picture.loadFromData(content):
            self.setText("照片打不开")
            return
        ratio = self.devicePixelRatioF()
        fitted = picture.scaled(
            self.size() * ratio, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
        fitted.setDevicePixelRatio(ratio)
        self.setPixmap(fitted)
