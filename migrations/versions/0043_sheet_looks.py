"""Photos of sheets on boards wait for a second pair of eyes, as other photos do; those that are there wait, too.

Revision ID: 0043
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

WAITING = sa.text("looked_at IS NULL")
# Nobody looked at what was taken before, so none of it is shown until somebody has.
TAKEN_BEFORE = (
    "INSERT INTO sheet_looks (post_id, added_at, added_by_id, shown)"
    " SELECT id, entered_at, posted_by_id, false FROM sheet_posts"
)


def upgrade() -> None:
    """Make the table, and let every photo that was taken wait."""
    op.create_table(
        "sheet_looks",
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=False),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("looked_by_id", sa.Integer(), nullable=True),
        sa.Column("shown", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "(looked_at IS NULL) = (looked_by_id IS NULL)", name=op.f("ck_sheet_looks_looked_by_somebody")
        ),
        sa.CheckConstraint("looked_by_id <> added_by_id", name=op.f("ck_sheet_looks_four_eyes")),
        sa.CheckConstraint(
            "looked_at IS NOT NULL OR NOT shown", name=op.f("ck_sheet_looks_shown_after_a_look")
        ),
        sa.ForeignKeyConstraint(
            ["post_id"], ["sheet_posts.id"], name=op.f("fk_sheet_looks_post_id_sheet_posts")
        ),
        sa.ForeignKeyConstraint(
            ["added_by_id"], ["people.id"], name=op.f("fk_sheet_looks_added_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["looked_by_id"], ["people.id"], name=op.f("fk_sheet_looks_looked_by_id_people")
        ),
        sa.PrimaryKeyConstraint("post_id", name=op.f("pk_sheet_looks")),
    )
    op.create_index(
        "ix_sheet_looks_waiting", "sheet_looks", ["added_at"], sqlite_where=WAITING, postgresql_where=WAITING
    )
    op.execute(TAKEN_BEFORE)


def downgrade() -> None:
    """Take the table away."""
    op.drop_table("sheet_looks")
