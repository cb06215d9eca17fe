"""Business licences of the family `fresh`: five prints of 2015 and 2019, one of them an electronic licence with its purpose across it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from random import Random

from benchmarks.papers.drawn import Drawn, Row, Rows, apart, chinese_day, print_rows
from benchmarks.papers.firms import Firm
from benchmarks.papers.fonts import draw_faces
from benchmarks.papers.ink import Box, Colour, Sheet
from benchmarks.papers.ornament import emblem, plain_border, qr, watermark, woven_border
from benchmarks.papers.seals import round_seal
from benchmarks.papers.yyzz import LABELS, MAKERS, NEW_FORM_SINCE, PUBLICITY, REPORTING, SCAN, licence_fields

_TITLE = "营业执照"
_CODE = "统一社会信用代码"
_TEAL: tuple[Colour, ...] = ((128, 172, 176), (186, 196, 150), (160, 184, 196))
_ROSE: tuple[Colour, ...] = ((206, 160, 150), (190, 180, 150), (214, 190, 170))
_SAND: tuple[Colour, ...] = ((190, 170, 110), (206, 196, 150), (170, 170, 120))
_BROWN: Colour = (104, 60, 36)
_GREY: Colour = (78, 80, 84)
# Where the offices of commerce were merged late, older licences bear their names.
_MERGED = date(2018, 11, 1)


def draw_licence(rng: Random, firm: Firm, scale: float, *, family: str = "fresh") -> Drawn:
    """The licence of `firm`, in a form of its day of issue and in the fonts of `family`."""
    if firm.issued_on < _MERGED and rng.random() < 0.4:
        firm = replace(firm, authority=firm.authority.replace("市场监督管理局", "工商行政管理局"))
    key = rng.choice(
        ("2015-tall", "2015-broad")
        if firm.issued_on < NEW_FORM_SINCE
        else ("2019-broad", "2019-tall", "2019-electronic")
    )
    width, height = (2000, 1414) if key.endswith("-broad") else (1414, 2000)
    sheet = Sheet(
        width,
        height,
        scale,
        draw_faces(rng, family, firm.text + _TITLE),
        rng.choice(((253, 252, 246), (251, 249, 240), (250, 252, 250))),
    )
    seal = _FORMS[key](rng, sheet, firm)
    box = tuple(round(edge) for edge in seal)
    extra = {
        "layout": key, "form": firm.form, "seal_present": True, "seal_ring": firm.authority, "seal_matches": None,
        "seal_box": box, "authority_only_in_seal": True,
    }  # fmt: skip
    return Drawn(sheet.image, licence_fields(firm), sheet.marks | {"authority": seal}, extra)


def _rows(rng: Random, firm: Firm) -> dict[str, list[Row]]:
    """The rows by name; none where this legal form or this year prints none."""
    boss, site, capital, founded, term = LABELS[firm.form]
    day = chinese_day(firm.established, padded=rng.random() < 0.7)
    until = chinese_day(firm.term_to, padded=False) if firm.term_to else rng.choice(("长期", "不约定期限", "长期"))
    span = rng.choice((f"{day}至{until}", f"自{day} 至 {until}", f"{day} - {until}"))
    return {
        "name": [Row("name", "名称", firm.name)],
        "kind": [Row("type", "类型", firm.kind)],
        "person": [Row("legal_person", boss, firm.person)],
        "make": [Row("", "组成形式", rng.choice(("个人经营", "家庭经营")))] if firm.form == "trader" else [],
        "capital": [Row("capital", capital, firm.capital)] if firm.capital and capital else [],
        "founded": [Row("established", founded, day)],
        "term": [Row("term_to", term, span)] if licence_fields(firm)["term_to"] else [],
        "site": [Row("address", site, firm.address)],
        "scope": [Row("scope", "经营范围", firm.scope)],
    }


def _in_order(rows: dict[str, list[Row]], order: str) -> list[Row]:
    return [row for name in order.split() for row in rows[name]]


def _issue(rng: Random, sheet: Sheet, firm: Firm, x: float, y: float, size: float, colour: Colour) -> Box:
    """登记机关, the day and the seal of the office over them."""
    sheet.spread(x, y, size * 6.4, "登记机关", size, face=sheet.faces.label, colour=colour)
    day_y = y + size * rng.uniform(2.3, 3.3)
    apart(sheet, firm.issued_on, x + rng.uniform(40, 190), day_y, size * 0.95, rng.uniform(66, 80), field_name="issue_date",
          padded=rng.random() < 0.6)  # fmt: skip
    seal = round_seal(rng, firm.authority, sheet.faces.seal, sheet.px(rng.uniform(255, 300)))
    return sheet.stamp(seal, x + rng.uniform(300, 400), min(y + rng.uniform(0, 80), sheet.height - 220))


def _imprint(sheet: Sheet, *, old: bool, low: float) -> None:
    sheet.text(140, low, PUBLICITY, 20)
    sheet.text(sheet.width - 140, low, MAKERS["old" if old else "new"], 20, align="r")


def _broad_2019(rng: Random, sheet: Sheet, firm: Firm) -> Box:
    """Landscape: the code on a line of its own at the left, the QR code at the lower left."""
    watermark(sheet, "市场监管", 34, (244, 244, 232), slant=-20)
    woven_border(sheet, 40, 50, _TEAL, strands=8)
    emblem(sheet, 1000, 200, 86)
    sheet.spread(1000 - 350, 306, 700, _TITLE, 122, face=sheet.faces.title)
    sheet.text(1000, 470, rng.choice(("（副　本）", "(副 本)")), 36, align="m")
    sheet.text(1720, 330, f"证照编号 {firm.code[2:8]}{rng.randrange(10**6):06d}", 22, align="r")
    sheet.text(180, 350, _CODE, 32, face=sheet.faces.label, colour=_BROWN)
    size = min(40.0, 40 * 440 / sheet.advance(firm.code, 40))
    sheet.text(180, 400, firm.code, size, field="uscc")
    rows = _rows(rng, firm)
    how = Rows(180, 560, 800, 35, label_width=4.8, label_face=sheet.faces.label, label_colour=_BROWN)
    print_rows(sheet, _in_order(rows, "name kind person make scope"), how, limit=1060)
    right = replace(how, x=1090, width=740)
    print_rows(sheet, _in_order(rows, "capital founded term site"), right, limit=960)
    qr(sheet, 180, 1080, 150, f"https://scjg.example/{firm.code}")
    sheet.paragraph(345, 1090, 230, SCAN, 19, leading=1.35)
    sheet.text(1000, 1258, REPORTING, 18, align="m")
    _imprint(sheet, old=False, low=1290)
    return _issue(rng, sheet, firm, 1180, 1060, 38, _BROWN)


def _tall_2019(rng: Random, sheet: Sheet, firm: Firm) -> Box:
    """Portrait: QR code at the upper left, the code at the right under the title."""
    watermark(sheet, "营业执照", 32, (240, 243, 246))
    plain_border(sheet, 46, _TEAL)
    emblem(sheet, 707, 230, 92)
    qr(sheet, 150, 170, 170, f"https://scjg.example/{firm.code}")
    sheet.paragraph(1100, 180, 190, SCAN, 19, leading=1.35)
    sheet.spread(707 - 300, 350, 600, _TITLE, 114, face=sheet.faces.title)
    sheet.text(707, 506, f"（副本）{rng.choice(('1-1', '2-1', ''))}", 36, align="m")
    end = sheet.width - 170
    start = end - sheet.advance(firm.code, 36)
    sheet.text(start, 590, firm.code, 36, field="uscc")
    sheet.text(start - 20, 592, f"{_CODE}：", 33, face=sheet.faces.label, align="r")
    rows = _rows(rng, firm)
    how = Rows(170, 690, 1074, 35, label_width=5.2, gap=0.85, label_face=sheet.faces.label, label_colour=_GREY)
    print_rows(sheet, _in_order(rows, "name kind person make capital founded term site scope"), how, limit=1560)
    sheet.text(707, 1830, REPORTING, 18, align="m")
    _imprint(sheet, old=False, low=1866)
    return _issue(rng, sheet, firm, 600, 1610, 38, _GREY)


def _electronic_2019(rng: Random, sheet: Sheet, firm: Firm) -> Box:
    """A printed electronic licence: its purpose and day stand pale across the page."""
    asked = chinese_day(max(firm.issued_on, date(2024, 1, 1)), padded=False)
    purpose = rng.choice(("仅限职业技能培训注册使用", "仅供培训报名 再次复印无效", "用于企业账号审核"))
    watermark(sheet, f"{purpose}　{asked}", 34, (232, 234, 238), slant=32)
    plain_border(sheet, 40, _SAND)
    emblem(sheet, 707, 200, 80)
    sheet.spread(707 - 280, 302, 560, _TITLE, 106, face=sheet.faces.title)
    sheet.text(707, 440, "（电子副本）", 34, align="m")
    length = sheet.advance(_CODE, 34, sheet.faces.label)
    sheet.text(707 - length / 2, 506, _CODE, 34, face=sheet.faces.label)
    sheet.text(707, 556, firm.code, 40, align="m", field="uscc")
    rows = _rows(rng, firm)
    how = Rows(160, 660, 1094, 34, colon="：", gap=0.8, label_face=sheet.faces.label)
    print_rows(sheet, _in_order(rows, "name kind capital person make founded term site scope"), how, limit=1540)
    qr(sheet, 160, 1600, 190, f"https://dzyyzz.example/{firm.code}/{asked}")
    sheet.text(160, 1806, "电子营业执照扫码验证", 20)
    _imprint(sheet, old=False, low=1872)
    return _issue(rng, sheet, firm, 640, 1600, 36, _GREY)


def _tall_2015(rng: Random, sheet: Sheet, firm: Firm) -> Box:
    """Portrait: a long title, the copy's number, the code centred below, rows with wide labels."""
    watermark(sheet, "工商行政管理", 32, (246, 240, 224))
    woven_border(sheet, 38, 46, _SAND, strands=5)
    emblem(sheet, 707, 250, 104)
    sheet.spread(707 - 370, 400, 740, _TITLE, 132, face=sheet.faces.title)
    sheet.text(707, 580, "（副　　本）", 38, align="m")
    sheet.text(1240, 586, rng.choice(("1-1", "（1/1）", "2-2")), 28, align="r")
    end = sheet.text(250, 664, f"{_CODE}　", 36, face=sheet.faces.label, colour=_BROWN)
    sheet.text(end, 664, firm.code, 37, field="uscc")
    rows = _rows(rng, firm)
    how = Rows(210, 760, 1000, 36, label_width=5.6, gap=0.7, label_face=sheet.faces.label, label_colour=_BROWN)
    print_rows(sheet, _in_order(rows, "name kind site person make capital founded term scope"), how, limit=1600)
    _imprint(sheet, old=True, low=1858)
    sheet.text(707, 1826, "提示：每年1月1日至6月30日报送上一年度年度报告", 19, align="m")
    return _issue(rng, sheet, firm, 620, 1640, 40, _BROWN)


