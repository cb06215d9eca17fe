"""登录记录 of the website: every way in and out is a line on the Hub, for its keeper alone; no desk gets it, no restore loses it."""

from __future__ import annotations

import json
import shutil
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from school_desk.accounts import noted
from school_desk.accounts.attempts import Limit
from school_desk.cli.main import main
from school_desk.composition import open_school
from school_desk.hub.founding import found_hub
from school_desk.hub.keeping import back_up, put_back
from school_desk.hub.opening import open_hub
from school_desk.hub.reviewers import open_reviewer
from school_desk.kernel.clock import ScriptedClock
from school_desk.kernel.paths import DataFolder
from school_desk.kernel.tables import table_of
from school_desk.overview.sign_ins import SignInLine, sign_ins
from school_desk.staff.settings import KEEP_SIGN_INS
from school_desk.staff.sign_in import sign_in
from school_desk.staff.tables import SignInEventRow
from school_desk.terms.sign_ins import SignInStep as Step
from tests.hub.portal.browser import MOBILE, NAME, PASSWORD, Browser, Website
from tests.hub.serving import RemoteDesk, served
from tests.papers import CODES
from tests.school import START

NEW, WRONG = "Anji-Longxi-88", "Geheim-4711"


def lines(site: Website) -> list[SignInLine]:
    """What is kept, the oldest first."""
    with site.school.reading() as session:
        return list(sign_ins(session, site.school.id))[::-1]


def steps(site: Website) -> list[Step]:
    return [line.step for line in lines(site)]


def signed_up(site: Website) -> Browser:
    """A registered enterprise; the lines of that are gone."""
    browser = site.browser("10.0.0.7")
    browser.register()
    browser.post("/logout")
    assert steps(site) == [Step.SIGNED_IN, Step.SIGNED_OUT]
    with site.school.database.writing() as session:
        session.connection().execute(sa.delete(table_of(SignInEventRow)))
    return browser


def test_in_and_out_are_lines_with_who_and_from_where(site: Website) -> None:
    browser = signed_up(site)
    browser.sign_in(CODES[0], WRONG)
    browser.sign_in()
    browser.post("/logout")
    told = [(line.step, line.who, line.login, line.place) for line in lines(site)]
    here = (NAME, CODES[0], "10.0.0.7")
    assert told == [(step, *here) for step in (Step.WRONG, Step.SIGNED_IN, Step.SIGNED_OUT)]


def test_signing_out_without_being_in_is_nothing(site: Website, browser: Browser) -> None:
    browser.get("/login")
    browser.post("/logout")
    assert steps(site) == []


def test_what_belongs_to_nobody_is_not_kept(site: Website, browser: Browser) -> None:
    """A password typed in the field above is no login; a 统一社会信用代码 is public, and says who looks for an account."""
    browser.sign_in(PASSWORD, "x")
    browser.sign_in(CODES[1], "x")
    browser.sign_in(PASSWORD.lower(), "x", **{"as": "authority"})
    assert [(line.step, line.who, line.login) for line in lines(site)] == [
        (Step.WRONG, "", ""),
        (Step.WRONG, "", CODES[1]),
        (Step.WRONG, "", ""),
    ]


def test_the_failure_that_locks_says_so_and_those_behind_it_are_no_lines(site: Website) -> None:
    browser = signed_up(site)
    for _ in range(8):
        browser.sign_in(CODES[0], WRONG)
    assert steps(site) == [Step.WRONG] * 4 + [Step.LOCKED]


