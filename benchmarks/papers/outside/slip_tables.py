"""Ruled slips of the family `outside`: grids with upright words, vouchers, tables with and without vertical lines, a filled-in form."""

from __future__ import annotations

from random import Random

from benchmarks.papers.banks import Transfer, shaped
from benchmarks.papers.ink import Colour, Sheet
from benchmarks.papers.outside.slip_parts import (
    GREY,
    both,
    cells,
    check_code,
    clock,
    day,
    fact,
    figures,
    label_cell,
    printed_on,
)
from benchmarks.papers.slip_parts import Part, bank_mark, fitted, pale, receipt_seal, title, vertical, words_of

_YUAN = ("¥", "￥", "RMB ", "")


def _masthead(sheet: Sheet, transfer: Transfer, x: float, y: float, size: float) -> float:
    """The bank's sign and name. Returns its end."""
    bank_mark(sheet, x, y - size * 0.1, size * 1.2, transfer.bank.colour)
    return sheet.text(x + size * 1.5, y, transfer.bank.name, size, face=sheet.faces.title, colour=transfer.bank.colour)


def _upright(
    sheet: Sheet, edges: tuple[float, float, float, float], y: float, step: float, word: str, parts: list[Part], size: float,
    line: Colour | None = None,
) -> None:  # fmt: skip
    """An upright word beside three ruled rows of label and value."""
    left, narrow, middle, right = edges
    sheet.grid((left, narrow), (y, y + 3 * step), colour=line)
    vertical(sheet, (left + narrow) / 2, y, 3 * step, word, size)
    for place, part in enumerate(parts):
        cells(sheet, (narrow, middle, right), y + place * step, step, [part], size, line=line)


def net_grid(rng: Random, sheet: Sheet, transfer: Transfer) -> None:
    """A big bank's 网上银行电子回单: payer and payee side by side, a wide cell of remarks, the booking's line below the table."""
    left, middle, right, y, step, size = 90.0, 960.0, 1830.0, 210.0, rng.choice((72.0, 80.0)), 28.0
    _masthead(sheet, transfer, left, 50, 44)
    title(sheet, 1060, 52, rng.choice(("网上银行电子回单", "网上银行电子回单", "电子回单")), 44)
    sheet.text(left, 152, f"电子回单号码：{transfer.slip_no}", 26)
    if rng.random() < 0.5:
        sheet.text(right, 152, f"打印日期：{printed_on(rng, transfer.at):%Y年%m月%d日}", 26, align="r")
    payer, payee = both(transfer, rng.choice((("户　名", "账　号", "开户银行"), ("户名", "账号", "开户行"))))
    _upright(sheet, (left, left + 56, left + 210, middle), y, step, "付款人", payer, size)
    _upright(sheet, (middle, middle + 56, middle + 210, right), y, step, "收款人", payee, size)
    y += 3 * step
    sheet.grid((left, left + 210, right), (y, y + step))
    label_cell(sheet, left, left + 210, y, step, "金　额", size)
    end = sheet.text(left + 230, y + step / 2 - 16, "人民币（大写）：", size)
    sheet.text(end, y + step / 2 - 16, words_of(rng, transfer), size, field="amount_cn")
    sheet.text(right - 24, y + step / 2 - 18, figures(rng, sheet, transfer, ("¥", "￥"), grouped=True) + rng.choice(("元", "")), 31, align="r",
               field="amount")  # fmt: skip
    y += step
    edges = (left, left + 210, middle, middle + 230, right)
    rows: list[list[Part]] = [
        [("", "摘　要", rng.choice(("汇款", "转账", "网转"))), ("", "业务（产品）种类", rng.choice(("同行发报", "跨行发报", "汇兑")))],
        [("purpose", "用　途", transfer.purpose)],
        [("serial_no", "交易流水号", transfer.serial), ("", "时间戳", f"{transfer.at:%Y-%m-%d-%H.%M.%S}.{rng.randrange(10**6):06d}")],
    ]  # fmt: skip
    for row in rows:
        y = cells(sheet, edges if len(row) == 2 else (left, left + 210, right), y, 64, row, size)
    sheet.grid((left, right), (y, y + 150))
    sheet.text(left + 16, y + 18, "备注：", size)
    sheet.text(
        left + 16, y + 58, f"指令编号：HQP{shaped(rng, '999999999')}　提交人：{shaped(rng, 'AA9999')}.c.1205", 25
    )
    sheet.text(left + 16, y + 102, f"验证码：{check_code(rng)}", 25)
    receipt_seal(rng, sheet, transfer, 1560 + rng.uniform(-60, 60), y + 90)
    x = left
    for part in (("", "记账网点", shaped(rng, "99999")), ("", "记账柜员", shaped(rng, "99999")),
                 ("date", "记账日期", f"{transfer.at:%Y年%m月%d日}")):  # fmt: skip
        fact(sheet, x, y + 174, part, 27, room=700)
        x += 430
    sheet.text(
        left,
        y + 222,
        "重要提示：如果您是收款方，请到银行网站核对；本回单不作为收款方发货依据，并请勿重复记账。",
        23,
        colour=GREY,
    )


