"""Which buildings lie in which grid, and who took part by age band, in numbers that may be told.

Revision ID: 0034
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

_NUMBERS = ("took_part", "absent", "proposed", "seconded", "voted", "answered")


def upgrade() -> None:
    """Make the tables."""
    _grids()
    op.create_table(
        "age_countings",
        sa.Column("community_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("events", sa.Integer(), nullable=False),
        sa.Column("smallest", sa.Integer(), nullable=False),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("smallest >= 5", name=op.f("ck_age_countings_smallest_is_five_or_more")),
        sa.ForeignKeyConstraint(
            ["community_id"], ["areas.id"], name=op.f("fk_age_countings_community_id_areas")
        ),
        sa.PrimaryKeyConstraint("community_id", "year", name=op.f("pk_age_countings")),
    )
    op.create_table(
        "age_counts",
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("band", sa.String(length=40), nullable=False),
        sa.Column("known", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=True) for name in _NUMBERS),
        sa.CheckConstraint(
            "band IN ('under_35', '35_59', '60_69', 'from_70', 'others')",
            name=op.f("ck_age_counts_band_known"),
        ),
        sa.CheckConstraint("known >= 5", name=op.f("ck_age_counts_known_is_five_or_more")),
        *(
            sa.CheckConstraint(
                f"{name} IS NULL OR {name} = 0 OR {name} >= 5",
                name=op.f(f"ck_age_counts_{name}_is_not_small"),
            )
            for name in _NUMBERS
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "year"],
            ["age_countings.community_id", "age_countings.year"],
            name=op.f("fk_age_counts_counting_age_countings"),
        ),
        sa.PrimaryKeyConstraint("community_id", "year", "band", name=op.f("pk_age_counts")),
    )


def downgrade() -> None:
    """Take the tables away."""
    for name in ("age_counts", "age_countings", "grid_buildings", "grids"):
        op.drop_table(name)


def _grids() -> None:
    op.create_table(
        "grids",
        sa.Column("area_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("worker_id", sa.Integer(), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_grids_area_id_areas")),
        sa.ForeignKeyConstraint(["worker_id"], ["people.id"], name=op.f("fk_grids_worker_id_people")),
        sa.PrimaryKeyConstraint("area_id", name=op.f("pk_grids")),
    )
    op.create_table(
        "grid_buildings",
        sa.Column("community_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("grid_id", sa.Integer(), nullable=False),
        sa.Column("building", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["areas.id"], name=op.f("fk_grid_buildings_community_id_areas")
        ),
        sa.ForeignKeyConstraint(["grid_id"], ["grids.area_id"], name=op.f("fk_grid_buildings_grid_id_grids")),
        sa.PrimaryKeyConstraint("community_id", "place", name=op.f("pk_grid_buildings")),
    )
    op.create_index(op.f("ix_grid_buildings_grid_id"), "grid_buildings", ["grid_id"])
