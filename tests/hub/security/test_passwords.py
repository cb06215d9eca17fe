"""How passwords are kept and which are taken; hashes of an older make are made anew by whoever signs in, on the website and at a desk."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher, Type, extract_parameters

from school_desk.accounts.commands import OpenAccount
from school_desk.accounts.queries import accounts
from school_desk.kernel.errors import RuleViolation
from school_desk.kernel.resources import resource_path
from school_desk.kernel.tables import JournalRow
from school_desk.staff import queries
from school_desk.staff.commands import AddStaff
from school_desk.staff.domain import MIN_PASSWORD, OWN_WORDS, check_password
from school_desk.staff.own_password import renewed
from school_desk.staff.passwords import hash_password, is_outdated, password_matches
from school_desk.terms.roles import Role, WebRole
from tests.hub.portal.browser import PASSWORD, Browser, Website
from tests.papers import CODES
from tests.school import Office, office

__all__ = ["office"]
WEAK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


def test_hashes_are_argon2id_of_64_mib() -> None:
    made = extract_parameters(hash_password(PASSWORD))
    assert (made.type, made.memory_cost, made.time_cost, made.parallelism) == (Type.ID, 65536, 3, 4)
    assert (made.hash_len, made.salt_len) == (32, 16)
    assert hash_password(PASSWORD) != hash_password(PASSWORD)


def test_only_another_make_is_outdated() -> None:
    assert not is_outdated(hash_password(PASSWORD))
    assert is_outdated(WEAK.hash(PASSWORD))


def test_the_website_makes_an_old_hash_anew(site: Website, browser: Browser) -> None:
    site.do(OpenAccount(WebRole.AUTHORITY, "huzhou", WEAK.hash(PASSWORD), authority_code="330500"))
    for _ in range(2):
        browser.sign_in("huzhou", **{"as": "authority"})
        assert browser.path == "/home"
        browser.post("/logout")
    with site.school.reading() as session:
        (account,) = accounts(session, site.school.id, WebRole.AUTHORITY)
        changed = session.scalars(sa.select(JournalRow).where(JournalRow.name == "ChangeAccountPassword")).all()
    assert not is_outdated(account.password_hash)
    assert password_matches(account.password_hash, PASSWORD)
    assert len(changed) == 1, "and once"


def test_a_desk_makes_an_old_hash_anew(office: Office) -> None:
    office.do(AddStaff("wu", "吴考务", (Role.EXAM,), WEAK.hash(PASSWORD), must_change_password=False), office.admin)
    school = office.school
    with school.reading() as session:
        wu = queries.actor(session, school.id, "wu")
    assert wu is not None
    command = renewed(school.database, school.id, wu, PASSWORD)
    assert command is not None
    school.execute(command, wu)
    assert renewed(school.database, school.id, wu, PASSWORD) is None


def test_what_is_typed_is_compared_to_the_last_letter(site: Website, browser: Browser) -> None:
    longest = ("Anji-Longxi-" * 11)[:128]
    site.do(OpenAccount(WebRole.AUTHORITY, "huzhou", hash_password(longest), authority_code="330500"))
    for typed, path in (
        (longest + "x", "/login"),
        (longest[:-1], "/login"),
        (longest.upper(), "/login"),
        (longest, "/home"),
    ):
        browser.sign_in("huzhou", typed, **{"as": "authority"})
        assert browser.path == path


def test_what_everybody_tries_first_is_nobodys_password() -> None:
    known = [line for line in resource_path("passwords.txt").read_text("utf-8").splitlines() if line[:1] != "#"]
    assert len(known) == len({*known}) == 5000
    assert all(len(word) >= MIN_PASSWORD for word in known)
    for password in (known[0], known[-1], known[-1].title(), "qwertyuiop", "1q2w3e4r5t"):
        with pytest.raises(RuleViolation, match="太容易被猜到"):
            check_password(password, "shen")


@pytest.mark.parametrize("word", sorted(OWN_WORDS))
def test_nor_is_a_word_of_the_house_with_a_number(word: str) -> None:
    with pytest.raises(RuleViolation, match="太容易被猜到"):
        check_password(f"{word.title()}@2026", "shen")


@pytest.mark.parametrize(
    "password", ["correct horse battery staple", "长" * 40 + "城上下", " 两边 有 空格 的 ", "a" * 60 + "bcd"]
)
def test_any_composition_will_do(password: str) -> None:
    check_password(password, "shen")


def test_an_unknown_login_and_a_known_one_look_the_same(site: Website, browser: Browser) -> None:
    """Nor does an overlong password tell them apart."""
    browser.register()
    browser.post("/logout")
    pages = [browser.sign_in(code, "x" * 200) for code in CODES[:2]]
    assert {page.status_code for page in pages} == {422}
    assert len({page.text.split("<main", 1)[1].split('name="form"')[0] for page in pages}) == 1
