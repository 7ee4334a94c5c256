"""The journal is signed: checkpoints over its first entries, and the hashes of full subtrees; both stay as written.

Revision ID: 0021
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

TABLES = ("journal_checkpoints", "journal_subtrees")


def upgrade() -> None:
    """Make the tables, and the triggers by which their rows stay."""
    op.create_table(
        "journal_checkpoints",
        sa.Column("size", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("root", sa.String(length=64), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("size > 0", name=op.f("ck_journal_checkpoints_size_positive")),
        sa.PrimaryKeyConstraint("size", name=op.f("pk_journal_checkpoints")),
    )
    op.create_table(
        "journal_subtrees",
        sa.Column("level", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("place", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.CheckConstraint("level >= 4", name=op.f("ck_journal_subtrees_level_kept")),
        sa.CheckConstraint("place >= 0", name=op.f("ck_journal_subtrees_place_not_negative")),
        sa.PrimaryKeyConstraint("level", "place", name=op.f("pk_journal_subtrees")),
    )
    postgres = op.get_bind().dialect.name == "postgresql"
    for table in TABLES:
        for event in ("update", "delete"):
            deed = (
                "EXECUTE FUNCTION refuse_change()"
                if postgres
                else f"BEGIN SELECT RAISE(ABORT, 'what is written in {table} stays'); END"
            )
            op.execute(
                f"CREATE TRIGGER {table}_no_{event} BEFORE {event.upper()} ON {table} FOR EACH ROW {deed}"
            )


def downgrade() -> None:
    """Take the tables and their triggers away."""
    for table in TABLES:
        op.drop_table(table)
