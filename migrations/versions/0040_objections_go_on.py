"""Objections are put together and taken further, a pause is told after it, and a hidden comment can be shown again.

Revision ID: 0040
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None

GROUNDS = "ground IN ('scope', 'procedure', 'amount', 'neighbours', 'interest', 'duplicate', 'other')"
OUTCOMES = "IN ('upheld', 'partly', 'dismissed', 'inadmissible')"
EFFECTS = "IN ('none', 'substance', 'unlawful')"
OPEN = "outcome IS NULL AND withdrawn_at IS NULL"
NEW_OPEN = f"{OPEN} AND standing_effect IS NULL"
# table -> columns as both engines add them, checks and references with them
COLUMNS: dict[str, tuple[tuple[str, str], ...]] = {
    "objections": (
        (
            "group_id",
            "INTEGER CONSTRAINT fk_objections_group_id_objection_groups REFERENCES objection_groups (id)",
        ),
        (
            "waits_for",
            "VARCHAR(40) CONSTRAINT ck_objections_waits_for_known "
            "CHECK (waits_for IS NULL OR waits_for IN ('street', 'district'))",
        ),
        ("waits_until", "{moment}"),
        (
            "standing_effect",
            "VARCHAR(40) CONSTRAINT ck_objections_standing_effect_known "
            f"CHECK (standing_effect IS NULL OR standing_effect {EFFECTS})",
        ),
    ),
    "notice_windows": (("stopped_at", "{moment}"),),
    "comments": (
        ("was_hidden_at", "{moment}"),
        ("was_hidden_reason", "TEXT NOT NULL DEFAULT ''"),
        ("restored_reason", "TEXT NOT NULL DEFAULT ''"),
        (
            "restored_by_id",
            "INTEGER CONSTRAINT fk_comments_restored_by_id_people REFERENCES people (id)",
        ),
        ("restored_by_role", "VARCHAR(40) NOT NULL DEFAULT ''"),
        (
            "restored_at",
            "{moment} CONSTRAINT ck_comments_restored_with_reason "
            "CHECK (restored_at IS NULL OR (was_hidden_reason <> '' AND restored_reason <> ''))",
        ),
    ),
}
# table -> what was written stays: columns for good, and columns from a moment on
STAYS = {
    "escalations": (
        ("objection_id", "step", "why", "asked_at", "entered_by_id", "due_at"),
        "OLD.answered_at IS NOT NULL",
        ("outcome", "effect", "answer", "answered_at", "answered_by_id"),
    ),
    "objection_groups": (
        ("project_id", "ground", "reason", "size", "formed_at", "formed_by_id"),
        "OLD.undone_at IS NOT NULL",
        ("undone_at", "undone_reason", "undone_by_id"),
    ),
}


def upgrade() -> None:
    """Make the tables and the columns, and keep what is written there."""
    _groups()
    _escalations()
    postgres = op.get_bind().dialect.name == "postgresql"
    moment = "TIMESTAMP WITH TIME ZONE" if postgres else "DATETIME"
    for table, columns in COLUMNS.items():
        for name, shape in columns:
            op.execute(f"ALTER TABLE {table} ADD COLUMN {name} {shape.format(moment=moment)}")
    _one_open(NEW_OPEN)
    for table, (always, when, decided) in STAYS.items():
        _refuse(table, "delete", "DELETE", "", postgres=postgres)
        _refuse(table, "update", "UPDATE", _changed(always, postgres=postgres), postgres=postgres)
        changed = f"({when}) AND ({_changed(decided, postgres=postgres)})"
        _refuse(table, "decided", "UPDATE", changed, postgres=postgres)


def _groups() -> None:
    op.create_table(
        "objection_groups",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("ground", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("formed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("formed_by_id", sa.Integer(), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_reason", sa.Text(), nullable=False),
        sa.Column("undone_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(GROUNDS, name=op.f("ck_objection_groups_ground_known")),
        sa.CheckConstraint("reason <> '' AND size >= 2", name=op.f("ck_objection_groups_formed_with_reason")),
        sa.CheckConstraint(
            "(undone_at IS NULL) = (undone_reason = '')", name=op.f("ck_objection_groups_undone_with_reason")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_objection_groups_project_id_projects")
        ),
        sa.ForeignKeyConstraint(
            ["formed_by_id"], ["people.id"], name=op.f("fk_objection_groups_formed_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["undone_by_id"], ["people.id"], name=op.f("fk_objection_groups_undone_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objection_groups")),
    )
    op.create_index(op.f("ix_objection_groups_project_id"), "objection_groups", ["project_id"])


def _escalations() -> None:
    op.create_table(
        "escalations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("objection_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=40), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=True),
        sa.Column("effect", sa.String(length=40), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("step IN ('street', 'district')", name=op.f("ck_escalations_step_known")),
        sa.CheckConstraint(
            f"outcome IS NULL OR outcome {OUTCOMES}", name=op.f("ck_escalations_outcome_known")
        ),
        sa.CheckConstraint(f"effect {EFFECTS}", name=op.f("ck_escalations_effect_known")),
        sa.CheckConstraint(
            "(outcome IS NULL) = (answered_at IS NULL)", name=op.f("ck_escalations_answered_with_outcome")
        ),
        sa.CheckConstraint(
            "outcome IS NULL OR answer <> ''", name=op.f("ck_escalations_answered_in_writing")
        ),
        sa.ForeignKeyConstraint(
            ["objection_id"], ["objections.id"], name=op.f("fk_escalations_objection_id_objections")
        ),
        sa.ForeignKeyConstraint(
            ["entered_by_id"], ["people.id"], name=op.f("fk_escalations_entered_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["people.id"], name=op.f("fk_escalations_answered_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_escalations")),
        sa.UniqueConstraint("objection_id", "step", name=op.f("uq_escalations_objection_id_step")),
    )


def _one_open(where: str) -> None:
    """Let one person have one objection to a project that nobody has answered."""
    op.execute("DROP INDEX IF EXISTS uq_objections_open")
    op.execute(f"CREATE UNIQUE INDEX uq_objections_open ON objections (project_id, person_id) WHERE {where}")


def _changed(columns: tuple[str, ...], *, postgres: bool) -> str:
    differs = "IS DISTINCT FROM" if postgres else "IS NOT"
    return " OR ".join(f"OLD.{each} {differs} NEW.{each}" for each in columns)


def _refuse(table: str, name: str, event: str, condition: str, *, postgres: bool) -> None:
    deed = (
        "EXECUTE FUNCTION refuse_change()"
        if postgres
        else f"BEGIN SELECT RAISE(ABORT, 'what is written in {table} stays'); END"
    )
    when = f"WHEN ({condition}) " if condition else ""
    op.execute(f"CREATE TRIGGER {table}_no_{name} BEFORE {event} ON {table} FOR EACH ROW {when}{deed}")


def downgrade() -> None:
    """Take everything away; a database in which something was escalated cannot go back."""
    for table in STAYS:
        held = op.get_bind().execute(sa.text(f"SELECT count(*) FROM {table}")).scalar_one()
        if held:
            raise RuntimeError(f"{held} rows of {table} would be lost")
    _one_open(OPEN)
    for table, columns in COLUMNS.items():
        for name, _shape in reversed(columns):
            op.execute(f"ALTER TABLE {table} DROP COLUMN {name}")
    op.drop_table("escalations")
    op.drop_table("objection_groups")
