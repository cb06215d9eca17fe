"""The trades people are trained in, from the packaged table: found by code, name or alias. The table may grow without a change here."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from school_desk.terms.packaged import packaged_text, table_rows


@dataclass(frozen=True, slots=True)
class Trade:
    """One 工种. `special_operation`: also a 特种作业, whose certificate is of another regime, so lists must flag it.

    `parent` is the code of the wider trade, None for a trade of its own. `scheme` says whose codes these are: the national site
    real-name system's ("site"); the certificate platform's own are not known yet.
    """

    code: str
    name: str
    aliases: tuple[str, ...] = ()
    special_operation: bool = False
    parent: str | None = None
    scheme: str = "site"


def parse_trades(text: str) -> tuple[Trade, ...]:
    """The trades in the CSV `text` (code, scheme, name, aliases split by |, parent, special_operation 1 or empty). KeyError without them."""
    return tuple(_trade(row) for row in table_rows(text))


@cache
def trades() -> tuple[Trade, ...]:
    """Every trade of the packaged table, in the order of its codes."""
    return parse_trades(packaged_text("trades.csv"))


def find_trade(text: str) -> Trade | None:
    """The trade whose code, name or alias is `text` (width, spaces and brackets aside). None when it is no trade's."""
    return _by_word().get(_plain(text))


def trade_name(code: str) -> str:
    """What the trade with this code is called; the code itself when it is no trade's."""
    trade = find_trade(code)
    return trade.name if trade else code


@cache
def _by_word() -> dict[str, Trade]:
    return {_plain(word): trade for trade in trades() for word in (trade.code, trade.name, *trade.aliases)}


def _trade(row: dict[str, str]) -> Trade:
    return Trade(
        code=row["code"],
        name=row["name"],
        aliases=tuple(alias for alias in row["aliases"].split("|") if alias),
        special_operation=row["special_operation"] == "1",
        parent=row["parent"] or None,
        scheme=row["scheme"],
    )


def _plain(text: str) -> str:
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", text)).upper()
