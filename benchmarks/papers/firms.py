"""Made-up enterprises: one seed gives the name, the codes, the people, the terms and the qualification that all its papers print."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from benchmarks.papers.words import WORDS, Place, Words
from school_desk.kernel.money import capitals

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_INNER_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
# Since then the organisation's eight characters begin with MA.
_NEW_CODES = date(2015, 10, 1)
_FORMS = ("company", "branch", "sole", "partners", "trader")
_CERTIFICATE_PROVINCES = {"浙江省": "33", "江苏省": "32", "安徽省": "34"}


@dataclass(frozen=True)
class Qualification:
    """What the 资质证书 says. `grades`: category with grade, as printed."""

    cert_no: str
    grades: tuple[str, ...]
    valid_until: date
    issuer: str
    issued_on: date


@dataclass(frozen=True)
class Firm:
    """One enterprise. `form` is company, branch, sole, partners or trader; `capital` "" is not printed; `term_to` None is 长期."""

    form: str
    place: Place
    name: str
    code: str
    person: str
    kind: str
    capital: str
    established: date
    term_to: date | None
    address: str
    scope: str
    authority: str
    issued_on: date
    qualification: Qualification

    @property
    def text(self) -> str:
        """Every character that its papers print, to choose fonts by."""
        return "".join((self.name, self.person, self.kind, self.capital, self.address, self.scope, self.authority,
                        self.qualification.issuer, *self.qualification.grades))  # fmt: skip


def draw_firm(rng: Random, family: str, *, licence: bool = True) -> Firm:
    """An enterprise of `family`; only with `licence` it may be of any legal form, else a company or its branch."""
    words = WORDS[family]
    form = rng.choices(_FORMS, (62, 13, 8, 8, 9) if licence else (84, 16, 0, 0, 0))[0]
    place = rng.choice(words.places)
    issued = day_between(rng, date(2016, 1, 5), date(2026, 6, 30))
    established = day_between(rng, date(1997, 3, 1), issued)
    person = draw_person(rng, words)
    name = _name(rng, words, form, place)
    return Firm(
        form,
        place,
        name,
        credit_code(rng, "92" if form == "trader" else "91", place.code, new=established >= _NEW_CODES),
        person,
        _kind(rng, words, form, name),
        _capital(rng, form),
        established,
        None if rng.random() < 0.45 else day_between(rng, date(2027, 1, 1), date(2055, 12, 31)),
        _address(rng, words, place),
        _scope(rng, words),
        place.authority,
        issued,
        _qualification(rng, words, place),
    )


def draw_person(rng: Random, words: Words) -> str:
    """A name of two or three characters."""
    given = rng.sample(words.given, 1 if rng.random() < 0.22 else 2)
    return rng.choice(words.surnames) + "".join(given)


def day_between(rng: Random, first: date, last: date) -> date:
    """A day from `first` to `last`, both included."""
    return first + timedelta(days=rng.randrange((last - first).days + 1))


def credit_code(rng: Random, head: str, region: str, *, new: bool) -> str:
    """A code valid by GB 32100-2015 whose organisation code is valid by GB 11714; `head` names register and kind."""
    body = "MA" + "".join(rng.choices(_ALPHABET, k=6)) if new else f"{rng.randrange(10**8):08d}"
    inner = sum(int(char, 36) * weight for char, weight in zip(body, _INNER_WEIGHTS, strict=True))
    stem = f"{head}{region}{body}{'0123456789X'[-inner % 11]}"
    outer = sum(_ALPHABET.index(char) * pow(3, place, 31) for place, char in enumerate(stem))
    return stem + _ALPHABET[-outer % 31]


def _brand(rng: Random, words: Words) -> str:
    brand = rng.choice(words.brands[0]) + rng.choice(words.brands[1])
    return brand + rng.choice(words.brands[1]) if rng.random() < 0.12 else brand


def _name(rng: Random, words: Words, form: str, place: Place) -> str:
    brand, trade, city = _brand(rng, words), rng.choice(words.trades), place.short
    province = place.province.rstrip("省")
    company = rng.choice(
        (f"{city}{brand}{trade}有限公司",) * 5
        + (f"{province}{brand}{trade}有限公司", f"{province}{brand}{trade}（{city}）有限公司")
        + (f"{city}市{brand}{trade}有限责任公司", f"{brand}{trade}股份有限公司")
    )
    other = rng.choice([other.short for other in words.places if other.short != city])
    elsewhere = rng.choice((other, other, f"{other}第{rng.choice('一二三')}"))
    return {
        "company": company,
        "branch": f"{company}{elsewhere}分公司",
        "sole": f"{city}{brand}{rng.choice(words.sole)}",
        "partners": f"{city}{brand}{rng.choice(('建筑工程', '企业管理', '工程咨询'))}合伙企业（{rng.choice(('有限', '普通'))}合伙）",
        "trader": f"{_seat(place)}{brand}{rng.choice(words.traders)}",
    }[form]


def _seat(place: Place) -> str:
    """湖州吴兴区, but 德清县: a county or a city of its own needs no city before it."""
    return f"{place.short}{place.district}" if place.district.endswith("区") or not place.district else place.district


def _kind(rng: Random, words: Words, form: str, name: str) -> str:
    return {
        "company": rng.choice(words.types),
        "branch": rng.choice(("有限责任公司分公司", "其他有限责任公司分公司", "有限责任公司分公司(自然人投资或控股)")),
        "sole": "个人独资企业",
        "partners": "有限合伙企业" if name.endswith("（有限合伙）") else "普通合伙企业",
        "trader": "个体工商户",
    }[form]


def _capital(rng: Random, form: str) -> str:
    if form in ("branch", "trader"):
        return ""
    myriads = rng.choice((50, 100, 200, 300, 500, 600, 800, 1000, 1008, 1200, 2000, 3080, 5000, 6018, 10800))
    words = capitals(myriads * 1_000_000)
    return rng.choice((words, f"{words[:-1]}", f"{myriads}万元人民币", f"{myriads}万元", f"人民币{words}"))


def _address(rng: Random, words: Words, place: Place) -> str:
    pattern = rng.choice(words.houses)
    numbers = [rng.randrange(6, 1990), rng.randrange(1, 30), rng.randrange(101, 2600), rng.randrange(1, 60)]
    prefix = place.province if rng.random() < 0.85 else ""
    return f"{prefix}{place.city}{place.district}{rng.choice(place.streets)}{pattern.format(*numbers)}"


def _scope(rng: Random, words: Words) -> str:
    permitted = rng.sample(words.permitted, rng.randrange(1, 4))
    general = rng.sample(words.general, rng.randrange(3, 9))
    if rng.random() < 0.3:
        listed = "、".join(rng.sample(permitted + general, min(6, len(permitted + general))))
        return f"{listed}。（依法须经批准的项目，经相关部门批准后方可开展经营活动）"
    close = "（除依法须经批准的项目外，凭营业执照依法自主开展经营活动）。"
    limits = "（依法须经批准的项目，经相关部门批准后方可开展经营活动，具体经营项目以审批结果为准）。"
    parts = [f"许可项目：{'；'.join(permitted)}{limits}", f"一般项目：{'；'.join(general)}{close}"]
    return "".join(parts if rng.random() < 0.5 else parts[::-1])


def _qualification(rng: Random, words: Words, place: Place) -> Qualification:
    issued = day_between(rng, date(2016, 3, 1), date(2026, 5, 30))
    count = rng.choices((1, 2, 3, 4, 5, 6, 8), (18, 24, 22, 14, 10, 7, 5))[0]
    level = rng.choice((words.levels[:3], words.levels[3:]))
    grades = [f"{category}{rng.choice(level)}" for category in rng.sample(words.grades, count)]
    if rng.random() < 0.15:
        grades[-1] = rng.choice(("施工劳务不分等级", "模板脚手架专业承包不分等级", "特种工程专业承包不分等级"))
    provincial = rng.random() < 0.55
    number = f"{_CERTIFICATE_PROVINCES[place.province]}{rng.randrange(10**6):06d}"
    return Qualification(
        f"D{2 if provincial else 3}{number}",
        tuple(dict.fromkeys(grades)),
        day_between(rng, date(2025, 6, 1), date(2031, 5, 30)),
        f"{place.province}住房和城乡建设厅" if provincial else place.housing,
        issued,
    )
