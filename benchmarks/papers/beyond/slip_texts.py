"""Slips of the family `beyond` without tables: lines of facts, English beside Chinese, a list, a branch's proof, a printer's, a page's."""

from __future__ import annotations

from random import Random

from benchmarks.papers.banks import Transfer, shaped
from benchmarks.papers.ink import Sheet
from benchmarks.papers.outside.slip_parts import GREY, both, check_code, clock, day, fact, facts, figures, printed_on
from benchmarks.papers.slip_parts import Part, bank_mark, receipt_seal, title, words_of


def card_lines(rng: Random, sheet: Sheet, transfer: Transfer) -> None:
    """A batch print's 业务回单: 账号(卡号), payer's bank before its number, capitals with figures behind, the counter's line at the foot."""
    left, middle, right = 100.0, 990.0, 1820.0
    bank_mark(sheet, left, 44, 54, transfer.bank.colour)
    sheet.text(left + 74, 50, transfer.bank.name, 40, face=sheet.faces.title, colour=transfer.bank.colour)
    title(sheet, 960, 96, rng.choice(("业务回单（付款）", "业务回单 (付款)", "客户业务回单")), 42)
    payer, payee = both(
        transfer,
        ("付款人户名", "付款人账号(卡号)", "付款人开户行"),
        ("收款人户名", "收款人账号(卡号)", "收款人开户行"),
        order=rng.choice(("name bank account", "name account bank")),
    )
    rows: list[list[Part]] = [
        [("date", "日期", f"{transfer.at:%Y年%m月%d日}"), ("", "回单编号", transfer.slip_no)], payer[:1], list(payer[1:]),
        payee[:1], list(payee[1:]),
        [("amount_cn", "金额", words_of(rng, transfer)), ("amount", "小写", figures(rng, sheet, transfer, ("",), grouped=True) + " 元")],
        [("", "业务(产品)种类", rng.choice(("跨行发报", "同行转账"))), ("", "凭证种类", shaped(rng, "999999999"))],
        [("", "摘要", rng.choice(("汇兑", "网转"))), ("purpose", "用途", transfer.purpose)],
        [("serial_no", "交易流水号", transfer.serial), ("", "币种", "人民币")],
    ]  # fmt: skip
    y = facts(sheet, (left, middle), 178, rows, 27, right=right, gap=13)
    receipt_seal(rng, sheet, transfer, 1600 + rng.uniform(-100, 60), y - 130)
    foot = f"交易机构：{shaped(rng, '0120599999')}　记账柜员：{shaped(rng, '99999')}　交易代码：{shaped(rng, '99999')}　渠道：网上银行"
    sheet.text(left, y + 8, foot, 25)
    sheet.text(
        left,
        y + 50,
        f"本回单为第 1 次打印，注意重复　打印日期：{printed_on(rng, transfer.at):%Y年%m月%d日}　验证码：{check_code(rng)}",
        25,
    )


def with_english(rng: Random, sheet: Sheet, transfer: Transfer) -> None:
    """Each Chinese label with its English one below in small letters, values in a second column, two blocks side by side."""
    bank, left, middle, right = transfer.bank, 90.0, 970.0, 1830.0
    sheet.frame((left, 40, right, 120), colour=bank.colour, fill=bank.colour)
    sheet.text(left + 30, 58, bank.name, 40, colour=(255, 255, 255), face=sheet.faces.title)
    sheet.text(
        right - 30,
        64,
        rng.choice(("汇出汇款回单 Payment Advice", "付款回执 Debit Advice")),
        34,
        colour=(255, 255, 255),
        align="r",
    )
    english = ("Name", "Account No.", "Bank")
    payer, payee = both(transfer, ("付款人", "付款账号", "付款行"), ("收款人", "收款账号", "收款行"))
    more: list[tuple[Part, str]] = [
        (("amount", "金额", figures(rng, sheet, transfer, ("CNY ", "RMB "), grouped=True)), "Amount"),
        (("amount_cn", "大写金额", words_of(rng, transfer)), "In Words"),
        (("date", "起息日", day(rng, transfer.at)), "Value Date"),
        (("serial_no", rng.choice(("业务参考号", "交易参考号")), transfer.serial), "Reference"),
        (("purpose", "汇款附言", transfer.purpose), "Remarks"),
        (("", "费用", rng.choice(("CNY 0.00", "CNY 10.00"))), "Charges"),
    ]  # fmt: skip
    pairs = [
        *zip(zip(payer, english, strict=True), zip(payee, english, strict=True), strict=True),
        *zip(more[::2], more[1::2], strict=True),
    ]
    y = 150.0
    for pair in pairs:
        ends = []
        for x, ((name, label, value), foreign) in zip((left, middle), pair, strict=True):
            sheet.text(x, y, label, 28)
            sheet.text(x, y + 34, foreign, 19, colour=GREY)
            low = y
            for line in sheet.wrap(value, 640, 28):
                sheet.text(x + 200, low + 4, line, 28, field=name)
                low += 38
            ends.append(max(low, y + 62))
        y = max(ends) + 18
        sheet.rule((left, y - 8), (right, y - 8), colour=(220, 222, 226), width=1)
    receipt_seal(rng, sheet, transfer, 1560 + rng.uniform(-80, 80), y - 40)
    sheet.text(left, y + 20, f"回执号 Advice No.: {transfer.slip_no}", 24, colour=GREY)


