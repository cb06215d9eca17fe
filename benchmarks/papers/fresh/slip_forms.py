"""Ruled slips of the family `fresh`: payer and payee as columns, panels, bilingual cells, an old 电汇凭证, labels above values."""

from __future__ import annotations

from random import Random

from benchmarks.papers.banks import Transfer, shaped
from benchmarks.papers.drawn import chinese_day
from benchmarks.papers.ink import Colour, Sheet
from benchmarks.papers.slip_parts import (
    Part,
    bank_mark,
    fitted,
    named,
    pale,
    party,
    receipt_seal,
    title,
    vertical,
    words_of,
)
from school_desk.kernel.money import format_yuan

_FAINT: Colour = (124, 124, 130)


def versus(rng: Random, sheet: Sheet, transfer: Transfer) -> None:
    """A table with a head: what, payer's, payee's; below it full rows."""
    bank, left, right = transfer.bank, 100.0, 1780.0
    bank_mark(sheet, left, 44, 60, bank.colour)
    sheet.text(180, 50, bank.name, 44, colour=bank.colour, face=sheet.faces.title)
    title(sheet, 1030, 56, rng.choice(("转账汇款凭条（客户回执）", "交易回执", "对公转账电子凭证")), 42)
    named(sheet, left, 148, "交易序号：", transfer.serial, 28, field="serial_no")
    sheet.text(right, 148, f"凭证编号：{transfer.slip_no}", 28, align="r")
    columns, y, step = (left, 320.0, 1050.0, right), 200.0, 84.0
    payer, payee = rng.choice((("付款方", "收款方"), ("汇款方", "收款方"), ("转出方", "转入方")))
    sheet.frame((left, y, right, y + 64), colour=bank.colour, fill=pale(bank.colour, 212))
    for x, word in zip((210, 685, 1415), ("项  目", payer, payee), strict=True):
        sheet.text(x, y + 15, word, 30, align="m")
    y += 64
    both = zip(
        party(transfer, "payer", ("单位名称", "账（卡）号", "开户机构")),
        party(transfer, "payee", ("", "", "")),
        strict=True,
    )
    for ours, theirs in both:
        sheet.grid(columns, (y, y + step))
        sheet.text(210, y + 26, ours[1], 29, align="m")
        for start, (field, _, value) in zip((320.0, 1050.0), (ours, theirs), strict=True):
            fitted(sheet, start + 16, y, 700, step, value, 30, field=field)
        y += step
    for field, label, value in _versus_rows(rng, transfer):
        sheet.grid((left, 320, right), (y, y + 72))
        sheet.text(210, y + 20, label, 29, align="m")
        sheet.text(338, y + 20, value, 31, field=field)
        y += 72
    receipt_seal(rng, sheet, transfer, 1500 + rng.uniform(-80, 60), y - 70)
    sheet.text(
        left, y + 24, f"打印时间：{transfer.at:%Y-%m-%d %H:%M}　打印渠道：企业网银　打印次数：1", 26, colour=_FAINT
    )


def _versus_rows(rng: Random, transfer: Transfer) -> list[Part]:
    amount = f"{rng.choice(('¥', '¥ ', 'RMB '))}{format_yuan(transfer.amount)}"
    return [
        ("amount", "小写金额", amount),
        ("amount_cn", "大写金额", words_of(rng, transfer)),
        (
            "date",
            "记账日期",
            rng.choice((f"{transfer.at:%Y%m%d}", f"{transfer.at:%Y-%m-%d}", chinese_day(transfer.at.date(), rng))),
        ),
        ("purpose", "附  言", transfer.purpose),
        ("", "手续费", rng.choice(("0.00", "免收", "5.00"))),
    ]


def panels(rng: Random, sheet: Sheet, transfer: Transfer) -> None:
    """Two framed panels with tinted heads side by side, a third one across below."""
    bank = transfer.bank
    tint: Colour = (232, 238, 244)
    title(
        sheet,
        950,
        40,
        f"{bank.name}{rng.choice(('客户专用回单', '电子转账回单', '对公业务回单'))}",
        46,
        colour=bank.colour,
    )
    sheet.text(90, 128, f"打印编号：{transfer.slip_no}", 26)
    named(sheet, 1330, 128, "入账日期：", f"{transfer.at:%Y/%m/%d}", 27, field="date")
    for x, side, head in (
        (90.0, "payer", rng.choice(("付款账户信息", "付款方"))),
        (970.0, "payee", rng.choice(("收款账户信息", "收款方"))),
    ):
        sheet.frame((x, 180, x + 840, 500), colour=_FAINT)
        sheet.frame((x, 180, x + 840, 240), colour=_FAINT, fill=tint)
        sheet.text(x + 420, 194, head, 30, align="m")
        for row, (field, label, value) in enumerate(party(transfer, side, ("账户名称", "账户号码", "所属机构"))):
            sheet.text(x + 20, 262 + 80 * row, label, 28, colour=_FAINT)
            fitted(sheet, x + 165, 240 + 80 * row, 660, 80, value, 30, field=field)
    sheet.frame((90, 526, 1810, 830), colour=_FAINT)
    rows: list[tuple[Part, Part]] = [
        (("amount_cn", "大写", words_of(rng, transfer)), ("amount", "小写", f"{format_yuan(transfer.amount)}元")),
        (
            ("purpose", "资金用途", transfer.purpose),
            ("", "交易方式", rng.choice(("大额支付", "小额支付", "网银互联", "行内汇划"))),
        ),
        (("serial_no", "柜员流水", transfer.serial), ("", "币种", "人民币（CNY）")),
    ]
    for row, pair in enumerate(rows):
        for x, (field, label, value) in zip((110.0, 1130.0), pair, strict=True):
            sheet.text(x, 556 + 92 * row, label, 28, colour=_FAINT)
            sheet.text(x + 165, 554 + 92 * row, value, 31, field=field)
    receipt_seal(rng, sheet, transfer, 1560 + rng.uniform(-80, 60), 850)
    sheet.text(90, 860, f"回单校验码：{shaped(rng, 'A9A9-99AA-9A9A')}（可登录本行网站核验）", 26)
    sheet.text(90, 910, "声明：本回单仅证明交易已由本行处理，重复打印无效。", 25, colour=_FAINT)


