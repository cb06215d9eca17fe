"""From registration to the certificate through three processes: a Hub, a desk and the website in Chromium, which meet only over HTTP.

After each step its facts are read where they were not made: what the enterprise did at the desk, what the office did on the website.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from school_desk.adapters.sample_school.faces import draw_face
from school_desk.adapters.sample_school.people import Person
from school_desk.adapters.sample_school.school import draw_school
from school_desk.adapters.sample_school.slips import Claim, draw_slip
from school_desk.adapters.sample_school.truth import EnterpriseTruth, SchoolTruth
from school_desk.kernel.money import Fen
from school_desk.terms.statuses import Subject
from tests.browser.chromium import Chromium, Window
from tests.browser.three_processes import Line, School, three_processes
from tests.cli.drawn_school import ORIGINALS, papers_of
from tests.hub.portal.browser import KINDS, PASSWORD
from tests.unit.banks.exports import LAYOUTS, OWN_ACCOUNT, Movement, write_text
from tests.unit.printing.reading import text_of

pytestmark = [pytest.mark.long, pytest.mark.timeout(1800)]
TRADE, LEVEL, FEE_FEN = "钢筋工", "中级工", 80_000
# The worker reads three photos; a machine with other work takes its time.
READING_MS = 240_000


@dataclass(frozen=True)
class Walk:
    """The school, whose papers go their way, and the windows of the enterprise, the authority and a stranger."""

    school: School
    drawn: SchoolTruth
    enterprise: Window
    reviewer: Window
    stranger: Window

    @property
    def one(self) -> EnterpriseTruth:
        """The enterprise, as it was drawn."""
        return self.drawn.enterprises[0]

    @property
    def people(self) -> tuple[Person, ...]:
        """Its three trainees."""
        return self.one.people[:3]

    def both_sign_in(self) -> None:
        """On another day."""
        self.enterprise.sign_in(self.one.company.credit_code, PASSWORD)
        self.reviewer.sign_in("huzhou", PASSWORD, "authority")

    def authority_approves(self, place: str, name: str) -> None:
        """The authority opens what waits there, takes it in where that is to be done, and passes it."""
        page = self.reviewer.page
        self.reviewer.open(place)
        page.get_by_role("link", name=f"打开{name}").click()
        if self.reviewer.named("受理").count():
            self.reviewer.press("受理")
            self.reviewer.tells("已受理。")
        page.get_by_label("通过", exact=True).check()
        self.reviewer.fill(document_no="湖建〔2026〕8号")
        self.reviewer.press("提交结论")
        self.reviewer.tells("结论已提交")


@contextmanager
def walking(chromium: Chromium, root: Path) -> Iterator[Walk]:
    drawn = draw_school(root / "papers", enterprises=1, quality="flat")
    with (
        three_processes(root, 2026, 8, 3, 9) as school,
        chromium.window(school.address) as enterprise,
        chromium.window(school.address) as reviewer,
        chromium.window(school.address) as stranger,
    ):
        yield Walk(school, drawn, enterprise, reviewer, stranger)


def test_from_registration_to_the_certificate(chromium: Chromium, tmp_path: Path) -> None:
    with walking(chromium, tmp_path) as walk:
        register(walk)
        approve(walk)
        enrol(walk)
        pay(walk)
        learn(walk)
        plan_the_exam(walk)
        take_the_tickets(walk)
        pass_the_exam(walk)
        certify(walk)
        # Its journal is whole, and every file that came over the Hub opens.
        assert walk.school.desk.told("journal", "verify")["whole"]
        assert walk.school.desk.told("doctor")["ok"]


def register(walk: Walk) -> None:
    """Photos that are really read, the licence confirmed, a code from the outbox."""
    window, company = walk.enterprise, walk.one.company
    window.open("/register")
    for kind in KINDS:
        window.page.set_input_files(f"#{kind}", papers_of(walk.drawn, walk.one) / f"{kind}.jpg")
    window.press("下一步")
    window.page.wait_for_url("**/register/unit", timeout=READING_MS)
    read = {
        name: window.page.input_value(f"[name={name}]") for name in ("credit_code", "name", "legal_person", "address")
    }
    truth = (company.credit_code, company.name, company.legal_person, company.address)
    assert tuple(read.values()) == truth
    window.page.select_option("[name=region_code]", "330522")
    window.page.check("[name=province_affiliated][value=no]")
    window.tells("湖州市住房和城乡建设局", "#reviewer")
    window.fill(contact_name=company.contact, contact_mobile=company.mobile)
    window.page.check("[name=confirmed]")
    window.press("下一步")
    window.fill(mobile=company.mobile, password=PASSWORD, again=PASSWORD)
    window.press("获取验证码")
    window.tells("验证码已发送")
    text = walk.school.texts[-1]
    assert text["mobile"] == company.mobile
    code = re.search(r"\d{6}", text["text"])
    assert code
    window.fill(code=code[0])
    window.press("提交注册")
    window.tells("注册成功")
    walk.school.desk.sync()
    found = walk.school.desk.row("enterprises")
    assert (found["credit_code"], found["name"], found["state"]) == (company.credit_code, company.name, "待审核")
    papers = walk.school.desk.told("show", "enterprise", company.credit_code)["材料"]
    assert list(papers.values()) == [f"{kind}.jpg" for kind in KINDS]


def approve(walk: Walk) -> None:
    """初审 and 现场审核 at the desk, the conclusion by the authority itself."""
    desk, page, name = walk.school.desk, walk.enterprise, walk.one.company.name
    enterprise_id = desk.row("enterprises")["id"]
    review = {"reviewed_on": "2026-08-03", "place": "企业办公室", "persons": "沈文员", "originals": ORIGINALS}
    review |= {"enterprise_id": enterprise_id, "archive_no": "DA-1"}
    desk.decide("shen", ("PreApproveEnterprise", {"enterprise_id": enterprise_id}), ("RecordOnSiteReview", review))
    page.open("/enterprise")
    page.tells("主管部门审核中")
    page.open("/enterprise/enroll")
    page.tells("现在不能报名")
    walk.school.open_reviewer("huzhou", "330500", PASSWORD)
    walk.reviewer.sign_in("huzhou", PASSWORD, "authority")
    walk.authority_approves("/authority/enterprises", name)
    page.open("/home")
    page.tells("审核已通过，可以报名")
    desk.sync()
    assert desk.row("enterprises")["state"] == "审核通过"


def enrol(walk: Walk) -> None:
    """A roster with one row that is wrong comes back with the reason; the corrected one enrols all three, with their photos."""
    window, school, people = walk.enterprise, walk.school, walk.people
    plan = {
        "trade_code": TRADE,
        "level": 4,
        "sign_up_from": "2026-08-01",
        "sign_up_to": "2026-09-30",
        "fee_fen": FEE_FEN,
    }
    school.desk.decide("shen", ("CreatePlan", plan))
    head = ("姓名", "身份证号", "手机号码", "工种", "等级")
    rows = [(one.name, one.id_number, one.mobile, TRADE, LEVEL) for one in people]
    wrong = (*rows[0][:1], rows[0][1][:-1] + ("1" if rows[0][1][-1] != "1" else "2"), *rows[0][2:])
    window.open("/enterprise/enroll")
    window.tells("800.00 元")
    window.page.set_input_files("[name=roster]", school.book("名单.xlsx", head, wrong, *rows[1:]))
    window.press("上传并核对")
    window.tells("有误 1")
    window.tells("确认报名（2 人）")
    back = window.take("下载注明原因的名单", school.root)
    told = CalamineWorkbook.from_path(str(back)).get_sheet_by_index(0).to_python()
    assert "校验" in "".join(map(str, told[1])), told
    window.press("不报了，重新上传")
    window.page.set_input_files("[name=roster]", school.book("名单（改）.xlsx", head, *rows))
    window.page.set_input_files("[name=photos]", _faces(school.root, people))
    window.press("上传并核对")
    window.press("确认报名（3 人）")
    window.tells("报名成功")
    school.desk.sync()
    assert {row["name"] for row in school.desk.rows("trainees")} == {one.name for one in people}
    batch = school.desk.row("batches")
    assert (batch["people"], batch["due_fen"], batch["state"]) == (3, 3 * FEE_FEN, ["待缴费"])


def _faces(root: Path, people: tuple[Person, ...]) -> Path:
    target = root / "照片.zip"
    with zipfile.ZipFile(target, "w") as packed:
        for one in people:
            packed.writestr(f"{one.id_number}.jpg", draw_face(Random(one.id_number), one.sex))
    return target


def pay(walk: Walk) -> None:
    """Account, amount and code are told; the slip is read and a claim; the bank's line is matched by the code and reviewed by another."""
    window, desk, company = walk.enterprise, walk.school.desk, walk.one.company
    window.press("查看应缴费用和缴费码")
    for words in (OWN_ACCOUNT, "工行湖州红丰支行", "2,400.00 元", "待缴费"):
        window.tells(words)
    code = window.page.locator(".pay-code b").inner_text()
    assert code == desk.row("batches")["payment_code"]
    window.press("上传转账回单")
    file, truth = _receipt(walk, code)
    window.page.set_input_files("[name=slip]", file)
    window.press("读取回单")
    window.page.wait_for_url("**/slip/check", timeout=READING_MS)
    names = {"payer_name": "payer_name", "payer_account": "payer_account", "payee_account": "payee_account"}
    names |= {"amount": "amount", "paid_on": "date", "serial_no": "serial_no"}
    read = {field: window.page.input_value(f"[name={name}]") for name, field in names.items()}
    assert read == {field: truth[field] for field in read}
    window.press("提交")
    window.tells("回单已收到")
    window.tells("待到账")
    bill = window.path.partition("?")[0]
    paid = Movement(datetime(2026, 8, 3, 10), 3 * FEE_FEN, 9_000_000, company.name, company.account, "转账", code)
    desk.sync()
    desk.take_in("qian", "statement", write_text(walk.school.root / "流水.csv", LAYOUTS["icbc-a"].export([paid])))
    owed = desk.row("receivables")
    claim = desk.best_claim()
    assert [part["receivable_id"] for part in claim["parts"]] == [owed["id"]]
    _, proposed = desk.decide("qian", ("AllocateTransfer", claim), ("ProposeReview", {"receivable_ids": [owed["id"]]}))
    desk.decide("zhou", ("DecideReview", {"review_ids": proposed["review_ids"], "approved": True}))
    assert desk.row("receivables")["state"] == "费用审核通过"
    window.open(bill)
    window.tells("费用审核通过")
    window.tells("已到账2,400.00 元", ".sums")
    window.tells("预计 2026-08-06 前开通")


