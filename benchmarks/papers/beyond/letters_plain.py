"""Letters of the family `beyond` in running text: an undertaking with reasons, replies, a head of the firm's own, rules agreed to."""

from __future__ import annotations

from random import Random

from benchmarks.papers.ink import Colour
from benchmarks.papers.outside.letter import DAYS, PLAIN, Letter
from benchmarks.papers.outside.page import Page

_INKS: tuple[Colour, ...] = ((16, 60, 120), (130, 20, 28), (30, 90, 70), (44, 44, 48))


def _reasons(page: Page, rng: Random) -> None:
    """The name alone in the first line, the promise in three paragraphs without numbers."""
    page.y = rng.uniform(170, 240)
    page.title(rng.choice(("企业承诺书", "承 诺 书", "企业承诺")), rng.choice((56.0, 62.0)), below=0.9)
    page.flow("尊敬的{school}领导：", indent=0)
    page.flow("我们是{name}，统一社会信用代码{code}，公司{boss}是{person}。")
    page.flow(
        "因工程项目需要，我们安排部分工人到贵校学习技术、考取证书。工人名单和身份信息由我们逐个核实，没有借名、冒名的情况。"
    )
    page.flow("学习期间我们会督促工人守时守纪、注意安全，培训费由公司统一转账。出现问题由公司出面解决，绝不推诿。")
    page.flow("请贵校予以接收。")
    page.gap(rng.uniform(1.6, 3.0))
    page.foot(rng, (("", "{name}"), ("", "{day}")), rng.uniform(540, 700), step=2.2)


def _reply(page: Page, rng: Random) -> None:
    """复函 upon the school's notice, the code and the legal person in the last paragraph."""
    page.y = rng.uniform(150, 200)
    page.title("关于参训事项的承诺复函", 50, below=0.8)
    page.flow("{school}：", indent=0)
    page.flow("贵校{year}年第{number}期开班通知收悉。经研究，{name}同意按通知要求派员，并就通知所列事项承诺复函如下：")
    page.items(
        "一、",
        (
            "人员于开班前一日下午五时前报到，名额不足时服从调剂。",
            "自带工具符合安全标准，大型机具由贵校提供。",
            "补考、重修发生的费用另行结算。",
            "毕业照、影像资料可供贵校宣传使用。",
        ),
    )
    page.flow("（我公司统一社会信用代码：{code}；{boss}：{person}；经办：{agent}，{tel}）")
    page.flow("此复。")
    page.gap(rng.uniform(1.2, 2.4))
    page.foot(rng, (("", "{name}"), ("", "{day}")), rng.uniform(560, 720))


def _own_head(page: Page, rng: Random) -> None:
    """The firm's paper: name flush left in colour, the code below it, a rule at head and foot."""
    ink, name = rng.choice(_INKS), page.values["name"]
    size = min(42.0, 980 / len(name))
    page.put(page.left, 90, name, size, key="name", face=page.sheet.faces.title, colour=ink)
    page.close("{name}")
    page.put(page.left, 150, page.filled("统一社会信用代码 "), 25, colour=ink)
    page.put(
        page.left + page.sheet.advance("统一社会信用代码 ", 25), 150, page.values["code"], 25, key="code", colour=ink
    )
    page.close("{code}")
    page.rule((page.left, 196), (page.right, 196), colour=ink, width=4)
    page.y = 280
    page.title("承诺函", 58, spread=0.6, below=1.0)
    page.flow("致：{school}", indent=0)
    page.flow("就我司{work}班组参加技能培训一事，我司特出具本函，不可撤销地承诺：")
    page.items(
        "（1）",
        (
            "我司为学员的用人单位，承担培训期间的用工管理责任；",
            "我司于收到账单之日起七日内付款，不以任何理由抵扣；",
            "我司提供的单位证照处于有效状态，如被变更、注销将即时通知；",
            "我司放弃因学员个人原因未取得证书而向贵校索赔的权利。",
        ),
    )
    page.flow("本函由我司{boss}{person}签发，自签发之日起生效，至{until}止。")
    page.gap(rng.uniform(1.2, 2.4))
    page.foot(rng, (("签发人：", "sign"), ("公司盖章：", "blank"), ("", "{day}")), rng.uniform(560, 680), seal=1)
    page.rule((page.left, 1890), (page.right, 1890), colour=ink, width=2)
    page.put(707, 1904, page.filled("{address}"), min(22.0, 22 * 1000 / page.sheet.advance(page.values["address"], 22)),
             colour=ink, align="m")  # fmt: skip


def _rules(page: Page, rng: Random) -> None:
    """We have read the rules, with 甲、乙、丙 items."""
    page.y = rng.uniform(170, 230)
    page.title("遵守培训规章承诺书", 56, below=0.7)
    page.lines("承诺人（单位）：{name}", "统一社会信用代码（组织机构代码）：{code}", "{boss}姓名：{person}")
    page.gap(0.2)
    page.flow(
        "我单位已组织全体参训人员学习{school}《学员守则》《实训安全须知》《考务规定》，理解并接受其全部条款，具体承诺："
    )
    page.items(
        "●",
        (
            "进出校园主动登记，车辆停放在指定区域；",
            "上课时手机静音，不录音录像，不直播；",
            "不携带易燃易爆物品和管制刀具；",
            "节约材料，工完场清；",
            "对处分有异议的，按程序申诉，不聚众闹事。",
        ),
    )
    page.gap(rng.uniform(1.2, 2.2))
    page.foot(
        rng, (("承诺人（公章）：", "blank"), ("{boss}：", "sign"), ("登记日期：", "{day}")), rng.uniform(480, 600)
    )


def _guild(page: Page, rng: Random) -> None:
    """To the trade's association and the school; a promise of integrity with 一要 … items."""
    page.y = rng.uniform(160, 210)
    page.title("诚信办训 守信参训", 40, below=0.2)
    page.title("会员企业承诺书", 56, below=0.7)
    page.flow("湖州市建筑业行业协会并{school}：", indent=0)
    page.flow("作为会员企业，{name}积极响应产业工人培育行动。现由{boss}{person}代表企业公开承诺：")
    for text in (
        "一要讲真话。上报的人数、工种、工龄以花名册为凭。",
        "二要办实事。把培训安排进年度计划，开工前、雨季、冬歇期优先组织。",
        "三要守底线。不买证、不挂证、不以证谋利。",
        "四要担责任。凡因本企业失信造成恶劣影响的，自愿退出评优，接受行业自律惩戒。",
    ):
        page.flow(text)
    page.flow("本企业统一社会信用代码为{code}，欢迎社会各界监督，监督电话{tel}。")
    page.gap(rng.uniform(1.0, 2.0))
    page.foot(rng, (("会员企业：", "{name}"), ("企业代表：", "stamp"), ("", "{day}")), rng.uniform(400, 540), step=2.3)


LETTERS = (
    Letter("reasons", _reasons, (*DAYS, "numerals"), ("plain", "plain", "line")),
    Letter("reply", _reply, (*DAYS, "numerals"), PLAIN),
    Letter("own-head", _own_head, (*DAYS, "dotted"), PLAIN),
    Letter("rules", _rules, DAYS, ("plain", "line", "hand")),
    Letter("guild", _guild, (*DAYS, "numerals"), PLAIN),
)
