"""Ruled slips: banks' electronic receipts with cells, and paper vouchers."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from benchmarks.papers.banks import Transfer, shaped
from benchmarks.papers.drawn import chinese_day
from benchmarks.papers.ink import Colour, Sheet
from benchmarks.papers.seals import oval_seal, round_seal
from school_desk.kernel.money import capitals, format_yuan

_SIZE = 30
Part = tuple[str, str, str]
"""Field, label, value."""


def party(transfer: Transfer, side: str, labels: Sequence[str]) -> list[Part]:
    """Name, account and bank of payer or payee under `labels`."""
    values = (
        (transfer.payer_name, transfer.payer_account, transfer.payer_bank)
        if side == "payer"
        else (transfer.payee_name, transfer.payee_account, transfer.payee_bank)
    )
    return [
        (f"{side}_{part}", label, value)
        for part, label, value in zip(("name", "account", "bank"), labels, values, strict=True)
    ]


def words_of(rng: Random, transfer: Transfer) -> str:
    """The amount in capitals as banks print it: 圆 or 元, 整 or 正."""
    words = capitals(transfer.amount)
    return rng.choice((words, words, words.replace("元", "圆"), words.replace("整", "正")))


def bank_mark(sheet: Sheet, x: float, y: float, size: float, colour: Colour) -> None:
    """A ring with a square: stands for a bank's sign."""
    sheet.ring((x, y, x + size, y + size), colour=colour, width=size / 8)
    sheet.frame((x + size * 0.36, y + size * 0.34, x + size * 0.64, y + size * 0.66), colour=colour, width=size / 12)


def receipt_seal(rng: Random, sheet: Sheet, transfer: Transfer, x: float, y: float) -> None:
    """The bank's seal for electronic receipts, oval or round, in its ink."""
    face, owner = sheet.faces.seal, transfer.bank.full
    middle = rng.choice(("电子回单\n专用章", "电子回单专用章", "业务专用章"))
    if rng.random() < 0.6:
        seal = oval_seal(rng, owner, face, sheet.px(rng.uniform(270, 340)), middle=middle)
    else:
        seal = round_seal(
            rng, owner, face, sheet.px(rng.uniform(220, 270)), middle=middle.replace("\n", ""), star=rng.random() < 0.4
        )
    sheet.stamp(seal, x, y)


def fitted(
    sheet: Sheet, x: float, y: float, width: float, height: float, text: str, size: float, *, field: str = ""
) -> None:
    """`text` in a cell, in the middle of its height, in two lines when it is too wide."""
    lines = sheet.wrap(text, width, size)
    if len(lines) > 1:
        size *= 0.9
        lines = sheet.wrap(text, width, size)
    top = y + (height - len(lines) * size * 1.2) / 2 + size * 0.05
    for line in lines:
        sheet.text(x, top, line, size, field=field)
        top += size * 1.2


def vertical(sheet: Sheet, x: float, y: float, height: float, text: str, size: float) -> None:
    """`text` one character below the other, in the middle of `height`."""
    step = min(size * 1.9, height / (len(text) + 0.4))
    top = y + (height - step * len(text)) / 2 + (step - size) / 2
    for place, char in enumerate(text):
        sheet.text(x, top + place * step, char, size, align="m")


