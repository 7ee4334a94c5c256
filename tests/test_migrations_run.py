"""How migrations run: all or nothing, on both engines."""

from __future__ import annotations

import contextlib

import pytest
from alembic import command
from sqlalchemy import inspect

from microprojects.app import create_app
from microprojects.store import schema
from microprojects.store.db import db
from tests.benches import settings_for

GOOD = '''"""Make a shelf."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade():
    op.create_table("shelf", sa.Column("id", sa.Integer, primary_key=True))
    op.execute("INSERT INTO shelf (id) VALUES (1)")
'''
BAD = GOOD + '    raise LookupError("half-way")\n'


@pytest.fixture
def fresh(engine_name, request, tmp_path):
    """An app on an empty database that no migration has touched."""
    url = ""
    if engine_name == "postgresql":
        server = request.getfixturevalue("postgres_server")
        url = server.create("microprojects_test_migrations")
    app = create_app(settings_for(tmp_path / "data", url))
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def steps(fresh, tmp_path):
    """Put one migration in the place of ours and run it."""

    def run(text: str) -> list[str]:
        (tmp_path / "versions").mkdir()
        (tmp_path / "versions" / "0001_shelf.py").write_text(text, encoding="utf-8")
        with fresh.app_context():
            config = schema.config()
            config.set_main_option("version_locations", str(tmp_path / "versions"))
            with contextlib.suppress(LookupError):
                command.upgrade(config, "head")
            return inspect(db.engine).get_table_names()

    return run


def test_a_migration_is_kept_whole(steps):
    assert sorted(steps(GOOD)) == ["alembic_version", "shelf"]


def test_a_migration_that_fails_half_way_leaves_nothing(steps):
    assert steps(BAD) == []
