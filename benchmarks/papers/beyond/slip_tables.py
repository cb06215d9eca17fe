"""Ruled slips of the family `beyond`: label and value in one cell, parties below each other, debit and credit, a counter's form."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from benchmarks.papers.banks import Transfer, shaped
from benchmarks.papers.ink import Colour, Sheet
from benchmarks.papers.outside.slip_parts import GREY, both, cells, clock, day, fact, figures, label_cell, printed_on
from benchmarks.papers.slip_parts import Part, bank_mark, fitted, pale, receipt_seal, title, vertical, words_of

_YUAN = ("¥", "￥", "RMB", "")


def in_cell(rng: Random, sheet: Sheet, transfer: Transfer) -> None:
    """Label, colon and value together in each ruled cell, two cells a row, the bank's line across the top."""
    bank, left, middle, right, y, step = transfer.bank, 90.0, 960.0, 1830.0, 196.0, 74.0
    bank_mark(sheet, left, 40, 54, bank.colour)
    sheet.text(left + 74, 46, bank.name, 40, face=sheet.faces.title, colour=bank.colour)
    title(sheet, 1010, 100, rng.choice(("转账业务电子凭据", "电子转账凭条", "付款交易电子凭据")), 44)
    sheet.text(right, 148, f"凭据号 {transfer.slip_no}", 25, align="r")
    payer, payee = both(
        transfer,
        ("付款方全称", "付款方账户", "付款方开户网点"),
        ("收款方全称", "收款方账户", "收款方开户网点"),
        order=rng.choice(("name account bank", "account name bank")),
    )
    rows: list[list[Part]] = [[ours, theirs] for ours, theirs in zip(payer, payee, strict=True)]
    rows += [
        [("amount_cn", "金额大写", words_of(rng, transfer)), ("amount", "金额小写", figures(rng, sheet, transfer, _YUAN))],
        [("date", "付款日期", day(rng, transfer.at)), ("serial_no", rng.choice(("交易序号", "银行流水号")), transfer.serial)],
        [("purpose", "附言", transfer.purpose), ("", "支付方式", rng.choice(("网银互联", "行内转账", "大额汇款")))],
    ]  # fmt: skip
    for row in rows:
        sheet.grid((left, middle, right), (y, y + step), colour=GREY, width=1.3)
        for x, (name, label, value) in zip((left, middle), row, strict=True):
            end = sheet.text(x + 16, y + step / 2 - 15, f"{label}：", 27)
            fitted(sheet, end + 4, y, x + 850 - end, step, value, 27, field=name)
        y += step
    receipt_seal(rng, sheet, transfer, 1560 + rng.uniform(-90, 90), y - 40)
    sheet.text(
        left,
        y + 28,
        f"打印网点：{shaped(rng, '99999')}　打印时间：{printed_on(rng, transfer.at):%Y-%m-%d %H:%M}",
        25,
        colour=GREY,
    )


def below_each_other(rng: Random, sheet: Sheet, transfer: Transfer) -> None:
    """付款人, 收款人 and 交易要素 as upright words at the left, each with its rows from edge to edge."""
    bank, left, narrow, label, right, y, step = transfer.bank, 100.0, 164.0, 400.0, 1500.0, 200.0, 62.0
    title(sheet, 800, 44, bank.full, 40, colour=bank.colour)
    title(sheet, 800, 106, rng.choice(("单位账户付款凭单", "对公付款业务凭单", "企业付款凭单")), 38)
    sheet.text(left, 156, f"凭单编号：{transfer.slip_no}", 25)
    fact(sheet, 1120, 156, ("date", "记账日", day(rng, transfer.at)), 25, room=420)
    payer, payee = both(transfer, rng.choice((("单位名称", "结算账号", "开户机构"), ("账户名", "账号", "开户行名"))))
    rest: list[Part] = [
        ("amount", "金额（小写）", figures(rng, sheet, transfer, ("¥", "人民币"), grouped=True)),
        ("amount_cn", "金额（大写）", words_of(rng, transfer)), ("purpose", "用途", transfer.purpose),
        ("serial_no", rng.choice(("主机流水号", "全局流水号")), transfer.serial),
    ]  # fmt: skip
    for word, parts in (("付款人", payer), ("收款人", payee), ("交易要素", rest)):
        sheet.grid((left, narrow), (y, y + len(parts) * step))
        vertical(sheet, (left + narrow) / 2, y, len(parts) * step, word, 27)
        for part in parts:
            y = cells(sheet, (narrow, label, right), y, step, [part], 28)
    receipt_seal(rng, sheet, transfer, 1250 + rng.uniform(-60, 60), y - 90)
    sheet.text(left, y + 22, f"经办 {shaped(rng, '9999')}　授权 {shaped(rng, '9999')}　客户回单联", 25)


