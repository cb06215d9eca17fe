"""`school-desk journal`: proves that nobody has altered the record of decisions."""

from __future__ import annotations

import argparse

from school_desk.cli.opening import opened_school
from school_desk.cli.parser import Verbs
from school_desk.cli.words import complain, say, say_json


def add_to(verbs: Verbs) -> None:
    """Declares the verbs."""
    verbs.add_group("journal", "操作日志").add("verify", "检查操作日志有没有被改动", _verify)


def _verify(options: argparse.Namespace) -> int:
    from school_desk.kernel.journal import first_broken

    with opened_school(options) as school, school.reading() as session:
        broken = first_broken(session, school.database.cipher, school.id)
    if options.json:
        say_json({"whole": broken is None, "first_broken": broken})
    elif broken is None:
        say("操作日志完整，没有被改动。")
    if broken is not None:
        complain(f"操作日志从第 {broken} 条起与记录不符，可能被改动过。请保留现场并与备份核对。")
    return 0 if broken is None else 1
