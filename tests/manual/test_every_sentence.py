"""No sentence of the manual is forgotten: each has a scenario on every surface that serves it, and docs/manual.md says which."""

from __future__ import annotations

import re

import pytest

from school_desk.desk.navigation import page
from school_desk.hub.portal.routes import portal_routes
from school_desk.kernel.resources import resource_path
from tests.hub.portal.browser import Website
from tests.hub.portal.conftest import hub_folder, site
from tests.manual.requirements import REQUIREMENTS, Page, Surface
from tests.manual.scenarios import scenarios, showing
from tests.manual.table import DOCUMENT, table
from tests.school import founded

__all__ = ["founded", "hub_folder", "site"]
PAGES = sorted({page for sentence in REQUIREMENTS.values() for page in sentence.pages}, key=lambda page: page.address)


def test_the_list_is_whole() -> None:
    assert list(REQUIREMENTS) == [f"R{number}" for number in range(1, 41)]
    assert [number for number, sentence in REQUIREMENTS.items() if not sentence.surfaces] == []


@pytest.mark.parametrize("surface", Surface)
def test_every_sentence_is_shown_where_it_is_served(surface: Surface) -> None:
    served = {number: sentence.text for number, sentence in REQUIREMENTS.items() if surface in sentence.surfaces}
    assert {number: text for number, text in served.items() if not showing(number, surface)} == {}


@pytest.mark.parametrize("surface", Surface)
def test_what_is_shown_is_served_there(surface: Surface) -> None:
    shown = {number for one in scenarios() if one.surface is surface for number in one.numbers}
    assert [number for number in shown if surface not in REQUIREMENTS[number].surfaces] == []


def test_the_screens_are_the_desks() -> None:
    for sentence in REQUIREMENTS.values():
        for screen in sentence.screens:
            assert page(screen.key).label


@pytest.mark.parametrize("named", PAGES, ids=lambda named: named.address)
def test_a_page_is_called_so_at_that_address(site: Website, named: Page) -> None:
    assert named.address in {route.path for route in portal_routes(site.school, site.reader)}  # type: ignore[arg-type]
    sources = [file.read_text(encoding="utf-8") for file in resource_path("portal", "pages").glob("*.html")]
    for word in re.split("：", named.words):
        assert any(word in source for source in sources), word


def test_the_table_is_as_it_would_be_written_now() -> None:
    written = DOCUMENT.read_text(encoding="utf-8")
    assert written == table(), "write it again: python -m tests.manual.table"
