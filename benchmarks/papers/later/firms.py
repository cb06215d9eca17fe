"""Made-up enterprises of the family `later`: companies of Zhejiang and its neighbours, groups, branches, brackets in names."""

from __future__ import annotations

from datetime import date
from random import Random

from benchmarks.papers.firms import Firm, Qualification, credit_code, day_between
from benchmarks.papers.later.words import (
    BRANDS,
    CERTIFICATE_PROVINCES,
    DOTTED_NAMES,
    DOTTED_SHARE,
    LATER,
    RARE_GIVEN,
    RARE_SHARE,
    SHANGHAI_OFFICE,
)
from benchmarks.papers.words import Place
from school_desk.kernel.money import capitals

_FORMS = ("company", "branch", "sole", "partners", "trader")
# Since then the organisation's eight characters begin with MA.
_NEW_CODES = date(2015, 10, 1)


def draw_firm(rng: Random, *, licence: bool = True) -> Firm:
    """An enterprise; only with `licence` it may be of any legal form, else a company or its branch."""
    form = rng.choices(_FORMS, (60, 15, 7, 7, 11) if licence else (81, 19, 0, 0, 0))[0]
    place = rng.choice(LATER.places)
    issued = day_between(rng, date(2016, 1, 20), date(2026, 10, 10))
    established = day_between(rng, date(1993, 4, 1), issued)
    name = _name(rng, form, place)
    return Firm(
        form,
        place,
        name,
        credit_code(rng, "92" if form == "trader" else "91", place.code, new=established >= _NEW_CODES),
        draw_person(rng),
        _kind(rng, form, name),
        _capital(rng, form),
        established,
        None if rng.random() < 0.48 else day_between(rng, date(2027, 1, 10), date(2057, 3, 31)),
        _address(rng, place),
        _scope(rng),
        place.authority,
        issued,
        _qualification(rng, place),
    )


def draw_person(rng: Random) -> str:
    """A name of two to four characters, its surname rare now and then, seldom a dotted one."""
    if rng.random() < DOTTED_SHARE:
        return rng.choice(DOTTED_NAMES)
    return rng.choice(LATER.surnames) + rng.choice(RARE_GIVEN if rng.random() < RARE_SHARE else LATER.given)


def former_name(rng: Random, firm: Firm) -> str:
    """A name that `firm` bore before; never the one it bears now."""
    while True:
        name = f"{firm.place.short}{_brand(rng)}{rng.choice(LATER.trades)}有限公司"
        if name != firm.name:
            return name


def _brand(rng: Random) -> str:
    if rng.random() < 0.4:
        return rng.choice(BRANDS)
    first, second = LATER.brands
    start = rng.choice(first)
    return start + rng.choice([char for char in second if char != start])


def _name(rng: Random, form: str, place: Place) -> str:
    brand, trade, city = _brand(rng), rng.choice(LATER.trades), place.short
    province = place.province[:2]
    company = rng.choice(
        (f"{city}{brand}{trade}有限公司",) * 4
        + (f"{province}{brand}{trade}有限公司",) * 3
        + (
            f"{brand}{trade}（{province}）有限公司",
            f"{province}{brand}{trade}（集团）有限公司",
            f"{brand}（{city}）{trade}有限公司",
            f"{city}市{brand}{trade}有限公司",
            f"{city}{brand}{trade}股份有限公司",
            f"{brand}{trade}集团股份有限公司",
            f"{city}{brand}{trade}有限责任公司",
            f"{province}{brand}{rng.choice(('建设', '建工', '控股'))}集团{trade}有限公司",
        )
    )
    other = rng.choice([other.short for other in LATER.places if other.short != city])
    seat = f"{city}{place.district}" if place.district.endswith("区") else place.district
    part = rng.choice(
        (f"{other}分公司",) * 3 + ("第三分公司", "湖州分公司", f"{other}第一分公司", "机电安装分公司", "市政分公司")
    )
    return {
        "company": company,
        "branch": f"{company}{part}",
        "sole": f"{seat}{brand}{rng.choice(LATER.sole)}",
        "partners": f"{city}{brand}{rng.choice(('实业', '建筑科技', '咨询管理'))}合伙企业（{rng.choice(('有限', '普通'))}合伙）",
        "trader": f"{seat}{brand}{rng.choice(LATER.traders)}",
    }[form]  # fmt: skip


def _kind(rng: Random, form: str, name: str) -> str:
    return {
        "company": rng.choice(LATER.types),
        "branch": rng.choice(
            ("有限责任公司分公司(自然人独资)", "内资分公司", "有限责任公司分公司（非自然人投资或控股的法人独资）")
        ),
        "sole": "个人独资企业",
        "partners": "普通合伙企业" if name.endswith("（普通合伙）") else "有限合伙企业",
        "trader": "个体工商户",
    }[form]


def _capital(rng: Random, form: str) -> str:
    if form in ("branch", "trader"):
        return ""
    myriads = rng.choice((20, 80, 118, 158, 200, 288, 408, 518, 588, 888, 1028, 1200, 2060, 3018, 4000, 6080, 11000))
    words = capitals(myriads * 1_000_000)
    return rng.choice(
        (f"{myriads}万元整", words, f"{myriads}万人民币", f"人民币{words}", f"{myriads}万元人民币", f"{words}人民币")
    )


def _address(rng: Random, place: Place) -> str:
    numbers = [rng.randrange(2, 2999), rng.randrange(1, 36), rng.randrange(1, 1808)]
    prefix = place.province if rng.random() < 0.7 or not place.city else ""
    suffix = rng.choice(("", "", "", "", "（自主申报）", "（一址多照）"))
    house = rng.choice(LATER.houses).format(*numbers)
    return f"{prefix}{place.city}{place.district}{rng.choice(place.streets)}{house}{suffix}"


def _scope(rng: Random) -> str:
    permitted = rng.sample(LATER.permitted, rng.randrange(1, 4))
    general = rng.sample(LATER.general, rng.randrange(3, 10))
    limits = "依法须经批准的项目，经相关部门批准后方可开展经营活动"
    if rng.random() < 0.35:
        return f"{'、'.join(general)}。【{limits}】"
    close = "（除依法须经批准的项目外，凭营业执照依法自主开展经营活动）"
    return (
        f"许可项目：{'；'.join(permitted)}（{limits}，具体经营项目以审批结果为准）一般项目：{'；'.join(general)}{close}"
    )


def _qualification(rng: Random, place: Place) -> Qualification:
    issued = day_between(rng, date(2016, 5, 1), date(2026, 9, 15))
    count = rng.choices((1, 2, 3, 4, 5, 6, 7), (20, 24, 20, 14, 10, 7, 5))[0]
    spelling = rng.choice((LATER.levels[:2], LATER.levels[2:4], LATER.levels[4:]))
    grades = [f"{category}{rng.choice(spelling)}" for category in rng.sample(LATER.grades, count)]
    if rng.random() < 0.12:
        grades[-1] = rng.choice(("预拌混凝土工程专业承包不分等级", "施工劳务资质不分等级"))
    provincial = SHANGHAI_OFFICE if place.province == "上海市" else f"{place.province}住房和城乡建设厅"
    office, head = rng.choices(((provincial, "D2"), (place.housing, "D3")), (55, 45))[0]
    number = f"{head}{CERTIFICATE_PROVINCES[place.province]}{rng.randrange(10**6):06d}"
    return Qualification(
        number, tuple(dict.fromkeys(grades)), day_between(rng, date(2025, 9, 1), date(2031, 9, 30)), office, issued
    )
