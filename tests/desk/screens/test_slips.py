"""回单: read in a worker, confirmed by a person, kept as a claim, paired with the line it speaks of; it never pays."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from school_desk.desk import regions
from school_desk.desk.colours import Tone
from school_desk.desk.screens.payments import slip_entry
from school_desk.desk.screens.payments.reconcile import ReconcileScreen
from school_desk.desk.screens.payments.slip_entry import SlipEntry
from school_desk.desk.screens.payments.slip_picture import SlipPicture
from school_desk.desk.services import Desk
from school_desk.desk.tasks import Tasks
from school_desk.desk.widgets.photo_boxes import BoxItem
from school_desk.desk.widgets.photo_panel import PhotoPanel
from school_desk.documents import queries as papers
from school_desk.kernel.errors import RuleViolation
from school_desk.payments import queries
from school_desk.terms.statuses import LineStatus, ReceivableStatus, SlipStatus
from tests.desk.desk_fixtures import Told, drop_files, settle, type_in
from tests.desk.screens import paper_fakes
from tests.desk.screens.hands import CTRL, NONE, press, text_of
from tests.desk.screens.money_scene import Key, buttons, choose, go_to, opened, slip
from tests.flows.cashier import COMPANY, COMPANY_ACCOUNT, OWN_ACCOUNT, STEEL_FEE, Cashier
from tests.school import Office
from tests.unit.ocr.test_pdf_slips import face, pages

pytestmark = pytest.mark.long
__all__ = ["face"]


@pytest.fixture
def cashier(office: Office, monkeypatch: pytest.MonkeyPatch) -> Cashier:
    monkeypatch.setattr(slip_entry, "READ", paper_fakes.READ)
    monkeypatch.setattr(regions, "READ_REGION", paper_fakes.READ_REGION)
    return Cashier(office)


def slip_file(folder: Path, name: str = "回单.jpg", **changes: Any) -> Path:
    said: dict[str, Any] = {
        "payer_name": COMPANY,
        "payer_account": COMPANY_ACCOUNT,
        "payee_account": OWN_ACCOUNT,
        "amount": "800.00",
        "date": "2026-08-03",
        "serial_no": "0918311702411100",
    }
    path = folder / name
    path.write_bytes(paper_fakes.photo("slip", **(said | changes)))
    return path


def entry_of(screen: ReconcileScreen) -> SlipEntry:
    assert screen.entry is not None
    return screen.entry


def kept(cashier: Cashier) -> list[queries.SlipListRow]:
    with cashier.office.school.reading() as session:
        return list(queries.slips(session, cashier.office.school.id))


def hand_in(qtbot: QtBot, screen: ReconcileScreen, *paths: Path) -> SlipEntry:
    drop_files(screen, *paths)
    settle(qtbot, screen.desk, 60_000)
    return entry_of(screen)


def register(qtbot: QtBot, screen: ReconcileScreen) -> None:
    """Ctrl+Enter wherever the cursor stands."""
    QTest.keyClick(entry_of(screen).fields.row("amount").input, Qt.Key.Key_Return, CTRL)
    settle(qtbot, screen.desk, 60_000)


def cannot_read(_content: bytes, _kind: str) -> None:
    """In the place of the engine, in a worker."""
    raise RuleViolation("picture.blank", "图片是空白的。")


def reading_of(cashier: Cashier, row: queries.SlipListRow) -> tuple[str, dict[str, Any]]:
    """(engine, fields) of the newest reading of the slip's picture. LookupError: there is none."""
    with cashier.office.school.reading() as session:
        picture = papers.paper(session, cashier.office.school.id, row.document_id)
        assert picture is not None
        read = papers.reading(session, cashier.office.school.id, picture.sha256, "slip")
    if read is None:
        raise LookupError
    return read[0], json.loads(read[1])["fields"]


