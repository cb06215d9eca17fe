"""One row of an export: a line, or why it is none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

from school_desk.adapters.banks.cells import NOTHING, account_number, amount, moment, number
from school_desk.adapters.banks.headers import Header
from school_desk.adapters.banks.layouts import heading
from school_desk.adapters.banks.statement import Direction, Leftover, StatementLine
from school_desk.adapters.banks.totals import is_total, speaks_of_totals
from school_desk.kernel.errors import RuleViolation
from school_desk.kernel.money import Fen

_TAKEN_BACK = re.compile(r"冲正|冲账|冲销|抹账|退汇|退票|跨行退回|红字")
_TOTAL = "合计行，不是一笔流水"
_NOT_FLAGGED = frozenset({"", "0", "N", "NO", "否", "正常", "-", "未冲账", "非冲账"})
_SERIAL = re.compile(r"[2-7]\d{4}(\.\d+)?")
"""A date that a spreadsheet shows as a plain number: the days since 1900 or 1904, which only the workbook knows."""
_SHOWN_CHARACTERS, _NAME_CHARACTERS, _MEMO_CHARACTERS, _VOUCHER_CHARACTERS = 200, 200, 1000, 64
_MISSING = -1
"""Every row is read with one empty cell behind its last: there lie the columns that a layout lacks."""
_LEAST_REFERENCE = 8
"""Shorter numbers are counters that start again every day or in every file, and identify nothing."""


class Printed(NamedTuple):
    """What one row has in the columns of `WORDS`, "" where the layout has no such column."""

    account: str
    time: str
    day: str
    credit: str
    debit: str
    amount: str
    flag: str
    balance: str
    party_name: str
    party_account: str
    payer_name: str
    payer_account: str
    payee_name: str
    payee_account: str
    summary: str
    voucher: str
    reference: str
    reversal: str


_FIRST_PARTY, _BEHIND_PARTIES = Printed._fields.index("party_name"), Printed._fields.index("summary")


class RowReader:
    """Reads the rows of one table, whose header is known. `own_account` tells payer from payee where both are printed."""

    def __init__(self, header: Header, own_account: str | None) -> None:
        fields = header.columns.keys()
        self._header = header
        self._width = len(header.words)
        self._pick = itemgetter(*(header.columns.get(field, _MISSING) for field in Printed._fields))
        self._split_amounts = bool(fields & {"credit", "debit"})
        self._flagged = "flag" in fields
        self._both_sides = bool(fields & {"payer_name", "payer_account"})
        self._own_account = own_account
        self._lost_accounts = 0

    def notes(self) -> Iterator[str]:
        if self._lost_accounts:
            yield (
                f"有 {self._lost_accounts} 行的对方账号被表格软件变成了科学计数法，末几位已丢失，按没有账号处理。"
                "请直接使用网银导出的原文件。"
            )

    def read(self, row: int, texts: Sequence[str]) -> StatementLine | Leftover:
        """The line, or the row left over with the reason why."""
        missing = self._width - len(texts)
        try:
            if missing < 0 and any(texts[self._width :]):
                raise _NoLine("列数比表头多，多半是摘要里的逗号没有加引号，这一行对不上列")
            return self._line(row, [*texts, ""] if missing <= 0 else [*texts, *[""] * (missing + 1)])
        except _NoLine as refusal:
            return left_over(row, texts, refusal.reason)

    def _line(self, row: int, texts: Sequence[str]) -> StatementLine:
        printed = Printed._make(self._pick(texts))
        booked_at = self._booked_at(printed, texts)
        if is_total(texts, self._parties(printed)):
            raise _NoLine(_TOTAL)
        direction, fen, red = self._money(printed)
        name, account = self._counterparty(printed, direction)
        memo = self._memo(texts)
        reference = number(printed.reference)
        return StatementLine(
            row=row,
            booked_at=booked_at,
            direction=direction,
            amount_fen=fen,
            balance_fen=None if printed.balance in NOTHING else _amount(printed.balance),
            counterparty_name=name,
            counterparty_account=account,
            memo=memo,
            voucher_no=number(printed.voucher)[:_VOUCHER_CHARACTERS],
            bank_ref=reference if len(reference) >= _LEAST_REFERENCE else None,
            reversal_flag=red or _taken_back(printed, memo),
        )

    def _booked_at(self, printed: Printed, texts: Sequence[str]) -> datetime:
        time, day = printed.time, printed.day
        if day and len(time) < 6 and time.isdecimal():  # a spreadsheet takes the zeros off 001503
            time = time.zfill(6)
        stamp = (moment(f"{day} {time}".rstrip()) if day else None) or moment(time)
        if stamp is None:
            raise _NoLine(self._why_not_dated(texts, time or day))
        return stamp

    def _why_not_dated(self, texts: Sequence[str], printed: str) -> str:
        if speaks_of_totals(texts):
            return _TOTAL
        if tuple(map(heading, texts)) == (*self._header.words, ""):
            return "重复的表头"
        if sum(map(bool, texts)) == 1 and '"' in "".join(texts):
            return "引号不成对，这一行分不成列"
        if _SERIAL.fullmatch(printed):
            return f"交易时间“{printed}”是没有设成日期格式的数字，请在表格里把这一列设成日期格式后再导入"
        return f"交易时间“{printed[:_SHOWN_CHARACTERS]}”不是日期" if printed else "没有交易时间"

    def _money(self, printed: Printed) -> tuple[Direction, Fen, bool]:
        """Direction, amount above zero, and whether it was printed red (negative in its own column)."""
        if self._split_amounts:
            credit, debit = _amount(printed.credit), _amount(printed.debit)
            if credit and debit:
                raise _NoLine("收入和支出两栏都有金额，无法判断是收还是付")
            direction: Direction = "in" if credit else "out"
            fen, red = credit or debit, (credit or debit) < 0
            if self._flagged and not red:
                self._check_flag(printed.flag, direction)
        else:
            fen = _amount(printed.amount)
            direction, red = self._direction(printed, fen)
        if not fen:
            raise _NoLine("金额是零或空白")
        return ("in" if direction == "out" else "out") if red else direction, Fen(abs(fen)), red

    def _direction(self, printed: Printed, fen: Fen) -> tuple[Direction, bool]:
        layout, flag = self._header.layout, heading(printed.flag).upper()
        if self._header.all_in:
            if flag in layout.out_flags:
                raise _NoLine(f"借贷标志“{flag}”是支出，与指定的“都是收入”不一致")
            return "in", fen < 0
        if not self._flagged:
            return self._side(printed, fen), False
        if flag in layout.in_flags:
            return "in", fen < 0
        if flag in layout.out_flags:
            if fen < 0 and layout.signed is None:
                raise _NoLine(f"标着“{flag}”的金额前面又有负号，看不出是支出还是冲正")
            return "out", fen < 0 and not layout.signed
        raise _NoLine(f"看不懂借贷标志“{flag}”" if flag else "没有借贷标志")

    def _check_flag(self, flag: str, direction: Direction) -> None:
        """Where the amount's column already tells, the flag must say the same."""
        flag, layout = heading(flag).upper(), self._header.layout
        if flag in (layout.out_flags if direction == "in" else layout.in_flags):
            column = "收入" if direction == "in" else "支出"
            raise _NoLine(f"借贷标志“{flag}”与金额所在的{column}栏不一致")

    def _side(self, printed: Printed, fen: Fen) -> Direction:
        """Without a flag: by who pays where both sides are printed, else by the sign."""
        payer, payee = printed.payer_account, printed.payee_account
        if not payer and not payee:
            return "in" if fen > 0 else "out"
        if self._own_account not in (payer, payee):
            raise _NoLine("付款方和收款方都不是学校账号")
        return "in" if payee == self._own_account else "out"

    def _counterparty(self, printed: Printed, direction: Direction) -> tuple[str, str]:
        name, text = printed.party_name, printed.party_account
        if self._both_sides:
            payer, payee = (printed.payer_name, printed.payer_account), (printed.payee_name, printed.payee_account)
            name, text = payer if direction == "in" else payee
        account = account_number(text)
        if account is None:
            self._lost_accounts += 1
        return ("" if name in NOTHING else name[:_NAME_CHARACTERS]), account or ""

    def _parties(self, printed: Printed) -> Iterator[str]:
        """Whoever is named as the other side of the row."""
        for said in printed[_FIRST_PARTY:_BEHIND_PARTIES]:
            if said not in NOTHING and said != self._own_account:
                yield said

    def _memo(self, texts: Sequence[str]) -> str:
        words = [word for column in self._header.memo if (word := texts[column]) not in NOTHING]
        memo = words[0] if len(words) == 1 else " ".join(dict.fromkeys(words))
        return memo[:_MEMO_CHARACTERS]


def left_over(row: int, texts: Sequence[str], reason: str) -> Leftover:
    """The row as no line."""
    text = " ".join(filter(None, texts))
    shown = text if len(text) <= _SHOWN_CHARACTERS else f"{text[:_SHOWN_CHARACTERS]}…"
    return Leftover(row, shown, reason)


def _amount(text: str) -> Fen:
    try:
        return amount(text)
    except RuleViolation as refusal:
        if refusal.code != "money.unreadable":
            raise _NoLine(refusal.message) from None
        raise _NoLine(f"金额“{text[:_SHOWN_CHARACTERS]}”不能读成精确到分的数") from None


def _taken_back(printed: Printed, memo: str) -> bool:
    """By the bank's own mark or summary. A payer's own words never count, unless the line says nothing else."""
    if printed.reversal and printed.reversal.upper() not in _NOT_FLAGGED:
        return True
    return _speaks_of_return(printed.summary) if printed.summary else bool(_TAKEN_BACK.fullmatch(memo))


@lru_cache(maxsize=1024)
def _speaks_of_return(summary: str) -> bool:
    return bool(_TAKEN_BACK.search(summary))


class _NoLine(Exception):
    """This row is left over, and why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
