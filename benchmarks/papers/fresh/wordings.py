"""Sixteen commitment letters (企业承诺书) as schools, offices, associations and enterprises word them; none stands in another family.

Texts name {name}, {code}, {person}, {boss} (法定代表人, in a branch 负责人), {agent}, {phone}, {address}, {school}.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Para:
    """Running text, indented by `indent` characters."""

    text: str
    indent: int = 2


@dataclass(frozen=True)
class Listed:
    """Labels and what stands there (a template): `style` is colon, line (on a ruled line), table or pairs (a table of two by two)."""

    rows: tuple[tuple[str, str], ...]
    style: str = "colon"


@dataclass(frozen=True)
class Promises:
    """Numbered sentences; `number` is the first one's, in its own style."""

    number: str
    texts: tuple[str, ...]


Part = Para | Listed | Promises


@dataclass(frozen=True)
class Wording:
    """`fill` is how values stand in running text: plain, line (underlined) or hand (underlined, written with a pen).

    `foot` are label and content: unit, blank (only the seal), sign (by hand), typed, stamp (a square name seal), agent (signs), day, or
    a template; `place` is right, left or table. `day` is how the date is printed: figures, dotted, capitals (二〇二六年) or gaps.
    `pages` 2: the foot stands on a right page.
    """

    key: str
    title: str
    to: str
    parts: tuple[Part, ...]
    foot: tuple[tuple[str, str], ...]
    fill: str = "plain"
    place: str = "right"
    day: str = "figures"
    subtitle: str = ""
    pages: int = 1


_USCC = "统一社会信用代码"

