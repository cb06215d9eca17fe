"""Ruled slips of the family `report`: full labels in tinted cells, parties below each other, thin rules with colons."""

from __future__ import annotations

from random import Random

from benchmarks.papers.banks import Transfer, shaped
from benchmarks.papers.drawn import chinese_day
from benchmarks.papers.ink import Colour, Sheet
from benchmarks.papers.slip_parts import (
    NOTE,
    SIDES,
    Part,
    bank_mark,
    fitted,
    named,
    party,
    receipt_seal,
    title,
    vertical,
    words_of,
)
from school_desk.kernel.money import format_yuan

_RULE: Colour = (120, 120, 124)
_TINT: Colour = (240, 242, 246)


def labels(rng: Random, sheet: Sheet, transfer: Transfer) -> None:
    """Every label in full in its own tinted cell, payer and payee side by side."""
    bank, left, right, y = transfer.bank, 90.0, 1810.0, 240.0
    bank_mark(sheet, 80, 40, 58, bank.colour)
    sheet.text(156, 46, bank.name, 42, colour=bank.colour, face=sheet.faces.title)
    title(sheet, 950, 120, rng.choice(("国内支付业务付款回单", "电子回单", "网上支付回单")), 44)
    sheet.text(left, 196, f"回单编号：{transfer.slip_no}", 27)
    sheet.text(right, 196, f"打印时间：{transfer.at:%Y/%m/%d %H:%M}", 27, align="r")
    for pair in _label_pairs(rng, transfer):
        sheet.grid((left, 310, 950, 1170, right), (y, y + 88), colour=_RULE)
        for (field, label, value), x in zip(pair, (left, 950.0), strict=True):
            sheet.frame((x + 2, y + 2, x + 218, y + 86), colour=_TINT, fill=_TINT)
            sheet.text(x + 12, y + 28, label, 28)
            fitted(sheet, x + 232, y, 616, 88, value, 29, field=field)
        y += 88
    sheet.frame((left, y, right, y + 120), colour=_RULE)
    sheet.text(102, y + 14, f"附言：{transfer.purpose}", 27)
    sheet.text(102, y + 62, f"验证码：{shaped(rng, '999A9AA999A9')}　自助设备打印，注意避免重复", 27)
    receipt_seal(rng, sheet, transfer, 1520 + rng.uniform(-80, 80), y + 110)
    sheet.text(left, 1080, "本回单仅供核对账务，不作为提货依据。", 25, colour=NOTE)


def _label_pairs(rng: Random, transfer: Transfer) -> list[tuple[Part, Part]]:
    payer = party(transfer, "payer", ("付款人名称", "付款人账号", "付款人开户行"))
    payee = party(transfer, "payee", ("收款人名称", "收款人账号", "收款人开户行"))
    day = rng.choice((f"{transfer.at:%Y-%m-%d}", f"{transfer.at:%Y/%m/%d}", chinese_day(transfer.at.date())))
    amount: Part = ("amount", "金额（小写）", f"CNY {format_yuan(transfer.amount)}")
    sort: Part = ("", "业务类型", rng.choice(("普通汇兑", "行内转账", "实时汇款")))
    return [
        *zip(payer, payee, strict=True),
        (amount, ("amount_cn", "金额（大写）", words_of(rng, transfer))),
        (("date", "交易日期", day), ("serial_no", "交易流水号", transfer.serial)),
        (("purpose", "用途", transfer.purpose), sort),
    ]


def stacked(rng: Random, sheet: Sheet, transfer: Transfer) -> None:
    """The payer's block above the payee's, each with its word standing in a narrow cell."""
    bank, left, right, y = transfer.bank, 110.0, 1790.0, 186.0
    title(sheet, 950, 44, f"{bank.name}{rng.choice(('客户回单', '付款回单', '电子回单'))}", 48)
    named(sheet, left, 136, "交易时间：", f"{transfer.at:%Y-%m-%d %H:%M:%S}", 28, field="date")
    named(sheet, 1180, 136, "流水号：", transfer.serial, 28, field="serial_no")
    for word, side in (("付款方", "payer"), ("收款方", "payee")):
        sheet.grid((left, 180, 360, right), (y, y + 228), colour=bank.colour)
        vertical(sheet, 145, y, 228, word, 29)
        for place, (field, label, value) in enumerate(party(transfer, side, ("户名", "账号", "开户行"))):
            if place:
                sheet.rule((180, y + 76 * place), (right, y + 76 * place), colour=bank.colour)
            sheet.text(270, y + 76 * place + 23, label, 29, align="m")
            sheet.text(384, y + 76 * place + 22, value, 31, field=field)
        y += 228
    for field, label, value in _stacked_rows(rng, transfer):
        sheet.grid((left, 360, right), (y, y + 76), colour=bank.colour)
        sheet.text(235, y + 23, label, 29, align="m")
        sheet.text(384, y + 22, value, 31, field=field)
        y += 76
    receipt_seal(rng, sheet, transfer, 1500 + rng.uniform(-80, 60), y - 60)
    sheet.text(left, y + 30, f"电子回单号：{transfer.slip_no}　验证码：{shaped(rng, 'A99AAA9')}", 27)
    sheet.text(left, y + 78, "重要提示：银行受理成功，请以实际入账为准。", 25, colour=NOTE)


