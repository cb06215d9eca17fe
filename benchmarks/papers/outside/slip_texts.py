"""Slips of the family `outside` without tables: pairs of facts, two blocks, own and other side, a printer's plain lines, a notice."""

from __future__ import annotations

from random import Random

from benchmarks.papers.banks import Transfer, shaped
from benchmarks.papers.ink import Sheet
from benchmarks.papers.outside.slip_parts import GREY, both, check_code, clock, day, fact, facts, figures, printed_on
from benchmarks.papers.slip_parts import Part, bank_mark, receipt_seal, title, words_of


def domestic(rng: Random, sheet: Sheet, transfer: Transfer) -> None:
    """国内支付业务付款回单: pairs of facts, payer's at the left and payee's at the right, a foot of numbers."""
    left, middle, right = 110.0, 1000.0, 1820.0
    bank_mark(sheet, left, 40, 56, transfer.bank.colour)
    sheet.text(left + 76, 46, transfer.bank.name, 42, face=sheet.faces.title, colour=transfer.bank.colour)
    title(sheet, 950, 110, rng.choice(("国内支付业务付款回单", "付款业务回单", "网上支付回单")), 40)
    payer, payee = both(transfer, ("付款人名称", "付款人账号", "付款人开户行"), ("收款人名称", "收款人账号", "收款人开户行"),
                        order=rng.choice(("account name bank", "name account bank")))  # fmt: skip
    rows: list[list[Part]] = [
        [("", "客户号", shaped(rng, "999999999")), ("date", "日期", f"{transfer.at:%Y年%m月%d日}")],
        *[[ours, theirs] for ours, theirs in zip(payer, payee, strict=True)],
        [("amount", "金额", figures(rng, sheet, transfer, ("CNY", "CNY ", "RMB"), grouped=True))],
        [("amount_cn", "人民币", words_of(rng, transfer))],
        [("", "业务种类", rng.choice(("网上支付", "汇款"))), ("", "业务编号", shaped(rng, "99999999"))],
        [("purpose", "用途", transfer.purpose), ("", "附言", rng.choice(("", "网上转账")) or "-")],
    ]  # fmt: skip
    y = facts(sheet, (left, middle), 190, rows, 28, right=right, gap=16)
    foot: list[list[Part]] = [
        [("", "交易机构", shaped(rng, "99999")), ("", "交易渠道", "网上银行"), ("serial_no", "交易流水号", transfer.serial)],
        [("", "回单编号", transfer.slip_no), ("", "回单验证码", check_code(rng)),
         ("", "打印时间", f"{printed_on(rng, transfer.at):%Y-%m-%d %H:%M}")],
    ]  # fmt: skip
    facts(sheet, (left, 740.0, 1240.0), y + 26, foot, 26, right=right, gap=14)
    receipt_seal(rng, sheet, transfer, 1560 + rng.uniform(-80, 80), y - 135)


def two_blocks(rng: Random, sheet: Sheet, transfer: Transfer) -> None:
    """The payer's block, then the payee's, then the payment's, each under a heading with a thin rule."""
    bank, left, right = transfer.bank, 140.0, 1460.0
    title(sheet, 800, 46, bank.name, 44, colour=bank.colour)
    title(sheet, 800, 110, rng.choice(("出账回单", "转账汇款回单", "付款回单")), 38)
    sheet.text(right, 120, f"NO.{transfer.slip_no}", 24, align="r", colour=GREY)
    payer, payee = both(transfer, rng.choice((("户　　名", "账　　号", "开 户 行"), ("户名", "账号", "开户银行"))))
    rest: list[Part] = [
        ("date", "交易日期", day(rng, transfer.at)), ("serial_no", "流水号", transfer.serial),
        ("amount", "交易金额", figures(rng, sheet, transfer, ("人民币 ", "￥", "RMB "), grouped=True)),
        ("amount_cn", "大写金额", words_of(rng, transfer)),
        ("purpose", "摘要", transfer.purpose), ("", "业务类型", rng.choice(("企业银行汇款", "网银汇款"))),
    ]  # fmt: skip
    y = 182.0
    for word, parts in (("付款方信息", payer), ("收款方信息", payee), ("交易信息", rest)):
        sheet.text(left, y, word, 29, face=sheet.faces.label)
        sheet.rule((left, y + 44), (right, y + 44), colour=GREY, width=1.2)
        y = facts(sheet, (left + 30,), y + 60, [[part] for part in parts], 28, right=right, gap=10, hang=200) + 12
    receipt_seal(rng, sheet, transfer, 1240 + rng.uniform(-60, 60), y - 120)
    sheet.text(left, y + 8, f"本回单由系统打印，验证码：{check_code(rng)}", 24, colour=GREY)


