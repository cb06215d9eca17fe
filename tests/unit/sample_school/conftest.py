"""One drawn school for all tests of this folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from school_desk.adapters.sample_school.school import draw_school
from school_desk.adapters.sample_school.truth import SchoolTruth


@pytest.fixture(scope="session")
def school(tmp_path_factory: pytest.TempPathFactory) -> SchoolTruth:
    """Seven enterprises, scanned: the camera has its own tests."""
    folder: Path = tmp_path_factory.mktemp("school")
    return draw_school(folder, quality="flat")
