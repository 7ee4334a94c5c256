"""Paper ballots of residents' polls: batches, sheets, what came back and what was read; all of it stays as written.

Revision ID: 0015
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

TABLES = (
    "paper_batches",
    "paper_sheets",
    "paper_returns",
    "paper_readings",
    "paper_openings",
    "paper_totals",
    "paper_photos",
    "paper_voids",
)
STONE = TABLES[:-1]
# Written while the poll is open, by when its state is set to closed: never afterwards.
WHILE_OPEN = TABLES


def upgrade() -> None:
    """Make the tables and set the triggers."""
    _batches()
    _sheets()
    _returns()
    _readings()
    _openings()
    _totals()
    _photos()
    _voids()
    postgres = op.get_bind().dialect.name == "postgresql"
    for table in STONE:
        for event in ("update", "delete"):
            _refuse(table, event, postgres=postgres)
    for table in WHILE_OPEN:
        _only_while_open(table, postgres=postgres)
    _one_pass(postgres=postgres)


def _key(*columns: str) -> list[sa.Column[object]]:
    kinds = {"poll_id": sa.Integer(), "serial": sa.String(length=8)}
    return [sa.Column(name, kinds[name], nullable=False) for name in columns]


def _document() -> sa.types.TypeEngine[object]:
    return sa.JSON().with_variant(JSONB(), "postgresql")


def _of_a_sheet(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["poll_id", "serial"],
        ["paper_sheets.poll_id", "paper_sheets.serial"],
        name=f"fk_{table}_serial_paper_sheets",
    )


def _batches() -> None:
    op.create_table(
        "paper_batches",
        *_key("poll_id"),
        sa.Column("batch", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sheets", sa.Integer(), nullable=False),
        sa.Column("printed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("printed_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("sheets BETWEEN 1 AND 300", name=op.f("ck_paper_batches_sheets_in_bounds")),
        sa.ForeignKeyConstraint(["poll_id"], ["polls.id"], name=op.f("fk_paper_batches_poll_id_polls")),
        sa.ForeignKeyConstraint(
            ["printed_by_id"], ["people.id"], name=op.f("fk_paper_batches_printed_by_id_people")
        ),
        sa.PrimaryKeyConstraint("poll_id", "batch", name=op.f("pk_paper_batches")),
    )


def _sheets() -> None:
    op.create_table(
        "paper_sheets",
        *_key("poll_id", "serial"),
        sa.Column("batch", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["poll_id", "batch"],
            ["paper_batches.poll_id", "paper_batches.batch"],
            name="fk_paper_sheets_batch_paper_batches",
        ),
        sa.PrimaryKeyConstraint("poll_id", "serial", name=op.f("pk_paper_sheets")),
    )


def _returns() -> None:
    op.create_table(
        "paper_returns",
        *_key("poll_id", "serial"),
        sa.Column("what", sa.String(length=40), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("taken_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("what IN ('spoiled', 'handed_back')", name=op.f("ck_paper_returns_what_known")),
        _of_a_sheet("paper_returns"),
        sa.ForeignKeyConstraint(
            ["taken_by_id"], ["people.id"], name=op.f("fk_paper_returns_taken_by_id_people")
        ),
        sa.PrimaryKeyConstraint("poll_id", "serial", name=op.f("pk_paper_returns")),
    )


def _readings() -> None:
    op.create_table(
        "paper_readings",
        *_key("poll_id", "serial"),
        sa.Column("turn", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("go", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("choices", _document(), nullable=False),
        sa.Column("read_by_id", sa.Integer(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(verdict = 'null') = (reason <> '')", name=op.f("ck_paper_readings_reason_when_null")
        ),
        sa.CheckConstraint(
            "verdict IN ('valid', 'blank', 'null', 'unused', 'unreturned')",
            name=op.f("ck_paper_readings_verdict_known"),
        ),
        sa.CheckConstraint("go BETWEEN 1 AND 3", name=op.f("ck_paper_readings_go_known")),
        _of_a_sheet("paper_readings"),
        sa.ForeignKeyConstraint(
            ["read_by_id"], ["people.id"], name=op.f("fk_paper_readings_read_by_id_people")
        ),
        sa.PrimaryKeyConstraint("poll_id", "serial", "turn", name=op.f("pk_paper_readings")),
    )


def _openings() -> None:
    op.create_table(
        "paper_openings",
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("commitment", sa.String(length=64), nullable=False),
        sa.Column("serial", sa.String(length=8), nullable=False),
        sa.Column("nonce", sa.String(length=64), nullable=False),
        sa.Column("choices", _document(), nullable=False),
        _of_a_sheet("paper_openings"),
        sa.PrimaryKeyConstraint("poll_id", "commitment", name=op.f("pk_paper_openings")),
        sa.UniqueConstraint("poll_id", "serial", name=op.f("uq_paper_openings_poll_id_serial")),
        sqlite_with_rowid=False,
    )


def _totals() -> None:
    counts = (
        "printed",
        "marked",
        "spoiled",
        "handed_back",
        "unused",
        "valid",
        "blank",
        "null_",
        "unreturned",
    )
    op.create_table(
        "paper_totals",
        *_key("poll_id"),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in counts),
        sa.CheckConstraint(
            "marked + spoiled + handed_back = valid + blank + null_ + spoiled + handed_back + unreturned",
            name=op.f("ck_paper_totals_issued_is_found"),
        ),
        sa.CheckConstraint(
            "printed >= 0 AND marked >= 0 AND spoiled >= 0 AND handed_back >= 0 AND unused >= 0",
            name=op.f("ck_paper_totals_printed_not_negative"),
        ),
        sa.ForeignKeyConstraint(["poll_id"], ["polls.id"], name=op.f("fk_paper_totals_poll_id_polls")),
        sa.PrimaryKeyConstraint("poll_id", name=op.f("pk_paper_totals")),
    )


def _photos() -> None:
    op.create_table(
        "paper_photos",
        *_key("poll_id", "serial"),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("media_type", sa.String(length=40), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["added_by_id"], ["people.id"], name=op.f("fk_paper_photos_added_by_id_people")
        ),
        _of_a_sheet("paper_photos"),
        sa.PrimaryKeyConstraint("poll_id", "serial", "place", name=op.f("pk_paper_photos")),
    )


def _voids() -> None:
    op.create_table(
        "paper_voids",
        *_key("poll_id"),
        sa.Column("entry", sa.String(length=32), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["people.id"], name=op.f("fk_paper_voids_asked_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["poll_id", "entry"],
            ["roll_entries.poll_id", "roll_entries.entry"],
            name="fk_paper_voids_entry_roll_entries",
        ),
        sa.PrimaryKeyConstraint("poll_id", "entry", name=op.f("pk_paper_voids")),
    )


def _refuse(table: str, event: str, *, postgres: bool) -> None:
    deed = (
        "EXECUTE FUNCTION refuse_change()"
        if postgres
        else f"BEGIN SELECT RAISE(ABORT, 'what is written in {table} stays'); END"
    )
    op.execute(f"CREATE TRIGGER {table}_no_{event} BEFORE {event.upper()} ON {table} FOR EACH ROW {deed}")


def _only_while_open(table: str, *, postgres: bool) -> None:
    deed = (
        "EXECUTE FUNCTION refuse_ballot()"
        if postgres
        else "WHEN ((SELECT state FROM polls WHERE id = NEW.poll_id) <> 'open') "
        "BEGIN SELECT RAISE(ABORT, 'the box is closed'); END"
    )
    op.execute(f"CREATE TRIGGER {table}_while_open BEFORE INSERT ON {table} FOR EACH ROW {deed}")


def _one_pass(*, postgres: bool) -> None:
    """Let nobody read a sheet in two passes."""
    read = (
        "EXISTS (SELECT 1 FROM paper_readings WHERE poll_id = NEW.poll_id AND serial = NEW.serial "
        "AND read_by_id = NEW.read_by_id AND go <> NEW.go)"
    )
    if postgres:
        op.execute(
            "CREATE FUNCTION refuse_second_pass() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF {read} THEN RAISE EXCEPTION 'the sheet % was read by the same person', NEW.serial; END IF; "
            "RETURN NEW; END $$"
        )
    deed = (
        "EXECUTE FUNCTION refuse_second_pass()"
        if postgres
        else f"WHEN ({read}) BEGIN SELECT RAISE(ABORT, 'the sheet was read by the same person'); END"
    )
    op.execute(f"CREATE TRIGGER paper_readings_one_pass BEFORE INSERT ON paper_readings FOR EACH ROW {deed}")


def downgrade() -> None:
    """Take the tables away, and with them their triggers."""
    for table in (
        "paper_voids",
        "paper_photos",
        "paper_totals",
        "paper_openings",
        "paper_readings",
        "paper_returns",
    ):
        op.drop_table(table)
    op.drop_table("paper_sheets")
    op.drop_table("paper_batches")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_second_pass()")
