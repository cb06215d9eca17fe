"""A private PostgreSQL for the tests, and Hubs whose rows it keeps. In CI its absence is a failure, elsewhere a skip that says so."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from school_desk.composition import School
from school_desk.hub.founding import found_hub
from school_desk.hub.postgres import PostgresDatabase
from school_desk.kernel.cipher import Cipher
from school_desk.kernel.database import SchoolDatabase
from school_desk.kernel.paths import DataFolder
from tests.needs import missing

# The ordinary account that owns the tests' databases, and one that owns nothing.
OWNER, GUEST = "desk_owner", "desk_guest"


class Server:
    """One running PostgreSQL on a socket in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def url(self, name: str, account: str = OWNER) -> str:
        """The address of a database."""
        return f"postgresql://{account}@/{name}?host={self.folder}"

    def make(self, name: str, of: str = "template0") -> str:
        """A new database, in place of one of that name; its address. `of`: the one that it is a copy of, which nobody has open."""
        told = {"name": sql.Identifier(name), "of": sql.Identifier(of), "owner": sql.Identifier(OWNER)}
        self.tell(sql.SQL("DROP DATABASE IF EXISTS {name} WITH (FORCE)").format(**told))
        made = "CREATE DATABASE {name} TEMPLATE {of} OWNER {owner}"
        self.tell(sql.SQL(made).format(**told))
        return self.url(name)

    def tell(self, statement: sql.Composed | sql.SQL) -> None:
        """Carries out a statement as the superuser."""
        with psycopg.connect(host=str(self.folder), user="postgres", dbname="postgres", autocommit=True) as connection:
            connection.execute(statement)


def programs() -> Path | None:
    """Where the newest PostgreSQL's programs are, or None when there is none of 15 or later."""
    found = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    numbered = {int(path.parent.name): path for path in found if path.parent.name.isdigit()}
    newest = max(numbered, default=0)
    return numbered[newest] if newest >= 15 else None


@contextmanager
def running_server(*, lasting: bool = False) -> Iterator[Server]:
    """A server of its own, gone at the end; a skip without PostgreSQL, a failure in CI. `lasting`: it waits for the disk as in earnest."""
    where = programs()
    if where is None:
        missing("没有 PostgreSQL 15 或更新版本（Debian：apt-get install postgresql），总台在 PostgreSQL 上的测试未运行")
    # Not under pytest's own folder: only root may enter that one, and the server never runs as root. Socket paths are short.
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    try:
        _run(folder, where / "initdb", "--auth=trust", "--username=postgres", "--encoding=UTF8", "--no-sync")
        settings = f"-k {folder} -c listen_addresses=''" + ("" if lasting else " -c fsync=off -c full_page_writes=off")
        _run(folder, where / "pg_ctl", "start", "--wait", f"--log={folder}/log", f"--options={settings}")
        try:
            server = Server(folder)
            for account in (OWNER, GUEST):
                server.tell(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(account)))
            yield server
        finally:
            _run(folder, where / "pg_ctl", "stop", "--wait", "--mode=immediate")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(folder: Path, *command: object) -> None:
    as_other = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    done = subprocess.run(
        [*as_other, *map(str, command), f"--pgdata={folder}/data"],
        cwd=folder,
        env=surroundings | {"LC_ALL": "C.UTF-8"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,  # the server would hold a pipe open
        stderr=subprocess.DEVNULL,
        check=False,
    )
    assert done.returncode == 0, f"{command[0]} failed, see {folder}/log"


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """The server of this test process."""
    with running_server() as running:
        yield running


class OnServer:
    """Hubs whose rows lie in a database of their own each, named after the Hub's folder."""

    def __init__(self, server: Server) -> None:
        self.server = server

    def found(self, folder: DataFolder, school: School) -> None:
        """See tests.sync.net.Storage."""
        found_hub(folder, school, self.server.make(_name(folder.root)))

    def open(self, folder: Path, cipher: Cipher, school_id: str) -> SchoolDatabase:
        """See tests.sync.net.Storage."""
        return PostgresDatabase(self.server.url(_name(folder)), school_id, cipher)

    def copied(self, source: Path, target: Path) -> None:
        """See tests.sync.net.Storage."""
        self.server.make(_name(target), of=_name(source))


def _name(folder: Path) -> str:
    return "hub_" + hashlib.sha256(str(folder).encode()).hexdigest()[:16]
