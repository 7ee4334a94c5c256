"""What the guards of the lifecycle may ask about one project; the store answers, one question at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from microprojects.domain.change_sizes import ChangeFacts
from microprojects.domain.parameters import Rulebook
from microprojects.domain.poll_facts import PollFacts
from microprojects.domain.settlement_facts import SettlementFacts, SurveyFacts
from microprojects.domain.split_facts import SplitFacts
from microprojects.domain.states import State


@dataclass(frozen=True)
class PlanFacts:
    """The plan of the consultation; amounts in fen, None where nothing was written yet."""

    missing: tuple[str, ...]  # labels of fields that are still empty
    fiscal_fen: int
    social_fen: int
    total_fen: int  # sum of the cost lines
    lines_without_basis: int
    days: int  # from the first day of the work to the last, 0 where one is not written
    ends_on: date | None
    over_cap_allowed: bool
    negative_signed: bool
    party_agreed: bool
    needs_owner_consent: bool
    has_owner_consent: bool


@dataclass(frozen=True)
class MeetingFacts:
    """The meeting at which the project stands on the agenda."""

    state: str  # planned, in_session, closed, cancelled
    starts_at: datetime
    dossier_sent_at: datetime | None
    presented: bool
    members_due: int
    present: int  # signed in, not signed out and not recused on this item, at this moment
    stage: int  # the deliberation that the item is about
    voting: bool  # a vote on it is open
    table_for: int | None  # hands for and against the motion to table it, if one was put
    table_against: int | None


@dataclass(frozen=True)
class VoteFacts:
    """The vote on the project at its present stage."""

    is_open: bool
    carried: bool | None


@dataclass(frozen=True)
class NoticeFacts:
    """A disclosure window; instants are aware UTC."""

    ends_at: datetime
    paused: bool
    awaits_posting: bool = False  # its days begin only when proof is there that it hangs on a board


@dataclass(frozen=True)
class ProcurementFacts:
    """The procurement that runs: quotes, and the one that was chosen."""

    mode: str
    expected_mode: str
    deviation_approved: bool
    quotes: int
    min_quotes: int
    chosen_blacklisted: bool
    chosen_conflicted: bool


@dataclass(frozen=True)
class ContractFacts:
    """The contract; amounts in fen."""

    amount_fen: int
    signed_on: date
    sign_by: date
    ends_on: date
    publish_by: datetime
    text_public: bool


@dataclass(frozen=True)
class InspectionFacts:
    """The latest inspection that was recorded and has not yet led anywhere."""

    residents: int
    committee: int  # of the residents' committee or its staff
    proposer_heard: bool  # sits on the panel, or it is written why not
    supervisors: int
    street: int
    technical: int
    contractor_on_panel: bool
    failed_items: int
    items: int
    users_opinion: bool


class Case(Protocol):
    """One project as its guards see it. Properties are asked for only when a guard needs them."""

    @property
    def at(self) -> datetime: ...
    @property
    def state(self) -> State: ...
    @property
    def state_since(self) -> datetime: ...
    @property
    def stage(self) -> int: ...
    @property
    def rules(self) -> Rulebook: ...
    @property
    def type(self) -> str: ...
    @property
    def theme(self) -> str: ...
    @property
    def beneficiaries(self) -> int: ...
    @property
    def year(self) -> int: ...
    @property
    def extended_to(self) -> Mapping[str, date]: ...  # the later last days that a leader allowed it

    # 一议
    @property
    def missing_fields(self) -> tuple[str, ...]: ...
    @property
    def privacy_findings(self) -> tuple[str, ...]: ...
    @property
    def consented(self) -> bool: ...
    @property
    def proposer_verified(self) -> bool: ...
    @property
    def round_year(self) -> int: ...
    @property
    def round_open(self) -> bool: ...
    @property
    def estimate_fen(self) -> int: ...
    @property
    def over_cap_flagged(self) -> bool: ...
    @property
    def return_items(self) -> int: ...
    @property
    def times_returned(self) -> int: ...
    @property
    def fix_due_at(self) -> datetime | None: ...
    @property
    def adopt_due_at(self) -> datetime: ...
    @property
    def decline_signatures(self) -> int: ...
    @property
    def appeal_upheld(self) -> bool: ...
    @property
    def screening_open(self) -> tuple[str, ...]: ...
    @property
    def screening_failed(self) -> tuple[str, ...]: ...
    @property
    def seconders(self) -> int: ...
    @property
    def raised_urgent(self) -> bool: ...
    @property
    def second_wait_over(self) -> bool: ...

    # 二议
    @property
    def opinions_missing(self) -> tuple[str, ...]: ...
    @property
    def opinions_against(self) -> tuple[str, ...]: ...
    @property
    def has_written_opinion(self) -> bool: ...
    @property
    def receiver_named(self) -> bool: ...
    @property
    def plan(self) -> PlanFacts | None: ...
    @property
    def available_fen(self) -> int: ...
    @property
    def cap_fen(self) -> int: ...
    @property
    def fast_track_signed(self) -> bool: ...

    # 三议
    @property
    def meeting(self) -> MeetingFacts | None: ...
    @property
    def vote(self) -> VoteFacts | None: ...

    # 一公开
    @property
    def notice(self) -> NoticeFacts | None: ...
    @property
    def objections_open(self) -> int: ...
    @property
    def objections_unreviewed(self) -> int: ...
    @property
    def upheld_in_substance(self) -> int: ...
    @property
    def upheld_as_unlawful(self) -> int: ...
    @property
    def filed(self) -> bool: ...
    @property
    def fiscal_fen(self) -> int: ...
    @property
    def resolution_holds(self) -> bool: ...
    @property
    def published_dossier_matches(self) -> bool: ...
    @property
    def plan_as_objected(self) -> bool: ...  # still the plan to which an objection was upheld
    @property
    def disclosures_hidden(self) -> frozenset[str]: ...  # kinds whose latest version was taken down

    # 二公开
    @property
    def procurement(self) -> ProcurementFacts | None: ...
    @property
    def splitting(self) -> SplitFacts | None: ...
    @property
    def contract(self) -> ContractFacts | None: ...
    @property
    def change(self) -> ChangeFacts | None: ...
    @property
    def approved_fen(self) -> int: ...
    @property
    def social_pledged_fen(self) -> int: ...
    @property
    def social_received_fen(self) -> int: ...
    @property
    def evidence(self) -> frozenset[str]: ...
    @property
    def recovery_plan(self) -> bool: ...
    @property
    def paid_fen(self) -> int: ...

    # 三公开
    @property
    def inspection(self) -> InspectionFacts | None: ...
    @property
    def rectify_evidence(self) -> bool: ...
    @property
    def rectify_rounds(self) -> int: ...
    @property
    def settlement(self) -> SettlementFacts | None: ...
    @property
    def survey(self) -> SurveyFacts | None: ...
    @property
    def improvement_filed(self) -> bool: ...
    @property
    def noted_since_survey(self) -> bool: ...
    @property
    def evaluation_signed(self) -> bool: ...
    @property
    def small_sample_signed(self) -> bool: ...
    @property
    def archive_missing(self) -> tuple[str, ...]: ...
    @property
    def audit_waits(self) -> bool: ...
    @property
    def ratify_overdue(self) -> bool: ...
    @property
    def ratification_failed(self) -> bool: ...

    # 居民投票
    @property
    def poll(self) -> PollFacts | None: ...
    @property
    def reason_owed(self) -> int: ...  # the agenda item that departs from a poll without its reason, else 0

    # 会
    @property
    def gathering_missing(self) -> str: ...  # the gathering of this deliberation, while it was not held
    @property
    def reviews_missing(self) -> Mapping[str, str]: ...  # by when: the review that was not held
