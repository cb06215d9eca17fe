"""What holding the papers against each other showed: each contradiction a line that leads to its place, what agrees in one line."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from school_desk.desk.colours import Tone
from school_desk.desk.theme import RADIUS, colour, font, tokens
from school_desk.desk.widgets.chips import paint_glyph
from school_desk.documents.reading.compare import Finding

_MOST = 3
_HEIGHT, _SECOND, _TEXT, _RIGHT = 28, 16, 30, 8
_AGREEMENTS = {
    "name.agree": "名称",
    "uscc.agree": "代码",
    "legal_person.agree": "法人",
    "seal.agree": "公章",
}
_VALID = {"term_to.valid": "执照", "valid_until.valid": "资质"}


class FindingList(QWidget):
    """`chosen` (slot, field): the person wants to see the place."""

    chosen = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[_Line] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Worst first, then what agrees. The fields need the room: of many only the first are spelt out, the others stand at their fields."""
        for old in self._lines:
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        wrong = [finding for finding in findings if finding.level != "ok"]
        failed = sum(finding.level == "failed" for finding in wrong)
        told = wrong if len(wrong) <= _MOST else wrong[: _MOST if failed >= _MOST else _MOST - 1]
        self._lines = [_Line(_TONES[finding.level], finding.message, finding.fields) for finding in told]
        if len(told) < len(wrong):
            left = wrong[len(told) :]
            self._lines.append(
                _Line(_TONES[left[0].level], f"还有 {len(left)} 处对不上，写在各项下面。", left[0].fields)
            )
        agreed = agreement_words(findings)
        if agreed:
            self._lines.append(_Line(Tone.GOOD, agreed, ()))
        for line in self._lines:
            line.chosen.connect(self.chosen)
            self._column.addWidget(line)
        self.setVisible(bool(self._lines))

    def sentences(self) -> list[str]:
        """What is shown, line by line."""
        return [line.text() for line in self._lines]


def agreement_words(findings: Sequence[Finding]) -> str:
    """ "名称、代码一致；执照、资质在有效期内"; empty when nothing agrees."""
    codes = {finding.code for finding in findings if finding.level == "ok"}
    agree = "、".join(word for code, word in _AGREEMENTS.items() if code in codes)
    valid = "、".join(word for code, word in _VALID.items() if code in codes)
    said = (f"{agree}一致" if agree else "", f"{valid}在有效期内" if valid else "")
    return "；".join(part for part in said if part)


_TONES = {"failed": Tone.BAD, "look": Tone.WARN}
_GLYPHS = {Tone.BAD: "cross", Tone.WARN: "warn", Tone.GOOD: "check"}


class _Line(QAbstractButton):
    """One finding, on a second line where it is long; a sentence longer than that is whole in the tip."""

    chosen = Signal(str, str)

    def __init__(self, tone: Tone, sentence: str, places: tuple[tuple[str, str], ...]) -> None:
        super().__init__()
        self._tone = tone
        self.setText(sentence)
        self.setToolTip(sentence)
        self.setAccessibleName(sentence)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if places else Qt.FocusPolicy.NoFocus)
        if places:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
            self.clicked.connect(lambda: self.chosen.emit(*places[0]))

    def sizeHint(self) -> QSize:
        return QSize(200, _HEIGHT)

    def heightForWidth(self, width: int) -> int:
        needed = QFontMetrics(font("caption")).horizontalAdvance(self.text())
        return _HEIGHT if needed <= width - _TEXT - _RIGHT else _HEIGHT + _SECOND

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, colours = QPainter(self), tokens().tones[self._tone]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colour(tokens().primary), 2) if self.hasFocus() else Qt.PenStyle.NoPen)
        painter.setBrush(colour(colours.fill))
        painter.drawRoundedRect(self.rect().toRectF().adjusted(1, 1, -1, -1), RADIUS, RADIUS)
        paint_glyph(painter, _GLYPHS[self._tone], QRect(10, _HEIGHT // 2 - 6, 12, 12), colour(colours.ink))
        painter.setFont(font("caption"))
        painter.setPen(colour(colours.ink))
        room = QRect(_TEXT, 0, self.width() - _TEXT - _RIGHT, self.height())
        lines = 1 if self.height() < _HEIGHT + _SECOND else 2
        # A little less than two whole lines: each may end short of the edge, where a word does not fit any more.
        space = room.width() * lines - 12 * (lines - 1)
        words = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, space)
        wraps = Qt.TextFlag.TextWrapAnywhere if lines > 1 else Qt.TextFlag.TextSingleLine
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | wraps, words)
