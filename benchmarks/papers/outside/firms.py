"""Made-up enterprises of the family `outside`: companies, groups, branches and traders of many places, with codes that check."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
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


@dataclass(frozen=True)
class Register:
    """How a family's enterprises come out: each part by a callable, days from pairs of the first and the last one.

    `forms` are the weights of the legal forms on a licence, `companies` on other papers; `endless` of the terms are 长期.
    """

    forms: Sequence[int]
    companies: Sequence[int]
    place: Callable[[Random], Place]
    issued: tuple[date, date]
    founded: date
    name: Callable[[Random, str, Place], str]
    person: Callable[[Random], str]
    kind: Callable[[Random, str, str], str]
    capital: Callable[[Random, str], str]
    endless: float
    terms: tuple[date, date]
    address: Callable[[Random, Place], str]
    scope: Callable[[Random], str]
    qualification: Callable[[Random, Place], Qualification]

    def draw(self, rng: Random, *, licence: bool = True) -> Firm:
        """An enterprise; only with `licence` it may be of any legal form, else a company or its branch."""
        form = rng.choices(_FORMS, self.forms if licence else self.companies)[0]
        place = self.place(rng)
        issued = day_between(rng, *self.issued)
        established = day_between(rng, self.founded, issued)
        name = self.name(rng, form, place)
        return Firm(
            form,
            place,
            name,
            credit_code(rng, "92" if form == "trader" else "91", place.code, new=established >= _NEW_CODES),
            self.person(rng),
            self.kind(rng, form, name),
            self.capital(rng, form),
            established,
            None if rng.random() < self.endless else day_between(rng, *self.terms),
            self.address(rng, place),
            self.scope(rng),
            place.authority,
            issued,
            self.qualification(rng, place),
        )


def draw_person(rng: Random) -> str:
    """A name of two to four characters."""
    return rng.choice(SURNAMES) + rng.choice(GIVEN)


def capital_of(rng: Random, form: str, *, myriads: Sequence[int], styles: Sequence[str]) -> str:
    """One of `myriads` in one of `styles`, which may name `words` and `myriads`; "" where the form has no capital."""
    if form in ("branch", "trader"):
        return ""
    amount = rng.choice(myriads)
    return rng.choice(styles).format(words=capitals(amount * 1_000_000), myriads=amount)


def address_at(
    rng: Random, place: Place, *, numbers: Sequence[tuple[int, int]], houses: Sequence[str], tails: Sequence[str], province: float
) -> str:  # fmt: skip
    """A house at `place`, its numbers drawn from ranges; `province` of the addresses begin with it."""
    drawn = [rng.randrange(*ends) for ends in numbers]
    prefix = place.province if rng.random() < province else ""
    house = rng.choice(houses).format(*drawn)
    return f"{prefix}{place.city}{place.district}{rng.choice(place.streets)}{house}{rng.choice(tails)}"


def certified(
    rng: Random, place: Place, issued: date, grades: Sequence[str], digits: str, *, provincial: float, soonest: date, young: int
) -> Qualification:  # fmt: skip
    """A certificate of `grades`, its number with the `digits` of the province, which issues `provincial` of them; the cities issue the rest.

    Valid for five years at most from its issue or its last prolongation, until `soonest` at least and for its first `young` days.
    """
    by_province = rng.random() < provincial
    soonest = max(soonest, issued + timedelta(days=young))
    return Qualification(
        f"D{'2' if by_province else '3'}{digits}{rng.randrange(10**6):06d}",
        tuple(grades),
        day_between(rng, soonest, soonest + timedelta(days=5 * 365 - young)),
        f"{place.province}住房和城乡建设厅" if by_province else place.housing,
        issued,
    )


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
    digits = PROVINCE_DIGITS[place.province]
    return certified(rng, place, issued, grades, digits, provincial=0.5, soonest=date(2026, 1, 1), young=200)


draw_firm = Register(
    forms=(70, 11, 5, 4, 10),
    companies=(88, 12, 0, 0, 0),
    place=lambda rng: rng.choice(PLACES),
    issued=(date(2016, 2, 1), date(2026, 11, 10)),
    founded=date(1995, 6, 1),
    name=_name,
    person=draw_person,
    kind=_kind,
    capital=partial(
        capital_of,
        myriads=(
            10, 50, 100, 100, 200, 200, 300, 500, 500, 600, 800, 1000, 1000, 1008, 1180, 2000, 3000, 4008,
            5000, 5018, 6180, 10000, 10080, 30000,
        ),
        styles=("{words}", "{words}", "{words}", "{myriads}万元人民币", "{myriads}万元", "{myriads}.000000万人民币"),
    ),
    endless=0.55,
    terms=(date(2026, 12, 1), date(2056, 6, 30)),
    address=partial(address_at, numbers=((1, 1999), (1, 28), (101, 2406)), houses=HOUSES, tails=ADDRESS_TAILS, province=0.82),
    scope=_scope,
    qualification=_qualification,
).draw  # fmt: skip
