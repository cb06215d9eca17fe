"""Makes up enterprises: a name, a credit code with both check characters, licence and qualification data, a bank account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from school_desk.adapters.sample_school.cases import Case
from school_desk.adapters.sample_school.people import draw_name
from school_desk.kernel.money import capitals

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)

SCHOOL_NAME = "湖州市吴兴区城建职业技能培训学校"
SCHOOL_ACCOUNT = "1205220109200069722"
SCHOOL_BANK = "工行湖州红丰支行"


@dataclass(frozen=True)
class Place:
    """Where an enterprise is registered: `code` is the GB/T 2260 code inside the credit code."""

    code: str
    city: str
    text: str
    authority: str
    roads: tuple[str, ...]


@dataclass(frozen=True)
class Qualification:
    """资质证书: what it grants, who gave it, until when."""

    cert_no: str
    grades: tuple[str, ...]
    valid_until: date
    issuer: str
    issued_on: date


@dataclass(frozen=True)
class Company:
    """An enterprise as it really is. `term_to` None means 长期; a branch has no `capital` ("")."""

    name: str
    credit_code: str
    legal_person: str
    kind: str
    capital: str
    established: date
    address: str
    scope: str
    authority: str
    issued_on: date
    term_to: date | None
    qualification: Qualification
    bank: str
    account: str
    contact: str
    mobile: str

    @property
    def is_branch(self) -> bool:
        """Whether its licence prints 负责人 and 营业场所 instead of 法定代表人 and 住所."""
        return self.name.endswith("分公司")


HUZHOU = (
    Place(
        "330502",
        "湖州",
        "浙江省湖州市吴兴区",
        "湖州市吴兴区市场监督管理局",
        ("织里镇晟舍路", "爱山街道红旗路", "八里店镇外环东路"),
    ),
    Place(
        "330503",
        "湖州",
        "浙江省湖州市南浔区",
        "湖州市南浔区市场监督管理局",
        ("练市镇工业园区兴业路", "南浔镇人瑞路", "双林镇虹桥路"),
    ),
    Place(
        "330521",
        "德清",
        "浙江省湖州市德清县",
        "德清县市场监督管理局",
        ("武康街道永安街", "乾元镇明星路", "新市镇仙潭路"),
    ),
    Place(
        "330522",
        "长兴",
        "浙江省湖州市长兴县",
        "长兴县市场监督管理局",
        ("雉城街道金陵中路", "泗安镇云栖路", "画溪街道长城大道"),
    ),
    Place(
        "330523",
        "安吉",
        "浙江省湖州市安吉县",
        "安吉县市场监督管理局",
        ("递铺街道天荒坪中路", "梅溪镇临港路", "孝源街道皈山路"),
    ),
)
ELSEWHERE = (
    Place("330402", "嘉兴", "浙江省嘉兴市南湖区", "嘉兴市南湖区行政审批局", ("新嘉街道中山东路", "余新镇余贤埭路")),
    Place(
        "330113", "杭州", "浙江省杭州市临平区", "杭州市临平区市场监督管理局", ("东湖街道北沙东路", "运河街道兴旺大道")
    ),
    Place("341882", "广德", "安徽省广德市", "广德市市场监督管理局", ("桃州镇万桂山南路", "新杭镇流洞东路")),
)
PROVINCE = Place("330000", "浙江", "浙江省杭州市西湖区", "浙江省市场监督管理局", ("文三路", "北山街道省府路"))

_BRAND_FIRST = "樾澜栎砚霁芃苕菰衡砺岑淞皋暨骏禹"
_BRAND_SECOND = "岑川屿舟筑垚棠柘桐峤畅擎骋越峻泊"
_TRADES = ("建设", "建筑工程", "装饰工程", "市政工程", "钢结构工程", "防水工程", "古建园林工程", "机电安装工程")
_KINDS = (
    "有限责任公司(自然人投资或控股)",
    "有限责任公司（自然人投资或控股）",
    "有限责任公司(自然人独资)",
    "其他有限责任公司",
)
_SPECIAL_KINDS = {"branch": "有限责任公司分公司（自然人投资或控股）", "province": "有限责任公司（国有控股）"}
_PERMITTED = (
    "建设工程施工",
    "住宅室内装饰装修",
    "施工专业作业",
    "建筑劳务分包",
    "电气安装服务",
    "建筑物拆除作业（爆破作业除外）",
)
_GENERAL = (
    "土石方工程施工", "园林绿化工程施工", "金属门窗工程施工", "体育场地设施工程施工", "市政设施管理", "城市绿化管理", "工程管理服务",
    "建筑材料销售", "水泥制品销售", "五金产品批发", "机械设备租赁", "劳务服务（不含劳务派遣）", "轻质建筑材料销售", "对外承包工程",
)  # fmt: skip
_GRADES = (
    "建筑工程施工总承包", "市政公用工程施工总承包", "钢结构工程专业承包", "防水防腐保温工程专业承包", "建筑装修装饰工程专业承包",
    "地基基础工程专业承包", "城市及道路照明工程专业承包", "消防设施工程专业承包",
)  # fmt: skip
_NEW_CODES_SINCE = date(2015, 10, 8)
# The layout of a licence changed on 2019-03-01.
_LICENCE_YEARS = {"2015v": (date(2016, 1, 5), date(2019, 2, 26)), "2019h": (date(2019, 3, 4), date(2025, 6, 30))}
_OTHER_BANKS = (
    ("中国建设银行湖州吴兴支行", "3305016", 20),
    ("中国农业银行湖州南浔支行", "1910", 17),
    ("浙江泰隆商业银行湖州城中支行", "3305", 19),
    ("湖州银行八里店支行", "8000", 18),
)


def credit_code(rng: Random, region: str, *, new: bool) -> str:
    """An 18-character code of an enterprise (91) registered in `region`, valid by GB 32100-2015 and GB 11714.

    Enterprises founded since October 2015 (`new`) have MA and letters inside, older ones kept their eight digits.
    """
    body = ("MA" + "".join(rng.choices(ALPHABET, k=6))) if new else f"{rng.randrange(10**8):08d}"
    stem = "91" + region + body + _organisation_check(body)
    total = sum(ALPHABET.index(letter) * 3**place % 31 for place, letter in enumerate(stem))
    return stem + ALPHABET[-total % 31]


def draw_company(rng: Random, case: Case, taken: set[str]) -> Company:
    """An enterprise whose name and papers suit `case`; its brand keeps clear of `taken` and joins it."""
    form, place = case.form, _place(rng, case.form)
    issued = _day(rng, *_LICENCE_YEARS[case.licence])
    young = rng.random() < 0.6
    established = _day(rng, _NEW_CODES_SINCE if young else date(1998, 3, 2), issued if young else date(2015, 9, 29))
    bank, account = _bank_account(rng, case.slip)
    return Company(
        name=_name(rng, form, place, taken),
        credit_code=credit_code(rng, place.code, new=young),
        legal_person=draw_name(rng, rng.choice("男男女")),
        kind=_SPECIAL_KINDS.get(form) or rng.choice(_KINDS),
        capital=_capital(rng, form),
        established=established,
        address=f"{place.text}{rng.choice(place.roads)}{rng.randrange(8, 1990)}号{rng.randrange(1, 18)}幢{rng.randrange(101, 1699)}室",
        scope=_scope(rng),
        authority=place.authority,
        issued_on=issued,
        term_to=_term(rng, "licence" in case.lapsed),
        qualification=_qualification(rng, place, "qualification" in case.lapsed),
        bank=bank,
        account=account,
        contact=draw_name(rng, rng.choice("男女")),
        mobile=f"1770000{rng.randrange(10_000):04d}",
    )


def _organisation_check(body: str) -> str:
    total = sum(int(letter, 36) * weight for letter, weight in zip(body, _ORGANISATION_WEIGHTS, strict=True))
    return "0123456789X0"[11 - total % 11]


def _place(rng: Random, form: str) -> Place:
    if form == "province":
        return PROVINCE
    return rng.choice(ELSEWHERE if form == "far" else HUZHOU)


def _name(rng: Random, form: str, place: Place, taken: set[str]) -> str:
    while True:
        brand = rng.choice(_BRAND_FIRST) + rng.choice(_BRAND_SECOND)
        if brand not in taken:
            break
    taken.add(brand)
    trade = rng.choice(_TRADES)
    return {
        "branch": f"浙江{brand}{trade}有限公司湖州分公司",
        "bracketed": f"浙江{brand}建筑劳务（湖州）有限公司",
        "province": f"浙江省{brand}{trade}集团有限公司",
    }.get(form, f"{place.city}{brand}{trade}有限公司")


def _capital(rng: Random, form: str) -> str:
    if form == "branch":
        return ""
    myriads = 50_000 if form == "province" else rng.choice((200, 500, 600, 800, 1008, 2000, 3000, 5180))
    return rng.choice((capitals(myriads * 1_000_000), f"{myriads}万元人民币"))


def _scope(rng: Random) -> str:
    permitted = "；".join(rng.sample(_PERMITTED, rng.randrange(2, 4)))
    general = "；".join(rng.sample(_GENERAL, rng.randrange(5, 9)))
    return (
        f"许可项目：{permitted}（依法须经批准的项目，经相关部门批准后方可开展经营活动，具体经营项目以审批结果为准）。"
        f"一般项目：{general}（除依法须经批准的项目外，凭营业执照依法自主开展经营活动）。"
    )


def _term(rng: Random, lapsed: bool) -> date | None:
    if lapsed:
        return _day(rng, date(2024, 3, 1), date(2026, 5, 1))
    return None if rng.random() < 0.5 else _day(rng, date(2031, 1, 1), date(2048, 12, 31))


def _qualification(rng: Random, place: Place, lapsed: bool) -> Qualification:
    issued = _day(rng, date(2022, 1, 10), date(2024, 11, 20))
    until = (
        _day(rng, date(2025, 6, 1), date(2026, 6, 30)) if lapsed else _day(rng, date(2027, 6, 1), date(2029, 12, 31))
    )
    grades = tuple(
        f"{grade}{rng.choice(('贰级', '叁级', '壹级'))}" for grade in rng.sample(_GRADES, rng.randrange(1, 5))
    )
    issuer = rng.choice((f"{place.text[:3]}住房和城乡建设厅", f"{place.text[3:6]}住房和城乡建设局"))
    return Qualification(f"D{rng.choice('123')}33{rng.randrange(10**6):06d}", grades, until, issuer, issued)


def _bank_account(rng: Random, slip: str) -> tuple[str, str]:
    if slip == "icbc":
        return rng.choice(
            ("工行湖州分行营业部", "工行湖州织里支行", "工行德清支行")
        ), f"1205{rng.randrange(10**15):015d}"
    bank, prefix, length = rng.choice(_OTHER_BANKS)
    return bank, prefix + "".join(rng.choices("0123456789", k=length - len(prefix)))


def _day(rng: Random, first: date, last: date) -> date:
    return first + timedelta(days=rng.randrange((last - first).days + 1))
