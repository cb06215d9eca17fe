"""Short letters of the family `outside`: declarations, guarantees, one in the first person, an answer, a safety promise."""

from __future__ import annotations

from random import Random

from benchmarks.papers.outside.letter import DAYS, PLAIN, Letter
from benchmarks.papers.outside.page import Page


def _declaration(page: Page, rng: Random) -> None:
    page.y = rng.uniform(200, 320)
    page.title("承诺书", rng.choice((60.0, 68.0)), spread=rng.choice((0.0, 0.8)), below=1.2)
    page.flow(
        "本公司{name}，统一社会信用代码：{code}，{boss}：{person}。我公司承诺：本次提交给{school}的营业执照、资质证书及培训人员资料均真实有效，"
        "培训人员均为我公司员工。如有虚假，愿承担一切法律责任。"
    )
    page.flow("特此承诺！")
    page.gap(rng.uniform(2.0, 4.0))
    page.foot(rng, (("", "{name}"), ("", "{day}")), rng.uniform(560, 700), step=2.2)


def _statement(page: Page, rng: Random) -> None:
    page.y = rng.uniform(180, 260)
    page.title(rng.choice(("声明与承诺", "企业声明及承诺")), 56, below=1.0)
    page.flow("{bureau}、{school}：", indent=0)
    page.flow("{name}现声明：我单位持有的建筑业企业资质证书（编号{cert}）合法有效，资质类别为{grade}，未被暂扣或吊销。")
    page.flow(
        "我单位承诺在参加建筑工人技能培训期间，遵守法律法规和行业规定，对所派{count}名学员的行为负责，不发生违法违纪行为。"
    )
    page.flow("单位统一社会信用代码：{code}")
    page.flow("单位{boss}：{person}")
    page.flow("特此声明。")
    page.gap(rng.uniform(1.4, 2.6))
    page.foot(
        rng,
        (("声明单位（公章）：", "blank"), ("{boss}（签章）：", "stamp"), ("", "{day}")),
        rng.uniform(480, 620),
        step=2.3,
    )


def _guarantee(page: Page, rng: Random) -> None:
    page.y = rng.uniform(180, 240)
    page.title("保　证　书", 60, below=0.9)
    page.flow("{school}：", indent=0)
    page.flow(
        "兹有我单位{name}（信用代码{code}）报名参加贵校{year}年度建筑工种技能培训，由{boss}{person}代表单位作出保证：保证学员到课率不低于百分之九十；"
        "保证学员遵守安全操作规程；保证不缺交、迟交培训费用；保证不在培训场所吸烟、饮酒、打架斗殴；保证爱护公共财物，损坏照价赔偿。"
    )
    page.flow("我单位如有违反，贵校可终止培训，所交费用不予退还。")
    page.gap(rng.uniform(1.4, 2.6))
    page.foot(rng, (("保证单位：", "{name}"), ("代表人：", "sign"), ("时间：", "{day}")), rng.uniform(440, 580))


def _first_person(page: Page, rng: Random) -> None:
    page.y = rng.uniform(170, 230)
    page.title("{boss}承诺书", 56, below=0.8)
    page.flow("本人{person}，系{name}（统一社会信用代码：{code}）{boss}，是本企业教育培训工作的第一责任人，现承诺：")
    page.items(
        "一是",
        (
            "认真贯彻国家关于产业工人队伍建设的决策部署，建立健全职工培训制度；",
            "按不低于工资总额百分之一点五的比例提取职工教育经费，专款专用；",
            "支持职工参加技能等级评价，畅通技能人才晋升通道；",
            "坚决抵制“只收费、不培训”“只发证、不考核”等行为。",
        ),
    )
    page.flow("本人及本企业自愿接受监督。")
    page.gap(rng.uniform(1.2, 2.4))
    page.foot(
        rng,
        (("承诺人（签字）：", "sign"), ("企业（盖章）：", "{name}"), ("", "{day}")),
        rng.uniform(440, 600),
        step=2.2,
        seal=1,
    )


def _safety(page: Page, rng: Random) -> None:
    page.y = rng.uniform(160, 220)
    page.title("职工培训安全责任承诺书", 52, below=0.7)
    page.lines("承诺企业：{name}", "统一社会信用代码：{code}", "{boss}：{person}　　联系人：{agent}　　电话：{phone}")
    page.gap(0.3)
    page.flow("为确保我企业职工在{school}培训期间的安全，特作如下承诺：", indent=2)
    page.items(
        "（1）",
        (
            "开班前对职工进行一次安全教育，并留存签名记录；",
            "统一配发安全帽、工作服和防护手套，不合格的防护用品不得使用；",
            "不安排职工疲劳驾驶、酒后驾驶往返培训地点；",
            "突发疾病或受伤的，第一时间送医并通知家属；",
            "因职工个人违反操作规程造成的事故，由我企业协调处理，与学校无关。",
        ),
    )
    page.gap(rng.uniform(1.0, 2.0))
    page.foot(
        rng,
        (("承诺企业（章）：", "blank"), ("{boss}（签字）：", "sign"), ("", "{day}")),
        rng.choice((page.left, 520.0, 600.0)),
    )


LETTERS = (
    Letter("declaration", _declaration, (*DAYS, "numerals"), ("plain", "plain", "line")),
    Letter("statement", _statement, (*DAYS, "numerals"), PLAIN),
    Letter("guarantee", _guarantee, (*DAYS, "dotted"), ("plain", "line")),
    Letter("first-person", _first_person, DAYS, ("plain", "hand")),
    Letter("safety", _safety, DAYS, PLAIN),
)
