"""Files wait for a second pair of eyes before they are public, and names that may stand in public are on record.

Revision ID: 0039
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0036"
branch_labels = None
depends_on = None

WAITING = sa.text("looked_at IS NULL")
STANDS = sa.text("withdrawn_at IS NULL")


def upgrade() -> None:
    """Make the two tables."""
    _looks()
    _names()


def _looks() -> None:
    op.create_table(
        "file_looks",
        sa.Column("attachment_id", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=False),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("looked_by_id", sa.Integer(), nullable=True),
        sa.Column("shown", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "(looked_at IS NULL) = (looked_by_id IS NULL)", name=op.f("ck_file_looks_looked_by_somebody")
        ),
        sa.CheckConstraint("looked_by_id <> added_by_id", name=op.f("ck_file_looks_four_eyes")),
        sa.CheckConstraint(
            "looked_at IS NOT NULL OR NOT shown", name=op.f("ck_file_looks_shown_after_a_look")
        ),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["attachments.id"], name=op.f("fk_file_looks_attachment_id_attachments")
        ),
        sa.ForeignKeyConstraint(
            ["added_by_id"], ["people.id"], name=op.f("fk_file_looks_added_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["looked_by_id"], ["people.id"], name=op.f("fk_file_looks_looked_by_id_people")
        ),
        sa.PrimaryKeyConstraint("attachment_id", name=op.f("pk_file_looks")),
    )
    op.create_index(
        "ix_file_looks_waiting", "file_looks", ["added_at"], sqlite_where=WAITING, postgresql_where=WAITING
    )


def _names() -> None:
    op.create_table(
        "cleared_names",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("ground", sa.String(length=40), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("ground IN ('agreed', 'no_person')", name=op.f("ck_cleared_names_ground_known")),
        sa.CheckConstraint(
            "(confirmed_at IS NULL) = (confirmed_by_id IS NULL)",
            name=op.f("ck_cleared_names_confirmed_by_somebody"),
        ),
        sa.CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_by_id IS NULL)",
            name=op.f("ck_cleared_names_withdrawn_by_somebody"),
        ),
        sa.CheckConstraint("confirmed_by_id <> asked_by_id", name=op.f("ck_cleared_names_four_eyes")),
        *(
            sa.ForeignKeyConstraint(
                [f"{who}_by_id"], ["people.id"], name=op.f(f"fk_cleared_names_{who}_by_id_people")
            )
            for who in ("asked", "confirmed", "withdrawn")
        ),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_cleared_names_area_id_areas")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cleared_names")),
    )
    op.create_index(
        "uq_cleared_names_standing",
        "cleared_names",
        ["area_id", "name"],
        unique=True,
        sqlite_where=STANDS,
        postgresql_where=STANDS,
    )


def downgrade() -> None:
    """Take the two tables away."""
    op.drop_table("cleared_names")
    op.drop_table("file_looks")