def test_passwords_set_anew_and_changed_are_lines(site: Website, browser: Browser) -> None:
    signed_up(site)
    browser.get("/forgot")
    browser.post("/forgot/code", login=CODES[0], mobile=MOBILE)
    wrong = "000000" if site.code != "000000" else "000001"
    browser.post("/forgot", login=CODES[0], mobile=MOBILE, code=wrong, password=NEW, again=NEW)
    browser.post("/forgot", login=CODES[0], mobile=MOBILE, code=site.code, password=NEW, again=NEW)
    browser.sign_in(CODES[0], NEW)
    browser.get("/password")
    browser.post("/password", old=WRONG, password=PASSWORD, again=PASSWORD)
    browser.post("/password", old=NEW, password=PASSWORD, again=PASSWORD)
    assert steps(site) == [Step.WRONG_CODE, Step.RESET, Step.SIGNED_IN, Step.WRONG_OLD, Step.CHANGED]
    assert {line.who for line in lines(site)} == {NAME}


def test_the_keeper_resets_an_authoritys(site: Website) -> None:
    for password in (PASSWORD, NEW):
        open_reviewer(site.school, "330500", "huzhou", password)
    (line,) = lines(site)
    assert (line.step, line.who, line.place) == (Step.RESET, "湖州市住房和城乡建设局", "总台管理员")


def test_strangers_do_not_fill_the_disk(site: Website, browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    few = Limit("sign_in/noted", 3, timedelta(hours=1), timedelta(hours=1), "")
    monkeypatch.setattr(noted, "MOST_FAILURES", few)
    for number in range(5):
        browser.sign_in(f"nobody-{number}", "x")
    assert steps(site) == [Step.WRONG, Step.WRONG, Step.CROWDED]


def test_old_lines_go(site: Website) -> None:
    browser = signed_up(site)
    browser.sign_in()
    site.clock.move_to(site.clock.now() + timedelta(days=KEEP_SIGN_INS.default + 1))
    browser.sign_in()
    assert steps(site) == [Step.SIGNED_IN]


def test_a_backup_brings_them_back(site: Website, tmp_path: Path) -> None:
    signed_up(site).sign_in()
    before = lines(site)
    back_up(site.school, tmp_path / "hub.zip")
    site.school.close()
    put_back(tmp_path / "hub.zip", site.school.folder, site.clock)
    site.school = open_hub(site.school.folder, site.clock)
    assert lines(site) == before != []


def test_each_computer_keeps_its_own(founded: Path, tmp_path: Path) -> None:
    """None travels with the data: not to the Hub that is made of a desk's, not to a desk that joins, and that desk loses none."""
    clock = ScriptedClock(START)
    shutil.copytree(founded, tmp_path / "desk")
    school = open_school(DataFolder(tmp_path / "desk"), clock)
    sign_in(school.database, school.id, "admin", "Huzhou-2026", clock.now())
    with school.reading() as session:
        own = sign_ins(session, school.id)
    found_hub(DataFolder(tmp_path / "hub"), school)
    school.close()
    with served(DataFolder(tmp_path / "hub"), clock) as (hub, address):
        old, new = (RemoteDesk(tmp_path / name, hub, address, clock) for name in ("desk", "new"))
        for place, wanted in ((old.school, own), (new.school, ()), (hub, ())):
            with place.reading() as session:
                assert sign_ins(session, place.id) == wanted
        old.school.close()
        new.school.close()
    assert len(own) == 1


def test_the_keeper_reads_them(site: Website, capsys: pytest.CaptureFixture[str]) -> None:
    browser = signed_up(site)
    browser.sign_in(PASSWORD, "x")
    browser.sign_in()
    told = ["--data", str(site.school.folder.root), "hub", "sign-ins"]
    assert main([*told, "--json"]) == 0
    newest, oldest = json.loads(capsys.readouterr().out)
    assert newest == {
        "at": lines(site)[-1].at.isoformat(),
        "door": "enterprise",
        "step": "signed_in",
        "who": NAME,
        "login": CODES[0],
        "place": "10.0.0.7",
    }
    assert (oldest["step"], oldest["login"]) == ("wrong", "")
    assert main([*told, "--last", "1"]) == 0
    said = capsys.readouterr().out.splitlines()
    assert len(said) == 2
    assert NAME in said[1]
    assert PASSWORD not in "".join(said)
