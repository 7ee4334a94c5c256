"""On what ground a meeting was called, the members who asked for it, who comes to it without a vote, and votes given to another.

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
OBSERVERS = "kind IN ('proposer', 'deputy', 'resident', 'expert')"
ONE_NAME = (
    "(kind = 'proposer' AND person_id IS NOT NULL AND name IS NULL)"
    " OR (kind <> 'proposer' AND person_id IS NULL AND name IS NOT NULL)"
)
# Who proposed what stands on the agenda of a meeting to come, and is no member.
INVITED = """
    INSERT INTO observers (meeting_id, kind, person_id, invited_at, invited_by_id)
    SELECT DISTINCT meetings.id, 'proposer', projects.proposer_id, meetings.called_at, meetings.called_by_id
    FROM meetings
    JOIN agenda_items ON agenda_items.meeting_id = meetings.id AND agenda_items.state = 'waiting'
    JOIN projects ON projects.id = agenda_items.project_id
    WHERE meetings.state = 'planned' AND NOT EXISTS (
        SELECT 1 FROM seats
        WHERE seats.council_id = meetings.council_id AND seats.person_id = projects.proposer_id
            AND (seats.until IS NULL OR seats.until >= CURRENT_DATE)
    )
"""
STANDS = sa.text("ended_at IS NULL")
STONE = ("meeting_calls", "call_demands", "delegated_votes")


def upgrade() -> None:
    """Make the tables, and invite who proposed what is to be decided; the ground of a call stays as it was kept."""
    _calls()
    _observers()
    op.execute(INVITED)
    _delegations()
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


def _observers() -> None:
    op.create_table(
        "observers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=40), nullable=True),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("invited_by_id", sa.Integer(), nullable=False),
        sa.Column("came_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(OBSERVERS, name=op.f("ck_observers_kind_known")),
        sa.CheckConstraint(ONE_NAME, name=op.f("ck_observers_person_or_name")),
        sa.CheckConstraint(
            "left_at IS NULL OR (came_at IS NOT NULL AND left_at >= came_at)",
            name=op.f("ck_observers_left_after_coming"),
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f("fk_observers_meeting_id_meetings")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_observers_person_id_people")),
        sa.ForeignKeyConstraint(
            ["invited_by_id"], ["people.id"], name=op.f("fk_observers_invited_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_observers")),
        sa.UniqueConstraint("meeting_id", "person_id", name=op.f("uq_observers_meeting_id_person_id")),
        sa.UniqueConstraint("meeting_id", "kind", "name", name=op.f("uq_observers_meeting_id_kind_name")),
    )
    op.create_index(op.f("ix_observers_meeting_id"), "observers", ["meeting_id"], unique=False)


def _delegations() -> None:
    op.create_table(
        "delegations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("principal_id", sa.Integer(), nullable=False),
        sa.Column("delegate_id", sa.Integer(), nullable=False),
        sa.Column("paper", sa.String(length=200), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("given_by_id", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("principal_id <> delegate_id", name=op.f("ck_delegations_to_another")),
        sa.CheckConstraint(
            "ended_at IS NULL OR ended_at >= given_at", name=op.f("ck_delegations_ends_after_it_began")
        ),
        sa.CheckConstraint("length(digest) = 64", name=op.f("ck_delegations_digest_whole")),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f("fk_delegations_meeting_id_meetings")
        ),
        *(
            sa.ForeignKeyConstraint([who], ["people.id"], name=op.f(f"fk_delegations_{who}_people"))
            for who in ("principal_id", "delegate_id", "given_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegations")),
    )
    op.create_index(op.f("ix_delegations_meeting_id"), "delegations", ["meeting_id"], unique=False)
    for who in ("principal", "delegate"):
        op.create_index(
            f"uq_delegations_{who}_stands",
            "delegations",
            ["meeting_id", f"{who}_id"],
            unique=True,
            sqlite_where=STANDS,
            postgresql_where=STANDS,
        )
    op.create_table(
        "delegated_votes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("vote_id", sa.Integer(), nullable=False),
        sa.Column("principal_id", sa.Integer(), nullable=False),
        sa.Column("delegate_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["vote_id"], ["votes.id"], name=op.f("fk_delegated_votes_vote_id_votes")),
        *(
            sa.ForeignKeyConstraint([who], ["people.id"], name=op.f(f"fk_delegated_votes_{who}_people"))
            for who in ("principal_id", "delegate_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegated_votes")),
        *(
            sa.UniqueConstraint("vote_id", who, name=op.f(f"uq_delegated_votes_vote_id_{who}"))
            for who in ("principal_id", "delegate_id")
        ),
    )
    op.create_index(op.f("ix_delegated_votes_vote_id"), "delegated_votes", ["vote_id"], unique=False)


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
    for table in ("delegated_votes", "delegations", "observers", "call_demands", "meeting_calls"):
        op.drop_table(table)
