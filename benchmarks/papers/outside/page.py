"""A letter's page in `outside` and `beyond`: running text with values in it, rows and tables of data, the signatures; dry runs measure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from random import Random

from benchmarks.papers.cns import handwriting
from benchmarks.papers.fonts import Face
from benchmarks.papers.ink import Colour, Sheet
from benchmarks.papers.seals import name_seal

MARKUP = re.compile(r"(\{\w+\})")
PEN: Colour = (24, 34, 92)
FIELDS = {"name": "name", "code": "uscc", "person": "legal_person", "day": "date"}
"""What templates name → the field that the truth calls it."""
# What the form itself prints, whoever fills in the rest.
_FORM = frozenset(("", "school", "boss", "bureau", "year", "number", "mark"))
_DIGITS = "〇一二三四五六七八九"
_ORDINALS = "一二三四五六七八九十"
_CIRCLES = "①②③④⑤⑥⑦⑧⑨⑩"
Row = tuple[str, str]
"""A label and a template; at the foot also sign, agent, stamp or blank in the template's place."""


@dataclass
class Page:
    """`values` fill templates; text of `size` stands from `left` to `right`, the next line at `y`; `fill`: plain, line or hand.

    In a dry run nothing is printed but all of it is gathered in `text`. `anchor`: where the seal goes; None: nowhere yet.
    """

    sheet: Sheet
    values: Mapping[str, str]
    size: float
    leading: float
    fill: str
    left: float = 190.0
    right: float = 1224.0
    y: float = 170.0
    dry: bool = False
    text: set[str] = field(default_factory=set)
    done: set[str] = field(default_factory=set)
    anchor: tuple[float, float] | None = None

    def filled(self, template: str) -> str:
        return template.format(**self.values)

    def put(
        self, x: float, y: float, text: str, size: float, *, key: str = "", face: Face | None = None, colour: Colour | None = None,
        align: str = "l",
    ) -> float:  # fmt: skip
        """`text` at x, y; `key` is the template's name of it, whose first place becomes the field's box. Returns its end."""
        if self.fill == "hand" and key not in _FORM:
            face, colour = self.sheet.faces.hand, PEN
        if self.dry:
            self.text.update(text)
            return x + self.sheet.advance(text, size, face) * {"l": 1.0, "m": 0.5, "r": 0.0}[align]
        name = "" if key in self.done else FIELDS.get(key, "")
        return self.sheet.text(x, y, text, size, face=face, colour=colour, align=align, field=name)

    def rule(self, *points: tuple[float, float], colour: Colour | None = None, width: float = 1.4) -> None:
        if not self.dry:
            self.sheet.rule(*points, colour=colour, width=width)

    def box(self, x: float, y: float, right: float, bottom: float) -> None:
        if not self.dry:
            self.sheet.frame((x, y, right, bottom), width=1.4)

    def close(self, template: str) -> None:
        """The values of `template` are printed: their first place is their box, whatever repeats them."""
        if not self.dry:
            self.done |= {piece[1:-1] for piece in MARKUP.findall(template)}

    def gap(self, lines: float) -> None:
        self.y += self.size * self.leading * lines

    def title(
        self, template: str, size: float, *, spread: float = 0.0, below: float = 1.0, colour: Colour | None = None
    ) -> None:
        """In the middle; with `spread` its letters stand that many letters apart; `below` text lines of room follow."""
        text, middle, face = self.filled(template), (self.left + self.right) / 2, self.sheet.faces.title
        size = min(size, (self.right - self.left) / (len(text) + spread * (len(text) - 1)))
        start = middle - size * (len(text) + spread * (len(text) - 1)) / 2
        if not spread:
            self.put(middle, self.y, text, size, face=face, colour=colour, align="m")
        for place, char in enumerate(text if spread else ""):
            self.put(
                start + place * size * (1 + spread) + size / 2, self.y, char, size, face=face, colour=colour, align="m"
            )
        self.y += size * 1.25
        self.gap(below)

    def flow(self, template: str, *, indent: int = 2, left: float = 0.0, face: Face | None = None) -> None:
        """Running text with its values; `left` shifts all its lines."""
        pieces = [(self.filled(part), part[1:-1] if part[0] == "{" else "") for part in MARKUP.split(template) if part]
        if self.fill != "plain":
            # Blank lines are longer than what is written on them.
            pieces = [(text if key in _FORM else f" {text} ", key) for text, key in pieces]
        keys, at = [key for text, key in pieces for _ in text], -indent
        width = self.right - self.left - left
        for line in self.sheet.wrap("\u3000" * indent + "".join(text for text, _ in pieces), width, self.size, face):
            self._line(
                self.left + left,
                line,
                [keys[at + place] if at + place >= 0 else "" for place in range(len(line))],
                face,
            )
            at += len(line)
            self.y += self.size * self.leading
        self.close(template)

    def lines(self, *templates: str) -> None:
        """Each of `templates` from the margin."""
        for template in templates:
            self.flow(template, indent=0)

    def _line(self, x: float, line: str, keys: list[str], face: Face | None) -> None:
        """One line, cut where values begin and end."""
        start = 0
        for end in range(1, len(line) + 1):
            if end < len(line) and keys[end] == keys[start]:
                continue
            after = self.put(x, self.y, line[start:end], self.size, key=keys[start], face=face)
            if keys[start] not in _FORM and self.fill != "plain":
                self.rule((x, self.y + self.size * 1.18), (after, self.y + self.size * 1.18))
            x, start = after, end

    def items(self, number: str, texts: Sequence[str], *, indent: int = 2, left: float = 0.0) -> None:
        """Numbered sentences; in `number` 一, ① or 1 counts."""
        for place, text in enumerate(texts):
            count = number.replace("一", _ORDINALS[place]).replace("①", _CIRCLES[place]).replace("1", str(place + 1))
            self.flow(count + text, indent=indent, left=left)

    def data(
        self, rows: Sequence[Row], *, colon: str = "：", line: bool = False, column: float = 0.0, indent: float = 0.0
    ) -> None:
        """Label and value, a row each; values from `column` letters behind the margin; with `line` on a line to the right edge."""
        for label, template in rows:
            end = self.put(self.left + indent * self.size, self.y, self.filled(label) + colon, self.size)
            x = max(end + self.size * 0.15, self.left + column * self.size)
            if line:
                self.rule((x, self.y + self.size * 1.2), (self.right, self.y + self.size * 1.2))
                self._fit(x + 10, self.y, template, self.size, self.right - x - 14)
                self.y += self.size * self.leading
                continue
            key = _key_of(template)
            for piece in self.sheet.wrap(self.filled(template), self.right - x, self.size):
                self.put(x, self.y, piece, self.size, key=key)
                self.y += self.size * self.leading
            self.close(template)

    def _fit(self, x: float, y: float, template: str, size: float, room: float, align: str = "l") -> None:
        """A template's text on one line, set smaller when it is longer than `room`."""
        text, key = self.filled(template), _key_of(template)
        small = min(size, size * room / max(1.0, self.sheet.advance(text, size)))
        self.put(x, y + (size - small) * 0.6, text, small, key=key, align=align)
        self.close(template)

    def table(
        self, rows: Sequence[Sequence[str]], widths: Sequence[float], *, centred: bool = False, size: float = 0.0
    ) -> None:
        """Ruled rows of templates; `widths` are shares of the text's width; a shorter row's last cell reaches to the edge."""
        size = size or self.size * 0.92
        total = self.right - self.left
        for row in rows:
            edges = [self.left + total * sum(widths[:place]) for place in range(len(row))] + [self.right]
            lines = [
                self.sheet.wrap(self.filled(cell), edges[place + 1] - edges[place] - 22, size)
                for place, cell in enumerate(row)
            ]
            height = size * (1.3 * max(len(cell) for cell in lines) + 0.85)
            for place, cell in enumerate(row):
                self.box(edges[place], self.y, edges[place + 1], self.y + height)
                key = _key_of(cell)
                top = self.y + (height - len(lines[place]) * size * 1.3) / 2 + size * 0.08
                for piece in lines[place]:
                    middle = centred or place % 2 == 0
                    x = (edges[place] + edges[place + 1]) / 2 if middle else edges[place] + 12
                    self.put(x, top, piece, size, key=key, align="m" if middle else "l")
                    top += size * 1.3
                self.close(cell)
            self.y += height

    def foot(self, rng: Random, rows: Sequence[Row], x: float, *, step: float = 2.15, seal: int = 0) -> None:
        """Labels from `x` with what belongs behind: a template, sign, agent, stamp or blank; the seal is set upon row `seal`."""
        widest = max(
            self.sheet.advance(self.filled(label) + self._typed(what), self.size) + 230 * (what in ("sign", "agent"))
            for label, what in rows
        )
        x = max(self.left, min(x, self.right + 30 - widest))
        for place, (label, what) in enumerate(rows):
            if place == seal:
                reach = self.sheet.advance(self.filled(label) + self._typed(what), self.size)
                self.anchor = (
                    min(x + max(reach * rng.uniform(0.5, 0.85), 190.0), 1230.0),
                    self.y + self.size * rng.uniform(0.4, 2.2),
                )
            end = self.put(x, self.y, self.filled(label), self.size)
            typed = self._typed(what)
            if typed:
                self.put(end, self.y, typed, self.size, key=what[1:-1] if MARKUP.fullmatch(what) else "")
                self.close(what)
            elif not self.dry:
                self._by_hand(rng, end, what)
            self.y += self.size * step

    def _typed(self, what: str) -> str:
        return self.filled(what) if "{" in what or "年" in what else ""

    def _by_hand(self, rng: Random, x: float, what: str) -> None:
        person = self.values["agent" if what == "agent" else "person"]
        if what in ("sign", "agent"):
            ink = handwriting(rng, self.sheet, person)
            half = ink.width / self.sheet.scale / 2
            self.sheet.stamp(ink, min(x + half * 0.95, self.sheet.width - 20 - half), self.y + self.size * 0.45)
        elif what == "stamp":
            side = self.sheet.px(rng.uniform(88, 112))
            self.sheet.stamp(name_seal(rng, person, self.sheet.faces.seal, side), x + 80, self.y + self.size * 0.5)


def _key_of(template: str) -> str:
    """What is written in the place of `template`: its one value, or the first of several that are no field; "": a label."""
    keys = [piece[1:-1] for piece in MARKUP.findall(template)]
    return keys[0] if MARKUP.fullmatch(template) or (keys and not set(keys) & set(FIELDS)) else ""


def day_text(day: date, style: str) -> str:
    """The day as letters print it: figures, padded, dotted, gaps, numerals (二〇二六年三月五日); blank: its place left open."""
    if style == "numerals":
        return (
            f"{''.join(_DIGITS[int(digit)] for digit in str(day.year))}年{_counted(day.month)}月{_counted(day.day)}日"
        )
    return {
        "figures": f"{day.year}年{day.month}月{day.day}日",
        "padded": f"{day:%Y年%m月%d日}",
        "dotted": f"{day.year}.{day.month}.{day.day}",
        "gaps": f"{day.year} 年 {day.month} 月 {day.day} 日",
        "blank": "　　　年　　月　　日",
    }[style]


def _counted(number: int) -> str:
    """一 to 三十一."""
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十") + (_DIGITS[ones] if ones else "")
