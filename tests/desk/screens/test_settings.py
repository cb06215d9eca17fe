"""设置: every declared setting in words, changed by its type from a day on, taken back; by keys and clicks."""

from __future__ import annotations

import importlib
import pkgutil
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

import school_desk
from school_desk.desk.screens.staff.setting_words import value_words
from school_desk.desk.screens.staff.settings import SettingsScreen
from school_desk.desk.screens.staff.workdays_input import WorkdaysInput
from school_desk.desk.services import Desk
from school_desk.desk.widgets.form import Form
from school_desk.desk.widgets.inputs import ChoiceInput
from school_desk.kernel import settings
from school_desk.kernel.workdays import WorkCalendar
from school_desk.learning.settings import CORRECTIONS, SAFETY_WORDS, SESSIONS_ADD_UP
from school_desk.payments.settings import DAYS_TO_PAY, ONE_PERSON_OFFICE, OTHER_ACCOUNTS, PAYEE_ACCOUNT
from school_desk.plans.settings import TRADE_HOURS, USUAL_FEES, usual
from school_desk.scores.settings import PASS_MARKS
from school_desk.staff.commands import ChangeSetting
from school_desk.terms.levels import SkillLevel
from school_desk.terms.statuses import Subject
from school_desk.terms.trades import trades
from tests.desk.desk_fixtures import Told, settle, type_in
from tests.desk.screens.hands import form_of, opened, panel_text, press, retype
from tests.school import Office

CTRL = Qt.KeyboardModifier.ControlModifier
FEE = USUAL_FEES[SkillLevel.JUNIOR]
TODAY, OCTOBER = date(2026, 8, 3), date(2026, 10, 1)


def editing(qtbot: QtBot, desk: Desk, key: str) -> tuple[SettingsScreen, Form]:
    screen = opened(qtbot, desk, SettingsScreen, key)
    press(qtbot, screen.panel, "修改…")
    return screen, form_of(screen.panel)


def send(qtbot: QtBot, desk: Desk, form: Form) -> None:
    QTest.keyClick(form.input("valid_from"), Qt.Key.Key_Return, CTRL)
    settle(qtbot, desk)


def holds(office: Office, setting: settings.Setting[Any], on: date = TODAY) -> Any:
    with office.school.reading() as session:
        return settings.read(session, office.school.id, setting, on)


def change(office: Office, setting: settings.Setting[Any], value: Any, on: date) -> None:
    office.do(ChangeSetting(setting.key, value, on), office.admin)


def test_every_setting_of_every_feature_is_there_in_words(qtbot: QtBot, desk: Desk) -> None:
    for found in pkgutil.walk_packages(school_desk.__path__, "school_desk."):
        if found.name.endswith(".settings") and found.name.count(".") == 2 and ".cli." not in found.name:
            importlib.import_module(found.name)
    screen = opened(qtbot, desk, SettingsScreen)
    rows = screen.table.rows()
    declared = {one.key for one in settings.declared() if not one.key.startswith("test.")}
    assert {row.id for row in rows} >= declared
    assert {FEE.key, PASS_MARKS.key, PAYEE_ACCOUNT.key, CORRECTIONS.key} <= declared
    for row in rows:
        words = value_words(row.setting, row.value)
        assert words
        assert not set("{}[]<>").intersection(words) or row.setting.kind is str, f"{row.id}: {words}"
        assert row.area != "其他", row.id


def test_tabs_show_one_part_of_the_work(qtbot: QtBot, desk: Desk) -> None:
    screen = opened(qtbot, desk, SettingsScreen)
    QTest.keyClick(screen.table.view, Qt.Key.Key_2, CTRL)
    assert {row.area for row in screen.table.rows()} == {"企业"}


def test_an_amount_is_changed_from_a_day_on(qtbot: QtBot, desk: Desk, office: Office, told: Told) -> None:
    screen, form = editing(qtbot, desk, FEE.key)
    assert form.values() == {FEE.key: 60_000, "valid_from": TODAY}
    retype(form.input(FEE.key), "７００")
    retype(form.input("valid_from"), "20261001")
    send(qtbot, desk, form)
    assert told[-1] == ("已修改“初级工培训费（元/人）”，从 2026-10-01 起生效。", "good")
    assert (holds(office, FEE), holds(office, FEE, OCTOBER)) == (60_000, 70_000)
    (fee,) = [row for row in screen.table.rows() if row.id == FEE.key]
    assert (fee.value, fee.next.value) == (60_000, 70_000)
    assert "将来的改动" in panel_text(screen)
    assert "全能于 2026-08-03 09:00 设定" in panel_text(screen)


