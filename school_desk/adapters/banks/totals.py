"""Rows that sum up others. Banks print them between and below the lines, some with the last day of the month before them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from school_desk.adapters.banks.layouts import heading

_SPOKEN = re.compile(r"合计|总计|小计|汇总|笔数|^\s*\d+\s*[收支]\s|期初|期末|承前|本页")
_PERIOD = r"(?:[本当上][日天月年期季周页次户]|期初|期末|年初|日终|月末|年末)?"
_SIDES = r"(?:收入|支出|收支|借方|贷方|借贷|转入|转出|交易|全部|流水)*"
_SUM = r"(?:发生额?|金额|笔数|余额)?(?:合计|总计|小计|累计|汇总|总额)(?:数|金额|笔数|发生额)?"
_WHOLE = re.compile(
    rf"{_PERIOD}(?:累计)?{_SIDES}{_SUM}|[本当上][日天月年期季](?:累计)?{_SIDES}发生额|承前页?|过次页|转次页"
    r"|(?:期初|期末|年初|承前|[本上][日月年期页])(?:余额|结余|结转|承前)"
)
_FIGURES = re.compile(r"[\d,.:：元笔]*$")


def speaks_of_totals(texts: Iterable[str]) -> bool:
    """Whether a row without a date is one: any of its cells may say so, in whatever words."""
    return any(map(_SPOKEN.search, texts))


def is_total(texts: Iterable[str], parties: Iterable[str]) -> bool:
    """Whether a row with a date is one: a cell says so and nothing else, and no other party is named. Payers, too, write 合计."""
    return all(map(_says_total, filter(None, parties))) and any(map(_says_total, texts))


@lru_cache(maxsize=4096)
def _says_total(text: str) -> bool:
    return _WHOLE.fullmatch(_FIGURES.sub("", heading(text))) is not None
