"""Prints what a verb has to say: lines or one JSON document on standard output, complaints on standard error."""

from __future__ import annotations

import io
import json
import os
import shutil
import sys
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Any

_NAME = "school-desk"


def make_streams_safe(*, as_json: bool) -> None:
    """A console that lacks a character shows a ? instead of failing; JSON is UTF-8 wherever it goes."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    if as_json and isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")


def leave_the_pipe() -> None:
    """Whoever read along has seen enough: nothing more is written there, nor complained of when the program ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def say(line: str = "") -> None:
    """One line for the person."""
    sys.stdout.write(line + "\n")


def let_read() -> None:
    """What was said so far is read now, by a service's log too, though the verb goes on."""
    sys.stdout.flush()


def say_json(document: Any, *, on_one_line: bool = False) -> None:
    """The one document of a verb, or one line of a running report."""
    sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=None if on_one_line else 1) + "\n")
    sys.stdout.flush()


def complain(sentence: str) -> None:
    """What went wrong."""
    sys.stdout.flush()
    sys.stderr.write(sentence + "\n")


def called(*words: str) -> str:
    """A command line of this program, to be typed as this one was: where it is not on the path, `school-desk` alone says nothing."""
    first = Path(sys.argv[0])
    typed = str(first) if first.stem == _NAME and shutil.which(_NAME) is None else _NAME
    return " ".join(f'"{word}"' if " " in word else word for word in (typed, *words))


def say_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Columns that line up on a console, where a Chinese character is two places wide; the last column runs free."""
    widths = [max(map(_width, column)) for column in zip(head, *rows, strict=True)]
    for row in (head, *rows):
        cells = [cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)]
        say("  ".join(cells).rstrip())


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
