"""补考报名 on the website: who of one's own people has not passed, for what they sit again; nobody else's."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from school_desk.enrollments.queries import EnrolledRow
from school_desk.exams.applications import applications
from school_desk.hub.portal import resits as page_of
from school_desk.kernel.clock import local_date
from school_desk.terms.statuses import Subject
from tests.hub.portal.browser import Browser, Website
from tests.hub.portal.schools import as_enterprise, hub_of, other_person, website
from tests.results import approved_scores
from tests.school import Office

PATH = "/enterprise/resits"
BOTH = (Subject.THEORY, Subject.SAFETY)
People = tuple[EnrolledRow, ...]


def _examined(office: Office) -> People:
    stranger = other_person(office)
    _, people = approved_scores(office, 3, (880, 500, 760), (500, 590, 760))
    return (*people, stranger)


@pytest.fixture(scope="module")
def made(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Any]:
    """A Hub's folder and its people: one failed 安全, one 理论 and 安全, one passed, one is of another enterprise."""
    return hub_of(founded, tmp_path_factory.mktemp("resits"), _examined)


@pytest.fixture
def people(made: tuple[Path, Any]) -> People:
    rows: People = made[1]
    return rows


@pytest.fixture
def site(made: tuple[Path, Any], tmp_path: Path) -> Iterator[Website]:
    opened = website(made[0], tmp_path / "hub", 2026, 10, 22, 9)
    yield opened
    opened.school.close()


@pytest.fixture
def browser(site: Website, people: People) -> Browser:
    return as_enterprise(site, people[0].enterprise_id)


def waiting(site: Website) -> dict[str, tuple[Subject, ...]]:
    """What is applied for and still to come, by enrolment."""
    with site.school.reading() as session:
        found = applications(session, site.school.id, local_date(site.clock.now()))
    return {key: one.subjects for key, one in found.items() if not one.over}


def test_who_failed_applies_for_what_was_failed(site: Website, browser: Browser, people: People) -> None:
    one, two, passed, stranger = people
    page = browser.get(PATH).text
    for word in (
        "共 2 人不合格",
        "不合格（安全 50）",
        "可以申请 安全",
        "不合格（理论 50、安全 59）",
        "可以申请 理论、安全",
    ):
        assert word in page, word
    assert passed.name not in page
    assert stranger.name not in page
    done = browser.post(PATH, **{f"pick.{person.id}": "1" for person in (one, two)})
    assert "已申请补考。" in done.text
    assert waiting(site) == {one.id: (Subject.SAFETY,), two.id: BOTH}
    assert "已申请补考（安全）" in done.text
    assert "pick." not in done.text, "who has applied cannot be ticked"


def test_nobody_else_is_applied_for(site: Website, browser: Browser, people: People) -> None:
    one, _, passed, stranger = people
    browser.get(PATH)
    for fields in ({}, {f"pick.{passed.id}": "1"}, {f"pick.{stranger.id}": "1"}):
        told = browser.post(PATH, **fields)
        assert (told.status_code, "请先勾选要补考的学员" in told.text) == (422, True)
    other = as_enterprise(site, stranger.enterprise_id, 1)
    assert "没有不合格的学员" in other.get(PATH).text
    told = other.post(PATH, **{f"pick.{one.id}": "1"})
    assert (told.status_code, one.name in told.text) == (422, False)
    assert waiting(site) == {}


def test_the_list_of_those_enrolled_leads_there_and_a_long_one_comes_in_pages(
    browser: Browser, monkeypatch: pytest.MonkeyPatch, people: People
) -> None:
    assert f'href="{PATH}"' in browser.get("/enterprise/enrolled").text
    monkeypatch.setattr(page_of, "PAGE", 1)
    assert "第 1 页，共 2 页" in browser.get(PATH).text
    for asked, there in (("2", True), ("9", True), ("x", False), ("-1", False)):
        assert (people[1].name in browser.get(f"{PATH}?page={asked}").text) is there, asked


def test_the_list_of_those_enrolled_says_what_came_of_the_exam(browser: Browser, people: People) -> None:
    rows = browser.get("/enterprise/enrolled").text.split("<tr>")
    told = {person.name: row for person in people for row in rows if person.name in row}
    one, two, passed, _stranger = people
    assert "不合格（安全 50）" in told[one.name]
    assert "不合格（理论 50、安全 59）" in told[two.name]
    assert "合格" in told[passed.name]
    assert "不合格" not in told[passed.name]
