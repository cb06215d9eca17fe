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


def effect_of(rows: Iterable[RowImages]) -> str:
    """64 hex characters for the before and after of every row, the same on every side.

    What is empty is left out: a column that an older program has not got yet says nothing while nobody fills it.
    """
    told = sorted((row.table, row.row_id, _filled(row.before), _filled(row.after)) for row in rows)
    return hashlib.sha256(msgspec.json.encode(told, order="deterministic")).hexdigest()


def _filled(image: Image | None) -> Image | None:
    return None if image is None else {name: value for name, value in image.items() if value is not None}
