"""What enterprises and authorities find and decide, with the rows on a PostgreSQL server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from school_desk.enrollments.queries import EnrolledRow
from tests.hub.portal.browser import Website
from tests.hub.portal.schools import as_authority, as_enterprise, hub_of, opened, other_person
from tests.hub.servers import Server
from tests.papers import reviewed_enterprise
from tests.results import approved_scores, entry, examined, import_numbers, import_scores, number_entry, submit
from tests.school import Office

pytestmark = pytest.mark.long

NUMBER = "339763892600000"


def _scores_wait(office: Office) -> tuple[str, str]:
    waiting = reviewed_enterprise(office, 2)
    plan_id, people = examined(office, 2)
    import_scores(office, plan_id, *(entry(office, plan_id, person, row) for row, person in enumerate(people)))
    submit(office, plan_id)
    return waiting, plan_id


def _certified(office: Office) -> tuple[EnrolledRow, ...]:
    stranger = other_person(office)
    _, people = approved_scores(office, 2)
    import_numbers(office, number_entry(people[0], NUMBER))
    return (*people, stranger)


@pytest.fixture
def made(
    request: pytest.FixtureRequest, founded: Path, tmp_path: Path, server: Server
) -> Iterator[tuple[Website, Any]]:
    url = server.make(request.param.__name__.strip("_"))
    hub, told = hub_of(founded, tmp_path, request.param, url)
    site = opened(hub, 2026, 10, 22, 9, url=url)
    yield site, told
    site.school.close()


@pytest.mark.parametrize("made", [_scores_wait], indirect=True)
def test_an_authority_decides(made: tuple[Website, Any]) -> None:
    site, records = made
    mine, stranger = as_authority(site), as_authority(site, "330000")
    for address in (f"/authority/enterprises/{records[0]}", f"/authority/scores/{records[1]}"):
        assert stranger.get(address).status_code == 404
        seen = mine.get(address).text.split('name="seen" value="')[1].split('"')[0]
        told = mine.post(address, seen=seen, verdict="approve", decided_on="2026-10-22", document_no="", reason="")
        assert "结论已提交" in told.text
    assert "已审核" in mine.get("/authority/scores").text


@pytest.mark.parametrize("made", [_certified], indirect=True)
def test_an_enterprise_finds_its_people(made: tuple[Website, Any]) -> None:
    site, (one, other, stranger) = made
    browser = as_enterprise(site, one.enterprise_id)
    asked = {
        "training_plan": "培训结束",
        "exam_plan": "已审核",
        "score_submission": "已审核",
        "certificate": "证书已生成未推送",
    }
    for fields in ({"words": one.id_number}, asked):
        browser.get("/enterprise/people")
        page = browser.post("/enterprise/people", **fields).text
        assert [f"<b>{person.name}</b>" in page for person in (one, other, stranger)] == [True, False, False]
    assert NUMBER in browser.get(f"/enterprise/people/{one.id}").text
    assert browser.get(f"/enterprise/people/{stranger.id}").status_code == 404
    browser.get("/enterprise/people")
    assert browser.post("/enterprise/people/export").content.startswith(b"PK")
    assert NUMBER in browser.get("/enterprise/certificates").text
