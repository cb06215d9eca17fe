"""Every page of the website, and how each kind of visitor of a full house comes to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any
from uuid import uuid4

from school_desk.adapters.sample_school.people import Person
from tests.browser.chromium import Chromium, Window
from tests.browser.full_house import AUTHORITY, House, Opened
from tests.hub.portal.browser import KINDS, PASSWORD, Website
from tests.unit.sheets.books import write_book

# What is behind these addresses is a file, a piece of a page, or another address.
NOT_PAGES = {
    "/",
    "/static/{name}",
    "/register/photo/{kind}",
    "/register/commitment-letter.pdf",
    "/enterprise/papers/{kind}",
    "/enterprise/papers/{kind}/kept",
    "/enterprise/enroll/template.xlsx",
    "/enterprise/enroll/returned.xlsx",
    "/enterprise/payments/{number}/notice.pdf",
    "/enterprise/payments/{number}/slip/picture.jpg",
    "/enterprise/enrolled/{id}/ticket.pdf",
    "/enterprise/exams/{number}/tickets.pdf",
    "/authority/enterprises/{id}/papers/{kind}",
}


class Who(StrEnum):
    """Whom the website knows."""

    NOBODY = "signed-out"
    ENTERPRISE = "enterprise"
    SENT_BACK = "sent-back"
    REVIEWER = "authority"


@dataclass(frozen=True)
class Scene:
    """A window on the website of a full house."""

    window: Window
    house: House
    site: Website
    scratch: Path


@dataclass(frozen=True)
class Page:
    """One page: its route, the address (`{…}` are fields of the house), what is done there first, what then stands on it."""

    name: str
    route: str
    told: str
    address: str = ""
    then: Callable[[Scene], Any] = lambda _scene: None

    def show(self, scene: Scene) -> None:
        """Brings the window there."""
        scene.window.open((self.address or self.route).format_map(vars(scene.house)))
        self.then(scene)
        scene.window.tells(self.told, "main")


@contextmanager
def scene_of(
    who: Who, size: tuple[int, int], chromium: Chromium, opened: Opened, scratch: Path, *, script: bool = True
) -> Iterator[Scene]:
    """A window of that size in which `who` is signed in; `script` False: without JavaScript."""
    house = opened.house
    with chromium.window(opened.address, size, script=script) as window:
        logins = {Who.ENTERPRISE: house.enterprise, Who.SENT_BACK: house.sent_back, Who.REVIEWER: AUTHORITY}
        if who in logins:
            window.sign_in(logins[who], PASSWORD, "authority" if who is Who.REVIEWER else "enterprise")
        yield Scene(window, house, opened.site, scratch)


def _photos(scene: Scene) -> None:
    for kind in KINDS:
        scene.window.page.set_input_files(f"#{kind}", scene.house.newcomer_papers / f"{kind}.jpg")
        scene.window.tells("格式和大小合格", f"#{kind}-told")


def _wrong_photo(scene: Scene) -> None:
    scene.window.page.set_input_files("#yyzz", scene.house.newcomer_papers / "cns.jpg")
    scene.window.tells("请改名为 yyzz.jpg", "#yyzz-told")


def show_unit(scene: Scene) -> None:
    """企业注册 as far as step 2, with the place chosen."""
    scene.window.open("/register")
    _photos(scene)
    scene.window.press("下一步")
    scene.window.tells("单位信息")
    scene.window.page.wait_for_load_state()  # the words are there before the script that hears what is chosen
    _place(scene)


def _place(scene: Scene) -> None:
    scene.window.page.select_option("[name=region_code]", "330523")
    scene.window.page.check("[name=province_affiliated][value=no]")
    scene.window.tells("湖州市住房和城乡建设局", "#reviewer")


def _finish(scene: Scene) -> None:
    _place(scene)
    scene.window.page.check("[name=confirmed]")
    scene.window.press("下一步")
    scene.window.tells("审核部门")


def _press(*words: str, **fields: str) -> Callable[[Scene], None]:
    def act(scene: Scene) -> None:
        scene.window.fill(**{name: text.format_map(vars(scene.house)) for name, text in fields.items()})
        for word in words:
            scene.window.press(word)

    return act


def _wrong_password(scene: Scene) -> None:
    # Another stranger every time: five wrong passwords would shut an account to the tests that come after.
    scene.window.page.fill(".sign-in [name=login]", uuid4().hex)
    scene.window.page.fill(".sign-in [name=password]", "not the password")
    scene.window.press("登录")


def _look_up(scene: Scene) -> None:
    scene.window.fill(name=scene.house.certified_name, number=scene.house.certificate_no)
    scene.window.press("查询")


def roster_rows(people: tuple[Person, ...]) -> list[tuple[object, ...]]:
    """A roster as an enterprise writes it: three of trades that are 报名中, the first with a digit wrong in the identity number."""
    kinds = (("木工", "中级工"), ("防水工", "中级工"), ("镶贴工", "中级工"))
    rows: list[tuple[object, ...]] = [("姓名", "身份证号", "手机号码", "工种", "等级")]
    for place, (one, kind) in enumerate(zip(people, kinds, strict=False)):
        wrong = one.id_number[:-1] + ("1" if one.id_number[-1] != "1" else "2")
        rows.append((one.name, one.id_number if place else wrong, one.mobile, *kind))
    return rows


def _roster(scene: Scene) -> None:
    book = write_book(scene.scratch / "报名人员名单.xlsx", roster_rows(scene.house.newcomer.people))
    scene.window.page.set_input_files("[name=roster]", book)
    scene.window.press("上传并核对")


def _no_slip(scene: Scene) -> None:
    scene.window.page.set_input_files("[name=slip]", write_book(scene.scratch / "回单.xlsx", [("回单",)]))
    scene.window.press("读取回单")


def show_slip(scene: Scene) -> None:
    """A slip as far as step 2."""
    scene.window.page.set_input_files("[name=slip]", scene.house.slip)
    scene.window.press("读取回单")
    scene.window.tells("核对转账回单")


def _slip_of_much(scene: Scene) -> None:
    show_slip(scene)
    scene.window.fill(payer_account="1", amount="很多")
    scene.window.press("提交")


def _form_of_an_earlier_session(scene: Scene) -> None:
    """As after signing in again in another tab: the page still has the token of before."""
    token = scene.window.page.locator("main form [name=form]").first
    token.evaluate("(field) => { field.value = 'x'.repeat(43); }")
    scene.window.press("保存")


def _open_all(scene: Scene) -> None:
    for summary in scene.window.page.locator("summary").all():
        summary.click()


PAGES: dict[Who, tuple[Page, ...]] = {
    Who.NOBODY: (
        Page("login", "/login", "注册企业账号"),
        Page("login-authority", "/login", "由培训学校开通", "/login?as=authority"),
        Page("login-wrong", "/login", "账号或密码不对", then=_wrong_password),
        Page("forgot", "/forgot", "忘记密码"),
        Page("certificates", "/certificates", "证书查询"),
        Page("certificates-found", "/certificates", "证书已推送", then=_look_up),
        Page("register", "/register", "下载承诺书模版"),
        Page("register-wrong", "/register", "请改名为", then=_wrong_photo),
        Page("register-unit", "/register/unit", "单位信息", "/register", show_unit),
        Page("register-finish", "/register/finish", "审核部门", "/register/unit", _finish),
    ),
    Who.ENTERPRISE: (
        Page("home", "/home", "办理流程"),
        Page("password", "/password", "原密码"),
        Page("enterprise", "/enterprise", "企业基本信息"),
        Page("enterprise-edit", "/enterprise/edit", "修改企业信息"),
        Page("again", "/enterprise/edit", "刚才填写的内容已带上", then=_form_of_an_earlier_session),
        Page("enterprise-mobile", "/enterprise/mobile", "新手机号"),
        Page("enroll", "/enterprise/enroll", "上传报名名单"),
        Page("enroll-roster", "/enterprise/enroll/roster", "核对报名名单", "/enterprise/enroll", _roster),
        Page("enroll-person", "/enterprise/enroll/person", "工种和等级"),
        Page("payments", "/enterprise/payments", "报名批次"),
        Page("payment-owed", "/enterprise/payments/{number}", "怎样缴费", "/enterprise/payments/{owed_batch}"),
        Page("payment-paid", "/enterprise/payments/{number}", "学习账号", "/enterprise/payments/{paid_batch}"),
        Page(
            "payment-slip", "/enterprise/payments/{number}/slip", "读取回单", "/enterprise/payments/{owed_batch}/slip"
        ),
        Page(
            "payment-slip-wrong",
            "/enterprise/payments/{number}/slip",
            "不是 JPG、PNG 照片",
            "/enterprise/payments/{owed_batch}/slip",
            _no_slip,
        ),
        Page(
            "payment-slip-check",
            "/enterprise/payments/{number}/slip/check",
            "已识别",
            "/enterprise/payments/{owed_batch}/slip",
            show_slip,
        ),
        Page(
            "payment-slip-refused",
            "/enterprise/payments/{number}/slip/check",
            "金额",
            "/enterprise/payments/{owed_batch}/slip",
            _slip_of_much,
        ),
        Page("enrolled", "/enterprise/enrolled", "已报名列表"),
        Page("enrolled-nobody", "/enterprise/enrolled", "请先勾选", then=_press("为勾选的学员申请考试")),
        Page("notices", "/enterprise/enrolled/notices", "通知学员"),
        Page("late-photo", "/enterprise/enrolled/{id}/photo", "补传照片", "/enterprise/enrolled/{without_photo}/photo"),
        Page("photo-there", "/enterprise/enrolled/{id}/photo", "已有照片", "/enterprise/enrolled/{ticketed}/photo"),
        Page("resits", "/enterprise/resits", "可以申请"),
        Page("people", "/enterprise/people", "报名人员查询"),
        Page("people-none", "/enterprise/people", "没有查到", then=_press("查询", words="赵不在")),
        Page("person", "/enterprise/people/{id}", "证书信息", "/enterprise/people/{certified}", _open_all),
        Page(
            "person-whole",
            "/enterprise/people/{id}",
            "证书信息",
            "/enterprise/people/{ticketed}",
            _press("显示完整号码"),
        ),
        Page("own-certificates", "/enterprise/certificates", "下载勾选的 PDF"),
        Page("no-such-batch", "/enterprise/payments/{number}", "没有这个报名批次", "/enterprise/payments/BM0"),
    ),
    Who.SENT_BACK: (
        Page("home-sent-back", "/home", "去补正"),
        Page("enterprise-sent-back", "/enterprise", "去补正"),
        Page("enterprise-papers", "/enterprise/papers", "退回原因"),
        Page("enroll-not-yet", "/enterprise/enroll", "现在不能报名"),
        Page("enroll-person-not-yet", "/enterprise/enroll/person", "现在不能报名"),
        Page("payments-none", "/enterprise/payments", "还没有报名批次"),
        Page("enrolled-none", "/enterprise/enrolled", "还没有报名的学员"),
        Page("resits-none", "/enterprise/resits", "没有不合格的学员"),
        Page("people-nobody", "/enterprise/people", "还没有报名人员"),
        Page("own-certificates-none", "/enterprise/certificates", "还没有已生成的证书"),
    ),
    Who.REVIEWER: (
        Page("authority-home", "/home", "等您审核"),
        Page("authority-password", "/password", "原密码"),
        Page("authority-enterprises", "/authority/enterprises", "企业审核"),
        Page(
            "authority-enterprise",
            "/authority/enterprises/{id}",
            "审核结论",
            "/authority/enterprises/{waiting_enterprise}",
        ),
        Page("authority-moved", "/authority/enterprises/{id}", "变更复核", "/authority/enterprises/{moved_enterprise}"),
        Page(
            "authority-approved",
            "/authority/enterprises/{id}",
            "历次结论",
            "/authority/enterprises/{approved_enterprise}",
        ),
        Page("authority-plans", "/authority/plans", "考核计划"),
        Page("authority-plan", "/authority/plans/{id}", "受理", "/authority/plans/{reported_plan}"),
        Page("authority-plan-accepted", "/authority/plans/{id}", "提交结论", "/authority/plans/{accepted_plan}"),
        Page("authority-plan-approved", "/authority/plans/{id}", "已审核", "/authority/plans/{approved_plan}"),
        Page("authority-scores", "/authority/scores", "成绩报审"),
        Page("authority-score", "/authority/scores/{id}", "受理", "/authority/scores/{submitted_scores}"),
        Page("authority-score-approved", "/authority/scores/{id}", "已审核", "/authority/scores/{approved_scores}"),
    ),
}
