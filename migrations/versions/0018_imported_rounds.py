"""Rounds of elsewhere come from files: options of their own, ballots without envelopes, and where they are from.

Revision ID: 0018
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(JSONB(astext_type=sa.Text()), "postgresql")
SOURCE = "source IN ('online', 'paper')"
SOURCES = "source IN ('online', 'paper', 'imported')"
NAMED = "project_id IS NOT NULL OR (own_code IS NOT NULL AND own_title IS NOT NULL)"
OF = ("poll_id", "project_id", "number", "cost_fen")
OWN = ("own_code", "own_title")
# Columns that a round from a file leaves empty.
EMPTY = (("polls", "prepared_by_id"), ("poll_options", "project_id"))


def upgrade() -> None:
    """Make room for what comes from files."""
    op.add_column(
        "rounds", sa.Column("imported", sa.Boolean(), nullable=False, server_default=sa.text("false"))
    )
    for column in OWN:
        op.add_column("poll_options", sa.Column(column, sa.Text(), nullable=True))
    postgres = op.get_bind().dialect.name == "postgresql"
    if postgres:
        _of_postgres(SOURCES, nullable=True)
        op.create_check_constraint(op.f("ck_poll_options_named"), "poll_options", NAMED)
    else:
        _in_schema([("final_ballots", SOURCE, SOURCES), *_nullable(nullable=True), _named()])
    op.create_index("uq_poll_options_poll_id_own_code", "poll_options", ["poll_id", "own_code"], unique=True)
    _keep_options((*OF, *OWN), postgres=postgres)
    op.create_table(
        "poll_sources",
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("meta", JSON, nullable=False),
        sa.Column("vote_type", sa.String(length=40), nullable=False),
        sa.Column("currency", sa.String(length=40), nullable=False),
        sa.Column("scale", sa.Integer(), nullable=False),
        sa.Column("voters", sa.Integer(), nullable=False),
        sa.Column("claimed", JSON, nullable=False),
        sa.Column("miscounted", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "scale >= 0 AND voters >= 0 AND miscounted >= 0", name=op.f("ck_poll_sources_scale_not_negative")
        ),
        sa.ForeignKeyConstraint(["poll_id"], ["polls.id"], name=op.f("fk_poll_sources_poll_id_polls")),
        sa.PrimaryKeyConstraint("poll_id", name=op.f("pk_poll_sources")),
        sa.UniqueConstraint("sha256", name=op.f("uq_poll_sources_sha256")),
    )
    for event in ("update", "delete"):
        deed = (
            "EXECUTE FUNCTION refuse_change()"
            if postgres
            else "BEGIN SELECT RAISE(ABORT, 'what is written in poll_sources stays'); END"
        )
        op.execute(
            f"CREATE TRIGGER poll_sources_no_{event} BEFORE {event.upper()} ON poll_sources FOR EACH ROW {deed}"
        )


def _keep_options(columns: tuple[str, ...], *, postgres: bool) -> None:
    """Keep what stands on a ballot, as 0014 does."""
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


def _of_postgres(sources: str, *, nullable: bool) -> None:
    for table, column in EMPTY:
        op.alter_column(table, column, existing_type=sa.Integer(), nullable=nullable)
    op.drop_constraint(op.f("ck_final_ballots_source_known"), "final_ballots", type_="check")
    op.create_check_constraint(op.f("ck_final_ballots_source_known"), "final_ballots", sources)


def _nullable(*, nullable: bool) -> list[tuple[str, str, str]]:
    told = [f"{{}} INTEGER{' NOT NULL' if strict else ''}, " for strict in (nullable, not nullable)]
    return [(table, *(each.format(column) for each in told)) for table, column in EMPTY]


def _named() -> tuple[str, str, str]:
    """Return the change by which an option without a project needs a code and a title of its own."""
    known = "CONSTRAINT ck_poll_options_number_positive"
    return "poll_options", known, f"CONSTRAINT ck_poll_options_named CHECK ({NAMED}), {known}"


def _in_schema(changes: list[tuple[str, str, str]]) -> None:
    """Change the text of tables of SQLite in place, which keeps rows, triggers and what refers to them.

    Source: sqlite.org/lang_altertable.html, "Making Other Kinds Of Table Schema Changes", the simpler
    procedure for constraints that change nothing on disk.
    """
    bind = op.get_bind()
    bind.execute(sa.text("PRAGMA writable_schema = ON"))
    for table, old, new in changes:
        kept = "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = :table"
        text = " ".join(bind.execute(sa.text(kept), {"table": table}).scalar_one().split())
        if text.count(old) != 1:
            raise RuntimeError(f"the table {table} is not as it was: {old}")
        write = "UPDATE sqlite_master SET sql = :sql WHERE type = 'table' AND name = :table"
        bind.execute(sa.text(write), {"sql": text.replace(old, new), "table": table})
    version = bind.execute(sa.text("PRAGMA schema_version")).scalar_one()
    bind.execute(sa.text(f"PRAGMA schema_version = {version + 1}"))
    bind.execute(sa.text("PRAGMA writable_schema = RESET"))


def downgrade() -> None:
    """Take the room away; a database that holds rounds from files cannot go back."""
    held = op.get_bind().execute(sa.text("SELECT count(*) FROM poll_sources")).scalar_one()
    if held:
        raise RuntimeError(f"{held} polls came from files and would be lost")
    postgres = op.get_bind().dialect.name == "postgresql"
    op.drop_table("poll_sources")
    _keep_options(OF, postgres=postgres)
    op.drop_index("uq_poll_options_poll_id_own_code", table_name="poll_options")
    if postgres:
        op.drop_constraint(op.f("ck_poll_options_named"), "poll_options", type_="check")
        _of_postgres(SOURCE, nullable=False)
    else:
        table, old, new = _named()
        _in_schema([("final_ballots", SOURCES, SOURCE), *_nullable(nullable=False), (table, new, old)])
    for column in reversed(OWN):
        op.drop_column("poll_options", column)
    op.drop_column("rounds", "imported")
