"""手动认领: a person says which batch a line pays and how much; it is spread over the batch's 应缴单 in their order."""

from __future__ import annotations

from school_desk.desk.widgets.form import Form
from school_desk.kernel.money import format_yuan
from school_desk.payments.commands import AllocateTransfer, Part
from school_desk.payments.queries import LineRow, ReceivableListRow


class ClaimForm(Form):
    """Batch, amount, what becomes of the rest, and why when a person paid."""

    def __init__(self, line: LineRow, owed: tuple[ReceivableListRow, ...]) -> None:
        super().__init__(columns=1)
        self._line = line
        self._batches: dict[str, list[ReceivableListRow]] = {}
        for row in reversed(owed):
            self._batches.setdefault(row.batch_id, []).append(row)
        self.add_choice(
            "batch", "缴的是哪个批次", [(key, _words(rows)) for key, rows in self._batches.items()], required=True
        )
        self.add_money("amount_fen", "金额（元）", required=True)
        self.add_check("rest", "余下的转为这家企业的预收余额")
        self.add_text("personal_reason", "个人付款的原因（公对公时不填）")
        self.set_values({"amount_fen": line.rest_fen})
        self.edited.connect(self._suggest)

    def command(self) -> AllocateTransfer | None:
        """What the person means; None when the amount does not fit (said at the field)."""
        values = self.values()
        rows, left = self._batches[values["batch"]], values["amount_fen"]
        owed = sum(row.open_fen for row in rows)
        if left > min(owed, self._line.rest_fen):
            told = f"最多 {format_yuan(min(owed, self._line.rest_fen))} 元（批次还欠 {format_yuan(owed)} 元）。"
            self.set_error("amount_fen", told)
            return None
        parts = []
        for row in rows:
            amount = min(left, row.open_fen)
            if amount:
                parts.append(Part(row.id, amount, row.open_fen))
                left -= amount
        rest_to = rows[0].enterprise_id if values["rest"] else None
        reason = values["personal_reason"]
        return AllocateTransfer(self._line.id, self._line.rest_fen, tuple(parts), rest_to, ("手动认领",), reason)

    def _suggest(self, key: str) -> None:
        if key == "batch":
            rows = self._batches.get(self.values()["batch"], [])
            self.set_values({"amount_fen": min(sum(row.open_fen for row in rows), self._line.rest_fen)})


def _words(rows: list[ReceivableListRow]) -> str:
    owed = format_yuan(sum(row.open_fen for row in rows))
    return f"{rows[0].enterprise} {rows[0].batch_number}（欠 {owed}）"