def redraw(qtbot: QtBot, screen: ReconcileScreen, field: str) -> None:
    """A box drawn by keys for `field`, and read again."""
    entry = entry_of(screen)
    entry.fields.row(field).input.setFocus()
    for which, held in ((Qt.Key.Key_B, CTRL), (Qt.Key.Key_Right, NONE), (Qt.Key.Key_Return, NONE)):
        QTest.keyClick(QApplication.focusWidget() or entry, which, held)
    settle(qtbot, screen.desk, 60_000)


def correct(entry: SlipEntry, field: str, typed: str) -> None:
    made = entry.fields.row(field).input
    made.setFocus()
    made.selectAll()
    QTest.keyClick(made, Key.Key_Delete)
    type_in(made, typed)


def test_a_dropped_slip_is_read_confirmed_and_kept_as_a_claim(
    qtbot: QtBot, desk: Desk, cashier: Cashier, tmp_path: Path, told: Told
) -> None:
    batch_id = cashier.batch(cashier.enterprise(), steel=1)
    screen = opened(qtbot, desk, "slips")
    assert "还没有回单" in text_of(screen.slips.table)
    entry = hand_in(qtbot, screen, slip_file(tmp_path))
    assert entry.fields.values()["payer_name"] == COMPANY
    assert entry.batch.currentText().endswith(COMPANY)
    register(qtbot, screen)
    (row,) = kept(cashier)
    assert (row.status, row.batch_id, row.amount_fen) == (SlipStatus.WAITING, batch_id, STEEL_FEE)
    assert "到账后对上流水才算缴费" in told[-1][0]
    (owed,) = cashier.receivables(batch_id)
    assert owed.status is ReceivableStatus.OPEN
    assert screen.entry is None
    assert screen.slips.table.current_row() is not None
    assert "流水里还没有这笔钱" in text_of(screen.slips.panel)


def test_what_the_person_corrects_is_kept_not_what_was_read(
    qtbot: QtBot, desk: Desk, cashier: Cashier, tmp_path: Path
) -> None:
    screen = opened(qtbot, desk, "slips")
    entry = hand_in(qtbot, screen, slip_file(tmp_path, amount="8OO", date=None))
    for field, typed, sentence in (
        ("amount", "八百", "不是金额"),
        ("date", "8月3日", "不是日期"),
        ("payer_name", "", "请填写付款人"),
    ):
        correct(entry, field, typed)
        register(qtbot, screen)
        assert sentence in entry.notice.words()
        assert entry.fields.row(field).input is QApplication.focusWidget()
        correct(entry, field, {"amount": "８００", "date": "2026.8.3", "payer_name": "湖州某某劳务有限公司"}[field])
    register(qtbot, screen)
    (row,) = kept(cashier)
    assert (row.payer_name, row.amount_fen, str(row.paid_on)) == ("湖州某某劳务有限公司", STEEL_FEE, "2026-08-03")


def test_what_was_read_stays_beside_what_the_person_decided(
    qtbot: QtBot, desk: Desk, cashier: Cashier, tmp_path: Path
) -> None:
    screen = opened(qtbot, desk, "slips")
    entry = hand_in(qtbot, screen, slip_file(tmp_path, amount="8OO.00", boxed={"serial_no": "0918311702411108"}))
    correct(entry, "amount", "800.00")
    redraw(qtbot, screen, "serial_no")
    register(qtbot, screen)
    (row,) = kept(cashier)
    assert (row.amount_fen, row.serial_no) == (STEEL_FEE, "0918311702411108")
    engine, read = reading_of(cashier, row)
    assert engine == paper_fakes.ENGINE
    assert (read["amount"]["value"], read["serial_no"]["value"]) == ("8OO.00", "0918311702411100")