WORDINGS = (
    Wording(
        "undersigned", "企业承诺书", "致：湖州市吴兴区城建职业技能培训学校",
        (
            Para("承诺人{name}（下称“我司”），{_}为{code}，{boss}为{person}。我司拟为所属施工人员办理技能培训及考核，现向贵校承诺以下事项："),
            Promises("1）", (
                "我司在平台登记的各项信息与证照原件相符，发生变更的十日内更新。",
                "由我司报名的人员确系我司使用的作业人员，本人知晓并同意参训。",
                "我司不将账号转借他人，亦不代其他单位报名。",
                "我司愿按贵校通知的标准和期限汇缴培训款项。",
            )),
            Para("我司如违背上述任何一项，贵校可随时中止培训，已发生的费用不予退还。"),
        ),
        (("承诺人（公章）：", "unit"), ("法定代表人签名：", "sign"), ("", "day")), day="gaps",
    ),
    Wording(
        "blank-lines", "参加建筑工人职业技能培训承诺书", "",
        (
            Para("本企业 {name} （{_}： {code} ）于浙江省建筑工人培训考核管理平台注册企业账号，{boss}： {person} ，联系电话： {phone} 。"
                 "本企业已知悉平台规则，在此承诺："),
            Promises("第一条　", (
                "遵守平台各项规定，按照流程完成注册、报名、缴费和考核。",
                "上传的照片清晰、完整，由本企业指定人员拍摄，未使用软件修改。",
                "平台登录密码由专人保管，离岗时办理交接。",
                "参训人员的社会保险、工资发放由本企业依法办理。",
            )),
            Para("上述承诺自签署之日起有效。"),
        ),
        (("企业（盖章）", "blank"), ("法定代表人或授权人（签字）", "sign"), ("", "day")), fill="line",
    ),
    Wording(
        "agent", "承诺及授权书", "湖州市吴兴区建筑业管理服务中心：",
        (
            Para("本授权书声明：注册于{address}的{name}，其法定代表人{person}授权本单位{agent}为合法代理人，以本单位名义办理职业技能培训的账号注册、"
                 "人员报名及费用结算事宜。本单位{_}：{code}。"),
            Para("代理人在办理过程中所签署的文件和处理的一切事务，本单位均予认可，并承诺："),
            Promises("（a）", (
                "代理人系本单位在册管理人员，代理期间不再委托第三人。",
                "代理人更换时，本单位及时书面告知。",
                "因代理人的行为造成损失的，由本单位负责赔偿。",
            )),
            Para("代理人无转委托权。"),
        ),
        (("授权单位（盖章）：", "unit"), ("法定代表人（签字或盖章）：", "sign"), ("授权代表（签字）：", "agent"), ("签发日期：", "day")),
    ),
    Wording(
        "pairs-table", "建筑企业职工培训诚信承诺表", "",
        (
            Listed((("企业名称", "{name}"), ("信用代码", "{code}"), ("{boss}", "{person}"), ("联系电话", "{phone}")), "pairs"),
            Para("为规范建筑工人培训秩序，本企业在办理业务时坚守诚信，现承诺："),
            Promises("◆", (
                "不提交虚假社保、虚假合同和冒用的身份证件。",
                "不组织无关人员参加考核，不替考、不串通舞弊。",
                "不拖欠参训人员工资，不因参训扣发奖金。",
                "不使用私人账户支付培训费用。",
                "不向培训机构工作人员赠送财物。",
            )),
            Para("以上如有一项不实，本企业愿被列入失信名单。"),
        ),
        (("填表人：", "agent"), ("企业盖章", "blank"), ("填表日期：", "day")), place="left", day="dotted",
    ),
    Wording(
        "all-at-foot", "承诺函", "浙江省住房和城乡建设行业职业技能培训主管部门：",
        (
            Para("我们在贵部门指导的培训平台办理企业注册，就所提供的资料和今后的培训行为，庄重承诺如下。"),
            Promises("一. ", (
                "资料齐备，内容属实，印鉴真实。",
                "人岗匹配，按工种、按等级报名，不越级、不错报。",
                "课时足额，理论与实操并重，不以签到代替学习。",
                "账目清楚，培训支出单独列账，接受核查。",
            )),
            Para("我们清楚知道作虚假承诺的后果。"),
        ),
        (("单位名称（公章）：", "unit"), (f"{_USCC}：", "{code}"), ("{boss}：", "typed"), ("通讯地址：", "{address}"), ("日期：", "day")),
        place="left", day="figures",
    ),
    Wording(
        "joint", "职工培训双向承诺书", "",
        (
            Listed((("甲方（培训机构）", "{school}"), ("乙方（参训企业）", "{name}"), (_USCC, "{code}"), ("乙方{boss}", "{person}"))),
            Para("为明确双方责任，经协商，双方分别作出承诺，共同遵守。"),
            Para("甲方承诺：按大纲组织教学，选派合格教师，如实记录学时，按时组织考核，依规出具结业证明。"),
            Para("乙方承诺："),
            Promises("1）", (
                "如实申报参训人员，安排人员准时到课。",
                "开班前三个工作日内以本单位账户向甲方付清费用。",
                "教育参训人员爱护设备，听从实训指导教师的指挥。",
            )),
            Para("本承诺书经乙方盖章后即对乙方产生约束力。"),
        ),
        (("乙方（盖章）：", "unit"), ("代表签字：", "sign"), ("", "day")),
    ),
    Wording(
        "safety-duty", "全员安全教育培训责任承诺书", "区建设工程安全监督站：",
        (
            Para("本人{person}，系{name}（{_}{code}）的{boss}，是本单位安全教育培训的第一责任人。本人代表本单位承诺，严格落实安全生产法赋予的职责："),
            Promises("其一，", (
                "新进场工人必须经过培训，考核合格方可安排作业。",
                "每年组织从业人员继续学习，学习记录由本人签阅。",
                "项目部设专职人员负责培训台账，专职安全员名单另行报备。",
                "发现证书不符、过期的人员，立即停止其作业。",
            )),
            Para("本人愿意对履职不到位承担领导责任。"),
        ),
        (("承诺单位印章：", "blank"), ("承诺人：", "sign"), ("承诺时间：", "day")), day="capitals",
    ),
    Wording(
        "head-lines", "企业诚信参训承诺书", "",
        (
            Listed((("承诺企业", "{name}"), (_USCC, "{code}"), ("{boss}姓名", "{person}"), ("登记住所", "{address}")), "line"),
            Para("根据《湖州市建筑业从业人员技能提升行动实施办法》及相关通知，本企业自愿承诺下列内容："),
            Promises("■", (
                "按要求配备负责教育培训的管理人员。",
                "参训人员年满十八周岁，男性不超过六十周岁，身体健康。",
                "对培训过程中产生的影像资料，同意用于教学检查。",
                "对同一人员不重复申领补贴。",
            )),
            Para("请社会各界监督。"),
        ),
        (("企业公章：", "blank"), ("法定代表人印章：", "stamp"), ("出具日期：", "day")),
    ),
    Wording(
        "statement", "申报材料真实性声明", "",
        (
            Para("{name}现声明：本次申报企业账号所提交的营业执照、建筑业企业资质证书等全部材料，均与原件核对一致，不存在伪造、变造、隐瞒的情形。"),
            Para("如主管部门查实本声明不真实，本单位承担由此引起的一切法律后果，并接受撤销账号、通报批评等处理，且不提出异议。"),
            Para("特此声明。"),
        ),
        (("声明单位：", "unit"), (f"{_USCC}：", "{code}"), ("法定代表人（负责人）：", "typed"), ("", "day")), day="capitals",
    ),
    Wording(
        "labour", "劳务作业人员管理承诺书", "总承包单位、培训学校：",
        (
            Para("我公司（{name}）承接劳务作业，现场项目负责人为{agent}。为加强劳务人员管理，提升其技能水平，我公司承诺做到“四个必须”："),
            Promises("第1条 ", (
                "必须实名制进场，人员信息与平台信息一一对应。",
                "必须签订书面合同，合同样本随报名资料留存。",
                "必须先学习后上岗，班组长带头参加中级工以上培训。",
                "必须按月足额发放工资，不以培训费名义克扣。",
            )),
            Listed((("公司全称", "{name}"), (_USCC, "{code}"), ("公司法定代表人", "{person}"), ("项目负责人", "{agent}")), "table"),
        ),
        (("劳务公司（章）：", "blank"), ("法定代表人签章：", "stamp"), ("", "day")),
    ),
    Wording(
        "payment", "培训费缴纳承诺书", "湖州市吴兴区城建职业技能培训学校财务科：",
        (
            Para("{name}（以下简称本单位）因组织职工参加建筑工种培训，就费用缴纳承诺如下："),
            Promises("1）", (
                "培训费由本单位对公账户汇入贵校账户1205220109200069722，附言注明单位简称和人数。",
                "不以现金、个人转账、他人代付等方式缴费。",
                "汇款后上传电子回单，等待贵校核对到账。",
                "需要开具票据的，抬头为本单位全称，税号同信用代码。",
            )),
            Listed((("开票单位", "{name}"), ("纳税人识别号（统一社会信用代码）", "{code}"), ("法定代表人", "{person}"),
                    ("财务联系人", "{agent}"), ("电话", "{phone}"))),
        ),
        (("缴费单位盖章：", "blank"), ("法定代表人：", "sign"), ("日期", "day")), day="dotted",
    ),
    Wording(
        "chapters", "建筑工人技能提升主体承诺书", "市建筑业协会培训委员会：",
        (
            Para("一、承诺主体", 0),
            Para("{name}，{_}{code}，住所{address}，{boss}{person}。"),
            Para("二、承诺事项", 0),
            Para("主体按照“谁用工、谁负责”的原则，把技能培训纳入年度计划；主体承担报名资料的审查责任；主体不转嫁培训成本。"),
            Para("主体配合协会开展回访和抽查，对抽查发现的问题限期改正。"),
            Para("三、违诺责任", 0),
            Para("违反承诺的，协会有权暂停主体的报名资格六个月，并向主管部门报告。"),
        ),
        (("主体名称：", "unit"), ("法定代表人（亲笔）：", "sign"), ("年月日：", "day")), day="gaps",
    ),
    Wording(
        "pen-form", "企 业 用 户 承 诺 书", "湖州城建培训学校：",
        (
            Para("本单位 {name} ，{_} {code} ，{boss} {person} ，现申请使用贵校企业服务平台。"),
            Promises("一. ", (
                "对账号下的全部操作负责。",
                "对上传证照的真实性负责。",
                "对参训人员的组织管理负责。",
                "对培训期间本单位人员的人身财产安全负责。",
            )),
            Para("（本页由企业用黑色水笔填写并加盖公章，复印无效。）", 0),
        ),
        (("单位（章）", "blank"), ("经办人：", "agent"), ("", "day")), fill="hand", day="gaps",
    ),
    Wording(
        "head-table", "施工企业培训考核守信承诺书", "",
        (
            Listed((("承诺事项", "建筑工人职业技能培训、考核"), ("申请人", "{name}"), ("证照号码", "{code}"), ("法定代表人", "{person}"),
                    ("委托代理人", "{agent}")), "table"),
            Para("申请人就上述事项，现作出下列承诺：已经知晓行政机关告知的全部内容；所填写的信息真实、准确；能够满足告知的条件、标准和要求；愿意承担不实承诺的责任；所作承诺是申请人真实意思的表示。"),
        ),
        (("申请人（盖章）：", "blank"), ("法定代表人签字：", "sign"), ("委托代理人签字：", "agent"), ("承诺日期", "day")), place="table",
    ),
    Wording(
        "group", "关于严肃培训纪律的承诺", "各参训项目部、培训基地：",
        (
            Para("{name}组织所属各项目开展工人培训，为严肃纪律、确保实效，特向社会公开承诺。本公司信用代码：{code}。"),
            Promises("其一，", (
                "课堂不缺勤，实训不走样，考试不作弊。",
                "成绩不合格者，由本公司安排补课，不找关系、不打招呼。",
                "所获证书只作本人就业使用，公司不扣押、不代管。",
            )),
            Para("监督电话：{phone}。本公司{boss}{person}为公开承诺第一责任人，分管副总经理{agent}为直接责任人。"),
        ),
        (("", "unit"), ("", "day")), day="capitals",
    ),
    Wording(
        "two-sheets", "农民工技能培训用工单位承诺书", "吴兴区人力资源和社会保障部门、培训学校：",
        (
            Para("用工单位 {name} ，{_} {code} 。为落实新时代产业工人队伍建设要求，用工单位承诺："),
            Promises("第一条　", (
                "支持农民工利用业余时间学习，为其提供必要的时间和场地。",
                "取得证书的农民工，按等级落实岗位津贴。",
                "对提供的花名册、合同、考勤记录的真实性负责。",
                "自觉接受人社、住建部门检查，不拒绝、不阻挠。",
            )),
            Para("用工单位法定代表人： {person}"),
        ),
        (("用工单位签章：", "unit"), ("法定代表人签字：", "sign"), ("", "day")), fill="line", pages=2, day="capitals",
    ),
    Wording(
        "short", "保 证 书", "培训学校负责人：",
        (
            Para("我单位派员参加你校举办的建筑工种培训班，保证人员真实、费用自付、服从管理、注意安全。如有问题由我单位自行负责。"),
            Para("此致"),
            Para("敬礼", 0),
            Listed((("单位", "{name}"), ("代码", "{code}"), ("法人", "{person}"))),
        ),
        (("（盖章）", "blank"), ("", "day")), day="gaps",
    ),
)  # fmt: skip

_NUMBERS = "一二三四五六七八"


def numbered(promises: Promises) -> list[str]:
    """The promises with their numbers in the wording's own style."""
    found = []
    for place, text in enumerate(promises.texts):
        number = (
            promises.number.replace("一", _NUMBERS[place]).replace("1", str(place + 1)).replace("a", "abcdefgh"[place])
        )
        found.append(number + text)
    return found
