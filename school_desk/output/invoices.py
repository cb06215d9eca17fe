"""The workbook that has the tax site issue many 数电发票 at once: the lines for `write_invoice_batch`."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from school_desk.adapters.sheets.invoices import InvoiceLine
from school_desk.kernel import settings
from school_desk.kernel.errors import RuleViolation
from school_desk.output.exams import printed_on
from school_desk.payments.queries import InvoiceListRow, ReceivableListRow, invoices, receivables
from school_desk.payments.settings import INVOICE_ITEM, INVOICE_KIND, INVOICE_TAX_CODE, INVOICE_TAX_RATE
from school_desk.terms.statuses import InvoiceStatus

if TYPE_CHECKING:
    from school_desk.composition import School


def invoice_lines(school: School, invoice_ids: Collection[str] = ()) -> list[InvoiceLine]:
    """Those of the invoices named (none named: of all) that wait to be issued, the longest waiting first.

    Raises RuleViolation `invoices.tax_rate` as long as the school has not said its rate, `invoices.none` when none waits.
    """
    with school.reading() as session:
        words = {
            setting.key: settings.read(session, school.id, setting, printed_on(school))
            for setting in (INVOICE_ITEM, INVOICE_KIND, INVOICE_TAX_CODE, INVOICE_TAX_RATE)
        }
        waiting = invoices(session, school.id, [InvoiceStatus.TO_ISSUE])
        owed = {row.id: row for row in receivables(session, school.id)}
    if not words[INVOICE_TAX_RATE.key]:
        raise RuleViolation("invoices.tax_rate", "还没有填写发票税率。请在“设置”里填写“发票税率”后再导出开票表。")
    chosen = [row for row in waiting if not invoice_ids or row.id in invoice_ids]
    if not chosen:
        raise RuleViolation("invoices.none", "没有待开具的发票。费用审核通过后，要开的发票会排在“待开具”里。")
    chosen.sort(key=lambda row: (owed[row.receivable_id].since, row.serial))
    return [_line(row, owed[row.receivable_id], words) for row in chosen]


def _line(row: InvoiceListRow, owed: ReceivableListRow, words: dict[str, str]) -> InvoiceLine:
    return InvoiceLine(
        serial=row.serial,
        kind=words[INVOICE_KIND.key],
        buyer_name=row.buyer_name,
        buyer_code=row.buyer_code,
        item=words[INVOICE_ITEM.key],
        tax_code=words[INVOICE_TAX_CODE.key],
        tax_rate=words[INVOICE_TAX_RATE.key],
        heads=owed.head_count,
        unit_fen=owed.unit_fee_fen,
        amount_fen=row.amount_fen,
        # The number stands in the note too: the site's full list prints notes, and no 发票流水号.
        note=f"{owed.trade}{owed.level.label} 报名批次 {owed.batch_number} 流水号 {row.serial}",
    )
