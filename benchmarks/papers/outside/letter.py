"""What the letters of `outside` and `beyond` are: how one is written on a page, how its day and its blanks may be filled; how it is drawn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any, Protocol

from benchmarks.papers.drawn import Drawn, Fields
from benchmarks.papers.firms import Firm, day_between
from benchmarks.papers.fonts import draw_faces
from benchmarks.papers.ink import Sheet
from benchmarks.papers.outside.copies import photocopy
from benchmarks.papers.outside.page import Page, day_text
from benchmarks.papers.outside.words import SCHOOL
from benchmarks.papers.seals import round_seal

PLAIN = ("plain",)
DAYS = ("figures", "figures", "padded", "gaps", "figures")


@dataclass(frozen=True)
class Letter:
    """`days` and `fills` as `page` names them, one of each is drawn."""

    key: str
    write: Callable[[Page, Random], None]
    days: tuple[str, ...] = DAYS
    fills: tuple[str, ...] = PLAIN


class _DrawFirm(Protocol):
    def __call__(self, rng: Random, *, licence: bool) -> Firm: ...


@dataclass(frozen=True)
class Office:
    """How a family's letters come out: on what paper, with which values, under which seals.

    The sheet's shade is `darkest` at least and up to `warmth` - 1 yellower. `words` go into a template of the same name, one of each;
    `phones` are the second and third digit of a number, `exchange` the first two of a landline's; `count`, `number` and `men` are the
    first that is too many. `seals` are the weights of the own, another's and no seal, `middles` what may stand in one with its weights,
    `serial` the share of numbers below it and their digits. `copied` are handed in as photocopies.
    """

    family: str
    firm: _DrawFirm
    person: Callable[[Random], str]
    signed: tuple[date, date]
    sizes: Sequence[float]
    leading: tuple[float, float]
    margins: Sequence[float]
    darkest: int
    warmth: int
    lowest: float
    until: tuple[int, int]
    phones: Sequence[str]
    exchange: str
    bureaus: Sequence[str]
    works: Sequence[str]
    projects: Sequence[str]
    count: int
    number: int
    men: int
    seals: tuple[int, int, int]
    middles: tuple[Sequence[str], Sequence[int]]
    serial: tuple[float, int]
    diameter: tuple[float, float]
    tilt: float
    copied: float = 0.0

    def draw(self, rng: Random, firm: Firm, scale: float, letters: Sequence[Letter]) -> Drawn:
        """The letter of `firm` in one of the wordings with their layouts, fitted to its page."""
        letter, other = rng.choice(letters), self.firm(rng, licence=False)
        signed = day_between(rng, *self.signed)
        style = rng.choice(letter.days)
        values = self._values(rng, firm, other, signed, style)
        fill, seed = rng.choice(letter.fills), rng.getrandbits(48)
        size, leading, margin = rng.choice(self.sizes), rng.uniform(*self.leading), rng.choice(self.margins)
        shade = rng.randrange(self.darkest, 256)
        ground = (shade, shade - rng.randrange(0, 3), shade - rng.randrange(0, self.warmth))

        def paged(faces_for: str, *, dry: bool) -> Page:
            sheet = Sheet(1414, 2000, scale, draw_faces(Random(seed), self.family, faces_for), ground)
            page = Page(sheet, values, size, leading, fill, margin, 1414 - margin, dry=dry)
            letter.write(page, Random(seed))
            return page

        text = "".join(sorted(paged(firm.text, dry=True).text)) + firm.name + firm.person + values["agent"] + other.name
        while size > 23 and paged(text, dry=True).y > self.lowest:
            size, leading = size - 1, max(1.4, leading - 0.04)
        page = paged(text, dry=False)
        copied = self.copied > 0 and rng.random() < self.copied
        if copied:
            photocopy(rng, page.sheet)
        extra = self._seal(rng, page, firm, other)
        extra |= {"layout": f"{letter.key}/copied" if copied else letter.key, "form": firm.form}
        fields: Fields = {
            "name": firm.name, "uscc": firm.code, "legal_person": firm.person, "date": None if style == "blank" else signed.isoformat(),
            "seal_present": extra["seal_present"], "seal_name": extra["seal_ring"],
        }  # fmt: skip
        boxes = {name: box for name, box in page.sheet.marks.items() if fields[name] is not None}
        return Drawn(page.sheet.image, fields, boxes, extra)

    def _values(self, rng: Random, firm: Firm, other: Firm, signed: date, style: str) -> dict[str, str]:
        until = signed + timedelta(days=rng.randrange(*self.until))
        return {
            "name": firm.name,
            "code": firm.code,
            "person": firm.person,
            "boss": "负责人" if firm.form == "branch" else "法定代表人",
            "agent": self.person(rng),
            "phone": f"1{rng.choice(self.phones)}0000{rng.randrange(10**4):04d}",
            "tel": f"0572-{self.exchange}{rng.randrange(10**5):05d}",
            "address": firm.address,
            "school": SCHOOL,
            "bureau": rng.choice(self.bureaus),
            "other": other.name,
            "day": day_text(signed, style),
            "until": f"{until.year}年{until.month}月{until.day}日",
            "year": str(signed.year),
            "count": str(rng.randrange(3, self.count)),
            "work": rng.choice(self.works),
            "project": f"{other.place.short}{rng.choice(self.projects)}",
            "cert": firm.qualification.cert_no,
            "grade": firm.qualification.grades[0],
            "number": str(rng.randrange(1, self.number)),
            "mark": firm.name.removeprefix(firm.place.short)[:2],
            **{f"man{place}": self.person(rng) for place in range(1, self.men)},
        }

    def _seal(self, rng: Random, page: Page, firm: Firm, other: Firm) -> dict[str, Any]:
        which = rng.choices(("own", "other", "missing"), self.seals)[0]
        if which == "missing" or page.anchor is None:
            return {"seal": "missing", "seal_present": False, "seal_ring": None, "seal_matches": None, "seal_box": None}
        sheet, ring = page.sheet, firm.name if which == "own" else other.name
        middle = rng.choices(*self.middles)[0]
        share, digits = self.serial
        numbered = rng.random() < share and not middle
        serial = f"{firm.code[2:8]}{rng.randrange(10**digits):0{digits}d}" if numbered else ""
        size = sheet.px(rng.uniform(*self.diameter))
        seal = round_seal(rng, ring, sheet.faces.seal, size, middle=middle, serial=serial, tilt=self.tilt)
        box = sheet.stamp(seal, *page.anchor)
        return {
            "seal": which, "seal_present": True, "seal_ring": ring, "seal_matches": ring == firm.name, "seal_box": box,
        }  # fmt: skip
