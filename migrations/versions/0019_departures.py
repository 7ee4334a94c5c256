"""Decisions of a council against a residents' poll carry their reason.

Revision ID: 0019
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "departures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("selected", sa.Boolean(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("received", sa.Integer(), nullable=False),
        sa.Column("decided", sa.String(length=40), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("written_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "decided IN ('passed', 'rejected', 'tabled')", name=op.f("ck_departures_decided_known")
        ),
        sa.CheckConstraint(
            "(reason = '') = (written_at IS NULL)", name=op.f("ck_departures_written_with_reason")
        ),
        sa.CheckConstraint(
            "(written_at IS NULL) = (written_by_id IS NULL)", name=op.f("ck_departures_written_by_somebody")
        ),
        sa.CheckConstraint("selected = (decided <> 'passed')", name=op.f("ck_departures_against_the_poll")),
        sa.CheckConstraint("rank > 0", name=op.f("ck_departures_rank_positive")),
        sa.CheckConstraint("received >= 0", name=op.f("ck_departures_received_not_negative")),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_items.id"], name=op.f("fk_departures_item_id_agenda_items")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_departures_project_id_projects")
        ),
        sa.ForeignKeyConstraint(["poll_id"], ["polls.id"], name=op.f("fk_departures_poll_id_polls")),
        sa.ForeignKeyConstraint(
            ["written_by_id"], ["people.id"], name=op.f("fk_departures_written_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_departures")),
        sa.UniqueConstraint("item_id", name=op.f("uq_departures_item_id")),
    )
    for column in ("project_id", "poll_id"):
        op.create_index(op.f(f"ix_departures_{column}"), "departures", [column])


def downgrade() -> None:
    """Take the table away."""
    op.drop_table("departures")
