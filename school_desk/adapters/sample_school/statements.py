"""Writes the school's bank account: who paid what and how, in two ICBC layouts and one ABC layout of the same lines."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from school_desk.adapters.sample_school.companies import SCHOOL_ACCOUNT, SCHOOL_NAME
from school_desk.adapters.sample_school.truth import EnterpriseTruth, Line
from school_desk.adapters.sample_school.workbooks import Cell, write_table
from school_desk.kernel.money import Fen, format_yuan

_FIRST_DAY = datetime(2026, 9, 1, 9, 12, 7)  # noqa: DTZ001 - statements print the bank's wall clock
_OPENING = Fen(15_320_000)
_MEMO_CHARACTERS = 40
_ABC_LINES = 6


def draw_lines(rng: Random, enterprises: Sequence[EnterpriseTruth]) -> tuple[Line, ...]:
    """The account's lines, oldest first: every enterprise's payments, and what else moves on an account."""
    lines: list[Line] = []
    for place, enterprise in enumerate(enterprises):
        payments = _PAYMENTS[enterprise.case.payment](enterprise, rng)
        noise = _NOISE[place : place + 1]
        # A stranger's line between two instalments, or after the only one.
        lines += [*payments[:1], *noise, *payments[1:]]
    interest = Line(_FIRST_DAY, Fen(3742), "", "", "结息", "利息")
    return _dated(rng, [*lines, *_NOISE[len(enterprises) :], interest])


def write_statements(folder: Path, lines: Sequence[Line]) -> None:
    """The three files of the samples' layout; the ABC one shows another account and repeats the first lines."""
    folder.mkdir(parents=True)
    rows = list(_balanced(lines))
    _write_history_detail(folder / "icbc-historydetail.csv", rows)
    _write_icbc_fourteen(folder / "icbc-14col.xlsx", rows)
    _write_abc(folder / "abc.xlsx", rows[:_ABC_LINES])


def _dated(rng: Random, lines: Iterable[Line]) -> tuple[Line, ...]:
    now, dated = _FIRST_DAY, []
    for line in lines:
        if line.summary == "结息":
            now = now.replace(day=21, hour=2, minute=3)  # banks pay interest on the 21st of the quarter's last month
        dated.append(replace(line, at=now))
        now += timedelta(minutes=rng.randrange(45, 200), seconds=rng.randrange(60))
        if now.hour >= 17:
            now = (now + timedelta(days=1)).replace(hour=8, minute=rng.randrange(30, 60))
    return tuple(dated)


def _paid(one: EnterpriseTruth, amount: int, memo: str, *, tuition: int | None = None) -> Line:
    """A transfer from the enterprise's own account; all of it is tuition unless said otherwise."""
    company = one.company
    part = Fen(amount if tuition is None else tuition)
    # Banks print half-width brackets whatever the licence has.
    party = company.name.replace("（", "(").replace("）", ")")
    return Line(_FIRST_DAY, Fen(amount), party, company.account, "转账", memo, company.credit_code, part)


def _names(one: EnterpriseTruth) -> str:
    return "、".join(person.name for person in one.people)


def _whole(one: EnterpriseTruth, _: Random) -> list[Line]:
    return [_paid(one, one.fee, "培训费")]


