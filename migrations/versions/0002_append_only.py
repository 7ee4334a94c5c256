"""What was written stays: triggers that refuse to change the ledger, the journal and what was published.

Revision ID: 0002
"""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# table -> columns that may still change after the row was written (none: the row is stone)
STONE: dict[str, tuple[str, ...]] = {
    "ledger_entries": (),
    "journal_entries": (),
    "journal_actors": (),
    "parameter_versions": (),
    "rulebooks": (),
    "opinions": (),
    "proposal_returns": (),
    "roll_call_choices": (),
    "vote_participations": (),
    "survey_participations": (),
    "signatures": (),
    "board_posts": (),
}
FIXED: dict[str, tuple[str, ...]] = {
    "disclosures": ("project_id", "kind", "version", "body", "sha256", "unit", "published_at", "reason"),
    "votes": (
        "item_id",
        "project_id",
        "stage",
        "mode",
        "rule",
        "dossier_hash",
        "members_due",
        "base",
        "need_for",
    ),
    "payments": ("contract_id", "amount_fen", "invoice", "payee", "entered_by_id"),
    "objections": ("project_id", "disclosure_id", "person_id", "ground", "facts", "filed_at"),
    "minutes": ("meeting_id", "version"),
}


def upgrade() -> None:
    """Set the triggers."""
    postgres = op.get_bind().dialect.name == "postgresql"
    if postgres:
        op.execute(
            "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ "
            "BEGIN RAISE EXCEPTION 'what is written in % stays', TG_TABLE_NAME; END $$"
        )
    for table in STONE:
        _refuse(table, "UPDATE", (), postgres=postgres)
        _refuse(table, "DELETE", (), postgres=postgres)
    for table, columns in FIXED.items():
        _refuse(table, "UPDATE", columns, postgres=postgres)
        _refuse(table, "DELETE", (), postgres=postgres)


def _refuse(table: str, event: str, columns: tuple[str, ...], *, postgres: bool) -> None:
    name = f"{table}_no_{event.lower()}"
    if postgres:
        # JSONB and text compare alike by IS DISTINCT FROM.
        changed = " OR ".join(f"OLD.{c} IS DISTINCT FROM NEW.{c}" for c in columns)
        when = f"WHEN ({changed}) " if changed else ""
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW {when}EXECUTE FUNCTION refuse_change()"
        )
        return
    changed = " OR ".join(f"OLD.{c} IS NOT NEW.{c}" for c in columns)
    when = f"WHEN {changed} " if changed else ""
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW {when}"
        f"BEGIN SELECT RAISE(ABORT, 'what is written in {table} stays'); END"
    )


def downgrade() -> None:
    """Take the triggers away."""
    postgres = op.get_bind().dialect.name == "postgresql"
    for table in (*STONE, *FIXED):
        for event in ("update", "delete"):
            on = f" ON {table}" if postgres else ""
            op.execute(f"DROP TRIGGER {table}_no_{event}{on}")
    if postgres:
        op.execute("DROP FUNCTION refuse_change()")
