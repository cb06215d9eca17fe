"""Slips without ruled cells: two columns of label and value, plain lines, and what telephone banks show."""

from __future__ import annotations

from random import Random

from benchmarks.papers.banks import Transfer, shaped
from benchmarks.papers.drawn import chinese_day
from benchmarks.papers.ink import Colour, Sheet
from benchmarks.papers.slip_parts import Part, bank_mark, fitted, party, receipt_seal, words_of
from school_desk.kernel.money import format_yuan

_GREY: Colour = (116, 118, 124)


def columns(rng: Random, sheet: Sheet, transfer: Transfer) -> None:
    """Payer's facts left, payee's right, no rules but one under the title."""
    bank = transfer.bank
    bank_mark(sheet, 80, 40, 60, bank.colour)
    sheet.text(160, 46, bank.name, 44, colour=bank.colour, face=sheet.faces.title)
    sheet.text(1820, 52, rng.choice(("网上银行电子回单", "企业网银电子回单")), 40, align="r")
    sheet.rule((80, 122), (1820, 122), colour=bank.colour, width=3)
    sheet.text(80, 146, f"回单编号：{transfer.slip_no}", 27, colour=_GREY)
    for x, side, names in (
        (80.0, "payer", ("付款方户名", "付款方账号", "付款方开户行")), (980.0, "payee", ("收款方户名", "收款方账号", "收款方开户行")),
    ):  # fmt: skip
        for row, (field, label, value) in enumerate(party(transfer, side, names)):
            sheet.text(x, 220 + 82 * row, f"{label}：", 29, colour=_GREY)
            fitted(sheet, x + 220, 196 + 82 * row, 630, 82, value, 30, field=field)
    rest: list[tuple[Part, Part]] = [
        (("amount", "金额", f"￥{format_yuan(transfer.amount)}元"), ("amount_cn", "金额大写", words_of(rng, transfer))),
        (("purpose", "用途", transfer.purpose), ("date", "交易时间", f"{transfer.at:%Y-%m-%d %H:%M:%S}")),
        (("serial_no", "交易流水号", transfer.serial), ("", "币种", "人民币")),
    ]
    for row, pair in enumerate(rest):
        for (field, label, value), x in zip(pair, (80.0, 980.0), strict=True):
            sheet.text(x, 490 + 80 * row, f"{label}：", 29, colour=_GREY)
            fitted(sheet, x + 220, 466 + 80 * row, 640, 80, value, 30, field=field)
    sheet.rule((80, 740), (1820, 740), colour=bank.colour, width=2)
    receipt_seal(rng, sheet, transfer, 1540 + rng.uniform(-60, 60), 760)
    sheet.text(80, 770, f"验证码：{shaped(rng, 'A9A99AA9A9')}", 27)
    sheet.text(80, 820, "说明：本电子回单可在本行网站或自助设备上验证真伪。", 26, colour=_GREY)


def lines(rng: Random, sheet: Sheet, transfer: Transfer) -> None:
    """One fact a line, label and value parted by a colon, the serial number first."""
    bank = transfer.bank
    bank_mark(sheet, 100, 50, 60, bank.colour)
    sheet.text(180, 56, bank.name, 42, colour=bank.colour, face=sheet.faces.title)
    sheet.text(
        850,
        130,
        rng.choice(("付款回单", "转账汇款业务回单", "电子转账凭证回单")),
        46,
        face=sheet.faces.title,
        align="m",
    )
    day = rng.choice((chinese_day(transfer.at.date()), f"{transfer.at:%Y-%m-%d}"))
    end = sheet.text(100, 216, "交易日期：", 28)
    sheet.text(end, 216, day, 28, field="date")
    end = sheet.text(900, 216, "流水号：", 28)
    sheet.text(end, 216, transfer.serial, 28, field="serial_no")
    rows = [
        *party(transfer, "payer", ("付款人户名", "付款人账号", "付款人开户行")),
        *party(transfer, "payee", ("收款人户名", "收款人账号", "收款人开户行")),
        ("amount", "交易金额（小写）", f"人民币 {format_yuan(transfer.amount)}"),
        ("amount_cn", "交易金额（大写）", words_of(rng, transfer)),
        ("purpose", "用途", transfer.purpose),
        ("", "业务类型", rng.choice(("网上企业银行支付", "跨行汇款", "同行转账"))),
    ]
    y, column = 288.0, rng.choice((0, 380))
    for field, label, value in rows:
        end = sheet.text(100, y, f"{label}：", 29)
        sheet.text(max(end + 6, column), y, value, 30, field=field)
        y += 57
    receipt_seal(rng, sheet, transfer, 1400 + rng.uniform(-60, 60), y - 130)
    sheet.text(100, y + 30, f"回单编号：{transfer.slip_no}　回单验证码：{shaped(rng, '9A99A9A')}", 26)
    sheet.text(100, y + 80, "提示：此回单不表示款项已到账，请以账户明细为准。", 25, colour=_GREY)


