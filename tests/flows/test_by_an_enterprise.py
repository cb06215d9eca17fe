"""What an enterprise does on the website: for itself only, and it learns nothing of what others have registered."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from school_desk.accounts.commands import OpenAccount
from school_desk.enrollments.commands import ImportRoster, RosterOutcome
from school_desk.enterprises.commands import EditEnterprise, Paper, ReplacePaper, ResubmitEnterprise
from school_desk.exams.commands import ApplyForExam
from school_desk.kernel.commands import Actor
from school_desk.payments.commands import RegisterSlip
from school_desk.terms.roles import WebRole
from school_desk.terms.uploads import DocumentKind
from tests.flows.cashier import COMPANY, COMPANY_ACCOUNT, OWN_ACCOUNT
from tests.learners import enrol, given, learn, open_accounts, plan, roster_entry
from tests.papers import CODES, approved_enterprise
from tests.school import Office


def on_the_website(office: Office, enterprise_id: str, number: int = 0) -> Actor:
    """The enterprise, signed in."""
    opening = OpenAccount(WebRole.ENTERPRISE, CODES[number], "hash", enterprise_id)
    account_id = given(office, opening, office.admin)["account_id"]
    return Actor(account_id, f"企业{number}", frozenset({WebRole.ENTERPRISE.value}))


@pytest.fixture
def both(office: Office) -> tuple[tuple[str, Actor], tuple[str, Actor]]:
    ids = [approved_enterprise(office, number) for number in (0, 1)]
    first, second = ((ids[number], on_the_website(office, ids[number], number)) for number in (0, 1))
    return first, second


def test_it_enrols_its_own_people_and_nobody_elses(office: Office, both: tuple[tuple[str, Actor], ...]) -> None:
    (own, actor), (other, _) = both
    plan(office)
    entries = (roster_entry(0, office),)
    outcome: RosterOutcome = office.do(ImportRoster(own, "名单.xlsx", "0" * 64, entries), actor)
    assert outcome.count("imported") == 1
    assert office.refused(ImportRoster(other, "名单.xlsx", "1" * 64, entries), actor).code == "account.another"


def test_it_is_not_told_what_others_registered(office: Office, both: tuple[tuple[str, Actor], ...]) -> None:
    (own, actor), (other, others) = both
    plan(office)
    given(office, ImportRoster(own, "名单.xlsx", "0" * 64, (roster_entry(0, office),)), actor)
    told = []
    for entry in (roster_entry(0, office), replace(roster_entry(0, office), name="张三")):
        outcome: RosterOutcome = given(office, ImportRoster(other, "名单.xlsx", "1" * 64, (entry,)), others)
        (row,) = outcome.rows
        assert row.state == "failed"
        told.append(" ".join(row.reasons))
    assert "已由其他单位报名" in told[0]
    assert "与所填姓名不同" in told[1]
    assert not [word for word in ("康霞", "BM2026", "湖州") for text in told if word in text]
    (row,) = given(
        office, ImportRoster(other, "名单.xlsx", "1" * 64, (roster_entry(1, office, trade="架子工"),)), others
    ).rows
    assert "请联系培训学校" in row.reasons[0]


def test_it_applies_for_its_own_people(office: Office, both: tuple[tuple[str, Actor], ...]) -> None:
    (own, actor), (_, others) = both
    people = enrol(office, 1, enterprise_id=own)
    open_accounts(office, people)
    learn(office, people)
    person = people[0].id
    (row,) = office.do(ApplyForExam((person,)), others)
    assert (row.state, row.name, row.reasons) == ("failed", "", ("找不到这条报名。",))
    (row,) = office.do(ApplyForExam((person,)), actor)
    assert row.state == "imported"


def test_it_changes_its_own_registration_and_nobody_elses(office: Office, both: tuple[tuple[str, Actor], ...]) -> None:
    """Whoever could change another's telephone could set its password anew."""
    (own, actor), (other, _) = both
    edit = EditEnterprise(own, None, None, "湖州市新路1号", "330502", "13900001111")
    paper = Paper(DocumentKind.YYZZ, office.store(b"better", "yyzz.jpg"))
    for command in (replace(edit, enterprise_id=other), ReplacePaper(other, paper), ResubmitEnterprise(other)):
        assert office.refused(command, actor).code == "account.another", command
    nobody = Actor("no account", "企业", frozenset({WebRole.ENTERPRISE.value}))
    assert office.refused(edit, nobody).code == "account.another"
    office.do(edit, actor)
    assert office.refused(ReplacePaper(own, paper), actor).code == "enterprise.papers_settled"
    assert office.refused(ResubmitEnterprise(own), actor).code != "account.another"
    office.do(replace(edit, enterprise_id=other), office.clerk)


def test_its_slips_are_its_own(office: Office, both: tuple[tuple[str, Actor], ...]) -> None:
    (own, actor), (other, others) = both
    slip = RegisterSlip(
        office.store(b"slip"), COMPANY, COMPANY_ACCOUNT, OWN_ACCOUNT, 80_000, date(2026, 8, 3), "0918311702411100", own
    )
    assert office.refused(slip, others).code == "account.another"
    assert office.refused(replace(slip, enterprise_id=None), actor).code == "account.another"
    office.do(slip, actor)
    refused = office.refused(replace(slip, enterprise_id=other), others)
    assert refused.code == "slip.duplicate"
    assert COMPANY not in refused.message
    assert COMPANY in office.refused(slip, actor).message
