"""What holds for every widget of the gallery: it can be named, hit, read, and freed; no words are cut off."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import weakref
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QScrollBar, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from school_desk.desk.theme import apply_theme
from school_desk.desk.widgets.buttons import action_button
from school_desk.desk.widgets.dialogs import FormSheet, Sheet
from school_desk.desk.widgets.filter_tabs import FilterTab, FilterTabs
from school_desk.desk.widgets.photo_panel import PhotoPanel
from school_desk.desk.widgets.search_field import SearchField
from school_desk.desk.widgets.texts import body
from tests.desk.widgets import gallery
from tests.desk.widgets.contract import focusable, spoken, too_small

ROOT = Path(__file__).resolve().parents[3]
OWN_PAGES = sorted(gallery.PAGES.keys() - gallery.QTS_OWN)


@pytest.fixture(params=OWN_PAGES)
def page(request: pytest.FixtureRequest, qtbot: QtBot) -> QWidget:
    made = gallery.PAGES[request.param]()
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    return made


def test_whatever_takes_the_focus_has_a_name(page: QWidget) -> None:
    nameless = [f"{type(widget).__name__} {widget.geometry()}" for widget in focusable(page) if not spoken(widget)]
    assert nameless == []


def test_what_can_be_pressed_is_large_enough(page: QWidget) -> None:
    assert too_small(page) == []


def test_no_words_are_cut_off(page: QWidget) -> None:
    assert gallery.clipped(page) == []


@pytest.mark.long
def test_the_dark_theme_paints_something_else(page: QWidget, qapp: QApplication) -> None:
    light = page.grab().toImage()
    apply_theme(qapp, dark=True)
    QApplication.processEvents()
    assert page.grab().toImage() != light


def test_cut_off_words_are_noticed(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    column = QVBoxLayout(page)
    for made in (
        body("放不下的一句话"),
        body("放不下的一句话，也折不成两行", wrap=True),
        action_button("放不下的按钮"),
    ):
        made.setFixedSize(40, 20)
        column.addWidget(made)
    page.show()
    assert len(gallery.clipped(page)) == 3


@pytest.mark.long
@pytest.mark.parametrize("scale", ["1.25", "1.5", "2"])
def test_no_words_are_cut_off_on_finer_screens(scale: str, tmp_path: Path) -> None:
    surroundings = os.environ | {"QT_SCALE_FACTOR": scale, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-m", "tests.desk.widgets.gallery", f"{tmp_path}/"]
    done = subprocess.run(
        command, cwd=ROOT, env=surroundings, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert len(list(tmp_path.glob("*.png"))) == 2 * len(gallery.PAGES)


def form_sheet() -> QWidget:
    sheet = FormSheet(None, "登记")
    sheet.form.add_date("day", "日期")
    sheet.form.add_choice("region", "地区", [(1, "一")])
    sheet.form.add_number("seats", "人数")
    return sheet


MAKERS: dict[str, Callable[[], QWidget]] = {
    "sheet": lambda: Sheet(None, "标题", "句子"),
    "form sheet": form_sheet,
    "tabs": lambda: FilterTabs([FilterTab("a", "甲"), FilterTab("b", "乙")]),
    "search": lambda: SearchField("名称"),
    "side bar": gallery.side_bar,
    "photo": PhotoPanel,
    "list": gallery.list_page,
}


@pytest.mark.long
@pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS.keys())
def test_nothing_keeps_itself_alive(make: Callable[[], QWidget], qapp: QApplication) -> None:
    widget = make()
    widget.show()
    seen = weakref.ref(widget)
    widget.close()
    del widget
    gc.collect()
    assert seen() is None


def test_the_list_stands_for_the_gallery_and_its_bars_need_no_name(qtbot: QtBot) -> None:
    page = gallery.list_page()
    qtbot.addWidget(page)
    assert all(not bar.focusPolicy() & Qt.FocusPolicy.TabFocus for bar in page.findChildren(QScrollBar))
