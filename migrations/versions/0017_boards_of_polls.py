"""What an open poll shows of itself: commitments by the batch, turnout by the day; what is published stays.

Revision ID: 0017
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

TABLES = ("poll_batches", "poll_days")


def upgrade() -> None:
    """Make the tables, and the triggers by which they and the numbers of batches stay."""
    op.create_table(
        "poll_batches",
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("batch", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("commitments", sa.Integer(), nullable=False),
        sa.Column("list_hash", sa.String(length=64), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("batch > 0", name=op.f("ck_poll_batches_batch_positive")),
        sa.CheckConstraint("commitments > 0", name=op.f("ck_poll_batches_not_empty")),
        sa.ForeignKeyConstraint(["poll_id"], ["polls.id"], name=op.f("fk_poll_batches_poll_id_polls")),
        sa.PrimaryKeyConstraint("poll_id", "batch", name=op.f("pk_poll_batches")),
    )
    op.create_table(
        "poll_days",
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("took_part", sa.Integer(), nullable=False),
        sa.CheckConstraint("took_part >= 0", name=op.f("ck_poll_days_took_part_not_negative")),
        sa.ForeignKeyConstraint(["poll_id"], ["polls.id"], name=op.f("fk_poll_days_poll_id_polls")),
        sa.PrimaryKeyConstraint("poll_id", "day", name=op.f("pk_poll_days")),
    )
    for table in TABLES:
        for event in ("update", "delete"):
            _refuse(table, f"{table}_no_{event}", event)
    differs = "IS DISTINCT FROM" if _is_postgres() else "IS NOT"
    when = f"OLD.batch IS NOT NULL AND OLD.batch {differs} NEW.batch"
    _refuse("seen_commits", "seen_commits_no_rebatch", "update", when)


def _is_postgres() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def _refuse(table: str, name: str, event: str, when: str = "") -> None:
    condition = f"WHEN ({when}) " if when else ""
    deed = (
        "EXECUTE FUNCTION refuse_change()"
        if _is_postgres()
        else f"BEGIN SELECT RAISE(ABORT, 'what is written in {table} stays'); END"
    )
    op.execute(f"CREATE TRIGGER {name} BEFORE {event.upper()} ON {table} FOR EACH ROW {condition}{deed}")


def downgrade() -> None:
    """Take the tables and triggers away."""
    op.execute(f"DROP TRIGGER seen_commits_no_rebatch{' ON seen_commits' if _is_postgres() else ''}")
    for table in TABLES:
        op.drop_table(table)
