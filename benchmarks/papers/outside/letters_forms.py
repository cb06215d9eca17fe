"""Letters of the family `outside` on given forms: blanks, a platform's form, ticks, a proxy's part, a card in two columns."""

from __future__ import annotations

from random import Random

from benchmarks.papers.ink import Colour
from benchmarks.papers.outside.letter import DAYS, PLAIN, Letter
from benchmarks.papers.outside.page import Page

_GREY: Colour = (96, 98, 104)


def _blanks(page: Page, rng: Random) -> None:
    page.y = rng.uniform(120, 170)
    if rng.random() < 0.6:
        page.put(page.left, page.y, f"附件{rng.randrange(1, 5)}", 32, face=page.sheet.faces.label)
        page.gap(1.3)
    page.title("企业承诺书", 56, below=0.8)
    page.flow("湖州市吴兴区城建职业技能培训学校：", indent=0)
    page.flow(
        "本企业{name}，统一社会信用代码{code}，{boss}{person}，现申请注册建筑工人培训管理系统企业账户，并作如下承诺："
    )
    page.items(
        "一、",
        (
            "本企业提供的注册资料真实、合法、有效，如有变更及时更新。",
            "本企业账户由专人管理，使用该账户所进行的一切操作均视为本企业行为。",
            "本企业为参训人员填报的信息真实，不存在弄虚作假行为。",
            "本企业自觉接受建设行政主管部门和培训机构的监督检查。",
            "如违反上述承诺，本企业愿意承担法律责任和由此带来的损失。",
        ),
    )
    page.gap(rng.uniform(1.2, 2.2))
    page.foot(rng, (("企业名称（公章）：", "blank"), ("{boss}签字：", "sign"), ("", "{day}")), rng.uniform(480, 620))


def _platform(page: Page, rng: Random) -> None:
    page.put(70, 46, f"{page.values['year']}/{rng.randrange(1, 13)}/{rng.randrange(1, 28)} {rng.randrange(8, 18)}:{rng.randrange(10, 60)}", 20,
             colour=_GREY)  # fmt: skip
    page.put(707, 46, "建设行业从业人员培训管理平台", 20, colour=_GREY, align="m")
    page.y = 150
    page.title("用户注册承诺书（企业）", 46, below=0.5)
    page.table(
        (
            ("企业名称", "{name}"),
            ("统一社会信用代码", "{code}"),
            ("{boss}", "{person}"),
            ("管理员", "{agent}"),
            ("管理员手机", "{phone}"),
            ("企业地址", "{address}"),
        ),
        (0.28, 0.72),
    )
    page.gap(0.6)
    page.flow("我企业在平台注册并使用相关服务，承诺遵守以下约定：", indent=0)
    page.items(
        "1．",
        (
            "按照真实情况填写企业信息和人员信息，上传的扫描件清晰、完整；",
            "不利用平台从事与培训考核无关的活动；",
            "妥善保护从业人员个人信息，不泄露、不买卖；",
            "平台审核未通过的，按退回意见修改后重新提交；",
            "本承诺书加盖公章后上传，与原件具有同等效力。",
        ),
        indent=0,
    )
    page.gap(rng.uniform(1.0, 2.0))
    page.foot(rng, (("企业盖章：", "blank"), ("日期：", "{day}")), rng.uniform(560, 720), step=2.2)
    page.put(70, 1946, "https://px.example/reg/print?id=" + f"{rng.randrange(10**6):06d}", 20, colour=_GREY)
    page.put(1344, 1946, "1/1", 20, colour=_GREY, align="r")


