"""Which schema the database has, which one the code wants, and how the first becomes the second."""

from __future__ import annotations

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import current_app

from microprojects.store.db import db


def present() -> frozenset[str]:
    """Return the revisions that the database has; none means that it is empty."""
    with db.engine.connect() as connection:
        return frozenset(MigrationContext.configure(connection).get_current_heads())


def wanted() -> frozenset[str]:
    """Return the revisions that the code wants."""
    return frozenset(_scripts().get_heads())


def is_newer() -> bool:
    """Say whether the database was made by a later version of the code than this one."""
    known = {script.revision for script in _scripts().walk_revisions()}
    return not present() <= known


def upgrade(revision: str = "head") -> None:
    """Bring the database to a revision, in one transaction."""
    command.upgrade(config(), revision)


def config() -> Config:
    """Return the settings of the migrations."""
    settings: Config = current_app.extensions["migrate"].migrate.get_config()
    return settings


def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(config())