def bilingual(rng: Random, sheet: Sheet, transfer: Transfer) -> None:
    """Chinese labels with English ones below, in cells."""
    bank, left, right, y, step = transfer.bank, 90.0, 1810.0, 190.0, 96.0
    bank_mark(sheet, 90, 36, 64, bank.colour)
    sheet.text(172, 44, bank.name, 46, colour=bank.colour, face=sheet.faces.title)
    title(sheet, 1130, 40, "付款通知书", 44)
    sheet.text(1130, 100, "DEBIT ADVICE", 26, align="m", colour=_FAINT)
    day = rng.choice((f"{transfer.at:%Y-%m-%d}", chinese_day(transfer.at.date())))
    named(sheet, left, 140, "交易日 Value Date：", day, 27, field="date")
    end = sheet.text(1160, 140, "业务参考号 Ref. No.：", 27)
    sheet.text(end, 140, transfer.serial, 27, field="serial_no")
    payer = party(transfer, "payer", ("付款人户名", "付款人账号", "付款银行"))
    payee = party(transfer, "payee", ("收款人户名", "收款人账号", "收款银行"))
    pairs = list(zip(payer, payee, strict=True))
    pairs.append(
        (
            ("amount", "交易金额", f"CNY{format_yuan(transfer.amount)}"),
            ("amount_cn", "大写金额", words_of(rng, transfer)),
        )
    )
    pairs.append((("purpose", "款项用途", transfer.purpose), ("", "费用", "CNY0.00")))
    english = (
        ("Remitter", "Beneficiary"),
        ("A/C No.", "A/C No."),
        ("Remitting Bank", "Receiving Bank"),
        ("Amount", "In Words"),
        ("Purpose", "Charge"),
    )
    for pair, names in zip(pairs, english, strict=True):
        sheet.grid((left, 290, 950, 1150, right), (y, y + step), colour=(90, 90, 96), width=1.2)
        for x, (field, label, value), name in zip((left, 950.0), pair, names, strict=True):
            sheet.text(x + 14, y + 16, label, 28)
            sheet.text(x + 14, y + 54, name, 21, colour=_FAINT)
            fitted(sheet, x + 214, y, 630, step, value, 30, field=field)
        y += step
    receipt_seal(rng, sheet, transfer, 1480 + rng.uniform(-80, 80), y + 70)
    sheet.text(
        left,
        y + 30,
        f"回单号：{transfer.slip_no}　操作员：{rng.randrange(10**4):04d}　授权：{rng.randrange(10**4):04d}",
        26,
    )
    sheet.text(left, y + 80, "Computer generated, no signature required. 电脑打印，无需签字。", 24, colour=_FAINT)


