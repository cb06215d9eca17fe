"""The theme keeps its promises: words can be read, no rule slows a table down, icons follow."""

from __future__ import annotations

import math
import re

import pytest
from PySide6.QtCore import QDir, QFile, Qt
from PySide6.QtGui import QColor, QFontInfo, QGuiApplication, QIcon, QPalette
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from school_desk.desk.colours import DARK, LIGHT, Tokens, Tone
from school_desk.desk.icons import icon, icon_names, icon_pixmap
from school_desk.desk.style_sheet import style_sheet
from school_desk.desk.theme import apply_theme, font, tokens

THEMES = [LIGHT, DARK]
ITEM_VIEWS = (
    "QAbstractItemView",
    "QTableView",
    "QListView",
    "QTreeView",
    "QHeaderView",
    "QColumnView",
    "QAbstractScrollArea",
)


def contrast(one: str, other: str) -> float:
    """WCAG's ratio of two colours."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(value: str) -> float:
    ink = QColor(value)
    red, green, blue = (_linear(part) for part in (ink.redF(), ink.greenF(), ink.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.03928 else math.pow((part + 0.055) / 1.055, 2.4)


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_words_can_be_read(theme: Tokens) -> None:
    grounds = (theme.bg, theme.side, theme.surface, theme.raised, theme.sunken, theme.hover, theme.select)
    for ground in grounds:
        assert contrast(theme.text, ground) >= 7
        assert contrast(theme.sub, ground) >= 4.5, ground
        assert contrast(theme.primary, ground) >= 4.5, ground
    for fill in (theme.action, theme.action_hover, theme.action_press):
        assert contrast(theme.on_action, fill) >= 4
    for tone in Tone:
        colours = theme.tones[tone]
        assert contrast(colours.ink, colours.fill) >= 4.5, tone
        assert contrast(colours.ink, theme.surface) >= 4.5, tone


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_no_rule_matches_an_item_view(theme: Tokens) -> None:
    selectors = [part.strip() for head in re.findall(r"([^{}]+)\{", style_sheet(theme)) for part in head.split(",")]
    assert len(selectors) > 50
    for selector in selectors:
        subject = selector.split()[-1]
        assert not subject.startswith(("*", "QWidget{", *ITEM_VIEWS)), selector
        assert not re.fullmatch(r"QWidget|QFrame", re.sub(r"::.*|:.*", "", subject)), selector


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_every_picture_of_the_sheet_is_there(qapp: QApplication, theme: Tokens) -> None:
    found = re.findall(r'url\("([^"]+)"\)', style_sheet(theme))
    assert found
    assert QDir.searchPaths("deskicons")
    assert [name for name in found if not QFile.exists(name)] == []


def test_the_palette_comes_first(qapp: QApplication) -> None:
    apply_theme(qapp, dark=True)
    assert qapp.palette().color(QPalette.ColorRole.Base).name() == DARK.surface
    assert tokens() is DARK
    apply_theme(qapp, dark=False)
    assert qapp.palette().color(QPalette.ColorRole.Base).name() == LIGHT.surface


def test_the_system_is_followed_until_a_theme_is_chosen(qapp: QApplication) -> None:
    apply_theme(qapp, dark=None)
    QGuiApplication.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert tokens() is DARK
    apply_theme(qapp, dark=False)
    QGuiApplication.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert tokens() is LIGHT


def test_the_bundled_face_is_used_and_its_digits_are_of_one_width(qtbot: QtBot) -> None:
    button = QPushButton()
    qtbot.addWidget(button)
    assert QFontInfo(font()).family() == "School Desk Sans"
    button.setFont(font())
    assert len({button.fontMetrics().horizontalAdvance(digit) for digit in "0123456789"}) == 1


def test_every_icon_draws_in_the_colour_asked_for(qapp: QApplication) -> None:
    for name in icon_names():
        image = icon_pixmap(name, 20, "#ff0000").toImage()
        inked = [image.pixelColor(x, y) for x in range(20) for y in range(20) if image.pixelColor(x, y).alpha() > 100]
        assert inked, name
        assert all(ink.red() > 250 and ink.green() + ink.blue() == 0 for ink in inked), name


def test_an_icon_changes_with_the_theme_and_when_disabled(qapp: QApplication) -> None:
    home = icon("home", "text")
    light = home.pixmap(20).toImage()
    disabled = home.pixmap(20, QIcon.Mode.Disabled).toImage()
    apply_theme(qapp, dark=True)
    assert home.pixmap(20).toImage() != light
    assert disabled != light


def test_an_unknown_icon_is_an_error() -> None:
    with pytest.raises(FileNotFoundError):
        icon("no-such-icon")
