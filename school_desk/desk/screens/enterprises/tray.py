"""Files that no slot claimed: each waits here until a person puts it into one of the three places or away."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton, QToolButton, QVBoxLayout, QWidget

from school_desk.desk.screens.enterprises.incoming import Incoming
from school_desk.desk.theme import GAP_M, GAP_S, GAP_XS
from school_desk.desk.widgets.buttons import action_button, tool_button
from school_desk.desk.widgets.texts import body, caption
from school_desk.terms.uploads import ENTERPRISE_KINDS, DocumentKind

_NAME_WIDTH = 110


class Tray(QFrame):
    """Takes no room while it is empty. Signals: `shown` (file) to look at it; `placed` (file, slot)."""

    shown = Signal(object)
    placed = Signal(object, str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._files: list[Incoming] = []
        self._seen: dict[str, str] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(GAP_M, GAP_S, GAP_S, GAP_S)
        self._column.setSpacing(GAP_XS)
        self._lines: list[QWidget] = []
        self.hide()

    def files(self) -> Sequence[Incoming]:
        """What waits, in the order it came."""
        return tuple(self._files)

    def add(self, file: Incoming) -> None:
        """One more, unless the same content waits already."""
        if all(known.sha256 != file.sha256 for known in self._files):
            self._files.append(file)
            self._make_lines()

    def tell_kind(self, sha256: str, kind: str) -> None:
        """What the photo looks like by its content: offered first."""
        self._seen[sha256] = kind
        self._make_lines()

    def take_away(self, file: Incoming) -> None:
        """The file found its place, or is not wanted."""
        self._files = [known for known in self._files if known.sha256 != file.sha256]
        self._make_lines()

    def clear(self) -> None:
        """Nothing waits."""
        self._files = []
        self._make_lines()

    def _make_lines(self) -> None:
        for old in self._lines:
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._lines = []
        if self._files:
            head = "还没有归位的照片：请看清内容，选它的位置"
            self._lines = [caption(head), *map(self._line, self._files)]
        for line in self._lines:
            self._column.addWidget(line)
        self.setVisible(bool(self._files))

    def _line(self, file: Incoming) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP_XS)
        name = body(file.name)
        name.setText(name.fontMetrics().elidedText(file.name, Qt.TextElideMode.ElideMiddle, _NAME_WIDTH))
        name.setToolTip(file.name)
        row.addWidget(name)
        row.addStretch(1)
        row.addWidget(tool_button("eye", f"看 {file.name}", on=lambda: self.shown.emit(file)))
        seen = self._seen.get(file.sha256, "")
        if seen in set(ENTERPRISE_KINDS):
            words = f"作为{DocumentKind(seen).label}"
            row.addWidget(action_button(words, primary=True, on=partial(self._place, file, seen)))
        row.addWidget(self._elsewhere(file, has_likely=seen in set(ENTERPRISE_KINDS)))
        row.addWidget(tool_button("close", f"不用 {file.name}", on=lambda: self.take_away(file)))
        return made

    def _elsewhere(self, file: Incoming, *, has_likely: bool) -> QWidget:
        """The three places; small where the likely one has its own button."""
        hint = f"把 {file.name} 放到哪个位置"
        button: QToolButton | QPushButton = (
            tool_button("more", hint) if has_likely else action_button("放到", hint=hint)
        )
        if isinstance(button, QToolButton):
            button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(button)
        for kind in ENTERPRISE_KINDS:
            menu.addAction(kind.label, partial(self._place, file, kind.value))
        button.setMenu(menu)
        return button

    def _place(self, file: Incoming, slot: str) -> None:
        self.take_away(file)
        self.placed.emit(file, slot)
