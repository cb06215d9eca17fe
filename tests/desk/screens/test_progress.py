"""报名人员查询: found by what people type and by the four labels, page by page; what others lead here with; by keys and clicks."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from school_desk.composition import metadata
from school_desk.desk.colours import Tone
from school_desk.desk.screens.overview.people_table import shown_in
from school_desk.desk.screens.overview.progress import ProgressScreen
from school_desk.desk.screens.overview.standing import standing_tone, standing_words
from school_desk.desk.services import Desk
from school_desk.enrollments.commands import ImportRoster
from school_desk.overview.domain import Stage, Step
from school_desk.overview.progress import COLUMNS, PAGE
from tests.desk.desk_fixtures import Told, settle, show
from tests.desk.screens.hands import press, text_of
from tests.desk.screens.query_hands import (
    ID,
    KEY,
    MASKED_ID,
    MOBILE,
    choose,
    names,
    open_detail,
    opened,
    screens_asked,
    search,
)
from tests.flows.cashier import person
from tests.learners import enrol, given, plan
from tests.papers import approved_enterprise
from tests.results import approved_scores, import_numbers, number_entry
from tests.school import Office

pytestmark = pytest.mark.long


def test_an_empty_school_leads_to_the_first_step(qtbot: QtBot, desk: Desk) -> None:
    screen, asked = opened(qtbot, desk), screens_asked(desk)
    assert not screen.export_button.isEnabled()
    assert not screen.detail_button.isEnabled()
    press(qtbot, screen, "去报名")
    assert asked == [("enrollments", None)]


@pytest.mark.parametrize("words", ["康霞", "kx", ID, "02976x", MOBILE, "7357", "石凤 康", "ｋｘ"])
def test_found_by_what_people_type(qtbot: QtBot, desk: Desk, office: Office, words: str) -> None:
    enrol(office, 3)
    screen = opened(qtbot, desk)
    assert len(names(screen)) == 3
    assert search(qtbot, screen, words) == ["康霞"]
    assert screen.table.view.hasFocus()
    assert (MASKED_ID in screen.standing.words(), ID in screen.standing.words()) == (True, False)
    assert "整批待缴 2,400.00 元。轮到企业" in screen.standing.words()


def test_nobody_found_says_how_to_search_and_takes_the_filter_away(qtbot: QtBot, desk: Desk, office: Office) -> None:
    enrol(office, 2)
    screen = opened(qtbot, desk)
    assert search(qtbot, screen, "欧阳") == []
    assert "“欧阳”" in text_of(screen.table)
    assert "后六位" in text_of(screen.table)
    press(qtbot, screen.table, "清除筛选")
    assert len(names(screen)) == 2
    assert screen.search.words() == ""


def test_the_four_labels_narrow(qtbot: QtBot, desk: Desk, office: Office) -> None:
    _, (first, second) = approved_scores(office, 2)
    import_numbers(office, number_entry(first, "332400242600012"))
    screen = opened(qtbot, desk)
    labels = [line.cells[6:10] for line in screen.table.rows()]
    assert labels == [
        ("培训结束", "已审核", "已审核", "证书未生成"),
        ("培训结束", "已审核", "已审核", "证书已生成未推送"),
    ]
    assert choose(qtbot, screen, "certificate", "证书未生成") == [second.name]
    assert choose(qtbot, screen, "certificate", "全部") == [second.name, first.name]
    assert len(choose(qtbot, screen, "exam_plan", "已审核")) == 2
    assert choose(qtbot, screen, "training_plan", "报名中") == []
    press(qtbot, screen, "清除筛选")
    assert [screen.filters.values()[key] for key in ("exam_plan", "training_plan")] == [None, None]
    assert len(names(screen)) == 2


def test_further_rows_come_when_the_end_is_near(qtbot: QtBot, desk: Desk, office: Office) -> None:
    enterprise_id = approved_enterprise(office)
    plan(office)
    people = tuple(person(number, number + 2, "钢筋工", "中级工") for number in range(PAGE + 30))
    given(office, ImportRoster(enterprise_id, "名单.xlsx", "0" * 64, people))
    screen = opened(qtbot, desk)
    assert screen.table.row_count() == PAGE
    assert "共 130 条" in text_of(screen)
    screen.table.setFocus()
    QTest.keyClick(screen.table.view, KEY.Key_End)
    settle(qtbot, desk)
    assert screen.table.row_count() == PAGE + 30
    assert [line.row.name for line in screen.table.selected_rows()] == [screen.table.rows()[PAGE - 1].row.name]
    desk.changed.emit({"enrollment": ()})
    settle(qtbot, desk)
    assert screen.table.row_count() == PAGE + 30, "a refresh keeps what was fetched"


def test_where_the_window_is_narrow_lesser_columns_give_way(qtbot: QtBot, desk: Desk, office: Office) -> None:
    enrol(office, 1)
    screen = opened(qtbot, desk)
    header = screen.table.view.horizontalHeader()

    def shown() -> set[str]:
        return {title for place, title in enumerate(COLUMNS) if not header.isSectionHidden(place)}

    assert {"姓名", "培训计划", "考核计划", "成绩报审", "培训证书", "卡在哪里", "轮到谁"} <= shown() < set(COLUMNS)
    screen.resize(2400, 780)
    assert shown() == set(COLUMNS)
    screen.resize(808, 600)
    assert {"姓名", "培训计划", "考核计划", "成绩报审", "培训证书", "卡在哪里"} <= shown()
    bar = screen.table.view.horizontalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() == 0)
    assert shown_in(0) == {"姓名", "培训计划", "考核计划", "成绩报审", "培训证书", "卡在哪里"}


def test_it_refreshes_by_tables_that_exist() -> None:
    assert ProgressScreen.tables <= metadata().tables.keys()


def test_the_palette_opens_one_person(qtbot: QtBot, desk: Desk, office: Office, told: Told) -> None:
    first, second = enrol(office, 2)
    screen = ProgressScreen(desk)
    show(qtbot, screen)
    screen.take_focus(first.id)
    settle(qtbot, desk)
    assert screen.page.isVisible()
    assert first.name in text_of(screen.page)
    screen.take_focus(second.id)
    settle(qtbot, desk)
    assert second.name in text_of(screen.page)
    screen.take_focus("0" * 32)
    settle(qtbot, desk)
    assert not screen.page.isVisible()
    assert told == [("找不到这条报名，可能已被撤销。", "warn")]


@pytest.mark.parametrize("focus", ["kx", {"words": "康", "certificate": "证书未生成"}])
def test_others_lead_here_with_words_and_labels(qtbot: QtBot, desk: Desk, office: Office, focus: Any) -> None:
    first, second = enrol(office, 2)
    screen = opened(qtbot, desk)
    choose(qtbot, screen, "exam_plan", "未上报")
    open_detail(qtbot, screen, second)
    screen.take_focus(focus)
    settle(qtbot, desk)
    assert screen.table.isVisible()
    assert names(screen) == [first.name]
    assert screen.filters.values()["exam_plan"] is None
    screen.take_focus({})
    settle(qtbot, desk)
    assert len(names(screen)) == 2


@pytest.mark.parametrize(
    ("step", "words", "tone"),
    [
        (
            Step(Stage.FEE_REVIEW, "待费用审核", "财务", date(2026, 8, 1)),
            "停在“费用审核”：待费用审核。轮到财务，2026-08-01 起已 2 天。",
            Tone.WARN,
        ),
        (
            Step(Stage.ACCOUNT, "待导出开通名单", "文员", None, date(2026, 8, 2)),
            "停在“开通学习账号”：待导出开通名单。轮到文员，最迟 2026-08-02。",
            Tone.BAD,
        ),
        (
            Step(Stage.EXAM, "2026-08-09 考试", "学员", date(2026, 8, 3), date(2026, 8, 9)),
            "停在“考试”：2026-08-09 考试。轮到学员，2026-08-03 起，考试日期 2026-08-09。",
            Tone.INFO,
        ),
        (Step(Stage.CLOSED, "已撤回：重复报名。", "", date(2026, 8, 3)), "已结束：已撤回：重复报名。", Tone.NEUTRAL),
        (Step(Stage.DONE, "", "", date(2026, 8, 3)), "九步都已走完：证书已推送，联网可查。", Tone.GOOD),
    ],
)
def test_one_sentence_says_where_somebody_stands(step: Step, words: str, tone: Tone) -> None:
    today = date(2026, 8, 3)
    assert (standing_words(step, today), standing_tone(step, today)) == (words, tone)
