"""Gatherings of residents beside the council.

Revision ID: 0008
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    _gatherings()
    _sign_ups()
    _matters()
    _marks()
    _statements()


def _gatherings() -> None:
    op.create_table(
        "gatherings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("called_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("called_by_id", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attended", sa.Integer(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("seed_source", sa.String(length=200), nullable=False),
        sa.Column("draw_seed", sa.String(length=200), nullable=False),
        sa.Column("draw_witnesses", sa.String(length=200), nullable=False),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(drawn_at IS NULL) = (draw_seed = '')", name=op.f("ck_gatherings_drawn_by_a_seed")
        ),
        sa.CheckConstraint(
            "state <> 'closed' OR closed_at IS NOT NULL", name=op.f("ck_gatherings_closed_when_closed")
        ),
        sa.CheckConstraint(
            "state <> 'open' OR opened_at IS NOT NULL", name=op.f("ck_gatherings_opened_when_open")
        ),
        sa.CheckConstraint(
            "state IN ('planned', 'open', 'closed', 'cancelled')", name=op.f("ck_gatherings_state_known")
        ),
        sa.CheckConstraint("attended >= 0", name=op.f("ck_gatherings_attended_not_negative")),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_gatherings_area_id_areas")),
        sa.ForeignKeyConstraint(
            ["called_by_id"], ["people.id"], name=op.f("fk_gatherings_called_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gatherings")),
    )
    op.create_index(op.f("ix_gatherings_area_id"), "gatherings", ["area_id"], unique=False)
    op.create_index(op.f("ix_gatherings_kind"), "gatherings", ["kind"], unique=False)
    op.create_index(op.f("ix_gatherings_starts_at"), "gatherings", ["starts_at"], unique=False)


def _sign_ups() -> None:
    op.create_table(
        "gathering_sign_ups",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("gathering_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(length=40), nullable=False),
        sa.Column("signed_up_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seated", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "side IN ('resident', 'owner', 'merchant', 'unit', 'deputy')",
            name=op.f("ck_gathering_sign_ups_side_known"),
        ),
        sa.CheckConstraint(
            "NOT seated OR withdrawn_at IS NULL", name=op.f("ck_gathering_sign_ups_seated_when_there")
        ),
        sa.ForeignKeyConstraint(
            ["gathering_id"], ["gatherings.id"], name=op.f("fk_gathering_sign_ups_gathering_id_gatherings")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_gathering_sign_ups_person_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gathering_sign_ups")),
        sa.UniqueConstraint("gathering_id", "number", name=op.f("uq_gathering_sign_ups_gathering_id_number")),
        sa.UniqueConstraint(
            "gathering_id", "person_id", name=op.f("uq_gathering_sign_ups_gathering_id_person_id")
        ),
    )
    op.create_index(
        op.f("ix_gathering_sign_ups_gathering_id"), "gathering_sign_ups", ["gathering_id"], unique=False
    )


def _matters() -> None:
    op.create_table(
        "gathering_matters",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("gathering_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=True),
        sa.Column("raised_by_id", sa.Integer(), nullable=True),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("hidden_reason", sa.String(length=200), nullable=False),
        sa.Column("ending", sa.String(length=40), nullable=False),
        sa.Column("ending_text", sa.Text(), nullable=False),
        sa.Column("receiver", sa.String(length=200), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lets_on", sa.Boolean(), nullable=False),
        sa.Column("witnesses", sa.String(length=200), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_text", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "subject <> 'project' OR project_id IS NOT NULL", name=op.f("ck_gathering_matters_project_named")
        ),
        sa.CheckConstraint(
            "subject IN ('topic', 'project', 'report')", name=op.f("ck_gathering_matters_subject_known")
        ),
        sa.CheckConstraint(
            "done_at IS NULL OR due_on IS NOT NULL", name=op.f("ck_gathering_matters_done_when_promised")
        ),
        sa.CheckConstraint(
            "ended_at IS NOT NULL OR NOT lets_on", name=op.f("ck_gathering_matters_lets_on_when_ended")
        ),
        sa.ForeignKeyConstraint(
            ["gathering_id"], ["gatherings.id"], name=op.f("fk_gathering_matters_gathering_id_gatherings")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_gathering_matters_project_id_projects")
        ),
        sa.ForeignKeyConstraint(
            ["raised_by_id"], ["people.id"], name=op.f("fk_gathering_matters_raised_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gathering_matters")),
        sa.UniqueConstraint(
            "gathering_id", "position", name=op.f("uq_gathering_matters_gathering_id_position")
        ),
        sa.UniqueConstraint(
            "gathering_id", "project_id", name=op.f("uq_gathering_matters_gathering_id_project_id")
        ),
    )
    op.create_index(
        op.f("ix_gathering_matters_gathering_id"), "gathering_matters", ["gathering_id"], unique=False
    )
    op.create_index(
        op.f("ix_gathering_matters_project_id"), "gathering_matters", ["project_id"], unique=False
    )
    op.create_index(
        op.f("ix_gathering_matters_raised_by_id"), "gathering_matters", ["raised_by_id"], unique=False
    )


def _marks() -> None:
    op.create_table(
        "gathering_marks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.Column("level", sa.String(length=40), nullable=False),
        sa.Column("given", sa.Integer(), nullable=False),
        sa.CheckConstraint("given >= 0", name=op.f("ck_gathering_marks_given_not_negative")),
        sa.ForeignKeyConstraint(
            ["matter_id"],
            ["gathering_matters.id"],
            name=op.f("fk_gathering_marks_matter_id_gathering_matters"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gathering_marks")),
        sa.UniqueConstraint("matter_id", "level", name=op.f("uq_gathering_marks_matter_id_level")),
    )
    op.create_index(op.f("ix_gathering_marks_matter_id"), "gathering_marks", ["matter_id"], unique=False)


def _statements() -> None:
    op.create_table(
        "gathering_statements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(length=40), nullable=False),
        sa.Column("stance", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(answer = '') = (answered_at IS NULL)", name=op.f("ck_gathering_statements_answered_with_a_word")
        ),
        sa.CheckConstraint(
            "answer IN ('', 'adopted', 'partly', 'declined')",
            name=op.f("ck_gathering_statements_answer_known"),
        ),
        sa.CheckConstraint(
            "side IN ('resident', 'owner', 'merchant', 'unit', 'deputy')",
            name=op.f("ck_gathering_statements_side_known"),
        ),
        sa.CheckConstraint(
            "stance IN ('for', 'against', 'other')", name=op.f("ck_gathering_statements_stance_known")
        ),
        sa.ForeignKeyConstraint(
            ["matter_id"],
            ["gathering_matters.id"],
            name=op.f("fk_gathering_statements_matter_id_gathering_matters"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gathering_statements")),
    )
    op.create_index(
        op.f("ix_gathering_statements_matter_id"), "gathering_statements", ["matter_id"], unique=False
    )


def downgrade() -> None:
    """Take the tables away."""
    for table in (
        "gathering_statements",
        "gathering_marks",
        "gathering_matters",
        "gathering_sign_ups",
        "gatherings",
    ):
        op.drop_table(table)