def debit_credit(rng: Random, sheet: Sheet, transfer: Transfer) -> None:
    """借方 and 贷方 instead of payer and payee, four columns with tinted heads, currency and amount in one row."""
    bank, left, middle, right, y = transfer.bank, 80.0, 960.0, 1840.0, 180.0
    tint = pale(bank.colour, 232)
    bank_mark(sheet, left, 44, 52, bank.colour)
    sheet.text(left + 72, 50, bank.name, 40, face=sheet.faces.title, colour=bank.colour)
    title(sheet, 980, 92, rng.choice(("转账借方传票回单", "借方回单", "记账凭证（借方客户联）")), 42)
    sheet.text(right, 112, f"传票号：{shaped(rng, '999999')}", 25, align="r")
    debit, credit = both(transfer, ("借方户名", "借方账号", "借方开户行"), ("贷方户名", "贷方账号", "贷方开户行"),
                         order=rng.choice(("account name bank", "name account bank")))  # fmt: skip
    rows: list[list[Part]] = [[ours, theirs] for ours, theirs in zip(debit, credit, strict=True)]
    rows += [
        [("", "币种", rng.choice(("人民币", "CNY"))), ("amount", "发生额", figures(rng, sheet, transfer, ("", "¥"), grouped=True))],
        [("amount_cn", "大写", words_of(rng, transfer)), ("purpose", "摘要", transfer.purpose)],
        [("date", "记账日期", day(rng, transfer.at)), ("serial_no", "柜员流水号", transfer.serial)],
    ]  # fmt: skip
    edges = (left, left + 180, middle, middle + 180, right)
    for row in rows:
        for start in (left, middle):
            sheet.frame((start, y, start + 180, y + 76), colour=GREY, width=1, fill=tint)
        y = cells(sheet, edges, y, 76, row, 28, line=GREY, width=1.2)
    receipt_seal(rng, sheet, transfer, 1480 + rng.uniform(-90, 140), y + 10)
    sheet.text(
        left,
        y + 26,
        f"记账机构 {shaped(rng, '33999')}　记账柜员 {shaped(rng, 'A99999')}　打印 {printed_on(rng, transfer.at):%Y%m%d}",
        25,
    )


def framed_pairs(rng: Random, sheet: Sheet, transfer: Transfer) -> None:
    """A payment system's voucher: one frame, inside it pairs without rules, addresses left empty, kinds of messages."""
    left, middle, right = 90.0, 970.0, 1830.0
    title(sheet, 960, 40, transfer.bank.name, 42)
    title(sheet, 960, 98, rng.choice(("支付系统往账凭证回单", "支付业务专用凭证", "汇出业务凭证（付款通知）")), 38)
    fact(sheet, left, 154, ("", "网点号", shaped(rng, "99999")), 26, room=400)
    fact(sheet, 1300, 154, ("date", "委托日期", day(rng, transfer.at)), 26, room=520)
    payer, payee = both(transfer, ("付款人名称", "付款人账号", "付款行名"), ("收款人名称", "收款人账号", "接收行名"),
                        order="account name bank")  # fmt: skip
    head: list[Part] = [
        ("", "报文种类", rng.choice(("客户发起汇兑业务", "普通贷记业务"))),
        ("", "业务种类", "普通汇兑"),
    ]
    numbers: list[Part] = [("serial_no", "支付交易序号", transfer.serial), ("", "优先级", "普通")]
    sums: list[Part] = [("amount_cn", "汇款金额", words_of(rng, transfer)), ("amount", "￥" if "fandol" not in sheet.faces.body.path else "¥",
                                                                         figures(rng, sheet, transfer, ("",), grouped=True))]  # fmt: skip
    empty: list[Part] = [("", "付款人地址", ""), ("", "收款人地址", "")]
    rows: list[Sequence[Part]] = [
        head,
        numbers,
        *zip(payer, payee, strict=True),
        empty,
        sums,
        [("purpose", "附言", transfer.purpose)],
    ]
    top = y = 200.0
    y += 20
    for row in rows:
        below = []
        for x, part in zip((left + 24, middle), row, strict=False):
            colon = "" if part[1] in "￥¥" else "："
            below.append(fact(sheet, x, y, part, 27, room=840, colon=colon))
        y = max(below) + 18
    sheet.frame((left, top, right, y + 6), width=2)
    receipt_seal(rng, sheet, transfer, 1560 + rng.uniform(-60, 80), y - 90)
    sheet.text(
        left, y + 24, f"流水打印：第 1 次　会计主管：　　授权：{shaped(rng, '9999')}　复核：{shaped(rng, '9999')}", 25
    )


