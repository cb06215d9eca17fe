"""工作台: what waits, whose and until when; every number opens its rows; a new school is told what to do first."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from school_desk.desk.colours import Tone
from school_desk.desk.due import due_chip
from school_desk.desk.navigation import make_screen, page
from school_desk.desk.screens.overview.workbench import WorkbenchScreen, waiting_words
from school_desk.desk.services import Desk
from school_desk.desk.widgets.table import RowTable
from school_desk.enterprises.commands import PreApproveEnterprise
from school_desk.overview.queues import QUEUES
from school_desk.overview.workbench import WaitingRow, counts_by_screen, waiting_ids, workbench
from school_desk.plans.commands import CreatePlan
from school_desk.terms.levels import SkillLevel
from school_desk.terms.roles import Role
from tests.desk.desk_fixtures import Told, settle, show
from tests.desk.screens.busy_school import TODAY, fill
from tests.learners import enrol
from tests.papers import registration
from tests.results import approved_scores
from tests.school import Office

EVERYBODY = frozenset(Role)


def opened(qtbot: QtBot, desk: Desk) -> WorkbenchScreen:
    screen = WorkbenchScreen(desk)
    show(qtbot, screen)
    settle(qtbot, desk)
    return screen


def asked_for(desk: Desk) -> list[tuple[str, object]]:
    """The pages the desk is asked to open, as they come."""
    heard: list[tuple[str, object]] = []
    desk.screen_requested.connect(lambda key, focus: heard.append((key, focus)))
    return heard


def words(place: QWidget) -> str:
    return "\n".join(label.text() for label in place.findChildren(QLabel) if label.isVisible())


def press(key: Qt.Key) -> None:
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, key)


def shows_exactly(screen: QWidget, ids: tuple[str, ...]) -> bool:
    tables = [table for table in screen.findChildren(RowTable) if table.isVisible()]
    return any(table.row_count() == len(ids) and all(table.row_of(one) is not None for one in ids) for table in tables)


@pytest.mark.long
@pytest.mark.parametrize("key", dict.fromkeys(queue.screen for queue in QUEUES))
def test_every_number_opens_exactly_its_rows(qtbot: QtBot, desk: Desk, office: Office, key: str) -> None:
    fill(office)
    screen = make_screen(page(key), desk)
    show(qtbot, screen)
    for queue in (queue for queue in QUEUES if queue.screen == key):
        screen.take_focus(queue.focus)
        settle(qtbot, desk)
        with office.school.reading() as session:
            ids = waiting_ids(session, office.school.id, TODAY, queue.key)
        assert ids, f"nothing waits for {queue.label}: the test would prove nothing"
        assert shows_exactly(screen, ids), queue.label


def test_the_side_bar_counts_ones_own_work_only(office: Office) -> None:
    fill(office)
    with office.school.reading() as session:
        rows = workbench(session, office.school.id, TODAY, EVERYBODY)
        counts = counts_by_screen(session, office.school.id, TODAY, EVERYBODY)
        clerks = counts_by_screen(session, office.school.id, TODAY, frozenset({Role.CLERK}))
        nobodys = counts_by_screen(session, office.school.id, TODAY, frozenset())
    assert counts == {key: sum(row.count for row in rows if row.screen == key) for key in counts}
    assert clerks == {"enterprises": 2, "learning": 6, "applications": 1, "notices": 1}
    assert nobodys == {}


def test_ones_own_lines_come_first_in_the_manuals_order(qtbot: QtBot, desk: Desk, office: Office) -> None:
    fill(office)
    desk.actor = office.cashier
    screen = opened(qtbot, desk)
    keys = screen.list.keys()
    own = [queue.key for queue in QUEUES if queue.role is Role.FINANCE]
    others = [queue.key for queue in QUEUES if queue.role is not Role.FINANCE]
    assert keys == (*own, *others)
    told = words(screen)
    assert told.index("缴费") < told.index("等同事办的") < told.index("企业与报名") < told.index("学习与考试")
    assert "2026-10-28 星期三 · 等您办的 8 项 · 逾期 1 项" in told
    line = screen.list.line("accounts_to_open")
    assert line is not None
    assert line.chip is not None
    assert (line.count, line.chip.text, line.chip.tone, line.owner) == (4, "逾期 55 个工作日", Tone.BAD, "文员")


def test_arrows_move_and_enter_opens(qtbot: QtBot, desk: Desk, office: Office) -> None:
    fill(office)
    heard = asked_for(desk)
    screen = opened(qtbot, desk)
    screen.list.setFocus()
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Space)
    press(Qt.Key.Key_End)
    press(Qt.Key.Key_Enter)
    press(Qt.Key.Key_K)
    press(Qt.Key.Key_Return)
    assert heard == [
        ("enterprises", "submitted"),
        ("enterprises", "pre_approved"),
        ("notices", "waiting"),
        ("certificates", "failed"),
    ]


def test_the_focus_stays_on_its_line_when_others_go(qtbot: QtBot, desk: Desk, office: Office) -> None:
    first = office.do(registration(office, 0))["enterprise_id"]
    office.do(PreApproveEnterprise(office.do(registration(office, 1))["enterprise_id"]))
    screen = opened(qtbot, desk)
    screen.list.setFocus()
    press(Qt.Key.Key_Down)
    desk.decide(screen, PreApproveEnterprise(first))
    settle(qtbot, desk)
    assert screen.list.keys() == ("enterprise_on_site",)
    focused = QApplication.focusWidget()
    assert focused is not None
    assert focused.accessibleName().startswith("企业待现场审核，2 条")


def test_a_line_whose_page_one_has_not_says_whose_it_is(qtbot: QtBot, desk: Desk, office: Office, told: Told) -> None:
    enrol(office, 1)
    desk.actor = office.examiner
    heard = asked_for(desk)
    screen = opened(qtbot, desk)
    line = screen.list.line("fees_owed")
    assert line is not None
    assert not line.opens
    screen.list.setFocus()
    press(Qt.Key.Key_Return)
    assert heard == []
    assert told == [("“应缴单未足额”由财务在“费用审核”里办理。", "info")]


def test_when_ones_own_work_is_done_it_says_so_calmly(qtbot: QtBot, desk: Desk, office: Office) -> None:
    approved_scores(office, 1)
    desk.actor = office.clerk
    screen = opened(qtbot, desk)
    assert screen.done.isVisible()
    assert "等同事办的" in words(screen)
    assert "等您办的" not in words(screen)


def test_when_nothing_waits_at_all(qtbot: QtBot, desk: Desk, office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    enrol(office, 1)
    monkeypatch.setattr("school_desk.overview.workbench.QUEUES", ())
    screen = opened(qtbot, desk)
    assert screen.empty.isVisible()
    assert "都办完了" in words(screen)


def test_a_new_school_is_led_step_by_step(qtbot: QtBot, desk: Desk, office: Office) -> None:
    desk.actor = office.clerk
    heard = asked_for(desk)
    screen = opened(qtbot, desk)
    assert "下一步：新建培训计划" in words(screen)
    QTest.mouseClick(screen.empty.button, Qt.MouseButton.LeftButton)
    command = CreatePlan("钢筋工", SkillLevel.INTERMEDIATE, date(2026, 8, 1), date(2026, 9, 30), 80_000)
    desk.decide(screen, command)
    settle(qtbot, desk)
    QTest.mouseClick(screen.empty.button, Qt.MouseButton.LeftButton)
    desk.decide(screen, registration(office, 0))
    settle(qtbot, desk)
    assert screen.list.keys() == ("enterprise_to_review",)
    QTest.mouseClick(screen.steps.button, Qt.MouseButton.LeftButton)
    QTest.keyClick(screen.steps.stepper, Qt.Key.Key_Right)
    QTest.keyClick(screen.steps.stepper, Qt.Key.Key_Return)
    assert heard == [("plans", None), ("enterprises", None), ("review", None), ("enrollments", None)]


def test_a_step_of_colleagues_says_whose_it_is(qtbot: QtBot, desk: Desk, office: Office) -> None:
    desk.actor = office.cashier
    screen = opened(qtbot, desk)
    assert "这一步由管理员办理" in words(screen)
    assert not any(button.isVisible() for button in screen.findChildren(QPushButton))


def test_the_first_steps_go_when_somebody_is_enrolled(qtbot: QtBot, desk: Desk, office: Office) -> None:
    enrol(office, 1)
    screen = opened(qtbot, desk)
    assert not screen.steps.isVisible()


def row(due_on: date | None, left: int | None, **changes: object) -> WaitingRow:
    arguments: dict[str, object] = {
        "key": "k", "label": "事", "count": 3, "since": None, "due_on": due_on, "working_days_left": left, "late": 0,
        "is_estimate": False, "role": Role.CLERK, "mine": True, "screen": "notices", "focus": "", "oldest_id": "",
    }  # fmt: skip
    return WaitingRow(**(arguments | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("due_on", "left", "told", "tone"),
    [
        (date(2026, 10, 27), -1, "逾期 1 个工作日", Tone.BAD),
        (date(2026, 10, 24), 0, "已逾期", Tone.BAD),
        (date(2026, 10, 28), 0, "今天到期", Tone.WARN),
        (date(2026, 10, 31), 0, "10-31 到期", Tone.WARN),
        (date(2026, 10, 29), 1, "还有 1 个工作日", Tone.WARN),
        (date(2026, 11, 2), 3, "还有 3 个工作日", Tone.INFO),
    ],
)
def test_due_days_in_words(due_on: date, left: int, told: str, tone: Tone) -> None:
    chip = due_chip(due_on, left, TODAY)
    assert chip is not None
    assert (chip.text, chip.tone) == (told, tone)


def test_what_is_told_beside_the_due_day() -> None:
    assert due_chip(None, None, TODAY) is None
    estimate = due_chip(date(2027, 2, 1), 60, TODAY, is_estimate=True)
    assert estimate is not None
    assert estimate.text == "还有 60 个工作日（预估）"
    assert waiting_words(row(None, None), TODAY) == ""
    assert waiting_words(row(None, None, since=TODAY), TODAY) == "今天新增"
    late = row(date(2026, 10, 27), -1, late=2, since=date(2026, 10, 15))
    assert waiting_words(late, TODAY) == "其中 2 条逾期 · 最早 2026-10-15，已等 13 天"
