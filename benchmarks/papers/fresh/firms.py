"""Made-up enterprises of the family `fresh`: its own ways to build names, capital, scopes, addresses and qualifications."""

from __future__ import annotations

from datetime import date
from random import Random

from benchmarks.papers.firms import Firm, Qualification, credit_code, day_between
from benchmarks.papers.fresh.words import (
    CERTIFICATE_PROVINCES,
    FRESH,
    MINORITY_NAMES,
    MINORITY_SHARE,
    RARE_GIVEN,
    RARE_SHARE,
)
from benchmarks.papers.words import Place
from school_desk.kernel.money import capitals

_FORMS = ("company", "branch", "sole", "partners", "trader")
_NEW_CODES = date(2015, 10, 1)
_MINISTRY = "中华人民共和国住房和城乡建设部"
_TRADES_OF_PARTNERS = ("投资管理", "建设咨询", "工程监理", "股权投资")


def draw_firm(rng: Random, *, licence: bool = True) -> Firm:
    """An enterprise; only with `licence` it may be of any legal form, else a company or its branch."""
    form = rng.choices(_FORMS, (58, 14, 8, 9, 11) if licence else (82, 18, 0, 0, 0))[0]
    place = rng.choice(FRESH.places)
    issued = day_between(rng, date(2016, 2, 1), date(2026, 9, 30))
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
        None if rng.random() < 0.5 else day_between(rng, date(2027, 2, 1), date(2056, 6, 30)),
        _address(rng, place),
        _scope(rng),
        place.authority,
        issued,
        _qualification(rng, place),
    )


def draw_person(rng: Random) -> str:
    """A name as people bear them: mostly three characters, a rare surname or character now and then, seldom a dotted one."""
    if rng.random() < MINORITY_SHARE:
        return rng.choice(MINORITY_NAMES)
    return rng.choice(FRESH.surnames) + rng.choice(RARE_GIVEN if rng.random() < RARE_SHARE else FRESH.given)


def _brand(rng: Random) -> str:
    first, second = FRESH.brands
    start, end = rng.choice(first), rng.choice(second)
    while end == start:
        end = rng.choice(second)
    if rng.random() < 0.15:
        return f"中{start}{end}"
    return start + end


def _name(rng: Random, form: str, place: Place) -> str:
    brand, trade, city = _brand(rng), rng.choice(FRESH.trades), place.short
    province = place.province.removesuffix("省")
    seat = f"{city}{place.district}" if place.district.endswith("区") else city
    company = rng.choice(
        (f"{city}{brand}{trade}有限公司",) * 4
        + (f"{province}{brand}{trade}有限公司",) * 2
        + (
            f"{province}{brand}{trade}集团有限公司",
            f"{seat}{brand}{trade}有限公司",
            f"{brand}（{province}）{trade}有限公司",
        )
        + (
            f"{city}{brand}{trade}有限责任公司",
            f"{province}省{brand}{trade}股份有限公司",
            f"{city}{brand}{trade}发展有限公司",
        )
    )
    other = rng.choice([other.short for other in FRESH.places if other.short != city])
    return {
        "company": company,
        "branch": f"{company}{rng.choice((f'{other}分公司', f'{other}分公司', '第二工程分公司', f'{other}办事处'))}",
        "sole": f"{seat}{brand}{rng.choice(FRESH.sole)}",
        "partners": _partners(rng, city, brand),
        "trader": f"{place.district or place.city}{rng.choice(('', '城北', '新城'))}{brand}{rng.choice(FRESH.traders)}",
    }[form]


def _partners(rng: Random, city: str, brand: str) -> str:
    trade = rng.choice(_TRADES_OF_PARTNERS)
    if rng.random() < 0.25:
        return f"{city}{brand}工程造价事务所（普通合伙）"
    return f"{city}{brand}{trade}合伙企业（有限合伙）"


def _kind(rng: Random, form: str, name: str) -> str:
    return {
        "company": rng.choice(FRESH.types),
        "branch": rng.choice(
            (
                "有限责任公司分公司（自然人投资或控股）",
                "分公司",
                "其他股份有限公司分公司（非上市）",
                "有限责任公司分公司(国有独资)",
            )
        ),
        "sole": "个人独资企业",
        "partners": "普通合伙企业" if name.endswith("（普通合伙）") else "有限合伙企业",
        "trader": "个体工商户",
    }[form]


def _capital(rng: Random, form: str) -> str:
    if form in ("branch", "trader"):
        return ""
    myriads = rng.choice((10, 30, 60, 108, 218, 388, 668, 1018, 1500, 2180, 3000, 4060, 5018, 8000, 12000, 36000))
    words = capitals(myriads * 1_000_000)
    return rng.choice(
        (
            f"{myriads}万元整",
            words.replace("元", "圆"),
            f"{myriads}.0000万人民币",
            f"人民币{myriads}万元",
            f"（人民币）{myriads}万元",
            f"{words[:-1]}人民币",
        )
    )


def _address(rng: Random, place: Place) -> str:
    pattern = rng.choice(FRESH.houses)
    numbers = [rng.randrange(3, 2400), rng.randrange(1, 42), rng.randrange(1, 28)]
    prefix = place.province if rng.random() < 0.75 else ""
    suffix = rng.choice(("", "", "", "（住所申报）", "（一照多址）", "(集群登记)"))
    return f"{prefix}{place.city}{place.district}{rng.choice(place.streets)}{pattern.format(*numbers)}{suffix}"


def _scope(rng: Random) -> str:
    permitted = rng.sample(FRESH.permitted, rng.randrange(1, 4))
    general = rng.sample(FRESH.general, rng.randrange(3, 10))
    style = rng.random()
    if style < 0.25:
        return f"{'；'.join(permitted + general)}。（依法须经批准的项目，经相关部门批准后方可开展经营活动）"
    if style < 0.4:
        return f"{'，'.join(general)}。"
    close = "（除依法须经批准的项目外，凭营业执照依法自主开展经营活动）"
    limits = "（依法须经批准的项目，经相关部门批准后方可开展经营活动，具体经营项目以审批结果为准）"
    return f"一般项目：{'；'.join(general)}{close}。许可项目：{'；'.join(permitted)}{limits}。"


def _qualification(rng: Random, place: Place) -> Qualification:
    issued = day_between(rng, date(2016, 4, 1), date(2026, 8, 31))
    count = rng.choices((1, 2, 3, 4, 5, 6, 7), (20, 22, 20, 16, 10, 7, 5))[0]
    spelling = rng.choice((FRESH.levels[:2], FRESH.levels[2:4], FRESH.levels[4:]))
    grades = [f"{category}{rng.choice(spelling)}" for category in rng.sample(FRESH.grades, count)]
    if rng.random() < 0.12:
        grades[-1] = rng.choice(
            ("施工劳务企业资质劳务分包（备案）", "特种工程（结构补强）专业承包不分等级", "预拌混凝土专业承包不分等级")
        )
    office, head = rng.choices(
        ((f"{place.province}住房和城乡建设厅", "D2"), (place.housing, "D3"), (_MINISTRY, "D1")), (50, 42, 8)
    )[0]
    number = f"{head}{CERTIFICATE_PROVINCES[place.province]}{rng.randrange(10**6):06d}"
    return Qualification(
        number, tuple(dict.fromkeys(grades)), day_between(rng, date(2025, 8, 1), date(2031, 8, 30)), office, issued
    )
