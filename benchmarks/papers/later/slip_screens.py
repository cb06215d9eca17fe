"""What banks show on screens, in the family `later`: an arrow from card to card, a ticket, a page of a web bank."""

from __future__ import annotations

from random import Random

from benchmarks.papers.banks import Transfer, shaped
from benchmarks.papers.ink import Colour, Sheet
from benchmarks.papers.later.slip_parts import FAINT, day_of, line, moment_of, sides
from benchmarks.papers.slip_parts import Part, bank_mark, pale, receipt_seal, words_of
from school_desk.kernel.money import Fen, format_yuan

_WHITE: Colour = (255, 255, 255)
_HAIR: Colour = (230, 232, 236)


def arrow(rng: Random, sheet: Sheet, transfer: Transfer) -> None:
    """A phone's page: the payer's card, an arrow with the amount, the payee's card, a list of facts."""
    bank = transfer.bank
    sheet.image.paste((244, 245, 248), (0, 0, *sheet.image.size))
    _clock(rng, sheet, transfer)
    sheet.text(60, 104, "×", 46)
    sheet.text(590, 104, rng.choice(("转账结果", "付款详情", "汇款电子凭证")), 42, align="m")
    payer, payee = sides(rng, transfer, ("", "", ""), ("", "", ""))
    y = 200.0
    for word, parts in (("付款人", payer), ("收款人", payee)):
        sheet.frame((40, y, 1140, y + 290), colour=_HAIR, fill=_WHITE)
        sheet.text(76, y + 26, word, 30, colour=FAINT)
        top = sheet.paragraph(76, y + 72, 1030, parts[0][2], 38, leading=1.25, field=parts[0][0])
        sheet.text(76, top + 8, parts[1][2], 36, field=parts[1][0])
        sheet.text(76, top + 64, parts[2][2], 30, colour=FAINT, field=parts[2][0])
        y += 290
        if word == "付款人":
            sheet.rule((140, y + 24), (140, y + 96), colour=bank.colour, width=8)
            sheet.rule((112, y + 68), (140, y + 100), (168, y + 68), colour=bank.colour, width=8)
            sheet.text(220, y + 32, f"{rng.choice(('￥', '¥'))}{format_yuan(transfer.amount)}", 58, field="amount")
            y += 124
    rows: list[Part] = [
        ("amount_cn", "金额大写", words_of(rng, transfer)), ("", "手续费", "0.00元"),
        ("date", rng.choice(("完成时间", "转账时间")), moment_of(rng, transfer.at)), ("purpose", "转账附言", transfer.purpose),
        ("", "指令编号", shaped(rng, "9999999999999")), ("serial_no", rng.choice(("交易流水号", "转账流水号")), transfer.serial),
        ("", "交易状态", rng.choice(("处理成功", "已入账"))),
    ]  # fmt: skip
    sheet.frame((40, y + 30, 1140, y + 60 + 84 * len(rows) + 40), colour=_HAIR, fill=_WHITE)
    y = _spaced(sheet, rows, y + 66, 76, 1104)
    sheet.text(590, y + 60, f"{bank.name}　企业手机银行", 30, colour=FAINT, align="m")


def ticket(rng: Random, sheet: Sheet, transfer: Transfer) -> None:
    """A white ticket with a toothed lower edge on the bank's colour: a small caption above each value."""
    bank = transfer.bank
    sheet.image.paste(pale(bank.colour, 70), (0, 0, *sheet.image.size))
    _clock(rng, sheet, transfer, _WHITE)
    sheet.frame((50, 130, 1130, 1670), colour=_WHITE, fill=_WHITE)
    for x in range(50, 1130, 40):
        corners = [
            (sheet.px(x), sheet.px(1670)),
            (sheet.px(x + 20), sheet.px(1694)),
            (sheet.px(x + 40), sheet.px(1670)),
        ]
        sheet.draw.polygon(corners, fill=_WHITE)
    bank_mark(sheet, 96, 170, 56, bank.colour)
    sheet.text(168, 176, bank.name, 40, colour=bank.colour)
    sheet.text(1084, 182, rng.choice(("业务凭证", "转账凭证", "回单")), 34, align="r", colour=FAINT)
    words = rng.choice((("付款人", "付款账户", "付款机构"), ("汇出方", "汇出账户", "汇出机构")))
    payer, payee = sides(rng, transfer, words, ("收款人", "收款账户", "收款机构"))
    rows: list[Part] = [
        ("amount", "金额（人民币）", f"{format_yuan(transfer.amount)}元"), ("amount_cn", "大写金额", words_of(rng, transfer)),
        *payer, *payee, ("purpose", "备注", transfer.purpose), ("date", "日期", day_of(rng, transfer.at)),
    ]  # fmt: skip
    y = 270.0
    for field, label, value in rows:
        sheet.text(96, y, label, 28, colour=FAINT)
        y = sheet.paragraph(96, y + 40, 980, value, 46 if field == "amount" else 36, leading=1.2, field=field) + 22
    for x in range(96, 1084, 28):
        sheet.rule((x, y), (x + 14, y), colour=FAINT)
    sheet.text(96, y + 24, "流水号", 28, colour=FAINT)
    sheet.text(96, y + 62, transfer.serial, 34, field="serial_no")
    sheet.text(640, y + 24, "凭证编号", 28, colour=FAINT)
    sheet.text(640, y + 62, transfer.slip_no, 32)
    sheet.text(96, y + 128, f"用户可用余额 {format_yuan(Fen(rng.randrange(100_000, 400_000_000)))}元", 28, colour=FAINT)
    if rng.random() < 0.6:
        receipt_seal(rng, sheet, transfer, 880, y - 160)


