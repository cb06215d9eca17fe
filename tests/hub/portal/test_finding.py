"""报名人员查询 and 下载证书: an enterprise finds its own people, sees how far they are, and takes away exactly what it sees."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from python_calamine import CalamineWorkbook

from school_desk.certificates.queries import find_by_number
from school_desk.enrollments.commands import AttachPhoto
from school_desk.enrollments.queries import EnrolledRow
from school_desk.hub.portal import finding
from school_desk.hub.portal.downloads import made as make
from school_desk.kernel.tables import JournalRow
from school_desk.overview.progress import OWN_COLUMNS
from tests.hub.portal.browser import Browser, Website, jpeg
from tests.hub.portal.schools import as_enterprise, hub_of, other_person, website
from tests.learners import given
from tests.results import approved_scores, import_numbers, number_entry
from tests.school import Office

NUMBERS = ("339763892600000", "339763892600001")


def _under_way(office: Office) -> tuple[EnrolledRow, ...]:
    stranger = other_person(office)
    _, people = approved_scores(office, 3)
    rows = [
        number_entry(person, number, row) for row, (person, number) in enumerate(zip(people, NUMBERS, strict=False))
    ]
    import_numbers(office, *rows)
    for person in people[:2]:
        given(office, AttachPhoto(person.id, office.store(jpeg(person.name), "face.jpg")))
    return (*people, stranger)


@pytest.fixture(scope="module")
def made(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Any]:
    """A Hub's folder and its people: two with certificates, one whose number has not come, one of another enterprise."""
    return hub_of(founded, tmp_path_factory.mktemp("finding"), _under_way)


@pytest.fixture
def people(made: tuple[Path, Any]) -> tuple[EnrolledRow, ...]:
    rows: tuple[EnrolledRow, ...] = made[1]
    return rows


@pytest.fixture
def site(made: tuple[Path, Any], tmp_path: Path) -> Iterator[Website]:
    opened = website(made[0], tmp_path / "hub", 2026, 10, 22, 9)
    yield opened
    opened.school.close()


@pytest.fixture
def browser(site: Website, people: tuple[EnrolledRow, ...]) -> Browser:
    return as_enterprise(site, people[0].enterprise_id)


def asked(browser: Browser, words: str = "", **labels: str) -> str:
    browser.get("/enterprise/people")
    return browser.post("/enterprise/people", words=words, **labels).text


def journal(site: Website) -> list[JournalRow]:
    with site.school.reading() as session:
        return list(session.query(JournalRow).order_by(JournalRow.seq))


def test_people_are_found_by_name_identity_number_and_mobile(browser: Browser, people: tuple[EnrolledRow, ...]) -> None:
    one, other = people[:2]
    for words in (one.name, one.id_number, one.mobile, one.id_number[-6:], one.mobile[-4:]):
        page = asked(browser, words)
        assert f"<b>{one.name}</b>" in page, words
        assert f"<b>{other.name}</b>" not in page, words
        assert words not in str(browser.page.url if browser.page else ""), "no number stands in an address"
    assert "没有查到" in asked(browser, "赵不在")


def test_the_list_shows_the_manuals_labels_and_masked_numbers(
    browser: Browser, people: tuple[EnrolledRow, ...]
) -> None:
    page = browser.get("/enterprise/people").text
    for word in (
        "培训计划",
        "考核计划",
        "成绩报审",
        "培训证书",
        "培训结束",
        "已审核",
        "证书已生成未推送",
        "证书未生成",
        NUMBERS[0],
    ):
        assert word in page, word
    for person in people:
        assert person.id_number not in page
        assert person.mobile not in page
    told = page.split("个人进度状态说明")[1]
    for column, labels in finding.LABELS.values():
        assert f"<h2>{column}</h2>" in told
        for label in labels:
            assert f"<dt>{label}</dt>" in told, label
    page = asked(browser, certificate="证书未生成")
    assert [f"<b>{person.name}</b>" in page for person in people] == [False, False, True, False]
    assert asked(browser, certificate="没有这个") == asked(browser)


