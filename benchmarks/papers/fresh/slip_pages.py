"""Slips of the family `fresh` without cells: dotted leaders, a machine's printout, payee first, and two telephone banks' pages."""

from __future__ import annotations

from random import Random

from benchmarks.papers.banks import Transfer, shaped
from benchmarks.papers.drawn import chinese_day
from benchmarks.papers.ink import Colour, Sheet
from benchmarks.papers.slip_parts import Part, bank_mark, pale, party, receipt_seal, title, words_of
from school_desk.kernel.money import format_yuan

_FAINT: Colour = (130, 132, 138)
_LINE: Colour = (226, 228, 232)


def leaders(rng: Random, sheet: Sheet, transfer: Transfer) -> None:
    """One fact a line, a dotted rule under each."""
    bank, left, right, y = transfer.bank, 110.0, 1590.0, 210.0
    bank_mark(sheet, left, 40, 56, bank.colour)
    sheet.text(186, 46, bank.name, 40, colour=bank.colour, face=sheet.faces.title)
    title(sheet, 850, 116, rng.choice(("电子回单凭证", "网银付款回执", "支付结算业务回执")), 44)
    rows: list[Part] = [
        *party(transfer, "payer", ("付款账号户名", "付款账号", "付款账号开户行")),
        *party(transfer, "payee", ("收款账号户名", "收款账号", "收款账号开户行")),
        ("amount", "发生额", f"{format_yuan(transfer.amount)}"),
        ("amount_cn", "人民币大写", words_of(rng, transfer)),
        ("purpose", "用途说明", transfer.purpose),
        ("date", "交易日", rng.choice((f"{transfer.at:%Y-%m-%d}", f"{transfer.at:%Y/%m/%d}"))),
        ("serial_no", "电子流水号", transfer.serial),
        ("", "受理方式", rng.choice(("网上银行", "银企直连", "柜面"))),
    ]
    for field, label, value in rows:
        sheet.text(left, y, label, 29, colour=(70, 72, 78))
        sheet.text(430, y, value, 31, field=field)
        x = left
        while x < right:
            sheet.rule((x, y + 45), (x + 6, y + 45), colour=_FAINT, width=1.4)
            x += 14
        y += 62
    receipt_seal(rng, sheet, transfer, 1320 + rng.uniform(-60, 60), y - 120)
    sheet.text(left, y + 16, f"回执编号 {transfer.slip_no}", 26, colour=_FAINT)
    sheet.text(left, y + 60, "本回执由系统打印，涂改无效。", 25, colour=_FAINT)


def printout(rng: Random, sheet: Sheet, transfer: Transfer) -> None:
    """What the machine in the hall prints: plain lines, labels padded to one width, two facts in some lines."""
    bank, left = transfer.bank, 100.0
    title(sheet, 850, 56, bank.full, 42)
    title(sheet, 850, 120, rng.choice(("客户回单", "借记通知", "转账业务回单")), 38)
    y, size = 210.0, 31
    rows: list[tuple[Part, ...]] = [
        (("date", "交易日期", chinese_day(transfer.at.date(), rng)), ("serial_no", "业务流水", transfer.serial)),
        (("payer_name", "付款户名", transfer.payer_name),),
        (("payer_account", "付款账号", transfer.payer_account), ("", "币　　种", "人民币")),
        (("payer_bank", "付款行名", transfer.payer_bank),),
        (("payee_name", "收款户名", transfer.payee_name),),
        (("payee_account", "收款账号", transfer.payee_account), ("", "凭证种类", "电子汇兑")),
        (("payee_bank", "收款行名", transfer.payee_bank),),
        (("amount_cn", "大写金额", words_of(rng, transfer)),),
        (("amount", "小写金额", f"¥{format_yuan(transfer.amount)}"), ("purpose", "摘　　要", transfer.purpose)),
    ]
    for row in rows:
        for x, (field, label, value) in zip((left, 960.0), row, strict=False):
            end = sheet.text(x, y, f"{label}：", size)
            sheet.text(end, y, value, size, field=field)
        y += 62
    receipt_seal(rng, sheet, transfer, 1360 + rng.uniform(-60, 60), y + 30)
    sheet.text(left, y + 30, f"自助终端：{rng.randrange(10**6):06d}　回单序号：{transfer.slip_no}", 28)
    sheet.text(left, y + 82, f"打印时间：{transfer.at:%Y-%m-%d %H:%M:%S}　打印次数：01", 28)


