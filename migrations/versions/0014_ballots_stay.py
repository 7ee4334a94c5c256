"""What was counted stays: opened ballots, counts, lots and signatures; the box takes ballots of open polls alone.

Revision ID: 0014
"""

from __future__ import annotations

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

STONE = ("final_ballots", "tally_runs", "poll_lots", "poll_signatures", "roll_entries", "seen_commits")
# What an opened poll may not change any more.
FROZEN = (
    "round_id",
    "area_id",
    "ballot",
    "least",
    "most",
    "points",
    "budget_fen",
    "mode",
    "opens_at",
    "closes_at",
    "challenge_days",
    "spec",
    "spec_hash",
    "seal_key",
    "voters_on_roll",
    "roll_hash",
)
# seen_commits: only the number of the batch in which it is published
WRITTEN_LATER = {"seen_commits": ("poll_id", "commitment")}


def upgrade() -> None:
    """Set the triggers."""
    postgres = op.get_bind().dialect.name == "postgresql"
    differs = "IS DISTINCT FROM" if postgres else "IS NOT"
    for table in STONE:
        changed = " OR ".join(f"OLD.{c} {differs} NEW.{c}" for c in WRITTEN_LATER.get(table, ()))
        _refuse(table, "update", changed, postgres=postgres)
        _refuse(table, "delete", postgres=postgres)
    changed = " OR ".join(f"OLD.{c} {differs} NEW.{c}" for c in FROZEN)
    _refuse("polls", "update", f"OLD.spec_hash <> '' AND ({changed})", postgres=postgres)
    _refuse("polls", "delete", postgres=postgres)
    _refuse("poll_options", "delete", postgres=postgres)
    of = ("poll_id", "project_id", "number", "cost_fen")
    changed = " OR ".join(f"OLD.{c} {differs} NEW.{c}" for c in of)
    _refuse("poll_options", "update", changed, postgres=postgres)
    _box(postgres=postgres)


def _refuse(table: str, event: str, when: str = "", *, postgres: bool) -> None:
    condition = f"WHEN ({when}) " if when else ""
    deed = (
        "EXECUTE FUNCTION refuse_change()"
        if postgres
        else f"BEGIN SELECT RAISE(ABORT, 'what is written in {table} stays'); END"
    )
    op.execute(
        f"CREATE TRIGGER {table}_no_{event} BEFORE {event.upper()} ON {table} FOR EACH ROW {condition}{deed}"
    )


def _box(*, postgres: bool) -> None:
    """Let ballots in while the poll is open, and out then or when its result is certified."""
    if postgres:
        op.execute(
            "CREATE FUNCTION refuse_ballot() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            "IF TG_OP = 'DELETE' THEN "
            "IF (SELECT state FROM polls WHERE id = OLD.poll_id) NOT IN ('open', 'certified') THEN "
            "RAISE EXCEPTION 'the box of poll % is closed', OLD.poll_id; END IF; RETURN OLD; END IF; "
            "IF (SELECT state FROM polls WHERE id = NEW.poll_id) <> 'open' THEN "
            "RAISE EXCEPTION 'the box of poll % is closed', NEW.poll_id; END IF; RETURN NEW; END $$"
        )
    for event, row, allowed in (
        ("insert", "NEW", "'open'"),
        ("update", "NEW", "'open'"),
        ("delete", "OLD", "'open', 'certified'"),
    ):
        state = f"(SELECT state FROM polls WHERE id = {row}.poll_id)"
        deed = (
            "EXECUTE FUNCTION refuse_ballot()"
            if postgres
            else f"WHEN ({state} NOT IN ({allowed})) BEGIN SELECT RAISE(ABORT, 'the box is closed'); END"
        )
        op.execute(
            f"CREATE TRIGGER envelopes_no_{event} BEFORE {event.upper()} ON envelopes FOR EACH ROW {deed}"
        )


def downgrade() -> None:
    """Take the triggers away."""
    postgres = op.get_bind().dialect.name == "postgresql"
    on = [(table, event) for table in (*STONE, "polls", "poll_options") for event in ("update", "delete")]
    on += [("envelopes", event) for event in ("insert", "update", "delete")]
    for table, event in on:
        op.execute(f"DROP TRIGGER {table}_no_{event}{f' ON {table}' if postgres else ''}")
    if postgres:
        op.execute("DROP FUNCTION refuse_ballot()")