def plain_list(rng: Random, sheet: Sheet, transfer: Transfer) -> None:
    """One list of facts with hanging values, the payee's first, between two thick rules."""
    bank, left, right = transfer.bank, 150.0, 1450.0
    title(sheet, 800, 50, f"{bank.name}{rng.choice(('汇款交易证实书', '转账交易确认单', '网上支付确认单'))}", 40)
    sheet.rule((left, 124), (right, 124), colour=bank.colour, width=5)
    payer, payee = both(
        transfer, ("转出户名", "转出账号", "转出行"), ("转入户名", "转入账号", "转入行"), order="name account bank"
    )
    first, second = (payee, payer) if rng.random() < 0.5 else (payer, payee)
    rows: list[Part] = [
        ("date", "交易日期", day(rng, transfer.at)), *first, *second,
        ("amount", "转账金额", figures(rng, sheet, transfer, ("￥", "人民币", "¥"), grouped=True)),
        ("amount_cn", "金额大写", words_of(rng, transfer)), ("purpose", "转账附言", transfer.purpose),
        ("serial_no", rng.choice(("渠道流水号", "交易流水号")), transfer.serial), ("", "确认单号", transfer.slip_no),
    ]  # fmt: skip
    y = facts(sheet, (left,), 156, [[part] for part in rows], 29, right=right, gap=15, hang=230)
    sheet.rule((left, y + 4), (right, y + 4), colour=bank.colour, width=5)
    receipt_seal(rng, sheet, transfer, 1240 + rng.uniform(-60, 60), y - 110)
    sheet.text(
        left,
        y + 24,
        f"客服电话 95{shaped(rng, '999')}　{printed_on(rng, transfer.at):%Y/%m/%d %H:%M} 打印",
        25,
        colour=GREY,
    )


def proof(rng: Random, sheet: Sheet, transfer: Transfer) -> None:
    """A branch's proof that money was paid: indented lines under a sentence, day and number on one line, the branch and its own day below."""
    left, width = 150.0, 1300.0
    title(sheet, 800, 70, rng.choice(("付款证明", "汇款证明", "转账付款证明")), 52)
    fields = [(name, str(value)) for name, value in transfer.fields.items() if isinstance(value, str)]
    sheet.text(left, 180, f"编号：{transfer.slip_no}", 26)
    when = f"{transfer.at.year}年{transfer.at.month}月{transfer.at.day}日"
    y = 240.0
    marks = [*fields, ("date", when)]
    lines = (
        "兹证明我行客户下列款项已经汇出：",
        f"付款户名：{transfer.payer_name}",
        f"付款账号：{transfer.payer_account}",
        f"开户网点：{transfer.payer_bank}",
        f"收款户名：{transfer.payee_name}",
        f"收款账号：{transfer.payee_account}",
        f"收款银行：{transfer.payee_bank}",
        f"汇款用途：{transfer.purpose}",
        f"汇出日期：{when}，交易流水号：{transfer.serial}",
    )
    for place, line in enumerate(lines):
        y = sheet.paragraph(left, y, width, line, 31, leading=1.5, indent=2 if place == 0 else 3, fields=marks) + 8
    y += 14
    end = sheet.text(left + 93, y, "汇款金额：", 31)
    end = sheet.text(end, y, figures(rng, sheet, transfer, ("人民币", "¥"), grouped=True) + "元", 31, field="amount")
    y += 56
    end = sheet.text(left + 93, y, "大写：", 31)
    sheet.text(end, y, words_of(rng, transfer), 31, field="amount_cn")
    y += 76
    sheet.text(left + 62, y, "本证明仅说明上述付款事实，不作其他担保。", 29)
    receipt_seal(rng, sheet, transfer, 1160 + rng.uniform(-60, 60), y + 90)
    sheet.text(1160, y + 70, transfer.payer_bank, 30, align="m")
    sheet.text(1160, y + 122, f"{printed_on(rng, transfer.at):%Y年%m月%d日}", 30, align="m")


