"""Decisions of a council against a residents' poll carry their reason; the count of a poll can be challenged.

Revision ID: 0019
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

OPEN = sa.text("outcome IS NULL")


def upgrade() -> None:
    """Make the tables; a count anew stays as it was written."""
    _departures()
    _challenges()
    _recounts()
    postgres = op.get_bind().dialect.name == "postgresql"
    for event in ("update", "delete"):
        deed = (
            "EXECUTE FUNCTION refuse_change()"
            if postgres
            else "BEGIN SELECT RAISE(ABORT, 'what is written in poll_recounts stays'); END"
        )
        op.execute(
            f"CREATE TRIGGER poll_recounts_no_{event} BEFORE {event.upper()} ON poll_recounts "
            f"FOR EACH ROW {deed}"
        )


def _departures() -> None:
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


def _challenges() -> None:
    op.create_table(
        "poll_challenges",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=True),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("ground", sa.String(length=40), nullable=False),
        sa.Column("text", sa.String(length=1000), nullable=False),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=True),
        sa.Column("answer", sa.String(length=2000), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("recounted", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "ground IN ('receipt', 'count', 'rule', 'roll', 'process', 'other')",
            name=op.f("ck_poll_challenges_ground_known"),
        ),
        sa.CheckConstraint(
            "channel IN ('online', 'paper', 'oral')", name=op.f("ck_poll_challenges_channel_known")
        ),
        sa.CheckConstraint(
            "outcome IS NULL OR outcome IN ('upheld', 'dismissed')",
            name=op.f("ck_poll_challenges_outcome_known"),
        ),
        sa.CheckConstraint(
            "(outcome IS NULL) = (answered_at IS NULL)", name=op.f("ck_poll_challenges_answered_with_outcome")
        ),
        sa.CheckConstraint(
            "(outcome IS NULL) = (answer = '')", name=op.f("ck_poll_challenges_answered_in_writing")
        ),
        sa.CheckConstraint(
            "answered_by_id <> person_id", name=op.f("ck_poll_challenges_answered_by_another")
        ),
        sa.CheckConstraint(
            "recounted IS NULL OR outcome = 'upheld'", name=op.f("ck_poll_challenges_recounted_when_upheld")
        ),
        sa.ForeignKeyConstraint(["poll_id"], ["polls.id"], name=op.f("fk_poll_challenges_poll_id_polls")),
        *(
            sa.ForeignKeyConstraint([column], ["people.id"], name=op.f(f"fk_poll_challenges_{column}_people"))
            for column in ("person_id", "entered_by_id", "answered_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poll_challenges")),
    )
    op.create_index(op.f("ix_poll_challenges_poll_id"), "poll_challenges", ["poll_id"])
    op.create_index(
        "uq_poll_challenges_open",
        "poll_challenges",
        ["poll_id", "person_id"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )


def _recounts() -> None:
    op.create_table(
        "poll_recounts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("run", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("same", sa.Boolean(), nullable=False),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("counted_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("run > 1", name=op.f("ck_poll_recounts_not_the_first")),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_poll_recounts_with_reason")),
        sa.ForeignKeyConstraint(["poll_id"], ["polls.id"], name=op.f("fk_poll_recounts_poll_id_polls")),
        sa.ForeignKeyConstraint(
            ["counted_by_id"], ["people.id"], name=op.f("fk_poll_recounts_counted_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poll_recounts")),
        sa.UniqueConstraint("poll_id", "run", name=op.f("uq_poll_recounts_poll_id_run")),
    )
    op.create_index(op.f("ix_poll_recounts_poll_id"), "poll_recounts", ["poll_id"])


def downgrade() -> None:
    """Take the tables away."""
    for table in ("poll_recounts", "poll_challenges", "departures"):
        op.drop_table(table)
