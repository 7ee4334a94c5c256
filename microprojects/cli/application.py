"""The app, for commands that need it, with its database looked at first."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import click
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError
from werkzeug.utils import import_string

from microprojects.cli.trouble import CannotGoOn, DamagedDatabase, insist_on_writable
from microprojects.config import Settings
from microprojects.store import schema
from microprojects.store.db import db

# The floor above is named, not imported, as every WSGI server does.
FACTORY = "microprojects.app:create_app"
SIZE = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"
PRIMARY_CODE = 0xFF  # the part of SQLite's error codes that says of which kind they are
SMALL_ENOUGH_TO_READ_WHOLE = 256 * 1024 * 1024


def settings_from_environment(**given: Any) -> Settings:
    """Read the settings; `given` values go before the environment."""
    return Settings.load(os.environ, **given)


def build(settings: Settings) -> Flask:
    """Build the app, for the command under way, on a folder that can be written and a database that is whole.

    Raises:
        CannotGoOn: the folder or the database cannot be used.
    """
    insist_on_writable(settings.data_dir)
    create_app: Callable[[Settings], Flask] = import_string(FACTORY)
    app = create_app(settings)
    click.get_current_context().call_on_close(partial(_let_go, app))
    with app.app_context():
        _insist_on_whole_database()
    return app


@contextmanager
def opened() -> Iterator[Flask]:
    """Open the site that the environment names, for a command that reads or changes it.

    Raises:
        CannotGoOn: its database cannot be used or has not the current schema.
    """
    app = build(settings_from_environment())
    insist_on_current_schema(app)
    with app.app_context():
        yield app


def insist_on_current_schema(app: Flask) -> None:
    """Go on only if the database has the schema that the code wants.

    Raises:
        CannotGoOn: it is older or newer.
    """
    with app.app_context():
        if schema.present() == schema.wanted():
            return
        insist_on_known_schema()
        raise CannotGoOn("The database has not the current schema. Run: microprojects upgrade")


def insist_on_known_schema() -> None:
    """Go on only if the database was not made by a later version than this one.

    Raises:
        CannotGoOn: it was.
    """
    if schema.is_newer():
        raise CannotGoOn("A newer version made this database. Install that version, or use an older backup.")


def _let_go(app: Flask) -> None:
    """Close the connections to the database when the command ends."""
    with app.app_context():
        db.engine.dispose()


def _insist_on_whole_database() -> None:
    """Read a small SQLite file whole, so that damage is told now and not to a visitor."""
    path = db.engine.url.database
    try:
        verdict = _look_through()
    except DatabaseError as error:
        if not isinstance(error.orig, sqlite3.Error):
            raise
        kind = error.orig.sqlite_errorcode & PRIMARY_CODE
        if kind in {sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT}:
            raise DamagedDatabase(path, str(error.orig)) from error
        if kind == sqlite3.SQLITE_CANTOPEN:
            raise CannotGoOn(
                f"The database file {path} cannot be opened. Correct its owner, or name another one by "
                "MICROPROJECTS_DATABASE_URL."
            ) from error
        raise
    if verdict != "ok":
        told = [line for line in verdict.splitlines() if not line.startswith("***")]
        raise DamagedDatabase(path, told[0] if told else verdict)


def _look_through() -> str:
    """Return what the database says of itself."""
    with db.engine.connect() as connection:
        if connection.dialect.name != "sqlite":
            connection.execute(text("SELECT 1"))
            return "ok"
        size = connection.scalar(text(SIZE))
        if (size or 0) < SMALL_ENOUGH_TO_READ_WHOLE:
            return str(connection.scalar(text("PRAGMA quick_check(1)")))
        connection.execute(text("PRAGMA schema_version"))
        return "ok"
