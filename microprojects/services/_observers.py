"""Who proposed an item is invited to the meeting that decides on it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from microprojects.domain.people import Actor
from microprojects.domain.workdays import local_day
from microprojects.store import councils, observers, projects
from microprojects.store.meetings import Meeting
from microprojects.store.projects import Project


def invite_proposers(
    session: Session, meeting: Meeting, project: Project, *, actor: Actor, at: datetime
) -> None:
    """Invite who proposed a project, and who proposed what was merged into it; members come as members."""
    day = local_day(meeting.starts_at)
    seated = {seat.person_id for seat in councils.in_office(session, meeting.council_id, day)}
    wanted = projects.proposers(session, project) - seated
    observers.invite_people(session, meeting.id, wanted, by=actor.person_id, at=at)
