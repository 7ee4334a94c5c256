"""A year's money is closed, what is carried is listed, and allocations say whose money they are.

Revision ID: 0026
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

OLD = "'carry_over', 'retention_hold', 'retention_release'"
NEW = "'carry_over', 'lapse', 'carry_out', 'retention_hold', 'retention_release'"
KINDS = (
    "kind IN ('allocate', 'adjust', 'reserve', 'release', 'commit', 'uncommit', 'pay', 'pay_returned', 'refund', "
    "'social_pledge', 'social_received', 'social_paid', 'social_refund', 'social_returned', 'return_unspent', {})"
)
STONE = ("closed_funds", "carried_projects", "fund_shares", "reallocations")


def upgrade() -> None:
    """Let lines say that money left its year, and make the tables; a closing stays as it was signed."""
    postgres = op.get_bind().dialect.name == "postgresql"
    op.execute(
        "ALTER TABLE funds ADD COLUMN left_fen BIGINT DEFAULT 0 NOT NULL "
        "CONSTRAINT ck_funds_left_within_allocation "
        "CHECK (left_fen >= 0 AND reserved_fen + committed_fen + paid_fen + left_fen <= allocated_fen)"
    )
    _kinds(OLD, NEW, postgres=postgres)
    _closings()
    _shares()
    _reallocations()
    for table in STONE:
        for event in ("update", "delete"):
            _refuse(table, event, postgres=postgres)
    _refuse("year_closings", "delete", postgres=postgres)
    _refuse("year_closings", "update", postgres=postgres, when="WHEN (OLD.confirmed_at IS NOT NULL) ")


def _refuse(table: str, event: str, *, postgres: bool, when: str = "") -> None:
    deed = (
        "EXECUTE FUNCTION refuse_change()"
        if postgres
        else f"BEGIN SELECT RAISE(ABORT, 'what is written in {table} stays'); END"
    )
    op.execute(
        f"CREATE TRIGGER {table}_no_{event} BEFORE {event.upper()} ON {table} FOR EACH ROW {when}{deed}"
    )


def _kinds(old: str, new: str, *, postgres: bool) -> None:
    """Change which kinds of lines there are.

    Source: sqlite.org/lang_altertable.html, the simpler procedure for constraints that change nothing on disk.
    """
    if postgres:
        op.drop_constraint(op.f("ck_ledger_entries_kind_known"), "ledger_entries", type_="check")
        op.create_check_constraint(op.f("ck_ledger_entries_kind_known"), "ledger_entries", KINDS.format(new))
        return
    bind = op.get_bind()
    kept = "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = 'ledger_entries'"
    text = " ".join(bind.execute(sa.text(kept)).scalar_one().split())
    if text.count(old) != 1:
        raise RuntimeError(f"the table ledger_entries is not as it was: {old}")
    bind.execute(sa.text("PRAGMA writable_schema = ON"))
    write = "UPDATE sqlite_master SET sql = :sql WHERE type = 'table' AND name = 'ledger_entries'"
    bind.execute(sa.text(write), {"sql": text.replace(old, new)})
    version = bind.execute(sa.text("PRAGMA schema_version")).scalar_one()
    bind.execute(sa.text(f"PRAGMA schema_version = {version + 1}"))
    bind.execute(sa.text("PRAGMA writable_schema = RESET"))


def _closings() -> None:
    op.create_table(
        "year_closings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("year_ended_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("document", sa.String(length=200), nullable=False),
        sa.Column("prepared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("prepared_by_id", sa.Integer(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("year BETWEEN 2000 AND 2200", name=op.f("ck_year_closings_year_plausible")),
        sa.CheckConstraint("prepared_at >= year_ended_at", name=op.f("ck_year_closings_after_the_year")),
        sa.CheckConstraint("confirmed_at >= prepared_at", name=op.f("ck_year_closings_signed_in_order")),
        sa.CheckConstraint(
            "(confirmed_at IS NULL) = (confirmed_by_id IS NULL)",
            name=op.f("ck_year_closings_confirmed_by_somebody"),
        ),
        sa.CheckConstraint("confirmed_by_id <> prepared_by_id", name=op.f("ck_year_closings_four_eyes")),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_year_closings_area_id_areas")),
        sa.ForeignKeyConstraint(
            ["prepared_by_id"], ["people.id"], name=op.f("fk_year_closings_prepared_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"], ["people.id"], name=op.f("fk_year_closings_confirmed_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_year_closings")),
        sa.UniqueConstraint("area_id", "year", name=op.f("uq_year_closings_area_id_year")),
    )
    op.create_index(op.f("ix_year_closings_area_id"), "year_closings", ["area_id"])
    sums = ("allocated_fen", "paid_fen", "carried_fen", "lapsed_fen", "moved_fen", "late_fen")
    op.create_table(
        "closed_funds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("closing_id", sa.Integer(), nullable=False),
        sa.Column("fund_id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in sums),
        sa.Column("goes_on", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            " AND ".join(f"{name} >= 0" for name in sums),
            name=op.f("ck_closed_funds_allocated_fen_not_negative"),
        ),
        sa.CheckConstraint(
            "allocated_fen = paid_fen + carried_fen + lapsed_fen + moved_fen",
            name=op.f("ck_closed_funds_balances_to_the_fen"),
        ),
        sa.CheckConstraint("lapsed_fen = 0 OR moved_fen = 0", name=op.f("ck_closed_funds_lapses_or_goes_on")),
        sa.CheckConstraint(
            "CASE WHEN goes_on THEN lapsed_fen ELSE moved_fen END = 0",
            name=op.f("ck_closed_funds_as_the_rules_say"),
        ),
        sa.ForeignKeyConstraint(
            ["closing_id"], ["year_closings.id"], name=op.f("fk_closed_funds_closing_id_year_closings")
        ),
        sa.ForeignKeyConstraint(["fund_id"], ["funds.id"], name=op.f("fk_closed_funds_fund_id_funds")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closed_funds")),
        sa.UniqueConstraint("fund_id", name=op.f("uq_closed_funds_fund_id")),
    )
    op.create_index(op.f("ix_closed_funds_closing_id"), "closed_funds", ["closing_id"])
    _carried()


def _carried() -> None:
    op.create_table(
        "carried_projects",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("closed_fund_id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("reserved_fen", sa.BigInteger(), nullable=False),
        sa.Column("committed_fen", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "reserved_fen >= 0 AND committed_fen >= 0",
            name=op.f("ck_carried_projects_reserved_fen_not_negative"),
        ),
        sa.CheckConstraint(
            "reserved_fen + committed_fen > 0", name=op.f("ck_carried_projects_holds_something")
        ),
        sa.ForeignKeyConstraint(
            ["closed_fund_id"],
            ["closed_funds.id"],
            name=op.f("fk_carried_projects_closed_fund_id_closed_funds"),
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_carried_projects_project_id_projects")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_carried_projects")),
        sa.UniqueConstraint(
            "closed_fund_id", "project_id", name=op.f("uq_carried_projects_closed_fund_id_project_id")
        ),
    )
    for column in ("closed_fund_id", "project_id"):
        op.create_index(op.f(f"ix_carried_projects_{column}"), "carried_projects", [column])


def _shares() -> None:
    op.create_table(
        "fund_shares",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("city_fen", sa.BigInteger(), nullable=False),
        sa.Column("district_fen", sa.BigInteger(), nullable=False),
        sa.Column("ratio", sa.String(length=20), nullable=False),
        sa.CheckConstraint(
            "city_fen = 0 OR district_fen = 0 OR (city_fen > 0) = (district_fen > 0)",
            name=op.f("ck_fund_shares_same_way"),
        ),
        sa.CheckConstraint("city_fen <> 0 OR district_fen <> 0", name=op.f("ck_fund_shares_of_something")),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["ledger_entries.id"], name=op.f("fk_fund_shares_entry_id_ledger_entries")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fund_shares")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_fund_shares_entry_id")),
    )


def _reallocations() -> None:
    places, entries = ("giver_id", "taker_id"), ("out_entry_id", "in_entry_id")
    op.create_table(
        "reallocations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in (*places, *entries)),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("allocated_fen", sa.BigInteger(), nullable=False),
        sa.Column("paid_fen", sa.BigInteger(), nullable=False),
        sa.Column("document", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "allocated_fen >= 0 AND paid_fen >= 0", name=op.f("ck_reallocations_allocated_fen_not_negative")
        ),
        sa.CheckConstraint("amount_fen > 0", name=op.f("ck_reallocations_of_something")),
        sa.CheckConstraint("giver_id <> taker_id", name=op.f("ck_reallocations_between_two")),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_reallocations_with_reason")),
        *(
            sa.ForeignKeyConstraint([name], ["areas.id"], name=op.f(f"fk_reallocations_{name}_areas"))
            for name in places
        ),
        *(
            sa.ForeignKeyConstraint(
                [name], ["ledger_entries.id"], name=op.f(f"fk_reallocations_{name}_ledger_entries")
            )
            for name in entries
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["people.id"], name=op.f("fk_reallocations_decided_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reallocations")),
        *(sa.UniqueConstraint(name, name=op.f(f"uq_reallocations_{name}")) for name in entries),
    )


def downgrade() -> None:
    """Take the tables and the column away; a database in which a year was closed cannot go back."""
    bind = op.get_bind()
    told = "SELECT count(*) FROM ledger_entries WHERE kind IN ('lapse', 'carry_out')"
    if found := bind.execute(sa.text(told)).scalar_one():
        raise RuntimeError(f"{found} lines tell of money that left its year and would be lost")
    for table in ("reallocations", "fund_shares", "carried_projects", "closed_funds", "year_closings"):
        op.drop_table(table)
    _kinds(NEW, OLD, postgres=bind.dialect.name == "postgresql")
    op.execute("ALTER TABLE funds DROP COLUMN left_fen")