def test_more_than_a_page_is_turned_over_with_the_same_question(
    browser: Browser, monkeypatch: pytest.MonkeyPatch, people: tuple[EnrolledRow, ...]
) -> None:
    monkeypatch.setattr(finding, "PAGE", 1)
    first = asked(browser, exam_plan="已审核")
    assert "第 1 页，共 3 页" in first
    address = first.split('class="pages"')[1].split('href="')[1].split('"')[0].replace("&amp;", "&")
    second = browser.get(address).text
    assert "第 2 页，共 3 页" in second
    assert f"<b>{people[1].name}</b>" in second
    for broken in ("/enterprise/people?page=x", "/enterprise/people?page=999", "/enterprise/people?q=%ff&page=0"):
        assert "共 3 条" in browser.get(broken).text


def test_what_is_exported_is_what_is_shown(site: Website, browser: Browser, people: tuple[EnrolledRow, ...]) -> None:
    page = asked(browser, people[0].id_number)
    sealed = page.split('name="q" value="')[1].split('"')[0]
    answer = browser.post("/enterprise/people/export", q=sealed)
    assert answer.headers["content-disposition"].startswith("attachment")
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    head = sheet.index(list(OWN_COLUMNS))
    (row,) = sheet[head + 1 :]
    assert row[0] == people[0].name
    for cell in row:
        assert str(cell) in page.replace("</span>", ""), cell
    assert people[0].id_number not in str(sheet), "the filter in the heading is masked too"
    last = journal(site)[-1]
    assert (last.name, last.actor_name) == ("RecordExport", people[0].enterprise)
    assert people[0].id_number not in str(last.subject)
    browser.get("/enterprise/people")
    everybody = browser.post("/enterprise/people/export")
    assert (
        len(CalamineWorkbook.from_filelike(io.BytesIO(everybody.content)).get_sheet_by_index(0).to_python()) == head + 4
    )


def test_the_detail_has_the_four_sections_and_unfolds(browser: Browser, people: tuple[EnrolledRow, ...]) -> None:
    page = browser.get(f"/enterprise/people/{people[0].id}").text
    places = [page.index(f"<h2>{word}") for word in ("申报信息", "培训信息", "考核信息", "证书信息")]
    assert places == sorted(places)
    training, exams = page.split("<details>")[1:]
    assert "职业理论知识" in training.split("</details>")[0]
    for word in ("理论", "安全", "操作技能", "湖州建设技师学院", "88"):
        assert word in exams.split("</details>")[0], word
    assert NUMBERS[0] in page
    assert "https://rcgz.mohurd.gov.cn/" in page
    assert people[0].id_number not in page
    assert people[0].mobile not in page


def test_whole_numbers_are_shown_once_the_journal_has_it(
    site: Website, browser: Browser, people: tuple[EnrolledRow, ...]
) -> None:
    address = f"/enterprise/people/{people[0].id}"
    browser.get(address)
    page = browser.post(address).text
    assert people[0].id_number in page
    assert people[0].mobile in page
    last = journal(site)[-1]
    assert (last.name, last.actor_name, last.subject) == ("RevealPersonal", people[0].enterprise, people[0].name)
    assert people[0].id_number not in browser.get(address).text


def test_nobody_of_another_enterprise_is_found(
    site: Website, browser: Browser, people: tuple[EnrolledRow, ...]
) -> None:
    stranger = people[-1]
    for words in (stranger.name, stranger.id_number, stranger.mobile, stranger.id_number[-6:], stranger.enterprise):
        assert "没有查到" in asked(browser, words), words
    other = as_enterprise(site, stranger.enterprise_id, 1)
    others = asked(other, stranger.name).split('name="q" value="')[1].split('"')[0]
    assert "没有查到" in browser.get(f"/enterprise/people?q={others}").text, "a question of another's is one's own here"
    before = len(journal(site))
    browser.get("/enterprise/people")
    for address in (f"/enterprise/people/{stranger.id}", "/enterprise/people/x"):
        page = browser.get(address)
        assert page.status_code == 404
        assert stranger.name not in page.text
        browser.get("/enterprise/people")
        assert browser.post(address).status_code == 404
    assert browser.post("/enterprise/people/export", q=others).status_code in (404, 422, 403)
    assert len(journal(site)) == before, "nothing was looked at or taken away"


