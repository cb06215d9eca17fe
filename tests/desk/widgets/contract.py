"""What is asked of every widget that a person uses, alone in the gallery and on every page."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget

from school_desk.desk.theme import MIN_TARGET
from school_desk.desk.widgets.inputs import DateInput


def focusable(page: QWidget) -> Iterator[QWidget]:
    """What Tab stops at."""
    for widget in (page, *page.findChildren(QWidget)):
        if widget.isVisible() and widget.isEnabled() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            yield widget


def spoken(widget: QWidget) -> str:
    """What a screen reader says of it."""
    text = widget.text() if isinstance(widget, QAbstractButton) else ""
    return widget.accessibleName() or text or (spoken(proxy) if (proxy := widget.focusProxy()) is not None else "")


def too_small(page: QWidget) -> list[str]:
    """What can be pressed but hardly hit."""
    return [
        f"{spoken(button)} {button.size()}"
        for button in page.findChildren(QAbstractButton)
        if button.isVisible() and not is_qts_own(button) and min(button.width(), button.height()) < MIN_TARGET
    ]


def is_qts_own(button: QAbstractButton) -> bool:
    """The search field's picture and its clearing button, for which Esc stands too."""
    return isinstance(button.parent(), QLineEdit) and not isinstance(button.parent(), DateInput)
