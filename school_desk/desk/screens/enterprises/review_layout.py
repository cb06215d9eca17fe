"""Where the parts of the review stand: queue, photo, fields side by side, or that there is nothing to review."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from school_desk.desk.theme import GAP_M, GAP_S
from school_desk.desk.widgets.empty import EmptyState

CARD_WIDTH = (336, 420)
_QUEUE_WIDTH = (204, 268)


class Triptych(QWidget):
    """The queue at the left; beside it the deck, the card and the panel that may take the card's place; `foot` below all."""

    def __init__(self, queue: QWidget, deck: QWidget, card: QWidget, panel: QWidget, foot: QWidget) -> None:
        super().__init__()
        self._nothing = EmptyState("check-circle", "没有要审核的企业", "企业登记之后会排到这里，风险高的在前。")
        self._record = QWidget()
        row = _row(self._record)
        row.addWidget(deck, 4)
        row.addWidget(card, 3)
        row.addWidget(panel)
        right = QWidget()
        self._middle = QStackedLayout(right)
        self._middle.addWidget(self._nothing)
        self._middle.addWidget(self._record)
        _bound(card, CARD_WIDTH)
        _bound(queue, _QUEUE_WIDTH)
        all_three = QWidget()
        columns = _row(all_three)
        columns.addWidget(queue, 2)
        columns.addWidget(right, 7)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_S)
        column.addWidget(all_three, 1)
        column.addWidget(foot)

    def show_record(self, there: bool) -> None:
        """A record, or that there is none."""
        self._middle.setCurrentWidget(self._record if there else self._nothing)


def _row(widget: QWidget) -> QHBoxLayout:
    made = QHBoxLayout(widget)
    made.setContentsMargins(0, 0, 0, 0)
    made.setSpacing(GAP_M)
    return made


def _bound(widget: QWidget, widths: tuple[int, int]) -> None:
    widget.setMinimumWidth(widths[0])
    widget.setMaximumWidth(widths[1])