def remittance(rng: Random, sheet: Sheet, transfer: Transfer) -> None:
    """An old 电汇凭证 on tinted paper: the amount digit by digit in narrow cells, the bank's seal at the left."""
    sheet.image.paste(rng.choice(((252, 244, 236), (240, 248, 250), (248, 248, 236))), (0, 0, *sheet.image.size))
    ink: Colour = rng.choice(((150, 70, 50), (40, 90, 120), (90, 80, 60)))
    title(sheet, 950, 44, f"{transfer.bank.name}　电汇凭证（回单）", 50, colour=ink)
    end = sheet.text(100, 138, "委托日期　", 28, colour=ink)
    day = f"{transfer.at.year} 年 {transfer.at.month} 月 {transfer.at.day} 日"
    sheet.text(end, 138, day, 29, field="date")
    end = sheet.text(1180, 138, "流水号 ", 28, colour=ink)
    sheet.text(end, 138, transfer.serial, 29, field="serial_no")
    for x, word, side, last in ((100.0, "汇款人", "payer", "汇出行名称"), (960.0, "收款人", "payee", "汇入行名称")):
        sheet.grid((x, x + 56, x + 230, x + 860), (190, 442), colour=ink)
        _upright(sheet, x + 28, 190, 252, word, ink)
        for row, (field, label, value) in enumerate(party(transfer, side, ("全　称", "账　号", last))):
            if row:
                sheet.rule((x + 56, 190 + 84 * row), (x + 860, 190 + 84 * row), colour=ink)
            sheet.text(x + 143, 216 + 84 * row, label, 27, align="m", colour=ink)
            fitted(sheet, x + 244, 190 + 84 * row, 604, 84, value, 30, field=field)
    _digit_cells(rng, sheet, transfer, ink)
    sheet.grid((100, 330, 960, 1190, 1820), (550, 640), colour=ink)
    for x, (field, label, value) in zip(
        (100.0, 960.0), (("purpose", "附加信息及用途", transfer.purpose), ("", "支付密码", "")), strict=True
    ):
        sheet.text(x + 115, 582, label, 26, align="m", colour=ink)
        sheet.text(x + 250, 578, value, 30, field=field)
    receipt_seal(rng, sheet, transfer, 420 + rng.uniform(-60, 120), 740)
    sheet.text(1000, 690, f"复核　{rng.randrange(10**3):03d}　　　记账　{rng.randrange(10**3):03d}", 28, colour=ink)
    sheet.text(1000, 760, "汇出行签章", 28, colour=ink)
    sheet.text(100, 880, "此联汇出行给汇款人的回单", 26, colour=ink)


def _upright(sheet: Sheet, x: float, y: float, height: float, word: str, ink: Colour) -> None:
    kept, sheet.ink = sheet.ink, ink
    vertical(sheet, x, y, height, word, 28)
    sheet.ink = kept


def _digit_cells(rng: Random, sheet: Sheet, transfer: Transfer, ink: Colour) -> None:
    sheet.frame((100, 442, 1820, 550), colour=ink)
    sheet.text(116, 460, "金额", 28, colour=ink)
    sheet.text(116, 500, "（大写）", 26, colour=ink)
    sheet.text(250, 478, f"人民币{words_of(rng, transfer)}", 31, field="amount_cn")
    start, width = 1220.0, 600 / 11
    sheet.grid([start + width * place for place in range(12)], (442, 488, 550), colour=ink, width=1.2)
    digits = f"¥{transfer.amount}".rjust(11)
    for place, (unit, digit) in enumerate(zip("亿千百十万千百十元角分", digits, strict=True)):
        sheet.text(start + width * (place + 0.5), 450, unit, 25, align="m", colour=ink)
        if digit != " ":
            sheet.text(start + width * (place + 0.5), 500, digit, 34, align="m", field="amount")


def captions(rng: Random, sheet: Sheet, transfer: Transfer) -> None:
    """Cells with a small caption above the value, as newer forms have them."""
    bank, left, right, y, step = transfer.bank, 90.0, 1810.0, 190.0, 104.0
    sheet.frame((0, 0, sheet.width, 120), colour=bank.colour, fill=bank.colour)
    sheet.text(90, 34, bank.name, 46, colour=(255, 255, 255), face=sheet.faces.title)
    sheet.text(
        right, 40, rng.choice(("转账电子回执", "付款凭证", "资金划转回单")), 40, colour=(255, 255, 255), align="r"
    )
    sheet.text(left, 142, f"No. {transfer.slip_no}", 26, colour=_FAINT)
    payer = party(transfer, "payer", ("付款账户名称", "付款账户", "付款账户开户行"))
    payee = party(transfer, "payee", ("收款账户名称", "收款账户", "收款账户开户行"))
    rows: list[tuple[Part, ...]] = [
        (payer[0], payer[1]), (payer[2], payee[2]), (payee[0], payee[1]),
        (("amount", "付款金额（元）", format_yuan(transfer.amount)), ("amount_cn", "金额大写（人民币）", words_of(rng, transfer))),
        (("date", "付款时间", f"{transfer.at:%Y-%m-%d %H:%M:%S}"), ("serial_no", "核心流水号", transfer.serial)),
        (("purpose", "转账附言", transfer.purpose), ("", "交易状态", rng.choice(("交易成功", "银行处理成功")))),
    ]  # fmt: skip
    for pair in rows:
        sheet.grid((left, 950, right), (y, y + step), colour=(190, 194, 200))
        for x, (field, label, value) in zip((left, 950.0), pair, strict=True):
            sheet.text(x + 16, y + 10, label, 23, colour=_FAINT)
            fitted(sheet, x + 16, y + 36, 820, step - 38, value, 32, field=field)
        y += step
    receipt_seal(rng, sheet, transfer, 1540 + rng.uniform(-60, 60), y + 20)
    sheet.text(left, y + 40, f"验真码 {shaped(rng, '99AA 9A9A 99A9')}", 26)
    sheet.text(left, y + 86, "如有疑问请致电本行客户服务热线。", 25, colour=_FAINT)
