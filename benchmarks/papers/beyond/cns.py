"""Commitment letters of the family `beyond`: one of the letters, filled, fitted to its page, signed, sealed, now and then copied."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

from benchmarks.papers.beyond import letters_brief, letters_notice, letters_plain, letters_tables
from benchmarks.papers.beyond.firms import draw_firm, draw_person
from benchmarks.papers.beyond.words import SCHOOL
from benchmarks.papers.drawn import Drawn, Fields
from benchmarks.papers.firms import Firm, day_between
from benchmarks.papers.fonts import draw_faces
from benchmarks.papers.ink import Sheet
from benchmarks.papers.outside.copies import photocopy
from benchmarks.papers.outside.letter import Letter
from benchmarks.papers.outside.page import Page, day_text
from benchmarks.papers.seals import round_seal

LETTERS: tuple[Letter, ...] = (
    *letters_notice.LETTERS,
    *letters_tables.LETTERS,
    *letters_plain.LETTERS,
    *letters_brief.LETTERS,
)
_SIZES = (28.5, 31.0, 33.0, 34.0, 36.0, 38.0)
"""小四 to 三号."""
_LOWEST = 1850.0
_BUREAUS = (
    "湖州市住房和城乡建设局",
    "湖州市南浔区住房和城乡建设局",
    "湖州市建设工程质量安全中心",
    "湖州南太湖新区建设发展局",
)
_WORKS = (
    "砌筑工",
    "抹灰工",
    "钢筋工",
    "混凝土工",
    "架子工",
    "模板工",
    "镶贴工",
    "防水工",
    "建筑电工",
    "管工",
    "电焊工",
    "装饰装修工",
)
_PROJECTS = (
    "未来社区一标段",
    "中心小学扩建",
    "物流园仓储用房",
    "棚户区改造三期",
    "人民医院门诊楼",
    "湖滨路改造",
    "污水管网",
)


def draw_letter(rng: Random, firm: Firm, scale: float) -> Drawn:
    """The letter of `firm` in one of the wordings with their layouts."""
    letter, other = rng.choice(LETTERS), draw_firm(rng, licence=False)
    signed = day_between(rng, date(2025, 3, 3), date(2026, 11, 24))
    style = rng.choice(letter.days)
    values = _values(rng, firm, other, signed, style)
    fill, seed = rng.choice(letter.fills), rng.getrandbits(48)
    size, leading, margin = rng.choice(_SIZES), rng.uniform(1.48, 1.9), rng.choice((168.0, 186.0, 196.0, 210.0))
    shade = rng.randrange(245, 256)
    ground = (shade, shade - rng.randrange(0, 3), shade - rng.randrange(0, 5))

    def paged(faces_for: str, *, dry: bool) -> Page:
        sheet = Sheet(1414, 2000, scale, draw_faces(Random(seed), "beyond", faces_for), ground)
        page = Page(sheet, values, size, leading, fill, margin, 1414 - margin, dry=dry)
        letter.write(page, Random(seed))
        return page

    text = "".join(sorted(paged(firm.text, dry=True).text)) + firm.name + firm.person + values["agent"] + other.name
    while size > 23 and paged(text, dry=True).y > _LOWEST:
        size, leading = size - 1, max(1.4, leading - 0.04)
    page = paged(text, dry=False)
    copied = rng.random() < 0.1
    if copied:
        photocopy(rng, page.sheet)
    extra = _seal(rng, page, firm, other)
    extra |= {"layout": f"{letter.key}/copied" if copied else letter.key, "form": firm.form}
    fields: Fields = {
        "name": firm.name, "uscc": firm.code, "legal_person": firm.person, "date": None if style == "blank" else signed.isoformat(),
        "seal_present": extra["seal_present"], "seal_name": extra["seal_ring"],
    }  # fmt: skip
    boxes = {name: box for name, box in page.sheet.marks.items() if fields[name] is not None}
    return Drawn(page.sheet.image, fields, boxes, extra)


def _values(rng: Random, firm: Firm, other: Firm, signed: date, style: str) -> dict[str, str]:
    until = signed + timedelta(days=rng.randrange(20, 400))
    return {
        "name": firm.name,
        "code": firm.code,
        "person": firm.person,
        "boss": "负责人" if firm.form == "branch" else "法定代表人",
        "agent": draw_person(rng),
        "phone": f"1{rng.choice(('35', '57', '89', '77'))}0000{rng.randrange(10**4):04d}",
        "tel": f"0572-21{rng.randrange(10**5):05d}",
        "address": firm.address,
        "school": SCHOOL,
        "bureau": rng.choice(_BUREAUS),
        "other": other.name,
        "day": day_text(signed, style),
        "until": f"{until.year}年{until.month}月{until.day}日",
        "year": str(signed.year),
        "count": str(rng.randrange(3, 80)),
        "work": rng.choice(_WORKS),
        "project": f"{other.place.short}{rng.choice(_PROJECTS)}工程",
        "number": str(rng.randrange(1, 60)),
        **{f"man{place}": draw_person(rng) for place in range(1, 5)},
    }


def _seal(rng: Random, page: Page, firm: Firm, other: Firm) -> dict[str, Any]:
    which = rng.choices(("own", "other", "missing"), (87, 6, 7))[0]
    if which == "missing" or page.anchor is None:
        return {"seal": "missing", "seal_present": False, "seal_ring": None, "seal_matches": None, "seal_box": None}
    sheet, ring = page.sheet, firm.name if which == "own" else other.name
    middle = rng.choices(("", "行政专用章", "合同专用章"), (90, 5, 5))[0]
    serial = f"{firm.code[2:8]}{rng.randrange(10**7):07d}" if rng.random() < 0.8 and not middle else ""
    seal = round_seal(
        rng, ring, sheet.faces.seal, sheet.px(rng.uniform(250, 305)), middle=middle, serial=serial, tilt=22
    )
    box = sheet.stamp(seal, *page.anchor)
    return {"seal": which, "seal_present": True, "seal_ring": ring, "seal_matches": ring == firm.name, "seal_box": box}
