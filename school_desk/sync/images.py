"""Row images as they travel, and what a side makes of them: keyed hashes are left out on the way and made anew under the own key."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from school_desk.kernel.cipher import Cipher
from school_desk.kernel.columns import KeyedHash
from school_desk.kernel.journal import RowImages
from school_desk.kernel.recording import Image, tables_by_name
from school_desk.kernel.tables import table_of
from school_desk.sync.wire import Images


def sent(rows: Iterable[RowImages]) -> tuple[Images, ...]:
    """Images as they travel."""
    return tuple(Images(r.table, r.row_id, _without(r.table, r.before), _without(r.table, r.after)) for r in rows)


def received(cipher: Cipher, rows: Iterable[Images]) -> tuple[RowImages, ...]:
    """Images with this side's keyed hashes."""
    return tuple(
        RowImages(r.table, r.row_id, keyed(cipher, r.table, r.before), keyed(cipher, r.table, r.after)) for r in rows
    )


def keyed(cipher: Cipher, table: str, image: Image | None) -> Image | None:
    """`image` with the keyed hash of every personal value in it. Columns that this side does not know are dropped: the other one is newer."""
    if image is None:
        return None
    known, hashes = _columns(table), _hashes(table)
    full = {name: value for name, value in image.items() if name in known}
    for name, column in hashes.items():
        if column.of in full:
            value = full[column.of]
            full[name] = None if value is None else cipher.keyed_hash(column.plain(value))
    return full


def _without(table: str, image: Image | None) -> Image | None:
    hashes = _hashes(table)
    if image is None or not hashes:
        return image
    return {name: value for name, value in image.items() if name not in hashes}


@cache
def _columns(table: str) -> frozenset[str]:
    return frozenset(column.name for column in table_of(tables_by_name()[table]).columns)


@cache
def _hashes(table: str) -> Mapping[str, KeyedHash]:
    columns: Iterable[Any] = table_of(tables_by_name()[table]).columns
    return {column.name: column.type for column in columns if isinstance(column.type, KeyedHash)}
