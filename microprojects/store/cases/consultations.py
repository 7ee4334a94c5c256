"""The facts of the consultation."""

from __future__ import annotations

from functools import cached_property

from sqlalchemy import select

from microprojects.domain.cases import (
    PlanFacts,
)
from microprojects.domain.consultations import BODIES, CONCLUSIONS, FAVOURABLE
from microprojects.domain.errors import N_
from microprojects.domain.states import State
from microprojects.domain.workdays import local_day
from microprojects.store import ledger
from microprojects.store.cases.proposals import ProposalCase
from microprojects.store.consultations import Opinion, Plan
from microprojects.store.files import TEXT, Attachment

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


class ConsultationCase(ProposalCase):
    """What stands on record about opinions, plan and money."""

    @cached_property
    def _opinions(self) -> dict[str, str]:
        """Return the last conclusion of each body since the project came into this state.

        What was said before a deferral or an upheld objection was said about something else.
        """
        query = select(Opinion.body, Opinion.conclusion).where(
            Opinion.project_id == self._project.id,
            Opinion.stage == self.stage,
            Opinion.given_at >= self.state_since,
        )
        rows = self._session.execute(query.order_by(Opinion.id))
        return {row.body: row.conclusion for row in rows}

    @property
    def _asked(self) -> tuple[str, ...]:
        return self.rules.scheme.deliberation(self.stage).opinions

    @property
    def opinions_missing(self) -> tuple[str, ...]:
        """Return the labels of bodies that the scheme asks and that have not spoken in this consultation."""
        return tuple(BODIES[body] for body in self._asked if body not in self._opinions)

    @property
    def opinions_against(self) -> tuple[str, ...]:
        """Return which of the bodies asked say last that it cannot be done, each with its conclusion."""
        said = ((body, self._opinions.get(body)) for body in self._asked)
        return tuple(f"{BODIES[b]}（{CONCLUSIONS[c]}）" for b, c in said if c and c not in FAVOURABLE)

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
            days=(plan.ends_on - plan.starts_on).days + 1 if plan.starts_on and plan.ends_on else 0,
            ends_on=plan.ends_on,
            lines_without_basis=sum(1 for line in plan.lines if not line.basis),
            over_cap_allowed=plan.over_cap_by_id is not None,
            negative_signed=plan.negative_signed_by_id is not None,
            party_agreed=plan.party_agreed_by_id is not None,
            needs_owner_consent=plan.needs_owner_consent,
            has_owner_consent=self._owners_agreed(plan),
        )

    def _owners_agreed(self, plan: Plan) -> bool:
        """Return whether the owners' paper is on file, or it was found that none is needed."""
        if not plan.owner_consent_note or plan.owner_consent != "agreed":
            return bool(plan.owner_consent_note) and plan.owner_consent == "unneeded"
        paper = (
            Attachment.project_id == self._project.id,
            Attachment.purpose == "owner_consent",
            Attachment.media_type != TEXT,
            Attachment.removed_at.is_(None),
        )
        return self._count(Attachment, *paper) > 0

    @cached_property
    def available_fen(self) -> int:
        """Return what the community may still reserve this year, in fen."""
        fund = ledger.paying_fund(self._session, self._project, local_day(self._at))
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
