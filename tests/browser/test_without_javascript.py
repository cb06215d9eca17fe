"""Registration, enrolment and payment in a browser that runs no JavaScript."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.chromium import PHONE, Chromium
from tests.browser.every_page import Who, roster_rows, scene_of
from tests.browser.full_house import Opened
from tests.flows.cashier import OWN_ACCOUNT
from tests.hub.portal.browser import KINDS, PASSWORD
from tests.unit.sheets.books import write_book

pytestmark = [pytest.mark.long, pytest.mark.timeout(300)]


def test_an_enterprise_registers(chromium: Chromium, opened: Opened, tmp_path: Path) -> None:
    company = opened.house.newcomer.company
    with scene_of(Who.NOBODY, PHONE, chromium, opened, tmp_path, script=False) as scene:
        window = scene.window
        window.open("/register")
        for kind in KINDS:
            window.page.set_input_files(f"#{kind}", opened.house.newcomer_papers / f"{kind}.jpg")
        window.press("下一步")
        window.tells("单位信息")
        assert window.page.input_value("[name=name]") == company.name
        window.page.select_option("[name=region_code]", "330523")
        window.page.check("[name=province_affiliated][value=no]")
        window.page.check("[name=confirmed]")
        window.press("下一步")
        window.tells("湖州市住房和城乡建设局")
        window.fill(mobile=company.mobile)
        window.press("获取验证码")
        window.tells("验证码已发送")
        assert window.page.input_value("[name=mobile]") == company.mobile
        window.fill(code=opened.site.code, password=PASSWORD, again=PASSWORD)
        window.press("提交注册")
        window.tells("注册成功")


def test_people_are_enrolled_by_a_roster_and_one_by_one(chromium: Chromium, opened: Opened, tmp_path: Path) -> None:
    people = opened.house.newcomer.people
    with scene_of(Who.ENTERPRISE, PHONE, chromium, opened, tmp_path, script=False) as scene:
        window = scene.window
        window.open("/enterprise/enroll")
        window.page.set_input_files("[name=roster]", write_book(tmp_path / "名单.xlsx", roster_rows(people)))
        window.press("上传并核对")
        window.tells("有误 1")
        window.press("确认报名（2 人）")
        window.tells("报名成功")
        one = people[3]
        window.open("/enterprise/enroll/person")
        window.fill(name=one.name, id_number=one.id_number, mobile=one.mobile)
        plans = window.page.locator("[name=plan] option")
        window.page.select_option("[name=plan]", label=plans.nth(1).inner_text())
        window.press("报名")
        window.tells("报名成功。请按下面的金额转账")
        window.tells("800.00 元")


def test_a_batch_is_paid(chromium: Chromium, opened: Opened, tmp_path: Path) -> None:
    with scene_of(Who.ENTERPRISE, PHONE, chromium, opened, tmp_path, script=False) as scene:
        window = scene.window
        window.open("/enterprise/payments")
        window.press(f"查看批次 {opened.house.owed_batch}")
        for words in (OWN_ACCOUNT, "缴费码", "2,400.00 元"):
            window.tells(words)
        notice = window.take("缴费通知单 PDF", tmp_path)
        assert notice.read_bytes().startswith(b"%PDF")
        window.press("上传转账回单")
        window.page.set_input_files("[name=slip]", opened.house.slip)
        window.press("读取回单")
        window.tells("核对转账回单")
        fields = opened.house.slip_fields
        for name in ("payer_name", "payer_account", "payee_account", "amount", "serial_no"):
            assert window.page.input_value(f"[name={name}]") == fields[name], name
        assert window.page.input_value("[name=paid_on]") == fields["date"]
        window.press("提交")
        window.tells("回单已收到")
