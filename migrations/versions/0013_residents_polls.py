"""Residents' polls: what is on the ballot, the roll, the box, and the count.

Revision ID: 0013
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables; ballots and counts stay as they were written."""
    _polls()
    _ballot_drafts()
    _envelopes()
    _final_ballots()
    _poll_lots()
    _poll_options()
    _poll_signatures()
    _roll_entries()
    _seen_commits()
    _tally_runs()
    _participations()


def _polls() -> None:
    op.create_table(
        "polls",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("ballot", sa.String(length=40), nullable=False),
        sa.Column("least", sa.Integer(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("budget_fen", sa.BigInteger(), nullable=False),
        sa.Column("mode", sa.String(length=40), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("challenge_days", sa.Integer(), nullable=False),
        sa.Column("spec", sa.Text(), nullable=False),
        sa.Column("spec_hash", sa.String(length=64), nullable=False),
        sa.Column("seal_key", sa.String(length=64), nullable=False),
        sa.Column("voters_on_roll", sa.Integer(), nullable=False),
        sa.Column("roll_hash", sa.String(length=64), nullable=False),
        sa.Column("prepared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("prepared_by_id", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_hash", sa.String(length=64), nullable=False),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("certified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "ballot IN ('approval', 'knapsack', 'points', 'ranking')", name=op.f("ck_polls_ballot_known")
        ),
        sa.CheckConstraint(
            "state IN ('prepared', 'cancelled') OR spec_hash <> ''", name=op.f("ck_polls_spec_when_open")
        ),
        sa.CheckConstraint(
            "state IN ('prepared', 'open', 'closed', 'counted', 'certified', 'cancelled')",
            name=op.f("ck_polls_state_known"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('counted', 'certified') OR counted_at IS NOT NULL",
            name=op.f("ck_polls_counted_when_done"),
        ),
        sa.CheckConstraint("budget_fen > 0", name=op.f("ck_polls_budget_positive")),
        sa.CheckConstraint("closes_at > opens_at", name=op.f("ck_polls_times_in_order")),
        sa.CheckConstraint("least BETWEEN 1 AND most", name=op.f("ck_polls_least_within_most")),
        sa.CheckConstraint("points >= 0 AND voters_on_roll >= 0", name=op.f("ck_polls_points_not_negative")),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_polls_area_id_areas")),
        sa.ForeignKeyConstraint(
            ["prepared_by_id"], ["people.id"], name=op.f("fk_polls_prepared_by_id_people")
        ),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_polls_round_id_rounds")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_polls")),
    )
    op.create_index(op.f("ix_polls_area_id"), "polls", ["area_id"], unique=False)
    op.create_index(op.f("ix_polls_round_id"), "polls", ["round_id"], unique=False)
    op.create_index(
        "uq_polls_area_id_running",
        "polls",
        ["area_id"],
        unique=True,
        sqlite_where=sa.text("state IN ('prepared', 'open', 'closed')"),
        postgresql_where=sa.text("state IN ('prepared', 'open', 'closed')"),
    )


def _ballot_drafts() -> None:
    op.create_table(
        "ballot_drafts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("holder", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_ballot_drafts_person_id_people")),
        sa.ForeignKeyConstraint(["poll_id"], ["polls.id"], name=op.f("fk_ballot_drafts_poll_id_polls")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ballot_drafts")),
        sa.UniqueConstraint("poll_id", "holder", name=op.f("uq_ballot_drafts_poll_id_holder")),
        sa.UniqueConstraint("poll_id", "person_id", name=op.f("uq_ballot_drafts_poll_id_person_id")),
    )
    op.create_index(op.f("ix_ballot_drafts_person_id"), "ballot_drafts", ["person_id"], unique=False)
    op.create_index(op.f("ix_ballot_drafts_poll_id"), "ballot_drafts", ["poll_id"], unique=False)


def _envelopes() -> None:
    op.create_table(
        "envelopes",
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("tag", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("commitment", sa.String(length=64), nullable=False),
        sa.Column("once", sa.String(length=64), nullable=False),
        sa.CheckConstraint("version > 0", name=op.f("ck_envelopes_version_positive")),
        sa.ForeignKeyConstraint(["poll_id"], ["polls.id"], name=op.f("fk_envelopes_poll_id_polls")),
        sa.PrimaryKeyConstraint("poll_id", "tag", name=op.f("pk_envelopes")),
        sa.UniqueConstraint("poll_id", "commitment", name=op.f("uq_envelopes_poll_id_commitment")),
        sqlite_with_rowid=False,
    )


def _final_ballots() -> None:
    op.create_table(
        "final_ballots",
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("commitment", sa.String(length=64), nullable=False),
        sa.Column("nonce", sa.String(length=64), nullable=False),
        sa.Column("word", sa.String(length=40), nullable=False),
        sa.Column(
            "choices", sa.JSON().with_variant(JSONB(astext_type=sa.Text()), "postgresql"), nullable=False
        ),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.CheckConstraint("source IN ('online', 'paper')", name=op.f("ck_final_ballots_source_known")),
        sa.ForeignKeyConstraint(["poll_id"], ["polls.id"], name=op.f("fk_final_ballots_poll_id_polls")),
        sa.PrimaryKeyConstraint("poll_id", "commitment", name=op.f("pk_final_ballots")),
        sqlite_with_rowid=False,
    )


def _poll_lots() -> None:
    op.create_table(
        "poll_lots",
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("dice", sa.String(length=40), nullable=False),
        sa.Column("witnesses", sa.String(length=200), nullable=False),
        sa.Column("seed", sa.String(length=64), nullable=False),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("drawn_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["drawn_by_id"], ["people.id"], name=op.f("fk_poll_lots_drawn_by_id_people")),
        sa.ForeignKeyConstraint(["poll_id"], ["polls.id"], name=op.f("fk_poll_lots_poll_id_polls")),
        sa.PrimaryKeyConstraint("poll_id", name=op.f("pk_poll_lots")),
    )


def _poll_options() -> None:
    op.create_table(
        "poll_options",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("cost_fen", sa.BigInteger(), nullable=False),
        sa.Column("selected", sa.Boolean(), nullable=True),
        sa.Column("place", sa.Integer(), nullable=True),
        sa.Column("votes", sa.Integer(), nullable=True),
        sa.CheckConstraint("cost_fen > 0", name=op.f("ck_poll_options_cost_positive")),
        sa.CheckConstraint("number > 0", name=op.f("ck_poll_options_number_positive")),
        sa.ForeignKeyConstraint(["poll_id"], ["polls.id"], name=op.f("fk_poll_options_poll_id_polls")),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_poll_options_project_id_projects")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poll_options")),
        sa.UniqueConstraint("poll_id", "number", name=op.f("uq_poll_options_poll_id_number")),
        sa.UniqueConstraint("poll_id", "project_id", name=op.f("uq_poll_options_poll_id_project_id")),
    )
    op.create_index(op.f("ix_poll_options_poll_id"), "poll_options", ["poll_id"], unique=False)
    op.create_index(op.f("ix_poll_options_project_id"), "poll_options", ["project_id"], unique=False)


def _poll_signatures() -> None:
    op.create_table(
        "poll_signatures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_poll_signatures_person_id_people")
        ),
        sa.ForeignKeyConstraint(["poll_id"], ["polls.id"], name=op.f("fk_poll_signatures_poll_id_polls")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poll_signatures")),
        sa.UniqueConstraint("poll_id", "person_id", name=op.f("uq_poll_signatures_poll_id_person_id")),
        sa.UniqueConstraint("poll_id", "role", name=op.f("uq_poll_signatures_poll_id_role")),
    )
    op.create_index(op.f("ix_poll_signatures_poll_id"), "poll_signatures", ["poll_id"], unique=False)


