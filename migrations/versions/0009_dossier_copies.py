"""Dossiers on paper are put into the hands of members.

Revision ID: 0009
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "dossier_copies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("handed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("handed_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f("fk_dossier_copies_meeting_id_meetings")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_dossier_copies_person_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["handed_by_id"], ["people.id"], name=op.f("fk_dossier_copies_handed_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dossier_copies")),
        sa.UniqueConstraint("meeting_id", "person_id", name=op.f("uq_dossier_copies_meeting_id_person_id")),
    )
    op.create_index(op.f("ix_dossier_copies_meeting_id"), "dossier_copies", ["meeting_id"], unique=False)


def downgrade() -> None:
    """Take the table away."""
    op.drop_table("dossier_copies")
