"""Business licences of the family `outside`: 正本 and 副本 of 2015 and 2019, a downloaded one, and photocopies an enterprise vouches for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from random import Random

from benchmarks.papers.drawn import Drawn, Row, Rows, apart, chinese_day, print_rows
from benchmarks.papers.firms import Firm
from benchmarks.papers.fonts import draw_faces
from benchmarks.papers.ink import Box, Colour, Sheet
from benchmarks.papers.ornament import emblem, plain_border, qr, watermark, woven_border
from benchmarks.papers.outside.copies import WORDS, vouch
from benchmarks.papers.seals import round_seal
from benchmarks.papers.yyzz import LABELS, MAKERS, NEW_FORM_SINCE, PUBLICITY, REPORTING, SCAN, licence_fields

_TITLE = "营业执照"
_CODE = "统一社会信用代码"
_OLIVE: tuple[Colour, ...] = ((172, 180, 128), (206, 190, 130), (156, 186, 160))
_STRAW: tuple[Colour, ...] = ((212, 186, 116), (226, 206, 150), (196, 176, 126))
_CORAL: tuple[Colour, ...] = ((222, 166, 140), (214, 190, 150), (200, 176, 136))
_UMBER: Colour = (122, 78, 44)
_BLACK: Colour = (40, 40, 42)
# A 正本 hangs on the wall: fewer are handed in than copies.
_NEW = (("2019-copy-broad", 6), ("2019-original-broad", 2), ("2019-copy-tall", 2), ("2019-download-broad", 3))
_OLD = (("2015-copy-tall", 5), ("2015-original-tall", 1), ("2015-copy-broad", 3))


def draw_licence(rng: Random, firm: Firm, scale: float) -> Drawn:
    """The licence of `firm` in a form of its day of issue, now and then as a vouched photocopy."""
    forms = _OLD if firm.issued_on < NEW_FORM_SINCE else _NEW
    key = rng.choices([name for name, _ in forms], [weight for _, weight in forms])[0]
    if key.startswith("2015"):
        firm = replace(firm, authority=firm.authority.replace("数据局", "行政审批局"))
    width, height = (2000, 1414) if key.endswith("-broad") else (1414, 2000)
    faces = draw_faces(rng, "outside", firm.text + _TITLE + WORDS)
    sheet = Sheet(width, height, scale, faces, rng.choice(((253, 252, 244), (252, 250, 242), (254, 254, 250))))
    seal, spare = _FORMS[key](rng, sheet, firm)
    vouched = rng.random() < 0.2
    if vouched:
        vouch(rng, sheet, firm, *spare)
    extra = {
        "layout": f"{key}/vouched" if vouched else key, "form": firm.form, "seal_present": True, "seal_ring": firm.authority,
        "seal_matches": None, "seal_box": tuple(round(edge) for edge in seal), "authority_only_in_seal": True,
    }  # fmt: skip
    return Drawn(sheet.image, licence_fields(firm), sheet.marks | {"authority": seal}, extra)


def _rows(rng: Random, firm: Firm) -> dict[str, list[Row]]:
    return licence_rows(rng, firm, 0.8, ("{0}至{1}", "{0} 至 {1}", "{0}至{1}"))


def licence_rows(rng: Random, firm: Firm, padded: float, spans: Sequence[str]) -> dict[str, list[Row]]:
    """The rows by name; none where this legal form or this year prints none. `padded` of them write 08月; `spans` are of both days."""
    boss, site, capital, founded, term = LABELS[firm.form]
    noughts = rng.random() < padded
    day = chinese_day(firm.established, padded=noughts)
    until = chinese_day(firm.term_to, padded=noughts) if firm.term_to else "长期"
    span = rng.choice(spans).format(day, until)
    return {
        "name": [Row("name", "名称", firm.name)],
        "kind": [Row("type", "类型", firm.kind)],
        "person": [Row("legal_person", boss, firm.person)],
        "make": [Row("", "组成形式", "个人经营")] if firm.form == "trader" else [],
        "capital": [Row("capital", capital, firm.capital)] if firm.capital and capital else [],
        "founded": [Row("established", founded, day)],
        "term": [Row("term_to", term, span)] if licence_fields(firm)["term_to"] else [],
        "site": [Row("address", site, firm.address)],
        "scope": [Row("scope", "经营范围", firm.scope)],
    }


def in_order(rows: dict[str, list[Row]], order: str) -> list[Row]:
    """The rows that `order` names."""
    return [row for name in order.split() for row in rows[name]]


def _office(
    rng: Random, sheet: Sheet, firm: Firm, x: float, y: float, size: float, colour: Colour, *, drop: float = 2.6
) -> Box:
    """登记机关 at x, y, the day `drop` letters below it at the right, the office's seal over both."""
    sheet.spread(x, y, size * 7.4, "登记机关", size, face=sheet.faces.label, colour=colour)
    apart(sheet, firm.issued_on, x + size * rng.uniform(2.2, 4.4), y + size * drop, size * 0.9, size * rng.uniform(1.75, 2.15),
          field_name="issue_date", padded=rng.random() < 0.75)  # fmt: skip
    seal = round_seal(rng, firm.authority, sheet.faces.seal, sheet.px(rng.uniform(262, 312)), tilt=8)
    return sheet.stamp(
        seal, x + size * rng.uniform(7.2, 10.2), min(y + size * rng.uniform(0.2, 2.2), sheet.height - 205)
    )


