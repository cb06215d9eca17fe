"""Sixteen commitment letters as sixteen offices would word them; no sentence stands in another family.

Texts name {name}, {code}, {person}, {boss} (法定代表人, in a branch 负责人), {agent}, {phone}, {address}, {school}, {bureau}, {former} (a name
borne before), {other} (another enterprise), {founded} and {until} (other days than that of signing), {number} (the letter's own).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Text:
    """Running text, indented by `indent` characters."""

    text: str
    indent: int = 2


@dataclass(frozen=True)
class Data:
    """Labels and what stands there, in one of the wording's styles."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Items:
    """Numbered sentences, 一 or 1 in `number` counting; with `ticked` rows of a table that say 是."""

    number: str
    texts: tuple[str, ...]
    ticked: bool = False


Part = Text | Data | Items
Foot = tuple[tuple[tuple[str, str], ...], ...]


@dataclass(frozen=True)
class Wording:
    """What a letter says and the ways it may be set, of which each letter draws one.

    `heads`: bare, letterhead, red (公文), running (name and code in small print above and below), annex (附件), serial (编号).
    `styles` of Data: colon, rule, cells, quad, tiles (the code in eighteen boxes), square (【】), run (one sentence), counted.
    `fills` of running text: plain, line, hand. `foot`: rows of one or two (label, what): unit, blank (seal alone), sign, typed, signed (typed
    and signed), stamp, agent, day, or a template. `boxed`: the whole letter is one ruled form.
    """

    key: str
    title: str
    to: str
    parts: tuple[Part, ...]
    foot: Foot
    heads: tuple[str, ...] = ("bare",)
    styles: tuple[str, ...] = ("colon",)
    fills: tuple[str, ...] = ("plain",)
    places: tuple[str, ...] = ("right",)
    boxed: bool = False


_USCC = "统一社会信用代码"
_SIGN_DAY: Foot = ((("承诺单位（盖章）：", "unit"),), (("法定代表人（签字）：", "sign"),), (("", "day"),))

