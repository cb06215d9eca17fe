"""Commitment letters of the family `beyond`, and how they are filled, set and sealed, now and then copied."""

from __future__ import annotations

from datetime import date
from random import Random

from benchmarks.papers.beyond import letters_brief, letters_notice, letters_plain, letters_tables
from benchmarks.papers.beyond.firms import draw_firm, draw_person
from benchmarks.papers.drawn import Drawn
from benchmarks.papers.firms import Firm
from benchmarks.papers.outside.letter import Letter, Office

LETTERS: tuple[Letter, ...] = (
    *letters_notice.LETTERS,
    *letters_tables.LETTERS,
    *letters_plain.LETTERS,
    *letters_brief.LETTERS,
)
_OFFICE = Office(
    family="beyond",
    firm=draw_firm,
    person=draw_person,
    signed=(date(2025, 3, 3), date(2026, 11, 24)),
    sizes=(28.5, 31.0, 33.0, 34.0, 36.0, 38.0),  # 小四 to 三号
    leading=(1.48, 1.9),
    margins=(168.0, 186.0, 196.0, 210.0),
    darkest=245,
    warmth=5,
    lowest=1850.0,
    until=(20, 400),
    phones=("35", "57", "89", "77"),
    exchange="21",
    bureaus=(
        "湖州市住房和城乡建设局", "湖州市南浔区住房和城乡建设局", "湖州市建设工程质量安全中心", "湖州南太湖新区建设发展局",
    ),
    works=(
        "砌筑工", "抹灰工", "钢筋工", "混凝土工", "架子工", "模板工", "镶贴工", "防水工", "建筑电工", "管工", "电焊工", "装饰装修工",
    ),
    projects=(
        "未来社区一标段工程", "中心小学扩建工程", "物流园仓储用房工程", "棚户区改造三期工程", "人民医院门诊楼工程", "湖滨路改造工程",
        "污水管网工程",
    ),
    count=80,
    number=60,
    men=5,
    seals=(87, 6, 7),
    middles=(("", "行政专用章", "合同专用章"), (90, 5, 5)),
    serial=(0.8, 7),
    diameter=(250, 305),
    tilt=22,
    copied=0.1,
)  # fmt: skip


def draw_letter(rng: Random, firm: Firm, scale: float) -> Drawn:
    """The letter of `firm` in one of the wordings with their layouts."""
    return _OFFICE.draw(rng, firm, scale, LETTERS)
