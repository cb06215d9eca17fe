"""学习、申请考试、准考证, and what 培训计划, 考核计划 and 成绩报审 are called meanwhile (操作说明 第三章)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pypdfium2
import pytest

from school_desk.enrollments.commands import AttachPhoto
from school_desk.exams.commands import ReportPlan
from school_desk.plans.commands import CreatePlan
from school_desk.terms.levels import SkillLevel
from tests.examinations import full_plan
from tests.hub.portal.browser import jpeg
from tests.learners import enrol, learn, open_accounts, ready
from tests.manual.requirements import requirement
from tests.manual.website.contact import Contact
from tests.manual.website.seen import Seen
from tests.results import entry, examined, import_scores, submit
from tests.school import Office


def found(page: Seen) -> str:
    """The one person's 培训计划 and 考核计划, as 报名人员查询 has them."""
    (row,) = page.rows()
    return f"{row['培训计划']} {row['考核计划']}"


@requirement("R25")
@pytest.mark.parametrize(
    ("level", "own", "needed"),
    [
        (SkillLevel.JUNIOR, None, 16),
        (SkillLevel.INTERMEDIATE, None, 24),
        (SkillLevel.SENIOR, None, 32),
        (SkillLevel.JUNIOR, 20, 20),
    ],
)
def test_the_hours_of_each_level_stand_where_one_enrols(
    office: Office, contact: Contact, level: SkillLevel, own: int | None, needed: int
) -> None:
    office.do(CreatePlan("钢筋工", level, date(2026, 8, 1), date(2026, 9, 30), 80_000, own))
    assert contact.follow("报名").row(f"钢筋工 {level.label}")["应学学时"] == f"{needed} 学时"


@requirement("R25", "R39")
def test_who_lacks_an_hour_cannot_be_ticked(office: Office, signed_in: Callable[[], Contact]) -> None:
    people = enrol(office, 2)
    open_accounts(office, people)
    learn(office, people[:1])
    learn(office, people[1:], hours=23)
    page = signed_in().follow("已报名列表")
    assert page.row(people[1].name)["学时"] == "差 1 学时 已学 23，应学 24"
    assert page.row(people[0].name)["考试"] == "可以申请考试"
    ticks = [box.attributes["aria-label"] for box in page.root.all("input", type="checkbox")]
    assert ticks == [f"勾选{people[0].name}"]


@requirement("R39")
def test_applying_is_a_step_of_its_own(office: Office, signed_in: Callable[[], Contact]) -> None:
    people = ready(office, 2)
    contact = signed_in()
    contact.follow("已报名列表")
    assert "请先勾选" in contact.press("为勾选的学员申请考试").words
    contact.tick(people[0].name)
    page = contact.press("为勾选的学员申请考试")
    assert page.row(people[0].name)["考试"] == "已申请考试"
    assert page.row(people[1].name)["考试"] == "可以申请考试"


@requirement("R27")
def test_the_ticket_is_downloaded_from_the_list_once_there_is_one(
    office: Office, signed_in: Callable[[], Contact], authority: Callable[[str], Contact]
) -> None:
    (person,) = ready(office, 1)
    office.do(AttachPhoto(person.id, office.store(jpeg(person.name), "face.jpg")))
    plan_id = full_plan(office, person)
    assert signed_in().follow("已报名列表").row(person.name)["准考证"] == ""
    office.do(ReportPlan(plan_id), office.examiner)
    assert signed_in().follow("已报名列表").row(person.name)["准考证"] == ""
    reviewer = authority("330500")
    reviewer.follow("考核计划", "审核")
    reviewer.tick("通过")
    reviewer.press("提交结论")
    contact = signed_in()
    contact.follow("已报名列表", f"下载{person.name}的准考证")
    text = pypdfium2.PdfDocument(contact.file)[0].get_textpage().get_text_range()
    for word in ("准考证", person.name, "湖州建设技师学院"):
        assert word in text, word


@requirement("R32")
def test_a_plan_is_in_sign_up_until_its_last_day(office: Office, signed_in: Callable[[], Contact]) -> None:
    enrol(office, 1)
    for day, label in ((3, "报名中"), (30, "报名中")):
        office.move_to(2026, 9, day, 20)
        contact = signed_in()
        assert contact.follow("报名").headings[0] == "报名中的培训计划"
        assert contact.page.row("钢筋工")["报名截止"] == "2026-09-30"
        assert found(contact.follow("报名人员查询")) == f"{label} 未上报"
    office.move_to(2026, 10, 1, 9)
    contact = signed_in()
    assert contact.follow("报名").rows() == []
    assert found(contact.follow("报名人员查询")) == "培训结束 未上报", "though nobody has learnt anything yet"


@requirement("R33")
def test_an_exam_plan_is_followed_as_its_authority_goes_on(
    office: Office, signed_in: Callable[[], Contact], authority: Callable[[str], Contact]
) -> None:
    (person,) = ready(office, 1)

    def label() -> str:
        page = signed_in().follow("报名人员查询")
        return page.row(person.name)["考核计划"]

    assert label() == "未上报", "none was made"
    plan_id = full_plan(office, person)
    assert label() == "未上报", "made and not reported"
    office.do(ReportPlan(plan_id), office.examiner)
    assert label() == "未审核", "not accepted"
    reviewer = authority("330500")
    assert reviewer.follow("考核计划").rows()[0]["状态"] == "未审核 待受理"
    reviewer.follow("审核")
    reviewer.press("受理")
    assert label() == "未审核", "accepted and not finished"
    assert reviewer.follow("考核计划").rows()[0]["状态"] == "未审核 已受理"
    reviewer.follow("审核")
    reviewer.tick("通过")
    reviewer.press("提交结论")
    assert label() == "已审核"


@requirement("R34")
def test_scores_are_followed_as_their_authority_goes_on(
    office: Office, signed_in: Callable[[], Contact], authority: Callable[[str], Contact]
) -> None:
    plan_id, (person,) = examined(office, 1)

    def label() -> str:
        return signed_in().follow("报名人员查询").row(person.name)["成绩报审"]

    assert label() == "未上报", "examined, but no scores were imported"
    import_scores(office, plan_id, entry(office, plan_id, person))
    submit(office, plan_id)
    assert label() == "未上报", "submitted, but nobody has accepted it"
    reviewer = authority("330500")
    reviewer.follow("成绩报审", "审核")
    reviewer.press("受理")
    assert label() == "已受理"
    reviewer.follow("成绩报审", "审核")
    reviewer.tick("不通过")
    reviewer.fill(不通过的原因="照片不清")
    reviewer.press("提交结论")
    assert label() == "未通过"
    submit(office, plan_id)
    reviewer.follow("成绩报审", "审核")
    reviewer.press("受理")
    reviewer.follow("成绩报审", "审核")
    reviewer.tick("通过")
    reviewer.press("提交结论")
    assert label() == "已审核"
