"""Whose account a table shows: printed in a column, above the header, or told by the parties of its lines."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence

from school_desk.adapters.banks.cells import account_number
from school_desk.adapters.banks.headers import Header
from school_desk.adapters.banks.layouts import heading
from school_desk.kernel.errors import RuleViolation

_LABEL = re.compile(
    r"(?:账号|帐号|卡号|账户号码)[^\d*\u4e00-\u9fff]{0,60}"
    r"(\d{2}-\d{8,20}|[\d*]{4}(?:[ -][\d*]{2,5}){2,7}|[\d*]{8,32})(?!\d)"
)
"""农行 prints 10-5456010400; others print groups of four."""


def own_account(
    header: Header, above: Sequence[Sequence[str]], below: Sequence[Sequence[str]], own_accounts: Collection[str]
) -> str | None:
    """The account that the table shows; None where it is not printed.

    Raises RuleViolation `statement.several_accounts`, or `.whose_account` when `own_accounts` are needed to tell and do not.
    """
    if (column := header.columns.get("account")) is not None:
        printed = _accounts(below, column)
        if len(printed) > 1:
            raise several_accounts(printed)
        if printed:
            return next(iter(printed))
    if label := _LABEL.search("\t".join(text for texts in above for text in texts)):
        return re.sub(r"[ -]", "", label[1])
    fields = header.columns.keys()
    if not {"payer_account", "payee_account"} <= fields or "credit" in fields:
        return None
    return _own_side(header, below) if "flag" in fields else _account_of_receipts(header, below, own_accounts)


def is_shown(account: str, printed: str) -> bool:
    """Whether the printed account, some digits of which may be masked, is this one."""
    pattern = re.sub(r"\*+", r"\\d*", re.sub(r"[^\d*]", "", printed))
    return re.fullmatch(pattern, re.sub(r"\D", "", account)) is not None


def several_accounts(accounts: Iterable[str]) -> RuleViolation:
    """The violation to raise for a file of more than one account."""
    message = f"文件里有几个账号的流水（{'、'.join(sorted(accounts))}）。请在网银里按账号分别导出后再导入。"
    return RuleViolation("statement.several_accounts", message)


def _own_side(header: Header, below: Sequence[Sequence[str]]) -> str | None:
    """浙商 names both sides and says which way: the payee of money in and the payer of money out are one account."""
    flag, found = header.columns["flag"], set[str]()
    for cells in below:
        said = heading(cells[flag]).upper() if flag < len(cells) else ""
        if said in header.layout.in_flags or said in header.layout.out_flags:
            side = "payee_account" if said in header.layout.in_flags else "payer_account"
            found |= _accounts([cells], header.columns[side])
    return found.pop() if len(found) == 1 else None


def _account_of_receipts(header: Header, below: Sequence[Sequence[str]], own_accounts: Collection[str]) -> str:
    """The account that stands in every receipt, as payer or as payee."""
    sides = [header.columns["payer_account"], header.columns["payee_account"]]
    pairs = [pair for cells in below if (pair := {account for side in sides for account in _accounts([cells], side)})]
    everywhere = set.intersection(*pairs) if pairs else set()
    ours = everywhere & set(own_accounts) or everywhere
    if len(ours) != 1:
        message = "看不出这些电子回单里哪个账号是学校的。请先在设置里填好学校账号，再导入。"
        raise RuleViolation("statement.whose_account", message)
    return ours.pop()


def _accounts(rows: Iterable[Sequence[str]], column: int) -> set[str]:
    cells = (row[column] for row in rows if column < len(row))
    return {account for cell in cells if re.fullmatch(r"[\d* -]{8,40}", cell) and (account := account_number(cell))}
