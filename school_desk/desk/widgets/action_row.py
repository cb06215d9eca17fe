"""The buttons that fit what is shown now, replaced when that changes; a mere refresh leaves them, and the focus, where they are.

Act(words, on, icon="", keys="", primary=False, danger=False)
ActionRow(parent=None, *, align="left"|"right")     set_acts(acts, may=True)     `may` False greys them all
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from school_desk.desk.theme import GAP_S
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

    def __init__(self, parent: QWidget | None = None, *, align: Literal["left", "right"] = "left") -> None:
        super().__init__(parent)
        self._align = align
        self._acts: tuple[Act, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(GAP_S)

    def set_acts(self, acts: Sequence[Act], *, may: bool = True) -> None:
        """Shows these buttons; `may` False greys them: somebody else's work, still to be seen."""
        before, self._acts = self._acts, tuple(acts)
        if before != self._acts:
            self._rebuild()
        for button in self.buttons():
            button.setEnabled(may)
        self.setVisible(bool(self._acts))

    def buttons(self) -> list[QPushButton]:
        """The buttons shown, from left to right."""
        items = (self._row.itemAt(place) for place in range(self._row.count()))
        shown = (item.widget() for item in items if item is not None)
        return [button for button in shown if isinstance(button, QPushButton)]

    def _rebuild(self) -> None:
        while self._row.count():
            item = self._row.takeAt(0)
            gone = item.widget() if item is not None else None
            if gone is not None:
                gone.hide()
                gone.deleteLater()
        if self._align == "right":
            self._row.addStretch(1)
        for place, act in enumerate(self._acts):
            role: Literal["", "danger"] = "danger" if act.danger else ""
            made = action_button(act.words, act.icon, primary=act.primary, role=role, keys=act.keys)
            made.clicked.connect(weakly(self._carry_out, place))
            self._row.addWidget(made)
        if self._align == "left":
            self._row.addStretch(1)

    def _carry_out(self, place: int) -> None:
        self._acts[place].on()