def _corner_code(sheet: Sheet, firm: Firm, x: float, y: float, room: float, colour: Colour) -> None:
    sheet.text(x, y, _CODE, min(33.0, room / 8.2), face=sheet.faces.label, colour=colour)
    size = min(40.0, 40 * room / sheet.advance(firm.code, 40))
    sheet.text(x, y + 48, firm.code, size, field="uscc")


def _scan(sheet: Sheet, firm: Firm, x: float, y: float, side: float) -> None:
    """The QR code with its sentence at the right."""
    qr(sheet, x, y, side, f"https://gsxt.example/{firm.code}/{firm.issued_on:%Y%m%d}")
    sheet.paragraph(x + side + 12, y + 2, min(134.0, sheet.width - x - side - 110), SCAN, 18, leading=1.28)


def _copy_broad_2019(rng: Random, sheet: Sheet, firm: Firm) -> tuple[Box, tuple[float, float]]:
    """The common copy: code upper left, QR upper right, two columns, the office at the lower right."""
    watermark(sheet, "国家市场监督管理总局", 28, (247, 243, 230), slant=28)
    woven_border(sheet, 30, 52, _STRAW, strands=7)
    emblem(sheet, 1000, 196, 92)
    sheet.spread(1000 - 300, 318, 600, _TITLE, 108, face=sheet.faces.title)
    sheet.text(1000, 456, "（副　本）", 34, align="m")
    if rng.random() < 0.6:
        sheet.text(170, 440, rng.choice(("1/1", "(1/1)", "2/1", "编号：1-1")), 26)
    _corner_code(sheet, firm, 170, 330, 460, _UMBER)
    _scan(sheet, firm, 1510, 250, 172)
    rows, size = _rows(rng, firm), rng.choice((31.0, 33.0, 34.0))
    how = Rows(
        170, 570, 830, size, label_width=5.0, gap=0.95, leading=1.32, label_face=sheet.faces.label, label_colour=_UMBER
    )
    print_rows(sheet, in_order(rows, "name kind person make scope"), how, limit=1225)
    print_rows(sheet, in_order(rows, "capital founded term site"), replace(how, x=1080, width=740), limit=1010)
    sheet.text(130, 1300, PUBLICITY, 19)
    sheet.text(1870, 1300, MAKERS["new"], 19, align="r")
    sheet.text(1000, 1326, REPORTING, 17, align="m")
    return _office(rng, sheet, firm, 1150, 1090, 36, _UMBER), (720 + rng.uniform(-60, 60), 1190)


def _original_broad_2019(rng: Random, sheet: Sheet, firm: Firm) -> tuple[Box, tuple[float, float]]:
    """正本: large letters, the title spread wide, no word of a copy."""
    watermark(sheet, "营业执照", 44, (246, 243, 236), slant=22)
    woven_border(sheet, 44, 64, _CORAL, strands=9)
    emblem(sheet, 1000, 204, 100)
    sheet.spread(1000 - 430, 330, 860, _TITLE, 134, face=sheet.faces.title)
    _corner_code(sheet, firm, 190, 232, 420, _BLACK)
    _scan(sheet, firm, 1530, 210, 190)
    rows = _rows(rng, firm)
    how = Rows(
        190, 560, 850, 38, label_width=4.8, gap=0.8, leading=1.28, label_face=sheet.faces.label, label_colour=_BLACK
    )
    print_rows(sheet, in_order(rows, "name kind person make scope"), how, limit=1240)
    print_rows(sheet, in_order(rows, "capital founded term site"), replace(how, x=1110, width=700), limit=1020)
    sheet.text(180, 1276, PUBLICITY, 20)
    sheet.text(1820, 1276, MAKERS["new"], 20, align="r")
    return _office(rng, sheet, firm, 1170, 1060, 42, _BLACK), (760, 1150)


