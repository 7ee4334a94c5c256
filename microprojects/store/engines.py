"""How a connection of either database is opened, and how writers on SQLite take turns."""

from __future__ import annotations

import contextlib
import fcntl
import os
import threading
from collections.abc import Iterator
from functools import partial
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

BUSY_MILLISECONDS = 15_000
WRITES = "microprojects_writes"
_READS_ONCE = "microprojects_reads_once"

_turns: dict[str, threading.RLock] = {}


def prepare(engine: Engine) -> None:
    """Set up each connection that the engine will open."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "do_connect", partial(_make_private, str(engine.url.database)))
        event.listen(engine, "connect", _open_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        event.listen(engine, "connect", _open_postgresql)


def to_read_once(engine: Engine) -> Connection:
    """Return a connection for one statement that reads: nothing is begun for it, so nothing has to be ended."""
    if engine.dialect.name == "sqlite":
        return engine.connect().execution_options(**{_READS_ONCE: True})
    return engine.connect().execution_options(isolation_level="AUTOCOMMIT")


@contextlib.contextmanager
def turn_to_write(engine: Engine) -> Iterator[None]:
    """Wait for the turn to write; only SQLite, with its one writer, needs turns.

    SQLite's own waiting polls and is unfair: the slowest writer waits ten times as
    long as with a queue of threads in the process and of processes at a lock file.
    """
    if engine.dialect.name != "sqlite":
        yield
        return
    path = str(engine.url.database)
    with turn_in_process(engine):
        handle = os.open(f"{path}-turn", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)


@contextlib.contextmanager
def turn_in_process(engine: Engine) -> Iterator[None]:
    """Wait for the turn among the threads of this process, for work around a write that only the processor bounds.

    Who waits here has nothing begun yet. Without it the threads of a busy evening take Python's one lock from
    each other at every statement, which costs a fourth of each ballot. On PostgreSQL the threads do not wait.
    """
    if engine.dialect.name != "sqlite":
        yield
        return
    with _turns.setdefault(str(engine.url.database), threading.RLock()):
        yield


def fold_log(engine: Engine) -> bool:
    """Write SQLite's log into the file and cut it, so that pages as they were before a deletion are in neither.

    Readers may still need it: then nothing is waited for and False says that it is to be tried again. PostgreSQL
    has no such file; it writes over what was deleted when it cleans up.
    """
    if engine.dialect.name != "sqlite":
        return True
    with to_read_once(engine) as connection:
        cursor: Any = connection.connection.cursor()
        cursor.execute("PRAGMA busy_timeout = 200")
        busy = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        cursor.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
        cursor.close()
    return not busy


def _make_private(path: str, *_connection: object) -> None:
    """Make a new database file readable by its owner alone; SQLite gives the files beside it the same mode.

    Where it cannot be made, SQLite itself says so a moment later. A database in memory has no file.
    """
    if not os.path.isabs(path):
        return
    with contextlib.suppress(OSError):
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))


def _open_sqlite(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    raw: Any = connection
    raw.isolation_level = None  # the driver begins nothing by itself; _begin_sqlite does
    cursor = raw.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA secure_delete = ON")  # what is deleted is overwritten, not only let go
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    """Take the write lock at once if the transaction will write, so that it can never fail half-way."""
    options = connection.get_execution_options()
    if not options.get(_READS_ONCE):
        connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get(WRITES) else "BEGIN")


def _open_postgresql(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    raw: Any = connection
    before, raw.autocommit = raw.autocommit, True
    raw.execute("SET synchronous_commit TO on")
    raw.execute("SET TIME ZONE 'UTC'")
    raw.autocommit = before