def phone(rng: Random, sheet: Sheet, transfer: Transfer) -> None:
    """A telephone bank's page: status bar, coloured head, big amount, facts below each other."""
    bank = transfer.bank
    sheet.image.paste((247, 248, 250), (0, 0, *sheet.image.size))
    sheet.frame((0, 0, 1180, 210), colour=bank.colour, fill=bank.colour)
    white = (255, 255, 255)
    sheet.text(60, 22, f"{transfer.at:%H:%M}", 34, colour=white)
    sheet.text(1120, 22, f"{rng.choice(('5G', '4G'))}　{rng.randrange(21, 100)}%", 32, colour=white, align="r")
    sheet.text(60, 112, "＜", 50, colour=white)
    sheet.text(590, 116, rng.choice(("转账回单", "电子回单", "交易详情")), 46, colour=white, align="m")
    sheet.text(590, 264, rng.choice(("交易成功", "转账成功", "已受理")), 38, colour=(30, 140, 90), align="m")
    sheet.text(590, 326, f"￥{format_yuan(transfer.amount)}", 80, align="m", field="amount")
    rows = [
        ("amount_cn", "金额大写", words_of(rng, transfer)),
        *party(transfer, "payer", ("付款户名", "付款账号", "付款银行")),
        *party(transfer, "payee", ("收款户名", "收款账号", "收款银行")),
        ("purpose", "用途", transfer.purpose),
        ("date", "交易时间", f"{transfer.at:%Y-%m-%d %H:%M:%S}"),
        ("serial_no", "交易流水号", transfer.serial),
        ("", "回单编号", transfer.slip_no),
    ]
    y = 490.0
    for field, label, value in rows:
        sheet.text(80, y, label, 36, colour=_GREY)
        y = sheet.paragraph(330, y, 770, value, 36, field=field) + 30
        sheet.rule((80, y - 20), (1100, y - 20), colour=(224, 226, 232))
    if rng.random() < 0.6:
        receipt_seal(rng, sheet, transfer, 880, y + 110)
    sheet.text(590, 1960, "本回单由系统自动生成，仅供参考", 28, colour=(150, 150, 156), align="m")


def card(rng: Random, sheet: Sheet, transfer: Transfer) -> None:
    """A white card on grey: labels left, values flush right, payer and payee under headings of their own."""
    bank = transfer.bank
    sheet.image.paste((236, 238, 242), (0, 0, *sheet.image.size))
    sheet.text(50, 26, f"{transfer.at:%H:%M}", 32)
    sheet.text(1130, 26, f"{rng.randrange(15, 100)}%", 32, align="r")
    sheet.text(590, 96, rng.choice(("回单详情", "汇款回单", "电子回单")), 44, align="m")
    sheet.frame((50, 190, 1130, 2100), colour=(255, 255, 255), fill=(255, 255, 255))
    bank_mark(sheet, 90, 230, 60, bank.colour)
    sheet.text(170, 238, bank.name, 42, colour=bank.colour)
    sheet.text(90, 350, "转账金额", 34, colour=_GREY)
    sheet.text(1090, 340, f"¥{format_yuan(transfer.amount)}", 56, align="r", field="amount")
    blocks: list[tuple[str, list[Part]]] = [
        ("", [("amount_cn", "大写金额", words_of(rng, transfer))]),
        ("付款方信息", party(transfer, "payer", ("付款人户名", "付款人账号", "付款人开户行"))),
        ("收款方信息", party(transfer, "payee", ("收款人户名", "收款人账号", "收款人开户行"))),
        ("交易信息", [("purpose", "用途", transfer.purpose), ("date", "交易日期", f"{transfer.at:%Y-%m-%d}"),
                  ("", "交易渠道", rng.choice(("手机银行", "企业网银"))), ("serial_no", "交易流水号", transfer.serial)]),
    ]  # fmt: skip
    y = 450.0
    for heading, rows in blocks:
        if heading:
            sheet.rule((90, y), (1090, y), colour=(228, 230, 234))
            sheet.text(90, y + 26, heading, 38, colour=bank.colour)
            y += 100
        for field, label, value in rows:
            sheet.text(90, y, label, 34, colour=_GREY)
            for line in sheet.wrap(value, 700, 34):
                sheet.text(1090, y, line, 34, align="r", field=field)
                y += 46
            y += 26
    sheet.text(590, 2130, "以上信息仅供参考，最终以银行记录为准", 27, colour=(150, 150, 156), align="m")
