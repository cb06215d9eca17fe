"""The enterprise manual (操作说明) as a list: what each sentence asks, and where on the desk and on the website it is served.

A scenario lives one sentence at one surface: those in `desk/` at the school's desk, those in `website/` on the enterprises' website.
Each names what it shows: `@requirement("R4")` on a test function. `test_every_sentence.py` refuses a sentence without a scenario on a
surface that serves it; `table.py` writes docs/manual.md out of both.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

Scenario = TypeVar("Scenario", bound=Callable[..., object])


class Surface(StrEnum):
    """Where somebody sees it; also the folder of its scenarios."""

    DESK = "desk"
    WEBSITE = "website"


@dataclass(frozen=True)
class Screen:
    """A screen of the desk by the key of its entry in the side bar."""

    key: str


@dataclass(frozen=True)
class Page:
    """A page of the website: what it is called there, and its address."""

    words: str
    address: str


@dataclass(frozen=True)
class Sentence:
    """One requirement: what it asks, the screens and pages that serve it."""

    text: str
    screens: tuple[Screen, ...] = ()
    pages: tuple[Page, ...] = ()

    @property
    def surfaces(self) -> tuple[Surface, ...]:
        """Where it needs a scenario."""
        served = ((Surface.DESK, self.screens), (Surface.WEBSITE, self.pages))
        return tuple(surface for surface, places in served if places)


ENTERPRISES, REVIEW, PLANS, ENROLLING = (Screen(key) for key in ("enterprises", "review", "plans", "enrollments"))
PAYMENTS, FEE_REVIEW, REFUNDS = (Screen(key) for key in ("payments", "fee_review", "refunds"))
LEARNING, APPLICATIONS, EXAMS = (Screen(key) for key in ("learning", "applications", "exams"))
SCORES, CERTIFICATES, PROGRESS = (Screen(key) for key in ("scores", "certificates", "progress"))
NOTICES, SETTINGS = (Screen(key) for key in ("notices", "settings"))

LOGIN, FORGOT = Page("登录", "/login"), Page("忘记密码", "/forgot")
LOOK_UP = Page("证书查询", "/certificates")
PHOTOS, UNIT = Page("企业注册：上传照片", "/register"), Page("企业注册：核对单位信息", "/register/unit")
FINISH = Page("企业注册：手机验证与密码", "/register/finish")
HOME, PASSWORD = Page("首页", "/home"), Page("修改密码", "/password")
OWN, EDIT = Page("企业基本信息", "/enterprise"), Page("修改企业信息", "/enterprise/edit")
MOBILE = Page("修改手机号", "/enterprise/mobile")
ENROLL, ONE_PERSON = Page("报名", "/enterprise/enroll"), Page("单人报名", "/enterprise/enroll/person")
FEES, FEE = Page("缴费", "/enterprise/payments"), Page("缴费：报名批次", "/enterprise/payments/{number}")
ENROLLED, SUMMONS = Page("已报名列表", "/enterprise/enrolled"), Page("通知学员", "/enterprise/enrolled/notices")
FIND, DETAIL = Page("报名人员查询", "/enterprise/people"), Page("详情", "/enterprise/people/{id}")
OWN_CERTIFICATES = Page("证书", "/enterprise/certificates")
REVIEWED = Page("主管部门：企业审核", "/authority/enterprises")
PLANS_REVIEWED = Page("主管部门：考核计划", "/authority/plans")
SCORES_REVIEWED = Page("主管部门：成绩报审", "/authority/scores")

REQUIREMENTS: dict[str, Sentence] = {
    "R1": Sentence("网址；登录页有“企业”选项，用社会信用代码和密码登录", (SETTINGS, LEARNING), (LOGIN,)),
    "R2": Sentence(
        "企业的主要功能：注册，为本单位人员报名、缴费，查看培训、考核进度，下载准考证，通知学员准时参加",
        pages=(LOGIN, HOME, SUMMONS),
    ),
    "R3": Sentence("须有营业执照、资质证书、盖公章的企业承诺书三张照片", (REVIEW,), (PHOTOS,)),
    "R4": Sentence("照片为 jpg，每张不超过 2M，文字清晰可见", (ENTERPRISES, REVIEW), (PHOTOS,)),
    "R5": Sentence(
        "照片名为 yyzz.jpg、cns.jpg、zzzs.jpg，名称与内容一致（cns 是承诺书，zzzs 是资质证书）",
        (ENTERPRISES, REVIEW),
        (PHOTOS,),
    ),
    "R6": Sentence("承诺书模版可下载，盖章后拍照上传", (ENTERPRISES,), (PHOTOS,)),
    "R7": Sentence("营业执照由 AI 识别，核对本单位信息，不对则重拍再传", (ENTERPRISES, REVIEW), (UNIT,)),
    "R8": Sentence("负责人手机号不能为空，用验证码验证", (ENTERPRISES,), (FINISH,)),
    "R9": Sentence("账号是社会信用代码，密码自己设置", pages=(FINISH, LOGIN)),
    "R10": Sentence("选择所属地区与是否省属单位，得出上级行政主管部门", (ENTERPRISES,), (UNIT, OWN)),
    "R11": Sentence("市级行政主管部门审核通过之后才可以报名", (REVIEW, ENROLLING), (REVIEWED, ENROLL)),
    "R12": Sentence("省属企业由省级行政主管部门审核", (ENTERPRISES,), (REVIEWED,)),
    "R13": Sentence("登录之后在企业基本信息页查看审核状态（审核通过之前也能登录）", pages=(OWN,)),
    "R14": Sentence("企业不能重复注册", (ENTERPRISES,), (UNIT,)),
    "R15": Sentence("忘记密码：手机号验证码校验后设新密码", pages=(LOGIN, FORGOT)),
    "R16": Sentence("左侧菜单“企业”显示注册的企业信息", (ENTERPRISES,), (OWN,)),
    "R17": Sentence("可以修改企业联系人、企业地址、所属地区、手机号、密码", pages=(EDIT, MOBILE, PASSWORD)),
    "R18": Sentence("培训费由报名企业公对公转账", (PAYMENTS,), (FEES, FEE)),
    "R19": Sentence("收款户名：湖州市吴兴区城建职业技能培训学校", (ENROLLING, SETTINGS), (FEES, FEE)),
    "R20": Sentence("收款账号：1205220109200069722", (ENROLLING, SETTINGS), (FEES, FEE)),
    "R21": Sentence("开户行：工行湖州红丰支行，其对账单可直接导入", (ENROLLING, PAYMENTS), (FEES, FEE)),
    "R22": Sentence("费用审核在缴费与开通学习账号之间", (FEE_REVIEW, LEARNING), (FEE,)),
    "R23": Sentence("缴费成功后 1-3 个工作日内开通学习账号", (LEARNING,), (FEE,)),
    "R24": Sentence("学习平台地址，默认账号为身份证号码；初始密码不公开，单独告知", (LEARNING,), (FEE,)),
    "R25": Sentence(
        "安全与理论学时（含考核时间）：初级工不少于 16、中级工 24、高级工 32，并满足工种标准",
        (LEARNING, APPLICATIONS),
        (FEE, ENROLLED),
    ),
    "R26": Sentence("数电发票以短信形式发送至联系人手机", (REFUNDS, NOTICES), (EDIT, FEE)),
    "R27": Sentence("培训完成之后在已报名列表中下载准考证", (EXAMS,), (ENROLLED,)),
    "R28": Sentence("按姓名、身份证、手机号查询学习、考试、出证的进度", (PROGRESS,), (FIND,)),
    "R29": Sentence("查询结果支持数据导出", (PROGRESS,), (FIND,)),
    "R30": Sentence("“详情”含申报信息、培训信息、考核信息、证书信息", (PROGRESS,), (FIND, DETAIL)),
    "R31": Sentence("培训信息以及考核信息可以展开查看明细", (PROGRESS,), (DETAIL,)),
    "R32": Sentence("培训计划：报名中、培训结束（可创建考核计划）", (PLANS, EXAMS), (ENROLL, FIND)),
    "R33": Sentence("考核计划：未上报、未审核、已审核", (EXAMS,), (FIND, PLANS_REVIEWED)),
    "R34": Sentence("成绩报审：未上报、已受理、已审核、未通过（可再次上报）", (SCORES,), (FIND, SCORES_REVIEWED)),
    "R35": Sentence("培训证书：证书未生成、证书已生成未推送、证书已推送", (CERTIFICATES,), (FIND, OWN_CERTIFICATES)),
    "R36": Sentence("证书号码一旦生成，在登录页即可查询", pages=(LOGIN, LOOK_UP)),
    "R37": Sentence(
        "推送之后在部里联网证书查询的技能人员项可查",
        (CERTIFICATES, PROGRESS),
        (LOGIN, LOOK_UP, DETAIL, OWN_CERTIFICATES),
    ),
    "R38": Sentence("首页右上角“修改”按钮修改密码", pages=(HOME, PASSWORD)),
    "R39": Sentence("申请考试是学习与考试之间单独的一步", (APPLICATIONS,), (ENROLLED,)),
    "R40": Sentence("下载证书是最后一步", (CERTIFICATES,), (OWN_CERTIFICATES,)),
}


def requirement(*numbers: str) -> Callable[[Scenario], Scenario]:
    """Marks a scenario with the sentences of the manual it shows. Raises KeyError for a number that is not in the list."""
    for number in numbers:
        REQUIREMENTS[number]

    def unchanged(scenario: Scenario) -> Scenario:
        return scenario

    return unchanged
