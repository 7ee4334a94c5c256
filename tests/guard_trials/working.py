"""Trials of the guards from the procurement to the closing of the file."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from microprojects.domain import audits, changes, procurements, ratifications, splitting
from microprojects.domain import contracts as k
from microprojects.domain import inspections as i
from microprojects.domain import last_dates as l
from microprojects.domain import settlements as s
from microprojects.domain.split_facts import SplitFacts
from tests.fake_case import (
    CHANGE,
    COMPLETION,
    CONTRACT,
    INSPECTION,
    NOW,
    PROCUREMENT,
    SECOND,
    SETTLEMENT,
    START,
    SURVEY,
    WAN,
    rules,
)
from tests.guard_trials.trial import fact, trial

END_IN_NOVEMBER = {"rules": rules(dates__finish_by="11-30")}
SPLIT = SplitFacts("open", "LZ-2026-002", 11 * WAN, 10 * WAN)

CONTRACTS = (
    trial(
        splitting.splitting_answered,
        ("splitting-unanswered", {"splitting": SPLIT}),
        ("splitting-not-judged", {"splitting": replace(SPLIT, standing="answered")}),
        ("splitting-found", {"splitting": replace(SPLIT, standing="found")}),
        good=({}, {"splitting": replace(SPLIT, standing="accepted")}),
    ),
    trial(
        procurements.mode_as_the_table_says,
        ("mode-differs", fact("procurement", PROCUREMENT, mode="direct")),
        ("procurement-missing", {"procurement": None}),
        good=({}, fact("procurement", PROCUREMENT, mode="direct", deviation_approved=True)),
    ),
    trial(
        procurements.enough_quotes,
        ("too-few-quotes", fact("procurement", PROCUREMENT, quotes=2)),
        ("procurement-missing", {"procurement": None}),
    ),
    trial(
        procurements.supplier_clean,
        ("supplier-barred", fact("procurement", PROCUREMENT, chosen_blacklisted=True)),
        ("supplier-barred", fact("procurement", PROCUREMENT, chosen_conflicted=True)),
        ("procurement-missing", {"procurement": None}),
    ),
    trial(
        k.contract_within_approval,
        ("contract-too-high", fact("contract", CONTRACT, amount_fen=5 * WAN + 1)),
        ("contract-missing", {"contract": None}),
    ),
    trial(
        k.contract_signed_in_time,
        ("signed-too-late", fact("contract", CONTRACT, signed_on=date(2026, 3, 5))),
        ("contract-missing", {"contract": None}),
    ),
    trial(
        l.contract_ends_in_time,
        ("finishes-too-late", END_IN_NOVEMBER | fact("contract", CONTRACT, ends_on=date(2026, 12, 1))),
        ("contract-missing", {"contract": None}),
        good=(
            fact("contract", CONTRACT, ends_on=date(2027, 12, 1)),
            END_IN_NOVEMBER,
            END_IN_NOVEMBER
            | {"extended_to": {"finish": date(2026, 12, 1)}}
            | fact("contract", CONTRACT, ends_on=date(2026, 12, 1)),
        ),
    ),
    trial(
        k.contract_text_in_time,
        ("contract-text-missing", fact("contract", CONTRACT, text_public=False)),
        ("contract-missing", {"contract": None}),
        good=({}, fact("contract", CONTRACT, text_public=False, publish_by=NOW + timedelta(seconds=1))),
    ),
    trial(
        k.social_money_ready,
        ("social-money-missing", {"social_received_fen": 1 * WAN - 1}),
        good=(
            {},
            {"social_pledged_fen": 0, "social_received_fen": 0},
            {"social_received_fen": WAN // 2, "rules": rules(payment__social_ready_percent=50)},
        ),
    ),
    trial(
        k.start_documented,
        *(("evidence-missing", {"evidence": START - {paper}}) for paper in sorted(START)),
        good=({}, {"type": "goods", "evidence": START - {"safety_plan"}}),
    ),
    trial(
        k.completion_documented,
        *(("evidence-missing", {"evidence": COMPLETION - {paper}}) for paper in sorted(COMPLETION)),
        good=({}, {"type": "services", "evidence": frozenset({"completion_report", "photo_after"})}),
    ),
    trial(
        k.recovery_planned,
        ("recovery-plan-missing", {"paid_fen": 1}),
        good=({}, {"paid_fen": 1, "recovery_plan": True}),
    ),
)

INSPECTIONS = (
    trial(
        i.panel_complete,
        ("panel-incomplete", fact("inspection", INSPECTION, residents=1)),
        ("panel-incomplete", fact("inspection", INSPECTION, supervisors=0)),
        ("panel-incomplete", fact("inspection", INSPECTION, street=0)),
        ("panel-incomplete", fact("inspection", INSPECTION, committee=0)),
        ("panel-incomplete", fact("inspection", INSPECTION, proposer_heard=False)),
        ("panel-incomplete", {"approved_fen": 10 * WAN}),
        ("contractor-on-panel", fact("inspection", INSPECTION, contractor_on_panel=True)),
        ("inspection-missing", {"inspection": None}),
        ("inspection-missing", fact("inspection", INSPECTION, items=0)),
        good=(
            {},
            {"approved_fen": 10 * WAN, "type": "services"},
            fact("inspection", INSPECTION, technical=1) | {"approved_fen": 10 * WAN},
        ),
    ),
    trial(i.something_failed, ("nothing-failed", {}), good=(fact("inspection", INSPECTION, failed_items=1),)),
    trial(i.rectification_left, ("rectified-too-often", {"rectify_rounds": 2})),
    trial(i.rectification_shown, ("rectification-missing", {"rectify_evidence": False})),
    trial(i.users_heard, ("users-not-heard", fact("inspection", INSPECTION, users_opinion=False))),
    trial(i.everything_passed, ("items-failed", fact("inspection", INSPECTION, failed_items=1))),
)

SETTLEMENTS = (
    trial(
        s.settlement_within_contract,
        ("settlement-too-high", fact("settlement", SETTLEMENT, amount_fen=5 * WAN + 1)),
        ("settlement-too-high", {"contract": None}),
        ("settlement-missing", {"settlement": None}),
    ),
    trial(
        s.settlement_reviewed,
        ("settlement-review-missing", {"approved_fen": 10 * WAN + 1}),
        good=(
            {},
            {"approved_fen": 10 * WAN},
            {"approved_fen": 20 * WAN, "type": "services"},
            fact("settlement", SETTLEMENT, review_done=True) | {"approved_fen": 20 * WAN},
        ),
    ),
    trial(
        s.payments_match,
        ("payments-do-not-match", fact("settlement", SETTLEMENT, paid_fen=4 * WAN - 1)),
        ("payments-do-not-match", fact("settlement", SETTLEMENT, retention_fen=1 * WAN + 1)),
        ("settlement-missing", {"settlement": None}),
    ),
    trial(
        s.survey_closed,
        ("survey-running", fact("survey", SURVEY, closes_at=NOW + SECOND)),
        ("survey-running", {"survey": None}),
    ),
    trial(
        s.sample_large_enough,
        ("too-few-answers", fact("survey", SURVEY, answers=9)),
        ("too-few-answers", {"survey": None}),
        ("too-few-answers", {"beneficiaries": 201}),
        ("too-few-answers", fact("survey", SURVEY, answers=9) | {"improvement_filed": True}),
        good=({}, fact("survey", SURVEY, answers=9) | {"small_sample_signed": True}),
    ),
    trial(s.supervisor_signed, ("evaluation-not-signed", {"evaluation_signed": False})),
    trial(
        s.satisfied_enough,
        ("too-little-satisfied", fact("survey", SURVEY, satisfied=7)),
        good=(
            {},
            fact("survey", SURVEY, satisfied=7) | {"improvement_filed": True},
            fact("survey", SURVEY, answers=0, satisfied=0),
        ),
    ),
    trial(
        s.low_rating_seen,
        ("low-rating-unseen", fact("survey", SURVEY, satisfied=5)),
        ("low-rating-unseen", fact("survey", SURVEY, satisfied=5) | {"improvement_filed": True}),
        good=(
            {},
            fact("survey", SURVEY, satisfied=6),
            fact("survey", SURVEY, satisfied=5) | {"noted_since_survey": True},
            fact("survey", SURVEY, answers=0, satisfied=0),
        ),
    ),
    trial(s.archive_complete, ("archive-incomplete", {"archive_missing": ("会议纪要", "计票")})),
    trial(audits.audit_recorded, ("audit-missing", {"audit_waits": True})),
    trial(
        ratifications.unratified,
        ("not-overdue", {"ratify_overdue": False}),
        good=({}, {"ratify_overdue": False, "ratification_failed": True}),
    ),
)
BY_LEADER = fact("change", CHANGE, body="leader", why="major")
BY_COUNCIL = fact("change", CHANGE, body="council", why="scope")
VOTED = fact("change", CHANGE, body="council", why="scope", carried=True)
VOTED_DOWN = fact("change", CHANGE, body="council", why="scope", carried=False)
NONE_ASKED = ("no-change-asked", {"change": None})
CHANGES = (
    trial(
        l.change_ends_in_time,
        ("finishes-too-late", END_IN_NOVEMBER | fact("change", CHANGE, later_end=date(2026, 12, 1))),
        good=(
            {},
            END_IN_NOVEMBER | {"change": None},
            END_IN_NOVEMBER | fact("change", CHANGE, later_end=date(2026, 11, 30)),
        ),
    ),
    trial(
        changes.officer_may_agree,
        ("change-too-large", BY_LEADER),
        ("change-too-large", BY_COUNCIL),
        NONE_ASKED,
    ),
    trial(changes.leader_may_agree, ("change-too-large", BY_COUNCIL), NONE_ASKED, good=({}, BY_LEADER)),
    trial(
        changes.council_agreed,
        ("change-not-voted", {}),
        ("change-not-voted", BY_COUNCIL),
        ("change-not-voted", VOTED_DOWN),
        NONE_ASKED,
        good=(VOTED,),
    ),
    trial(
        changes.council_refused,
        ("change-not-voted", BY_COUNCIL),
        ("change-not-voted", VOTED),
        NONE_ASKED,
        good=(VOTED_DOWN,),
    ),
    trial(
        changes.change_can_be_refused,
        ("change-voted", VOTED),
        NONE_ASKED,
        good=({}, BY_COUNCIL, {**VOTED, "upheld_in_substance": 1}, {**VOTED, "upheld_as_unlawful": 1}),
    ),
    trial(
        changes.money_for_change,
        ("balance-too-small", {"available_fen": WAN // 10 - 1}),
        NONE_ASKED,
        good=(
            {"available_fen": WAN // 10},
            {**fact("change", CHANGE, more_fiscal_fen=-WAN), "available_fen": 0},
        ),
    ),
)
