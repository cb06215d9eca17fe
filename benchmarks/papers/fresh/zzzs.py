"""Qualification certificates of the family `fresh`: five layouts of ministry, provinces and cities, grades in lines, in cells or in a row."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from random import Random

from benchmarks.papers.drawn import Drawn, Row, Rows, chinese_day, print_rows
from benchmarks.papers.firms import Firm
from benchmarks.papers.fonts import draw_faces
from benchmarks.papers.ink import Box, Colour, Sheet
from benchmarks.papers.ornament import emblem, plain_border, qr, watermark, woven_border
from benchmarks.papers.seals import round_seal
from benchmarks.papers.zzzs import MAKER, SITE, TITLE, TITLE_RED, qualification_fields

_JADE: tuple[Colour, ...] = ((140, 190, 170), (180, 204, 190), (150, 176, 150))
_VIOLET: tuple[Colour, ...] = ((176, 160, 196), (200, 186, 206), (160, 170, 200))
_GOLD: tuple[Colour, ...] = ((204, 176, 96), (220, 200, 150), (190, 170, 110))
_LEVEL = re.compile(r"(不分等级|[一二三壹贰叁甲乙]级|（备案）)$")


def draw_qualification(rng: Random, firm: Firm, scale: float, *, family: str = "fresh") -> Drawn:
    """The certificate of `firm` in one of the forms, in the fonts of `family`."""
    key = rng.choice(tuple(_FORMS))
    width, height = (2000, 1414) if key.endswith("-broad") else (1414, 2000)
    sheet = Sheet(
        width,
        height,
        scale,
        draw_faces(rng, family, firm.text + TITLE),
        rng.choice(((252, 251, 245), (249, 252, 252), (253, 253, 253))),
    )
    seal = _FORMS[key](rng, sheet, firm)
    extra = {
        "layout": key, "form": firm.form, "seal_present": True, "seal_ring": firm.qualification.issuer, "seal_matches": None,
        "seal_box": tuple(round(edge) for edge in seal),
    }  # fmt: skip
    return Drawn(sheet.image, qualification_fields(firm), sheet.marks, extra)


def _rows(
    rng: Random, firm: Firm, *, until: str = "有效期", cert: str = "证书编号", code: str = "统一社会信用代码"
) -> dict[str, Row]:
    paper = firm.qualification
    day = chinese_day(paper.valid_until, rng)
    if until == "有效期限":
        day = f"{chinese_day(min(paper.issued_on, paper.valid_until - timedelta(days=365)), rng)}至{day}"
    return {
        "name": Row("name", "企业名称", firm.name),
        "address": Row("", rng.choice(("详细地址", "注册地址", "企业地址")), firm.address),
        "uscc": Row("uscc", code, firm.code),
        "person": Row("legal_person", "法定代表人", firm.person),
        "capital": Row("", "注册资本", firm.capital or "/"),
        "nature": Row("", rng.choice(("经济性质", "企业类型")), firm.kind),
        "cert": Row("cert_no", cert, paper.cert_no),
        "until": Row("valid_until", until, day),
    }


def _some(rows: dict[str, Row], names: str) -> list[Row]:
    return [rows[name] for name in names.split()]


def _seal(rng: Random, sheet: Sheet, firm: Firm, x: float, y: float) -> Box:
    return sheet.stamp(
        round_seal(rng, firm.qualification.issuer, sheet.faces.seal, sheet.px(rng.uniform(250, 305))), x, y
    )


def _issue(rng: Random, sheet: Sheet, firm: Firm, x: float, y: float, size: float, *, office: str, day: str) -> Box:
    """Issuer and day from `x`, each behind its label, and the seal across them."""
    paper = firm.qualification
    end = sheet.text(x, y, office, size, face=sheet.faces.label)
    narrow = min(size, size * (sheet.width - 110 - end) / sheet.advance(paper.issuer, size))
    end = sheet.text(end, y + (size - narrow) * 0.6, paper.issuer, narrow, field="issuer")
    at = sheet.text(x, y + size * 1.9, day, size, face=sheet.faces.label) if day else x + rng.uniform(60, 200)
    sheet.text(at, y + size * 1.9, chinese_day(paper.issued_on, rng), size, field="issue_date")
    return _seal(rng, sheet, firm, min(end - rng.uniform(60, 200), sheet.width - 240), y + size * rng.uniform(0.6, 1.6))


def _national_tall(rng: Random, sheet: Sheet, firm: Firm) -> Box:
    """The ministry's electronic form: number above the title, QR code beside the rows, grades in lines."""
    watermark(sheet, "中华人民共和国住房和城乡建设部", 26, (238, 244, 242), slant=30)
    woven_border(sheet, 40, 46, _JADE, strands=7)
    sheet.text(1260, 130, f"No.DF {rng.randrange(10**8):08d}", 26, align="r", colour=(90, 90, 94))
    emblem(sheet, 707, 236, 90)
    sheet.spread(240, 370, 934, TITLE, 86, face=sheet.faces.title, colour=TITLE_RED)
    sheet.text(707, 490, rng.choice(("（副本）", "（电子证照）")), 34, align="m")
    rows = _rows(rng, firm)
    how = Rows(170, 580, 1074, 35, colon="：", gap=0.62, label_face=sheet.faces.label)
    y = print_rows(sheet, _some(rows, "name address uscc person capital nature cert until"), how, limit=1180)
    grades = Row("qualifications", "资质类别及等级", "\n".join(firm.qualification.grades))
    print_rows(sheet, [grades], Rows(170, y + 6, 1074, 35, colon="：", label_face=sheet.faces.label), limit=1580)
    qr(sheet, 170, 1640, 180, f"https://jzsc.example/{firm.qualification.cert_no}")
    sheet.text(170, 1846, f"{SITE}　{MAKER}", 20)
    return _issue(rng, sheet, firm, 560, 1660, 35, office="发证机关：", day="")


