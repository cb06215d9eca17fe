"""The enterprise manual as a list: what each sentence asks of the desk, and what of it waits for the enterprises' portal.

A scenario in this folder names what it shows: `@requirement("R4")` on a test function. `test_every_sentence.py` refuses a sentence that
the desk serves and no scenario shows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

Scenario = TypeVar("Scenario", bound=Callable[..., object])

PORTAL = "issue 5 (Hub and portal)"


@dataclass(frozen=True)
class Sentence:
    """One requirement. `text` is what it asks; `desk` whether the desk serves it (in part at least); `due` who serves what is left."""

    text: str
    desk: bool = True
    due: str = ""


REQUIREMENTS: dict[str, Sentence] = {
    "R1": Sentence("登录页有“企业”选项，用社会信用代码和密码登录", desk=False, due=PORTAL),
    "R2": Sentence("企业首页：注册、为本单位人员报名缴费、查看进度、下载准考证、通知学员", desk=False, due=PORTAL),
    "R3": Sentence("须有营业执照、资质证书、盖公章的企业承诺书三张照片"),
    "R4": Sentence("照片为 jpg，每张不超过 2M，文字清晰可见"),
    "R5": Sentence("照片名为 yyzz.jpg、cns.jpg、zzzs.jpg，名称与内容一致（cns 是承诺书，zzzs 是资质证书）"),
    "R6": Sentence("承诺书模版可下载，盖章后拍照上传", due=f"{PORTAL}: 注册页上的下载"),
    "R7": Sentence("营业执照由 AI 识别，人核对，不对则重拍再传"),
    "R8": Sentence("负责人手机号必填", due=f"{PORTAL}: 短信验证码校验"),
    "R9": Sentence("账号是社会信用代码，密码自设", desk=False, due=PORTAL),
    "R10": Sentence("选择所属地区与是否省属，得出上级行政主管部门"),
    "R11": Sentence("市级行政主管部门审核通过之后才可以报名"),
    "R12": Sentence("省属企业由省级行政主管部门审核"),
    "R13": Sentence("登录后在企业基本信息页查看审核状态", desk=False, due=PORTAL),
    "R14": Sentence("企业不能重复注册"),
    "R15": Sentence("忘记密码：手机号验证码校验后设新密码", desk=False, due=PORTAL),
    "R16": Sentence("企业页显示注册的企业信息", due=f"{PORTAL}: 企业自己查看"),
    "R17": Sentence("企业可修改联系人、地址、所属地区、手机号、密码五项", desk=False, due=PORTAL),
    "R18": Sentence("培训费由报名企业公对公转账"),
    "R19": Sentence("收款户名：湖州市吴兴区城建职业技能培训学校"),
    "R20": Sentence("收款账号：1205220109200069722"),
    "R21": Sentence("开户行：工行湖州红丰支行，其对账单可直接导入"),
    "R22": Sentence("费用审核在缴费与开通学习账号之间"),
    "R23": Sentence("缴费成功后 1-3 个工作日内开通学习账号"),
    "R24": Sentence("学习平台地址与默认账号（身份证号码）、密码"),
    "R25": Sentence("安全与理论学时（含考核）：初级工不少于 16、中级工 24、高级工 32，并满足工种标准"),
    "R26": Sentence("数电发票登记，短信内容待发至联系人手机", due=f"{PORTAL}: 由短信服务发出"),
    "R27": Sentence("培训完成之后下载准考证", due=f"{PORTAL}: 企业在已报名列表中下载"),
    "R28": Sentence("按姓名、身份证、手机号查询学习、考试、出证进度", due=f"{PORTAL}: 企业自己查询"),
    "R29": Sentence("查询结果可导出", due=f"{PORTAL}: 企业自己查询"),
    "R30": Sentence("详情含申报信息、培训信息、考核信息、证书信息", due=f"{PORTAL}: 企业自己查询"),
    "R31": Sentence("培训信息与考核信息可展开明细", due=f"{PORTAL}: 企业自己查询"),
    "R32": Sentence("培训计划：报名中、培训结束（可创建考核计划）"),
    "R33": Sentence("考核计划：未上报、未审核、已审核"),
    "R34": Sentence("成绩报审：未上报、已受理、已审核、未通过（可再次上报）"),
    "R35": Sentence("培训证书：证书未生成、证书已生成未推送、证书已推送"),
    "R36": Sentence("证书号码一旦生成，在登录页即可查询", desk=False, due=PORTAL),
    "R37": Sentence("推送之后在部里联网证书查询可查：链接与查询记录"),
    "R38": Sentence("首页右上角“修改”按钮修改密码", desk=False, due=PORTAL),
    "R39": Sentence("申请考试是学习与考试之间单独的一步"),
    "R40": Sentence("下载证书是最后一步"),
}


def requirement(*numbers: str) -> Callable[[Scenario], Scenario]:
    """Marks a scenario with the sentences of the manual it shows. Raises KeyError for a number that is not in the list."""
    for number in numbers:
        REQUIREMENTS[number]

    def unchanged(scenario: Scenario) -> Scenario:
        return scenario

    return unchanged
