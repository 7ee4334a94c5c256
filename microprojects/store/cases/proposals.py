"""The facts of the first deliberation."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property

from sqlalchemy import select

from microprojects.domain.people import Role
from microprojects.domain.privacy import scan
from microprojects.domain.proposals import UNIT, missing_fields
from microprojects.domain.screening import failed, unanswered
from microprojects.domain.workdays import due_in_days, has_waited, local_day
from microprojects.store import packaged, people
from microprojects.store.cases.core import CoreCase
from microprojects.store.programmes import Round, round_of
from microprojects.store.projects import Appeal, Decline, Project, ProposalReturn, Screening, Seconding


def public_words(project: Project) -> tuple[str, ...]:
    """Return what a proposer wrote for everybody."""
    return (
        project.title,
        project.summary,
        project.place,
        project.problem,
        project.content,
        project.beneficiary_group,
        project.own_contribution_note,
        *(line.label for line in project.lines),
    )


class ProposalCase(CoreCase):
    """What stands on record about a proposal."""

    @cached_property
    def missing_fields(self) -> tuple[str, ...]:
        """Return the labels of required fields that are empty."""
        return missing_fields(self._project, lines=len(self._project.lines))

    @cached_property
    def privacy_findings(self) -> tuple[str, ...]:
        """Return what the privacy scan found in the free text, masked."""
        return tuple(f.excerpt_masked for text in public_words(self._project) for f in scan(text))

    @property
    def consented(self) -> bool:
        """Return whether the privacy notice was agreed to."""
        return self._project.consent_at is not None

    @property
    def proposer_verified(self) -> bool:
        """Return whether the proposer is verified in this community, or a unit of it on this day."""
        project, proposer = self._project, self._project.proposer
        if project.proposer_kind == UNIT:
            day = local_day(self._at)
            return people.holds(self._session, proposer.id, Role.UNIT, project.area.path, day)
        return proposer.verified_at is not None and proposer.community_id == project.area_id

    @cached_property
    def _round(self) -> Round:
        """Return the round that would take the proposal: a draft of an earlier year moves into this year's."""
        own, day = self._project.round, local_day(self._at)
        if own.year == day.year:
            return own
        return round_of(self._session, self._project.area_id, day) or own

    @property
    def round_year(self) -> int:
        """Return the year of the round that would take the proposal."""
        return self._round.year

    @property
    def round_open(self) -> bool:
        """Return whether the round collects proposals on this day."""
        return self._round.opens_on <= local_day(self._at) <= self._round.closes_on

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

    @property
    def adopt_due_at(self) -> datetime:
        """Return until when a withdrawn proposal may be taken over."""
        days = self.rules.number("limits.adopt_days")
        return due_in_days(self.state_since, days, packaged.work_calendar())

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
        calendar = packaged.work_calendar()
        return accepted is not None and has_waited(accepted, days, self._at, calendar)
