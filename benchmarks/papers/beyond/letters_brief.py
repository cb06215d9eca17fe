"""Brief letters of the family `beyond`: half a page, written forms with blanks, a payment's promise, one by a branch or a person."""

from __future__ import annotations

from random import Random

from benchmarks.papers.outside.letter import DAYS, PLAIN, Letter
from benchmarks.papers.outside.page import Page


def _half_page(page: Page, rng: Random) -> None:
    """A few lines and the foot with code and legal person as rows of the signature."""
    page.y = rng.uniform(180, 300)
    page.title("承 诺 书", rng.choice((60.0, 66.0)), below=1.0)
    page.flow("{school}：", indent=0)
    page.flow("我单位本次报名的{count}名工人全部为本单位人员，资料属实，不存在任何造假，否则后果自负。特立此书为凭。")
    page.gap(rng.uniform(1.2, 2.4))
    page.foot(
        rng,
        (("单位（公章）：", "{name}"), ("统一社会信用代码：", "{code}"), ("{boss}：", "{person}"), ("", "{day}")),
        rng.uniform(280, 400),
        step=1.9,
    )


def _payment(page: Page, rng: Random) -> None:
    """付款承诺: when and how much will be paid."""
    page.y = rng.uniform(180, 240)
    page.title("缴费承诺书", 58, below=0.8)
    page.lines("收款单位：{school}", "付款单位：{name}", "付款单位税号（信用代码）：{code}")
    page.gap(0.3)
    page.flow(
        "因我单位财务审批流程原因，{count}名学员的培训费未能在报名时缴纳。经{boss}{person}批准，我单位承诺于{until}前"
        "将上述款项一次性汇至贵校账户，并在附言中写明培训期次。逾期未付的，贵校可暂缓发放证书。"
    )
    page.flow("联系财务：{agent}，{phone}。")
    page.gap(rng.uniform(1.4, 2.6))
    page.foot(rng, (("付款单位（盖章）：", "blank"), ("{boss}：", "sign"), ("", "{day}")), rng.uniform(460, 580))


def _blank_form(page: Page, rng: Random) -> None:
    """An office's form with blanks to fill in by hand."""
    page.y = rng.uniform(130, 180)
    page.put(page.left, page.y, rng.choice(("附表二", "附件2：", "样式三")), 30, face=page.sheet.faces.label)
    page.gap(1.2)
    page.title("建筑工人培训企业承诺书（范本）", 48, below=0.7)
    page.flow(
        "{name}（企业名称）系经登记机关核准设立的企业，统一社会信用代码为{code}，{boss}为{person}，联系电话{phone}。"
    )
    page.flow("现就推荐职工参加湖州市吴兴区城建职业技能培训学校组织的培训作出承诺：")
    page.items(
        "1）",
        (
            "推荐人员与本企业签订有一年以上期限的书面合同；",
            "推荐人员无犯罪记录和不适宜从事建筑施工的疾病；",
            "不同时在其他培训机构就同一项目报名；",
            "培训结业后在本企业继续工作不少于六个月。",
        ),
    )
    page.flow("违反承诺的，本企业及推荐人员两年内不再申请。")
    page.gap(rng.uniform(1.2, 2.2))
    page.foot(
        rng,
        (("推荐企业（盖公章）：", "blank"), ("{boss}（亲笔）：", "sign"), ("填写日期：", "{day}")),
        rng.choice((page.left, 500.0)),
    )


def _resolution(page: Page, rng: Random) -> None:
    """The person in charge speaks for the enterprise: 我叫…"""
    page.y = rng.uniform(180, 240)
    page.title("企业负责人承诺书", 54, below=0.8)
    page.flow("我叫{person}，担任{name}{boss}，企业统一社会信用代码{code}。")
    page.flow(
        "我向{school}承诺：亲自过问本企业职工培训工作，定期听取汇报；保证派出的{count}名职工真学、真练、真考；对出现的违规问题不护短、不遮掩，"
        "主动配合调查处理；将培训成效纳入班组长年终考核。"
    )
    page.flow("如我不再担任现职，本承诺由继任者继续履行。")
    page.gap(rng.uniform(1.6, 3.0))
    page.foot(
        rng, (("立书人：", "sign"), ("所在企业：", "{name}"), ("", "{day}")), rng.uniform(420, 560), step=2.2, seal=1
    )


def _joint(page: Page, rng: Random) -> None:
    """A labour firm and the main contractor: the contractor is named as 总承包单位 beside."""
    page.y = rng.uniform(160, 210)
    page.title("分包企业工人持证承诺书", 52, below=0.7)
    page.lines(
        "总承包单位：{other}", "分包企业：{name}", "分包企业统一社会信用代码：{code}", "分包企业{boss}：{person}"
    )
    page.gap(0.2)
    page.flow("根据总承包单位关于技能工人持证率的要求，我企业对{project}所用工人承诺如下：", indent=2)
    page.items(
        "其一，",
        (
            "进场三十日内组织无证工人到{school}报名；",
            "中级工以上占比达到百分之三十；",
            "证书信息录入实名制平台，随人走、可查询；",
            "工人退场时归还证书，不得扣留。",
        ),
    )
    page.gap(rng.uniform(1.2, 2.2))
    page.foot(rng, (("分包企业公章：", "blank"), ("{boss}：", "sign"), ("", "{day}")), rng.uniform(520, 640))


LETTERS = (
    Letter("half-page", _half_page, (*DAYS, "dotted"), ("plain", "plain", "line")),
    Letter("payment", _payment, DAYS, PLAIN),
    Letter("blank-form", _blank_form, (*DAYS, "gaps", "blank"), ("hand", "hand", "line", "plain")),
    Letter("resolution", _resolution, DAYS, ("plain", "hand")),
    Letter("joint", _joint, (*DAYS, "numerals"), ("plain", "line")),
)
