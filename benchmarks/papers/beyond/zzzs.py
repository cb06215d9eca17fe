"""Qualification certificates of the family `beyond`: electronic ones tall and broad, numbered, in tables, opened, laid on A4, for labour."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random

from benchmarks.papers.beyond.yyzz_parts import MARKS, purpose_mark
from benchmarks.papers.beyond.zzzs_parts import cell_row, grade_table, issued, rows_of
from benchmarks.papers.drawn import Drawn, Row, Rows, print_rows
from benchmarks.papers.firms import Firm
from benchmarks.papers.fonts import draw_faces
from benchmarks.papers.ink import Box, Colour, Sheet
from benchmarks.papers.ornament import emblem, plain_border, qr, watermark, woven_border
from benchmarks.papers.outside.copies import WORDS, vouch
from benchmarks.papers.outside.zzzs import some
from benchmarks.papers.zzzs import MAKER, SITE, TITLE, TITLE_RED, qualification_fields

_SKY: tuple[Colour, ...] = ((146, 180, 212), (182, 200, 222), (160, 190, 206))
_JADE: tuple[Colour, ...] = ((150, 190, 170), (184, 204, 170), (168, 186, 160))
_GOLD: tuple[Colour, ...] = ((210, 178, 104), (224, 204, 150), (196, 176, 128))
_BLACK: Colour = (32, 32, 34)
_BLUE: Colour = (30, 70, 130)
_GREY: Colour = (104, 108, 114)
_LABOUR = ("labour-broad",)
_WEIGHTS = {
    "net-tall": 4,
    "split-broad": 3,
    "numbered-tall": 3,
    "table-rows-tall": 3,
    "leaves-broad": 2,
    "pairs-tall": 3,
    "laid-tall": 1,
    "labour-broad": 2,
}


def draw_qualification(rng: Random, firm: Firm, scale: float) -> Drawn:
    """The certificate of `firm` in one of the forms, now and then marked with its purpose or as a vouched photocopy."""
    key = rng.choices(tuple(_WEIGHTS), tuple(_WEIGHTS.values()))[0]
    if key in _LABOUR:
        paper = replace(firm.qualification, grades=("施工劳务不分等级",), issuer=firm.place.housing)
        firm = replace(firm, qualification=paper)
    width, height = (2000, 1414) if key.endswith("-broad") else (1414, 2000)
    faces = draw_faces(rng, "beyond", firm.text + TITLE + WORDS + "".join(MARKS))
    sheet = Sheet(width, height, scale, faces, rng.choice(((255, 255, 253), (253, 254, 251), (253, 252, 246))))
    seal = _FORMS[key](rng, sheet, firm)
    how = rng.choices(("", "vouched", "marked"), (82, 10, 8))[0]
    if how == "vouched":
        x, y = {"laid-tall": (500.0, 1330.0), "leaves-broad": (360.0, 1190.0)}.get(
            key, (560.0, 1230.0) if width > height else (440.0, 1600.0)
        )
        vouch(rng, sheet, firm, x, y)
    elif how == "marked":
        purpose_mark(rng, sheet)
    extra = {
        "layout": f"{key}/{how}" if how else key, "form": firm.form, "seal_present": True, "seal_ring": firm.qualification.issuer,
        "seal_matches": None, "seal_box": tuple(round(edge) for edge in seal),
    }  # fmt: skip
    return Drawn(sheet.image, qualification_fields(firm), sheet.marks, extra)


def _net_tall(rng: Random, sheet: Sheet, firm: Firm) -> Box:
    """From the ministry's platform: number above the title at the right, labels in blue, grades as a list, QR in the middle low."""
    watermark(sheet, "建筑市场监管", 30, (241, 245, 250), slant=28)
    plain_border(sheet, 46, _SKY)
    rows = rows_of(rng, firm, until=rng.choice(("有效期至", "有效期")))
    sheet.text(1260, 140, f"证书编号：{firm.qualification.cert_no}", 28, align="r", field="cert_no")
    emblem(sheet, 707, 240, 72)
    sheet.spread(707 - 400, 350, 800, TITLE, 76, face=sheet.faces.title, colour=rng.choice((TITLE_RED, _BLACK)))
    sheet.text(707, 456, rng.choice(("（电子证照）", "（副本）")), 30, align="m")
    how = Rows(
        180,
        560,
        1060,
        rng.choice((33.0, 35.0)),
        label_width=8.2,
        gap=0.62,
        leading=1.32,
        label_face=sheet.faces.label,
        label_colour=_BLUE,
    )
    y = print_rows(sheet, some(rows, "name uscc person nature capital site until"), how, limit=1150)
    listed = Row("qualifications", "资质类别及等级", "\n".join(firm.qualification.grades))
    print_rows(sheet, [listed], replace(how, y=y, leading=1.46), limit=1560)
    qr(sheet, 200, 1610, 190, f"https://jzsc.example/zs/{firm.qualification.cert_no}")
    sheet.text(707, 1866, SITE, 20, align="m", colour=_GREY)
    return issued(rng, sheet, firm, 540, 1640, 34)


