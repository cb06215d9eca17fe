"""Business licences (营业执照): 2019 landscape and portrait, 2015 landscape and portrait, in every legal form's wording."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from random import Random

from benchmarks.papers.drawn import Drawn, Fields, Row, Rows, apart, chinese_day, print_rows
from benchmarks.papers.firms import Firm
from benchmarks.papers.fonts import draw_faces
from benchmarks.papers.ink import Colour, Sheet
from benchmarks.papers.ornament import emblem, plain_border, qr, watermark, woven_border
from benchmarks.papers.seals import round_seal

NEW_FORM_SINCE = date(2019, 3, 1)
# Licences printed from then on show no term.
_TERMLESS_SINCE = date(2022, 3, 1)
LABELS = {
    "company": ("法定代表人", "住所", "注册资本", "成立日期", "营业期限"),
    "branch": ("负责人", "营业场所", "", "成立日期", "营业期限"),
    "sole": ("投资人", "住所", "出资额", "成立日期", "营业期限"),
    "partners": ("执行事务合伙人", "主要经营场所", "出资额", "成立日期", "合伙期限"),
    "trader": ("经营者", "经营场所", "", "注册日期", ""),
}
PUBLICITY = "国家企业信用信息公示系统网址：http://www.gsxt.gov.cn"
REPORTING = "市场主体应当于每年1月1日至6月30日通过国家企业信用信息公示系统报送公示年度报告。"
MAKERS = {"new": "国家市场监督管理总局监制", "old": "中华人民共和国国家工商行政管理总局监制"}
SCAN = "扫描二维码登录“国家企业信用信息公示系统”了解更多登记、备案、许可、监管信息。"


@dataclass(frozen=True)
class _Form:
    """One print of the licence. Places are units of a sheet 2000 × 1414 or 1414 × 2000.

    `code`: "corner" (top left, label over code), "below" (one line under the title), "right" (same, flush right).
    """

    key: str
    old: bool
    landscape: bool
    title: tuple[float, float, float]  # y, width, size
    emblem: tuple[float, float]  # y, radius
    copy: str
    code: str
    qr: tuple[float, float, float] | None
    body: tuple[float, float, float]  # x, y, size
    label_width: float
    columns: bool
    foot: tuple[float, float]  # x, y of 登记机关
    ground: Colour
    mark: Colour
    strands: tuple[Colour, ...]
    label_colour: Colour
    woven: bool = True


_GREENS: tuple[Colour, ...] = ((150, 186, 170), (196, 190, 140), (170, 196, 190))
_OCHRES: tuple[Colour, ...] = ((198, 176, 120), (214, 190, 140), (180, 170, 130))
_PINKS: tuple[Colour, ...] = ((216, 150, 130), (222, 184, 140), (200, 170, 150))
_BLUES: tuple[Colour, ...] = ((140, 170, 200), (176, 186, 200), (150, 180, 180))

_FORMS: dict[str, tuple[_Form, ...]] = {
    "develop": (
        _Form("2019h", False, True, (300, 620, 110), (190, 82), "（副  本）", "corner", (1540, 190, 180), (160, 560, 33), 5.2, True,
              (1230, 1080), (253, 251, 242), (246, 241, 224), _OCHRES, (116, 66, 40)),
        _Form("2019v", False, False, (330, 600, 112), (210, 88), "（副  本）", "below", (1120, 240, 150), (180, 700, 34), 5.4, False,
              (640, 1650), (252, 251, 246), (244, 241, 228), _GREENS, (60, 60, 62)),
        _Form("2015v", True, False, (350, 620, 118), (220, 92), "（副    本）", "below", None, (190, 720, 35), 5.2, False,
              (650, 1640), (253, 250, 240), (245, 238, 220), _OCHRES, (128, 84, 50)),
        _Form("2015h", True, True, (280, 660, 108), (180, 76), "（副本）", "right", None, (230, 540, 33), 5.2, False,
              (1200, 1100), (252, 251, 244), (242, 242, 226), _GREENS, (96, 70, 52)),
    ),
    "report": (
        _Form("2019h-big", False, True, (262, 760, 138), (160, 78), "", "corner", (1600, 170, 210), (190, 590, 37), 4.6, True,
              (1120, 1060), (250, 249, 246), (240, 240, 236), _PINKS, (40, 40, 44)),
        _Form("2019h-copy", False, True, (320, 560, 98), (214, 92), "（副　本）", "corner", (1480, 210, 160), (140, 530, 30), 5.6, True,
              (1300, 1110), (254, 252, 240), (247, 243, 226), _PINKS, (150, 92, 40), False),
        _Form("2019v-print", False, False, (300, 520, 96), (190, 76), "(副本)", "below", (1100, 180, 180), (150, 640, 32), 5.0, False,
              (560, 1560), (255, 255, 255), (244, 244, 246), _BLUES, (90, 90, 96), False),
        _Form("2015v-plain", True, False, (370, 700, 126), (230, 100), "", "right", None, (160, 760, 36), 4.8, False,
              (560, 1600), (252, 249, 236), (243, 236, 214), _PINKS, (70, 50, 40)),
        _Form("2015h-wide", True, True, (250, 820, 112), (160, 70), "（副  本）", "below", (1660, 150, 170), (180, 560, 34), 5.0, False,
              (1060, 1130), (251, 252, 250), (238, 244, 240), _BLUES, (60, 74, 90)),
    ),
}  # fmt: skip


def draw_licence(rng: Random, firm: Firm, family: str, scale: float) -> Drawn:
    """The licence of `firm`, in a form of `family` that fits its day of issue."""
    old = firm.issued_on < NEW_FORM_SINCE
    form = rng.choice([form for form in _FORMS[family] if form.old is old])
    width, height = (2000, 1414) if form.landscape else (1414, 2000)
    sheet = Sheet(width, height, scale, draw_faces(rng, family, firm.text), form.ground)
    _ground(sheet, form)
    fields = licence_fields(firm)
    _head(rng, sheet, form, firm)
    _body(rng, sheet, form, firm, fields)
    seal = _foot(rng, sheet, form, firm, family)
    extra = {
        "layout": form.key, "form": firm.form, "seal_present": True, "seal_ring": firm.authority, "seal_matches": None,
        "seal_box": seal, "authority_only_in_seal": True,
    }  # fmt: skip
    return Drawn(sheet.image, fields, sheet.marks | {"authority": seal}, extra)


def licence_fields(firm: Firm) -> Fields:
    """What the licence says; its term only where it is printed."""
    termless = firm.issued_on >= _TERMLESS_SINCE or not LABELS[firm.form][4]
    return {
        "uscc": firm.code,
        "name": firm.name,
        "type": firm.kind,
        "legal_person": firm.person,
        "capital": firm.capital or None,
        "established": firm.established.isoformat(),
        "term_to": None if termless else firm.term_to.isoformat() if firm.term_to else "长期",
        "address": firm.address,
        "scope": firm.scope,
        "authority": firm.authority,
        "issue_date": firm.issued_on.isoformat(),
    }


def _ground(sheet: Sheet, form: _Form) -> None:
    watermark(sheet, "营业执照" if form.old else "国家市场监督管理", 30, form.mark)
    if form.woven:
        woven_border(sheet, 36, 44, form.strands)
    else:
        plain_border(sheet, 40, form.strands)


def _head(rng: Random, sheet: Sheet, form: _Form, firm: Firm) -> None:
    middle = sheet.width / 2
    emblem(sheet, middle, *form.emblem)
    y, width, size = form.title
    sheet.spread(middle - width / 2, y, width, "营业执照", size, face=sheet.faces.title)
    y += size * 1.32
    if form.copy:
        sheet.text(middle, y, form.copy, 38, align="m")
        if rng.random() < 0.5 and form.code != "right":
            sheet.text(middle + 190, y + 6, rng.choice(("1-1", "1/1", "(2-1)")), 28)
        y += 66
    _code(sheet, form, firm, y)
    if form.qr:
        left, top, side = form.qr
        qr(sheet, left, top, side, f"https://zt.example/yyzz?{firm.code}")
        if form.landscape and left + side + 150 < sheet.width:
            sheet.paragraph(left + side + 14, top + 4, 130, SCAN, 19, leading=1.3)


def _code(sheet: Sheet, form: _Form, firm: Firm, y: float) -> None:
    label, size = "统一社会信用代码", 38
    if form.code == "corner":
        x, top = form.body[0], form.title[0] - 10
        sheet.text(x, top, label, 34, face=sheet.faces.label, colour=form.label_colour)
        room = sheet.width / 2 - form.title[1] / 2 - x - 30
        fitting = min(42.0, 42 * room / sheet.advance(firm.code, 42))
        sheet.text(x, top + 52, firm.code, fitting, field="uscc")
        return
    length = sheet.advance(f"{label}　", size, sheet.faces.label) + sheet.advance(firm.code, size)
    start = (sheet.width - length) / 2 if form.code == "below" else sheet.width - length - form.body[0]
    end = sheet.text(start, y + 20, f"{label}　", size, face=sheet.faces.label)
    sheet.text(end, y + 20, firm.code, size, field="uscc")


def _body(rng: Random, sheet: Sheet, form: _Form, firm: Firm, fields: Fields) -> None:
    boss, site, capital, founded, term = LABELS[firm.form]
    day = chinese_day(firm.established, padded=True)
    until = chinese_day(firm.term_to) if firm.term_to else "长期"
    span = rng.choice((f"{day} 至 {until}", f"{day}至{until}", f"自{day}至{until}"))
    name = Row("name", "名称", firm.name)
    kind = Row("type", "类型", firm.kind)
    person = Row("legal_person", boss, firm.person)
    scope = Row("scope", "经营范围", firm.scope)
    place = Row("address", site, firm.address)
    money = [Row("capital", capital, firm.capital)] if firm.capital and capital else []
    dates = [Row("established", founded, day)] + ([Row("term_to", term, span)] if fields["term_to"] else [])
    extra = [Row("", "组成形式", "个人经营")] if firm.form == "trader" else []
    x = form.body[0]
    left, right = [name, kind, person, *extra, scope], [*money, *dates, place]
    if not form.columns:
        rows = [name, kind, place, person, *extra, *money, *dates, scope]
        print_rows(sheet, rows, _how(sheet, form, x, sheet.width - 2 * x), limit=form.foot[1] - 40)
        return
    half = sheet.width / 2
    print_rows(sheet, left, _how(sheet, form, x, half - x + 30), limit=sheet.height - 170)
    print_rows(sheet, right, _how(sheet, form, half + 90, half - 90 - x), limit=form.foot[1] - 40)


def _how(sheet: Sheet, form: _Form, x: float, width: float) -> Rows:
    return Rows(
        x,
        form.body[1],
        width,
        form.body[2],
        label_width=form.label_width,
        label_face=sheet.faces.label,
        label_colour=form.label_colour,
    )


def _foot(rng: Random, sheet: Sheet, form: _Form, firm: Firm, family: str) -> tuple[int, int, int, int]:
    x, y = form.foot
    sheet.spread(x, y, 250, "登记机关", 38, face=sheet.faces.label, colour=form.label_colour)
    day_x, day_y, step = x + rng.uniform(90, 200), y + rng.uniform(90, 125), rng.uniform(62, 82)
    apart(sheet, firm.issued_on, day_x, day_y, 36, step, field_name="issue_date", padded=rng.random() < 0.7)
    seal = round_seal(rng, firm.authority, sheet.faces.seal, sheet.px(rng.uniform(255, 300)))
    box = sheet.stamp(seal, x + rng.uniform(300, 420), min(y + rng.uniform(0, 70), sheet.height - 210))
    size, low = 20, sheet.height - 136
    maker = MAKERS["old" if form.old else "new"]
    sheet.text(130, low, PUBLICITY, size)
    sheet.text(sheet.width - 130, low, maker, size, align="r")
    if form.landscape:
        sheet.text(sheet.width / 2, low + 26, REPORTING, size - 2, align="m")
    return (round(box[0]), round(box[1]), round(box[2]), round(box[3]))
