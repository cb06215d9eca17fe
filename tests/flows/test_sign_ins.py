"""登录记录 of a desk: who came in, was refused or left on this computer, and nothing that might be somebody's password."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta

import pytest

from school_desk.kernel.commands import Actor
from school_desk.kernel.errors import EnvironmentFault, RuleViolation
from school_desk.overview import sign_ins
from school_desk.overview.sign_ins import SignInLine, sign_in_count
from school_desk.staff import queries, sign_in_log
from school_desk.staff import sign_in as entrance
from school_desk.staff.commands import ChangeSetting
from school_desk.staff.domain import MAX_FAILURES
from school_desk.staff.own_password import own_password
from school_desk.staff.settings import KEEP_SIGN_INS
from school_desk.staff.sign_in import sign_in, sign_out, unlock
from school_desk.staff.sign_in_log import this_computer
from school_desk.terms.sign_ins import Door, SignInStep
from tests.school import Office

RIGHT, WRONG = "Huzhou-2026", "Geheim-4711"


def enter(office: Office, login: str, password: str) -> None:
    """Tries to sign in."""
    with suppress(RuleViolation):
        sign_in(office.school.database, office.school.id, login, password, office.clock.now())


def admin(office: Office) -> Actor:
    with office.school.reading() as session:
        found = queries.actor(session, office.school.id, "admin")
    assert found is not None
    return found


def lines(office: Office, *, failures: bool = False) -> list[SignInLine]:
    """What is kept, the oldest first."""
    with office.school.reading() as session:
        return list(sign_ins.sign_ins(session, office.school.id, failures=failures))[::-1]


def steps(office: Office) -> list[SignInStep]:
    return [line.step for line in lines(office)]


def test_what_happens_at_the_door_is_kept_with_who_and_where(office: Office) -> None:
    enter(office, "admin", WRONG)
    enter(office, " ADMIN ", RIGHT)
    sign_out(office.school.database, office.school.id, admin(office).id, office.clock.now())
    told = [(line.step, line.who, line.login, line.place, line.door) for line in lines(office)]
    here = ("管理员", "admin", this_computer(), Door.STAFF)
    assert told == [(step, *here) for step in (SignInStep.WRONG, SignInStep.SIGNED_IN, SignInStep.SIGNED_OUT)]
    assert [line.step for line in lines(office, failures=True)] == [SignInStep.WRONG]


def test_a_password_typed_as_a_login_is_not_kept(office: Office) -> None:
    enter(office, WRONG, "x")
    (line,) = lines(office)
    assert (line.step, line.who, line.login) == (SignInStep.WRONG, "", "")


def test_who_and_where_are_sealed_in_the_file(office: Office) -> None:
    enter(office, "admin", RIGHT)
    with office.school.database.reading() as session:
        ((login, place),) = session.connection().exec_driver_sql("SELECT login, place FROM sign_in_event").all()
    assert office.school.database.cipher.open(login) == b"admin"
    assert this_computer().encode() not in place


def test_locking_is_one_line_and_letting_in_again_is_another(office: Office) -> None:
    for _ in range(MAX_FAILURES + 3):
        enter(office, "admin", WRONG)
    assert steps(office) == [SignInStep.WRONG] * (MAX_FAILURES - 1) + [SignInStep.LOCKED]
    me = admin(office)
    for _ in range(2):
        unlock(office.school.database, office.school.id, me.id, me, office.clock.now())
    assert steps(office)[MAX_FAILURES:] == [SignInStep.UNLOCKED]


def test_a_wrong_old_password_is_no_sign_in(office: Office) -> None:
    me, school = admin(office), office.school
    with pytest.raises(RuleViolation):
        own_password(school.database, school.id, me, "Anji-Longxi-88", old=WRONG, now=office.clock.now())
    own_password(school.database, school.id, me, "Anji-Longxi-88", old=RIGHT, now=office.clock.now())
    assert steps(office) == [SignInStep.WRONG_OLD]


def test_old_lines_go_when_somebody_signs_in(office: Office) -> None:
    enter(office, "admin", WRONG)
    shorter = ChangeSetting(KEEP_SIGN_INS.key, 180, date(2026, 8, 3))
    office.do(shorter, office.admin)
    office.clock.move_to(office.clock.now() + timedelta(days=179))
    enter(office, "admin", RIGHT)
    assert steps(office) == [SignInStep.WRONG, SignInStep.SIGNED_IN]
    office.clock.move_to(office.clock.now() + timedelta(days=2))
    enter(office, "admin", RIGHT)
    assert steps(office) == [SignInStep.SIGNED_IN] * 2


def test_they_are_kept_half_a_year_at_least(office: Office) -> None:
    refused = office.refused(ChangeSetting(KEEP_SIGN_INS.key, 179, date(2026, 8, 3)), office.admin)
    assert "180 到 3650" in refused.message


def test_a_full_disk_keeps_nobody_out(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise EnvironmentFault("disk.full", "磁盘已满。")

    monkeypatch.setattr(entrance, sign_in_log.note.__name__, full)
    assert sign_in(office.school.database, office.school.id, "admin", RIGHT, office.clock.now()).name == "管理员"


def test_the_list_comes_in_pages(office: Office) -> None:
    for _ in range(3):
        enter(office, "nobody", "x")
    with office.school.reading() as session:
        newest = sign_ins.sign_ins(session, office.school.id, limit=2)
        rest = sign_ins.sign_ins(session, office.school.id, before_id=newest[-1].id)
        assert sign_in_count(session, office.school.id) == 3
    assert [line.id for line in (*newest, *rest)] == [line.id for line in lines(office)][::-1]


def test_nothing_of_it_is_a_decision(office: Office) -> None:
    before = office.dump()
    enter(office, "admin", WRONG)
    enter(office, "admin", RIGHT)
    assert office.dump() == before
