"""Made-up enterprises of the family `beyond`: companies, groups, branches, workshops and traders, with codes that check."""

from __future__ import annotations

from datetime import date
from functools import partial
from random import Random

from benchmarks.papers.beyond.words import (
    ADDRESS_TAILS,
    BRANDS,
    GENERAL,
    GIVEN,
    GRADES,
    GROUPS,
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
from benchmarks.papers.firms import Qualification, day_between
from benchmarks.papers.outside.firms import Register, address_at, capital_of, certified
from benchmarks.papers.words import Place

_HUZHOU = 5
"""So many places at the head of the list are of Huzhou; half of the enterprises come from there."""


def draw_person(rng: Random) -> str:
    """A name of two to four characters."""
    return rng.choice(SURNAMES) + rng.choice(GIVEN)


def _name(rng: Random, form: str, place: Place) -> str:
    brand, trade, city = rng.choice(BRANDS), rng.choice(TRADES), place.short
    province, county = place.province[:-1], place.district.removesuffix("区")
    company = rng.choices(
        (
            f"{city}{brand}{trade}有限公司",
            f"{province}{brand}{trade}有限公司",
            f"{province}省{brand}{trade}有限公司",
            f"{city}{county}{brand}{trade}有限公司"
            if place.district.endswith("区")
            else f"{place.district}{brand}{trade}有限公司",
            f"{brand}{trade}（{province}）有限公司",
            f"{brand}{rng.choice(GROUPS)}有限公司",
            f"{province}{brand}{rng.choice(GROUPS)}股份有限公司",
            f"{city}{brand}{trade}有限责任公司",
            f"中{brand[-1]}{city[0]}建{trade}有限公司",
        ),
        (36, 22, 3, 12, 6, 6, 4, 8, 3),
    )[0]
    other = rng.choice([other.short for other in PLACES if other.short != city])
    seat = f"{place.city}{place.district}" if place.district.endswith("区") else place.district
    return {
        "company": company,
        "branch": company + rng.choice(("湖州分公司", f"{other}分公司", f"{other}分公司", f"{other}第三分公司", "南太湖分公司")),
        "sole": f"{city}{brand}{rng.choice(SOLE)}",
        "partners": f"{city}{brand}{rng.choice(('工程咨询', '建筑劳务', '工程管理'))}合伙企业（{rng.choice(('有限', '普通', '有限'))}合伙）",
        "trader": f"{seat}{rng.choice(place.streets)[:2]}{brand}{rng.choice(TRADERS)}",
    }[form]  # fmt: skip


def _kind(rng: Random, form: str, name: str) -> str:
    return {
        "company": "其他股份有限公司(非上市)" if "股份" in name else rng.choice(TYPES),
        "branch": rng.choice(("有限责任公司分公司(自然人投资或控股)", "其他有限责任公司分公司", "有限责任公司分公司")),
        "sole": "个人独资企业",
        "partners": "有限合伙企业" if name.endswith("（有限合伙）") else "普通合伙企业",
        "trader": rng.choice(("个体工商户", "个体户")),
    }[form]


def _scope(rng: Random) -> str:
    permitted, general = rng.sample(PERMITTED, rng.randrange(1, 5)), rng.sample(GENERAL, rng.randrange(3, 13))
    if rng.random() < 0.22:
        return f"{'；'.join(permitted + general[:5])}。(依法须经批准的项目，经相关部门批准后方可开展经营活动)"
    first = f"许可项目：{'；'.join(permitted)}（依法须经批准的项目，经相关部门批准后方可开展经营活动，具体经营项目以审批结果为准）。"
    second = f"一般项目：{'；'.join(general)}（除依法须经批准的项目外，凭营业执照依法自主开展经营活动）。"
    return second + first if rng.random() < 0.55 else first + second


def _qualification(rng: Random, place: Place) -> Qualification:
    issued = day_between(rng, date(2017, 3, 1), date(2026, 10, 26))
    count = rng.choices((1, 2, 3, 4, 5, 6, 7), (26, 25, 20, 12, 8, 5, 4))[0]
    levels = rng.choice((("壹级", "贰级", "叁级", "叁级"), ("一级", "二级", "二级", "三级"), ("甲级", "乙级", "乙级")))
    if issued.year < 2022 and levels[0] == "甲级":
        levels = ("贰级", "叁级", "叁级")
    grades = [f"{category}{rng.choice(levels)}" for category in rng.sample(GRADES, count)]
    if rng.random() < 0.16:
        grades[-1] = rng.choice(UNGRADED)
    digits = PROVINCE_DIGITS[place.province]
    return certified(rng, place, issued, grades, digits, provincial=0.45, soonest=date(2025, 12, 1), young=180)


draw_firm = Register(
    forms=(74, 10, 4, 3, 9),
    companies=(90, 10, 0, 0, 0),
    place=lambda rng: rng.choice(PLACES[:_HUZHOU] if rng.random() < 0.5 else PLACES[_HUZHOU:]),
    issued=(date(2016, 3, 1), date(2026, 11, 6)),
    founded=date(1996, 1, 8),
    name=_name,
    person=draw_person,
    kind=_kind,
    capital=partial(
        capital_of,
        myriads=(
            30, 50, 88, 100, 168, 200, 300, 500, 600, 666, 800, 1000, 1001, 1500, 2000, 2018, 3100, 4000,
            5000, 5100, 6000, 8000, 10018, 12000, 20080,
        ),
        styles=("{words}", "{words}", "{myriads}万人民币元", "{myriads}万元整", "{myriads}万元", "人民币{words}"),
    ),
    endless=0.6,
    terms=(date(2027, 2, 1), date(2055, 3, 31)),
    address=partial(address_at, numbers=((2, 2188), (1, 26), (101, 2108)), houses=HOUSES, tails=ADDRESS_TAILS, province=0.86),
    scope=_scope,
    qualification=_qualification,
).draw  # fmt: skip
