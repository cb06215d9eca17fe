"""One letter's page in the family `later`: running text with values in it, and labels with values in eight styles; dry runs measure."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from benchmarks.papers.fonts import Face
from benchmarks.papers.ink import Colour, Sheet
from benchmarks.papers.later.wordings import Data, Items, Part, Text, numbered

MARKUP = re.compile(r"(\{\w+\})")
PEN: Colour = (28, 38, 96)
# What templates name → the field that the truth calls it.
FIELDS = {"name": "name", "code": "uscc", "person": "legal_person"}
_Rows = tuple[tuple[str, str], ...]


@dataclass
class Page:
    """`values` fill templates; text stands from `left` over `width`; `dry` measures without printing; `done` have their box already."""

    sheet: Sheet
    values: dict[str, str]
    size: float
    leading: float
    style: str
    fill: str
    left: float = 165.0
    width: float = 1084.0
    dry: bool = False
    done: set[str] = field(default_factory=set)

    def filled(self, template: str) -> str:
        return template.format(**self.values)

    def text(self, x: float, y: float, text: str, size: float, *, key: str = "") -> float:
        """`text` at x, y; `key` is the template's name of it, whose first place becomes the field's box. Returns its end."""
        face, colour = self._hand(key)
        if self.dry:
            return x + self.sheet.advance(text, size, face)
        name = "" if key in self.done else FIELDS.get(key, "")
        return self.sheet.text(x, y, text, size, face=face, colour=colour, field=name)

    def label(self, x: float, y: float, text: str, size: float, *, align: str = "l") -> None:
        if not self.dry:
            self.sheet.text(x, y, text, size, face=self.sheet.faces.label, align=align)

    def rule(self, *points: tuple[float, float]) -> None:
        if not self.dry:
            self.sheet.rule(*points, width=1.3)

    def box(self, x: float, y: float, right: float, bottom: float) -> None:
        if not self.dry:
            self.sheet.frame((x, y, right, bottom), width=1.4)

    def close(self, template: str) -> None:
        """The values of `template` are printed: their first place is their box, whatever repeats them."""
        if not self.dry:
            self.done |= {piece[1:-1] for piece in MARKUP.findall(template)}

    def part(self, part: Part, y: float) -> float:
        """The part from `y`. Returns the y below."""
        if isinstance(part, Text):
            return self.flow(y, part.text, indent=part.indent)
        if isinstance(part, Data):
            return _STYLES[self.style](self, part.rows, y + self.size * 0.3) + self.size * 0.5
        if part.ticked:
            return _ticked(self, part, y + self.size * 0.2) + self.size * 0.5
        for sentence in numbered(part):
            y = self.flow(y, sentence, indent=2)
        return y

    def flow(self, y: float, template: str, *, indent: int) -> float:
        """Running text with its values. Returns the y below."""
        pieces = [
            (self.filled(piece), piece[1:-1] if piece[0] == "{" else "") for piece in MARKUP.split(template) if piece
        ]
        if self.fill != "plain":
            # Blank lines are longer than what is written on them.
            pieces = [(f" {text} " if key in FIELDS else text, key) for text, key in pieces]
        keys = [key for text, key in pieces for _ in text]
        at = -indent
        for line in self.sheet.wrap("\u3000" * indent + "".join(text for text, _ in pieces), self.width, self.size):
            self._line(y, line, ["" if at + place < 0 else keys[at + place] for place in range(len(line))])
            at += len(line)
            y += self.size * self.leading
        self.close(template)
        return y

    def value(self, x: float, y: float, template: str, size: float, room: float, *, narrow: bool = False) -> float:
        """A template's text at x, y in lines of `room`, or set smaller on one. Returns the y below."""
        text, key = self.filled(template), template[1:-1] if MARKUP.fullmatch(template) else ""
        if narrow:
            face, _ = self._hand(key)
            small = min(size, size * room / max(1.0, self.sheet.advance(text, size, face)))
            self.text(x, y + (size - small) * 0.7, text, small, key=key)
            y += size * 1.3
        else:
            for line in self.sheet.wrap(text, room, size):
                self.text(x, y, line, size, key=key)
                y += size * 1.3
        self.close(template)
        return y

    def _hand(self, key: str) -> tuple[Face | None, Colour | None]:
        by_hand = self.fill == "hand" and key in (*FIELDS, "agent", "phone", "address")
        return (self.sheet.faces.hand, PEN) if by_hand else (None, None)

    def _line(self, y: float, line: str, keys: list[str]) -> None:
        """One line, cut where values begin and end."""
        x, start = self.left, 0
        for end in range(1, len(line) + 1):
            if end < len(line) and keys[end] == keys[start]:
                continue
            after = self.text(x, y, line[start:end], self.size, key=keys[start])
            if keys[start] in FIELDS and self.fill != "plain":
                self.rule((x, y + self.size * 1.2), (after, y + self.size * 1.2))
            x, start = after, end


def _colon(page: Page, rows: _Rows, y: float) -> float:
    for label, template in rows:
        x = page.text(page.left + page.size, y, f"{page.filled(label)}：", page.size)
        y = page.value(x, y, template, page.size, page.left + page.width - x) + page.size * (page.leading - 1.3)
    return y


def _square(page: Page, rows: _Rows, y: float) -> float:
    for label, template in rows:
        x = page.text(page.left, y, f"【{page.filled(label)}】", page.size)
        y = page.value(x, y, template, page.size, page.left + page.width - x) + page.size * 0.35
    return y


