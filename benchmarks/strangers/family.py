"""What differs between one province's payers and another's: words, fees, number formats and habits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Family:
    """One province. Two families share no word list, so a word learned from one helps with the other by no accident of ours."""

    key: str
    start: tuple[int, int, int]
    days: int
    regions: tuple[str, ...]
    code_regions: tuple[str, ...]
    brand_chars: str
    industries: tuple[str, ...]
    tails: tuple[str, ...]
    """Legal forms, the common one repeated."""
    surnames: str
    given: str
    trades: tuple[str, ...]
    levels: tuple[str, ...]
    fees: tuple[int, ...]
    """Yuan a head, one for each level: the list is short, so sums repeat massively."""
    order_format: str
    """Fields yy, mm, dd, seq."""
    code_alphabet: str
    code_length: int
    generic: tuple[str, ...]
    vague: tuple[str, ...]
    """Purposes that say nothing or something wrong, though the money is tuition."""
    opaque: tuple[str, ...]
    """Numbers of the payer's own systems; # is a digit, M month, D day."""
    fee_words: tuple[str, ...]
    """Put behind a trade, a name or a number."""
    dates: tuple[str, ...]
    instalments: tuple[str, ...]
    on_behalf: tuple[str, ...]
    """{} is the enterprise paid for."""
    branches: tuple[str, ...]
    projects: tuple[str, ...]
    wage_tails: tuple[str, ...]
    subsidiaries: tuple[str, ...]
    parents: tuple[str, ...]
    name_joiners: tuple[str, ...]
    summaries: tuple[str, ...]
    reversals: tuple[str, ...]
    refunds: tuple[str, ...]
    interest: tuple[str, str]
    offices: tuple[str, ...]
    office_memos: tuple[str, ...]
    rent_memos: tuple[str, ...]
    deposit_memos: tuple[str, ...]
    other_sales: tuple[str, ...]
    """What known firms buy from the school beside training of workers."""
    other_courses: tuple[str, ...]
    """Courses sold to the public that are in no order."""
    settlers: tuple[tuple[str, str], ...]
    """Payment companies that settle card and phone payments: name, memo."""
    strangers: tuple[str, ...]
    """Trades of firms that have nothing to do with the school's enterprises."""
    debits: tuple[tuple[str, str], ...]
    own_name: str
    own_account: str
    variants: Mapping[str, str]
    lag_days: float
    month_end: float
    """Share of payments held back for the monthly payment run."""
    memo_tilt: Mapping[str, float]
