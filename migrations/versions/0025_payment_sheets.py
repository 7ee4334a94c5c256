"""Payments come as a sheet of the finance system; projects that look like a split one are flagged and answered for.

Revision ID: 0025
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    _sheets()


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


def downgrade() -> None:
    """Take the tables away."""
    op.drop_table("imported_payments")
    op.drop_table("kept_payment_sheets")
