"""The website of a Hub on which the office decides too: what is seen after a decision is what the contact sees."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from school_desk.accounts.commands import OpenAccount
from school_desk.accounts.queries import find_account
from school_desk.enrollments.commands import AttachPhoto
from school_desk.enrollments.queries import EnrolledRow
from school_desk.enterprises.queries import find_by_code
from school_desk.hub.opening import HubSchool
from school_desk.kernel.bus import Outcome
from school_desk.kernel.commands import Actor, Command
from school_desk.staff.passwords import hash_password
from school_desk.terms.roles import WebRole
from tests.hub.portal.browser import PASSWORD, Website, jpeg
from tests.hub.portal.conftest import hub_folder, site
from tests.hub.portal.schools import AUTHORITIES, hub_of, website
from tests.learners import given
from tests.manual.website.contact import Contact
from tests.papers import CODES, approved_enterprise
from tests.results import approved_scores
from tests.school import Office, founded

__all__ = ["founded", "hub_folder", "site"]
_HASHED = hash_password(PASSWORD)


class _Decided:
    """A Hub's school as an office knows one."""

    def __init__(self, hub: HubSchool) -> None:
        self.id, self.name, self.blobs, self.reading = hub.id, hub.name, hub.blobs, hub.reading
        self._bus = hub.bus

    def execute(self, command: Command, actor: Actor) -> Outcome:
        return self._bus.execute(command, actor)


class HubOffice(Office):
    """The school's people, whose decisions stand on the website at once. Their undo is proved on a desk."""

    def __init__(self, site: Website) -> None:
        super().__init__(_Decided(site.school), site.clock)  # type: ignore[arg-type]

    def do(self, command: Command, actor: Actor | None = None) -> Any:
        """Carries out `command`."""
        return self.school.execute(command, actor or self.clerk).result


@pytest.fixture(scope="session")
def passed_hub(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, tuple[EnrolledRow, ...]]:
    """A Hub's folder and two people of the first enterprise who have passed, on 2026-10-21; no number has come."""

    def pass_two(office: Office) -> tuple[EnrolledRow, ...]:
        _, people = approved_scores(office, 2)
        for person in people:
            given(office, AttachPhoto(person.id, office.store(jpeg(person.name), "face.jpg")))
        return people

    return hub_of(founded, tmp_path_factory.mktemp("passed"), pass_two)


@pytest.fixture
def passed_site(passed_hub: tuple[Path, Any], tmp_path: Path) -> Iterator[Website]:
    """The website of a copy of it."""
    opened = website(passed_hub[0], tmp_path / "passed", 2026, 10, 21, 9)
    yield opened
    opened.school.close()


@pytest.fixture
def passed(passed_hub: tuple[Path, tuple[EnrolledRow, ...]]) -> tuple[EnrolledRow, ...]:
    """The two people."""
    return passed_hub[1]


@pytest.fixture
def office(site: Website) -> Office:
    """The school's people."""
    return HubOffice(site)


@pytest.fixture
def visitor(site: Website) -> Contact:
    """Somebody who has just opened the site."""
    return Contact(site.browser())


@pytest.fixture
def signed_in(site: Website, office: Office) -> Callable[[], Contact]:
    """The contact of the first enterprise on its first page, signed in again where the session ended as the office's days went by."""
    contact = Contact(site.browser())

    def sign_in() -> Contact:
        if contact.open("/home").heading != "登录":
            return contact
        with office.school.reading() as session:
            enterprise_id = find_by_code(session, office.school.id, CODES[0])
            known = find_account(session, office.school.id, WebRole.ENTERPRISE, CODES[0])
        if known is None:
            office.do(OpenAccount(WebRole.ENTERPRISE, CODES[0], _HASHED, enterprise_id), office.admin)
        contact.sign_in()
        return contact

    return sign_in


@pytest.fixture
def contact(office: Office, signed_in: Callable[[], Contact]) -> Contact:
    """The same, of an enterprise that may enrol and has not yet."""
    approved_enterprise(office)
    return signed_in()


@pytest.fixture
def authority(site: Website, office: Office) -> Callable[[str], Contact]:
    """Somebody of a 主管部门 by its region's code, signed in."""

    def sign_in(code: str) -> Contact:
        office.do(OpenAccount(WebRole.AUTHORITY, AUTHORITIES[code], _HASHED, authority_code=code), office.admin)
        reviewer = Contact(site.browser("10.0.3.1"))
        reviewer.sign_in(AUTHORITIES[code], on="主管部门")
        return reviewer

    return sign_in
