"""A record's detail: a head with its state, then sections of facts and of tables that unfold to rows.

DetailPanel(parent=None)       set_head(title, sub="", chip=None, actions=()) · add_section(title, chip=None) -> DetailSection · clear()
DetailSection                  add_facts(facts, columns=2) -> FactsGrid · add_table(title, columns, rows) -> Unfolding
                               add(widget) · add_sentence(text) when there is nothing yet
Unfolding                      a small table behind a line "学习记录 12 条"; set_rows(rows) · set_unfolded(bool)
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from operator import attrgetter
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from school_desk.desk.icons import icon
from school_desk.desk.theme import GAP_L, GAP_M, GAP_S, ROW_HEIGHTS
from school_desk.desk.widgets.buttons import action_button
from school_desk.desk.widgets.chips import Chip, ChipLabel
from school_desk.desk.widgets.columns import Column
from school_desk.desk.widgets.facts import Fact, FactsGrid
from school_desk.desk.widgets.table import RowTable
from school_desk.desk.widgets.table_paint import HEADER_HEIGHT
from school_desk.desk.widgets.texts import heading, sub, title

_MOST_ROWS = 8


class DetailPanel(QScrollArea):
    """See the module's docstring."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.clear()

    def clear(self) -> None:
        """Empty, ready for another record."""
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, GAP_S, GAP_L)
        self._column.setSpacing(GAP_M)
        self._head = QHBoxLayout()
        self._head.setSpacing(GAP_S)
        self._column.addLayout(self._head)
        self._column.addStretch(1)
        self.setWidget(inside)
        inside.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)

    def set_head(self, name: str, words: str = "", chip: Chip | None = None, actions: Sequence[QWidget] = ()) -> None:
        """Who or what this is; call once after `clear`."""
        self._head.addWidget(title(name))
        if chip is not None:
            self._head.addWidget(ChipLabel(chip))
        self._head.addWidget(sub(words), 1)
        for action in actions:
            self._head.addWidget(action)

    def add_section(self, name: str, chip: Chip | None = None) -> DetailSection:
        made = DetailSection(name, chip)
        self._column.insertWidget(self._column.count() - 1, made)
        return made


class DetailSection(QFrame):
    """A card of the panel."""

    def __init__(self, name: str, chip: Chip | None = None) -> None:
        super().__init__()
        self.setProperty("role", "card")
        # Not at most its hint: that is for sentences on one line, a narrow window breaks them.
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(GAP_L, GAP_M, GAP_L, GAP_L)
        self._column.setSpacing(GAP_M)
        head = QHBoxLayout()
        head.setSpacing(GAP_S)
        head.addWidget(heading(name))
        if chip is not None:
            head.addWidget(ChipLabel(chip))
        head.addStretch(1)
        self._column.addLayout(head)

    def add(self, widget: QWidget) -> None:
        self._column.addWidget(widget)

    def add_sentence(self, text: str) -> None:
        """What stands here while there is nothing: why, and what comes first."""
        self.add(sub(text, wrap=True))

    def add_facts(self, facts: Sequence[Fact], columns: int = 2) -> FactsGrid:
        made = FactsGrid(facts, columns=columns)
        self.add(made)
        return made

    def add_table(
        self,
        name: str,
        columns: Sequence[Column],
        rows: Iterable[Any],
        *,
        row_id: Callable[[Any], Hashable] = attrgetter("id"),
    ) -> Unfolding:
        made = Unfolding(name, columns, rows, row_id)
        self.add(made)
        return made


class Unfolding(QWidget):
    """Rows behind one line; Enter or Space on the line opens and shuts it."""

    def __init__(
        self, name: str, columns: Sequence[Column], rows: Iterable[Any], row_id: Callable[[Any], Hashable]
    ) -> None:
        super().__init__()
        self._name = name
        self.line = action_button("", role="quiet", on=self._turn)
        self.table = RowTable(columns, name=name, row_id=row_id, density="normal")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_S)
        column.addWidget(self.line, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.table)
        self._unfolded = False
        self.set_rows(rows)

    def set_rows(self, rows: Iterable[Any]) -> None:
        self.table.set_rows(rows)
        count = self.table.row_count()
        self.line.setText(f"{self._name}  {count} 条")
        self.line.setEnabled(bool(count))
        self.table.setFixedHeight(HEADER_HEIGHT + ROW_HEIGHTS["normal"] * min(_MOST_ROWS, count) + 8)
        self.set_unfolded(self._unfolded and bool(count))

    def _turn(self) -> None:
        self.set_unfolded(not self._unfolded)

    def is_unfolded(self) -> bool:
        return self._unfolded

    def set_unfolded(self, unfolded: bool) -> None:
        self._unfolded = unfolded and self.table.row_count() > 0
        self.table.setVisible(self._unfolded)
        self.line.setIcon(icon("chevron-down" if self._unfolded else "chevron-right"))
        self.line.setAccessibleName(f"{'收起' if self._unfolded else '展开'}{self._name}")
