"""The same website with its rows on a PostgreSQL server: accounts, sessions, codes and attempts are kept alike."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from school_desk.composition import open_school
from school_desk.enterprises.queries import find_by_code
from school_desk.hub.founding import found_hub
from school_desk.hub.opening import open_hub
from school_desk.kernel.clock import ScriptedClock
from school_desk.kernel.paths import DataFolder
from school_desk.overview.sign_ins import sign_ins
from school_desk.plans.commands import CreatePlan
from school_desk.terms.levels import SkillLevel
from school_desk.terms.sign_ins import SignInStep as Step
from tests.hub.portal.browser import MOBILE, PASSWORD, Website
from tests.hub.servers import Server
from tests.learners import PEOPLE
from tests.papers import CODES
from tests.school import START

pytestmark = pytest.mark.long

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
    with site.school.reading() as session:
        kept = [line.step for line in sign_ins(session, site.school.id)][::-1]
    assert kept == [Step.SIGNED_IN, *[Step.WRONG] * 4, Step.LOCKED, Step.RESET, Step.WRONG, Step.SIGNED_IN]


def test_an_enterprise_enrols_and_sees_what_it_owes(site: Website) -> None:
    browser = site.browser()
    browser.register()
    with site.school.reading() as session:
        own = find_by_code(session, site.school.id, CODES[0]) or ""
    site.approve(own)
    site.do(CreatePlan("钢筋工", SkillLevel.INTERMEDIATE, date(2026, 8, 1), date(2026, 9, 30), 80_000))
    plan_number = re.findall(r'<option value="([^"]+)">钢筋工', browser.get("/enterprise/enroll/person").text)[0]
    for name, id_number, mobile in PEOPLE[:2]:
        fields = {"name": name, "id_number": id_number, "mobile": mobile, "plan": plan_number}
        assert "报名成功" in browser.post("/enterprise/enroll/person", **fields).text
        browser.get("/enterprise/enroll/person")
        assert "已在批次" in browser.post("/enterprise/enroll/person", **fields).text, "sent twice enrols once"
    assert browser.get("/enterprise/payments").text.count("待缴费") == 2
    page = browser.get("/enterprise/enrolled").text
    assert all(name in page for name, _, _ in PEOPLE[:2])
    assert "费用审核还没有通过" in page
