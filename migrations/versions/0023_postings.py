"""The days of a notice may begin with the posting; communities name their boards, and other sheets are proven to hang too.

Revision ID: 0023
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the columns and tables; a proof stays as it was written."""
    postgres = op.get_bind().dialect.name == "postgresql"
    op.execute(
        f"ALTER TABLE notice_windows ADD COLUMN awaits_posting BOOLEAN NOT NULL DEFAULT {'false' if postgres else '0'} "
        "CONSTRAINT ck_notice_windows_unposted_stands CHECK (NOT awaits_posting OR paused_at IS NOT NULL)"
    )
    op.execute(
        f"ALTER TABLE board_posts ADD COLUMN entered_at {'TIMESTAMP WITH TIME ZONE' if postgres else 'DATETIME'} "
        "CONSTRAINT ck_board_posts_entered_afterwards CHECK (entered_at IS NULL OR posted_at <= entered_at)"
    )
    _boards()
    _posts()
    for event in ("update", "delete"):
        deed = (
            "EXECUTE FUNCTION refuse_change()"
            if postgres
            else "BEGIN SELECT RAISE(ABORT, 'what is written in sheet_posts stays'); END"
        )
        op.execute(
            f"CREATE TRIGGER sheet_posts_no_{event} BEFORE {event.upper()} ON sheet_posts FOR EACH ROW {deed}"
        )


def _boards() -> None:
    op.create_table(
        "notice_boards",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_notice_boards_area_id_areas")),
        sa.ForeignKeyConstraint(
            ["added_by_id"], ["people.id"], name=op.f("fk_notice_boards_added_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_boards")),
        sa.UniqueConstraint("area_id", "name", name=op.f("uq_notice_boards_area_id_name")),
    )
    op.create_index(op.f("ix_notice_boards_area_id"), "notice_boards", ["area_id"])


def _posts() -> None:
    op.create_table(
        "sheet_posts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("posted_by_id", sa.Integer(), nullable=False),
        sa.Column("media_type", sa.String(length=40), nullable=False),
        sa.Column("photo_sha256", sa.String(length=64), nullable=False),
        sa.Column("thumb_sha256", sa.String(length=64), nullable=False),
        sa.CheckConstraint("posted_at <= entered_at", name=op.f("ck_sheet_posts_entered_afterwards")),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_sheet_posts_area_id_areas")),
        sa.ForeignKeyConstraint(
            ["posted_by_id"], ["people.id"], name=op.f("fk_sheet_posts_posted_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sheet_posts")),
    )
    for column in ("area_id", "subject"):
        op.create_index(op.f(f"ix_sheet_posts_{column}"), "sheet_posts", [column])


def downgrade() -> None:
    """Take the tables and columns away; where a notice waits for its sheet, the database cannot go back."""
    waiting = op.get_bind().execute(sa.text("SELECT count(*) FROM notice_windows WHERE awaits_posting"))
    if found := waiting.scalar_one():
        raise RuntimeError(f"{found} notices wait for their sheet to hang and would never end")
    for table in ("sheet_posts", "notice_boards"):
        op.drop_table(table)
    op.execute("ALTER TABLE board_posts DROP COLUMN entered_at")
    op.execute("ALTER TABLE notice_windows DROP COLUMN awaits_posting")