def _counted(page: Page, rows: _Rows, y: float) -> float:
    for place, (label, template) in enumerate(rows, start=1):
        x = page.text(page.left + page.size, y, f"{place}）{page.filled(label)}  ", page.size)
        y = page.value(x, y, template, page.size, page.left + page.width - x) + page.size * 0.35
    return y


def _run(page: Page, rows: _Rows, y: float) -> float:
    """All in one sentence."""
    return page.flow(y, "；".join(f"{page.filled(label)}：{template}" for label, template in rows) + "。", indent=2)


def _rule(page: Page, rows: _Rows, y: float) -> float:
    """Values on lines to the right edge."""
    for label, template in rows:
        x = page.text(page.left, y, f"{page.filled(label)}：", page.size)
        page.value(x + 16, y, template, page.size, page.left + page.width - x - 20, narrow=True)
        page.rule((x, y + page.size * 1.25), (page.left + page.width, y + page.size * 1.25))
        y += page.size * max(1.8, page.leading)
    return y


def _tiles(page: Page, rows: _Rows, y: float) -> float:
    """As `rule`, but the code has a box for each character."""
    for label, template in rows:
        if template != "{code}":
            y = _rule(page, ((label, template),), y)
            continue
        x = page.text(page.left, y, f"{page.filled(label)}：", page.size)
        step = min(page.size * 1.5, (page.left + page.width - x) / 18)
        for place, char in enumerate(page.values["code"]):
            page.box(x + place * step, y - page.size * 0.16, x + (place + 1) * step, y + page.size * 1.3)
            face, _ = page._hand("code")
            page.text(
                x + (place + 0.5) * step - page.sheet.advance(char, page.size, face) / 2, y, char, page.size, key="code"
            )
        page.close(template)
        y += page.size * max(1.9, page.leading)
    return y


def _cells(page: Page, rows: _Rows, y: float) -> float:
    for label, template in rows:
        y = _cell_row(page, ((label, template),), y, (page.left, page.left + 300, page.left + page.width))
    return y


def _quad(page: Page, rows: _Rows, y: float) -> float:
    """Long values over the whole width, short ones two by two."""
    wide = [row for row in rows if row[1] in ("{name}", "{code}", "{address}")]
    short = [row for row in rows if row not in wide]
    middle = page.left + page.width / 2
    for row in wide:
        y = _cell_row(page, (row,), y, (page.left, page.left + 230, page.left + page.width))
    for place in range(0, len(short), 2):
        pair = tuple(short[place : place + 2])
        edges = (page.left, page.left + 230, middle, middle + 230, page.left + page.width)
        y = _cell_row(page, pair, y, edges if len(pair) == 2 else (page.left, page.left + 230, page.left + page.width))
    return y


def _cell_row(page: Page, row: _Rows, y: float, edges: tuple[float, ...]) -> float:
    """Label and value, once or twice, in ruled cells."""
    size = page.size * 0.94
    rooms = [edges[place + 1] - edges[place] - 24 for place in range(len(edges) - 1)]
    cells = [cell for label, template in row for cell in (label, template)]
    lines = [len(page.sheet.wrap(page.filled(text), room, size)) for text, room in zip(cells, rooms, strict=True)]
    height = size * (max(lines) * 1.3 + 0.8)
    for place, text in enumerate(cells):
        page.box(edges[place], y, edges[place + 1], y + height)
        top = y + (height - lines[place] * size * 1.3) / 2 + size * 0.1
        if place % 2:
            page.value(edges[place] + 14, top, text, size, rooms[place])
            continue
        for line in page.sheet.wrap(page.filled(text), rooms[place], size):
            page.text((edges[place] + edges[place + 1] - page.sheet.advance(line, size)) / 2, top, line, size)
            top += size * 1.3
    return y + height


def _ticked(page: Page, items: Items, y: float) -> float:
    """A table: number, sentence, 是（√）否（　）."""
    edges = (page.left, page.left + 90, page.left + page.width - 290, page.left + page.width)
    size = min(page.size * 0.94, page.size * 270 / page.sheet.advance("是（√） 否（　）", page.size))
    rows = [
        ("序号", "确认内容", "确认结果"),
        *((str(n), text, "是（√） 否（　）") for n, text in enumerate(items.texts, start=1)),
    ]
    for place, row in enumerate(rows):
        lines = page.sheet.wrap(row[1], edges[2] - edges[1] - 28, size)
        height = size * (len(lines) * 1.3 + 0.7)
        for cell in range(3):
            page.box(edges[cell], y, edges[cell + 1], y + height)
        middle = y + height / 2 - size * 0.5
        for cell in (0, 2):
            page.text(
                (edges[cell] + edges[cell + 1] - page.sheet.advance(row[cell], size)) / 2, middle, row[cell], size
            )
        top = y + size * 0.45
        for line in lines:
            x = edges[1] + 14 if place else (edges[1] + edges[2] - page.sheet.advance(line, size)) / 2
            page.text(x, top, line, size)
            top += size * 1.3
        y += height
    return y


_STYLES: dict[str, Callable[[Page, _Rows, float], float]] = {
    "colon": _colon, "square": _square, "counted": _counted, "run": _run, "rule": _rule, "tiles": _tiles, "cells": _cells, "quad": _quad,
}  # fmt: skip
