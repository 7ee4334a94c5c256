"""Where words lie that somebody typed or that are made of such words: every column of text and every document, told by what guards it."""

from __future__ import annotations

# Public, and looked through for personal data before it is kept.
LOOKED = frozenset(
    {
        "agenda_items.discussion", "agenda_items.tabled_reason", "appeals.answer", "appeals.ground",
        "archive_ticks.reason", "areas.name", "areas.office_address", "areas.office_hours",
        "areas.office_name", "areas.office_phone", "attachments.caption", "attachments.text",
        "audit_lots.witnesses", "audit_results.reason", "audit_results.words", "board_posts.place",
        "comments.hidden_reason", "comments.restored_reason", "comments.text", "comments.was_hidden_reason", "contract_changes.reason",
        "contract_changes.refuse_reason", "contract_changes.scope", "contracts.number",
        "contracts.public_text", "cost_lines.basis", "cost_lines.label", "cost_lines.quantity",
        "council_elections.annulled_reason", "council_elections.document", "councils.hall",
        "councils.name", "date_extensions.reason", "declines.reason", "departures.reason",
        "disclosures.reason", "disclosures.take_down_reason", "escalations.answer", "gathering_matters.done_text",
        "gathering_matters.ending_text", "gathering_matters.hidden_reason", "gathering_matters.receiver",
        "gathering_matters.text", "gathering_matters.title", "gathering_matters.witnesses",
        "gathering_statements.reason", "gathering_statements.text", "gatherings.draw_seed",
        "gatherings.draw_witnesses", "gatherings.note", "gatherings.place", "gatherings.seed_source",
        "gatherings.summary", "gatherings.title", "imported_payments.voucher", "inspections.conclusion",
        "inspections.items", "inspections.proposer_absence", "inspections.residents_opinion",
        "ledger_entries.document", "ledger_entries.note", "library_entries.decided_reason",
        "library_entries.lessons", "library_entries.reason", "library_entries.removed_reason", "meetings.note", "meetings.place",
        "meetings.title", "minutes_rulings.text", "motions.text", "notice_boards.name",
        "objection_groups.reason", "objection_groups.undone_reason",
        "objections.public_facts", "objections.reply", "objections.withdraw_reason", "opinions.text",
        "parameter_versions.reason", "payments.invoice", "payments.purpose", "payments.reject_reason",
        "payments.voucher", "people.nickname", "plans.aftercare_owner", "plans.content",
        "plans.expected_result", "plans.feasibility", "plans.over_cap_reason", "plans.owner_consent_note",
        "plans.place", "plans.responsible_unit", "poll_challenges.answer", "poll_challenges.text",
        "poll_lots.witnesses", "poll_options.own_code", "poll_options.own_title", "poll_recounts.reason",
        "poll_sources.claimed", "poll_sources.meta", "polls.note", "polls.title",
        "procurements.fail_reason", "procurements.reason", "programmes.name", "progress_reports.text",
        "projects.decline_reason", "projects.defer_reason", "projects.fast_track_reason",
        "projects.filing_number", "projects.receiver", "projects.recovery_plan", "projects.refer_reason",
        "projects.resume_reason", "projects.stop_reason", "projects.urgent_reason", "quotes.note",
        "reallocations.document", "reallocations.reason", "recounts.reason", "recoveries.document",
        "recoveries.reason", "recusals.reason", "settlements.delivered", "settlements.lessons",
        "settlements.review_by", "settlements.review_conclusion", "sheet_posts.place",
        "split_answers.judged_words", "split_answers.words", "supervisor_notes.answer",
        "supervisor_notes.text", "supplier_marks.reason", "supplier_marks.words",
        "suppliers.barred_reason", "suppliers.name", "survey_answers.comment", "surveys.improvement",
        "surveys.sample_reason", "suspensions.reason", "tranches.label", "votes.void_reason",
        "year_closings.document", "year_reports.reason",
    }
)  # fmt: skip
# Made by the house of words that were looked through before, or masked when it is made.
MADE = frozenset(
    {
        "agenda_items.dossier", "attachments.name", "disclosures.body", "disclosures.channels",
        "disclosures.unit", "inspections.panel", "journal_checkpoints.note", "journal_entries.body",
        "minutes.public_text", "payments.payee", "plans.aftercare_phone", "polls.spec",
        "recoveries.payer", "rulebooks.body", "tally_runs.output", "votes.rule", "votes.sentence",
        "warranties.owner", "warranties.phone", "year_reports.body",
    }
)  # fmt: skip
# For nobody but those who handle it, beside what `test_planted_words.INSIDE` names; or sealed.
KEPT_INSIDE = frozenset(
    {
        "ballot_drafts.sealed", "erasures.building", "erasures.paper", "escalations.why",
        "delegations.paper", "grid_buildings.building", "grid_buildings.place",
        "journal_actors.detail", "kept_payment_sheets.sealed", "kept_sheets.sealed",
        "objections.contact_sealed", "people.phone_sealed", "registrations.born_sealed",
        "roll_entries.building",
    }
)  # fmt: skip
# Chosen from a list, counted out, or made of numbers and hashes: no words of anybody.
CODES = frozenset(
    {
        "accounts.password_hash", "accounts.totp_pending", "accounts.totp_secret", "archive_ticks.item",
        "area_outlines.rings", "areas.code", "areas.path", "areas.slug", "attachments.media_type",
        "audit_lots.dice", "brought_projects.reference", "comments.author_role", "comments.restored_by_role",
        "comments.hidden_by_role", "contract_changes.decided_role", "contract_changes.why",
        "councils.body", "declines.code", "final_ballots.choices", "final_ballots.word",
        "fund_shares.ratio", "gathering_marks.level", "gathering_matters.ending", "gatherings.kind",
        "grams.gram", "journal_entries.area", "journal_entries.subject", "journal_entries.verb",
        "ledger_entries.document_key", "meeting_grams.gram", "notice_windows.kind", "notice_windows.unit",
        "pair_weights.gram", "paper_openings.choices", "paper_openings.serial", "paper_photos.media_type",
        "paper_photos.serial", "paper_readings.choices", "paper_readings.reason", "paper_readings.serial",
        "paper_returns.serial", "paper_sheets.serial", "paper_voids.entry", "parameter_versions.key",
        "parameter_versions.value", "participations.entry", "payments.invoice_key",
        "payments.voucher_key", "plans.procurement_mode", "poll_caps.category", "poll_lots.dice",
        "poll_passes.entry", "poll_signatures.role", "poll_slips.entry", "poll_sources.currency",
        "poll_sources.vote_type", "polls.mode", "procurements.expected_mode", "procurements.mode",
        "programmes.scheme", "project_stays.state", "projects.decline_code", "projects.nature",
        "projects.number", "projects.proposer_display", "roll_entries.entry", "sheet_posts.media_type",
        "sheet_posts.subject", "sign_in_sessions.device", "split_flags.type", "suppliers.credit_code",
        "warranties.note",
    }
)  # fmt: skip