def _ticks(page: Page, rng: Random) -> None:
    page.y = rng.uniform(150, 190)
    page.title("企业参训承诺及告知确认书", 50, below=0.5)
    page.data((("企业名称", "{name}"), ("信用代码", "{code}"), ("{boss}", "{person}")), colon=rng.choice(("：", "： ")))
    page.gap(0.3)
    page.flow("经对照检查，本企业对下列事项予以确认（在□内打√）：", indent=0)
    for text in (
        "企业营业执照、资质证书均在有效期内",
        "参训人员已签订劳动合同并完成实名登记",
        "已告知参训人员培训时间、地点和所需材料",
        "参训人员无妨碍从事本工种作业的疾病",
        "同意学校使用参训人员信息办理考核和证书",
        "培训费用由企业统一缴纳",
    ):
        page.flow(f"√ {text}" if rng.random() < 0.1 else f"□√ {text}", indent=1)
    page.gap(0.3)
    page.flow("本企业承诺确认内容属实，如有隐瞒，由本企业负责。")
    page.gap(rng.uniform(1.0, 1.8))
    page.foot(
        rng, (("企业公章：", "blank"), ("经办人：", "agent"), ("确认日期：", "{day}")), rng.choice((page.left, 560.0))
    )


def _proxy(page: Page, rng: Random) -> None:
    page.y = rng.uniform(160, 200)
    page.title("授权委托及承诺书", 54, below=0.6)
    page.flow("{school}：", indent=0)
    page.flow(
        "本人{person}系{name}的{boss}，现授权本单位职工{agent}（联系电话：{phone}）为委托代理人，全权办理企业注册、学员报名、缴费及领取证书等事宜，"
        "委托期限至{until}。"
    )
    page.flow("本单位（统一社会信用代码：{code}）同时承诺：")
    page.items(
        "1、",
        (
            "委托代理人在授权范围内签署的文件，本单位均予认可；",
            "委托代理人不得再转托他人办理；",
            "更换委托代理人的，重新出具书面委托；",
            "委托代理人提交的资料不实的，由本单位承担责任。",
        ),
    )
    page.gap(rng.uniform(0.8, 1.6))
    page.foot(
        rng,
        (
            ("委托单位（盖章）：", "{name}"),
            ("{boss}（签字）：", "sign"),
            ("委托代理人（签字）：", "agent"),
            ("日期：", "{day}"),
        ),
        rng.choice((page.left + 30, 440.0)),
    )


def _framed(page: Page, rng: Random) -> None:
    top = page.y = rng.uniform(130, 170)
    page.y += 40
    page.title("信用承诺书", 56, below=0.3)
    half = (page.left + page.right) / 2
    page.put(page.left, page.y, "编号：", 25, colour=_GREY)
    page.put(page.left + 80, page.y, page.filled("{year}{number}"), 25, colour=_GREY)
    page.put(page.right, page.y, "（企业版）", 25, colour=_GREY, align="r")
    page.gap(1.0)
    page.data(
        (("承诺主体", "{name}"), ("主体代码", "{code}"), ("{boss}", "{person}"), ("联系方式", "{phone}")), column=6.0
    )
    page.gap(0.3)
    page.flow(
        "我单位承诺严格遵守《中华人民共和国建筑法》《中华人民共和国安全生产法》《保障农民工工资支付条例》等法律法规，在组织职工参加职业技能培训过程中："
        "如实提供资料；依法履行用工主体责任；不参与买卖证书、串通舞弊；主动接受社会监督。"
    )
    page.flow("若违反本承诺，同意将违约信息归集至公共信用信息平台，并依法接受惩戒。")
    page.gap(rng.uniform(1.2, 2.2))
    page.foot(
        rng,
        (("承诺主体（盖章）：", "blank"), ("{boss}：", "stamp"), ("", "{day}")),
        rng.uniform(half - 160, half),
        step=2.3,
    )
    page.gap(0.4)
    for inset in (0.0, 10.0):
        page.box(page.left - 60 - inset, top - inset, page.right + 60 + inset, page.y + inset)


LETTERS = (
    Letter("blanks", _blanks, (*DAYS, "gaps", "blank"), ("hand", "hand", "line", "plain")),
    Letter("platform", _platform, DAYS, PLAIN),
    Letter("ticks", _ticks, DAYS, ("plain", "line", "hand")),
    Letter("proxy", _proxy, (*DAYS, "numerals"), ("plain", "line", "plain")),
    Letter("framed", _framed, DAYS, ("plain", "hand")),
)
