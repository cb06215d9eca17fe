"""A whole run of the website and of a desk beside it leaves no secret and nothing of a person in any log, at any level of any logger."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from school_desk.hub.app import make_app
from school_desk.hub.invitations import invite
from school_desk.hub.portal import own
from school_desk.kernel import logs
from tests.hub.portal.browser import MOBILE, NAME, PASSWORD, Browser, Website
from tests.papers import CODES

NEW, TYPED, UNKNOWN = "Anji-Longxi-88", "Geheim-4711", "Deqing-Mogan-77"
PERSON = "33050219900101123X"


def run(site: Website, browser: Browser) -> set[str]:
    """Registers, forgets, guesses, looks up, fails, joins a desk; the secrets that were in it."""
    secrets = {MOBILE, NAME, PASSWORD, NEW, TYPED, UNKNOWN, PERSON}
    browser.register()
    secrets |= {browser.client.cookies["desk"], browser.token, site.code}
    browser.post("/logout")
    browser.sign_in(CODES[0], TYPED)
    browser.sign_in(UNKNOWN, TYPED)
    browser.get("/forgot")
    browser.post("/forgot/code", login=CODES[0], mobile=MOBILE)
    secrets.add(site.code)
    browser.post("/forgot", login=CODES[0], mobile=MOBILE, code=site.code, password=NEW, again=NEW)
    browser.sign_in(CODES[0], NEW)
    secrets |= {browser.client.cookies["desk"], browser.token}
    browser.get("/certificates")
    browser.post("/certificates", name=NAME, number=PERSON)
    browser.get("/enterprise")
    code = invite(site.school)
    client = TestClient(make_app(site.school), "http://hub")
    granted = client.post(
        "/v1/join", json={"code": code, "name": "前台"}, headers={"accept": "application/json"}
    ).json()
    secrets |= {code, granted["token"]}
    headers = {"authorization": f"Bearer {granted['token']}"}
    assert client.get("/v1/seat", headers=headers).status_code == 200
    return secrets


def test_no_logger_hears_a_secret(
    site: Website, browser: Browser, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    with caplog.at_level(logging.DEBUG):
        secrets = run(site, browser)
    assert caplog.text, "something is logged at all"
    assert len(secrets) >= 14
    assert [secret for secret in secrets if secret in caplog.text] == []


def test_the_hubs_file_hides_a_person_even_in_our_own_fault(
    site: Website, browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_visit: object) -> None:
        raise KeyError(f"{NAME} {PERSON} {MOBILE}")

    monkeypatch.setattr(own, "_papers", fail)
    with logs.kept_in(tmp_path):
        run(site, browser)
    kept = (tmp_path / logs.NAME).read_text("utf-8")
    assert "KeyError" in kept
    assert [secret for secret in (NAME, PERSON, MOBILE, PASSWORD, TYPED, UNKNOWN) if secret in kept] == []