def _copy_broad(rng: Random, sheet: Sheet, firm: Firm) -> Box:
    """Landscape: rows with spread labels left, grades under a heading right."""
    watermark(sheet, "资质", 40, (246, 243, 234))
    plain_border(sheet, 42, _GOLD)
    emblem(sheet, 1000, 150, 70)
    sheet.spread(520, 240, 960, TITLE, 80, face=sheet.faces.title, colour=TITLE_RED)
    sheet.text(1000, 350, "副　本", 34, align="m")
    rows = _rows(rng, firm, until="有效期限", cert="证书号")
    how = Rows(150, 440, 930, 33, label_width=8.0, gap=0.6, label_face=sheet.faces.label)
    print_rows(sheet, _some(rows, "cert name address uscc person nature until"), how, limit=1140)
    sheet.rule((1120, 440), (1120, 1000), colour=_GOLD[0], width=2)
    sheet.text(1160, 440, "承包工程资质类别及等级", 33, face=sheet.faces.label)
    listed = Row("qualifications", "", "\n".join(firm.qualification.grades))
    print_rows(sheet, [listed], Rows(1160, 510, 690, 33, indent=10, leading=1.5), limit=980)
    sheet.text(150, 1296, SITE, 21)
    sheet.text(1850, 1296, MAKER, 21, align="r")
    return _issue(rng, sheet, firm, 1120, 1060, 33, office="发证机关（章）：", day="发证时间：")


def _cells_tall(rng: Random, sheet: Sheet, firm: Firm) -> Box:
    """Grades in a table of number, category and grade; the enterprise in colon rows above."""
    woven_border(sheet, 32, 40, _VIOLET, strands=4)
    sheet.spread(300, 150, 814, TITLE, 74, face=sheet.faces.title)
    end = sheet.text(180, 280, "证书编号：", 32, face=sheet.faces.label)
    sheet.text(end, 280, firm.qualification.cert_no, 34, field="cert_no")
    rows = _rows(rng, firm, until="有效期至", code=rng.choice(("统一社会信用代码", "统一社会信用代码/注册号")))
    how = Rows(180, 350, 1054, 34, colon="：", gap=0.65, label_face=sheet.faces.label, underline=rng.random() < 0.5)
    y = print_rows(sheet, _some(rows, "name uscc person address capital until"), how, limit=860) + 16
    columns, step = (180.0, 290.0, 1030.0, 1234.0), 62.0
    sheet.grid(columns, (y, y + step), width=1.4)
    for x, word in zip((235, 660, 1132), ("序号", "资质类别", "资质等级"), strict=True):
        sheet.text(x, y + 15, word, 30, face=sheet.faces.label, align="m")
    for number, grade in enumerate(firm.qualification.grades, start=1):
        y += step
        found = _LEVEL.search(grade)
        level = found.group() if found else "/"
        category = grade.removesuffix(level)
        size = min(32.0, 32 * 710 / sheet.advance(category, 32))
        sheet.grid(columns, (y, y + step), width=1.4)
        sheet.text(235, y + 15, str(number), 30, align="m")
        sheet.text(306, y + 14, category, size, field="qualifications")
        sheet.text(1132, y + 14, level, 32, align="m", field="qualifications")
    qr(sheet, 180, 1640, 160, firm.qualification.cert_no)
    sheet.text(180, 1850, MAKER, 21)
    return _issue(rng, sheet, firm, 520, 1630, 34, office="颁发机关：", day="颁发日期：")


