"""A bench for each engine: one app on one migrated database that is made clean before each test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, event, text

from microprojects.app import create_app
from microprojects.config import Mode, Settings
from microprojects.store import schema
from microprojects.store.db import db

SECRET = "a secret for tests, long enough to be one"
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
SEQUENCES = """SELECT sequencename, coalesce(last_value, start_value), (last_value IS NOT NULL)::text
FROM pg_sequences WHERE schemaname = 'public'"""
REFILL = 'INSERT INTO "{name}" OVERRIDING SYSTEM VALUE SELECT * FROM pristine."{name}"'


def settings_for(folder: Path, database_url: str = "", **given: Any) -> Settings:
    """Return the settings of a test in `folder`; `given` values go before the usual ones."""
    usual: dict[str, Any] = {
        "mode": Mode.TEST, "data_dir": folder, "database_url": database_url,
        "secret_key": SECRET, "base_url": "http://localhost",
    }  # fmt: skip
    return Settings(**(usual | given)).completed()


class Bench:
    """One migrated database, and the app on it."""

    def __init__(self, folder: Path, database_url: str = "") -> None:
        self.folder = folder
        self.app = create_app(settings_for(folder, database_url))
        with self.app.app_context():
            self.engine = db.engine
        self._quicken()
        with self.app.app_context():
            schema.upgrade()
        self._keep()

    def clean(self) -> None:
        """Put the database and the data folder back to how they were after the migrations."""
        for path in self.folder.iterdir():
            if path.is_dir() and path.name != "keys":
                shutil.rmtree(path)

    def close(self) -> None:
        """Let go of the database."""
        self.engine.dispose()

    def _quicken(self) -> None:
        """Leave out what only a power cut would notice."""

    def _keep(self) -> None:
        """Remember the database as the migrations leave it."""


def _trust_the_power(connection: Any, _entry: object) -> None:
    connection.execute("PRAGMA synchronous = OFF").close()


class SqliteBench(Bench):
    """A database file that is copied from a pristine one."""

    def _quicken(self) -> None:
        event.listen(self.engine, "connect", _trust_the_power)

    def _keep(self) -> None:
        self.file = self.folder / "microprojects.sqlite3"
        self.pristine = self.folder / "pristine.sqlite3"
        self.engine.dispose()
        shutil.copyfile(self.file, self.pristine)

    def clean(self) -> None:
        super().clean()
        self.engine.dispose()
        for suffix in ("-wal", "-shm"):
            self.file.with_name(self.file.name + suffix).unlink(missing_ok=True)
        shutil.copyfile(self.pristine, self.file)


class PostgresBench(Bench):
    """A database whose tables are emptied, then filled with what the migrations put in."""

    def _keep(self) -> None:
        with _unchecked(self.engine) as connection:
            tables = [name for name in connection.scalars(text(TABLES)) if name != "alembic_version"]
            filled = [name for name in tables if connection.scalar(text(f'SELECT true FROM "{name}"'))]
            connection.execute(text("CREATE SCHEMA pristine"))
            for name in filled:
                connection.execute(text(f'CREATE TABLE pristine."{name}" AS TABLE public."{name}"'))
            sequences = connection.execute(text(SEQUENCES)).all()
        self.restoring = "; ".join(
            [f'DELETE FROM "{name}"' for name in tables]
            + [REFILL.format(name=name) for name in filled]
            + [f"""SELECT setval('"{name}"', {last}, {called})""" for name, last, called in sequences]
        )

    def clean(self) -> None:
        super().clean()
        if self.restoring:
            with _unchecked(self.engine) as connection:
                connection.exec_driver_sql(self.restoring)


@contextmanager
def _unchecked(engine: Engine) -> Iterator[Connection]:
    """Open a transaction in which foreign keys and triggers stand aside."""
    with engine.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        yield connection