def side_blocks(rng: Random, sheet: Sheet, transfer: Transfer) -> None:
    """Two columns, 付款方 at the left and 收款方 at the right, each a list with a colon; the payment's facts across below."""
    bank, left, middle, right = transfer.bank, 100.0, 960.0, 1820.0
    bank_mark(sheet, left, 44, 50, bank.colour)
    sheet.text(left + 68, 48, bank.name, 40, colour=bank.colour, face=sheet.faces.title)
    title(sheet, 960, 98, rng.choice(("电子回单", "汇款业务回单", "企业网上银行付款凭证")), 44)
    sheet.text(right, 62, f"回单编号：{transfer.slip_no}", 25, align="r")
    ours, theirs = both(transfer, ("账户名称", "账号", "开户行"))
    tops = []
    for x, word, parts in ((left, "付款方", ours), (middle, "收款方", theirs)):
        sheet.text(x, 182, word, 31, face=sheet.faces.label, colour=bank.colour)
        tops.append(facts(sheet, (x,), 240, [[part] for part in parts], 28, right=x + 840, gap=18, hang=160))
    y = max(tops) + 4
    sheet.rule((middle - 20, 182), (middle - 20, y - 10), colour=GREY, width=1)
    sheet.rule((left, y), (right, y), colour=GREY, width=1)
    rows: list[list[Part]] = [
        [("amount_cn", "金额（大写）", words_of(rng, transfer)), ("amount", "金额（小写）", figures(rng, sheet, transfer, ("¥", "￥")))],
        [("date", "交易时间", clock(rng, transfer.at)), ("serial_no", "交易流水号", transfer.serial)],
        [("purpose", "用途/附言", transfer.purpose), ("", "手续费", rng.choice(("¥0.00", "¥2.50")))],
    ]  # fmt: skip
    y = facts(sheet, (left, middle), y + 24, rows, 28, right=right, gap=18)
    receipt_seal(rng, sheet, transfer, 1560 + rng.uniform(-120, 60), y - 10)
    sheet.text(
        left,
        y + 22,
        f"打印时间：{printed_on(rng, transfer.at):%Y-%m-%d %H:%M:%S}　打印方式：网上银行　第 1 次打印",
        25,
        colour=GREY,
    )


def own_account(rng: Random, sheet: Sheet, transfer: Transfer) -> None:
    """回单 as the customer's bank keeps it: own account, 对方, borrow mark, wide gaps, capitals on a line of their own."""
    left, middle, right = 100.0, 980.0, 1820.0
    title(sheet, 960, 44, transfer.bank.name, 42)
    title(sheet, 960, 102, rng.choice(("回　单", "电 子 回 单", "记账回单")), 38)
    own, other = both(
        transfer, ("账户名称", "账号", "开户行名称"), ("对方户名", "对方账号", "对方行名"), order="account bank name"
    )
    rows: list[list[Part]] = [
        [("", "回单编号", transfer.slip_no), ("", "业务名称", rng.choice(("网上银行汇款", "客户转账")))],
        own[:2], own[2:], other[:2], other[2:],
        [("", "币种", "CNY"), ("amount", "金额", figures(rng, sheet, transfer, ("",), grouped=rng.random() < 0.6))],
        [("amount_cn", "金额大写", words_of(rng, transfer))],
        [("", "借贷标志", "借记"), ("purpose", "附言", transfer.purpose)],
        [("date", "会计日期", day(rng, transfer.at)), ("serial_no", "会计流水号", transfer.serial)],
    ]  # fmt: skip
    y = facts(sheet, (left, middle), 178, rows, 28, right=right, gap=16)
    receipt_seal(rng, sheet, transfer, 1580 + rng.uniform(-80, 60), y - 60)
    sheet.rule((left, y + 4), (right, y + 4), colour=GREY, width=1)
    sheet.text(
        left, y + 22, f"打印次数：1　记账机构：{shaped(rng, '01999999999')}　记账柜员：{shaped(rng, 'EBB9999')}", 25
    )


