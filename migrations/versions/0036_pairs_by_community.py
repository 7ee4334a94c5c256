"""Pairs of characters know their community, so that words are found in one without reading those of all others.

Revision ID: 0036
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Write the community beside each pair."""
    op.add_column("grams", sa.Column("area_id", sa.Integer(), nullable=True))
    op.execute(
        "UPDATE grams SET area_id = (SELECT projects.area_id FROM projects WHERE projects.id = grams.project_id)"
    )
    with op.batch_alter_table("grams") as grams:
        grams.alter_column("area_id", existing_type=sa.Integer(), nullable=False)
    op.create_index("ix_grams_gram_area_id_project_id", "grams", ["gram", "area_id", "project_id"])


def downgrade() -> None:
    """Leave the community to the project."""
    op.drop_index("ix_grams_gram_area_id_project_id", table_name="grams")
    with op.batch_alter_table("grams") as grams:
        grams.drop_column("area_id")