def test_of_a_slip_that_no_engine_could_read_no_reading_is_made_up(
    qtbot: QtBot, desk: Desk, cashier: Cashier, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slip_entry, "READ", "tests.desk.screens.test_slips:cannot_read")
    screen = opened(qtbot, desk, "slips")
    entry = hand_in(qtbot, screen, slip_file(tmp_path))
    assert "没有识别出来" in entry.notice.words()
    for field, typed in {"payer_name": COMPANY, "payee_account": OWN_ACCOUNT, "amount": "800"}.items():
        correct(entry, field, typed)
    register(qtbot, screen)
    with pytest.raises(LookupError):
        reading_of(cashier, kept(cashier)[0])


def test_the_schools_account_and_the_record_speak_for_what_was_read(
    qtbot: QtBot, desk: Desk, cashier: Cashier, tmp_path: Path
) -> None:
    cashier.enterprise()
    screen = opened(qtbot, desk, "slips")
    entry = hand_in(qtbot, screen, slip_file(tmp_path, unsure=("payer_name",)))
    said = {field: entry.fields.row(field).view for field in ("payee_account", "payer_name")}
    assert {field: view.reason for field, view in said.items()} == {
        "payee_account": "是学校的收款账号",
        "payer_name": "与企业档案一致",
    }
    assert not {"payee_account", "payer_name"} & set(entry.fields.doubtful_left())
    drawn = [item for item in entry.photo.view.items() if isinstance(item, BoxItem)]
    assert {item.box.name: item.box.tone for item in drawn}["payee_account"] is Tone.GOOD
    register(qtbot, screen)
    assert reading_of(cashier, kept(cashier)[0])[1]["payee_account"]["state"] == "look", "kept is what the engine read"


def test_what_is_almost_the_schools_account_or_an_enterprise_is_for_a_person_to_choose(
    qtbot: QtBot, desk: Desk, cashier: Cashier, tmp_path: Path
) -> None:
    cashier.enterprise()
    screen = opened(qtbot, desk, "slips")
    path = slip_file(tmp_path, payee_account=OWN_ACCOUNT[:-1] + "3", payer_name=COMPANY.replace("石凤", "石风"))
    entry = hand_in(qtbot, screen, path)
    account, payer = (entry.fields.row(field) for field in ("payee_account", "payer_name"))
    assert account.view.choices == (("学校账号", OWN_ACCOUNT),)
    assert payer.view.choices == (("企业档案", COMPANY),)
    assert (account.is_doubtful(), payer.is_doubtful()) == (True, True)
    assert "只差一个字" in payer.view.reason
    assert entry.fields.values()["payer_name"] != COMPANY, "proposed, never put in the place of what was read"
    for field in (account, payer):
        field.input.setFocus()
        QTest.keyClick(field.input, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    register(qtbot, screen)
    (row,) = kept(cashier)
    assert (row.payer_name, row.payee_account, row.status) == (COMPANY, OWN_ACCOUNT, SlipStatus.WAITING)


def test_several_slips_come_one_after_the_other(
    qtbot: QtBot, desk: Desk, cashier: Cashier, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = [slip_file(tmp_path, f"{number}.jpg", serial_no=f"00000{number}") for number in (1, 2, 3)]
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(path) for path in paths], ""))
    screen = opened(qtbot, desk, "slips")
    press(qtbot, screen.slips.table, "登记回单…")
    settle(qtbot, desk, 60_000)
    assert "第 1/3 张 · 1.jpg" in text_of(screen)
    register(qtbot, screen)
    press(qtbot, entry_of(screen), "跳过这张")
    settle(qtbot, desk, 60_000)
    register(qtbot, screen)
    assert sorted(row.serial_no for row in kept(cashier)) == ["000001", "000003"]
    assert screen.entry is None


