"""Ruled slips of the family `develop`: banks' electronic receipts with cells, and a paper voucher."""

from __future__ import annotations

from random import Random

from benchmarks.papers.banks import Transfer, shaped
from benchmarks.papers.drawn import chinese_day
from benchmarks.papers.ink import Sheet
from benchmarks.papers.seals import round_seal
from benchmarks.papers.slip_parts import (
    NOTE,
    SIDES,
    Part,
    bank_mark,
    named,
    pair_cells,
    party,
    party_cells,
    receipt_seal,
    title,
    words_of,
)
from school_desk.kernel.money import format_yuan

_SIZE = 30


def grid(rng: Random, sheet: Sheet, transfer: Transfer) -> None:
    """Payer left, payee right with upright words, rows of four cells below."""
    bank, left, right = transfer.bank, 90.0, 1790.0
    bank_mark(sheet, 90, 46, 62, bank.colour)
    sheet.text(170, 50, bank.name, 46, colour=bank.colour, face=sheet.faces.title)
    title(sheet, 1000, 62, rng.choice(("电子回单", "网上银行电子回单", "业务回单")), 46)
    sheet.text(left, 150, f"电子回单号码：{transfer.slip_no}", 28)
    printed = chinese_day(transfer.at.date()) if rng.random() < 0.6 else f"{transfer.at:%Y-%m-%d}"
    sheet.text(right, 150, f"打印日期：{printed}", 28, align="r")
    labels = rng.choice((("户  名", "账  号", "开户银行"), ("户名", "账号", "开户行"), ("全  称", "账  号", "开户行")))
    for (word, side), edges in zip(SIDES, ((left, 148, 280, 940), (940, 998, 1130, right)), strict=True):
        sheet.grid(edges, (204, 438))
        party_cells(sheet, edges, 204, 78, word, party(transfer, side, labels), _SIZE)
    sheet.grid((left, 280, right), (438, 516))
    sheet.text(185, 460, "金  额", _SIZE, align="m")
    named(sheet, 300, 460, "人民币（大写）：", words_of(rng, transfer), _SIZE, field="amount_cn")
    amount = f"{rng.choice(('¥', '￥', ''))}{format_yuan(transfer.amount)}{rng.choice(('', '元'))}"
    sheet.text(right - 24, 458, amount, 34, align="r", field="amount")
    for row, pair in enumerate(_grid_pairs(rng, transfer)):
        pair_cells(sheet, (left, 280, 940, 1230, right), 516 + 78 * row, 78, pair, _SIZE)
    _grid_foot(rng, sheet, transfer)


def _grid_pairs(rng: Random, transfer: Transfer) -> tuple[tuple[Part, Part], ...]:
    stamp = f"{transfer.at:%Y-%m-%d-%H.%M.%S}.{rng.randrange(10**6):06d}"
    day = chinese_day(transfer.at.date()) if rng.random() < 0.5 else f"{transfer.at:%Y-%m-%d}"
    summary, sort = rng.choice(("汇兑", "网转", "转账")), rng.choice(("同城转账", "跨行汇款", "汇划发报"))
    return (
        (("", "摘  要", summary), ("", "业务（产品）种类", sort)),
        (("purpose", "用  途", transfer.purpose), ("serial_no", "交易流水号", transfer.serial)),
        (("", "时间戳", stamp), ("date", "交易日期", day)),
    )


def _grid_foot(rng: Random, sheet: Sheet, transfer: Transfer) -> None:
    sheet.frame((90, 750, 1790, 930))
    sheet.text(110, 766, f"备注：附言：{transfer.purpose}", 28)
    sheet.text(110, 812, f"支付交易序号：{rng.randrange(10**8):08d}　报文种类：客户发起汇兑业务报文", 28)
    sheet.text(110, 858, f"验证码：{shaped(rng, 'A9aA99A9A9AAA9A9A999A')}=", 28)
    receipt_seal(rng, sheet, transfer, 1500 + rng.uniform(-60, 80), 840 + rng.uniform(-20, 50))
    desk = f"记账网点 {rng.randrange(10**8):08d}　记账柜员 {rng.randrange(10**5):05d}"
    sheet.text(90, 970, f"{desk}　记账日期 {chinese_day(transfer.at.date())}", 28)
    sheet.text(90, 1024, "重要提示：本回单不作为收款方发货依据，请勿重复记账。", 25, colour=NOTE)


