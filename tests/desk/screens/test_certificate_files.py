"""Certificates and packages as files: none without its record, no record without its files, nobody in them whom the record refuses."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from python_calamine import CalamineWorkbook

from school_desk.certificates.commands import ExportPush, RecordPrinted, RevokeCertificate
from school_desk.certificates.queries import CertificateListRow, push_batches
from school_desk.composition import School
from school_desk.desk.screens.certificates.certificate_files import CertificateFiles
from school_desk.desk.screens.certificates.certificates import CertificatesScreen
from school_desk.desk.services import Desk
from school_desk.kernel.commands import Command
from school_desk.kernel.errors import EnvironmentFault
from school_desk.terms.labels import FEE_GONE
from tests.desk.desk_fixtures import Told, settle, type_in
from tests.desk.screens.hands import count_sheet, opened, press, save_as, text_of
from tests.desk.screens.test_certificates import LATE, held, numbered, set_issuer
from tests.flows.cashier import Cashier
from tests.learners import given
from tests.school import Office

pytestmark = pytest.mark.long


@pytest.fixture
def rows(office: Office) -> tuple[CertificateListRow, ...]:
    """Two certificates, and an authority to print on them."""
    made = numbered(office)
    set_issuer(office)
    return made


@pytest.fixture
def screen(qtbot: QtBot, desk: Desk, rows: tuple[CertificateListRow, ...]) -> CertificatesScreen:
    """The list as it was before whatever a test decides: nothing tells it."""
    return opened(qtbot, desk, CertificatesScreen, "generated")


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """The folder that the person chooses."""
    folder = tmp_path / "out"
    folder.mkdir()
    return folder


def money_gone(office: Office, row: CertificateListRow) -> None:
    """The bank takes back what paid for the certificate's batch."""
    cashier = Cashier(office)
    (owed,) = cashier.receivables(row.person.batch_id)
    cashier.claim(cashier.paid_in(owed.due_fen), owed.id)
    cashier.import_lines(cashier.line(owed.due_fen, incoming=False, takes_back=True))


def packages(office: Office) -> int:
    with office.school.reading() as session:
        return len(push_batches(session, office.school.id))


def pushed_names(target: Path) -> list[str]:
    return [str(line[2]) for line in CalamineWorkbook.from_path(target).get_sheet_by_index(0).to_python()[3:]]


def before_drawing(
    monkeypatch: pytest.MonkeyPatch, desk: Desk, office: Office, *commands: Callable[[], Command]
) -> None:
    """Once it was asked what may go out, and before that is gathered, somebody else decides."""
    look_up, waiting = desk.look_up, list(commands)

    def meanwhile(*asked: Any, **more: Any) -> None:
        if waiting:
            given(office, waiting.pop(0)(), office.examiner)
        look_up(*asked, **more)

    monkeypatch.setattr(desk, "look_up", meanwhile)


def test_where_the_money_is_gone_nothing_is_drawn_and_nothing_counted(
    qtbot: QtBot, desk: Desk, office: Office, screen: CertificatesScreen, told: Told, out: Path
) -> None:
    money_gone(office, held(office)[0])
    screen.print_to(out / "证书.pdf")
    settle(qtbot, desk, LATE)
    assert told[-1] == (f"康霞等 2 人的{FEE_GONE}，证书暂不打印。", "warn")
    screen.export_push_to(out / "推送.xlsx")
    settle(qtbot, desk, LATE)
    assert told[-1][0] == f"没有导出：这里没有可以推送的证书。另有 2 张不能导出：康霞、孙绍——{FEE_GONE}。"
    assert list(out.iterdir()) == []
    assert ([row.print_count for row in held(office)], packages(office)) == ([0, 0], 0)


def test_a_revoked_one_is_not_drawn_beside_the_others(
    qtbot: QtBot, desk: Desk, office: Office, screen: CertificatesScreen, told: Told, out: Path
) -> None:
    given(office, RevokeCertificate(held(office)[0].id, "姓名错误"), office.examiner)
    screen.print_to(out / "证书.pdf")
    settle(qtbot, desk, LATE)
    assert "已注销：姓名错误" in told[-1][0]
    assert list(out.iterdir()) == []
    assert [row.print_count for row in held(office)] == [0, 0]


