"""A stay that ended tells whether its step was finished, or broken off; those that are there are told by the journal.

Revision ID: 0044
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None

RULE = "(ended_at IS NULL) = (finished IS NULL)"
# step -> the acts that finish it
FINISHED_BY = {
    "submitted": ("project.accept", "project.decline"),
    "consulting": ("project.conclude",),
    "objected": ("project.resume-notice", "project.reconsider", "project.stop-upheld"),
    "approved": ("project.start-procurement",),
    "procuring": ("project.sign-contract",),
    "contracted": ("project.start",),
    "implementing": ("project.complete",),
    "inspecting": ("project.pass-inspection", "project.fail-inspection"),
    "rectifying": ("project.reinspect",),
    "settling": ("project.settle",),
}
OPEN = sa.text("ended_at IS NULL")


def upgrade() -> None:
    """Add the column and fill it by the act that ended each stay: its entry has the same moment."""
    op.add_column("project_stays", sa.Column("finished", sa.Boolean(), nullable=True))
    acts = " OR ".join(
        f"(project_stays.state = '{state}' AND journal_entries.verb IN ({', '.join(map(repr, verbs))}))"
        for state, verbs in FINISHED_BY.items()
    )
    op.execute(
        "UPDATE project_stays SET finished = EXISTS (SELECT 1 FROM journal_entries"
        " JOIN projects ON journal_entries.subject = 'project/' || projects.number"
        " WHERE projects.id = project_stays.project_id AND journal_entries.at = project_stays.ended_at"
        f" AND ({acts})) WHERE ended_at IS NOT NULL"
    )
    if op.get_bind().dialect.name == "postgresql":
        op.create_check_constraint(op.f("ck_project_stays_ended_done_or_not"), "project_stays", RULE)
        return
    with op.batch_alter_table(
        "project_stays", copy_from=_table(sa.Column("finished", sa.Boolean()))
    ) as stays:
        stays.create_check_constraint(op.f("ck_project_stays_ended_done_or_not"), RULE)


def downgrade() -> None:
    """Forget it; it can be told again from the journal."""
    rule = sa.CheckConstraint(RULE, name=op.f("ck_project_stays_ended_done_or_not"))
    with op.batch_alter_table(
        "project_stays", copy_from=_table(sa.Column("finished", sa.Boolean()), rule)
    ) as stays:
        stays.drop_constraint(op.f("ck_project_stays_ended_done_or_not"), type_="check")
        stays.drop_column("finished")


def _table(*more: sa.schema.SchemaItem) -> sa.Table:
    """Return the table as 0027 made it and more, for the copy that SQLite makes."""
    return sa.Table(
        "project_stays",
        sa.MetaData(),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("limit_days", sa.Integer(), nullable=False),
        sa.Column("working", sa.Boolean(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("took", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "limit_days >= 0 AND took >= 0", name=op.f("ck_project_stays_limit_days_not_negative")
        ),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (took IS NULL)", name=op.f("ck_project_stays_ended_with_days")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_project_stays_project_id_projects")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_stays")),
        sa.Index(op.f("ix_project_stays_project_id"), "project_id"),
        sa.Index(
            "uq_project_stays_open", "project_id", unique=True, sqlite_where=OPEN, postgresql_where=OPEN
        ),
        *more,
    )
