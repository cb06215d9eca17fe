"""An input for one file: chosen with a dialog or dropped on it. Its value is the path, "" while there is none."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from school_desk.desk.theme import GAP_S
from school_desk.desk.widgets.buttons import action_button, tool_button
from school_desk.desk.widgets.texts import sub

EVIDENCE_FILES = "截图、照片或 PDF (*.jpg *.jpeg *.png *.pdf);;所有文件 (*)"


class FileInput(QWidget):
    """选择文件… with the chosen name beside it."""

    edited = Signal()

    def __init__(self, title: str, files: str = EVIDENCE_FILES, empty: str = "也可以把文件拖到这里") -> None:
        super().__init__()
        self._title, self._files, self._empty, self._path = title, files, empty, ""
        self.choose_button = action_button("选择文件…", "file", on=self.choose)
        self._name = sub(empty)
        self._clear = tool_button("close", "不附文件", on=self._take_away)
        self._clear.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP_S)
        row.addWidget(self.choose_button)
        row.addWidget(self._name, 1)
        row.addWidget(self._clear)
        self.setFocusProxy(self.choose_button)
        self.setAcceptDrops(True)

    def value(self) -> str:
        return self._path

    def set_value(self, value: Any) -> None:
        self._path = str(value or "")
        name = Path(self._path).name if self._path else self._empty
        self._name.setText(self._name.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, 200))
        self._name.setToolTip(self._path)
        self._clear.setVisible(bool(self._path))

    def choose(self) -> None:
        """Opens the system's file dialog."""
        path, _ = QFileDialog.getOpenFileName(self, self._title, "", self._files)
        if path:
            self._take(path)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if len(event.mimeData().urls()) == 1 and event.mimeData().urls()[0].isLocalFile():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self._take(event.mimeData().urls()[0].toLocalFile())

    def _take(self, path: str) -> None:
        self.set_value(path)
        self.edited.emit()

    def _take_away(self) -> None:
        self._take("")
