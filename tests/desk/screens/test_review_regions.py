"""企业审核: the field being edited has its box on the photo; a box drawn there is read again, and what it says is a proposal until settled."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from school_desk.desk import regions
from school_desk.desk.screens.enterprises import paper_reader, review_ahead
from school_desk.desk.screens.enterprises.review import ReviewScreen
from school_desk.desk.services import Desk
from school_desk.desk.widgets.field_parts import ChoiceLine
from school_desk.desk.widgets.photo_boxes import BoxItem
from school_desk.documents.reading.paper import FieldReading, FieldState
from school_desk.enterprises.compare import Place
from school_desk.terms.statuses import EnterpriseStatus as Status
from tests.desk.desk_fixtures import settle, show, type_in
from tests.desk.screens.handed_in import PERSON, detail, register, sheet
from tests.desk.screens.paper_fakes import ENGINE_NAME, READ, READ_REGION
from tests.school import Office

CTRL, NONE = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.NoModifier
BOXED: dict[str, Any] = {"boxed": {"legal_person": PERSON, "capital": "贰仟万元整"}}
WRONG: dict[str, Any] = {"unsure": ("legal_person",), "legal_person": "姚锡庄", **BOXED}
LEGAL_PERSON: Place = ("yyzz", "legal_person")


@pytest.fixture(autouse=True)
def pretend_to_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paper_reader, "READ", READ)
    monkeypatch.setattr(review_ahead, "ENGINE", ENGINE_NAME)
    monkeypatch.setattr(regions, "READ_REGION", READ_REGION)


def opened(qtbot: QtBot, desk: Desk) -> ReviewScreen:
    screen = ReviewScreen(desk)
    show(qtbot, screen)
    settle(qtbot, desk, 30_000)
    screen.queue.setFocus()
    return screen


def key(qtbot: QtBot, screen: ReviewScreen, *which: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
    """Keys where the cursor stands."""
    if not screen.isActiveWindow():
        screen.activateWindow()
        qtbot.waitUntil(screen.isActiveWindow)
    for one in which:
        QTest.keyClick(QApplication.focusWidget() or screen, one, held)
        settle(qtbot, screen.desk, 30_000)


def begin(qtbot: QtBot, screen: ReviewScreen, place: Place = LEGAL_PERSON) -> None:
    """The cursor on the field, then Ctrl+B."""
    screen._go_to(*place)
    key(qtbot, screen, Qt.Key.Key_B, held=CTRL)


def draw(qtbot: QtBot, screen: ReviewScreen, held: Qt.KeyboardModifier = NONE) -> None:
    """A box in the middle of the photo, with the mouse."""
    place = screen.deck.photo.view.viewport()
    start = place.rect().center() - QPoint(20, 10)
    QTest.mousePress(place, Qt.MouseButton.LeftButton, held, start)
    for step in (10, 20, 40):
        QTest.mouseMove(place, start + QPoint(step, step // 2))
    QTest.mouseRelease(place, Qt.MouseButton.LeftButton, held, start + QPoint(40, 20))
    settle(qtbot, screen.desk, 30_000)


def value(screen: ReviewScreen, field: str = "legal_person") -> str:
    return screen.card.fields.row(field).value()


def at(screen: ReviewScreen, field: str) -> bool:
    return screen.card.fields.row(field).input.hasFocus()


def box_shown(screen: ReviewScreen) -> str:
    """The field whose box stands out on the photo while all others step back; "" where none does."""
    boxes = [item for item in screen.deck.photo.view.items() if isinstance(item, BoxItem)]
    chosen = [item.box.name for item in boxes if item.opacity() == 1]
    return chosen[0] if len(chosen) == 1 < len(boxes) else ""


def test_the_field_with_the_cursor_has_its_box_on_the_photo(qtbot: QtBot, desk: Desk, office: Office) -> None:
    register(office, yyzz={"unsure": ("legal_person",)})
    screen = opened(qtbot, desk)
    assert box_shown(screen) == "", "nobody has looked at a field yet"
    for field in ("legal_person", "uscc"):
        screen.card.fields.row(field).input.setFocus()
        settle(qtbot, desk, 30_000)
        assert box_shown(screen) == field


def test_a_box_read_again_is_proposed_and_taken_with_enter(qtbot: QtBot, desk: Desk, office: Office) -> None:
    enterprise_id = register(office, yyzz=WRONG)
    screen = opened(qtbot, desk)
    begin(qtbot, screen)
    assert screen.deck.photo.view.is_drawing()
    draw(qtbot, screen)
    assert not screen.deck.photo.view.is_drawing()
    assert screen.case is not None
    assert (value(screen), at(screen, "legal_person"), screen.case.taken) == (PERSON, True, {})
    assert "按框选重新识别" in screen.card.fields.row("legal_person").input.accessibleDescription()
    key(qtbot, screen, Qt.Key.Key_Return)
    assert screen.case.taken == {LEGAL_PERSON: PERSON}
    assert screen.case.asked == set()
    key(qtbot, screen, Qt.Key.Key_Return, held=CTRL)
    assert detail(office, enterprise_id).status is Status.PRE_APPROVED


def test_a_box_is_drawn_and_read_with_keys_alone(qtbot: QtBot, desk: Desk, office: Office) -> None:
    register(office, yyzz=WRONG)
    screen = opened(qtbot, desk)
    begin(qtbot, screen)
    key(qtbot, screen, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Return)
    assert value(screen) == PERSON
    assert screen.case is not None
    x, y, width, height = screen.case.reread[LEGAL_PERSON].box or (0, 0, 0, 0)
    assert (width, height) == (36, 9), "where the field was read, with the frame around it"
    assert abs(x - 1) <= 6
    assert abs(y - 11) <= 6


def test_shift_and_dragging_reads_for_the_first_open_field(qtbot: QtBot, desk: Desk, office: Office) -> None:
    register(office, yyzz=WRONG)
    screen = opened(qtbot, desk)
    draw(qtbot, screen, Qt.KeyboardModifier.ShiftModifier)
    assert value(screen) == PERSON


def test_a_proposal_keeps_the_enterprise_from_passing_even_for_a_field_that_does_not_matter(
    qtbot: QtBot, desk: Desk, office: Office
) -> None:
    enterprise_id = register(office, yyzz=BOXED)
    screen = opened(qtbot, desk)
    begin(qtbot, screen, ("yyzz", "capital"))
    draw(qtbot, screen)
    assert value(screen, "capital") == "贰仟万元整"
    key(qtbot, screen, Qt.Key.Key_Return, held=CTRL)
    assert detail(office, enterprise_id).status is Status.SUBMITTED
    assert at(screen, "capital")
    key(qtbot, screen, Qt.Key.Key_Return)
    key(qtbot, screen, Qt.Key.Key_Return, held=CTRL)
    assert detail(office, enterprise_id).status is Status.PRE_APPROVED


def test_going_on_without_a_word_takes_no_proposal(qtbot: QtBot, desk: Desk, office: Office) -> None:
    enterprise_id = register(office, yyzz=BOXED)
    register(office, 1)
    screen = opened(qtbot, desk)
    screen.take_focus(enterprise_id)
    settle(qtbot, desk)
    begin(qtbot, screen, ("yyzz", "capital"))
    draw(qtbot, screen)
    key(qtbot, screen, Qt.Key.Key_Down, held=Qt.KeyboardModifier.AltModifier)
    assert detail(office, enterprise_id).fields == ()


def test_esc_puts_back_what_stood_there(qtbot: QtBot, desk: Desk, office: Office) -> None:
    register(office, yyzz=WRONG)
    screen = opened(qtbot, desk)
    screen._go_to(*LEGAL_PERSON)
    field = screen.card.fields.row("legal_person").input
    type_in(field, "姚锡床")
    key(qtbot, screen, Qt.Key.Key_Return)
    begin(qtbot, screen)
    draw(qtbot, screen)
    lines = screen.card.fields.row("legal_person").findChildren(ChoiceLine)
    assert ("原先确认", "姚锡床") in [(line.whence(), line.text()) for line in lines]
    key(qtbot, screen, Qt.Key.Key_Escape)
    assert screen.case is not None
    assert (value(screen), screen.case.taken[LEGAL_PERSON]) == ("姚锡床", "姚锡床")


def test_esc_while_drawing_reads_nothing_and_goes_back_to_the_field(qtbot: QtBot, desk: Desk, office: Office) -> None:
    register(office, yyzz=WRONG)
    screen = opened(qtbot, desk)
    begin(qtbot, screen)
    key(qtbot, screen, Qt.Key.Key_Right, Qt.Key.Key_Escape)
    assert not screen.deck.photo.view.is_drawing()
    assert at(screen, "legal_person")
    assert screen.case is not None
    assert screen.case.reread == {}


def test_a_box_without_a_value_says_so(qtbot: QtBot, desk: Desk, office: Office) -> None:
    register(office, yyzz=WRONG)
    screen = opened(qtbot, desk)
    begin(qtbot, screen, ("yyzz", "address"))
    draw(qtbot, screen)
    assert screen.card.notice.words() == "框里没有读出文字。"
    assert at(screen, "address")


def test_a_seal_is_looked_at_not_read(qtbot: QtBot, desk: Desk, office: Office) -> None:
    register(office)
    screen = opened(qtbot, desk)
    begin(qtbot, screen, ("cns", "seal_present"))
    assert not screen.deck.photo.view.is_drawing()
    assert "不能框选识别" in screen.card.notice.words()


def test_a_box_is_for_the_enterprise_it_was_drawn_on(qtbot: QtBot, desk: Desk, office: Office) -> None:
    register(office, yyzz=WRONG)
    register(office, 1, yyzz=WRONG)
    screen = opened(qtbot, desk)
    begin(qtbot, screen)
    screen.regions.read(QRect(0, 0, 30, 10))
    screen.queue.table.step(1)
    settle(qtbot, desk, 30_000)
    assert screen.case is not None
    assert screen.case.reread == {}
    assert value(screen) == "姚锡庄"


def test_a_reading_that_arrives_leaves_the_proposal(qtbot: QtBot, desk: Desk, office: Office) -> None:
    enterprise_id = register(office, yyzz=WRONG)
    screen = opened(qtbot, desk)
    begin(qtbot, screen)
    draw(qtbot, screen)
    screen.refresh()
    settle(qtbot, desk)
    assert value(screen) == PERSON
    assert sheet(office, enterprise_id).assessment.papers["yyzz"].value("legal_person") == "姚锡庄"


def test_a_proposal_is_never_believed_by_itself(qtbot: QtBot, desk: Desk, office: Office) -> None:
    register(office)
    screen = opened(qtbot, desk)
    assert screen.case is not None
    assert screen.case.assessment.clean
    read = FieldReading(PERSON, 0.99, (1, 2, 3, 4), FieldState.LOOK, ("按框选重新识别",))
    screen.case.propose(LEGAL_PERSON, read)
    assert [doubt.place for doubt in screen.case.assessment.doubts] == [LEGAL_PERSON]
    screen.case.refuse(LEGAL_PERSON)
    assert screen.case.assessment.clean
