"""A bench for each engine: one app on one migrated database that is made clean before each test."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from argon2 import PasswordHasher
from sqlalchemy import Connection, Engine, event, text

from microprojects.app import create_app
from microprojects.config import Mode, Settings
from microprojects.store import schema
from microprojects.store.db import db
from microprojects.web import watching

SECRET = "a secret for tests, long enough to be one"
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
SEQUENCES = """SELECT sequencename, coalesce(last_value, start_value), (last_value IS NOT NULL)::text
FROM pg_sequences WHERE schemaname = 'public'"""
REFILL = 'INSERT INTO "{table}" OVERRIDING SYSTEM VALUE SELECT * FROM {kept}."{table}"'
# What was deleted stays in PostgreSQL's tables, where every test reads over it, until they are swept.
SWEPT_EVERY = 100
BOX_KEYS = "poll-*.key"  # what opens the ballots of a poll that was kept
PRISTINE = "pristine"
# For tests in which signing in is only the way to a page.
CHEAP_HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


def settings_for(folder: Path, database_url: str = "", **given: Any) -> Settings:
    """Return the settings of a test in `folder`; `given` values go before the usual ones."""
    usual: dict[str, Any] = {
        "mode": Mode.TEST, "data_dir": folder, "database_url": database_url,
        "secret_key": SECRET, "base_url": "http://localhost",
        "kept_pages": 0,  # tests write rows without a journal line; what is kept is tested on its own
        "figures_minutes": 0,
    }  # fmt: skip
    return Settings(**(usual | given)).completed()


class Bench:
    """One migrated database, and the app on it."""

    def __init__(self, folder: Path, database_url: str = "") -> None:
        self.folder = folder
        self.refills: dict[str, str] = {}
        self.kept: dict[str, Any] = {}
        self.app = create_app(settings_for(folder, database_url))
        with self.app.app_context():
            self.engine = db.engine
        self._quicken()
        with self.app.app_context():
            schema.upgrade()
        self.keep(PRISTINE)

    def clean(self) -> None:
        """Put the database and the data folder back to how they were after the migrations."""
        self.back_to(PRISTINE)

    def keep(self, name: str, about: Any = None) -> None:
        """Remember the database and the data folder under a name, with what is to be known `about` them."""
        self.kept[name] = about
        kept = self._beside(name)
        kept.mkdir()
        for path in self._folders():
            shutil.copytree(path, kept / path.name)
        if self._note.exists():
            shutil.copyfile(self._note, self._beside(f"{name}.checkpoint"))
        for key in self._keys.glob(BOX_KEYS):
            kept_keys = self._beside(f"{name}.keys")
            kept_keys.mkdir(exist_ok=True)
            shutil.copy(key, kept_keys)

    def back_to(self, name: str) -> None:
        """Put the database and the data folder back to how they were kept."""
        kept = self._beside(name)
        self.app.extensions[watching.NAME].forget()  # other acts had the same numbers
        self._note.unlink(missing_ok=True)  # it would outlive the journal it tells of
        if self._beside(f"{name}.checkpoint").exists():
            shutil.copyfile(self._beside(f"{name}.checkpoint"), self._note)
        for key in self._beside(f"{name}.keys").glob(BOX_KEYS):
            (self._keys / key.name).unlink(missing_ok=True)  # of another poll with the same number, by now
            shutil.copy(key, self._keys)
        if _paths(self._folders(), self.folder) == _paths(kept.iterdir(), kept):
            return  # files are named by their content, so what has the same name is the same
        for path in self._folders():
            shutil.rmtree(path)
        shutil.copytree(kept, self.folder, dirs_exist_ok=True)

    def close(self) -> None:
        """Let go of the database."""
        self.engine.dispose()

    def _quicken(self) -> None:
        """Leave out what only a power cut would notice."""

    @property
    def _note(self) -> Path:
        """Where the last checkpoint is kept beside the database."""
        return self._keys / "log.checkpoint"

    @property
    def _keys(self) -> Path:
        return self.folder / "keys"

    def _beside(self, name: str) -> Path:
        return self.folder.with_name(f"{self.folder.name}-{name}")

    def _folders(self) -> list[Path]:
        return [path for path in self.folder.iterdir() if path.is_dir() and path.name != "keys"]


def _paths(folders: Iterable[Path], root: Path) -> set[Path]:
    return {path.relative_to(root) for folder in folders for path in (folder, *folder.rglob("*"))}


def trust_the_power(connection: Any, _entry: object) -> None:
    """Let a new connection to SQLite write without waiting for the disk."""
    connection.execute("PRAGMA synchronous = OFF").close()


class SqliteBench(Bench):
    """A database file that is copied from a pristine one."""

    def _quicken(self) -> None:
        event.listen(self.engine, "connect", trust_the_power)

    @property
    def file(self) -> Path:
        """The file of the database."""
        return self.folder / "microprojects.sqlite3"

    def keep(self, name: str, about: Any = None) -> None:
        super().keep(name, about)
        self.engine.dispose()
        shutil.copyfile(self.file, self.folder / f"{name}.copy")

    def back_to(self, name: str) -> None:
        super().back_to(name)
        self.engine.dispose()
        for suffix in ("-wal", "-shm"):
            self.file.with_name(self.file.name + suffix).unlink(missing_ok=True)
        shutil.copyfile(self.folder / f"{name}.copy", self.file)


class PostgresBench(Bench):
    """A database whose tables are emptied, then filled with what was kept."""

    returns = 0

    def keep(self, name: str, about: Any = None) -> None:
        super().keep(name, about)
        with _unchecked(self.engine) as connection:
            tables = [table for table in connection.scalars(text(TABLES)) if table != "alembic_version"]
            filled = [
                table for table in tables if connection.scalar(text(f'SELECT true FROM "{table}" LIMIT 1'))
            ]
            connection.execute(text(f"CREATE SCHEMA {name}"))
            for table in filled:
                connection.execute(text(f'CREATE TABLE {name}."{table}" AS TABLE public."{table}"'))
            sequences = connection.execute(text(SEQUENCES)).all()
        self.refills[name] = "; ".join(
            [f'DELETE FROM "{table}"' for table in tables]
            + [REFILL.format(table=table, kept=name) for table in filled]
            + [f"""SELECT setval('"{sequence}"', {last}, {called})""" for sequence, last, called in sequences]
        )

    def back_to(self, name: str) -> None:
        super().back_to(name)
        with _unchecked(self.engine) as connection:
            connection.exec_driver_sql(self.refills[name])
        self.returns += 1
        if self.returns % SWEPT_EVERY == 0:
            with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.exec_driver_sql("VACUUM")


@contextmanager
def _unchecked(engine: Engine) -> Iterator[Connection]:
    """Open a transaction in which foreign keys and triggers stand aside."""
    with engine.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        yield connection
