"""The library of good finished projects, who let each in, and what was copied from it.

Revision ID: 0042
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

TABLES = ("library_entries", "library_copies")
STANDS = "removed_at IS NULL AND (verdict IS NULL OR verdict = 'entered')"
OFFERED = (
    "project_id", "version", "reason", "lessons", "amount_fen", "answers", "percent", "offered_at", "offered_by_id",
)  # fmt: skip
DECIDED = ("verdict", "decided_reason", "decided_at", "decided_by_id")
REMOVED = ("removed_reason", "removed_at", "removed_by_id")


def upgrade() -> None:
    """Make the tables; what is written there stays."""
    _entries()
    op.create_table(
        "library_copies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("copied_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["library_entries.id"], name=op.f("fk_library_copies_entry_id_library_entries")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_library_copies_project_id_projects")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_library_copies")),
        sa.UniqueConstraint("project_id", name=op.f("uq_library_copies_project_id")),
    )
    op.create_index(op.f("ix_library_copies_entry_id"), "library_copies", ["entry_id"])
    postgres = op.get_bind().dialect.name == "postgresql"
    for table in TABLES:
        _refuse(table, "delete", "DELETE", "", postgres=postgres)
    _refuse("library_copies", "update", "UPDATE", "", postgres=postgres)
    _refuse("library_entries", "update", "UPDATE", _changed(OFFERED, postgres=postgres), postgres=postgres)
    for name, since, columns in (("decided", "decided_at", DECIDED), ("removed", "removed_at", REMOVED)):
        changed = f"OLD.{since} IS NOT NULL AND ({_changed(columns, postgres=postgres)})"
        _refuse("library_entries", name, "UPDATE", changed, postgres=postgres)


def _entries() -> None:
    people = ("offered_by_id", "decided_by_id", "removed_by_id")
    checks = {
        "verdict_known": "verdict IS NULL OR verdict IN ('entered', 'declined')",
        "amount_fen_not_negative": "amount_fen >= 0",
        "version_positive": "version > 0",
        "answered": "answers > 0",
        "percent_of_hundred": "percent BETWEEN 0 AND 100",
        "offered_with_words": "reason <> '' AND lessons <> ''",
        "decided_at_a_moment": "(verdict IS NULL) = (decided_at IS NULL)",
        "decided_with_reason": "(verdict IS NULL) = (decided_reason = '')",
        "four_eyes": "verdict IS NULL OR decided_by_id <> offered_by_id",
        "removed_with_reason": "(removed_at IS NULL) = (removed_reason = '')",
        "removed_after_entry": "removed_at IS NULL OR verdict = 'entered'",
    }
    op.create_table(
        "library_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("lessons", sa.String(length=2000), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=True),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("offered_by_id", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.String(length=40), nullable=True),
        sa.Column("decided_reason", sa.String(length=500), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("removed_reason", sa.String(length=500), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_by_id", sa.Integer(), nullable=True),
        *(sa.CheckConstraint(rule, name=op.f(f"ck_library_entries_{name}")) for name, rule in checks.items()),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_library_entries_project_id_projects")
        ),
        *(
            sa.ForeignKeyConstraint([name], ["people.id"], name=op.f(f"fk_library_entries_{name}_people"))
            for name in people
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_library_entries")),
        sa.UniqueConstraint("project_id", "version", name=op.f("uq_library_entries_project_id_version")),
    )
    op.create_index(op.f("ix_library_entries_project_id"), "library_entries", ["project_id"])
    op.execute(
        f"CREATE UNIQUE INDEX uq_library_entries_standing ON library_entries (project_id) WHERE {STANDS}"
    )


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
    """Take the tables away."""
    for table in reversed(TABLES):
        op.drop_table(table)