def cells(rng: Random, sheet: Sheet, transfer: Transfer) -> None:
    """Currency, day and voucher number above the table; amount in two cells; transfer's number in the last row."""
    bank, left, right = transfer.bank, 90.0, 1810.0
    heading = rng.choice(("网上银行电子回单", "单位客户专用回单", "电子回单"))
    title(sheet, 950, 50, f"{bank.name}{heading}", 46, colour=bank.colour)
    sheet.text(left, 140, "币别：人民币", 28)
    day = rng.choice((f"{transfer.at:%Y%m%d}", f"{transfer.at:%Y-%m-%d}", chinese_day(transfer.at.date())))
    named(sheet, 620, 140, "日期：", day, 28, field="date")
    sheet.text(right, 140, f"凭证号：{rng.randrange(10**12):012d}", 28, align="r")
    sheet.grid((left, 150, 320, 950, 1010, 1180, right), (190, 436))
    labels = rng.choice((("全称", "账号", "开户行"), ("户名", "账号", "开户银行")))
    for (word, side), edges in zip(SIDES, ((left, 150, 320, 950), (950, 1010, 1180, right)), strict=True):
        party_cells(sheet, edges, 190, 82, word, party(transfer, side, labels), 29)
    sheet.grid((left, 320, 1180, right), (436, 520))
    sheet.text(205, 461, "大写金额", 29, align="m")
    sheet.text(340, 461, words_of(rng, transfer), 31, field="amount_cn")
    sheet.text(1200, 461, "小写金额", 29)
    sheet.text(right - 20, 459, format_yuan(transfer.amount), 32, align="r", field="amount")
    summary = rng.choice(("电子汇出", "转账取款", "跨行转账"))
    use: tuple[Part, Part] = (("purpose", "用途", transfer.purpose), ("", "钞汇标志", "钞"))
    number: tuple[Part, Part] = (("", "摘要", summary), ("serial_no", "交易流水号", transfer.serial))
    for row, pair in enumerate((use, number)):
        pair_cells(sheet, (left, 320, 950, 1180, right), 520 + 84 * row, 84, pair, 29)
    _cells_foot(rng, sheet, transfer)


def _cells_foot(rng: Random, sheet: Sheet, transfer: Transfer) -> None:
    sheet.frame((90, 688, 1810, 830))
    code = shaped(rng, "AA99A9A9AA")
    sheet.text(110, 704, f"备注：客户附言：{transfer.purpose}；渠道：网上银行；验证码：{code}", 27)
    receipt_seal(rng, sheet, transfer, 1480 + rng.uniform(-60, 120), 790)
    made = f"生成时间：{transfer.at:%Y-%m-%d %H:%M:%S}　交易机构：{rng.randrange(10**9):09d}　交易渠道：网上银行"
    sheet.text(90, 880, made, 26)
    notes = {"ccb": "本回单可通过建行网点自助设备或网上银行核验，请妥善保管。"}
    sheet.text(90, 930, notes.get(transfer.bank.key, "本回单不作收款依据，仅供核对。"), 25, colour=NOTE)


def voucher(rng: Random, sheet: Sheet, transfer: Transfer) -> None:
    """进账单: paper with tint, names left and right, amount in words, a seal 转讫."""
    ground = rng.choice(((246, 250, 240), (250, 246, 240), (244, 248, 252)))
    sheet.image.paste(ground, (0, 0, *sheet.image.size))
    title(sheet, 950, 56, f"{transfer.bank.name}　{rng.choice(('进账单（回单）', '业务回单', '转账回单'))}", 50)
    sheet.text(950, 140, chinese_day(transfer.at.date()), 30, align="m", field="date")
    named(sheet, 1300, 142, "流水号：", transfer.serial, 28, field="serial_no")
    sheet.grid((100, 170, 330, 950, 1020, 1190, 1800), (200, 452))
    labels = rng.choice((("全  称", "账  号", "开户行"), ("户  名", "账  号", "开户银行")))
    for (word, side), edges in zip(SIDES, ((100, 170, 330, 950), (950, 1020, 1190, 1800)), strict=True):
        party_cells(sheet, edges, 200, 84, word, party(transfer, side, labels), 29)
    _voucher_amount(rng, sheet, transfer)
    use: Part = ("purpose", "用途", transfer.purpose)
    for row, (field, label, value) in enumerate((use, ("", "票据种类", "转账"), ("", "票据张数", "壹张"))):
        sheet.grid((100, 330, 1340, 1800), (550 + 78 * row, 628 + 78 * row))
        sheet.text(215, 573 + 78 * row, label, 29, align="m")
        sheet.text(350, 573 + 78 * row, value, 29, field=field)
    sheet.text(1360, 730, f"复核 {rng.randrange(10**4):04d}　记账 {rng.randrange(10**4):04d}", 27)
    seal = round_seal(rng, transfer.bank.full, sheet.faces.seal, sheet.px(260), middle="转讫", star=False)
    sheet.stamp(seal, 1560 + rng.uniform(-60, 60), 690)
    sheet.text(100, 820, "此联是付款人开户银行交给付款人的回单", 27)


def _voucher_amount(rng: Random, sheet: Sheet, transfer: Transfer) -> None:
    sheet.grid((100, 330, 1340, 1800), (452, 550))
    sheet.text(215, 466, "金额", _SIZE, align="m")
    sheet.text(215, 504, "（大写）", 28, align="m")
    sheet.text(sheet.text(350, 482, "人民币", 32), 482, words_of(rng, transfer), 33, field="amount_cn")
    sheet.text(1360, 460, "（小写）", 25)
    sheet.text(1780, 486, f"¥{format_yuan(transfer.amount)}", 37, align="r", field="amount")
