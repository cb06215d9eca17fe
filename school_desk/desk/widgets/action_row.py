"""The buttons that fit what is shown now, replaced when that changes; a mere refresh leaves them, and the focus, where they are.

    Act(words, on, icon="", keys="", primary=False, danger=False)
    ActionRow(parent=None)     set_acts(acts, may=True)     `may` False greys them all; hidden while there are none

Where the room is too narrow for all of them, the buttons go on in a second line.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from school_desk.desk.theme import CONTROL_HEIGHT, GAP_S
from school_desk.desk.widgets.buttons import action_button
from school_desk.desk.widgets.slots import weakly


@dataclass(frozen=True, slots=True)
class Act:
    """One button: its words and what it does."""

    words: str
    on: Callable[[], object] = field(compare=False)
    icon: str = ""
    keys: str = ""
    primary: bool = False
    danger: bool = False


class ActionRow(QWidget):
    """See the module's docstring."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._acts: tuple[Act, ...] = ()
        self._buttons: list[QPushButton] = []
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_acts(self, acts: Sequence[Act], *, may: bool = True) -> None:
        """Shows these buttons; `may` False greys them: somebody else's work, still to be seen."""
        before, self._acts = self._acts, tuple(acts)
        if before != self._acts:
            self._rebuild()
        for button in self._buttons:
            button.setEnabled(may)
        self.setVisible(bool(self._acts))

    def sizeHint(self) -> QSize:
        return QSize(0, self.heightForWidth(self.width()))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        places = self._places(width)
        return places[-1].bottom() + 1 if places else 0

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._lay_out()

    def _rebuild(self) -> None:
        for gone in self._buttons:
            gone.hide()
            gone.deleteLater()
        self._buttons = [self._button(place, act) for place, act in enumerate(self._acts)]
        self._lay_out()
        self.updateGeometry()

    def _button(self, place: int, act: Act) -> QPushButton:
        role: Literal["", "danger"] = "danger" if act.danger else ""
        made = action_button(act.words, act.icon, primary=act.primary, role=role, keys=act.keys)
        made.setParent(self)
        made.clicked.connect(weakly(self._carry_out, place))
        made.show()
        return made

    def _places(self, width: int) -> list[QRect]:
        x = y = 0
        found = []
        for button in self._buttons:
            button.ensurePolished()
            size = QSize(button.sizeHint().width(), max(button.sizeHint().height(), CONTROL_HEIGHT))
            if x and x + size.width() > width:
                x, y = 0, y + size.height() + GAP_S
            found.append(QRect(x, y, size.width(), size.height()))
            x += size.width() + GAP_S
        return found

    def _lay_out(self) -> None:
        for button, place in zip(self._buttons, self._places(self.width()), strict=True):
            button.setGeometry(place)

    def _carry_out(self, place: int) -> None:
        self._acts[place].on()