def test_each_receipt_of_a_pdf_is_a_slip_of_its_own(qtbot: QtBot, desk: Desk, cashier: Cashier, tmp_path: Path) -> None:
    path = tmp_path / "三张.pdf"
    path.write_bytes(pages(("某某银行电子回单",) * 2, (), ("某某银行电子回单",)))
    screen = opened(qtbot, desk, "slips")
    entry = hand_in(qtbot, screen, path)
    for number in (1, 2, 3):
        assert "张 · 三张.pdf" in text_of(screen)
        said = {
            "payer_name": COMPANY,
            "payee_account": OWN_ACCOUNT,
            "amount": f"{number}00",
            "serial_no": f"{number}" * 8,
        }
        for field, typed in said.items():
            correct(entry, field, typed)
        register(qtbot, screen)
    rows = kept(cashier)
    assert sorted(row.amount_fen for row in rows) == [10_000, 20_000, 30_000]
    assert len({row.document_id for row in rows}) == 3
    assert screen.entry is None, "an empty page is passed over"


def test_a_slip_used_before_is_refused_with_the_earlier_case(
    qtbot: QtBot, desk: Desk, cashier: Cashier, tmp_path: Path
) -> None:
    earlier = slip(cashier)
    screen = opened(qtbot, desk, "slips")
    entry = hand_in(qtbot, screen, slip_file(tmp_path, serial_no="0918-3117-0241-1100", amount="1.00"))
    register(qtbot, screen)
    assert f"2026-08-03 {COMPANY} 800.00 元（待到账）" in entry.notice.words()
    press(qtbot, entry.notice, "看登记过的那张")
    assert screen.entry is None
    assert screen.slips.table.selected_ids() == [earlier]
    assert len(kept(cashier)) == 1


def test_a_file_that_is_no_picture_is_said_and_left(qtbot: QtBot, desk: Desk, cashier: Cashier, tmp_path: Path) -> None:
    path = tmp_path / "回单.jpg"
    path.write_bytes(b"no picture")
    screen = opened(qtbot, desk, "slips")
    entry = hand_in(qtbot, screen, path)
    assert "请上传 jpg 照片" in entry.notice.words()
    assert not entry.is_ready
    QTest.keyClick(entry, Key.Key_Escape)
    settle(qtbot, desk)
    assert (screen.entry, kept(cashier)) == (None, [])


def test_a_slip_is_paired_from_its_own_page_and_pays_nothing(qtbot: QtBot, desk: Desk, cashier: Cashier) -> None:
    slip_id = slip(cashier)
    other = cashier.paid_in(STEEL_FEE, counterparty_account="999")
    line_id = cashier.paid_in(STEEL_FEE)
    screen = opened(qtbot, desk, "slips")
    assert buttons(screen.slips.panel).count("对上") == 1
    press(qtbot, screen.slips.panel, "对上")
    assert [(row.id, row.line_id) for row in kept(cashier)] == [(slip_id, line_id)]
    assert cashier.line_row(line_id).status is LineStatus.UNCLAIMED
    assert "没有待到账的回单" in text_of(screen.slips.table), "on to the next that waits"
    screen.slips.seek(slip_id)
    settle(qtbot, desk)
    assert "对上的流水" in text_of(screen.slips.panel)
    assert cashier.line_row(other).status is LineStatus.UNCLAIMED


def test_a_line_shows_the_slip_that_may_be_its_own_and_then_its_picture(
    qtbot: QtBot, desk: Desk, cashier: Cashier, office: Office
) -> None:
    slip(cashier, file=office.store(paper_fakes.picture(200), "回单.jpg"))
    line_id = cashier.paid_in(STEEL_FEE)
    screen = opened(qtbot, desk)
    choose(qtbot, screen, line_id)
    assert "可能的回单" in text_of(screen.panel)
    press(qtbot, screen.panel, "对上")
    assert "可能的回单" not in text_of(screen.panel)
    picture = next(one for one in screen.panel.findChildren(SlipPicture) if one.isVisible())
    assert picture.pixmap().height() == picture.height() == 260
    QTest.mouseClick(picture, Qt.MouseButton.LeftButton)
    large = next(one for one in screen.findChildren(PhotoPanel) if one.isVisible())
    assert large.view.is_readable()
    large.window().close()