def _stacked_rows(rng: Random, transfer: Transfer) -> list[Part]:
    return [
        ("amount_cn", "金额大写", words_of(rng, transfer)),
        ("amount", "金额小写", f"￥{format_yuan(transfer.amount)}"),
        ("purpose", "用途", transfer.purpose),
        ("", "备注", rng.choice(("网银转账", "企业网银", "手机银行"))),
    ]


def classic(rng: Random, sheet: Sheet, transfer: Transfer) -> None:
    """Thin rules, labels glued to values by colons, the amounts in one row, the day at the foot."""
    bank, left, middle, right = transfer.bank, 80.0, 950.0, 1820.0
    bank_mark(sheet, 860, 30, 54, bank.colour)
    heading = rng.choice(("网上银行电子回单", "电子回单（付款）", "业务回单（付款）"))
    title(sheet, middle, 96, f"{bank.name}　{heading}", 42)
    sheet.text(left, 168, f"回单号：{transfer.slip_no}", 27)
    sheet.grid((left, 160, middle, 1030, right), (210, 450), width=1.0)
    for (word, side), x in zip(SIDES, (left, middle), strict=True):
        vertical(sheet, x + 40, 210, 240, word, 28)
        for place, (field, label, value) in enumerate(party(transfer, side, ("户名：", "账号：", "开户行："))):
            end = sheet.text(x + 96, 210 + 80 * place + 24, label, 28)
            fitted(sheet, end + 4, 210 + 80 * place, x + 860 - end, 80, value, 28, field=field)
    _classic_amount(rng, sheet, transfer)
    for row, pair in enumerate(_classic_pairs(rng, transfer)):
        y = 530 + 74 * row
        sheet.grid((left, middle, right), (y, y + 74), width=1.0)
        for (field, label, value), x in zip(pair, (left + 16, middle + 16), strict=True):
            end = sheet.text(x, y + 22, label, 28)
            sheet.text(end + 4, y + 22, value, 29, field=field)
    _classic_foot(rng, sheet, transfer)


def _classic_amount(rng: Random, sheet: Sheet, transfer: Transfer) -> None:
    sheet.grid((80, 160, 1180, 1820), (450, 530), width=1.0)
    sheet.text(120, 474, "金额", 28, align="m")
    end = sheet.text(180, 474, "（大写）", 28)
    sheet.text(end, 474, words_of(rng, transfer), 30, field="amount_cn")
    end = sheet.text(1200, 474, "（小写）", 28)
    sheet.text(end + 10, 472, format_yuan(transfer.amount), 32, field="amount")


def _classic_pairs(rng: Random, transfer: Transfer) -> list[tuple[Part, Part]]:
    summary, sort = rng.choice(("网银转账", "对公转账")), rng.choice(("本行转账", "跨行普通汇款", "超级网银"))
    return [
        (("purpose", "用途：", transfer.purpose), ("serial_no", "交易流水号：", transfer.serial)),
        (("", "摘要：", summary), ("", "币种：", "人民币")),
        (("", "附言：", transfer.purpose), ("", "业务种类：", sort)),
    ]


def _classic_foot(rng: Random, sheet: Sheet, transfer: Transfer) -> None:
    named(sheet, 80, 790, "交易日期：", chinese_day(transfer.at.date(), rng), 28, field="date")
    stamp = f"{transfer.at:%Y-%m-%d-%H.%M.%S}.{rng.randrange(10**6):06d}"
    sheet.text(760, 790, f"时间戳：{stamp}", 28)
    receipt_seal(rng, sheet, transfer, 1560 + rng.uniform(-60, 60), 810)
    places = f"地区号：{rng.randrange(1000, 9999)}　网点号：{rng.randrange(1000, 9999)}"
    sheet.text(80, 850, f"{places}　柜员号：{rng.randrange(10**5):05d}", 27)
    sheet.text(80, 940, "此回单只作为银行已受理的凭据，不作为到账凭证。", 25, colour=NOTE)
