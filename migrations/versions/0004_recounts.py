"""A wrong count is corrected by three people who sign.

Revision ID: 0004
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

WAITS = sa.text("ended_at IS NULL")
STONE = "recount_signatures"


def upgrade() -> None:
    """Make the tables; a signature stays."""
    op.create_table(
        "recounts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("vote_id", sa.Integer(), nullable=False),
        sa.Column("in_favour", sa.Integer(), nullable=False),
        sa.Column("against", sa.Integer(), nullable=False),
        sa.Column("abstain", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("new_vote_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "in_favour >= 0 AND against >= 0 AND abstain >= 0",
            name=op.f("ck_recounts_in_favour_not_negative"),
        ),
        sa.ForeignKeyConstraint(["vote_id"], ["votes.id"], name=op.f("fk_recounts_vote_id_votes")),
        sa.ForeignKeyConstraint(["new_vote_id"], ["votes.id"], name=op.f("fk_recounts_new_vote_id_votes")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recounts")),
    )
    op.create_index(op.f("ix_recounts_vote_id"), "recounts", ["vote_id"], unique=False)
    op.create_index(
        "uq_recounts_waits", "recounts", ["vote_id"], unique=True, sqlite_where=WAITS, postgresql_where=WAITS
    )
    op.create_table(
        "recount_signatures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recount_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "role IN ('council_chair', 'council_secretary', 'supervisor')",
            name=op.f("ck_recount_signatures_role_known"),
        ),
        sa.ForeignKeyConstraint(
            ["recount_id"], ["recounts.id"], name=op.f("fk_recount_signatures_recount_id_recounts")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_recount_signatures_person_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recount_signatures")),
        sa.UniqueConstraint("recount_id", "role", name=op.f("uq_recount_signatures_recount_id_role")),
        sa.UniqueConstraint(
            "recount_id", "person_id", name=op.f("uq_recount_signatures_recount_id_person_id")
        ),
    )
    op.create_index(op.f("ix_recount_signatures_recount_id"), "recount_signatures", ["recount_id"])
    postgres = op.get_bind().dialect.name == "postgresql"
    deed = (
        "EXECUTE FUNCTION refuse_change()"
        if postgres
        else f"BEGIN SELECT RAISE(ABORT, 'what is written in {STONE} stays'); END"
    )
    for event in ("update", "delete"):
        op.execute(f"CREATE TRIGGER {STONE}_no_{event} BEFORE {event.upper()} ON {STONE} FOR EACH ROW {deed}")


def downgrade() -> None:
    """Take the tables away."""
    op.drop_table("recount_signatures")
    op.drop_table("recounts")
