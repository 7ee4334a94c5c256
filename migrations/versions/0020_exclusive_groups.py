"""Projects on the ballot of a poll can stand in groups of which at most one wins; the group stays as it was prepared.

Revision ID: 0020
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

BEFORE = ("poll_id", "project_id", "number", "cost_fen", "own_code", "own_title")
COLUMN = "exclusive_group"


def upgrade() -> None:
    """Make the column, and keep it from changing."""
    op.execute(
        f"ALTER TABLE poll_options ADD COLUMN {COLUMN} INTEGER "
        f"CONSTRAINT ck_poll_options_group_positive CHECK ({COLUMN} > 0)"
    )
    _keep((*BEFORE, COLUMN))


def _keep(columns: tuple[str, ...]) -> None:
    """Keep what stands on a ballot, as 0018 does."""
    postgres = op.get_bind().dialect.name == "postgresql"
    differs = "IS DISTINCT FROM" if postgres else "IS NOT"
    changed = " OR ".join(f"OLD.{c} {differs} NEW.{c}" for c in columns)
    deed = (
        "EXECUTE FUNCTION refuse_change()"
        if postgres
        else "BEGIN SELECT RAISE(ABORT, 'what is written in poll_options stays'); END"
    )
    op.execute(f"DROP TRIGGER poll_options_no_update{' ON poll_options' if postgres else ''}")
    op.execute(
        "CREATE TRIGGER poll_options_no_update BEFORE UPDATE ON poll_options FOR EACH ROW "
        f"WHEN ({changed}) {deed}"
    )


def downgrade() -> None:
    """Take the column away; a database that holds groups cannot go back."""
    query = f"SELECT count(*) FROM poll_options WHERE {COLUMN} IS NOT NULL"
    held = op.get_bind().execute(sa.text(query)).scalar_one()
    if held:
        raise RuntimeError(f"{held} projects stand in groups that would be lost")
    _keep(BEFORE)
    op.execute(f"ALTER TABLE poll_options DROP COLUMN {COLUMN}")
