"""The quiet line at the foot of the side bar: how this desk stands with the Hub. Pressed, it opens a card with the facts and 立即同步."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QLayout, QSizePolicy, QVBoxLayout, QWidget

from school_desk.desk.colours import Tone
from school_desk.desk.icons import paint_icon
from school_desk.desk.services import Desk
from school_desk.desk.sync_state import Line, Reach, SyncState, facts_of, line_of
from school_desk.desk.theme import GAP_L, GAP_M, GAP_S, RADIUS, colour, font, tokens
from school_desk.desk.widgets.buttons import action_button
from school_desk.desk.widgets.facts import FactsGrid
from school_desk.desk.widgets.texts import heading
from school_desk.terms.roles import ADMINS

_HEIGHT, _CARD_WIDTH = 28, 380
KEYS = "Ctrl+Shift+S"


class SyncLine(QAbstractButton):
    """Hidden until the desk is known to belong to a Hub."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._state: SyncState | None = None
        self._line = Line("", Tone.NEUTRAL, "", "")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.card = SyncCard(desk, self)
        self.clicked.connect(self.open_card)
        self.hide()

    def show_state(self, state: SyncState) -> None:
        """How it stands now."""
        self._state, self._line = state, line_of(state, self._desk.today)
        self.setAccessibleName(f"同步：{self._line.words}")
        self.setToolTip(f"{self._line.tip}\n立即同步：{KEYS}")
        self.card.show_state(state)
        self.show()
        self.update()

    @property
    def words(self) -> str:
        """What stands there."""
        return self._line.words

    def open_card(self) -> None:
        """The facts, above the line."""
        self.card.fit()
        corner = self.mapToGlobal(QPoint(GAP_S, -GAP_S))
        self.card.move(corner - QPoint(0, self.card.height()))
        self.card.show()
        self.card.setFocus()

    def sizeHint(self) -> QSize:
        """As high as a button."""
        return QSize(120, _HEIGHT)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, as Space does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Icon and words, in the line's colour where something is amiss."""
        painter, chosen = QPainter(self), tokens()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse() or self.hasFocus():
            painter.setPen(QPen(colour(chosen.primary), 2) if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(colour(chosen.hover))
            painter.drawRoundedRect(self.rect().toRectF().adjusted(1, 1, -1, -1), RADIUS, RADIUS)
        tone = self._line.tone
        ink = chosen.sub if tone is Tone.NEUTRAL else chosen.tones[tone].ink
        paint_icon(painter, self._line.icon or "refresh", QRect(12, (self.height() - 18) // 2, 18, 18), ink)
        painter.setFont(font("caption"))
        painter.setPen(colour(chosen.sub if tone is Tone.GOOD else ink))
        room = QRect(QPoint(42, 0), QPoint(self.width() - 8, self.height() - 1))
        words = painter.fontMetrics().elidedText(self._line.words, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)


class SyncCard(QFrame):
    """The facts and what can be done now. Esc, or a click elsewhere, closes it."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._desk = desk
        self.setObjectName("card")
        self.setProperty("role", "card")
        self.setFixedWidth(_CARD_WIDTH)
        self.setAccessibleName("同步情况")
        self._facts = FactsGrid(columns=1)
        self.refusals_button = action_button("处理冲突", on=self._open_refusals)
        self.join_button = action_button("重新加入…", on=self._open_settings)
        self.sync_button = action_button("立即同步", "refresh", primary=True, hint=KEYS, on=desk.sync_requested.emit)
        foot = QHBoxLayout()
        foot.setSpacing(GAP_S)
        foot.addStretch(1)
        for button in (self.refusals_button, self.join_button, self.sync_button):
            foot.addWidget(button)
        self._column = column = QVBoxLayout(self)
        column.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)  # `fit` says how high
        column.setContentsMargins(GAP_L, GAP_M, GAP_L, GAP_L)
        column.setSpacing(GAP_M)
        column.addWidget(heading("与总台同步"))
        column.addWidget(self._facts)
        column.addLayout(foot)
        self.setFocusProxy(self.sync_button)

    def show_state(self, state: SyncState) -> None:
        """How it stands now."""
        self._facts.set_facts(facts_of(state, self._desk.today))
        self.refusals_button.setVisible(state.standing.refused > 0)
        unknown = state.reach is Reach.UNKNOWN_HERE and self._desk.may(ADMINS)
        self.join_button.setVisible(unknown)
        self.sync_button.setEnabled(not state.under_way)
        self.sync_button.setText("正在同步…" if state.under_way else "立即同步")

    def event(self, event: QEvent) -> bool:
        """New facts are laid out once they are shown, which is later than they are set."""
        done = super().event(event)
        if event.type() is QEvent.Type.LayoutRequest:
            self.fit()
        return done

    def fit(self) -> None:
        """As high as its facts are in its width (a sentence of the Hub's takes as many lines as it needs); its foot stays where it is."""
        self._column.activate()
        height = self._column.totalHeightForWidth(_CARD_WIDTH)
        self.setGeometry(self.x(), self.y() + self.height() - height, _CARD_WIDTH, height)

    def _open_refusals(self) -> None:
        self.hide()
        self._desk.open_screen("refusals")

    def _open_settings(self) -> None:
        self.hide()
        self._desk.open_screen("settings", "hub")