def _copy_tall_2019(rng: Random, sheet: Sheet, firm: Firm) -> tuple[Box, tuple[float, float]]:
    """Portrait: code upper left and QR upper right beside the emblem, one column."""
    watermark(sheet, "市场监督管理", 30, (243, 245, 236), slant=30)
    woven_border(sheet, 36, 44, _OLIVE, strands=6)
    emblem(sheet, 707, 236, 96)
    _corner_code(sheet, firm, 140, 190, 380, _UMBER)
    _scan(sheet, firm, 1000, 178, 160)
    sheet.spread(707 - 320, 372, 640, _TITLE, 112, face=sheet.faces.title)
    sheet.text(707, 520, "（副　本）", 36, align="m")
    rows = _rows(rng, firm)
    how = Rows(160, 640, 1094, 34, label_width=5.6, gap=1.05, label_face=sheet.faces.label, label_colour=_UMBER)
    print_rows(sheet, in_order(rows, "name kind person make capital founded term site scope"), how, limit=1540)
    sheet.text(707, 1836, PUBLICITY, 19, align="m")
    sheet.text(707, 1866, MAKERS["new"], 19, align="m")
    return _office(rng, sheet, firm, 640, 1600, 37, _UMBER), (390, 1690)


def _download_broad_2019(rng: Random, sheet: Sheet, firm: Firm) -> tuple[Box, tuple[float, float]]:
    """Printed at the office from a download: pale frame, 电子营业执照, when it was downloaded, labels with a colon or spread."""
    sheet.image.paste((255, 255, 255), (0, 0, *sheet.image.size))
    plain_border(sheet, 64, _STRAW)
    emblem(sheet, 1000, 200, 76)
    sheet.spread(1000 - 270, 296, 540, _TITLE, 96, face=sheet.faces.title)
    sheet.text(1000, 420, rng.choice(("（电子版）", "（副　本）", "（电子营业执照副本）")), 32, align="m")
    _corner_code(sheet, firm, 180, 250, 470, _BLACK)
    qr(sheet, 1600, 230, 190, f"https://zzapp.example/{firm.code}")
    sheet.text(1695, 430, "扫码核验", 21, align="m")
    rows = _rows(rng, firm)
    spread = rng.random() < 0.6
    how = Rows(180, 520, 820, 32, label_width=5.2 if spread else 0.0, colon="" if spread else "：", gap=0.85,
               label_face=sheet.faces.label)  # fmt: skip
    print_rows(sheet, in_order(rows, "name kind person make scope"), how, limit=1180)
    print_rows(sheet, in_order(rows, "capital founded term site"), replace(how, x=1080, width=730), limit=980)
    sheet.text(180, 1268, PUBLICITY, 18)
    sheet.text(1820, 1268, MAKERS["new"], 18, align="r")
    return _office(rng, sheet, firm, 1140, 1040, 34, _BLACK, drop=2.9), (720, 1120)


