"""Which schema the database has, which one the code wants, and how the first becomes the second.

What brings it there is imported only then: a process that serves does not carry 24 MB of it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask import current_app
from sqlalchemy import inspect, text

from microprojects.store.db import db

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"


def present() -> frozenset[str]:
    """Return the revisions that the database has; none means that it is empty."""
    with db.engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return frozenset()
        return frozenset(connection.scalars(text("SELECT version_num FROM alembic_version")))


def wanted() -> frozenset[str]:
    """Return the revision that the code wants: the last of its migrations, which are numbered in order."""
    return frozenset({max(_known())})


def is_newer() -> bool:
    """Say whether the database was made by a later version of the code than this one."""
    return not present() <= _known()


def upgrade(revision: str = "head") -> None:
    """Bring the database to a revision, in one transaction."""
    from alembic import command  # noqa: PLC0415 - see above

    command.upgrade(config(), revision)


def config() -> Any:
    """Return Alembic's settings of the migrations."""
    from flask_migrate import Migrate  # noqa: PLC0415 - see above

    if "migrate" not in current_app.extensions:
        Migrate(current_app, db, directory=str(MIGRATIONS), compare_type=True)
    return current_app.extensions["migrate"].migrate.get_config()


def _known() -> frozenset[str]:
    """Return the numbers of all migrations, as their files begin with them."""
    return frozenset(path.name.partition("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))
