"""Windows and screens are tested on a desk of their own."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.desk.desk_fixtures import desk, told
from tests.school import Office, founded, office

__all__ = ["desk", "founded", "office", "told"]


@pytest.fixture(autouse=True)
def in_hand(monkeypatch: pytest.MonkeyPatch) -> list[QWidget]:
    """Every widget a test shows lives as long as the test.

    pytest-qt remembers a widget weakly: a screen of which a test holds a part only is cyclic garbage, and goes with the next collection.
    """
    shown: list[QWidget] = []
    add = QtBot.addWidget

    def keep(bot: QtBot, widget: QWidget) -> None:
        shown.append(widget)
        add(bot, widget)

    monkeypatch.setattr(QtBot, "addWidget", keep)
    return shown


@pytest.fixture(autouse=True)
def no_weights_are_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    """The review asks a worker for the readers' name, which opens their weights: seconds on a busy machine."""
    monkeypatch.setattr(
        "school_desk.desk.screens.enterprises.review_ahead.ENGINE", "tests.desk.screens.paper_fakes:engine_name"
    )


@pytest.fixture(autouse=True)
def scene_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands only set the scene here. Proving their undo each time took a quarter of the time of these tests."""
    monkeypatch.setattr(Office, "proves_undo", False)
