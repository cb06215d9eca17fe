"""Qualification certificates of the family `outside`: electronic 副本 and 正本, an opened booklet, a city's table, a labour record."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from random import Random

from benchmarks.papers.drawn import Drawn, Row, Rows, chinese_day, print_rows
from benchmarks.papers.firms import Firm
from benchmarks.papers.fonts import draw_faces
from benchmarks.papers.ink import Box, Colour, Sheet
from benchmarks.papers.ornament import emblem, plain_border, qr, watermark, woven_border
from benchmarks.papers.outside.copies import WORDS, vouch
from benchmarks.papers.outside.firms import draw_person
from benchmarks.papers.seals import round_seal
from benchmarks.papers.zzzs import MAKER, SITE, TITLE, TITLE_RED, qualification_fields

_AZURE: tuple[Colour, ...] = ((150, 186, 214), (186, 206, 220), (160, 190, 190))
_LEAF: tuple[Colour, ...] = ((150, 190, 150), (190, 206, 160), (170, 190, 170))
_AMBER: tuple[Colour, ...] = ((212, 180, 110), (222, 204, 150), (196, 186, 150))
_BLACK: Colour = (30, 30, 32)
_LEVEL = re.compile(r"(不分等级|[一二三壹贰叁甲乙]级)$")
_WEIGHTS = {
    "download-tall": 5,
    "copy-tall": 4,
    "original-broad": 2,
    "booklet-broad": 2,
    "table-tall": 3,
    "labour-tall": 2,
}
Form = Callable[[Random, Sheet, Firm], Box]


def draw_qualification(rng: Random, firm: Firm, scale: float) -> Drawn:
    """The certificate of `firm` in one of the forms, now and then as a vouched photocopy."""
    key = rng.choices(tuple(_WEIGHTS), tuple(_WEIGHTS.values()))[0]
    if key == "labour-tall":
        paper = replace(firm.qualification, grades=("施工劳务不分等级",), issuer=firm.place.housing)
        firm = replace(firm, qualification=paper)
    width, height = (2000, 1414) if key.endswith("-broad") else (1414, 2000)
    others = [draw_person(rng) for _ in range(2)]
    faces = draw_faces(rng, "outside", firm.text + TITLE + WORDS + "".join(others) + "职务职称高级工程师总经理")
    sheet = Sheet(width, height, scale, faces, rng.choice(((254, 254, 252), (252, 253, 250), (253, 251, 244))))
    seal = _FORMS[key](rng, sheet, firm) if key != "booklet-broad" else _booklet_broad(rng, sheet, firm, others)
    vouched = rng.random() < 0.14
    if vouched:
        vouch(
            rng, sheet, firm, *((620, 1270) if width > height else (460, 1740) if key == "table-tall" else (390, 1580))
        )
    extra = {
        "layout": f"{key}/vouched" if vouched else key, "form": firm.form, "seal_present": True,
        "seal_ring": firm.qualification.issuer, "seal_matches": None, "seal_box": tuple(round(edge) for edge in seal),
    }  # fmt: skip
    return Drawn(sheet.image, qualification_fields(firm), sheet.marks, extra)


def _rows(
    rng: Random, firm: Firm, *, until: str = "有效期", cert: str = "证书编号", code: str = "统一社会信用代码"
) -> dict[str, Row]:
    paper = firm.qualification
    day = chinese_day(paper.valid_until, padded=rng.random() < 0.7)
    capital = firm.capital.replace("人民币", "") or "——"
    return {
        "name": Row("name", "企业名称", firm.name),
        "address": Row("", "详细地址", firm.address.removesuffix("（自主申报）")),
        "uscc": Row("uscc", code, firm.code),
        "person": Row("legal_person", "法定代表人", firm.person),
        "capital": Row("", "注册资本", capital),
        "nature": Row("", rng.choice(("经济性质", "企业类型")), firm.kind),
        "cert": Row("cert_no", cert, paper.cert_no),
        "until": Row("valid_until", until, f"至{day}" if until == "有效期" and rng.random() < 0.3 else day),
    }


def some(rows: dict[str, Row], names: str) -> list[Row]:
    """The rows that `names` names, in its order."""
    return [rows[name] for name in names.split()]


def parted(grade: str) -> tuple[str, str]:
    """Category and level."""
    found = _LEVEL.search(grade)
    level = found.group() if found else "/"
    return grade.removesuffix(level), level


def _issuer(
    rng: Random, sheet: Sheet, firm: Firm, right: float, y: float, size: float, *, label: str = "发证机关："
) -> Box:
    """Issuer and day flush at `right`, the seal across them."""
    paper = firm.qualification
    start = right - sheet.advance(paper.issuer, size)
    sheet.text(start, y, paper.issuer, size, field="issuer")
    sheet.text(start - 6, y, label, size, face=sheet.faces.label, align="r")
    day = chinese_day(paper.issued_on, padded=rng.random() < 0.7)
    sheet.text(
        (start + right) / 2 + rng.uniform(-20, 40),
        y + size * rng.uniform(1.7, 2.3),
        day,
        size,
        align="m",
        field="issue_date",
    )
    seal = round_seal(rng, paper.issuer, sheet.faces.seal, sheet.px(rng.uniform(258, 300)), tilt=8)
    return sheet.stamp(
        seal, min((start + right) / 2 + rng.uniform(-50, 70), sheet.width - 210), y + size * rng.uniform(0.5, 1.5)
    )


def _download_tall(rng: Random, sheet: Sheet, firm: Firm) -> Box:
    """The electronic copy as printed from the platform: QR at the upper right, plain rows, grades in lines."""
    watermark(sheet, "住房和城乡建设", 34, (240, 246, 250), slant=32)
    plain_border(sheet, 50, _AZURE)
    emblem(sheet, 707, 220, 78)
    qr(sheet, 1110, 160, 165, f"https://zlaq.example/{firm.qualification.cert_no}")
    sheet.spread(707 - 410, 336, 820, TITLE, 78, face=sheet.faces.title, colour=TITLE_RED)
    sheet.text(707, 450, rng.choice(("（副本）", "(副 本)", "（电子证书）")), 32, align="m")
    rows = _rows(rng, firm, until=rng.choice(("有效期", "有效期至")))
    how = Rows(
        170, 560, 1080, rng.choice((33.0, 35.0, 37.0)), colon="：", gap=0.7, leading=1.35, label_face=sheet.faces.label
    )
    order = rng.choice(
        ("cert name address uscc person capital nature until", "name address uscc person capital nature cert until")
    )
    y = print_rows(sheet, some(rows, order), how, limit=1160)
    listed = Row("qualifications", "资质类别及等级", "\n".join(firm.qualification.grades))
    if rng.random() < 0.5:
        sheet.text(170, y, "资质类别及等级：", how.size, face=sheet.faces.label)
        below = Rows(170, y + how.size * 1.6, 1080, how.size, indent=how.size * 1.2, leading=1.5)
        print_rows(sheet, [replace(listed, label="")], below, limit=1560)
    else:
        print_rows(sheet, [listed], replace(how, y=y, leading=1.5), limit=1560)
    sheet.text(170, 1838, SITE, 20)
    sheet.text(170, 1870, MAKER, 20)
    return _issuer(rng, sheet, firm, 1210, 1640, 34)


def _copy_tall(rng: Random, sheet: Sheet, firm: Firm) -> Box:
    """A printed copy with spread labels in front of colons that stand below each other."""
    watermark(sheet, "资质证书", 30, (247, 244, 232), slant=20)
    woven_border(sheet, 42, 40, _AMBER, strands=6)
    emblem(sheet, 707, 250, 96)
    sheet.spread(707 - 440, 392, 880, TITLE, 84, face=sheet.faces.title, colour=rng.choice((TITLE_RED, _BLACK)))
    sheet.text(707, 512, "副　　本", 36, align="m")
    sheet.text(1230, 580, f"NO. {rng.randrange(10**7):07d}", 24, align="r")
    rows = _rows(rng, firm, until="有效期", code=rng.choice(("统一社会信用代码", "营业执照注册号", "统一社会信用代码")))
    how = Rows(180, 650, 1050, 34, label_width=7.2, gap=0.66, label_face=sheet.faces.label)
    y = print_rows(sheet, some(rows, "name address uscc person capital nature cert until"), how, limit=1230)
    sheet.text(180, y + 10, "资质类别及等级：", 34, face=sheet.faces.label)
    grades = Row("qualifications", "", "\n".join(firm.qualification.grades))
    print_rows(sheet, [grades], Rows(180, y + 62, 1050, 34, indent=70, leading=1.48), limit=1590)
    qr(sheet, 180, 1650, 170, f"https://jzsc.example/c/{firm.qualification.cert_no}")
    sheet.text(707, 1866, MAKER, 20, align="m")
    return _issuer(rng, sheet, firm, 1180, 1680, 34)


def _original_broad(rng: Random, sheet: Sheet, firm: Firm) -> Box:
    """正本: landscape, large, the enterprise across the page, grades in one paragraph."""
    watermark(sheet, "建筑业企业资质", 40, (242, 247, 240), slant=24)
    woven_border(sheet, 36, 60, _LEAF, strands=8)
    emblem(sheet, 1000, 200, 92)
    sheet.spread(1000 - 560, 320, 1120, TITLE, 104, face=sheet.faces.title, colour=TITLE_RED)
    rows = _rows(rng, firm, until="有效期")
    how = Rows(220, 500, 1560, 38, colon="：", gap=0.55, leading=1.3, label_face=sheet.faces.label)
    y = print_rows(sheet, some(rows, "name address"), how, limit=720)
    left = print_rows(sheet, some(rows, "uscc person cert"), replace(how, y=y, width=800), limit=940)
    right = print_rows(sheet, some(rows, "capital nature until"), replace(how, x=1080, y=y, width=720), limit=940)
    grades = Row("qualifications", "资质类别及等级", "、".join(firm.qualification.grades))
    print_rows(sheet, [grades], replace(how, y=max(left, right), leading=1.4), limit=1120)
    qr(sheet, 220, 1120, 150, firm.qualification.cert_no)
    sheet.text(390, 1250, SITE, 20)
    return _issuer(rng, sheet, firm, 1740, 1130, 36)


def _booklet_broad(rng: Random, sheet: Sheet, firm: Firm, others: list[str]) -> Box:
    """An opened booklet: facts in ruled cells at the left, 承包工程范围 with the grades and the issuer at the right."""
    sheet.frame((24, 24, 1976, 1390), colour=_AZURE[0], width=5)
    for x in range(988, 1013, 4):
        shade = 246 - (12 - abs(x - 1000)) * 2
        sheet.rule((x, 30), (x, 1384), colour=(shade, shade, shade), width=4)
    rows, size, paper = _rows(rng, firm, until="有效期至"), 28.0, firm.qualification
    edges, y = (80.0, 270.0, 940.0), 90.0
    for key in ("name", "address", "uscc"):
        y = _cell(sheet, rows[key], edges, y, size, 84 if key == "name" else 96)
    halves = ((80.0, 270.0, 520.0), (520.0, 650.0, 940.0))
    for pair in (("capital", "nature"), ("cert", "until")):
        for key, cut in zip(pair, halves, strict=True):
            _cell(sheet, rows[key], cut, y, size - 1, 104)
        y += 104
    posts = (("法定代表人", firm.person, "legal_person"), ("企业负责人", others[0], ""), ("技术负责人", others[1], ""))
    jobs = (
        rng.choice((("董事长", "总经理", "总工程师"), ("执行董事", "经理", "总工"))),
        ("工程师", "助理工程师", "高级工程师"),
    )
    for place, (label, person, name) in enumerate(posts):
        six = (80.0, 270.0, 420.0, 510.0, 680.0, 770.0, 940.0)
        sheet.grid(six, (y, y + 84), width=1.4)
        texts = (label, person, "职务", jobs[0][place], "职称", jobs[1][place])
        for column, text in enumerate(texts):
            room = six[column + 1] - six[column] - 12
            narrow = min(size, size * room / sheet.advance(text, size))
            sheet.text((six[column] + six[column + 1]) / 2, y + 42 - narrow * 0.55, text, narrow, align="m",
                       face=sheet.faces.label if column % 2 == 0 else None, field=name if column == 1 else "")  # fmt: skip
        y += 84
    sheet.text(80, y + 26, "本证书遗失、损坏应及时向发证机关申请补办。", 22)
    sheet.text(80, 1330, MAKER, 20)
    sheet.text(1490, 110, "承 包 工 程 范 围", 42, face=sheet.faces.title, align="m")
    sheet.text(1070, 220, "资质类别及等级：", 32, face=sheet.faces.label)
    listed = Row("qualifications", "", "；\n".join(paper.grades) + "。")
    print_rows(sheet, [listed], Rows(1070, 290, 850, 32, indent=64, leading=1.6), limit=980)
    return _issuer(rng, sheet, firm, 1850, 1130, 31)


def _table_tall(rng: Random, sheet: Sheet, firm: Firm) -> Box:
    """A city's print: facts and grades in one table, a row a grade."""
    woven_border(sheet, 34, 36, _AZURE, strands=5)
    sheet.spread(707 - 390, 150, 780, TITLE, 76, face=sheet.faces.title, colour=TITLE_RED)
    sheet.text(707, 254, rng.choice(("（副　本）", "（正　本）", "（电子证照）")), 32, align="m")
    rows, size = _rows(rng, firm, until=rng.choice(("有效期至", "证书有效期"))), 31.0
    edges, y = (120.0, 390.0, 1294.0), 330.0
    for key in ("name", "uscc", "address"):
        y = _cell(sheet, rows[key], edges, y, size, 88 if key != "address" else 108)
    halves = ((120.0, 390.0, 707.0), (707.0, 900.0, 1294.0))
    for pair in (("person", "capital"), ("cert", "until"), ("nature", "")):
        if not pair[1]:
            y = _cell(sheet, rows[pair[0]], edges, y, size, 86)
            continue
        for key, half in zip(pair, halves, strict=True):
            _cell(sheet, rows[key], half, y, size - 1, 96)
        y += 96
    cut = (120.0, 980.0, 1294.0)
    sheet.grid(cut, (y, y + 66), width=1.4)
    for x, word in ((550.0, "资 质 类 别"), (1137.0, "等　级")):
        sheet.text(x, y + 16, word, size, face=sheet.faces.label, align="m")
    y += 66
    step = min(72.0, (1560 - y) / len(firm.qualification.grades))
    for grade in firm.qualification.grades:
        category, level = parted(grade)
        sheet.grid(cut, (y, y + step), width=1.4)
        narrow = min(size, size * 830 / sheet.advance(category, size))
        sheet.text(140, y + step / 2 - narrow * 0.55, category, narrow, field="qualifications")
        sheet.text(1137, y + step / 2 - size * 0.55, level, size, align="m", field="qualifications")
        y += step
    qr(sheet, 130, 1650, 160, f"https://zfcxjs.example/{firm.qualification.cert_no}")
    sheet.text(130, 1846, SITE, 20)
    return _issuer(rng, sheet, firm, 1220, 1660, 33)


