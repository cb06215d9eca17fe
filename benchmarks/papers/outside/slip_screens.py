"""What banks show on screens, in the family `outside`: a result with a list, a receipt on a phone, a history's detail, a web bank's page."""

from __future__ import annotations

from random import Random

from benchmarks.papers.banks import Transfer, shaped
from benchmarks.papers.ink import Colour, Sheet
from benchmarks.papers.outside.slip_parts import GREY, both, cells, clock, figures
from benchmarks.papers.slip_parts import Part, bank_mark, fitted, pale, receipt_seal, words_of

_WHITE: Colour = (255, 255, 255)
_HAIR: Colour = (232, 234, 238)


def _status(rng: Random, sheet: Sheet, transfer: Transfer, colour: Colour) -> None:
    sheet.text(70, 24, f"{transfer.at:%H:%M}", 32, colour=colour)
    sheet.text(1110, 24, f"{rng.choice(('5G', '4G', 'WLAN'))}　{rng.randrange(12, 101)}", 29, colour=colour, align="r")


def _rows(
    sheet: Sheet, rows: list[Part], y: float, *, left: float, right: float, column: float = 0.0, step: float = 30.0
) -> float:
    """Labels in grey; values flush right or, with `column`, from there; wrapped. Returns the y below."""
    size = 32.0
    for name, label, value in rows:
        sheet.text(left, y, label, size, colour=GREY)
        start = column or left + 230
        for line in sheet.wrap(value, right - start, size):
            sheet.text(start if column else right, y, line, size, align="l" if column else "r", field=name)
            y += size * 1.36
        y += step
    return y


def result(rng: Random, sheet: Sheet, transfer: Transfer) -> None:
    """转账成功: a tick, the amount large, then a list with values flush right."""
    bank = transfer.bank
    sheet.image.paste((246, 247, 249), (0, 0, *sheet.image.size))
    _status(rng, sheet, transfer, (20, 20, 24))
    sheet.text(60, 100, "<", 44)
    sheet.text(590, 100, rng.choice(("转账结果", "交易详情", "业务详情")), 40, align="m", face=sheet.faces.label)
    sheet.frame((36, 190, 1144, sheet.height - 110), colour=_HAIR, fill=_WHITE)
    sheet.ring((540, 236, 640, 336), colour=bank.colour, width=7)
    sheet.rule((566, 288), (584, 306), (616, 266), colour=bank.colour, width=8)
    sheet.text(590, 356, rng.choice(("转账成功", "交易成功", "银行处理成功")), 38, align="m")
    sheet.text(590, 424, figures(rng, sheet, transfer, ("￥", "¥"), grouped=True), 64, align="m", field="amount")
    payer, payee = both(transfer, ("付款户名", "付款账号", "付款行"), ("收款户名", "收款账号", "收款行"))
    rows: list[Part] = [
        ("amount_cn", "大写金额", words_of(rng, transfer)), *payee, *payer, ("purpose", rng.choice(("用途", "附言")), transfer.purpose),
        ("date", "交易时间", clock(rng, transfer.at)), ("serial_no", rng.choice(("流水号", "交易流水号")), transfer.serial),
        ("", "手续费", "0.00元"),
    ]  # fmt: skip
    _rows(sheet, rows, 550, left=80, right=1100)
    sheet.text(590, sheet.height - 80, f"{bank.name}企业版", 28, align="m", colour=GREY)


def phone_receipt(rng: Random, sheet: Sheet, transfer: Transfer) -> None:
    """电子回单 as a picture on a phone: the bank's name, labels and values at fixed columns, the bank's seal, buttons below."""
    bank = transfer.bank
    sheet.image.paste((238, 240, 244), (0, 0, *sheet.image.size))
    _status(rng, sheet, transfer, (20, 20, 24))
    sheet.text(590, 96, "电子回单", 40, align="m")
    low = sheet.height - 210
    sheet.frame((30, 180, 1150, low), colour=pale(bank.colour, 170), fill=_WHITE, width=2)
    bank_mark(sheet, 340, 222, 56, bank.colour)
    sheet.text(412, 228, bank.name, 44, colour=bank.colour, face=sheet.faces.title)
    sheet.text(590, 296, rng.choice(("转账汇款电子回单", "电子转账凭证")), 36, align="m")
    sheet.rule((70, 362), (1110, 362), colour=_HAIR, width=2)
    payer, payee = both(transfer, ("付款人", "付款账号", "付款银行"), ("收款人", "收款账号", "收款银行"))
    rows: list[Part] = [
        ("", "回单号", transfer.slip_no), ("date", "交易时间", clock(rng, transfer.at)), *payer, *payee,
        ("amount", "小写金额", figures(rng, sheet, transfer, ("CNY ", "￥", "人民币"), grouped=True)),
        ("amount_cn", "大写金额", words_of(rng, transfer)),
        ("purpose", "转账用途", transfer.purpose), ("serial_no", "交易流水号", transfer.serial), ("", "交易渠道", "手机银行"),
    ]  # fmt: skip
    y = _rows(sheet, rows, 396, left=80, right=1100, column=320)
    receipt_seal(rng, sheet, transfer, 880 + rng.uniform(-60, 60), min(y - 120, low - 170))
    sheet.text(80, low - 60, "本回单仅供参考，不作为收款到账凭证。", 26, colour=GREY)
    for x, word in ((70.0, "保存到相册"), (610.0, "发送给好友")):
        sheet.frame((x, low + 40, x + 500, low + 130), colour=bank.colour, width=2, fill=_WHITE)
        sheet.text(x + 250, low + 66, word, 34, align="m", colour=bank.colour)