def voucher(rng: Random, sheet: Sheet, transfer: Transfer) -> None:
    """币别、日期、凭证号 over a table with 全称; amount in capitals and figures side by side; a note in small print."""
    left, middle, right, y, step, size = 80.0, 950.0, 1820.0, 218.0, 76.0, 28.0
    _masthead(sheet, transfer, left, 48, 42)
    title(sheet, 1010, 62, rng.choice(("网上银行电子回执", "网上银行电子回单", "单位客户专用回单")), 46)
    for x, part in (
        (left, ("", "币别", "人民币元")),
        (420.0, ("date", "日期", day(rng, transfer.at))),
        (840.0, ("", "凭证号", shaped(rng, "999999999999"))),
        (1310.0, ("serial_no", "交易流水号", transfer.serial)),
    ):
        fact(sheet, x, 160, part, 27, room=900)
    payer, payee = both(transfer, ("全　称", "账　号", "开户行"))
    _upright(sheet, (left, left + 60, left + 190, middle), y, step, "付款人", payer, size)
    _upright(sheet, (middle, middle + 60, middle + 190, right), y, step, "收款人", payee, size)
    y += 3 * step
    edges = (left, left + 190, 1240.0, 1400.0, right)
    y = cells(
        sheet,
        edges,
        y,
        74,
        [
            ("amount_cn", "大写金额", words_of(rng, transfer)),
            ("amount", "小写金额", figures(rng, sheet, transfer, _YUAN)),
        ],
        30,
    )
    y = cells(sheet, edges, y, 66, [("purpose", "用途", transfer.purpose), ("", "钞汇标志", "钞")], size)
    y = cells(
        sheet, (left, left + 190, right), y, 66, [("", "摘要", rng.choice(("转账支出", "网络转账", "电汇")))], size
    )
    sheet.grid((left, left + 190, right), (y, y + 110))
    label_cell(sheet, left, left + 190, y, 110, "重要提示", size)
    sheet.paragraph(
        left + 204,
        y + 16,
        right - left - 230,
        "银行受理成功，本回执不作为收、付款方交易确认的最终依据，可登录网上银行查询验证。",
        26,
        leading=1.4,
    )
    receipt_seal(rng, sheet, transfer, 1600 + rng.uniform(-80, 40), y + 10)
    sheet.text(
        left,
        y + 134,
        f"验证码：{check_code(rng)}　打印时间：{printed_on(rng, transfer.at):%Y-%m-%d %H:%M:%S}",
        25,
        colour=GREY,
    )