def _labour_tall(rng: Random, sheet: Sheet, firm: Firm) -> Box:
    """施工劳务 on record since the licensing ended: one category, a sentence, few facts."""
    watermark(sheet, "施工劳务备案", 32, (244, 246, 240), slant=26)
    plain_border(sheet, 40, _LEAF)
    emblem(sheet, 707, 240, 86)
    sheet.spread(707 - 420, 366, 840, TITLE, 80, face=sheet.faces.title, colour=TITLE_RED)
    sheet.text(707, 482, rng.choice(("（施工劳务备案）", "（施工劳务　副本）")), 34, align="m")
    rows = _rows(
        rng, firm, until=rng.choice(("有效期至", "有效期")), cert=rng.choice(("证书编号", "证书编号", "备案编号"))
    )
    how = Rows(200, 620, 1014, 36, colon="：", gap=0.95, label_face=sheet.faces.label, underline=rng.random() < 0.3)
    y = print_rows(sheet, some(rows, "name uscc address person capital cert until"), how, limit=1240)
    grade = Row("qualifications", rng.choice(("资质类别及等级", "备案类别")), firm.qualification.grades[0])
    y = print_rows(sheet, [grade], replace(how, y=y), limit=1320)
    sheet.paragraph(
        200,
        y + 30,
        1014,
        "根据建筑业企业资质管理有关规定，予以备案，可在全国范围内承担各类施工劳务作业。",
        32,
        indent=2,
        leading=1.6,
    )
    sheet.text(200, 1850, SITE, 20)
    return _issuer(rng, sheet, firm, 1180, 1620, 36, label=rng.choice(("备案机关：", "发证机关：")))