def _receipt(walk: Walk, code: str) -> tuple[Path, dict[str, Any]]:
    """The bank's 电子回单 for the whole fee, and what stands on it."""
    company, at = walk.one.company, datetime(2026, 8, 3, 10)
    claim = Claim(
        company.name, company.account, company.bank, OWN_ACCOUNT, Fen(3 * FEE_FEN), code, at, "74904891862531"
    )
    drawn = draw_slip(Random(1), claim, "icbc")
    target = walk.school.root / "电子回单.pdf"
    drawn.image.save(target, "PDF", resolution=200)
    return target, drawn.fields


def learn(walk: Walk) -> None:
    """Accounts are opened, hours come in, and the enterprise applies for the exam."""
    window, school, desk, people = walk.enterprise, walk.school, walk.school.desk, walk.people
    ids = [row["id"] for row in desk.rows("trainees")]
    desk.decide("shen", ("ExportAccounts", {"enrollment_ids": ids}))
    opened = [(one.id_number, one.name, "成功") for one in people]
    desk.take_in("shen", "accounts", school.book("开通.xlsx", ("账号", "姓名", "结果"), *opened))
    window.page.reload()
    window.tells("已开通")
    school.move_to(2026, 10, 8, 9)
    courses = (("安全生产知识", 360), ("职业理论知识", 720))
    learnt = [
        (one.id_number, one.name, course, minutes, datetime(2026, 9, 10 + day, 10))
        for one in people
        for day, (course, minutes) in enumerate(courses)
    ]
    head = ("账号", "姓名", "课程", "学习时长(分钟)", "完成时间")
    desk.take_in("shen", "hours", school.book("学时.xlsx", head, *learnt))
    window.sign_in(walk.one.company.credit_code, PASSWORD)
    window.open("/enterprise/enrolled")
    window.tells("可以申请考试")
    for one in people:
        window.page.get_by_label(f"勾选{one.name}").check()
    window.press("为勾选的学员申请考试")
    window.tells("已申请考试。")
    desk.sync()
    assert {row["exam_plan"] for row in desk.rows("trainees")} == {"未上报"}


