"""通知: what waits is copied, sent elsewhere, and recorded here, singly and many at once; by keys and clicks."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from school_desk.desk.screens.documents.notice_text import NoticeBody
from school_desk.desk.screens.documents.notices import NoticesScreen
from school_desk.desk.services import Desk
from school_desk.documents.commands import QueueNotice, RecordNoticesSent
from school_desk.documents.queries import NoticeListRow, notice_counts, notices
from school_desk.terms.statuses import NoticeStatus as Status
from tests.desk.desk_fixtures import Told, settle, show
from tests.school import Office

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
MOBILE = "13800005893"


def queue(office: Office, kind: str = "缴费通知", channel: str = "wechat", whom: str = "石凤 陈静") -> str:
    command = QueueNotice(kind, channel, "a" * 32, whom, MOBILE, f"【{kind}】{whom}：请看。")
    notice_id: str = office.do(command)["notice_id"]
    return notice_id


def opened(qtbot: QtBot, desk: Desk) -> NoticesScreen:
    screen = NoticesScreen(desk)
    show(qtbot, screen)
    settle(qtbot, desk)
    screen.table.view.setFocus()
    return screen


def go(qtbot: QtBot, screen: NoticesScreen, focus: str) -> list[str]:
    screen.take_focus(focus)
    settle(qtbot, screen.desk)
    return ids(screen)


def ids(screen: NoticesScreen) -> list[str]:
    return [row.id for row in screen.table.rows()]


def kept(office: Office) -> dict[str, NoticeListRow]:
    with office.school.reading() as session:
        return {row.id: row for row in notices(session, office.school.id)}


def text_of(screen: NoticesScreen) -> str:
    return "\n".join(label.text() for label in screen.panel.findChildren(QLabel) if label.isVisible())


def keys(qtbot: QtBot, screen: NoticesScreen, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> None:
    QTest.keyClick(screen.table.view, key, modifiers)
    settle(qtbot, screen.desk)


def test_an_empty_queue_says_where_texts_come_from(qtbot: QtBot, desk: Desk) -> None:
    screen = opened(qtbot, desk)
    assert any("各自的页面里拟写" in label.text() for label in screen.table.findChildren(QLabel))


def test_one_is_copied_sent_and_taken_back(qtbot: QtBot, desk: Desk, office: Office, told: Told) -> None:
    notice_id = queue(office)
    screen = opened(qtbot, desk)
    QTest.keyClick(screen.table.view, Qt.Key.Key_Down)
    keys(qtbot, screen, Qt.Key.Key_T, CTRL | SHIFT)
    assert QGuiApplication.clipboard().text() == "【缴费通知】石凤 陈静：请看。"
    assert kept(office)[notice_id].status is Status.QUEUED, "copied is not sent"
    keys(qtbot, screen, Qt.Key.Key_Return, CTRL)
    row = kept(office)[notice_id]
    assert (row.status, row.sent_by) == (Status.SENT, "全能")
    assert told[-1] == ("已登记 1 条通知发出。", "good")
    assert ids(screen) == []
    desk.undo()
    settle(qtbot, desk)
    assert ids(screen) == [notice_id]


def test_many_are_recorded_at_once(qtbot: QtBot, desk: Desk, office: Office, told: Told) -> None:
    made = [queue(office, whom=f"企业{number}") for number in range(3)]
    screen = opened(qtbot, desk)
    keys(qtbot, screen, Qt.Key.Key_A, CTRL)
    keys(qtbot, screen, Qt.Key.Key_T, CTRL | SHIFT)
    copied = QGuiApplication.clipboard().text()
    assert [f"发给 企业{number}：" in copied for number in range(3)] == [True] * 3
    keys(qtbot, screen, Qt.Key.Key_Return, CTRL)
    assert {kept(office)[one].status for one in made} == {Status.SENT}


def test_what_could_not_be_sent_stays_among_what_waits(qtbot: QtBot, desk: Desk, office: Office) -> None:
    failed, waiting = queue(office), queue(office, whom="恒泰 王芳")
    screen = opened(qtbot, desk)
    screen.table.select_ids([failed])
    keys(qtbot, screen, Qt.Key.Key_F, CTRL | SHIFT)
    assert kept(office)[failed].status is Status.FAILED
    assert set(ids(screen)) == {failed, waiting}, "the workbench counts both as waiting"
    assert go(qtbot, screen, "failed") == [failed]
    screen.table.select_first()
    keys(qtbot, screen, Qt.Key.Key_Return, CTRL)
    assert kept(office)[failed].status is Status.SENT


def test_nothing_is_recorded_twice(qtbot: QtBot, desk: Desk, office: Office, told: Told) -> None:
    notice_id = queue(office)
    office.do(RecordNoticesSent((notice_id,)))
    screen = opened(qtbot, desk)
    go(qtbot, screen, "sent")
    screen.table.select_first()
    before = office.dump()
    keys(qtbot, screen, Qt.Key.Key_Return, CTRL)
    assert told[-1][1] == "warn"
    assert office.dump() == before


@pytest.mark.parametrize(("key", "held"), [(Qt.Key.Key_T, CTRL | SHIFT), (Qt.Key.Key_Return, CTRL)])
def test_without_a_choice_it_asks_for_one(
    qtbot: QtBot, desk: Desk, office: Office, told: Told, key: Qt.Key, held: Qt.KeyboardModifier
) -> None:
    queue(office)
    keys(qtbot, opened(qtbot, desk), key, held)
    assert told[-1][0].startswith("请先在左边选择")


def test_tabs_and_kinds_narrow_the_list(qtbot: QtBot, desk: Desk, office: Office) -> None:
    pay, exam = queue(office), queue(office, "考试通知")
    office.do(RecordNoticesSent((queue(office, "发票短信", "sms"),)))
    screen = opened(qtbot, desk)
    assert ids(screen) == [exam, pay]
    screen.kinds.setFocus()
    QTest.keyClick(screen.kinds, Qt.Key.Key_End)
    assert [row.kind for row in screen.table.rows()] == [screen.kinds.value()]
    QTest.keyClick(screen.kinds, Qt.Key.Key_Home)
    assert ids(screen) == [exam, pay]
    QTest.keyClick(screen.table.view, Qt.Key.Key_3, CTRL)
    settle(qtbot, desk)
    assert [row.kind for row in screen.table.rows()] == ["发票短信"]
    with office.school.reading() as session:
        assert notice_counts(session, office.school.id) == {Status.QUEUED: 2, Status.SENT: 1}


def test_a_notice_is_led_to_and_read_with_its_mobile_masked(qtbot: QtBot, desk: Desk, office: Office) -> None:
    queue(office)
    wanted = queue(office, whom="恒泰 王芳")
    office.do(RecordNoticesSent((wanted,)))
    screen = opened(qtbot, desk)
    go(qtbot, screen, wanted)
    assert screen.table.selected_ids() == [wanted]
    assert "恒泰 王芳：请看。" in text_of(screen)
    assert MOBILE not in text_of(screen)
    shown = screen.panel.findChild(NoticeBody)
    assert isinstance(shown, NoticeBody)
    QTest.mouseClick(shown.reveal_button, Qt.MouseButton.LeftButton)
    settle(qtbot, desk)
    assert MOBILE in text_of(screen)


@pytest.mark.parametrize(
    "text", ["初始密码：abcd1234", "账号身份证号，密码默认为111111", "首次登录用 111111", "密码是 Kp7t9x"]
)
def test_no_text_gives_a_password_away(office: Office, text: str) -> None:
    refusal = office.refused(QueueNotice("开课", "wechat", "a" * 32, "石凤", None, text))
    assert (refusal.code, refusal.field) == ("notice.password", "text")


def test_telling_how_to_get_a_password_is_no_giving_away(office: Office) -> None:
    queue(office)
    text = "初始密码由学校单独告知本人；首次登录请修改密码。账号 1205220109200069722，订单 PX2611111104。"
    office.do(QueueNotice("开课", "wechat", "a" * 32, "石凤", None, text))
