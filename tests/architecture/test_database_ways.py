"""The two databases are used alike: nothing that only one of them has, and one way to write that is begun again when it was disturbed."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted(path for top in ("school_desk", "migrations") for path in (ROOT / top).rglob("*.py"))
# A lock or a call beside the rows is lost with its connection and has no like in a file; a number that the server draws leaves gaps and
# is drawn twice after a restore; a trigger changes rows behind the recorder, and then no desk hears of it.
ONLY_IN_A_SERVERS_STATEMENTS = (
    r"(?i:advisory|pg_notify|\b(nextval|setval|currval|bigserial|smallserial)\b)",
    r"(?i:create\s+(or\s+replace\s+)?(constraint\s+)?(trigger|sequence)\b)",
    r"(?i:generated\s+(always|by\s+default)\s+as\s+identity)",
    r"\b(NOTIFY|LISTEN|SERIAL)\b",
)
ONLY_IN_A_SERVERS_TABLES = ("Sequence", "Identity", "FetchedValue")
HUB = sorted((ROOT / "school_desk" / "hub").rglob("*.py"))
# No other program knows of a Hub that is only being founded: nobody can get in its way, and its key is kept within the same transaction,
# which must therefore not be carried out a second time.
WRITES_WITHOUT_ANOTHER_TRY = {"founding.py"}


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def only_on_a_server(module: ast.Module) -> Iterator[str]:
    """What of its texts and its calls is no word of both databases."""
    for node in ast.walk(module):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from (found[0] for ways in ONLY_IN_A_SERVERS_STATEMENTS for found in re.finditer(ways, node.value))
        elif isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            yield from (name for name in ONLY_IN_A_SERVERS_TABLES if name == called)


def writing(module: ast.Module) -> Iterator[int]:
    """The lines that name the write transaction, called or handed on."""
    found = (node for node in ast.walk(module) if isinstance(node, ast.Attribute) and node.attr == "writing")
    return iter(sorted(node.lineno for node in found))


def test_no_source_speaks_of_what_only_a_server_has() -> None:
    assert len(SOURCES) > 300
    found = {name_of(path): list(only_on_a_server(tree(path))) for path in SOURCES}
    assert {path: words for path, words in found.items() if words} == {}


def test_the_hub_writes_where_a_disturbed_write_is_begun_again() -> None:
    """Through kernel/database.py's in_transaction: two programs of one Hub, or a desk and the website, meet on a server."""
    found = {path.name: list(writing(tree(path))) for path in HUB}
    assert {name for name, lines in found.items() if lines} == WRITES_WITHOUT_ANOTHER_TRY
    again = [path.name for path in HUB if "in_transaction(" in path.read_text(encoding="utf-8")]
    assert {"app.py", "door.py", "opening.py"} <= set(again)


def test_the_measures_themselves_measure() -> None:
    statements = (
        "SELECT pg_try_advisory_xact_lock(1)",
        "select pg_notify('a', '')",
        "NOTIFY turn",
        "LISTEN turn",
        "id BIGSERIAL",
        "id SERIAL PRIMARY KEY",
        "SELECT nextval('a')",
        "create or replace trigger t",
        "CREATE CONSTRAINT TRIGGER t",
        "CREATE SEQUENCE s",
        "id bigint GENERATED ALWAYS AS IDENTITY",
    )
    for statement in statements:
        assert list(only_on_a_server(ast.parse(repr(statement)))), statement
    assert list(only_on_a_server(ast.parse("sa.Identity(); Sequence('s')"))) == ["Identity", "Sequence"]
    ours = "SERIAL = 'serial_no'; event.listen(session); box.setValue(1); rows: Sequence[str] = list('ab')"
    assert list(only_on_a_server(ast.parse(ours))) == []
    text = "with database.writing() as session: pass\nbegin = school.database.writing\nwriting = 1"
    assert list(writing(ast.parse(text))) == [1, 2]
