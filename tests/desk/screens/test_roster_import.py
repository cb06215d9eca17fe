"""导入名单 on its page: whose it is, which column is which, what goes back to the enterprise; by keys, clicks and drops."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from school_desk.adapters.sheets.workbook import read_cells
from school_desk.desk.screens.enrollments.enrollments import EnrollmentsScreen
from school_desk.desk.screens.enrollments.roster_page import RosterPage
from school_desk.desk.services import Desk
from school_desk.documents.queries import mapping
from school_desk.enrollments.queries import batches, enrolled
from tests.desk.desk_fixtures import Told, drop_files, settle, show, type_in
from tests.desk.screens.hands import CTRL, key, press, text_of
from tests.flows.cashier import COMPANY
from tests.flows.test_enrollment import make_plan
from tests.papers import approved_enterprise, reviewed_enterprise
from tests.school import Office
from tests.unit.sheets.books import HEADER, pack, person, picture, write_book

pytestmark = pytest.mark.long

KANG = {"姓名": "康霞", "身份证号": "33052319791002976X", "手机号码": "15000007357"}
SUN = {"姓名": "孙绍", "身份证号": "330521199410040838", "手机号码": "15800000809"}
STRANGE = ("编号", "工友", "证件", "联络", "做什么", "几级")
STRANGE_KANG = (1, "康霞", "33052319791002976X", "15000007357", "钢筋工", "中级工")
Key = Qt.Key


@pytest.fixture
def enterprise_id(office: Office) -> str:
    """Approved, with a plan open for what its people want."""
    found = approved_enterprise(office)
    make_plan(office)
    return found


def roster(folder: Path, *rows: dict[str, str], name: str = f"{COMPANY}.xlsx") -> Path:
    return write_book(folder / name, [HEADER, *(person(place, **row) for place, row in enumerate(rows, 1))])


def dropped(qtbot: QtBot, desk: Desk, *paths: Path) -> tuple[EnrollmentsScreen, RosterPage]:
    """The screen with the import page that a drop on it has opened and read."""
    screen = EnrollmentsScreen(desk)
    show(qtbot, screen)
    settle(qtbot, desk)
    drop_files(screen, *paths)
    return screen, arrived(qtbot, screen)


def arrived(qtbot: QtBot, screen: EnrollmentsScreen) -> RosterPage:
    """The import page when everything was read."""
    for _ in range(4):
        settle(qtbot, screen.desk, 30_000)
    page = screen.host.page
    assert isinstance(page, RosterPage)
    return page


def states(page: RosterPage) -> dict[str, str]:
    return {row.name: row.state for row in page.ledger if row.name}


def test_a_dropped_roster_knows_its_enterprise(
    qtbot: QtBot, desk: Desk, office: Office, enterprise_id: str, tmp_path: Path
) -> None:
    screen, page = dropped(qtbot, desk, roster(tmp_path, KANG, SUN))
    assert page.options.enterprise_id == enterprise_id
    assert states(page) == {"康霞": "imported", "孙绍": "imported"}
    QTest.keyClick(page, Key.Key_Return, CTRL)
    settle(qtbot, desk, 30_000)
    settle(qtbot, desk)
    assert screen.host.page is None
    assert [row.name for row in screen.page.people.rows()] == ["康霞", "孙绍"]
    assert screen.page.people.view.hasFocus()


def test_the_same_file_again_says_that_nothing_changes(
    qtbot: QtBot, desk: Desk, office: Office, enterprise_id: str, tmp_path: Path
) -> None:
    path = roster(tmp_path, KANG)
    screen, page = dropped(qtbot, desk, path)
    page.carry_out()
    settle(qtbot, desk)
    before = office.dump()
    screen.start_import(path)
    page = arrived(qtbot, screen)
    assert not page.ready
    assert "没有变化：名单里的 1 人都已经报名" in text_of(page)
    assert office.dump() == before


def test_an_unknown_enterprise_is_asked_for(
    qtbot: QtBot, desk: Desk, office: Office, enterprise_id: str, tmp_path: Path
) -> None:
    _screen, page = dropped(qtbot, desk, roster(tmp_path, KANG, name="新建工作表.xlsx"))
    assert "这是哪家企业的名单？" in text_of(page)
    assert page.options.enterprise.hasFocus()
    type_in(page.options.enterprise, "sfgjg")
    settle(qtbot, desk)
    QTest.keyClick(page.options.enterprise._popup, Key.Key_Return)
    settle(qtbot, desk, 30_000)
    settle(qtbot, desk, 30_000)
    assert page.options.enterprise_id == enterprise_id
    assert states(page) == {"康霞": "imported"}


def test_an_enterprise_that_may_not_enrol_is_told_why(qtbot: QtBot, desk: Desk, office: Office, tmp_path: Path) -> None:
    reviewed_enterprise(office)
    _screen, page = dropped(qtbot, desk, roster(tmp_path, KANG))
    assert "主管部门审核通过之后才可以报名" in text_of(page)
    assert not page.ready


def test_strange_columns_are_asked_for_once(
    qtbot: QtBot, desk: Desk, office: Office, enterprise_id: str, tmp_path: Path
) -> None:
    path = write_book(tmp_path / "一月.xlsx", [(f"{COMPANY}报名表",), STRANGE, STRANGE_KANG])
    screen, page = dropped(qtbot, desk, path)
    assert page.asks_for_columns
    assert "没有找到表头" in page.mapper.notice.words()
    assert page.mapper.preview is not None
    page.mapper.preview.select_first()
    QTest.keyClick(page.mapper.preview.view, Key.Key_C, CTRL)
    assert "330523********976X\t150****7357" in QGuiApplication.clipboard().text()
    for field, place in (("name", 2), ("id_number", 3), ("mobile", 4), ("trade", 5), ("level", 6)):
        choice = page.mapper.form.input(field)
        choice.setFocus()
        QTest.keyClick(choice, Key.Key_Home)
        words = [choice.itemText(number) for number in range(choice.count())]
        for _ in range(next(number for number, word in enumerate(words) if STRANGE[place - 1] in word)):
            QTest.keyClick(choice, Key.Key_Down)
    QTest.keyClick(page.mapper.form.input("level"), Key.Key_Return, CTRL)
    page = arrived(qtbot, screen)
    assert states(page) == {"康霞": "imported"}
    assert "导入后会记住列的对应" in text_of(page)
    signature = page._preview.sheet.signature
    with office.school.reading() as session:
        assert not mapping(session, office.school.id, "roster", enterprise_id, signature), "wrong ones do not stick"
    page.carry_out()
    settle(qtbot, desk)
    with office.school.reading() as session:
        assert mapping(session, office.school.id, "roster", enterprise_id, signature)
    desk.undo()
    settle(qtbot, desk)
    with office.school.reading() as session:
        assert enrolled(session, office.school.id) == (), "Ctrl+Z is of the roster, not of what was kept beside it"
    later = write_book(tmp_path / "二月.xlsx", [(f"{COMPANY}报名表",), STRANGE, STRANGE_KANG])
    drop_files(screen, later)
    page = arrived(qtbot, screen)
    assert states(page) == {"康霞": "imported"}
    assert "已按上次为这家企业记住的列对应读取" in text_of(page)


def test_columns_read_wrongly_are_put_right(
    qtbot: QtBot, desk: Desk, office: Office, enterprise_id: str, tmp_path: Path
) -> None:
    screen, page = dropped(qtbot, desk, roster(tmp_path, KANG | {"备注": "内部编号"}))
    press(qtbot, page, "对应列…")
    note = page.mapper.form.input("note")
    assert "备注" in note.currentText()
    QTest.keyClick(note, Key.Key_Home)
    press(qtbot, page, "按这样读取")
    page = arrived(qtbot, screen)
    page.carry_out()
    settle(qtbot, desk)
    with office.school.reading() as session:
        (one,) = enrolled(session, office.school.id)
    assert one.note is None


def test_one_column_is_not_two_things(qtbot: QtBot, desk: Desk, enterprise_id: str, tmp_path: Path) -> None:
    _screen, page = dropped(qtbot, desk, roster(tmp_path, KANG))
    page.ask_columns()
    page.mapper.form.input("mobile").set_value("身份证号")
    press(qtbot, page, "按这样读取")
    assert "已用作身份证号" in page.mapper.form.error("mobile")
    press(qtbot, page, "取消")
    assert page.ready, "what was read stands"


def test_people_on_two_sheets_come_one_sheet_after_the_other(
    qtbot: QtBot, desk: Desk, enterprise_id: str, tmp_path: Path
) -> None:
    path = write_book(
        tmp_path / f"{COMPANY}.xlsx", [HEADER, person(1, **KANG)], [HEADER, person(2, **SUN)], titles=("一队", "二队")
    )
    screen, page = dropped(qtbot, desk, path)
    assert "2 张工作表都有人员" in page.mapper.notice.words()
    page.mapper.sheet.setFocus()
    QTest.keyClick(page.mapper.sheet, Key.Key_End)
    page.mapper.sheet.edited.emit()
    press(qtbot, page, "按这样读取")
    assert states(arrived(qtbot, screen)) == {"孙绍": "imported"}


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "是空文件"),
        (b"\n\n", "没有任何内容"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "加了密码"),
        (b"PK\x03\x04 broken", "已损坏"),
        ("康霞,33052319791002976X,15000007357".encode(), "最上面没有表头行"),
    ],
)
def test_a_file_that_cannot_be_read_gets_its_sentence(
    qtbot: QtBot, desk: Desk, enterprise_id: str, tmp_path: Path, content: bytes, sentence: str
) -> None:
    path = tmp_path / f"{COMPANY}.xlsx"
    path.write_bytes(content)
    _screen, page = dropped(qtbot, desk, path)
    assert sentence in text_of(page)
    assert "15000007357" not in text_of(page)
    assert not page.ready


def test_refused_rows_go_back_before_anything_is_imported(
    qtbot: QtBot,
    desk: Desk,
    office: Office,
    enterprise_id: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    told: Told,
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "退回"), ""))
    _screen, page = dropped(qtbot, desk, roster(tmp_path, KANG, SUN | {"手机号码": "1580000"}))
    press(qtbot, page, "退回原因表…")
    settle(qtbot, desk, 30_000)
    (sheet,) = read_cells(tmp_path / "退回.xlsx")
    reasons = [row[-1] for row in sheet.rows]
    assert reasons[:2] == ["原因", None]
    assert "11 位" in str(reasons[2])
    assert "1 行标了红" in told[-1][0]
    with office.school.reading() as session:
        assert batches(session, office.school.id) == ()


def test_refused_rows_go_back_after_the_import_and_come_again_put_right(
    qtbot: QtBot, desk: Desk, office: Office, enterprise_id: str, tmp_path: Path
) -> None:
    screen, page = dropped(qtbot, desk, roster(tmp_path, KANG, SUN | {"手机号码": "1580000"}))
    page.carry_out()
    settle(qtbot, desk)
    settle(qtbot, desk)
    assert "有 1 行没有导入" in text_of(screen.page)
    press(qtbot, screen.page, "退回原因表…")
    page = arrived(qtbot, screen)
    assert states(page) == {"康霞": "skipped", "孙绍": "failed"}
    page.save_reasons_to(tmp_path / "退回.xlsx")
    settle(qtbot, desk, 30_000)
    assert (tmp_path / "退回.xlsx").exists()
    page.read(roster(tmp_path, KANG, SUN, name="改好的.xlsx"))
    page = arrived(qtbot, screen)
    assert page.options.enterprise_id == enterprise_id, "the batch says whose it is"
    QTest.keyClick(page, Key.Key_Return, CTRL)
    settle(qtbot, desk)
    settle(qtbot, desk)
    with office.school.reading() as session:
        (batch,) = batches(session, office.school.id)
    assert batch.active == 2
    assert screen.page.people.row_count() == 2


def test_photos_in_a_zip_come_with_the_roster(
    qtbot: QtBot, desk: Desk, office: Office, enterprise_id: str, tmp_path: Path
) -> None:
    photos = pack(tmp_path / "照片.zip", {"33052319791002976X.jpg": picture()})
    screen, page = dropped(qtbot, desk, photos, roster(tmp_path, KANG))
    assert not any("照片" in reason for row in page.ledger for reason in row.reasons)
    page.carry_out()
    settle(qtbot, desk)
    settle(qtbot, desk)
    key(qtbot, desk, screen.page.people.view, Key.Key_2, CTRL)
    assert screen.page.people.row_count() == 0
    assert "照片都齐了" in text_of(screen.page.people)


def test_a_zip_alone_asks_for_its_roster(qtbot: QtBot, desk: Desk, office: Office, tmp_path: Path, told: Told) -> None:
    screen = EnrollmentsScreen(desk)
    show(qtbot, screen)
    drop_files(screen, pack(tmp_path / "照片.zip", {"a.jpg": picture()}))
    assert "请把名单" in told[-1][0]
    assert screen.host.page is None


def test_warnings_and_repeats_stay_visible_at_the_batch(
    qtbot: QtBot, desk: Desk, enterprise_id: str, tmp_path: Path
) -> None:
    screen, page = dropped(qtbot, desk, roster(tmp_path, KANG | {"性别": "男"}, KANG))
    page.carry_out()
    settle(qtbot, desk)
    settle(qtbot, desk)
    key(qtbot, desk, screen.page.people.view, Key.Key_4, CTRL)
    reasons = ["".join(row.reasons) for row in screen.page.ledger.rows()]
    assert "已按身份证号登记" in reasons[0]
    assert "与第 2 行重复。" in reasons