def plan_the_exam(walk: Walk) -> None:
    """The desk plans and reports; the authority takes it in and approves."""
    desk, ids = walk.school.desk, [row["id"] for row in walk.school.desk.rows("trainees")]
    room = {"name": "第一考场", "place": "湖州建设技师学院", "address": "湖州市吴兴区学院路 1 号", "seats": 30}
    made, plan = desk.decide("wu", ("AddRoom", room), ("CreateExamPlan", {"trade_code": TRADE, "level": 4}))
    about = {"plan_id": plan["plan_id"]}
    steps: list[Line] = [
        ("AddSession", about | _session(made["room_id"], hour, s)) for hour, s in zip((9, 11, 14), Subject, strict=True)
    ]
    steps += [("TakeCandidates", about | {"enrollment_ids": ids}), ("AssignSeats", about), ("ReportPlan", about)]
    desk.decide("wu", *steps)
    name = desk.row("exam-plans")["name"]
    walk.reviewer.sign_in("huzhou", PASSWORD, "authority")
    walk.authority_approves("/authority/plans", name)
    desk.sync()
    assert desk.row("exam-plans")["state"] == "已审核"


def _session(room_id: str, hour: int, subject: Subject) -> dict[str, str]:
    starts_at, ends_at = datetime(2026, 10, 20, hour), datetime(2026, 10, 20, hour + 1)
    times = {"starts_at": starts_at.isoformat(), "ends_at": ends_at.isoformat()}
    return {"exam_subject": subject.value, "room_id": room_id} | times


