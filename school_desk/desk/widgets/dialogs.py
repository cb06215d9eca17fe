"""Sheets over the window: a title, a sentence, a body, two buttons, and the reason when it does not go. They never close by themselves.

Sheet(parent, title, sentence="", body=None, *, primary="确定", secondary="取消", danger=False, width=480)
    signal accept_requested(): the primary button or Ctrl+Enter; the caller does the work, then calls accept() or fail(sentence)
    fail(sentence) · set_working(bool, words="") · set_primary_enabled(bool) · body (as given) · Esc closes
FormSheet(parent, title, sentence="", *, columns=1, primary="保存", width=520)      .form is a Form; signal submitted(values)
    fail(sentence, field="") puts the sentence under the field where there is one
CountSheet(parent, title, sentence, count, unit, *, primary="确定")   the outward, irreversible act: the button works once `count` is typed
ask(parent, title, sentence, *, primary, stay="取消", danger=False) -> bool         a modal question; for what cannot be undone only
tell(parent, title, sentence)                                          a modal statement with one button
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from school_desk.desk.colours import Tone
from school_desk.desk.theme import GAP_L, GAP_M, GAP_S, GAP_XL
from school_desk.desk.widgets.buttons import action_button
from school_desk.desk.widgets.form import Form
from school_desk.desk.widgets.inputs import TextInput
from school_desk.desk.widgets.page import Notice
from school_desk.desk.widgets.texts import caption, heading, sub


class Sheet(QDialog):
    """See the module's docstring."""

    accept_requested = Signal()

    def __init__(
        self,
        parent: QWidget | None,
        title: str,
        sentence: str = "",
        body: QWidget | None = None,
        *,
        primary: str = "确定",
        secondary: str = "取消",
        danger: bool = False,
        width: int = 480,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(width)
        self.setModal(True)
        self.body = body
        self._problem = Notice(Tone.BAD)
        self._working = sub("")
        self.primary = action_button(primary, role="danger" if danger else "primary", on=self._ask_to_accept)
        self.secondary = action_button(secondary)
        self.secondary.clicked.connect(self.reject)
        self.secondary.setVisible(bool(secondary))
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(GAP_XL, GAP_XL, GAP_XL, GAP_L)
        column.setSpacing(GAP_M)
        column.addWidget(heading(title))
        if sentence:
            column.addWidget(sub(sentence, wrap=True))
        if body is not None:
            column.addWidget(body, 1)
        column.addWidget(self._problem)
        column.addSpacing(GAP_S)
        column.addLayout(self._foot())
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self._ask_to_accept)

    def fail(self, sentence: str) -> None:
        """It did not go: say why, keep everything typed. An empty sentence takes the notice away."""
        self.set_working(False)
        self._problem.set_words(Tone.BAD, sentence)
        self._fit_height()

    def showEvent(self, event: QShowEvent) -> None:
        self._fit_height()
        super().showEvent(event)

    def problem(self) -> str:
        return self._problem.words()

    def set_working(self, working: bool, words: str = "正在保存…") -> None:
        """While it works nothing can be pressed twice; the sheet stays open."""
        self.primary.setEnabled(not working)
        self._working.setText(words if working else "")

    def set_primary_enabled(self, enabled: bool) -> None:
        self.primary.setEnabled(enabled)

    def _fit_height(self) -> None:
        """As high as the sentences are at this width: Qt guesses for a narrower one."""
        self._column.activate()  # what was shown or hidden this very turn counts
        width = max(self.minimumWidth(), self._column.minimumSize().width())
        height = self._column.totalHeightForWidth(width)
        self.resize(
            width, max(height, self._column.minimumSize().height()) if height >= 0 else self.sizeHint().height()
        )

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(GAP_S)
        row.addWidget(self._working, 1)
        row.addWidget(self.secondary)
        row.addWidget(self.primary)
        return row

    def _ask_to_accept(self) -> None:
        if self.primary.isEnabled():
            self.fail("")
            self.accept_requested.emit()


class FormSheet(Sheet):
    """A sheet around a form: `submitted` comes with the form's values once its own check is good."""

    submitted = Signal(dict)

    def __init__(
        self,
        parent: QWidget | None,
        title: str,
        sentence: str = "",
        *,
        columns: int = 1,
        primary: str = "保存",
        width: int = 520,
    ) -> None:
        self.form = Form(columns=columns)
        super().__init__(parent, title, sentence, self.form, primary=primary, width=width)
        self.accept_requested.connect(self.form.submit)
        self.form.submitted.connect(self.submitted)

    def fail(self, sentence: str, field: str = "") -> None:
        """Under the field where there is one, else in the notice."""
        under_field = bool(field) and self.form.set_error(field, sentence)
        super().fail("" if under_field else sentence)
        if under_field:
            self.form.focus(field)


class CountSheet(Sheet):
    """For what goes out and cannot be taken back: the person types how many."""

    def __init__(
        self, parent: QWidget | None, title: str, sentence: str, count: int, unit: str, *, primary: str = "确定"
    ) -> None:
        inside = QWidget()
        self._count = count
        self.typed = TextInput(digits=True, longest=9)
        question = f"确认无误，请输入{unit}数 {count}"
        self.typed.setAccessibleName(question)
        self.typed.setMaximumWidth(160)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(caption(question))
        column.addWidget(self.typed)
        super().__init__(parent, title, sentence, inside, primary=primary)
        self.set_primary_enabled(False)
        self.typed.edited.connect(self._compare)
        self.typed.setFocus()

    def _compare(self) -> None:
        self.set_primary_enabled(self.typed.value() == str(self._count))


def ask(
    parent: QWidget | None, title: str, sentence: str, *, primary: str, stay: str = "取消", danger: bool = False
) -> bool:
    """True when the person pressed `primary`."""
    sheet = Sheet(parent, title, sentence, primary=primary, secondary=stay, danger=danger)
    sheet.accept_requested.connect(sheet.accept)
    sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return _run(sheet)


def tell(parent: QWidget | None, title: str, sentence: str) -> None:
    """Something the person must have read before going on."""
    sheet = Sheet(parent, title, sentence, primary="知道了", secondary="")
    sheet.accept_requested.connect(sheet.accept)
    _run(sheet)


def _run(sheet: Sheet) -> bool:
    return QDialog.DialogCode(sheet.exec()) is QDialog.DialogCode.Accepted
