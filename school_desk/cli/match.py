"""`school-desk match`: what the credits of a bank's export pay, into a table. It opens no school and takes nothing in."""

from __future__ import annotations

import argparse
import csv
import gc
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, time
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

from school_desk.cli.parser import Verbs
from school_desk.cli.words import say
from school_desk.kernel.errors import EnvironmentFault, RuleViolation
from school_desk.kernel.money import format_yuan

if TYPE_CHECKING:
    from school_desk.adapters.banks import Statement, StatementLine
    from school_desk.payments.matching import CreditLine, DebitLine, Matching, Proposal

_COLUMNS = ("row_no", "order_no", "amount", "score", "decision", "rank")
_LEAST_SCORE = 0.4
"""A first explanation less likely than this is no proposal: it is listed from rank 2 on, among the others."""


def add_to(verbs: Verbs) -> None:
    """Declares the verb."""
    parser = verbs.add("match", "把银行流水里的收款对到订单，写成一张表（不导入）", _match, json=False)
    wanted = "csv，要有列："
    parser.add_argument(
        "--orders",
        type=Path,
        required=True,
        metavar="订单",
        help=f"{wanted}order_no、enterprise_name、created_at、due_amount 等",
    )
    parser.add_argument(
        "--statement", type=Path, required=True, metavar="流水", help="网银导出的账户明细，任何认识的格式"
    )
    parser.add_argument(
        "--enterprises", type=Path, metavar="企业", help=f"{wanted}uscc、name，可有 aliases、legal_rep、contact"
    )
    parser.add_argument("--history", type=Path, metavar="往年付款", help=f"{wanted}payer_name、payer_account、uscc")
    parser.add_argument("--slips", type=Path, metavar="回单", help=f"{wanted}slip_id、order_nos、amount、pay_time")
    parser.add_argument("--out", type=Path, required=True, metavar="结果", help="写到这个 csv：一行一个对应关系")
    parser.add_argument(
        "--json", type=Path, metavar="报告", help="另写一份 JSON 报告：每条建议的理由、另一种可能、不自动认领的原因"
    )


def _match(options: argparse.Namespace) -> int:
    started = perf_counter()
    with _without_collection():
        figures = _run(options, started)
    _tell(figures, options.out)
    return 0


@contextmanager
def _without_collection() -> Iterator[None]:
    """Millions of values are made, none in a circle: looking for circles among them would take a third of the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _run(options: argparse.Namespace, started: float) -> dict[str, Any]:
    from school_desk.adapters.banks import read_statement
    from school_desk.cli.match_files import parties, read_enterprises, read_history, read_orders, read_slips
    from school_desk.payments.matching import Books, match

    _keep_apart(options)
    owners = read_enterprises(options.enterprises)
    orders = read_orders(options.orders, owners)
    statement = read_statement(options.statement)
    books = Books(orders, read_history(options.history), read_slips(options.slips), parties(owners))
    lines = statement.lines
    found = match(books, credit_lines(lines), debit_lines(lines), in_words=bool(options.json))
    rows = list(_rows(found.proposals))
    _write_table(options.out, rows)
    figures = _figures(len(orders), statement, rows, perf_counter() - started)
    if options.json:
        _write_report(options.json, figures, statement, found)
    return figures


def _keep_apart(options: argparse.Namespace) -> None:
    """What is read is never written over. Raises RuleViolation `match.same_file`."""
    given = (options.orders, options.statement, options.enterprises, options.history, options.slips)
    kept = {path.resolve() for path in given if path is not None}
    for path in filter(None, (options.out, options.json)):
        if path.resolve() in kept:
            message = f"“{path.name}”是要读的文件，结果不能写到它上面。请换一个文件名。"
            raise RuleViolation("match.same_file", message, field="out")
        kept.add(path.resolve())


def credit_lines(lines: Iterable[StatementLine]) -> list[CreditLine]:
    """The money that came in; a line's id is its row in the file."""
    from school_desk.payments.matching import CreditLine

    found = [
        CreditLine(
            id=str(line.row),
            amount_fen=line.amount_fen,
            payer_name=line.counterparty_name,
            payer_account=line.counterparty_account,
            memo=line.memo,
            booked_on=line.booked_at.date(),
            booked_at=_time_of_day(line.booked_at),
        )
        for line in lines
        if line.direction == "in"
    ]
    return sorted(found, key=lambda line: (line.moment, int(line.id)))


