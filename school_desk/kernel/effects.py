"""What a decision did, as one digest: a Hub accepts a desk's command only when it does there exactly what the clerk saw it do.

That one comparison stands for every "what did you see": another fee, another balance, a value that a colleague changed meanwhile. Two
decisions that touch different columns do not meet.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

import msgspec

from school_desk.kernel.journal import RowImages
from school_desk.kernel.recording import Image
from school_desk.kernel.tables import APART, Base


def effect_of(rows: Iterable[RowImages]) -> str:
    """64 hex characters for the before and after of every row, the same on every side.

    What is empty is left out: a column that an older program has not got yet says nothing while nobody fills it. So are tables that are
    marked as apart: an older desk takes back what a newer one decided although it knows nothing of the notes that go with it.
    """
    seen = (row for row in rows if not _is_apart(row.table))
    told = sorted((row.table, row.row_id, _filled(row.before), _filled(row.after)) for row in seen)
    return hashlib.sha256(msgspec.json.encode(told, order="deterministic")).hexdigest()


def _is_apart(name: str) -> bool:
    table = Base.metadata.tables.get(name)
    return table is not None and bool(table.info.get(APART))


def _filled(image: Image | None) -> Image | None:
    return None if image is None else {name: value for name, value in image.items() if value is not None}