def dotted(rng: Random, sheet: Sheet, transfer: Transfer) -> None:
    """A counter's printer: groups between lines of = signs, short labels with a half-width colon, two facts a line."""
    left, middle, size = 110.0, 900.0, 29.0
    rule = "=" * int(1560 / sheet.advance("=", size))
    sheet.text(left, 50, transfer.bank.name, 36, face=sheet.faces.label)
    sheet.text(1670, 54, rng.choice(("客户回执", "业务受理回执", "交易凭条")), 34, align="r", face=sheet.faces.label)
    sheet.text(left, 108, rule, size)
    payer, payee = both(transfer, ("付款户名", "付款账号", "付款网点"), ("收款户名", "收款账号", "收款网点"))
    groups: list[list[list[Part]]] = [
        [[("date", "日期", day(rng, transfer.at)), ("", "时间", f"{transfer.at:%H:%M:%S}")],
         [("", "机构", shaped(rng, "999999")), ("serial_no", "流水号", transfer.serial)]],
        [[part] for part in payer], [[part] for part in payee],
        [[("amount", "金额", figures(rng, sheet, transfer, ("RMB", "CNY"), grouped=True)), ("", "手续费", "RMB0.00")],
         [("amount_cn", "大写", words_of(rng, transfer))], [("purpose", "摘要", transfer.purpose), ("", "交易码", shaped(rng, "9999"))]],
    ]  # fmt: skip
    y = 152.0
    for rows in groups:
        for row in rows:
            below = [
                fact(sheet, x, y, part, size, room=760 if len(row) > 1 else 1560, colon=":")
                for x, part in zip((left, middle), row, strict=False)
            ]
            y = max(below) + 8
        sheet.text(left, y, rule, size)
        y += 42
    receipt_seal(rng, sheet, transfer, 1400 + rng.uniform(-80, 80), y - 120)
    sheet.text(left, y + 4, "请核对以上信息，如有疑问请当场提出", 26)


def web_print(rng: Random, sheet: Sheet, transfer: Transfer) -> None:
    """A web bank's page printed by the browser: its date, title and address at the edges, facts in two columns between dotted lines."""
    bank, left, middle, right = transfer.bank, 120.0, 980.0, 1800.0
    sheet.text(60, 26, f"{printed_on(rng, transfer.at):%Y/%m/%d %H:%M}", 20, colour=GREY)
    sheet.text(960, 26, f"{bank.name}企业网银 - 回单打印", 20, colour=GREY, align="m")
    bank_mark(sheet, left, 84, 50, bank.colour)
    sheet.text(left + 68, 88, bank.name, 38, colour=bank.colour, face=sheet.faces.title)
    sheet.text(
        right, 94, rng.choice(("单笔付款回单", "转账回单", "付款明细回单")), 36, align="r", face=sheet.faces.label
    )
    payer, payee = both(transfer, ("付方名称", "付方账号", "付方开户机构"), ("收方名称", "收方账号", "收方开户机构"))
    rows: list[list[Part]] = [[ours, theirs] for ours, theirs in zip(payer, payee, strict=True)]
    rows += [
        [("amount", "交易金额", figures(rng, sheet, transfer, ("", "¥"), grouped=True)), ("amount_cn", "中文大写", words_of(rng, transfer))],
        [("date", "出账时间", clock(rng, transfer.at)), ("serial_no", rng.choice(("流水编号", "交易流水号")), transfer.serial)],
        [("purpose", "付款附言", transfer.purpose), ("", "回单校验", check_code(rng))],
    ]  # fmt: skip
    dots = "·" if sheet.faces.body.covers("·") else "."
    line = dots * int((right - left) / sheet.advance(dots, 20))
    y = 160.0
    for row in rows:
        sheet.text(left, y, line, 20, colour=GREY)
        y = facts(sheet, (left, middle), y + 32, [row], 27, right=right, gap=6, hang=210)
    sheet.text(left, y, line, 20, colour=GREY)
    receipt_seal(rng, sheet, transfer, 1540 + rng.uniform(-80, 80), y - 10)
    sheet.text(60, sheet.height - 46, f"https://corp.example/{bank.key}/receipt?no={transfer.slip_no}", 20, colour=GREY)
    sheet.text(1860, sheet.height - 46, "1/1", 20, colour=GREY, align="r")