def grid(rng: Random, sheet: Sheet, transfer: Transfer) -> None:
    """Payer left, payee right with vertical words, rows of four cells below."""
    bank = transfer.bank
    bank_mark(sheet, 90, 46, 62, bank.colour)
    sheet.text(170, 50, bank.name, 46, colour=bank.colour, face=sheet.faces.title)
    sheet.text(
        1000, 62, rng.choice(("电子回单", "网上银行电子回单", "业务回单")), 46, face=sheet.faces.title, align="m"
    )
    sheet.text(90, 150, f"电子回单号码：{transfer.slip_no}", 28)
    printed = chinese_day(transfer.at.date()) if rng.random() < 0.6 else f"{transfer.at:%Y-%m-%d}"
    sheet.text(1790, 150, f"打印日期：{printed}", 28, align="r")
    left, middle, right = 90.0, 940.0, 1790.0
    rows = [204.0 + 78 * row for row in range(8)]
    labels = rng.choice((("户  名", "账  号", "开户银行"), ("户名", "账号", "开户行"), ("全  称", "账  号", "开户行")))
    for x, end, title, side in ((left, middle, "付款人", "payer"), (middle, right, "收款人", "payee")):
        sheet.grid((x, x + 58, x + 190, end), (rows[0], rows[3]))
        vertical(sheet, x + 29, rows[0], rows[3] - rows[0], title, _SIZE)
        for place, (field, label, value) in enumerate(party(transfer, side, labels)):
            if place:
                sheet.rule((x + 58, rows[place]), (end, rows[place]))
            sheet.text(x + 124, rows[place] + 22, label, _SIZE - 2, align="m")
            fitted(sheet, x + 204, rows[place], end - x - 214, 78, value, _SIZE, field=field)
    sheet.grid((left, 280, right), (rows[3], rows[4]))
    sheet.text(185, rows[3] + 22, "金  额", _SIZE, align="m")
    sheet.text(
        sheet.text(300, rows[3] + 22, "人民币（大写）：", _SIZE),
        rows[3] + 22,
        words_of(rng, transfer),
        _SIZE,
        field="amount_cn",
    )
    sheet.text(
        right - 24,
        rows[3] + 20,
        f"{rng.choice(('¥', '￥', ''))}{format_yuan(transfer.amount)}{rng.choice(('', '元'))}",
        34,
        align="r",
        field="amount",
    )
    stamp = f"{transfer.at:%Y-%m-%d-%H.%M.%S}.{rng.randrange(10**6):06d}"
    day = chinese_day(transfer.at.date()) if rng.random() < 0.5 else f"{transfer.at:%Y-%m-%d}"
    cells = (
        (
            ("", "摘  要", rng.choice(("汇兑", "网转", "转账"))),
            ("", "业务（产品）种类", rng.choice(("同城转账", "跨行汇款", "汇划发报"))),
        ),
        (("purpose", "用  途", transfer.purpose), ("serial_no", "交易流水号", transfer.serial)),
        (("", "时间戳", stamp), ("date", "交易日期", day)),
    )
    for row, pair in enumerate(cells, start=4):
        sheet.grid((left, 280, middle, 1230, right), (rows[row], rows[row + 1]))
        for (field, label, value), x, label_x in ((pair[0], 300, 185), (pair[1], 1250, 1085)):
            sheet.text(label_x, rows[row] + 23, label, _SIZE - 2, align="m")
            fitted(sheet, x, rows[row], 600, 78, value, _SIZE, field=field)
    sheet.frame((left, rows[7], right, 930))
    sheet.text(110, rows[7] + 16, f"备注：附言：{transfer.purpose}", 28)
    sheet.text(110, rows[7] + 62, f"支付交易序号：{rng.randrange(10**8):08d}　报文种类：客户发起汇兑业务报文", 28)
    sheet.text(110, rows[7] + 108, f"验证码：{shaped(rng, 'A9aA99A9A9AAA9A9A999A')}=", 28)
    receipt_seal(rng, sheet, transfer, 1500 + rng.uniform(-60, 80), 840 + rng.uniform(-20, 50))
    day_text = chinese_day(transfer.at.date())
    sheet.text(
        90, 970, f"记账网点 {rng.randrange(10**8):08d}　记账柜员 {rng.randrange(10**5):05d}　记账日期 {day_text}", 28
    )
    sheet.text(90, 1024, "重要提示：本回单不作为收款方发货依据，请勿重复记账。", 25, colour=(110, 110, 110))


