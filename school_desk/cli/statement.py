"""`school-desk statement`: what a bank's export says, without taking it in."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from school_desk.cli.parser import Verbs
from school_desk.cli.words import say, say_json, say_table
from school_desk.kernel.money import format_yuan
from school_desk.terms.labels import bank_name

if TYPE_CHECKING:
    from school_desk.adapters.banks import Statement


def add_to(verbs: Verbs) -> None:
    """Declares the verb."""
    parser = verbs.add("statement", "查看银行流水文件的内容（不导入）", _statement)
    parser.add_argument("file", type=Path, metavar="文件", help="网银导出的账户明细")
    parser.add_argument("--map", type=Path, metavar="JSON", help='哪一列是什么：{"交易时间": "列名", …}')


def _statement(options: argparse.Namespace) -> int:
    from school_desk.adapters.banks import Columns, read_statement, statement_json
    from school_desk.intake.statement_head import read_mapping

    columns = Columns(None if options.map is None else read_mapping(options.map))
    statement = read_statement(options.file, columns=columns)
    if options.json:
        say_json(statement_json(statement))
    else:
        _tell(statement)
    return 0


def _tell(statement: Statement) -> None:
    say(f"{bank_name(statement.bank)}，账号 {statement.account or '文件里没有'}，{statement.row_count} 行")
    rows = [
        (
            f"{line.booked_at:%Y-%m-%d %H:%M:%S}",
            "收" if line.direction == "in" else "付",
            format_yuan(line.amount_fen),
            "" if line.balance_fen is None else format_yuan(line.balance_fen),
            line.counterparty_name,
            line.memo,
        )
        for line in statement.lines
    ]
    say_table(("时间", "收付", "金额", "余额", "对方户名", "摘要附言"), rows)
    for left in statement.leftovers:
        say(f"第 {left.row} 行没有算作流水：{left.reason}")
    for sentence in (*(gap.message for gap in statement.breaks), *statement.notes):
        say(f"! {sentence}")
