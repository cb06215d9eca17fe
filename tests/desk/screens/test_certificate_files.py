"""Certificates and packages as files: none without its record, no record without its files, nobody in them whom the record refuses."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
from pytestqt.qtbot import QtBot

from school_desk.certificates.commands import RevokeCertificate
from school_desk.certificates.queries import CertificateListRow
from school_desk.desk.screens.certificates.certificates import CertificatesScreen
from school_desk.desk.services import Desk
from school_desk.terms.labels import FEE_GONE
from tests.desk.desk_fixtures import Told, settle
from tests.desk.screens.hands import opened
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


def test_where_the_money_is_gone_nothing_is_drawn_and_nothing_counted(
    qtbot: QtBot, desk: Desk, office: Office, screen: CertificatesScreen, told: Told, out: Path
) -> None:
    money_gone(office, held(office)[0])
    screen.print_to(out / "证书.pdf")
    settle(qtbot, desk, LATE)
    assert told[-1] == (f"康霞等 2 人的{FEE_GONE}，证书暂不打印。", "warn")
    assert list(out.iterdir()) == []
    assert [row.print_count for row in held(office)] == [0, 0]


def test_a_revoked_one_is_not_drawn_beside_the_others(
    qtbot: QtBot, desk: Desk, office: Office, screen: CertificatesScreen, told: Told, out: Path
) -> None:
    given(office, RevokeCertificate(held(office)[0].id, "姓名错误"), office.examiner)
    screen.print_to(out / "证书.pdf")
    settle(qtbot, desk, LATE)
    assert "已注销：姓名错误" in told[-1][0]
    assert list(out.iterdir()) == []
    assert [row.print_count for row in held(office)] == [0, 0]


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
