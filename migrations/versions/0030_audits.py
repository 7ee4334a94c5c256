"""A sample of settled accounts is drawn in public and audited, and suppliers get marks.

Revision ID: 0030
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

TABLES = (
    "audit_lists", "audit_places", "audit_lots", "audit_picks", "audit_results", "supplier_marks",
)  # fmt: skip
MARKS = ("on_time", "quality", "price", "aftercare")


def upgrade() -> None:
    """Make the tables; what is written in them stays."""
    _lists()
    _lots()
    _results()
    _marks()
    postgres = op.get_bind().dialect.name == "postgresql"
    for table in TABLES:
        for event in ("update", "delete"):
            _refuse(table, event, postgres=postgres)


def _refuse(table: str, event: str, *, postgres: bool) -> None:
    deed = (
        "EXECUTE FUNCTION refuse_change()"
        if postgres
        else f"BEGIN SELECT RAISE(ABORT, 'what is written in {table} stays'); END"
    )
    op.execute(f"CREATE TRIGGER {table}_no_{event} BEFORE {event.upper()} ON {table} FOR EACH ROW {deed}")


def _lists() -> None:
    op.create_table(
        "audit_lists",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in ("year", "quarter", "percent", "size", "sample")
        ),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("fixed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fixed_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("quarter BETWEEN 1 AND 4", name=op.f("ck_audit_lists_quarter_known")),
        sa.CheckConstraint(
            "size > 0 AND sample BETWEEN 1 AND size", name=op.f("ck_audit_lists_sample_of_the_list")
        ),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_audit_lists_area_id_areas")),
        sa.ForeignKeyConstraint(
            ["fixed_by_id"], ["people.id"], name=op.f("fk_audit_lists_fixed_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_lists")),
        sa.UniqueConstraint("area_id", "year", "quarter", name=op.f("uq_audit_lists_area_id_year_quarter")),
        sa.UniqueConstraint("id", "size", name=op.f("uq_audit_lists_id_size")),
    )
    op.create_index(op.f("ix_audit_lists_area_id"), "audit_lists", ["area_id"])
    op.create_table(
        "audit_places",
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in ("list_id", "place", "size", "project_id")
        ),
        sa.CheckConstraint("place BETWEEN 1 AND size", name=op.f("ck_audit_places_place_of_the_list")),
        sa.ForeignKeyConstraint(
            ["list_id", "size"],
            ["audit_lists.id", "audit_lists.size"],
            name=op.f("fk_audit_places_list_id_size_audit_lists"),
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_audit_places_project_id_projects")
        ),
        sa.PrimaryKeyConstraint("list_id", "place", name=op.f("pk_audit_places")),
        sa.UniqueConstraint("project_id", name=op.f("uq_audit_places_project_id")),
    )


def _lots() -> None:
    op.create_table(
        "audit_lots",
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.Column("dice", sa.String(length=40), nullable=False),
        sa.Column("witnesses", sa.String(length=200), nullable=False),
        sa.Column("seed", sa.String(length=64), nullable=False),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("drawn_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["list_id"], ["audit_lists.id"], name=op.f("fk_audit_lots_list_id_audit_lists")
        ),
        sa.ForeignKeyConstraint(
            ["drawn_by_id"], ["people.id"], name=op.f("fk_audit_lots_drawn_by_id_people")
        ),
        sa.PrimaryKeyConstraint("list_id", name=op.f("pk_audit_lots")),
    )
    op.create_table(
        "audit_picks",
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("project_id", "list_id", "rank")),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_audit_picks_project_id_projects")
        ),
        sa.ForeignKeyConstraint(
            ["list_id"], ["audit_lots.list_id"], name=op.f("fk_audit_picks_list_id_audit_lots")
        ),
        sa.PrimaryKeyConstraint("project_id", name=op.f("pk_audit_picks")),
        sa.UniqueConstraint("list_id", "rank", name=op.f("uq_audit_picks_list_id_rank")),
    )


def _results() -> None:
    op.create_table(
        "audit_results",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("refund_fen", sa.BigInteger(), nullable=False),
        sa.Column("words", sa.String(length=1000), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "outcome IN ('in_order', 'refund', 'rectify')", name=op.f("ck_audit_results_outcome_known")
        ),
        sa.CheckConstraint("refund_fen >= 0", name=op.f("ck_audit_results_refund_fen_not_negative")),
        sa.CheckConstraint(
            "(outcome = 'refund') = (refund_fen > 0)", name=op.f("ck_audit_results_refund_with_amount")
        ),
        sa.CheckConstraint("words <> ''", name=op.f("ck_audit_results_with_words")),
        sa.CheckConstraint(
            "(version = 1) = (reason = '')", name=op.f("ck_audit_results_later_ones_with_reason")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"],
            ["audit_picks.project_id"],
            name=op.f("fk_audit_results_project_id_audit_picks"),
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["people.id"], name=op.f("fk_audit_results_recorded_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_results")),
        sa.UniqueConstraint("project_id", "version", name=op.f("uq_audit_results_project_id_version")),
    )


def _marks() -> None:
    op.create_table(
        "supplier_marks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contract_id", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in MARKS),
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("given_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("side IN ('staff', 'supervisor')", name=op.f("ck_supplier_marks_side_known")),
        *(
            sa.CheckConstraint(f"{name} BETWEEN 1 AND 5", name=op.f(f"ck_supplier_marks_{name}_on_scale"))
            for name in MARKS
        ),
        sa.CheckConstraint("words <> ''", name=op.f("ck_supplier_marks_with_words")),
        sa.CheckConstraint(
            "(version = 1) = (reason = '')", name=op.f("ck_supplier_marks_later_ones_with_reason")
        ),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["contracts.id"], name=op.f("fk_supplier_marks_contract_id_contracts")
        ),
        sa.ForeignKeyConstraint(
            ["given_by_id"], ["people.id"], name=op.f("fk_supplier_marks_given_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supplier_marks")),
        sa.UniqueConstraint(
            "contract_id", "side", "version", name=op.f("uq_supplier_marks_contract_id_side_version")
        ),
    )


def downgrade() -> None:
    """Take the tables away."""
    for table in reversed(TABLES):
        op.drop_table(table)
