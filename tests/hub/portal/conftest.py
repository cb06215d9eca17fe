"""A Hub of a school that has just been founded, and its website."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from school_desk.composition import open_school
from school_desk.hub.founding import found_hub
from school_desk.hub.opening import open_hub
from school_desk.kernel.clock import ScriptedClock
from school_desk.kernel.paths import DataFolder
from tests.hub.portal.browser import Browser, Website
from tests.school import START, founded

__all__ = ["founded"]


@pytest.fixture(scope="session")
def hub_folder(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Hub's data, made once."""
    folder = DataFolder(tmp_path_factory.mktemp("hub") / "hub")
    school = open_school(DataFolder(founded), ScriptedClock(START))
    found_hub(folder, school)
    school.close()
    return folder.root


@pytest.fixture
def site(hub_folder: Path, tmp_path: Path) -> Iterator[Website]:
    """The website of a fresh Hub, at 2026-08-03 09:00 in Shanghai."""
    shutil.copytree(hub_folder, tmp_path / "hub")
    clock = ScriptedClock(START)
    school = open_hub(DataFolder(tmp_path / "hub"), clock)
    yield Website(school, clock)
    school.close()


@pytest.fixture
def browser(site: Website) -> Browser:
    """Somebody's browser."""
    return site.browser()
