"""The lines of a fund are found by their kind, so that allocations are told without reading every payment.

Revision ID: 0032
"""

from __future__ import annotations

from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Put the index by fund and kind in the place of the one by fund."""
    op.create_index("ix_ledger_entries_fund_id_kind", "ledger_entries", ["fund_id", "kind"])
    op.drop_index("ix_ledger_entries_fund_id", table_name="ledger_entries")


def downgrade() -> None:
    """Put the index by fund back."""
    op.create_index("ix_ledger_entries_fund_id", "ledger_entries", ["fund_id"])
    op.drop_index("ix_ledger_entries_fund_id_kind", table_name="ledger_entries")