def take_the_tickets(walk: Walk) -> None:
    """准考证 of one, and of all."""
    window, people, plan = walk.enterprise, walk.people, walk.school.desk.row("exam-plans")
    window.open("/enterprise/enrolled")
    window.tells("考核计划已审核")
    one = text_of(window.take(f"下载{people[0].name}的准考证", walk.school.root).read_bytes())
    assert people[0].name in one
    assert people[1].name not in one
    together = text_of(window.take(f"下载全部准考证（{plan['number']}）", walk.school.root).read_bytes())
    for person in people:
        assert person.name in together
    assert "湖州建设技师学院" in together


def pass_the_exam(walk: Walk) -> None:
    """Scores come in after the exam; the authority passes them."""
    desk, school = walk.school.desk, walk.school
    school.move_to(2026, 10, 21, 9)
    plan = desk.row("exam-plans")
    head = ("身份证号", "姓名", "理论成绩", "安全成绩", "操作技能成绩")
    marks = [(one.id_number, one.name, 88, 76, 81) for one in walk.people]
    desk.take_in("wu", "scores", school.book("成绩.xlsx", head, *marks), "--plan", plan["number"])
    desk.decide("wu", ("SubmitScores", {"plan_id": plan["id"], "submitted_on": "2026-10-21"}))
    walk.both_sign_in()
    walk.authority_approves("/authority/scores", f"{plan['name']}的成绩")
    desk.sync()
    assert {(row["state"], row["result"]) for row in desk.rows("scores")} == {("已审核", "合格")}
    walk.enterprise.open("/enterprise/people")
    walk.enterprise.tells("证书未生成")


def certify(walk: Walk) -> None:
    """The number is found by anybody as soon as it is there; the paper is downloaded; then it is pushed."""
    desk, school, person = walk.school.desk, walk.school, walk.people[0]
    ask_for(walk, person, "336385402600001", "没有查到")
    head = ("证书编号", "身份证号", "姓名", "工种", "等级", "发证日期")
    numbers = [f"33638540260000{place}" for place in (1, 2, 3)]
    rows = [
        (number, one.id_number, one.name, TRADE, LEVEL, date(2026, 10, 21))
        for number, one in zip(numbers, walk.people, strict=True)
    ]
    desk.take_in("wu", "certificate-numbers", school.book("证书编号.xlsx", head, *rows))
    ask_for(walk, person, numbers[0], "证书已生成未推送")
    walk.enterprise.open("/enterprise/certificates")
    paper = text_of(walk.enterprise.take(f"下载{person.name}的证书", school.root).read_bytes())
    for words in (person.name, numbers[0], TRADE):
        assert words in paper
    desk.sync()
    printed = [(row["actor"], row["label"]) for row in desk.rows("journal") if row["label"] == "打印证书"]
    assert printed == [(walk.one.company.name, "打印证书")]
    ids = [row["id"] for row in desk.rows("certificates")]
    desk.decide("wu", ("ExportPush", {"certificate_ids": ids}))
    answers = [(number, "成功", f"HZ-{number[-1]}", date(2026, 10, 21)) for number in numbers]
    desk.take_in(
        "wu", "push-results", school.book("推送.xlsx", ("证书编号", "推送结果", "回执号", "推送日期"), *answers)
    )
    ask_for(walk, person, numbers[0], "证书已推送")
    assert desk.told("show", "trainee", numbers[0])["证书信息"]["培训证书"] == "证书已推送"


def ask_for(walk: Walk, person: Person, number: str, told: str) -> None:
    """证书查询 by somebody who is not signed in."""
    walk.stranger.open("/certificates")
    walk.stranger.fill(name=person.name, number=number)
    walk.stranger.press("查询")
    walk.stranger.tells(told)