def _broad_2015(rng: Random, sheet: Sheet, firm: Firm) -> Box:
    """Landscape: one column of rows from edge to edge, the office at the right of the last ones."""
    watermark(sheet, "登记注册", 36, (242, 238, 234))
    woven_border(sheet, 34, 42, _ROSE, strands=6)
    emblem(sheet, 330, 240, 96)
    sheet.spread(640, 170, 760, _TITLE, 118, face=sheet.faces.title)
    sheet.text(1440, 232, "（副本）", 36)
    end = sheet.text(640, 330, f"{_CODE}：", 36, face=sheet.faces.label)
    sheet.text(end, 330, firm.code, 37, field="uscc")
    rows = _rows(rng, firm)
    how = Rows(200, 430, 1560, 34, label_width=6.0, gap=0.55, label_face=sheet.faces.label, label_colour=_GREY)
    print_rows(sheet, _in_order(rows, "name kind site person make capital founded term scope"), how, limit=1080)
    _imprint(sheet, old=True, low=1300)
    return _issue(rng, sheet, firm, 1180, 1096, 36, _GREY)


_FORMS: dict[str, Callable[[Random, Sheet, Firm], Box]] = {
    "2019-broad": _broad_2019,
    "2019-tall": _tall_2019,
    "2019-electronic": _electronic_2019,
    "2015-tall": _tall_2015,
    "2015-broad": _broad_2015,
}
