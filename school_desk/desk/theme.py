"""The desk's look in one place: colours ("calm ledger", light and dark), type, spacing; `apply_theme` gives them to the program.

Widgets that paint themselves ask `tokens()` while painting, so a change of theme needs no further word to them.

    apply_theme(app, dark=None) -> Tokens          None follows the system, live
    tokens() -> Tokens                             the colours in force
    font(role="body", *, bold=False) -> QFont      role: caption 12, body 14, heading 16, title 20, figure 28 px
    colour("#1f2329") -> QColor                    cached
"""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from PySide6.QtCore import QDir, QLibraryInfo, QLocale, Qt, QTranslator
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from school_desk.desk.colours import DARK, LIGHT, Tokens
from school_desk.desk.style_sheet import style_sheet
from school_desk.kernel.resources import resource_path

FontRole = Literal["caption", "body", "heading", "title", "figure"]
FONT_PX: dict[FontRole, int] = {"caption": 12, "body": 14, "heading": 16, "title": 20, "figure": 28}
SYSTEM_FAMILIES = ("Microsoft YaHei UI", "Noto Sans CJK SC", "PingFang SC", "Source Han Sans SC", "WenQuanYi Micro Hei")

# Distances in device-independent pixels; everything stands on multiples of four.
GAP_XS, GAP_S, GAP_M, GAP_L, GAP_XL = 4, 8, 12, 16, 24
RADIUS = 6
CARD_RADIUS = 8
CONTROL_HEIGHT = 32
MIN_TARGET = 24
ROW_HEIGHTS = {"dense": 24, "normal": 28, "roomy": 34}


_state: dict[str, Tokens] = {"tokens": LIGHT}
_following: list[QApplication] = []


def tokens() -> Tokens:
    """The colours in force now."""
    return _state["tokens"]


@lru_cache(maxsize=256)
def colour(value: str) -> QColor:
    """The QColor of a token. Shared: never change what you get."""
    return QColor(value)


@lru_cache(maxsize=32)
def font(role: FontRole = "body", *, bold: bool = False) -> QFont:
    """The type of a role: bundled face first, then the system's Chinese faces; digits all of one width."""
    made = QFont()
    made.setFamilies([*_bundled_families(), *SYSTEM_FAMILIES])
    made.setPixelSize(FONT_PX[role])
    made.setBold(bold)
    made.setFeature(QFont.Tag("tnum"), 1)
    made.setHintingPreference(QFont.HintingPreference.PreferVerticalHinting)
    return made


def apply_theme(app: QApplication, dark: bool | None = None) -> Tokens:
    """Give `app` its style, Chinese words, palette, type and style sheet. `dark` None follows the system's choice and its later changes."""
    hints = QGuiApplication.styleHints()
    if dark is None:
        if app not in _following:
            _following.append(app)
            hints.colorSchemeChanged.connect(_follow_system)
        hints.unsetColorScheme()
        dark = hints.colorScheme() is Qt.ColorScheme.Dark
    else:
        _following.clear()
        hints.setColorScheme(Qt.ColorScheme.Dark if dark else Qt.ColorScheme.Light)
    chosen = DARK if dark else LIGHT
    _speak_chinese(app)
    _wear(app, chosen)
    return chosen


def _follow_system(scheme: Qt.ColorScheme) -> None:
    for app in _following:
        wanted = DARK if scheme is Qt.ColorScheme.Dark else LIGHT
        if wanted is not tokens():
            _wear(app, wanted)


def _speak_chinese(app: QApplication) -> None:
    """Calendars, file dialogs and the menus of text fields in Chinese, from the translation that comes with Qt."""
    if app.findChild(QTranslator) is None:
        QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
        words = QTranslator(app)
        words.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
        app.installTranslator(words)


def _wear(app: QApplication, chosen: Tokens) -> None:
    _state["tokens"] = chosen
    QDir.setSearchPaths("deskicons", [str(resource_path("icons"))])
    # By name: a style that Python has once held is destroyed twice when the program ends.
    app.setStyle("Fusion")
    app.setFont(font())
    app.setPalette(_palette(chosen))
    app.setStyleSheet(style_sheet(chosen))


def _palette(chosen: Tokens) -> QPalette:
    role = QPalette.ColorRole
    colours = {
        role.Window: chosen.bg,
        role.WindowText: chosen.text,
        role.Base: chosen.surface,
        role.AlternateBase: chosen.sunken,
        role.Text: chosen.text,
        role.Button: chosen.surface,
        role.ButtonText: chosen.text,
        role.BrightText: chosen.on_action,
        role.Highlight: chosen.select,
        role.HighlightedText: chosen.text,
        role.PlaceholderText: chosen.faint,
        role.Accent: chosen.action,
        role.Link: chosen.primary,
        role.LinkVisited: chosen.primary,
        role.ToolTipBase: chosen.raised,
        role.ToolTipText: chosen.text,
        role.Light: chosen.raised,
        role.Midlight: chosen.line,
        role.Mid: chosen.edge,
        role.Dark: chosen.edge,
        role.Shadow: chosen.line,
    }
    palette = QPalette()
    for each, value in colours.items():
        palette.setColor(each, colour(value))
    for each in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        palette.setColor(QPalette.ColorGroup.Disabled, each, colour(chosen.faint))
    return palette


@lru_cache(maxsize=1)
def _bundled_families() -> tuple[str, ...]:
    """The families of the bundled faces; empty where they are missing, so that the system's face serves."""
    found: list[str] = []
    for name in ("SchoolDeskSans-Regular.ttf", "SchoolDeskSans-Bold.ttf"):
        number = QFontDatabase.addApplicationFont(str(resource_path("fonts", name)))
        found += QFontDatabase.applicationFontFamilies(number) if number >= 0 else []
    return tuple(dict.fromkeys(found))
