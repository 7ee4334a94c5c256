"""A case in which every guard is content, unless a test says otherwise: FakeCase(objections_open=1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

from microprojects.domain.cases import (
    ContractFacts,
    InspectionFacts,
    MeetingFacts,
    NoticeFacts,
    PlanFacts,
    ProcurementFacts,
    VoteFacts,
)
from microprojects.domain.change_sizes import ChangeFacts
from microprojects.domain.parameters import Rulebook, rulebook
from microprojects.domain.poll_facts import PollFacts
from microprojects.domain.settlement_facts import SettlementFacts, SurveyFacts
from microprojects.domain.split_facts import SplitFacts
from microprojects.domain.states import State
from microprojects.store import packaged

# Wednesday, 4 March 2026, 10:00 in Shanghai.
NOW = datetime(2026, 3, 4, 2, 0, tzinfo=UTC)
DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)
WAN = 1_000_000  # fen

PLAN = PlanFacts(
    missing=(),
    fiscal_fen=4 * WAN,
    social_fen=1 * WAN,
    total_fen=5 * WAN,
    lines_without_basis=0,
    days=60,
    ends_on=date(2026, 11, 30),
    over_cap_allowed=False,
    negative_signed=True,
    party_agreed=True,
    needs_owner_consent=True,
    has_owner_consent=True,
)
MEETING = MeetingFacts(
    state="in_session",
    starts_at=NOW,
    dossier_sent_at=NOW - 5 * DAY,
    presented=True,
    members_due=17,
    present=12,
    stage=3,
    voting=False,
    table_for=7,
    table_against=5,
)
PLANNED = replace(MEETING, state="planned", starts_at=NOW + 3 * DAY, dossier_sent_at=NOW)
PROCUREMENT = ProcurementFacts(
    mode="small_works",
    expected_mode="small_works",
    deviation_approved=False,
    quotes=3,
    min_quotes=3,
    chosen_blacklisted=False,
    chosen_conflicted=False,
)
CONTRACT = ContractFacts(
    amount_fen=5 * WAN,
    signed_on=date(2026, 3, 4),
    sign_by=date(2026, 3, 4),
    ends_on=date(2026, 11, 30),
    publish_by=NOW,
    text_public=True,
)
INSPECTION = InspectionFacts(
    residents=2,
    committee=1,
    proposer_heard=True,
    supervisors=1,
    street=1,
    technical=0,
    contractor_on_panel=False,
    failed_items=0,
    items=3,
    users_opinion=True,
)
SETTLEMENT = SettlementFacts(amount_fen=5 * WAN, paid_fen=4 * WAN, retention_fen=1 * WAN, review_done=False)
SURVEY = SurveyFacts(closes_at=NOW, answers=10, satisfied=8)
POLL = PollFacts(state="counted", selected=True, counted_at=NOW - 3 * DAY)
CHANGE = ChangeFacts(body="officer", why="minor", more_fiscal_fen=WAN // 10, carried=None)
NOTICE = NoticeFacts(ends_at=NOW, paused=False)
START = frozenset({"start_report", "notice_board_photo", "safety_plan"})
COMPLETION = frozenset({"completion_report", "photo_before", "photo_after", "as_built_list"})


def rules(**values: object) -> Rulebook:
    """Return the default scheme's rulebook with some parameters set; a dot in a key is written as "__"."""
    overrides = {key.replace("__", "."): value for key, value in values.items()}
    return rulebook(packaged.scheme("futian_3_3"), overrides)


@dataclass(frozen=True)
class FakeCase:
    """The facts of `domain.cases.Case` as plain values."""

    at: datetime = NOW
    state: State = State.CONSULTING
    state_since: datetime = NOW - DAY
    stage: int = 3
    rules: Rulebook = rules()
    type: str = "works"
    theme: str = "environment"
    beneficiaries: int = 200
    year: int = 2026
    extended_to: Mapping[str, date] = field(default_factory=dict)

    missing_fields: tuple[str, ...] = ()
    privacy_findings: tuple[str, ...] = ()
    consented: bool = True
    proposer_verified: bool = True
    round_year: int = 2026
    round_open: bool = True
    estimate_fen: int = 40 * WAN
    over_cap_flagged: bool = False
    return_items: int = 1
    times_returned: int = 1
    fix_due_at: datetime | None = NOW
    adopt_due_at: datetime = NOW + SECOND
    decline_signatures: int = 2
    appeal_upheld: bool = True
    screening_open: tuple[str, ...] = ()
    screening_failed: tuple[str, ...] = ()
    seconders: int = 10
    raised_urgent: bool = False
    second_wait_over: bool = False

    opinions_missing: tuple[str, ...] = ()
    opinions_against: tuple[str, ...] = ()
    has_written_opinion: bool = True
    receiver_named: bool = True
    plan: PlanFacts | None = PLAN
    available_fen: int = 4 * WAN
    cap_fen: int = 40 * WAN
    fast_track_signed: bool = True

    meeting: MeetingFacts | None = MEETING
    vote: VoteFacts | None = VoteFacts(is_open=False, carried=True)

    notice: NoticeFacts | None = NOTICE
    objections_open: int = 0
    objections_unreviewed: int = 0
    upheld_in_substance: int = 0
    upheld_as_unlawful: int = 0
    filed: bool = True
    fiscal_fen: int = 4 * WAN
    resolution_holds: bool = True
    published_dossier_matches: bool = True
    disclosures_hidden: frozenset[str] = frozenset()
    plan_as_objected: bool = False

    procurement: ProcurementFacts | None = PROCUREMENT
    splitting: SplitFacts | None = None
    contract: ContractFacts | None = CONTRACT
    change: ChangeFacts | None = CHANGE
    approved_fen: int = 5 * WAN
    social_pledged_fen: int = 1 * WAN
    social_received_fen: int = 1 * WAN
    evidence: frozenset[str] = START | COMPLETION
    recovery_plan: bool = False
    paid_fen: int = 0

    inspection: InspectionFacts | None = INSPECTION
    rectify_evidence: bool = True
    rectify_rounds: int = 1
    settlement: SettlementFacts | None = SETTLEMENT
    survey: SurveyFacts | None = SURVEY
    improvement_filed: bool = False
    noted_since_survey: bool = False
    evaluation_signed: bool = True
    small_sample_signed: bool = False
    archive_missing: tuple[str, ...] = ()
    audit_waits: bool = False
    ratify_overdue: bool = True
    ratification_failed: bool = False

    poll: PollFacts | None = POLL
    reason_owed: int = 0

    gathering_missing: str = ""
    reviews_missing: Mapping[str, str] = field(default_factory=dict)
