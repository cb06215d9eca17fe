"""操作日志: the list and its filters, what a decision changed in a clerk's words, one step taken back, the list exported."""

from __future__ import annotations

import re
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Any

import msgspec
import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import JSON

from school_desk.desk.navigation import make_screen, page
from school_desk.desk.screens.overview.journal import JournalScreen
from school_desk.desk.services import Desk
from school_desk.desk.widgets.chips import ChipLabel
from school_desk.desk.widgets.table import RowTable
from school_desk.enrollments.commands import CorrectTrainee, RevealPersonal
from school_desk.enrollments.queries import enrolled
from school_desk.enterprises.commands import EditEnterprise, PreApproveEnterprise
from school_desk.kernel import settings
from school_desk.kernel.columns import EnumText
from school_desk.kernel.recording import tables_by_name
from school_desk.kernel.tables import JournalRow, table_of
from school_desk.overview import journal_list
from school_desk.overview.journal_columns import column_words, is_shown
from school_desk.overview.journal_detail import JournalDetail, journal_detail
from school_desk.overview.journal_words import setting_words, value_words
from school_desk.staff.commands import ChangeSetting
from tests.desk.desk_fixtures import Told, settle, show, type_in
from tests.desk.screens.busy_school import fill
from tests.desk.screens.hands import button, press
from tests.learners import enrol, given
from tests.papers import registration
from tests.school import Office

pytestmark = pytest.mark.long

CTRL = Qt.KeyboardModifier.ControlModifier
# Signs of clerks' own numbers may hold letters (a plan's KH2026001, a credit code); words of a language other than theirs may not.
_ENGLISH = re.compile(r"(?<![0-9A-Za-z_.])[a-z][a-z_]{2,}(?![0-9A-Za-z_.])|None|null|True|False|[0-9a-f]{32}")


def opened(qtbot: QtBot, desk: Desk) -> JournalScreen:
    screen = JournalScreen(desk)
    show(qtbot, screen)
    settle(qtbot, desk)
    return screen


def listed(screen: JournalScreen) -> list[tuple[str, str]]:
    return [(row.label, row.subject) for row in screen.table.rows()]


def open_decision(qtbot: QtBot, screen: JournalScreen, label: str) -> str:
    """Enter on the newest line with this label."""
    row = next(row for row in screen.table.rows() if row.label == label)
    screen.table.select_ids([row.command_id])
    QTest.keyClick(screen.table.view, Qt.Key.Key_Return)
    settle(qtbot, screen.desk)
    return str(row.command_id)


def panel_text(screen: JournalScreen) -> str:
    return "\n".join(label.text() for label in screen.panel.findChildren(QLabel) if label.isVisible())


def choose(qtbot: QtBot, screen: JournalScreen, field: Any, words: str) -> None:
    QTest.keyClick(field, Qt.Key.Key_Home)
    for _ in range(field.findText(words)):
        QTest.keyClick(field, Qt.Key.Key_Down)
    settle(qtbot, screen.desk)
    assert field.currentText() == words


def edited(office: Office) -> str:
    """An enterprise whose contact and address were changed."""
    enterprise_id: str = given(office, registration(office))["enterprise_id"]
    given(office, EditEnterprise(enterprise_id, "王芳", "13900001111", "新地址 8 号", "330502", "13800005893"))
    return enterprise_id


def test_the_newest_comes_first_and_says_whom_it_is_about(qtbot: QtBot, desk: Desk, office: Office) -> None:
    edited(office)
    screen = opened(qtbot, desk)
    name = "湖州石凤钢结构工程有限公司"
    assert listed(screen) == [("修改企业信息", name), ("企业登记", name), ("新建员工", "管理员")]


def test_each_field_before_and_after_in_words(qtbot: QtBot, desk: Desk, office: Office) -> None:
    edited(office)
    screen = opened(qtbot, desk)
    open_decision(qtbot, screen, "修改企业信息")
    told = panel_text(screen)
    assert "企业 湖州石凤钢结构工程有限公司" in told
    for words in ("企业联系人", "陈静 → 王芳", "联系人手机", "150****7357 → 139****1111"):
        assert words in told
    assert "13900001111" not in told
    QTest.keyClick(screen.table.view, Qt.Key.Key_Down)
    settle(qtbot, desk)
    assert "统一社会信用代码\n91330500MAHTN4EG0L" in panel_text(screen), "the panel follows the cursor"


