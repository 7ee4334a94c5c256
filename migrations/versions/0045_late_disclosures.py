"""The disclosures that were published late are found by an index of their own.

Revision ID: 0045
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

LATE = sa.text("published_at > due_at")


def upgrade() -> None:
    """Make the index."""
    op.create_index(
        "ix_disclosures_late", "disclosures", ["published_at"], sqlite_where=LATE, postgresql_where=LATE
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_index("ix_disclosures_late", "disclosures")
