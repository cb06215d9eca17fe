"""Nobody reads or changes what is another's: every route of the website and of the desks, taken from the table of routes itself, is asked
for another enterprise's records by whoever must not have them. The owner is asked first, so that the words looked for are really told there.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from starlette.routing import Mount, Route
from starlette.testclient import TestClient

from school_desk.accounts.commands import CloseAccount, OpenAccount
from school_desk.accounts.queries import find_account
from school_desk.hub.app import make_app
from school_desk.hub.opening import HubSchool, open_hub
from school_desk.hub.portal.routes import portal_routes
from school_desk.kernel.clock import ScriptedClock
from school_desk.kernel.database import in_transaction
from school_desk.kernel.paths import DataFolder
from school_desk.staff.passwords import hash_password
from school_desk.terms.roles import WebRole
from tests.hub.portal.browser import PASSWORD, Browser, Website
from tests.hub.security.theirs import TODAY, Theirs, hub_of_a_whole_year, of, rows_of, text_of

OWNER, STRANGER = "长兴", "嘉兴"
# What a desk may ask before it has joined.
OPEN_TO_DESKS = {("POST", "/v1/join"), ("GET", "/v1/health"), ("GET", "/v1/openapi.json")}
TOKEN = "t" * 43


class Photos:
    """Stands for the store of materials: what is in a file gives away which one it is."""

    def get(self, sha256: str) -> bytes:
        return f"photo {sha256}".encode()


@dataclass
class House:
    """The Hub of a whole year, its website, and what of it is one enterprise's own."""

    site: Website
    theirs: Theirs

    def visitor(self, kind: WebRole, login: str, address: str) -> Browser:
        """Somebody signed in."""
        browser = self.site.browser(address)
        browser.sign_in(login, **{"as": kind.value})
        assert browser.path == "/home"
        return browser


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Hub's folder, made once."""
    return hub_of_a_whole_year(tmp_path_factory.mktemp("year"))


@pytest.fixture
def house(year: Path, tmp_path: Path) -> Iterator[House]:
    """Owner, stranger and an authority have accounts."""
    shutil.copytree(year, tmp_path / "hub")
    clock = ScriptedClock(TODAY)
    school = open_hub(DataFolder(tmp_path / "hub"), clock)
    school.blobs = Photos()  # type: ignore[assignment]
    site = Website(school, clock)
    with school.reading() as session:
        owner, stranger = (of(session, school.id, name) for name in (OWNER, STRANGER))
    hashed = hash_password(PASSWORD)
    for one in (owner, stranger):
        site.do(OpenAccount(WebRole.ENTERPRISE, one.credit_code, hashed, one.enterprise_id))
    site.do(OpenAccount(WebRole.AUTHORITY, "taizhou", hashed, authority_code="331000"))
    yield House(site, owner)
    school.close()


def questions(site: Website, theirs: Theirs) -> Iterator[tuple[str, str]]:
    """Every route with every way to ask it for theirs; signing out comes last. A new kind of place in an address fails here."""
    places = {
        "id": [*theirs.ids.values()],
        "number": [*theirs.numbers.values()],
        "kind": ["yyzz"],
        "name": ["portal.css"],
    }
    routes = [route for route in site.app.routes if isinstance(route, Route)]
    for route in sorted(routes, key=lambda route: route.path == "/logout"):
        filled = [route.path]
        for place in re.findall(r"\{(\w+)\}", route.path):
            filled = [path.replace(f"{{{place}}}", value) for path in filled for value in places[place]]
        for method in sorted((route.methods or set()) - {"HEAD"}):
            yield from ((method, path) for path in filled)


def fields(theirs: Theirs) -> dict[str, str]:
    """Whatever a form of ours may ask, answered with what is theirs."""
    ids = theirs.ids
    return {
        f"c-{ids['certificate']}": "on",
        f"pick.{ids['enrollment']}": "on",
        "one": ids["certificate"],
        "batch": ids["batch"],
        "plan": ids["exam plan"],
        "id": ids["enrollment"],
        "enterprise_id": ids["enterprise"],
        "login": theirs.credit_code,
        "name": "查无此人",
        "number": theirs.numbers["code"],
        "verdict": "approve",
        "decided_on": "2026-12-01",
    }


def told(browser: Browser, theirs: Theirs, method: str, path: str) -> dict[str, list[str]]:
    """Which words of theirs the answer holds, but those that the question held."""
    if method == "GET":
        # Every name that an address may carry, too.
        answer = browser.client.get(path, params=dict.fromkeys(("id", "q", "done", "page"), theirs.ids["enrollment"]))
        typed = path
    else:
        asked = fields(theirs)
        answer = browser.client.post(path, data={"form": browser.token} | asked)
        typed = path + str(asked)
    return theirs.told_in(text_of(answer.content, answer.headers.get("content-type", "")), typed)


def walk(browser: Browser, house: House) -> dict[str, dict[str, list[str]]]:
    """What each question was told, where it was told anything."""
    browser.get("/certificates")  # a page with a form, for its token
    found = {
        f"{method} {path}": told(browser, house.theirs, method, path)
        for method, path in questions(house.site, house.theirs)
    }
    return {question: words for question, words in found.items() if words}


