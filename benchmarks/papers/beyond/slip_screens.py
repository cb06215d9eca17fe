"""What banks show on telephones, in the family `beyond`: accounts as cards, a bill with labels above values, an order with its approval."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from benchmarks.papers.banks import Transfer, shaped
from benchmarks.papers.ink import Colour, Sheet
from benchmarks.papers.outside.slip_parts import GREY, both, clock, figures
from benchmarks.papers.slip_parts import Part, bank_mark, pale, receipt_seal, words_of

_WHITE: Colour = (255, 255, 255)
_LINE: Colour = (230, 232, 236)
_DARK: Colour = (28, 30, 34)


def _top(rng: Random, sheet: Sheet, transfer: Transfer, words: str, colour: Colour) -> None:
    """The telephone's line with the clock, the page's name."""
    sheet.text(64, 22, f"{transfer.at:%H:%M}", 31, colour=colour)
    sheet.text(
        1116, 24, f"{rng.choice(('5G', '中国移动 5G', '4G'))} {rng.randrange(15, 100)}%", 28, colour=colour, align="r"
    )
    sheet.text(590, 92, words, 39, align="m", colour=colour)


def _listed(sheet: Sheet, rows: list[Part], y: float, left: float, right: float, size: float = 31.0) -> float:
    """Grey labels at the left, values flush right and wrapped. Returns the y below."""
    for name, label, value in rows:
        sheet.text(left, y, label, size, colour=GREY)
        for line in sheet.wrap(value, right - left - 240, size):
            sheet.text(right, y, line, size, align="r", field=name, colour=_DARK)
            y += size * 1.36
        y += 26
    return y


def _grouped(account: str) -> str:
    """The number in groups of four, as telephones show it."""
    return " ".join(account[place : place + 4] for place in range(0, len(account), 4))


def cards(rng: Random, sheet: Sheet, transfer: Transfer) -> None:
    """付款账户 and 收款账户 as cards: name, number in groups and bank below each other, no label but the card's; then the facts."""
    bank = transfer.bank
    sheet.image.paste((244, 245, 248), (0, 0, *sheet.image.size))
    _top(rng, sheet, transfer, rng.choice(("汇款详情", "转账回执", "付款结果")), _DARK)
    sheet.text(590, 190, figures(rng, sheet, transfer, ("￥", "¥ "), grouped=True), 66, align="m", field="amount")
    sheet.text(590, 280, words_of(rng, transfer), 29, align="m", colour=GREY, field="amount_cn")
    sheet.text(
        590, 330, rng.choice(("汇款已提交银行处理成功", "付款成功", "已到账")), 31, align="m", colour=bank.colour
    )
    y = 400.0
    sides = (("付款账户", "payer", transfer.payer_name, transfer.payer_account, transfer.payer_bank),
             ("收款账户", "payee", transfer.payee_name, transfer.payee_account, transfer.payee_bank))  # fmt: skip
    for word, side, name, account, branch in sides:
        names, branches = sheet.wrap(name, 940, 36), sheet.wrap(branch, 940, 29)
        height = 86 + len(names) * 48 + 56 + len(branches) * 40 + 20
        sheet.frame((36, y, 1144, y + height), colour=_LINE, fill=_WHITE)
        sheet.frame((36, y, 48, y + height), colour=bank.colour, fill=bank.colour)
        sheet.text(84, y + 22, word, 28, colour=GREY)
        low = y + 76
        for line in names:
            sheet.text(84, low, line, 36, field=f"{side}_name")
            low += 48
        sheet.text(84, low, _grouped(account), 34, field=f"{side}_account")
        low += 56
        for line in branches:
            sheet.text(84, low, line, 29, colour=GREY, field=f"{side}_bank")
            low += 40
        y += height + 26
    rows: list[Part] = [
        ("purpose", rng.choice(("附言", "汇款用途")), transfer.purpose), ("date", rng.choice(("汇款时间", "交易时间")), clock(rng, transfer.at)),
        ("serial_no", rng.choice(("交易序号", "流水号")), transfer.serial), ("", "手续费", "免费"),
    ]  # fmt: skip
    top = y
    lines = sum(len(sheet.wrap(value, 800, 31)) for _, _, value in rows)
    sheet.frame((36, top, 1144, top + lines * 42.2 + len(rows) * 26 + 50), colour=_LINE, fill=_WHITE)
    _listed(sheet, rows, y + 32, 84, 1096)
    sheet.frame((200, sheet.height - 130, 980, sheet.height - 46), colour=bank.colour, fill=bank.colour)
    sheet.text(590, sheet.height - 110, rng.choice(("查看电子回单", "再汇一笔")), 34, align="m", colour=_WHITE)


