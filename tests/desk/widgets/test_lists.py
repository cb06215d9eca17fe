"""What stands around a list: search, tabs, side bar, palette, jobs, steps. Keys only."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QAbstractButton, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from school_desk.desk.colours import Tone
from school_desk.desk.widgets.filter_tabs import FilterTab, FilterTabs
from school_desk.desk.widgets.job_bar import JobBar, JobLine
from school_desk.desk.widgets.palette import CommandPalette, PaletteEntry
from school_desk.desk.widgets.search_field import SearchField
from school_desk.desk.widgets.side_bar import SideBar, SideItem, SideSection
from school_desk.desk.widgets.steps import Step, Stepper
from tests.desk.widgets.keys import ALT, CTRL, Key, compose, press, type_in


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    made.resize(800, 600)
    qtbot.addWidget(made)
    return made


def shown(window: QWidget, qtbot: QtBot) -> None:
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)


def test_search_waits_for_a_rest_and_for_the_input_method(window: QWidget, qtbot: QtBot) -> None:
    field = SearchField("名称", window)
    other = SearchField("别处", window)
    shown(window, qtbot)
    other.setFocus()
    heard: list[str] = []
    field.searched.connect(heard.append)
    compose(field, "jian'guo")
    qtbot.wait(120)
    assert heard == []
    with qtbot.waitSignal(field.searched):
        compose(field, "", "建国")
    with qtbot.waitSignal(field.searched):
        type_in(field, " 12 ")
    assert heard == ["建国", "建国 12"]


def test_search_keys(window: QWidget, qtbot: QtBot) -> None:
    field, listed = SearchField("名称", window), QPushButton("列表", window)
    field.follow(listed)
    shown(window, qtbot)
    listed.setFocus()
    press(window, Key.Key_F, held=CTRL)
    assert field.hasFocus()
    heard: list[str] = []
    field.searched.connect(heard.append)
    type_in(field, "wjg")
    press(field, Key.Key_Down)
    assert heard == ["wjg"]
    assert listed.hasFocus()
    press(field, Key.Key_Escape)
    assert (heard, field.text()) == (["wjg", ""], "")


def test_tabs_by_arrows_and_numbers(window: QWidget, qtbot: QtBot) -> None:
    tabs = FilterTabs([FilterTab("a", "待审"), FilterTab("b", "退回"), FilterTab("c", "通过")], window)
    tabs.set_counts({"a": 12, "b": None})
    shown(window, qtbot)
    heard: list[str] = []
    tabs.chosen.connect(heard.append)
    tabs.setFocus()
    press(window.focusWidget(), Key.Key_Right)
    press(window.focusWidget(), Key.Key_Left)
    press(window.focusWidget(), Key.Key_Left)
    press(window, Key.Key_2, held=CTRL)
    tabs.choose("a")
    assert heard == ["b", "a", "c", "b"]
    assert tabs.current() == "a"
    with pytest.raises(KeyError):
        tabs.choose("x")


def test_tabs_go_on_in_a_second_line_and_are_seen_there(window: QWidget, qtbot: QtBot) -> None:
    tabs = FilterTabs([FilterTab(str(number), f"第{number}种状态") for number in range(8)])
    column = QVBoxLayout(window)
    column.addWidget(tabs)
    column.addWidget(QWidget(), 1)
    shown(window, qtbot)
    one_line = tabs.height()
    window.resize(400, 600)
    qtbot.waitUntil(lambda: tabs.height() > one_line)
    assert all(tabs.rect().contains(tab.geometry()) for tab in tabs.findChildren(QAbstractButton))


def test_side_bar_by_keys(window: QWidget, qtbot: QtBot) -> None:
    work = SideSection("业务", [SideItem("a", "企业", "enterprise"), SideItem("b", "报名", "roster")])
    bar = SideBar([SideSection("", [SideItem("home", "工作台", "home", "Alt+1")]), work], window)
    bar.set_count("a", 12, Tone.WARN)
    shown(window, qtbot)
    heard: list[str] = []
    bar.chosen.connect(heard.append)
    bar.setFocus()
    press(window.focusWidget(), Key.Key_Down)
    assert window.focusWidget().accessibleName() == "企业，12 项待办"
    assert heard == []
    press(window.focusWidget(), Key.Key_Return)
    press(window.focusWidget(), Key.Key_End)
    press(window.focusWidget(), Key.Key_Space)
    press(window, Key.Key_1, held=ALT)
    assert heard == ["a", "b", "home"]
    assert bar.current() == "home"
    bar.choose("b")
    assert heard[-1] == "home"


def entries() -> list[PaletteEntry]:
    named = (("home", "工作台", "gzt"), ("review", "企业审核", "qysh"), ("bank", "导入银行流水", "drlsyh"))
    return [PaletteEntry(key, title, search=search) for key, title, search in named]


def test_palette_finds_by_words_and_initials(window: QWidget, qtbot: QtBot) -> None:
    palette = CommandPalette(window)
    palette.set_entries(entries())
    shown(window, qtbot)
    press(window, Key.Key_K, held=CTRL)
    assert palette.isVisible()
    field = palette.focusWidget()
    type_in(field, "QYS")
    assert [entry.key for entry in palette.shown()] == ["review"]
    with qtbot.waitSignal(palette.words_changed) as words:
        type_in(field, "h ")
    assert words.args == ["qysh"]
    with qtbot.waitSignal(palette.chosen) as chosen:
        press(field, Key.Key_Return)
    assert chosen.args == ["review"]
    assert not palette.isVisible()


def test_palette_shows_records_found_while_typing(window: QWidget, qtbot: QtBot) -> None:
    palette = CommandPalette(window)
    palette.set_entries(entries())
    shown(window, qtbot)
    palette.open()
    palette.set_found([PaletteEntry("p1", "王建国")])
    assert len(palette.shown()) == 3
    type_in(palette.focusWidget(), "wjg")
    assert [entry.key for entry in palette.shown()] == ["p1"]
    palette.set_found([])
    assert palette.shown() == ()
    press(palette.focusWidget(), Key.Key_Down, Key.Key_Return)
    assert palette.isVisible()
    press(palette.focusWidget(), Key.Key_Escape)
    assert not palette.isVisible()


def test_palette_walks_round(window: QWidget, qtbot: QtBot) -> None:
    palette = CommandPalette(window)
    palette.set_entries(entries())
    shown(window, qtbot)
    palette.open()
    with qtbot.waitSignal(palette.chosen) as chosen:
        press(palette.focusWidget(), Key.Key_Up, Key.Key_Up, Key.Key_Return)
    assert chosen.args == ["review"]


def test_jobs_come_and_go(window: QWidget, qtbot: QtBot) -> None:
    bar = JobBar(window)
    shown(window, qtbot)
    assert not bar.isVisible()
    bar.show_jobs([JobLine("1", "识别照片", 14, 120), JobLine("2", "导出")])
    assert bar.isVisible()
    names = {button.accessibleName(): button for button in bar.findChildren(QPushButton)}
    for title, job in (("识别照片", "1"), ("导出", "2")):
        with qtbot.waitSignal(bar.cancel_requested) as cancelled:
            press(names[f"取消{title}"], Key.Key_Space)
        assert cancelled.args == [job]
    bar.show_jobs([])
    assert not bar.isVisible()


def test_a_job_is_paused_and_goes_on_with_one_button(window: QWidget, qtbot: QtBot) -> None:
    bar = JobBar(window)
    shown(window, qtbot)
    bar.show_jobs([JobLine("1", "识别材料", 14, 120, paused=False), JobLine("2", "导出")])
    pause, unpausable = [one for one in bar.findChildren(QPushButton) if one.text() == "暂停"]
    assert (pause.isVisible(), unpausable.isVisible()) == (True, False)
    pause.setFocus()
    for paused, name in ((True, "继续识别材料"), (False, "暂停识别材料")):
        with qtbot.waitSignal(bar.pause_requested) as asked:
            press(pause, Key.Key_Space)
        assert asked.args == ["1", paused]
        bar.show_jobs([JobLine("1", "识别材料", 14, 120, paused=paused), JobLine("2", "导出")])
        assert pause.accessibleName() == name
        assert pause.hasFocus(), "the next press means the same job"


def test_steps_are_spoken_and_chosen(window: QWidget, qtbot: QtBot) -> None:
    steps = Stepper(
        [Step("a", "未上报", "done"), Step("b", "未审核", "blocked"), Step("c", "已审核")], window, clickable=True
    )
    steps.resize(600, steps.sizeHint().height())
    shown(window, qtbot)
    assert steps.accessibleName() == "进度：未上报已完成，未审核受阻，已审核未到"
    with qtbot.waitSignal(steps.chosen) as chosen:
        press(steps, Key.Key_Right, Key.Key_Right, Key.Key_Return)
    assert chosen.args == ["c"]
    with qtbot.waitSignal(steps.chosen) as chosen:
        press(steps, Key.Key_Left, Key.Key_Left, Key.Key_Left, Key.Key_Space)
    assert chosen.args == ["a"]
