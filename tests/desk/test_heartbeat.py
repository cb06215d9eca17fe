"""The window answers while photos are read: reading takes seconds, and nothing near to that is ever missing from its heartbeat.

How short its longest gap is on a machine at rest, the tour's own report says: with the tests beside it that is the scheduler's, not ours.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from school_desk.adapters.sample_school.school import draw_school
from school_desk.desk.tour import enterprises, office
from school_desk.desk.tour.walk import Walk

# One photo read in the window's thread would be a third of an enterprise's step.
TIMES_SHORTER = 20
LEAST_PHOTOS = 20


@pytest.fixture
def walk(tmp_path: Path, qapp: QApplication) -> Iterator[Walk]:
    made = Walk(tmp_path)
    yield made
    made.close()


@pytest.mark.long
@pytest.mark.timeout(600)
def test_the_window_does_not_stand_still_while_photos_are_read(walk: Walk, tmp_path: Path) -> None:
    papers = tmp_path / "papers"
    draw_school(papers)
    assert len(list((papers / "enterprises").glob("*/*.jpg"))) >= LEAST_PHOTOS
    office.found(walk)
    office.add_staff(walk)
    enterprises.registrations(walk, papers)
    longest = max(step.ms for step in walk.report.steps)
    assert walk.report.max_gap_ms * TIMES_SHORTER < longest