def _cell(sheet: Sheet, row: Row, edges: tuple[float, float, float], y: float, size: float, height: float) -> float:
    """Label and value in two ruled cells of `height`, the value set smaller until it fits. Returns the y below."""
    left, middle, right = edges
    sheet.grid(edges, (y, y + height), width=1.4)
    narrow = min(size, size * (middle - left - 16) / sheet.advance(row.label, size, sheet.faces.label))
    sheet.text(
        (left + middle) / 2, y + height / 2 - narrow * 0.55, row.label, narrow, face=sheet.faces.label, align="m"
    )
    room, used = right - middle - 30, size
    while len(sheet.wrap(row.value, room, used)) * used * 1.26 > height - 8 and used > 18:
        used -= 1
    lines = sheet.wrap(row.value, room, used)
    top = y + (height - len(lines) * used * 1.26) / 2 + used * 0.08
    sheet.paragraph(middle + 16, top, room, row.value, used, leading=1.26, field=row.name)
    return y + height


_FORMS: dict[str, Form] = {
    "download-tall": _download_tall,
    "copy-tall": _copy_tall,
    "original-broad": _original_broad,
    "table-tall": _table_tall,
    "labour-tall": _labour_tall,
}
"""Form → its print, which returns the seal's place in pixels; the booklet is beside, as it names two more people."""
