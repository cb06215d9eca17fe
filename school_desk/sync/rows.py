"""Recorded rows by key, as images, past the recorder: what stands, and how to make it what it should be."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from school_desk.kernel.database import references_later
from school_desk.kernel.journal import RowImages
from school_desk.kernel.loading import by_table
from school_desk.kernel.parts import parts
from school_desk.kernel.recording import Image, Key, from_image, image_columns, image_of, tables_by_name
from school_desk.kernel.tables import Base, parents_first, table_of

State = dict[Key, Image | None]


def known_here(images: Iterable[RowImages]) -> list[RowImages]:
    """Images without tables and columns that a newer program has and this one has not: it keeps the journal whole, and lays what it knows."""
    kinds, known = tables_by_name(), []
    for image in images:
        if image.table in kinds:
            names = image_columns(kinds[image.table]).keys()
            before, after = (_only(names, side) for side in (image.before, image.after))
            known.append(RowImages(image.table, image.row_id, before, after))
    return known


def _only(names: Collection[str], image: Image | None) -> Image | None:
    return None if image is None else {name: value for name, value in image.items() if name in names}


def standing(session: Session, school_id: str, keys: Iterable[Key]) -> State:
    """The whole rows of `keys` as images; None for one that is not there."""
    found: State = dict.fromkeys(keys)
    for name, ids in by_table(found).items():
        columns, statement = _whole_rows(name)
        for part in parts(ids):
            for row in session.connection().execute(statement, {"school_id": school_id, "ids": part}):
                image = {column: image_of(value) for column, value in zip(columns, row, strict=True)}
                found[name, image["id"]] = image
    return found


@cache
def _whole_rows(name: str) -> tuple[tuple[str, ...], sa.Select[Any]]:
    """The columns of an image of that table, and what asks for the rows of some ids."""
    kind = tables_by_name()[name]
    table, columns = table_of(kind), image_columns(kind)
    ours = table.c.school_id == sa.bindparam("school_id")
    some = table.c.id.in_(sa.bindparam("ids", expanding=True))
    return tuple(columns), sa.select(*columns.values()).where(ours, some)


def write(session: Session, school_id: str, stands: State, wanted: Mapping[Key, Image | None]) -> None:
    """Makes `wanted` of what `stands`. Foreign keys hold as a whole at the commit, unique values at every moment.

    So all rows that differ go first, children before parents, and come again parents first: two rows may have exchanged a unique value.
    """
    with references_later(session):
        _exchange(session.connection(), school_id, stands, wanted)


def _exchange(connection: sa.Connection, school_id: str, stands: State, wanted: Mapping[Key, Image | None]) -> None:
    differ = [key for key, image in wanted.items() if image != stands[key]]
    order, kinds = [table.name for table in parents_first()], tables_by_name()
    for name in reversed(order):
        gone = [row_id for table, row_id in differ if table == name and stands[table, row_id] is not None]
        table = Base.metadata.tables[name]
        for part in parts(gone):
            connection.execute(sa.delete(table).where(table.c.school_id == school_id, table.c.id.in_(part)))
    for name in order:
        table = Base.metadata.tables[name]
        full = [wanted[key] for key in differ if key[0] == name]
        rows = [from_image(kinds[name], row) for row in full if row is not None]
        if rows:
            connection.execute(sa.insert(table), rows)
