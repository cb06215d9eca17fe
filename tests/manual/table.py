"""Writes docs/manual.md, the table from the manual's sentences to screens, pages and tests: `python -m tests.manual.table`."""

from __future__ import annotations

from pathlib import Path

from school_desk.desk.navigation import page
from tests.manual.requirements import REQUIREMENTS, Page, Screen, Sentence, Surface
from tests.manual.scenarios import showing

DOCUMENT = Path(__file__).parents[2] / "docs" / "manual.md"
_SURFACES = {Surface.DESK: "工作台", Surface.WEBSITE: "网站"}
_HEAD = """# 操作说明，逐句

《企业版具体操作流程说明》的每一句（R1–R40）要求什么，在工作台的哪个屏幕、企业网站的哪个网页办，由哪些测试证明。
这张表由 `.venv/bin/python -m tests.manual.table` 从 `tests/manual/requirements.py` 和测试本身写成；哪一句少了测试，或这张表旧了，测试都不通过。

- 屏幕：工作台侧栏里的名字。网页：企业网站上的名字和地址；“主管部门”的网页由主管部门用自己的账号登录。
- 测试：在 `tests/manual/desk/` 和 `tests/manual/website/` 里，网站上的不用 JavaScript。
  每个测试照文员或企业联系人的做法走一遍，页面不这样办就不通过。

| | 操作说明要求 | 屏幕 | 网页 | 测试 |
|---|---|---|---|---|
"""


def table() -> str:
    """The whole document."""
    return _HEAD + "".join(_row(number, sentence) for number, sentence in REQUIREMENTS.items())


def _row(number: str, sentence: Sentence) -> str:
    cells = (number, sentence.text, _screens(sentence.screens), _pages(sentence.pages), _tests(number))
    return f"| {' | '.join(cells)} |\n"


def _screens(screens: tuple[Screen, ...]) -> str:
    return "<br>".join(page(screen.key).label for screen in screens) or "—"


def _pages(pages: tuple[Page, ...]) -> str:
    return "<br>".join(f"{one.words} `{one.address}`" for one in pages) or "—"


def _tests(number: str) -> str:
    found = [one for surface in Surface for one in showing(number, surface)]
    return "<br>".join(
        f"[{_SURFACES[one.surface]}](../tests/manual/{one.surface}/{one.module}) `{one.test.removeprefix('test_')}`"
        for one in found
    )


if __name__ == "__main__":
    DOCUMENT.write_text(table(), encoding="utf-8", newline="\n")
