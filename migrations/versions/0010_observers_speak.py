"""Who came without a vote can be put on the list of those who wait to speak.

Revision ID: 0010
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

WAITS = sa.text("called_at IS NULL AND ended_at IS NULL")
SPEAKS = sa.text("called_at IS NOT NULL AND ended_at IS NULL")
ONE = "(person_id IS NULL) <> (observer_id IS NULL)"


def upgrade() -> None:
    """Let a speech be that of a member or of an observer; SQLite copies the table for it."""
    with op.batch_alter_table("speeches", copy_from=_as_it_was()) as speeches:
        speeches.alter_column("person_id", existing_type=sa.Integer(), nullable=True)
        speeches.add_column(sa.Column("observer_id", sa.Integer(), nullable=True))
        speeches.create_foreign_key(
            op.f("fk_speeches_observer_id_observers"), "observers", ["observer_id"], ["id"]
        )
        speeches.create_check_constraint(op.f("ck_speeches_member_or_observer"), ONE)
    op.create_index(
        "uq_speeches_observer_waits",
        "speeches",
        ["item_id", "observer_id"],
        unique=True,
        sqlite_where=WAITS,
        postgresql_where=WAITS,
    )


def downgrade() -> None:
    """Forget what observers said, and let members alone speak."""
    op.execute("DELETE FROM speeches WHERE observer_id IS NOT NULL")
    op.drop_index("uq_speeches_observer_waits", table_name="speeches")
    as_it_is = _as_it_was(
        sa.Column("observer_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["observer_id"], ["observers.id"], name=op.f("fk_speeches_observer_id_observers")
        ),
        sa.CheckConstraint(ONE, name=op.f("ck_speeches_member_or_observer")),
    )
    with op.batch_alter_table("speeches", copy_from=as_it_is) as speeches:
        speeches.drop_constraint(op.f("ck_speeches_member_or_observer"), type_="check")
        speeches.drop_constraint(op.f("fk_speeches_observer_id_observers"), type_="foreignkey")
        speeches.drop_column("observer_id")
        speeches.alter_column("person_id", existing_type=sa.Integer(), nullable=False)


def _as_it_was(*more: sa.schema.SchemaItem) -> sa.Table:
    """Return the table as 0003 made it, for the copy."""
    return sa.Table(
        "speeches",
        sa.MetaData(),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=bool(more)),
        sa.Column("side", sa.String(length=40), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("called_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("allowed_seconds", sa.Integer(), nullable=False),
        sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("paused_seconds", sa.Integer(), nullable=False),
        sa.CheckConstraint("side IN ('for', 'against', 'ask')", name=op.f("ck_speeches_side_known")),
        sa.CheckConstraint(
            "allowed_seconds >= 0 AND paused_seconds >= 0",
            name=op.f("ck_speeches_allowed_seconds_not_negative"),
        ),
        sa.CheckConstraint(
            "paused_at IS NULL OR called_at IS NOT NULL", name=op.f("ck_speeches_paused_when_called")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_items.id"], name=op.f("fk_speeches_item_id_agenda_items")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_speeches_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_speeches")),
        sa.Index(op.f("ix_speeches_item_id"), "item_id"),
        sa.Index(
            "uq_speeches_waits",
            "item_id",
            "person_id",
            unique=True,
            sqlite_where=WAITS,
            postgresql_where=WAITS,
        ),
        sa.Index("uq_speeches_speaks", "item_id", unique=True, sqlite_where=SPEAKS, postgresql_where=SPEAKS),
        *more,
    )
