"""Columns as a person named them, for exports whose header nobody foresaw: plain data {field: column}, checked and turned into a header."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from school_desk.adapters.banks.headers import SCANNED_ROWS, Header, bank_layout
from school_desk.adapters.banks.layouts import IN_FLAGS, OUT_FLAGS, WORDS, Layout, heading
from school_desk.adapters.banks.ownership import is_shown, own_account
from school_desk.kernel.errors import RuleViolation

FIELDS = {
    "time": "交易时间",
    "day": "交易日期",
    "credit": "收入金额",
    "debit": "支出金额",
    "amount": "金额",
    "flag": "收付标志",
    "income": "收入的写法",
    "balance": "余额",
    "party_name": "对方户名",
    "party_account": "对方账号",
    "memo": "摘要",
    "memo2": "用途",
    "memo3": "附言",
    "reference": "流水号",
    "voucher": "凭证号",
}
"""What a column of a statement may hold, in the order a person is asked. `income` is no column: what stands in 收付标志 for money in."""
MAPPED = "mapped"
"""How the name of a layout begins whose columns a person named."""
ALL_IN = "*"
"""As `income`: the file has only money in."""
_MEMO = ("memo", "memo2", "memo3")
_OWN_ACCOUNT = ("本方账号", "查询账号")
"""Columns that can be nobody else's account, so that no one is asked about them."""
_KEYS = {word: key for key, word in FIELDS.items()}


Remembered = Mapping[str, Mapping[str, Mapping[str, str]]]
"""What people said of columns: by the account whose statement it was, then by the signature of the header."""


def column_names(row: Sequence[str]) -> tuple[str, ...]:
    """A name for each column of a header row: its words, the second one of a kind with #2, 第 n 列 where nothing stands."""
    seen: Counter[str] = Counter()
    names = []
    for place, cell in enumerate(row, start=1):
        word = heading(cell) or f"第{place}列"
        seen[word] += 1
        names.append(word if seen[word] == 1 else f"{word}#{seen[word]}")
    return tuple(names)


def signature(row: Sequence[str]) -> str:
    """Sixteen hex digits that stay the same for the same header, whatever pads it."""
    names = list(column_names(row))
    while names and not heading(row[len(names) - 1]):
        names.pop()
    return hashlib.sha256("|".join(names).encode()).hexdigest()[:16]


def checked(mapping: Mapping[str, str]) -> dict[str, str]:
    """The mapping with fields in place of their Chinese words and without fields that have no column.

    Raises RuleViolation `mapping.…` with the field that is wrong when no statement can be read by it.
    """
    said = {_KEYS.get(word, word): column.strip() for word, column in mapping.items() if column.strip()}
    unknown = next((word for word in said if word not in FIELDS), None)
    if unknown is not None:
        message = f"没有名为“{unknown}”的列，可以写：{'、'.join(FIELDS.values())}。"
        raise RuleViolation("mapping.unknown", message, field=unknown)
    if not said.keys() & {"time", "day"}:
        raise RuleViolation("mapping.no_time", "请选择交易时间（或交易日期）在哪一列。", field="time")
    split, whole = said.keys() & {"credit", "debit"}, "amount" in said
    if not split and not whole:
        message = "请选择金额在哪一列：收入和支出分两列的选“收入金额”“支出金额”，只有一列的选“金额”。"
        raise RuleViolation("mapping.no_amount", message, field="credit")
    if split and whole:
        message = "“金额”和“收入金额”“支出金额”只选一种：一列金额，或者收入、支出各一列。"
        raise RuleViolation("mapping.two_amounts", message, field="amount")
    used: dict[str, str] = {}
    for key, column in said.items():
        if key != "income" and column in used:
            message = f"“{column}”这一列已用作{used[column]}，请另选一列。"
            raise RuleViolation("mapping.column_twice", message, field=key)
        used[column] = FIELDS[key]
    return said


def lasting(mapping: Mapping[str, str]) -> dict[str, str]:
    """What may be said of the next file with this header as well: that all is income a person has seen of one file only."""
    return {key: column for key, column in mapping.items() if (key, column) != ("income", ALL_IN)}


def mapped_header(rows: Sequence[Sequence[str]], mapping: Mapping[str, str]) -> Header:
    """The header in which all the columns stand that `mapping` names. Raises as `checked`, and `mapping.no_column`."""
    said = checked(mapping)
    wanted = {column for key, column in said.items() if key != "income"}
    named = [column_names(row) for row in rows[:SCANNED_ROWS]]
    found = next((index for index, names in enumerate(named) if wanted <= set(names)), None)
    if found is None:
        best = max(named, key=lambda names: len(wanted & set(names)), default=())
        missing = "、".join(sorted(wanted - set(best)))
        raise RuleViolation("mapping.no_column", f"文件的表头里没有“{missing}”这一列，请重新选择对应的列。")
    return _header(rows, found, said)


