"""A browser for one module's tests, the website of a school that has just been founded, and that of a full house."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.chromium import Chromium, running_chromium
from tests.browser.full_house import Built, Opened, build, opened_house
from tests.hub.portal.conftest import hub_folder, site
from tests.school import founded

__all__ = ["founded", "hub_folder", "site"]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Chromium]:
    """Playwright keeps an event loop in this thread while it runs: not longer than its own tests need it."""
    with running_chromium() as running:
        yield running


@pytest.fixture(scope="session")
def built(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A full house, made once."""
    return build(founded, tmp_path_factory.mktemp("full"))


@pytest.fixture(scope="module")
def opened(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    """A copy of it, served to one module's tests."""
    with opened_house(built, tmp_path_factory.mktemp("opened") / "hub") as house:
        yield house
