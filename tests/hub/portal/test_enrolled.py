"""已报名列表 on the website: hours, 申请考试, 准考证 once it may be had, and the text for 通知学员; of one's own people only."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from school_desk.enrollments.commands import AttachPhoto
from school_desk.enrollments.queries import EnrolledRow
from school_desk.exams.applications import applications
from school_desk.exams.queries import exam_plans
from school_desk.hub.portal import enrolled as page_of
from school_desk.kernel.clock import local_date
from school_desk.overview.journal_list import JournalWanted, journal_list
from tests.examinations import full_plan
from tests.hub.portal.browser import Website, jpeg
from tests.hub.portal.schools import as_enterprise, hub_of, other_person, website
from tests.learners import enrol, given, learn, open_accounts
from tests.results import approve_plan
from tests.school import Office

People = tuple[EnrolledRow, ...]


def _learning(office: Office) -> People:
    """Three of one enterprise, of whom two have their hours, and one of another."""
    stranger, people = other_person(office), enrol(office, 3)
    for person in people:
        given(office, AttachPhoto(person.id, office.store(jpeg(person.name), "face.jpg")))
    open_accounts(office, people)
    learn(office, people[:2])
    learn(office, people[2:], hours=21)
    return (*people, stranger)


def _examined(office: Office) -> People:
    *people, stranger = _learning(office)
    full_plan(office, *people[:2])
    return (*people, stranger)


def _approved(office: Office) -> People:
    people = _examined(office)
    with office.school.reading() as session:
        (plan,) = exam_plans(session, office.school.id)
    approve_plan(office, plan.id)
    return people


@pytest.fixture(scope="module")
def made(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, People]]:
    """Hubs' folders and their people: before the exam, with a plan not reported yet, with an approved one."""
    steps: dict[str, Callable[[Office], People]] = {"learning": _learning, "planned": _examined, "approved": _approved}
    return {name: hub_of(founded, tmp_path_factory.mktemp(name), make) for name, make in steps.items()}


@pytest.fixture
def opened(made: dict[str, Any], tmp_path: Path) -> Iterator[Callable[[str], tuple[Website, People]]]:
    sites = []

    def open_one(name: str) -> tuple[Website, People]:
        folder, people = made[name]
        sites.append(website(folder, tmp_path / name, 2026, 10, 9, 9))
        return sites[-1], people

    yield open_one
    for site in sites:
        site.school.close()


def have_applied(site: Website) -> set[str]:
    with site.school.reading() as session:
        return set(applications(session, site.school.id, local_date(site.clock.now())))


def test_the_hours_and_the_application(opened: Callable[[str], tuple[Website, People]]) -> None:
    site, (first, second, third, stranger) = opened("learning")
    browser = as_enterprise(site, first.enterprise_id)
    page = browser.get("/enterprise/enrolled").text
    for word in (first.name, third.name, "学时已达标", "差 3 学时", "已学 21，应学 24", "可以申请考试"):
        assert word in page, word
    assert stranger.name not in page
    assert f"pick.{third.id}" not in page, "who lacks hours cannot be ticked"
    assert "请先勾选" in browser.post("/enterprise/enrolled/apply").text
    told = browser.post("/enterprise/enrolled/apply", **{f"pick.{third.id}": "1"})
    assert (told.status_code, "差 3 学时（已学 21，应学 24）" in told.text) == (422, True)
    assert have_applied(site) == set()
    done = browser.post("/enterprise/enrolled/apply", **{f"pick.{p.id}": "1" for p in (first, second)})
    assert "已申请考试。" in done.text
    assert have_applied(site) == {first.id, second.id}
    again = browser.post("/enterprise/enrolled/apply", **{f"pick.{first.id}": "1"})
    assert "已申请考试（" in again.text


def test_nobody_applies_for_anothers_people(opened: Callable[[str], tuple[Website, People]]) -> None:
    site, (first, _, _, stranger) = opened("learning")
    other = as_enterprise(site, stranger.enterprise_id, 1)
    page = other.get("/enterprise/enrolled").text
    assert stranger.name in page
    assert first.name not in page
    told = other.post("/enterprise/enrolled/apply", **{f"pick.{first.id}": "1"})
    assert "请先勾选" in told.text
    assert first.name not in told.text
    assert have_applied(site) == set()


def test_no_ticket_before_the_plan_is_approved(opened: Callable[[str], tuple[Website, People]]) -> None:
    site, (first, _, third, _) = opened("planned")
    browser = as_enterprise(site, first.enterprise_id)
    page = browser.get("/enterprise/enrolled").text
    assert "考核计划未上报" in page
    assert "ticket.pdf" not in page
    answer = browser.get(f"/enterprise/enrolled/{first.id}/ticket.pdf")
    assert (answer.status_code, "考核计划还没有审核通过" in answer.text) == (409, True)
    assert browser.get(f"/enterprise/enrolled/{third.id}/ticket.pdf").status_code == 404
    assert "还没有已审核的考核计划" in browser.get("/enterprise/enrolled/notices").text


def test_there_are_texts_for_those_who_are_still_learning(opened: Callable[[str], tuple[Website, People]]) -> None:
    site, (first, _, third, _) = opened("planned")
    page = as_enterprise(site, first.enterprise_id).get("/enterprise/enrolled/notices").text
    texts = page.split("<textarea")[1:]
    assert ["学习账号开通通知" in texts[0], "学时提醒" in texts[1], len(texts)] == [True, True, 2]
    for text in texts:
        assert third.name in text
        assert first.name not in text, "who has the hours is not reminded"
        assert third.id_number not in text


def test_tickets_and_the_text_once_it_is(opened: Callable[[str], tuple[Website, People]]) -> None:
    site, (first, second, _, stranger) = opened("approved")
    browser = as_enterprise(site, first.enterprise_id)
    page = browser.get("/enterprise/enrolled").text
    assert "考核计划已审核" in page
    (all_of_them,) = re.findall(r'href="([^"]+/tickets\.pdf)"', page)
    for address in (f"/enterprise/enrolled/{first.id}/ticket.pdf", all_of_them):
        answer = browser.client.get(address)
        assert answer.headers["content-type"] == "application/pdf", address
        assert answer.content.startswith(b"%PDF")
    with site.school.reading() as session:
        taken = journal_list(session, site.school.id, JournalWanted(command="RecordPapers"))
    assert [(row.subject, row.actor) for row in taken] == [
        ("准考证 · 2 人", first.enterprise),
        ("准考证 · 1 人", first.enterprise),
    ]
    notices = browser.get("/enterprise/enrolled/notices").text
    for word in (first.name, second.name, "2026-10-20", "湖州建设技师学院", "准考证号"):
        assert word in notices, word
    assert first.id_number not in notices
    other = as_enterprise(site, stranger.enterprise_id, 1)
    for address in (f"/enterprise/enrolled/{first.id}/ticket.pdf", all_of_them):
        answer = other.get(address)
        assert answer.status_code == 404, address
    assert first.name not in other.get("/enterprise/enrolled/notices").text


def test_a_long_list_comes_in_pages(
    opened: Callable[[str], tuple[Website, People]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_of, "PAGE", 2)
    site, (first, *_) = opened("learning")
    browser = as_enterprise(site, first.enterprise_id)
    assert "第 1 页，共 2 页" in browser.get("/enterprise/enrolled").text
    for asked, there in (("2", True), ("9", True), ("x", False), ("-1", False)):
        assert (first.name in browser.get(f"/enterprise/enrolled?page={asked}").text) is there, asked
