"""Commitment letters of the family `outside`: one of the offices' letters, filled, fitted to its page, signed and sealed."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

from benchmarks.papers.drawn import Drawn, Fields
from benchmarks.papers.firms import Firm, day_between
from benchmarks.papers.fonts import draw_faces
from benchmarks.papers.ink import Sheet
from benchmarks.papers.outside import letters_data, letters_formal, letters_forms, letters_short
from benchmarks.papers.outside.firms import draw_firm, draw_person
from benchmarks.papers.outside.letter import Letter
from benchmarks.papers.outside.page import Page, day_text
from benchmarks.papers.outside.words import SCHOOL
from benchmarks.papers.seals import round_seal

LETTERS: tuple[Letter, ...] = (
    *letters_formal.LETTERS,
    *letters_data.LETTERS,
    *letters_forms.LETTERS,
    *letters_short.LETTERS,
)
_SIZES = (28.5, 31.0, 33.0, 33.0, 36.0, 38.0)
"""小四 to 三号."""
_LOWEST = 1860.0
_BUREAUS = ("湖州市住房和城乡建设局", "湖州市吴兴区住房和城乡建设局", "湖州市建筑业管理服务中心")
_WORKS = ("泥瓦工", "钢筋工", "木工", "架子工", "电工", "焊工", "抹灰工", "防水工", "管道工", "镶贴工", "油漆工")
_PROJECTS = ("安置房二期", "人才公寓", "实验小学迁建", "产业园一期", "城东污水处理厂", "滨湖中学", "医院迁建")


def draw_letter(rng: Random, firm: Firm, scale: float) -> Drawn:
    """The letter of `firm` in one of the wordings with their layouts."""
    letter, other = rng.choice(LETTERS), draw_firm(rng, licence=False)
    signed = day_between(rng, date(2025, 2, 10), date(2026, 11, 20))
    style = rng.choice(letter.days)
    values = _values(rng, firm, other, signed, style)
    fill, seed = rng.choice(letter.fills), rng.getrandbits(48)
    size, leading, margin = rng.choice(_SIZES), rng.uniform(1.5, 1.95), rng.choice((172.0, 190.0, 190.0, 214.0))
    shade = rng.randrange(246, 256)
    ground = (shade, shade - rng.randrange(0, 3), shade - rng.randrange(0, 4))

    def paged(faces_for: str, *, dry: bool) -> Page:
        sheet = Sheet(1414, 2000, scale, draw_faces(Random(seed), "outside", faces_for), ground)
        page = Page(sheet, values, size, leading, fill, margin, 1414 - margin, dry=dry)
        letter.write(page, Random(seed))
        return page

    text = "".join(sorted(paged(firm.text, dry=True).text)) + firm.name + firm.person + values["agent"] + other.name
    while size > 23 and paged(text, dry=True).y > _LOWEST:
        size, leading = size - 1, max(1.4, leading - 0.04)
    page = paged(text, dry=False)
    extra = _seal(rng, page, firm, other)
    extra |= {"layout": letter.key, "form": firm.form}
    fields: Fields = {
        "name": firm.name, "uscc": firm.code, "legal_person": firm.person, "date": None if style == "blank" else signed.isoformat(),
        "seal_present": extra["seal_present"], "seal_name": extra["seal_ring"],
    }  # fmt: skip
    return Drawn(
        page.sheet.image,
        fields,
        {name: box for name, box in page.sheet.marks.items() if fields[name] is not None},
        extra,
    )


def _values(rng: Random, firm: Firm, other: Firm, signed: date, style: str) -> dict[str, str]:
    until = signed + timedelta(days=rng.randrange(30, 365))
    return {
        "name": firm.name,
        "code": firm.code,
        "person": firm.person,
        "boss": "负责人" if firm.form == "branch" else "法定代表人",
        "agent": draw_person(rng),
        "phone": f"1{rng.choice(('36', '58', '39'))}0000{rng.randrange(10**4):04d}",
        "tel": f"0572-20{rng.randrange(10**5):05d}",
        "address": firm.address,
        "school": SCHOOL,
        "bureau": rng.choice(_BUREAUS),
        "other": other.name,
        "day": day_text(signed, style),
        "until": f"{until.year}年{until.month}月{until.day}日",
        "year": str(signed.year),
        "count": str(rng.randrange(3, 60)),
        "work": rng.choice(_WORKS),
        "project": f"{other.place.short}{rng.choice(_PROJECTS)}项目",
        "cert": firm.qualification.cert_no,
        "grade": firm.qualification.grades[0],
        "number": str(rng.randrange(1, 90)),
        "mark": firm.name.removeprefix(firm.place.short)[:2],
        **{f"man{place}": draw_person(rng) for place in range(1, 7)},
    }


def _seal(rng: Random, page: Page, firm: Firm, other: Firm) -> dict[str, Any]:
    which = rng.choices(("own", "other", "missing"), (86, 6, 8))[0]
    if which == "missing" or page.anchor is None:
        return {"seal": "missing", "seal_present": False, "seal_ring": None, "seal_matches": None, "seal_box": None}
    sheet, ring = page.sheet, firm.name if which == "own" else other.name
    middle = rng.choices(("", "合同专用章", "财务专用章"), (90, 6, 4))[0]
    serial = f"{firm.code[2:8]}{rng.randrange(10**8):08d}" if rng.random() < 0.75 and not middle else ""
    seal = round_seal(
        rng, ring, sheet.faces.seal, sheet.px(rng.uniform(255, 300)), middle=middle, serial=serial, tilt=18
    )
    box = sheet.stamp(seal, *page.anchor)
    return {"seal": which, "seal_present": True, "seal_ring": ring, "seal_matches": ring == firm.name, "seal_box": box}