def test_a_change_in_the_masked_part_is_told(qtbot: QtBot, desk: Desk, office: Office) -> None:
    (person,) = enrol(office, 1)
    given(office, CorrectTrainee(person.trainee_id, "mobile", "15011117357", "登记错号"))
    screen = opened(qtbot, desk)
    open_decision(qtbot, screen, "更正学员信息")
    assert "手机号\n150****7357（已更改，看不出的部分不显示）" in panel_text(screen)


def test_a_record_is_opened_where_it_lives(qtbot: QtBot, desk: Desk, office: Office) -> None:
    enterprise_id = edited(office)
    heard: list[tuple[str, object]] = []
    desk.screen_requested.connect(lambda key, focus: heard.append((key, focus)))
    screen = opened(qtbot, desk)
    open_decision(qtbot, screen, "修改企业信息")
    press(qtbot, screen.panel, "打开")
    assert heard == [("enterprises", enterprise_id)]


def test_every_page_that_a_record_leads_to_shows_it(qtbot: QtBot, desk: Desk, office: Office) -> None:
    fill(office)
    with office.school.reading() as session:
        lines = journal_list.journal_list(session, office.school.id, limit=1_000)
        records = [record for line in lines for record in detail_of(session, office, line.command_id).records]
    led = {record.screen: record for record in records if record.screen}
    assert set(led) == {"enterprises", "plans", "exams", "progress", "payments", "fee_review", "refunds", "notices"}
    for key, record in led.items():
        screen = make_screen(page(key), desk)
        show(qtbot, screen)
        screen.take_focus(record.focus)
        settle(qtbot, desk)
        chosen = [table.selected_ids() for table in screen.findChildren(RowTable) if table.isVisible()]
        assert key == "progress" or [record.focus] in chosen, key
        assert key != "progress" or record.name in visible_text(screen)


def test_any_single_step_is_taken_back_and_marked(qtbot: QtBot, desk: Desk, office: Office, told: Told) -> None:
    edited(office)
    screen = opened(qtbot, desk)
    command_id = open_decision(qtbot, screen, "修改企业信息")
    press(qtbot, screen.panel, "撤销这一步")
    settle(qtbot, desk)
    assert told[-1] == ("已撤销。", "info")
    assert listed(screen)[0] == ("撤销", "撤销：修改企业信息 湖州石凤钢结构工程有限公司")
    row = screen.table.row_of(command_id)
    assert row is not None
    assert row.undone
    assert not [one for one in screen.panel.findChildren(QPushButton) if one.text() == "撤销这一步" and one.isVisible()]
    open_decision(qtbot, screen, "撤销")
    press(qtbot, screen.panel, "取消这次撤销")
    settle(qtbot, desk)
    row = screen.table.row_of(command_id)
    assert row is not None
    assert not row.undone


def test_a_step_that_others_stand_on_says_who_is_in_the_way(
    qtbot: QtBot, desk: Desk, office: Office, told: Told
) -> None:
    enterprise_id: str = given(office, registration(office))["enterprise_id"]
    given(office, PreApproveEnterprise(enterprise_id))
    screen = opened(qtbot, desk)
    open_decision(qtbot, screen, "企业登记")
    press(qtbot, screen.panel, "撤销这一步")
    sentence, tone = told[-1]
    assert tone == "warn"
    assert "沈文员于 2026-08-03 09:00 又办理了“初审通过”，请先撤销那一步。" in sentence


def test_a_step_of_another_role_is_greyed(qtbot: QtBot, desk: Desk, office: Office) -> None:
    edited(office)
    desk.actor = office.cashier
    screen = opened(qtbot, desk)
    open_decision(qtbot, screen, "修改企业信息")
    undo = button(screen.panel, "撤销这一步")
    assert not undo.isEnabled()
    assert undo.toolTip() == "由文员、管理员撤销"


def test_what_can_never_be_taken_back_says_why(qtbot: QtBot, desk: Desk, office: Office) -> None:
    (person,) = enrol(office, 1)
    given(office, RevealPersonal(person.id, person.name))
    screen = opened(qtbot, desk)
    open_decision(qtbot, screen, screen.table.rows()[0].label)
    assert "这一步不能撤销：已经看到的号码收不回来。" in panel_text(screen)
    assert not [one for one in screen.panel.findChildren(QPushButton) if one.text() and one.isVisible()]