def _split_broad(rng: Random, sheet: Sheet, firm: Firm) -> Box:
    """Landscape: facts at the left with a colon, the grades in a frame at the right."""
    woven_border(sheet, 32, 50, _JADE, strands=7)
    emblem(sheet, 1000, 176, 80)
    sheet.spread(1000 - 500, 284, 1000, TITLE, 92, face=sheet.faces.title, colour=TITLE_RED)
    sheet.text(1000, 404, rng.choice(("（副  本）", "（正  本）", "副 本")), 32, align="m")
    rows = rows_of(rng, firm, until="有效期", site="企业地址")
    how = Rows(170, 500, 870, rng.choice((31.0, 33.0)), colon="：", gap=0.7, leading=1.32, label_face=sheet.faces.label)
    print_rows(sheet, some(rows, "name site uscc person nature capital cert until"), how, limit=1130)
    sheet.frame((1100, 490, 1830, 1030), colour=_JADE[0], width=2)
    sheet.text(1465, 510, "资质类别及等级", 32, face=sheet.faces.label, align="m")
    listed = Row("qualifications", "", "\n".join(firm.qualification.grades))
    print_rows(sheet, [listed], Rows(1120, 574, 690, 30, indent=10, leading=1.6), limit=1020)
    qr(sheet, 180, 1150, 140, firm.qualification.cert_no)
    sheet.text(340, 1266, SITE, 18)
    return issued(rng, sheet, firm, 1130, 1090, 33)


def _numbered_tall(rng: Random, sheet: Sheet, firm: Firm) -> Box:
    """Facts in the upper half, a rule, then the grades numbered: 1、… 2、…"""
    watermark(sheet, "资质", 40, (247, 245, 236), slant=18)
    woven_border(sheet, 38, 42, _GOLD, strands=6)
    emblem(sheet, 707, 232, 88)
    sheet.spread(707 - 430, 364, 860, TITLE, 80, face=sheet.faces.title, colour=rng.choice((_BLACK, TITLE_RED)))
    sheet.text(707, 474, "（副　本）", 33, align="m")
    rows = rows_of(rng, firm, until=rng.choice(("有效期至", "有效期")))
    how = Rows(170, 560, 1070, 33, colon="：", gap=0.6, leading=1.3, label_face=sheet.faces.label)
    y = print_rows(sheet, some(rows, "cert name uscc site person nature capital until"), how, limit=1130)
    sheet.rule((170, y + 4), (1244, y + 4), colour=_GOLD[0], width=2)
    sheet.text(170, y + 26, "承包资质类别及等级", 33, face=sheet.faces.label)
    mark = rng.choice(("{}、", "{}. ", "（{}）"))
    listed = "\n".join(mark.format(place + 1) + grade for place, grade in enumerate(firm.qualification.grades))
    print_rows(
        sheet, [Row("qualifications", "", listed)], Rows(170, y + 84, 1070, 32, indent=40, leading=1.5), limit=1570
    )
    qr(sheet, 1060, 1620, 160, f"https://jzsc.example/n/{firm.qualification.cert_no}")
    sheet.text(170, 1850, MAKER, 19)
    return issued(rng, sheet, firm, 190, 1650, 33, labels=("发证机关", rng.choice(("发证日期", "发证时间"))))