def test_the_last_change_is_taken_back_from_the_panel(qtbot: QtBot, desk: Desk, office: Office) -> None:
    change(office, FEE, 65_000, TODAY)
    office.school.execute(ChangeSetting(FEE.key, 70_000, OCTOBER), office.admin)
    screen = opened(qtbot, desk, SettingsScreen, FEE.key)
    press(qtbot, screen.panel, "撤销最近一次改动")
    assert holds(office, FEE, OCTOBER) == 65_000
    assert "将来的改动" not in panel_text(screen)


def test_a_change_before_one_that_is_planned_says_so(qtbot: QtBot, desk: Desk, office: Office) -> None:
    change(office, FEE, 70_000, OCTOBER)
    _, form = editing(qtbot, desk, FEE.key)
    assert "2026-10-01 起已定为“700.00 元”" in form.input("valid_from").accessibleDescription()


def test_what_somebody_changed_meanwhile_is_not_lost(qtbot: QtBot, desk: Desk, office: Office) -> None:
    _, form = editing(qtbot, desk, FEE.key)
    office.school.execute(ChangeSetting(FEE.key, 65_000, TODAY), office.admin)
    retype(form.input(FEE.key), "700")
    send(qtbot, desk, form)
    assert "刚被别人改过" in form.error(FEE.key)
    assert holds(office, FEE) == 65_000


def test_a_value_that_will_not_do_is_told_at_its_field(qtbot: QtBot, desk: Desk, office: Office) -> None:
    _, form = editing(qtbot, desk, PAYEE_ACCOUNT.key)
    retype(form.input(PAYEE_ACCOUNT.key), "1205")
    send(qtbot, desk, form)
    assert "8–32 位数字" in form.error(PAYEE_ACCOUNT.key)
    assert holds(office, PAYEE_ACCOUNT) == PAYEE_ACCOUNT.default


@pytest.mark.parametrize("setting", [ONE_PERSON_OFFICE, SESSIONS_ADD_UP])
def test_yes_and_no_are_chosen(qtbot: QtBot, desk: Desk, office: Office, setting: settings.Setting[bool]) -> None:
    _, form = editing(qtbot, desk, setting.key)
    QTest.keyClick(form.input(setting.key), Qt.Key.Key_Home)
    send(qtbot, desk, form)
    assert holds(office, setting) is True


def test_a_number_has_its_unit(qtbot: QtBot, desk: Desk, office: Office) -> None:
    _, form = editing(qtbot, desk, DAYS_TO_PAY.key)
    field = form.input(DAYS_TO_PAY.key)
    assert field.text() == "7 天"
    QTest.keyClick(field, Qt.Key.Key_Up)
    send(qtbot, desk, form)
    assert holds(office, DAYS_TO_PAY) == 8


def test_a_list_has_a_line_for_each(qtbot: QtBot, desk: Desk, office: Office) -> None:
    _, form = editing(qtbot, desk, SAFETY_WORDS.key)
    retype(form.input(SAFETY_WORDS.key), "安全")
    QTest.keyClick(form.input(SAFETY_WORDS.key), Qt.Key.Key_Return)
    type_in(form.input(SAFETY_WORDS.key), " 消防 ")
    send(qtbot, desk, form)
    assert holds(office, SAFETY_WORDS) == ("安全", "消防")


