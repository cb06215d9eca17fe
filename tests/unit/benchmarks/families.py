"""What the tests of drawn papers share: fonts that must be there, and the sentences that the letters of the first four families print."""

from __future__ import annotations

import pytest

from benchmarks.papers.fonts import FontsMissing, require_fonts
from benchmarks.papers.fresh.wordings import WORDINGS as FRESH_WORDINGS
from benchmarks.papers.fresh.wordings import Para, Promises
from benchmarks.papers.later.wordings import WORDINGS as LATER_WORDINGS
from benchmarks.papers.later.wordings import Items, Text
from benchmarks.papers.wordings import WORDINGS as FIRST_WORDINGS


def need_fonts(family: str) -> None:
    """Skips the test, and says so, when the machine cannot print the papers of `family`."""
    try:
        require_fonts(family)
    except FontsMissing as missing:
        pytest.skip(f"字体没有安装，基准图片不能绘制，此测试未运行：{missing}")


def sentences_before_later() -> set[str]:
    """Of develop, report and fresh."""
    texts = {text for letters in FIRST_WORDINGS.values() for letter in letters
             for text in (letter.opening, letter.closing, *letter.promises)}  # fmt: skip
    for part in (part for letter in FRESH_WORDINGS for part in letter.parts):
        texts |= {part.text} if isinstance(part, Para) else set(part.texts) if isinstance(part, Promises) else set()
    return texts


def sentences_of_later() -> set[str]:
    texts: set[str] = set()
    for part in (part for letter in LATER_WORDINGS for part in letter.parts):
        texts |= {part.text} if isinstance(part, Text) else set(part.texts) if isinstance(part, Items) else set()
    return texts