def _fold_broad(rng: Random, sheet: Sheet, firm: Firm) -> Box:
    """The opened booklet: all of the certificate on the left page, an empty table for changes on the right one."""
    sheet.frame((30, 30, 1970, 1384), colour=_JADE[0], width=4)
    for x in range(985, 1016, 5):
        sheet.rule((x, 34), (x, 1380), colour=(240 - abs(x - 1000), 242 - abs(x - 1000), 240 - abs(x - 1000)), width=4)
    sheet.text(500, 90, f"{TITLE}", 50, face=sheet.faces.title, colour=TITLE_RED, align="m")
    rows = _rows(rng, firm, until="有效期")
    how = Rows(90, 200, 850, 31, colon="：", gap=0.7, label_face=sheet.faces.label)
    y = print_rows(sheet, _some(rows, "cert name address uscc person capital until"), how, limit=760)
    grades = Row("qualifications", "资质类别及等级", "；".join(firm.qualification.grades) + "。")
    print_rows(sheet, [grades], Rows(90, y, 850, 31, colon="：", leading=1.5, label_face=sheet.faces.label), limit=1080)
    sheet.text(1490, 110, "变　更　记　录", 40, face=sheet.faces.title, align="m")
    sheet.grid((1060, 1260, 1700, 1920), [190 + 130 * line for line in range(9)], width=1.4)
    for x, word in zip((1160, 1480, 1810), ("变更日期", "变更内容", "经办"), strict=True):
        sheet.text(x, 236, word, 30, align="m")
    sheet.text(90, 1320, MAKER, 20)
    return _issue(rng, sheet, firm, 250, 1140, 31, office="发证机关：", day="")


def _plate_tall(rng: Random, sheet: Sheet, firm: Firm) -> Box:
    """A province's print: everything in ruled cells two by two, grades in one wide cell, issuer left of the seal."""
    watermark(sheet, "电子证照", 40, (244, 240, 246))
    plain_border(sheet, 38, _VIOLET)
    emblem(sheet, 707, 190, 76)
    sheet.spread(280, 300, 854, TITLE, 78, face=sheet.faces.title, colour=TITLE_RED)
    rows = _rows(rng, firm, until="有效期至", cert="证书编号")
    y, size = 450.0, 32
    for key in ("name", "address", "uscc", "cert"):
        y = _cell(sheet, rows[key], (130, 420, 1284), y, size)
    for pair in (("person", "capital"), ("nature", "until")):
        heights = [_cell_height(sheet, rows[key], 1284 - 420 - 432 - 28, size) for key in pair]
        for key, edges in zip(pair, ((130, 330, 707), (707, 900, 1284)), strict=True):
            _cell(sheet, rows[key], edges, y, size - 1, height=max(heights))
        y += max(heights)
    bottom = 1540.0
    sheet.grid((130, 420, 1284), (y, bottom), width=1.4)
    for place, word in enumerate(("资质类别", "及等级")):
        sheet.text(275, (y + bottom) / 2 - 44 + 46 * place, word, size, face=sheet.faces.label, align="m")
    listed = Row("qualifications", "", "\n".join(firm.qualification.grades))
    print_rows(sheet, [listed], Rows(420, y + 22, 850, size, indent=22, leading=1.5), limit=bottom - 8)
    qr(sheet, 1080, 1650, 170, f"https://zj.example/{firm.qualification.cert_no}")
    sheet.text(130, 1858, SITE, 21)
    return _issue(rng, sheet, firm, 150, 1620, 33, office="发证机关：", day=rng.choice(("", "发证日期：")))


def _cell_height(sheet: Sheet, row: Row, width: float, size: float) -> float:
    return 30 + len(sheet.wrap(row.value, width, size)) * size * 1.32


def _cell(
    sheet: Sheet, row: Row, edges: tuple[float, float, float], y: float, size: float, *, height: float = 0.0
) -> float:
    """Label and value in two ruled cells; returns the y below."""
    left, middle, right = edges
    height = height or _cell_height(sheet, row, right - middle - 30, size)
    sheet.grid(edges, (y, y + height), width=1.4)
    narrow = min(size, size * (middle - left - 16) / sheet.advance(row.label, size, sheet.faces.label))
    sheet.text(
        (left + middle) / 2, y + height / 2 - narrow * 0.55, row.label, narrow, face=sheet.faces.label, align="m"
    )
    lines = sheet.wrap(row.value, right - middle - 26, size)
    top = y + (height - len(lines) * size * 1.32) / 2 + 4
    sheet.paragraph(middle + 16, top, right - middle - 26, row.value, size, leading=1.32, field=row.name)
    return y + height


_FORMS: dict[str, Callable[[Random, Sheet, Firm], Box]] = {
    "national-tall": _national_tall,
    "copy-broad": _copy_broad,
    "cells-tall": _cells_tall,
    "fold-broad": _fold_broad,
    "plate-tall": _plate_tall,
}