def _roll_entries() -> None:
    op.create_table(
        "roll_entries",
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("entry", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("building", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_roll_entries_person_id_people")),
        sa.ForeignKeyConstraint(["poll_id"], ["polls.id"], name=op.f("fk_roll_entries_poll_id_polls")),
        sa.PrimaryKeyConstraint("poll_id", "entry", name=op.f("pk_roll_entries")),
        sa.UniqueConstraint("poll_id", "person_id", name=op.f("uq_roll_entries_poll_id_person_id")),
    )


def _seen_commits() -> None:
    op.create_table(
        "seen_commits",
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("commitment", sa.String(length=64), nullable=False),
        sa.Column("batch", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["poll_id"], ["polls.id"], name=op.f("fk_seen_commits_poll_id_polls")),
        sa.PrimaryKeyConstraint("poll_id", "commitment", name=op.f("pk_seen_commits")),
        sqlite_with_rowid=False,
    )


def _tally_runs() -> None:
    op.create_table(
        "tally_runs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("run", sa.Integer(), nullable=False),
        sa.Column("spec_hash", sa.String(length=64), nullable=False),
        sa.Column("ballots_hash", sa.String(length=64), nullable=False),
        sa.Column("seed", sa.String(length=64), nullable=False),
        sa.Column("output", sa.Text(), nullable=False),
        sa.Column("output_hash", sa.String(length=64), nullable=False),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["poll_id"], ["polls.id"], name=op.f("fk_tally_runs_poll_id_polls")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tally_runs")),
        sa.UniqueConstraint("poll_id", "run", name=op.f("uq_tally_runs_poll_id_run")),
    )
    op.create_index(op.f("ix_tally_runs_poll_id"), "tally_runs", ["poll_id"], unique=False)


def _participations() -> None:
    op.create_table(
        "participations",
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("entry", sa.String(length=32), nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.CheckConstraint(
            "channel IN ('online', 'desk', 'paper')", name=op.f("ck_participations_channel_known")
        ),
        sa.CheckConstraint(
            "state IN ('cast', 'paper_issued', 'void')", name=op.f("ck_participations_state_known")
        ),
        sa.ForeignKeyConstraint(
            ["poll_id", "entry"],
            ["roll_entries.poll_id", "roll_entries.entry"],
            name="fk_participations_entry_roll_entries",
        ),
        sa.PrimaryKeyConstraint("poll_id", "entry", name=op.f("pk_participations")),
    )


def downgrade() -> None:
    """Take the tables away."""
    for table in (
        "participations",
        "tally_runs",
        "seen_commits",
        "roll_entries",
        "poll_signatures",
        "poll_options",
        "poll_lots",
        "final_ballots",
        "envelopes",
        "ballot_drafts",
        "polls",
    ):
        op.drop_table(table)
