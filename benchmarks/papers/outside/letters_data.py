"""Letters of the family `outside` with the enterprise's data set apart: tables at head or foot, lines, trainees, a bank account."""

from __future__ import annotations

from random import Random

from benchmarks.papers.outside.letter import DAYS, PLAIN, Letter
from benchmarks.papers.outside.page import Page


def _table_head(page: Page, rng: Random) -> None:
    page.y = rng.uniform(150, 190)
    page.title("企业培训承诺书", 54, below=0.4)
    wide, narrow = (0.24, 0.76), (0.24, 0.26, 0.22, 0.28)
    page.table((("企业名称", "{name}"), ("统一社会信用代码", "{code}")), wide)
    page.table(
        (("{boss}", "{person}", "联系电话", "{phone}"), ("联系人", "{agent}", "拟培训人数", "{count}人")), narrow
    )
    page.table((("企业地址", "{address}"),), wide)
    page.gap(0.6)
    page.flow("本企业已了解{school}的招生条件、培训内容及收费标准，现作出以下承诺：")
    page.items(
        "1、",
        (
            "本表所填信息真实、完整，与证照原件一致。",
            "参训人员均为在册职工，无冒名、挂靠情形。",
            "按培训计划派员，确需变更的提前三个工作日书面告知。",
            "听从培训教师安排，确保实操训练安全。",
            "培训合格证书由本企业负责发放至本人。",
        ),
    )
    page.gap(rng.uniform(0.8, 1.8))
    page.foot(rng, (("企业（盖章）", "blank"), ("{boss}（签名）：", "sign"), ("", "{day}")), rng.uniform(520, 700))


def _table_foot(page: Page, rng: Random) -> None:
    page.y = rng.uniform(170, 210)
    page.title(rng.choice(("承　诺　书", "培训承诺书")), 58, below=0.7)
    page.flow("{school}：", indent=0)
    page.flow("我单位自愿组织员工参加贵校组织的{work}等工种培训，并就以下事项作出承诺：")
    page.items(
        "（1）",
        (
            "严格执行国家职业技能标准，不降低参训人员报名条件。",
            "及时缴清培训费，不拖欠、不拒付。",
            "配合贵校开展训后回访和满意度调查。",
            "对贵校的教材、题库等资料保密，不复制、不外传。",
        ),
    )
    page.flow("以上承诺如有违背，一切后果由我单位承担。")
    page.gap(0.8)
    page.table((("单位名称（盖章）", "{name}"), ("统一社会信用代码", "{code}")), (0.27, 0.73))
    top = page.y
    page.table(
        (("{boss}", "{person}", "经办人", "{agent}"), ("联系电话", "{phone}", "填表日期", "{day}")),
        (0.27, 0.25, 0.2, 0.28),
    )
    page.anchor = (rng.uniform(880, 1080), top - rng.uniform(-10, 50))


def _lined(page: Page, rng: Random) -> None:
    page.y = rng.uniform(160, 220)
    page.title("单位承诺书", 58, below=0.6)
    page.data(
        (
            ("单位名称", "{name}"),
            ("统一社会信用代码", "{code}"),
            ("{boss}姓名", "{person}"),
            ("单位地址", "{address}"),
            ("联系人及电话", "{agent}　{phone}"),
        ),
        line=True,
    )
    page.gap(0.4)
    page.flow("本单位向{school}申请参加职业技能培训，现郑重承诺：")
    page.items(
        "①",
        (
            "已如实告知参训人员培训项目、课时安排与考核方式；",
            "近三年无拖欠农民工工资等严重失信记录；",
            "参训人员年满十八周岁，男性不超过六十周岁，女性不超过五十五周岁；",
            "不以培训名义向劳动者收取押金或扣押证件；",
            "服从贵校因天气、疫情等原因对开班时间所作的调整。",
        ),
    )
    page.gap(rng.uniform(0.8, 1.6))
    page.foot(
        rng,
        (("单位（公章）：", "blank"), ("{boss}（签字）：", "sign"), ("承诺日期：", "{day}")),
        rng.choice((page.left, 560.0)),
    )


def _trainees(page: Page, rng: Random) -> None:
    page.y = rng.uniform(140, 180)
    page.title("关于选派职工参加技能培训的承诺", 50, below=0.5)
    page.flow("{school}：", indent=0)
    page.flow(
        "{name}（统一社会信用代码{code}，{boss}{person}）现选派下列职工参加贵校培训，并承诺所列人员均与我公司依法建立劳动关系，"
        "已由我公司缴纳社会保险，自愿遵守培训纪律。如与事实不符，我公司承担相应责任。"
    )
    page.gap(0.3)
    rows = [("序号", "姓名", "工种", "从业年限")]
    rows += [
        (str(place), f"{{man{place}}}", rng.choice(("{work}", "普工", "班组长")), f"{rng.randrange(1, 30)}年")
        for place in range(1, 7)
    ]
    page.table(rows, (0.12, 0.3, 0.33, 0.25), centred=True)
    page.gap(0.5)
    page.flow("（其余人员详见报名系统，合计{count}人）", indent=0)
    page.gap(rng.uniform(0.8, 1.6))
    page.foot(rng, (("", "{name}"), ("", "{day}")), rng.uniform(560, 700))


def _account(page: Page, rng: Random) -> None:
    page.y = rng.uniform(160, 210)
    page.title("培训费用支付承诺书", 54, below=0.7)
    page.flow("致{school}：", indent=0)
    page.flow("我公司派员参加贵校培训，现就培训费用的支付承诺如下：")
    page.items(
        "一、",
        (
            "收到缴费通知后五个工作日内，通过我公司对公账户将培训费汇入贵校指定账户；",
            "汇款时注明“培训费”及人数，不使用个人账户代付；",
            "中途退训的，已发生的培训成本由我公司承担；",
            "请按以下信息为我公司开具增值税普通发票，因信息有误造成的后果由我公司自负。",
        ),
    )
    page.gap(0.2)
    page.data(
        (
            ("公司名称", "{name}"),
            ("纳税人识别号（统一社会信用代码）", "{code}"),
            ("{boss}", "{person}"),
            ("地址、电话", "{address} {tel}"),
            ("财务联系人", "{agent} {phone}"),
        ),
        indent=2,
    )
    page.gap(rng.uniform(0.8, 1.6))
    page.foot(rng, (("承诺方（章）：", "{name}"), ("", "{day}")), rng.uniform(460, 600))


LETTERS = (
    Letter("table-head", _table_head, DAYS, ("plain", "plain", "hand")),
    Letter("table-foot", _table_foot, ("figures", "padded"), ("plain", "hand")),
    Letter("lined", _lined, (*DAYS, "dotted"), ("hand", "plain")),
    Letter("trainees", _trainees, (*DAYS, "numerals"), PLAIN),
    Letter("account", _account, DAYS, PLAIN),
)
