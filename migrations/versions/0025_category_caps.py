"""Categories in a residents' poll can be limited in money and in number; projects that came from a sheet are known again.

Revision ID: 0025
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

TABLE, BROUGHT = "poll_caps", "brought_projects"


def upgrade() -> None:
    """Make the tables; limits come with a poll that is being prepared, and stay."""
    _brought()
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("category", sa.String(length=40), nullable=False),
        sa.Column("most_fen", sa.BigInteger(), nullable=True),
        sa.Column("most_count", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "most_fen IS NOT NULL OR most_count IS NOT NULL", name=op.f("ck_poll_caps_limits_something")
        ),
        sa.CheckConstraint("most_fen > 0", name=op.f("ck_poll_caps_money_positive")),
        sa.CheckConstraint("most_count > 0", name=op.f("ck_poll_caps_count_positive")),
        sa.ForeignKeyConstraint(["poll_id"], ["polls.id"], name=op.f("fk_poll_caps_poll_id_polls")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poll_caps")),
        sa.UniqueConstraint("poll_id", "category", name=op.f("uq_poll_caps_poll_id_category")),
    )
    op.create_index(op.f("ix_poll_caps_poll_id"), TABLE, ["poll_id"])
    if op.get_bind().dialect.name == "postgresql":
        _keep_in_postgres()
    else:
        _keep_in_sqlite()


def _brought() -> None:
    op.create_table(
        BROUGHT,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=40), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=64), nullable=False),
        sa.Column("sheet", sa.String(length=64), nullable=False),
        sa.Column("brought_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_brought_projects_area_id_areas")),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_brought_projects_project_id_projects")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_brought_projects")),
        sa.UniqueConstraint("area_id", "reference", name=op.f("uq_brought_projects_area_id_reference")),
        sa.UniqueConstraint("project_id", name=op.f("uq_brought_projects_project_id")),
    )
    op.create_index(op.f("ix_brought_projects_area_id"), BROUGHT, ["area_id"])


def _keep_in_postgres() -> None:
    for event in ("update", "delete"):
        op.execute(
            f"CREATE TRIGGER {TABLE}_no_{event} BEFORE {event.upper()} ON {TABLE} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
    op.execute(
        "CREATE FUNCTION refuse_late_cap() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "IF (SELECT state FROM polls WHERE id = NEW.poll_id) <> 'prepared' THEN "
        "RAISE EXCEPTION 'the rule of a poll that was opened stays'; END IF; RETURN NEW; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {TABLE}_no_late_insert BEFORE INSERT ON {TABLE} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_late_cap()"
    )


def _keep_in_sqlite() -> None:
    for event in ("update", "delete"):
        op.execute(
            f"CREATE TRIGGER {TABLE}_no_{event} BEFORE {event.upper()} ON {TABLE} FOR EACH ROW "
            f"BEGIN SELECT RAISE(ABORT, 'what is written in {TABLE} stays'); END"
        )
    op.execute(
        f"CREATE TRIGGER {TABLE}_no_late_insert BEFORE INSERT ON {TABLE} FOR EACH ROW "
        "WHEN (SELECT state FROM polls WHERE id = NEW.poll_id) <> 'prepared' "
        "BEGIN SELECT RAISE(ABORT, 'the rule of a poll that was opened stays'); END"
    )


def downgrade() -> None:
    """Take the tables away; a database that holds anything in them cannot go back."""
    for table, lost in ((TABLE, "limits of categories"), (BROUGHT, "references of projects")):
        held = op.get_bind().execute(sa.text(f"SELECT count(*) FROM {table}")).scalar_one()
        if held:
            raise RuntimeError(f"{held} {lost} would be lost")
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_late_cap()")
