"""Makes and checks the tables of a PostgreSQL database: the chain of migrations, and between schools the second wall.

Every table that knows of schools shows a transaction only the rows of the school it named (`app.school`), to the tables' owner as well. A
superuser stands above all walls and is sent away.
"""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from school_desk.hub.postgres import connect, telling_faults
from school_desk.kernel import schema
from school_desk.kernel.errors import EnvironmentFault

# Which column says whose a row is.
_OWNERS = """
SELECT c.relname, a.attname, c.relrowsecurity AND c.relforcerowsecurity AND EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid)
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = CASE c.relname WHEN 'school' THEN 'id' ELSE 'school_id' END
WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p') AND NOT a.attisdropped ORDER BY c.relname
"""
_REFERENCES = """
SELECT conrelid::regclass::text, conname FROM pg_constraint
WHERE connamespace = current_schema()::regnamespace AND contype = 'f' AND NOT condeferrable AND conparentid = 0 ORDER BY 1, 2
"""
_ABOVE_WALLS = "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
_IS_OWNER = "SELECT pg_has_role(relowner, 'USAGE') FROM pg_class WHERE oid = to_regclass('alembic_version')"
_OLDEST = 150_000


def bring_up_to_date(url: str) -> None:
    """Makes or migrates the tables when they are behind; then the account is an ordinary one and every wall stands, or EnvironmentFault."""
    engine = connect(url, "")
    try:
        with telling_faults(), engine.begin() as connection:
            _check_server(connection)
            if schema.is_old(_stored_revision(connection)):
                _upgrade(connection)
            _check_walls(connection)
    finally:
        engine.dispose()


def admit(url: str, role: str) -> None:
    """Lets the ordinary account `role` work with the tables that `url`'s account owns."""
    engine = connect(url, "")
    try:
        with telling_faults(), engine.begin() as connection:
            tables, account = _names(connection, (name for name, _, _ in _owners(connection))), _name(connection, role)
            connection.exec_driver_sql(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {', '.join(tables)} TO {account}")
            connection.exec_driver_sql(f"GRANT SELECT ON alembic_version TO {account}")
    finally:
        engine.dispose()


def _stored_revision(connection: sa.Connection) -> str | None:
    if connection.exec_driver_sql("SELECT to_regclass('alembic_version')").scalar() is None:
        return None
    found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    return None if found is None else str(found)


def _check_server(connection: sa.Connection) -> None:
    if int(connection.exec_driver_sql("SHOW server_version_num").scalar_one()) < _OLDEST:
        raise EnvironmentFault("hub.server", "数据库服务器太旧，需要 PostgreSQL 15 或更新的版本。")
    if connection.exec_driver_sql("SHOW server_encoding").scalar_one() != "UTF8":
        raise EnvironmentFault("hub.server", "数据库的编码不是 UTF8。请新建一个 UTF8 编码的数据库。")
    if connection.exec_driver_sql(_ABOVE_WALLS).scalar():
        message = "这个数据库账号不受行级隔离约束（超级用户或 BYPASSRLS）。请换一个普通账号，它只需拥有这个数据库。"
        raise EnvironmentFault("hub.account", message)


def _upgrade(connection: sa.Connection) -> None:
    if connection.exec_driver_sql(_IS_OWNER).scalar() is False:
        message = "数据库的表还是旧的，这个账号不是它们的所有者，不能升级。请先用所有者的账号运行一次。"
        raise EnvironmentFault("hub.account", message)
    schema.upgrade(connection)
    for table, constraint in connection.exec_driver_sql(_REFERENCES).all():
        name = _name(connection, constraint)
        connection.exec_driver_sql(f"ALTER TABLE {table} ALTER CONSTRAINT {name} DEFERRABLE INITIALLY IMMEDIATE")
    for table, owner, walled in _owners(connection):
        if not walled:
            _wall(connection, table, owner)


def _wall(connection: sa.Connection, table: str, owner: str) -> None:
    name = _name(connection, table)
    connection.exec_driver_sql(f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY")
    connection.exec_driver_sql(f"ALTER TABLE {name} FORCE ROW LEVEL SECURITY")
    connection.exec_driver_sql(
        f"CREATE POLICY own_school ON {name} USING ({owner} = current_setting('app.school', true))"
    )


def _check_walls(connection: sa.Connection) -> None:
    open_to_all = [table for table, _, walled in _owners(connection) if not walled]
    if open_to_all:
        message = f"这些表没有行级隔离：{'、'.join(open_to_all)}。请联系支持人员，不要继续使用。"
        raise EnvironmentFault("hub.walls", message)


def _owners(connection: sa.Connection) -> list[tuple[str, str, bool]]:
    return [(str(table), str(owner), bool(walled)) for table, owner, walled in connection.exec_driver_sql(_OWNERS)]


def _names(connection: sa.Connection, names: Iterable[str]) -> list[str]:
    return [_name(connection, name) for name in names]


def _name(connection: sa.Connection, name: str) -> str:
    return connection.dialect.identifier_preparer.quote_identifier(name)
