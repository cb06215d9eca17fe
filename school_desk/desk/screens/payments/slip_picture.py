"""The picture of a slip beside the facts it speaks of: small in a panel, large in a sheet when it is clicked."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPixmap, QResizeEvent, QTransform
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from school_desk.desk.screens.payments.entry_row import entry_row
from school_desk.desk.services import Desk
from school_desk.desk.theme import GAP_S
from school_desk.desk.widgets.buttons import action_button
from school_desk.desk.widgets.dialogs import Sheet
from school_desk.desk.widgets.photo_panel import PhotoPanel
from school_desk.documents.queries import PaperRow, paper
from school_desk.kernel.money import format_yuan
from school_desk.payments.queries import SlipListRow
from school_desk.terms.labels import slip_status

if TYPE_CHECKING:
    from school_desk.composition import School

_HIGHEST, _WAITING = 260, 40
_LARGE = (900, 620)


class SlipPicture(QLabel):
    """A slip no wider than the panel; a click, Enter or Space shows it large."""

    def __init__(self, desk: Desk, document_id: str) -> None:
        super().__init__("正在打开回单…")
        self._desk = desk
        self._image = QImage()
        self.setProperty("role", "sub")
        self.setAccessibleName("回单图片，按 Enter 放大")
        self.setToolTip("点击放大")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(_WAITING)
        desk.ask(self, partial(_found, document_id), self._load, key="slip")

    def enlarge(self) -> None:
        """Shows the slip in a sheet."""
        if not self._image.isNull():
            show_large(self, self._image)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.enlarge()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.enlarge()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _load(self, found: PaperRow | None) -> None:
        if found is not None:
            self._desk.look_up(self, partial(load_picture, self._desk.school, found), self._take, key="picture")

    def _take(self, image: QImage) -> None:
        self._image = image
        if image.isNull():
            self.setText("这张回单打不开，请在回单页重新登记。")
        self._fit()

    def _fit(self) -> None:
        if self._image.isNull():
            return
        ratio = self.devicePixelRatioF()
        width, height = round(self.width() * ratio), round(_HIGHEST * ratio)
        picture = QPixmap.fromImage(
            self._image.scaled(
                width, height, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            )
        )
        picture.setDevicePixelRatio(ratio)
        self.setPixmap(picture)
        self.setFixedHeight(round(picture.height() / ratio))


def slip_offer(desk: Desk, slip: SlipListRow, pair: Callable[[], object] | None) -> QWidget:
    """A slip that may speak of a line: what it says, its picture, and 对上."""
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(GAP_S)
    words = f"{slip.payer_name}　{format_yuan(slip.amount_fen)} 元"
    told = [str(slip.paid_on or ""), f"流水号 {slip.serial_no}" if slip.serial_no else "", slip_status(slip.status)]
    buttons = []
    if pair is not None:
        buttons.append(action_button("对上", on=pair))
        buttons[0].setFocusPolicy(Qt.FocusPolicy.TabFocus)
    column.addWidget(entry_row(words, " · ".join(filter(None, told)), *buttons))
    column.addWidget(SlipPicture(desk, slip.document_id))
    return made


def show_large(parent: QWidget, image: QImage) -> Sheet:
    """The slip in a sheet, to be examined."""
    panel = PhotoPanel()
    panel.setMinimumSize(*_LARGE)
    panel.view.show_image(image)
    sheet = Sheet(parent.window(), "回单", "", panel, primary="关闭", secondary="", width=_LARGE[0] + 48)
    sheet.accept_requested.connect(sheet.accept)
    sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    sheet.open()
    return sheet


def load_picture(school: School, found: PaperRow) -> QImage:
    """The upright picture of a kept slip; null when it cannot be opened. In a reader's thread."""
    return upright(school.blobs.get(found.sha256), found.rotation)


def upright(content: bytes, rotation: int) -> QImage:
    """A picture in memory, turned clockwise by `rotation`."""
    image = QImage.fromData(content)
    return image.transformed(QTransform().rotate(rotation)) if rotation % 360 else image


def _found(document_id: str, session: object, school_id: str) -> PaperRow | None:
    return paper(session, school_id, document_id)  # type: ignore[arg-type]
