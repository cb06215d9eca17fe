"""Waiting for the desk to come to rest: what an answer shows is there to be clicked, not only asked for."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from school_desk.desk.services import Desk
from tests.desk.desk_fixtures import settle, show


def add(column: QVBoxLayout, button: QPushButton, _answer: str) -> None:
    column.addWidget(button)


def test_what_an_answer_put_into_a_layout_is_visible_at_rest(qtbot: QtBot, desk: Desk) -> None:
    page = QWidget()
    column = QVBoxLayout(page)
    show(qtbot, page)
    # Qt shows such a widget one turn of its loop later; idle fell between the two in one of twenty.
    for _ in range(100):
        button = QPushButton("作为企业承诺书")
        desk.ask(page, lambda _session, school_id: school_id, partial(add, column, button))
        settle(qtbot, desk)
        assert button.isVisible()
        column.removeWidget(button)
        button.deleteLater()
