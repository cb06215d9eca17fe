"""Two families of payers that share nothing but the trade, and a third, drawn anew by every seed, to train on. Pure data."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random


@dataclass(frozen=True)
class Family:
    """How one region's enterprises are called, what they pay and how they write it."""

    name: str
    regions: tuple[str, ...]
    brands: str
    industries: tuple[str, ...]
    endings: tuple[str, ...]
    courses: tuple[tuple[str, tuple[str, ...]], ...]
    """Course and its levels."""
    fees: dict[str, int]
    """Level → yuan a head."""
    training: tuple[str, ...]
    fillers: tuple[str, ...]
    """What stands in a memo that says nothing."""
    summaries: tuple[str, ...]
    """The bank's own word."""
    other_purposes: tuple[str, ...]
    """Money that is no fee, from companies."""
    strangers: tuple[tuple[str, str], ...]
    """(payer, memo) of money that is no fee."""
    name_tails: tuple[str, ...]
    for_others: tuple[str, ...]
    """How a memo names an enterprise; {e} is its name, {t} the purpose."""
    order_prefix: str
    order_digits: int
    payment_codes: bool
    mean_lag_days: float
    early_share: float
    """Paid before the order was entered."""
    parent_habit: float
    """Of a group's members, how many are always paid for by the parent."""
    statement: str
    """icbc-a, icbc-b or ccb."""
    rates: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Noise:
    """Shares of what goes wrong."""

    name: str
    own_noisy: float
    parent: float
    third: float
    person: float
    memos: dict[str, float]
    slip: float
    slip_errors: float
    split: float
    merged: float
    part: float
    fee: float
    over: float
    group: float
    second: float
    """Refunded or reversed and paid again, or paid twice."""
    twins: float
    unrelated: float


def _memos(
    number: float, code_damaged: float, names: float, generic: float, enterprise: float, blank: float
) -> dict[str, float]:
    return {
        "order_no": number,
        "order_damaged": code_damaged,
        "names": names,
        "generic": generic,
        "enterprise": enterprise,
        "blank": blank,
    }


# fmt: off
LOW = Noise("low", .12, .015, .012, .008, _memos(.56, .03, .10, .14, .09, .08), .60, .02, .05, .03, .02, .008, .01, .004, .012, .010, .07)
MID = Noise("mid", .33, .060, .035, .028, _memos(.28, .08, .14, .24, .10, .16), .43, .07, .08, .06, .035, .018, .018, .012, .022, .014, .10)
HIGH = Noise("high", .55, .11, .065, .055, _memos(.12, .11, .15, .29, .11, .22), .29, .13, .10, .075, .045, .025, .025, .018, .035, .020, .13)
# fmt: on
NOISES = {noise.name: noise for noise in (LOW, MID, HIGH)}

A = Family(
    name="A",
    regions=(
        *("湖州", "湖州市", "浙江", "浙江省", "湖州吴兴", "吴兴", "南浔", "湖州南浔", "德清", "德清县", "长兴", "安吉"),
        *("安吉县", "桐乡", "嘉兴", "杭州", "宁波", "江苏", "苏州", "安徽", "广德", "上海"),
    ),
    brands="丰达鑫顺航联新玉康运方玉景业盛润旺成国金隆地致辰广华荣宁立元川宏伟嘉百中信盈旋创浩耀天昌海森基远恒瑞大运龙卓鸿邦诚德林飞凯光永远民安辉泰和建兴万",
    industries=(
        *("建设工程", "建筑工程", "建筑劳务", "劳务", "装饰工程", "市政工程", "建材", "机电安装", "钢结构", "脚手架工程"),
        *("防水工程", "幕墙工程", "交通工程", "消防工程", "地基基础工程", "工程管理", "混凝土", "房地产开发", "建筑"),
        *("市政园林", "建筑机械租赁"),
    ),
    endings=("有限公司",) * 8 + ("有限责任公司", "股份有限公司"),
    courses=(
        ("架子工", ("初级工", "中级工", "高级工")), ("钢筋工", ("初级工", "中级工", "高级工")),
        ("砌筑工", ("初级工", "中级工", "高级工")), ("镶贴工", ("初级工", "中级工")), ("混凝土工", ("初级工", "中级工")),
        ("防水工", ("初级工", "中级工", "高级工")), ("管道工", ("中级工", "高级工")), ("电工", ("初级工", "高级工")),
        ("安全员", ("继续教育",)), ("施工员", ("继续教育", "岗位")),
    ),
    fees={"初级工": 680, "中级工": 880, "高级工": 1180, "继续教育": 300, "岗位": 600},
    training=("培训费", "培训费用", "职业技能培训费", "工人培训", "建筑工人培训费", "学费", "报名费", "培训款"),
    fillers=("", "转账", "跨行转账", "其他", "货款", "往来款", "网银转账"),
    summaries=("转账", "汇款", "来账", "网银转账", "跨行转账", "货款"),
    other_purposes=("投标保证金", "教材款", "场地费", "退货款", "工程款", "材料款", "借款", "押金退还", "会议费"),
    strangers=(
        ("国家金库湖州市中心支库", "以工代训补贴"), ("湖州市就业管理服务处", "职业培训补贴"), ("", "利息"), ("", "批量结息"),
        ("{company}", "租金"), ("{company}", ""), ("{person}", "借款归还"), ("{person}", "转账"), ("{company}", "房租"),
    ),
    name_tails=("{r}分公司", "（一般户）", "（基本户）", "（农民工工资专用账户）", "{r}第一项目部"),
    for_others=("代{e}缴{t}", "代付{e}{t}", "{t}({e})", "{e}{t}", "{t} {e}"),
    order_prefix="BM", order_digits=13, payment_codes=False, mean_lag_days=7, early_share=.03, parent_habit=.25,
    statement="icbc-a",
)  # fmt: skip

