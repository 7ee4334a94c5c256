"""The floor of a meeting: who waits to speak, motions, paper ballots, the item before the room, recess, and the meeting of an entry.

Revision ID: 0003
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

SIDES = "side IN ('for', 'against', 'ask')"
KINDS = "kind IN ('amend', 'close_debate', 'recess')"
WAITS = sa.text("called_at IS NULL AND ended_at IS NULL")
SPEAKS = sa.text("called_at IS NOT NULL AND ended_at IS NULL")
STONE = ("motions", "paper_ballots")


def upgrade() -> None:
    """Make the tables and columns, and keep motions as they were counted."""
    op.add_column("meetings", sa.Column("recess_since", sa.DateTime(timezone=True), nullable=True))
    op.add_column("agenda_items", sa.Column("taken_up_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("agenda_items", sa.Column("debate_closed_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE agenda_items SET taken_up_at = presented_at")
    op.add_column("journal_entries", sa.Column("meeting_id", sa.Integer(), nullable=True))
    op.create_index("ix_journal_entries_meeting", "journal_entries", ["meeting_id", "seq"], unique=False)
    _speeches()
    _motions()
    _paper()
    for table in STONE:
        for event in ("update", "delete"):
            _refuse(table, event)


def _speeches() -> None:
    op.create_table(
        "speeches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(length=40), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("called_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("allowed_seconds", sa.Integer(), nullable=False),
        sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("paused_seconds", sa.Integer(), nullable=False),
        sa.CheckConstraint(SIDES, name=op.f("ck_speeches_side_known")),
        sa.CheckConstraint(
            "allowed_seconds >= 0 AND paused_seconds >= 0",
            name=op.f("ck_speeches_allowed_seconds_not_negative"),
        ),
        sa.CheckConstraint(
            "paused_at IS NULL OR called_at IS NOT NULL", name=op.f("ck_speeches_paused_when_called")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_items.id"], name=op.f("fk_speeches_item_id_agenda_items")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_speeches_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_speeches")),
    )
    op.create_index(op.f("ix_speeches_item_id"), "speeches", ["item_id"], unique=False)
    op.create_index(
        "uq_speeches_waits",
        "speeches",
        ["item_id", "person_id"],
        unique=True,
        sqlite_where=WAITS,
        postgresql_where=WAITS,
    )
    op.create_index(
        "uq_speeches_speaks",
        "speeches",
        ["item_id"],
        unique=True,
        sqlite_where=SPEAKS,
        postgresql_where=SPEAKS,
    )


def _motions() -> None:
    op.create_table(
        "motions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("text", sa.String(length=200), nullable=False),
        sa.Column("moved_by_id", sa.Integer(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("in_favour", sa.Integer(), nullable=False),
        sa.Column("against", sa.Integer(), nullable=False),
        sa.Column("abstain", sa.Integer(), nullable=False),
        sa.Column("carried", sa.Boolean(), nullable=False),
        sa.CheckConstraint(KINDS, name=op.f("ck_motions_kind_known")),
        sa.CheckConstraint(
            "in_favour >= 0 AND against >= 0 AND abstain >= 0", name=op.f("ck_motions_in_favour_not_negative")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_items.id"], name=op.f("fk_motions_item_id_agenda_items")
        ),
        sa.ForeignKeyConstraint(["moved_by_id"], ["people.id"], name=op.f("fk_motions_moved_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_motions")),
    )
    op.create_index(op.f("ix_motions_item_id"), "motions", ["item_id"], unique=False)


def _paper() -> None:
    op.create_table(
        "paper_ballots",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("vote_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["vote_id"], ["votes.id"], name=op.f("fk_paper_ballots_vote_id_votes")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_paper_ballots_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_ballots")),
        sa.UniqueConstraint("vote_id", "person_id", name=op.f("uq_paper_ballots_vote_id_person_id")),
    )
    op.create_index(op.f("ix_paper_ballots_vote_id"), "paper_ballots", ["vote_id"], unique=False)
    op.create_table(
        "paper_counts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("vote_id", sa.Integer(), nullable=False),
        sa.Column("keyed_by_id", sa.Integer(), nullable=False),
        sa.Column("keyed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("in_favour", sa.Integer(), nullable=False),
        sa.Column("against", sa.Integer(), nullable=False),
        sa.Column("abstain", sa.Integer(), nullable=False),
        sa.Column("spoiled", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "in_favour >= 0 AND against >= 0 AND abstain >= 0 AND spoiled >= 0",
            name=op.f("ck_paper_counts_in_favour_not_negative"),
        ),
        sa.ForeignKeyConstraint(["vote_id"], ["votes.id"], name=op.f("fk_paper_counts_vote_id_votes")),
        sa.ForeignKeyConstraint(
            ["keyed_by_id"], ["people.id"], name=op.f("fk_paper_counts_keyed_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_counts")),
        sa.UniqueConstraint("vote_id", "keyed_by_id", name=op.f("uq_paper_counts_vote_id_keyed_by_id")),
    )
    op.create_index(op.f("ix_paper_counts_vote_id"), "paper_counts", ["vote_id"], unique=False)


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
    """Take the tables and columns away."""
    for table in ("paper_counts", "paper_ballots", "motions", "speeches"):
        op.drop_table(table)
    op.drop_index("ix_journal_entries_meeting", "journal_entries")
    op.drop_column("journal_entries", "meeting_id")
    op.drop_column("agenda_items", "debate_closed_at")
    op.drop_column("agenda_items", "taken_up_at")
    op.drop_column("meetings", "recess_since")
