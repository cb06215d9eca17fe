"""Builds the command line in Chinese: verbs with the options they share, and bad usage told in words."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any, NoReturn

Run = Callable[[argparse.Namespace], int]

# --dta is like --data, --fast is not.
_NEAR = 0.75

# What argparse says of bad usage, as a clerk reads it.
_WORDS = (
    (r"the following arguments are required: (.*)", r"缺少参数：\1。"),
    (r"unrecognized arguments: (.*)", r"不认识的参数：\1。"),
    (r"argument (\S+): expected (?:one|at least one) argument", r"参数 \1 后面要写内容。"),
    (r"argument 命令: invalid choice: (\S+) \(choose from (.*)\)", r"没有命令 \1，可以写：\2。"),
    (r"argument (\S+): invalid choice: (\S+) \(choose from (.*)\)", r"参数 \1 不能是 \2，可以写：\3。"),
    (r"argument (\S+): invalid .*? value: (.*)", r"参数 \1 的内容 \2 不对。"),
)


class BadUsage(Exception):
    """The command line cannot be carried out as written. `message` says what is wrong, `usage` how it is written."""

    def __init__(self, message: str, usage: str) -> None:
        super().__init__(message)
        self.message = message
        self.usage = usage


class _Formatter(argparse.HelpFormatter):
    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """An ArgumentParser that speaks Chinese; abbreviated options are refused, so that scripts stay readable."""

    def __init__(self, **more: Any) -> None:
        super().__init__(add_help=False, allow_abbrev=False, formatter_class=_Formatter, **more)
        self.verbs: Collection[str] = ()
        self._positionals.title = "参数"
        self._optionals.title = "选项"
        self.add_argument("-h", "--help", action="help", help="显示这段说明")

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Looks at the options first: what follows an unknown one would be taken for a verb and blamed in its place."""
        for word in sys.argv[1:] if args is None else args:
            option = word.partition("=")[0]
            if option == "--" or option in self.verbs:
                break
            if option.startswith("--") and option not in self._option_string_actions:
                self.error(self._unknown(option))
        return super().parse_known_args(args, namespace)

    def error(self, message: str) -> NoReturn:
        """Raises BadUsage with what is wrong in words."""
        told = next((re.sub(seen, word, message) for seen, word in _WORDS if re.fullmatch(seen, message)), message)
        raise BadUsage(told, self.format_usage().rstrip())

    def _unknown(self, option: str) -> str:
        from difflib import get_close_matches

        known = [name for name in self._option_string_actions if name.startswith("--")]
        near = get_close_matches(option, known, n=1, cutoff=_NEAR)
        return f"没有选项 {option}，" + (f"是不是 {near[0]}？" if near else f"可以写：{'、'.join(known)}。")


class Verbs:
    """The verbs of one parser."""

    def __init__(self, parser: Parser, dest: str, *, required: bool = False) -> None:
        self._verbs = parser.add_subparsers(dest=dest, metavar="命令", title="命令", required=required)
        parser.verbs = self._verbs.choices

    def add(self, name: str, summary: str, run: Run, *, json: bool = True, writes: bool = False) -> Parser:
        """A verb carried out by `run`. One that `writes` must be told who decides."""
        parser = self._verbs.add_parser(name, help=summary, description=summary)
        parser.set_defaults(run=run, json=False)
        add_data_option(parser)
        if json:
            parser.add_argument("--json", action="store_true", help="以 JSON 输出")
        if writes:
            add_actor_option(parser, required=True)
        return parser

    def add_group(self, name: str, summary: str) -> Verbs:
        """Verbs below a verb: `settings list`."""
        parser = self._verbs.add_parser(name, help=summary, description=summary)
        add_data_option(parser)
        return Verbs(parser, f"{name}_verb", required=True)


def add_data_option(parser: Parser) -> None:
    """`--data`, understood before and after every verb."""
    parser.add_argument(
        "--data", type=Path, metavar="文件夹", default=argparse.SUPPRESS, help="数据文件夹（默认用本机的那一个）"
    )


def add_actor_option(parser: Parser, *, required: bool) -> None:
    """`--as`: the sign-in name of whoever decides."""
    parser.add_argument("--as", dest="actor", metavar="登录名", required=required, help="由谁办理：员工的登录名")
