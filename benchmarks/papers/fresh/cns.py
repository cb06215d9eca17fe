"""Commitment letters of the family `fresh`: values in running text, on lines, in tables or only at the foot; signed, stamped, typed."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date
from random import Random
from typing import Any

from benchmarks.papers.cns import handwriting
from benchmarks.papers.drawn import Drawn, Fields
from benchmarks.papers.firms import Firm, day_between
from benchmarks.papers.fonts import Face, draw_faces
from benchmarks.papers.fresh.firms import draw_firm, draw_person
from benchmarks.papers.fresh.wordings import WORDINGS, Listed, Para, Part, Promises, Wording, numbered
from benchmarks.papers.ink import Box, Colour, Sheet
from benchmarks.papers.seals import name_seal, round_seal

_FAMILY = "fresh"
_PEN: Colour = (30, 36, 84)
_SEALS = ("own", "other", "branch", "missing")
_SCHOOL = "湖州市吴兴区城建职业技能培训学校"
_DIGITS = "〇一二三四五六七八九"
_LEFT, _WIDTH = 160.0, 1094.0
_LOWEST_FOOT = 1600.0
_MARKUP = re.compile(r"(\{\w+\})")
# What templates name → the field that the truth calls it.
_FIELDS = {"name": "name", "code": "uscc", "person": "legal_person"}


@dataclass
class _Letter:
    """What is printed with: `dry` measures without printing. `values` fill templates; `done` are those whose box is known."""

    sheet: Sheet
    wording: Wording
    values: dict[str, str]
    size: float
    leading: float
    dry: bool = False
    done: set[str] = field(default_factory=set)

    def text(self, x: float, y: float, text: str, size: float, *, key: str = "", face: Face | None = None,
             colour: Colour | None = None) -> float:  # fmt: skip
        """`text` at x, y; `key` is the template's name of it. Returns its end."""
        if self.dry:
            return x + self.sheet.advance(text, size, face)
        name = "" if key in self.done else _FIELDS.get(key, "")
        return self.sheet.text(x, y, text, size, face=face, colour=colour, field=name)

    def close(self, template: str) -> None:
        """The values of `template` are printed: their first place is their box, whatever repeats them."""
        if not self.dry:
            self.done |= {piece[1:-1] for piece in _MARKUP.findall(template)}

    def rule(self, *points: tuple[float, float]) -> None:
        if not self.dry:
            self.sheet.rule(*points, width=1.3)

    def filled(self, template: str) -> str:
        return template.format(**self.values)


def draw_letter(rng: Random, firm: Firm, scale: float) -> Drawn:
    """The letter of `firm` in one of the wordings."""
    wording, other = rng.choice(WORDINGS), draw_firm(rng, licence=False)
    signed = day_between(rng, date(2025, 1, 8), date(2026, 11, 18))
    values = _values(rng, firm)
    signed_only = _signs(wording) and _lists_person(wording) and rng.random() < 0.2
    if signed_only:
        wording = replace(wording, parts=tuple(_unnamed(part) for part in wording.parts))
    text = "".join(
        [*values.values(), firm.text, other.name, wording.title, wording.to, *map(_text_of, wording.parts), _DIGITS]
    )
    text += "".join(label for label, _ in wording.foot)
    faces = draw_faces(rng, _FAMILY, _MARKUP.sub("", text))
    shade = rng.randrange(245, 256)
    sheet = Sheet(
        1414 * wording.pages, 2000, scale, faces, (shade, shade - rng.randrange(0, 3), shade - rng.randrange(0, 6))
    )
    letter = _fitting(rng, sheet, wording, values)
    top = rng.uniform(150, 210)
    y = _print(letter, top, rng.choice((54, 60, 66)))
    foot = _Foot(rng, letter, firm, signed, 1414.0 * (wording.pages - 1))
    anchor = foot.print(
        rng.uniform(380, 600)
        if wording.pages == 2
        else min(y + rng.uniform(50, 120), _LOWEST_FOOT - 80 * len(wording.foot))
    )
    if signed_only:
        # The signature is the only place to read the name from: the seal keeps clear of it.
        anchor = (min(anchor[0], sheet.marks["legal_person"][0] / scale - 190), anchor[1])
    extra = _seal(rng, sheet, firm, other, anchor)
    extra |= {"layout": wording.key, "form": firm.form, "legal_person_only_signed": signed_only}
    return Drawn(sheet.image, _fields(firm, signed, extra), sheet.marks, extra)


