"""报名: batches with their money, one batch's page, its people and photos, and telling the enterprise what to pay.

Long because one page carries the batch, its people and their photos.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from school_desk.adapters.sheets.workbook import read_cells
from school_desk.desk.screens.enrollments.enrollments import EnrollmentsScreen
from school_desk.desk.screens.enrollments.photo_slot import PhotoSlot
from school_desk.desk.services import Desk
from school_desk.desk.tasks import Tasks
from school_desk.documents.queries import NoticeListRow, notices
from school_desk.enrollments.queries import EnrolledRow, corrections, enrolled
from school_desk.payments.queries import receivables
from school_desk.terms.statuses import EnrollmentStatus, NoticeStatus
from tests.desk.desk_fixtures import Told, drop_files, settle, show, type_in
from tests.desk.screens.hands import CTRL, button, fill, form_of, key, pick, press, text_of
from tests.flows.cashier import BRICK_FEE, COMPANY, STEEL_FEE, Cashier
from tests.school import Office
from tests.unit.printing.reading import text_of as printed

Key = Qt.Key


@pytest.fixture
def cashier(office: Office) -> Cashier:
    return Cashier(office)


def opened(qtbot: QtBot, desk: Desk) -> EnrollmentsScreen:
    screen = EnrollmentsScreen(desk)
    show(qtbot, screen)
    settle(qtbot, desk)
    return screen


def opened_batch(qtbot: QtBot, desk: Desk, batch_id: str) -> EnrollmentsScreen:
    screen = opened(qtbot, desk)
    screen.take_focus(batch_id)
    settle(qtbot, desk)
    return screen


def open_person(qtbot: QtBot, screen: EnrollmentsScreen, place: int = 0) -> None:
    pick(qtbot, screen.desk, screen.page.people, place)
    key(qtbot, screen.desk, screen.page.people.view, Key.Key_Return)


def people(office: Office, batch_id: str) -> tuple[EnrolledRow, ...]:
    with office.school.reading() as session:
        return enrolled(session, office.school.id, batch_id=batch_id)


def told_about(office: Office, batch_id: str) -> tuple[NoticeListRow, ...]:
    with office.school.reading() as session:
        return notices(session, office.school.id, about_id=batch_id)


def numbers(screen: EnrollmentsScreen) -> list[str]:
    return [line.batch.number for line in screen.batches.rows()]


def face(path: Path, form: str = "PNG") -> Path:
    Image.new("RGB", (300, 420), "steelblue").save(path, form)
    return path


def test_an_empty_school_asks_for_the_first_roster(qtbot: QtBot, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def choose(_owner: object, title: str, *_rest: object) -> tuple[str, str]:
        asked.append(title)
        return "", ""

    monkeypatch.setattr(QFileDialog, "getOpenFileName", choose)
    screen = opened(qtbot, desk)
    press(qtbot, screen.batches, "导入名单…")
    assert asked == ["选择报名名单"]


def test_the_list_tells_how_far_the_money_is(qtbot: QtBot, desk: Desk, cashier: Cashier) -> None:
    enterprise_id = cashier.enterprise()
    owing, part, paid, reviewed = (cashier.batch(enterprise_id, steel=1, brick=1) for _ in range(4))
    cashier.claim(cashier.paid_in(BRICK_FEE), cashier.receivables(part)[1].id)
    for batch_id in (paid, reviewed):
        owed = [row.id for row in cashier.receivables(batch_id)]
        cashier.claim(cashier.paid_in(STEEL_FEE + BRICK_FEE), *owed)
    cashier.review(*(row.id for row in cashier.receivables(reviewed)))
    screen = opened(qtbot, desk)
    state = {line.id: line.status for line in screen.batches.rows()}
    assert [state[batch] for batch in (owing, part, paid, reviewed)] == ["open", "part_paid", "paid", "reviewed"]
    key(qtbot, desk, screen.batches.view, Key.Key_2, CTRL)
    assert {line.id for line in screen.batches.rows()} == {owing, part}
    assert {line.id: (line.due_fen, line.paid_fen) for line in screen.batches.rows()}[part] == (140_000, BRICK_FEE)


@pytest.mark.parametrize("words", ["石凤", "sfgjg", "BM20260001", "9133 0500mahtn4"])
def test_a_batch_is_found_by_enterprise_and_number(qtbot: QtBot, desk: Desk, cashier: Cashier, words: str) -> None:
    cashier.batch(cashier.enterprise(), steel=1)
    other = cashier.batch(cashier.enterprise(1), steel=1)
    screen = opened(qtbot, desk)
    screen.search.setFocus()
    type_in(screen.search, words)
    key(qtbot, desk, screen.search, Key.Key_Return)
    assert "BM20260001" in numbers(screen)
    assert (other in {line.id for line in screen.batches.rows()}) == (words in ("石凤", "sfgjg"))


def test_a_batch_is_found_by_its_payment_code(qtbot: QtBot, desk: Desk, cashier: Cashier) -> None:
    enterprise_id = cashier.enterprise()
    first, second = (cashier.enrol(enterprise_id, 1) for _ in range(2))
    assert second.payment_code is not None
    screen = opened(qtbot, desk)
    screen.search.set_words(second.payment_code.lower())
    settle(qtbot, desk)
    assert numbers(screen) == [second.batch_number]
    screen.search.set_words("没有这家")
    settle(qtbot, desk)
    assert "没有找到批次" in text_of(screen.batches)
    assert first.batch_number != second.batch_number


def test_enter_opens_a_batch_and_escape_leaves_it(qtbot: QtBot, desk: Desk, cashier: Cashier) -> None:
    batch = cashier.enrol(cashier.enterprise(), 2, 1)
    screen = opened(qtbot, desk)
    pick(qtbot, desk, screen.batches, 0)
    key(qtbot, desk, screen.batches.view, Key.Key_Return)
    assert screen.page.money.code.text() == batch.payment_code
    assert "应缴 2,200.00 元 · 已到 0.00 元" in text_of(screen.page.money)
    assert [(row.head_count, row.due_fen) for row in screen.page.money.receivables.rows()] == [
        (2, 2 * STEEL_FEE),
        (1, BRICK_FEE),
    ]
    assert screen.page.people.row_count() == 3
    key(qtbot, desk, screen.page.people.view, Key.Key_Escape)
    assert not screen.page.isVisible()
    assert screen.batches.isVisible()


def test_the_payment_code_is_copied(qtbot: QtBot, desk: Desk, cashier: Cashier) -> None:
    batch = cashier.enrol(cashier.enterprise(), 1)
    screen = opened_batch(qtbot, desk, batch.batch_id or "")
    QTest.mouseClick(screen.page.money.copy_button, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == batch.payment_code


def test_numbers_of_persons_are_covered(qtbot: QtBot, desk: Desk, cashier: Cashier, office: Office) -> None:
    batch_id = cashier.batch(cashier.enterprise(), steel=1)
    screen = opened_batch(qtbot, desk, batch_id)
    open_person(qtbot, screen)
    (one,) = people(office, batch_id)
    assert one.name in text_of(screen.page.panel)
    for plain in (one.id_number, one.mobile):
        assert plain not in text_of(screen.page)


def test_the_notice_is_printed_and_opened(
    qtbot: QtBot, desk: Desk, cashier: Cashier, office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = cashier.enrol(cashier.enterprise(), 2)
    shown: list[str] = []
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "通知单"), ""))
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: shown.append(url.toLocalFile()))
    screen = opened_batch(qtbot, desk, batch.batch_id or "")
    QTest.keyClick(screen.page, Key.Key_P, CTRL)
    settle(qtbot, desk, 30_000)
    settle(qtbot, desk)
    pdf = tmp_path / "通知单.pdf"
    assert shown == [str(pdf)]
    for words in (COMPANY, batch.payment_code or "-", "1205220109200069722", "工行湖州红丰支行", "1,600.00"):
        assert words in printed(pdf.read_bytes())
    assert told_about(office, batch.batch_id or "") == (), "printed is not handed over"
    press(qtbot, screen.page.panel, "登记已发送")
    assert told_about(office, batch.batch_id or "")[0].channel == "paper"


@pytest.mark.parametrize("does", ["opens a form", "shows another batch"])
def test_a_notice_that_is_drawn_late_takes_the_panel_from_nothing(
    qtbot: QtBot,
    desk: Desk,
    cashier: Cashier,
    tmp_path: Path,
    told: Told,
    monkeypatch: pytest.MonkeyPatch,
    does: str,
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "通知单"), ""))
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: None)
    first, second = (cashier.batch(cashier.enterprise(number), steel=1) for number in (0, 1))
    screen = opened_batch(qtbot, desk, first)
    open_person(qtbot, screen)
    QTest.keyClick(screen.page, Key.Key_P, CTRL)
    if does == "opens a form":
        QTest.mouseClick(button(screen.page.panel, "撤回报名…"), Qt.MouseButton.LeftButton)
        fill(form_of(screen.page.panel), reason="企业申请")
    else:
        screen.take_focus(second)
    settle(qtbot, desk, 30_000)
    settle(qtbot, desk)
    assert "缴费通知单已保存" in told[-1][0]
    if does == "opens a form":
        assert form_of(screen.page.panel).values() == {"reason": "企业申请"}
    else:
        assert not screen.page.panel.isVisible()


def test_the_text_is_copied_and_recorded_as_sent(
    qtbot: QtBot, desk: Desk, cashier: Cashier, office: Office, told: Told
) -> None:
    batch_id = cashier.batch(cashier.enterprise(), steel=1)
    screen = opened_batch(qtbot, desk, batch_id)
    assert "还没有通知企业缴费" in [screen.page.money._told.accessibleName()]
    press(qtbot, screen.page, "通知企业缴费…")
    press(qtbot, screen.page.panel, "复制文字")
    copied = QGuiApplication.clipboard().text()
    for words in (COMPANY, "湖州市吴兴区城建职业技能培训学校", "1205220109200069722", "工行湖州红丰支行", "800.00 元"):
        assert words in copied
    assert told_about(office, batch_id) == (), "copied is not sent"
    press(qtbot, screen.page.panel, "登记已发送")
    settle(qtbot, desk)
    (sent,) = told_about(office, batch_id)
    assert (sent.kind, sent.channel, sent.text, sent.status) == ("缴费通知", "wechat", copied, NoticeStatus.SENT)
    assert told[-1] == ("已登记：缴费通知已发给企业。", "good")
    assert screen.page.money._told.accessibleName() == "已通知企业"


def test_what_is_paid_is_not_asked_for(qtbot: QtBot, desk: Desk, cashier: Cashier) -> None:
    batch_id = cashier.batch(cashier.enterprise(), steel=1)
    (owed,) = cashier.receivables(batch_id)
    screen = opened_batch(qtbot, desk, batch_id)
    cashier.claim(cashier.paid_in(STEEL_FEE), owed.id)
    screen.page.show_notice()
    settle(qtbot, desk)
    assert not screen.page.panel.isVisible()
    screen.refresh()
    settle(qtbot, desk)
    assert not screen.page.text_button.isEnabled()
    assert not screen.page.paper_button.isEnabled()


def test_a_missing_photo_comes_by_drop(
    qtbot: QtBot, desk: Desk, cashier: Cashier, office: Office, tmp_path: Path
) -> None:
    batch_id = cashier.batch(cashier.enterprise(), steel=2)
    screen = opened_batch(qtbot, desk, batch_id)
    key(qtbot, desk, screen.page.people.view, Key.Key_2, CTRL)
    assert screen.page.people.row_count() == 2
    open_person(qtbot, screen)
    slot = screen.page.panel.findChild(PhotoSlot)
    assert isinstance(slot, PhotoSlot)
    drop_files(slot, face(tmp_path / "康霞.png"))
    settle(qtbot, desk, 30_000)
    settle(qtbot, desk)
    first, second = people(office, batch_id)
    assert first.photo_document_id is not None
    assert [row.id for row in screen.page.people.rows()] == [second.id]
    assert second.name in text_of(screen.page.panel), "the next one without a photo comes up"


def test_a_photo_comes_from_the_clipboard(
    qtbot: QtBot, desk: Desk, cashier: Cashier, office: Office, tmp_path: Path, told: Told
) -> None:
    batch_id = cashier.batch(cashier.enterprise(), steel=1)
    screen = opened_batch(qtbot, desk, batch_id)
    open_person(qtbot, screen)
    QGuiApplication.clipboard().setText("没有图")
    QTest.keyClick(screen.page.people.view, Key.Key_V, CTRL)
    settle(qtbot, desk)
    assert "剪贴板里没有照片" in told[-1][0]
    QGuiApplication.clipboard().setImage(QImage(str(face(tmp_path / "脸.png"))))
    QTest.keyClick(screen.page.people.view, Key.Key_V, CTRL)
    settle(qtbot, desk, 30_000)
    settle(qtbot, desk)
    assert people(office, batch_id)[0].photo_document_id is not None
    QGuiApplication.clipboard().clear()


@pytest.mark.parametrize("way", ["drop", "paste"])
def test_a_photo_is_kept_for_its_person_when_the_cursor_moves_on(
    qtbot: QtBot, desk: Desk, cashier: Cashier, office: Office, tmp_path: Path, told: Told, way: str
) -> None:
    batch_id = cashier.batch(cashier.enterprise(), steel=2)
    screen = opened_batch(qtbot, desk, batch_id)
    open_person(qtbot, screen)
    image = QImage(str(face(tmp_path / "脸.png")))
    for colour in (Qt.GlobalColor.red, Qt.GlobalColor.blue):
        qtbot.waitUntil(lambda: len(screen.page.panel.findChildren(PhotoSlot)) == 1)
        image.fill(colour)
        if way == "paste":
            QGuiApplication.clipboard().setImage(image)
            QTest.keyClick(screen.page.people.view, Key.Key_V, CTRL)
        else:
            image.save(str(tmp_path / f"{colour.name}.png"))
            drop_files(screen.page.panel.findChildren(PhotoSlot)[0], tmp_path / f"{colour.name}.png")
        key(qtbot, desk, screen.page.people.view, Key.Key_Down)
    settle(qtbot, desk, 30_000)
    photos = [row.photo_document_id for row in people(office, batch_id)]
    assert None not in photos
    assert photos[0] != photos[1]
    QGuiApplication.clipboard().clear()


def test_a_photo_file_that_is_none_is_told(
    qtbot: QtBot,
    desk: Desk,
    cashier: Cashier,
    office: Office,
    tmp_path: Path,
    told: Told,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    batch_id = cashier.batch(cashier.enterprise(), steel=1)
    broken = tmp_path / "照片.jpg"
    broken.write_bytes(b"no picture")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(broken), ""))
    screen = opened_batch(qtbot, desk, batch_id)
    open_person(qtbot, screen)
    press(qtbot, screen.page.panel, "选择照片…")
    assert told[-1][1] == "warn"
    assert people(office, batch_id)[0].photo_document_id is None


def test_withdrawing_takes_the_fee_away(qtbot: QtBot, desk: Desk, cashier: Cashier, office: Office) -> None:
    batch_id = cashier.batch(cashier.enterprise(), steel=2)
    screen = opened_batch(qtbot, desk, batch_id)
    open_person(qtbot, screen)
    press(qtbot, screen.page.panel, "撤回报名…")
    fill(form_of(screen.page.panel), reason="企业申请撤回")
    key(qtbot, desk, form_of(screen.page.panel).input("reason"), Key.Key_Return, CTRL)
    settle(qtbot, desk)
    assert screen.page.people.row_count() == 1
    assert "应缴 800.00 元" in text_of(screen.page.money)
    key(qtbot, desk, screen.page.people.view, Key.Key_3, CTRL)
    assert [row.status for row in screen.page.people.rows()] == [EnrollmentStatus.WITHDRAWN]


def test_a_wrong_name_is_put_right_and_kept(qtbot: QtBot, desk: Desk, cashier: Cashier, office: Office) -> None:
    batch_id = cashier.batch(cashier.enterprise(), steel=1)
    screen = opened_batch(qtbot, desk, batch_id)
    open_person(qtbot, screen)
    press(qtbot, screen.page.panel, "更正…")
    form = form_of(screen.page.panel)
    QTest.keyClick(form.input("field"), Key.Key_Home)
    fill(form, value="赵大甲", reason="身份证登记错字")
    key(qtbot, desk, form.input("reason"), Key.Key_Return, CTRL)
    settle(qtbot, desk)
    (one,) = people(office, batch_id)
    assert one.name == "赵大甲"
    with office.school.reading() as session:
        assert [c.old_value for c in corrections(session, office.school.id, one.trainee_id)] == ["赵甲"]
    open_person(qtbot, screen)
    assert "赵甲 改为 赵大甲" in text_of(screen.page.panel)


def test_a_wrong_correction_is_told_at_its_field(qtbot: QtBot, desk: Desk, cashier: Cashier) -> None:
    batch_id = cashier.batch(cashier.enterprise(), steel=1)
    screen = opened_batch(qtbot, desk, batch_id)
    open_person(qtbot, screen)
    press(qtbot, screen.page.panel, "更正…")
    form = form_of(screen.page.panel)
    QTest.keyClick(form.input("field"), Key.Key_Home)
    QTest.keyClick(form.input("field"), Key.Key_Down)
    fill(form, value="123", reason="填错")
    key(qtbot, desk, form.input("reason"), Key.Key_Return, CTRL)
    assert "身份证号" in form.error("value")


def test_another_person_takes_the_place(qtbot: QtBot, desk: Desk, cashier: Cashier, office: Office) -> None:
    batch_id = cashier.batch(cashier.enterprise(), steel=1)
    screen = opened_batch(qtbot, desk, batch_id)
    open_person(qtbot, screen)
    press(qtbot, screen.page.panel, "换人…")
    form = form_of(screen.page.panel)
    fill(form, name="康霞", id_number="33052319791002976x", mobile="15000007357", reason="原学员离职")
    key(qtbot, desk, form.input("reason"), Key.Key_Return, CTRL)
    settle(qtbot, desk)
    assert [row.name for row in screen.page.people.rows()] == ["康霞"]
    with office.school.reading() as session:
        assert [row.due_fen for row in receivables(session, office.school.id, batch_id=batch_id)] == [STEEL_FEE]


def test_somebody_without_the_role_only_looks(qtbot: QtBot, office: Office, cashier: Cashier) -> None:
    batch_id = cashier.batch(cashier.enterprise(), steel=1)
    examiner = Desk(office.school, office.examiner, Tasks())
    screen = opened_batch(qtbot, examiner, batch_id)
    assert not screen.import_button.isEnabled()
    assert not screen.page.more_button.isEnabled()
    open_person(qtbot, screen)
    buttons = [one.text() for one in screen.page.panel.findChildren(QPushButton) if one.text()]
    assert buttons == []
    examiner.tasks.close()


def test_the_empty_roster_is_written_for_enterprises(
    qtbot: QtBot, desk: Desk, cashier: Cashier, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "模板.xlsx"), ""))
    screen = opened(qtbot, desk)
    press(qtbot, screen, "名单模板…")
    settle(qtbot, desk, 30_000)
    (sheet,) = read_cells(tmp_path / "模板.xlsx")
    assert any("身份证号" in map(str, row) for row in sheet.rows)
