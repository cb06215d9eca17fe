"""What the tests of 缴费对账 start from: an office with enterprises that owe, lines of a statement, slips; and the hands of a cashier."""

from __future__ import annotations

from datetime import date
from typing import Any

import sqlalchemy as sa
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from school_desk.desk.screens.payments.reconcile import ReconcileScreen
from school_desk.desk.services import Desk
from school_desk.desk.widgets.form import Form
from school_desk.kernel.tables import table_of
from school_desk.payments.commands import RegisterSlip
from school_desk.payments.tables import ProposalResultRow
from school_desk.terms.statuses import ProposalDecision
from tests.desk.desk_fixtures import settle, show
from tests.flows.cashier import COMPANY, COMPANY_ACCOUNT, OWN_ACCOUNT, STEEL_FEE, Cashier

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
NO = Qt.KeyboardModifier.NoModifier


def opened(qtbot: QtBot, desk: Desk, tab: str = "waiting") -> ReconcileScreen:
    """The page on one of its tabs."""
    screen = ReconcileScreen(desk)
    show(qtbot, screen)
    settle(qtbot, desk)
    if tab != "waiting":
        go_to(qtbot, screen, tab)
    return screen


def go_to(qtbot: QtBot, screen: ReconcileScreen, tab: str) -> None:
    """A tab by its number key."""
    number = ("waiting", "claimed", "not_tuition", "on_hold", "reversed", "slips", "credit", "month").index(tab) + 1
    QTest.keyClick(screen, Qt.Key(Qt.Key.Key_0 + number), CTRL)
    settle(qtbot, screen.desk)


def choose(qtbot: QtBot, screen: ReconcileScreen, line_id: str) -> None:
    """Another line of the list."""
    screen.table.select_ids([line_id])
    screen.table.setFocus()
    settle(qtbot, screen.desk)


def key(qtbot: QtBot, screen: ReconcileScreen, *keys: Qt.Key, held: Qt.KeyboardModifier = NO) -> None:
    """Keys while the list of lines has the keyboard."""
    for one in keys:
        QTest.keyClick(screen.table.view, one, held)
        settle(qtbot, screen.desk)


def buttons(place: QWidget) -> list[str]:
    """The words on the buttons in sight."""
    return [one.text() for one in place.findChildren(QPushButton) if one.isVisible() and one.text()]


def send(qtbot: QtBot, screen: ReconcileScreen, form: Form, last: str) -> None:
    """Ctrl+Enter in a field of the form."""
    QTest.keyClick(form.input(last), Qt.Key.Key_Return, CTRL)
    settle(qtbot, screen.desk)


def slip(cashier: Cashier, **changes: Any) -> str:
    """The id of a registered slip."""
    arguments: dict[str, Any] = {
        "file": cashier.office.store(repr(changes).encode(), "回单.jpg"),
        "payer_name": COMPANY,
        "payer_account": COMPANY_ACCOUNT,
        "payee_account": OWN_ACCOUNT,
        "amount_fen": STEEL_FEE,
        "paid_on": date(2026, 8, 3),
        "serial_no": "0918311702411100",
    }
    slip_id: str = cashier.office.do(RegisterSlip(**(arguments | changes)))["slip_id"]
    return slip_id


def proven(cashier: Cashier, right: int = 714, score_ppm: int = 997_000) -> None:
    """So many proposals of before were claimed as proposed: as much as a school needs before lines may be claimed unseen."""
    kept = {
        "school_id": cashier.office.school.id, "line_id": "", "decision": ProposalDecision.CLAIMED, "score_ppm": score_ppm,
        "certain": True, "taken_rank": 1, "seen": True, "withdrawn": False, "decided_at": cashier.office.clock.now(),
    }  # fmt: skip
    with cashier.office.school.database.writing() as session:
        rows = [kept | {"id": f"{place:032x}"} for place in range(right)]
        session.connection().execute(sa.insert(table_of(ProposalResultRow)), rows)
