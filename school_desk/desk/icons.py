"""The desk's own line icons: SVG files of 20 × 20 in `resources/icons`, drawn in the colour the theme asks for at that moment.

icon("bank") -> QIcon                     follows the theme by itself; for buttons, menus, fields
icon("check", role="on_action")           role: a colour of Tokens (text, sub, faint, primary, on_action …) or a Tone
icon_pixmap("bank", 20, "#1f2329", 2.0)   for widgets that paint themselves
paint_icon(painter, "bank", rect, "#1f2329")
icon_names() -> tuple[str, ...]
"""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from school_desk.desk.colours import Tone
from school_desk.desk.theme import tokens
from school_desk.kernel.resources import resource_path


def icon_names() -> tuple[str, ...]:
    """Every icon there is, sorted."""
    return tuple(sorted(path.stem for path in resource_path("icons").glob("*.svg")))


@lru_cache(maxsize=512)
def icon(name: str, role: str = "sub") -> QIcon:
    """The icon as Qt's own kind, coloured while it is painted. Raises FileNotFoundError for a name that has no file."""
    _renderer(name, tokens().text)
    return QIcon(_Engine(name, role))


@lru_cache(maxsize=512)
def icon_pixmap(name: str, side: int, ink: str, ratio: float = 1.0) -> QPixmap:
    """The icon as a square picture of `side` device-independent pixels for a screen of `ratio`; `ink` is #rrggbb."""
    picture = QPixmap(round(side * ratio), round(side * ratio))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    _renderer(name, ink).render(painter)
    painter.end()
    picture.setDevicePixelRatio(ratio)
    return picture


def paint_icon(painter: QPainter, name: str, rect: QRect, ink: str) -> None:
    """Draw the icon into the middle of `rect`, as large a square as fits."""
    side = min(rect.width(), rect.height())
    corner = QPoint(rect.x() + (rect.width() - side) // 2, rect.y() + (rect.height() - side) // 2)
    painter.drawPixmap(corner, icon_pixmap(name, side, ink, painter.device().devicePixelRatio()))


@lru_cache(maxsize=512)
def _renderer(name: str, ink: str) -> QSvgRenderer:
    drawing = resource_path("icons", f"{name}.svg").read_text(encoding="utf-8")
    return QSvgRenderer(QByteArray(drawing.replace("currentColor", ink).encode()))


def _ink(role: str, mode: QIcon.Mode) -> str:
    chosen = tokens()
    if mode is QIcon.Mode.Disabled:
        return chosen.faint
    return chosen.tones[Tone(role)].ink if role in chosen.tones else str(getattr(chosen, role))


class _Engine(QIconEngine):
    """Looks its colour up at every painting: that is how icons change with the theme."""

    def __init__(self, name: str, role: str) -> None:
        super().__init__()
        self._name, self._role = name, role

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        _renderer(self._name, _ink(self._role, mode)).render(painter, QRectF(rect))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:
        """`size` is in the screen's own pixels here."""
        return icon_pixmap(self._name, min(size.width(), size.height()), _ink(self._role, mode))

    def clone(self) -> QIconEngine:
        return _Engine(self._name, self._role)

    def key(self) -> str:
        return "school-desk"
