"""How migrations run: one transaction for all of them, on both databases."""

from __future__ import annotations

from alembic import context

from microprojects.store.db import Base, db
from microprojects.store.engines import WRITES

with db.engine.connect().execution_options(**{WRITES: True}) as connection:
    context.configure(
        connection=connection, target_metadata=Base.metadata, compare_type=True, transactional_ddl=True
    )
    with context.begin_transaction():
        context.run_migrations()
