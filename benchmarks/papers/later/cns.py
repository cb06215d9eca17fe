"""Commitment letters of the family `later`: a wording under a head, its data in a style, signed, typed or stamped at its foot."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import Any

from benchmarks.papers.cns import handwriting
from benchmarks.papers.drawn import Drawn, Fields
from benchmarks.papers.firms import Firm, day_between
from benchmarks.papers.fonts import Face, draw_faces
from benchmarks.papers.ink import Box, Colour, Sheet
from benchmarks.papers.later.firms import draw_firm, draw_person, former_name
from benchmarks.papers.later.letter_page import FIELDS, MARKUP, PEN, Page
from benchmarks.papers.later.wordings import WORDINGS, Data, Part, Text, Wording, numbered
from benchmarks.papers.seals import name_seal, round_seal

_SCHOOL = "湖州市吴兴区城建职业技能培训学校"
_BUREAUS = ("湖州市住房和城乡建设局", "湖州市吴兴区住房和城乡建设局", "浙江省住房和城乡建设厅")
_RED: Colour = (206, 24, 30)
_HEAD_INKS: tuple[Colour, ...] = ((20, 60, 130), (30, 30, 34), (150, 30, 40), (20, 100, 70))
_DIGITS = "〇一二三四五六七八九"
_LOWEST_FOOT = 1640.0
_HELP = "0123456789X〔〕第号页共附件地址电话传真编文：（）　-/.年月日是否√序确认内容结果统一社会信用代码【】"


def draw_letter(rng: Random, firm: Firm, scale: float) -> Drawn:
    """The letter of `firm` in one of the wordings and one of its layouts."""
    wording, other = rng.choice(WORDINGS), draw_firm(rng, licence=False)
    signed = day_between(rng, date(2025, 1, 10), date(2026, 11, 16))
    values = _values(rng, firm, other, signed)
    signed_only = _may_leave_out(wording) and rng.random() < 0.2
    if signed_only:
        wording = replace(wording, parts=tuple(_unnamed(part) for part in wording.parts))
    head, style = rng.choice(wording.heads), rng.choice(wording.styles)
    fill, place = rng.choice(wording.fills), rng.choice(wording.places)
    faces = draw_faces(rng, "later", _text_of(wording, values) + firm.text + other.name + _HELP + _DIGITS + "十")
    shade = rng.randrange(244, 256)
    sheet = Sheet(1414, 2000, scale, faces, (shade, shade - rng.randrange(0, 3), shade - rng.randrange(0, 5)))
    page = Page(sheet, values, rng.choice((35.0, 38.0, 42.0, 45.0)), rng.uniform(1.5, 2.2), style, fill)
    _fit(page, wording)
    y = _Head(rng, page, firm).print(head, wording)
    y = _body(page, wording, y)
    foot = _Foot(rng, page, firm, signed, place, rng.choice(("figures", "gaps", "dotted", "capitals", "padded")))
    if wording.boxed:
        anchor = foot.boxed(wording, y)
    else:
        anchor = foot.print(wording, min(y + rng.uniform(45, 110), _LOWEST_FOOT - 85 * len(wording.foot)))
    if signed_only:
        # The signature is the only place to read the name from: the seal keeps clear of it.
        anchor = _clear_of(anchor, sheet.marks["legal_person"], scale)
    extra = _seal(rng, sheet, firm, other, anchor)
    extra |= {"layout": f"{wording.key}/{head}/{style}", "form": firm.form, "legal_person_only_signed": signed_only}
    return Drawn(sheet.image, _fields(firm, signed, extra), sheet.marks, extra)


def _values(rng: Random, firm: Firm, other: Firm, signed: date) -> dict[str, str]:
    founded, until = signed - timedelta(days=rng.randrange(20, 300)), signed + timedelta(days=rng.randrange(20, 400))
    return {
        "name": firm.name,
        "code": firm.code,
        "person": firm.person,
        "boss": "负责人" if firm.form == "branch" else "法定代表人",
        "agent": draw_person(rng),
        "phone": f"1{rng.choice(('91', '98', '95'))}0000{rng.randrange(10**4):04d}",
        "address": firm.address,
        "school": _SCHOOL,
        "bureau": rng.choice(_BUREAUS),
        "former": former_name(rng, firm),
        "other": other.name,
        "founded": f"{founded.year}年{founded.month}月{founded.day}日",
        "until": f"{until.year}年{until.month}月{until.day}日",
        "number": f"{signed.year}-{rng.randrange(1, 400):03d}",
        "_": "统一社会信用代码",
    }


def _fields(firm: Firm, signed: date, extra: dict[str, Any]) -> Fields:
    return {
        "name": firm.name,
        "uscc": firm.code,
        "legal_person": firm.person,
        "date": signed.isoformat(),
        "seal_present": extra["seal_present"],
        "seal_name": extra["seal_ring"],
    }


def _templates(part: Part) -> str:
    if isinstance(part, Text):
        return part.text
    if isinstance(part, Data):
        return "".join(label + template for label, template in part.rows)
    return "".join(numbered(part))


def _text_of(wording: Wording, values: dict[str, str]) -> str:
    """Every character it may print, to choose fonts by."""
    labels = "".join(label for row in wording.foot for label, _ in row)
    return MARKUP.sub("", "".join((wording.title, wording.to, labels, *map(_templates, wording.parts)))) + "".join(
        values.values()
    )


def _may_leave_out(wording: Wording) -> bool:
    """Whether the legal person signs and stands elsewhere in the listed data alone."""
    signs = any(what == "sign" for row in wording.foot for _, what in row)
    told = "".join(_templates(part) for part in wording.parts if not isinstance(part, Data))
    return (
        signs
        and "{person}" not in told
        and any(isinstance(part, Data) and "{person}" in _templates(part) for part in wording.parts)
    )


def _unnamed(part: Part) -> Part:
    return Data(tuple(row for row in part.rows if row[1] != "{person}")) if isinstance(part, Data) else part


def _fit(page: Page, wording: Wording) -> None:
    """The largest of the usual sizes at which text and foot go on the page."""
    room = _LOWEST_FOOT - 95 * len(wording.foot) - (60 if wording.boxed else 40)
    while page.size > 27 and _body(replace(page, dry=True), wording, 430.0) > room:
        page.size, page.leading = page.size - 1, max(1.4, page.leading - 0.03)


def _body(page: Page, wording: Wording, y: float) -> float:
    """Addressee and parts. Returns the y below."""
    if wording.to:
        y = page.flow(y, wording.to, indent=0) + page.size * 0.2
    if not wording.boxed:
        for part in wording.parts:
            y = page.part(part, y)
        return y
    data = [part for part in wording.parts if isinstance(part, Data)]
    for part in data:
        y = page.part(part, y) - page.size * 0.5
    # The words stand in a wide cell behind a narrow one.
    left, width, top = page.left, page.width, y
    page.left, page.width, y = left + 120, width - 150, y + page.size * 0.6
    for part in wording.parts:
        if not isinstance(part, Data):
            y = page.part(part, y)
    page.left, page.width = left, width
    bottom = y + page.size * 0.3
    _upright_cell(page, left, top, bottom, "承诺内容")
    return bottom


def _upright_cell(page: Page, left: float, top: float, bottom: float, word: str) -> None:
    page.box(left, top, left + 90, bottom)
    page.box(left + 90, top, left + page.width, bottom)
    step = page.size * 1.5
    start = (top + bottom - step * len(word)) / 2
    for place, char in enumerate(word):
        page.label(left + 45, start + place * step, char, page.size, align="m")


@dataclass
class _Head:
    """What stands above the text."""

    rng: Random
    page: Page
    firm: Firm

    def print(self, head: str, wording: Wording) -> float:
        """The head and the title. Returns the y below."""
        y = self.rng.uniform(130, 190)
        if head != "bare":
            y = getattr(self, f"_{head}")(y)
        sheet, title = self.page.sheet, self.page.filled(wording.title)
        size = min(self.rng.choice((50.0, 56.0, 62.0)), 1060 / len(title))
        sheet.text(707, y, title, size, face=sheet.faces.title, align="m")
        y += size * 1.25
        if head == "serial":
            end = 1240.0
            sheet.text(end, y + 10, f"编号：{self.page.values['number']}", 27, align="r")
            y += 40
        return y + size * 0.55

    def _name(self, y: float, size: float, colour: Colour) -> float:
        sheet, name = self.page.sheet, self.firm.name
        size = min(size, 1120 / len(name))
        sheet.text(707, y, name, size, face=sheet.faces.title, colour=colour, align="m", field="name")
        self.page.close("{name}")
        return y + size * 1.3

    def _letterhead(self, y: float) -> float:
        sheet, values, ink = self.page.sheet, self.page.values, self.rng.choice(_HEAD_INKS)
        y = self._name(y - 50, 50, ink) + 6
        contact = f"地址：{values['address']}　电话：{values['phone']}"
        size = min(24.0, 24 * 1110 / sheet.advance(contact, 24))
        sheet.text(707, y, contact, size, colour=ink, align="m")
        sheet.rule((150, y + 44), (1264, y + 44), colour=ink, width=3)
        sheet.rule((150, y + 50), (1264, y + 50), colour=ink, width=1.2)
        return y + 96

    def _red(self, y: float) -> float:
        """A letter of state style: the name in red, its number, a red line."""
        y = self._name(y - 40, 60, _RED) + 24
        year, number = self.page.values["number"].split("-")
        mark = self.firm.name.removeprefix(self.firm.place.short)[:2]
        text = f"{mark}{self.rng.choice(('发', '函', '建', '培'))}〔{year}〕{int(number)}号"
        sheet = self.page.sheet
        if sheet.faces.body.covers(text):
            sheet.text(707, y, text, 30, align="m")
        sheet.rule((150, y + 52), (1264, y + 52), colour=_RED, width=4)
        return y + 110

    def _running(self, y: float) -> float:
        """Name and code in small print above a thin line, and again at the foot of the page."""
        sheet, size = self.page.sheet, min(25.0, 25 * 600 / self.page.sheet.advance(self.firm.name, 25))
        sheet.text(150, 96, self.firm.name, size, colour=(70, 72, 78), field="name")
        end = 1264 - sheet.advance(self.firm.code, 25)
        sheet.text(end, 96, self.firm.code, 25, colour=(70, 72, 78), field="uscc")
        sheet.text(end, 96, "统一社会信用代码：", 25, colour=(70, 72, 78), align="r")
        sheet.rule((150, 134), (1264, 134), width=1.2)
        sheet.text(707, 1928, f"{self.firm.code}　第 1 页 共 1 页", 23, colour=(70, 72, 78), align="m")
        self.page.close("{name}{code}")
        return y + 50

    def _annex(self, y: float) -> float:
        self.page.sheet.text(150, 120, f"附件{self.rng.randrange(1, 6)}", 34, face=self.page.sheet.faces.label)
        return max(y, 190)

    def _serial(self, y: float) -> float:
        return y


@dataclass
class _Foot:
    """The rows below the text; `day` is how the date is printed."""

    rng: Random
    page: Page
    firm: Firm
    signed: date
    place: str
    day: str

    def print(self, wording: Wording, y: float) -> tuple[float, float]:
        """The rows from `y`; returns the place of the seal."""
        size = self.page.size + 1
        widest = max(self._width(row, size) + 24 * len(row) for row in wording.foot)
        right = min(self.rng.uniform(430, 640), 1270 - widest)
        x, anchor = self.page.left if self.place == "left" else max(right, self.page.left), (0.0, 0.0)
        for row in wording.foot:
            for column, (label, what) in zip(self._columns(row, x, size), row, strict=True):
                found = self._item(column, y, self.page.filled(label), what, size)
                anchor = found or anchor
            y += size * self.rng.uniform(2.2, 2.6)
        return anchor

    def boxed(self, wording: Wording, y: float) -> tuple[float, float]:
        """The rows in a last cell of the form, and an empty one for the school below it."""
        height, left = 120.0 + 95 * len(wording.foot), self.page.left
        _upright_cell(self.page, left, y, y + height, "企业意见")
        _upright_cell(self.page, left, y + height, min(y + height + 230, 1900), "学校核查")
        inside = replace(self, page=replace(self.page, left=left + 130), place="left")
        return inside.print(wording, y + 50)

    def _columns(self, row: tuple[tuple[str, str], ...], x: float, size: float) -> tuple[float, ...]:
        """Where the one or two items of a row begin: the second in the middle, or nearer when it would pass the margin."""
        if len(row) == 1:
            return (x,)
        beside = x + self._width(row[:1], size) + 24
        return x, max(beside, min(x + 560, 1290 - self._width(row[1:], size)))

    def _width(self, row: tuple[tuple[str, str], ...], size: float) -> float:
        texts = [self.page.filled(label) + self._typed(what) for label, what in row]
        by_hand = sum(250 for _, what in row if what in ("sign", "agent", "stamp", "signed"))
        return sum(self.page.sheet.advance(text, size) for text in texts) + by_hand

    def _typed(self, what: str) -> str:
        """What is printed behind the label; empty when a hand or a seal puts it there."""
        if what == "unit":
            return self.firm.name
        if what in ("typed", "signed"):
            return self.firm.person
        if what == "day":
            return day_text(self.signed, self.day)
        return self.page.filled(what) if what.startswith("{") else ""

    def _item(self, x: float, y: float, label: str, what: str, size: float) -> tuple[float, float] | None:
        """One label with what belongs behind it; the seal's place when it goes here."""
        sheet, rng = self.page.sheet, self.rng
        end = sheet.text(x, y, label, size)
        key = {"unit": "name", "typed": "person", "signed": "person", "day": "date"}.get(what, what.strip("{}"))
        text = self._typed(what)
        if text:
            by_hand = what == "day" and self.page.fill == "hand" and self.day != "capitals"
            face: Face | None = sheet.faces.hand if by_hand else None
            name = "date" if key == "date" else "" if key in self.page.done else FIELDS.get(key, "")
            end = sheet.text(end, y, text, size, face=face, colour=PEN if by_hand else None, field=name)
        if what in ("sign", "agent", "signed"):
            name = self.page.values["agent"] if what == "agent" else self.firm.person
            ink = handwriting(rng, sheet, name)
            inside = sheet.width - 20 - ink.width / sheet.scale / 2
            box = sheet.stamp(ink, min(end + max(105, 37 * len(name)), inside), y + 18)
            if what == "sign":
                self._first("legal_person", box)
        if what == "stamp" and "·" not in self.firm.person:
            side = sheet.px(rng.uniform(84, 106))
            sheet.stamp(name_seal(rng, self.firm.person, sheet.faces.seal, side), end + 90, y + 18)
        if what not in ("unit", "blank"):
            return None
        reach = min(end - x, 520) if what == "unit" else rng.uniform(230, 360)
        return x + rng.uniform(0.35, 0.75) * reach + 60, y + rng.uniform(10, 100)

    def _first(self, name: str, box: Box) -> None:
        if name not in self.page.sheet.marks:
            self.page.sheet.marks[name] = box


