"""A browser for one module's tests, and the website of a school that has just been founded."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.browser.chromium import Chromium, running_chromium
from tests.hub.portal.conftest import hub_folder, site
from tests.school import founded

__all__ = ["founded", "hub_folder", "site"]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Chromium]:
    """Playwright keeps an event loop in this thread while it runs: not longer than its own tests need it."""
    with running_chromium() as running:
        yield running
