"""Two schools in one database: who is signed in at one, and a desk that joined it, is nobody at every address of the other's Hub."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy.orm import Session
from starlette.testclient import TestClient

from school_desk.accounts.commands import OpenAccount
from school_desk.hub.app import make_app
from school_desk.hub.opening import HubSchool, open_hub
from school_desk.hub.portal.routes import portal_routes
from school_desk.kernel.clock import ScriptedClock
from school_desk.kernel.database import in_transaction
from school_desk.kernel.paths import DataFolder
from school_desk.staff.passwords import hash_password
from school_desk.terms.roles import WebRole
from tests.hub.portal.browser import PASSWORD, Browser, Website
from tests.hub.portal.schools import hub_of
from tests.hub.security.test_nobody_elses import OPEN_TO_DESKS, OWNER, House, Photos, of_desks, questions, walk
from tests.hub.security.theirs import TODAY, Theirs, hub_of_a_whole_year, of, rows_of
from tests.hub.servers import Server

pytestmark = pytest.mark.long

# Where one has to be signed in; every other address is for everybody, and is named here too.
FOR_THOSE_SIGNED_IN = {"home", "password", "enterprise", "authority"}
FOR_EVERYBODY = {"", "login", "logout", "forgot", "certificates", "register", "static"}
TOKEN, TOKEN_OF_THE_OTHER = "t" * 43, "u" * 43
OFFICE = "huzhou"


@dataclass
class Schools:
    """A school with a whole year behind it and another one, each with an enterprise, an authority and a desk."""

    one: Website
    other: Website
    house: House

    def signed_in(self) -> list[Browser]:
        """The enterprise whose records are asked for, and its authority."""
        enterprise = self.house.visitor(WebRole.ENTERPRISE, self.house.theirs.credit_code, "10.0.1.1")
        return [enterprise, self.house.visitor(WebRole.AUTHORITY, OFFICE, "10.0.1.2")]

    def strangers(self) -> Iterator[tuple[Browser, Browser]]:
        """Who is signed in at the other school, and their browsers with the same cookie at this one."""
        for number, (kind, login) in enumerate(
            ((WebRole.ENTERPRISE, self.house.theirs.credit_code), (WebRole.AUTHORITY, OFFICE))
        ):
            there = self.other.browser(f"10.0.2.{number}")
            there.sign_in(login, **{"as": kind.value})
            assert there.path == "/home"
            here = self.one.browser(f"10.0.3.{number}")
            here.client.cookies.set("desk", there.client.cookies["desk"])
            yield there, here


def _enrol(school: HubSchool, token: str) -> None:
    def enrol(session: Session) -> None:
        school.service.enrol(session, "前台", token)

    in_transaction(school.database, enrol)


@pytest.fixture(scope="module")
def made(founded: Path, tmp_path_factory: pytest.TempPathFactory, server: Server) -> tuple[Path, Theirs]:
    """Both Hubs' folders; accounts of the same names and passwords on both sides, so that only the school tells them apart."""
    root, clock, url = tmp_path_factory.mktemp("two"), ScriptedClock(TODAY), server.make("two_schools")
    (root / "one").mkdir()
    (root / "other").mkdir()
    hub_of_a_whole_year(root / "one", url)
    hub_of(founded, root / "other", lambda _office: None, url)
    one, other = (Website(open_hub(DataFolder(root / name / "hub"), clock, url), clock) for name in ("one", "other"))
    with one.school.reading() as session:
        theirs = of(session, one.school.id, OWNER)
    hashed = hash_password(PASSWORD)
    one.do(OpenAccount(WebRole.ENTERPRISE, theirs.credit_code, hashed, theirs.enterprise_id))
    browser = other.browser()
    browser.photos()
    browser.unit(credit_code=theirs.credit_code)
    browser.finish()
    assert browser.path == "/enterprise"
    for site, token in ((one, TOKEN), (other, TOKEN_OF_THE_OTHER)):
        site.do(OpenAccount(WebRole.AUTHORITY, OFFICE, hashed, authority_code="330500"))
        _enrol(site.school, token)
        site.school.close()
    return root, theirs