def four_columns(rng: Random, sheet: Sheet, transfer: Transfer) -> None:
    """付款方户名 | … | 收款方户名 | … in rows of four cells, no upright words, tinted labels."""
    bank, left, middle, right, y = transfer.bank, 70.0, 950.0, 1830.0, 180.0
    tint = pale(bank.colour, 226)
    _masthead(sheet, transfer, left, 46, 42)
    title(sheet, 950, 96, rng.choice(("电子回单", "业务回单（付款）", "单位结算业务电子回单")), 44)
    sheet.text(right, 120, f"回单编号：{transfer.slip_no}", 25, align="r")
    words = rng.choice((("付款方", "收款方"), ("付款人", "收款人")))
    names = rng.choice((("户名", "账号", "开户行"), ("名称", "账号", "开户行名称"), ("全称", "账号", "开户银行")))
    payer, payee = both(transfer, [words[0] + name for name in names], [words[1] + name for name in names],
                        order=rng.choice(("name account bank", "account name bank")))  # fmt: skip
    rows: list[tuple[list[Part], float]] = [([ours, theirs], 84.0) for ours, theirs in zip(payer, payee, strict=True)]
    rows += [
        ([("amount", "交易金额（小写）", figures(rng, sheet, transfer, _YUAN)),
          ("amount_cn", "交易金额（大写）", words_of(rng, transfer))], 76.0),
        ([("date", "交易日期", day(rng, transfer.at)), ("", "币种", rng.choice(("人民币", "CNY")))], 66.0),
        ([("serial_no", rng.choice(("交易流水号", "核心流水号", "业务流水号")), transfer.serial),
          ("", "交易渠道", rng.choice(("网上银行", "企业网银")))], 66.0),
        ([("purpose", rng.choice(("用途", "摘要", "附言")), transfer.purpose), ("", "手续费", "0.00")], 66.0),
    ]  # fmt: skip
    edges = (left, left + 220, middle, middle + 220, right)
    for parts, height in rows:
        for start in (left, middle):
            sheet.frame((start, y, start + 220, y + height), colour=GREY, width=1, fill=tint)
        y = cells(sheet, edges, y, height, parts, 28, line=GREY, width=1.2)
    receipt_seal(rng, sheet, transfer, 1540 + rng.uniform(-100, 100), y - 30)
    sheet.text(
        left,
        y + 26,
        f"打印时间：{printed_on(rng, transfer.at):%Y-%m-%d %H:%M:%S}　打印次数：1　验证码：{check_code(rng)}",
        25,
    )
    sheet.text(left, y + 70, "温馨提示：本回单仅供参考，请勿重复入账。", 24, colour=GREY)


def one_column(rng: Random, sheet: Sheet, transfer: Transfer) -> None:
    """Every fact in a row of its own: label cell, value cell, from edge to edge."""
    left, right, y, height = 130.0, 1370.0, 176.0, 64.0
    _masthead(sheet, transfer, left, 46, 40)
    title(sheet, 750, 104, rng.choice(("网上转账汇款回单", "转账电子回单", "交易回单")), 42)
    payer, payee = both(transfer, ("付款户名", "付款账号", "付款行名称"), ("收款户名", "收款账号", "收款行名称"))
    rows: list[Part] = [
        ("", "回单号", transfer.slip_no), ("date", "交易时间", clock(rng, transfer.at)), *payer, *payee,
        ("amount", "金额", figures(rng, sheet, transfer, ("CNY ", "人民币 ", "￥"))), ("amount_cn", "大写金额", words_of(rng, transfer)),
        ("purpose", "用途", transfer.purpose), ("serial_no", "流水号", transfer.serial), ("", "交易状态", "交易成功"),
    ]  # fmt: skip
    edge = left + rng.choice((240.0, 300.0))
    for part in rows:
        y = cells(sheet, (left, edge, right), y, height, [part], 29, line=GREY, ink=(70, 72, 78), width=1.2)
    receipt_seal(rng, sheet, transfer, 1140 + rng.uniform(-40, 60), y - 110)
    sheet.text(
        left,
        y + 24,
        f"打印日期：{printed_on(rng, transfer.at):%Y-%m-%d}　本回单可登录本行网站验证，验证码 {check_code(rng)}",
        23,
        colour=GREY,
    )


