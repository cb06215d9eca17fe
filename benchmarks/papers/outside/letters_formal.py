"""Formal letters of the family `outside`: addressed, with numbered promises, on plain paper, letterhead or under a red head."""

from __future__ import annotations

from random import Random

from benchmarks.papers.ink import Colour
from benchmarks.papers.outside.letter import DAYS, PLAIN, Letter
from benchmarks.papers.outside.page import Page

_RED: Colour = (208, 22, 28)
_HEADS: tuple[Colour, ...] = ((20, 66, 140), (24, 100, 60), (150, 30, 36), (40, 40, 44))


def _plain(page: Page, rng: Random) -> None:
    page.y = rng.uniform(170, 230)
    page.title(rng.choice(("企业承诺书", "承诺书", "企 业 承 诺 书")), rng.choice((52.0, 60.0)), below=0.9)
    page.flow("{school}：", indent=0)
    page.flow(
        "{name}（统一社会信用代码：{code}，{boss}：{person}）因生产经营需要，拟组织本单位一线作业人员参加贵校举办的职业技能培训。"
        "现我单位就报名及培训有关事宜承诺如下："
    )
    page.items(
        "一、",
        (
            "所报送的营业执照、资质证书、人员名册等材料均真实有效，不弄虚作假。",
            "参训人员系本单位职工或与本单位有劳务关系的作业人员，身体健康，符合所报工种的条件。",
            "教育参训人员遵守课堂纪律和实操场地安全规定，按时到课，不代课、不替考。",
            "按规定标准足额缴纳培训费用，并从本单位银行账户支付。",
            "如有违反，我单位愿承担由此产生的全部责任。",
        ),
    )
    page.gap(rng.uniform(1.0, 2.2))
    page.foot(
        rng, (("承诺单位（盖章）：", "{name}"), ("{boss}（签字）：", "sign"), ("", "{day}")), rng.uniform(420, 600)
    )


def _letterhead(page: Page, rng: Random) -> None:
    ink, middle = rng.choice(_HEADS), (page.left + page.right) / 2
    page.y = 96
    name, size = page.values["name"], min(46.0, 960 / len(page.values["name"]))
    start = middle - size * len(name) / 2
    if not page.dry:
        page.sheet.ring((start - 84, 90, start - 20, 154), colour=ink, width=7)
        page.sheet.rule((start - 70, 134), (start - 52, 106), (start - 34, 134), colour=ink, width=6)
    page.put(start, 98, name, size, key="name", colour=ink, face=page.sheet.faces.title)
    page.close("{name}")
    contact = page.filled("地址：{address}　电话：{tel}")
    small = min(23.0, 23 * 1120 / page.sheet.advance(contact, 23))
    page.put(middle, 168, contact, small, colour=ink, align="m")
    page.rule((140, 206), (1274, 206), colour=ink, width=3)
    page.y = 270
    page.title("关于参加建筑工人职业技能培训的承诺函", 46, below=0.7)
    page.flow("{school}：", indent=0)
    page.flow(
        "我公司（统一社会信用代码{code}）现有{count}名职工自愿报名参加贵校培训。为保证培训秩序和培训质量，我公司郑重承诺："
    )
    page.items(
        "1. ",
        (
            "指定{agent}（电话{phone}）为培训联系人，负责人员通知、资料收集和现场协调；",
            "提交的人员身份信息准确无误，因信息错误造成证书无法制发的，由我公司自行负责；",
            "保证参训人员的学习时间，培训期间不安排其他工作；",
            "对参训人员在往返途中及培训期间的人身安全负责，并办理意外伤害保险；",
            "遵守贵校各项规章制度，爱护实训设备和工器具。",
        ),
    )
    page.flow("我公司{boss}{person}对上述承诺事项负总责。特此函告。")
    page.gap(rng.uniform(1.2, 2.0))
    page.foot(rng, (("", "{name}"), ("", "{day}")), rng.uniform(560, 720))


