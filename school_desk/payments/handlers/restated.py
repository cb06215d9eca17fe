"""What a later export says differently of lines known before: the bank's marks and wordings are kept, another party is told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import sqlalchemy as sa

from school_desk.kernel.clock import local_text
from school_desk.kernel.commands import Context
from school_desk.kernel.money import format_yuan
from school_desk.payments.commands import BankLine, LineChange
from school_desk.payments.domain import plain_account
from school_desk.payments.tables import StatementImportRow, StatementLineRow

_BETWEEN = "；"
_MEMO_CHARACTERS = 1000


def layouts_of(context: Context, rows: Iterable[StatementLineRow]) -> dict[str, str]:
    """The layout that each of the lines came in, by the id of its import: two layouts word one line differently, and nothing changed."""
    wanted = sa.select(StatementImportRow.id, StatementImportRow.layout).where(
        StatementImportRow.school_id == context.school_id,
        StatementImportRow.id.in_({row.import_id for row in rows}),
    )
    return dict(context.session.execute(wanted).all())


def changes_of(row: StatementLineRow, line: BankLine, *, same_layout: bool) -> list[LineChange]:
    """How `line` of a later export differs from the line it is known as."""
    told = []
    if line.takes_back and not row.takes_back:
        told.append(LineChange(line.row_no, f"银行现在把 {named(row)} 标为冲正或退回。", kept=True))
    if not same_layout:
        return told
    if not _says(row.memo, line.memo):
        kept = len(row.memo) + len(line.memo) < _MEMO_CHARACTERS
        also = "，两种写法都记下了" if kept else ""
        said = f"{named(row)} 的摘要在这次导出里是“{line.memo or '空白'}”，以前是“{row.memo or '空白'}”{also}。"
        told.append(LineChange(line.row_no, said, kept=kept))
    account, known = plain_account(line.counterparty_account), row.counterparty_account or ""
    if line.counterparty_name[:200] != row.counterparty_name or account != known:
        now = " ".join(filter(None, (line.counterparty_name, f"（账号{_tail(account)}）" if account != known else "")))
        said = f"{named(row)} 的对方在这次导出里是“{now or '空白'}”，仍按以前的记，请向银行核实。"
        told.append(LineChange(line.row_no, said, kept=False))
    return told


def take_over(row: StatementLineRow, line: BankLine, *, same_layout: bool) -> None:
    """Keeps what `changes_of` says is kept."""
    row.takes_back = row.takes_back or line.takes_back
    if same_layout and not _says(row.memo, line.memo) and len(row.memo) + len(line.memo) < _MEMO_CHARACTERS:
        row.memo = _BETWEEN.join(filter(None, (row.memo, line.memo)))


def same_layout(row: StatementLineRow, layouts: Mapping[str, str], layout: str) -> bool:
    """Whether the line came in this very layout."""
    return layouts.get(row.import_id) == layout


def shortened(changes: Sequence[LineChange], most: int) -> list[str]:
    """The first sentences, and how many there are in all when there are more."""
    told = [change.told for change in changes[:most]]
    return [*told, f"这样有变化的共 {len(changes)} 处，逐行的说明里都有。"] if len(changes) > most else told


def named(row: StatementLineRow) -> str:
    """The line as a sentence names it."""
    way = "收到" if row.incoming else "付出"
    party = row.counterparty_name or "无对方户名"
    return f"{local_text(row.booked_at)} {way} {format_yuan(row.amount_fen)} 元（{party}）"


def _says(memo: str, words: str) -> bool:
    """Whether the kept memo holds this wording already, alone or beside others. Blank says nothing new."""
    words = words[:_MEMO_CHARACTERS]
    return not words or f"{_BETWEEN}{words}{_BETWEEN}" in f"{_BETWEEN}{memo}{_BETWEEN}"


def _tail(account: str) -> str:
    return f"尾号 {account[-4:]}" if account else "空白"
