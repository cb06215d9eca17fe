"""What a decision did, as one digest: a Hub accepts a desk's command only when it does there exactly what the clerk saw it do.

That one comparison stands for every "what did you see": another fee, another balance, a value that a colleague changed meanwhile. Two
decisions that touch different columns do not meet.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache

import msgspec

from school_desk.kernel.columns import KeyedHash
from school_desk.kernel.journal import RowImages
from school_desk.kernel.recording import Image, tables_by_name
from school_desk.kernel.tables import table_of


def effect_of(rows: Iterable[RowImages]) -> str:
    """64 hex characters for the before and after of every row, the same on every side: keyed hashes, which are each side's own, are left out."""
    told = sorted((row.table, row.row_id, _told(row.table, row.before), _told(row.table, row.after)) for row in rows)
    return hashlib.sha256(msgspec.json.encode(told)).hexdigest()


def _told(table: str, image: Image | None) -> list[tuple[str, bytes]] | None:
    if image is None:
        return None
    own = _own(table)
    return sorted(
        (name, msgspec.json.encode(value, order="sorted")) for name, value in image.items() if name not in own
    )


@cache
def _own(table: str) -> frozenset[str]:
    columns = table_of(tables_by_name()[table]).columns
    return frozenset(column.name for column in columns if isinstance(column.type, KeyedHash))