WORDINGS = (
    Wording(
        "resolution", "关于组织职工参加技能培训的承诺函", "{bureau}：",
        (
            Text("根据贵局关于提升建筑业一线作业人员技能水平的工作部署，经公司办公会议研究，{name}将于{until}前分批组织作业人员参加职业技能培训。"
                 "现就相关工作函告并承诺如下："),
            Items("（一）", (
                "公司成立培训工作小组，{boss}{person}任组长，{agent}任联络员，联系电话{phone}。",
                "对拟参训人员的年龄、工种、工龄逐一把关，名单在项目部公示三日后再行上报。",
                "合理调配施工任务，不因赶工期而中断培训。",
                "培训经费纳入本年度预算，由公司基本户支付。",
            )),
            Text("我公司{_}为{code}。专此函达。"),
        ),
        ((("", "unit"),), (("", "day"),)), heads=("red", "letterhead"),
    ),
    Wording(
        "register-form", "企业用户注册承诺表", "",
        (
            Data((("企业全称", "{name}"), (_USCC, "{code}"), ("{boss}", "{person}"), ("经办人", "{agent}"), ("经办人电话", "{phone}"),
                  ("注册地址", "{address}"))),
            Text("本企业申请开通建设行业技能人员培训管理平台企业端权限，并保证："),
            Items("1.", (
                "平台所填各栏与登记机关核准的内容一字不差；",
                "证照到期、股权转让、地址迁移等情况发生后，及时重新上传；",
                "账号由经办人本人操作，操作记录视为本企业行为；",
                "接受学校现场核查，核查时提供证照原件。",
            )),
        ),
        ((("企业盖章：", "blank"),), (("{boss}签字：", "sign"),), (("填报日期：", "day"),)), heads=("annex", "bare", "serial"),
        styles=("cells", "quad"), boxed=True,
    ),
    Wording(
        "renamed", "企业承诺书", "{school}：",
        (
            Text("{name}（原{former}，{founded}经登记机关核准变更为现名称）现以变更后的名称在贵校办理企业注册。变更前后{_}不变，"
                 "均为{code}，现任{boss}为{person}。本公司承诺："),
            Items("1、", (
                "名称变更前以原名称签订的劳动合同继续有效，参训人员的劳动关系未受影响；",
                "资质证书正在办理名称变更的，取得新证后三个工作日内补传；",
                "开票、汇款一律使用现名称，不再使用原印章。",
            )),
            Text("因名称变更衔接不当引起的纠纷，由本公司处理。"),
        ),
        _SIGN_DAY, heads=("bare", "running", "letterhead"), fills=("plain", "line"), places=("right", "left"),
    ),
    Wording(
        "subcontractor", "专业分包单位培训承诺", "总承包单位{other}、{school}：",
        (
            Text("我单位承接{other}总承包工程的专业分包任务，对进场作业人员的技能培训负直接责任，兹保证做到："),
            Items("⑴", (
                "未持有相应等级证书的人员，自进场之日起三十日内完成报名。",
                "服从总承包单位的统一安排，错峰派员，不影响节点工期。",
                "培训期间的往返交通和食宿由我单位负责。",
                "证书复印件报总承包单位项目部一份备查。",
            )),
            Data((("分包单位全称", "{name}"), ("营业执照代码", "{code}"), ("企业法人代表", "{person}"), ("驻场负责人", "{agent}"))),
        ),
        ((("分包单位公章：", "blank"),), (("企业法人代表签名：", "sign"), ("驻场负责人签名：", "agent")), (("", "day"),)),
        styles=("colon", "cells", "square", "counted"), places=("left",), heads=("bare", "annex"),
    ),
    Wording(
        "fill-in", "承　诺　书", "湖州市吴兴区城建职业技能培训学校：",
        (
            Text("兹有 {name} ，{_} {code} ，{boss} {person} ，自愿参加贵校组织的建筑行业技能人员培训。为此作出承诺："),
            Items("1、", (
                "提供的材料如有虚假，贵校有权取消参训资格；",
                "参训人员中途退出，不要求退费；",
                "人员信息由贵校用于报名考核，不得挪作他用；",
                "按期付清款项，逾期视为放弃名额。",
            )),
            Text("以上情况本单位均已知悉，无异议。"),
        ),
        ((("单位（公章）：", "blank"),), (("法人代表（签字）：", "sign"),), (("", "day"),)), fills=("hand", "line", "hand"), heads=("bare",
                                                                                                                    "serial"),
        places=("right", "left"),
    ),
    Wording(
        "tile-card", "建筑施工企业培训信用承诺卡", "",
        (
            Data((("参培企业", "{name}"), (_USCC, "{code}"), ("{boss}", "{person}"), ("手机", "{phone}"))),
            Text("请承诺企业认真阅读下列条款，确认后签章："),
            Items("条款1　", (
                "不雇用童工和超龄人员从事高空、井下等作业。",
                "不以虚假劳动关系骗取培训名额。",
                "不得诱导学员购买与培训无关的商品。",
                "出现安全事故立即停训整改。",
            )),
            Text("阅读确认：本企业已逐条阅读并同意遵守。"),
        ),
        ((("企业签章：", "blank"),), (("{boss}签名：", "sign"), ("日期：", "day"))), styles=("tiles", "tiles", "rule"), fills=("hand", "plain"),
        places=("left",), heads=("serial", "bare"),
    ),
    Wording(
        "with-proxy", "委托办理及承诺书", "{school}：",
        (
            Text("因{person}外出，现委托本单位员工{agent}前来贵校办理企业账号开通、学员报名和票据领取，委托期限至{until}止。"
                 "{name}（{_}：{code}）对委托事项承诺："),
            Items("①", (
                "受托人提交的一切材料与{boss}本人提交具有同等效力。",
                "受托人离职的，当日通知贵校冻结账号。",
                "不以委托关系为由推卸单位应尽的义务。",
            )),
            Data((("委托单位", "{name}"), ("{boss}", "{person}"), ("受托人", "{agent}"), ("受托人电话", "{phone}"))),
        ),
        ((("委托单位（章）：", "blank"),), (("{boss}（签字）：", "sign"), ("受托人（签字）：", "agent")), (("", "day"),)),
        styles=("colon", "quad", "run", "rule"), places=("left",), heads=("bare", "running"),
    ),
    Wording(
        "in-person", "{boss}承诺书", "各级建设行政主管部门：",
        (
            Text("我叫{person}，现任{name}{boss}，对本单位的教育培训工作全面负责。单位{_}{code}，住所位于{address}。我郑重作出承诺："),
            Items("第一，", (
                "亲自过问培训安排，每季度听取一次汇报；",
                "保证培训投入，不减少、不截留、不挪用职工教育经费；",
                "带头学法守法，对弄虚作假行为零容忍；",
                "因管理失职造成后果的，甘愿接受组织处理和行政处罚。",
            )),
        ),
        ((("单位（印章）：", "unit"),), (("承诺人（亲笔签名）：", "sign"),), (("签署日期：", "day"),)), heads=("bare", "letterhead"),
    ),
    Wording(
        "privacy", "个人信息保护与使用承诺", "{school}：",
        (
            Text("为办理职业技能培训，我公司需向贵校提供所属职工的姓名、身份证号码、手机号码和近期照片。我公司承诺："),
            Items("1) ", (
                "事先征得职工本人书面同意，并告知用途和保存期限；",
                "传输文件时加密，不在公开群组中发送证件照片；",
                "职工提出更正或删除的，五个工作日内转告贵校；",
                "学员名册用毕由专人收回，不得留存于个人设备。",
            )),
            Data((("信息提供方", "{name}"), ("社会统一信用代码", "{code}"), ("法定代表人/负责人", "{person}"), ("信息保护专员", "{agent}"),
                  ("咨询电话", "{phone}"))),
        ),
        ((("信息提供方盖章：", "unit"),), (("", "day"),)), styles=("cells", "square", "colon", "counted"), places=("right", "left"),
        heads=("bare", "running", "serial"),
    ),
    Wording(
        "settlement", "培训费用结算承诺函", "{school}（财务）：",
        (
            Text("我司已收到贵校{founded}发出的缴费通知。经核对，参训人数与费用标准无误，我司将不迟于{until}从本单位账户一次性转入贵校在工行湖州红丰支行开立的账户。"),
            Text("如逾期未付，我司同意贵校暂缓开通学习账号。开票信息及承诺单位信息如下："),
            Data((("抬头", "{name}"), ("税号", "{code}"), ("地址、电话", "{address} {phone}"), ("单位{boss}", "{person}"), ("财务经办",
                                                                                                                 "{agent}"))),
            Text("以上信息如有错误，退票责任由我司承担。"),
        ),
        ((("承诺方（公章或财务专用章）", "blank"),), (("", "day"),)), styles=("colon", "cells", "run", "square"), heads=("letterhead",
                                                                                                            "bare", "running"),
        places=("right",),
    ),
    Wording(
        "no-fraud", "杜绝虚假培训承诺书", "浙江省建设行业职业技能培训监管平台：",
        (
            Text("承诺企业：{name}"),
            Text("企业代码：{code}"),
            Text("针对近期通报的挂名培训、代刷学时等问题，本企业开展了自查，未发现类似情况。今后本企业做到“五不”："),
            Items("一不", (
                "组织他人冒名顶替，人脸识别由学员本人完成；",
                "购买刷课软件，学习时长真实有效；",
                "伪造签到表、考勤表和实操影像；",
                "串通考评人员更改成绩；",
                "为外单位人员挂靠报名。",
            )),
            Text("欢迎拨打{phone}向本企业反映问题。法定责任人：{person}"),
        ),
        ((("（企业公章）", "blank"),), (("法定责任人（签名）", "sign"),), (("", "day"),)), heads=("bare", "annex"), fills=("plain", "line"),
    ),
    Wording(
        "note", "情况说明", "{bureau}、{school}：",
        (
            Text("我公司于{founded}领取营业执照，{_}{code}，因公章磨损已于当年重新刻制并备案。本次企业注册所盖印章为备案印章，合法有效。"),
            Text("我公司承诺上述说明属实，如与事实不符，自愿放弃本次培训名额并承担责任。"),
            Text("说明人：{name}"),
            Text("公司{boss}：{person}"),
        ),
        ((("", "day"),), (("（加盖公章处）", "blank"),)), heads=("bare", "letterhead"), fills=("plain", "line"),
    ),
    Wording(
        "self-check", "参训企业承诺事项确认单", "",
        (
            Data((("单位名称（全称）", "{name}"), ("统一信用代码", "{code}"), ("法人姓名", "{person}"), ("联系人", "{agent}"))),
            Items("1", (
                "证照均在有效期内，年报已按时公示",
                "近一年未发生较大以上生产安全责任事故",
                "参训人员均已购买工伤保险或意外伤害保险",
                "已向参训人员说明考核科目与合格标准",
                "同意将培训结果反馈至属地主管部门",
                "未向参训人员收取押金、保证金",
            ), ticked=True),
            Text("本单位对以上确认内容负责。", 0),
        ),
        ((("单位盖章", "blank"), ("法人签字", "sign")), (("联系人签字", "agent"), ("日期", "day"))), styles=("cells", "quad", "rule"),
        places=("left",), heads=("annex", "serial", "bare"),
    ),
    Wording(
        "reply", "关于贵校培训通知的复函", "{school}：",
        (
            Text("贵校{founded}印发的第十二期培训班通知收悉，{name}同意按通知要求选派人员参加。我方确认并承诺如下："),
            Items("1．", (
                "选派人员名单以加盖公章的纸质版本为准；",
                "班前教育由我方组织，领队一名全程陪同；",
                "学员不得擅自离开实训场地，请假须经领队同意；",
                "损坏实训工具照价赔偿。",
            )),
            Text("我方信用代码{code}，{boss}{person}，领队{agent}，电话{phone}。"),
            Text("特此函复。"),
        ),
        ((("", "unit"),), (("{boss}：", "signed"),), (("", "day"),)), heads=("red", "letterhead", "bare"),
    ),
    Wording(
        "code-in-head", "诚信经营与规范培训承诺", "湖州市建筑业主管部门：",
        (
            Text("{name}自成立以来坚持诚信经营。为规范培训行为，现由{boss}{person}签署本承诺，内容如下："),
            Items("承诺一：", (
                "按工种编制年度培训计划，于每年一月报送。",
                "特种作业人员持有效操作证上岗，到期前复审。",
                "学员投诉三日内答复，重大投诉由{boss}接待。",
                "与{other}等兄弟单位共享师资，互相监督。",
            )),
            Text("本承诺有效期至{until}。"),
        ),
        ((("承诺单位：", "unit"),), (("{boss}（签章）：", "stamp"),), (("日　期：", "day"),)), heads=("running",), fills=("plain",),
    ),
    Wording(
        "safe-training", "实训期间安全承诺", "{school}实训基地：",
        (
            Data((("派出单位", "{name}"), ("单位代码", "{code}"), ("单位法定代表人", "{person}"), ("带队人", "{agent}"))),
            Text("派出单位已对学员进行入场安全交底，并向贵基地承诺下列事项："),
            Items("[1] ", (
                "学员正确佩戴安全帽、反光衣和防滑鞋；",
                "酒后、带病、疲劳状态下不进入实训区；",
                "未经指导教师许可不触动电闸、塔吊和焊机；",
                "发生意外时听从现场指挥，带队人第一时间上报。",
            )),
            Text("如因派出单位管理不到位造成损失，由派出单位赔偿。"),
        ),
        ((("派出单位（盖章）：", "blank"), ("法定代表人：", "sign")), (("带队人：", "agent"), ("", "day"))), styles=("rule", "colon",
                                                                                                  "quad", "run"),
        fills=("hand", "plain"), places=("left",), heads=("bare", "serial"),
    ),
)  # fmt: skip

_NUMBERS = "一二三四五六七八"
_CIRCLED = "①②③④⑤⑥⑦⑧"
_PARENTHESISED = "⑴⑵⑶⑷⑸⑹⑺⑻"


def numbered(items: Items) -> list[str]:
    """The sentences with their numbers in the wording's own style."""
    found = []
    for place, text in enumerate(items.texts):
        number = items.number.replace("①", _CIRCLED[place]).replace("⑴", _PARENTHESISED[place])
        number = number.replace("1", str(place + 1))
        # 一不、二不 count in front of 不.
        found.append(number.replace("一", _NUMBERS[place]) + text)
    return found
