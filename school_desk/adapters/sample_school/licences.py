"""Draws business licences: the landscape form of 2019 and the portrait form of 2015, as they come from the scanner."""

from __future__ import annotations

from random import Random
from typing import Any

from school_desk.adapters.sample_school.companies import Company
from school_desk.adapters.sample_school.ink import Colour, Page
from school_desk.adapters.sample_school.papers import DISCLAIMER, Drawn, day_text
from school_desk.adapters.sample_school.seals import draw_seal

_GROUND: Colour = (253, 251, 243)
_WATERMARK: Colour = (245, 241, 226)
_STRANDS: tuple[Colour, ...] = ((196, 180, 132), (170, 186, 168), (214, 196, 150))
_FAINT: Colour = (158, 146, 112)
_LABEL: Colour = (112, 62, 34)
_PUBLICITY = "国家企业信用信息公示系统网址：http://www.gsxt.gov.cn"
# Licences printed from March 2022 on no longer show a term.
_TERMLESS_SINCE = (2022, 3)


def draw_licence(rng: Random, company: Company, layout: str) -> Drawn:
    """The licence of `company` in `layout` 2019h or 2015v, with the fields that it prints."""
    printed = layout == "2015v" or (company.issued_on.year, company.issued_on.month) < _TERMLESS_SINCE
    page = _portrait(rng, company) if layout == "2015v" else _landscape(rng, company, term_printed=printed)
    return Drawn(page.image, _fields(company, term_printed=printed))


def _fields(company: Company, *, term_printed: bool) -> dict[str, Any]:
    fields = {
        "uscc": company.credit_code,
        "name": company.name,
        "type": company.kind,
        "legal_person": company.legal_person,
        "established": company.established.isoformat(),
        "address": company.address,
        "scope": company.scope,
        "authority": company.authority,
        "issue_date": company.issued_on.isoformat(),
    }
    if company.capital:
        fields["capital"] = company.capital
    if term_printed:
        fields["term_to"] = company.term_to.isoformat() if company.term_to else "长期"
    return fields


def _labels(company: Company) -> tuple[str, str]:
    return ("负责人", "营业场所") if company.is_branch else ("法定代表人", "住所")


def _term(company: Company) -> str:
    return f"{day_text(company.established)} 至 {day_text(company.term_to) if company.term_to else '长期'}"


def _sheet(width: int, height: int) -> Page:
    page = Page(width, height, _GROUND)
    page.watermark("样张　营业执照", 30, _WATERMARK)
    page.woven_border(34, 44, _STRANDS)
    return page


def _landscape(rng: Random, company: Company, *, term_printed: bool) -> Page:
    page = _sheet(2000, 1414)
    page.roundel(1000, 196, 86)
    page.spread(680, 316, 640, "营业执照", 116, bold=True)
    page.text(1000, 468, "（副  本）", 38, anchor="ma")
    page.text(160, 300, "统一社会信用代码", 34, colour=_LABEL)
    page.text(160, 352, company.credit_code, 42)
    page.text(160, 412, "1/1    (1-1)", 28)
    page.qr(1530, 196, 190, f"样张 {company.credit_code}")
    page.paragraph(
        1732, 204, 132, "扫描二维码登录“国家企业信用信息公示系统”了解更多登记、备案、许可、监管信息。", 20, leading=1.3
    )
    boss, site = _labels(company)
    left = [("名称", company.name), ("类型", company.kind), (boss, company.legal_person), ("经营范围", company.scope)]
    right = [("注册资本", company.capital), ("成立日期", day_text(company.established))]
    if term_printed:
        right.append(("营业期限", _term(company)))
    right.append((site, company.address))
    _column(page, left, x=160, width=664)
    _column(page, [row for row in right if row[1]], x=1086, width=560)
    page.spread(1240, 1084, 250, "登记机关", 38, colour=_LABEL)
    _sealed(rng, page, company, x=1560, y=1106)
    _apart(page, company, x=1400, y=1212)
    page.text(160, 1272, _PUBLICITY, 20)
    page.text(1000, 1272, "市场主体应当于每年1月1日至6月30日通过该系统报送公示年度报告", 20, anchor="ma")
    page.text(1840, 1272, "国家市场监督管理总局监制", 20, anchor="ra")
    page.text(1000, 1304, DISCLAIMER, 18, colour=_FAINT, anchor="ma")
    return page


def _column(page: Page, rows: list[tuple[str, str]], *, x: float, width: float, size: int = 32, y: float = 560) -> None:
    for label, value in rows:
        page.spread(x, y, size * 5.2, label, size, colour=_LABEL)
        small = size - 3 if len(value) > 60 else size
        y = page.paragraph(x + size * 6.2, y, width, value, small) + size * 0.75


def _portrait(rng: Random, company: Company) -> Page:
    page = _sheet(1414, 2000)
    page.roundel(707, 220, 94)
    page.spread(402, 360, 610, "营业执照", 120, bold=True)
    page.text(707, 512, "（副    本）", 40, anchor="ma")
    page.text(1240, 520, f"注册号3305{rng.randrange(10**11):011d}", 22, colour=_LABEL, anchor="ra")
    page.text(707, 600, f"统一社会信用代码　{company.credit_code}", 38, anchor="ma")
    boss, site = _labels(company)
    rows = [
        ("名称", company.name),
        ("类型", company.kind),
        (site, company.address),
        (boss, company.legal_person),
        ("注册资本", company.capital),
        ("成立日期", day_text(company.established)),
        ("营业期限", _term(company)),
        ("经营范围", company.scope),
    ]
    _column(page, [row for row in rows if row[1]], x=190, width=800, size=34, y=706)
    page.spread(660, 1660, 250, "登记机关", 38, colour=_LABEL)
    _sealed(rng, page, company, x=1010, y=1680)
    _apart(page, company, x=850, y=1784)
    page.text(150, 1858, _PUBLICITY, 20)
    page.text(1264, 1858, "中华人民共和国国家工商行政管理总局监制", 20, anchor="ra")
    page.text(707, 1890, DISCLAIMER, 18, colour=_FAINT, anchor="ma")
    return page


def _sealed(rng: Random, page: Page, company: Company, *, x: float, y: float) -> None:
    page.stamp(draw_seal(rng, company.authority, 270), x, y)


def _apart(page: Page, company: Company, *, x: float, y: float) -> None:
    """The day of issue, its parts set wide apart as the form does."""
    day = company.issued_on
    for place, part in enumerate((f"{day:%Y}", "年", f"{day:%m}", "月", f"{day:%d}", "日")):
        page.text(x + place * 74 + (0 if place else -16), y, part, 36, anchor="ma")
