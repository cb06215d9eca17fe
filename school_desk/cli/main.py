"""The console script `school-desk`: reads the command line, runs one verb, and turns what goes wrong into words and an exit code."""

from __future__ import annotations

import argparse
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path

from school_desk import cli
from school_desk.cli import (
    backup,
    demo,
    desk_run,
    doctor,
    found,
    hub,
    importing,
    journal,
    listing,
    match,
    read,
    settings,
    statement,
    sync,
    tour,
    undo,
)
from school_desk.cli.display import can_show
from school_desk.cli.opening import data_folder
from school_desk.cli.parser import BadUsage, Parser, Verbs, add_data_option
from school_desk.cli.words import complain, leave_the_pipe, make_streams_safe, say_json
from school_desk.kernel.errors import EnvironmentFault, RuleViolation

FAILED, BAD_USAGE, INTERRUPTED = 1, 2, 130
_VERBS = (
    demo,
    found,
    doctor,
    backup,
    read,
    statement,
    match,
    importing,
    desk_run,
    listing,
    undo,
    tour,
    settings,
    journal,
    hub,
    sync,
)
_PROGRAM = Path(cli.__file__).parents[1]


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one verb, or the desk when none is named. 0: nothing failed; 2: bad usage; 1: anything else."""
    as_json = "--json" in (sys.argv[1:] if arguments is None else arguments)
    make_streams_safe(as_json=as_json)
    try:
        options = make_parser().parse_args(arguments)
    except BadUsage as wrong:
        _tell("usage", wrong.message, as_json=as_json)
        complain(wrong.usage)
        return BAD_USAGE
    except SystemExit as ended:  # --help
        return int(ended.code or 0)
    as_json = options.json
    try:
        code = int(options.run(options))
        sys.stdout.flush()
        return code
    except (RuleViolation, EnvironmentFault) as fault:
        _tell(fault.code, fault.message, as_json=as_json)
    except KeyboardInterrupt:
        complain("已中断。")
        return INTERRUPTED
    except BrokenPipeError:
        leave_the_pipe()
    except Exception as bug:  # noqa: BLE001 - the outer door: what nobody expected is our bug, and told without the data at hand
        _tell("program.bug", _where(bug), as_json=as_json)
    return FAILED


def make_parser() -> Parser:
    """The whole command line."""
    parser = Parser(prog="school-desk", description="城建职业技能培训学校工作台。不写命令时打开桌面程序。")
    parser.set_defaults(run=_open_desk, json=False)
    add_data_option(parser)
    verbs = Verbs(parser, "verb")
    for module in _VERBS:
        module.add_to(verbs)
    return parser


def _open_desk(options: argparse.Namespace) -> int:
    if not can_show():
        message = "这里没有显示器，打不开窗口。命令行的用法见 school-desk --help。"
        raise EnvironmentFault("desk.no_display", message)
    from school_desk.desk.main import run

    return run(data_folder(options))


def _tell(code: str, message: str, *, as_json: bool) -> None:
    if as_json:
        say_json({"error": {"code": code, "message": message}})
    complain(message)


def _where(bug: Exception) -> str:
    """Kind and place, not the message: that may hold somebody's data."""
    frames = [
        frame for frame in traceback.extract_tb(bug.__traceback__) if Path(frame.filename).is_relative_to(_PROGRAM)
    ]
    place = (
        f"{Path(frames[-1].filename).relative_to(_PROGRAM).as_posix()} 第 {frames[-1].lineno} 行" if frames else "？"
    )
    return f"程序内部出错（{type(bug).__name__}，{place}），这一步没有完成。请把这句话告诉支持人员。"


if __name__ == "__main__":
    sys.exit(main())
