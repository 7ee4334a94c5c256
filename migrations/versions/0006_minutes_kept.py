"""Scans of signed minutes, and what later meetings decided about minutes.

Revision ID: 0006
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

CARRIED = sa.text("carried")
STONE = ("minutes_scans", "minutes_rulings")


def upgrade() -> None:
    """Make the tables; what is written in them stays."""
    op.create_table(
        "minutes_scans",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("minutes_id", sa.Integer(), nullable=False),
        sa.Column("media_type", sa.String(length=40), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("thumb_sha256", sa.String(length=64), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "media_type IN ('application/pdf', 'image/jpeg', 'image/png')",
            name=op.f("ck_minutes_scans_media_type_known"),
        ),
        sa.CheckConstraint("size >= 0", name=op.f("ck_minutes_scans_size_not_negative")),
        sa.ForeignKeyConstraint(
            ["minutes_id"], ["minutes.id"], name=op.f("fk_minutes_scans_minutes_id_minutes")
        ),
        sa.ForeignKeyConstraint(
            ["added_by_id"], ["people.id"], name=op.f("fk_minutes_scans_added_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes_scans")),
        sa.UniqueConstraint("minutes_id", "sha256", name=op.f("uq_minutes_scans_minutes_id_sha256")),
    )
    op.create_index(op.f("ix_minutes_scans_minutes_id"), "minutes_scans", ["minutes_id"], unique=False)
    _rulings()
    for table in STONE:
        for event in ("update", "delete"):
            _refuse(table, event)


def _rulings() -> None:
    op.create_table(
        "minutes_rulings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("minutes_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("wish", sa.String(length=40), nullable=False),
        sa.Column("text", sa.String(length=200), nullable=False),
        sa.Column("in_favour", sa.Integer(), nullable=False),
        sa.Column("against", sa.Integer(), nullable=False),
        sa.Column("abstain", sa.Integer(), nullable=False),
        sa.Column("carried", sa.Boolean(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("wish IN ('confirm', 'change')", name=op.f("ck_minutes_rulings_wish_known")),
        sa.CheckConstraint(
            "in_favour >= 0 AND against >= 0 AND abstain >= 0",
            name=op.f("ck_minutes_rulings_in_favour_not_negative"),
        ),
        sa.CheckConstraint(
            "wish <> 'change' OR text <> ''", name=op.f("ck_minutes_rulings_change_with_text")
        ),
        sa.CheckConstraint(
            "NOT carried OR in_favour > against + abstain",
            name=op.f("ck_minutes_rulings_carried_by_more_than_half"),
        ),
        sa.ForeignKeyConstraint(
            ["minutes_id"], ["minutes.id"], name=op.f("fk_minutes_rulings_minutes_id_minutes")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f("fk_minutes_rulings_meeting_id_meetings")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["people.id"], name=op.f("fk_minutes_rulings_decided_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes_rulings")),
    )
    op.create_index(op.f("ix_minutes_rulings_minutes_id"), "minutes_rulings", ["minutes_id"], unique=False)
    op.create_index(op.f("ix_minutes_rulings_meeting_id"), "minutes_rulings", ["meeting_id"], unique=False)
    op.create_index(
        "uq_minutes_rulings_carried",
        "minutes_rulings",
        ["minutes_id"],
        unique=True,
        sqlite_where=CARRIED,
        postgresql_where=CARRIED,
    )


def _refuse(table: str, event: str) -> None:
    """Keep the rows of a table as they were written."""
    postgres = op.get_bind().dialect.name == "postgresql"
    deed = (
        "EXECUTE FUNCTION refuse_change()"
        if postgres
        else f"BEGIN SELECT RAISE(ABORT, 'what is written in {table} stays'); END"
    )
    op.execute(f"CREATE TRIGGER {table}_no_{event} BEFORE {event.upper()} ON {table} FOR EACH ROW {deed}")


def downgrade() -> None:
    """Take the tables away."""
    for table in STONE:
        op.drop_table(table)