def _values(rng: Random, firm: Firm) -> dict[str, str]:
    return {
        "name": firm.name,
        "code": firm.code,
        "person": firm.person,
        "boss": "负责人" if firm.form == "branch" else "法定代表人",
        "agent": draw_person(rng),
        "phone": f"1990000{rng.randrange(10**4):04d}",
        "address": firm.address,
        "school": _SCHOOL,
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


def _text_of(part: Part) -> str:
    if isinstance(part, Para):
        return part.text
    if isinstance(part, Listed):
        return "".join(label + value for label, value in part.rows)
    return "".join(numbered(part))


def _signs(wording: Wording) -> bool:
    return any(what == "sign" for _, what in wording.foot)


def _lists_person(wording: Wording) -> bool:
    return any(isinstance(part, Listed) and "{person}" in _text_of(part) for part in wording.parts)


def _unnamed(part: Part) -> Part:
    """The part without its row for the legal person."""
    if not isinstance(part, Listed):
        return part
    rows = tuple(row for row in part.rows if row[1] != "{person}")
    return Listed(rows, "table" if part.style == "pairs" else part.style)


def _fitting(rng: Random, sheet: Sheet, wording: Wording, values: dict[str, str]) -> _Letter:
    """The letter in the largest of the usual sizes at which text and foot go on the page."""
    size, leading = rng.choice((33.0, 36.0, 39.0)), rng.uniform(1.5, 2.0)
    if wording.pages == 2:
        # Both pages share one photo, so their print is larger.
        size += 10
    room = 1800.0 if wording.pages == 2 else _LOWEST_FOOT - 100 * len(wording.foot)
    while size > 28 and _print(_Letter(sheet, wording, values, size, leading, dry=True), 200, 60) > room:
        size, leading = size - 1, max(1.42, leading - 0.02)
    return _Letter(sheet, wording, values, size, leading)


def _print(letter: _Letter, y: float, title: float) -> float:
    """Title, addressee, parts. Returns the y below."""
    wording, size = letter.wording, letter.size
    if not letter.dry:
        title = min(title, 1080 / len(wording.title))
        letter.sheet.text(707, y, wording.title, title, face=letter.sheet.faces.title, align="m")
    y += title * 2
    if wording.to:
        y = _flow(letter, y, wording.to, indent=0) + size * 0.3
    for part in wording.parts:
        if isinstance(part, Para):
            y = _flow(letter, y, part.text, indent=part.indent)
        elif isinstance(part, Promises):
            for promise in numbered(part):
                y = _flow(letter, y, promise, indent=2)
        else:
            y = _LISTS[part.style](letter, part.rows, y + size * 0.2) + size * 0.4
    return y


def _flow(letter: _Letter, y: float, template: str, *, indent: int) -> float:
    """Running text with its values in the wording's way. Returns the y below."""
    size, fill = letter.size, letter.wording.fill
    pieces = [
        (letter.filled(piece), piece[1:-1] if piece.startswith("{") else "")
        for piece in _MARKUP.split(template)
        if piece
    ]
    # Blank lines are longer than what is written on them.
    pieces = [(f" {text} " if key in _FIELDS and fill != "plain" else text, key) for text, key in pieces]
    whole, owners = "".join(text for text, _ in pieces), [key for text, key in pieces for _ in text]
    at = -indent
    for line in letter.sheet.wrap("\u3000" * indent + whole, _WIDTH, size):
        keys = ["" if at + place < 0 else owners[at + place] for place in range(len(line))]
        _line(letter, y, line, keys)
        at += len(line)
        y += size * letter.leading
    letter.close(template)
    return y


def _line(letter: _Letter, y: float, line: str, keys: list[str]) -> None:
    """One line, cut where values begin and end."""
    x, start, size, fill = _LEFT, 0, letter.size, letter.wording.fill
    for end in range(1, len(line) + 1):
        if end < len(line) and keys[end] == keys[start]:
            continue
        key, by_hand = keys[start], fill == "hand" and keys[start] in _FIELDS
        face, colour = (letter.sheet.faces.hand, _PEN) if by_hand else (None, None)
        after = letter.text(x, y, line[start:end], size, key=key, face=face, colour=colour)
        if key in _FIELDS and fill != "plain":
            letter.rule((x, y + size * 1.2), (after, y + size * 1.2))
        x, start = after, end


def _key(template: str) -> str:
    return template[1:-1] if _MARKUP.fullmatch(template) else ""


def _colon(letter: _Letter, rows: tuple[tuple[str, str], ...], y: float) -> float:
    for label, template in rows:
        end = letter.text(_LEFT + letter.size * 2, y, f"{letter.filled(label)}：", letter.size)
        room = _LEFT + _WIDTH - end
        for line in letter.sheet.wrap(letter.filled(template), room, letter.size):
            letter.text(end, y, line, letter.size, key=_key(template))
            y += letter.size * letter.leading
        letter.close(template)
    return y


def _ruled(letter: _Letter, rows: tuple[tuple[str, str], ...], y: float) -> float:
    size = letter.size
    start = _LEFT + max(letter.sheet.advance(f"{letter.filled(label)}：", size) for label, _ in rows)
    for label, template in rows:
        letter.text(_LEFT, y, f"{letter.filled(label)}：", size)
        text = letter.filled(template)
        narrow = min(size, size * (_WIDTH + _LEFT - start - 30) / max(1.0, letter.sheet.advance(text, size)))
        letter.text(start + 20, y + (size - narrow) * 0.8, text, narrow, key=_key(template))
        letter.rule((start, y + size * 1.25), (_LEFT + _WIDTH, y + size * 1.25))
        letter.close(template)
        y += size * max(1.75, letter.leading)
    return y


def _table(letter: _Letter, rows: tuple[tuple[str, str], ...], y: float) -> float:
    return _cells(letter, rows, y, (_LEFT, _LEFT + 330, _LEFT + _WIDTH))


def _pairs(letter: _Letter, rows: tuple[tuple[str, str], ...], y: float) -> float:
    return _cells(letter, rows, y, (_LEFT, _LEFT + 180, _LEFT + 570, _LEFT + 740, _LEFT + _WIDTH))


def _cells(letter: _Letter, rows: tuple[tuple[str, str], ...], y: float, edges: tuple[float, ...]) -> float:
    """Rows of label and value in ruled cells; `edges` are two or four cells wide."""
    size, across = letter.size * 0.92, (len(edges) - 1) // 2
    for start in range(0, len(rows), across):
        cells = [
            part
            for label, template in rows[start : start + across]
            for part in ((label, ""), (template, _key(template)))
        ]
        wrapped = [
            letter.sheet.wrap(letter.filled(text), edges[place + 1] - edges[place] - 24, size)
            for place, (text, _) in enumerate(cells)
        ]
        height = size * (max(len(lines) for lines in wrapped) * 1.3 + 0.75)
        if not letter.dry:
            letter.sheet.grid(edges, (y, y + height), width=1.4)
        for place, lines in enumerate(wrapped):
            top = y + (height - len(lines) * size * 1.3) / 2 + size * 0.1
            for line in lines:
                left = edges[place] + 12
                if place % 2 == 0:
                    left = (edges[place] + edges[place + 1] - letter.sheet.advance(line, size)) / 2
                letter.text(left, top, line, size, key=cells[place][1])
                top += size * 1.3
            letter.close(cells[place][0])
        y += height
    return y


_LISTS = {"colon": _colon, "line": _ruled, "table": _table, "pairs": _pairs}


@dataclass
class _Foot:
    """The rows below the text. `left` is where the page of the foot begins."""

    rng: Random
    letter: _Letter
    firm: Firm
    signed: date
    left: float

    def print(self, y: float) -> tuple[float, float]:
        """The rows from `y`; returns the place of the seal."""
        rng, letter, size = self.rng, self.letter, self.letter.size + 1
        sheet, wording = letter.sheet, letter.wording
        rows = [(letter.filled(label), what) for label, what in wording.foot]
        widest = max(
            sheet.advance(label + self._typed(what), size) + (330 if what in ("sign", "agent", "stamp") else 0)
            for label, what in rows
        )
        x = self.left + (_LEFT if wording.place != "right" else min(rng.uniform(420, 640), 1270 - widest))
        step, anchor = size * rng.uniform(2.1, 2.7), (0.0, 0.0)
        if wording.place == "table":
            sheet.grid(
                (x - 30, x + 400, x + 1090),
                [y - size * 0.8 + step * place for place in range(len(rows) + 1)],
                width=1.4,
            )
        for label, what in rows:
            end = self._row(x, y, label, what, size)
            if what in ("unit", "blank"):
                reach = min(end - x, 520) if what == "unit" else rng.uniform(240, 380)
                anchor = (x + rng.uniform(0.35, 0.75) * reach + 60, y + rng.uniform(10, 110))
            y += step
        return anchor

    def _typed(self, what: str) -> str:
        """What is printed behind the label; empty when a hand or a seal puts it there."""
        if what == "unit":
            return self.firm.name
        if what == "typed":
            return self.firm.person
        if what == "day":
            return _day(self.rng, self.signed, self.letter.wording.day)
        return self.letter.filled(what) if what.startswith("{") else ""

    def _row(self, x: float, y: float, label: str, what: str, size: float) -> float:
        letter, rng = self.letter, self.rng
        sheet = letter.sheet
        if what == "day" and not label:
            x += rng.uniform(0, 160)
        end = sheet.text(x, y, label, size)
        if letter.wording.place == "table":
            end = x + 430
        if what in ("sign", "agent"):
            name = self.firm.person if what == "sign" else letter.values["agent"]
            box = sheet.stamp(handwriting(rng, sheet, name), end + max(110, 38 * len(name)), y + 20)
            if what == "sign":
                self._mark("legal_person", box)
            return end + 250
        if what == "stamp":
            if "·" not in self.firm.person:
                sheet.stamp(
                    name_seal(rng, self.firm.person, sheet.faces.seal, sheet.px(rng.uniform(84, 108))), end + 90, y + 20
                )
            return end + 150
        key = {"unit": "name", "typed": "legal_person", "{code}": "uscc", "day": "date"}.get(what, "")
        text = self._typed(what)
        first = key if key == "date" or key not in sheet.marks else ""
        # A long address is set smaller, so that it ends on the page.
        narrow = min(size, size * (self.left + 1300 - end) / max(1.0, sheet.advance(text, size)))
        return sheet.text(end, y + (size - narrow) * 0.8, text, narrow, field=first) if text else end

    def _mark(self, name: str, box: Box) -> None:
        if name not in self.letter.sheet.marks:
            self.letter.sheet.marks[name] = box


def _day(rng: Random, day: date, style: str) -> str:
    if style == "dotted":
        return f"{day.year}.{day.month}.{day.day}" if day.day % 2 else f"{day:%Y.%m.%d}"
    if style == "gaps":
        return f"{day.year} 年 {day.month} 月 {day.day} 日"
    if style == "capitals":
        year = "".join(_DIGITS[int(digit)] for digit in str(day.year))
        return f"{year}年{_counted(day.month)}月{_counted(day.day)}日"
    return f"{day.year}年{day.month}月{day.day}日" if day.day % 3 else f"{day:%Y年%m月%d日}"


def _counted(number: int) -> str:
    """一 to 三十一."""
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十") + (_DIGITS[ones] if ones else "")


def _seal(rng: Random, sheet: Sheet, firm: Firm, other: Firm, at: tuple[float, float]) -> dict[str, Any]:
    which = rng.choices(_SEALS, (76, 9, 5, 10))[0]
    if which == "missing":
        return {"seal": which, "seal_present": False, "seal_ring": None, "seal_matches": None, "seal_box": None}
    ring = {"own": firm.name, "other": other.name, "branch": f"{firm.name}{other.place.short}分公司"}[which]
    if firm.form == "branch" and which == "branch":
        which, ring = "other", other.name
    middle = rng.choice(("", "", "", "", "", "财务专用章", "培训专用章"))
    serial = f"{firm.code[2:8]}{rng.randrange(10**7):07d}" if rng.random() < 0.7 else ""
    diameter = sheet.px(rng.uniform(300, 360))
    seal = round_seal(rng, ring, sheet.faces.seal, diameter, middle=middle, serial="" if middle else serial, tilt=25)
    box = sheet.stamp(seal, *at)
    return {"seal": which, "seal_present": True, "seal_ring": ring, "seal_matches": ring == firm.name, "seal_box": box}