def open_lines(rng: Random, sheet: Sheet, transfer: Transfer) -> None:
    """Rows between horizontal rules only; 付款人 and 收款人 as heads of two columns."""
    bank, left, middle, right, y = transfer.bank, 100.0, 970.0, 1800.0, 190.0
    title(sheet, 950, 46, bank.full, 42)
    title(sheet, 950, 106, rng.choice(("付款回单", "客户付款通知书", "汇款回单（客户留存）")), 38)
    sheet.rule((left, y), (right, y), colour=bank.colour, width=3)
    for x, word in ((left, "付款人信息"), (middle, "收款人信息")):
        sheet.text(x + 10, y + 16, word, 29, face=sheet.faces.label, colour=bank.colour)
    y += 66
    ours, theirs = both(transfer, rng.choice((("户名", "账号", "开户行"), ("名称", "账户", "开户机构"))))
    for pair in zip(ours, theirs, strict=True):
        sheet.rule((left, y), (right, y), colour=GREY, width=1)
        for x, (name, label, value) in zip((left, middle), pair, strict=True):
            sheet.text(x + 10, y + 22, label, 27, colour=GREY)
            fitted(sheet, x + 140, y, 700, 74, value, 28, field=name)
        y += 74
    sheet.rule((left, y), (right, y), colour=bank.colour, width=2)
    below: list[list[Part]] = [
        [("amount_cn", "金额大写", words_of(rng, transfer)), ("amount", "金额小写", figures(rng, sheet, transfer, _YUAN))],
        [("date", "交易日期", day(rng, transfer.at)), ("serial_no", "交易流水", transfer.serial)],
        [("purpose", "用途", transfer.purpose), ("", "业务类型", rng.choice(("实时转账", "普通汇款", "大额支付")))],
    ]  # fmt: skip
    for row in below:
        for x, (name, label, value) in zip((left, middle), row, strict=True):
            sheet.text(x + 10, y + 18, label, 27, colour=GREY)
            fitted(sheet, x + 170, y, 670, 68, value, 29, field=name)
        y += 68
        sheet.rule((left, y), (right, y), colour=GREY, width=1)
    receipt_seal(rng, sheet, transfer, 1480 + rng.uniform(-60, 100), y + 6)
    sheet.text(left, y + 30, f"回单编号：{transfer.slip_no}", 25)
    sheet.text(
        left,
        y + 74,
        f"经办：{shaped(rng, '99999')}　复核：{shaped(rng, '99999')}　打印：{printed_on(rng, transfer.at):%Y%m%d}",
        25,
    )


def triples(rng: Random, sheet: Sheet, transfer: Transfer) -> None:
    """A small bank's print: 付款人 and 收款人 in one table of name, account, bank below each other; facts three by three."""
    bank, left, right, y = transfer.bank, 90.0, 1830.0, 190.0
    _masthead(sheet, transfer, left, 50, 40)
    title(sheet, 1000, 96, rng.choice(("客户回单", "业务凭证（客户回单）", "结算凭证客户回单")), 42)
    sheet.text(left, 144, f"机构号：{shaped(rng, '999999')}", 25)
    sheet.text(right, 144, f"凭证号码：{transfer.slip_no}", 25, align="r")
    payer, payee = both(transfer, ("户名", "账号", "开户行"))
    for word, parts in (("付款人", payer), ("收款人", payee)):
        sheet.grid((left, left + 150), (y, y + 148), colour=bank.colour)
        label_cell(sheet, left, left + 150, y, 148, word, 29)
        cells(sheet, (left + 150, left + 280, 1120.0, 1230.0, right), y, 74, parts[:2], 28, line=bank.colour)
        cells(sheet, (left + 150, left + 280, right), y + 74, 74, parts[2:], 28, line=bank.colour)
        y += 148
    sums: list[Part] = [
        ("amount_cn", "金额大写", words_of(rng, transfer)),
        ("amount", "小写", figures(rng, sheet, transfer, ("¥", "￥"), grouped=True)),
    ]
    y = cells(sheet, (left, left + 150, 1120.0, 1230.0, right), y, 80, sums, 30, line=bank.colour)
    trio: list[list[Part]] = [
        [("date", "交易日期", day(rng, transfer.at)), ("serial_no", "流水号", transfer.serial), ("", "币种", "人民币")],
        [("", "摘要", rng.choice(("转支", "网银转账"))), ("purpose", "用途", transfer.purpose), ("", "柜员", shaped(rng, "A9999"))],
    ]  # fmt: skip
    for row in trio:
        y = cells(sheet, (left, left + 150, 610.0, 750.0, 1300.0, 1430.0, right), y, 70, row, 27, line=bank.colour)
    receipt_seal(rng, sheet, transfer, 1580 + rng.uniform(-100, 40), y - 20)
    sheet.text(left, y + 24, f"打印时间 {printed_on(rng, transfer.at):%Y-%m-%d %H:%M:%S}　第 1 次补打", 25)


