"""培训计划: found, opened, made, put right, extended; by keys and clicks."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from school_desk.desk.screens.plans.plan_detail import PlanDetail
from school_desk.desk.screens.plans.plan_rows import phase_chip
from school_desk.desk.screens.plans.plans import PlansScreen
from school_desk.desk.services import Desk
from school_desk.desk.tasks import Tasks
from school_desk.plans.commands import CreatePlan
from school_desk.plans.queries import PlanRow, extensions, plans
from school_desk.staff.commands import ChangeSetting
from school_desk.terms.levels import SkillLevel
from school_desk.terms.statuses import PlanPhase
from school_desk.terms.trades import trades
from tests.desk.desk_fixtures import settle, show, type_in
from tests.desk.screens.hands import CTRL, fill, form_of, key, pick, press, text_of
from tests.flows.cashier import Cashier
from tests.school import Office

Key = Qt.Key


def make(office: Office, trade: str, level: SkillLevel, *days: date) -> str:
    starts, ends = days or (date(2026, 8, 1), date(2026, 9, 30))
    plan_id: str = office.do(CreatePlan(trade, level, starts, ends, 80_000))["plan_id"]
    return plan_id


def known(office: Office) -> tuple[PlanRow, ...]:
    with office.school.reading() as session:
        return plans(session, office.school.id, date(2026, 8, 3))


def opened(qtbot: QtBot, desk: Desk) -> PlansScreen:
    screen = PlansScreen(desk)
    show(qtbot, screen)
    settle(qtbot, desk)
    return screen


def open_first(qtbot: QtBot, screen: PlansScreen) -> None:
    pick(qtbot, screen.desk, screen.table, 0)
    key(qtbot, screen.desk, screen.table.view, Key.Key_Return)


def choose(field: Any, place: int) -> None:
    field.setFocus()
    QTest.keyClick(field, Key.Key_Home)
    for _ in range(place):
        QTest.keyClick(field, Key.Key_Down)


def test_an_empty_school_makes_its_first_plan(qtbot: QtBot, desk: Desk, office: Office) -> None:
    screen = opened(qtbot, desk)
    press(qtbot, screen.table, "新建培训计划")
    form = form_of(screen.panel)
    choose(form.input("trade_code"), 0)
    choose(form.input("level"), 1)
    form.input("level").activated.emit(1)
    fill(form, sign_up_to="20260930")
    assert form.input("fee_fen").text() == "800.00", "the usual fee of the level is offered"
    key(qtbot, desk, form.input("sign_up_to"), Key.Key_Return, CTRL)
    settle(qtbot, desk)
    (one,) = known(office)
    assert (one.level, one.sign_up_from, one.sign_up_to) == (
        SkillLevel.INTERMEDIATE,
        date(2026, 8, 3),
        date(2026, 9, 30),
    )
    assert one.number in text_of(screen.panel), "the new plan is shown"


def test_the_hours_of_the_trade_are_offered_and_give_way(qtbot: QtBot, desk: Desk, office: Office) -> None:
    first, second = trades()[:2]
    hours = {first.code: {"4": 30, "3": 40}}
    office.do(ChangeSetting("plans.trade_hours", hours, date(2026, 8, 3)), office.admin)
    screen = opened(qtbot, desk)
    QTest.keyClick(screen, Key.Key_N, CTRL)
    settle(qtbot, desk)
    form = form_of(screen.panel)

    def picked(trade: str, level: SkillLevel) -> str:
        for name, value in (("trade_code", trade), ("level", level)):
            form.input(name).set_value(value)
            form.input(name).activated.emit(form.input(name).currentIndex())
        return str(form.input("hours_required").text())

    assert picked(first.code, SkillLevel.INTERMEDIATE) == "30"
    assert picked(first.code, SkillLevel.SENIOR) == "40"
    assert picked(second.code, SkillLevel.SENIOR) == ""
    fill(form, hours_required="45")
    assert picked(first.code, SkillLevel.SENIOR) == "45", "what a person typed stays"


def test_what_is_wrong_is_told_at_its_field(qtbot: QtBot, desk: Desk, office: Office) -> None:
    screen = opened(qtbot, desk)
    QTest.keyClick(screen, Key.Key_N, CTRL)
    settle(qtbot, desk)
    form = form_of(screen.panel)
    choose(form.input("trade_code"), 0)
    choose(form.input("level"), 0)
    fill(form, sign_up_to="20260701", fee_fen="600")
    key(qtbot, desk, form.input("sign_up_to"), Key.Key_Return, CTRL)
    assert "不能早于开始日期" in form.error("sign_up_to")
    assert known(office) == ()


def test_tabs_part_the_plans_by_their_days(qtbot: QtBot, desk: Desk, office: Office) -> None:
    now = make(office, "钢筋工", SkillLevel.JUNIOR)
    later = make(office, "砌筑工", SkillLevel.JUNIOR, date(2026, 8, 4), date(2026, 9, 1))
    ended = make(office, "架子工", SkillLevel.JUNIOR, date(2026, 7, 1), date(2026, 8, 2))
    screen = opened(qtbot, desk)
    assert {line.id for line in screen.table.rows()} == {now, later, ended}
    for pressed, wanted in ((Key.Key_2, now), (Key.Key_3, later), (Key.Key_4, ended)):
        key(qtbot, desk, screen.table.view, pressed, CTRL)
        assert [line.id for line in screen.table.rows()] == [wanted]
    screen.take_focus(PlanPhase.ENDED)
    assert [line.id for line in screen.table.rows()] == [ended]


def test_the_last_days_of_sign_up_are_told(qtbot: QtBot, desk: Desk, office: Office) -> None:
    make(office, "钢筋工", SkillLevel.JUNIOR, date(2026, 8, 1), date(2026, 8, 5))
    screen = opened(qtbot, desk)
    assert phase_chip(screen.table.rows()[0]).text == "报名中，还剩 2 天"
    office.move_to(2026, 8, 5, 9)
    screen.refresh()
    settle(qtbot, desk)
    assert phase_chip(screen.table.rows()[0]).text == "报名中，今天截止"


def test_a_plan_is_found_by_trade_and_pinyin(qtbot: QtBot, desk: Desk, office: Office) -> None:
    wanted = make(office, "钢筋工", SkillLevel.JUNIOR)
    make(office, "砌筑工", SkillLevel.JUNIOR)
    screen = opened(qtbot, desk)
    for words in ("钢筋 初级", "gjg", "px2026001"):
        screen.search.setFocus()
        screen.search.selectAll()
        type_in(screen.search, words)
        key(qtbot, desk, screen.search, Key.Key_Return)
        assert [line.id for line in screen.table.rows()] == [wanted], words
    screen.search.set_words("没有")
    settle(qtbot, desk)
    assert "没有找到培训计划" in text_of(screen.table)


def test_the_detail_leads_to_the_batches(qtbot: QtBot, desk: Desk, office: Office) -> None:
    cashier = Cashier(office)
    batch_id = cashier.batch(cashier.enterprise(), steel=2)
    asked: list[tuple[str, Any]] = []
    desk.screen_requested.connect(lambda page, focus: asked.append((page, focus)))
    screen = opened(qtbot, desk)
    screen.search.set_words("钢筋工")
    settle(qtbot, desk)
    assert screen.table.rows()[0].people == 2
    open_first(qtbot, screen)
    detail = screen.panel.findChild(PlanDetail)
    assert isinstance(detail, PlanDetail)
    assert "2 人" in text_of(detail)
    pick(qtbot, desk, detail.batches, 0)
    key(qtbot, desk, detail.batches.view, Key.Key_Return)
    assert asked == [("enrollments", batch_id)]


def test_a_plan_people_enrolled_in_keeps_its_fee(qtbot: QtBot, desk: Desk, office: Office) -> None:
    cashier = Cashier(office)
    cashier.batch(cashier.enterprise(), steel=1)
    screen = opened(qtbot, desk)
    screen.search.set_words("钢筋工")
    settle(qtbot, desk)
    open_first(qtbot, screen)
    press(qtbot, screen.panel, "修改…")
    form = form_of(screen.panel)
    assert not form.input("fee_fen").isEnabled()
    assert not form.input("hours_required").isEnabled()
    assert "已有 1 人按这个计划报名，不能再改。" in text_of(form)
    fill(form, name="九月钢筋工中级班")
    key(qtbot, desk, form.input("name"), Key.Key_Return, CTRL)
    settle(qtbot, desk)
    assert "九月钢筋工中级班" in {row.name for row in known(office)}


def test_a_plan_without_people_may_cost_something_else(qtbot: QtBot, desk: Desk, office: Office) -> None:
    make(office, "钢筋工", SkillLevel.JUNIOR)
    screen = opened(qtbot, desk)
    open_first(qtbot, screen)
    press(qtbot, screen.panel, "修改…")
    fill(form_of(screen.panel), fee_fen="６５０")
    key(qtbot, desk, form_of(screen.panel).input("fee_fen"), Key.Key_Return, CTRL)
    settle(qtbot, desk)
    assert known(office)[0].fee_fen == 65_000
    assert "650.00 元/人" in text_of(screen.panel), "the detail is shown as it is now"


def test_sign_up_is_extended_with_its_reason(qtbot: QtBot, desk: Desk, office: Office) -> None:
    plan_id = make(office, "钢筋工", SkillLevel.JUNIOR, date(2026, 7, 1), date(2026, 8, 2))
    screen = opened(qtbot, desk)
    open_first(qtbot, screen)
    assert "报名已经结束" in text_of(screen.panel)
    press(qtbot, screen.panel, "更改截止…")
    form = form_of(screen.panel)
    fill(form, new_to="2026-08-31", reason="两家企业晚交名单")
    key(qtbot, desk, form.input("reason"), Key.Key_Return, CTRL)
    settle(qtbot, desk)
    assert known(office)[0].phase is PlanPhase.SIGN_UP
    with office.school.reading() as session:
        assert [one.reason for one in extensions(session, office.school.id, plan_id)] == ["两家企业晚交名单"]
    assert "两家企业晚交名单" in text_of(screen.panel)


def test_sign_up_ends_earlier_and_the_panel_says_so(qtbot: QtBot, desk: Desk, office: Office) -> None:
    make(office, "钢筋工", SkillLevel.JUNIOR, date(2026, 8, 1), date(2027, 9, 30))
    screen = opened(qtbot, desk)
    open_first(qtbot, screen)
    press(qtbot, screen.panel, "更改截止…")
    form = form_of(screen.panel)
    assert "也可以提前截止" in text_of(form)
    fill(form, new_to="2026-08-01", reason="年份录错")
    key(qtbot, desk, form.input("reason"), Key.Key_Return, CTRL)
    assert "最早可以填 2026-08-02" in form.error("new_to")
    fill(form, new_to="2026-09-30")
    key(qtbot, desk, form.input("reason"), Key.Key_Return, CTRL)
    settle(qtbot, desk)
    assert known(office)[0].sign_up_to == date(2026, 9, 30)
    assert "2027-09-30 改为 2026-09-30" in text_of(screen.panel)


def test_of_two_plans_the_panel_says_which_takes_the_rosters(qtbot: QtBot, desk: Desk, office: Office) -> None:
    make(office, "钢筋工", SkillLevel.JUNIOR, date(2026, 8, 1), date(2026, 12, 31))
    make(office, "钢筋工", SkillLevel.JUNIOR, date(2026, 8, 2), date(2026, 9, 30))
    screen = opened(qtbot, desk)
    old, new = screen.table.rows()
    assert phase_chip(old).text == "报名中，有新计划"
    assert phase_chip(new).text == "报名中"
    open_first(qtbot, screen)
    assert (
        f"此后导入的名单都进入它，这里已报名的人不变。要仍按这个计划报名，请把 {new.plan.number} 提前截止。"
        in text_of(screen.panel)
    )
    pick(qtbot, desk, screen.table, 1)
    assert f"{old.plan.number}（800.00 元/人） 也在报名中" in text_of(screen.panel)


def test_another_term_begins_as_the_last_one_was(qtbot: QtBot, desk: Desk, office: Office) -> None:
    make(office, "钢筋工", SkillLevel.INTERMEDIATE)
    screen = opened(qtbot, desk)
    open_first(qtbot, screen)
    press(qtbot, screen.panel, "再开一期…")
    form = form_of(screen.panel)
    assert form.input("sign_up_to").hasFocus()
    type_in(form.input("sign_up_to"), "20261031")
    key(qtbot, desk, form.input("sign_up_to"), Key.Key_Return, CTRL)
    settle(qtbot, desk)
    first, second = known(office)
    assert (first.trade_code, first.level, first.fee_fen) == (second.trade_code, second.level, second.fee_fen)


def test_news_do_not_take_a_half_filled_form_away(qtbot: QtBot, desk: Desk, office: Office) -> None:
    make(office, "钢筋工", SkillLevel.JUNIOR)
    screen = opened(qtbot, desk)
    open_first(qtbot, screen)
    press(qtbot, screen.panel, "更改截止…")
    fill(form_of(screen.panel), reason="写到一半")
    make(office, "砌筑工", SkillLevel.JUNIOR)
    screen.refresh()
    settle(qtbot, desk)
    assert form_of(screen.panel).values()["reason"] == "写到一半"


def test_somebody_without_the_role_only_looks(qtbot: QtBot, office: Office) -> None:
    make(office, "钢筋工", SkillLevel.JUNIOR)
    cashier = Desk(office.school, office.cashier, Tasks())
    screen = opened(qtbot, cashier)
    assert not screen.new_button.isEnabled()
    open_first(qtbot, screen)
    assert not any(button.text().endswith("…") for button in screen.panel.findChildren(type(screen.new_button)))
    cashier.tasks.close()
