"""The tour's steps of the backup, on a school of their own."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from school_desk.desk.tour import office
from school_desk.desk.tour.backup import TOO_LATE, back_up_and_restore
from school_desk.desk.tour.walk import Walk
from school_desk.kernel.backup import Reason, backups


@pytest.mark.long
def test_the_tour_goes_back_to_its_backup(qtbot: QtBot, tmp_path: Path) -> None:
    walk = Walk(tmp_path)
    qtbot.addWidget(walk.window)
    try:
        office.found(walk)
        back_up_and_restore(walk)
        steps = [step.name for step in walk.report.steps]
        assert steps[-5:] == ["立即备份", "备份之后的改动", "恢复会失去什么", "恢复", "恢复之后"]
        assert all(step.ok for step in walk.report.steps)
        assert [facts.reason for facts in backups(walk.folder)] == [Reason.RESTORE], "the change itself is kept"
        assert backups(walk.folder)[0].counts["staff_member"] == 2, TOO_LATE
    finally:
        walk.close()