def test_narrowed_by_person_kind_day_and_words(qtbot: QtBot, desk: Desk, office: Office) -> None:
    enrol(office, 1)
    office.move_to(2026, 8, 5, 9)
    edited_id = given(office, registration(office, 1))["enterprise_id"]
    assert edited_id
    screen = opened(qtbot, desk)
    whole = screen.table.row_count()
    choose(qtbot, screen, screen.filters.actor, "考务吴")
    assert {row.actor for row in screen.table.rows()} == {"考务吴"}
    press(qtbot, screen.filters, "清除筛选")
    assert screen.table.row_count() == whole
    choose(qtbot, screen, screen.filters.kind, "企业登记")
    assert {label for label, _ in listed(screen)} == {"企业登记"}
    screen.filters.first_day.setFocus()
    type_in(screen.filters.first_day, "20260805")
    settle(qtbot, desk)
    assert [subject for _, subject in listed(screen)] == ["湖州石凤钢结构工程有限公司二"]
    press(qtbot, screen.filters, "清除筛选")
    screen.search.setFocus()
    type_in(screen.search, "名单")
    QTest.keyClick(screen.search, Qt.Key.Key_Return)
    settle(qtbot, desk)
    assert listed(screen) == [("导入报名名单", "名单.xlsx")]


@pytest.mark.parametrize(
    ("words", "label"), [("康霞", "导入报名名单"), ("公司二", "企业登记"), ("考务", "登记主管部门结论")]
)
def test_found_by_who_was_touched_what_was_done_and_who_did_it(
    qtbot: QtBot, desk: Desk, office: Office, words: str, label: str
) -> None:
    enrol(office, 1)
    given(office, registration(office, 1))
    screen = opened(qtbot, desk)
    screen.search.set_words(words)
    settle(qtbot, desk)
    assert [found for found, _ in listed(screen)] == [label]


def test_days_the_wrong_way_round_and_half_dates_ask_for_nothing(qtbot: QtBot, desk: Desk, office: Office) -> None:
    screen = opened(qtbot, desk)
    screen.filters.first_day.setFocus()
    type_in(screen.filters.first_day, "2026-08-09")
    settle(qtbot, desk)
    assert screen.table.row_count() == 0
    screen.filters.last_day.setFocus()
    type_in(screen.filters.last_day, "2026-08-0")
    assert "不是日期" in visible_text(screen.filters)
    type_in(screen.filters.last_day, "1")
    assert "开始的日期晚于截止的日期" in visible_text(screen.filters)
    press(qtbot, screen.table, "清除筛选")
    assert screen.table.row_count() == 1
    assert visible_text(screen.filters).strip() == "至"


def visible_text(place: QWidget) -> str:
    return "\n".join(label.text() for label in place.findChildren(QLabel) if label.isVisible())


