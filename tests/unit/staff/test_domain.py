"""Rules of sign-in names, passwords, roles and lock-outs; and the hashes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from school_desk.kernel.errors import RuleViolation
from school_desk.staff.domain import MAX_FAILURES, check_login_name, check_password, check_roles, lock_after
from school_desk.staff.passwords import hash_password, password_matches
from school_desk.terms.roles import Role

NOW = datetime(2026, 8, 3, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "login"),
    [("  Shen.Li ", "shen.li"), ("沈文员", "沈文员"), ("a1", "a1"), ("x" * 40, "x" * 40), ("li_si-2", "li_si-2")],
)
def test_a_login_name_is_kept_as_people_type_it_again(typed: str, login: str) -> None:
    assert check_login_name(typed) == login
    assert check_login_name(login) == login


@pytest.mark.parametrize(
    "typed", ["", " ", "x", "沈", "沈 文员", "shen li", "x" * 41, "沈" * 11, "shen沈", "a@b", "a\nb"]
)
def test_other_login_names_are_refused(typed: str) -> None:
    with pytest.raises(RuleViolation, match="登录名请用") as refusal:
        check_login_name(typed)
    assert (refusal.value.code, refusal.value.field) == ("staff.login_name", "login_name")


@pytest.mark.parametrize("password", ["Huzhou-2026", "钢筋工培训计划八月", "x7k2m9p4"])
def test_a_decent_password_will_do(password: str) -> None:
    check_password(password, "shen")


@pytest.mark.parametrize(
    "password",
    [
        "",
        "a1b2c3d",
        "111111",
        "11111111",
        "aaaa1111",
        "PassWord",
        "12345678",
        "abcd1234",
        "SHEN-2026",
        "我的shen密码123",
    ],
)
def test_a_password_that_is_guessed_is_refused(password: str) -> None:
    with pytest.raises(RuleViolation) as refusal:
        check_password(password, "shen")
    assert (refusal.value.code, refusal.value.field) == ("staff.password", "password")
    assert "111111" not in refusal.value.message


@given(st.sets(st.sampled_from(sorted(Role)), min_size=1))
def test_roles_come_in_their_order_once(roles: set[Role]) -> None:
    checked = check_roles([*roles, *sorted(roles)])
    assert list(checked) == [role for role in Role if role in roles]


@pytest.mark.parametrize("roles", [[], ["boss"], ["clerk", "boss"]])
def test_unknown_roles_are_refused(roles: list[str]) -> None:
    with pytest.raises(RuleViolation, match="至少选择一个角色") as refusal:
        check_roles(roles)
    assert refusal.value.field == "roles"


def test_an_account_is_locked_from_the_fifth_failure_on() -> None:
    assert [lock_after(failures, NOW) for failures in range(MAX_FAILURES)] == [None] * MAX_FAILURES
    assert lock_after(MAX_FAILURES, NOW) == lock_after(99, NOW) == NOW + timedelta(minutes=10)


def test_a_hash_knows_its_password_and_no_other() -> None:
    made = hash_password("Huzhou-2026")
    assert made.startswith("$argon2id$")
    assert len(made) <= 200, "as wide as its column"
    assert "Huzhou" not in made
    assert password_matches(made, "Huzhou-2026")
    assert not password_matches(made, "huzhou-2026")
    assert hash_password("Huzhou-2026") != made
