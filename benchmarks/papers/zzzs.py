"""Qualification certificates (建筑业企业资质证书): old and electronic forms, landscape and portrait, one to eight categories."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from benchmarks.papers.drawn import Drawn, Fields, Row, Rows, chinese_day, print_rows
from benchmarks.papers.firms import Firm
from benchmarks.papers.fonts import draw_faces
from benchmarks.papers.ink import Colour, Sheet
from benchmarks.papers.ornament import emblem, plain_border, qr, watermark, woven_border
from benchmarks.papers.seals import round_seal

TITLE_RED: Colour = (172, 28, 34)
_STRANDS: tuple[Colour, ...] = ((150, 178, 192), (178, 192, 162), (198, 186, 142))
_WARM: tuple[Colour, ...] = ((208, 170, 120), (200, 180, 150), (190, 160, 120))
SITE = "全国建筑市场监管公共服务平台查询网址：http://jzsc.mohurd.gov.cn"
MAKER = "中华人民共和国住房和城乡建设部制"
TITLE = "建筑业企业资质证书"
Point = tuple[float, float]


def draw_qualification(rng: Random, firm: Firm, family: str, scale: float) -> Drawn:
    """The certificate of `firm` in one of the forms of `family`."""
    key = rng.choice(tuple(_FORMS[family]))
    width, height = (2000, 1414) if key.endswith("-h") else (1414, 2000)
    sheet = Sheet(width, height, scale, draw_faces(rng, family, firm.text), (250, 252, 249))
    seal = _FORMS[family][key](rng, sheet, firm)
    box = tuple(round(edge) for edge in seal)
    extra = {
        "layout": key, "form": firm.form, "seal_present": True, "seal_ring": firm.qualification.issuer, "seal_matches": None,
        "seal_box": box,
    }  # fmt: skip
    return Drawn(sheet.image, qualification_fields(firm), sheet.marks, extra)


def qualification_fields(firm: Firm) -> Fields:
    """What the certificate says."""
    paper = firm.qualification
    return {
        "name": firm.name,
        "uscc": firm.code,
        "legal_person": firm.person,
        "cert_no": paper.cert_no,
        "qualifications": paper.grades,
        "valid_until": paper.valid_until.isoformat(),
        "issuer": paper.issuer,
        "issue_date": paper.issued_on.isoformat(),
    }


def _rows(rng: Random, firm: Firm, *, code: str = "统一社会信用代码", until: str = "有效期") -> dict[str, Row]:
    paper = firm.qualification
    day = chinese_day(paper.valid_until, rng)
    if until == "有效期" and rng.random() < 0.4:
        day = f"至{day}"
    return {
        "name": Row("name", "企业名称", firm.name),
        "address": Row("", "详细地址", firm.address),
        "uscc": Row("uscc", code, firm.code),
        "person": Row("legal_person", "法定代表人", firm.person),
        "capital": Row("", "注册资本", firm.capital or "——"),
        "nature": Row("", "经济性质", firm.kind),
        "cert": Row("cert_no", "证书编号", paper.cert_no),
        "until": Row("valid_until", until, day),
    }


def _grades(
    sheet: Sheet, firm: Firm, how: Rows, label: str, limit: float, joint: str = "\n", below: bool = False
) -> None:
    row = Row("qualifications", label, joint.join(firm.qualification.grades))
    if not below:
        print_rows(sheet, [row], how, limit=limit)
        return
    sheet.text(how.x, how.y, label + how.colon, how.size, face=how.label_face, colour=how.label_colour)
    # A row without a label: only the list, indented.
    under = Rows(how.x, how.y + how.size * 1.6, how.width, how.size, indent=how.size * 2, leading=how.leading)
    print_rows(sheet, [Row("qualifications", "", row.value)], under, limit=limit)


def _issue(
    rng: Random, sheet: Sheet, firm: Firm, right: float, y: float, size: float, *, dated: str = ""
) -> tuple[float, ...]:
    """Issuer, day and seal at the lower right."""
    paper = firm.qualification
    end = sheet.text(right - sheet.advance(f"发证机关：{paper.issuer}", size), y, "发证机关：", size)
    sheet.text(end, y, paper.issuer, size, field="issuer")
    day = chinese_day(paper.issued_on, rng)
    start = right - sheet.advance(day, size) - rng.uniform(0, 90)
    if dated:
        sheet.text(start - sheet.advance(dated, size), y + size * 2, dated, size)
    sheet.text(start, y + size * 2, day, size, field="issue_date")
    seal = round_seal(rng, paper.issuer, sheet.faces.seal, sheet.px(rng.uniform(250, 310)))
    return sheet.stamp(seal, right - rng.uniform(150, 300), y + size * rng.uniform(0.8, 1.8))


def _old_portrait(rng: Random, sheet: Sheet, firm: Firm) -> tuple[float, ...]:
    watermark(sheet, "建筑业企业资质", 30, (238, 245, 240))
    woven_border(sheet, 36, 44, _STRANDS)
    emblem(sheet, 707, 190, 84)
    sheet.spread(300, 310, 814, TITLE, 78, face=sheet.faces.title, colour=TITLE_RED)
    sheet.text(707, 420, "（副本）", 36, align="m")
    rows = _rows(rng, firm, code=rng.choice(("统一社会信用代码", "营业执照注册号")))
    how = Rows(190, 520, 1040, 36, colon="：", gap=0.6, label_face=sheet.faces.label)
    order = ("cert", "name", "address", "uscc", "person", "capital", "nature", "until")
    y = print_rows(sheet, [rows[key] for key in order], how, limit=1230)
    _grades(
        sheet,
        firm,
        Rows(190, y + 10, 1040, 36, colon="：", label_face=sheet.faces.label),
        "资质类别及等级",
        1620,
        below=True,
    )
    qr(sheet, 190, 1620, 170, firm.qualification.cert_no)
    sheet.text(190, 1836, SITE, 22)
    sheet.text(190, 1868, MAKER, 22)
    return _issue(rng, sheet, firm, 1200, 1660, 36)


def _old_landscape(rng: Random, sheet: Sheet, firm: Firm) -> tuple[float, ...]:
    watermark(sheet, "资质证书", 32, (240, 244, 246))
    woven_border(sheet, 34, 40, _STRANDS)
    sheet.spread(500, 130, 1000, TITLE, 84, face=sheet.faces.title)
    sheet.text(1000, 250, "（副    本）", 36, align="m")
    rows = _rows(rng, firm)
    how = Rows(200, 350, 1560, 35, label_width=8.0, gap=0.5, label_face=sheet.faces.label)
    y = print_rows(
        sheet, [rows[key] for key in ("name", "address", "uscc", "person", "nature", "cert", "until")], how, limit=900
    )
    _grades(
        sheet, firm, Rows(200, y, 1560, 35, label_width=8.0, label_face=sheet.faces.label), "资质类别及等级", 1180, "；"
    )
    sheet.text(200, 1290, MAKER, 22)
    return _issue(rng, sheet, firm, 1750, 1130, 35)


def _electronic_portrait(rng: Random, sheet: Sheet, firm: Firm) -> tuple[float, ...]:
    watermark(sheet, "电子证照", 34, (240, 244, 250))
    plain_border(sheet, 44, ((120, 150, 190), (160, 180, 210)))
    emblem(sheet, 707, 180, 70)
    sheet.spread(260, 280, 894, TITLE, 82, face=sheet.faces.title, colour=TITLE_RED)
    sheet.text(707, 400, "（电子证书）", 34, align="m")
    qr(sheet, 1080, 480, 200, f"https://jzsc.example/{firm.qualification.cert_no}")
    rows = _rows(rng, firm, until="有效期至")
    narrow = Rows(150, 500, 900, 34, colon="：", gap=0.7, label_face=sheet.faces.label)
    y = print_rows(sheet, [rows[key] for key in ("cert", "name", "uscc")], narrow)
    wide = Rows(150, y, 1110, 34, colon="：", gap=0.7, label_face=sheet.faces.label)
    y = print_rows(sheet, [rows[key] for key in ("person", "capital", "address", "until")], wide, limit=1150)
    _grades(sheet, firm, Rows(150, y, 1110, 34, colon="：", label_face=sheet.faces.label), "资质类别及等级", 1540)
    sheet.text(150, 1850, SITE, 22)
    return _issue(rng, sheet, firm, 1230, 1600, 35, dated="发证日期：")


def _table_portrait(rng: Random, sheet: Sheet, firm: Firm) -> tuple[float, ...]:
    """Cells with rules: label left, value right."""
    woven_border(sheet, 30, 36, _WARM, strands=4)
    emblem(sheet, 707, 160, 64)
    sheet.spread(330, 250, 754, TITLE, 70, face=sheet.faces.title)
    rows = _rows(rng, firm, until=rng.choice(("有效期至", "有效期")))
    y, size = 390.0, 33
    for key in ("name", "uscc", "person", "address", "cert", "until"):
        row = rows[key]
        lines = len(sheet.wrap(row.value, 800, size))
        height = 34 + lines * size * 1.35
        sheet.grid((140, 440, 1274), (y, y + height), width=1.4)
        sheet.text(290, y + height / 2 - size * 0.55, row.label, size, face=sheet.faces.label, align="m")
        sheet.paragraph(458, y + 18, 800, row.value, size, leading=1.35, field=row.name)
        y += height
    bottom = 1540.0
    sheet.grid((140, 440, 1274), (y, bottom), width=1.4)
    for place, line in enumerate(("资质类别", "及等级")):
        sheet.text(290, (y + bottom) / 2 - 50 + place * 50, line, size, face=sheet.faces.label, align="m")
    print_rows(sheet, [Row("qualifications", "", "\n".join(firm.qualification.grades))],
               Rows(440, y + 22, 834, size, indent=20, leading=1.5), limit=bottom - 10)  # fmt: skip
    sheet.text(140, 1870, MAKER, 21)
    return _issue(rng, sheet, firm, 1230, 1620, 34)


def _electronic_landscape(rng: Random, sheet: Sheet, firm: Firm) -> tuple[float, ...]:
    watermark(sheet, "住房和城乡建设", 28, (246, 242, 236))
    plain_border(sheet, 40, _WARM)
    emblem(sheet, 1000, 150, 66)
    sheet.spread(560, 236, 880, TITLE, 76, face=sheet.faces.title, colour=TITLE_RED)
    rows = _rows(rng, firm, until="有效期至")
    left = Rows(170, 400, 900, 33, label_width=8.0, gap=0.62, label_face=sheet.faces.label, label_colour=(90, 60, 40))
    y = print_rows(sheet, [rows[key] for key in ("name", "uscc", "person", "capital", "nature")], left)
    right = Rows(1130, 400, 690, 33, colon="：", gap=0.62, label_face=sheet.faces.label, label_colour=(90, 60, 40))
    y = max(y, print_rows(sheet, [rows[key] for key in ("cert", "until", "address")], right))
    list_how = Rows(170, y + 6, 1000, 33, label_width=8.0, label_face=sheet.faces.label, label_colour=(90, 60, 40))
    _grades(sheet, firm, list_how, "资质类别及等级", 1220)
    qr(sheet, 1650, 170, 170, f"https://jzsc.example/{firm.qualification.cert_no}")
    sheet.text(170, 1310, SITE, 21)
    return _issue(rng, sheet, firm, 1800, 1080, 33, dated=rng.choice(("", "发证日期：")))


def _two_columns_landscape(rng: Random, sheet: Sheet, firm: Firm) -> tuple[float, ...]:
    """The old fold-out: the enterprise on the left page, its categories on the right one."""
    watermark(sheet, "建筑业", 36, (244, 240, 240))
    woven_border(sheet, 30, 36, _WARM)
    sheet.spread(240, 170, 700, TITLE, 60, face=sheet.faces.title, colour=TITLE_RED)
    rows = _rows(rng, firm, code=rng.choice(("统一社会信用代码", "营业执照注册号")))
    left = Rows(130, 330, 830, 32, colon="：", gap=0.9, label_face=sheet.faces.label, underline=True)
    print_rows(
        sheet,
        [rows[key] for key in ("name", "address", "uscc", "person", "capital", "cert", "until")],
        left,
        limit=1260,
    )
    sheet.rule((1000, 120), (1000, 1300), colour=(210, 200, 190))
    sheet.text(1060, 190, "承包资质类别及等级：", 34, face=sheet.faces.label)
    numbered = "\n".join(firm.qualification.grades)
    print_rows(
        sheet, [Row("qualifications", "", numbered)], Rows(1060, 260, 800, 33, indent=30, leading=1.6), limit=900
    )
    sheet.text(130, 1318, MAKER, 21)
    return _issue(rng, sheet, firm, 1840, 1040, 33)


_FORMS: dict[str, dict[str, Callable[[Random, Sheet, Firm], tuple[float, ...]]]] = {
    "develop": {"old-v": _old_portrait, "old-h": _old_landscape, "electronic-v": _electronic_portrait},
    "report": {"table-v": _table_portrait, "electronic-h": _electronic_landscape, "foldout-h": _two_columns_landscape},
}
