"""What a hand does in the review while something else happens: nothing typed is lost, and nothing goes over to another enterprise."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from school_desk.desk.colours import Tone
from school_desk.desk.screens.enterprises.review import ReviewScreen
from school_desk.desk.services import Desk
from school_desk.terms.statuses import EnterpriseStatus as Status
from tests.desk.desk_fixtures import Told, drop_files, settle, show, type_in
from tests.desk.screens.handed_in import PERSON, detail, folder_of, papers, register, sheet
from tests.desk.screens.test_review import ALT, NONE, UNSEALED, approve, decided, enter, key, opened, pretend_to_read
from tests.school import Office

__all__ = ["pretend_to_read"]

PLACE, TYPED = ("yyzz", "legal_person"), "甲乙丙"
MISREAD = {"unsure": ("legal_person",), "legal_person": "姚锡庄"}


def typed(screen: ReviewScreen, text: str = TYPED) -> None:
    """Stands in the field, which nobody has left."""
    field = screen.card.fields.row(PLACE[1]).input
    field.setFocus()
    field.selectAll()
    type_in(field, text)


def click_row(qtbot: QtBot, screen: ReviewScreen, _other: str) -> None:
    view = screen.queue.table.view
    place = view.visualRect(view.model().index(1, 0)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, NONE, place)


def step(qtbot: QtBot, screen: ReviewScreen, _other: str) -> None:
    key(qtbot, screen, Qt.Key.Key_Down, ALT)


def elsewhere(qtbot: QtBot, screen: ReviewScreen, _other: str) -> None:
    screen.hide()


def sent_for(qtbot: QtBot, screen: ReviewScreen, other: str) -> None:
    screen.take_focus(other)


@pytest.mark.parametrize("leave", [click_row, step, elsewhere, sent_for])
def test_what_is_typed_belongs_to_the_one_it_was_typed_for(
    qtbot: QtBot, desk: Desk, office: Office, leave: Callable[[QtBot, ReviewScreen, str], None]
) -> None:
    first, second = register(office), register(office, 1)
    screen = opened(qtbot, desk)
    typed(screen)
    leave(qtbot, screen, second)
    settle(qtbot, desk, 30_000)
    screen.hide()
    settle(qtbot, desk, 30_000)
    assert decided(office, first) == {PLACE: TYPED}
    assert decided(office, second) == {}


@pytest.mark.parametrize("how", ["typed", "by number"])
def test_a_correction_counts_when_the_enterprise_is_passed_from_within_the_field(
    qtbot: QtBot, desk: Desk, office: Office, how: str
) -> None:
    enterprise_id = register(office, yyzz={"others": {"term_to": ["2046-08-03"]}})
    screen = opened(qtbot, desk)
    field = screen.card.fields.row("term_to").input
    field.setFocus()
    field.selectAll()
    if how == "typed":
        type_in(field, "2046-08-03")
    else:
        QTest.keyClick(field, Qt.Key.Key_1)
    approve(qtbot, screen)
    assert detail(office, enterprise_id).status is Status.PRE_APPROVED
    assert decided(office, enterprise_id)[("yyzz", "term_to")] == "2046-08-03"


def test_a_correction_that_contradicts_stops_the_one_key(qtbot: QtBot, desk: Desk, office: Office) -> None:
    enterprise_id = register(office)
    screen = opened(qtbot, desk)
    typed(screen)
    approve(qtbot, screen)
    assert detail(office, enterprise_id).status is Status.SUBMITTED
    assert screen.case is not None
    assert screen.case.taken == {PLACE: TYPED}


def test_a_click_on_a_finding_takes_along_what_is_typed(qtbot: QtBot, desk: Desk, office: Office) -> None:
    enterprise_id = register(office, cns=UNSEALED)
    screen = opened(qtbot, desk)
    typed(screen)
    QTest.mouseClick(screen.card.findings._lines[0], Qt.MouseButton.LeftButton)
    settle(qtbot, desk, 30_000)
    assert screen.deck.slots.current() == "cns"
    screen.hide()
    settle(qtbot, desk, 30_000)
    assert decided(office, enterprise_id) == {PLACE: TYPED}


def test_a_file_still_being_opened_does_not_go_to_the_next_enterprise(
    qtbot: QtBot, desk: Desk, office: Office, told: Told, tmp_path: Path
) -> None:
    both = register(office), register(office, 1)
    screen = opened(qtbot, desk)
    before = [sheet(office, one).paper("zzzs") for one in both]
    newer = papers(0, zzzs={"cert_no": "D233063959"})["zzzs"]
    drop_files(
        screen.deck.slots.findChildren(QWidget)[2], Path(folder_of(tmp_path / "新", {"zzzs": newer}), "zzzs.jpg")
    )
    QTest.keyClick(screen.queue.table.view, Qt.Key.Key_J)
    settle(qtbot, desk, 30_000)
    assert screen.case is not None
    assert screen.case.id == both[1]
    assert [sheet(office, one).paper("zzzs") for one in both] == before
    assert told == [("文件打开时已经换了一家企业，所以没有放进去。请回到那一家再放一次。", "warn")]


def test_a_field_that_was_emptied_stays_empty(qtbot: QtBot, desk: Desk, office: Office) -> None:
    enterprise_id = register(office, yyzz={"term_to": "2020-01-01"})
    screen = opened(qtbot, desk)
    field = screen.card.fields.row("term_to").input
    field.setFocus()
    field.selectAll()
    QTest.keyClick(field, Qt.Key.Key_Delete)
    enter(qtbot, screen)
    screen.hide()
    settle(qtbot, desk, 30_000)
    assert decided(office, enterprise_id)[("yyzz", "term_to")] == ""
    row = opened(qtbot, desk).card.fields.row("term_to")
    assert (row.value(), row.is_doubtful()) == ("", False)
    assert row.view.tone is not Tone.BAD


def test_a_value_taken_by_number_outlives_what_is_read_meanwhile(qtbot: QtBot, desk: Desk, office: Office) -> None:
    register(office, yyzz=MISREAD, cns={"legal_person": None}, zzzs={"legal_person": None})
    screen = opened(qtbot, desk)
    typed(screen, "")
    QTest.keyClick(screen.card.fields.row(PLACE[1]).input, Qt.Key.Key_1)
    screen.refresh()
    settle(qtbot, desk, 30_000)
    key(qtbot, screen, Qt.Key.Key_Return)
    assert screen.case is not None
    assert screen.case.taken == {PLACE: PERSON}


def test_told_once_is_enough_while_others_are_being_read(qtbot: QtBot, desk: Desk, office: Office) -> None:
    enterprise_id = register(office, cns=UNSEALED)
    screen = opened(qtbot, desk)
    enter(qtbot, screen, times=6)
    approve(qtbot, screen)
    assert "请再按一次 Ctrl+Enter" in screen.card.notice.words()
    screen.refresh()
    settle(qtbot, desk, 30_000)
    approve(qtbot, screen)
    assert detail(office, enterprise_id).status is Status.PRE_APPROVED


def test_while_reading_is_paused_the_way_on_is_told(qtbot: QtBot, desk: Desk, office: Office) -> None:
    register(office, unread=True)
    screen = ReviewScreen(desk)
    screen.reader.set_paused(True)
    show(qtbot, screen)
    settle(qtbot, desk, 30_000)
    approve(qtbot, screen)
    assert screen.card.notice.words() == "识别已暂停，请在下面按“继续”，识别完再通过。"
