"""Ruled slips of the family `later`: account above name, a transposed table, a ledger's row, a bank's striped form, an application form."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from benchmarks.papers.banks import Transfer, shaped
from benchmarks.papers.ink import Colour, Sheet
from benchmarks.papers.later.slip_parts import FAINT, day_of, later_moment, line, moment_of, sides
from benchmarks.papers.seals import round_seal
from benchmarks.papers.slip_parts import (
    Part,
    bank_mark,
    fitted,
    pair_cells,
    pale,
    receipt_seal,
    title,
    vertical,
    words_of,
)
from school_desk.kernel.money import Fen, format_yuan


def account_first(rng: Random, sheet: Sheet, transfer: Transfer) -> None:
    """Payer left and payee right, their account above their name; amount, channel, numbers in rows of four cells."""
    bank, left, right, middle, y, step = transfer.bank, 80.0, 1820.0, 950.0, 190.0, 80.0
    bank_mark(sheet, left, 40, 58, bank.colour)
    sheet.text(156, 46, bank.name, 42, colour=bank.colour, face=sheet.faces.title)
    title(sheet, middle, 106, rng.choice(("企业网上银行转账回单", "网银电子回单（付款方）", "单位电子回单")), 42)
    sheet.text(right, 134, f"电子回单号 {transfer.slip_no}", 26, align="r")
    payer, payee = sides(rng, transfer, ("户名", "账号", "开户行"), ("户名", "账号", "开户行"))
    for x, word, parts in ((left, "付款方", payer), (middle, "收款方", payee)):
        sheet.grid((x, x + 60, x + 870), (y, y + 3 * step), width=1.3)
        sheet.grid((x + 60, x + 190, x + 870), [y + step * row for row in range(4)], width=1.3)
        vertical(sheet, x + 30, y, 3 * step, word, 28)
        for row, (field, label, value) in enumerate((parts[1], parts[0], parts[2])):
            sheet.text(x + 125, y + row * step + 24, label, 28, align="m")
            fitted(sheet, x + 206, y + row * step, 652, step, value, 29, field=field)
    y += 3 * step
    rows: list[tuple[Part, Part]] = [
        (("amount", "金额（小写）", format_yuan(transfer.amount)), ("amount_cn", "金额（大写）", words_of(rng, transfer))),
        (("", "币种", "人民币"), ("", "交易渠道", rng.choice(("企业网银", "企业掌银", "银企直连", "柜面")))),
        (("", "摘要", rng.choice(("转支", "转账", "跨行转账"))), ("purpose", "交易用途", transfer.purpose)),
        (("date", "交易时间", moment_of(rng, transfer.at)), ("", "会计日期", f"{transfer.at:%Y%m%d}")),
        (("serial_no", "流水号", transfer.serial), ("", "机构/柜员", f"{rng.randrange(10**6):06d}/{shaped(rng, 'A999')}")),
    ]  # fmt: skip
    for pair in rows:
        pair_cells(sheet, (left, left + 190, middle, middle + 190, right), y, 72, pair, 29)
        y += 72
    receipt_seal(rng, sheet, transfer, 1560 + rng.uniform(-80, 80), y - 30)
    sheet.text(
        left, y + 26, f"打印时间 {later_moment(rng, transfer.at):%Y-%m-%d %H:%M:%S}　验证码 {shaped(rng, '9AA9A9')}", 26
    )
    sheet.text(left, y + 72, "该回单由系统自动生成，可凭回单号和验证码上网查验。", 25, colour=FAINT)


def transposed(rng: Random, sheet: Sheet, transfer: Transfer) -> None:
    """A table whose rows are payer and payee and whose columns are name, account, bank; the amount across, facts in thirds below."""
    bank, left, right, y = transfer.bank, 80.0, 1820.0, 196.0
    title(sheet, 950, 36, bank.full, 42, colour=bank.colour)
    title(sheet, 950, 96, rng.choice(("支付业务回单", "汇兑业务客户回单", "结算业务回单（借方）")), 40)
    sheet.text(left, 152, f"回单编码：{transfer.slip_no}", 26)
    line(sheet, 1370, 152, ("date", "业务日期", day_of(rng, transfer.at)), 26)
    columns = (left, 230.0, 870.0, 1300.0, right)
    sheet.grid(columns, (y, y + 56), colour=bank.colour)
    for x, word in zip((155.0, 550.0, 1085.0, 1560.0), ("当事人", "户　　名", "账　　号", "开　户　行"), strict=True):
        sheet.text(x, y + 13, word, 28, align="m", face=sheet.faces.label)
    y += 56
    for word, parts in zip(("付款人", "收款人"), sides(rng, transfer, ("",) * 3, ("",) * 3), strict=True):
        sheet.grid(columns, (y, y + 108), colour=bank.colour)
        sheet.text(155, y + 38, word, 29, align="m")
        for (field, _, value), start, end in zip(parts, columns[1:], columns[2:], strict=False):
            size = min(30.0, 30 * (end - start - 24) / sheet.advance(value, 30)) if field.endswith("account") else 29.0
            fitted(sheet, start + 12, y, end - start - 22, 108, value, size, field=field)
        y += 108
    sheet.grid((left, 230, 1300, right), (y, y + 84), colour=bank.colour)
    sheet.text(155, y + 26, "金　额", 29, align="m")
    sheet.text(sheet.text(250, y + 26, "人民币 ", 30), y + 26, words_of(rng, transfer), 30, field="amount_cn")
    sheet.text(
        1560, y + 24, f"{rng.choice(('¥', 'CNY ', '￥'))}{format_yuan(transfer.amount)}", 33, align="m", field="amount"
    )
    y += 84
    facts: list[Part] = [
        ("purpose", "附言", transfer.purpose), ("", "业务种类", rng.choice(("普通汇兑", "网银支付", "小额普通贷记"))),
        ("", "手续费", rng.choice(("0.00", "3.50", "10.50"))), ("serial_no", "主机流水号", transfer.serial),
        ("", "指令编号", shaped(rng, "AA99999999")), ("", "经办", shaped(rng, "99999")),
    ]  # fmt: skip
    for three, edges in ((facts[:3], (left, 760.0, 1300.0, right)), (facts[3:], (left, 900.0, 1460.0, right))):
        sheet.grid(edges, (y, y + 68), colour=bank.colour)
        for part, x in zip(three, edges, strict=False):
            line(sheet, x + 14, y + 20, part, 27)
        y += 68
    receipt_seal(rng, sheet, transfer, 1520 + rng.uniform(-80, 80), y + 40)
    sheet.text(left, y + 30, f"打印日期：{later_moment(rng, transfer.at):%Y年%m月%d日}　第 1 次打印", 26)
    sheet.text(left, y + 76, "本凭证不代表收款人已入账。", 25, colour=FAINT)


def ledger(rng: Random, sheet: Sheet, transfer: Transfer) -> None:
    """A statement of one account that shows one booking: the owner above, the other side, debit and balance in the row."""
    bank, left, right = transfer.bank, 70.0, 1930.0
    bank_mark(sheet, left, 40, 56, bank.colour)
    sheet.text(142, 46, bank.name, 40, colour=bank.colour, face=sheet.faces.title)
    title(sheet, 1000, 60, rng.choice(("账户交易明细回单", "单笔交易明细凭证", "活期账户往来明细（单笔）")), 42)
    labels = rng.choice((("账户名", "账号", "开户机构"), ("客户名称", "客户账号", "账户开户行")))
    payer, payee = sides(rng, transfer, labels, ("对方户名", "对方账号", "对方行名"))
    y = 150.0
    for part, extra in zip(payer, (("", "币种", "人民币"), ("", "起止日期", f"{transfer.at:%Y-%m-%d}至{transfer.at:%Y-%m-%d}"),
                                   ("", "导出编号", transfer.slip_no)), strict=True):  # fmt: skip
        line(sheet, left, y, part, 28)
        line(sheet, 1240, y, extra, 26)
        y += 50
    y += 14
    widths = (left, 290.0, 560.0, 800.0, 1010.0, 1440.0, right)
    heads = ("交易时间", "交易流水号", "借方金额", "账户余额", "对方账户", "对方户名及开户行")
    sheet.frame((left, y, right, y + 60), colour=bank.colour, fill=pale(bank.colour, 214))
    for head, start, end in zip(heads, widths, widths[1:], strict=False):
        sheet.text((start + end) / 2, y + 16, head, 27, align="m", face=sheet.faces.label)
    y += 60
    sheet.grid(widths, (y, y + 190), colour=FAINT, width=1.2)
    cells: list[tuple[str, str]] = [
        ("date", rng.choice((f"{transfer.at:%Y-%m-%d}\n{transfer.at:%H:%M:%S}", f"{transfer.at:%Y/%m/%d}\n{transfer.at:%H:%M}"))),
        ("serial_no", transfer.serial), ("amount", format_yuan(transfer.amount)),
        ("", format_yuan(Fen(rng.randrange(10_000, 900_000_000)))), ("payee_account", payee[1][2]),
    ]  # fmt: skip
    for (field, value), start, end in zip(cells, widths, widths[1:], strict=False):
        _lines_in(sheet, start, end, y, 190, value, 27, field)
    top = sheet.paragraph(
        widths[5] + 14, y + 20, right - widths[5] - 26, payee[0][2], 27, leading=1.25, field=payee[0][0]
    )
    sheet.paragraph(widths[5] + 14, top + 14, right - widths[5] - 26, payee[2][2], 27, leading=1.25, field=payee[2][0])
    y += 190
    sheet.grid((left, right), (y, y + 66), colour=FAINT, width=1.2)
    line(sheet, left + 14, y + 18, ("amount_cn", "借方金额大写", words_of(rng, transfer)), 28)
    line(sheet, 1100, y + 18, ("purpose", "摘要/用途", transfer.purpose), 28)
    y += 66
    sheet.text(left, y + 26, f"本页借方合计 {format_yuan(transfer.amount)} 元，贷方合计 0.00 元，共 1 笔。", 27)
    receipt_seal(rng, sheet, transfer, 1620 + rng.uniform(-80, 80), y + 80)
    made = later_moment(rng, transfer.at)
    sheet.text(left, y + 80, f"打印柜员：{shaped(rng, '99999')}　打印时间：{made:%Y-%m-%d %H:%M}", 26, colour=FAINT)


def _lines_in(
    sheet: Sheet, start: float, end: float, y: float, height: float, text: str, size: float, field: str
) -> None:
    """`text` in the middle of a cell, cut where the cell ends and at its line breaks."""
    lines = [piece for part in text.split("\n") for piece in sheet.wrap(part, end - start - 20, size)]
    top = y + (height - len(lines) * size * 1.3) / 2
    for piece in lines:
        sheet.text((start + end) / 2, top, piece.strip(), size, align="m", field=field)
        top += size * 1.3


def striped(rng: Random, sheet: Sheet, transfer: Transfer) -> None:
    """A coloured stripe with 付 and one with 收 at the left, tinted rows, the numbers in a grey line at the foot."""
    bank, left, right, y = transfer.bank, 80.0, 1820.0, 150.0
    sheet.text(left, 46, f"{bank.name} | {rng.choice(('电子回执单', '付款交易凭证', '转账汇款电子回执'))}", 42, colour=bank.colour,
               face=sheet.faces.title)  # fmt: skip
    sheet.text(right, 60, f"凭证序号 {transfer.slip_no}", 26, align="r", colour=FAINT)
    words = rng.choice((("名称", "账户", "开户银行名称"), ("单位全称", "结算账户", "开户网点")))
    payer, payee = sides(rng, transfer, tuple(f"付款{word}" for word in words), tuple(f"收款{word}" for word in words))
    for head, parts in (("付", payer), ("收", payee)):
        sheet.frame((left, y, left + 80, y + 186), colour=bank.colour, fill=bank.colour)
        sheet.text(left + 40, y + 64, head, 50, align="m", colour=(255, 255, 255), face=sheet.faces.title)
        for row, part in enumerate(parts):
            if row % 2 == 0:
                sheet.frame(
                    (left + 82, y + 62 * row, right, y + 62 * row + 60), colour=(244, 246, 249), fill=(244, 246, 249)
                )
            line(sheet, left + 104, y + 62 * row + 15, part, 30, colon="", value_x=left + 390, label=FAINT)
        y += 206
    sheet.frame((left, y, right, y + 130), colour=bank.colour, width=2)
    line(sheet, left + 24, y + 20, ("amount", "付款金额", f"{format_yuan(transfer.amount)} 元"), 34, colon="  ")
    line(sheet, left + 24, y + 76, ("amount_cn", "人民币大写", words_of(rng, transfer)), 29, colon="  ")
    line(sheet, 1190, y + 24, ("purpose", "款项说明", transfer.purpose), 29, colon="  ", label=FAINT)
    line(sheet, 1190, y + 76, ("", "手续费", rng.choice(("0.00 元", "免收", "5.50 元"))), 29, colon="  ", label=FAINT)
    y += 156
    line(sheet, left, y, ("date", "记账时间", moment_of(rng, transfer.at)), 28, colon=" ")
    line(sheet, 780, y, ("serial_no", "记账流水号", transfer.serial), 28, colon=" ")
    receipt_seal(rng, sheet, transfer, 1600 + rng.uniform(-60, 60), y + 20)
    tail = f"验证码 {shaped(rng, 'A9A9A9A9')}　打印次数 {rng.randrange(1, 4)}　客户号 {shaped(rng, '9999999999')}"
    sheet.text(left, y + 58, tail, 26, colour=FAINT)
    sheet.text(left, y + 104, "凭证由客户自行打印，请核对后入账，谨防重复使用。", 25, colour=FAINT)


@dataclass(frozen=True)
class _Filled:
    """A printed form of colour `ink`; `pen`: filled in by hand, else by a clerk's printer."""

    sheet: Sheet
    ink: Colour
    ground: Colour
    pen: bool

    def label(self, x: float, y: float, text: str, size: float = 26, *, align: str = "m") -> None:
        self.sheet.text(x, y, text, size, align=align, colour=self.ink)

    def value(
        self, x: float, y: float, text: str, size: float, room: float, *, field: str = "", align: str = "l"
    ) -> None:
        """`text` at x, y, smaller when it has no `room`."""
        face = self.sheet.faces.hand if self.pen else None
        narrow = min(size, size * room / self.sheet.advance(text, size, face))
        colour: Colour = (26, 34, 92) if self.pen else (20, 20, 24)
        self.sheet.text(x, y + (size - narrow) * 0.6, text, narrow, face=face, colour=colour, field=field, align=align)


