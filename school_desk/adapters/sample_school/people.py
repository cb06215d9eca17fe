"""Makes up trainees: names, resident IDs with a valid check digit, mobile numbers from the 1xx-0000 block, trade and level."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from school_desk.kernel.money import Fen

FEES: dict[str, Fen] = {"初级工": Fen(60_000), "中级工": Fen(80_000), "高级工": Fen(100_000)}

_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆"
    "单仇解查区盖翟缪费钮闵臧"
)
_DOUBLE_SURNAMES = ("欧阳", "上官", "诸葛", "尉迟", "皇甫")
_MALE = "伟强磊军勇涛超明刚平辉健林波斌杰鹏飞宇浩凯峰建国志根财法荣水龙生土金海江良松柏连宝祥福贵庆华兴旺永茂阿水"
_FEMALE = "芳娟敏静丽艳秀英华慧巧美娜燕红玲珍霞兰萍云莲凤洁梅琳雪珠妹仙花月桂香彩菊芬"
_MOBILE_PREFIXES = ("138", "139", "150", "158", "187", "199")
# Two trainees in three are locals; the others come from where Huzhou's building workers come from.
_LOCAL_HOMES = ("330502", "330503", "330521", "330522", "330523", "330501", "330402", "330482")
_FAR_HOMES = ("341822", "341225", "411328", "411527", "522401", "522426", "513029", "513021", "530621", "421127")
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


@dataclass(frozen=True)
class Person:
    """A trainee as he or she really is; rosters may spell it worse."""

    name: str
    sex: str
    id_number: str
    mobile: str
    trade: str
    level: str

    @property
    def birth_text(self) -> str:
        """Date of birth, ISO."""
        digits = self.id_number[6:14]
        return f"{digits[:4]}-{digits[4:6]}-{digits[6:]}"

    @property
    def fee(self) -> Fen:
        """Tuition for the level."""
        return FEES[self.level]


def id_check_character(first17: str) -> str:
    """The 18th character of a resident ID (GB 11643-1999, ISO 7064 MOD 11-2)."""
    total = sum(int(digit) * weight for digit, weight in zip(first17, _ID_WEIGHTS, strict=True))
    return "10X98765432"[total % 11]


def draw_name(rng: Random, sex: str) -> str:
    """A Han name of two to four characters that suits `sex` (男 or 女)."""
    surname = rng.choice(_DOUBLE_SURNAMES) if rng.random() < 0.02 else rng.choice(_SURNAMES)
    letters = _MALE if sex == "男" else _FEMALE
    return surname + "".join(rng.sample(letters, 1 if rng.random() < 0.28 else 2))


def draw_people(
    rng: Random, count: int, trades: Sequence[str], guests: Sequence[tuple[str, str]], taken: set[str]
) -> tuple[Person, ...]:
    """`count` people of `trades`; the last bear the names of `guests` (name, sex). IDs and numbers keep clear of `taken` and join it."""
    named = [("", "男" if rng.random() < 0.72 else "女") for _ in range(count - len(guests))] + list(guests)
    return tuple(_person(rng, name or draw_name(rng, sex), sex, rng.choice(trades), taken) for name, sex in named)


def twin_of(person: Person, rng: Random, taken: set[str]) -> Person:
    """A twin: same surname, sex and birthday, the next free sequence number, another telephone."""
    sequence = int(person.id_number[14:17])
    step = 2 if sequence < 990 else -2
    stem = f"{person.id_number[:14]}{sequence + step:03d}"
    surname = person.name[: 2 if person.name.startswith(_DOUBLE_SURNAMES) else 1]
    name = surname + rng.choice([letter for letter in _MALE + _FEMALE if letter not in person.name])
    number = stem + id_check_character(stem)
    taken.add(number)
    return Person(name, person.sex, number, _mobile(rng, taken), person.trade, person.level)


def _person(rng: Random, name: str, sex: str, trade: str, taken: set[str]) -> Person:
    level = rng.choices(("初级工", "中级工", "高级工"), (3, 5, 3))[0]
    return Person(name, sex, _resident_id(rng, sex, taken), _mobile(rng, taken), trade, level)


def _resident_id(rng: Random, sex: str, taken: set[str]) -> str:
    while True:
        home = rng.choice(_LOCAL_HOMES if rng.random() < 0.66 else _FAR_HOMES)
        born = date(round(rng.triangular(1966, 2006, 1976)), 1, 1) + timedelta(days=rng.randrange(365))
        sequence = rng.randrange(0, 499) * 2 + (1 if sex == "男" else 2)
        stem = f"{home}{born:%Y%m%d}{sequence:03d}"
        number = stem + id_check_character(stem)
        if number not in taken:
            taken.add(number)
            return number


def _mobile(rng: Random, taken: set[str]) -> str:
    while True:
        number = f"{rng.choice(_MOBILE_PREFIXES)}0000{rng.randrange(10_000):04d}"
        if number not in taken:
            taken.add(number)
            return number
