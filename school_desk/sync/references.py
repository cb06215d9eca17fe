"""Whether rows that come by chunks refer to rows that came, too: looked up in memory beside their writing, where a database would look once more
through all it has written.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cache
from typing import Any

import sqlalchemy as sa

from school_desk.kernel.tables import Base, SchoolRow, table_of


class References:
    """What rows of one school refer to. Ids stand for rows: every key is (school_id, id), and a row of another school holds nothing."""

    def __init__(self, school_id: str) -> None:
        self._school_id = school_id
        self._of_one_school = True
        self._there: dict[str, set[str]] = {}
        self._meant: dict[str, set[str]] = {}

    def note(self, table: sa.Table, columns: Mapping[str, Collection[Any]]) -> None:
        """Rows of `table`, column by column; a column that all rows have the same of may come with one value."""
        whose = columns.get(_owner(table), ())
        self._of_one_school = self._of_one_school and set(whose) == {self._school_id}
        if "id" in columns:
            self._there.setdefault(table.name, set()).update(columns["id"])
        for column, target in _links(table):
            self._meant.setdefault(target, set()).update(columns.get(column, ()))

    def hold(self) -> bool:
        """Whether every reference leads to a row, and every row is the school's."""
        loose = (meant - self._there.get(target, set()) - {None} for target, meant in self._meant.items())
        return self._of_one_school and not any(loose)


def _owner(table: sa.Table) -> str:
    return "id" if table is table_of(SchoolRow) else "school_id"


@cache
def _links(table: sa.Table) -> tuple[tuple[str, str], ...]:
    """The columns that hold the id of a row, and of which table."""
    found = []
    for key in table.foreign_key_constraints:
        referred = [element.column.name for element in key.elements]
        if key.column_keys[0] != "school_id" or referred != ["school_id", "id"]:
            raise AssertionError(f"{key.name}: only rows of the same school are referred to, by their id")
        found.append((key.column_keys[1], Base.metadata.tables[key.referred_table.name].name))
    return tuple(found)