def application(rng: Random, sheet: Sheet, transfer: Transfer) -> None:
    """结算业务申请书: a bank's printed form, filled in by a clerk's printer or pen, the bank's machine line at the foot."""
    ground: Colour = rng.choice(((244, 250, 244), (252, 248, 240), (245, 247, 253)))
    sheet.image.paste(ground, (0, 0, *sheet.image.size))
    form = _Filled(sheet, rng.choice(((30, 100, 80), (140, 50, 60), (50, 70, 130))), ground, rng.random() < 0.5)
    title(sheet, 950, 44, f"{transfer.bank.name}　结算业务申请书", 48, colour=form.ink)
    sheet.text(1800, 52, f"No.{rng.randrange(10**8):08d}", 34, align="r", colour=(196, 40, 40))
    form.label(100, 132, "申请日期", 28, align="l")
    for x, value, unit in (
        (250.0, transfer.at.year, "年"),
        (370.0, transfer.at.month, "月"),
        (470.0, transfer.at.day, "日"),
    ):
        form.value(x + 62, 130, str(value), 31, 80, field="date", align="r")
        form.label(x + 68, 132, unit, 28, align="l")
    form.label(1800, 132, "业务类型：电汇（√）　信汇（　）　汇票（　）　本票（　）　其他（　）", 28, align="r")
    _application_parties(rng, form, transfer)
    sheet.grid((100, 1180, 1800), (432, 528), colour=form.ink)
    form.label(116, 446, "金额", align="l")
    form.label(116, 484, "（大写）", 25, align="l")
    form.label(232, 464, "人民币", 27, align="l")
    form.value(330, 460, words_of(rng, transfer), 31, 830, field="amount_cn")
    form.label(1196, 446, "（小写）", 25, align="l")
    form.value(1330, 460, f"¥{format_yuan(transfer.amount)}", 36, 450, field="amount")
    sheet.grid((100, 330, 950, 1180, 1800), (528, 606), colour=form.ink)
    form.label(215, 552, "附言及用途")
    form.value(350, 550, transfer.purpose, 31, 580, field="purpose")
    form.label(1065, 552, "支付密码")
    form.value(1200, 550, shaped(rng, "9999-9999-9999-9999"), 28, 580)
    _application_foot(rng, form, transfer)


