"""报名 on the website: a roster is read and confirmed, one person comes by form, and only an approved enterprise enrols its own people."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote

import openpyxl
import pytest

from school_desk.enrollments.queries import BatchRow, EnrolledRow, batches_of, enrolled
from school_desk.hub.portal import bodies, enrolling, uploads
from school_desk.intake import sent_roster
from school_desk.kernel.jobs import JobPool
from school_desk.plans.commands import CreatePlan
from school_desk.terms.levels import SkillLevel
from school_desk.terms.uploads import MAX_UPLOAD_BYTES
from tests.hub.portal.browser import Browser, Website, jpeg
from tests.hub.portal.schools import as_authority, as_enterprise, hub_of, website
from tests.learners import PEOPLE, plan
from tests.papers import CODES, approved_enterprise, reviewed_enterprise
from tests.school import Office

HEADER = ("姓名", "身份证号", "手机号码", "工种", "等级")
PAGES = (
    "enroll",
    "enroll POST",
    "enroll/template.xlsx",
    "enroll/roster",
    "enroll/roster POST",
    "enroll/returned.xlsx",
    "enroll/person",
    "enroll/person POST",
    "payments",
    "payments/{number}",
    "payments/{number}/notice.pdf",
    "payments/{number}/slip",
    "payments/{number}/slip POST",
    "payments/{number}/slip/check",
    "payments/{number}/slip/check POST",
    "payments/{number}/slip/picture.jpg",
    "enrolled",
    "enrolled/apply POST",
    "enrolled/notices",
    "enrolled/{id}/photo",
    "enrolled/{id}/photo POST",
    "enrolled/{id}/ticket.pdf",
    "exams/{number}/tickets.pdf",
    "resits",
    "resits POST",
)
ROUTES = tuple(f"/enterprise/{page}" for page in PAGES)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _school(office: Office) -> tuple[str, str, str]:
    plan(office)
    return approved_enterprise(office, 0), approved_enterprise(office, 1), reviewed_enterprise(office, 2)


@pytest.fixture(scope="module")
def made(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Any]:
    """A Hub's folder and three enterprises: two approved, one before its authority."""
    return hub_of(founded, tmp_path_factory.mktemp("enrolling"), _school)


@pytest.fixture
def site(made: tuple[Path, Any], tmp_path: Path) -> Iterator[Website]:
    opened = website(made[0], tmp_path / "hub", 2026, 8, 4, 9)
    yield opened
    opened.school.close()


@pytest.fixture
def enterprises(made: tuple[Path, Any]) -> tuple[str, str, str]:
    ids: tuple[str, str, str] = made[1]
    return ids


@pytest.fixture
def browser(site: Website, enterprises: tuple[str, str, str]) -> Browser:
    return as_enterprise(site, enterprises[0])


def book(*numbers: int, **changes: str) -> bytes:
    """A roster of these of PEOPLE; `changes` by header apply to the last."""
    written = openpyxl.Workbook()
    sheet = written.worksheets[0]
    sheet.append(HEADER)
    for place, number in enumerate(numbers, 1):
        row = dict(zip(HEADER, (*PEOPLE[number], "钢筋工", "中级"), strict=True))
        sheet.append(list((row | changes if place == len(numbers) else row).values()))
    content = io.BytesIO()
    written.save(content)
    return content.getvalue()


def send(browser: Browser, content: bytes, name: str = "名单.xlsx", **more: bytes) -> Any:
    browser.get("/enterprise/enroll")
    files = {"roster": (name, content, XLSX)} | {k: (f"{k}.zip", v, "application/zip") for k, v in more.items()}
    return browser.post("/enterprise/enroll", files=files)