def test_pass_marks_are_a_small_table_in_points(qtbot: QtBot, desk: Desk, office: Office) -> None:
    screen, form = editing(qtbot, desk, PASS_MARKS.key)
    table = form.input(PASS_MARKS.key)
    retype(table.focusProxy(), "六十")
    send(qtbot, desk, form)
    assert form.error(PASS_MARKS.key).startswith("“高级技师 理论”") or "不是分数" in form.error(PASS_MARKS.key)
    retype(table.focusProxy(), "60.5")
    QTest.keyClick(table.focusProxy(), Qt.Key.Key_Return)
    assert table.isAncestorOf(screen.focusWidget())
    assert screen.focusWidget() is not table.focusProxy(), "Enter goes to the next cell"
    send(qtbot, desk, form)
    marks = holds(office, PASS_MARKS)
    changed = {(level, subject) for level in SkillLevel for subject in Subject if marks[level][subject] != 600}
    assert len(changed) == 1
    assert marks[changed.pop()[0]][Subject.THEORY] == 605
    assert "理论 60.5" in panel_text(screen)


def workdays(qtbot: QtBot, desk: Desk) -> tuple[SettingsScreen, Form, WorkdaysInput]:
    screen, form = editing(qtbot, desk, CORRECTIONS.key)
    field = form.input(CORRECTIONS.key)
    assert isinstance(field, WorkdaysInput)
    return screen, form, field


def dates(field: WorkdaysInput) -> tuple[QWidget, QWidget]:
    named = {one.accessibleName(): one for one in field.findChildren(QWidget)}
    return named["从哪天"], named["到哪天（只有一天可不填）"]


def test_days_off_are_added_one_by_one_or_many_at_once(qtbot: QtBot, desk: Desk, office: Office) -> None:
    screen, form, field = workdays(qtbot, desk)
    first, last = dates(field)
    retype(first, "2026-12-31")
    QTest.keyClick(first, Qt.Key.Key_Return)
    retype(first, "20270130")
    retype(last, "20270202")
    QTest.keyClick(last, Qt.Key.Key_Return)
    send(qtbot, desk, form)
    off = [date(2026, 12, 31), date(2027, 1, 30), date(2027, 1, 31), date(2027, 2, 1), date(2027, 2, 2)]
    assert holds(office, CORRECTIONS) == dict.fromkeys(off, False)
    assert "12-31 周四　放假" in panel_text(screen)


def test_a_saturday_is_worked_and_its_line_tells_what_the_state_says(qtbot: QtBot, desk: Desk, office: Office) -> None:
    _, form, field = workdays(qtbot, desk)
    first, _ = dates(field)
    kind = next(one for one in field.findChildren(QWidget) if one.accessibleName() == "上班还是放假")
    QTest.keyClick(kind, Qt.Key.Key_Down)
    retype(first, "2026-08-15")
    QTest.keyClick(first, Qt.Key.Key_Return)
    said = [label.text() for label in field.findChildren(QLabel)]
    assert "2026 年 8 月" in said
    assert "国家：放假" in said
    send(qtbot, desk, form)
    assert WorkCalendar(holds(office, CORRECTIONS)).is_working_day(date(2026, 8, 15))


def test_a_year_that_is_not_published_yet_is_an_estimate(qtbot: QtBot, desk: Desk) -> None:
    _, _, field = workdays(qtbot, desk)
    field.set_value({date(2027, 11, 1): False})
    assert "预估上班（国家未公布）" in [label.text() for label in field.findChildren(QLabel)]


def test_a_day_is_taken_out_again(qtbot: QtBot, desk: Desk, office: Office) -> None:
    change(office, CORRECTIONS, {"2026-08-15": True, "2026-08-16": True}, TODAY)
    _, form, field = workdays(qtbot, desk)
    out = next(one for one in field.findChildren(QAbstractButton) if one.accessibleName() == "去掉 2026-08-15")
    QTest.mouseClick(out, Qt.MouseButton.LeftButton)
    send(qtbot, desk, form)
    assert holds(office, CORRECTIONS) == {date(2026, 8, 16): True}


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [
        ("", "", "请填写日期"),
        ("2026-13-01", "", "不是日期"),
        ("20261010", "20261001", "不能早于"),
        ("20260101", "20261231", "最多"),
    ],
)
def test_a_date_that_will_not_do_is_told(qtbot: QtBot, desk: Desk, first: str, last: str, told: str) -> None:
    _, _, field = workdays(qtbot, desk)
    one, other = dates(field)
    retype(one, first)
    retype(other, last)
    QTest.keyClick(one, Qt.Key.Key_Return)
    assert any(told in label.text() for label in field.findChildren(QLabel) if label.isVisible())
    assert field.value() == {}