@pytest.fixture
def schools(made: tuple[Path, Theirs], tmp_path: Path, server: Server) -> Iterator[Schools]:
    """A copy of them, in one database."""
    shutil.copytree(made[0], tmp_path / "two")
    url, clock = server.make("two_schools_at_work", of="two_schools"), ScriptedClock(TODAY)
    hubs = [open_hub(DataFolder(tmp_path / "two" / name / "hub"), clock, url) for name in ("one", "other")]
    one, other = (Website(hub, clock) for hub in hubs)
    yield Schools(one, other, House(one, made[1]))
    for hub in hubs:
        hub.close()


@pytest.fixture
def pictured(schools: Schools) -> Schools:
    """The same, where what is in a file gives away which one it is."""
    schools.one.school.blobs = Photos()  # type: ignore[assignment]
    return schools


def sent_away(browser: Browser, schools: Schools) -> dict[str, bool]:
    """For each question at an address where one has to be signed in, whether it leads to 登录."""
    browser.get("/certificates")  # a page with a form, for a token that goes with this very cookie
    found: dict[str, bool] = {}
    for method, path in questions(schools.one, schools.house.theirs):
        place = path.split("/")[1]
        assert place in FOR_THOSE_SIGNED_IN | FOR_EVERYBODY, "say who may ask there"
        if place in FOR_THOSE_SIGNED_IN:
            answer = browser.client.request(
                method, path, data={"form": browser.token} if method == "POST" else None, follow_redirects=False
            )
            led = answer.headers.get("location", "")
            found[f"{method} {path}"] = answer.status_code == 303 and led.partition("?")[0] == "/login"
    return found


def test_the_other_schools_people_are_sent_away_from_every_page(pictured: Schools) -> None:
    with pictured.one.school.reading() as session:
        before = rows_of(session, pictured.one.school.id, pictured.house.theirs)
    for there, here in pictured.strangers():
        away = sent_away(here, pictured)
        assert [question for question, sent in away.items() if not sent] == []
        assert len(away) > 100
        assert walk(here, pictured.house) == {}
        assert there.get("/home").url.path == "/home", "and signed out where they are known, they are not"
    with pictured.one.school.reading() as session:
        assert rows_of(session, pictured.one.school.id, pictured.house.theirs) == before


def test_its_own_people_are_not(pictured: Schools) -> None:
    """Else the above said nothing: each of these questions is heard, and the words looked for are told."""
    told: set[str] = set()
    for browser in pictured.signed_in():
        assert not any(sent_away(browser, pictured).values())
        told = told.union(*walk(browser, pictured.house).values())
    assert told == set(pictured.house.theirs.words)


def test_the_other_schools_desk_and_cookie_are_no_desk_here(schools: Schools) -> None:
    one = schools.one
    client = TestClient(make_app(one.school, portal_routes(one.school, one.reader)), "http://hub")  # type: ignore[arg-type]
    cookies = [there.client.cookies["desk"] for there, _ in schools.strangers()]
    asked = [question for question in of_desks(client) if question not in OPEN_TO_DESKS]
    assert len(asked) >= 8
    for token in (TOKEN_OF_THE_OTHER, *cookies):
        for method, path in asked:
            headers = {"authorization": f"Bearer {token}", "cookie": f"desk={token}"}
            answer = client.request(method, path, headers=headers, content=b"{}")
            assert (answer.status_code, answer.json()["error"]["code"]) == (401, "desk.unknown"), (method, path)
    for method, path in asked:
        answer = client.request(method, path, headers={"authorization": f"Bearer {TOKEN}"}, content=b"{}")
        assert answer.status_code != 401, (method, path)


def test_the_other_schools_desk_token_opens_no_page_here(schools: Schools) -> None:
    here = schools.one.browser("10.0.4.1")
    here.client.cookies.set("desk", TOKEN_OF_THE_OTHER)
    assert all(sent_away(here, schools).values())
