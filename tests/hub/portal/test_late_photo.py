"""补传照片 on the website: what is missing, of one's own people, once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from school_desk.enrollments.queries import EnrolledRow, enrolled
from school_desk.hub.portal import uploads
from school_desk.kernel.jobs import JobPool
from school_desk.terms.uploads import MAX_UPLOAD_BYTES
from tests.hub.portal.browser import Browser, Website, jpeg
from tests.hub.portal.schools import as_enterprise, hub_of, other_person, website
from tests.learners import enrol, learn, open_accounts
from tests.school import Office

FACE = jpeg("face", (295, 413))
People = tuple[EnrolledRow, ...]


def _without_photo(office: Office) -> People:
    stranger, people = other_person(office), enrol(office, 1, photo=False)
    open_accounts(office, people)
    learn(office, people)
    return (*people, stranger)


@pytest.fixture(scope="module")
def made(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Any]:
    """A Hub's folder, one who has all but a photo, and one of another enterprise."""
    return hub_of(founded, tmp_path_factory.mktemp("photos"), _without_photo)


@pytest.fixture
def people(made: tuple[Path, Any]) -> People:
    rows: People = made[1]
    return rows


@pytest.fixture
def site(made: tuple[Path, Any], tmp_path: Path) -> Iterator[Website]:
    opened = website(made[0], tmp_path / "hub", 2026, 10, 9, 9)
    yield opened
    opened.school.close()


@pytest.fixture
def browser(site: Website, people: People) -> Browser:
    return as_enterprise(site, people[0].enterprise_id)


def send(browser: Browser, address: str, content: bytes = FACE) -> Any:
    browser.get("/enterprise/enrolled")
    return browser.post(address, files={"photo": ("a.jpg", content, "image/jpeg")})


def photo_of(site: Website, person: EnrolledRow) -> str | None:
    with site.school.reading() as session:
        (now,) = enrolled(session, site.school.id, ids=[person.id])
    return now.photo_document_id


def test_a_missing_photo_is_handed_in_once(site: Website, browser: Browser, people: People) -> None:
    person, address = people[0], f"/enterprise/enrolled/{people[0].id}/photo"
    page = browser.get("/enterprise/enrolled").text
    assert "没有照片，请补交" in page
    assert f'href="{address}"' in page
    assert person.name in browser.get(address).text
    done = send(browser, address)
    assert "照片已收到" in done.text
    assert "可以申请考试" in done.text
    assert "补传照片：" not in done.text
    kept = photo_of(site, person)
    again = send(browser, address, jpeg("another", (295, 413)))
    assert (again.status_code, "已有照片" in again.text, photo_of(site, person)) == (409, True, kept)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"\x89PNG\r\n\x1a\n", "不是 JPG 照片"),
        (FACE + bytes(MAX_UPLOAD_BYTES), "不能超过 2 MB"),
        (FACE[:900], "不完整"),
    ],
)
def test_what_is_no_photo_is_told(site: Website, browser: Browser, people: People, content: bytes, told: str) -> None:
    address = f"/enterprise/enrolled/{people[0].id}/photo"
    answer = send(browser, address, content)
    assert (answer.status_code, told in answer.text) == (422, True)
    assert "请选择照片" in browser.post(address).text
    assert photo_of(site, people[0]) is None


def test_the_form_says_how_large_a_photo_may_be(browser: Browser, people: People) -> None:
    """The browser stops a larger one before it is sent: the Hub would take none of the form."""
    page = browser.get(f"/enterprise/enrolled/{people[0].id}/photo").text
    assert f'data-most="{MAX_UPLOAD_BYTES}"' in page


def test_nobody_elses_photo_is_handed_in(site: Website, browser: Browser, people: People) -> None:
    person, stranger = people
    other = as_enterprise(site, stranger.enterprise_id, 1)
    address = f"/enterprise/enrolled/{person.id}/photo"
    for answer in (other.get(address), send(other, address), browser.get("/enterprise/enrolled/x/photo")):
        assert answer.status_code == 404
        assert person.name not in answer.text
    assert photo_of(site, person) is None


def test_a_worker_looks_at_what_was_sent() -> None:
    jobs = JobPool(1)
    try:
        assert jobs.run(uploads.CONFORM, FACE).original is None
    finally:
        jobs.close()
