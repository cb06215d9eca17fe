"""What works in the background: a line each with words, progress, pause and cancel.

JobLine(id, title, done=0, total=0, note="", paused=None)     total 0: unknown · paused None: it cannot be paused
JobBar(parent=None)        show_jobs(lines) · takes no room without jobs; signals cancel_requested(id), pause_requested(id, paused)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QSizePolicy, QVBoxLayout, QWidget

from school_desk.desk.theme import GAP_M, GAP_S
from school_desk.desk.widgets.buttons import action_button
from school_desk.desk.widgets.slots import weakly
from school_desk.desk.widgets.texts import body, sub


@dataclass(frozen=True, slots=True)
class JobLine:
    """A job as it stands; `note` is what it works on."""

    id: str
    title: str
    done: int = 0
    total: int = 0
    note: str = ""
    paused: bool | None = None


class JobBar(QWidget):
    """See the module's docstring."""

    cancel_requested = Signal(str)
    pause_requested = Signal(str, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
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
        made = self._lines[line.id] = _Line()
        made.cancel.clicked.connect(weakly(self._cancel, line.id))
        made.pause.clicked.connect(weakly(self._pause, line.id))
        self._column.addWidget(made)

    def _cancel(self, job: str) -> None:
        self.cancel_requested.emit(job)

    def _pause(self, job: str) -> None:
        self.pause_requested.emit(job, not self._lines[job].is_paused)


class _Line(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._title, self._note, self._count = body(""), sub(""), sub("")
        self._bar = QProgressBar()
        self._bar.setFixedWidth(160)
        self._bar.setTextVisible(False)
        self.pause, self.cancel = action_button("暂停", role="quiet"), action_button("取消", role="quiet")
        self.is_paused = False
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP_S)
        for part in (self._title, self._bar, self._count):
            row.addWidget(part)
        row.addWidget(self._note, 1)
        row.addWidget(self.pause)
        row.addWidget(self.cancel)
        row.insertSpacing(1, GAP_M)
        self._note.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._note.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)

    def tell(self, line: JobLine) -> None:
        self._title.setText(line.title)
        self._bar.setRange(0, line.total)
        self._bar.setValue(min(line.done, line.total))
        self._bar.setAccessibleName(f"{line.title}进度")
        self._count.setText(f"{line.done:,} / {line.total:,}" if line.total else "")
        self._count.setVisible(bool(line.total))
        _elide(self._note, line.note)
        self.is_paused = bool(line.paused)
        word = "继续" if self.is_paused else "暂停"
        self.pause.setText(word)
        self.pause.setAccessibleName(f"{word}{line.title}")
        self.pause.setVisible(line.paused is not None)
        self.cancel.setAccessibleName(f"取消{line.title}")


def _elide(label: QLabel, words: str) -> None:
    """A note may be a long file name: its whole text is in the tip."""
    label.setText(words)
    label.setToolTip(words)