def history(rng: Random, sheet: Sheet, transfer: Transfer) -> None:
    """交易明细 of a company's app: a coloured head with the payee and −amount, groups of facts below."""
    bank = transfer.bank
    sheet.image.paste((245, 246, 248), (0, 0, *sheet.image.size))
    sheet.frame((0, 0, 1180, 470), colour=bank.colour, fill=bank.colour, width=0.1)
    _status(rng, sheet, transfer, _WHITE)
    sheet.text(590, 100, rng.choice(("明细详情", "账单详情", "交易明细")), 40, align="m", colour=_WHITE)
    sheet.text(590, 204, "支出金额（元）", 30, align="m", colour=_WHITE)
    sheet.text(590, 260, figures(rng, sheet, transfer, ("-", "−" if sheet.faces.body.covers("−") else "-"), grouped=True), 70, align="m",
               colour=_WHITE, field="amount")  # fmt: skip
    sheet.text(590, 378, words_of(rng, transfer), 31, align="m", colour=_WHITE, field="amount_cn")
    payer, payee = both(transfer, ("本方户名", "本方账号", "本方开户行"), ("对方户名", "对方账号", "对方开户行"))
    groups: list[list[Part]] = [
        payer, payee, [("purpose", "摘要", transfer.purpose), ("date", "交易时间", clock(rng, transfer.at)),
                       ("serial_no", "交易流水", transfer.serial),
                       ("", "交易类型", rng.choice(("转账", "跨行汇款")))],
    ]  # fmt: skip
    y = 510.0
    for rows in groups:
        lines = sum(len(sheet.wrap(value, 1090 - 330, 32)) for _, _, value in rows)
        height = lines * 32 * 1.36 + len(rows) * 28 + 36
        sheet.frame((30, y, 1150, y + height), colour=_HAIR, fill=_WHITE)
        _rows(sheet, rows, y + 30, left=76, right=1090, column=330, step=28)
        y += height + 28


def web_detail(rng: Random, sheet: Sheet, transfer: Transfer) -> None:
    """A web bank's page in a browser: a menu, a path, a table of four columns, buttons."""
    bank = transfer.bank
    sheet.frame((0, 0, 2000, 92), colour=bank.colour, fill=bank.colour, width=0.1)
    bank_mark(sheet, 36, 20, 52, _WHITE)
    sheet.text(108, 24, f"{bank.name}　企业网上银行", 38, colour=_WHITE)
    sheet.text(1950, 32, f"欢迎您，{shaped(rng, 'AA999')}　安全退出", 26, colour=_WHITE, align="r")
    sheet.frame((0, 92, 300, sheet.height), colour=_HAIR, fill=(247, 248, 250))
    for place, word in enumerate(("账户查询", "转账汇款", "电子回单", "代发工资", "票据业务", "投资理财", "企业管理")):
        sheet.text(70, 132 + 88 * place, word, 29, colour=bank.colour if place == 2 else (60, 62, 68))
    sheet.text(340, 120, "您的位置：首页 > 电子回单 > 回单详情", 25, colour=GREY)
    sheet.text(1140, 176, rng.choice(("付款交易详情", "电子回单详情")), 36, align="m", face=sheet.faces.label)
    payer, payee = both(
        transfer, ("付款单位", "付款账号", "付款账户开户行"), ("收款单位", "收款账号", "收款账户开户行")
    )
    rows: list[list[Part]] = [[ours, theirs] for ours, theirs in zip(payer, payee, strict=True)]
    rows += [
        [("amount", "金额", figures(rng, sheet, transfer, ("",), grouped=True)), ("amount_cn", "大写金额", words_of(rng, transfer))],
        [("date", "交易时间", clock(rng, transfer.at)), ("serial_no", "交易流水号", transfer.serial)],
        [("purpose", "用途", transfer.purpose), ("", "交易状态", "交易成功")],
    ]  # fmt: skip
    y = 240.0
    for row in rows:
        y = cells(sheet, (340, 560, 1140, 1370, 1950), y, 84, row, 27, line=_HAIR, ink=GREY)
    for x, word in ((880.0, "打 印"), (1060.0, "下 载"), (1240.0, "返 回")):
        sheet.frame((x, y + 40, x + 150, y + 96), colour=bank.colour, width=2)
        sheet.text(x + 75, y + 52, word, 28, align="m", colour=bank.colour)
    fitted(sheet, 340, y + 120, 1500, 60, f"回单编号：{transfer.slip_no}", 25)
