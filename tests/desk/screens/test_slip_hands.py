"""What a hand does while a slip is being read or kept: every slip that was handed in comes in front once, with what was read of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from school_desk.desk.screens.payments import slip_entry
from school_desk.desk.screens.payments.slip_entry import SlipEntry
from school_desk.desk.services import Desk
from tests.desk.desk_fixtures import nothing_written, settle
from tests.desk.screens.hands import CTRL, button
from tests.desk.screens.money_scene import opened
from tests.desk.screens.test_slips import cashier, entry_of, hand_in, kept, register, slip_file
from tests.flows.cashier import Cashier

pytestmark = pytest.mark.long
__all__ = ["cashier"]

AMOUNTS = ("800.00", "900.00", "700.00")


def slip_files(folder: Path) -> list[Path]:
    numbered = enumerate(AMOUNTS)
    return [slip_file(folder, f"{place}.jpg", serial_no=f"A{place}", amount=amount) for place, amount in numbered]


def click(found: QPushButton) -> None:
    QTest.mouseClick(found, Qt.MouseButton.LeftButton)


def test_the_slip_after_the_one_being_kept_is_not_skipped_with_it(
    qtbot: QtBot, desk: Desk, cashier: Cashier, tmp_path: Path
) -> None:
    screen = opened(qtbot, desk, "slips")
    entry = hand_in(qtbot, screen, *slip_files(tmp_path))
    with nothing_written(desk):
        QTest.keyClick(entry.fields.row("amount").input, Qt.Key.Key_Return, CTRL)
        click(button(entry, "跳过这张"))
    settle(qtbot, desk, 60_000)
    assert entry_of(screen).fields.values()["amount"] == AMOUNTS[1]
    click(button(entry, "跳过这张"))
    settle(qtbot, desk, 60_000)
    assert entry_of(screen).fields.values()["amount"] == AMOUNTS[2]
    register(qtbot, screen)
    assert screen.entry is None
    assert {row.amount_fen for row in kept(cashier)} == {80_000, 70_000}


def test_a_slip_that_was_refused_may_be_skipped(qtbot: QtBot, desk: Desk, cashier: Cashier, tmp_path: Path) -> None:
    screen = opened(qtbot, desk, "slips")
    twice = [slip_file(tmp_path, name) for name in ("a.jpg", "b.jpg")]
    entry = hand_in(qtbot, screen, *twice, slip_file(tmp_path, "c.jpg", amount="700.00", serial_no="C3"))
    register(qtbot, screen)
    register(qtbot, screen)
    assert "登记过" in entry.notice.words()
    click(button(entry, "跳过这张"))
    settle(qtbot, desk, 60_000)
    assert entry.fields.values()["amount"] == "700.00"


def test_what_is_found_late_is_not_shown_of_the_next_slip(
    qtbot: QtBot, desk: Desk, cashier: Cashier, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """跳过 between the picture and what it is held against."""
    show_read, show_fields = SlipEntry._show_read, SlipEntry._show_fields
    shown: list[object] = []

    def skipping(entry: SlipEntry, image: QImage) -> None:
        show_read(entry, image)
        if entry._file is not None and entry._file.name == "0.jpg":
            click(button(entry, "跳过这张"))

    def noting(entry: SlipEntry, books: slip_entry._Books) -> None:
        shown.append(entry._reading.fields["amount"].value if entry._reading.fields else None)
        show_fields(entry, books)

    monkeypatch.setattr(SlipEntry, "_show_read", skipping)
    monkeypatch.setattr(SlipEntry, "_show_fields", noting)
    hand_in(qtbot, opened(qtbot, desk, "slips"), *slip_files(tmp_path))
    assert shown == [AMOUNTS[1]]