B = Family(
    name="B",
    regions=(
        *("绍兴", "绍兴市", "诸暨", "温州", "温州市", "瑞安", "乐清", "台州", "台州市", "金华", "义乌", "浙江", "浙江省"),
        *("衢州", "丽水", "江西", "上饶", "福建", "福州", "河南", "四川", "贵州"),
    ),
    brands="腾骏翔鹏跃胜利源汇聚众合力诺博睿启明晟昊宇坤磊锦绣春晖皓轩铭煜佳美亿通环球星亚欧新世纪东方南北山水石峰松柏青云朝阳正直",
    industries=(
        *("建筑安装工程", "建设集团", "路桥工程", "园林绿化", "电力工程", "水利工程", "装饰装潢", "人力资源服务", "劳务分包"),
        *("工程建设", "设备安装", "基础工程", "智能化工程", "古建筑工程", "爆破工程", "环境工程", "城市建设", "置业"),
    ),
    endings=("有限公司",) * 6 + ("有限责任公司", "股份有限公司", "集团有限公司"),
    courses=(
        ("抹灰工", ("五级", "四级", "三级")), ("模板工", ("五级", "四级", "三级")), ("测量放线工", ("四级", "三级")),
        ("塔式起重机司机", ("初训", "复审")), ("电焊工", ("初训", "复审")), ("起重信号工", ("初训", "复审")),
        ("八大员", ("新取", "年检")), ("安管人员", ("B证", "C证")),
    ),
    fees={"五级": 750, "四级": 950, "三级": 1350, "初训": 1200, "复审": 500, "新取": 800, "年检": 240, "B证": 650, "C证": 650},
    training=("技能提升", "考证费", "取证费用", "工种培训", "人员取证", "技工培训", "继续教育费", "上岗证考试费", "培训报名", "教育费"),
    fillers=("", "汇兑", "电汇", "普通汇兑", "往来", "款项", "工程款", "付款", "网上支付"),
    summaries=("汇兑来账", "电汇", "普通汇兑", "大额来账", "小额普通贷记", "网上支付"),
    other_purposes=("履约保证金", "书籍资料费", "车辆租赁", "食堂伙食", "设备采购", "咨询服务费", "标书费", "赞助款", "保安服务", "体检"),
    strangers=(
        ("绍兴市财政局", "技能补贴资金"), ("人力资源和社会保障局", "稳岗返还"), ("", "存款付息"), ("", "季度结息"),
        ("{company}", "物业管理"), ("{company}", "广告制作"), ("{person}", "还款"), ("{person}", ""), ("税务局", "退税"),
    ),
    name_tails=("{r}分公司", "工资户", "（专用存款账户）", "{r}项目经理部", "第三工程处", "农民工工资"),
    for_others=("替{e}付{t}", "{e}-{t}", "{t}，{e}", "{e}{t}", "{e}员工{t}"),
    order_prefix="XP", order_digits=11, payment_codes=True, mean_lag_days=16, early_share=.06, parent_habit=.5,
    statement="icbc-b",
)  # fmt: skip