def cells(rng: Random, sheet: Sheet, transfer: Transfer) -> None:
    """Currency, day and voucher number above the table; amount in two cells; transfer's number in the last row."""
    bank = transfer.bank
    sheet.text(
        950,
        50,
        f"{bank.name}{rng.choice(('网上银行电子回单', '单位客户专用回单', '电子回单'))}",
        46,
        face=sheet.faces.title,
        colour=bank.colour,
        align="m",
    )
    left, right = 90.0, 1810.0
    sheet.text(left, 140, "币别：人民币", 28)
    end = sheet.text(620, 140, "日期：", 28)
    sheet.text(
        end,
        140,
        rng.choice((f"{transfer.at:%Y%m%d}", f"{transfer.at:%Y-%m-%d}", chinese_day(transfer.at.date()))),
        28,
        field="date",
    )
    sheet.text(right, 140, f"凭证号：{rng.randrange(10**12):012d}", 28, align="r")
    edges = (left, 150, 320, 950, 1010, 1180, right)
    rows = (190.0, 272.0, 354.0, 436.0)
    sheet.grid(edges, (rows[0], rows[3]))
    labels = rng.choice((("全称", "账号", "开户行"), ("户名", "账号", "开户银行")))
    for first, title, side in ((0, "付款人", "payer"), (3, "收款人", "payee")):
        vertical(sheet, edges[first] + 30, rows[0], rows[3] - rows[0], title, 29)
        for place, (field, label, value) in enumerate(party(transfer, side, labels)):
            if place:
                sheet.rule((edges[first + 1], rows[place]), (edges[first + 3], rows[place]))
            sheet.text((edges[first + 1] + edges[first + 2]) / 2, rows[place] + 24, label, 29, align="m")
            fitted(
                sheet,
                edges[first + 2] + 14,
                rows[place],
                edges[first + 3] - edges[first + 2] - 24,
                82,
                value,
                29,
                field=field,
            )
    sheet.grid((left, 320, 1180, right), (436, 520))
    sheet.text(205, 461, "大写金额", 29, align="m")
    sheet.text(340, 461, words_of(rng, transfer), 31, field="amount_cn")
    sheet.text(1200, 461, "小写金额", 29)
    sheet.text(right - 20, 459, format_yuan(transfer.amount), 32, align="r", field="amount")
    for row, (a, b) in enumerate((
        (("purpose", "用途", transfer.purpose), ("", "钞汇标志", "钞")),
        (("", "摘要", rng.choice(("电子汇出", "转账取款", "跨行转账"))), ("serial_no", "交易流水号", transfer.serial)),
    )):  # fmt: skip
        y = 520 + 84 * row
        sheet.grid((left, 320, 950, 1180, right), (y, y + 84))
        for (field, label, value), x, label_x in ((a, 340, 205), (b, 1200, 1065)):
            sheet.text(label_x, y + 26, label, 28, align="m")
            fitted(sheet, x, y, 590, 84, value, 29, field=field)
    sheet.frame((left, 688, right, 830))
    sheet.text(110, 704, f"备注：客户附言：{transfer.purpose}；渠道：网上银行；验证码：{shaped(rng, 'AA99A9A9AA')}", 27)
    receipt_seal(rng, sheet, transfer, 1480 + rng.uniform(-60, 120), 790)
    sheet.text(
        left,
        880,
        f"生成时间：{transfer.at:%Y-%m-%d %H:%M:%S}　交易机构：{rng.randrange(10**9):09d}　交易渠道：网上银行",
        26,
    )
    sheet.text(
        left,
        930,
        "本回单可通过建行网点自助设备或网上银行核验，请妥善保管。"
        if bank.key == "ccb"
        else "本回单不作收款依据，仅供核对。",
        25,
        colour=(110, 110, 110),
    )


def voucher(rng: Random, sheet: Sheet, transfer: Transfer) -> None:
    """进账单: paper with tint, names left and right, amount in words, a seal 转讫."""
    ground = rng.choice(((246, 250, 240), (250, 246, 240), (244, 248, 252)))
    sheet.image.paste(ground, (0, 0, *sheet.image.size))
    sheet.text(
        950,
        56,
        f"{transfer.bank.name}　{rng.choice(('进账单（回单）', '业务回单', '转账回单'))}",
        50,
        face=sheet.faces.title,
        align="m",
    )
    sheet.text(950, 140, chinese_day(transfer.at.date()), 30, align="m", field="date")
    end = sheet.text(1300, 142, "流水号：", 28)
    sheet.text(end, 142, transfer.serial, 28, field="serial_no")
    columns, rows = (100.0, 170.0, 330.0, 950.0, 1020.0, 1190.0, 1800.0), (200.0, 284.0, 368.0, 452.0)
    sheet.grid(columns, (rows[0], rows[-1]))
    labels = rng.choice((("全  称", "账  号", "开户行"), ("户  名", "账  号", "开户银行")))
    for first, title, side in ((0, "付款人", "payer"), (3, "收款人", "payee")):
        vertical(sheet, columns[first] + 35, rows[0], 252, title, _SIZE)
        for place, (field, label, value) in enumerate(party(transfer, side, labels)):
            if place:
                sheet.rule((columns[first + 1], rows[place]), (columns[first + 3], rows[place]))
            sheet.text((columns[first + 1] + columns[first + 2]) / 2, rows[place] + 25, label, 29, align="m")
            fitted(
                sheet,
                columns[first + 2] + 14,
                rows[place],
                columns[first + 3] - columns[first + 2] - 24,
                84,
                value,
                29,
                field=field,
            )
    sheet.grid((100, 330, 1340, 1800), (452, 550))
    sheet.text(215, 466, "金额", _SIZE, align="m")
    sheet.text(215, 504, "（大写）", 28, align="m")
    sheet.text(sheet.text(350, 482, "人民币", 32), 482, words_of(rng, transfer), 33, field="amount_cn")
    sheet.text(1360, 460, "（小写）", 25)
    sheet.text(1780, 486, f"¥{format_yuan(transfer.amount)}", 37, align="r", field="amount")
    for row, (field, label, value) in enumerate(
        (("purpose", "用途", transfer.purpose), ("", "票据种类", "转账"), ("", "票据张数", "壹张"))
    ):
        sheet.grid((100, 330, 1340, 1800), (550 + 78 * row, 628 + 78 * row))
        sheet.text(215, 573 + 78 * row, label, 29, align="m")
        sheet.text(350, 573 + 78 * row, value, 29, field=field)
    sheet.text(1360, 730, f"复核 {rng.randrange(10**4):04d}　记账 {rng.randrange(10**4):04d}", 27)
    seal = round_seal(rng, transfer.bank.full, sheet.faces.seal, sheet.px(260), middle="转讫", star=False)
    sheet.stamp(seal, 1560 + rng.uniform(-60, 60), 690)
    sheet.text(100, 820, "此联是付款人开户银行交给付款人的回单", 27)


