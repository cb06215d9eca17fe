"""`school-desk import`: takes a file in by the same commands as the screens, and tells what became of each of its rows."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from school_desk.cli.opening import find_actor, opened_school
from school_desk.cli.parser import Verbs
from school_desk.cli.words import complain, say, say_json, say_table
from school_desk.documents.ledger import ROW_STATES

if TYPE_CHECKING:
    from school_desk.cli.importers import Report

KINDS = {
    "enterprise": "企业材料：照片文件夹或 zip（yyzz、cns、zzzs，可附企业信息表）",
    "roster": "报名名单",
    "statement": "银行流水",
    "accounts": "学习账号开通结果",
    "hours": "学时",
    "authority-decisions": "主管部门结论",
    "scores": "成绩",
    "certificate-numbers": "证书编号",
    "push-results": "推送结果",
    "invoices": "税务平台的开票结果",
}


def add_to(verbs: Verbs) -> None:
    """Declares the verb."""
    parser = verbs.add("import", "导入文件，逐行说明结果", _import, writes=True)
    kinds = "；".join(f"{kind} {words}" for kind, words in KINDS.items())
    parser.add_argument("kind", choices=tuple(KINDS), metavar="种类", help=kinds)
    parser.add_argument("file", type=Path, metavar="文件")
    parser.add_argument("--dry-run", action="store_true", help="只看结果，什么都不保存")
    parser.add_argument(
        "--enterprise", default="", metavar="企业", help="名单属于哪家企业：信用代码或全称（默认看名单标题）"
    )
    parser.add_argument("--photos", type=Path, metavar="ZIP", help="名单的照片压缩包")
    parser.add_argument(
        "--trade", default="", metavar="工种", help="学时表属于哪个工种（有人有几个报名在学、看不出属于哪一个时）"
    )
    parser.add_argument("--level", default="", metavar="等级", help="学时表属于哪个等级，与 --trade 一起写")
    parser.add_argument("--plan", metavar="编号", help="成绩属于哪个考核计划（默认看每行的准考证号、身份证号）")
    parser.add_argument(
        "--map", type=Path, metavar="JSON", help='银行流水的列：{"交易时间": "列名", …}，按账号记住，下次不用再写'
    )
    parser.add_argument("--account", metavar="账号", help="银行流水属于学校的哪个账号（默认看文件里印的）")
    parser.add_argument("--sheet", metavar="工作表", help="名单在哪张工作表")
    parser.add_argument(
        "--declare",
        action="append",
        default=[],
        metavar="申报项=内容",
        help="企业申报的内容，如 负责人手机号=138…，可多次",
    )


def _import(options: argparse.Namespace) -> int:
    from school_desk.cli.importers import IMPORTERS

    with opened_school(options) as school:
        actor = find_actor(school, options.actor)
        fault = None if options.dry_run else school.back_up_before_import()
        if fault is not None:
            complain(fault.message)
        report = IMPORTERS[options.kind](school, actor, options)
    if options.json:
        say_json(_document(report, dry_run=options.dry_run))
    else:
        _tell(report, dry_run=options.dry_run)
    return 1 if report.count("failed") else 0


def _document(report: Report, *, dry_run: bool) -> dict[str, Any]:
    counts: dict[str, int] = {state: report.count(state) for state in ROW_STATES}
    ledger = [
        {"row": row.row_no, "name": row.name, "state": row.state, "reasons": list(row.reasons)} for row in report.rows
    ]
    told = {"notes": list(report.notes), "dry_run": dry_run, **report.facts}
    return {"rows": len(report.rows), **counts, "ledger": ledger, **told}


def _tell(report: Report, *, dry_run: bool) -> None:
    say_table(
        ("行", "名称", "结果", "说明"),
        [(str(row.row_no), row.name, ROW_STATES[row.state], " ".join(row.reasons)) for row in report.rows],
    )
    counts = "，".join(f"{word} {report.count(state)}" for state, word in ROW_STATES.items())
    say(f"共 {len(report.rows)} 行：{counts}。{'（试导入，没有保存）' if dry_run else ''}")
    for sentence in report.notes:
        say(f"! {sentence}")
    for name, value in report.facts.items():
        if isinstance(value, str):
            say(f"{_FACTS.get(name, name)}：{value}")


_FACTS = {"batch_number": "报名批次", "payment_code": "缴费码", "enterprise": "企业"}
