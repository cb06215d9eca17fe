"""`school-desk undo`: takes one decision back, as the screens' 撤销 does."""

from __future__ import annotations

import argparse

from school_desk.cli.opening import find_actor, opened_school
from school_desk.cli.parser import Verbs
from school_desk.cli.words import say, say_json


def add_to(verbs: Verbs) -> None:
    """Declares the verb."""
    parser = verbs.add("undo", "撤销一步操作，逐行还原", _undo, writes=True)
    parser.add_argument("command_id", metavar="操作编号", help="list journal 或 desk-run 给出的编号")
    parser.add_argument("--dry-run", action="store_true", help="只看能不能撤销、会还原什么，什么都不改")


def _undo(options: argparse.Namespace) -> int:
    from school_desk.kernel.undo import opposite
    from school_desk.overview.journal_detail import journal_detail

    with opened_school(options) as school:
        actor = find_actor(school, options.actor)
        with school.reading() as session:
            command = opposite(session, school.id, options.command_id)
            detail = journal_detail(session, school.database.cipher, school.id, options.command_id)
        outcome = school.execute(command, actor, dry_run=options.dry_run)
    records = (
        [f"{one.what}的{one.kind}{f'“{one.name}”' if one.name else ''}" for one in detail.records] if detail else []
    )
    rows = sum(len(ids) for ids in outcome.changes.values())
    if options.json:
        told = {"takes_back": options.command_id, "subject": command.subject, "rows": rows, "records": records}
        say_json({**told, "dry_run": options.dry_run, "command_id": None if options.dry_run else outcome.command_id})
        return 0
    say(f"{command.subject}，还原 {rows} 条记录{'（试撤销，没有保存）' if options.dry_run else ''}：")
    for record in records:
        say(f"  {record}")
    if rows > len(records):
        say(f"  另有 {rows - len(records)} 条")
    if not options.dry_run:
        say(f"已撤销，操作编号 {outcome.command_id}。")
    return 0
