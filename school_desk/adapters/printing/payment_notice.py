"""缴费通知单: what an enterprise owes for a batch, and how to pay it so that the money finds its way. As a page and as text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from school_desk.adapters.printing.letterhead import MARGIN, School, draw_foot, draw_head
from school_desk.adapters.printing.sheet import INK, MUTED, TINT, Align, Box, Sheet
from school_desk.adapters.printing.tables import Column, Row, draw_table, paged
from school_desk.adapters.printing.wording import full_date
from school_desk.kernel.money import ZERO, Fen, capitals, format_yuan

TITLE = "缴费通知单"
_ACROSS = 170.0
_ITEMS_BESIDE = 8  # more items than this go on pages of their own
_ROW, _ROWS_A_PAGE = 7.5, 28
_COLUMNS = (
    Column("序号", 14),
    Column("工种", 56, Align.LEFT),
    Column("等级", 28),
    Column("人数", 18),
    Column("单价（元）", 26, Align.RIGHT),
    Column("小计（元）", 28, Align.RIGHT),
)


@dataclass(frozen=True, slots=True)
class PaymentItem:
    """One 工种 × 等级 of a batch."""

    trade: str
    level: str
    people: int
    unit_price: Fen

    @property
    def subtotal(self) -> Fen:
        return Fen(self.people * self.unit_price)


@dataclass(frozen=True, slots=True)
class Payee:
    """The account the money goes to."""

    name: str
    account: str
    bank: str


@dataclass(frozen=True, slots=True)
class PaymentNotice:
    """One batch's notice. The school's contact and phone are those the enterprise should ask; `paid` has arrived already."""

    school: School
    enterprise_name: str
    credit_code: str
    batch_number: str
    payment_code: str
    items: tuple[PaymentItem, ...]
    payee: Payee
    issued_on: date
    due_on: date
    paid: Fen = ZERO

    @property
    def total(self) -> Fen:
        return Fen(sum(item.subtotal for item in self.items))

    @property
    def still_due(self) -> Fen:
        return Fen(self.total - self.paid)

    @property
    def people(self) -> int:
        return sum(item.people for item in self.items)


def payment_notice(notice: PaymentNotice) -> bytes:
    """The notice as a PDF. The first page says all that is needed to pay; a long list of items follows on others."""
    sheet = Sheet(f"{TITLE} {notice.batch_number}", notice.school.name, notice.issued_on)
    rows = [_row(number, item, notice.enterprise_name) for number, item in enumerate(notice.items, start=1)]
    beside, further = (rows, []) if len(rows) <= _ITEMS_BESIDE else ([], paged(rows, _ROWS_A_PAGE, _ROWS_A_PAGE))
    y = draw_head(sheet, notice.school, TITLE)
    y = _draw_code(sheet, notice, _draw_parties(sheet, notice, y))
    if beside:
        y = draw_table(sheet, MARGIN, y, _COLUMNS, beside, _ROW)
    y = _draw_payee(sheet, notice, _draw_total(sheet, notice, y, listed=bool(beside)))
    _draw_instructions(sheet, notice, y)
    draw_foot(sheet, notice.school.contact_line, 1, 1 + len(further))
    for number, part in enumerate(further, start=2):
        sheet.next_page()
        draw_table(sheet, MARGIN, draw_head(sheet, notice.school, f"{TITLE}明细"), _COLUMNS, part, _ROW)
        draw_foot(sheet, f"报名批次：{notice.batch_number}　缴费码：{notice.payment_code}", number, 1 + len(further))
    return sheet.finish()


def payment_notice_text(notice: PaymentNotice) -> str:
    """The same as plain text, to be pasted into WeChat."""
    items = "\n".join(
        f"{item.trade} {item.level}：{item.people} 人 × {format_yuan(item.unit_price)} = {format_yuan(item.subtotal)} 元"
        for item in notice.items
    )
    payee = notice.payee
    told = (
        f"【{TITLE}】{notice.enterprise_name}",
        f"报名批次：{notice.batch_number}（共 {notice.people} 人）",
        items,
        f"应缴合计：{format_yuan(notice.total)} 元（{capitals(notice.total)}）",
        *_still_due(notice),
        f"请于 {full_date(notice.due_on)}前用单位账户公对公转账：",
        f"户名：{payee.name}\n账号：{payee.account}\n开户行：{payee.bank}",
        f"附言请填缴费码：{notice.payment_code}",
        "（填在转账的“附言”栏，没有附言栏就填“用途”或“摘要”；分几笔转账，每笔都要填。）",
        f"{notice.school.name}　{notice.school.contact_line}".rstrip(),
    )
    return "\n".join(told)


def _still_due(notice: PaymentNotice) -> tuple[str, ...]:
    """What is left of an amount paid in part: the whole amount alone would be paid twice."""
    if not notice.paid:
        return ()
    left = f"{format_yuan(notice.still_due)} 元（{capitals(notice.still_due)}）"
    return (f"已到账：{format_yuan(notice.paid)} 元，还应缴：{left}",)


def _instructions(notice: PaymentNotice) -> tuple[str, ...]:
    return (
        f"请于 {full_date(notice.due_on)}前用本单位账户公对公转账，不要用个人账户，也不要由其他单位代付。",
        f"转账时在“附言”栏只填缴费码 {notice.payment_code}；没有附言栏的，填在“用途”或“摘要”栏。",
        f"金额请与{'还应缴的金额' if notice.paid else '应缴合计'}一致；需要分几笔转账的，每笔都要填缴费码，手续费由付款方承担。",
        "转账后请把电子回单发给学校。到账并经费用审核后 1—3 个工作日内开通学习账号。",
        "数电发票按上列企业名称和统一社会信用代码开具，以短信形式发送至联系人手机。",
    )


def _row(number: int, item: PaymentItem, who: str) -> Row:
    money = (format_yuan(item.unit_price), format_yuan(item.subtotal))
    return Row(who, (str(number), item.trade, item.level, str(item.people), *money))


def _draw_parties(sheet: Sheet, notice: PaymentNotice, y: float) -> float:
    sheet.who = notice.enterprise_name
    below = (
        (32.0, 48.0, "统一社会信用代码", notice.credit_code),
        (17.0, 32.0, "报名批次", notice.batch_number),
        (17.0, 24.0, "通知日期", full_date(notice.issued_on)),
    )
    sheet.write(Box(MARGIN, y, 32, 8), "企业名称", 9, shade=MUTED)
    sheet.write(Box(MARGIN + 32, y, _ACROSS - 32, 8), notice.enterprise_name, 12, bold=True)
    x = MARGIN
    for label_width, text_width, label, text in below:
        sheet.write(Box(x, y + 8, label_width, 8), label, 9, shade=MUTED)
        sheet.write(Box(x + label_width, y + 8, text_width - 2, 8), text, 10)
        x += label_width + text_width
    return y + 19


def _draw_code(sheet: Sheet, notice: PaymentNotice, y: float) -> float:
    code = Box(MARGIN, y, 74, 26)
    sheet.frame(code, 1.6, shade=INK, radius=2)
    sheet.write(Box(code.x, code.y + 2, code.width, 5), "缴费码", 9, align=Align.CENTRE, shade=MUTED)
    sheet.spread(Box(code.x + 4, code.y + 7, code.width - 8, 17), notice.payment_code, 32, 5)
    beside = Box(code.right + 6, y, _ACROSS - code.width - 6, 26)
    sheet.write(beside._replace(height=13), "转账附言请填这个码", 15, bold=True)
    hint = "学校按缴费码认款。没有填写或填了别的内容，到账后要人工查找，学习账号会晚几天开通。"
    sheet.paragraph(beside._replace(y=y + 13), hint, 10, leading=1.6, shade=MUTED)
    return y + 31


def _draw_total(sheet: Sheet, notice: PaymentNotice, y: float, *, listed: bool) -> float:
    box = Box(MARGIN, y, _ACROSS, 11)
    sheet.frame(box, 0.8, fill=TINT)
    people = f"应缴合计（{notice.people} 人）" if listed else f"应缴合计（{notice.people} 人，明细见附页）"
    sheet.write(Box(box.x + 3, y, 56, 11), people, 10, bold=True)
    sheet.write(Box(box.x + 60, y, 62, 11), f"大写：{capitals(notice.total)}", 10)
    amount = f"￥{format_yuan(notice.total)}"
    sheet.write(Box(box.x + 123, y, 44, 11), amount, 15, bold=True, align=Align.RIGHT)
    for sentence in _still_due(notice):
        y += 11
        sheet.frame(box._replace(y=y), 0.8)
        sheet.write(Box(box.x + 3, y, box.width - 6, 11), sentence, 11, bold=True)
    return y + 16


def _draw_payee(sheet: Sheet, notice: PaymentNotice, y: float) -> float:
    payee = notice.payee
    sheet.who = payee.name
    due = f"{full_date(notice.due_on)}前"
    lines = (("户　名", payee.name), ("账　号", payee.account), ("开户行", payee.bank), ("期　限", due))
    for row, (label, text) in enumerate(lines):
        box = Box(MARGIN, y + row * 9, _ACROSS, 9)
        sheet.frame(box._replace(width=26), 0.5, fill=TINT)
        sheet.frame(box)
        sheet.write(box._replace(width=26), label, 10, align=Align.CENTRE)
        sheet.write(Box(box.x + 30, box.y, box.width - 33, 9), text, 12, bold=True)
    return y + 41


def _draw_instructions(sheet: Sheet, notice: PaymentNotice, y: float) -> None:
    sheet.who = notice.enterprise_name
    for number, sentence in enumerate(_instructions(notice), start=1):
        sheet.write(Box(MARGIN, y, 7, 6.1), f"{number}.", 10.5)
        y = sheet.paragraph(Box(MARGIN + 7, y, _ACROSS - 7, 0), sentence, 10.5, leading=1.65)
    sender = Box(MARGIN, y + 4, _ACROSS, 6)
    sheet.write(sender, notice.school.name, 11, align=Align.RIGHT)
    sheet.write(sender._replace(y=y + 10), full_date(notice.issued_on), 11, align=Align.RIGHT)
