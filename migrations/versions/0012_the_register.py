"""The register of residents comes as a sheet, which is kept sealed until it is applied.

Revision ID: 0012
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "registrations",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("tie", sa.String(length=40), nullable=False),
        sa.Column("born_sealed", sa.String(length=400), nullable=True),
        sa.Column("by_sheet", sa.Boolean(), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("source", sa.String(length=64), nullable=False),
        sa.CheckConstraint("tie IN ('live', 'work', 'study')", name=op.f("ck_registrations_tie_known")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_registrations_person_id_people")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_registrations")),
    )
    op.create_table(
        "kept_sheets",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["areas.id"], name=op.f("fk_kept_sheets_community_id_areas")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_kept_sheets_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_sheets")),
        sa.UniqueConstraint("person_id", name=op.f("uq_kept_sheets_person_id")),
    )
    op.create_index(op.f("ix_kept_sheets_community_id"), "kept_sheets", ["community_id"], unique=False)


def downgrade() -> None:
    """Take the tables away."""
    op.drop_table("kept_sheets")
    op.drop_table("registrations")
