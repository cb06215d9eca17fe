"""网站地址、企业主要功能、密码重置、修改密码 (操作说明 第一至第三章)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from school_desk.staff.commands import ChangeSetting
from tests.examinations import full_plan
from tests.hub.portal.browser import MOBILE, NAME, PASSWORD
from tests.learners import ready
from tests.manual.requirements import requirement
from tests.manual.website.contact import Contact
from tests.papers import CODES
from tests.results import approve_plan
from tests.school import Office

NEW = "Anji-Longxi-88"


@requirement("R1")
def test_one_enters_as_an_enterprise_by_credit_code_and_password(visitor: Contact) -> None:
    visitor.register()
    visitor.press("退出")
    page = visitor.open("/")
    assert page.heading == "登录"
    assert page.chosen() == ["企业"]
    assert visitor.follow("主管部门").chosen() == ["主管部门"]
    visitor.follow("企业")
    visitor.fill(账号=CODES[0], 密码=PASSWORD)
    assert visitor.press("登录").heading == NAME


@requirement("R1")
def test_the_entrance_tells_the_sites_address(office: Office, visitor: Contact) -> None:
    assert "网址：https://jngrm.zjjsrc.cn/" in visitor.page.words
    default, moved = "https://jngrm.zjjsrc.cn/", "https://jn.example/"
    office.do(ChangeSetting("enterprises.website_address", moved, date(2026, 8, 3), default), office.admin)
    assert f"网址：{moved}" in visitor.open("/").words
    office.do(ChangeSetting("enterprises.website_address", "", date(2026, 8, 3), moved), office.admin)
    assert "网址" not in visitor.open("/").words


@requirement("R2")
def test_the_first_page_leads_to_every_main_function(visitor: Contact, contact: Contact) -> None:
    assert "注册企业账号" in visitor.page.links()
    assert "主要功能" in contact.page.headings
    wanted = {
        "报名 为本单位人员报名": "报名",
        "缴费 应缴费用、缴费码、转账回单、发票": "缴费",
        "查看培训、考核进度 报名人员查询，可以导出": "报名人员查询",
        "申请考试、下载准考证 已报名列表": "已报名列表",
        "通知学员 准时参加培训考核": "通知学员",
        "下载证书 已生成的证书": "证书",
    }
    for words, heading in wanted.items():
        contact.open("/home")
        assert contact.follow(words).heading == heading


@requirement("R2")
def test_there_is_a_text_that_tells_trainees_when_and_where(office: Office, signed_in: Callable[[], Contact]) -> None:
    people = ready(office, 2)
    approve_plan(office, full_plan(office, *people))
    page = signed_in().follow("已报名列表", "通知学员")
    text = page.field("考核计划").words()
    assert "准时参加" in text
    for word in (people[0].name, people[1].name, "2026-10-20", "09:00", "湖州建设技师学院"):
        assert word in text, word


@requirement("R15")
def test_a_forgotten_password_is_set_anew_by_phone_code(visitor: Contact) -> None:
    visitor.register()
    visitor.press("退出")
    visitor.follow("忘记密码")
    visitor.get_code(账号=CODES[0], 负责人手机号=MOBILE)
    wrong = "000000" if visitor.code != "000000" else "000001"
    fields = {"账号": CODES[0], "负责人手机号": MOBILE, "新密码": NEW, "再输入一次": NEW}
    visitor.fill(短信验证码=wrong, **fields)
    assert "验证码不对或已过期" in visitor.press("设置新密码").words
    visitor.fill(短信验证码=visitor.code, **fields)
    assert "密码已设置，请用新密码登录" in visitor.press("设置新密码").words
    assert visitor.sign_in(CODES[0], NEW).heading == NAME


@requirement("R38")
def test_the_password_is_changed_from_the_top_of_the_first_page(contact: Contact) -> None:
    (band,) = contact.page.root.all("header")
    assert [a.words() for a in band.all("a") if a.words().startswith("修改")] == ["修改密码"]
    contact.follow("修改密码")
    contact.fill(原密码="wrong", 新密码=NEW, 再输入一次=NEW)
    assert "原密码不对" in contact.press("保存").words
    contact.fill(原密码=PASSWORD, 新密码=NEW, 再输入一次=NEW)
    assert "密码已修改" in contact.press("保存").words
    contact.press("退出")
    assert contact.sign_in(CODES[0], PASSWORD).heading == "登录"
    assert contact.sign_in(CODES[0], NEW).heading == NAME
