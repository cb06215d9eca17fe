"""`school-desk desk-run`: carries out a script of commands without a window, one outcome a line."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from school_desk.cli.opening import find_actor, opened_school
from school_desk.cli.parser import Verbs, add_actor_option
from school_desk.cli.words import complain, say, say_json
from school_desk.kernel.errors import RuleViolation
from school_desk.kernel.files import unreadable


def add_to(verbs: Verbs) -> None:
    """Declares the verb."""
    summary = "逐行执行命令脚本（每行一个 JSON：command、args、id，可带 as）"
    parser = verbs.add("desk-run", summary, _desk_run)
    add_actor_option(parser, required=False)
    parser.add_argument("script", metavar="脚本", help="JSON Lines 文件；写 - 从标准输入读")


def _desk_run(options: argparse.Namespace) -> int:
    from school_desk.intake.scripts import Script

    failed = 0
    folder = Path() if options.script == "-" else Path(options.script).parent
    with opened_school(options) as school:
        script = Script(school, folder, lambda login: find_actor(school, login or options.actor))
        for outcome in script.run(_lines(options.script)):
            failed += not outcome["ok"]
            _tell(outcome, as_json=options.json)
    if failed:
        complain(f"{failed} 行没有执行。")
    return 1 if failed else 0


def _lines(script: str) -> Iterator[str]:
    if script == "-":
        yield from sys.stdin
        return
    try:
        with Path(script).open(encoding="utf-8-sig") as lines:
            yield from lines
    except OSError as fault:
        raise unreadable(Path(script), fault) from fault
    except UnicodeDecodeError as fault:
        raise RuleViolation("script.encoding", f"脚本“{script}”不是 UTF-8 编码，请另存为 UTF-8 再执行。") from fault


def _tell(outcome: dict[str, Any], *, as_json: bool) -> None:
    name = f"第 {outcome['line']} 行" if outcome["id"] is None else outcome["id"]
    if as_json:
        say_json(outcome, on_one_line=True)
    elif outcome["ok"]:
        done = "以前已执行，" if outcome["duplicate"] else ""
        say(f"{name}：完成（{done}操作编号 {outcome['command_id']}）")
    else:
        say(f"{name}：没有执行。{outcome['error']['message']}")
