"""The index of the search, counted or made anew from what is there; nothing public changes, so nothing is recorded."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select

from microprojects.domain.searches import sought
from microprojects.store import pairs, similar
from microprojects.store.db import db, transaction
from microprojects.store.meetings import Meeting
from microprojects.store.pairs import MeetingGram
from microprojects.store.projects import Project

_CHUNK = 200


def weigh(*, at: datetime) -> int:  # noqa: ARG001 - called as every deed of `tend` is
    """Count in how many projects each pair stands, if many came since the last count; return how many pairs."""
    if not pairs.is_stale(db.session()):
        return 0
    with transaction() as session:
        return pairs.count(session)


def rebuild() -> int:
    """Write the index anew from the projects and meetings there are; return how many of both."""
    projects, meetings = _ids()
    for start in range(0, len(projects), _CHUNK):
        with transaction() as session:
            some = projects[start : start + _CHUNK]
            for project in session.scalars(select(Project).where(Project.id.in_(some))):
                project.search_words = sought(*similar.words_of(project))
                similar.index(session, project)
    with transaction() as session:
        session.execute(delete(MeetingGram))
        for meeting in session.execute(select(Meeting.id, Meeting.title, Meeting.place)):
            pairs.index_meeting(session, meeting.id, meeting.title, meeting.place)
        pairs.count(session)
    return len(projects) + meetings


def _ids() -> tuple[list[int], int]:
    session = db.session()
    projects = list(session.scalars(select(Project.id).order_by(Project.id)))
    meetings = len(list(session.scalars(select(Meeting.id))))
    session.rollback()
    return projects, meetings
