"""The register of a council: terms and elections, how seats came to be and ended, facts for the composition, leave.

Revision ID: 0007
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

WAYS = "way IN ('assembly', 'residents', 'groups', 'delegated')"
REASONS = "reason IN ('term_over', 'resigned', 'moved', 'died', 'recalled')"
ELECTION = ("council_id", "term_id", "held_on", "way", "due", "voted", "document", "recorded_at")
ANNULLED = ("annulled_at", "annulled_reason")


def upgrade() -> None:
    """Make the tables; what was elected stays, but for the word that it was noted wrongly."""
    _terms()
    _elections()
    _seats()
    op.create_table(
        "leaves",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_leaves_meeting_id_meetings")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_leaves_person_id_people")),
        sa.ForeignKeyConstraint(["noted_by_id"], ["people.id"], name=op.f("fk_leaves_noted_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leaves")),
        sa.UniqueConstraint("meeting_id", "person_id", name=op.f("uq_leaves_meeting_id_person_id")),
    )
    op.create_index(op.f("ix_leaves_meeting_id"), "leaves", ["meeting_id"], unique=False)
    _keep("update", _changed(ELECTION))
    _keep("delete", "")
    _keep("once", f"OLD.annulled_at IS NOT NULL AND ({_changed(ANNULLED)})")


def _terms() -> None:
    op.create_table(
        "council_terms",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("council_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_council_terms_number_counts")),
        sa.CheckConstraint("until >= since", name=op.f("ck_council_terms_term_in_order")),
        sa.ForeignKeyConstraint(
            ["council_id"], ["councils.id"], name=op.f("fk_council_terms_council_id_councils")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_council_terms")),
        sa.UniqueConstraint("council_id", "number", name=op.f("uq_council_terms_council_id_number")),
    )
    op.create_index(op.f("ix_council_terms_council_id"), "council_terms", ["council_id"], unique=False)


def _elections() -> None:
    op.create_table(
        "council_elections",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("council_id", sa.Integer(), nullable=False),
        sa.Column("term_id", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("way", sa.String(length=40), nullable=False),
        sa.Column("due", sa.Integer(), nullable=True),
        sa.Column("voted", sa.Integer(), nullable=True),
        sa.Column("document", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("annulled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("annulled_reason", sa.String(length=200), nullable=False),
        sa.CheckConstraint(WAYS, name=op.f("ck_council_elections_way_known")),
        sa.CheckConstraint("(due IS NULL) = (voted IS NULL)", name=op.f("ck_council_elections_both_counts")),
        sa.CheckConstraint(
            "due IS NULL OR (voted >= 0 AND voted <= due)", name=op.f("ck_council_elections_voted_within_due")
        ),
        sa.ForeignKeyConstraint(
            ["council_id"], ["councils.id"], name=op.f("fk_council_elections_council_id_councils")
        ),
        sa.ForeignKeyConstraint(
            ["term_id"], ["council_terms.id"], name=op.f("fk_council_elections_term_id_council_terms")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_council_elections")),
    )
    op.create_index(op.f("ix_council_elections_council_id"), "council_elections", ["council_id"])


def _seats() -> None:
    op.create_table(
        "seat_origins",
        sa.Column("seat_id", sa.Integer(), nullable=False),
        sa.Column("election_id", sa.Integer(), nullable=True),
        sa.Column("votes_for", sa.Integer(), nullable=True),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "election_id IS NOT NULL OR replaces_id IS NOT NULL",
            name=op.f("ck_seat_origins_comes_from_somewhere"),
        ),
        sa.CheckConstraint(
            "votes_for IS NULL OR (votes_for >= 0 AND election_id IS NOT NULL)",
            name=op.f("ck_seat_origins_votes_of_an_election"),
        ),
        sa.CheckConstraint("replaces_id <> seat_id", name=op.f("ck_seat_origins_replaces_another")),
        sa.ForeignKeyConstraint(["seat_id"], ["seats.id"], name=op.f("fk_seat_origins_seat_id_seats")),
        sa.ForeignKeyConstraint(
            ["election_id"],
            ["council_elections.id"],
            name=op.f("fk_seat_origins_election_id_council_elections"),
        ),
        sa.ForeignKeyConstraint(
            ["replaces_id"], ["seats.id"], name=op.f("fk_seat_origins_replaces_id_seats")
        ),
        sa.PrimaryKeyConstraint("seat_id", name=op.f("pk_seat_origins")),
        sa.UniqueConstraint("replaces_id", name=op.f("uq_seat_origins_replaces_id")),
    )
    op.create_index(op.f("ix_seat_origins_election_id"), "seat_origins", ["election_id"], unique=False)
    op.create_table(
        "seat_endings",
        sa.Column("seat_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(REASONS, name=op.f("ck_seat_endings_reason_known")),
        sa.ForeignKeyConstraint(["seat_id"], ["seats.id"], name=op.f("fk_seat_endings_seat_id_seats")),
        sa.PrimaryKeyConstraint("seat_id", name=op.f("pk_seat_endings")),
    )
    op.create_table(
        "seat_facts",
        sa.Column("seat_id", sa.Integer(), nullable=False),
        sa.Column("woman", sa.Boolean(), nullable=True),
        sa.Column("under_35", sa.Boolean(), nullable=True),
        sa.Column("over_60", sa.Boolean(), nullable=True),
        sa.Column("non_local", sa.Boolean(), nullable=True),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("NOT (under_35 AND over_60)", name=op.f("ck_seat_facts_one_age")),
        sa.ForeignKeyConstraint(["seat_id"], ["seats.id"], name=op.f("fk_seat_facts_seat_id_seats")),
        sa.PrimaryKeyConstraint("seat_id", name=op.f("pk_seat_facts")),
    )


def _changed(columns: tuple[str, ...]) -> str:
    differs = "IS DISTINCT FROM" if op.get_bind().dialect.name == "postgresql" else "IS NOT"
    return " OR ".join(f"OLD.{column} {differs} NEW.{column}" for column in columns)


def _keep(name: str, when: str) -> None:
    """Keep an election as it was recorded."""
    table, event = "council_elections", "DELETE" if name == "delete" else "UPDATE"
    postgres = op.get_bind().dialect.name == "postgresql"
    deed = (
        "EXECUTE FUNCTION refuse_change()"
        if postgres
        else f"BEGIN SELECT RAISE(ABORT, 'what is written in {table} stays'); END"
    )
    condition = f"WHEN ({when}) " if when else ""
    op.execute(f"CREATE TRIGGER {table}_no_{name} BEFORE {event} ON {table} FOR EACH ROW {condition}{deed}")


def downgrade() -> None:
    """Take the tables away."""
    for table in (
        "leaves", "seat_facts", "seat_endings", "seat_origins", "council_elections", "council_terms",
    ):  # fmt: skip
        op.drop_table(table)
