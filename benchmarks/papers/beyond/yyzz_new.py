"""Licences printed since 2019, in the family `beyond`: the wall's, the copy broad and tall, downloaded, laid on an A4 page."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from benchmarks.papers.beyond.yyzz_parts import TITLE, Place, code_above, code_in_line, office, rows_of
from benchmarks.papers.drawn import Rows, apart, print_rows
from benchmarks.papers.firms import Firm
from benchmarks.papers.ink import Box, Colour, Sheet
from benchmarks.papers.ornament import emblem, plain_border, qr, watermark, woven_border
from benchmarks.papers.outside.yyzz import in_order
from benchmarks.papers.seals import round_seal
from benchmarks.papers.yyzz import MAKERS, PUBLICITY, REPORTING, SCAN

_WHEAT: tuple[Colour, ...] = ((216, 190, 124), (228, 212, 160), (204, 184, 132))
_ROSE: tuple[Colour, ...] = ((220, 170, 150), (226, 196, 160), (206, 180, 146))
_MOSS: tuple[Colour, ...] = ((176, 188, 140), (204, 198, 146), (160, 184, 150))
_BROWN: Colour = (126, 84, 48)
_GREY: Colour = (110, 112, 118)
_BLACK: Colour = (38, 38, 40)


def _scan_words(sheet: Sheet, firm: Firm, x: float, y: float, side: float, *, below: bool = False) -> None:
    """The QR code with its sentence at the right or below."""
    qr(sheet, x, y, side, f"https://gsxt.example/{firm.code}?v={firm.issued_on:%Y%m}")
    if below:
        sheet.paragraph(x - 20, y + side + 8, side + 40, SCAN, 16, leading=1.25)
    else:
        sheet.paragraph(x + side + 10, y + 4, 128, SCAN, 17, leading=1.3)


def wall_broad(rng: Random, sheet: Sheet, firm: Firm) -> Place:
    """正本: QR at the upper left, the code at the upper right, two columns in large letters, the left one narrow."""
    watermark(sheet, "国家市场监督管理总局", 34, (247, 244, 234), slant=20)
    woven_border(sheet, 40, 58, _ROSE, strands=8)
    emblem(sheet, 1000, 200, 98)
    sheet.spread(1000 - 400, 322, 800, TITLE, 130, face=sheet.faces.title)
    _scan_words(sheet, firm, 180, 200, 176)
    code_above(sheet, firm, 1450, 250, 400, _BROWN)
    rows, size = rows_of(rng, firm), rng.choice((35.0, 37.0))
    how = Rows(
        180, 552, 820, size, label_width=4.7, gap=0.85, leading=1.28, label_face=sheet.faces.label, label_colour=_BROWN
    )
    print_rows(sheet, in_order(rows, "name kind person make capital founded term site"), how, limit=1225)
    print_rows(sheet, in_order(rows, "scope"), replace(how, x=1070, width=760), limit=1000)
    sheet.text(1000, 1282, f"{PUBLICITY}　　{MAKERS['new']}", 19, align="m")
    return Place(office(rng, sheet, firm, 1130, 1050, 40, _BROWN), (760, 1180))


def copy_broad(rng: Random, sheet: Sheet, firm: Firm) -> Place:
    """The copy of most offices: small 副本 with its number behind, pale labels, QR at the right edge with words below."""
    watermark(sheet, "市场监督管理", 26, (248, 244, 232), slant=30)
    woven_border(sheet, 28, 46, _WHEAT, strands=6)
    emblem(sheet, 1000, 182, 86)
    sheet.spread(1000 - 280, 292, 560, TITLE, 102, face=sheet.faces.title)
    sheet.text(1000, 424, rng.choice(("（副 本）", "（副　本）", "(副本)")), 32, align="m")
    sheet.text(1130, 430, rng.choice(("(1/1)", "（2/1）", "1-1")), 24)
    code_above(sheet, firm, 160, 272, 440, rng.choice((_BROWN, _BLACK)))
    _scan_words(sheet, firm, 1600, 180, 190, below=True)
    rows, size = rows_of(rng, firm), rng.choice((30.0, 31.0, 32.0))
    how = Rows(
        160, 540, 820, size, label_width=5.4, gap=1.0, leading=1.36, label_face=sheet.faces.label, label_colour=_BROWN
    )
    print_rows(sheet, in_order(rows, "name kind person make scope"), how, limit=1240)
    print_rows(sheet, in_order(rows, "capital founded term site"), replace(how, x=1090, width=720), limit=1000)
    sheet.text(120, 1316, PUBLICITY, 18)
    sheet.text(1000, 1317, REPORTING, 16, align="m")
    sheet.text(1880, 1316, MAKERS["new"], 18, align="r")
    return Place(office(rng, sheet, firm, 1180, 1080, 35, _BROWN), (700 + rng.uniform(-50, 50), 1210))


def copy_tall(rng: Random, sheet: Sheet, firm: Firm) -> Place:
    """Portrait: title high, the code in one line below it, QR beside the office at the foot."""
    watermark(sheet, "营业执照", 34, (244, 246, 238), slant=24)
    plain_border(sheet, 40, _MOSS)
    emblem(sheet, 707, 214, 88)
    sheet.spread(707 - 310, 332, 620, TITLE, 108, face=sheet.faces.title)
    sheet.text(707, 474, "（副　本）", 34, align="m")
    code_in_line(sheet, firm, 320, 546, 36, _BLACK, between=rng.choice(("", "：")))
    rows = rows_of(rng, firm)
    how = Rows(
        150,
        640,
        1110,
        33,
        label_width=5.8,
        gap=0.95,
        label_face=sheet.faces.label,
        label_colour=rng.choice((_BROWN, _BLACK)),
    )
    print_rows(sheet, in_order(rows, "name kind site person make capital founded term scope"), how, limit=1560)
    qr(sheet, 170, 1620, 180, f"https://gsxt.example/q/{firm.code}")
    sheet.paragraph(370, 1650, 190, SCAN, 18, leading=1.3)
    sheet.text(130, 1880, PUBLICITY, 18)
    sheet.text(1284, 1880, MAKERS["new"], 18, align="r")
    return Place(office(rng, sheet, firm, 700, 1620, 36, _BLACK), (480, 1560))


def download_tall(rng: Random, sheet: Sheet, firm: Firm) -> Place:
    """电子营业执照 on an A4 page: plain rows with a colon, QR in the middle at the foot, a line on its validity."""
    sheet.image.paste((255, 255, 255), (0, 0, *sheet.image.size))
    sheet.frame((70, 70, 1344, 1930), colour=_WHEAT[0], width=6)
    sheet.frame((84, 84, 1330, 1916), colour=_WHEAT[1], width=2)
    emblem(sheet, 707, 200, 80)
    sheet.spread(707 - 260, 308, 520, TITLE, 96, face=sheet.faces.title)
    sheet.text(707, 436, rng.choice(("电子营业执照（副本）", "（电子副本）", "副　本")), 30, align="m")
    rows = rows_of(rng, firm)
    code_in_line(sheet, firm, 170, 520, 34, _BLACK, between="：")
    how = Rows(170, 590, 1080, 33, colon="：", gap=0.8, leading=1.38, label_face=sheet.faces.label)
    print_rows(sheet, in_order(rows, "name kind person make capital founded term site scope"), how, limit=1480)
    qr(sheet, 190, 1560, 210, f"https://zzapp.example/d/{firm.code}")
    sheet.text(295, 1782, "电子营业执照验证码", 20, align="m", colour=_GREY)
    note = "本电子营业执照与纸质营业执照具有同等法律效力，可通过电子营业执照小程序扫码核验。"
    sheet.paragraph(170, 1836, 1080, note, 21, leading=1.3)
    return Place(office(rng, sheet, firm, 620, 1570, 34, _BLACK, drop=3.0, width=5.0), (440, 1500))


def pasted_tall(rng: Random, sheet: Sheet, firm: Firm) -> Place:
    """A landscape copy laid on the upper half of an A4 page, as bids contain it: a heading above, blank below."""
    sheet.image.paste((255, 255, 255), (0, 0, *sheet.image.size))
    sheet.text(
        140, 110, rng.choice(("1、企业营业执照副本", "附：营业执照", "（一）营业执照")), 36, face=sheet.faces.label
    )
    left, top, right, bottom = 96.0, 200.0, 1318.0, 1080.0
    shade: Colour = (252, 249, 238)
    sheet.frame((left, top, right, bottom), colour=_WHEAT[0], width=8, fill=shade)
    sheet.frame((left + 22, top + 22, right - 22, bottom - 22), colour=_WHEAT[1], width=5)
    emblem(sheet, 707, top + 92, 50)
    sheet.spread(707 - 180, top + 154, 360, TITLE, 66, face=sheet.faces.title)
    sheet.text(707, top + 240, "（副　本）", 23, align="m")
    code_above(sheet, firm, left + 60, top + 140, 300, _BROWN)
    qr(sheet, right - 230, top + 70, 130, f"https://gsxt.example/{firm.code}")
    rows = rows_of(rng, firm)
    how = Rows(
        left + 60,
        top + 306,
        535,
        23,
        label_width=5.2,
        gap=0.8,
        leading=1.3,
        label_face=sheet.faces.label,
        label_colour=_BROWN,
    )
    print_rows(sheet, in_order(rows, "name kind person make scope"), how, limit=bottom - 60)
    print_rows(sheet, in_order(rows, "capital founded term site"), replace(how, x=730, width=530), limit=top + 600)
    sheet.text(left + 40, bottom - 44, PUBLICITY, 14)
    sheet.text(right - 40, bottom - 44, MAKERS["new"], 14, align="r")
    sheet.spread(810, top + 650, 150, "登记机关", 24, face=sheet.faces.label, colour=_BROWN)
    return Place(_small_office(rng, sheet, firm, 850, top + 720), (560 + rng.uniform(-80, 120), 1330))


def _small_office(rng: Random, sheet: Sheet, firm: Firm, x: float, y: float) -> Box:
    """Day and seal in the reduced print."""
    apart(sheet, firm.issued_on, x, y, 22, 46, field_name="issue_date")
    seal = round_seal(rng, firm.authority, sheet.faces.seal, sheet.px(rng.uniform(190, 214)), tilt=8)
    return sheet.stamp(seal, x + rng.uniform(170, 260), y + rng.uniform(-40, 10))
