"""What a decision did, as one digest: a Hub accepts a desk's command only when it does there exactly what the clerk saw it do.

That one comparison stands for every "what did you see": another fee, another balance, a value that a colleague changed meanwhile. Two
decisions that touch different columns do not meet.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

import msgspec

from school_desk.kernel.journal import RowImages


def effect_of(rows: Iterable[RowImages]) -> str:
    """64 hex characters for the before and after of every row, the same on every side."""
    told = sorted((row.table, row.row_id, row.before, row.after) for row in rows)
    return hashlib.sha256(msgspec.json.encode(told, order="deterministic")).hexdigest()