def first_instalment(one: EnterpriseTruth) -> Fen:
    """What a payer in two parts pays first: about half, in full hundreds of yuan."""
    return Fen(one.fee // 20_000 * 10_000)


def _split(one: EnterpriseTruth, _: Random) -> list[Line]:
    first = first_instalment(one)
    return [_paid(one, first, "建筑工人培训费第一笔"), _paid(one, one.fee - first, "培训费尾款")]


def _by_names(one: EnterpriseTruth, _: Random) -> list[Line]:
    return [_paid(one, one.fee, _names(one)[:_MEMO_CHARACTERS])]


def _by_person(one: EnterpriseTruth, rng: Random) -> list[Line]:
    company, card = one.company, f"622208{rng.randrange(10**13):013d}"
    return [
        Line(
            _FIRST_DAY,
            one.fee,
            company.legal_person,
            card,
            "转账",
            f"{company.name}报名费",
            company.credit_code,
            one.fee,
        )
    ]


def _too_much(one: EnterpriseTruth, _: Random) -> list[Line]:
    first, second = one.people[0].name, one.people[1].name
    return [_paid(one, one.fee + 20_000, f"{first}、{second}等{len(one.people)}人培训费", tuition=one.fee)]


def _reversed(one: EnterpriseTruth, _: Random) -> list[Line]:
    company = one.company
    back = Line(_FIRST_DAY, Fen(-one.fee), company.name, company.account, "冲正", "冲正", company.credit_code)
    return [_paid(one, one.fee, "培训", tuition=0), back, _paid(one, one.fee, "培训费")]


def _withheld(one: EnterpriseTruth, _: Random) -> list[Line]:
    return [_paid(one, one.fee - 500, "培训费(扣手续费)")]


def _by_parent(one: EnterpriseTruth, rng: Random) -> list[Line]:
    company, account = one.company, f"1205{rng.randrange(10**15):015d}"
    memo = f"代{company.name}付培训费"
    return [Line(_FIRST_DAY, one.fee, "浙江衡棠控股集团有限公司", account, "转账", memo, company.credit_code, one.fee)]


def _twice(one: EnterpriseTruth, _: Random) -> list[Line]:
    """Two equal transfers one after the other, both real; an odd fee leaves a third."""
    half = one.fee // 20_000 * 10_000
    rest = one.fee - 2 * half
    return [_paid(one, half, "培训费"), _paid(one, half, "培训费")] + ([_paid(one, rest, "培训费补")] if rest else [])


def _nothing(_: EnterpriseTruth, __: Random) -> list[Line]:
    return []


_PAYMENTS: dict[str, Callable[[EnterpriseTruth, Random], list[Line]]] = {
    "whole": _whole,
    "split": _split,
    "names": _by_names,
    "person": _by_person,
    "over": _too_much,
    "reversed": _reversed,
    "withheld": _withheld,
    "parent": _by_parent,
    "twice": _twice,
    "nothing": _nothing,
}

_NOISE = (
    Line(_FIRST_DAY, Fen(-1_000), "", "", "手续费", "网银手续费"),
    Line(_FIRST_DAY, Fen(480_000), "浙江苔溪餐饮管理有限公司", "6222000033334444", "转账", "货款"),
    Line(_FIRST_DAY, Fen(-126_050), "湖州吴兴供电营业所", "1205220010000001234", "转账", "电费"),
)


def _balanced(lines: Sequence[Line]) -> Iterable[tuple[Line, Fen]]:
    balance = _OPENING
    for line in lines:
        balance = Fen(balance + line.amount)
        yield line, balance


def _in(line: Line) -> str | None:
    return format_yuan(line.amount) if line.amount > 0 else None


def _out(line: Line) -> str | None:
    return format_yuan(-line.amount) if line.amount < 0 else None


def _write_history_detail(path: Path, rows: Sequence[tuple[Line, Fen]]) -> None:
    text = io.StringIO()
    text.write("[HISTORYDETAIL]\r\n")
    writer = csv.writer(text)
    writer.writerow(
        (
            "凭证号",
            "本方账号",
            "对方账号",
            "交易时间",
            "借/贷",
            "借方发生额",
            "贷方发生额",
            "对方行号",
            "摘要",
            "用途",
            "对方单位名称",
            "余额",
            "个性化信息",
        )
    )
    for line, balance in rows:
        stamp = f"{line.at:%Y-%m-%d-%H.%M.%S}"
        flag = "贷" if line.amount > 0 else "借"
        # The bank pads the account with a tab so that spreadsheets keep its digits.
        writer.writerow(
            ("000000000", SCHOOL_ACCOUNT, line.account + "\t", stamp, flag, _out(line), _in(line), "", line.summary, line.memo,
             line.party, format_yuan(balance), "")
        )  # fmt: skip
    path.write_bytes(text.getvalue().encode("gb18030"))


def _write_icbc_fourteen(path: Path, rows: Sequence[tuple[Line, Fen]]) -> None:
    table: list[Sequence[Cell]] = [
        ("中国工商银行 账户历史明细",),
        (f"账号：{SCHOOL_ACCOUNT}", None, f"户名：{SCHOOL_NAME}"),
        ("凭证号", "对方账号", "交易时间", "借贷标志", "对方单位", "对方行号", "用途", "摘要", "附言", "回单个性化信息", "转入金额", "转出金额",
         "支付凭证种类", "余额"),
    ]  # fmt: skip
    for line, balance in rows:
        flag = "贷" if line.amount > 0 else "借"
        table.append(
            ("0", line.account, f"{line.at:%Y-%m-%d %H:%M:%S}", flag, line.party, None, None, line.summary, line.memo, None,
             _in(line), _out(line), None, format_yuan(balance))
        )  # fmt: skip
    write_table(path, table)


def _write_abc(path: Path, rows: Sequence[tuple[Line, Fen]]) -> None:
    table: list[Sequence[Cell]] = [
        ("账户明细",),
        ("账号:19135001040000000",),
        ("交易时间", "收入金额", "支出金额", "账户余额", "交易行名", "对方省市", "对方账号", "对方户名", "交易用途"),
    ]
    for line, balance in rows:
        table.append(
            (f"{line.at:%Y-%m-%d %H:%M:%S}", _in(line), _out(line), format_yuan(balance), None, "浙江", line.account,
             line.party, line.memo)
        )  # fmt: skip
    received = [line.amount for line, _ in rows if line.amount > 0]
    # The footer counts and sums what came in; it must not be taken for a transaction.
    table.append((f"{len(received)} 收 {format_yuan(sum(received))}",))
    write_table(path, table)
