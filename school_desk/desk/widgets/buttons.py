"""Buttons of the desk, named and sized alike.

    action_button(text, icon_name="", *, primary=False, role="", keys="", hint="", on=None) -> QPushButton
    tool_button(icon_name, name, *, keys="", on=None) -> QToolButton       icon only; the name is spoken and shown as tip
add_keys(button, "Ctrl+Return")                                                           for a button made elsewhere
`role`: primary, danger, quiet, link. `keys` ("Ctrl+Return") becomes the button's shortcut and stands in its tip.
"""

from __future__ import annotations

from collections.abc import Callable
from inspect import ismethod
from typing import Literal

from PySide6.QtCore import QObject, QSize, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QPushButton, QSizePolicy, QToolButton

from school_desk.desk.icons import icon
from school_desk.desk.theme import CONTROL_HEIGHT
from school_desk.desk.widgets.slots import weakly

Role = Literal["", "primary", "danger", "quiet", "link"]
_ICON_ROLE = {"primary": "on_action", "danger": "bad", "link": "primary"}


def action_button(
    text: str,
    icon_name: str = "",
    *,
    primary: bool = False,
    role: Role = "",
    keys: str = "",
    hint: str = "",
    on: Callable[[], object] | None = None,
) -> QPushButton:
    """A button that says what it does. One primary button a screen."""
    made, kind = QPushButton(text), "primary" if primary else role
    made.setProperty("role", kind)
    made.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
    made.setAutoDefault(False)
    if icon_name:
        made.setIcon(icon(icon_name, _ICON_ROLE.get(kind, "sub")))
        made.setIconSize(QSize(18, 18))
    _finish(made, text.replace("&", ""), keys, hint, on)
    return made


def tool_button(icon_name: str, name: str, *, keys: str = "", on: Callable[[], object] | None = None) -> QToolButton:
    """A square button with an icon only."""
    made = QToolButton()
    made.setIcon(icon(icon_name))
    made.setIconSize(QSize(20, 20))
    made.setFixedSize(CONTROL_HEIGHT, CONTROL_HEIGHT)
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    _finish(made, name, keys, name, on)
    return made


def add_keys(button: QAbstractButton, keys: str) -> None:
    """Let `keys` press the button from anywhere in its window, at once: Qt's own shortcut of a button waits a tenth of a second."""
    QShortcut(QKeySequence(keys), button).activated.connect(button.click)


def _finish(made: QAbstractButton, name: str, keys: str, hint: str, on: Callable[[], object] | None) -> None:
    made.setAccessibleName(name)
    if keys:
        add_keys(made, keys)
    shown = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText) if keys else ""
    made.setToolTip(" ".join(part for part in (hint, f"({shown})" if shown else "") if part))
    if on is not None:
        made.clicked.connect(_slot(on))


def _slot(on: Callable[[], object]) -> Callable[..., object]:
    """`on` without the button's own argument, and without keeping the object alive whose method it is."""
    if ismethod(on):
        return weakly(on)
    return on if isinstance(getattr(on, "__self__", None), QObject) else lambda: on()
