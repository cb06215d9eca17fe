"""Slips of the family `later` without cells: paired lines with many numbers, own and other side, 付方 and 收方, a payment message, a strip."""

from __future__ import annotations

from random import Random

from benchmarks.papers.banks import Transfer, shaped
from benchmarks.papers.ink import Sheet
from benchmarks.papers.later.slip_parts import FAINT, day_of, later_moment, line, moment_of, sides
from benchmarks.papers.slip_parts import Part, bank_mark, receipt_seal, title, words_of
from school_desk.kernel.money import format_yuan


def paired_lines(rng: Random, sheet: Sheet, transfer: Transfer) -> None:
    """Two facts a line, payer's left and payee's right, accounts first; more numbers at the foot than anybody needs."""
    bank, left, right, size = transfer.bank, 90.0, 980.0, 28.0
    bank_mark(sheet, left, 36, 60, bank.colour)
    sheet.text(170, 42, bank.name, 44, colour=bank.colour, face=sheet.faces.title)
    title(sheet, 950, 112, rng.choice(("国内支付业务付款回单（客户联）", "对公汇款付款回单", "人民币付款业务回单")), 42)
    payer, payee = sides(
        rng, transfer, ("付款人名称", "付款人账号", "付款人开户银行"), ("收款人名称", "收款人账号", "收款人开户银行")
    )
    rows: list[tuple[Part, ...]] = [
        (("", "客户号", shaped(rng, "999999999")), ("date", "日期", day_of(rng, transfer.at))),
        (payer[1], payee[1]), (payer[0], payee[0]), (payer[2], payee[2]),
        (("amount", "金额", f"CNY{format_yuan(transfer.amount)}"),), (("amount_cn", "人民币", words_of(rng, transfer)),),
        (("", "业务种类", rng.choice(("汇兑", "境内汇款", "行外汇款"))), ("", "业务编号", shaped(rng, "99999999999999"))),
        (("", "凭证类型", "无凭证"), ("", "凭证号码", "00000000")),
        (("purpose", "用途", transfer.purpose), ("", "备注", rng.choice(("网银汇款", "OBSS汇款", "无")))),
    ]  # fmt: skip
    y = 196.0
    for pair in rows:
        ends = [line(sheet, x, y, part, size, room=850.0) for part, x in zip(pair, (left, right), strict=False)]
        y = max(ends) + 14
    sheet.rule((left, y + 4), (1830, y + 4), colour=FAINT)
    for part, x in zip((("", "交易机构", shaped(rng, "99999")), ("", "交易渠道", rng.choice(("网上银行", "其他"))),
                        ("serial_no", "交易流水号", transfer.serial), ("", "经办", shaped(rng, "9999999"))),
                       (left, 440.0, 780.0, 1440.0), strict=True):  # fmt: skip
        line(sheet, x, y + 24, part, 26)
    made = later_moment(rng, transfer.at)
    for part, x in zip((("", "回单编号", transfer.slip_no), ("", "回单验证码", shaped(rng, "9AA9A9AAA9")),
                        ("", "打印时间", f"{made:%Y-%m-%d %H:%M:%S}")), (left, 660.0, 1240.0), strict=True):  # fmt: skip
        line(sheet, x, y + 74, part, 26)
    receipt_seal(rng, sheet, transfer, 1600 + rng.uniform(-100, 60), y - 90)


