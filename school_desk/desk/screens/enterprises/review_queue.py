"""The left column of the review: whose turn it is, the riskiest first; which queue is shown."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from school_desk.desk.colours import Tone
from school_desk.desk.screens.enterprises.state import status_chip
from school_desk.desk.theme import GAP_S
from school_desk.desk.widgets.chips import Chip
from school_desk.desk.widgets.inputs import ChoiceInput
from school_desk.desk.widgets.table import Column, RowTable
from school_desk.desk.widgets.texts import caption
from school_desk.enterprises.review_queries import QueueRow
from school_desk.terms.statuses import EnterpriseStatus as Status

# What waits, in the order in which an enterprise passes through.
_QUEUES = {
    Status.SUBMITTED: "待初审",
    Status.PRE_APPROVED: "待现场审核",
    Status.AT_AUTHORITY: "待主管部门结论",
    Status.RETURNED: "退回补正",
    Status.REFUSED: "审核不通过",
}
_EMPTY = {
    Status.SUBMITTED: ("都审完了", "没有等待初审的企业。"),
    Status.PRE_APPROVED: ("没有等现场审核的", "初审通过的企业会排到这里。"),
    Status.AT_AUTHORITY: ("没有等结论的", "登记了现场审核的企业会排到这里。"),
    Status.RETURNED: ("没有退回的企业", "退回补正的企业等它换照片。"),
    Status.REFUSED: ("没有不通过的企业", ""),
}


class ReviewQueue(QWidget):
    """Signals: `queue_chosen` (Status); `chosen` (QueueRow or None); `opened`: Enter, to the first doubt."""

    queue_chosen = Signal(object)
    chosen = Signal(object)
    opened = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.which = ChoiceInput(list(_QUEUES.items()))
        self.which.setAccessibleName("队列")
        self.which.set_value(Status.SUBMITTED)
        self.which.edited.connect(lambda: self.queue_chosen.emit(self.status))
        columns = (
            Column("name", "企业", 84, stretch=True, value=lambda row: row.enterprise.name),
            Column("state", "", 110, "chip", value=queue_chip),
        )
        self.table = RowTable(columns, name="审核队列")
        self.table.set_loading(True)
        self.table.current_changed.connect(self.chosen)
        self.table.activated.connect(lambda _: self.opened.emit())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_S)
        column.addWidget(self.which)
        column.addWidget(self.table, 1)
        column.addWidget(caption("按风险排：存疑、不符在前，可通过在后", wrap=True))
        column.addWidget(caption("J 下一家 · K 上一家 · Enter 去核对", wrap=True))
        self.setFocusProxy(self.table)

    @property
    def status(self) -> Status:
        """The state whose enterprises are shown."""
        return Status(self.which.value())

    def show_rows(self, rows: tuple[QueueRow, ...]) -> None:
        """The queue; who was chosen stays so, else the next one is."""
        title, sentence = _EMPTY[self.status]
        self.table.set_empty(title, sentence, icon="check-circle")
        self.table.set_rows(rows)
        current = self.table.current_row()
        if current is None:
            self.table.select_first()
        elif not self.table.selected_ids():
            self.table.select_ids([current.id])  # the cursor came with the focus; what is open is to be seen as chosen

    def set_counts(self, counts: dict[Status, int]) -> None:
        """How many wait in each queue, beside its name."""
        self.which.set_options([(status, f"{words} {counts.get(status, 0)}") for status, words in _QUEUES.items()])

    def place_words(self) -> str:
        """ "第 2 家，共 12 家"; empty for an empty queue."""
        rows = self.table.rows()
        current = self.table.current_row()
        if current is None:
            return ""
        return f"第 {[row.id for row in rows].index(current.id) + 1} 家，共 {len(rows)} 家"


def queue_chip(row: QueueRow) -> Chip:
    """What makes the enterprise wait: in doubt, papers missing, still being read, open places; or that it is clean."""
    found = row.assessment
    if row.enterprise.doubt:
        return Chip("存疑", Tone.WARN, "warn")
    if row.enterprise.status is not Status.SUBMITTED:
        return status_chip(row.enterprise.status)
    if found.missing:
        return Chip(f"缺 {len(found.missing)} 份", Tone.BAD)
    if found.unread:
        return Chip("待识别", Tone.INFO, "clock")
    if found.failed or found.broken:
        return Chip(f"不符 {len(found.failed) + len(found.broken)}", Tone.BAD)
    if found.doubts:
        return Chip(f"待核 {len(found.doubts)}", Tone.WARN)
    return Chip("可通过", Tone.GOOD)