def day_text(day: date, style: str) -> str:
    """The date as letters print it: figures, padded, dotted, gaps, capitals (二〇二六年)."""
    if style == "capitals":
        year = "".join(_DIGITS[int(digit)] for digit in str(day.year))
        return f"{year}年{_counted(day.month)}月{_counted(day.day)}日"
    return {
        "figures": f"{day.year}年{day.month}月{day.day}日",
        "padded": f"{day:%Y年%m月%d日}",
        "dotted": f"{day:%Y.%m.%d}",
        "gaps": f"{day.year} 年 {day.month} 月 {day.day} 日",
    }[style]


def _counted(number: int) -> str:
    """一 to 三十一."""
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十") + (_DIGITS[ones] if ones else "")


def _clear_of(anchor: tuple[float, float], signature: Box, scale: float) -> tuple[float, float]:
    """The seal left of the signature or, where there is no room, above it."""
    left, top = signature[0] / scale, signature[1] / scale
    return (min(anchor[0], left - 190), anchor[1]) if left > 540 else (anchor[0] + 500, min(anchor[1], top - 20))


def _seal(rng: Random, sheet: Sheet, firm: Firm, other: Firm, at: tuple[float, float]) -> dict[str, Any]:
    which = rng.choices(("own", "other", "branch", "missing"), (76, 9, 5, 10))[0]
    if which == "missing":
        return {"seal": which, "seal_present": False, "seal_ring": None, "seal_matches": None, "seal_box": None}
    ring = {"own": firm.name, "other": other.name, "branch": f"{firm.name}{other.place.short}分公司"}[which]
    if firm.form == "branch" and which == "branch":
        which, ring = "other", other.name
    middle = rng.choice(("", "", "", "", "", "业务专用章", "项目专用章"))
    serial = f"{firm.code[2:8]}{rng.randrange(10**7):07d}" if rng.random() < 0.7 else ""
    diameter = sheet.px(rng.uniform(300, 360))
    seal = round_seal(rng, ring, sheet.faces.seal, diameter, middle=middle, serial="" if middle else serial, tilt=25)
    box = sheet.stamp(seal, *at)
    return {"seal": which, "seal_present": True, "seal_ring": ring, "seal_matches": ring == firm.name, "seal_box": box}