def chosen(place: QWidget, name: str, words: str) -> QWidget:
    """Goes to an option by its keys."""
    field = next(one for one in place.findChildren(ChoiceInput) if one.accessibleName() == name)
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_Home)
    for _ in range(field.findText(words)):
        QTest.keyClick(field, Qt.Key.Key_Down)
    assert field.currentText() == words
    return field


def test_hours_of_a_trade_are_listed_and_offered_for_a_new_plan(qtbot: QtBot, desk: Desk, office: Office) -> None:
    screen, form = editing(qtbot, desk, TRADE_HOURS.key)
    field = form.input(TRADE_HOURS.key)
    trade = trades()[0]
    chosen(field, "工种", trade.name)
    level = chosen(field, "等级", "中级工")
    QTest.keyClick(level, Qt.Key.Key_Return)
    QTest.keyClick(chosen(field, "等级", "技师"), Qt.Key.Key_Return)
    send(qtbot, desk, form)
    hours = {trade.code: {SkillLevel.INTERMEDIATE: 40, SkillLevel.TECHNICIAN: 40}}
    assert holds(office, TRADE_HOURS) == hours
    assert "中级工 40 · 技师 40 学时" in panel_text(screen)
    with office.school.reading() as session:
        assert usual(session, office.school.id, TODAY).hours == hours


def test_hours_below_the_manuals_are_refused(qtbot: QtBot, desk: Desk, office: Office) -> None:
    _, form = editing(qtbot, desk, TRADE_HOURS.key)
    field = form.input(TRADE_HOURS.key)
    chosen(field, "工种", trades()[0].name)
    level = chosen(field, "等级", "高级工")
    hours = next(one for one in field.findChildren(QSpinBox))
    hours.selectAll()
    QTest.keyClicks(hours, "31")
    QTest.keyClick(level, Qt.Key.Key_Return)
    assert any("不得少于 32 学时" in label.text() for label in field.findChildren(QLabel) if label.isVisible())
    assert field.value() == {}
    told = office.refused(ChangeSetting(TRADE_HOURS.key, {"999999": {"4": 30}}, TODAY), office.admin)
    assert "没有代码为 999999 的工种" in told.message


def test_hours_of_a_trade_are_taken_out_again(qtbot: QtBot, desk: Desk, office: Office) -> None:
    trade = trades()[0]
    change(office, TRADE_HOURS, {trade.code: {"4": 30}}, TODAY)
    _, form = editing(qtbot, desk, TRADE_HOURS.key)
    field = form.input(TRADE_HOURS.key)
    out = next(one for one in field.findChildren(QAbstractButton) if one.accessibleName().startswith("去掉"))
    QTest.mouseClick(out, Qt.MouseButton.LeftButton)
    send(qtbot, desk, form)
    assert holds(office, TRADE_HOURS) == {}


def test_a_date_that_was_typed_but_not_added_is_not_lost(qtbot: QtBot, desk: Desk, office: Office) -> None:
    _, form, field = workdays(qtbot, desk)
    retype(dates(field)[0], "2026-12-31")
    send(qtbot, desk, form)
    assert "还有日期没有添加" in form.error(CORRECTIONS.key)
    assert holds(office, CORRECTIONS) == {}


def test_accounts_typed_full_width_are_plain_digits(qtbot: QtBot, desk: Desk, office: Office) -> None:
    _, form = editing(qtbot, desk, PAYEE_ACCOUNT.key)
    retype(form.input(PAYEE_ACCOUNT.key), "１２０５２２０１０９２００069999")
    assert form.input(PAYEE_ACCOUNT.key).text() == "1205220109200069999"
    send(qtbot, desk, form)
    assert holds(office, PAYEE_ACCOUNT) == "1205220109200069999"
    _, form = editing(qtbot, desk, OTHER_ACCOUNTS.key)
    type_in(form.input(OTHER_ACCOUNTS.key), "６２２２０２００００００００")
    send(qtbot, desk, form)
    assert holds(office, OTHER_ACCOUNTS) == ("62220200000000",)
