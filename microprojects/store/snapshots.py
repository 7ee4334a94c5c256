"""The database as it stands at one moment, for somebody who reads for minutes while others write."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from psycopg.sql import SQL, Literal
from sqlalchemy import Connection, Engine, event, text

PAGES_AT_ONCE = 2000  # of SQLite's, between which writers come in


def copy_file(source: Path, target: Path) -> None:
    """Copy a SQLite database while it is in use, whole and as of one moment; nobody but its owner can read the copy."""
    target.touch(mode=0o600)
    with closing(sqlite3.connect(source)) as there, closing(sqlite3.connect(target)) as here:
        there.execute("BEGIN")
        there.execute("SELECT count(*) FROM sqlite_master").fetchone()
        there.backup(here, pages=PAGES_AT_ONCE)


@contextmanager
def standing_still(engine: Engine) -> Iterator[None]:
    """Let all that is read through a PostgreSQL engine meanwhile be as of this moment, and let nothing be written.

    On SQLite it does nothing: there a copy of the file is read.
    """
    if engine.dialect.name != "postgresql":
        yield
        return
    with engine.connect().execution_options(isolation_level="REPEATABLE READ") as holder:
        name = holder.scalar(text("SELECT pg_export_snapshot()"))

        def begin(connection: Connection) -> None:
            connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            with closing(connection.connection.cursor()) as cursor:
                cursor.execute(SQL("SET TRANSACTION SNAPSHOT {}").format(Literal(name)))

        event.listen(engine, "begin", begin)
        try:
            yield
        finally:
            event.remove(engine, "begin", begin)
