"""How long a project stands in each step that has a limit is kept, so that the slowness of a step can be told.

Revision ID: 0027
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; `microprojects index` fills it from the journal."""
    op.create_table(
        "project_stays",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("limit_days", sa.Integer(), nullable=False),
        sa.Column("working", sa.Boolean(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("took", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "limit_days >= 0 AND took >= 0", name=op.f("ck_project_stays_limit_days_not_negative")
        ),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (took IS NULL)", name=op.f("ck_project_stays_ended_with_days")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_project_stays_project_id_projects")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_stays")),
    )
    op.create_index(op.f("ix_project_stays_project_id"), "project_stays", ["project_id"])
    op.create_index(
        "uq_project_stays_open",
        "project_stays",
        ["project_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )


def downgrade() -> None:
    """Take it away; it can be made again from the journal."""
    op.drop_table("project_stays")
