"""The right column of the review: who, what the cross checks show, the fields of the paper shown, and the decision at the foot."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from school_desk.desk.colours import Tone
from school_desk.desk.screens.enterprises.findings import FindingList
from school_desk.desk.screens.enterprises.reading_view import field_views
from school_desk.desk.screens.enterprises.review_case import ReviewCase
from school_desk.desk.screens.enterprises.state import status_chip
from school_desk.desk.theme import GAP_L, GAP_M, GAP_S, GAP_XS
from school_desk.desk.widgets.chips import ChipLabel
from school_desk.desk.widgets.field_row import FieldList
from school_desk.desk.widgets.page import Notice
from school_desk.desk.widgets.texts import caption, heading, rule


class ReviewCard(QFrame):
    """Signals: `focused` (field), `decided` (slot, field, value), `finished` no doubt left on this paper, `place_chosen` (slot, field),
    `refused` (slot, field): a proposal is not wanted.
    """

    focused = Signal(str)
    decided = Signal(str, str, str)
    finished = Signal()
    place_chosen = Signal(str, str)
    refused = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._shown, self._slot, self._editing = "", "", ""
        self._name, self._chip, self._words = heading(""), ChipLabel(), caption("", wrap=True)
        self._name.setWordWrap(True)
        self._note = Notice(Tone.WARN)
        self.findings = FindingList()
        self.findings.chosen.connect(self.place_chosen)
        self.fields = FieldList()
        self.fields.focused.connect(self._focus_came)
        self.fields.decided.connect(lambda field, value: self.decided.emit(self._slot, field, value))
        self.fields.finished.connect(self.finished)
        self.fields.refused.connect(lambda field: self.refused.emit(self._slot, field))
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(GAP_S)
        self.notice = Notice()
        self._hint = caption("")
        self._lay_out()

    def show_case(self, case: ReviewCase, slot: str) -> None:
        """The enterprise and the fields of the paper in `slot`."""
        is_same = (self._shown, self._slot) == (case.id, slot)
        self._shown, self._slot = case.id, slot
        self._editing = self._editing if is_same else ""
        detail = case.sheet.detail
        self._name.setText(detail.name)
        self._chip.set_chip(status_chip(detail.status))
        self._words.setText(f"{detail.region}，由{detail.authority}审核")
        told = (("存疑", detail.doubt), ("退回或不通过的原因", detail.return_reason))
        self._note.set_words(Tone.WARN, "；".join(f"{word}：{text}" for word, text in told if text))
        self.findings.show_findings(case.assessment.findings)
        # A reading that arrives must not wipe what is being typed: leaving the field shows the rest.
        if not (is_same and self.fields.is_being_changed()):
            self.fields.set_fields(field_views(slot, case))

    def show_crops(self, crop: Callable[[str], QImage]) -> None:
        """The place on the photo beside every field; seen where a field is open or has the cursor."""
        for key in self.fields.values():
            self.fields.row(key).set_crop(crop(key))

    @property
    def shown(self) -> str:
        """The id of the enterprise whose fields stand here."""
        return self._shown

    def editing(self) -> str:
        """The field with the cursor, else the one that had it last on this paper; "" for none."""
        return self._editing if self._editing in self.fields.values() else ""

    def _focus_came(self, field: str) -> None:
        self._editing = field
        self.focused.emit(field)

    def tell(self, sentence: str, tone: Tone = Tone.WARN) -> None:
        """A sentence above the buttons: what stands in the way of the decision; "" takes it away."""
        self.notice.set_words(tone, sentence)

    def set_actions(self, buttons: tuple[QPushButton, ...], hint: str) -> None:
        """The decisions that the enterprise's state allows, the most usual at the right."""
        while self._buttons.count():
            item = self._buttons.takeAt(0)
            gone = item.widget() if item is not None else None
            if gone is not None:
                gone.hide()
                gone.deleteLater()
        self._buttons.addStretch(1)
        for button in buttons:
            self._buttons.addWidget(button)
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(GAP_S)
        head.addWidget(self._name, 1)
        head.addWidget(self._chip, 0, Qt.AlignmentFlag.AlignTop)
        inside = QWidget()
        top = QVBoxLayout(inside)
        top.setContentsMargins(0, 0, GAP_M, 0)
        top.setSpacing(GAP_XS)
        top.addLayout(head)
        for part in (self._words, self._note, self.findings):
            top.addWidget(part)
        foot = QWidget()
        bottom = QVBoxLayout(foot)
        bottom.setContentsMargins(0, 0, GAP_M, 0)
        bottom.setSpacing(GAP_S)
        bottom.addWidget(self.notice)
        bottom.addLayout(self._buttons)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignRight)
        bottom.addWidget(self._hint)
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP_L, GAP_M, GAP_XS, GAP_M)
        column.setSpacing(GAP_S)
        column.addWidget(inside)
        column.addWidget(rule())
        column.addWidget(self.fields, 1)
        column.addWidget(rule())
        column.addWidget(foot)
