"""Draws flat transfer slips (转账回单): a grid like ICBC's, a list from a telephone bank, a paper voucher."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Any

from school_desk.adapters.sample_school.companies import SCHOOL_BANK, SCHOOL_NAME
from school_desk.adapters.sample_school.ink import GREY, Colour, Page
from school_desk.adapters.sample_school.papers import DISCLAIMER, Drawn, day_text
from school_desk.adapters.sample_school.seals import draw_seal
from school_desk.kernel.money import Fen, capitals, format_yuan

_ICBC_RED: Colour = (196, 18, 48)
_PALE: Colour = (150, 150, 150)
_SIZE = 30


@dataclass(frozen=True)
class Claim:
    """What a slip says was paid; it need not agree with the account."""

    payer_name: str
    payer_account: str
    payer_bank: str
    payee_account: str
    amount: Fen
    purpose: str
    at: datetime
    serial_no: str


def draw_slip(rng: Random, claim: Claim, layout: str) -> Drawn:
    """The slip of `claim` in `layout` icbc, list or voucher."""
    return Drawn(_LAYOUTS[layout](rng, claim).image, _fields(claim))


def _fields(claim: Claim) -> dict[str, Any]:
    return {
        "payer_name": claim.payer_name,
        "payer_account": claim.payer_account,
        "payer_bank": claim.payer_bank,
        "payee_name": SCHOOL_NAME,
        "payee_account": claim.payee_account,
        "payee_bank": SCHOOL_BANK,
        "amount": format_yuan(claim.amount, grouped=False),
        "amount_cn": capitals(claim.amount),
        "purpose": claim.purpose,
        "serial_no": claim.serial_no,
        "date": claim.at.date().isoformat(),
    }


def _icbc(rng: Random, claim: Claim) -> Page:
    page = Page(1900, 1150)
    page.draw.ellipse((90, 48, 154, 112), outline=_ICBC_RED, width=8)
    page.draw.rectangle((112, 68, 132, 92), outline=_ICBC_RED, width=5)
    page.text(176, 52, "中国工商银行", 46, colour=_ICBC_RED, bold=True)
    page.text(950, 64, "电子回单", 48, bold=True, anchor="ma")
    groups = "-".join(f"{rng.randrange(10_000):04d}" for _ in range(4))
    page.text(90, 150, f"电子回单号码：{groups}", 28)
    page.text(1790, 150, f"打印日期：{day_text(claim.at.date())}", 28, anchor="ra")
    left, middle, right = 90, 950, 1790
    rows = [204 + 78 * row for row in range(8)] + [936]
    page.grid((left, right), rows)
    _parties(page, claim, (left, middle, right), rows)
    page.text(110, rows[3] + 20, "金    额", _SIZE)
    page.rule((272, rows[3]), (272, rows[4]))
    page.text(300, rows[3] + 20, f"人民币（大写）：{capitals(claim.amount)}", _SIZE)
    page.text(right - 24, rows[3] + 18, f"¥{format_yuan(claim.amount)}", 34, anchor="ra")
    stamp = f"{claim.at:%Y-%m-%d-%H.%M.%S}.{rng.randrange(10**6):06d}"
    cells = [
        ("摘    要", "汇兑", "业务（产品）种类", "同城转账"),
        ("用    途", claim.purpose, "交易流水号", claim.serial_no),
    ]
    cells.append(("时间戳", stamp, "交易日期", day_text(claim.at.date())))
    for row, (label, value, other, other_value) in enumerate(cells, start=4):
        y = rows[row] + 20
        for x, text in ((110, label), (300, value), (970, other), (1250, other_value)):
            page.text(x, y, text, _SIZE)
        for x in (272, middle, 1226):
            page.rule((x, rows[row]), (x, rows[row + 1]))
    page.text(110, rows[7] + 20, f"备注：附言：{claim.purpose}", _SIZE)
    page.text(110, rows[7] + 70, f"支付交易序号：{rng.randrange(10**8):08d}　报文种类：客户发起汇兑业务报文", _SIZE)
    code = "".join(rng.choices("ABCDEFGHJKLMNPQRTUWXYabcdefghjkmnpqrtuwxy23456789", k=24))
    page.text(110, rows[7] + 120, f"验证码：{code}=", _SIZE)
    page.stamp(draw_seal(rng, "中国工商银行股份有限公司", 300, middle="电子回单专用章", squash=0.68), 1500, 850)
    page.text(
        90,
        970,
        f"记账网点 {rng.randrange(10**8):08d}　记账柜员 {rng.randrange(10**5):05d}　记账日期 {day_text(claim.at.date())}",
        28,
    )
    page.text(90, 1024, f"重要提示：本回单不作为收款方发货依据，请勿重复记账。（{DISCLAIMER}）", 24, colour=GREY)
    return page


def _parties(page: Page, claim: Claim, columns: tuple[int, int, int], rows: list[int]) -> None:
    """Payer left, payee right: a tall cell with one character per line, then name, account and bank."""
    left, middle, right = columns
    payer = ("付款人", claim.payer_name, claim.payer_account, claim.payer_bank)
    payee = ("收款人", SCHOOL_NAME, claim.payee_account, SCHOOL_BANK)
    for x, (title, *values) in ((left, payer), (middle, payee)):
        # The ruled lines must not cross the tall cell.
        page.draw.rectangle((x + 2, rows[0] + 2, x + 58, rows[3] - 2), fill="white")
        for place, letter in enumerate(title):
            page.text(x + 30, rows[0] + 42 + place * 56, letter, _SIZE, anchor="ma")
        for cell in (x, x + 60, x + 182):
            page.rule((cell, rows[0]), (cell, rows[3]))
        for row, (label, value) in enumerate(zip(("户  名", "账  号", "开户行"), values, strict=True)):
            page.text(x + 76, rows[row] + 20, label, _SIZE)
            page.text(x + 200, rows[row] + 20, value, _SIZE)
    page.rule((right, rows[0]), (right, rows[3]))


def _list(rng: Random, claim: Claim) -> Page:
    """What a telephone bank shows: one line per fact, no ruled table."""
    page = Page(1180, 1900, (250, 251, 253))
    page.draw.rectangle((0, 0, 1180, 170), fill=(28, 92, 158))
    page.text(590, 86, "企业网上银行　转账电子回单", 46, colour=(255, 255, 255), bold=True, anchor="mm")
    page.text(590, 270, "交易成功", 40, colour=(22, 130, 84), bold=True, anchor="ma")
    page.text(590, 340, f"￥{format_yuan(claim.amount)}", 84, bold=True, anchor="ma")
    rows = [
        ("金额大写", capitals(claim.amount)),
        ("付款户名", claim.payer_name),
        ("付款账号", claim.payer_account),
        ("付款银行", claim.payer_bank),
        ("收款户名", SCHOOL_NAME),
        ("收款账号", claim.payee_account),
        ("收款银行", SCHOOL_BANK),
        ("用途", claim.purpose),
        ("交易时间", f"{claim.at:%Y-%m-%d %H:%M:%S}"),
        ("交易流水号", claim.serial_no),
        ("回单编号", f"{rng.randrange(10**16):016d}"),
    ]
    y = 520.0
    for label, value in rows:
        page.text(90, y, label, 36, colour=GREY)
        y = page.paragraph(340, y, 770, value, 36) + 26
        page.rule((90, y - 18), (1090, y - 18), colour=(222, 224, 230))
    page.stamp(draw_seal(rng, claim.payer_bank, 290, middle="业务专用章"), 900, y + 150)
    page.text(90, 1790, "本回单由系统自动生成，仅供参考，以账户记账为准。", 28, colour=_PALE)
    page.text(90, 1836, DISCLAIMER, 24, colour=_PALE)
    return page


def _voucher(rng: Random, claim: Claim) -> Page:
    page = Page(1900, 1100, (246, 250, 240))
    page.text(950, 60, f"{claim.payer_bank}　进账单（回单）", 50, bold=True, anchor="ma")
    page.text(950, 144, day_text(claim.at.date()), 30, anchor="ma")
    page.text(1790, 144, f"流水号：{claim.serial_no}", 28, anchor="ra")
    columns, rows = (100, 180, 340, 960, 1040, 1200, 1800), (200, 284, 368, 452)
    page.grid(columns, (rows[0], rows[-1]))
    for title, first, name, account, bank in (
        ("付款人", 0, claim.payer_name, claim.payer_account, claim.payer_bank),
        ("收款人", 3, SCHOOL_NAME, claim.payee_account, SCHOOL_BANK),
    ):
        for place, letter in enumerate(title):
            page.text(columns[first] + 40, 240 + place * 62, letter, _SIZE, anchor="ma")
        for row, (label, value) in enumerate((("全  称", name), ("账  号", account), ("开户行", bank))):
            page.text(columns[first + 1] + 80, rows[row] + 24, label, _SIZE, anchor="ma")
            page.paragraph(
                columns[first + 2] + 16, rows[row] + (24 if len(value) < 20 else 10), 580, value, 28, leading=1.2
            )
    for start, end in ((180, 960), (1040, 1800)):
        for y in rows[1:3]:
            page.rule((start, y), (end, y))
    page.grid((100, 340, 1340, 1800), (452, 556))
    page.text(120, 466, "金额", _SIZE)
    page.text(120, 506, "（大写）", _SIZE)
    page.text(360, 486, f"人民币{capitals(claim.amount)}", 34)
    page.text(1360, 466, "（小写）", 26)
    page.text(1780, 490, f"¥{format_yuan(claim.amount)}", 38, anchor="ra")
    page.grid((100, 340, 1340, 1800), (556, 640, 724, 808))
    for row, (label, value) in enumerate((("用  途", claim.purpose), ("附  言", claim.purpose), ("票据种类", "转账"))):
        page.text(120, 578 + 84 * row, label, _SIZE)
        page.text(360, 578 + 84 * row, value, _SIZE)
    page.stamp(draw_seal(rng, claim.payer_bank, 280, middle="转讫"), 1560, 700)
    page.text(100, 850, "此联为付款人开户银行交给付款人的回单", 28)
    page.text(100, 1010, DISCLAIMER, 24, colour=_PALE)
    return page


_LAYOUTS: dict[str, Callable[[Random, Claim], Page]] = {"icbc": _icbc, "list": _list, "voucher": _voucher}
