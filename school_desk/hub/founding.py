"""Makes a Hub of a lone desk's data: the same school, the same journal number for number, under a key of the Hub's own."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable, Sequence
from typing import Any

import psycopg
import sqlalchemy as sa
from sqlalchemy.orm import Session

from school_desk.adapters.secrets import keep_key
from school_desk.composition import School
from school_desk.hub.opening import key_owner, noted_school
from school_desk.hub.postgres import PostgresDatabase
from school_desk.hub.walls import bring_up_to_date
from school_desk.kernel import schema
from school_desk.kernel.blobs import BlobStore
from school_desk.kernel.cipher import KEY_BYTES, Cipher
from school_desk.kernel.database import Database, SchoolDatabase, references_later
from school_desk.kernel.errors import RuleViolation
from school_desk.kernel.files import write_bytes
from school_desk.kernel.ids import new_id
from school_desk.kernel.paths import DataFolder
from school_desk.kernel.sync_tables import HubRow
from school_desk.kernel.tables import Base, SchoolRow, table_of
from school_desk.sync.snapshot import Filling, Loader, chunks


def found_hub(folder: DataFolder, school: School, url: str | None = None) -> int:
    """Makes a Hub in `folder` of `school`, its rows at `url` or in the folder too; how many files came along.

    Its own key is made here; a crash before the end leaves no Hub. Raises RuleViolation `hub.founded`.
    """
    if schema.stored_revision(folder.database) is not None or noted_school(folder).exists():
        raise _founded(f"文件夹 {folder.root} 里")
    folder.prepare()
    key = os.urandom(KEY_BYTES)
    files = _copy_files(school, BlobStore(folder.blobs, Cipher(key)))
    if url is None:
        _found_in_folder(folder, school, key)
    else:
        _found_on_server(folder, school, key, url)
    return files


def _founded(place: str) -> RuleViolation:
    return RuleViolation("hub.founded", f"{place}已经有一个总台的数据，没有改动。请换一个空的。")


def _found_in_folder(folder: DataFolder, school: School, key: bytes) -> None:
    draft = folder.database.with_suffix(".new")
    draft.unlink(missing_ok=True)
    schema.bring_up_to_date(draft)
    database = Database(draft, Cipher(key), draft=True)
    try:
        with database.writing() as session:
            _fill(session, database, school)
    finally:
        database.close()
    keep_key(key_owner(school.id), key, folder.key_file)
    draft.replace(folder.database)


def _found_on_server(folder: DataFolder, school: School, key: bytes, url: str) -> None:
    bring_up_to_date(url)
    database = PostgresDatabase(url, school.id, Cipher(key))
    try:
        with database.writing() as session:
            if session.connection().execute(sa.select(table_of(SchoolRow).c.id)).scalar() is not None:
                raise _founded("数据库里这所学校")
            _fill(session, database, school)
            # The commit comes last: without it neither key nor note leads to anything.
            keep_key(key_owner(school.id), key, folder.key_file)
            write_bytes(noted_school(folder), school.id.encode("ascii"))
    except BaseException:
        noted_school(folder).unlink(missing_ok=True)
        raise
    finally:
        database.close()


def _copy_files(school: School, blobs: BlobStore) -> int:
    files = 0
    for files, sha256 in enumerate(school.blobs.all(), 1):  # noqa: B007 the last count is the answer
        # A founding that failed has left them sealed with a key that nobody has.
        blobs.path(sha256).unlink(missing_ok=True)
        blobs.put(school.blobs.get(sha256))
    return files


def _fill(session: Session, database: SchoolDatabase, school: School) -> None:
    with school.reading() as source, references_later(session):
        _filling(session, database.cipher, school.id).load(chunks(source, school.database.cipher, school.id, ""))
    identity = {"school_id": school.id, "hub_id": new_id(school.clock.now()), "made_at": school.clock.now()}
    session.connection().execute(sa.insert(table_of(HubRow)), identity)


def _filling(session: Session, cipher: Cipher, school_id: str) -> Filling:
    driver = session.connection().connection.driver_connection
    if isinstance(driver, sqlite3.Connection):
        return Loader(driver, cipher, school_id)
    if isinstance(driver, psycopg.Connection):
        return _ServerLoader(driver, cipher, school_id)
    raise AssertionError(f"{type(driver)} is no database of ours")


def _as_json(value: object) -> str:
    """JSON's text: of one that is a number SQLite made the number."""
    return value if isinstance(value, str) else json.dumps(value)


# What makes a value that SQLite stores one that the server takes.
_FITTING: dict[type[Any], Callable[[Any], Any]] = {sa.Boolean: bool, sa.JSON: _as_json}


class _ServerLoader(Filling):
    """Fills one school's part of a PostgreSQL database. By INSERT: COPY does not go through row level security."""

    def __init__(self, connection: psycopg.Connection[Any], cipher: Cipher, school_id: str) -> None:
        super().__init__(cipher, school_id)
        self._connection = connection

    def _begin(self) -> None:
        """Its indexes are other schools' too: they stay."""

    def _end(self) -> None:
        """The server looks at references by itself, too, at the end of references_later."""

    def _write(self, table: str, names: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        columns = Base.metadata.tables[table].columns
        kept = [list(row) for row in rows]
        for place, name in enumerate(names):
            if (fitting := _FITTING.get(type(columns[name].type))) is not None:
                for row in kept:
                    row[place] = None if row[place] is None else fitting(row[place])
        listed = ", ".join(f'"{name}"' for name in names)
        statement = f'INSERT INTO "{table}" ({listed}) VALUES ({", ".join(["%s"] * len(names))})'
        with self._connection.cursor() as cursor:
            cursor.executemany(statement.encode(), kept)