def certificate_id(site: Website, number: str) -> str:
    with site.school.reading() as session:
        found = find_by_number(session, site.school.id, number)
    assert found is not None
    return found.id


def test_certificates_are_downloaded_one_or_several(
    site: Website, browser: Browser, people: tuple[EnrolledRow, ...]
) -> None:
    page = browser.get("/enterprise/certificates").text
    assert all(number in page for number in NUMBERS)
    assert people[2].name not in page, "whose number has not come"
    assert "https://rcgz.mohurd.gov.cn/" in page
    one, other = (certificate_id(site, number) for number in NUMBERS)
    answer = browser.post("/enterprise/certificates/download", one=one)
    assert answer.content.startswith(b"%PDF")
    assert "attachment" in answer.headers["content-disposition"]
    browser.get("/enterprise/certificates")
    both = browser.post("/enterprise/certificates/download", **{f"c-{one}": "1", f"c-{other}": "1"})
    assert both.content.startswith(b"%PDF")
    assert len(both.content) > len(answer.content)
    with site.school.reading() as session:
        prints = [find_by_number(session, site.school.id, number) for number in NUMBERS]
    assert [row and row.print_count for row in prints] == [2, 1], "a download is a print"
    assert journal(site)[-1].name == "RecordPrinted"
    browser.get("/enterprise/certificates")
    assert "先勾选" in browser.post("/enterprise/certificates/download").text


def print_count(site: Website, number: str) -> int:
    with site.school.reading() as session:
        found = find_by_number(session, site.school.id, number)
    assert found is not None
    return found.print_count


def is_reprint(answer: Any) -> bool:
    text = pypdfium2.PdfDocument(answer.content)[0].get_textpage().get_text_range()
    return "补打件" in text


def test_two_quick_clicks_are_one_print(site: Website, browser: Browser, people: tuple[EnrolledRow, ...]) -> None:
    one = certificate_id(site, NUMBERS[0])

    def download() -> Any:
        browser.get("/enterprise/certificates")
        return browser.post("/enterprise/certificates/download", one=one)

    assert [is_reprint(download()) for _ in range(2)] == [False, False]
    assert print_count(site, NUMBERS[0]) == 1
    site.clock.move_to(datetime(2026, 10, 22, 9, 2))
    assert [is_reprint(download()) for _ in range(2)] == [True, True]
    assert print_count(site, NUMBERS[0]) == 2
    browser.sign_in()
    assert is_reprint(download()), "perhaps somebody else at another computer"
    assert print_count(site, NUMBERS[0]) == 3


def test_clicks_that_come_while_the_first_is_carried_out_are_the_same_print(
    site: Website, browser: Browser, people: tuple[EnrolledRow, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    one = certificate_id(site, NUMBERS[0])
    browser.get("/enterprise/certificates")
    inside: list[Any] = []

    def clicked_again(*asked: Any) -> bytes:
        if not inside:
            inside.append(None)
            inside[0] = browser.post("/enterprise/certificates/download", one=one)
        return make(*asked)

    monkeypatch.setattr("school_desk.hub.portal.certificates.made", clicked_again)
    answer = browser.post("/enterprise/certificates/download", one=one)
    assert [is_reprint(paper) for paper in (answer, *inside)] == [False, False]
    assert print_count(site, NUMBERS[0]) == 1


def test_another_enterprises_certificate_is_not_given_out(site: Website, people: tuple[EnrolledRow, ...]) -> None:
    other = as_enterprise(site, people[-1].enterprise_id, 1)
    assert "还没有已生成的证书" in other.get("/enterprise/certificates").text
    one = certificate_id(site, NUMBERS[0])
    before = len(journal(site))
    for fields in ({"one": one}, {f"c-{one}": "1"}):
        other.get("/enterprise/people")
        assert other.post("/enterprise/certificates/download", **fields).status_code == 422
    assert len(journal(site)) == before
