"""Projects are allowed later last days for public reasons, and a district publishes the report of its year.

Revision ID: 0029
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

STONE = ("date_extensions", "year_reports")


def upgrade() -> None:
    """Make the tables; what is written in them stays."""
    postgres = op.get_bind().dialect.name == "postgresql"
    _extensions()
    _reports()
    for table in STONE:
        for event in ("update", "delete"):
            _refuse(table, event, postgres=postgres)


def _refuse(table: str, event: str, *, postgres: bool) -> None:
    deed = (
        "EXECUTE FUNCTION refuse_change()"
        if postgres
        else f"BEGIN SELECT RAISE(ABORT, 'what is written in {table} stays'); END"
    )
    op.execute(f"CREATE TRIGGER {table}_no_{event} BEFORE {event.upper()} ON {table} FOR EACH ROW {deed}")


def _extensions() -> None:
    op.create_table(
        "date_extensions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("which", sa.String(length=40), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("given_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("which IN ('approval', 'finish')", name=op.f("ck_date_extensions_which_known")),
        sa.CheckConstraint("until_on > last_on", name=op.f("ck_date_extensions_later_than_the_last_day")),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_date_extensions_with_reason")),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_date_extensions_project_id_projects")
        ),
        sa.ForeignKeyConstraint(
            ["given_by_id"], ["people.id"], name=op.f("fk_date_extensions_given_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_date_extensions")),
    )
    op.create_index(op.f("ix_date_extensions_project_id"), "date_extensions", ["project_id"])


def _reports() -> None:
    op.create_table(
        "year_reports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("journal_seq", sa.BigInteger(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("year BETWEEN 2000 AND 2200", name=op.f("ck_year_reports_year_plausible")),
        sa.CheckConstraint("version > 0", name=op.f("ck_year_reports_version_positive")),
        sa.CheckConstraint("version = 1 OR reason <> ''", name=op.f("ck_year_reports_corrected_with_reason")),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_year_reports_area_id_areas")),
        sa.ForeignKeyConstraint(
            ["published_by_id"], ["people.id"], name=op.f("fk_year_reports_published_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["journal_seq"], ["journal_entries.seq"], name=op.f("fk_year_reports_journal_seq_journal_entries")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_year_reports")),
        sa.UniqueConstraint("area_id", "year", "version", name=op.f("uq_year_reports_area_id_year_version")),
    )
    op.create_index(op.f("ix_year_reports_area_id"), "year_reports", ["area_id"])


def downgrade() -> None:
    """Take the tables away."""
    for table in STONE:
        op.drop_table(table)
