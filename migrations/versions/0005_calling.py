"""On what ground a meeting was called, and the members who asked for it.

Revision ID: 0005
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

GROUNDS = "kind IN ('regular', 'members', 'residents')"
ENOUGH = (
    "(kind = 'regular' AND asked = 0 AND needed = 0 AND counted = 0)"
    " OR (kind <> 'regular' AND needed > 0 AND asked >= needed AND asked <= counted)"
)
STONE = ("meeting_calls", "call_demands")


def upgrade() -> None:
    """Make the tables; the ground of a call stays as it was kept."""
    _calls()
    for table in STONE:
        for event in ("update", "delete"):
            _refuse(table, event)


def _calls() -> None:
    op.create_table(
        "meeting_calls",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("needed", sa.Integer(), nullable=False),
        sa.Column("counted", sa.Integer(), nullable=False),
        sa.CheckConstraint(GROUNDS, name=op.f("ck_meeting_calls_kind_known")),
        sa.CheckConstraint(
            "asked >= 0 AND needed >= 0 AND counted >= 0", name=op.f("ck_meeting_calls_asked_not_negative")
        ),
        sa.CheckConstraint(ENOUGH, name=op.f("ck_meeting_calls_enough_asked")),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f("fk_meeting_calls_meeting_id_meetings")
        ),
        sa.PrimaryKeyConstraint("meeting_id", name=op.f("pk_meeting_calls")),
    )
    op.create_table(
        "call_demands",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meeting_calls.meeting_id"],
            name=op.f("fk_call_demands_meeting_id_meeting_calls"),
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_call_demands_person_id_people")),
        sa.PrimaryKeyConstraint("meeting_id", "person_id", name=op.f("pk_call_demands")),
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
    for table in ("call_demands", "meeting_calls"):
        op.drop_table(table)