def test_whom_the_package_may_not_take_is_told_before_and_is_not_in_it(
    qtbot: QtBot,
    desk: Desk,
    office: Office,
    screen: CertificatesScreen,
    told: Told,
    out: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    revoked, other = held(office)
    given(office, RevokeCertificate(revoked.id, "姓名错误"), office.examiner)
    save_as(monkeypatch, out / "推送.xlsx")
    press(qtbot, screen, "导出推送…")
    sheet = count_sheet()
    left_out = f"另有 1 张不能导出：{revoked.person.name}——证书已注销，不能推送。"
    assert "导出 1 张证书" in text_of(sheet)
    assert left_out in text_of(sheet)
    type_in(sheet.typed, "1")
    QTest.mouseClick(sheet.primary, Qt.MouseButton.LeftButton)
    settle(qtbot, desk, LATE)
    assert told[-1][0] == f"已导出 1 张证书的推送文件；收到结果后请导入。{left_out}"
    assert sorted(path.name for path in out.iterdir()) == ["推送-照片.zip", "推送.xlsx"]
    assert pushed_names(out / "推送.xlsx") == [other.person.name]
    with zipfile.ZipFile(out / "推送-照片.zip") as archive:
        assert archive.namelist() == [f"{other.person.id_number}.jpg"]
    assert [row.push is not None for row in held(office)] == [False, True]


def test_what_is_decided_while_the_files_are_made_keeps_them_from_going_out(
    qtbot: QtBot,
    desk: Desk,
    office: Office,
    screen: CertificatesScreen,
    told: Told,
    out: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    one, _ = held(office)
    (out / "推送.xlsx").write_bytes(b"earlier")
    before_drawing(monkeypatch, desk, office, lambda: RecordPrinted((one.id,)), lambda: ExportPush((one.id,)))
    screen.print_to(out / "证书.pdf")
    settle(qtbot, desk, LATE)
    assert "又打印或下载了一次" in told[-1][0]
    screen.export_push_to(out / "推送.xlsx")
    settle(qtbot, desk, LATE)
    assert told[-1][0].startswith(
        f"准备文件时情况变了，没有导出。另有 1 张不能导出：{one.person.name}——已在推送批次 TS2026001 里"
    )
    assert [path.read_bytes() for path in out.iterdir()] == [b"earlier"]
    assert ([row.print_count for row in held(office)], packages(office)) == ([1, 0], 1)


@pytest.mark.parametrize("held_name", ["推送.xlsx", "推送-照片.zip"])
def test_nothing_is_recorded_when_a_file_cannot_take_its_place(
    qtbot: QtBot,
    desk: Desk,
    office: Office,
    screen: CertificatesScreen,
    told: Told,
    out: Path,
    held_name: str,
) -> None:
    (out / held_name).mkdir()
    screen.export_push_to(out / "推送.xlsx")
    settle(qtbot, desk, LATE)
    assert (held_name in told[-1][0], told[-1][1]) == (True, "bad")
    assert [path.name for path in out.iterdir()] == [held_name]
    assert packages(office) == 0
    (out / "证书.pdf").mkdir()
    screen.print_to(out / "证书.pdf")
    settle(qtbot, desk, LATE)
    assert ("“证书.pdf”" in told[-1][0], told[-1][1]) == (True, "bad")
    assert [row.print_count for row in held(office)] == [0, 0]


def test_a_package_that_fails_leaves_the_one_before_it(
    qtbot: QtBot, desk: Desk, office: Office, screen: CertificatesScreen, told: Told, out: Path
) -> None:
    (out / "推送.xlsx").write_bytes(b"the package before")
    (out / "推送-照片.zip").mkdir()
    screen.export_push_to(out / "推送.xlsx")
    settle(qtbot, desk, LATE)
    assert told[-1][1] == "bad"
    assert (out / "推送.xlsx").read_bytes() == b"the package before"
    (out / "推送-照片.zip").rmdir()
    screen.export_push_to(out / "推送.xlsx")
    settle(qtbot, desk, LATE)
    assert packages(office) == 1
    assert sorted(path.name for path in out.iterdir()) == ["推送-照片.zip", "推送.xlsx"]
    assert (out / "推送.xlsx").read_bytes() != b"the package before"


def test_files_are_recorded_also_when_their_page_is_left(
    qtbot: QtBot, desk: Desk, office: Office, rows: tuple[CertificateListRow, ...], out: Path
) -> None:
    page = QWidget()
    CertificateFiles(desk, page).print_to(rows, out / "证书.pdf")
    qtbot.waitUntil(lambda: any(out.iterdir()), timeout=LATE)
    page.deleteLater()
    settle(qtbot, desk, LATE)
    assert [path.name for path in out.iterdir()] == ["证书.pdf"]
    assert [row.print_count for row in held(office)] == [1, 1]


def test_files_whose_record_fails_at_the_last_are_taken_away_again(
    qtbot: QtBot,
    desk: Desk,
    office: Office,
    screen: CertificatesScreen,
    told: Told,
    out: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    execute = School.execute

    def full(school: School, *given: Any, last: Any = None, **more: Any) -> Any:
        def taken(result: Any) -> None:
            last(result)
            raise EnvironmentFault("disk.full", "磁盘已满。")

        return execute(school, *given, last=taken if last else None, **more)

    monkeypatch.setattr(School, "execute", full)
    screen.print_to(out / "证书.pdf")
    settle(qtbot, desk, LATE)
    screen.export_push_to(out / "推送.xlsx")
    settle(qtbot, desk, LATE)
    assert told[-2:] == [("磁盘已满。", "bad")] * 2
    assert list(out.iterdir()) == []
    assert ([row.print_count for row in held(office)], packages(office)) == ([0, 0], 0)


def test_printed_twice_the_second_is_marked_and_takes_the_place_of_the_first(
    qtbot: QtBot, desk: Desk, office: Office, screen: CertificatesScreen, told: Told, out: Path
) -> None:
    for _ in range(2):
        screen.print_to(out / "证书.pdf")
        settle(qtbot, desk, LATE)
        assert told[-1] == ("已打印 2 张证书，保存为“证书.pdf”。", "good")
    assert [path.name for path in out.iterdir()] == ["证书.pdf"]
    assert [row.print_count for row in held(office)] == [2, 2]
    text = pypdfium2.PdfDocument(out / "证书.pdf")[0].get_textpage().get_text_range()
    assert "第 2 次打印" in text
