"""Two windows of one account send rosters at the same time: what is enrolled is what was shown, file by file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from school_desk.accounts.queries import accounts
from school_desk.hub.portal import enrolling
from school_desk.hub.portal.drafts import Drafts
from school_desk.terms.roles import WebRole
from tests.hub.portal.browser import Browser, Website
from tests.hub.portal.schools import as_enterprise, hub_of, website
from tests.hub.portal.test_enrolling import book, hidden, people, send, zipped
from tests.learners import PEOPLE, plan
from tests.papers import CODES, approved_enterprise
from tests.school import Office


def _school(office: Office) -> str:
    plan(office)
    return approved_enterprise(office, 0)


@pytest.fixture(scope="module")
def made(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Any]:
    """A Hub's folder and an approved enterprise."""
    return hub_of(founded, tmp_path_factory.mktemp("windows"), _school)


@pytest.fixture
def site(made: tuple[Path, Any], tmp_path: Path) -> Iterator[Website]:
    opened = website(made[0], tmp_path / "hub", 2026, 8, 4, 9)
    yield opened
    opened.school.close()


@pytest.fixture
def enterprise(made: tuple[Path, Any]) -> str:
    found: str = made[1]
    return found


@pytest.fixture
def browser(site: Website, enterprise: str) -> Browser:
    return as_enterprise(site, enterprise)


def leave(site: Website, slot: str, content: bytes) -> None:
    """Keeps a file in the account's draft, as another window does before it keeps its answers."""
    with site.school.reading() as session:
        (account,) = accounts(session, site.school.id, WebRole.ENTERPRISE)
    drafts = Drafts(site.school.folder.root / "rosters", site.school.database.cipher, site.clock)
    assert drafts.answers(account.id)
    drafts.keep_file(account.id, slot, content)


@pytest.mark.parametrize("slot", ["roster", "photos"])
def test_a_file_of_another_window_is_not_confirmed_beside_these_answers(
    site: Website, browser: Browser, enterprise: str, slot: str
) -> None:
    """Its files are kept one after the other, and its answers last."""
    send(browser, book(0), photos=zipped(PEOPLE[0][1], "face"))
    leave(site, slot, book(1, 2) if slot == "roster" else zipped(PEOPLE[0][1], "another"))
    told = browser.post("/enterprise/enroll/roster")
    assert (told.status_code, "换成后来上传的另一份" in told.text) == (422, True)
    assert people(site, enterprise) == ()


def test_photos_of_an_earlier_roster_are_not_taken_for_a_later_one(
    site: Website, browser: Browser, enterprise: str
) -> None:
    assert "没有照片" in send(browser, book(0)).text
    leave(site, "photos", zipped(PEOPLE[0][1], "face"))
    browser.post("/enterprise/enroll/roster")
    (person,) = people(site, enterprise)
    assert person.photo_document_id is None


def test_what_came_of_one_roster_does_not_take_the_place_of_the_next(
    site: Website, browser: Browser, enterprise: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sent while the first was being confirmed; nor are the reasons of one written beside the people of the other."""
    send(browser, book(0, 1, 手机号码="1"))
    form = hidden(browser.page.text if browser.page else "")
    another = site.browser("10.0.2.9")
    another.sign_in(CODES[0])
    carry_out = enrolling.carry_out

    def meanwhile(*what: Any) -> Any:
        monkeypatch.setattr(enrolling, "carry_out", carry_out)
        send(another, book(2))
        return carry_out(*what)

    monkeypatch.setattr(enrolling, "carry_out", meanwhile)
    assert "报名成功" in browser.post("/enterprise/enroll/roster", **form).text
    assert PEOPLE[2][0] in another.get("/enterprise/enroll/roster").text
    assert "报名成功" in another.post("/enterprise/enroll/roster").text
    assert {person.name for person in people(site, enterprise)} == {PEOPLE[0][0], PEOPLE[2][0]}
    send(browser, book(0, 1, 手机号码="1"))
    leave(site, "roster", book(2))
    assert browser.get("/enterprise/enroll/returned.xlsx").url.path == "/enterprise/enroll"
