"""One project as its guards see it: each fact is one question, asked only when a guard needs it."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cached_property

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session

from microprojects.domain.cases import (
    ContractFacts,
    InspectionFacts,
    MeetingFacts,
    NoticeFacts,
    PlanFacts,
    ProcurementFacts,
    SettlementFacts,
    SurveyFacts,
    VoteFacts,
)
from microprojects.domain.consultations import BODIES
from microprojects.domain.errors import N_
from microprojects.domain.parameters import Rulebook
from microprojects.domain.privacy import scan
from microprojects.domain.proposals import missing_fields
from microprojects.domain.schemes import DisclosureKind
from microprojects.domain.screening import failed, unanswered
from microprojects.domain.settlements import ARCHIVE_ITEMS
from microprojects.domain.states import State
from microprojects.domain.workdays import local_day
from microprojects.store import archive, rulebooks
from microprojects.store.consultations import Opinion, Plan
from microprojects.store.contracts import Contract, Payment, Procurement, Quote
from microprojects.store.db import Base
from microprojects.store.delivery import Inspection
from microprojects.store.disclosures import Disclosure, NoticeWindow
from microprojects.store.files import Attachment
from microprojects.store.funds import Fund, LedgerEntry
from microprojects.store.meetings import AgendaItem, Attendance, Meeting, Recusal
from microprojects.store.objections import Objection
from microprojects.store.projects import Appeal, Decline, Project, ProposalReturn, Screening, Seconding
from microprojects.store.settlements import Settlement, Survey, SurveyAnswer
from microprojects.store.votes import Vote

Table = type[Base]

PLAN_FIELDS = {
    "place": N_("地点"),
    "content": N_("内容"),
    "expected_result": N_("预期成果"),
    "feasibility": N_("可行性意见"),
    "starts_on": N_("开工日期"),
    "ends_on": N_("完工日期"),
    "procurement_mode": N_("采购方式"),
    "aftercare_owner": N_("管护单位"),
    "responsible_unit": N_("责任单位"),
}


class StoreCase:
    """The facts about one project at one moment, from the database. See `domain.cases.Case`."""

    def __init__(self, session: Session, project: Project, at: datetime) -> None:
        self._session = session
        self._project = project
        self._at = at

    @property
    def at(self) -> datetime:
        """Return the moment of the question."""
        return self._at

    @property
    def state(self) -> State:
        """Return the project's state."""
        return self._project.state

    @property
    def state_since(self) -> datetime:
        """Return the moment since which it stands in its state."""
        return self._project.state_since

    @property
    def stage(self) -> int:
        """Return the deliberation in which the project stands, from 1."""
        return self._project.stage

    @property
    def type(self) -> str:
        """Return works, goods or services."""
        return self._project.type

    @property
    def theme(self) -> str:
        """Return the theme's code."""
        return self._project.theme

    @cached_property
    def rules(self) -> Rulebook:
        """Return the rulebook that holds for this project."""
        return rulebooks.of(self._project)

    # 一议

    @cached_property
    def missing_fields(self) -> tuple[str, ...]:
        """Return the labels of required fields that are empty."""
        return missing_fields(self._project, lines=len(self._project.lines))

    @cached_property
    def privacy_findings(self) -> tuple[str, ...]:
        """Return what the privacy scan found in the free text, masked."""
        project = self._project
        texts = (
            project.title,
            project.summary,
            project.place,
            project.problem,
            project.content,
            project.beneficiary_group,
            project.own_contribution_note,
            *(line.label for line in project.lines),
        )
        return tuple(f.excerpt_masked for text in texts for f in scan(text))

    @property
    def consented(self) -> bool:
        """Return whether the privacy notice was agreed to."""
        return self._project.consent_at is not None

    @property
    def proposer_verified(self) -> bool:
        """Return whether the proposer is verified in this community."""
        proposer = self._project.proposer
        return proposer.verified_at is not None and proposer.community_id == self._project.area_id

    @property
    def round_open(self) -> bool:
        """Return whether the round collects proposals on this day."""
        day = local_day(self._at)
        return self._project.round.opens_on <= day <= self._project.round.closes_on

    @property
    def estimate_fen(self) -> int:
        """Return the sum of the proposer's estimate, in fen."""
        return sum(line.amount_fen for line in self._project.lines)

    @property
    def over_cap_flagged(self) -> bool:
        """Return whether the proposer said that it is above the cap."""
        return self._project.over_cap_flagged

    @cached_property
    def _return(self) -> ProposalReturn | None:
        query = select(ProposalReturn).where(ProposalReturn.project_id == self._project.id)
        return self._session.scalar(query.order_by(ProposalReturn.id.desc()).limit(1))

    @property
    def return_items(self) -> int:
        """Return how many things the return lists."""
        return len(self._return.items) if self._return else 0

    @cached_property
    def times_returned(self) -> int:
        """Return how often the proposal was returned."""
        return self._count(ProposalReturn, ProposalReturn.project_id == self._project.id)

    @property
    def fix_due_at(self) -> datetime | None:
        """Return the last moment for fixing a returned proposal."""
        return self._return.due_at if self._return else None

    @cached_property
    def decline_signatures(self) -> int:
        """Return how many different people signed the decline that stands."""
        query = select(Decline).where(Decline.project_id == self._project.id, Decline.dropped_at.is_(None))
        decline = self._session.scalar(query.order_by(Decline.id.desc()).limit(1))
        if decline is None:
            return 0
        return len({decline.proposed_by_id, decline.confirmed_by_id} - {None})

    @cached_property
    def appeal_upheld(self) -> bool:
        """Return whether an appeal was decided in the proposer's favour."""
        query = select(Appeal.outcome).where(Appeal.project_id == self._project.id)
        return self._session.scalar(query) == "upheld"

    @cached_property
    def _answers(self) -> dict[str, object]:
        query = select(Screening.answers).where(Screening.project_id == self._project.id)
        return self._session.scalar(query) or {}

    @property
    def screening_open(self) -> tuple[str, ...]:
        """Return the labels of screening questions without an answer."""
        return unanswered(self._answers)

    @property
    def screening_failed(self) -> tuple[str, ...]:
        """Return the labels of answers that forbid to accept."""
        return failed(self._answers)

    @cached_property
    def seconders(self) -> int:
        """Return how many neighbours second it."""
        return self._count(Seconding, Seconding.project_id == self._project.id)

    @property
    def raised_urgent(self) -> bool:
        """Return whether a supervisor or grid worker raised it as urgent."""
        return self._project.urgent_by_id is not None

    @property
    def second_wait_over(self) -> bool:
        """Return whether the days after which it may be promoted by hand have passed."""
        accepted = self._project.accepted_at
        days = self.rules.number("limits.second_max_days")
        return accepted is not None and self._at >= accepted + timedelta(days=days)

    # 二议

    @cached_property
    def opinions_missing(self) -> tuple[str, ...]:
        """Return the labels of bodies that the scheme asks and that have not spoken at this stage."""
        wanted = self.rules.scheme.deliberation(self.stage).opinions
        query = select(Opinion.body).where(
            Opinion.project_id == self._project.id, Opinion.stage == self.stage
        )
        given = set(self._session.scalars(query))
        return tuple(BODIES[body] for body in wanted if body not in given)

    @property
    def has_written_opinion(self) -> bool:
        """Return whether the reason to refer, to defer or, once deferred, to resume was written."""
        project = self._project
        if project.state is State.DEFERRED:
            return bool(project.resume_reason)
        return bool(project.refer_reason or project.defer_reason)

    @property
    def receiver_named(self) -> bool:
        """Return whether the body that takes it over was named."""
        return bool(self._project.receiver)

    @cached_property
    def _plan(self) -> Plan | None:
        return self._session.scalar(select(Plan).where(Plan.project_id == self._project.id))

    @cached_property
    def plan(self) -> PlanFacts | None:
        """Return the plan's facts."""
        plan = self._plan
        if plan is None:
            return None
        return PlanFacts(
            missing=tuple(label for field, label in PLAN_FIELDS.items() if not getattr(plan, field)),
            fiscal_fen=plan.fiscal_fen,
            social_fen=plan.social_fen,
            total_fen=sum(line.amount_fen for line in plan.lines),
            lines_without_basis=sum(1 for line in plan.lines if not line.basis),
            over_cap_allowed=plan.over_cap_by_id is not None,
            negative_signed=plan.negative_signed_by_id is not None,
            party_agreed=plan.party_agreed_by_id is not None,
            needs_owner_consent=plan.needs_owner_consent,
            has_owner_consent=bool(plan.owner_consent_note),
        )

    @cached_property
    def available_fen(self) -> int:
        """Return what the community may still reserve this year, in fen."""
        query = select(Fund).where(
            Fund.area_id == self._project.area_id, Fund.year == self._project.round.year
        )
        fund = self._session.scalar(query)
        return fund.available_fen if fund else 0

    @property
    def cap_fen(self) -> int:
        """Return the cap of the project's type, in fen."""
        return self.rules.number(f"caps_fen.{self.type}")

    @property
    def fiscal_fen(self) -> int:
        """Return the fiscal part that the plan asks for, in fen."""
        return self._plan.fiscal_fen if self._plan else 0

    @property
    def fast_track_signed(self) -> bool:
        """Return whether the party committee agreed to the emergency plan."""
        return self._plan is not None and self._plan.party_agreed_by_id is not None

    # 三议

    @cached_property
    def meeting(self) -> MeetingFacts | None:
        """Return the meeting on whose agenda the project stands now."""
        query = (
            select(AgendaItem, Meeting)
            .join(Meeting, Meeting.id == AgendaItem.meeting_id)
            .where(
                AgendaItem.project_id == self._project.id,
                AgendaItem.state.in_(("waiting", "presented", "voting")),
            )
            .order_by(AgendaItem.id.desc())
            .limit(1)
        )
        found = self._session.execute(query).first()
        if found is None:
            return None
        item, meeting = found
        aside = exists().where(Recusal.item_id == item.id, Recusal.person_id == Attendance.person_id)
        present = self._count(
            Attendance, Attendance.meeting_id == meeting.id, Attendance.left_at.is_(None), ~aside
        )
        return MeetingFacts(
            state=meeting.state,
            starts_at=meeting.starts_at,
            dossier_sent_at=meeting.dossier_sent_at,
            presented=item.presented_at is not None,
            members_due=meeting.members_due,
            present=present,
        )

    @cached_property
    def _vote(self) -> Vote | None:
        query = select(Vote).where(
            Vote.project_id == self._project.id, Vote.stage == self.stage, Vote.voided_at.is_(None)
        )
        return self._session.scalar(query.order_by(Vote.id.desc()).limit(1))

    @property
    def vote(self) -> VoteFacts | None:
        """Return the vote at the present stage."""
        vote = self._vote
        return VoteFacts(is_open=vote.closed_at is None, carried=vote.carried) if vote else None

    # 一公开

    @cached_property
    def notice(self) -> NoticeFacts | None:
        """Return the window that runs, or ran last."""
        query = select(NoticeWindow).where(
            NoticeWindow.project_id == self._project.id, NoticeWindow.ended_at.is_(None)
        )
        window = self._session.scalar(query.order_by(NoticeWindow.id.desc()).limit(1))
        return NoticeFacts(window.ends_at, window.paused_at is not None) if window else None

    @cached_property
    def _objections(self) -> list[Objection]:
        query = select(Objection).where(
            Objection.project_id == self._project.id,
            Objection.withdrawn_at.is_(None),
            Objection.settled_at.is_(None),
        )
        return list(self._session.scalars(query))

    @property
    def objections_open(self) -> int:
        """Return how many objections have no reply."""
        return sum(1 for o in self._objections if o.outcome is None)

    @property
    def objections_unreviewed(self) -> int:
        """Return how many replies the supervisor has not seen."""
        return sum(1 for o in self._objections if o.outcome is not None and o.reviewed_at is None)

    @property
    def upheld_in_substance(self) -> int:
        """Return how many upheld objections change the plan in substance."""
        return sum(1 for o in self._objections if o.effect == "substance")

    @property
    def upheld_as_unlawful(self) -> int:
        """Return how many upheld objections say that it may not or cannot be done."""
        return sum(1 for o in self._objections if o.effect == "unlawful")

    @property
    def filed(self) -> bool:
        """Return whether the street filed the resolution."""
        return self._project.filed_at is not None

    @property
    def resolution_holds(self) -> bool:
        """Return whether the latest vote of the last deliberation carried."""
        last = len(self.rules.scheme.deliberations)
        return self.stage == last and self._vote is not None and self._vote.carried is True

    @cached_property
    def published_dossier_matches(self) -> bool:
        """Return whether the decision that is published, and was not taken down, is the dossier that was voted on."""
        query = (
            select(Disclosure.body, Disclosure.taken_down_at)
            .where(
                Disclosure.project_id == self._project.id, Disclosure.kind == DisclosureKind.DECISION.value
            )
            .order_by(Disclosure.version.desc())
            .limit(1)
        )
        latest = self._session.execute(query).first()
        if latest is None or latest.taken_down_at is not None or self._vote is None:
            return False
        return bool(latest.body.get("dossier_hash") == self._vote.dossier_hash)

    # 二公开

    @cached_property
    def procurement(self) -> ProcurementFacts | None:
        """Return the latest procurement."""
        query = select(Procurement).where(Procurement.project_id == self._project.id)
        found = self._session.scalar(query.order_by(Procurement.id.desc()).limit(1))
        if found is None:
            return None
        quotes = list(self._session.scalars(select(Quote).where(Quote.procurement_id == found.id)))
        chosen = next((quote for quote in quotes if quote.chosen), None)
        return ProcurementFacts(
            mode=found.mode,
            expected_mode=found.expected_mode,
            deviation_approved=found.deviation_approved_by_id is not None and bool(found.reason),
            quotes=sum(1 for quote in quotes if not quote.conflicted),
            min_quotes=found.min_quotes,
            chosen_blacklisted=chosen is not None and chosen.supplier.barred_at is not None,
            chosen_conflicted=chosen is not None and chosen.conflicted,
        )

    @cached_property
    def _contract(self) -> Contract | None:
        return self._session.scalar(select(Contract).where(Contract.project_id == self._project.id))

    @cached_property
    def contract(self) -> ContractFacts | None:
        """Return the contract's facts; the last day to sign counts from the start of procurement."""
        contract = self._contract
        if contract is None:
            return None
        started = self._session.scalar(
            select(Procurement.started_at).where(Procurement.id == contract.procurement_id)
        )
        days = self.rules.number("limits.sign_days")
        sign_by = local_day((started or self._at) + timedelta(days=days))
        return ContractFacts(contract.amount_fen, contract.signed_on, sign_by)

    @property
    def approved_fen(self) -> int:
        """Return the approved total, fiscal and social, in fen."""
        return self._project.approved_fiscal_fen + self._project.approved_social_fen

    @cached_property
    def social_pledged_fen(self) -> int:
        """Return the approved social part, in fen."""
        return self._project.approved_social_fen

    @cached_property
    def social_received_fen(self) -> int:
        """Return the social money that has come in, in fen."""
        query = select(func.coalesce(func.sum(LedgerEntry.amount_fen), 0)).where(
            LedgerEntry.project_id == self._project.id, LedgerEntry.kind == "social_received"
        )
        return int(self._session.scalar(query) or 0)

    @cached_property
    def evidence(self) -> frozenset[str]:
        """Return the purposes of everything attached."""
        query = select(Attachment.purpose).where(
            Attachment.project_id == self._project.id, Attachment.removed_at.is_(None)
        )
        return frozenset(self._session.scalars(query))

    @property
    def recovery_plan(self) -> bool:
        """Return whether a plan to recover paid money was written."""
        return bool(self._project.recovery_plan)

    @cached_property
    def paid_fen(self) -> int:
        """Return what was paid under the contract less what came back, in fen."""
        paid = select(func.coalesce(func.sum(Payment.amount_fen), 0)).where(
            Payment.project_id == self._project.id, Payment.state == "approved"
        )
        back = select(func.coalesce(func.sum(LedgerEntry.amount_fen), 0)).where(
            LedgerEntry.project_id == self._project.id, LedgerEntry.kind == "refund"
        )
        return int(self._session.scalar(select(paid.scalar_subquery() - back.scalar_subquery())) or 0)

    # 三公开

    @cached_property
    def _inspections(self) -> list[Inspection]:
        query = select(Inspection).where(Inspection.project_id == self._project.id).order_by(Inspection.id)
        return list(self._session.scalars(query))

    @property
    def inspection(self) -> InspectionFacts | None:
        """Return the latest inspection that has led nowhere yet."""
        pending = [i for i in self._inspections if i.outcome is None]
        if not pending:
            return None
        latest = pending[-1]
        roles = [seat["role"] for seat in latest.panel]
        return InspectionFacts(
            residents=roles.count("resident"),
            proposer_invited=latest.proposer_invited,
            supervisors=roles.count("supervisor"),
            street=roles.count("street_officer"),
            technical=roles.count("expert"),
            contractor_on_panel="contractor" in roles,
            failed_items=sum(1 for item in latest.items if not item["passed"]),
            items=len(latest.items),
            users_opinion=bool(latest.residents_opinion),
        )

    @property
    def rectify_rounds(self) -> int:
        """Return how many inspections led to a rectification."""
        return sum(1 for i in self._inspections if i.outcome == "failed")

    @cached_property
    def rectify_evidence(self) -> bool:
        """Return whether evidence was added since the latest failed inspection."""
        failed_ones = [i for i in self._inspections if i.outcome == "failed"]
        if not failed_ones:
            return False
        return (
            self._count(
                Attachment,
                Attachment.project_id == self._project.id,
                Attachment.purpose == "rectification",
                Attachment.added_at >= failed_ones[-1].recorded_at,
            )
            > 0
        )

    @cached_property
    def settlement(self) -> SettlementFacts | None:
        """Return the final account."""
        found = self._session.scalar(select(Settlement).where(Settlement.project_id == self._project.id))
        if found is None:
            return None
        return SettlementFacts(
            amount_fen=found.amount_fen,
            paid_fen=self.paid_fen,
            retention_fen=found.retention_fen,
            review_done=bool(found.review_conclusion),
        )

    @cached_property
    def _survey(self) -> Survey | None:
        return self._session.scalar(select(Survey).where(Survey.project_id == self._project.id))

    @cached_property
    def survey(self) -> SurveyFacts | None:
        """Return the survey's sums."""
        survey = self._survey
        if survey is None:
            return None
        answers = self._count(SurveyAnswer, SurveyAnswer.survey_id == survey.id)
        satisfied = self._count(SurveyAnswer, SurveyAnswer.survey_id == survey.id, SurveyAnswer.overall >= 4)
        return SurveyFacts(survey.closes_at, answers, satisfied)

    @property
    def improvement_filed(self) -> bool:
        """Return whether an improvement plan was filed."""
        return self._survey is not None and bool(self._survey.improvement)

    @cached_property
    def archive_missing(self) -> tuple[str, ...]:
        """Return the labels of archive lines that nothing proves and nobody ticked or waived."""
        done = archive.settled(self._session, self._project)
        return tuple(label for item, label in ARCHIVE_ITEMS.items() if item not in done)

    # 应急先办

    @property
    def ratify_overdue(self) -> bool:
        """Return whether a fast-track project was not ratified in time."""
        project = self._project
        return (
            project.fast_track_at is not None
            and project.ratified_at is None
            and project.ratify_by is not None
            and local_day(self._at) > project.ratify_by
        )

    @cached_property
    def ratification_failed(self) -> bool:
        """Return whether the council refused to ratify."""
        query = (
            select(Vote.carried)
            .join(AgendaItem, AgendaItem.id == Vote.item_id)
            .where(
                AgendaItem.project_id == self._project.id,
                AgendaItem.purpose == "ratify",
                Vote.closed_at.is_not(None),
                Vote.voided_at.is_(None),
            )
            .order_by(Vote.id.desc())
            .limit(1)
        )
        return self._project.fast_track_at is not None and self._session.scalar(query) is False

    def _count(self, table: Table, *conditions: ColumnElement[bool]) -> int:
        query = select(func.count()).select_from(table).where(*conditions)
        return int(self._session.scalar(query) or 0)