def recalled_header(rows: Sequence[Sequence[str]], remembered: Remembered, account: str | None = None) -> Header | None:
    """The header for which a person once named the columns; None when no row is one, or when this account's is read as it is printed.

    An empty mapping says so. Of two accounts that use one header differently, the one counts that the file prints, else `account`. Raises
    RuleViolation `statement.whose_columns` when neither tells.
    """
    if not any(remembered.values()):
        return None
    for index, row in enumerate(rows[:SCANNED_ROWS]):
        mark, names = signature(row), set(column_names(row))
        known = {
            whose: mapping
            for whose, of in remembered.items()
            if (mapping := of.get(mark)) is not None and _fits(mapping, names)
        }
        if any(known.values()):
            return _of_account(rows, index, known, account)
    return None


def _fits(mapping: Mapping[str, str], names: Collection[str]) -> bool:
    return {column for key, column in mapping.items() if key != "income"} <= set(names)


def _of_account(
    rows: Sequence[Sequence[str]], index: int, known: Mapping[str, Mapping[str, str]], account: str | None
) -> Header | None:
    headers = {
        whose: _header(rows, index, lasting(checked(mapping))) if mapping else None for whose, mapping in known.items()
    }
    first, *others = [header for header in headers.values() if header is not None]
    named_alike = all(other == first for other in others)
    if named_alike and all(headers.values()):
        return first
    printed = own_account(first, rows[:index], rows[index + 1 :], ()) or account or ""
    fitting = [header for whose, header in headers.items() if is_shown(whose, printed)]
    if not fitting and named_alike:
        return first
    if len(fitting) != 1:
        message = (
            "学校的几个账号都用这样的表头，以前指定的列却不同，看不出这份流水该用哪一种。"
            "请先选定这是哪个账号的流水再导入，或者重新指定对应的列。"
        )
        raise RuleViolation("statement.whose_columns", message)
    return fitting[0]


def known_columns(header: Header, row: Sequence[str]) -> dict[str, str]:
    """What `header` already tells, as a mapping to begin with."""
    names = column_names(row)
    told = {key: names[place] for key, place in header.columns.items() if key in FIELDS and place < len(names)}
    if told.keys() & {"credit", "debit"}:
        told.pop("amount", None)
    return told | {key: names[place] for key, place in zip(_MEMO, header.memo, strict=False) if place < len(names)}


def likely_columns(row: Sequence[str]) -> dict[str, str]:
    """The columns of a row that is no whole header, as far as their words are known."""
    names = column_names(row)
    told = {key: word for key, words in WORDS.items() if key in FIELDS and (word := _first(words, names))}
    if told.keys() & {"credit", "debit"}:
        told.pop("amount", None)
    memo = [word for word in names if word in (*WORDS["summary"], "用途", "交易用途", "附言", "备注")]
    return told | dict(zip(_MEMO, memo, strict=False))


def _first(words: Sequence[str], names: Sequence[str]) -> str | None:
    return next((word for word in words if word in names), None)


def _header(rows: Sequence[Sequence[str]], index: int, said: Mapping[str, str]) -> Header:
    names, income = column_names(rows[index]), said.get("income", "")
    places = {key: names.index(column) for key, column in said.items() if key != "income"}
    words = tuple(map(heading, rows[index]))
    memo = tuple(places.pop(key) for key in _MEMO if key in places)
    columns = places | ({"summary": memo[0]} if memo else {})
    whose = next((names.index(word) for word in _OWN_ACCOUNT if word in names), None)
    if whose is not None and whose not in {*places.values(), *memo}:
        columns["account"] = whose
    bank = bank_layout(words, rows[:index])
    in_flags, out_flags = IN_FLAGS, OUT_FLAGS
    if income and income != ALL_IN:
        others = _other_flags(rows[index + 1 :], places.get("flag"), income)
        in_flags = frozenset({heading(income).upper()})
        out_flags = others if len(others) == 1 else OUT_FLAGS - in_flags
    layout = Layout(bank.bank, _name_of(said), in_flags=in_flags, out_flags=out_flags, signed=bank.signed)
    return Header(index, words, columns, memo, layout, all_in=income == ALL_IN)


def _name_of(said: Mapping[str, str]) -> str:
    """Columns named anew read the same rows differently: they are another layout, whose lines are compared as those of another bank's are."""
    return f"{MAPPED}-{hashlib.sha256(repr(sorted(said.items())).encode()).hexdigest()[:8]}"


def _other_flags(rows: Sequence[Sequence[str]], column: int | None, income: str) -> frozenset[str]:
    """What else stands in the column; when it is one word, that is money out."""
    if column is None:
        return frozenset()
    printed = {heading(row[column]).upper() for row in rows if column < len(row) and row[column]}
    return frozenset(printed - {heading(income).upper()})