def web_page(rng: Random, sheet: Sheet, transfer: Transfer) -> None:
    """A page of the web bank: menu at the left, a detail table with grey label cells, labels flush right."""
    bank = transfer.bank
    sheet.image.paste((240, 242, 245), (0, 0, *sheet.image.size))
    sheet.frame((0, 0, sheet.width, 96), colour=bank.colour, fill=bank.colour)
    sheet.text(50, 26, f"{bank.name}　企业网上银行", 40, colour=_WHITE)
    sheet.text(sheet.width - 50, 34, f"欢迎您，操作员　{transfer.at:%H:%M}　安全退出", 26, colour=_WHITE, align="r")
    sheet.frame((0, 96, 290, sheet.height), colour=_WHITE, fill=_WHITE)
    for place, entry in enumerate(("账户查询", "付款业务", "代发工资", "电子回单", "对账服务", "系统设置")):
        chosen = entry == "电子回单"
        sheet.text(50, 140 + 78 * place, entry, 30, colour=bank.colour if chosen else FAINT)
        if chosen:
            sheet.frame((0, 130 + 78 * place, 8, 186 + 78 * place), colour=bank.colour, fill=bank.colour)
    sheet.text(330, 120, "首页 > 电子回单 > 交易详情", 26, colour=FAINT)
    sheet.frame((320, 170, 1960, 1090), colour=_WHITE, fill=_WHITE)
    sheet.text(350, 190, rng.choice(("交易详情", "付款交易明细")), 34, face=sheet.faces.title)
    payer, payee = sides(
        rng, transfer, ("付款账户名称", "付款账号", "付款行名称"), ("收款方名称", "收款方账号", "收款行名称")
    )
    rows: list[tuple[Part, Part]] = [
        (payer[1], payee[1]), (payer[0], payee[0]), (payer[2], payee[2]),
        (("amount", "交易金额", f"{format_yuan(transfer.amount)}元"), ("amount_cn", "大写金额", words_of(rng, transfer))),
        (("purpose", "用途", transfer.purpose), ("", "指令状态", "银行处理成功")),
        (("", "提交时间", f"{transfer.at:%Y-%m-%d %H:%M}"), ("date", "交易时间", moment_of(rng, transfer.at))),
        (("serial_no", "网银流水号", transfer.serial), ("", "批次号", shaped(rng, "9999999"))),
        (("", "制单员", "操作员01"), ("", "指令序号", shaped(rng, "A99999999"))),
    ]  # fmt: skip
    y = 250.0
    for pair in rows:
        for (field, label, value), x in zip(pair, (350.0, 1145.0), strict=True):
            sheet.frame((x, y, x + 200, y + 84), colour=_HAIR, fill=(246, 247, 250))
            sheet.frame((x + 200, y, x + 790, y + 84), colour=_HAIR)
            sheet.text(x + 186, y + 28, label, 27, align="r", colour=FAINT)
            size = 28.0 if sheet.advance(value, 28) <= 570 else 25.0
            pieces = sheet.wrap(value, 570, size)
            top = y + (84 - len(pieces) * size * 1.2) / 2 + 1
            for piece in pieces:
                sheet.text(x + 214, top, piece, size, field=field)
                top += size * 1.2
        y += 84
    for x, word in ((1380.0, "打印"), (1560.0, "下载PDF"), (1740.0, "返回")):
        sheet.frame((x, y + 40, x + 160, y + 100), colour=bank.colour, width=2)
        sheet.text(x + 80, y + 54, word, 28, align="m", colour=bank.colour)
    line(sheet, 350, y + 54, ("", "电子回单号", transfer.slip_no), 26, label=FAINT)


def _clock(rng: Random, sheet: Sheet, transfer: Transfer, colour: Colour = (20, 20, 24)) -> None:
    sheet.text(64, 26, f"{transfer.at:%H:%M}", 32, colour=colour)
    sheet.text(
        1116, 26, f"{rng.choice(('HD 5G', '4G', 'Wi-Fi'))}　{rng.randrange(8, 100)}%", 29, colour=colour, align="r"
    )


def _spaced(sheet: Sheet, rows: list[Part], y: float, left: float, right: float) -> float:
    """Labels at the left edge, values at the right one."""
    for field, label, value in rows:
        sheet.text(left, y, label, 33, colour=FAINT)
        size = min(34.0, 34 * (right - left - 200) / sheet.advance(value, 34))
        sheet.text(right, y, value, size, align="r", field=field)
        y += 84
    return y
