"""Draws flat qualification certificates (资质证书) and commitment letters (企业承诺书)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from PIL import Image, ImageDraw

from school_desk.adapters.sample_school.companies import SCHOOL_NAME, Company
from school_desk.adapters.sample_school.ink import Colour, Page, font
from school_desk.adapters.sample_school.seals import draw_seal

DISCLAIMER = "样张：单位、人员、号码均为虚构，不作任何证明之用"

_GROUND: Colour = (247, 252, 248)
_WATERMARK: Colour = (234, 243, 238)
_STRANDS: tuple[Colour, ...] = ((150, 178, 190), (176, 190, 160), (196, 184, 140))
_FAINT: Colour = (126, 146, 150)
_TITLE: Colour = (170, 28, 34)
_BLUE_INK: Colour = (32, 42, 96)


@dataclass(frozen=True)
class Drawn:
    """A flat page and what stands on it, fields named as `school-desk read` names them."""

    image: Image.Image
    fields: dict[str, Any]


def day_text(day: date) -> str:
    """2026年08月01日."""
    return f"{day:%Y}年{day:%m}月{day:%d}日"


def draw_qualification(rng: Random, company: Company, layout: str) -> Drawn:
    """The 资质证书 of `company`: port (portrait) or land (landscape)."""
    width, height = (1414, 2000) if layout == "port" else (2000, 1414)
    page = Page(width, height, _GROUND)
    page.watermark("样张　资质证书", 30, _WATERMARK)
    page.woven_border(34, 44, _STRANDS)
    page.roundel(width / 2, 190, 86)
    page.spread(width / 2 - 420, 310, 840, "建筑业企业资质证书", 82, colour=_TITLE, bold=True)
    page.text(width / 2, 420, "（副  本）", 36, anchor="ma")
    rows = _qualification_rows(company)
    if layout == "port":
        _qualification_body(page, company, rows, x=200, gap=18)
    else:
        _qualification_body(page, company, [rows[-2], *rows[:-2], rows[-1]], x=260, gap=2)
    _issued(rng, page, company)
    return Drawn(page.image, _qualification_fields(company))


def _qualification_body(page: Page, company: Company, rows: list[tuple[str, str]], *, x: float, gap: float) -> None:
    y, column = 520.0, x + 350
    for label, value in rows:
        page.text(x, y, f"{label}：", 36, bold=True)
        y = page.paragraph(column, y, page.width - column - 210, value, 36) + gap
    page.text(x, y, "资质类别及等级：", 36, bold=True)
    page.paragraph(column, y, page.width - column - 210, "\n".join(company.qualification.grades), 36)


def _qualification_rows(company: Company) -> list[tuple[str, str]]:
    return [
        ("企业名称", company.name),
        ("详细地址", company.address),
        ("统一社会信用代码", company.credit_code),
        ("法定代表人", company.legal_person),
        ("注册资本", company.capital or "——"),
        ("经济性质", company.kind),
        ("证书编号", company.qualification.cert_no),
        ("有效期", day_text(company.qualification.valid_until)),
    ]


def _issued(rng: Random, page: Page, company: Company) -> None:
    """The lower edge: QR code, issuer, seal and day."""
    bottom, right = page.height, page.width
    corner = (200, bottom - 400) if bottom > right else (right - 400, 200)
    page.qr(*corner, 190, f"样张 {company.qualification.cert_no}")
    page.text(right - 240, bottom - 350, f"发证机关：{company.qualification.issuer}", 36, bold=True, anchor="ra")
    page.stamp(draw_seal(rng, company.qualification.issuer, 280), right - 420, bottom - 300)
    page.text(right - 320, bottom - 264, day_text(company.qualification.issued_on), 36, anchor="ra")
    page.text(200, bottom - 178, "全国建筑市场监管公共服务平台查询网址：http://jzsc.mohurd.gov.cn", 22)
    page.text(200, bottom - 142, "中华人民共和国住房和城乡建设部制", 22)
    page.text(right - 200, bottom - 138, DISCLAIMER, 18, colour=_FAINT, anchor="ra")


def _qualification_fields(company: Company) -> dict[str, Any]:
    paper = company.qualification
    return {
        "name": company.name,
        "uscc": company.credit_code,
        "legal_person": company.legal_person,
        "cert_no": paper.cert_no,
        "qualifications": list(paper.grades),
        "valid_until": paper.valid_until.isoformat(),
        "issuer": paper.issuer,
        "issue_date": paper.issued_on.isoformat(),
    }


_PROMISES = (
    "所提交的营业执照、资质证书及参训人员身份信息真实、完整、有效，复印件与原件一致。",
    "参训人员均为本单位在职职工，年龄、工种和从业年限符合报名条件，不冒名顶替。",
    "组织参训人员按规定完成学时，遵守培训和考核纪律，配合主管部门监督检查。",
    "培训费由本单位对公转账缴纳，不向参训人员收取或者变相收取费用。",
    "如有虚假，本单位愿意承担由此产生的法律责任和一切后果。",
)


def draw_letter(rng: Random, company: Company, layout: str, sealed_by: str | None) -> Drawn:
    """The 企业承诺书 of `company`: its data `inline` in the first sentence or in a `block`; `sealed_by` None leaves it without a seal."""
    page = Page(1414, 2000, (254, 254, 253))
    page.text(707, 190, "企业承诺书", 64, bold=True, anchor="ma")
    y = 340.0
    y = page.paragraph(150, y, 1110, f"{SCHOOL_NAME}：" if layout == "inline" else "市建设行政主管部门：", 36) + 16
    y = (_inline if layout == "inline" else _block)(page, company, y)
    for number, promise in zip("一二三四五", _PROMISES, strict=True):
        y = page.paragraph(150, y, 1110, f"{number}、{promise}", 36, leading=1.72, indent=2)
    signed_on = date(2026, 5, 6) + timedelta(days=rng.randrange(80))
    _signature(rng, page, company, y + 80, signed_on)
    if sealed_by:
        page.stamp(draw_seal(rng, sealed_by, 330, serial=f"3305{rng.randrange(10**9):09d}"), 860, y + 130)
    page.text(707, 1920, DISCLAIMER, 20, colour=(170, 170, 170), anchor="ma")
    fields: dict[str, Any] = {
        "name": company.name,
        "uscc": company.credit_code,
        "legal_person": company.legal_person,
        "date": signed_on.isoformat(),
        "seal_present": sealed_by is not None,
    }
    if sealed_by:
        fields["seal_name"] = sealed_by
    return Drawn(page.image, fields)


def _inline(page: Page, company: Company, y: float) -> float:
    text = (
        f"我单位（企业名称：{company.name}，统一社会信用代码：{company.credit_code}，法定代表人：{company.legal_person}）"
        "申请注册建筑工人职业技能培训企业账号，现就有关事项承诺如下："
    )
    return page.paragraph(150, y, 1110, text, 36, leading=1.72, indent=2)


def _block(page: Page, company: Company, y: float) -> float:
    rows = (("企业名称", company.name), ("统一社会信用代码", company.credit_code), ("法定代表人", company.legal_person))
    for label, value in rows:
        page.text(150, y, f"{label}：", 36)
        start = 150 + font(36).getlength(f"{label}：")
        page.text(start + 14, y, value, 36)
        page.rule((start, y + 50), (start + font(36).getlength(value) + 40, y + 50))
        y += 70
    return page.paragraph(
        150, y, 1110, "本单位申请注册建筑工人职业技能培训企业账号，郑重承诺：", 36, leading=1.72, indent=2
    )


def _signature(rng: Random, page: Page, company: Company, y: float, day: date) -> None:
    signer = f"承诺单位（盖章）：{company.name}"
    x = min(560.0, 1264 - font(36).getlength(signer))
    page.text(x, y, signer, 36)
    page.text(x, y + 90, "法定代表人（签字）：", 36)
    page.stamp(_handwriting(rng, company.legal_person), x + 460, y + 112)
    page.text(1264, y + 190, f"{day.year}年{day.month}月{day.day}日", 36, anchor="ra")


def _handwriting(rng: Random, name: str) -> Image.Image:
    """`name` slanting in blue-black ink."""
    mask = Image.new("L", (300, 110))
    draw = ImageDraw.Draw(mask)
    for place, letter in enumerate(name):
        draw.text(
            (46 + place * 56, 58 + rng.randrange(-6, 7)),
            letter,
            font=font(rng.randrange(52, 66)),
            fill=255,
            anchor="mm",
        )
    slanted = mask.transform(mask.size, Image.Transform.AFFINE, (1, 0.28, -14, 0.03, 1, -3), Image.Resampling.BICUBIC)
    signature = Image.new("RGB", mask.size, "white")
    signature.paste(_BLUE_INK, (0, 0), slanted)
    return signature
