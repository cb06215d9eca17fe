"""Labels in the roles the style sheet knows, so that words of one kind look the same everywhere.

title("企业审核") · heading("基本信息") · body("…", wrap=False) · strong("…") · sub("…", wrap=False) · caption("…", wrap=False) · error_line()
set_look(widget, property, value): tone "bad", "warn" or "" on an input or an error line
rule() -> a hairline                         plain text always: nothing a person typed is ever read as markup
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QWidget


def title(text: str) -> QLabel:
    """A page's name."""
    return _label(text, "title")


def heading(text: str) -> QLabel:
    """A section's name."""
    return _label(text, "heading")


def body(text: str, *, wrap: bool = False) -> QLabel:
    return _label(text, "body", wrap=wrap)


def strong(text: str) -> QLabel:
    return _label(text, "strong")


def sub(text: str, *, wrap: bool = False) -> QLabel:
    """Words of second rank."""
    return _label(text, "sub", wrap=wrap)


def caption(text: str, *, wrap: bool = False) -> QLabel:
    """The small label above a field or beneath a figure."""
    return _label(text, "caption", wrap=wrap)


def error_line() -> QLabel:
    """A sentence that says what is wrong; hidden while empty."""
    made = _label("", "error", wrap=True)
    made.hide()
    return made


def rule() -> QFrame:
    """A hairline across."""
    made = QFrame()
    made.setProperty("role", "rule")
    return made


def set_look(widget: QWidget, name: str, value: str) -> None:
    """Set a dynamic property the style sheet asks for (`tone`, `role`) and let it take effect."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().polish(widget)


def _label(text: str, role: str, *, wrap: bool = False) -> QLabel:
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("role", role)
    made.setWordWrap(wrap)
    return made