@pytest.mark.long
def test_the_owner_is_told_all_of_it(house: House) -> None:
    """Else the words looked for below were no words of any page."""
    found = walk(house.visitor(WebRole.ENTERPRISE, house.theirs.credit_code, "10.0.1.1"), house)
    assert set().union(*found.values()) == set(house.theirs.words)
    assert len(found) > 15


@pytest.mark.parametrize(
    "who",
    [
        "another enterprise",
        *(
            pytest.param(who, marks=pytest.mark.long)
            for who in ("another city's authority", "nobody", "signed out", "closed")
        ),
    ],
)
def test_nobody_else_is_told_anything(house: House, who: str) -> None:
    site, school = house.site, house.site.school
    with school.reading() as session:
        stranger = of(session, school.id, STRANGER)
        before = rows_of(session, school.id, house.theirs)
    if who == "nobody":
        browser = site.browser("10.0.2.1")
    elif who == "another city's authority":
        browser = house.visitor(WebRole.AUTHORITY, "taizhou", "10.0.2.2")
    else:
        browser = house.visitor(WebRole.ENTERPRISE, stranger.credit_code, "10.0.2.3")
    if who == "signed out":
        kept = browser.client.cookies["desk"]
        browser.post("/logout")
        browser.client.cookies.set("desk", kept)
    if who == "closed":
        with school.reading() as session:
            account = find_account(session, school.id, WebRole.ENTERPRISE, stranger.credit_code)
        assert account is not None
        site.do(CloseAccount(account.id))
    assert walk(browser, house) == {}
    with school.reading() as session:
        assert rows_of(session, school.id, house.theirs) == before


@pytest.mark.parametrize("words", ["' OR '1'='1", "x' UNION SELECT id FROM trainee --", "%", "_", "\\", '"'])
def test_what_is_looked_for_are_words_and_no_statement(house: House, words: str) -> None:
    browser = house.visitor(WebRole.ENTERPRISE, house.theirs.credit_code, "10.0.3.1")
    browser.get("/enterprise/people")
    everybody = house.theirs.told_in(browser.page.text if browser.page else "")["姓名"]
    answer = browser.post("/enterprise/people", words=words)
    assert answer.status_code == 200
    assert len(everybody) > 5
    assert "姓名" not in house.theirs.told_in(answer.text)


@pytest.fixture
def desks(site: Website) -> tuple[TestClient, HubSchool]:
    """The whole application, with a desk that has joined."""

    def enrol(session: Any) -> None:
        site.school.service.enrol(session, "前台", TOKEN)

    in_transaction(site.school.database, enrol)
    app = make_app(site.school, portal_routes(site.school, site.reader))  # type: ignore[arg-type]
    return TestClient(app, "http://hub", raise_server_exceptions=True), site.school


def of_desks(client: TestClient) -> list[tuple[str, str]]:
    """Every method of every route under /v1."""
    (mount,) = [route for route in client.app.routes if isinstance(route, Mount)]  # type: ignore[attr-defined]
    routes = [route for route in mount.routes if isinstance(route, Route)]
    return [
        (method, mount.path + re.sub(r"\{\w+(:\w+)?\}", "0" * 64, route.path))
        for route in routes
        for method in sorted((route.methods or set()) - {"HEAD"})
    ]


def test_there_are_as_many_doors_for_desks_as_are_tried(desks: tuple[TestClient, HubSchool]) -> None:
    asked = set(of_desks(desks[0]))
    assert asked >= OPEN_TO_DESKS
    assert len(asked - OPEN_TO_DESKS) >= 8


@pytest.mark.parametrize(
    "token", ["", "Bearer", "Bearer ", f"Bearer {'x' * 43}", f"Basic {TOKEN}", "revoked", "cookie"]
)
def test_who_is_no_desk_is_told_nothing(desks: tuple[TestClient, HubSchool], site: Website, token: str) -> None:
    client, school = desks
    if token == "revoked":
        school.revoke(1)
        token = f"Bearer {TOKEN}"
    if token == "cookie":
        browser = site.browser()
        browser.register()
        token = f"Bearer {browser.client.cookies['desk']}"
    for method, path in of_desks(client):
        if (method, path) in OPEN_TO_DESKS:
            continue
        answer = client.request(method, path, headers={"authorization": token}, content=b"{}")
        assert (answer.status_code, answer.json()["error"]["code"]) == (401, "desk.unknown"), (method, path)


def test_a_desk_that_has_joined_is_heard_at_every_door(desks: tuple[TestClient, HubSchool]) -> None:
    """Else a 401 above said nothing."""
    client, _ = desks
    for method, path in of_desks(client):
        answer = client.request(method, path, headers={"authorization": f"Bearer {TOKEN}"}, content=b"{}")
        assert answer.status_code != 401, (method, path)


def test_what_is_open_to_all_names_nobody(desks: tuple[TestClient, HubSchool]) -> None:
    client, school = desks
    for method, path in OPEN_TO_DESKS:
        answer = client.request(method, path, json={"code": "AAAA-AAAA", "name": "x"})
        assert school.name not in answer.text
        assert school.id not in answer.text
