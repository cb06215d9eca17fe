"""证书查询 without sign-in: as soon as the number exists, masked, by name and one number, counted."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from school_desk.certificates.commands import RecordRegistryLookUp
from school_desk.certificates.queries import find_by_number
from school_desk.composition import open_school
from school_desk.enrollments.queries import EnrolledRow
from school_desk.hub.founding import found_hub
from school_desk.hub.opening import open_hub
from school_desk.hub.portal.lookup import BY_ADDRESS, BY_NUMBER
from school_desk.kernel.clock import ScriptedClock
from school_desk.kernel.paths import DataFolder
from tests.hub.portal.browser import Browser, Website
from tests.results import approved_scores, import_numbers, number_entry
from tests.school import START, Office

NUMBER = "339763892600000"


@pytest.fixture(scope="module")
def certified(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, EnrolledRow, EnrolledRow]:
    """A Hub's folder, somebody with a certificate, and somebody who has passed and whose number has not come."""
    root = tmp_path_factory.mktemp("certified")
    shutil.copytree(founded, root / "desk")
    clock = ScriptedClock(START)
    school = open_school(DataFolder(root / "desk"), clock)
    office = Office(school, clock)
    _, (one, other) = approved_scores(office, 2)
    import_numbers(office, number_entry(one, NUMBER))
    found_hub(DataFolder(root / "hub"), school)
    school.close()
    return root / "hub", one, other


@pytest.fixture
def holder(certified: tuple[Path, EnrolledRow, EnrolledRow]) -> EnrolledRow:
    return certified[1]


@pytest.fixture
def site(certified: tuple[Path, EnrolledRow, EnrolledRow], tmp_path: Path) -> Iterator[Website]:
    shutil.copytree(certified[0], tmp_path / "hub")
    clock = ScriptedClock(datetime(2026, 10, 22, 9))
    school = open_hub(DataFolder(tmp_path / "hub"), clock)
    yield Website(school, clock)
    school.close()


def ask(browser: Browser, name: str, number: str) -> str:
    browser.get("/certificates")
    return browser.post("/certificates", name=name, number=number).text


def test_a_number_is_found_as_soon_as_it_exists(browser: Browser, holder: EnrolledRow) -> None:
    for number in (NUMBER, f" {NUMBER[:5]} {NUMBER[5:]}", holder.id_number, holder.id_number.lower()):
        page = ask(browser, f" {holder.name} ", number)
        assert NUMBER in page, number
        assert "证书已生成未推送" in page
        assert holder.trade in page


def test_the_entrance_asks_the_same(browser: Browser, holder: EnrolledRow) -> None:
    browser.get("/login")
    assert "证书已生成未推送" in browser.post("/certificates", name=holder.name, number=NUMBER).text


def test_the_answer_is_masked(browser: Browser, holder: EnrolledRow) -> None:
    page = ask(browser, holder.name, NUMBER).split("查询结果")[1]
    assert holder.name not in page
    assert holder.id_number not in page
    assert f"{holder.name[0]}*" in page
    assert f"{holder.id_number[:6]}********{holder.id_number[-4:]}" in page
    assert holder.enterprise not in page


def test_name_and_number_must_belong_together(
    browser: Browser, certified: tuple[Path, EnrolledRow, EnrolledRow]
) -> None:
    _, holder, other = certified
    unknown = ask(browser, "赵不在", "330502199001011234")
    for name, number in ((other.name, NUMBER), (holder.name, other.id_number), (other.name, other.id_number)):
        page = ask(browser, name, number)
        assert "没有查到" in page
        assert NUMBER not in page.split("查询结果")[1]
        assert page.split("查询结果")[1] == unknown.split("查询结果")[1], "the same whatever is wrong"


@pytest.mark.parametrize(("name", "number", "field"), [("", NUMBER, "name"), ("张三", "", "number"), ("", "", "name")])
def test_both_are_needed(browser: Browser, name: str, number: str, field: str) -> None:
    assert f'href="#{field}"' in ask(browser, name, number)


def test_once_pushed_it_says_so(site: Website, browser: Browser, holder: EnrolledRow) -> None:
    with site.school.database.reading() as session:
        row = find_by_number(session, site.school.id, NUMBER)
    assert row is not None
    site.do(RecordRegistryLookUp(row.id, date(2026, 10, 22), True, "联网可查"))
    page = ask(browser, holder.name, NUMBER)
    assert "证书已推送" in page
    assert "https://rcgz.mohurd.gov.cn/" in page


def test_an_address_and_a_number_may_be_asked_for_so_often(site: Website, browser: Browser) -> None:
    for place in range(BY_NUMBER.most):
        assert "没有查到" in ask(site.browser(f"10.0.1.{place}"), "赵不在", NUMBER)
    assert "查询次数太多" in ask(browser, "赵不在", f" {NUMBER}")
    for place in range(BY_ADDRESS.most):
        ask(browser, "赵不在", f"{place}")
    assert "查询次数太多" in ask(browser, "赵不在", "another")


def test_nothing_that_was_asked_stands_in_an_address(browser: Browser, holder: EnrolledRow) -> None:
    ask(browser, holder.name, holder.id_number)
    assert browser.page is not None
    assert browser.page.url.query == b""
    assert "没有查到" not in browser.get(f"/certificates?name={holder.name}&number={NUMBER}").text
    assert NUMBER not in browser.get(f"/certificates?name={holder.name}&number={NUMBER}").text