_MORE_REGIONS = (
    "临安",
    "余杭",
    "海宁",
    "平湖",
    "舟山",
    "慈溪",
    "余姚",
    "无锡",
    "常州",
    "合肥",
    "黄山",
    "南昌",
    "武汉",
    "山东",
    "河北",
)
_MORE_BRANDS = "禾穗岚峻屹立鼎盛恺悦霖泽沐阳凌霄骏腾鲲鹏蓝天碧海卫士先锋领航赛特优能科达福禄寿喜祥瑞吉庆欣荣茂盛长青永固坚实力拓开创展宏图"
_MORE_INDUSTRIES = (
    "土石方工程",
    "门窗",
    "桩基工程",
    "网架工程",
    "管道安装",
    "起重设备",
    "保温工程",
    "涂料",
    "建筑科技",
    "实业",
    "工贸",
    "建设发展",
)
_MORE_TRAINING = (
    "技能培训",
    "考试费",
    "证书费",
    "办证费",
    "鉴定费",
    "培训",
    "考核费",
    "复训费",
    "继续教育",
    "学员费用",
    "报考费",
    "工人培训款",
    "培训服务费",
    "安全培训费",
)
_MORE_FILLERS = ("转款", "付款", "贷记", "汇入", "企业网银", "对公转账", "收款", "费用", "款", "暂付款", "代付")
_MORE_OTHER = (
    "车位费",
    "电费",
    "水费",
    "快递费",
    "样品款",
    "违约金",
    "质保金",
    "投标服务费",
    "资料费",
    "印刷费",
    "餐费",
    "住宿费",
    "油费",
    "软件款",
    "检测费",
    "定金",
    "货款尾款",
)
_MORE_STRANGERS = (
    ("社会保险事业管理中心", "生育津贴"),
    ("", "利息收入"),
    ("{company}", "检测费"),
    ("{company}", "货款"),
    ("{person}", "报销"),
    ("财政局", "补助资金"),
)
_MORE_TAILS = ("{r}办事处", "（结算户）", "专户", "{r}分部", "基本户", "二分公司", "项目部")
_MORE_FOR = ("{e}的{t}", "为{e}付{t}", "{t}-{e}", "付{e}{t}", "{e}，{t}")


def mixed(seed: int) -> Family:
    """A family of its own for every seed: half of A's words, others that neither A nor B uses, fees and habits drawn at random.

    It takes nothing from B, so that B stays unseen.
    """
    random = Random(seed * 7919 + 13)
    fees = {level: random.randrange(200, 1800, random.choice([10, 20, 50])) for level in A.fees}
    return Family(
        name="C",
        regions=_some(random, A.regions + _MORE_REGIONS, 20),
        brands="".join(random.sample(sorted(set(A.brands + _MORE_BRANDS)), 60)),
        industries=_some(random, A.industries + _MORE_INDUSTRIES, 18),
        endings=A.endings,
        courses=A.courses,
        fees=fees,
        training=_some(random, A.training + _MORE_TRAINING, 9),
        fillers=("", *_some(random, A.fillers[1:] + _MORE_FILLERS, 7)),
        summaries=_some(random, (*A.summaries, "汇入", "电子汇划", "他行汇入", "实时到账"), 5),
        other_purposes=_some(random, A.other_purposes + _MORE_OTHER, 9),
        strangers=tuple(random.sample(A.strangers + _MORE_STRANGERS, 9)),
        name_tails=_some(random, A.name_tails + _MORE_TAILS, 6),
        for_others=_some(random, A.for_others + _MORE_FOR, 5),
        order_prefix=random.choice(["BM", "PX", "JN", "D", "NO"]),
        order_digits=random.choice([10, 11, 12, 13]),
        payment_codes=random.random() < 0.5,
        mean_lag_days=random.uniform(4, 22),
        early_share=random.uniform(0.01, 0.08),
        parent_habit=random.uniform(0.1, 0.7),
        statement=random.choice(["icbc-a", "icbc-b"]),
    )


def _some(random: Random, words: tuple[str, ...], count: int) -> tuple[str, ...]:
    return tuple(random.sample(words, min(count, len(words))))


def family(name: str, seed: int) -> Family:
    """A, B, or C as drawn by `seed`."""
    return {"A": A, "B": B}.get(name) or mixed(seed)
