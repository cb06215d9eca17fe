"""Licences printed before March 2019 (三证合一), in the family `beyond`: a copy and a wall's print in portrait, two in landscape."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from benchmarks.papers.beyond.yyzz_parts import CODE, TITLE, Place, code_in_line, office, rows_of
from benchmarks.papers.drawn import Rows, print_rows
from benchmarks.papers.firms import Firm
from benchmarks.papers.ink import Colour, Sheet
from benchmarks.papers.ornament import emblem, plain_border, watermark, woven_border
from benchmarks.papers.outside.yyzz import in_order
from benchmarks.papers.yyzz import MAKERS, PUBLICITY

_TEA: tuple[Colour, ...] = ((210, 184, 112), (222, 200, 146), (190, 168, 120))
_SAGE: tuple[Colour, ...] = ((160, 186, 160), (196, 198, 150), (170, 180, 130))
_UMBER: Colour = (118, 74, 40)
_BLACK: Colour = (42, 42, 44)
_YEARLY = "应当于每年1月1日至6月30日通过浙江省企业信用信息公示系统报送上一年度年度报告"


def copy_tall(rng: Random, sheet: Sheet, firm: Firm) -> Place:
    """The copy with its number in brackets below 副本, the code right of the middle, a yearly duty at the foot."""
    watermark(sheet, "工商行政管理", 30, (247, 242, 226), slant=22)
    woven_border(sheet, 32, 50, _TEA, strands=7)
    emblem(sheet, 707, 240, 100)
    sheet.spread(707 - 330, 384, 660, TITLE, 118, face=sheet.faces.title)
    sheet.text(707, 540, "（副　　本）", 35, align="m")
    sheet.text(1190, 470, f"编号：{rng.randrange(1, 4)}-{rng.randrange(1, 3)}", 25, align="r")
    code_in_line(sheet, firm, 400, 618, 36, _UMBER)
    rows = rows_of(rng, firm)
    how = Rows(200, 716, 1000, 34, label_width=5.6, gap=0.82, label_face=sheet.faces.label, label_colour=_UMBER)
    print_rows(sheet, in_order(rows, "name kind site person make capital founded term scope"), how, limit=1550)
    sheet.text(707, 1838, _YEARLY, 19, align="m")
    sheet.text(140, 1868, PUBLICITY, 18)
    sheet.text(1274, 1868, MAKERS["old"], 18, align="r")
    return Place(office(rng, sheet, firm, 640, 1600, 38, _UMBER), (380, 1690))


def wall_tall(rng: Random, sheet: Sheet, firm: Firm) -> Place:
    """正本: the code above the rows in the label's column, as the first of them."""
    watermark(sheet, "营业执照", 38, (243, 246, 238), slant=16)
    plain_border(sheet, 36, _SAGE)
    emblem(sheet, 707, 270, 116)
    sheet.spread(707 - 380, 448, 760, TITLE, 140, face=sheet.faces.title)
    sheet.text(190, 700, CODE, 34, face=sheet.faces.label, colour=_BLACK)
    sheet.text(190 + 8.6 * 34, 698, firm.code, 38, field="uscc")
    rows = rows_of(rng, firm)
    how = Rows(
        190, 790, 1040, 37, label_width=6.0, gap=0.68, leading=1.32, label_face=sheet.faces.label, label_colour=_BLACK
    )
    print_rows(sheet, in_order(rows, "name kind person make capital site founded term scope"), how, limit=1560)
    sheet.text(707, 1862, MAKERS["old"], 20, align="m")
    return Place(office(rng, sheet, firm, 620, 1590, 41, _BLACK, drop=2.2), (400, 1680))


def copy_broad(rng: Random, sheet: Sheet, firm: Firm) -> Place:
    """Two columns: what the enterprise is at the left, its scope at the right, the code below the title at the right."""
    watermark(sheet, "工商", 36, (248, 243, 230), slant=26)
    woven_border(sheet, 30, 48, _TEA, strands=6)
    emblem(sheet, 1000, 188, 84)
    sheet.spread(1000 - 320, 296, 640, TITLE, 108, face=sheet.faces.title)
    sheet.text(1000, 430, "（副本）", 33, align="m")
    code_in_line(sheet, firm, 1090, 470, 35, _UMBER)
    rows = rows_of(rng, firm)
    how = Rows(
        170, 552, 830, 33, label_width=5.6, gap=0.66, leading=1.3, label_face=sheet.faces.label, label_colour=_UMBER
    )
    print_rows(sheet, in_order(rows, "name kind site person make capital founded term"), how, limit=1240)
    print_rows(sheet, in_order(rows, "scope"), replace(how, x=1080, width=740), limit=1040)
    sheet.text(140, 1306, PUBLICITY, 18)
    sheet.text(1860, 1306, MAKERS["old"], 18, align="r")
    return Place(office(rng, sheet, firm, 1150, 1100, 36, _UMBER), (760, 1200))


def plain_broad(rng: Random, sheet: Sheet, firm: Firm) -> Place:
    """One broad column with wide labels, emblem left of the title, the code under a rule."""
    plain_border(sheet, 30, _SAGE)
    emblem(sheet, 500, 226, 96)
    sheet.spread(660, 170, 720, TITLE, 118, face=sheet.faces.title)
    sheet.text(1500, 250, rng.choice(("（副  本）", "（副本）")), 32)
    sheet.rule((170, 350), (1830, 350), colour=_SAGE[0], width=3)
    code_in_line(sheet, firm, 170, 384, 35, _BLACK, between="：")
    sheet.text(1830, 390, f"No.{rng.randrange(10**8):08d}", 24, align="r")
    rows = rows_of(rng, firm)
    how = Rows(
        170, 470, 1640, 33, label_width=7.0, gap=0.52, leading=1.34, label_face=sheet.faces.label, label_colour=_BLACK
    )
    print_rows(sheet, in_order(rows, "name kind person make site capital founded term scope"), how, limit=1100)
    sheet.text(1000, 1318, f"{PUBLICITY}　{MAKERS['old']}", 18, align="m")
    return Place(office(rng, sheet, firm, 1220, 1120, 35, _BLACK, drop=2.2), (640, 1200))
