"""The facts of the meeting and its vote."""

from __future__ import annotations

from functools import cached_property

from sqlalchemy import exists, select

from microprojects.domain.cases import (
    MeetingFacts,
    VoteFacts,
)
from microprojects.domain.workdays import local_day
from microprojects.store.cases.consultations import ConsultationCase
from microprojects.store.meetings import UNDECIDED, AgendaItem, Attendance, Meeting, Recusal
from microprojects.store.votes import Vote


class MeetingCase(ConsultationCase):
    """What stands on record about the meeting, the vote and a ratification."""

    @cached_property
    def meeting(self) -> MeetingFacts | None:
        """Return the meeting on whose agenda the project stands now."""
        query = (
            select(AgendaItem, Meeting)
            .join(Meeting, Meeting.id == AgendaItem.meeting_id)
            .where(
                AgendaItem.project_id == self._project.id,
                AgendaItem.state.in_(UNDECIDED),
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
            stage=item.stage,
            voting=item.state == "voting",
            table_for=item.table_for,
            table_against=item.table_against,
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
