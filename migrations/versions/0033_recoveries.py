"""Money that came back has a row of its own, with what was booked before.

Revision ID: 0033
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

BANK = sa.text("cause = 'bank'")
CHECKS = {
    "cause_known": "cause IN ('bank', 'overpaid', 'audit', 'ended')",
    "amount_positive": "amount_fen > 0",
    "sources_add_up": "fiscal_fen + social_fen = amount_fen",
    "fiscal_fen_not_negative": "fiscal_fen >= 0 AND social_fen >= 0",
    "bank_of_a_payment": "cause <> 'bank' OR payment_id IS NOT NULL",
    "fiscal_but_from_the_bank": "cause = 'bank' OR social_fen = 0",
    "with_reason": "cause = 'bank' OR reason <> ''",
    "with_payer": "payer <> ''",
}
KEYS = {
    "project_id": "projects",
    "contract_id": "contracts",
    "payment_id": "payments",
    "recorded_by_id": "people",
}
# What was booked before: the lines of one slip are one row. The day is that of the entry, in Shanghai.
DAY = {"sqlite": "date({0}, '+8 hours')", "postgresql": "({0} AT TIME ZONE 'Asia/Shanghai')::date"}
BOOKED = """
INSERT INTO recoveries (project_id, contract_id, payment_id, cause, amount_fen, fiscal_fen, social_fen, payer, reason,
                        document, came_on, recorded_at, recorded_by_id)
SELECT l.project_id, max(c.id), max(l.payment_id),
       CASE WHEN max(l.payment_id) IS NOT NULL THEN 'bank'
            WHEN max(p.state) = 'cancelled' AND max(l.kind) = 'refund' THEN 'ended' ELSE 'overpaid' END,
       sum(l.amount_fen),
       sum(CASE WHEN l.kind = 'social_refund' THEN 0 ELSE l.amount_fen END),
       sum(CASE WHEN l.kind = 'social_refund' THEN l.amount_fen ELSE 0 END),
       max(s.name),
       CASE WHEN max(l.payment_id) IS NOT NULL THEN '' ELSE '当时没有登记原因' END,
       max(l.document), {day}, min(l.entered_at), max(l.entered_by_id)
FROM ledger_entries l
JOIN projects p ON p.id = l.project_id
JOIN contracts c ON c.project_id = l.project_id
JOIN suppliers s ON s.id = c.supplier_id
WHERE l.kind IN ('pay_returned', 'refund', 'social_refund')
GROUP BY l.project_id, l.document_key
ORDER BY min(l.id)
"""


def upgrade() -> None:
    """Make the table, fill it from the ledger, and let nothing change what is written in it."""
    op.create_table(
        "recoveries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("contract_id", sa.Integer(), nullable=False),
        sa.Column("payment_id", sa.Integer(), nullable=True),
        sa.Column("cause", sa.String(length=40), nullable=False),
        *(
            sa.Column(name, sa.BigInteger(), nullable=False)
            for name in ("amount_fen", "fiscal_fen", "social_fen")
        ),
        *(sa.Column(name, sa.String(length=200), nullable=False) for name in ("payer", "reason", "document")),
        sa.Column("came_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        *(sa.CheckConstraint(rule, name=op.f(f"ck_recoveries_{name}")) for name, rule in CHECKS.items()),
        *(
            sa.ForeignKeyConstraint([name], [f"{table}.id"], name=op.f(f"fk_recoveries_{name}_{table}"))
            for name, table in KEYS.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recoveries")),
    )
    op.create_index(op.f("ix_recoveries_project_id"), "recoveries", ["project_id"])
    op.create_index(
        "uq_recoveries_bank",
        "recoveries",
        ["payment_id"],
        unique=True,
        sqlite_where=BANK,
        postgresql_where=BANK,
    )
    dialect = op.get_bind().dialect.name
    op.execute(BOOKED.format(day=DAY[dialect].format("min(l.entered_at)")))
    for event in ("update", "delete"):
        deed = (
            "EXECUTE FUNCTION refuse_change()"
            if dialect == "postgresql"
            else "BEGIN SELECT RAISE(ABORT, 'what is written in recoveries stays'); END"
        )
        op.execute(
            f"CREATE TRIGGER recoveries_no_{event} BEFORE {event.upper()} ON recoveries FOR EACH ROW {deed}"
        )


def downgrade() -> None:
    """Take the table away; the ledger has the amounts."""
    op.drop_table("recoveries")
