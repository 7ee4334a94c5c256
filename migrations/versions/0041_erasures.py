"""Who was deleted at their request, and on which days the clock of keeping ran.

Revision ID: 0041
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

CHECKS = {
    "manner_known": "manner IN ('online', 'paper', 'clock')",
    "paper_has_a_number": "(manner = 'paper') = (paper <> '')",
    "paper_has_a_clerk": "(manner = 'paper') = (entered_by_id IS NOT NULL)",
    "counted_when_finished": "finished_at IS NOT NULL OR building = ''",
}
KEYS = {"person_id": "people", "entered_by_id": "people", "community_id": "areas"}


def upgrade() -> None:
    """Make the two tables."""
    op.create_table(
        "erasures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("manner", sa.String(length=40), nullable=False),
        sa.Column("paper", sa.String(length=200), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("community_id", sa.Integer(), nullable=True),
        sa.Column("building", sa.String(length=200), nullable=False),
        *(sa.CheckConstraint(rule, name=op.f(f"ck_erasures_{name}")) for name, rule in CHECKS.items()),
        *(
            sa.ForeignKeyConstraint([name], [f"{table}.id"], name=op.f(f"fk_erasures_{name}_{table}"))
            for name, table in KEYS.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasures")),
        sa.UniqueConstraint("person_id", name=op.f("uq_erasures_person_id")),
    )
    for column in ("finished_at", "community_id"):
        op.create_index(op.f(f"ix_erasures_{column}"), "erasures", [column])
    op.create_table(
        "retention_runs",
        sa.Column("ran_on", sa.Date(), nullable=False),
        sa.Column("ran_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("forgotten", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("forgotten >= 0", name=op.f("ck_retention_runs_forgotten_not_negative")),
        sa.PrimaryKeyConstraint("ran_on", name=op.f("pk_retention_runs")),
    )


def downgrade() -> None:
    """Take the tables away; a database in which somebody was deleted cannot go back."""
    held = op.get_bind().execute(sa.text("SELECT count(*) FROM erasures")).scalar_one()
    if held:
        raise RuntimeError(f"{held} rows of erasures would be lost")
    op.drop_table("retention_runs")
    op.drop_table("erasures")
