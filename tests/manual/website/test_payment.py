"""报名缴费 (操作说明 第三章): what the contact sees of the fee, the transfer, the review, the accounts and the invoice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from school_desk.documents.queries import notices
from school_desk.enrollments.queries import batch, enrolled
from school_desk.learning.commands import AccountResultEntry, ExportAccounts, RecordAccountResults
from school_desk.payments.commands import RecordInvoiceIssued
from school_desk.payments.queries import invoices
from tests.flows.cashier import COMPANY, OWN_ACCOUNT, STEEL_FEE, Cashier
from tests.hub.portal.browser import jpeg, reading
from tests.learners import PEOPLE
from tests.manual.requirements import requirement
from tests.manual.website.contact import Contact
from tests.manual.website.seen import Seen
from tests.papers import approved_enterprise
from tests.school import Office


@pytest.fixture
def cashier(office: Office) -> Cashier:
    """The school's money."""
    return Cashier(office)


@pytest.fixture
def batch_id(cashier: Cashier) -> str:
    """One person of the first enterprise, enrolled."""
    return cashier.batch(approved_enterprise(cashier.office), steel=1)


@pytest.fixture
def fee_page(office: Office, batch_id: str, signed_in: Callable[[], Contact]) -> Callable[[], Seen]:
    """The page of that batch, looked at anew."""

    def look() -> Seen:
        with office.school.reading() as session:
            found = batch(session, office.school.id, batch_id)
        assert found is not None
        return signed_in().follow("缴费", found.number)

    return look


def pay(cashier: Cashier, batch_id: str) -> str:
    """The fee arrives and is claimed; returns the 应缴单."""
    (owed,) = cashier.receivables(batch_id)
    cashier.claim(cashier.paid_in(owed.due_fen), owed.id)
    return owed.id


@requirement("R18")
def test_the_enrolling_enterprise_pays_by_its_own_transfer(cashier: Cashier, contact: Contact) -> None:
    contact.follow("报名", "填写单人报名")
    name, id_number, mobile = PEOPLE[0]
    contact.fill(姓名=name, 身份证号码=id_number, 手机号码=mobile, 工种和等级="钢筋工 中级工")
    page = contact.press("报名")
    assert page.heading.startswith("报名批次 BM2026")
    assert "由本企业公对公转账" in page.words
    assert page.facts()["还要缴"] == "800.00 元"
    contact.follow("上传转账回单")
    contact.attach("转账回单", "回单.jpg", jpeg("slip"))
    # The payer's name is covered.
    printed = {
        "payer_account": "1205220019100023456",
        "payee_account": OWN_ACCOUNT,
        "amount": "800.00",
        "date": "2026-08-03",
    }
    contact.browser.site.reader.says = lambda kind: reading(kind, seen=kind, problems=(), **printed)
    contact.press("读取回单")
    assert contact.page.field("付款人").attributes["value"] == COMPANY, "the payer is the enterprise itself"
    assert contact.page.field("金额").attributes["value"] == "800.00", "nobody types what the slip says"
    page = contact.press("提交")
    assert page.row("2026-08-03")["状态"] == "待到账"
    assert page.facts()["还要缴"] == "800.00 元", "a slip alone pays nothing"
    with cashier.office.school.reading() as session:
        (person,) = enrolled(session, cashier.office.school.id)
    pay(cashier, person.batch_id)
    page = contact.open(contact.browser.path)
    assert (page.facts()["已到账"], page.facts()["还要缴"]) == ("800.00 元", "0.00 元")


@requirement("R19", "R20", "R21")
def test_both_pages_print_the_schools_account(fee_page: Callable[[], Seen], signed_in: Callable[[], Contact]) -> None:
    for page in (fee_page(), signed_in().follow("缴费")):
        facts = page.facts()
        assert facts["户名"] == "湖州市吴兴区城建职业技能培训学校"
        assert facts["账号"] == "1205220109200069722"
        assert facts["开户行"] == "工行湖州红丰支行"


@requirement("R22", "R23")
def test_the_account_waits_for_the_review_and_opens_within_three_working_days(
    office: Office, cashier: Cashier, batch_id: str, fee_page: Callable[[], Seen]
) -> None:
    with office.school.reading() as session:
        (person,) = enrolled(session, office.school.id)

    def shown() -> tuple[str, str, str]:
        page = fee_page()
        learner = page.row(person.name)
        return page.rows()[0]["状态"], learner["学习账号"], learner["开通日期"]

    assert shown() == ("待缴费", "未开通", "缴费成功后 1-3 个工作日内")
    owed = pay(cashier, batch_id)
    assert shown() == ("已到账", "未开通", "预计 2026-08-06 前开通，待费用审核")
    cashier.review(owed)
    assert shown() == ("费用审核通过", "待开通", "预计 2026-08-06 前开通")
    office.do(ExportAccounts((person.id,)))
    assert shown()[1] == "待开通", "a list that went out opens nothing"
    opened = AccountResultEntry(2, person.id_number, person.name, True)
    office.do(RecordAccountResults("开通结果.xlsx", (opened,)))
    assert shown()[1:] == ("已开通", "2026-08-03 开通")


@requirement("R24")
def test_the_page_names_the_site_and_the_account_but_no_password(fee_page: Callable[[], Seen]) -> None:
    page = fee_page()
    assert page.link("http://jzgr.zhujianpeixun.com/Account/Index") == page.facts()["学习网址"]
    assert page.facts()["登录账号"].startswith("本人身份证号码")
    assert "111111" not in page.words


@requirement("R25")
def test_the_page_tells_the_least_hours(fee_page: Callable[[], Seen]) -> None:
    told = fee_page().facts()["学时要求"]
    for word in ("安全生产知识和职业（工种）理论知识", "含考核时间", "满足工种的职业标准"):
        assert word in told, word
    assert told.endswith("初级工不少于 16 学时、中级工不少于 24 学时、高级工不少于 32 学时")


@requirement("R26")
def test_the_invoice_goes_to_the_telephone_that_the_contact_gave(
    office: Office, cashier: Cashier, batch_id: str, signed_in: Callable[[], Contact], fee_page: Callable[[], Seen]
) -> None:
    contact = signed_in()
    contact.follow("企业", "修改")
    contact.fill(联系人手机="13900001111")
    contact.press("保存")
    cashier.review(pay(cashier, batch_id))
    with office.school.reading() as session:
        (invoice,) = invoices(session, office.school.id)
    assert "发票号码" not in fee_page().words
    number = "26332000000012345678"
    cashier.do(RecordInvoiceIssued(invoice.id, number, date(2026, 8, 3), STEEL_FEE))
    with office.school.reading() as session:
        sms = notices(session, office.school.id)[0]
    assert (sms.channel, sms.mobile, number in sms.text) == ("sms", "13900001111", True)
    page = fee_page()
    assert page.row(number) == {"发票号码": number, "开票日期": "2026-08-03", "金额（元）": "800.00"}
    assert "数电发票以短信形式发送至联系人手机（139****1111）" in page.words
