"""The same website with its rows on a PostgreSQL server: accounts, sessions, codes and attempts are kept alike."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from school_desk.composition import open_school
from school_desk.hub.founding import found_hub
from school_desk.hub.opening import open_hub
from school_desk.kernel.clock import ScriptedClock
from school_desk.kernel.paths import DataFolder
from tests.hub.portal.browser import MOBILE, PASSWORD, Website
from tests.hub.servers import Server
from tests.papers import CODES
from tests.school import START

NEW = "Anji-Longxi-88"


@pytest.fixture
def site(founded: Path, tmp_path: Path, server: Server) -> Iterator[Website]:
    shutil.copytree(founded, tmp_path / "desk")
    clock, folder, url = ScriptedClock(START), DataFolder(tmp_path / "hub"), server.make("portal")
    school = open_school(DataFolder(tmp_path / "desk"), clock)
    found_hub(folder, school, url)
    school.close()
    hub = open_hub(folder, clock, url)
    yield Website(hub, clock)
    hub.close()


def test_an_enterprise_registers_forgets_is_locked_and_changes_itself(site: Website) -> None:
    browser, other = site.browser(), site.browser("10.0.0.2")
    browser.register()
    assert browser.path == "/enterprise"
    other.photos()
    assert "企业不能重复注册" in other.unit().text
    for _ in range(5):
        assert other.sign_in(CODES[0], "wrong").status_code == 422
    assert other.sign_in().status_code == 429
    site.clock.move_to(site.clock.now() + timedelta(minutes=2))
    other.get("/forgot")
    other.post("/forgot/code", login=CODES[0], mobile=MOBILE)
    other.post("/forgot", login=CODES[0], mobile=MOBILE, code=site.code, password=NEW, again=NEW)
    assert browser.get("/home").url.path == "/login"
    other.sign_in(CODES[0], PASSWORD)
    assert other.path == "/login"
    other.sign_in(CODES[0], NEW)
    other.get("/enterprise/edit")
    fields = {"contact_name": "王芳", "contact_mobile": "", "address": "新路1号", "region_code": "330402"}
    assert "嘉兴" in other.post("/enterprise/edit", **fields).text
    other.get("/certificates")
    assert "没有查到" in other.post("/certificates", name="王芳", number="1").text