def own_and_other(rng: Random, sheet: Sheet, transfer: Transfer) -> None:
    """The bank's view of its customer: own account, 对方 account, a debit; one fact or two a line with wide gaps."""
    bank, left, middle = transfer.bank, 110.0, 960.0
    title(
        sheet, 950, 40, f"{bank.name}{rng.choice(('电子回单凭证联', '记账回执', '借记回单'))}", 46, colour=bank.colour
    )
    line(sheet, left, 120, ("", "回单编号", transfer.slip_no), 27)
    line(sheet, 860, 120, ("", "回单类型", "网银业务"), 27)
    line(sheet, 1330, 120, ("", "业务名称", rng.choice(("跨行汇款", "行内转账", "汇出汇款"))), 27)
    sheet.rule((left, 168), (1790, 168), width=2)
    own, other = sides(
        rng, transfer, rng.choice((("户名", "账号", "开户网点"), ("本方户名", "本方账号", "本方行名"))), ("对方户名", "对方账号", "对方行名")
    )  # fmt: skip
    voucher: tuple[Part, ...] = (
        ("", "凭证种类", "0000"),
        ("", "凭证号码", shaped(rng, "9999999999")),
        ("", "借贷标志", "借"),
    )
    for part, x in zip(voucher, (left, 700.0, 1330.0), strict=True):
        line(sheet, x, 190, part, 27)
    y = 246.0
    rows: list[tuple[Part, ...]] = [
        (own[1], own[2]), (own[0],), (other[1], other[2]), (other[0],),
        (("", "币种", "CNY"), ("amount", "金额", format_yuan(transfer.amount))), (("amount_cn", "金额大写", words_of(rng, transfer)),),
        (("", "兑换信息", "0.000000"), ("purpose", "摘要", transfer.purpose)),
        (("date", "记账日期", day_of(rng, transfer.at)), ("serial_no", "会计流水号", transfer.serial)),
        (("", "记账机构", shaped(rng, "01999999999")), ("", "记账柜员", shaped(rng, "AAA9999"))),
    ]  # fmt: skip
    for pair in rows:
        ends = [
            line(sheet, x, y, part, 29, room=820 if len(pair) > 1 else 1650)
            for part, x in zip(pair, (left, middle), strict=False)
        ]
        y = max(ends) + 12
    sheet.rule((left, y + 4), (1790, y + 4), width=2)
    receipt_seal(rng, sheet, transfer, 1560 + rng.uniform(-60, 60), y - 60)
    sheet.text(
        left,
        y + 24,
        f"打印机构：网上银行　打印日期：{later_moment(rng, transfer.at):%Y-%m-%d}　打印次数：1次",
        26,
        colour=FAINT,
    )
    sheet.text(left, y + 68, f"批次号：{shaped(rng, 'A999999')}　查询码：{shaped(rng, 'A9A9A9')}", 26, colour=FAINT)


def debit_list(rng: Random, sheet: Sheet, transfer: Transfer) -> None:
    """One fact a line on half a page, labels right-aligned before the colon, 付方 and 收方."""
    bank, column = transfer.bank, rng.choice((480.0, 540.0))
    bank_mark(sheet, 740, 44, 52, bank.colour)
    sheet.text(806, 46, bank.name, 42, colour=bank.colour, face=sheet.faces.title)
    title(sheet, 850, 112, rng.choice(("出账回单", "付账通知", "扣款回单")), 44)
    payer, payee = sides(rng, transfer, ("付方户名", "付方账号", "付方开户行"), ("收方户名", "收方账号", "收方开户行"))
    rows: list[Part] = [
        ("date", "交易日", day_of(rng, transfer.at)), ("serial_no", "流水号", transfer.serial), *payer, *payee,
        ("amount", "金额（小写）", f"RMB {format_yuan(transfer.amount)}"), ("amount_cn", "金额（大写）", words_of(rng, transfer)),
        ("purpose", "摘要", transfer.purpose), ("", "企业自制凭证号", shaped(rng, "AA9999999")),
        ("", "业务参考号", shaped(rng, "A9999999999999999")), ("", "费用", rng.choice(("RMB 0.00", "RMB 5.00"))),
    ]  # fmt: skip
    y = 196.0
    for field, label, value in rows:
        sheet.text(column - 10, y, f"{label}：", 29, align="r", colour=FAINT)
        sheet.text(column + 10, y, value, 30, field=field)
        y += 56
    receipt_seal(rng, sheet, transfer, 1360 + rng.uniform(-60, 60), y - 150)
    sheet.rule((120, y + 10), (1580, y + 10), colour=FAINT)
    sheet.text(120, y + 30, f"回单编号：{transfer.slip_no}　提示：请妥善保管，勿作二次报销。", 25, colour=FAINT)


