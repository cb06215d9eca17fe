"""Takes a statement in: lines known before are counted, not doubled; what the bank has changed since is told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from datetime import datetime, time, timedelta

import sqlalchemy as sa

from school_desk.kernel.clock import SHANGHAI, as_utc, local_text
from school_desk.kernel.commands import Context, handles
from school_desk.kernel.errors import RuleViolation
from school_desk.kernel.recording import insert_many
from school_desk.payments import commands as c
from school_desk.payments.domain import Movement, find_own_account, known_lines, plain_account
from school_desk.payments.handlers.agreement import MONEY_UNDO
from school_desk.payments.handlers.joints import untold_gaps
from school_desk.payments.handlers.restated import changes_of, layouts_of, named, same_layout, shortened, take_over
from school_desk.payments.handlers.reversal import pair_reversals
from school_desk.payments.running import running_order
from school_desk.payments.settings import OTHER_ACCOUNTS, PAYEE_ACCOUNT
from school_desk.payments.tables import StatementImportRow, StatementLineRow
from school_desk.terms.statuses import LineStatus

_NAMED = 5
"""So many lines are told of one by one; of more, how many there are."""


@handles(c.ImportStatement, undo=MONEY_UNDO)
def import_statement(context: Context, command: c.ImportStatement) -> c.StatementOutcome:
    """Writes the lines that are new. A file with nothing new changes nothing."""
    account = find_own_account(command.own_account, own_accounts(context))
    lines = _in_running_order(command.lines)
    _check(lines)
    stored = {row.identity: row for row in _stored(context, account, lines)}
    layouts = layouts_of(context, stored.values())
    known = [_movement(row, layouts.get(row.import_id, "")) for row in stored.values()]
    matched = known_lines([_movement(line, command.layout) for line in lines], known)
    new = [line for line in lines if line.identity not in matched]
    twins = [(stored[matched[line.identity]], line) for line in lines if line.identity in matched]
    pairs = [(row, line, same_layout(row, layouts, command.layout)) for row, line in twins]
    changes = [change for row, line, same in pairs for change in changes_of(row, line, same_layout=same)]
    told = [*command.breaks, *untold_gaps(context, account, lines, matched)]
    told += [*_gone(lines, stored.values(), set(matched.values())), *shortened(changes, _NAMED)]
    import_id = None
    if new or any(change.kept for change in changes):
        import_id = _write(context, command, account, new, set(matched.values()))
        for row, line, same in pairs:
            take_over(row, line, same_layout=same)
        context.session.flush()
        told += pair_reversals(context, account)
    return c.StatementOutcome(
        import_id=import_id,
        rows=len(lines) + len(command.leftovers),
        new_lines=len(new),
        known_lines=len(matched),
        leftovers=len(command.leftovers),
        told=tuple(told),
        known_rows=tuple(sorted(line.row_no for line in lines if line.identity in matched)),
        changes=tuple(changes),
    )


def own_accounts(context: Context) -> tuple[str, ...]:
    """The school's accounts, the one that is paid into first."""
    return tuple(dict.fromkeys((context.setting(PAYEE_ACCOUNT), *context.setting(OTHER_ACCOUNTS))))


def _in_running_order(lines: Sequence[c.BankLine]) -> list[c.BankLine]:
    """Oldest first; lines of one instant by their balances, else as the file has them, read from the end where it begins with the newest."""
    newest_first = bool(lines) and as_utc(lines[0].booked_at) > as_utc(lines[-1].booked_at)
    return running_order(reversed(lines) if newest_first else lines)


def _check(lines: Sequence[c.BankLine]) -> None:
    wrong = next((line for line in lines if line.amount_fen <= 0), None)
    if wrong is not None:
        raise RuleViolation("statement.amount", f"第 {wrong.row_no} 行的金额应大于 0。请重新导出流水后再导入。")
    if len({line.identity for line in lines}) < len(lines):
        raise RuleViolation("statement.identity", "流水里有分不开的两行，请重新导出流水后再导入。")


def _stored(context: Context, account: str, lines: Sequence[c.BankLine]) -> Sequence[StatementLineRow]:
    """The account's lines of the days that the file covers."""
    if not lines:
        return ()
    first, last = (as_utc(line.booked_at).astimezone(SHANGHAI).date() for line in (lines[0], lines[-1]))
    day_after = datetime.combine(last + timedelta(days=1), time(), SHANGHAI)
    wanted = sa.select(StatementLineRow).where(
        StatementLineRow.school_id == context.school_id,
        StatementLineRow.own_account == account,
        StatementLineRow.booked_at >= datetime.combine(first, time(), SHANGHAI),
        StatementLineRow.booked_at < day_after,
    )
    return context.session.scalars(wanted.order_by(StatementLineRow.booked_at, StatementLineRow.id)).all()