def _table_rows_tall(rng: Random, sheet: Sheet, firm: Firm) -> Box:
    """A province's electronic print: pairs in cells, grades in a table of three columns with their numbers."""
    plain_border(sheet, 36, _SKY)
    sheet.spread(707 - 380, 130, 760, TITLE, 72, face=sheet.faces.title, colour=_BLACK)
    sheet.text(707, 230, rng.choice(("（电子证书）", "（副本）")), 30, align="m")
    rows, size = rows_of(rng, firm, until=rng.choice(("有效期至", "有效期限"))), 29.0
    whole, y = (110.0, 360.0, 1304.0), 310.0
    halves = (110.0, 360.0, 760.0, 930.0, 1304.0)
    y = cell_row(sheet, whole, y, 82, [rows["name"]], size + 2)
    y = cell_row(sheet, whole, y, 76, [rows["uscc"]], size + 2)
    y = cell_row(sheet, halves, y, 84, [rows["cert"], rows["until"]], size)
    y = cell_row(sheet, halves, y, 84, [rows["person"], rows["capital"]], size)
    y = cell_row(sheet, whole, y, 84, [rows["nature"]], size)
    y = cell_row(sheet, whole, y, 92, [rows["site"]], size)
    heads = rng.choice((("序号", "资质类别", "资质等级"), ("序号", "资质名称", "等级")))
    grade_table(sheet, firm, (110.0, 230.0, 1020.0, 1304.0), y + 26, heads, size, low=1550)
    qr(sheet, 1130, 1600, 150, f"https://zjt.example/{firm.qualification.cert_no}")
    sheet.text(110, 1880, f"说明：{SITE}", 19, colour=_GREY)
    return issued(rng, sheet, firm, 150, 1640, 32)


def _leaves_broad(rng: Random, sheet: Sheet, firm: Firm) -> Box:
    """An opened 副本: title, emblem, number at the left leaf with issuer and day; facts and grades at the right."""
    sheet.frame((26, 26, 1974, 1388), colour=_GOLD[0], width=4)
    for x in range(976, 1001, 4):
        shade = 247 - (14 - abs(x - 988)) * 2
        sheet.rule((x, 30), (x, 1384), colour=(shade, shade, shade), width=4)
    emblem(sheet, 500, 250, 104)
    sheet.spread(500 - 350, 420, 700, TITLE, 66, face=sheet.faces.title, colour=TITLE_RED)
    sheet.text(500, 520, "（副本）", 34, align="m")
    rows = rows_of(rng, firm, until="有效期至")
    how = Rows(130, 650, 800, 33, colon="：", gap=0.9, label_face=sheet.faces.label)
    y = print_rows(sheet, some(rows, "cert until"), how)
    seal = issued(rng, sheet, firm, 130, y + 30, 33, labels=("发证机关", "发证日期"), room=800)
    sheet.text(500, 1320, MAKER, 19, align="m")
    right = Rows(
        1060,
        130,
        850,
        31,
        label_width=8.0,
        gap=0.8,
        leading=1.3,
        label_face=sheet.faces.label,
        underline=rng.random() < 0.5,
    )
    y = print_rows(sheet, some(rows, "name site uscc person capital nature"), right, limit=740)
    sheet.text(1060, y + 20, "资质类别及等级：", 31, face=sheet.faces.label)
    listed = Row("qualifications", "", "\n".join(firm.qualification.grades))
    print_rows(sheet, [listed], Rows(1060, y + 76, 850, 30, indent=60, leading=1.55), limit=1330)
    return seal


def _pairs_tall(rng: Random, sheet: Sheet, firm: Firm) -> Box:
    """Short facts two in a row, long ones alone, grades joined by commas in one paragraph."""
    watermark(sheet, "住建", 44, (243, 247, 243), slant=32)
    plain_border(sheet, 42, _JADE)
    emblem(sheet, 707, 206, 76)
    sheet.spread(707 - 410, 316, 820, TITLE, 78, face=sheet.faces.title, colour=TITLE_RED)
    sheet.text(707, 424, rng.choice(("（副　本）", "（电子版）")), 31, align="m")
    rows = rows_of(rng, firm, until=rng.choice(("有效期至", "有效期")), site=rng.choice(("详细地址", "注册地址")))
    how = Rows(150, 530, 1120, 32, colon="：", gap=0.8, leading=1.34, label_face=sheet.faces.label)
    y = print_rows(sheet, some(rows, "name site uscc"), how)
    for first, second in (("person", "capital"), ("cert", "until")):
        left = print_rows(sheet, some(rows, first), replace(how, y=y, width=520))
        y = max(left, print_rows(sheet, some(rows, second), replace(how, x=720, y=y, width=560)))
    y = print_rows(sheet, some(rows, "nature"), replace(how, y=y))
    joint = rng.choice(("，", "；", "、"))
    listed = Row("qualifications", "资质类别及等级", joint.join(firm.qualification.grades) + rng.choice(("", "。")))
    print_rows(sheet, [listed], replace(how, y=y, leading=1.6), limit=1560)
    qr(sheet, 170, 1600, 190, f"https://jzsc.example/p/{firm.qualification.cert_no}")
    sheet.text(265, 1800, "扫码查验", 22, align="m")
    sheet.text(707, 1864, MAKER, 19, align="m")
    return issued(rng, sheet, firm, 560, 1640, 33, labels=("发证机关", rng.choice(("", "发证日期"))))


