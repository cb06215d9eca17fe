"""What the tax site issued, from its file: each row is one invoice that waits here, one known before, one turned red, or told why not.

It asks for the same as a number that is typed; the text for the contact is queued once, when the invoice turns 已开具.
A file tells a history in any order (the site lists the newest first): it is gone through until nothing more comes of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa

from school_desk.documents.ledger import LedgerRow, RowState, in_order
from school_desk.kernel.commands import Context, handles
from school_desk.kernel.errors import RuleViolation
from school_desk.kernel.money import format_yuan
from school_desk.payments import invoice_commands as c
from school_desk.payments.domain import INVOICE_STANDS, invoice_number, red_note, serials_in
from school_desk.payments.handlers.invoice import issue, refuse_known_confirmation, turn_red
from school_desk.payments.queries import invoice_serials
from school_desk.payments.tables import InvoiceRow
from school_desk.terms.labels import invoice_status
from school_desk.terms.names import normalise_company_name
from school_desk.terms.statuses import InvoiceStatus

Verdict = tuple[RowState, str]
_KNOWN: Verdict = ("skipped", "已登记过，没有变化。")


@handles(c.ImportInvoices)
def import_invoices(context: Context, command: c.ImportInvoices) -> tuple[LedgerRow, ...]:
    """Registers row after row; one that may not be registered leaves the others alone.

    What an earlier invoice must come before (a re-issued one waits only once the first has turned red) is asked again
    after it, as often as that brings something: so the same file a second time finds nothing left to do.
    """
    verdicts: dict[int, Verdict] = {}
    waiting = _oldest_first(command.entries)
    brought = True
    while brought:
        desk = _Desk(context)
        verdicts |= {place: desk.judge(command.entries[place]) for place in waiting}
        brought = any(verdicts[place][0] in ("imported", "updated") for place in waiting)
        waiting = [p for p in waiting if verdicts[p] != _KNOWN and verdicts[p][0] in ("failed", "skipped")]
    rows = (
        LedgerRow(entry.row_no, entry.buyer_name, verdicts[place][0], (verdicts[place][1],))
        for place, entry in enumerate(command.entries)
    )
    return in_order(rows, command.skipped)


def _oldest_first(entries: Sequence[c.InvoiceEntry]) -> list[int]:
    """The places of the rows: blue ones before red ones, and of the blue ones those that a red one takes back first."""
    taken_back = {red_note(entry.note).number for entry in entries if entry.red}

    def age(place: int) -> tuple[bool, bool, date]:
        entry = entries[place]
        return entry.red, "".join(entry.number.split()) not in taken_back, entry.issued_on or date.max

    return sorted(range(len(entries)), key=age)


class _Desk:
    """The register while a file is taken in: what waits, and what has which number."""

    def __init__(self, context: Context) -> None:
        self._context = context
        wanted = sa.select(InvoiceRow).where(InvoiceRow.school_id == context.school_id).order_by(InvoiceRow.id)
        self._rows = {row.id: row for row in context.session.scalars(wanted)}
        self._serials = invoice_serials(context.session, context.school_id)

    def judge(self, entry: c.InvoiceEntry) -> Verdict:
        """What became of the row; a refused one has changed nothing."""
        try:
            return self._take(entry)
        except RuleViolation as refusal:
            return "failed", refusal.message

    def _take(self, entry: c.InvoiceEntry) -> Verdict:
        if entry.problems:
            return "failed", "".join(entry.problems)
        if entry.issued is False:
            return "failed", f"税务平台没有开具：{entry.reason or '没有说明原因'}。"
        number = invoice_number(entry.number, "number")
        known = next((row for row in self._rows.values() if number in (row.number, row.red_number)), None)
        if known is not None:
            return self._known(known, entry)
        return self._turn_red(entry, number) if entry.red else self._issue(entry, number)

    def _issue(self, entry: c.InvoiceEntry, number: str) -> Verdict:
        named = serials_in(f"{entry.serial} {entry.note}")
        if named and not any(serial in self._serials for serial in named):
            # Of a re-issued invoice whose first one is not red here yet: by buyer and amount it could be taken for another's.
            return "skipped", f"流水号 {named[0]} 还没有对应的待开具发票，没有登记，请核对。"
        row = self._waiting(entry, named)
        if row is None:
            return "skipped", "不是待开具的发票：流水号、备注里没有应缴单，购买方和金额也没有唯一对应的。"
        _check_same(row, entry)
        if entry.issued_on is None:
            raise RuleViolation("invoice.day", "没有开票日期，请从电子税务局重新导出。")
        issue(self._context, row, number, entry.issued_on)
        return "imported", f"发票号码 {number}"

    def _turn_red(self, entry: c.InvoiceEntry, number: str) -> Verdict:
        """The red invoice proves what went before it: a 红字确认单 that nobody registered here was confirmed there."""
        note = red_note(entry.note)
        row = next((one for one in self._rows.values() if note.number and one.number == note.number), None)
        if row is None:
            return "skipped", "红字发票的备注里没有本校登记过的蓝字发票号码。"
        if row.status not in INVOICE_STANDS:
            raise RuleViolation("invoice.step", f"发票 {row.number} 现在是“{invoice_status(row.status)}”，请核对。")
        if entry.amount_fen is not None and abs(entry.amount_fen) != row.amount_fen:
            raise RuleViolation(
                "invoice.part_red", f"只红冲了一部分（{format_yuan(abs(entry.amount_fen))} 元），请人工核对。"
            )
        if row.red_confirmation and note.confirmation and row.red_confirmation != note.confirmation:
            raise RuleViolation("invoice.confirmation", f"这张发票登记的红字确认单是 {row.red_confirmation}，请核对。")
        confirmation = row.red_confirmation or note.confirmation
        if not confirmation:
            raise RuleViolation("invoice.confirmation", "备注里没有红字确认单编号，请先登记红字确认单。")
        refuse_known_confirmation(self._context, confirmation, of=row)
        if entry.issued_on is None:
            raise RuleViolation("invoice.day", "没有开票日期，请从电子税务局重新导出。")
        turn_red(self._context, row, number, entry.issued_on)
        row.red_confirmation = confirmation
        return "updated", f"红冲 {row.number}"

    def _known(self, row: InvoiceRow, entry: c.InvoiceEntry) -> Verdict:
        if not entry.red:
            _check_same(row, entry)
        return _KNOWN

    def _waiting(self, entry: c.InvoiceEntry, serials: Sequence[str]) -> InvoiceRow | None:
        """The one whose 发票流水号 the row names, else the only one of this buyer and amount."""
        named = [self._serials[serial] for serial in serials if serial in self._serials]
        if named:
            row = self._rows[named[0]]
            if row.status is not InvoiceStatus.TO_ISSUE:
                message = f"它的流水号已登记发票 {row.number}（{invoice_status(row.status)}），不能再登记一张，请核对。"
                raise RuleViolation("invoice.step", message)
            return row
        alike = [row for row in self._rows.values() if row.status is InvoiceStatus.TO_ISSUE and _fits(row, entry)]
        return alike[0] if len(alike) == 1 else None


def _fits(row: InvoiceRow, entry: c.InvoiceEntry) -> bool:
    same_buyer = entry.buyer_code == row.buyer_code if entry.buyer_code else _name(entry.buyer_name) == row.buyer_name
    return same_buyer and entry.amount_fen == row.amount_fen


def _check_same(row: InvoiceRow, entry: c.InvoiceEntry) -> None:
    """Raises RuleViolation when the tax site's invoice says another buyer or amount than ours."""
    if entry.amount_fen is not None and entry.amount_fen != row.amount_fen:
        message = f"税务平台开了 {format_yuan(entry.amount_fen)} 元，应开 {format_yuan(row.amount_fen)} 元，请核对。"
        raise RuleViolation("invoice.amount_differs", message)
    if entry.buyer_code and entry.buyer_code != row.buyer_code:
        message = f"税务平台的购买方税号是 {entry.buyer_code}，应为 {row.buyer_code}（{row.buyer_name}），请核对。"
        raise RuleViolation("invoice.buyer_differs", message)


def _name(text: str) -> str:
    return normalise_company_name(text)
