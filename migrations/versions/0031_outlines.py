"""Areas have outlines, and projects may have a point.

Revision ID: 0031
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

_DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "area_outlines",
        sa.Column("area_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("rings", _DOCUMENT, nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_area_outlines_area_id_areas")),
        sa.PrimaryKeyConstraint("area_id", name=op.f("pk_area_outlines")),
    )
    op.create_table(
        "project_points",
        sa.Column("project_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("longitude", sa.Integer(), nullable=False),
        sa.Column("latitude", sa.Integer(), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "longitude BETWEEN -18000000 AND 18000000", name=op.f("ck_project_points_longitude_on_earth")
        ),
        sa.CheckConstraint(
            "latitude BETWEEN -8500000 AND 8500000", name=op.f("ck_project_points_latitude_on_maps")
        ),
        sa.CheckConstraint(
            "longitude / 10 * 10 = longitude AND latitude / 10 * 10 = latitude",
            name=op.f("ck_project_points_coarse"),
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_project_points_project_id_projects")
        ),
        sa.PrimaryKeyConstraint("project_id", name=op.f("pk_project_points")),
    )


def downgrade() -> None:
    """Take the tables away."""
    op.drop_table("project_points")
    op.drop_table("area_outlines")
