"""What comes in with files: so many at a time, of strangers by their address, of others by their account."""

from __future__ import annotations

from contextlib import ExitStack

from school_desk.accounts.queries import accounts
from school_desk.documents.reading.paper import PaperReading
from school_desk.hub.portal.bodies import ACCOUNTS, STRANGERS
from school_desk.terms.roles import WebRole
from tests.hub.portal.browser import Browser, Website, reading


def send_files(browser: Browser, path: str) -> int:
    form = {"content-type": "multipart/form-data; boundary=x"}
    return browser.client.post(path, content=b"--x--", headers=form).status_code


def test_strangers_photos_come_in_so_many_at_a_time(browser: Browser) -> None:
    with ExitStack() as places:
        for _ in range(STRANGERS.of_one):
            places.enter_context(STRANGERS.one("10.0.0.1"))
        assert send_files(browser, "/register") == 503
        assert browser.get("/register").status_code == 200
        assert browser.client.post("/login", data={"form": ""}).status_code == 403, "a small form waits for nobody"
    assert send_files(browser, "/register") == 403
    with ExitStack() as places:
        for number in range(STRANGERS.most):
            places.enter_context(STRANGERS.one(f"10.1.0.{number}"))
        assert send_files(browser, "/register") == 503
    assert send_files(browser, "/register") == 403


def test_an_accounts_files_come_in_so_many_at_a_time_from_wherever(site: Website, browser: Browser) -> None:
    """They are counted an hour only once they are here: twenty megabytes each would lie in memory, as slowly as the sender likes."""
    browser.register()
    elsewhere = site.browser("10.0.0.2")
    elsewhere.sign_in()
    with site.school.database.reading() as session:
        (account,) = accounts(session, site.school.id, WebRole.ENTERPRISE)
    with ExitStack() as places:
        for _ in range(ACCOUNTS.of_one):
            places.enter_context(ACCOUNTS.one(account.id))
        for one in (browser, elsewhere):
            for path in ("/enterprise/enroll", "/enterprise/papers", "/enterprise/enroll/person"):
                assert send_files(one, path) == 503, path
        assert browser.get("/enterprise").status_code == 200
        assert send_files(site.browser("10.0.0.3"), "/register") == 403, "nobody else waits for them"
    assert send_files(browser, "/enterprise/enroll") == 403
    with ExitStack() as places:
        for number in range(ACCOUNTS.most):
            places.enter_context(ACCOUNTS.one(str(number)))
        assert send_files(browser, "/enterprise/enroll") == 503
    assert send_files(browser, "/enterprise/enroll") == 403


def test_what_lies_in_memory_counts_until_it_is_answered(site: Website, browser: Browser) -> None:
    held: list[int] = []

    def says(kind: str) -> PaperReading:
        held.append(STRANGERS._taken["10.0.0.1"])
        return reading(kind)

    site.reader.says = says
    browser.photos()
    assert held == [1, 1, 1]
    assert STRANGERS._taken.total() == 0


def test_a_field_of_a_form_with_files_is_no_file(browser: Browser) -> None:
    browser.get("/register")
    photo = {"yyzz": ("yyzz.jpg", b"x", "image/jpeg")}
    assert browser.client.post("/register", data={"form": "x" * 16 * 1024}, files=photo).status_code == 403
    assert browser.client.post("/register", data={"form": "x" * (16 * 1024 + 1)}, files=photo).status_code == 400