def debit_lines(lines: Iterable[StatementLine]) -> list[DebitLine]:
    """The money that went out."""
    from school_desk.payments.matching import DebitLine

    found = [
        DebitLine(
            id=str(line.row),
            amount_fen=line.amount_fen,
            payee_name=line.counterparty_name,
            payee_account=line.counterparty_account,
            memo=line.memo,
            booked_on=line.booked_at.date(),
            reversal_flag=line.reversal_flag,
            booked_at=_time_of_day(line.booked_at),
        )
        for line in lines
        if line.direction == "out"
    ]
    return sorted(found, key=lambda line: (line.moment, int(line.id)))


def _time_of_day(booked_at: datetime) -> time | None:
    """None where the bank prints only the day, which stands for midnight."""
    return None if booked_at.time() == time() else booked_at.time()


def _ranked(proposals: Iterable[Proposal]) -> Iterator[tuple[int, Proposal]]:
    """Each proposal with its rank: 1 for what stands and is likely, from 2 on for the others of its line."""
    line, rank = "", 1
    for one in proposals:
        if one.line_id != line:
            line, rank = one.line_id, 1 if one.stands and one.score >= _LEAST_SCORE else 2
        yield rank, one
        rank += 1


def _rows(proposals: Iterable[Proposal]) -> Iterator[tuple[str, str, str, str, str, int]]:
    for rank, one in _ranked(proposals):
        decision = "auto" if one.certain and rank == 1 else "suggest"
        for order, fen in one.parts:
            yield one.line_id, order, format_yuan(fen, grouped=False), f"{one.score:.4f}", decision, rank


def _write_table(path: Path, rows: Iterable[tuple[object, ...]]) -> None:
    try:
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(_COLUMNS)
            writer.writerows(rows)
    except OSError as fault:
        _refuse(path, fault)


def _write_report(path: Path, figures: dict[str, Any], statement: Statement, found: Matching) -> None:
    report = {
        **figures,
        "proposals": [_told(rank, one) for rank, one in _ranked(found.proposals)],
        "remarks": [
            {
                "row_no": int(one.line_id),
                "kind": one.kind,
                "reason": one.reason,
                "other_row_no": one.other_line_id and int(one.other_line_id),
            }
            for one in found.verdicts
        ],
        "leftovers": [{"row_no": left.row, "reason": left.reason} for left in statement.leftovers],
        "breaks": [gap.message for gap in statement.breaks],
    }
    try:
        path.write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", "utf-8")
    except OSError as fault:
        _refuse(path, fault)


def _told(rank: int, one: Proposal) -> dict[str, Any]:
    return {
        "row_no": int(one.line_id),
        "rank": rank,
        "decision": "auto" if one.certain and rank == 1 else "suggest",
        "kind": one.kind,
        "score": round(one.score, 4),
        "links": [{"order_no": order, "amount": format_yuan(fen, grouped=False)} for order, fen in one.parts],
        "reasons": list(one.reasons),
        "vetoes": list(one.vetoes),
        "rival": one.rival,
    }


def _refuse(path: Path, fault: OSError) -> None:
    if path.is_dir():
        message = f"写不了“{path}”：它是文件夹，请写一个文件名。"
    elif not path.parent.is_dir():
        message = f"写不了“{path}”：没有文件夹“{path.parent}”，请先建好它，或换一个文件夹。"
    else:
        message = f"写不了“{path}”，请换一个文件夹，或关掉正打开它的程序后再试。"
    raise EnvironmentFault("match.not_written", message) from fault


def _figures(
    orders: int, statement: Statement, rows: list[tuple[str, str, str, str, str, int]], seconds: float
) -> dict[str, Any]:
    from school_desk.payments.matching.model import shipped_model

    auto = {row[0] for row in rows if row[4] == "auto"}
    first = {row[0] for row in rows if row[5] == 1}
    credits_in = sum(line.direction == "in" for line in statement.lines)
    return {
        "orders": orders,
        "rows": statement.row_count,
        "credits": credits_in,
        "auto": len(auto),
        "suggest": len(first - auto),
        "alone": credits_in - len(first),
        "threshold": shipped_model().threshold,
        "seconds": round(seconds, 2),
    }


def _tell(figures: dict[str, Any], out: Path) -> None:
    say(f"流水 {figures['rows']} 行，收款 {figures['credits']} 笔；订单 {figures['orders']} 张。")
    say(
        f"可以直接认领 {figures['auto']} 笔，建议核对 {figures['suggest']} 笔，没有建议 {figures['alone']} 笔。已写到 {out}"
    )
