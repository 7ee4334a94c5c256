"""Passes into a poll for people who are not signed in: slips with codes, codes by text message, a lent machine.

Revision ID: 0016
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "poll_passes",
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("entry", sa.String(length=32), nullable=False),
        sa.Column("secret_hash", sa.String(length=64), nullable=False),
        sa.Column("origin", sa.String(length=40), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("origin IN ('slip', 'text', 'desk')", name=op.f("ck_poll_passes_origin_known")),
        sa.ForeignKeyConstraint(
            ["poll_id", "entry"],
            ["roll_entries.poll_id", "roll_entries.entry"],
            name="fk_poll_passes_entry_roll_entries",
        ),
        sa.PrimaryKeyConstraint("poll_id", "entry", name=op.f("pk_poll_passes")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_poll_passes_secret_hash")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "poll_text_codes",
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("phone_index", sa.String(length=64), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["poll_id"], ["polls.id"], name=op.f("fk_poll_text_codes_poll_id_polls")),
        sa.PrimaryKeyConstraint("poll_id", "phone_index", name=op.f("pk_poll_text_codes")),
        sqlite_with_rowid=False,
    )
    _slips()


def _slips() -> None:
    op.create_table(
        "poll_slips",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("entry", sa.String(length=32), nullable=False),
        sa.Column("batch", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("used", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("batch > 0 AND number > 0", name=op.f("ck_poll_slips_numbers_positive")),
        sa.CheckConstraint(
            "(voided_at IS NULL) = (voided_by_id IS NULL)", name=op.f("ck_poll_slips_voided_by_somebody")
        ),
        sa.ForeignKeyConstraint(
            ["poll_id", "entry"],
            ["roll_entries.poll_id", "roll_entries.entry"],
            name="fk_poll_slips_entry_roll_entries",
        ),
        sa.ForeignKeyConstraint(["made_by_id"], ["people.id"], name=op.f("fk_poll_slips_made_by_id_people")),
        sa.ForeignKeyConstraint(
            ["voided_by_id"], ["people.id"], name=op.f("fk_poll_slips_voided_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poll_slips")),
        sa.UniqueConstraint("poll_id", "code_hash", name=op.f("uq_poll_slips_poll_id_code_hash")),
        sa.UniqueConstraint("poll_id", "batch", "number", name=op.f("uq_poll_slips_poll_id_batch_number")),
    )
    op.create_index(
        "uq_poll_slips_poll_id_entry_good",
        "poll_slips",
        ["poll_id", "entry"],
        unique=True,
        sqlite_where=sa.text("voided_at IS NULL"),
        postgresql_where=sa.text("voided_at IS NULL"),
    )


def downgrade() -> None:
    """Take the tables away."""
    for table in ("poll_slips", "poll_text_codes", "poll_passes"):
        op.drop_table(table)