def _movement(line: c.BankLine | StatementLineRow, layout: str) -> Movement:
    return Movement(
        line.identity,
        as_utc(line.booked_at),
        line.incoming,
        line.amount_fen,
        line.balance_fen,
        plain_account(line.counterparty_account or ""),
        line.counterparty_name,
        layout,
    )


def _gone(lines: Sequence[c.BankLine], stored: Iterable[StatementLineRow], found: set[str]) -> list[str]:
    """Lines that an earlier export had and this one, which covers their time, has no more."""
    if not lines:
        return []
    first, last = as_utc(lines[0].booked_at), as_utc(lines[-1].booked_at)
    gone = [row for row in stored if first < row.booked_at < last and row.identity not in found]
    told = [f"{named(row)} 在以前的导出里有，这次没有了，请向银行核实。" for row in gone[:_NAMED]]
    return [*told, f"这样的流水共 {len(gone)} 笔。"] if len(gone) > _NAMED else told


def _write(
    context: Context, command: c.ImportStatement, account: str, new: Sequence[c.BankLine], known: Set[str]
) -> str:
    """The id of the import. `known`: the identities of the stored lines that the file has, too."""
    earlier = context.session.scalar(
        sa.select(StatementImportRow).where(
            StatementImportRow.school_id == context.school_id,
            StatementImportRow.file_sha256 == command.file_sha256,
        )
    )
    if earlier is not None:
        _go_on(context, earlier, account, new, known)
        return earlier.id
    row = StatementImportRow(
        school_id=context.school_id,
        id=context.new_id("import"),
        bank=command.bank,
        layout=command.layout,
        own_account=account,
        file_name=command.file_name,
        file_sha256=command.file_sha256,
        imported_at=context.made_at,
        row_count=len(command.lines) + len(command.leftovers),
        line_count=len(new),
        known_count=len(known),
        leftovers=[[left.row_no, left.text, left.reason] for left in command.leftovers],
        breaks=list(command.breaks),
    )
    context.session.add(row)
    _add_lines(context, row, new)
    return row.id


def _go_on(context: Context, row: StatementImportRow, account: str, new: Sequence[c.BankLine], known: Set[str]) -> None:
    """Adds the lines that another file had brought, whose import was taken back since: this file has them, too.

    Only as long as the file reads as it did: read by other columns, every line would come a second time.
    """
    own = context.session.scalars(
        sa.select(StatementLineRow.identity).where(
            StatementLineRow.school_id == context.school_id, StatementLineRow.import_id == row.id
        )
    ).all()
    lines = row.line_count + row.known_count
    if row.own_account != account or not known >= set(own) or len(new) + len(known) != lines:
        message = f"这份文件已于 {local_text(row.imported_at)} 作为账号 {row.own_account} 的流水导入过。"
        raise RuleViolation("statement.file_known", message)
    row.line_count = len(own) + len(new)
    row.known_count = lines - row.line_count
    _add_lines(context, row, new)


def _add_lines(context: Context, row: StatementImportRow, new: Sequence[c.BankLine]) -> None:
    values = (_values(context, row, line, place) for place, line in enumerate(new, start=1))
    insert_many(context.session, StatementLineRow, values)


def _values(context: Context, of: StatementImportRow, line: c.BankLine, place: int) -> dict[str, object]:
    account = plain_account(line.counterparty_account) or None
    status = LineStatus.UNCLAIMED if line.incoming else LineStatus.NOT_TUITION
    return {
        "school_id": context.school_id,
        "id": context.new_id(f"line/{line.identity}", place),
        "import_id": of.id,
        "own_account": of.own_account,
        "identity": line.identity,
        "row_no": line.row_no,
        "booked_at": as_utc(line.booked_at),
        "incoming": line.incoming,
        "amount_fen": line.amount_fen,
        "balance_fen": line.balance_fen,
        "counterparty_name": line.counterparty_name[:200],
        "counterparty_account": account,
        "counterparty_account_key": account,
        "memo": line.memo[:1000],
        "voucher_no": line.voucher_no[:64],
        "takes_back": line.takes_back,
        "status": status,
        "status_reason": None if line.incoming else "支出",
        "reversed_by_id": None,
    }