def payee_first(rng: Random, sheet: Sheet, transfer: Transfer) -> None:
    """Two columns without rules, the payee's on the left; the day and the numbers under the title."""
    bank = transfer.bank
    sheet.frame((0, 0, sheet.width, 14), colour=bank.colour, fill=bank.colour)
    bank_mark(sheet, 84, 50, 56, bank.colour)
    sheet.text(160, 54, bank.name, 42, colour=bank.colour, face=sheet.faces.title)
    sheet.text(1816, 60, rng.choice(("汇款业务受理回单", "单位结算业务回单")), 38, align="r")
    facts: list[Part] = [
        ("date", "业务日期", f"{transfer.at:%Y-%m-%d}"), ("serial_no", "系统流水号", transfer.serial), ("", "回单号码", transfer.slip_no),
    ]  # fmt: skip
    for x, (field, label, value) in zip((84.0, 560.0, 1260.0), facts, strict=True):
        end = sheet.text(x, 150, f"{label} ", 26, colour=_FAINT)
        sheet.text(end, 150, value, 27, field=field)
    sheet.rule((84, 204), (1816, 204), colour=_LINE, width=3)
    sides = (
        (84.0, "payee", ("收款单位", "收款单位账号", "收款单位开户行")),
        (970.0, "payer", ("付款单位", "付款单位账号", "付款单位开户行")),
    )
    for x, side, names in sides:
        y = 232.0
        for field, label, value in party(transfer, side, names):
            sheet.text(x, y, label, 25, colour=_FAINT)
            y = sheet.paragraph(x, y + 36, 820, value, 31, leading=1.25, field=field) + 14
    sheet.rule((84, 556), (1816, 556), colour=_LINE, width=3)
    sheet.text(84, 584, "汇款金额", 27, colour=_FAINT)
    end = sheet.text(240, 576, f"¥{format_yuan(transfer.amount)}", 40, field="amount")
    sheet.text(end + 60, 582, words_of(rng, transfer), 31, field="amount_cn")
    sheet.text(84, 656, "汇款用途", 27, colour=_FAINT)
    sheet.text(240, 654, transfer.purpose, 31, field="purpose")
    sheet.text(84, 722, "受理渠道", 27, colour=_FAINT)
    sheet.text(240, 720, rng.choice(("企业网银", "银企云", "柜台")), 31)
    receipt_seal(rng, sheet, transfer, 1560 + rng.uniform(-60, 60), 760)
    sheet.text(84, 800, f"电子印章验证码 {shaped(rng, '9A9AA99A')}　本回单与纸质回单具有同等效力", 25, colour=_FAINT)


def app_list(rng: Random, sheet: Sheet, transfer: Transfer) -> None:
    """A company banking app: white page, a tick, the amount, label and value in rows flush right."""
    bank = transfer.bank
    _status_bar(rng, sheet, transfer, (20, 20, 24))
    sheet.text(590, 100, rng.choice(("转账详情", "汇款结果", "电子凭证")), 44, align="m")
    sheet.ring((520, 210, 660, 350), colour=(60, 170, 110), width=10)
    sheet.rule((556, 282), (584, 310), (628, 254), colour=(60, 170, 110), width=10)
    sheet.text(590, 376, rng.choice(("汇款成功", "银行已处理", "付款成功")), 38, align="m")
    sheet.text(
        590,
        446,
        f"-{format_yuan(transfer.amount)}" if rng.random() < 0.3 else f"¥ {format_yuan(transfer.amount)}",
        72,
        align="m",
        field="amount",
    )
    rows: list[Part] = [
        ("amount_cn", "大写", words_of(rng, transfer)),
        *party(transfer, "payee", ("收款户名", "收款账号", "收款开户行")),
        *party(transfer, "payer", ("付款户名", "付款账号", "付款开户行")),
        ("purpose", "附言", transfer.purpose),
        ("date", "提交时间", f"{transfer.at:%Y.%m.%d %H:%M:%S}"),
        ("serial_no", "业务流水号", transfer.serial),
    ]
    y = _rows_right(sheet, rows, 580, 60, 1120)
    sheet.frame((60, y + 30, 1120, y + 130), colour=bank.colour, width=3)
    sheet.text(590, y + 58, "下载电子回单", 38, colour=bank.colour, align="m")
    sheet.text(590, y + 170, bank.name, 30, colour=_FAINT, align="m")