def zipped(id_number: str, text: str) -> bytes:
    """A zip of one person's photo, on it `text`."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as photos:
        photos.writestr(f"{id_number}.jpg", jpeg(text, (295, 413)))
    return packed.getvalue()


def hidden(page: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))


def people(site: Website, enterprise_id: str) -> tuple[EnrolledRow, ...]:
    with site.school.reading() as session:
        return enrolled(session, site.school.id, enterprise_id=enterprise_id)


def batches(site: Website, enterprise_id: str) -> tuple[BatchRow, ...]:
    with site.school.reading() as session:
        return batches_of(session, site.school.id, enterprise_id)


def test_a_roster_is_shown_row_by_row_and_enrols_once_it_is_confirmed(
    site: Website, browser: Browser, enterprises: tuple[str, str, str]
) -> None:
    assert "钢筋工 中级工" in browser.get("/enterprise/enroll").text
    page = send(browser, book(0, 1, 2, 身份证号="330502198511248328"))
    assert page.url.path == "/enterprise/enroll/roster"
    for word in ("可以报名 2", "有误 1", "校验", "没有照片"):
        assert word in page.text, word
    assert people(site, enterprises[0]) == (), "nothing before it is confirmed"
    assert not list(site.school.folder.blobs.rglob("*.tmp"))
    form = hidden(page.text)
    done = browser.post("/enterprise/enroll/roster")
    assert "报名成功，报名批次 BM2026" in done.text
    assert [person.name for person in people(site, enterprises[0])] == [PEOPLE[0][0], PEOPLE[1][0]]
    again = browser.post("/enterprise/enroll/roster", **form)
    assert "报名成功" in again.text
    assert len(batches(site, enterprises[0])) == 1, "the button twice enrols once"
    assert "跳过 2" in send(browser, book(0, 1)).text


def test_only_the_roster_that_was_shown_is_confirmed(
    site: Website, browser: Browser, enterprises: tuple[str, str, str]
) -> None:
    first = hidden(send(browser, book(0)).text)
    another = site.browser("10.0.2.9")
    another.sign_in(CODES[0])
    second = hidden(send(another, book(1, 2)).text)
    told = browser.post("/enterprise/enroll/roster", **(first | {"form": browser.token}))
    assert (told.status_code, "换成后来上传的另一份" in told.text) == (422, True)
    assert PEOPLE[1][0] in told.text, "the newest stands below"
    assert people(site, enterprises[0]) == ()
    browser.post("/enterprise/enroll/roster", roster=second["roster"])
    late = browser.post("/enterprise/enroll/roster", **(first | {"form": browser.token}))
    assert late.status_code == 422, "nor is what was enrolled meanwhile shown as what this window sent"
    assert {person.name for person in people(site, enterprises[0])} == {PEOPLE[1][0], PEOPLE[2][0]}


def test_names_are_not_tried_on_a_number(site: Website, browser: Browser, enterprises: tuple[str, str, str]) -> None:
    """Another enterprise's person; where no plan is open each row would be answered."""
    send(browser, book(0))
    browser.post("/enterprise/enroll/roster")
    other = as_enterprise(site, enterprises[1], 1)
    answers = [send(other, book(0, 姓名=name, 等级="高级")).text for name in ("王一", "李二", PEOPLE[0][0])]
    assert len({re.sub(r'value="[^"]*"|王一|李二|' + PEOPLE[0][0], "", page) for page in answers}) == 1
    assert "证件号与第 2 行相同，姓名不同" in send(other, book(0, 0, 姓名="王一")).text


def test_a_number_the_school_calls_is_not_changed_by_another_enterprise(
    site: Website, browser: Browser, enterprises: tuple[str, str, str]
) -> None:
    send(browser, book(0))
    browser.post("/enterprise/enroll/roster")
    site.do(CreatePlan("钢筋工", SkillLevel.JUNIOR, date(2026, 8, 1), date(2026, 9, 30), 80_000))
    other = as_enterprise(site, enterprises[1], 1)
    page = send(other, book(0, 手机号码="13911112222", 等级="初级"))
    assert "没有更改" in page.text, "it is told before it is confirmed"
    other.post("/enterprise/enroll/roster")
    assert [person.mobile for person in people(site, enterprises[1])] == [PEOPLE[0][2]]
    assert "没有更改" in send(browser, book(0, 手机号码="13911113333")).text, (
        "nor by the first, while both have enrolled"
    )


