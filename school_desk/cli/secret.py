"""Asks for a password or passphrase: at the console or from standard input, never an argument.

Arguments stand in the computer's list of programs and in the shell's history.
"""

from __future__ import annotations

import argparse
import sys
import warnings

from school_desk.cli.parser import Parser
from school_desk.kernel.errors import RuleViolation


def add_secret_option(parser: Parser, words: str) -> None:
    """`--password-stdin`."""
    parser.add_argument("--password-stdin", action="store_true", help=f"从标准输入的第一行读{words}（不写则询问）")


def ask_secret(options: argparse.Namespace, words: str, *, twice: bool = False) -> str:
    """What the person typed; asked `twice` when nobody could tell a slip later. Raises RuleViolation `secret.again`, `secret.no_console`."""
    if options.password_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    typed = _asked(words)
    if twice and _asked(f"再输一次{words}") != typed:
        raise RuleViolation("secret.again", f"两次输入的{words}不一样，请重来。")
    return typed


def _asked(words: str) -> str:
    """One question at the console; where there is none it would be shown while it is typed, or not come at all."""
    from getpass import GetPassWarning, getpass

    with warnings.catch_warnings():
        warnings.simplefilter("error", GetPassWarning)
        try:
            return getpass(f"{words}：")
        except (GetPassWarning, EOFError) as fault:
            message = "这里没有键盘可以输入口令，请加 --password-stdin，从标准输入的第一行给出。"
            raise RuleViolation("secret.no_console", message) from fault