def _application_parties(rng: Random, form: _Filled, transfer: Transfer) -> None:
    labels = ("全　　称", "账号或地址", "开户行名称")
    for word, parts, left in zip(
        ("申请人", "收款人"), sides(rng, transfer, labels, labels), (100.0, 950.0), strict=True
    ):
        form.sheet.grid((left, left + 58, left + 850), (180, 432), colour=form.ink)
        form.sheet.grid((left + 58, left + 230, left + 850), (180, 264, 348, 432), colour=form.ink)
        kept, form.sheet.ink = form.sheet.ink, form.ink
        vertical(form.sheet, left + 29, 180, 252, word, 28)
        form.sheet.ink = kept
        for row, (field, label, value) in enumerate(parts):
            form.label(left + 144, 208 + 84 * row, label)
            form.value(left + 244, 204 + 84 * row, value, 31, 594, field=field)


def _application_foot(rng: Random, form: _Filled, transfer: Transfer) -> None:
    sheet, face = form.sheet, form.sheet.faces.label
    sheet.frame((100, 606, 1800, 860), colour=form.ink)
    form.label(120, 622, "银行打印：", 25, align="l")
    fee = rng.choice(("0.00", "5.00", "15.50"))
    sheet.text(120, 668, f"转账 借 {format_yuan(transfer.amount, grouped=False)} 手续费 {fee}", 27, face=face)
    end = sheet.text(120, 714, f"{transfer.at:%Y%m%d %H:%M:%S} 流水号:", 27, face=face)
    sheet.text(end + 8, 714, transfer.serial, 27, face=face, field="serial_no")
    sheet.text(
        120, 760, f"网点 {shaped(rng, '99999')} 柜员 {shaped(rng, '999999')} 回单号 {transfer.slip_no}", 27, face=face
    )
    word = rng.choice(("转讫", "业务清讫", "核算专用"))
    seal = round_seal(rng, transfer.bank.full, sheet.faces.seal, sheet.px(250), middle=word, star=False)
    sheet.stamp(seal, 1420 + rng.uniform(-120, 180), 730)
    form.label(100, 884, "第三联　回单联　申请人留存", align="l")
