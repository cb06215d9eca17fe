"""The panel beside a list: whoever closes it finds the keyboard where it was."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from school_desk.desk.forms import open_form
from school_desk.desk.page import PageFrame, SidePanel
from school_desk.desk.widgets.buttons import action_button
from school_desk.desk.widgets.form import Form
from school_desk.desk.widgets.table import Column, RowTable
from school_desk.desk.widgets.texts import sub
from tests.desk.desk_fixtures import show


class Page(PageFrame):
    """A list of two with its panel, and a button before it in the order of Tab."""

    def __init__(self) -> None:
        super().__init__("甲")
        self.panel = SidePanel()
        self.table = RowTable((Column("real", "数"),), name="数", row_id=int)
        self.table.set_rows((1, 2))
        self.add_tool(action_button("新建"))
        self.set_content(self.table, self.panel)


@pytest.fixture
def page(qtbot: QtBot, qapp: QApplication) -> Page:
    made = Page()
    show(qtbot, made)
    made.table.setFocus()
    return made


@pytest.mark.parametrize("way", ["Esc", "取消"])
def test_the_list_has_the_keyboard_again(page: Page, way: str) -> None:
    edit = action_button("修改…")
    page.panel.show_body("1", sub("一"), (edit,))
    edit.setFocus()
    form = Form(columns=1)
    form.add_text("name", "名称")
    open_form(page.panel, "修改", form, "保存", first="name")
    assert form.input("name").hasFocus()
    if way == "Esc":
        QTest.keyClick(form.input("name"), Qt.Key.Key_Escape)
    else:
        cancel = next(one for one in page.panel.findChildren(QPushButton) if one.text() == way)
        QTest.mouseClick(cancel, Qt.MouseButton.LeftButton)
    assert not page.panel.isVisible()
    assert page.table.view.hasFocus()


def test_a_keyboard_that_is_elsewhere_stays_there(page: Page) -> None:
    page.panel.show_body("1", sub("一"))
    QTest.keyClick(page.table.view, Qt.Key.Key_Backtab)
    elsewhere = QApplication.focusWidget()
    page.panel.close_panel()
    assert QApplication.focusWidget() is elsewhere
