"""The tables of the house: people, programmes, projects, meetings, money and the journal.

Revision ID: 0001
"""
# ruff: noqa: E501

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

DOCUMENT = sa.JSON().with_variant(JSONB(), "postgresql")

TABLES = (
    "areas",
    "journal_entries",
    "journal_head",
    "rulebooks",
    "sign_in_attempts",
    "councils",
    "funds",
    "number_series",
    "people",
    "programmes",
    "accounts",
    "journal_actors",
    "meetings",
    "parameter_versions",
    "role_grants",
    "rounds",
    "seats",
    "suppliers",
    "attendances",
    "minutes",
    "projects",
    "recovery_codes",
    "sign_in_sessions",
    "agenda_items",
    "appeals",
    "archive_ticks",
    "attachments",
    "comments",
    "declines",
    "disclosures",
    "estimate_lines",
    "grams",
    "inspections",
    "opinions",
    "plans",
    "procurements",
    "progress_reports",
    "proposal_returns",
    "screenings",
    "secondings",
    "settlements",
    "signatures",
    "supervisor_notes",
    "surveys",
    "warranties",
    "board_posts",
    "comment_reports",
    "contracts",
    "cost_lines",
    "notice_windows",
    "objections",
    "quotes",
    "recusals",
    "survey_answers",
    "survey_participations",
    "votes",
    "roll_call_choices",
    "secret_tallies",
    "tranches",
    "vote_participations",
    "payments",
    "ledger_entries",
)