def boxed_digits(rng: Random, sheet: Sheet, transfer: Transfer) -> None:
    """电汇凭证（回单）: a counter's form with the figures in columns 亿 to 分, filled in by a printer, the bank's words below."""
    ink: Colour = rng.choice(((40, 90, 60), (60, 60, 66), (130, 60, 50)))
    left, middle, right, y, step = 90.0, 950.0, 1810.0, 190.0, 76.0
    kept, sheet.ink = sheet.ink, ink
    title(
        sheet,
        950,
        44,
        f"{transfer.bank.name}　{rng.choice(('电汇凭证（回单）', '业务委托书　回执', '电汇凭证（回　单）'))}",
        46,
        colour=ink,
    )
    sheet.ink = kept
    fact(
        sheet,
        700,
        128,
        ("date", "委托日期", f"{transfer.at.year} 年 {transfer.at.month:02d} 月 {transfer.at.day:02d} 日"),
        28,
        room=900,
        ink=ink,
    )
    sides = both(transfer, ("全　称", "账　号", "汇出行"), ("全　称", "账　号", "汇入行"))
    for x, word, side in zip((left, middle), ("汇款人", "收款人"), sides, strict=True):
        sheet.ink = ink
        sheet.grid((x, x + 58), (y, y + 3 * step))
        vertical(sheet, x + 29, y, 3 * step, word, 27)
        sheet.ink = kept
        for place, part in enumerate(side):
            cells(sheet, (x + 58, x + 190, x + 860), y + place * step, step, [part], 29, line=ink, ink=ink)
    y += 3 * step
    sheet.grid((left, left + 100, 1150.0, right), (y, y + 110), colour=ink)
    sheet.text(left + 50, y + 38, "金额", 28, align="m", colour=ink)
    sheet.text(left + 116, y + 14, "人民币", 25, colour=ink)
    sheet.text(left + 116, y + 60, "（大写）", 25, colour=ink)
    sheet.text(left + 240, y + 38, words_of(rng, transfer), 31, field="amount_cn")
    units = "亿千百十万千百十元角分"
    digits, pitch = str(int(transfer.amount)), (right - 1150.0) / len(units)
    for place, unit in enumerate(units):
        x = 1150.0 + (place + 0.5) * pitch
        sheet.text(x, y + 6, unit, 23, align="m", colour=ink)
        sheet.rule((x - pitch / 2, y), (x - pitch / 2, y + 110), colour=ink, width=1)
        at = place - (len(units) - len(digits))
        if at >= -1:
            sheet.text(x, y + 54, digits[at] if at >= 0 else "¥", 34, align="m", field="amount")
    sheet.rule((1150, y + 40), (right, y + 40), colour=ink, width=1)
    y += 110
    sheet.grid((left, middle, right), (y, y + 210), colour=ink)
    sheet.text(left + 16, y + 14, "汇出行签章", 25, colour=ink)
    fact(sheet, middle + 16, y + 14, ("purpose", "附加信息及用途", transfer.purpose), 28, room=820, ink=ink)
    fact(sheet, middle + 16, y + 76, ("serial_no", "交易流水号", transfer.serial), 27, room=820)
    sheet.text(middle + 16, y + 130, f"复核：{shaped(rng, '9999')}　　记账：{shaped(rng, '9999')}", 26, colour=ink)
    receipt_seal(rng, sheet, transfer, 520 + rng.uniform(-120, 120), y + 112)
    sheet.text(left, y + 226, "此联汇出行给汇款人的回单", 24, colour=ink)
