"""A slip's fields between the reading and the register: what is shown for a person to confirm, and what they confirmed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from school_desk.desk.colours import Tone
from school_desk.desk.widgets.field_row import FieldView
from school_desk.desk.widgets.inputs import read_date
from school_desk.desk.widgets.photo_view import PhotoBox
from school_desk.documents.reading.paper import FieldReading, FieldState, PaperReading
from school_desk.intake.slips import SlipClaim
from school_desk.kernel.errors import RuleViolation
from school_desk.kernel.money import format_yuan, parse_yuan
from school_desk.payments.queries import ReceivableListRow
from school_desk.payments.slip_parties import Parties
from school_desk.terms.names import normalise_company_name

LABELS = {
    "payer_name": "付款人",
    "payer_account": "付款账号",
    "payee_account": "收款账号",
    "amount": "金额（元）",
    "date": "付款日期",
    "serial_no": "流水号",
}
_TONES = {FieldState.ACCEPTED: Tone.GOOD, FieldState.LOOK: Tone.WARN, FieldState.FAILED: Tone.BAD}
FIELD_OF = {"amount_fen": "amount", "paid_on": "date"} | {key: key for key in LABELS}
"""The command's field → the slip's."""

Choice = tuple[str | None, str | None]
"""(enterprise id, batch id); both None: nobody knows yet."""
UNKNOWN: Choice = (None, None)


def field_views(reading: PaperReading, parties: Parties, asked: frozenset[str] = frozenset()) -> tuple[FieldView, ...]:
    """The fields that a register needs, in the paper's order; what is not proven is for a person to look at.

    `parties` name the candidates that come from the record. `asked`: fields that a person had read again, whose proposal they may refuse.
    """
    return tuple(
        _view(key, label, reading.fields.get(key), parties, asks=key in asked) for key, label in LABELS.items()
    )


def boxes_of(reading: PaperReading) -> tuple[PhotoBox, ...]:
    """Where each of them stands on the picture."""
    return tuple(
        PhotoBox(key, *found.box, tone=_TONES[found.state], label=LABELS[key])
        for key, found in reading.fields.items()
        if key in LABELS and found.box is not None
    )


def claim_of(values: Mapping[str, str], choice: Choice | None) -> SlipClaim:
    """What the person confirmed. Raises RuleViolation with its field."""
    enterprise_id, batch_id = choice or UNKNOWN
    return SlipClaim(
        payer_name=values["payer_name"],
        payer_account=values["payer_account"],
        payee_account=values["payee_account"],
        amount_fen=_amount(values["amount"]),
        paid_on=_day(values["date"]),
        serial_no=values["serial_no"],
        enterprise_id=enterprise_id,
        batch_id=batch_id,
    )


def options_for(
    reading: PaperReading, owed: Sequence[ReceivableListRow], enterprises: Mapping[str, str]
) -> tuple[list[tuple[Choice, str]], Choice]:
    """What the slip may pay for, and what it likely does: the payer's own batch, the one of this amount where there are several."""
    batches: dict[str, list[ReceivableListRow]] = {}
    for row in owed:
        batches.setdefault(row.batch_id, []).append(row)
    options: list[tuple[Choice, str]] = [(UNKNOWN, "还不知道")]
    payer = normalise_company_name(str(reading.value("payer_name") or ""))
    mine = next((key for key, name in enterprises.items() if name == payer), None)
    own = [(key, rows) for key, rows in batches.items() if rows[0].enterprise_id == mine]
    if mine is not None and not own:
        options.append(((mine, None), f"{payer}（没有待缴）"))
    for key, rows in own + [item for item in batches.items() if item not in own]:
        options.append(((rows[0].enterprise_id, key), _batch_words(rows)))
    exact = [key for key, rows in own if format_yuan(_open(rows), grouped=False) == reading.value("amount")]
    only = exact if len(exact) == 1 else [key for key, _ in own] if len(own) == 1 else []
    return options, (mine, only[0] if only else None) if (own and only) or (mine and not own) else UNKNOWN


def _view(key: str, label: str, found: FieldReading | None, parties: Parties, *, asks: bool) -> FieldView:
    if found is None or found.value is None:
        reason = "" if key == "payer_account" else "没有读到，请对照图片填写"
        return FieldView(key, label, tone=Tone.NEUTRAL if key == "payer_account" else Tone.BAD, reason=reason)
    return FieldView(
        key,
        label,
        read=str(found.value),
        confidence=found.confidence,
        tone=_TONES[found.state],
        reason="；".join(found.reasons),
        candidates=tuple((parties.whence(value) or "另一读法", value) for value in found.candidates),
        original=found.original or "",
        asks=asks,
    )


def _batch_words(rows: Sequence[ReceivableListRow]) -> str:
    return f"{rows[0].batch_number} 欠 {format_yuan(_open(rows))}　{rows[0].enterprise}"


def _open(rows: Sequence[ReceivableListRow]) -> int:
    return sum(row.open_fen for row in rows)


def _amount(text: str) -> int:
    try:
        return parse_yuan(text)
    except RuleViolation as unreadable:
        raise RuleViolation(unreadable.code, unreadable.message, field="amount_fen") from unreadable


def _day(text: str) -> date | None:
    day = read_date(text) if text.strip() else None
    if text.strip() and day is None:
        raise RuleViolation("slip.date", f"“{text}”不是日期，请写成 2026-08-03 的样子。", field="paid_on")
    return day
