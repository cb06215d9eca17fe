"""Draws the enterprises with their groups and accounts, and the orders they place. No money moves here."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from benchmarks.matching.families import Family
from school_desk.terms.payment_code import make_payment_code

START = datetime(2026, 3, 1)  # noqa: DTZ001 - banks print wall time
DAYS = 90
_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶"
    "阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段钱汤尹黎易常武乔贺赖龚文"
)
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华建国志海波林斌福根生水土龙贵财发兴旺春夏秋冬梅兰竹菊玉宇晨帆鑫浩东南西北川江山柏松"
_COUNTS = tuple(range(1, 31))
_COUNT_WEIGHTS = tuple(6 / (count**0.6) for count in _COUNTS)
_USCC = "0123456789ABCDEFGHJKLMNPQRTUWXY"


@dataclass(slots=True)
class Enterprise:
    uscc: str
    name: str
    region: str
    core: str
    aliases: tuple[str, ...]
    legal_rep: str
    contact: str
    accounts: list[str]
    weight: float
    parent: Enterprise | None = None
    paid_by_parent: bool = False
    members: list[Enterprise] = field(default_factory=list)


@dataclass(slots=True)
class Order:
    number: str
    code: str
    enterprise: Enterprise
    created: datetime
    course: str
    level: str
    trainees: tuple[str, ...]
    fee: int
    status: str = "待缴费"
    paid: bool = False

    @property
    def due(self) -> int:
        """Yuan."""
        return self.fee * len(self.trainees)


def person(random: Random) -> str:
    return random.choice(_SURNAMES) + "".join(random.choices(_GIVEN, k=random.choice((1, 2, 2))))


def account(random: Random) -> str:
    head = random.choice(("1205", "3305", "6000", "3905", "2010", "8010", "1915", "5719"))
    return head + "".join(random.choices("0123456789", k=15))


def enterprises(random: Random, family: Family, count: int) -> list[Enterprise]:
    """`count` enterprises; some share a brand by chance, some by belonging together."""
    found: list[Enterprise] = []
    taken: set[str] = set()
    while len(found) < count:
        like = random.choice(found) if found and random.random() < 0.22 else None
        made = _enterprise(random, family, like)
        if made.name not in taken:
            taken.add(made.name)
            found.append(made)
            if like and random.random() < 0.45:
                _join(random, family, made, like.parent or like)
    return found


def _enterprise(random: Random, family: Family, like: Enterprise | None) -> Enterprise:
    brand = like.core if like else "".join(random.choices(family.brands, k=random.choice((2, 2, 2, 3))))
    if like and random.random() < 0.5:  # one character apart
        place = random.randrange(len(brand))
        brand = brand[:place] + random.choice(family.brands) + brand[place + 1 :]
    region = like.region if like and random.random() < 0.6 else random.choice(family.regions)
    industry = random.choice(family.industries)
    name = f"{region}{brand}{industry}{random.choice(family.endings)}"
    if random.random() < 0.03:
        name += f"{random.choice(family.regions)}分公司"
    return Enterprise(
        uscc="91" + "".join(random.choices("0123456789", k=6)) + "MA" + "".join(random.choices(_USCC, k=8)),
        name=name,
        region=region,
        core=brand,
        aliases=_aliases(random, family, name, region, brand, industry),
        legal_rep=person(random),
        contact=person(random),
        accounts=[account(random) for _ in range(random.choice((1, 1, 1, 2)))],
        weight=random.paretovariate(1.1),
    )


def _aliases(random: Random, family: Family, name: str, region: str, brand: str, industry: str) -> tuple[str, ...]:
    found = []
    if random.random() < 0.12:
        former = brand[0] + random.choice(family.brands)
        found.append(f"{region}{former}{industry}有限公司")
    if random.random() < 0.25:
        found.append(brand + industry)
    return tuple(alias for alias in found if alias != name)


def _join(random: Random, family: Family, member: Enterprise, parent: Enterprise) -> None:
    member.parent = parent
    member.paid_by_parent = random.random() < family.parent_habit
    parent.members.append(member)


def orders(random: Random, family: Family, owners: list[Enterprise], count: int) -> list[Order]:
    """`count` orders over the months, numbered by day, the busiest enterprises with the most of them."""
    weights = [min(owner.weight, 30.0) for owner in owners]
    placed = random.choices(owners, weights, k=count)
    minutes = sorted(random.randrange(-15 * 1440, (DAYS - 2) * 1440) for _ in range(count))
    by_day: dict[str, int] = {}
    found = []
    for place, (owner, minute) in enumerate(zip(placed, minutes, strict=True)):
        created = START + timedelta(minutes=minute)
        day = created.strftime("%Y%m%d")
        by_day[day] = by_day.get(day, 0) + 1
        course, levels = random.choice(family.courses)
        level = random.choice(levels)
        heads = random.choices(_COUNTS, _COUNT_WEIGHTS)[0]
        found.append(
            Order(
                number=_number(family, day, by_day[day]),
                code=make_payment_code(place) if family.payment_codes else "",
                enterprise=owner,
                created=created,
                course=course,
                level=level,
                trainees=tuple(dict.fromkeys(person(random) for _ in range(heads))),
                fee=family.fees[level],
            )
        )
    return found


def _number(family: Family, day: str, count: int) -> str:
    digits = day[8 - min(8, family.order_digits - 5) :] + f"{count:05d}"
    return family.order_prefix + digits