def labels(rng: Random, sheet: Sheet, transfer: Transfer) -> None:
    """Every label in full in its own cell, payer and payee side by side."""
    bank = transfer.bank
    bank_mark(sheet, 80, 40, 58, bank.colour)
    sheet.text(156, 46, bank.name, 42, colour=bank.colour, face=sheet.faces.title)
    sheet.text(
        950,
        120,
        rng.choice(("国内支付业务付款回单", "电子回单", "网上支付回单")),
        44,
        face=sheet.faces.title,
        align="m",
    )
    sheet.text(90, 196, f"回单编号：{transfer.slip_no}", 27)
    sheet.text(1810, 196, f"打印时间：{transfer.at:%Y/%m/%d %H:%M}", 27, align="r")
    left, right, y = 90.0, 1810.0, 240.0
    pairs: list[tuple[Part, Part]] = list(zip(
        party(transfer, "payer", ("付款人名称", "付款人账号", "付款人开户行")),
        party(transfer, "payee", ("收款人名称", "收款人账号", "收款人开户行")),
        strict=True,
    ))  # fmt: skip
    day = rng.choice((f"{transfer.at:%Y-%m-%d}", f"{transfer.at:%Y/%m/%d}", chinese_day(transfer.at.date())))
    pairs += [
        (
            ("amount", "金额（小写）", f"CNY {format_yuan(transfer.amount)}"),
            ("amount_cn", "金额（大写）", words_of(rng, transfer)),
        ),
        (("date", "交易日期", day), ("serial_no", "交易流水号", transfer.serial)),
        (("purpose", "用途", transfer.purpose), ("", "业务类型", rng.choice(("普通汇兑", "行内转账", "实时汇款")))),
    ]
    for pair in pairs:
        sheet.grid((left, 310, 950, 1170, right), (y, y + 88), colour=(120, 120, 124))
        for (field, label, value), x, width in ((pair[0], left, 220), (pair[1], 950, 220)):
            sheet.frame((x + 2, y + 2, x + width - 2, y + 86), colour=(240, 242, 246), fill=(240, 242, 246))
            sheet.text(x + 12, y + 28, label, 28)
            fitted(sheet, x + width + 12, y, 616, 88, value, 29, field=field)
        y += 88
    sheet.frame((left, y, right, y + 120), colour=(120, 120, 124))
    sheet.text(102, y + 14, f"附言：{transfer.purpose}", 27)
    sheet.text(102, y + 62, f"验证码：{shaped(rng, '999A9AA999A9')}　自助设备打印，注意避免重复", 27)
    receipt_seal(rng, sheet, transfer, 1520 + rng.uniform(-80, 80), y + 110)
    sheet.text(left, 1080, "本回单仅供核对账务，不作为提货依据。", 25, colour=(120, 120, 120))


