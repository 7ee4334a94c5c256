"""Payments come as a sheet of the finance system; projects that look like a split one are flagged and answered for.

Revision ID: 0028
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    _sheets()
    _flags()
    _answers()


def _sheets() -> None:
    op.create_table(
        "kept_payment_sheets",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_kept_payment_sheets_person_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_payment_sheets")),
        sa.UniqueConstraint("person_id", name=op.f("uq_kept_payment_sheets_person_id")),
    )
    op.create_table(
        "imported_payments",
        sa.Column("payment_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=False),
        sa.Column("voucher", sa.String(length=200), nullable=False),
        sa.CheckConstraint("line > 0", name=op.f("ck_imported_payments_line_positive")),
        sa.ForeignKeyConstraint(
            ["payment_id"], ["payments.id"], name=op.f("fk_imported_payments_payment_id_payments")
        ),
        sa.PrimaryKeyConstraint("payment_id", name=op.f("pk_imported_payments")),
    )


def _flags() -> None:
    op.create_table(
        "split_flags",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("type", sa.String(length=40), nullable=False),
        sa.Column("sum_fen", sa.BigInteger(), nullable=False),
        sa.Column("limit_fen", sa.BigInteger(), nullable=False),
        sa.Column("against", sa.String(length=40), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("against IN ('cap', 'mode')", name=op.f("ck_split_flags_against_known")),
        sa.CheckConstraint(
            "sum_fen >= 0 AND limit_fen >= 0", name=op.f("ck_split_flags_sum_fen_not_negative")
        ),
        sa.CheckConstraint("sum_fen > limit_fen", name=op.f("ck_split_flags_sum_above_limit")),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_split_flags_area_id_areas")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_split_flags")),
    )
    op.create_index(op.f("ix_split_flags_area_id"), "split_flags", ["area_id"])
    op.create_index("ix_split_flags_area_id_year", "split_flags", ["area_id", "year"])
    op.create_table(
        "split_members",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("flag_id", sa.Integer(), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_split_members_project_id_projects")
        ),
        sa.ForeignKeyConstraint(
            ["flag_id"], ["split_flags.id"], name=op.f("fk_split_members_flag_id_split_flags")
        ),
        sa.PrimaryKeyConstraint("project_id", name=op.f("pk_split_members")),
    )
    op.create_index(op.f("ix_split_members_flag_id"), "split_members", ["flag_id"])


def _answers() -> None:
    op.create_table(
        "split_answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("flag_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=500), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_by_id", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.String(length=20), nullable=True),
        sa.Column("judged_words", sa.String(length=500), nullable=False),
        sa.Column("judged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("judged_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "verdict IS NULL OR verdict IN ('accepted', 'found')", name=op.f("ck_split_answers_verdict_known")
        ),
        sa.CheckConstraint("words <> ''", name=op.f("ck_split_answers_answered_with_words")),
        sa.CheckConstraint(
            "(verdict IS NULL) = (judged_at IS NULL)", name=op.f("ck_split_answers_judged_with_verdict")
        ),
        sa.CheckConstraint(
            "(judged_at IS NULL) = (judged_by_id IS NULL)", name=op.f("ck_split_answers_judged_by_somebody")
        ),
        sa.CheckConstraint(
            "judged_by_id IS NULL OR judged_by_id <> answered_by_id", name=op.f("ck_split_answers_four_eyes")
        ),
        sa.CheckConstraint(
            "verdict IS NULL OR verdict <> 'found' OR judged_words <> ''",
            name=op.f("ck_split_answers_found_with_words"),
        ),
        sa.ForeignKeyConstraint(
            ["flag_id"], ["split_flags.id"], name=op.f("fk_split_answers_flag_id_split_flags")
        ),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["people.id"], name=op.f("fk_split_answers_answered_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["judged_by_id"], ["people.id"], name=op.f("fk_split_answers_judged_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_split_answers")),
    )
    op.create_index(op.f("ix_split_answers_flag_id"), "split_answers", ["flag_id"])


def downgrade() -> None:
    """Take the tables away."""
    for table in ("split_answers", "split_members", "split_flags"):
        op.drop_table(table)
    op.drop_table("imported_payments")
    op.drop_table("kept_payment_sheets")
