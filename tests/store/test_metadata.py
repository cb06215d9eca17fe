"""The shape of all tables, so that what the recorder, undo, a Hub and PostgreSQL stand on cannot be lost by a careless column."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Mapper

from school_desk.composition import metadata
from school_desk.kernel.columns import KeyedHash
from school_desk.kernel.recording import tables_by_name
from school_desk.kernel.tables import Base, Recorded

TABLES = sorted(metadata().tables.values(), key=lambda table: table.name)
RECORDED = sorted(tables_by_name().values(), key=lambda kind: kind.__tablename__)
# The school's own row is what school_id means; all others hang on it.
ROOT = "school"
POSTGRESQL_NAME_LENGTH = 63


def each_table() -> pytest.MarkDecorator:
    return pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)


def each_recorded() -> pytest.MarkDecorator:
    return pytest.mark.parametrize("kind", RECORDED, ids=lambda kind: kind.__tablename__)


def columns_of_constraints(table: sa.Table) -> Iterator[tuple[str, list[str]]]:
    for constraint in table.constraints:
        if isinstance(constraint, sa.UniqueConstraint | sa.PrimaryKeyConstraint | sa.ForeignKeyConstraint):
            yield str(constraint.name), [column.name for column in constraint.columns]
    for index in table.indexes:
        yield str(index.name), [column.name for column in index.columns]


def test_there_are_tables() -> None:
    assert {"enterprise", "enrollment", "statement_line", "journal"} <= {table.name for table in TABLES}
    assert len(RECORDED) > 30


@each_table()
def test_every_key_unique_index_and_reference_begins_with_the_school(table: sa.Table) -> None:
    if table.name != ROOT:
        assert {name: columns[0] for name, columns in columns_of_constraints(table) if columns[0] != "school_id"} == {}


@each_table()
def test_references_are_whole_and_plain(table: sa.Table) -> None:
    for constraint in table.foreign_key_constraints:
        assert len(constraint.elements) == 2
        assert [element.column.name for element in constraint.elements] == ["school_id", "id"]
        assert (constraint.ondelete, constraint.onupdate, constraint.deferrable, constraint.initially) == (None,) * 4
        assert not constraint.use_alter, "no circle of tables: undo inserts parents first"


@each_table()
def test_no_column_changes_behind_the_recorder(table: sa.Table) -> None:
    for column in table.columns:
        assert (column.onupdate, column.server_onupdate, column.server_default, column.computed, column.identity) == (
            (None,) * 5
        ), column.name
        assert column.autoincrement in ("auto", False)
        assert column.default is None or column.default.is_scalar, f"{column.name}: handlers are pure"


@each_table()
def test_names_fit_postgresql(table: sa.Table) -> None:
    names = [
        table.name,
        *(column.name for column in table.columns),
        *(name for name, _ in columns_of_constraints(table)),
    ]
    assert [name for name in names if len(name) > POSTGRESQL_NAME_LENGTH] == []
    assert all(name and name != "None" for name, _ in columns_of_constraints(table)), "migrations need the names"


def test_names_of_indexes_are_their_own() -> None:
    names = [str(index.name) for table in TABLES for index in table.indexes]
    assert len(names) == len(set(names))


@each_recorded()
def test_a_recorded_row_is_known_by_school_and_id(kind: type[Recorded]) -> None:
    assert [column.name for column in kind.__table__.primary_key] == ["school_id", "id"]
    assert [column.name for column in kind.__table__.columns][:2] == ["school_id", "id"]


@each_recorded()
def test_a_recorded_row_has_a_clerks_word(kind: type[Recorded]) -> None:
    assert "label" in vars(kind), "its own, not the base's"
    assert any("\u4e00" <= sign <= "\u9fff" for sign in kind.label)


@each_recorded()
def test_attributes_are_columns_and_nothing_else(kind: type[Recorded]) -> None:
    mapper: Mapper[Recorded] = sa.inspect(kind)
    assert list(mapper.relationships) == []
    assert mapper.version_id_col is None
    assert mapper.polymorphic_on is None
    for attribute in mapper.column_attrs:
        assert not attribute.deferred
        assert [attribute.key] == [column.name for column in attribute.columns], "images hold column names"


@each_recorded()
def test_json_is_never_null(kind: type[Recorded]) -> None:
    """JSON has a null of its own: a column with two kinds of nothing is not put back exactly."""
    assert [c.name for c in kind.__table__.columns if isinstance(c.type, sa.JSON) and c.nullable] == []


@each_table()
def test_a_keyed_hash_stands_beside_what_it_finds(table: sa.Table) -> None:
    hashes = [column.name for column in table.columns if isinstance(column.type, KeyedHash)]
    assert all(name.endswith("_key") for name in hashes)


def test_labels_are_told_apart() -> None:
    labels = [kind.label for kind in RECORDED]
    assert sorted(label for label in set(labels) if labels.count(label) > 1) == []


def test_every_mapped_table_is_migrated() -> None:
    assert {mapper.local_table.name for mapper in Base.registry.mappers} == {table.name for table in TABLES}  # type: ignore[attr-defined]


def test_the_database_has_no_trigger_and_no_action_of_its_own() -> None:
    engine = sa.create_engine("sqlite://")
    with engine.begin() as connection:
        metadata().create_all(connection)
        written = connection.exec_driver_sql("SELECT type, sql FROM sqlite_master WHERE sql IS NOT NULL").all()
    engine.dispose()
    assert {kind for kind, _ in written} == {"table", "index"}
    assert not any(word in sql.upper() for _, sql in written for word in ("ON DELETE", "ON UPDATE", "GENERATED"))