def stacked(rng: Random, sheet: Sheet, transfer: Transfer) -> None:
    """The payer's block above the payee's, each with its word standing in a narrow cell."""
    bank = transfer.bank
    sheet.text(
        950, 44, f"{bank.name}{rng.choice(('客户回单', '付款回单', '电子回单'))}", 48, face=sheet.faces.title, align="m"
    )
    left, right = 110.0, 1790.0
    end = sheet.text(left, 136, "交易时间：", 28)
    sheet.text(end, 136, f"{transfer.at:%Y-%m-%d %H:%M:%S}", 28, field="date")
    end = sheet.text(1180, 136, "流水号：", 28)
    sheet.text(end, 136, transfer.serial, 28, field="serial_no")
    y = 186.0
    for title, side, names in (
        ("付款方", "payer", ("户名", "账号", "开户行")),
        ("收款方", "payee", ("户名", "账号", "开户行")),
    ):
        sheet.grid((left, 180, 360, right), (y, y + 228), colour=bank.colour)
        vertical(sheet, 145, y, 228, title, 29)
        for place, (field, label, value) in enumerate(party(transfer, side, names)):
            if place:
                sheet.rule((180, y + 76 * place), (right, y + 76 * place), colour=bank.colour)
            sheet.text(270, y + 76 * place + 23, label, 29, align="m")
            sheet.text(384, y + 76 * place + 22, value, 31, field=field)
        y += 228
    for label, field, value in (
        ("金额大写", "amount_cn", words_of(rng, transfer)), ("金额小写", "amount", f"￥{format_yuan(transfer.amount)}"),
        ("用途", "purpose", transfer.purpose), ("备注", "", rng.choice(("网银转账", "企业网银", "手机银行"))),
    ):  # fmt: skip
        sheet.grid((left, 360, right), (y, y + 76), colour=bank.colour)
        sheet.text(235, y + 23, label, 29, align="m")
        sheet.text(384, y + 22, value, 31, field=field)
        y += 76
    receipt_seal(rng, sheet, transfer, 1500 + rng.uniform(-80, 60), y - 60)
    sheet.text(left, y + 30, f"电子回单号：{transfer.slip_no}　验证码：{shaped(rng, 'A99AAA9')}", 27)
    sheet.text(left, y + 78, "重要提示：银行受理成功，请以实际入账为准。", 25, colour=(110, 110, 110))


def classic(rng: Random, sheet: Sheet, transfer: Transfer) -> None:
    """Thin rules, labels glued to values by colons, the amounts in one row, the day at the foot."""
    bank = transfer.bank
    bank_mark(sheet, 860, 30, 54, bank.colour)
    sheet.text(
        950,
        96,
        f"{bank.name}　{rng.choice(('网上银行电子回单', '电子回单（付款）', '业务回单（付款）'))}",
        42,
        face=sheet.faces.title,
        align="m",
    )
    left, middle, right = 80.0, 950.0, 1820.0
    sheet.text(left, 168, f"回单号：{transfer.slip_no}", 27)
    sheet.grid((left, 160, middle, 1030, right), (210, 450), width=1.0)
    for x, title, side in ((left, "付款人", "payer"), (middle, "收款人", "payee")):
        vertical(sheet, x + 40, 210, 240, title, 28)
        for place, (field, label, value) in enumerate(party(transfer, side, ("户名：", "账号：", "开户行："))):
            end = sheet.text(x + 96, 210 + 80 * place + 24, label, 28)
            fitted(sheet, end + 4, 210 + 80 * place, x + 860 - end, 80, value, 28, field=field)
    sheet.grid((left, 160, 1180, right), (450, 530), width=1.0)
    sheet.text(120, 474, "金额", 28, align="m")
    end = sheet.text(180, 474, "（大写）", 28)
    sheet.text(end, 474, words_of(rng, transfer), 30, field="amount_cn")
    end = sheet.text(1200, 474, "（小写）", 28)
    sheet.text(end + 10, 472, format_yuan(transfer.amount), 32, field="amount")
    for row, (a, b) in enumerate((
        (("purpose", "用途：", transfer.purpose), ("serial_no", "交易流水号：", transfer.serial)),
        (("", "摘要：", rng.choice(("网银转账", "对公转账"))), ("", "币种：", "人民币")),
        (("", "附言：", transfer.purpose), ("", "业务种类：", rng.choice(("本行转账", "跨行普通汇款", "超级网银")))),
    )):  # fmt: skip
        y = 530 + 74 * row
        sheet.grid((left, middle, right), (y, y + 74), width=1.0)
        for (field, label, value), x in ((a, left + 16), (b, middle + 16)):
            end = sheet.text(x, y + 22, label, 28)
            sheet.text(end + 4, y + 22, value, 29, field=field)
    end = sheet.text(left, 790, "交易日期：", 28)
    sheet.text(end, 790, chinese_day(transfer.at.date(), rng), 28, field="date")
    sheet.text(760, 790, f"时间戳：{transfer.at:%Y-%m-%d-%H.%M.%S}.{rng.randrange(10**6):06d}", 28)
    receipt_seal(rng, sheet, transfer, 1560 + rng.uniform(-60, 60), 810)
    sheet.text(
        left,
        850,
        f"地区号：{rng.randrange(1000, 9999)}　网点号：{rng.randrange(1000, 9999)}　柜员号：{rng.randrange(10**5):05d}",
        27,
    )
    sheet.text(left, 940, "此回单只作为银行已受理的凭据，不作为到账凭证。", 25, colour=(110, 110, 110))
