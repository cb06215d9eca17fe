"""Whether a minus beside 借 only says again that money went out, or says that the bank took such a line back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from school_desk.adapters.banks.continuity import chain
from school_desk.adapters.banks.headers import Header
from school_desk.adapters.banks.rows import RowReader
from school_desk.adapters.banks.statement import StatementLine

_SEVERAL = 2


def with_told_signs(header: Header, filled: Sequence[tuple[int, Sequence[str]]], own_account: str | None) -> Header:
    """`header` with a layout that knows what its minus means, by the running balance, else by how often it stands there.

    `signed` is None where neither tells and no bank is known to print so: such rows are left over, for read wrongly they are income.
    """
    layout = header.layout
    if layout.signed or "flag" not in header.columns or header.columns.keys() & {"credit", "debit"}:
        return header
    again, back = (
        _lines(replace(header, layout=replace(layout, signed=signed)), filled, own_account) for signed in (True, False)
    )
    changed = sum(one.direction != other.direction for one, other in zip(again, back, strict=True))
    if not changed:
        return header
    plain = sum(line.direction == "out" for line in back)
    breaks_again, breaks_back = len(chain(again).breaks), len(chain(back).breaks)
    signed: bool | None = False if layout.marks else None
    if breaks_again != breaks_back:
        signed = breaks_again < breaks_back
    elif not plain and changed >= _SEVERAL:
        signed = True
    return replace(header, layout=replace(layout, signed=signed))


def _lines(header: Header, filled: Sequence[tuple[int, Sequence[str]]], own_account: str | None) -> list[StatementLine]:
    reader = RowReader(header, own_account)
    read = (reader.read(row, cells) for row, cells in filled)
    return [line for line in read if isinstance(line, StatementLine)]
