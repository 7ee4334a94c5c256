"""A signed contract can be changed, by the council too, and its work can stand still for a while.

Revision ID: 0024
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

OPEN = sa.text("state = 'open'")
STANDS = sa.text("resumed_at IS NULL")
BEFORE = "purpose IN ('decide', 'ratify')"
AFTER = "purpose IN ('decide', 'ratify', 'change')"
# table -> columns that stay from the beginning
FIXED: dict[str, tuple[str, ...]] = {
    "contract_changes": (
        "contract_id",
        "project_id",
        "position",
        "reason",
        "amount_fen",
        "fiscal_fen",
        "social_fen",
        "days",
        "scope",
        "fiscal_before_fen",
        "social_before_fen",
        "ends_before",
        "body",
        "why",
        "special",
        "asked_at",
        "asked_by_id",
    ),
    "suspensions": ("project_id", "reason", "expected_on", "suspended_at", "suspended_by_id"),
    "contracts": (
        "project_id",
        "procurement_id",
        "supplier_id",
        "number",
        "signed_on",
        "starts_on",
        "publish_by",
    ),
    "tranches": ("contract_id", "position", "label", "percent", "evidence", "is_retention"),
}
# table -> its trigger's name, when it is decided, columns that stay from then on
DECIDED: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
    (
        "contract_changes",
        "decided",
        "OLD.state <> 'open'",
        ("state", "vote_id", "decided_at", "decided_by_id", "decided_role", "refuse_reason"),
    ),
    ("contract_changes", "seen_twice", "OLD.seen_at IS NOT NULL", ("seen_at", "seen_by_id")),
    ("contract_changes", "voted_twice", "OLD.vote_id IS NOT NULL", ("vote_id",)),
    ("suspensions", "resumed", "OLD.resumed_at IS NOT NULL", ("resumed_at", "resumed_by_id")),
)
# What the contract had in its two columns before this, for the way back.
WAS_FIXED = (*FIXED["contracts"], "approved_fen", "amount_fen", "fiscal_fen", "social_fen", "ends_on")
# A contract takes other figures only as a change says that was agreed to; more approved only with the council.
AS_AGREED = (
    "SELECT 1 FROM contract_changes c WHERE c.contract_id = OLD.id AND c.state = 'agreed' "
    "AND c.fiscal_before_fen = OLD.fiscal_fen AND c.social_before_fen = OLD.social_fen "
    "AND c.ends_before = OLD.ends_on AND NEW.fiscal_fen = OLD.fiscal_fen + c.fiscal_fen "
    "AND NEW.social_fen = OLD.social_fen + c.social_fen AND NEW.ends_on = {ends} "
    "AND (NEW.approved_fen = OLD.approved_fen OR c.body = 'council')"
)
# An instalment is its percentage of the contract, to the fen.
AS_LAID_OUT = (
    "SELECT 1 FROM contracts k JOIN contract_changes c ON c.contract_id = k.id AND c.state = 'agreed' "
    "WHERE k.id = OLD.contract_id AND abs(NEW.amount_fen * 100 - OLD.percent * k.amount_fen) < 100"
)


def upgrade() -> None:
    """Make the tables, and let an item of an agenda be a change."""
    _changes()
    _suspensions()
    _rewrite_check(BEFORE, AFTER)
    for table in ("contracts", "tranches"):
        _drop_trigger(table, "update")
    for table, columns in FIXED.items():
        _refuse(table, "update", columns)
    for table, name, when, columns in DECIDED:
        _refuse(table, name, columns, when)
    for table in ("contract_changes", "suspensions"):
        _refuse(table, "delete", event="DELETE")
    postgres = _is_postgres()
    ends = "c.ends_before + c.days" if postgres else "date(c.ends_before, c.days || ' days')"
    _refuse_unless(
        "contracts",
        ("approved_fen", "amount_fen", "fiscal_fen", "social_fen", "ends_on"),
        AS_AGREED.format(ends=ends),
    )
    _refuse_unless("tranches", ("amount_fen",), AS_LAID_OUT)


def downgrade() -> None:
    """Take the tables away; where a council has had a change on its agenda, the database cannot go back."""
    taken = op.get_bind().execute(sa.text("SELECT count(*) FROM agenda_items WHERE purpose = 'change'"))
    if found := taken.scalar_one():
        raise RuntimeError(f"{found} items of agendas are changes of contracts and would say something else")
    for table in ("contracts", "tranches"):
        _drop_trigger(table, "update")
        _drop_trigger(table, "change")
        if _is_postgres():
            op.execute(f"DROP FUNCTION {table}_refuse_change()")
    for table in ("suspensions", "contract_changes"):
        op.drop_table(table)
    _rewrite_check(AFTER, BEFORE)
    _refuse("contracts", "update", WAS_FIXED)
    _refuse("tranches", "update")


def _is_postgres() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def _drop_trigger(table: str, name: str) -> None:
    op.execute(f"DROP TRIGGER {table}_no_{name}{f' ON {table}' if _is_postgres() else ''}")


def _changed(columns: tuple[str, ...]) -> str:
    differs = "IS DISTINCT FROM" if _is_postgres() else "IS NOT"
    return " OR ".join(f"OLD.{column} {differs} NEW.{column}" for column in columns)


def _refuse(
    table: str, name: str, columns: tuple[str, ...] = (), when: str = "", *, event: str = "UPDATE"
) -> None:
    """Refuse an event on a table: any, or a change of one of the columns, where the condition holds."""
    tests = " AND ".join(f"({test})" for test in (when, _changed(columns)) if test)
    condition = f"WHEN ({tests}) " if tests else ""
    deed = (
        "EXECUTE FUNCTION refuse_change()"
        if _is_postgres()
        else f"BEGIN SELECT RAISE(ABORT, 'what is written in {table} stays'); END"
    )
    op.execute(f"CREATE TRIGGER {table}_no_{name} BEFORE {event} ON {table} FOR EACH ROW {condition}{deed}")


def _refuse_unless(table: str, columns: tuple[str, ...], found: str) -> None:
    """Refuse a change of one of the columns unless a query finds what allows it."""
    begin = (
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE ON {table} FOR EACH ROW WHEN ({_changed(columns)}) "
    )
    if not _is_postgres():
        op.execute(
            f"{begin}BEGIN SELECT RAISE(ABORT, 'what is written in {table} stays') WHERE NOT EXISTS ({found}); END"
        )
        return
    op.execute(
        f"CREATE FUNCTION {table}_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ "
        f"BEGIN IF NOT EXISTS ({found}) THEN RAISE EXCEPTION 'what is written in % stays', TG_TABLE_NAME; "
        "END IF; RETURN NEW; END $$"
    )
    op.execute(f"{begin}EXECUTE FUNCTION {table}_refuse_change()")


def _rewrite_check(old: str, new: str) -> None:
    """Put one CHECK of the agenda in the place of another.

    SQLite cannot alter a CHECK, and to copy a table that others point to breaks their references;
    what it documents for this instead is to write the new text into its schema.

    Source: https://www.sqlite.org/lang_altertable.html, section 7.
    """
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        op.drop_constraint(op.f("ck_agenda_items_purpose_known"), "agenda_items", type_="check")
        op.create_check_constraint(op.f("ck_agenda_items_purpose_known"), "agenda_items", new)
        return
    version = int(connection.exec_driver_sql("PRAGMA schema_version").scalar_one())
    connection.exec_driver_sql("PRAGMA writable_schema = ON")
    rewritten = connection.execute(
        sa.text(
            "UPDATE sqlite_master SET sql = replace(sql, :old, :new) "
            "WHERE type = 'table' AND name = 'agenda_items' AND instr(sql, :old) > 0"
        ),
        {"old": old, "new": new},
    )
    if rewritten.rowcount != 1:
        raise RuntimeError("the table agenda_items is not as the migrations before this one made it")
    connection.exec_driver_sql(f"PRAGMA schema_version = {version + 1}")
    connection.exec_driver_sql("PRAGMA writable_schema = OFF")


def _changes() -> None:
    op.create_table(
        "contract_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contract_id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        *(
            sa.Column(name, sa.BigInteger(), nullable=False)
            for name in ("amount_fen", "fiscal_fen", "social_fen")
        ),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        *(
            sa.Column(name, sa.BigInteger(), nullable=False)
            for name in ("fiscal_before_fen", "social_before_fen")
        ),
        sa.Column("ends_before", sa.Date(), nullable=False),
        sa.Column("body", sa.String(length=40), nullable=False),
        sa.Column("why", sa.String(length=40), nullable=False),
        sa.Column("special", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("vote_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_role", sa.String(length=40), nullable=False),
        sa.Column("refuse_reason", sa.Text(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen_by_id", sa.Integer(), nullable=True),
        *_rules_of_changes(),
    )
    for column in ("contract_id", "project_id"):
        op.create_index(op.f(f"ix_contract_changes_{column}"), "contract_changes", [column])
    op.create_index(
        "uq_contract_changes_open",
        "contract_changes",
        ["project_id"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )


def _rules_of_changes() -> list[sa.schema.SchemaItem]:
    checks = {
        "body_known": "body IN ('officer', 'leader', 'council')",
        "state_known": "state IN ('open', 'agreed', 'refused')",
        "fiscal_before_fen_not_negative": "fiscal_before_fen >= 0 AND social_before_fen >= 0",
        "sources_add_up": "fiscal_fen + social_fen = amount_fen",
        "parts_stay": "fiscal_before_fen + fiscal_fen >= 0 AND social_before_fen + social_fen >= 0",
        "something_stays": "fiscal_before_fen + social_before_fen + amount_fen > 0",
        "changes_something": "fiscal_fen <> 0 OR social_fen <> 0 OR days <> 0 OR scope <> ''",
        "scope_is_the_councils": "scope = '' OR body = 'council'",
        "decided_once": "(state = 'open') = (decided_at IS NULL)",
        "four_eyes": "decided_by_id IS NULL OR decided_by_id <> asked_by_id",
        "decided_by": "state = 'open' OR decided_by_id IS NOT NULL OR vote_id IS NOT NULL",
        "voted_by_council": "state <> 'agreed' OR body <> 'council' OR vote_id IS NOT NULL",
        "refused_with_reason": "state <> 'refused' OR refuse_reason <> ''",
    }
    people = ("asked_by_id", "decided_by_id", "seen_by_id")
    table = "contract_changes"
    return [
        *(sa.CheckConstraint(rule, name=op.f(f"ck_{table}_{name}")) for name, rule in checks.items()),
        *(
            sa.ForeignKeyConstraint([column], ["people.id"], name=op.f(f"fk_{table}_{column}_people"))
            for column in people
        ),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["contracts.id"], name=op.f(f"fk_{table}_contract_id_contracts")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f(f"fk_{table}_project_id_projects")
        ),
        sa.ForeignKeyConstraint(["vote_id"], ["votes.id"], name=op.f(f"fk_{table}_vote_id_votes")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("contract_id", "position", name=op.f(f"uq_{table}_contract_id_position")),
    ]


def _suspensions() -> None:
    table = "suspensions"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("expected_on", sa.Date(), nullable=False),
        sa.Column("suspended_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("suspended_by_id", sa.Integer(), nullable=False),
        sa.Column("resumed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resumed_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("reason <> ''", name=op.f(f"ck_{table}_with_reason")),
        sa.CheckConstraint(
            "(resumed_at IS NULL) = (resumed_by_id IS NULL)", name=op.f(f"ck_{table}_resumed_by_somebody")
        ),
        sa.CheckConstraint(
            "resumed_at IS NULL OR resumed_at >= suspended_at", name=op.f(f"ck_{table}_resumed_afterwards")
        ),
        *(
            sa.ForeignKeyConstraint([column], ["people.id"], name=op.f(f"fk_{table}_{column}_people"))
            for column in ("suspended_by_id", "resumed_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f(f"fk_{table}_project_id_projects")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    op.create_index(op.f(f"ix_{table}_project_id"), table, ["project_id"])
    op.create_index(
        "uq_suspensions_open",
        table,
        ["project_id"],
        unique=True,
        sqlite_where=STANDS,
        postgresql_where=STANDS,
    )
