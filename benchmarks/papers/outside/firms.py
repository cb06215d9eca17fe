"""Made-up enterprises of the family `outside`: companies, groups, branches and traders of many places, with codes that check."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from benchmarks.papers.firms import Firm, Qualification, credit_code, day_between
from benchmarks.papers.outside.words import (
    ADDRESS_TAILS,
    BRANDS,
    GENERAL,
    GIVEN,
    GRADES,
    GROUP_TRADES,
    HOUSES,
    PERMITTED,
    PLACES,
    PROVINCE_DIGITS,
    SOLE,
    SURNAMES,
    TRADERS,
    TRADES,
    TYPES,
    UNGRADED,
)
from benchmarks.papers.words import Place
from school_desk.kernel.money import capitals

_FORMS = ("company", "branch", "sole", "partners", "trader")
# Since then the organisation's eight characters begin with MA.
_NEW_CODES = date(2015, 10, 1)


def draw_firm(rng: Random, *, licence: bool = True) -> Firm:
    """An enterprise; only with `licence` it may be of any legal form, else a company or its branch."""
    form = rng.choices(_FORMS, (70, 11, 5, 4, 10) if licence else (88, 12, 0, 0, 0))[0]
    place = rng.choice(PLACES)
    issued = day_between(rng, date(2016, 2, 1), date(2026, 11, 10))
    established = day_between(rng, date(1995, 6, 1), issued)
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
        None if rng.random() < 0.55 else day_between(rng, date(2026, 12, 1), date(2056, 6, 30)),
        _address(rng, place),
        _scope(rng),
        place.authority,
        issued,
        _qualification(rng, place),
    )


def draw_person(rng: Random) -> str:
    """A name of two to four characters."""
    return rng.choice(SURNAMES) + rng.choice(GIVEN)


def _name(rng: Random, form: str, place: Place) -> str:
    brand, trade, city = rng.choice(BRANDS), rng.choice(TRADES), place.short
    province, group = place.province[:2], rng.choice(GROUP_TRADES)
    company = rng.choices(
        (
            f"{city}{brand}{trade}有限公司",
            f"{province}{brand}{trade}有限公司",
            f"{city}{'' if place.district.endswith('县') else '市'}{brand}{trade}有限公司",
            f"{brand}{trade}有限公司",
            f"{province}{brand}{group}有限公司",
            f"{brand}{group}股份有限公司",
            f"{city}{brand}{trade}有限责任公司",
            f"{brand}{trade}（{city}）有限公司",
            f"{brand}（{province}）{trade}有限公司",
            f"{city}{brand}{trade}股份有限公司",
        ),
        (34, 20, 8, 6, 9, 4, 5, 5, 5, 4),
    )[0]
    other = rng.choice([other.short for other in PLACES if other.short != city])
    seat = f"{city}市{place.district}" if place.district.endswith("区") else place.district
    return {
        "company": company,
        "branch": company + rng.choice((f"{other}分公司",) * 5 + ("湖州分公司", "第一分公司", f"{other}第二分公司")),
        "sole": f"{city}{brand}{rng.choice(SOLE)}",
        "partners": f"{city}{brand}{rng.choice(('工程管理', '建筑工程', '企业管理咨询'))}合伙企业（{rng.choice(('有限', '普通'))}合伙）",
        "trader": f"{seat}{place.streets[0][:2]}{brand}{rng.choice(TRADERS)}",
    }[form]


def _kind(rng: Random, form: str, name: str) -> str:
    return {
        "company": "股份有限公司（非上市、自然人投资或控股）" if "股份" in name else rng.choice(TYPES),
        "branch": rng.choice(("有限责任公司分公司", "有限责任公司分公司(自然人投资或控股)", "其他有限责任公司分公司")),
        "sole": "个人独资企业",
        "partners": "普通合伙企业" if name.endswith("（普通合伙）") else "有限合伙企业",
        "trader": "个体工商户",
    }[form]


def _capital(rng: Random, form: str) -> str:
    if form in ("branch", "trader"):
        return ""
    myriads = rng.choice((10, 50, 100, 100, 200, 200, 300, 500, 500, 600, 800, 1000, 1000, 1008, 1180, 2000, 3000, 4008, 5000, 5018, 6180,
                          10000, 10080, 30000))  # fmt: skip
    words = capitals(myriads * 1_000_000)
    return rng.choice((words, words, words, f"{myriads}万元人民币", f"{myriads}万元", f"{myriads}.000000万人民币"))


def _address(rng: Random, place: Place) -> str:
    numbers = (rng.randrange(1, 1999), rng.randrange(1, 28), rng.randrange(101, 2406))
    prefix = place.province if rng.random() < 0.82 else ""
    house = rng.choice(HOUSES).format(*numbers)
    return f"{prefix}{place.city}{place.district}{rng.choice(place.streets)}{house}{rng.choice(ADDRESS_TAILS)}"


def _scope(rng: Random) -> str:
    permitted, general = rng.sample(PERMITTED, rng.randrange(1, 5)), rng.sample(GENERAL, rng.randrange(4, 12))
    if rng.random() < 0.25:
        return f"{'、'.join(permitted + general[:4])}。（依法须经批准的项目，经相关部门批准后方可开展经营活动）"
    first = f"许可项目：{'；'.join(permitted)}(依法须经批准的项目，经相关部门批准后方可开展经营活动，具体经营项目以审批结果为准)。"
    second = f"一般项目：{'；'.join(general)}(除依法须经批准的项目外，凭营业执照依法自主开展经营活动)。"
    return first + second if rng.random() < 0.6 else second + first


def _qualification(rng: Random, place: Place) -> Qualification:
    issued = day_between(rng, date(2017, 1, 10), date(2026, 10, 20))
    count = rng.choices((1, 2, 3, 4, 5, 6, 8), (24, 26, 20, 12, 9, 5, 4))[0]
    new = issued.year >= 2023 and rng.random() < 0.3
    levels = (
        ("甲级", "乙级", "乙级")
        if new
        else rng.choice((("壹级", "贰级", "叁级", "叁级"), ("一级", "二级", "三级", "三级")))
    )
    grades = [f"{category}{rng.choice(levels)}" for category in rng.sample(GRADES, count)]
    if rng.random() < 0.14:
        grades[-1] = rng.choice(UNGRADED)
    provincial = rng.random() < 0.5
    # Five years at most from its issue or its last prolongation.
    soonest = max(date(2026, 1, 1), issued + timedelta(days=200))
    return Qualification(
        f"D{'2' if provincial else '3'}{PROVINCE_DIGITS[place.province]}{rng.randrange(10**6):06d}",
        tuple(grades),
        day_between(rng, soonest, soonest + timedelta(days=5 * 365 - 200)),
        f"{place.province}住房和城乡建设厅" if provincial else place.housing,
        issued,
    )  # fmt: skip