def _copy_tall_2015(rng: Random, sheet: Sheet, firm: Firm) -> tuple[Box, tuple[float, float]]:
    """The three-in-one copy: number of the print at the right, code under the title, one column."""
    watermark(sheet, "工商", 40, (248, 241, 224), slant=18)
    woven_border(sheet, 34, 56, _STRAW, strands=8)
    emblem(sheet, 707, 264, 108)
    sheet.spread(707 - 350, 420, 700, _TITLE, 124, face=sheet.faces.title)
    sheet.text(707, 588, rng.choice(("（副　本）", "（副    本）")), 38, align="m")
    sheet.text(1200, 604, rng.choice(("(1-1)", "1/1", "（ 1/1 ）")), 27, align="r")
    if rng.random() < 0.5:
        sheet.text(1200, 562, f"注册号 {firm.code[2:8]}{rng.randrange(10**9):09d}", 24, align="r")
    start = 707 - (sheet.advance(_CODE, 35, sheet.faces.label) + 30 + sheet.advance(firm.code, 37)) / 2
    end = sheet.text(start, 672, _CODE, 35, face=sheet.faces.label, colour=_UMBER)
    sheet.text(end + 30, 670, firm.code, 37, field="uscc")
    rows = _rows(rng, firm)
    how = Rows(
        rng.choice((180.0, 220.0)),
        772,
        1010,
        35,
        label_width=5.4,
        gap=0.78,
        label_face=sheet.faces.label,
        label_colour=_UMBER,
    )
    print_rows(sheet, in_order(rows, "name kind site person make capital founded term scope"), how, limit=1570)
    sheet.text(140, 1852, PUBLICITY, 18)
    sheet.text(1274, 1852, MAKERS["old"], 18, align="r")
    return _office(rng, sheet, firm, 660, 1610, 40, _UMBER), (390, 1700)


def _original_tall_2015(rng: Random, sheet: Sheet, firm: Firm) -> tuple[Box, tuple[float, float]]:
    """正本 of 2015: no copy's number, large letters, the code flush right with its label."""
    watermark(sheet, "营业执照", 30, (244, 246, 234), slant=26)
    woven_border(sheet, 40, 60, _OLIVE, strands=7)
    emblem(sheet, 707, 290, 118)
    sheet.spread(707 - 400, 470, 800, _TITLE, 146, face=sheet.faces.title)
    start = sheet.text(1230 - sheet.advance(firm.code, 38), 690, firm.code, 38, field="uscc")
    sheet.text(
        start - sheet.advance(firm.code, 38) - 24, 691, _CODE, 36, face=sheet.faces.label, align="r", colour=_BLACK
    )
    rows = _rows(rng, firm)
    how = Rows(
        190, 790, 1040, 39, label_width=5.0, gap=0.7, leading=1.3, label_face=sheet.faces.label, label_colour=_BLACK
    )
    print_rows(sheet, in_order(rows, "name kind site person make capital founded term scope"), how, limit=1560)
    sheet.text(707, 1846, MAKERS["old"], 20, align="m")
    return _office(rng, sheet, firm, 600, 1600, 42, _BLACK), (390, 1690)


def _copy_broad_2015(rng: Random, sheet: Sheet, firm: Firm) -> tuple[Box, tuple[float, float]]:
    """Landscape copy of 2015: emblem and title in the middle, one broad column with a deep left margin."""
    watermark(sheet, "中华人民共和国", 30, (240, 244, 246), slant=24)
    plain_border(sheet, 34, _CORAL)
    emblem(sheet, 1000, 186, 82)
    sheet.spread(1000 - 330, 288, 660, _TITLE, 106, face=sheet.faces.title)
    sheet.text(1390, 350, "（副本）", 34)
    sheet.text(1760, 250, f"编号 {rng.randrange(10**8):08d}", 23, align="r")
    end = sheet.text(1000 - 430, 436, f"{_CODE}：", 35, face=sheet.faces.label)
    sheet.text(end + 8, 435, firm.code, 37, field="uscc")
    rows = _rows(rng, firm)
    how = Rows(
        260, 520, 1460, 32, label_width=5.8, gap=0.5, leading=1.34, label_face=sheet.faces.label, label_colour=_BLACK
    )
    print_rows(sheet, in_order(rows, "name kind site person make capital founded term scope"), how, limit=1110)
    sheet.text(180, 1300, PUBLICITY, 19)
    sheet.text(1820, 1300, MAKERS["old"], 19, align="r")
    return _office(rng, sheet, firm, 1200, 1120, 36, _BLACK, drop=2.2), (620, 1200)


_FORMS: dict[str, Callable[[Random, Sheet, Firm], tuple[Box, tuple[float, float]]]] = {
    "2019-copy-broad": _copy_broad_2019,
    "2019-original-broad": _original_broad_2019,
    "2019-copy-tall": _copy_tall_2019,
    "2019-download-broad": _download_broad_2019,
    "2015-copy-tall": _copy_tall_2015,
    "2015-original-tall": _original_tall_2015,
    "2015-copy-broad": _copy_broad_2015,
}
"""Form → its print; each returns the seal's place (pixels) and where a photocopy has room for a stamp (units)."""
