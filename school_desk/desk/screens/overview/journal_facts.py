"""One decision in the panel of the journal: who and when, then every record it touched with each field before → after."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from school_desk.desk.colours import Tone
from school_desk.desk.theme import GAP_L, GAP_M, GAP_S
from school_desk.desk.widgets.buttons import action_button
from school_desk.desk.widgets.chips import Chip, ChipLabel
from school_desk.desk.widgets.facts import Fact, FactsGrid
from school_desk.desk.widgets.texts import body, heading, rule, sub
from school_desk.kernel.clock import local_text
from school_desk.overview.journal_detail import FieldChange, JournalDetail, RecordChange

UNDONE = Chip("已撤销", Tone.NEUTRAL, "cross")
_CHIPS = {"新增": Chip("新增", Tone.GOOD), "修改": Chip("修改", Tone.INFO), "删除": Chip("删除", Tone.BAD)}
# Labels by the thousand would hold the window up: more of them come when somebody asks.
_AT_ONCE = 20


class DecisionFacts(QWidget):
    """See the module's docstring. `opened` (screen, focus): the person wants to see a record where it lives."""

    opened = Signal(str, str)

    def __init__(self, detail: JournalDetail, has_page: Callable[[str], bool], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._records, self._shown, self._has_page, self._unlisted = detail.records, 0, has_page, detail.more
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GAP_M)
        line = detail.line
        facts = [
            Fact("事项", line.label, UNDONE if line.undone else None),
            Fact("内容", line.subject),
            Fact("办理人", line.actor),
            Fact("时间", local_text(line.made_at)),
        ]
        self._column.addWidget(FactsGrid(facts, columns=1))
        if detail.never:
            self._column.addWidget(sub(f"这一步不能撤销：{detail.never}", wrap=True))
        self._column.addSpacing(GAP_S)
        self._column.addWidget(heading("改动"))
        if not detail.records:
            self._column.addWidget(sub("这一步没有改动记录。", wrap=True))
        self.more_button = action_button("", "chevron-down", role="link", on=self._show_more)
        self._rest = sub("", wrap=True)
        for each in (self.more_button, self._rest):
            self._column.addWidget(each, 0, Qt.AlignmentFlag.AlignLeft)
        self._show_more()

    def _show_more(self) -> None:
        for record in self._records[self._shown : self._shown + _AT_ONCE]:
            for each in (rule(), self._record(record)):
                self._column.insertWidget(self._column.count() - 2, each)
        self._shown = min(len(self._records), self._shown + _AT_ONCE)
        left = len(self._records) - self._shown
        self.more_button.setText(f"再显示 {min(left, _AT_ONCE)} 条（还有 {left + self._unlisted:,} 条）")
        self.more_button.setVisible(left > 0)
        self._rest.setText(f"另有 {self._unlisted:,} 条同样的改动没有列出。")
        self._rest.setVisible(not left and self._unlisted > 0)

    def _record(self, record: RecordChange) -> QWidget:
        block = QWidget()
        column = QVBoxLayout(block)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_S)
        head = QHBoxLayout()
        head.setSpacing(GAP_S)
        head.addWidget(ChipLabel(_CHIPS[record.what]))
        head.addWidget(body(f"{record.kind} {record.name}".strip(), wrap=True), 1)
        if record.screen and self._has_page(record.screen):
            open_it = action_button("打开", role="link", on=partial(self.opened.emit, record.screen, record.focus))
            open_it.setAccessibleName(f"打开{record.kind}{record.name}")
            head.addWidget(open_it)
        column.addLayout(head)
        column.addWidget(FactsGrid([_fact(change, record.what) for change in record.fields], columns=1))
        column.addSpacing(GAP_L - GAP_M)
        return block


def _fact(change: FieldChange, what: str) -> Fact:
    if what == "修改" and change.before == change.after:
        return Fact(change.field, f"{change.after}（已更改，看不出的部分不显示）")
    if what == "修改":
        return Fact(change.field, f"{change.before or '空'} → {change.after or '空'}")
    return Fact(change.field, change.after or change.before)
