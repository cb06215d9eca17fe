"""Ctrl+V with a picture on the clipboard is meant for the photos, wherever the cursor stands: a text field lets it pass."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget


class PicturePaste(QObject):
    """Watches the text field that has the focus while `page` is shown."""

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self._page = page
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._follow)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A field takes Ctrl+V for itself by accepting this event: kept from it, the page's shortcut gets the key."""
        if event.type() is not QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return False
        return event.matches(QKeySequence.StandardKey.Paste) and _only_a_picture()

    def _follow(self, before: QWidget | None, now: QWidget | None) -> None:
        if before is not None:
            before.removeEventFilter(self)
        if isinstance(now, QLineEdit | QPlainTextEdit) and self._page.isVisible():
            now.installEventFilter(self)


def _only_a_picture() -> bool:
    clipboard = QGuiApplication.clipboard().mimeData()
    return clipboard.hasImage() and not clipboard.hasText()