def message(rng: Random, sheet: Sheet, transfer: Transfer) -> None:
    """支付系统专用凭证: the payment message's own fields with bank codes, amounts without commas."""
    left, middle, y = 110.0, 960.0, 232.0
    title(sheet, 950, 40, transfer.bank.full, 40)
    heading, sort = rng.choice(
        (("大额支付系统专用凭证", "hvps.111.001.01"), ("支付系统业务凭证（往账）", "hvps.111.001.01"), ("小额支付往账业务凭证",
                                                                                  "beps.121.001.01"))
    )  # fmt: skip
    title(sheet, 950, 98, heading, 40)
    line(sheet, left, 166, ("", "报文种类", sort), 27)
    line(sheet, 720, 166, ("", "报文标识号", f"{transfer.at:%Y%m%d}{shaped(rng, '99999999')}"), 27)
    line(sheet, 1420, 166, ("", "支付交易序号", shaped(rng, "99999999")), 27)
    payer, payee = sides(
        rng, transfer, ("汇款人名称", "汇款人账号", "发起行名称"), ("收款人名称", "收款人账号", "接收行名称")
    )
    rows: list[tuple[Part, ...]] = [
        (("", "发起行行号", shaped(rng, "999333999999")), ("", "接收行行号", "102336009722")), (payer[2], payee[2]),
        (payer[0],), (payer[1],), (payee[0],), (payee[1],),
        (("", "货币", "人民币"), ("amount", "金额", format_yuan(transfer.amount, grouped=False))),
        (("amount_cn", "金额大写", words_of(rng, transfer)),),
        (("date", "委托日期", day_of(rng, transfer.at)), ("serial_no", "业务流水号", transfer.serial)),
        (("purpose", "附言", transfer.purpose), ("", "业务类型", "A100 普通汇兑")),
    ]  # fmt: skip
    for pair in rows:
        ends = [
            line(sheet, x, y, part, 29, room=830 if len(pair) > 1 else 1650)
            for part, x in zip(pair, (left, middle), strict=False)
        ]
        y = max(ends) + 13
    receipt_seal(rng, sheet, transfer, 1540 + rng.uniform(-80, 80), y - 150)
    clock = f"打印时间：{later_moment(rng, transfer.at):%Y-%m-%d %H:%M:%S}"
    sheet.text(left, y + 26, f"{clock}　会计　　　复核　　　记账 {shaped(rng, '99999')}", 26)
    sheet.text(left, y + 74, f"凭证序号：{transfer.slip_no}　第 1 页 共 1 页", 26)


def strip(rng: Random, sheet: Sheet, transfer: Transfer) -> None:
    """The narrow strip of a machine in the hall: labels and values below each other, dashes between."""
    left, right, y = 60.0, 840.0, 60.0
    title(sheet, 450, y, transfer.bank.name, 40)
    title(sheet, 450, y + 60, rng.choice(("自助转账凭条", "智能柜台客户凭条", "转账凭条")), 34)
    payer, payee = sides(rng, transfer, ("转出户名", "转出账号", "转出行"), ("转入户名", "转入账号", "转入行"))
    blocks: list[list[Part]] = [
        [("", "设备号", shaped(rng, "A9999999")), ("date", "日期时间", moment_of(rng, transfer.at))], payer, payee,
        [("amount", "转账金额", f"{format_yuan(transfer.amount, grouped=rng.random() < 0.5)}元"), ("amount_cn", "大写", words_of(rng, transfer)),
         ("", "手续费", rng.choice(("0.00元", "2.00元"))), ("purpose", "用途", transfer.purpose)],
        [("serial_no", "交易流水", transfer.serial), ("", "凭条号", transfer.slip_no), ("", "交易结果", "成功")],
    ]  # fmt: skip
    y = 190.0
    for block in blocks:
        sheet.text(left, y, "-" * round((right - left) / sheet.advance("-", 28)), 28)
        y += 44
        for part in block:
            y = line(sheet, left, y, part, 31, colon=":", value_x=left + 190, room=right - left) + 12
    sheet.text(left, y, "-" * round((right - left) / sheet.advance("-", 28)), 28)
    sheet.text(left, y + 44, "请核对无误后妥善保管。", 28)
    sheet.text(left, y + 88, "打印内容易褪色，需长期保存请复印。", 26)
    if rng.random() < 0.6:
        receipt_seal(rng, sheet, transfer, 620 + rng.uniform(-40, 40), y + 60)