def app_groups(rng: Random, sheet: Sheet, transfer: Transfer) -> None:
    """A coloured page with white cards: from whom to whom above, facts below."""
    bank = transfer.bank
    sheet.image.paste(pale(bank.colour, 228), (0, 0, *sheet.image.size))
    _status_bar(rng, sheet, transfer, (20, 20, 24))
    sheet.text(60, 96, "＜", 44)
    sheet.text(590, 98, rng.choice(("账单详情", "回单预览", "交易明细")), 42, align="m")
    white: Colour = (255, 255, 255)
    sheet.frame((40, 190, 1140, 900), colour=white, fill=white)
    y = 220.0
    for head, side in (("付", "payer"), ("收", "payee")):
        sheet.ring((76, y + 6, 146, y + 76), colour=bank.colour, width=4)
        sheet.text(111, y + 20, head, 38, colour=bank.colour, align="m")
        top = y
        for place, (field, label, value) in enumerate(party(transfer, side, ("", "账号 ", "银行 "))):
            end = sheet.text(176, top, label, 31, colour=_FAINT) if label else 176.0
            top = sheet.paragraph(end, top, 1100 - end, value, 38 if place == 0 else 33, leading=1.3, field=field) + 12
        y = top + 40
        if side == "payer":
            sheet.rule((176, y - 24), (1100, y - 24), colour=_LINE)
    sheet.frame((40, 930, 1140, 1900), colour=white, fill=white)
    sheet.text(80, 966, "交易金额（元）", 34, colour=_FAINT)
    sheet.text(1100, 956, format_yuan(transfer.amount), 56, align="r", field="amount")
    rows: list[Part] = [
        ("amount_cn", "中文大写", words_of(rng, transfer)),
        ("purpose", "转账用途", transfer.purpose),
        ("date", "到账日期", rng.choice((f"{transfer.at:%Y-%m-%d}", chinese_day(transfer.at.date())))),
        ("serial_no", "流水编号", transfer.serial),
        ("", "电子回单号", transfer.slip_no),
        ("", "转账方式", rng.choice(("实时到账", "普通到账"))),
    ]
    y = _rows_right(sheet, rows, 1060, 80, 1100)
    if rng.random() < 0.7:
        receipt_seal(rng, sheet, transfer, 860, y + 120)


def _status_bar(rng: Random, sheet: Sheet, transfer: Transfer, colour: Colour) -> None:
    sheet.text(70, 24, f"{transfer.at:%H:%M}", 32, colour=colour)
    sheet.text(1110, 24, f"{rng.choice(('5G', '4G', 'WLAN'))} {rng.randrange(9, 100)}", 30, colour=colour, align="r")


def _rows_right(sheet: Sheet, rows: list[Part], y: float, left: float, right: float) -> float:
    for field, label, value in rows:
        sheet.text(left, y, label, 34, colour=_FAINT)
        for line in sheet.wrap(value, right - left - 260, 35):
            sheet.text(right, y, line, 35, align="r", field=field)
            y += 50
        y += 28
        sheet.rule((left, y - 16), (right, y - 16), colour=_LINE)
    return y