def test_the_states_of_slips_are_told(qtbot: QtBot, desk: Desk, cashier: Cashier) -> None:
    first = slip(cashier, serial_no="1111111")
    twin = slip(cashier, serial_no="")
    wrong = slip(cashier, payee_account="1205220109200069723", amount_fen=100, serial_no="2222222")
    screen = opened(qtbot, desk, "slips")
    shown = {}
    for tab in SlipStatus:
        screen.slips.tabs.choose(tab)
        screen.slips.tabs.chosen.emit(tab)
        settle(qtbot, desk)
        shown[tab] = ([row.id for row in screen.slips.table.rows()], text_of(screen.slips))
    waiting = SlipStatus.WAITING
    assert [shown[tab][0] for tab in (SlipStatus.DUPLICATE, SlipStatus.WRONG_PAYEE, SlipStatus.PAIRED)] == [
        [twin],
        [wrong],
        [],
    ]
    assert len(shown[waiting][0]) == 1
    assert "都与另一张回单相同" in shown[SlipStatus.DUPLICATE][1]
    assert "不是学校的账号" in shown[SlipStatus.WRONG_PAYEE][1]
    assert "还没有对上的回单" in shown[SlipStatus.PAIRED][1]
    screen.slips.tabs.choose(waiting)
    screen.search.set_words("2222222")
    settle(qtbot, desk)
    assert [row.id for row in screen.slips.table.rows()] == [wrong], "found in whatever tab it lies"
    assert screen.slips.tabs.current() == SlipStatus.WRONG_PAYEE
    screen.slips.seek(twin)
    screen.search.set_words("")
    settle(qtbot, desk)
    assert (screen.slips.tabs.current(), screen.slips.table.selected_ids()) == (SlipStatus.DUPLICATE, [twin])
    press(qtbot, screen.slips.panel, "查看")
    settle(qtbot, desk)
    assert (screen.slips.tabs.current(), screen.slips.table.selected_ids()) == (SlipStatus.WAITING, [first])


def test_a_clerk_registers_and_a_cashier_pairs(
    qtbot: QtBot, qapp: QApplication, cashier: Cashier, office: Office, tmp_path: Path
) -> None:
    cashier.paid_in(STEEL_FEE)
    clerk = Desk(office.school, office.clerk, Tasks())
    screen = opened(qtbot, clerk, "slips")
    hand_in(qtbot, screen, slip_file(tmp_path))
    register(qtbot, screen)
    assert len(kept(cashier)) == 1
    assert "金额相同的流水" in text_of(screen.slips.panel)
    assert "对上" not in buttons(screen.slips.panel)
    go_to(qtbot, screen, "waiting")
    assert "对上" not in buttons(screen.panel)
    clerk.tasks.close()


def test_a_box_on_a_slip_is_proposed_and_refused(qtbot: QtBot, desk: Desk, cashier: Cashier, tmp_path: Path) -> None:
    screen = opened(qtbot, desk)
    boxed = {"amount": "900.00", "payer_name": "湖州王建国"}
    entry = hand_in(qtbot, screen, slip_file(tmp_path, boxed=boxed, others={"serial_no": ["0918311702411108"]}))
    serial = entry.fields.row("serial_no").view
    assert serial.choices == (("另一读法", "0918311702411108"),)

    redraw(qtbot, screen, "amount")
    row = entry.fields.row("amount")
    assert (row.value(), row.is_doubtful(), row.input.hasFocus()) == ("900.00", True, True)
    QTest.keyClick(row.input, Qt.Key.Key_Escape)
    settle(qtbot, desk)
    assert row.value() == "800.00"
    redraw(qtbot, screen, "payer_name")
    QTest.keyClick(entry.fields.row("payer_name").input, Qt.Key.Key_Return)
    assert entry.fields.values()["payer_name"] == "湖州王建国"
    redraw(qtbot, screen, "date")
    assert entry.notice.words() == "框里没有读出文字。"
