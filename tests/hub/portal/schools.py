"""Hubs of schools that are under way: two enterprises with people, an exam plan before its authority, scores before theirs, certificates."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from school_desk.accounts.commands import OpenAccount
from school_desk.composition import open_school
from school_desk.enrollments.commands import ImportRoster
from school_desk.enrollments.queries import EnrolledRow, enrolled
from school_desk.hub.founding import found_hub
from school_desk.hub.opening import open_hub
from school_desk.kernel.clock import ScriptedClock
from school_desk.kernel.paths import DataFolder
from school_desk.staff.passwords import hash_password
from school_desk.terms.roles import WebRole
from tests.hub.portal.browser import PASSWORD, Browser, Website
from tests.learners import PEOPLE, given, plan, roster_entry
from tests.papers import CODES, approved_enterprise
from tests.school import START, Office

AUTHORITIES = {"330500": "huzhou", "330400": "jiaxing", "330000": "zhejiang"}


def hub_of(founded: Path, root: Path, make: Callable[[Office], Any], url: str | None = None) -> tuple[Path, Any]:
    """The folder of a Hub made of what `make` did at a desk (its rows at `url`, or there too), and what that returned."""
    shutil.copytree(founded, root / "desk")
    clock = ScriptedClock(START)
    school = open_school(DataFolder(root / "desk"), clock)
    told = make(Office(school, clock))
    found_hub(DataFolder(root / "hub"), school, url)
    school.close()
    return root / "hub", told


def website(hub: Path, copy: Path, *now: int) -> Website:
    """The website of a copy of that Hub at that moment."""
    shutil.copytree(hub, copy)
    return opened(copy, *now)


def opened(hub: Path, *now: int, url: str | None = None) -> Website:
    """The website of that Hub itself."""
    clock = ScriptedClock(datetime(*now))  # type: ignore[arg-type]
    return Website(open_hub(DataFolder(hub), clock, url), clock)


def other_person(office: Office, number: int = 5) -> EnrolledRow:
    """Somebody of a second enterprise, in another trade."""
    enterprise_id = approved_enterprise(office, 1)
    plan_id = plan(office, trade="架子工")
    entry = replace(roster_entry(number, office), trade="架子工")
    given(office, ImportRoster(enterprise_id, "名单.xlsx", "1" * 64, (entry,)))
    with office.school.reading() as session:
        (person,) = enrolled(session, office.school.id, plan_id=plan_id)
    assert person.name == PEOPLE[number][0]
    return person


def as_enterprise(site: Website, enterprise_id: str, number: int = 0) -> Browser:
    """The browser of a signed-in enterprise that a clerk had registered."""
    site.do(OpenAccount(WebRole.ENTERPRISE, CODES[number], hash_password(PASSWORD), enterprise_id))
    browser = site.browser(f"10.0.2.{number}")
    browser.sign_in(CODES[number])
    return browser


def as_authority(site: Website, code: str = "330500") -> Browser:
    """The browser of a signed-in 主管部门."""
    login = AUTHORITIES[code]
    site.do(OpenAccount(WebRole.AUTHORITY, login, hash_password(PASSWORD), authority_code=code))
    browser = site.browser(f"10.0.3.{len(login)}")
    browser.sign_in(login, **{"as": "authority"})
    return browser
