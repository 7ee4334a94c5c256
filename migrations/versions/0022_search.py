"""Whatever is public is found by its words; lists of many projects read no more than the page they show.

Revision ID: 0022
"""

from __future__ import annotations

import math
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

CHUNK = 1000
INDEXES = {
    "ix_projects_newest": ("projects", ["state_since", "id"]),
    "ix_projects_newest_of_state": ("projects", ["state", "state_since", "id"]),
    "ix_disclosures_sha256": ("disclosures", ["sha256"]),
    "ix_projects_newest_of_area": ("projects", ["area_id", "state_since", "id"]),
}


def upgrade() -> None:
    """Make the tables and fill them from what is there."""
    op.execute("ALTER TABLE projects ADD COLUMN search_words TEXT NOT NULL DEFAULT ''")
    op.create_table(
        "meeting_grams",
        sa.Column("gram", sa.String(length=8), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meetings.id"],
            name=op.f("fk_meeting_grams_meeting_id_meetings"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("gram", "meeting_id", name=op.f("pk_meeting_grams")),
    )
    op.create_table(
        "pair_weights",
        sa.Column("gram", sa.String(length=8), nullable=False),
        sa.Column("projects", sa.Integer(), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("gram", name=op.f("pk_pair_weights")),
    )
    for name, (table, columns) in INDEXES.items():
        op.create_index(name, table, columns)
    _write_words()
    _index_meetings()
    _weigh()


def downgrade() -> None:
    """Take it away; all of it can be made again."""
    for name, (table, _columns) in INDEXES.items():
        op.drop_index(name, table)
    op.drop_table("pair_weights")
    op.drop_table("meeting_grams")
    op.execute("ALTER TABLE projects DROP COLUMN search_words")


def _write_words() -> None:
    found = op.get_bind().execute(sa.text("SELECT id, title, place, summary FROM projects")).all()
    rows = [{"id": key, "words": "\n".join(map(_normal, texts))} for key, *texts in found]
    _many("UPDATE projects SET search_words = :words WHERE id = :id", rows)


def _index_meetings() -> None:
    found = op.get_bind().execute(sa.text("SELECT id, title, place FROM meetings")).all()
    rows = [
        {"id": key, "gram": gram}
        for key, *texts in found
        for gram in sorted({pair for text in texts for pair in _pairs(text)})
    ]
    _many("INSERT INTO meeting_grams (gram, meeting_id) VALUES (:gram, :id)", rows)


def _weigh() -> None:
    everything = op.get_bind().execute(sa.text("SELECT count(DISTINCT project_id) FROM grams")).scalar_one()
    spread = Counter(
        dict(op.get_bind().execute(sa.text("SELECT gram, count(*) FROM grams GROUP BY gram")).all())
    )
    rows = [{"gram": "", "n": everything, "weight": 0}]
    rows += [
        {"gram": g, "n": n, "weight": round(100 * math.log2(1 + everything / n))} for g, n in spread.items()
    ]
    _many("INSERT INTO pair_weights (gram, projects, weight) VALUES (:gram, :n, :weight)", rows)


def _many(statement: str, rows: list[dict[str, Any]]) -> None:
    for some in _some(rows):
        op.get_bind().execute(sa.text(statement), some)


def _some(rows: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    yield from (rows[start : start + CHUNK] for start in range(0, len(rows), CHUNK))


def _normal(text: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFKC", text or "").lower() if char.isalnum())


def _pairs(text: str) -> Iterable[str]:
    bare = _normal(text)
    return {bare[n : n + 2] for n in range(len(bare) - 1)} or ({bare} if bare else set())
