"""The input of a password: dots until it is asked to be shown. Blanks at its ends are part of it.

PasswordInput(*, shown=False)      value() -> str; Alt+V or the eye shows and hides it
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit

from school_desk.desk.icons import icon
from school_desk.desk.widgets.buttons import tool_button
from school_desk.desk.widgets.inputs import TextInput

_EYE = 26


class PasswordInput(TextInput):
    """See the module's docstring."""

    def __init__(self, *, shown: bool = False) -> None:
        super().__init__(longest=100)
        # A person who types goes from field to field: the eye is no stop on the way, it has a key.
        self._eye = tool_button("eye", "", on=self._show_or_hide)
        self._eye.setParent(self)
        self._eye.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._eye.setCursor(Qt.CursorShape.ArrowCursor)
        self._eye.setFixedSize(_EYE, _EYE)
        self.setTextMargins(0, 0, _EYE, 0)
        self.set_shown(shown)

    def value(self) -> str:
        return self.text()

    def is_shown(self) -> bool:
        return self.echoMode() is QLineEdit.EchoMode.Normal

    def set_shown(self, shown: bool) -> None:
        """Letters or dots."""
        self.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        words = "隐藏密码 (Alt+V)" if shown else "显示密码 (Alt+V)"
        self._eye.setIcon(icon("eye-off" if shown else "eye"))
        self._eye.setToolTip(words)
        self._eye.setAccessibleName(words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_V and event.modifiers() == Qt.KeyboardModifier.AltModifier:
            self._show_or_hide()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._eye.move(self.width() - _EYE - 3, (self.height() - _EYE) // 2)

    def _show_or_hide(self) -> None:
        self.set_shown(not self.is_shown())
