"""Letters of the family `beyond` upon an office's notice: informed commitments, subsidies, wages, shifts, with long numbered parts."""

from __future__ import annotations

from random import Random

from benchmarks.papers.outside.letter import DAYS, PLAIN, Letter
from benchmarks.papers.outside.page import Page


def _informed(page: Page, rng: Random) -> None:
    """告知承诺书: what was told, what is promised, both with headings."""
    page.y = rng.uniform(130, 170)
    page.title(rng.choice(("职业技能培训告知承诺书", "告 知 承 诺 书", "报名告知承诺书")), 52, below=0.5)
    page.data(
        (
            ("申请单位", "{name}"),
            ("统一社会信用代码", "{code}"),
            ("{boss}", "{person}"),
            ("经办人员", "{agent}（{phone}）"),
        )
    )
    page.gap(0.3)
    page.flow("一、告知内容", face=page.sheet.faces.label)
    page.flow(
        "申请单位应当是依法设立、具备相应施工能力的建筑业企业；申报人员应当与申请单位存在真实用工关系，申报工种与实际岗位相符。"
    )
    page.flow("二、承诺内容", face=page.sheet.faces.label)
    page.items(
        "（一）",
        (
            "已经知晓上述告知事项的全部内容；",
            "自身符合告知的条件，申报数据与存档资料相互一致；",
            "愿意配合事中事后核查，五年内可随时调阅；",
            "上述陈述是申请单位的真实意思表示。",
        ),
    )
    page.gap(rng.uniform(0.8, 1.8))
    page.foot(rng, (("申请单位（盖章）：", "blank"), ("{boss}签字：", "sign"), ("", "{day}")), rng.uniform(520, 640))


def _subsidy(page: Page, rng: Random) -> None:
    """Upon a training subsidy: no second claim."""
    page.y = rng.uniform(170, 220)
    page.title("企业职工培训补贴承诺书", 54, below=0.8)
    page.flow("湖州市人力资源和社会保障局、{school}：", indent=0)
    page.flow(
        "{name}，统一社会信用代码为{code}，{boss}姓名：{person}。{year}年度计划委托培训{work}等{count}人，现承诺："
    )
    page.items(
        "1.",
        (
            "同一职工同一工种同一等级，本年度内未在其他地区、其他渠道享受培训补贴；",
            "补贴资金用于冲抵培训成本，不发放奖金福利，不挪作他用；",
            "若经核查存在骗取、套取情形，十个工作日内全额退回，并承担行政及刑事责任。",
        ),
    )
    page.flow("以上内容经我单位{boss}审阅，确认无误。")
    page.gap(rng.uniform(1.2, 2.4))
    page.foot(rng, (("单位名称：", "{name}"), ("", "（加盖公章）"), ("", "{day}")), rng.uniform(420, 560), step=1.8)


def _wages(page: Page, rng: Random) -> None:
    """The project's contractor promises wages and training alike."""
    page.y = rng.uniform(150, 190)
    page.title("保障农民工技能培训权益承诺", 52, below=0.6)
    page.lines("工程名称：{project}", "施工企业：{name}", "企业信用代码：{code}", "企业{boss}：{person}")
    page.gap(0.2)
    page.flow("为了提高一线建筑工人操作水平，我企业对进入本工程的农民工作如下保证：", indent=2)
    page.items(
        "第一，",
        (
            "脱产学习期间视同出勤，工资按不低于当地最低工资标准计发；",
            "安排食宿和接送车辆，不让工人自掏腰包；",
            "为每名学员建立培训档案，随劳动合同一并归档；",
            "支持工人凭证书上浮工价，做到多劳多得、优技优酬。",
        ),
    )
    page.flow("如未兑现，工人可拨打12333或向{bureau}反映。")
    page.gap(rng.uniform(1.0, 2.0))
    page.foot(
        rng,
        (("施工企业（项目章无效）：", "blank"), ("企业负责人签名：", "sign"), ("", "{day}")),
        rng.uniform(380, 520),
    )


def _roster(page: Page, rng: Random) -> None:
    """在职证明及承诺: a certificate of employment that ends in a promise, with a small table of the people."""
    page.y = rng.uniform(160, 210)
    page.title(rng.choice(("在职证明及承诺", "用工证明暨承诺书")), 54, below=0.6)
    page.flow(
        "兹证明{man1}、{man2}、{man3}等{count}位同志为我公司在岗人员，从事{work}及相关作业。公司全称{name}，信用代码{code}，{boss}{person}。"
    )
    page.gap(0.2)
    rows = [("姓　名", "岗　位", "入职时间", "备　注")]
    rows += [
        (
            f"{{man{place}}}",
            rng.choice(("{work}", "带班", "学徒")),
            f"{rng.randrange(2012, 2026)}年{rng.randrange(1, 13)}月",
            "",
        )
        for place in range(1, 5)
    ]
    page.table(rows, (0.24, 0.26, 0.28, 0.22), centred=True)
    page.gap(0.5)
    page.flow(
        "我公司承诺上列人员情况如实，工资由公司发放、工伤保险由公司办理；凡有不符，取消报名资格并由公司负责解释。"
    )
    page.flow("此证明仅用于向{school}报名，不作他用。")
    page.gap(rng.uniform(1.2, 2.2))
    page.foot(rng, (("证明单位（公章）：", "{name}"), ("开具日期：", "{day}")), rng.uniform(420, 560))


def _shift(page: Page, rng: Random) -> None:
    """Labels with a gap instead of a colon; each promise opens with what it is about."""
    page.y = rng.uniform(170, 220)
    page.title("训练期间管理承诺书", 56, below=0.7)
    page.lines("承诺单位　{name}（{code}）", "{boss}　　{person}", "接受单位　{school}")
    page.gap(0.3)
    for text in (
        "关于考勤。每日由我单位带队人员{agent}点名，缺勤超过总课时五分之一的学员不申请考核。",
        "关于食宿。外地学员住宿由我单位统一安排，夜间不得私自外出。",
        "关于实操。学员佩戴好劳动防护用品后方可进入工位，未经许可不得启动设备。",
        "关于考试。学员本人持身份证参加，严禁夹带、传递、替考。",
        "关于费用。以实际到训人数结算，多退少补。",
    ):
        page.flow(text)
    page.gap(rng.uniform(1.2, 2.4))
    page.foot(
        rng,
        (("单位印章：", "blank"), ("{boss}印章：", "stamp"), ("签订日期：", "{day}")),
        rng.uniform(480, 640),
        step=2.3,
    )


LETTERS = (
    Letter("informed", _informed, DAYS, ("plain", "plain", "hand")),
    Letter("subsidy", _subsidy, (*DAYS, "numerals"), PLAIN),
    Letter("wages", _wages, (*DAYS, "dotted"), ("plain", "line")),
    Letter("roster", _roster, DAYS, PLAIN),
    Letter("shift", _shift, (*DAYS, "gaps"), ("plain", "line")),
)