def test_the_workbook_comes_back_with_reasons(browser: Browser) -> None:
    send(browser, book(0, 1, 手机号码="1"))
    answer = browser.client.get("/enterprise/enroll/returned.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0]
    reasons = {row[1].value: row[5].value for row in sheet.iter_rows(min_row=2, max_col=6)}
    assert reasons[PEOPLE[0][1]] is None
    assert "手机号" in str(reasons[PEOPLE[1][1]])
    assert "attachment" in answer.headers["content-disposition"]


def test_photos_come_in_a_zip(site: Website, browser: Browser, enterprises: tuple[str, str, str]) -> None:
    assert "没有照片" not in send(browser, book(0), photos=zipped(PEOPLE[0][1], "face")).text
    browser.post("/enterprise/enroll/roster")
    (person,) = people(site, enterprises[0])
    assert person.photo_document_id is not None


def test_what_cannot_be_read_is_told_in_a_sentence(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    browser.get("/enterprise/enroll")
    assert "请选择报名名单" in browser.post("/enterprise/enroll", files={"other": ("a", b"b", "text/plain")}).text
    assert send(browser, b"%PDF-1.4 not a workbook").status_code == 422
    two = openpyxl.load_workbook(io.BytesIO(book(0)))
    two.copy_worksheet(two.worksheets[0])
    content = io.BytesIO()
    two.save(content)
    assert "每次只留一张工作表" in send(browser, content.getvalue()).text
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", bytes(sent_roster.MAX_UNPACKED_BYTES + 1))
    assert "解压后超过 100 MB" in send(browser, bomb.getvalue()).text
    assert send(browser, bytes(bodies.ROSTERS + 1)).status_code == 413
    monkeypatch.setattr(uploads, "_TIMEOUT_S", 0)
    assert browser.get("/enterprise/enroll/roster").url.path == "/enterprise/enroll"


@pytest.mark.parametrize("path", ["/enterprise/enroll", "/enterprise/enroll/person", "/enterprise/papers"])
def test_a_stranger_is_not_listened_to(site: Website, path: str) -> None:
    stranger = site.browser()
    answer = stranger.client.post(path, content=bytes(bodies.ROSTERS + 1), follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/login?back={quote(path, safe='')}")


def test_one_person_enrols_by_form_and_a_second_joins_the_batch(
    site: Website, browser: Browser, enterprises: tuple[str, str, str]
) -> None:
    page = browser.get("/enterprise/enroll/person").text
    assert f'data-most="{MAX_UPLOAD_BYTES}"' in page
    plan_no = page.split('<option value="')[2].split('"')[0]
    fields = dict(zip(("name", "id_number", "mobile"), PEOPLE[0], strict=True)) | {"plan": plan_no}
    wrong = browser.post("/enterprise/enroll/person", **(fields | {"mobile": "1"}))
    assert wrong.status_code == 422
    assert PEOPLE[0][1] in wrong.text, "what was typed stays"
    big = jpeg() + bytes(MAX_UPLOAD_BYTES)
    for content, told in ((b"\x89PNG\r\n\x1a\n", "不是 JPG 照片"), (big, "不能超过 2 MB")):
        assert told in browser.post("/enterprise/enroll/person", files={"photo": ("a.jpg", content, "")}, **fields).text
    assert people(site, enterprises[0]) == ()
    photo = {"photo": ("a.jpg", jpeg("face", (295, 413)), "image/jpeg")}
    assert "报名成功" in browser.post("/enterprise/enroll/person", files=photo, **fields).text
    (batch,) = batches(site, enterprises[0])
    browser.get("/enterprise/enroll/person")
    assert "已在批次" in browser.post("/enterprise/enroll/person", **fields).text
    fields["mobile"] = "13900001111"
    assert "已更新这名学员" in browser.post("/enterprise/enroll/person", **fields).text
    assert [person.mobile for person in people(site, enterprises[0])] == ["13900001111"]
    browser.get("/enterprise/enroll/person")
    more = dict(zip(("name", "id_number", "mobile"), PEOPLE[1], strict=True)) | {"plan": plan_no}
    browser.post("/enterprise/enroll/person", **more, batch=batch.number)
    assert [row.active for row in batches(site, enterprises[0])] == [2]
    assert "请选择工种和等级" in browser.post("/enterprise/enroll/person", **(more | {"plan": "PX0"})).text


def test_only_who_is_approved_and_not_under_recheck_enrols(site: Website, enterprises: tuple[str, str, str]) -> None:
    waiting, changed = as_enterprise(site, enterprises[2], 2), as_enterprise(site, enterprises[0])
    assert "主管部门审核通过之后才可以报名" in waiting.get("/enterprise/enroll").text
    assert "上传报名名单" not in waiting.get("/enterprise/enroll").text
    changed.get("/enterprise/edit")
    fields = {"contact_name": "王芳", "contact_mobile": "", "address": "新路1号", "region_code": "330402"}
    changed.post("/enterprise/edit", **fields)
    assert "变更待复核" in changed.get("/enterprise/enroll").text
    for browser in (waiting, changed):
        browser.get("/enterprise/edit")
        refused = browser.post("/enterprise/enroll", files={"roster": ("名单.xlsx", book(0), XLSX)})
        assert (refused.status_code, "不能报名" in refused.text) == (422, True)
        browser.get("/enterprise/edit")
        refused = browser.post("/enterprise/enroll/person", name="康霞", plan="PX1")
        assert (refused.status_code, "不能报名" in refused.text) == (422, True)
    assert people(site, enterprises[0]) == people(site, enterprises[2]) == ()


def test_another_enterprise_meets_neither_the_roster_nor_the_batch(
    site: Website, browser: Browser, enterprises: tuple[str, str, str]
) -> None:
    send(browser, book(0, 1, 手机号码="1"))
    other = as_enterprise(site, enterprises[1], 1)
    for path in ("/enterprise/enroll/roster", "/enterprise/enroll/returned.xlsx"):
        answer = other.get(f"{path}?id={enterprises[0]}")
        assert answer.url.path == "/enterprise/enroll"
        assert PEOPLE[0][0] not in answer.text
    browser.get("/enterprise/enroll/roster")
    browser.post("/enterprise/enroll/roster")
    (batch,) = batches(site, enterprises[0])
    page = other.get("/enterprise/enroll/person").text
    assert batch.number not in page
    plan_no = page.split('<option value="')[2].split('"')[0]
    fields = dict(zip(("name", "id_number", "mobile"), PEOPLE[2], strict=True)) | {"plan": plan_no}
    for put in (batch.number, batch.id):
        assert "不能再补入" in other.post("/enterprise/enroll/person", **fields, batch=put).text
    told = other.post("/enterprise/enroll/person", enterprise_id=enterprises[0], **fields)
    assert "报名成功" in told.text
    assert [person.name for person in people(site, enterprises[1])] == [PEOPLE[2][0]]
    assert len(people(site, enterprises[0])) == 1


def test_a_worker_reads_what_a_stranger_sent() -> None:
    """In a process of its own, which hands back what the page needs."""
    jobs = JobPool(1)
    try:
        preview = jobs.run(enrolling.READ, book(0, 1), "名单.xlsx", None)
        back = jobs.run(enrolling.RETURN, book(0, 1), "名单.xlsx", preview.sheet.place, {2: "请核对"})
    finally:
        jobs.close()
    assert [row.name for row in preview.sheet.rows] == [PEOPLE[0][0], PEOPLE[1][0]]
    assert back.startswith(b"PK")


def test_the_template_names_the_open_plans_and_is_read_back(browser: Browser) -> None:
    answer = browser.client.get("/enterprise/enroll/template.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0]
    assert "湖州石凤钢结构工程有限公司" in str(sheet["A2"].value)


@pytest.mark.long
@pytest.mark.parametrize("route", ROUTES)
def test_every_page_is_for_enterprises_that_are_signed_in(site: Website, browser: Browser, route: str) -> None:
    path, _, method = route.partition(" ")
    path = path.replace("{number}", "BM20260001").replace("{id}", "x")
    stranger, reviewer = site.browser(), as_authority(site)
    assert stranger.get(path).url.path in ("/login", path)
    assert "退出" not in stranger.get(path).text
    if not method:
        assert reviewer.get(path).status_code == 403
        return
    reviewer.get("/home")
    assert reviewer.post(path).status_code == 403
    forged = browser.client.post(path, data={"form": "0" * 32, "enterprise_id": "x"}, follow_redirects=False)
    assert forged.status_code == 403, "from another site"
