"""The migrations build exactly the tables that the code declares, on both engines."""

from __future__ import annotations

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import CheckConstraint, inspect

from microprojects.store import schema
from microprojects.store.db import Base, db


def test_the_migrated_database_is_the_declared_one(session):
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})

        differences = compare_metadata(context, Base.metadata)

    assert differences == []


def test_each_declared_check_stands_in_the_database(session):
    inspector = inspect(db.engine)
    declared = {
        (table.name, str(rule.name))
        for table in Base.metadata.tables.values()
        for rule in table.constraints
        if isinstance(rule, CheckConstraint)
    }

    present = {
        (name, rule["name"])
        for name in Base.metadata.tables
        for rule in inspector.get_check_constraints(name)
    }

    assert present == declared


def test_a_migrated_database_needs_no_migration(session):
    assert schema.present() == schema.wanted()
