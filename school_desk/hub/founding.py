"""Makes a Hub of a lone desk's data: the same school, the same journal number for number, under a key of the Hub's own."""

from __future__ import annotations

import os
import sqlite3

import sqlalchemy as sa
from sqlalchemy.orm import Session

from school_desk.adapters.secrets import keep_key
from school_desk.composition import School
from school_desk.hub.opening import key_owner
from school_desk.kernel import schema
from school_desk.kernel.blobs import BlobStore
from school_desk.kernel.cipher import KEY_BYTES, Cipher
from school_desk.kernel.database import Database
from school_desk.kernel.errors import RuleViolation
from school_desk.kernel.ids import new_id
from school_desk.kernel.paths import DataFolder
from school_desk.kernel.sync_tables import HubRow
from school_desk.kernel.tables import table_of
from school_desk.sync.snapshot import Loader, chunks


def found_hub(folder: DataFolder, school: School) -> int:
    """Fills `folder` with `school`; how many files came along. Its own key is made here; a crash before the end leaves no Hub.

    Raises RuleViolation `hub.founded`.
    """
    if schema.stored_revision(folder.database) is not None:
        raise RuleViolation("hub.founded", f"文件夹 {folder.root} 里已经有一个总台的数据，没有改动。请换一个空文件夹。")
    folder.prepare()
    key = os.urandom(KEY_BYTES)
    draft = folder.database.with_suffix(".new")
    draft.unlink(missing_ok=True)
    schema.bring_up_to_date(draft)
    database = Database(draft, Cipher(key))
    try:
        with school.reading() as source, database.writing() as session:
            _copy(source, school, session, database.cipher)
            identity = {"school_id": school.id, "hub_id": new_id(school.clock.now()), "made_at": school.clock.now()}
            session.connection().execute(sa.insert(table_of(HubRow)), identity)
    finally:
        database.close()
    blobs, files = BlobStore(folder.blobs, Cipher(key)), 0
    for files, sha256 in enumerate(school.blobs.all(), 1):  # noqa: B007 the last count is the answer
        blobs.put(school.blobs.get(sha256))
    keep_key(key_owner(school.id), key, folder.key_file)
    draft.replace(folder.database)
    return files


def _copy(source: Session, school: School, session: Session, cipher: Cipher) -> None:
    driver = session.connection().connection.driver_connection
    if not isinstance(driver, sqlite3.Connection):
        raise AssertionError("a Hub is founded in SQLite and moved to a server afterwards")
    driver.execute("PRAGMA defer_foreign_keys=ON")
    Loader(driver, cipher, school.id).load(chunks(source, school.database.cipher, school.id, ""))
