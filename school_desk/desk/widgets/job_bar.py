"""What works in the background: one line with words, progress and cancel; more jobs unfold.

JobLine(id, title, done=0, total=0, state="running", note="")     total 0: unknown; state: running, paused, done, failed, cancelled
JobBar(parent=None, *, can_pause=False)        show_jobs(lines) · takes no room without jobs
signals: cancel_requested(id) · pause_requested(id) · open_requested(id) the result of a done job · dismissed(id)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QSizePolicy, QVBoxLayout, QWidget

from school_desk.desk.colours import Tone
from school_desk.desk.theme import GAP_M, GAP_S
from school_desk.desk.widgets.buttons import action_button, tool_button
from school_desk.desk.widgets.chips import Chip, ChipLabel
from school_desk.desk.widgets.slots import weakly
from school_desk.desk.widgets.texts import body, sub

State = Literal["running", "paused", "done", "failed", "cancelled"]
_CHIPS = {
    "paused": Chip("已暂停", Tone.NEUTRAL, "pause"),
    "done": Chip("完成", Tone.GOOD),
    "failed": Chip("没有完成", Tone.BAD),
    "cancelled": Chip("已取消", Tone.NEUTRAL, "cross"),
}
_ENDED = ("done", "failed", "cancelled")


@dataclass(frozen=True, slots=True)
class JobLine:
    """A job as it stands; `note` is what it works on or why it failed."""

    id: str
    title: str
    done: int = 0
    total: int = 0
    state: State = "running"
    note: str = ""


class JobBar(QWidget):
    """See the module's docstring."""

    cancel_requested = Signal(str)
    pause_requested = Signal(str)
    open_requested = Signal(str)
    dismissed = Signal(str)

    def __init__(self, parent: QWidget | None = None, *, can_pause: bool = False) -> None:
        super().__init__(parent)
        self._can_pause = can_pause
        self._lines: dict[str, _Line] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.hide()

    def show_jobs(self, lines: Sequence[JobLine]) -> None:
        """The jobs to be seen now; lines no longer named go away."""
        for gone in self._lines.keys() - {line.id for line in lines}:
            widget = self._lines.pop(gone)
            self._column.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        for line in lines:
            if line.id not in self._lines:
                self._add(line)
            self._lines[line.id].tell(line)
        self.setVisible(bool(lines))

    def _add(self, line: JobLine) -> None:
        made = self._lines[line.id] = _Line(self._can_pause)
        made.cancel.clicked.connect(weakly(self._cancel, line.id))
        made.pause.clicked.connect(weakly(self._pause, line.id))
        made.open.clicked.connect(weakly(self._open, line.id))
        made.close_button.clicked.connect(weakly(self._dismiss, line.id))
        self._column.addWidget(made)

    def _cancel(self, job: str) -> None:
        self.cancel_requested.emit(job)

    def _pause(self, job: str) -> None:
        self.pause_requested.emit(job)

    def _open(self, job: str) -> None:
        self.open_requested.emit(job)

    def _dismiss(self, job: str) -> None:
        self.dismissed.emit(job)


class _Line(QWidget):
    def __init__(self, can_pause: bool) -> None:
        super().__init__()
        self._can_pause = can_pause
        self._title, self._note, self._count = body(""), sub(""), sub("")
        self._bar = QProgressBar()
        self._bar.setFixedWidth(160)
        self._bar.setTextVisible(False)
        self._chip = ChipLabel()
        self.pause = tool_button("pause", "暂停")
        self.cancel = action_button("取消", role="quiet")
        self.open = action_button("打开结果", role="link")
        self.close_button = tool_button("close", "收起")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP_S)
        for part in (self._title, self._bar, self._count, self._chip):
            row.addWidget(part)
        row.addWidget(self._note, 1)
        for button in (self.pause, self.cancel, self.open, self.close_button):
            row.addWidget(button)
        row.insertSpacing(1, GAP_M)
        self._note.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._note.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)

    def tell(self, line: JobLine) -> None:
        ended = line.state in _ENDED
        self._title.setText(line.title)
        self._bar.setRange(0, line.total)
        self._bar.setValue(min(line.done, line.total))
        self._bar.setAccessibleName(f"{line.title}进度")
        self._bar.setVisible(not ended)
        self._count.setText(f"{line.done:,} / {line.total:,}" if line.total else "")
        self._count.setVisible(bool(line.total))
        self._chip.set_chip(_CHIPS.get(line.state))
        _elide(self._note, line.note)
        self.pause.setVisible(self._can_pause and not ended)
        self.cancel.setVisible(not ended)
        self.cancel.setAccessibleName(f"取消{line.title}")
        self.open.setVisible(line.state == "done")
        self.close_button.setVisible(ended)


def _elide(label: QLabel, words: str) -> None:
    """A note may be a long file name: its whole text is in the tip."""
    label.setText(words)
    label.setToolTip(words)