def printer(rng: Random, sheet: Sheet, transfer: Transfer) -> None:
    """A counter's printer on plain paper: labels padded to one width, a colon, dashes above and below."""
    left, right, size = 120.0, 1480.0, 29.0
    rule = "-" * int((right - left) / sheet.advance("-", size))
    title(sheet, 800, 46, f"{transfer.bank.name}客户回单", 42)
    head: list[Part] = [("date", "交易日期", day(rng, transfer.at)), ("", "交易机构", shaped(rng, "33999"))]
    for x, part in zip((left, 860.0), head, strict=True):
        fact(sheet, x, 128, part, size, room=620)
    sheet.text(left, 174, rule, size)
    payer, payee = both(
        transfer, ("付款人户名", "付款人账号", "付款人开户行"), ("收款人户名", "收款人账号", "收款人开户行")
    )
    rows: list[Part] = [
        *payer, *payee, ("amount", "交易金额", figures(rng, sheet, transfer, ("RMB", "人民币", ""), grouped=True)),
        ("amount_cn", "金额大写", words_of(rng, transfer)), ("purpose", "用途", transfer.purpose), ("serial_no", "交易流水号", transfer.serial),
    ]  # fmt: skip
    y = facts(sheet, (left,), 218, [[part] for part in rows], size, right=right, gap=14, hang=250)
    sheet.text(left, y, rule, size)
    sheet.text(
        left, y + 42, f"柜员：{shaped(rng, '999999')}　授权：{shaped(rng, '999999')}　回单号：{transfer.slip_no}", 26
    )
    receipt_seal(rng, sheet, transfer, 1240 + rng.uniform(-80, 60), y - 50)


def notice(rng: Random, sheet: Sheet, transfer: Transfer) -> None:
    """A 借记通知 with the payer alone on top, amount and day in the middle, the payee's facts below in a second paragraph."""
    left, right = 130.0, 1770.0
    bank_mark(sheet, left, 44, 52, transfer.bank.colour)
    sheet.text(left + 70, 48, transfer.bank.full, 38, face=sheet.faces.title, colour=transfer.bank.colour)
    title(sheet, 950, 118, rng.choice(("借记通知", "付款通知回单", "客户借记回单")), 42)
    payer, payee = both(transfer, ("付款户名", "付款账号", "付款银行"), ("收款户名", "收款账号", "收款银行"))
    rows: list[list[Part]] = [
        [("", "通知编号", transfer.slip_no), ("date", "入账日期", day(rng, transfer.at))], [payer[0]], [payer[1], payer[2]],
        [("amount", "借记金额", figures(rng, sheet, transfer, ("CNY ", "￥"), grouped=True)), ("amount_cn", "大写", words_of(rng, transfer))],
        [payee[0]], [payee[1], payee[2]], [("purpose", "款项用途", transfer.purpose), ("serial_no", "业务流水号", transfer.serial)],
    ]  # fmt: skip
    y = facts(sheet, (left, 900.0), 206, rows, 29, right=right, gap=24)
    receipt_seal(rng, sheet, transfer, 1600 + rng.uniform(-60, 40), y + 20)
    sheet.text(left, y + 10, "上述款项已从贵单位账户中支付，特此通知。", 27)
    sheet.text(left, y + 60, f"打印日期：{printed_on(rng, transfer.at):%Y/%m/%d}", 25, colour=GREY)