def _laid_tall(rng: Random, sheet: Sheet, firm: Firm) -> Box:
    """A landscape certificate laid on the upper half of an A4 page, with a heading above it."""
    sheet.image.paste((255, 255, 255), (0, 0, *sheet.image.size))
    sheet.text(
        140, 104, rng.choice(("2、企业资质证书副本", "附：资质证书", "（二）资质证书")), 36, face=sheet.faces.label
    )
    left, top, right, bottom = 90.0, 196.0, 1324.0, 1080.0
    sheet.frame((left, top, right, bottom), colour=_SKY[0], width=6, fill=(250, 252, 253))
    sheet.frame((left + 16, top + 16, right - 16, bottom - 16), colour=_SKY[1], width=3)
    emblem(sheet, 707, top + 84, 44)
    sheet.spread(707 - 290, top + 140, 580, TITLE, 54, face=sheet.faces.title, colour=TITLE_RED)
    rows = rows_of(rng, firm, until="有效期至")
    how = Rows(left + 60, top + 236, 1110, 24, colon="：", gap=0.6, leading=1.3, label_face=sheet.faces.label)
    y = print_rows(sheet, some(rows, "name site"), how)
    low = print_rows(sheet, some(rows, "uscc person nature"), replace(how, y=y, width=560))
    other = print_rows(sheet, some(rows, "cert capital until"), replace(how, x=740, y=y, width=530))
    listed = Row("qualifications", "资质类别及等级", "；".join(firm.qualification.grades))
    print_rows(sheet, [listed], replace(how, y=max(low, other), leading=1.45), limit=bottom - 190)
    qr(sheet, left + 60, bottom - 170, 110, firm.qualification.cert_no)
    sheet.text(left + 190, bottom - 60, MAKER, 15)
    return issued(rng, sheet, firm, 740, bottom - 170, 24, room=480)


def _labour_broad(rng: Random, sheet: Sheet, firm: Firm) -> Box:
    """A labour firm's: landscape, one category, facts in one column of spread labels."""
    watermark(sheet, "施工劳务", 34, (246, 244, 238), slant=22)
    woven_border(sheet, 34, 44, _GOLD, strands=5)
    emblem(sheet, 1000, 182, 82)
    sheet.spread(1000 - 480, 292, 960, TITLE, 88, face=sheet.faces.title, colour=_BLACK)
    sheet.text(1000, 410, rng.choice(("（副　本）", "（劳务资质　副本）")), 31, align="m")
    rows = rows_of(rng, firm, until="有效期", site="地　　址")
    how = Rows(240, 500, 1500, 34, label_width=8.4, gap=0.5, leading=1.3, label_face=sheet.faces.label)
    y = print_rows(sheet, some(rows, "name site uscc person capital cert until"), how, limit=1040)
    listed = Row("qualifications", "资质类别及等级", firm.qualification.grades[0])
    print_rows(sheet, [listed], replace(how, y=y), limit=1100)
    qr(sheet, 260, 1130, 150, f"https://lw.example/{firm.qualification.cert_no}")
    sheet.text(430, 1260, MAKER, 18)
    return issued(rng, sheet, firm, 1080, 1130, 34)


_FORMS: dict[str, Callable[[Random, Sheet, Firm], Box]] = {
    "net-tall": _net_tall,
    "split-broad": _split_broad,
    "numbered-tall": _numbered_tall,
    "table-rows-tall": _table_rows_tall,
    "leaves-broad": _leaves_broad,
    "pairs-tall": _pairs_tall,
    "laid-tall": _laid_tall,
    "labour-broad": _labour_broad,
}
