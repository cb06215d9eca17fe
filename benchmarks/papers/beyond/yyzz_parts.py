"""What the licences of the family `beyond` share: their rows, the code with its label, the office with day and seal, a mark of purpose."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from PIL import Image, ImageDraw

from benchmarks.papers.drawn import Row, apart
from benchmarks.papers.firms import Firm
from benchmarks.papers.ink import Box, Colour, Sheet
from benchmarks.papers.outside.yyzz import licence_rows
from benchmarks.papers.seals import round_seal

TITLE = "营业执照"
CODE = "统一社会信用代码"
MARKS = ("仅供参加职业技能培训报名使用", "仅用于湖州建筑工人培训备案", "仅供办理培训手续使用　再复印无效")
_MARK_TINTS: tuple[Colour, ...] = ((168, 172, 180), (196, 150, 150), (150, 160, 190))


@dataclass(frozen=True)
class Place:
    """What a form leaves: its seal in pixels, and where a stamp may be set beside the print (units)."""

    seal: Box
    spare: tuple[float, float]


def rows_of(rng: Random, firm: Firm) -> dict[str, list[Row]]:
    """The rows by name; none where this legal form or this year prints none."""
    rows = licence_rows(rng, firm, 0.85, ("{0}至{1}", "自{0}至{1}", "{0} 至 {1}"))
    if rows["make"]:
        rows["make"] = [Row("", "组成形式", rng.choice(("个人经营", "家庭经营")))]
    return rows


def office(
    rng: Random, sheet: Sheet, firm: Firm, x: float, y: float, size: float, colour: Colour, *, drop: float = 2.4, width: float = 6.4
) -> Box:  # fmt: skip
    """登记机关 at x, y spread over `width` letters, the day `drop` letters below, the office's seal over both."""
    sheet.spread(x, y, size * width, "登记机关", size, face=sheet.faces.label, colour=colour)
    pitch = size * rng.uniform(1.7, 2.05)
    apart(sheet, firm.issued_on, x + size * rng.uniform(1.6, 4.0), y + size * drop, size * 0.9, pitch, field_name="issue_date",
          padded=rng.random() < 0.8)  # fmt: skip
    seal = round_seal(rng, firm.authority, sheet.faces.seal, sheet.px(rng.uniform(258, 306)), tilt=9)
    low = min(y + size * rng.uniform(0.1, 2.0), sheet.height - 200)
    return sheet.stamp(seal, x + size * rng.uniform(6.8, 9.6), low)


def code_above(sheet: Sheet, firm: Firm, x: float, y: float, room: float, colour: Colour) -> None:
    """The label with the code below it, both within `room`."""
    small = min(32.0, room / 8.1)
    sheet.text(x, y, CODE, small, face=sheet.faces.label, colour=colour)
    sheet.text(x, y + small * 1.45, firm.code, min(39.0, 39 * room / sheet.advance(firm.code, 39)), field="uscc")


def code_in_line(
    sheet: Sheet, firm: Firm, x: float, y: float, size: float, colour: Colour, *, between: str = ""
) -> float:
    """Label and code on one line from `x`. Returns its end."""
    end = sheet.text(x, y, CODE + between, size * 0.94, face=sheet.faces.label, colour=colour)
    return sheet.text(end + size * 0.5, y, firm.code, size, field="uscc")


def purpose_mark(rng: Random, sheet: Sheet) -> None:
    """What the copy is for, in pale letters slanting across the page, as telephones' programs add it."""
    words, size = rng.choice(MARKS), sheet.px(rng.uniform(36, 50))
    font = sheet.faces.label.at(size)
    length = round(font.getlength(words))
    tile = Image.new("L", (length + size * 2, size * 2))
    ImageDraw.Draw(tile).text((size, size // 2), words, font=font, fill=rng.randrange(120, 170))
    turned = tile.rotate(rng.choice((24, 28, 32)), resample=Image.Resampling.BICUBIC, expand=True)
    tint, step = rng.choice(_MARK_TINTS), (turned.width + size, turned.height + size)
    for top in range(-turned.height // 3, sheet.image.height, step[1]):
        for left in range(-turned.width // 3, sheet.image.width, step[0]):
            sheet.image.paste(tint, (left, top), turned.point(lambda ink: ink // 2))