def half_page(rng: Random, sheet: Sheet, transfer: Transfer) -> None:
    """An upright half page: shaded bars 付款账户, 收款账户, 汇款信息, below each its rows without vertical rules."""
    bank, left, right, y = transfer.bank, 90.0, 1110.0, 210.0
    bank_mark(sheet, left, 50, 60, bank.colour)
    sheet.text(left + 80, 58, bank.name, 42, face=sheet.faces.title, colour=bank.colour)
    title(sheet, 600, 134, rng.choice(("电子汇款凭单", "网上汇款凭单", "转账凭单（电子）")), 40)
    payer, payee = both(
        transfer, ("户 名", "账 号", "开户行"), order=rng.choice(("name account bank", "account name bank"))
    )
    rest: list[Part] = [
        ("amount", "汇款金额", figures(rng, sheet, transfer, ("¥", "CNY"), grouped=True)), ("amount_cn", "大写", words_of(rng, transfer)),
        ("purpose", "备注", transfer.purpose), ("date", "受理时间", clock(rng, transfer.at)), ("serial_no", "业务参考号", transfer.serial),
        ("", "凭单号", transfer.slip_no), ("", "处理结果", rng.choice(("已完成", "银行已受理"))),
    ]  # fmt: skip
    for word, parts in (("付款账户", payer), ("收款账户", payee), ("汇款信息", rest)):
        sheet.frame((left, y, right, y + 52), colour=pale(bank.colour, 225), fill=pale(bank.colour, 225))
        sheet.text(left + 16, y + 10, word, 29, face=sheet.faces.label)
        y += 62
        for name, label, value in parts:
            sheet.text(left + 16, y + 12, label, 27, colour=GREY)
            fitted(sheet, left + 190, y, right - left - 200, 56, value, 28, field=name)
            y += 58
            sheet.rule((left, y), (right, y), colour=(214, 216, 220), width=1)
        y += 14
    receipt_seal(rng, sheet, transfer, 860 + rng.uniform(-60, 60), y - 150)
    sheet.text(left, y + 8, f"打印：{printed_on(rng, transfer.at):%Y-%m-%d %H:%M:%S}", 24, colour=GREY)


def counter_form(rng: Random, sheet: Sheet, transfer: Transfer) -> None:
    """结算业务申请书: a pre-printed form in colour with boxes ticked, filled in by a printer; the applicant is the payer."""
    ink: Colour = rng.choice(((44, 84, 130), (120, 56, 40), (50, 96, 70)))
    left, middle, right, y, step = 90.0, 950.0, 1810.0, 230.0, 74.0
    title(sheet, 950, 40, transfer.bank.name, 38, colour=ink)
    title(
        sheet,
        950,
        94,
        rng.choice(("结算业务申请书（回执联）", "结算业务申请书", "客户转账委托书（客户回执）")),
        44,
        colour=ink,
    )
    date = f"{transfer.at.year} 年 {transfer.at.month} 月 {transfer.at.day} 日"
    fact(sheet, left, 172, ("date", "申请日期", date), 28, room=700, ink=ink)
    sheet.text(
        right,
        172,
        f"№ {transfer.slip_no.replace('-', '')[:10]}"
        if sheet.faces.body.covers("№")
        else transfer.slip_no.replace("-", "")[:10],
        28,
        align="r",
        colour=ink,
    )
    sheet.grid((left, right), (y, y + 62), colour=ink)
    kind = rng.choice(("电汇", "转账"))
    words = "　".join(f"{'☑' if word == kind else '□'}{word}" if sheet.faces.body.covers("☑□") else f"[{'√' if word == kind else '　'}]{word}"
                      for word in ("电汇", "转账", "本票", "汇票"))  # fmt: skip
    sheet.text(left + 18, y + 16, f"业务类型：{words}", 27, colour=ink)
    y += 62
    sides = both(transfer, ("全　　称", "账号或地址", "开户行名称"))
    for x, word, side in zip((left, middle), ("申请人", "收款人"), sides, strict=True):
        sheet.grid((x, x + 58), (y, y + 3 * step), colour=ink)
        for place, char in enumerate(word):
            sheet.text(x + 29, y + 36 + place * 54, char, 27, align="m", colour=ink)
        for place, part in enumerate(side):
            cells(sheet, (x + 58, x + 210, x + 860), y + place * step, step, [part], 29, line=ink, ink=ink)
    y += 3 * step
    sheet.grid((left, left + 210, 1290.0, 1420.0, right), (y, y + 80), colour=ink)
    label_cell(sheet, left, left + 210, y, 80, "金额（大写）", 28, ink=ink)
    fitted(sheet, left + 226, y, 840, 80, words_of(rng, transfer), 31, field="amount_cn")
    label_cell(sheet, 1290, 1420, y, 80, "小写", 28, ink=ink)
    fitted(sheet, 1436, y, 360, 80, figures(rng, sheet, transfer, ("¥", "￥"), grouped=True), 31, field="amount")
    y += 80
    sheet.grid((left, middle, right), (y, y + 170), colour=ink)
    fact(sheet, left + 18, y + 16, ("purpose", "附加信息", transfer.purpose), 28, room=820, ink=ink)
    sheet.text(left + 18, y + 112, "申请人签章处（回执联不盖）", 24, colour=ink)
    sheet.text(middle + 18, y + 16, "银行打印：", 26, colour=ink)
    fact(sheet, middle + 18, y + 60, ("serial_no", "流水号", transfer.serial), 27, room=820)
    sheet.text(middle + 18, y + 112, f"机构 {shaped(rng, '999999')}　柜员 {shaped(rng, '99999')}", 26)
    receipt_seal(rng, sheet, transfer, 1560 + rng.uniform(-60, 60), y + 120)
