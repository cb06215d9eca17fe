"""Labels in the roles the style sheet knows, so that words of one kind look the same everywhere.

title("企业审核") · heading("基本信息") · body("…", wrap=False) · strong("…") · sub("…", wrap=False) · caption("…", wrap=False) · error_line()
set_look(widget, property, value): tone "bad", "warn" or "" on an input or an error line
rule() -> a hairline                         plain text always: nothing a person typed is ever read as markup
in_two_lines("湖州市吴兴区城建职业技能培训学校", room) -> broken behind the place, where it is too long for one line of a caption
"""

from __future__ import annotations

import re

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from school_desk.desk.theme import font

_PLACE = re.compile(r"(?:.{1,4}?[省市区县])+")


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


def in_two_lines(name: str, room: int) -> str:
    """`name` with a break behind its place, else in its middle, so that no single character is left over; `room` in pixels.

    As it is where it fits into one line of a caption, or not even into two: then the label breaks it.
    """
    width = QFontMetrics(font("caption")).horizontalAdvance
    if width(name) <= room:
        return name
    place = _PLACE.match(name)
    for cut in (place.end() if place else 0, (len(name) + 1) // 2):
        if 0 < cut < len(name) and max(width(name[:cut]), width(name[cut:])) <= room:
            return f"{name[:cut]}\n{name[cut:]}"
    return name


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
