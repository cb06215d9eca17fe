"""Every widget test starts in the light theme."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from school_desk.desk.theme import apply_theme


@pytest.fixture(autouse=True)
def light(qapp: QApplication) -> None:
    apply_theme(qapp, dark=False)
