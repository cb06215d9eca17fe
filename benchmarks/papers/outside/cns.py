"""Commitment letters of the family `outside`: the offices' letters, and how they are filled, set and sealed."""

from __future__ import annotations

from datetime import date
from random import Random

from benchmarks.papers.drawn import Drawn
from benchmarks.papers.firms import Firm
from benchmarks.papers.outside import letters_data, letters_formal, letters_forms, letters_short
from benchmarks.papers.outside.firms import draw_firm, draw_person
from benchmarks.papers.outside.letter import Letter, Office

LETTERS: tuple[Letter, ...] = (
    *letters_formal.LETTERS,
    *letters_data.LETTERS,
    *letters_forms.LETTERS,
    *letters_short.LETTERS,
)
_OFFICE = Office(
    family="outside",
    firm=draw_firm,
    person=draw_person,
    signed=(date(2025, 2, 10), date(2026, 11, 20)),
    sizes=(28.5, 31.0, 33.0, 33.0, 36.0, 38.0),  # 小四 to 三号
    leading=(1.5, 1.95),
    margins=(172.0, 190.0, 190.0, 214.0),
    darkest=246,
    warmth=4,
    lowest=1860.0,
    until=(30, 365),
    phones=("36", "58", "39"),
    exchange="20",
    bureaus=("湖州市住房和城乡建设局", "湖州市吴兴区住房和城乡建设局", "湖州市建筑业管理服务中心"),
    works=("泥瓦工", "钢筋工", "木工", "架子工", "电工", "焊工", "抹灰工", "防水工", "管道工", "镶贴工", "油漆工"),
    projects=(
        "安置房二期项目", "人才公寓项目", "实验小学迁建项目", "产业园一期项目", "城东污水处理厂项目", "滨湖中学项目", "医院迁建项目",
    ),
    count=60,
    number=90,
    men=7,
    seals=(86, 6, 8),
    middles=(("", "合同专用章", "财务专用章"), (90, 6, 4)),
    serial=(0.75, 8),
    diameter=(255, 300),
    tilt=18,
)  # fmt: skip


def draw_letter(rng: Random, firm: Firm, scale: float) -> Drawn:
    """The letter of `firm` in one of the wordings with their layouts."""
    return _OFFICE.draw(rng, firm, scale, LETTERS)