def upgrade() -> None:
    """Make every table, and the head of the empty journal."""
    op.create_table(
        "areas",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("level", sa.String(length=40), nullable=False),
        sa.Column("slug", sa.String(length=40), nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("path", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("office_name", sa.String(length=200), nullable=False),
        sa.Column("office_phone", sa.String(length=200), nullable=False),
        sa.Column("office_address", sa.String(length=200), nullable=False),
        sa.Column("office_hours", sa.String(length=200), nullable=False),
        sa.Column("adults", sa.Integer(), nullable=False),
        sa.Column("households", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(level = 'district') = (parent_id IS NULL)", name=op.f("ck_areas_only_districts_are_roots")
        ),
        sa.CheckConstraint(
            "level IN ('district', 'street', 'community', 'grid')", name=op.f("ck_areas_level_known")
        ),
        sa.ForeignKeyConstraint(["parent_id"], ["areas.id"], name=op.f("fk_areas_parent_id_areas")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_areas")),
        sa.UniqueConstraint("code", name=op.f("uq_areas_code")),
        sa.UniqueConstraint("path", name=op.f("uq_areas_path")),
        sa.UniqueConstraint("slug", name=op.f("uq_areas_slug")),
    )
    op.create_index(op.f("ix_areas_parent_id"), "areas", ["parent_id"], unique=False)
    op.create_table(
        "journal_entries",
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("verb", sa.String(length=60), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("area", sa.String(length=200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_journal_entries")),
    )
    op.create_index(op.f("ix_journal_entries_area"), "journal_entries", ["area"], unique=False)
    op.create_index(op.f("ix_journal_entries_subject"), "journal_entries", ["subject"], unique=False)
    op.create_index(op.f("ix_journal_entries_verb"), "journal_entries", ["verb"], unique=False)
    op.create_table(
        "journal_head",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal_head")),
    )
    op.create_table(
        "rulebooks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("body", DOCUMENT, nullable=False),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rulebooks")),
        sa.UniqueConstraint("hash", name=op.f("uq_rulebooks_hash")),
    )
    op.create_table(
        "sign_in_attempts",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.Column("halved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("failed >= 0", name=op.f("ck_sign_in_attempts_failed_not_negative")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_sign_in_attempts")),
    )
    op.create_index(op.f("ix_sign_in_attempts_halved_at"), "sign_in_attempts", ["halved_at"], unique=False)
    op.create_table(
        "councils",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("body", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("hall", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_councils_area_id_areas")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_councils")),
        sa.UniqueConstraint("area_id", "body", name=op.f("uq_councils_area_id_body")),
    )
    op.create_index(op.f("ix_councils_area_id"), "councils", ["area_id"], unique=False)
    op.create_table(
        "funds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("allocated_fen", sa.BigInteger(), nullable=False),
        sa.Column("reserved_fen", sa.BigInteger(), nullable=False),
        sa.Column("committed_fen", sa.BigInteger(), nullable=False),
        sa.Column("paid_fen", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "allocated_fen >= 0 AND reserved_fen >= 0 AND committed_fen >= 0 AND paid_fen >= 0",
            name=op.f("ck_funds_allocated_fen_not_negative"),
        ),
        sa.CheckConstraint(
            "reserved_fen + committed_fen + paid_fen <= allocated_fen",
            name=op.f("ck_funds_within_allocation"),
        ),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_funds_area_id_areas")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_funds")),
        sa.UniqueConstraint("area_id", "year", name=op.f("uq_funds_area_id_year")),
    )
    op.create_index(op.f("ix_funds_area_id"), "funds", ["area_id"], unique=False)
    op.create_table(
        "number_series",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.CheckConstraint("last >= 0", name=op.f("ck_number_series_last_not_negative")),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_number_series_area_id_areas")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_number_series")),
        sa.UniqueConstraint("area_id", "year", name=op.f("uq_number_series_area_id_year")),
    )
    op.create_index(op.f("ix_number_series_area_id"), "number_series", ["area_id"], unique=False)
    op.create_table(
        "people",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("nickname", sa.String(length=200), nullable=False),
        sa.Column("phone_sealed", sa.String(length=400), nullable=True),
        sa.Column("phone_index", sa.String(length=64), nullable=True),
        sa.Column("community_id", sa.Integer(), nullable=True),
        sa.Column("building", sa.String(length=200), nullable=False),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("verified_by_id", sa.Integer(), nullable=True),
        sa.Column("consent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("name_shown_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(verified_at IS NULL) = (verified_by_id IS NULL)", name=op.f("ck_people_verified_by_somebody")
        ),
        sa.ForeignKeyConstraint(["community_id"], ["areas.id"], name=op.f("fk_people_community_id_areas")),
        sa.ForeignKeyConstraint(
            ["verified_by_id"], ["people.id"], name=op.f("fk_people_verified_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
    )
    op.create_index(op.f("ix_people_community_id"), "people", ["community_id"], unique=False)
    op.create_index(op.f("ix_people_phone_index"), "people", ["phone_index"], unique=False)
    op.create_table(
        "programmes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("scheme", sa.String(length=40), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_programmes_area_id_areas")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programmes")),
    )
    op.create_index(op.f("ix_programmes_area_id"), "programmes", ["area_id"], unique=False)
    op.create_table(
        "accounts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("username", sa.String(length=64), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("totp_secret", sa.String(length=200), nullable=True),
        sa.Column("totp_pending", sa.String(length=200), nullable=True),
        sa.Column("totp_pending_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("totp_confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_timecode", sa.Integer(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(totp_confirmed_at IS NULL) = (totp_secret IS NULL)",
            name=op.f("ck_accounts_confirmed_with_secret"),
        ),
        sa.CheckConstraint(
            "(totp_pending_at IS NULL) = (totp_pending IS NULL)",
            name=op.f("ck_accounts_pending_since_a_moment"),
        ),
        sa.CheckConstraint(
            "last_timecode >= 0 AND epoch >= 0", name=op.f("ck_accounts_counters_not_negative")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_accounts_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts")),
        sa.UniqueConstraint("person_id", name=op.f("uq_accounts_person_id")),
        sa.UniqueConstraint("username", name=op.f("uq_accounts_username")),
    )
    op.create_table(
        "journal_actors",
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_journal_actors_person_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["seq"], ["journal_entries.seq"], name=op.f("fk_journal_actors_seq_journal_entries")
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_journal_actors")),
    )
    op.create_index(op.f("ix_journal_actors_person_id"), "journal_actors", ["person_id"], unique=False)
    op.create_table(
        "meetings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("council_id", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("called_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("called_by_id", sa.Integer(), nullable=False),
        sa.Column("dossier_sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("members_due", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state <> 'in_session' OR opened_at IS NOT NULL", name=op.f("ck_meetings_opened_when_in_session")
        ),
        sa.CheckConstraint(
            "state IN ('planned', 'in_session', 'closed', 'cancelled', 'inquorate')",
            name=op.f("ck_meetings_state_known"),
        ),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_meetings_area_id_areas")),
        sa.ForeignKeyConstraint(
            ["called_by_id"], ["people.id"], name=op.f("fk_meetings_called_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["council_id"], ["councils.id"], name=op.f("fk_meetings_council_id_councils")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meetings")),
    )
    op.create_index(op.f("ix_meetings_area_id"), "meetings", ["area_id"], unique=False)
    op.create_index(op.f("ix_meetings_council_id"), "meetings", ["council_id"], unique=False)
    op.create_index(op.f("ix_meetings_starts_at"), "meetings", ["starts_at"], unique=False)
    op.create_table(
        "parameter_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=True),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("value", DOCUMENT, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_parameter_versions_area_id_areas")),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programmes.id"], name=op.f("fk_parameter_versions_programme_id_programmes")
        ),
        sa.ForeignKeyConstraint(
            ["set_by_id"], ["people.id"], name=op.f("fk_parameter_versions_set_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parameter_versions")),
    )
    op.create_index(
        op.f("ix_parameter_versions_programme_id"), "parameter_versions", ["programme_id"], unique=False
    )
    op.create_table(
        "role_grants",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("granted_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "role IN ('unit', 'grid_worker', 'community_staff', 'party_secretary', 'council_chair', 'council_member', 'council_secretary', 'street_officer', 'street_leader', 'finance', 'supervisor', 'expert', 'contractor', 'district_admin', 'auditor', 'sysadmin')",
            name=op.f("ck_role_grants_role_known"),
        ),
        sa.CheckConstraint("until IS NULL OR until >= since", name=op.f("ck_role_grants_term_in_order")),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_role_grants_area_id_areas")),
        sa.ForeignKeyConstraint(
            ["granted_by_id"], ["people.id"], name=op.f("fk_role_grants_granted_by_id_people")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_role_grants_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_grants")),
    )
    op.create_index(op.f("ix_role_grants_area_id"), "role_grants", ["area_id"], unique=False)
    op.create_index(op.f("ix_role_grants_person_id"), "role_grants", ["person_id"], unique=False)
    op.create_table(
        "rounds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("rulebook_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("closes_on >= opens_on", name=op.f("ck_rounds_days_in_order")),
        sa.CheckConstraint("year BETWEEN 2000 AND 2200", name=op.f("ck_rounds_year_plausible")),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_rounds_area_id_areas")),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programmes.id"], name=op.f("fk_rounds_programme_id_programmes")
        ),
        sa.ForeignKeyConstraint(
            ["rulebook_id"], ["rulebooks.id"], name=op.f("fk_rounds_rulebook_id_rulebooks")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rounds")),
        sa.UniqueConstraint(
            "programme_id", "area_id", "year", name=op.f("uq_rounds_programme_id_area_id_year")
        ),
    )
    op.create_index(op.f("ix_rounds_area_id"), "rounds", ["area_id"], unique=False)
    op.create_index(op.f("ix_rounds_programme_id"), "rounds", ["programme_id"], unique=False)
    op.create_table(
        "seats",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("council_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("name_public", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('resident', 'deputy', 'unit', 'committee', 'owner', 'party')",
            name=op.f("ck_seats_kind_known"),
        ),
        sa.CheckConstraint("until IS NULL OR until >= since", name=op.f("ck_seats_term_in_order")),
        sa.ForeignKeyConstraint(["council_id"], ["councils.id"], name=op.f("fk_seats_council_id_councils")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_seats_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seats")),
        sa.UniqueConstraint(
            "council_id", "person_id", "since", name=op.f("uq_seats_council_id_person_id_since")
        ),
    )
    op.create_index(op.f("ix_seats_council_id"), "seats", ["council_id"], unique=False)
    op.create_table(
        "suppliers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("credit_code", sa.String(length=18), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("barred_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("barred_reason", sa.Text(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "barred_at IS NULL OR barred_reason <> ''", name=op.f("ck_suppliers_barred_with_reason")
        ),
        sa.ForeignKeyConstraint(["added_by_id"], ["people.id"], name=op.f("fk_suppliers_added_by_id_people")),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_suppliers_area_id_areas")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suppliers")),
        sa.UniqueConstraint("credit_code", name=op.f("uq_suppliers_credit_code")),
        sa.UniqueConstraint("name", name=op.f("uq_suppliers_name")),
    )
    op.create_index(op.f("ix_suppliers_area_id"), "suppliers", ["area_id"], unique=False)
    op.create_table(
        "attendances",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("signed_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "left_at IS NULL OR left_at >= arrived_at", name=op.f("ck_attendances_stay_in_order")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f("fk_attendances_meeting_id_meetings")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_attendances_person_id_people")),
        sa.ForeignKeyConstraint(
            ["signed_by_id"], ["people.id"], name=op.f("fk_attendances_signed_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendances")),
    )
    op.create_index(op.f("ix_attendances_meeting_id"), "attendances", ["meeting_id"], unique=False)
    op.create_index(
        "uq_attendances_open",
        "attendances",
        ["meeting_id", "person_id"],
        unique=True,
        sqlite_where=sa.text("left_at IS NULL"),
        postgresql_where=sa.text("left_at IS NULL"),
    )
    op.create_table(
        "minutes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("public_text", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("drafted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("drafted_by_id", sa.Integer(), nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["approved_by_id"], ["people.id"], name=op.f("fk_minutes_approved_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["drafted_by_id"], ["people.id"], name=op.f("fk_minutes_drafted_by_id_people")
        ),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_minutes_meeting_id_meetings")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes")),
        sa.UniqueConstraint("meeting_id", "version", name=op.f("uq_minutes_meeting_id_version")),
    )
    op.create_index(op.f("ix_minutes_meeting_id"), "minutes", ["meeting_id"], unique=False)
    op.create_table(
        "projects",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=True),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(60), nullable=False),
        sa.Column("stage", sa.Integer(), nullable=False),
        sa.Column("state_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("type", sa.String(length=40), nullable=False),
        sa.Column("theme", sa.String(length=40), nullable=False),
        sa.Column("summary", sa.String(length=200), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("nature", sa.String(length=200), nullable=False),
        sa.Column("beneficiaries", sa.Integer(), nullable=False),
        sa.Column("beneficiary_group", sa.String(length=200), nullable=False),
        sa.Column("own_contribution_fen", sa.BigInteger(), nullable=False),
        sa.Column("own_contribution_note", sa.String(length=200), nullable=False),
        sa.Column("over_cap_flagged", sa.Boolean(), nullable=False),
        sa.Column("over_cap_note", sa.Text(), nullable=False),
        sa.Column("on_private_premises", sa.Boolean(), nullable=False),
        sa.Column("proposer_id", sa.Integer(), nullable=False),
        sa.Column("proposer_kind", sa.String(length=40), nullable=False),
        sa.Column("proposer_display", sa.String(length=40), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=True),
        sa.Column("consent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("urgent_by_id", sa.Integer(), nullable=True),
        sa.Column("urgent_reason", sa.Text(), nullable=False),
        sa.Column("rulebook_id", sa.Integer(), nullable=True),
        sa.Column("merged_into_id", sa.Integer(), nullable=True),
        sa.Column("copied_from_id", sa.Integer(), nullable=True),
        sa.Column("decline_code", sa.String(length=20), nullable=True),
        sa.Column("decline_reason", sa.Text(), nullable=False),
        sa.Column("receiver", sa.String(length=200), nullable=False),
        sa.Column("refer_reason", sa.Text(), nullable=False),
        sa.Column("defer_reason", sa.Text(), nullable=False),
        sa.Column("resume_reason", sa.Text(), nullable=False),
        sa.Column("stop_reason", sa.Text(), nullable=False),
        sa.Column("recovery_plan", sa.Text(), nullable=False),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("filed_by_id", sa.Integer(), nullable=True),
        sa.Column("filing_number", sa.String(length=200), nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_fiscal_fen", sa.BigInteger(), nullable=False),
        sa.Column("approved_social_fen", sa.BigInteger(), nullable=False),
        sa.Column("fast_track_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fast_track_reason", sa.Text(), nullable=False),
        sa.Column("ratified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ratify_by", sa.Date(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state <> 'merged' OR merged_into_id IS NOT NULL",
            name=op.f("ck_projects_merged_into_something"),
        ),
        sa.CheckConstraint(
            "state <> 'cancelled' OR stop_reason <> ''", name=op.f("ck_projects_cancelled_with_reason")
        ),
        sa.CheckConstraint(
            "state <> 'declined' OR decline_code IS NOT NULL", name=op.f("ck_projects_declined_with_reason")
        ),
        sa.CheckConstraint(
            "state <> 'referred' OR receiver <> ''", name=op.f("ck_projects_referred_to_somebody")
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'withdrawn') OR number IS NOT NULL",
            name=op.f("ck_projects_numbered_once_submitted"),
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'submitted', 'returned', 'declined', 'merged', 'accepted', 'consulting', 'referred', 'deferred', 'ready', 'polling', 'scheduled', 'voting', 'rejected', 'tabled', 'noticing', 'objected', 'approved', 'procuring', 'contracted', 'implementing', 'changing', 'suspended', 'inspecting', 'rectifying', 'settling', 'result_notice', 'evaluating', 'closed', 'withdrawn', 'cancelled')",
            name=op.f("ck_projects_state_known"),
        ),
        sa.CheckConstraint(
            "theme IN ('safety', 'environment', 'culture', 'care', 'convenience', 'selfgov', 'technology', 'emergency')",
            name=op.f("ck_projects_theme_known"),
        ),
        sa.CheckConstraint("type IN ('works', 'goods', 'services')", name=op.f("ck_projects_type_known")),
        sa.CheckConstraint(
            "proposer_kind IN ('resident', 'group', 'unit')", name=op.f("ck_projects_proposer_kind_known")
        ),
        sa.CheckConstraint(
            "own_contribution_fen >= 0 AND approved_fiscal_fen >= 0 AND approved_social_fen >= 0 AND beneficiaries >= 0",
            name=op.f("ck_projects_own_contribution_fen_not_negative"),
        ),
        sa.CheckConstraint("stage BETWEEN 1 AND 4", name=op.f("ck_projects_stage_plausible")),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_projects_area_id_areas")),
        sa.ForeignKeyConstraint(
            ["copied_from_id"], ["projects.id"], name=op.f("fk_projects_copied_from_id_projects")
        ),
        sa.ForeignKeyConstraint(
            ["entered_by_id"], ["people.id"], name=op.f("fk_projects_entered_by_id_people")
        ),
        sa.ForeignKeyConstraint(["filed_by_id"], ["people.id"], name=op.f("fk_projects_filed_by_id_people")),
        sa.ForeignKeyConstraint(
            ["merged_into_id"], ["projects.id"], name=op.f("fk_projects_merged_into_id_projects")
        ),
        sa.ForeignKeyConstraint(["proposer_id"], ["people.id"], name=op.f("fk_projects_proposer_id_people")),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_projects_round_id_rounds")),
        sa.ForeignKeyConstraint(
            ["rulebook_id"], ["rulebooks.id"], name=op.f("fk_projects_rulebook_id_rulebooks")
        ),
        sa.ForeignKeyConstraint(
            ["urgent_by_id"], ["people.id"], name=op.f("fk_projects_urgent_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_projects")),
        sa.UniqueConstraint("number", name=op.f("uq_projects_number")),
    )
    op.create_index(op.f("ix_projects_area_id"), "projects", ["area_id"], unique=False)
    op.create_index("ix_projects_area_id_state", "projects", ["area_id", "state"], unique=False)
    op.create_index(op.f("ix_projects_proposer_id"), "projects", ["proposer_id"], unique=False)
    op.create_index(op.f("ix_projects_round_id"), "projects", ["round_id"], unique=False)
    op.create_index(op.f("ix_projects_state"), "projects", ["state"], unique=False)
    op.create_table(
        "recovery_codes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_recovery_codes_account_id_accounts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_codes")),
        sa.UniqueConstraint("account_id", "code_hash", name=op.f("uq_recovery_codes_account_id_code_hash")),
    )
    op.create_table(
        "sign_in_sessions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(60), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("device", sa.String(length=40), nullable=False),
        sa.Column("address_hash", sa.String(length=64), nullable=False),
        sa.CheckConstraint("stage IN ('password', 'full')", name=op.f("ck_sign_in_sessions_stage_known")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_sign_in_sessions_account_id_accounts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_sessions")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_in_sessions_token_hash")),
    )
    op.create_index(op.f("ix_sign_in_sessions_account_id"), "sign_in_sessions", ["account_id"], unique=False)
    op.create_table(
        "agenda_items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("stage", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=40), nullable=False),
        sa.Column("special", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("presented_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dossier", DOCUMENT, nullable=True),
        sa.Column("dossier_hash", sa.String(length=64), nullable=True),
        sa.Column("discussion", sa.Text(), nullable=False),
        sa.Column("tabled_reason", sa.String(length=200), nullable=False),
        sa.Column("table_for", sa.Integer(), nullable=True),
        sa.Column("table_against", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(table_for IS NULL) = (table_against IS NULL)",
            name=op.f("ck_agenda_items_motion_with_both_counts"),
        ),
        sa.CheckConstraint(
            "table_for >= 0 AND table_against >= 0", name=op.f("ck_agenda_items_table_for_not_negative")
        ),
        sa.CheckConstraint("purpose IN ('decide', 'ratify')", name=op.f("ck_agenda_items_purpose_known")),
        sa.CheckConstraint(
            "state IN ('waiting', 'presented', 'voting', 'passed', 'rejected', 'tabled', 'removed')",
            name=op.f("ck_agenda_items_state_known"),
        ),
        sa.CheckConstraint(
            "(dossier IS NULL) = (dossier_hash IS NULL)", name=op.f("ck_agenda_items_dossier_with_hash")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f("fk_agenda_items_meeting_id_meetings")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_agenda_items_project_id_projects")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_items")),
        sa.UniqueConstraint("meeting_id", "position", name=op.f("uq_agenda_items_meeting_id_position")),
        sa.UniqueConstraint("meeting_id", "project_id", name=op.f("uq_agenda_items_meeting_id_project_id")),
    )
    op.create_index(op.f("ix_agenda_items_meeting_id"), "agenda_items", ["meeting_id"], unique=False)
    op.create_index(op.f("ix_agenda_items_project_id"), "agenda_items", ["project_id"], unique=False)
    op.create_table(
        "appeals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("ground", sa.Text(), nullable=False),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer_due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "outcome IS NULL OR outcome IN ('upheld', 'dismissed')", name=op.f("ck_appeals_outcome_known")
        ),
        sa.CheckConstraint(
            "(outcome IS NULL) = (answered_at IS NULL)", name=op.f("ck_appeals_answered_with_outcome")
        ),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["people.id"], name=op.f("fk_appeals_answered_by_id_people")
        ),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_appeals_project_id_projects")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appeals")),
        sa.UniqueConstraint("project_id", name=op.f("uq_appeals_project_id")),
    )
    op.create_table(
        "archive_ticks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(length=40), nullable=False),
        sa.Column("waived", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("ticked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ticked_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "waived = false OR reason <> ''", name=op.f("ck_archive_ticks_waived_with_reason")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_archive_ticks_project_id_projects")
        ),
        sa.ForeignKeyConstraint(
            ["ticked_by_id"], ["people.id"], name=op.f("fk_archive_ticks_ticked_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_archive_ticks")),
        sa.UniqueConstraint("project_id", "item", name=op.f("uq_archive_ticks_project_id_item")),
    )
    op.create_index(op.f("ix_archive_ticks_project_id"), "archive_ticks", ["project_id"], unique=False)
    op.create_table(
        "attachments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=40), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("caption", sa.String(length=200), nullable=False),
        sa.Column("public", sa.Boolean(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_by_id", sa.Integer(), nullable=True),
        sa.Column("thumb_sha256", sa.String(length=64), nullable=True),
        sa.CheckConstraint(
            "purpose IN ('proposal', 'plan', 'owner_consent', 'board_photo', 'start_report', 'notice_board_photo', 'safety_plan', 'progress', 'completion_report', 'photo_before', 'photo_after', 'as_built_list', 'rectification', 'invoice', 'contract', 'acceptance', 'minutes_scan', 'other')",
            name=op.f("ck_attachments_purpose_known"),
        ),
        sa.CheckConstraint(
            "removed_at IS NULL OR removed_by_id IS NOT NULL", name=op.f("ck_attachments_removed_by_somebody")
        ),
        sa.CheckConstraint("size >= 0", name=op.f("ck_attachments_size_not_negative")),
        sa.ForeignKeyConstraint(
            ["added_by_id"], ["people.id"], name=op.f("fk_attachments_added_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_attachments_project_id_projects")
        ),
        sa.ForeignKeyConstraint(
            ["removed_by_id"], ["people.id"], name=op.f("fk_attachments_removed_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachments")),
    )
    op.create_index(op.f("ix_attachments_project_id"), "attachments", ["project_id"], unique=False)
    op.create_table(
        "comments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("author_role", sa.String(length=40), nullable=False),
        sa.Column("stance", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hidden_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hidden_reason", sa.Text(), nullable=False),
        sa.Column("hidden_by_id", sa.Integer(), nullable=True),
        sa.Column("hidden_by_role", sa.String(length=40), nullable=False),
        sa.CheckConstraint(
            "(hidden_at IS NULL) = (hidden_reason = '')", name=op.f("ck_comments_hidden_with_reason")
        ),
        sa.CheckConstraint(
            "withdrawn_at IS NULL OR text = ''", name=op.f("ck_comments_withdrawn_without_text")
        ),
        sa.CheckConstraint("stance IN ('for', 'against', 'neutral')", name=op.f("ck_comments_stance_known")),
        sa.ForeignKeyConstraint(["author_id"], ["people.id"], name=op.f("fk_comments_author_id_people")),
        sa.ForeignKeyConstraint(
            ["hidden_by_id"], ["people.id"], name=op.f("fk_comments_hidden_by_id_people")
        ),
        sa.ForeignKeyConstraint(["parent_id"], ["comments.id"], name=op.f("fk_comments_parent_id_comments")),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_comments_project_id_projects")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comments")),
    )
    op.create_index("ix_comments_author_id_written_at", "comments", ["author_id", "written_at"], unique=False)
    op.create_index(op.f("ix_comments_project_id"), "comments", ["project_id"], unique=False)
    op.create_table(
        "declines",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=True),
        sa.Column("dropped_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "confirmed_by_id IS NULL OR confirmed_by_id <> proposed_by_id", name=op.f("ck_declines_four_eyes")
        ),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"], ["people.id"], name=op.f("fk_declines_confirmed_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_declines_project_id_projects")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["people.id"], name=op.f("fk_declines_proposed_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_declines")),
    )
    op.create_index(op.f("ix_declines_project_id"), "declines", ["project_id"], unique=False)
    op.create_table(
        "disclosures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("body", DOCUMENT, nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("unit", sa.String(length=200), nullable=False),
        sa.Column("channels", sa.String(length=200), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by_id", sa.Integer(), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("journal_seq", sa.BigInteger(), nullable=True),
        sa.Column("taken_down_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("take_down_reason", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(taken_down_at IS NULL) = (take_down_reason = '')",
            name=op.f("ck_disclosures_taken_down_with_reason"),
        ),
        sa.CheckConstraint(
            "kind IN ('decision', 'spending', 'result')", name=op.f("ck_disclosures_kind_known")
        ),
        sa.CheckConstraint(
            "version = 1 OR reason <> ''", name=op.f("ck_disclosures_later_versions_with_reason")
        ),
        sa.ForeignKeyConstraint(
            ["journal_seq"], ["journal_entries.seq"], name=op.f("fk_disclosures_journal_seq_journal_entries")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_disclosures_project_id_projects")
        ),
        sa.ForeignKeyConstraint(
            ["published_by_id"], ["people.id"], name=op.f("fk_disclosures_published_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disclosures")),
        sa.UniqueConstraint(
            "project_id", "kind", "version", name=op.f("uq_disclosures_project_id_kind_version")
        ),
    )
    op.create_index(op.f("ix_disclosures_project_id"), "disclosures", ["project_id"], unique=False)
    op.create_index(op.f("ix_disclosures_published_at"), "disclosures", ["published_at"], unique=False)
    op.create_table(
        "estimate_lines",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("quantity", sa.String(length=200), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("amount_fen >= 0", name=op.f("ck_estimate_lines_amount_fen_not_negative")),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_estimate_lines_project_id_projects")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_estimate_lines")),
        sa.UniqueConstraint("project_id", "position", name=op.f("uq_estimate_lines_project_id_position")),
    )
    op.create_index(op.f("ix_estimate_lines_project_id"), "estimate_lines", ["project_id"], unique=False)
    op.create_table(
        "grams",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("gram", sa.String(length=8), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_grams_project_id_projects"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("project_id", "gram", name=op.f("pk_grams")),
    )
    op.create_index("ix_grams_gram_project_id", "grams", ["gram", "project_id"], unique=False)
    op.create_table(
        "inspections",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("panel", DOCUMENT, nullable=False),
        sa.Column("items", DOCUMENT, nullable=False),
        sa.Column("residents_opinion", sa.Text(), nullable=False),
        sa.Column("proposer_absence", sa.Text(), nullable=False),
        sa.Column("conclusion", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=True),
        sa.Column("rectify_by", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "outcome IS NULL OR outcome IN ('passed', 'failed')", name=op.f("ck_inspections_outcome_known")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_inspections_project_id_projects")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["people.id"], name=op.f("fk_inspections_recorded_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inspections")),
    )
    op.create_index(op.f("ix_inspections_project_id"), "inspections", ["project_id"], unique=False)
    op.create_table(
        "opinions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("stage", sa.Integer(), nullable=False),
        sa.Column("body", sa.String(length=40), nullable=False),
        sa.Column("conclusion", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("given_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "body IN ('community', 'party', 'street', 'expert')", name=op.f("ck_opinions_body_known")
        ),
        sa.CheckConstraint(
            "conclusion IN ('feasible', 'feasible_with_changes', 'not_feasible', 'refer')",
            name=op.f("ck_opinions_conclusion_known"),
        ),
        sa.ForeignKeyConstraint(["given_by_id"], ["people.id"], name=op.f("fk_opinions_given_by_id_people")),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_opinions_project_id_projects")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opinions")),
    )
    op.create_index(op.f("ix_opinions_project_id"), "opinions", ["project_id"], unique=False)
    op.create_table(
        "plans",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("expected_result", sa.Text(), nullable=False),
        sa.Column("feasibility", sa.Text(), nullable=False),
        sa.Column("fiscal_fen", sa.BigInteger(), nullable=False),
        sa.Column("social_fen", sa.BigInteger(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("procurement_mode", sa.String(length=40), nullable=False),
        sa.Column("aftercare_owner", sa.String(length=200), nullable=False),
        sa.Column("aftercare_phone", sa.String(length=200), nullable=False),
        sa.Column("responsible_unit", sa.String(length=200), nullable=False),
        sa.Column("needs_owner_consent", sa.Boolean(), nullable=False),
        sa.Column("owner_consent", sa.String(length=40), nullable=False),
        sa.Column("owner_consent_note", sa.String(length=200), nullable=False),
        sa.Column("over_cap_reason", sa.Text(), nullable=False),
        sa.Column("over_cap_by_id", sa.Integer(), nullable=True),
        sa.Column("negative_signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("negative_signed_by_id", sa.Integer(), nullable=True),
        sa.Column("party_agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("party_agreed_by_id", sa.Integer(), nullable=True),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edited_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "owner_consent IN ('', 'agreed', 'unneeded')", name=op.f("ck_plans_owner_consent_known")
        ),
        sa.CheckConstraint(
            "over_cap_by_id IS NULL OR over_cap_reason <> ''", name=op.f("ck_plans_over_cap_with_reason")
        ),
        sa.CheckConstraint("over_cap_by_id <> edited_by_id", name=op.f("ck_plans_leader_is_not_the_writer")),
        sa.CheckConstraint(
            "party_agreed_by_id <> edited_by_id", name=op.f("ck_plans_party_is_not_the_writer")
        ),
        sa.CheckConstraint(
            "negative_signed_by_id <> edited_by_id", name=op.f("ck_plans_checker_is_not_the_writer")
        ),
        sa.CheckConstraint(
            "ends_on IS NULL OR starts_on IS NULL OR ends_on >= starts_on",
            name=op.f("ck_plans_days_in_order"),
        ),
        sa.CheckConstraint(
            "fiscal_fen >= 0 AND social_fen >= 0", name=op.f("ck_plans_fiscal_fen_not_negative")
        ),
        sa.ForeignKeyConstraint(["edited_by_id"], ["people.id"], name=op.f("fk_plans_edited_by_id_people")),
        sa.ForeignKeyConstraint(
            ["negative_signed_by_id"], ["people.id"], name=op.f("fk_plans_negative_signed_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["over_cap_by_id"], ["people.id"], name=op.f("fk_plans_over_cap_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["party_agreed_by_id"], ["people.id"], name=op.f("fk_plans_party_agreed_by_id_people")
        ),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_plans_project_id_projects")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plans")),
        sa.UniqueConstraint("project_id", name=op.f("uq_plans_project_id")),
    )
    op.create_table(
        "procurements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("mode", sa.String(length=40), nullable=False),
        sa.Column("expected_mode", sa.String(length=40), nullable=False),
        sa.Column("min_quotes", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("deviation_approved_by_id", sa.Integer(), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("started_by_id", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(length=20), nullable=True),
        sa.Column("fail_reason", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "outcome IS NULL OR outcome IN ('awarded', 'failed')", name=op.f("ck_procurements_outcome_known")
        ),
        sa.CheckConstraint(
            "(outcome IS NULL) = (ended_at IS NULL)", name=op.f("ck_procurements_ended_with_outcome")
        ),
        sa.CheckConstraint(
            "outcome IS NULL OR started_at IS NOT NULL", name=op.f("ck_procurements_ended_after_start")
        ),
        sa.CheckConstraint(
            "deviation_approved_by_id IS NULL OR deviation_approved_by_id <> started_by_id",
            name=op.f("ck_procurements_four_eyes"),
        ),
        sa.ForeignKeyConstraint(
            ["deviation_approved_by_id"],
            ["people.id"],
            name=op.f("fk_procurements_deviation_approved_by_id_people"),
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_procurements_project_id_projects")
        ),
        sa.ForeignKeyConstraint(
            ["started_by_id"], ["people.id"], name=op.f("fk_procurements_started_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_procurements")),
    )
    op.create_index(op.f("ix_procurements_project_id"), "procurements", ["project_id"], unique=False)
    op.create_index(
        "uq_procurements_open",
        "procurements",
        ["project_id"],
        unique=True,
        sqlite_where=sa.text("outcome IS NULL"),
        postgresql_where=sa.text("outcome IS NULL"),
    )
    op.create_table(
        "progress_reports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reported_by_id", sa.Integer(), nullable=False),
        sa.Column("hidden_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("percent BETWEEN 0 AND 100", name=op.f("ck_progress_reports_percent_plausible")),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_progress_reports_project_id_projects")
        ),
        sa.ForeignKeyConstraint(
            ["reported_by_id"], ["people.id"], name=op.f("fk_progress_reports_reported_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_progress_reports")),
    )
    op.create_index(op.f("ix_progress_reports_project_id"), "progress_reports", ["project_id"], unique=False)
    op.create_table(
        "proposal_returns",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("items", DOCUMENT, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("returned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("returned_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_proposal_returns_project_id_projects")
        ),
        sa.ForeignKeyConstraint(
            ["returned_by_id"], ["people.id"], name=op.f("fk_proposal_returns_returned_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal_returns")),
    )
    op.create_index(op.f("ix_proposal_returns_project_id"), "proposal_returns", ["project_id"], unique=False)
    op.create_table(
        "screenings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("answers", DOCUMENT, nullable=False),
        sa.Column("screened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("screened_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_screenings_project_id_projects")
        ),
        sa.ForeignKeyConstraint(
            ["screened_by_id"], ["people.id"], name=op.f("fk_screenings_screened_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_screenings")),
        sa.UniqueConstraint("project_id", name=op.f("uq_screenings_project_id")),
    )
    op.create_table(
        "secondings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("seconded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("carried_from_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["carried_from_id"], ["projects.id"], name=op.f("fk_secondings_carried_from_id_projects")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_secondings_person_id_people")),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_secondings_project_id_projects")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_secondings")),
        sa.UniqueConstraint("project_id", "person_id", name=op.f("uq_secondings_project_id_person_id")),
    )
    op.create_index(op.f("ix_secondings_person_id"), "secondings", ["person_id"], unique=False)
    op.create_index(op.f("ix_secondings_project_id"), "secondings", ["project_id"], unique=False)
    op.create_table(
        "settlements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("retention_fen", sa.BigInteger(), nullable=False),
        sa.Column("retention_until", sa.Date(), nullable=True),
        sa.Column("review_by", sa.String(length=200), nullable=False),
        sa.Column("review_conclusion", sa.Text(), nullable=False),
        sa.Column("delivered", sa.Text(), nullable=False),
        sa.Column("lessons", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "amount_fen >= 0 AND retention_fen >= 0", name=op.f("ck_settlements_amount_fen_not_negative")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_settlements_project_id_projects")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["people.id"], name=op.f("fk_settlements_recorded_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_settlements")),
        sa.UniqueConstraint("project_id", name=op.f("uq_settlements_project_id")),
    )
    op.create_table(
        "signatures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("minutes_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "role IN ('council_chair', 'council_secretary', 'supervisor')",
            name=op.f("ck_signatures_role_known"),
        ),
        sa.ForeignKeyConstraint(
            ["minutes_id"], ["minutes.id"], name=op.f("fk_signatures_minutes_id_minutes")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_signatures_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signatures")),
        sa.UniqueConstraint("minutes_id", "person_id", name=op.f("uq_signatures_minutes_id_person_id")),
        sa.UniqueConstraint("minutes_id", "role", name=op.f("uq_signatures_minutes_id_role")),
    )
    op.create_index(op.f("ix_signatures_minutes_id"), "signatures", ["minutes_id"], unique=False)
    op.create_table(
        "supervisor_notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("hidden_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (answer = '')", name=op.f("ck_supervisor_notes_answered_in_words")
        ),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["people.id"], name=op.f("fk_supervisor_notes_answered_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_supervisor_notes_project_id_projects")
        ),
        sa.ForeignKeyConstraint(
            ["written_by_id"], ["people.id"], name=op.f("fk_supervisor_notes_written_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supervisor_notes")),
    )
    op.create_index(op.f("ix_supervisor_notes_project_id"), "supervisor_notes", ["project_id"], unique=False)
    op.create_table(
        "surveys",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("improvement", sa.Text(), nullable=False),
        sa.Column("improvement_by_id", sa.Integer(), nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("signed_by_id", sa.Integer(), nullable=True),
        sa.Column("sample_reason", sa.Text(), nullable=False),
        sa.CheckConstraint("closes_at > opened_at", name=op.f("ck_surveys_moments_in_order")),
        sa.CheckConstraint(
            "(signed_at IS NULL) = (signed_by_id IS NULL)", name=op.f("ck_surveys_signed_by_somebody")
        ),
        sa.CheckConstraint("signed_at >= closes_at", name=op.f("ck_surveys_signed_after_the_end")),
        sa.CheckConstraint("signed_by_id <> improvement_by_id", name=op.f("ck_surveys_four_eyes")),
        sa.CheckConstraint(
            "sample_reason = '' OR signed_at IS NOT NULL", name=op.f("ck_surveys_sample_reason_signed")
        ),
        sa.ForeignKeyConstraint(
            ["improvement_by_id"], ["people.id"], name=op.f("fk_surveys_improvement_by_id_people")
        ),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_surveys_project_id_projects")),
        sa.ForeignKeyConstraint(["signed_by_id"], ["people.id"], name=op.f("fk_surveys_signed_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_surveys")),
        sa.UniqueConstraint("project_id", name=op.f("uq_surveys_project_id")),
    )
    op.create_table(
        "warranties",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("owner", sa.String(length=200), nullable=False),
        sa.Column("phone", sa.String(length=200), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("note", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_warranties_project_id_projects")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_warranties")),
        sa.UniqueConstraint("project_id", name=op.f("uq_warranties_project_id")),
    )
    op.create_table(
        "board_posts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("disclosure_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("posted_by_id", sa.Integer(), nullable=False),
        sa.Column("photo_sha256", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["disclosure_id"], ["disclosures.id"], name=op.f("fk_board_posts_disclosure_id_disclosures")
        ),
        sa.ForeignKeyConstraint(
            ["posted_by_id"], ["people.id"], name=op.f("fk_board_posts_posted_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_board_posts")),
    )
    op.create_index(op.f("ix_board_posts_disclosure_id"), "board_posts", ["disclosure_id"], unique=False)
    op.create_table(
        "comment_reports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(settled_at IS NULL) = (settled_by_id IS NULL)",
            name=op.f("ck_comment_reports_settled_by_somebody"),
        ),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comments.id"], name=op.f("fk_comment_reports_comment_id_comments")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_comment_reports_person_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["settled_by_id"], ["people.id"], name=op.f("fk_comment_reports_settled_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment_reports")),
        sa.UniqueConstraint("comment_id", "person_id", name=op.f("uq_comment_reports_comment_id_person_id")),
    )
    op.create_index(op.f("ix_comment_reports_comment_id"), "comment_reports", ["comment_id"], unique=False)
    op.create_table(
        "contracts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("procurement_id", sa.Integer(), nullable=False),
        sa.Column("supplier_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("approved_fen", sa.BigInteger(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("fiscal_fen", sa.BigInteger(), nullable=False),
        sa.Column("social_fen", sa.BigInteger(), nullable=False),
        sa.Column("paid_fen", sa.BigInteger(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("public_text", sa.Text(), nullable=False),
        sa.Column("publish_by", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("amount_fen <= approved_fen", name=op.f("ck_contracts_within_approval")),
        sa.CheckConstraint(
            "amount_fen >= 0 AND fiscal_fen >= 0 AND social_fen >= 0 AND paid_fen >= 0",
            name=op.f("ck_contracts_amount_fen_not_negative"),
        ),
        sa.CheckConstraint("fiscal_fen + social_fen = amount_fen", name=op.f("ck_contracts_sources_add_up")),
        sa.CheckConstraint("paid_fen <= amount_fen", name=op.f("ck_contracts_paid_within_contract")),
        sa.ForeignKeyConstraint(
            ["entered_by_id"], ["people.id"], name=op.f("fk_contracts_entered_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["procurement_id"], ["procurements.id"], name=op.f("fk_contracts_procurement_id_procurements")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_contracts_project_id_projects")
        ),
        sa.ForeignKeyConstraint(
            ["supplier_id"], ["suppliers.id"], name=op.f("fk_contracts_supplier_id_suppliers")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contracts")),
        sa.UniqueConstraint("number", name=op.f("uq_contracts_number")),
        sa.UniqueConstraint("procurement_id", name=op.f("uq_contracts_procurement_id")),
        sa.UniqueConstraint("project_id", name=op.f("uq_contracts_project_id")),
    )
    op.create_table(
        "cost_lines",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("quantity", sa.String(length=200), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("basis", sa.String(length=200), nullable=False),
        sa.CheckConstraint("amount_fen >= 0", name=op.f("ck_cost_lines_amount_fen_not_negative")),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name=op.f("fk_cost_lines_plan_id_plans")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cost_lines")),
        sa.UniqueConstraint("plan_id", "position", name=op.f("uq_cost_lines_plan_id_position")),
    )
    op.create_index(op.f("ix_cost_lines_plan_id"), "cost_lines", ["plan_id"], unique=False)
    op.create_table(
        "notice_windows",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("disclosure_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(length=40), nullable=False),
        sa.Column("served", sa.Integer(), nullable=False),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("resumed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("days_left", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("days > 0", name=op.f("ck_notice_windows_days_positive")),
        sa.CheckConstraint("last_day >= first_day", name=op.f("ck_notice_windows_days_in_order")),
        sa.ForeignKeyConstraint(
            ["disclosure_id"], ["disclosures.id"], name=op.f("fk_notice_windows_disclosure_id_disclosures")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_notice_windows_project_id_projects")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_windows")),
        sa.UniqueConstraint("disclosure_id", name=op.f("uq_notice_windows_disclosure_id")),
    )
    op.create_index(op.f("ix_notice_windows_project_id"), "notice_windows", ["project_id"], unique=False)
    op.create_table(
        "objections",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("disclosure_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=True),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("ground", sa.String(length=40), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("wish", sa.Text(), nullable=False),
        sa.Column("public_facts", sa.Text(), nullable=False),
        sa.Column("contact_sealed", sa.String(length=400), nullable=True),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reply_due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
        sa.Column("withdraw_reason", sa.Text(), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=True),
        sa.Column("effect", sa.String(length=40), nullable=False),
        sa.Column("reply", sa.Text(), nullable=False),
        sa.Column("replied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("replied_by_id", sa.Integer(), nullable=True),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reviewed_by_id", sa.Integer(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "channel IN ('online', 'paper', 'oral')", name=op.f("ck_objections_channel_known")
        ),
        sa.CheckConstraint(
            "effect IN ('none', 'substance', 'unlawful')", name=op.f("ck_objections_effect_known")
        ),
        sa.CheckConstraint(
            "ground IN ('scope', 'procedure', 'amount', 'neighbours', 'interest', 'duplicate', 'other')",
            name=op.f("ck_objections_ground_known"),
        ),
        sa.CheckConstraint(
            "outcome IS NULL OR outcome IN ('upheld', 'partly', 'dismissed', 'inadmissible')",
            name=op.f("ck_objections_outcome_known"),
        ),
        sa.CheckConstraint("outcome IS NULL OR reply <> ''", name=op.f("ck_objections_reply_in_writing")),
        sa.CheckConstraint(
            "withdrawn_by_id = person_id OR withdraw_reason <> ''",
            name=op.f("ck_objections_withdrawn_for_another_with_reason"),
        ),
        sa.CheckConstraint(
            "(outcome IS NULL) = (replied_at IS NULL)", name=op.f("ck_objections_replied_with_outcome")
        ),
        sa.ForeignKeyConstraint(
            ["disclosure_id"], ["disclosures.id"], name=op.f("fk_objections_disclosure_id_disclosures")
        ),
        sa.ForeignKeyConstraint(
            ["entered_by_id"], ["people.id"], name=op.f("fk_objections_entered_by_id_people")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_objections_person_id_people")),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_id"], ["people.id"], name=op.f("fk_objections_withdrawn_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_objections_project_id_projects")
        ),
        sa.ForeignKeyConstraint(
            ["replied_by_id"], ["people.id"], name=op.f("fk_objections_replied_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["reviewed_by_id"], ["people.id"], name=op.f("fk_objections_reviewed_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objections")),
    )
    op.create_index(op.f("ix_objections_disclosure_id"), "objections", ["disclosure_id"], unique=False)
    op.create_index(op.f("ix_objections_project_id"), "objections", ["project_id"], unique=False)
    op.create_index(
        "uq_objections_open",
        "objections",
        ["project_id", "person_id"],
        unique=True,
        sqlite_where=sa.text("outcome IS NULL AND withdrawn_at IS NULL"),
        postgresql_where=sa.text("outcome IS NULL AND withdrawn_at IS NULL"),
    )
    op.create_table(
        "quotes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("procurement_id", sa.Integer(), nullable=False),
        sa.Column("supplier_id", sa.Integer(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("conflicted", sa.Boolean(), nullable=False),
        sa.Column("chosen", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("amount_fen >= 0", name=op.f("ck_quotes_amount_fen_not_negative")),
        sa.ForeignKeyConstraint(
            ["procurement_id"], ["procurements.id"], name=op.f("fk_quotes_procurement_id_procurements")
        ),
        sa.ForeignKeyConstraint(
            ["supplier_id"], ["suppliers.id"], name=op.f("fk_quotes_supplier_id_suppliers")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quotes")),
        sa.UniqueConstraint(
            "procurement_id", "supplier_id", name=op.f("uq_quotes_procurement_id_supplier_id")
        ),
    )
    op.create_index(op.f("ix_quotes_procurement_id"), "quotes", ["procurement_id"], unique=False)
    op.create_table(
        "recusals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("recused_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_ruling", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_items.id"], name=op.f("fk_recusals_item_id_agenda_items")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_recusals_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recusals")),
        sa.UniqueConstraint("item_id", "person_id", name=op.f("uq_recusals_item_id_person_id")),
    )
    op.create_index(op.f("ix_recusals_item_id"), "recusals", ["item_id"], unique=False)
    op.create_table(
        "survey_answers",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("overall", sa.Integer(), nullable=False),
        sa.Column("useful", sa.Integer(), nullable=False),
        sa.Column("quality", sa.Integer(), nullable=False),
        sa.Column("openness", sa.Integer(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("comment_shown", sa.Boolean(), nullable=False),
        sa.CheckConstraint("openness BETWEEN 1 AND 5", name=op.f("ck_survey_answers_openness_on_scale")),
        sa.CheckConstraint("overall BETWEEN 1 AND 5", name=op.f("ck_survey_answers_overall_on_scale")),
        sa.CheckConstraint("quality BETWEEN 1 AND 5", name=op.f("ck_survey_answers_quality_on_scale")),
        sa.CheckConstraint("useful BETWEEN 1 AND 5", name=op.f("ck_survey_answers_useful_on_scale")),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["surveys.id"], name=op.f("fk_survey_answers_survey_id_surveys")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_answers")),
    )
    op.create_index(op.f("ix_survey_answers_survey_id"), "survey_answers", ["survey_id"], unique=False)
    op.create_table(
        "survey_participations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_survey_participations_person_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["surveys.id"], name=op.f("fk_survey_participations_survey_id_surveys")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_participations")),
        sa.UniqueConstraint(
            "survey_id", "person_id", name=op.f("uq_survey_participations_survey_id_person_id")
        ),
    )
    op.create_index(
        op.f("ix_survey_participations_survey_id"), "survey_participations", ["survey_id"], unique=False
    )
    op.create_table(
        "votes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("stage", sa.Integer(), nullable=False),
        sa.Column("mode", sa.String(length=40), nullable=False),
        sa.Column("rule", DOCUMENT, nullable=False),
        sa.Column("dossier_hash", sa.String(length=64), nullable=False),
        sa.Column("members_due", sa.Integer(), nullable=False),
        sa.Column("present", sa.Integer(), nullable=False),
        sa.Column("recused", sa.Integer(), nullable=False),
        sa.Column("base", sa.Integer(), nullable=False),
        sa.Column("need_for", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_by_id", sa.Integer(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("in_favour", sa.Integer(), nullable=True),
        sa.Column("against", sa.Integer(), nullable=True),
        sa.Column("abstain", sa.Integer(), nullable=True),
        sa.Column("carried", sa.Boolean(), nullable=True),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("witnesses", sa.Text(), nullable=False),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("void_reason", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "closed_at IS NULL OR (in_favour IS NOT NULL AND against IS NOT NULL AND abstain IS NOT NULL AND carried IS NOT NULL AND sentence <> '')",
            name=op.f("ck_votes_closed_with_count"),
        ),
        sa.CheckConstraint(
            "mode IN ('show_of_hands', 'roll_call', 'secret')", name=op.f("ck_votes_mode_known")
        ),
        sa.CheckConstraint(
            "closed_at IS NULL OR in_favour + against + abstain <= base",
            name=op.f("ck_votes_count_within_base"),
        ),
        sa.CheckConstraint(
            "members_due >= 0 AND present >= 0 AND recused >= 0 AND base >= 0 AND need_for >= 0",
            name=op.f("ck_votes_members_due_not_negative"),
        ),
        sa.ForeignKeyConstraint(["item_id"], ["agenda_items.id"], name=op.f("fk_votes_item_id_agenda_items")),
        sa.ForeignKeyConstraint(["opened_by_id"], ["people.id"], name=op.f("fk_votes_opened_by_id_people")),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_votes_project_id_projects")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_votes")),
    )
    op.create_index(op.f("ix_votes_item_id"), "votes", ["item_id"], unique=False)
    op.create_index(op.f("ix_votes_project_id"), "votes", ["project_id"], unique=False)
    op.create_index(
        "uq_votes_item_id_open",
        "votes",
        ["item_id"],
        unique=True,
        sqlite_where=sa.text("voided_at IS NULL"),
        postgresql_where=sa.text("voided_at IS NULL"),
    )
    op.create_table(
        "roll_call_choices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("vote_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("choice", sa.String(length=40), nullable=False),
        sa.CheckConstraint(
            "choice IN ('for', 'against', 'abstain')", name=op.f("ck_roll_call_choices_choice_known")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_roll_call_choices_person_id_people")
        ),
        sa.ForeignKeyConstraint(["vote_id"], ["votes.id"], name=op.f("fk_roll_call_choices_vote_id_votes")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roll_call_choices")),
        sa.UniqueConstraint("vote_id", "person_id", name=op.f("uq_roll_call_choices_vote_id_person_id")),
    )
    op.create_index(op.f("ix_roll_call_choices_vote_id"), "roll_call_choices", ["vote_id"], unique=False)
    op.create_table(
        "secret_tallies",
        sa.Column("vote_id", sa.Integer(), nullable=False),
        sa.Column("choice", sa.String(length=10), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "choice IN ('for', 'against', 'abstain')", name=op.f("ck_secret_tallies_choice_known")
        ),
        sa.CheckConstraint("count >= 0", name=op.f("ck_secret_tallies_count_not_negative")),
        sa.ForeignKeyConstraint(["vote_id"], ["votes.id"], name=op.f("fk_secret_tallies_vote_id_votes")),
        sa.PrimaryKeyConstraint("vote_id", "choice", name=op.f("pk_secret_tallies")),
    )
    op.create_table(
        "tranches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contract_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("evidence", sa.String(length=40), nullable=False),
        sa.Column("is_retention", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "evidence IN ('signed', 'started', 'midterm', 'progress', 'accepted', 'settled', 'warranty_over')",
            name=op.f("ck_tranches_evidence_known"),
        ),
        sa.CheckConstraint("amount_fen >= 0", name=op.f("ck_tranches_amount_fen_not_negative")),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["contracts.id"], name=op.f("fk_tranches_contract_id_contracts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tranches")),
        sa.UniqueConstraint("contract_id", "position", name=op.f("uq_tranches_contract_id_position")),
    )
    op.create_index(op.f("ix_tranches_contract_id"), "tranches", ["contract_id"], unique=False)
    op.create_table(
        "vote_participations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("vote_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_vote_participations_person_id_people")
        ),
        sa.ForeignKeyConstraint(["vote_id"], ["votes.id"], name=op.f("fk_vote_participations_vote_id_votes")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vote_participations")),
        sa.UniqueConstraint("vote_id", "person_id", name=op.f("uq_vote_participations_vote_id_person_id")),
    )
    op.create_index(op.f("ix_vote_participations_vote_id"), "vote_participations", ["vote_id"], unique=False)
    op.create_table(
        "payments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contract_id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("tranche_id", sa.Integer(), nullable=True),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("fiscal_fen", sa.BigInteger(), nullable=False),
        sa.Column("social_fen", sa.BigInteger(), nullable=False),
        sa.Column("invoice", sa.String(length=60), nullable=False),
        sa.Column("invoice_key", sa.Text(), nullable=False),
        sa.Column("payee", sa.String(length=200), nullable=False),
        sa.Column("purpose", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_by_id", sa.Integer(), nullable=True),
        sa.Column("reject_reason", sa.Text(), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("voucher", sa.String(length=200), nullable=False),
        sa.Column("voucher_key", sa.Text(), nullable=False),
        sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "returned_at IS NULL OR state = 'approved'", name=op.f("ck_payments_returned_when_paid")
        ),
        sa.CheckConstraint(
            "(state = 'entered') = (decided_at IS NULL)", name=op.f("ck_payments_decided_once")
        ),
        sa.CheckConstraint(
            "state <> 'approved' OR (voucher <> '' AND paid_on IS NOT NULL AND approved_by_id IS NOT NULL)",
            name=op.f("ck_payments_paid_with_voucher"),
        ),
        sa.CheckConstraint(
            "state IN ('entered', 'approved', 'rejected')", name=op.f("ck_payments_state_known")
        ),
        sa.CheckConstraint("amount_fen > 0", name=op.f("ck_payments_amount_positive")),
        sa.CheckConstraint(
            "approved_by_id IS NULL OR approved_by_id <> entered_by_id", name=op.f("ck_payments_four_eyes")
        ),
        sa.CheckConstraint("fiscal_fen + social_fen = amount_fen", name=op.f("ck_payments_sources_add_up")),
        sa.CheckConstraint(
            "fiscal_fen >= 0 AND social_fen >= 0", name=op.f("ck_payments_fiscal_fen_not_negative")
        ),
        sa.ForeignKeyConstraint(
            ["approved_by_id"], ["people.id"], name=op.f("fk_payments_approved_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["contracts.id"], name=op.f("fk_payments_contract_id_contracts")
        ),
        sa.ForeignKeyConstraint(
            ["entered_by_id"], ["people.id"], name=op.f("fk_payments_entered_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_payments_project_id_projects")
        ),
        sa.ForeignKeyConstraint(
            ["tranche_id"], ["tranches.id"], name=op.f("fk_payments_tranche_id_tranches")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payments")),
    )
    op.create_index(op.f("ix_payments_contract_id"), "payments", ["contract_id"], unique=False)
    op.create_index(
        "uq_payments_payee_invoice",
        "payments",
        ["payee", "invoice_key"],
        unique=True,
        sqlite_where=sa.text("state <> 'rejected' AND returned_at IS NULL"),
        postgresql_where=sa.text("state <> 'rejected' AND returned_at IS NULL"),
    )
    op.create_index(
        "uq_payments_voucher",
        "payments",
        ["voucher_key"],
        unique=True,
        sqlite_where=sa.text("voucher_key <> ''"),
        postgresql_where=sa.text("voucher_key <> ''"),
    )
    op.create_index(op.f("ix_payments_project_id"), "payments", ["project_id"], unique=False)
    op.create_table(
        "ledger_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fund_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=True),
        sa.Column("payment_id", sa.Integer(), nullable=True),
        sa.Column("party", sa.String(length=200), nullable=False),
        sa.Column("named_with_consent", sa.Boolean(), nullable=False),
        sa.Column("document", sa.String(length=200), nullable=False),
        sa.Column("document_key", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "amount_fen > 0 OR kind = 'adjust'", name=op.f("ck_ledger_entries_amount_positive")
        ),
        sa.CheckConstraint(
            "kind IN ('allocate', 'adjust', 'reserve', 'release', 'commit', 'uncommit', 'pay', 'pay_returned', 'refund', 'social_pledge', 'social_received', 'social_paid', 'social_refund', 'social_returned', 'return_unspent', 'carry_over', 'retention_hold', 'retention_release')",
            name=op.f("ck_ledger_entries_kind_known"),
        ),
        sa.CheckConstraint("amount_fen <> 0", name=op.f("ck_ledger_entries_amount_not_zero")),
        sa.CheckConstraint(
            "named_with_consent = true OR kind NOT IN ('social_pledge', 'social_received') "
            "OR party IN ('', '爱心居民', '爱心居民和单位')",
            name=op.f("ck_ledger_entries_donor_with_consent"),
        ),
        sa.ForeignKeyConstraint(
            ["entered_by_id"], ["people.id"], name=op.f("fk_ledger_entries_entered_by_id_people")
        ),
        sa.ForeignKeyConstraint(["fund_id"], ["funds.id"], name=op.f("fk_ledger_entries_fund_id_funds")),
        sa.ForeignKeyConstraint(
            ["payment_id"], ["payments.id"], name=op.f("fk_ledger_entries_payment_id_payments")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_ledger_entries_project_id_projects")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_entries")),
    )
    op.create_index(op.f("ix_ledger_entries_fund_id"), "ledger_entries", ["fund_id"], unique=False)
    op.create_index(op.f("ix_ledger_entries_project_id"), "ledger_entries", ["project_id"], unique=False)
    papers = (
        "kind IN ('pay_returned', 'refund', 'social_pledge', 'social_received', 'social_refund', 'social_returned')"
        " AND document_key <> ''"
    )
    op.create_index(
        "uq_ledger_entries_paper",
        "ledger_entries",
        ["project_id", "kind", "document_key"],
        unique=True,
        sqlite_where=sa.text(papers),
        postgresql_where=sa.text(papers),
    )
    op.execute(f"INSERT INTO journal_head (id, seq, hash) VALUES (1, 0, '{'0' * 64}')")


def downgrade() -> None:
    """Drop every table, the youngest first."""
    for table in reversed(TABLES):
        op.drop_table(table)
