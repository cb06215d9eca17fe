"""报名人员查询 (操作说明 第三章): found by name, id and mobile, exported, 详情 in four sections of which two unfold."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from python_calamine import CalamineWorkbook

from school_desk.enrollments.queries import EnrolledRow
from tests.hub.portal.browser import Website
from tests.manual.requirements import requirement
from tests.manual.website.contact import Contact
from tests.results import import_numbers, number_entry
from tests.school import Office

NAME, ID_NUMBER, MOBILE = "康霞", "33052319791002976X", "15000007357"
NUMBER = "332400242600012"


@pytest.fixture
def site(passed_site: Website) -> Website:
    """Where two people have passed."""
    return passed_site


@pytest.fixture
def contact(office: Office, signed_in: Callable[[], Contact], passed: tuple[EnrolledRow, ...]) -> Contact:
    """The number of one of the two has come."""
    import_numbers(office, number_entry(passed[0], NUMBER))
    contact = signed_in()
    contact.follow("报名人员查询")
    return contact


@requirement("R28")
@pytest.mark.parametrize("words", [NAME, ID_NUMBER, MOBILE])
def test_found_with_the_progress_of_training_exam_and_certificate(contact: Contact, words: str) -> None:
    assert contact.page.heading == "报名人员查询"
    assert len(contact.page.rows()) == 2
    contact.fill(**{"姓名、身份证号或手机号": words})
    (row,) = contact.press("查询").rows()
    assert row["姓名"].startswith(NAME)
    labels = [row[column] for column in ("培训计划", "考核计划", "成绩报审", "培训证书")]
    assert labels == ["培训结束", "已审核", "已审核", f"证书已生成未推送 {NUMBER}"]


@requirement("R29")
def test_what_was_found_is_exported(contact: Contact) -> None:
    contact.fill(**{"姓名、身份证号或手机号": NAME})
    shown = contact.press("查询").row(NAME)
    contact.press("导出 Excel")
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(contact.file)).get_sheet_by_index(0).to_python()
    heads, line = sheet[-2:]
    taken = dict(zip(heads, line, strict=True))
    assert taken["姓名"] == NAME
    for column in ("培训计划", "考核计划", "成绩报审"):
        assert taken[column] == shown[column], column
    assert NUMBER in line


@requirement("R30")
def test_the_detail_has_the_four_sections(contact: Contact) -> None:
    page = contact.follow(f"{NAME}的详情")
    assert "详情" in contact.browser.get("/enterprise/people").text
    assert page.heading == NAME
    assert page.headings == ["申报信息", "培训信息", "考核信息", "证书信息"]
    facts = page.facts()
    assert facts["报名批次"].startswith("BM2026")
    assert facts["学时"].startswith("24 / 24")
    assert facts["考核计划"] != "—"
    assert facts["证书编号"] == NUMBER


@requirement("R31")
@pytest.mark.parametrize(
    ("place", "words", "rows"),
    [
        (0, "学习明细（2 条）", ["安全生产知识", "职业理论知识"]),
        (1, "考核明细（1 次申请）", ["理论", "安全", "操作技能"]),
    ],
)
def test_training_and_exam_unfold(contact: Contact, place: int, words: str, rows: list[str]) -> None:
    page = contact.follow(f"{NAME}的详情")
    folded = list(page.root.all("details"))[place]
    assert "open" not in folded.attributes
    assert next(folded.all("summary")).words() == words
    lines = [next(row.all("td")).words() for row in next(folded.all("tbody")).all("tr")]
    assert lines == rows
