"""详情: four sections of which two unfold, whole numbers by the journal, ways to the screens where the work is; by keys and clicks."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from school_desk.desk.navigation import make_screen, page
from school_desk.desk.screens.learning import learning
from school_desk.desk.screens.overview import ways
from school_desk.desk.screens.overview.progress import ProgressScreen
from school_desk.desk.screens.payments import fee_list
from school_desk.desk.services import Desk
from school_desk.desk.tasks import Tasks
from school_desk.desk.widgets.detail_panel import Unfolding
from school_desk.enrollments.commands import CorrectTrainee, ImportRoster
from school_desk.terms.statuses import CertificateStatus
from tests.desk.desk_fixtures import settle, show
from tests.desk.screens.hands import press, text_of
from tests.desk.screens.query_hands import (
    ID,
    KEY,
    MASKED_ID,
    MASKED_MOBILE,
    MOBILE,
    journal,
    open_detail,
    opened,
    screens_asked,
)
from tests.flows.cashier import person
from tests.learners import enrol, given, plan, ready
from tests.results import approved_scores, import_numbers, number_entry
from tests.school import Office


def unfolding(screen: ProgressScreen, name: str) -> Unfolding:
    return next(one for one in screen.page.findChildren(Unfolding) if one.line.text().startswith(name))


def unfold(screen: ProgressScreen, name: str) -> list[tuple[str, ...]]:
    """Space on the line; the rows that come out."""
    one = unfolding(screen, name)
    assert not one.table.isVisible()
    QTest.keyClick(one.line, KEY.Key_Space)
    assert one.table.isVisible()
    return [row.words for row in one.table.rows()]


def test_four_sections_two_of_which_unfold(qtbot: QtBot, desk: Desk, office: Office) -> None:
    _, (who,) = approved_scores(office, 1)
    import_numbers(office, number_entry(who, "332400242600012"))
    screen = opened(qtbot, desk)
    open_detail(qtbot, screen, who)
    shown = text_of(screen.page)
    for words in ("申报信息", "培训信息", "考核信息", "证书信息", "经过", "332400242600012", "20260010001"):
        assert words in shown
    assert [words[:3] for words in unfold(screen, "学习记录")] == [
        ("安全生产知识", "安全生产知识", "360"),
        ("职业理论知识", "职业（工种）理论知识", "720"),
    ]
    assert [(words[2], *words[4:8]) for words in unfold(screen, "考核明细")] == [
        ("理论", "第一考场", "1 号", "88", "合格"),
        ("安全", "第一考场", "1 号", "66", "合格"),
        ("操作技能", "第一考场", "1 号", "76", "合格"),
    ]
    told = [row.label for row in unfolding(screen, "操作记录").table.rows()]
    assert {"导入报名名单", "导入学时", "导入证书编号"} <= set(told)
    QTest.keyClick(unfolding(screen, "学习记录").line, KEY.Key_Space)
    assert not unfolding(screen, "学习记录").table.isVisible()


def test_a_new_enrolment_says_what_comes_first(qtbot: QtBot, desk: Desk, office: Office) -> None:
    (who,) = enrol(office, 1, photo=False)
    screen = opened(qtbot, desk)
    open_detail(qtbot, screen, who)
    shown = text_of(screen.page)
    for words in ("还没有学习记录", "还没有申请考试", "还没有证书", "没有照片", "费用审核通过后开通"):
        assert words in shown


def test_the_button_opens_and_escape_goes_back(qtbot: QtBot, desk: Desk, office: Office) -> None:
    first, second = enrol(office, 2)
    screen = opened(qtbot, desk)
    press(qtbot, screen, "详情")
    assert second.name in text_of(screen.page)
    QTest.keyClick(screen.focusWidget(), KEY.Key_J)
    settle(qtbot, desk)
    assert first.name in text_of(screen.page)
    QTest.keyClick(screen.focusWidget(), KEY.Key_K)
    settle(qtbot, desk)
    assert second.name in text_of(screen.page)
    QTest.keyClick(screen.focusWidget(), KEY.Key_Escape)
    assert screen.table.view.hasFocus()
    assert [line.row.name for line in screen.table.selected_rows()] == [second.name]
    press(qtbot, screen, "详情")
    press(qtbot, screen, "返回名单")
    assert screen.table.isVisible()


def test_the_page_keys_scroll(qtbot: QtBot, desk: Desk, office: Office) -> None:
    _, (who,) = approved_scores(office, 1)
    screen = opened(qtbot, desk)
    screen.resize(1158, 400)
    open_detail(qtbot, screen, who)
    bar = screen.page.panel.verticalScrollBar()
    QTest.keyClick(screen.focusWidget(), KEY.Key_End)
    assert bar.value() == bar.maximum() > 0
    desk.changed.emit({"trainee": ()})
    settle(qtbot, desk)
    qtbot.waitUntil(lambda: bar.value() == bar.maximum() > 0)  # a refresh keeps the place
    QTest.keyClick(screen.focusWidget(), KEY.Key_Home)
    assert bar.value() == 0


def test_what_is_unfolded_stays_so_for_the_next_person(qtbot: QtBot, desk: Desk, office: Office) -> None:
    people = ready(office, 2)
    screen = opened(qtbot, desk)
    open_detail(qtbot, screen, people[1])
    unfold(screen, "学习记录")
    QTest.keyClick(screen.page, KEY.Key_J)
    settle(qtbot, desk)
    assert people[0].name in text_of(screen.page)
    assert unfolding(screen, "学习记录").table.isVisible()


def test_what_changes_meanwhile_is_shown(qtbot: QtBot, desk: Desk, office: Office) -> None:
    (who,) = enrol(office, 1)
    screen = opened(qtbot, desk)
    open_detail(qtbot, screen, who)
    desk.decide(screen, CorrectTrainee(who.trainee_id, "mobile", "13800005893", "换号"))
    settle(qtbot, desk)
    assert "138****5893" in text_of(screen.page)
    (row,) = unfold(screen, "更正记录")
    assert row[1:4] == ("手机号", MASKED_MOBILE, "138****5893")


def test_another_enrolment_of_the_same_person(qtbot: QtBot, desk: Desk, office: Office) -> None:
    (who,) = enrol(office, 1)
    plan(office, "砌筑工")
    entry = person(0, 3, "砌筑工", "中级工")
    second = ImportRoster(
        who.enterprise_id,
        "名单二.xlsx",
        "1" * 64,
        (replace(entry, name=who.name, id_number=who.id_number, mobile=who.mobile),),
    )
    given(office, second)
    screen = opened(qtbot, desk)
    open_detail(qtbot, screen, who)
    rows = unfold(screen, "同一人的其他报名")
    assert [words[0] for words in rows] == ["砌筑工 中级工"]
    table = unfolding(screen, "同一人的其他报名").table
    table.select_first()
    QTest.keyClick(table.view, KEY.Key_Return)
    settle(qtbot, desk)
    assert "砌筑工 中级工 · " in text_of(screen.page)


def test_whole_numbers_are_shown_by_the_journal(qtbot: QtBot, desk: Desk, office: Office) -> None:
    first, second = enrol(office, 2)
    screen = opened(qtbot, desk)
    desk.decide(screen, CorrectTrainee(second.trainee_id, "name", "孙少", "登记错字"))
    open_detail(qtbot, screen, first)
    assert (MASKED_ID in text_of(screen.page), ID in text_of(screen.page)) == (True, False)
    press(qtbot, screen, "显示完整号码")
    assert ID in text_of(screen.page)
    assert MOBILE in text_of(screen.page)
    assert journal(office)[0] == ("全能", "查看完整证件号和手机号", "康霞")
    QTest.keyClick(screen.focusWidget(), KEY.Key_K)
    settle(qtbot, desk)
    assert second.id_number not in text_of(screen.page)
    QTest.keyClick(screen.focusWidget(), KEY.Key_J)
    settle(qtbot, desk)
    assert ID not in text_of(screen.page), "each look is asked for anew"
    desk.undo()
    settle(qtbot, desk)
    assert journal(office)[0][2].startswith("撤销：更正学员信息"), "a look cannot be undone and is no obstacle"


def test_ways_lead_to_where_the_work_is(
    qtbot: QtBot, desk: Desk, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    browsed: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: browsed.append(url.toString()))
    plan_id, (who,) = approved_scores(office, 1)
    import_numbers(office, number_entry(who, "332400242600012"))
    screen, asked = opened(qtbot, desk), screens_asked(desk)
    open_detail(qtbot, screen, who)
    ways = ("报名批次", "费用审核", "培训计划", "学习账号与学时", "考核计划", "成绩", "证书")
    for words in ways:
        press(qtbot, screen, f"去{words}")
    assert asked == [
        ("enrollments", who.batch_id),
        ("fee_review", "owed"),
        ("plans", who.plan_id),
        ("learning", "opened"),
        ("exams", plan_id),
        ("scores", plan_id),
        ("certificates", "generated"),
    ]
    others = [make_screen(page(key), desk) for key, _ in asked]
    for other, (_, focus) in zip(others, asked, strict=True):
        show(qtbot, other)
        other.take_focus(focus)  # a tab that is not there raises KeyError
    settle(qtbot, desk)
    press(qtbot, screen, "联网证书查询")
    assert browsed == ["https://rcgz.mohurd.gov.cn/"]


def test_ways_to_screens_one_does_not_see_are_not_offered(qtbot: QtBot, office: Office) -> None:
    (who,) = enrol(office, 1)
    examiners = Desk(office.school, office.examiner, Tasks())
    screen = opened(qtbot, examiners)
    open_detail(qtbot, screen, who)
    offered = {one.text() for one in screen.page.findChildren(QPushButton)}
    assert "去报名批次" in offered
    assert offered.isdisjoint({"去费用审核", "去缴费对账"})
    examiners.tasks.close()


def test_every_way_leads_to_the_tab_that_keeps_such_a_record() -> None:
    assert ways._FEE_TABS == fee_list._TAB_OF
    assert [status for status, tab in ways._ACCOUNT_TABS.items() if status not in learning._STATUSES[tab]] == []
    assert {status: status.value for status in CertificateStatus} == ways._CERTIFICATE_TABS