def bill(rng: Random, sheet: Sheet, transfer: Transfer) -> None:
    """A net bank's bill as a long picture: labels small above their values, a scalloped lower edge, the seal over the last lines."""
    bank = transfer.bank
    sheet.image.paste(pale(bank.colour, 226), (0, 0, *sheet.image.size))
    left, right, low = 60.0, 1120.0, sheet.height - 120
    sheet.frame((left, 70, right, low), colour=_WHITE, fill=_WHITE)
    for x in range(round(left), round(right), 40):
        sheet.draw.ellipse(
            tuple(sheet.px(edge) for edge in (x, low - 14, x + 40, low + 26)), fill=pale(bank.colour, 226)
        )
    bank_mark(sheet, left + 50, 108, 54, bank.colour)
    sheet.text(left + 122, 114, bank.name, 40, face=sheet.faces.title, colour=bank.colour)
    sheet.text(right - 50, 120, rng.choice(("转账电子账单", "付款账单凭证", "交易账单")), 32, align="r")
    sheet.rule((left + 50, 188), (right - 50, 188), colour=_LINE, width=2)
    payer, payee = both(
        transfer, ("付款方户名", "付款方账号", "付款方银行"), ("收款方户名", "收款方账号", "收款方银行")
    )
    rows: list[Part] = [
        ("amount", "交易金额（元）", figures(rng, sheet, transfer, ("", "-"), grouped=True)), ("amount_cn", "大写", words_of(rng, transfer)),
        *payer, *payee, ("purpose", "转账备注", transfer.purpose), ("date", "支付时间", clock(rng, transfer.at)),
        ("serial_no", rng.choice(("交易流水号", "业务流水号")), transfer.serial), ("", "账单编号", transfer.slip_no),
    ]  # fmt: skip
    y = 216.0
    for name, label, value in rows:
        sheet.text(left + 50, y, label, 25, colour=GREY)
        y += 36
        for line in sheet.wrap(value, right - left - 110, 33):
            sheet.text(left + 50, y, line, 33, field=name, colour=_DARK)
            y += 44
        y += 18
    receipt_seal(rng, sheet, transfer, 900 + rng.uniform(-60, 60), min(y - 150, low - 170))


def order(rng: Random, sheet: Sheet, transfer: Transfer) -> None:
    """A company's payment order: a coloured head, facts in two lists, below them who made and who approved it."""
    bank = transfer.bank
    sheet.image.paste((243, 244, 247), (0, 0, *sheet.image.size))
    sheet.frame((0, 0, 1180, 380), colour=bank.colour, fill=bank.colour, width=0.1)
    _top(rng, sheet, transfer, rng.choice(("付款指令详情", "指令查询", "单笔付款")), _WHITE)
    sheet.text(70, 186, "付款金额", 28, colour=_WHITE)
    sheet.text(70, 226, figures(rng, sheet, transfer, ("¥", ""), grouped=True), 62, colour=_WHITE, field="amount")
    sheet.text(70, 314, words_of(rng, transfer), 29, colour=_WHITE, field="amount_cn")
    sheet.text(1110, 240, rng.choice(("交易成功", "已完成", "银行已处理")), 32, colour=_WHITE, align="r")
    payer, payee = both(
        transfer,
        ("付款单位", "付款账号", "开户行"),
        ("收款单位", "收款账号", "收款行"),
        order=rng.choice(("name account bank", "account name bank")),
    )
    rest: list[Part] = [
        ("purpose", "用途", transfer.purpose), ("date", "付款日期", clock(rng, transfer.at)),
        ("serial_no", rng.choice(("银行流水号", "交易流水号")), transfer.serial), ("", "指令状态", "审批通过"),
    ]  # fmt: skip
    y = 410.0
    for rows in (payer, payee, rest):
        lines = sum(len(sheet.wrap(value, 784, 31)) for _, _, value in rows)
        height = lines * 42.2 + len(rows) * 26 + 34
        sheet.frame((30, y, 1150, y + height), colour=_LINE, fill=_WHITE)
        _listed(sheet, rows, y + 28, 76, 1100)
        y += height + 22
    for word, later in (("制单", 0), ("复核", 4)):
        at = transfer.at + timedelta(minutes=later)
        sheet.ring((90, y + 10, 116, y + 36), colour=bank.colour, width=5)
        sheet.text(144, y + 6, f"{word}　{shaped(rng, 'AA999')}", 29)
        sheet.text(1100, y + 8, f"{at:%m-%d %H:%M}", 26, colour=GREY, align="r")
        y += 72


def web_window(rng: Random, sheet: Sheet, transfer: Transfer) -> None:
    """A window over a web bank's list, photographed or shot from a desktop: labels flush right before a colon, one column."""
    bank = transfer.bank
    sheet.image.paste((176, 178, 182), (0, 0, *sheet.image.size))
    sheet.frame((0, 0, 1800, 76), colour=bank.colour, fill=bank.colour, width=0.1)
    sheet.text(40, 18, f"{bank.name} 企业网银", 34, colour=_WHITE)
    for place in range(7):
        sheet.rule((0, 180 + place * 150), (1800, 180 + place * 150), colour=(150, 152, 156))
    sheet.frame((250, 120, 1550, sheet.height - 50), colour=(130, 132, 136), fill=_WHITE)
    sheet.frame((250, 120, 1550, 188), colour=(236, 238, 242), fill=(236, 238, 242))
    sheet.text(280, 136, rng.choice(("交易明细", "付款详情", "查看明细")), 31, face=sheet.faces.label)
    sheet.text(1520, 134, "×", 34, align="r")
    payer, payee = both(
        transfer, ("付款人名称", "付款人账号", "付款人开户网点"), ("收款人名称", "收款人账号", "收款人开户网点")
    )
    rows: list[Part] = [
        ("serial_no", rng.choice(("交易流水号", "交易序号")), transfer.serial), ("date", "交易日期", clock(rng, transfer.at)), *payer, *payee,
        ("amount", "交易金额", figures(rng, sheet, transfer, ("", "￥"), grouped=True) + rng.choice(("", "元"))),
        ("amount_cn", "金额大写", words_of(rng, transfer)),
        ("purpose", "用途", transfer.purpose), ("", "交易状态", rng.choice(("成功", "交易成功"))),
    ]  # fmt: skip
    y = 218.0
    for name, label, value in rows:
        sheet.text(600, y, f"{label}：", 28, align="r", colour=(84, 86, 92))
        for line in sheet.wrap(value, 900, 28):
            sheet.text(612, y, line, 28, field=name)
            y += 38
        y += 20
    for x, word in ((760.0, "打印回单"), (960.0, "关闭")):
        sheet.frame((x, y + 6, x + 160, y + 60), colour=bank.colour, width=2)
        sheet.text(x + 80, y + 18, word, 27, align="m", colour=bank.colour)