def _red_head(page: Page, rng: Random) -> None:
    page.y = 150
    name = page.values["name"]
    size = min(66.0, 1000 / len(name))
    page.put(707, page.y, name, size, key="name", colour=_RED, face=page.sheet.faces.title, align="m")
    page.close("{name}")
    page.y += size * 1.35 + 30
    page.put(707, page.y, page.filled("{mark}〔{year}〕{number}号"), 30, align="m")
    page.rule((150, page.y + 54), (1264, page.y + 54), colour=_RED, width=4)
    page.y += 120
    page.title("关于报送职工培训承诺的函", 48, below=0.8)
    page.flow("{bureau}：", indent=0)
    page.flow(
        "根据建筑业企业职工教育培训的有关要求，我公司决定组织{work}等工种作业人员赴{school}参加技能提升培训。现就有关事项承诺如下："
    )
    page.items(
        "一、",
        (
            "加强组织领导。由{boss}{person}牵头，工程部、安全部共同落实培训任务。",
            "严格资格审核。按照工种、年龄、从业年限逐人核对，确保人证相符。",
            "落实培训保障。培训费用列支职工教育经费，不向职工个人摊派。",
            "强化结果运用。取得证书的职工优先安排上岗，并按规定调整岗位工资。",
        ),
    )
    page.flow("我公司统一社会信用代码：{code}。联系人：{agent}，联系电话：{phone}。")
    page.flow("特此承诺。")
    page.gap(rng.uniform(1.2, 2.4))
    page.foot(rng, (("", "{name}"), ("", "{day}")), rng.uniform(560, 700))


def _labour(page: Page, rng: Random) -> None:
    page.y = rng.uniform(160, 210)
    page.title("劳务用工单位培训承诺书", 54, below=0.6)
    page.lines("致：{school}", "承诺单位：{name}", "社会信用代码：{code}", "{boss}：{person}")
    page.gap(0.3)
    page.flow(
        "我单位承接{project}劳务作业，现场用工约{count}人。为落实“先培训、后上岗”制度，自愿作出下列承诺，并接受建设单位、监理单位和贵校监督。"
    )
    page.items(
        "（一）",
        (
            "进场人员全部纳入实名制管理，与其签订书面劳动合同；",
            "未经培训考核的人员不安排从事{work}等技能岗位；",
            "按月足额发放工资，不以培训为由克扣、拖欠；",
            "培训台账、签到记录、影像资料保存不少于三年；",
            "发现伪造、变造证书的，立即清退并报告主管部门。",
        ),
    )
    page.gap(rng.uniform(0.8, 1.8))
    page.foot(
        rng,
        (("单位名称（公章）：", "blank"), ("{boss}或委托代理人：", "sign"), ("日期：", "{day}")),
        rng.choice((page.left, 480.0)),
    )


def _articles(page: Page, rng: Random) -> None:
    page.y = rng.uniform(170, 220)
    page.title("参训企业诚信承诺书", 56, below=0.7)
    page.flow("为营造公平、诚信的培训环境，{name}（以下简称“本企业”）向{school}及行业主管部门作出如下承诺：")
    for place, text in enumerate((
        "本企业依法登记，统一社会信用代码为{code}，{boss}为{person}，登记事项与国家企业信用信息公示系统一致。",
        "本企业不组织无关人员顶替参训，不虚报学时，不以任何方式干预考核评价。",
        "本企业同意将培训、考核结果记入企业和个人诚信档案。",
        "本企业对通过培训平台获得的账号、密码妥善保管，不转借他人使用。",
        "本企业违背承诺的，自愿退回已享受的补贴，并接受通报。",
    )):  # fmt: skip
        page.flow(f"第{'一二三四五'[place]}条　{text}")
    page.flow("本承诺书一式两份，本企业与贵校各存一份。")
    page.gap(rng.uniform(1.0, 2.0))
    page.foot(
        rng,
        (("企业（公章）：", "{name}"), ("{boss}（签章）：", "stamp"), ("签署时间：", "{day}")),
        rng.uniform(380, 520),
    )


LETTERS = (
    Letter("plain", _plain, (*DAYS, "blank", "numerals"), ("plain", "plain", "line")),
    Letter("letterhead", _letterhead, (*DAYS, "numerals"), PLAIN),
    Letter("red-head", _red_head, ("figures", "numerals"), PLAIN),
    Letter("labour", _labour, DAYS, ("plain", "line", "hand")),
    Letter("articles", _articles, (*DAYS, "dotted"), PLAIN),
)
