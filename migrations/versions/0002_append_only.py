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
    "tranches": (),
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
    "payments": (
        "contract_id",
        "project_id",
        "tranche_id",
        "amount_fen",
        "fiscal_fen",
        "social_fen",
        "invoice",
        "invoice_key",
        "payee",
        "purpose",
        "entered_at",
        "entered_by_id",
    ),
    "contracts": (
        "project_id",
        "procurement_id",
        "supplier_id",
        "number",
        "approved_fen",
        "amount_fen",
        "fiscal_fen",
        "social_fen",
        "signed_on",
        "starts_on",
        "ends_on",
        "publish_by",
    ),
    "progress_reports": ("project_id", "percent", "text", "reported_at", "reported_by_id"),
    "supervisor_notes": ("project_id", "text", "written_at", "written_by_id"),
    "survey_answers": ("survey_id", "overall", "useful", "quality", "openness", "comment"),
    "objections": ("project_id", "disclosure_id", "person_id", "ground", "facts", "filed_at"),
    "minutes": ("meeting_id", "version"),
}
# table -> (when it is decided, columns that stay from then on)
DECIDED: dict[str, tuple[str, tuple[str, ...]]] = {
    "payments": (
        "OLD.decided_at IS NOT NULL",
        ("state", "decided_at", "approved_by_id", "reject_reason", "paid_on", "voucher", "voucher_key"),
    ),
    "contracts": ("OLD.published_at IS NOT NULL", ("public_text", "published_at")),
    "inspections": (
        "OLD.outcome IS NOT NULL",
        (
            "project_id",
            "held_on",
            "panel",
            "items",
            "residents_opinion",
            "proposer_absence",
            "conclusion",
            "recorded_at",
            "recorded_by_id",
            "outcome",
            "rectify_by",
        ),
    ),
    "settlements": (
        "OLD.settled_at IS NOT NULL",
        (
            "project_id",
            "amount_fen",
            "retention_fen",
            "retention_until",
            "review_by",
            "review_conclusion",
            "delivered",
            "lessons",
            "recorded_at",
            "recorded_by_id",
            "settled_at",
        ),
    ),
    "surveys": (
        "OLD.signed_at IS NOT NULL AND NEW.signed_at IS NOT NULL",
        ("closes_at", "improvement", "improvement_by_id", "signed_at", "signed_by_id", "sample_reason"),
    ),
    "supervisor_notes": ("OLD.answered_at IS NOT NULL", ("answer", "answered_at", "answered_by_id")),
    "disclosures": ("OLD.taken_down_at IS NOT NULL", ("taken_down_at", "take_down_reason")),
    "objections": (
        "OLD.reviewed_at IS NOT NULL",
        ("outcome", "effect", "reply", "replied_at", "replied_by_id", "reviewed_at", "reviewed_by_id"),
    ),
    "votes": (
        "OLD.closed_at IS NOT NULL",
        (
            "present",
            "recused",
            "opened_at",
            "opened_by_id",
            "closed_at",
            "in_favour",
            "against",
            "abstain",
            "carried",
            "sentence",
            "witnesses",
        ),
    ),
}
# table -> column that is filled in once
ONCE: dict[str, str] = {"disclosures": "journal_seq", "payments": "returned_at"}
# tables whose rows change but never go
KEPT = ("settlements", "inspections", "notice_windows", "surveys")


def upgrade() -> None:
    """Set the triggers."""
    postgres = op.get_bind().dialect.name == "postgresql"
    if postgres:
        op.execute(
            "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ "
            "BEGIN RAISE EXCEPTION 'what is written in % stays', TG_TABLE_NAME; END $$"
        )
    for table in STONE:
        _refuse(table, "update", postgres=postgres)
        _refuse(table, "delete", postgres=postgres)
    for table, columns in FIXED.items():
        _refuse(table, "update", columns, postgres=postgres)
        _refuse(table, "delete", postgres=postgres)
    for table, (decided, columns) in DECIDED.items():
        _refuse(table, "update", columns, name="decided", when=decided, postgres=postgres)
    for table, column in ONCE.items():
        _refuse(table, "update", (column,), name="once", when=f"OLD.{column} IS NOT NULL", postgres=postgres)
    for table in KEPT:
        _refuse(table, "delete", postgres=postgres)


def _refuse(
    table: str,
    event: str,
    columns: tuple[str, ...] = (),
    *,
    name: str = "",
    when: str = "",
    postgres: bool,
) -> None:
    """Refuse an event on a table: any, or a change of one of the columns, where the condition holds."""
    # JSONB and text compare alike by IS DISTINCT FROM.
    differs = "IS DISTINCT FROM" if postgres else "IS NOT"
    changed = " OR ".join(f"OLD.{c} {differs} NEW.{c}" for c in columns)
    tests = " AND ".join(f"({test})" for test in (when, changed) if test)
    condition = f"WHEN ({tests}) " if tests else ""
    deed = (
        "EXECUTE FUNCTION refuse_change()"
        if postgres
        else f"BEGIN SELECT RAISE(ABORT, 'what is written in {table} stays'); END"
    )
    trigger = f"{table}_no_{name or event}"
    op.execute(f"CREATE TRIGGER {trigger} BEFORE {event.upper()} ON {table} FOR EACH ROW {condition}{deed}")


def downgrade() -> None:
    """Take the triggers away."""
    postgres = op.get_bind().dialect.name == "postgresql"
    names = [(table, event) for table in (*STONE, *FIXED) for event in ("update", "delete")]
    names += [(table, "decided") for table in DECIDED]
    names += [(table, "once") for table in ONCE]
    names += [(table, "delete") for table in KEPT]
    for table, name in names:
        on = f" ON {table}" if postgres else ""
        op.execute(f"DROP TRIGGER {table}_no_{name}{on}")
    if postgres:
        op.execute("DROP FUNCTION refuse_change()")