def test_more_lines_come_when_asked_for(
    qtbot: QtBot, desk: Desk, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(office)
    for module in ("school_desk.desk.screens.overview.journal", "school_desk.overview.journal_list"):
        monkeypatch.setattr(f"{module}.PAGE", 100)
    monkeypatch.setattr(journal_list.journal_list, "__kwdefaults__", {"before_seq": None, "limit": 100})
    screen = opened(qtbot, desk)
    assert screen.table.row_count() == 100
    QTest.mouseClick(screen.more_button, Qt.MouseButton.LeftButton)
    settle(qtbot, desk)
    rows = screen.table.rows()
    assert [row.seq for row in rows] == sorted((row.seq for row in rows), reverse=True)
    assert rows[-1].label == "新建员工"
    assert not screen.more_button.isVisible()
    screen.refresh()
    settle(qtbot, desk)
    assert screen.table.row_count() == len(rows), "a refresh keeps what was fetched"


def test_a_big_import_shows_its_records_part_by_part(qtbot: QtBot, desk: Desk, office: Office) -> None:
    fill(office)
    screen = opened(qtbot, desk)
    row = next(row for row in screen.table.rows() if row.subject == "十月名单.xlsx")
    screen.take_focus(row.command_id)
    settle(qtbot, desk)
    # A batch, its 应缴单, and of each of 17 people the person, the enrolment and the photo.
    whole = 2 + 3 * 17
    shown = []
    while more := [one for one in screen.panel.findChildren(QPushButton) if one.text().startswith("再显示")]:
        shown.append(len([one for one in screen.panel.findChildren(ChipLabel) if one.accessibleName() == "新增"]))
        if not more[0].isVisible():
            break
        QTest.mouseClick(more[0], Qt.MouseButton.LeftButton)
    assert shown == [20, 40, whole]


def test_other_screens_lead_to_a_decision_and_to_a_records_history(qtbot: QtBot, desk: Desk, office: Office) -> None:
    enterprise_id = edited(office)
    given(office, registration(office, 1))
    screen = opened(qtbot, desk)
    screen.take_focus(("enterprise", enterprise_id))
    settle(qtbot, desk)
    assert [label for label, _ in listed(screen)] == ["修改企业信息", "企业登记"]
    newest = screen.table.rows()[0].command_id
    screen.take_focus(newest)
    settle(qtbot, desk)
    assert screen.table.row_count() == 4
    assert screen.table.selected_ids() == [newest]
    assert "陈静 → 王芳" in panel_text(screen)


def test_the_list_is_exported_as_it_is_filtered(
    qtbot: QtBot, desk: Desk, office: Office, told: Told, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edited(office)
    target = tmp_path / "日志.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    screen = opened(qtbot, desk)
    choose(qtbot, screen, screen.filters.actor, "沈文员")
    QTest.keyClick(screen.table.view, Qt.Key.Key_E, CTRL)
    settle(qtbot, desk, 30_000)
    assert told[-1][0].startswith("已导出 2 条操作日志")
    cells = [[str(value) for value in row] for row in openpyxl.load_workbook(target).worksheets[0].values]
    assert any("沈文员" in cell for cell in cells[1]), "the head says how it was filtered"
    assert [row[2] for row in cells if row[1] == "沈文员"] == ["修改企业信息", "企业登记"]
    assert "13900001111" not in str(cells)


def detail_of(session: Any, office: Office, command_id: str) -> JournalDetail:
    found = journal_detail(session, office.school.database.cipher, office.school.id, command_id)
    assert found is not None
    return found


def test_no_code_word_and_no_id_anywhere_in_a_busy_schools_journal(office: Office) -> None:
    fill(office)
    given(office, ChangeSetting("learning.opening_days", 2, date(2026, 11, 1)), office.admin)
    with office.school.reading() as session:
        person = enrolled(session, office.school.id)[0]
    given(office, CorrectTrainee(person.trainee_id, "mobile", "13800005893", "换号"))
    with office.school.reading() as session:
        lines = journal_list.journal_list(session, office.school.id, limit=1_000)
        details = [detail_of(session, office, line.command_id) for line in lines]
    said = [text for line in lines for text in (line.label, line.subject)]
    for record in (record for detail in details for record in detail.records):
        said += [record.kind, record.name, *(t for f in record.fields for t in (f.field, f.before, f.after))]
    files = re.compile(r"\S+\.(xlsx|jpg|pdf)")
    login_name = "admin"
    assert {text for text in said if _ENGLISH.search(files.sub("", text))} == {login_name}


def test_every_state_of_every_column_has_a_word(office: Office) -> None:
    """Walks the metadata: a column or a state that is added later must get its word too."""
    for name, kind in tables_by_name().items():
        for column in filter(is_shown, table_of(kind).columns):
            assert not re.search("[A-Za-z]", column_words(name, column.name)), (name, column.name)
            if isinstance(column.type, EnumText):
                kind_of_state: type[Enum] = column.type.kind
                states = [value_words(column, state.value) for state in kind_of_state]
                assert len(states) == len(set(states)), f"two states of {name}.{column.name} read the same"
                assert not [words for words in states if re.search("[a-z]", words)], (name, column.name)


def test_every_setting_reads_as_words() -> None:
    for setting in settings.declared():
        words = setting_words(setting.key, wire(setting.default))
        assert not _ENGLISH.search(re.sub(r"https?://\S+|\{\w+\S*\}", "", words)), (setting.key, words)


def wire(value: Any) -> Any:
    """As the database keeps it."""
    return msgspec.to_builtins(value, str_keys=True)


def test_json_columns_are_all_known(office: Office) -> None:
    """A column of free form must have words of its own or be hidden: nothing else would keep code words out."""
    known = {"roles", "originals", "subjects", "reasons", "value"}
    shown = {
        column.name
        for kind in tables_by_name().values()
        for column in filter(is_shown, table_of(kind).columns)
        if isinstance(column.type, JSON)
    }
    assert shown == known
    assert JournalRow.__tablename__ not in tables_by_name()
