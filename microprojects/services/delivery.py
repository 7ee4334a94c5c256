"""On the site: progress, completion, and supervisors' notes with their answers."""

from __future__ import annotations

from datetime import datetime

from microprojects.domain.actions import Action
from microprojects.domain.delivery import (
    ANSWERABLE,
    NOTABLE,
    NOTE_LIMIT,
    PROGRESS_LIMIT,
    REPORTABLE,
    NoteAnswered,
    require_percent,
)
from microprojects.domain.errors import N_
from microprojects.domain.people import Actor
from microprojects.domain.spending import Event, News
from microprojects.domain.states import State
from microprojects.domain.workdays import local_day
from microprojects.services._deed import move, permit, record, subject_of
from microprojects.services._moment import during
from microprojects.services._spending import tell
from microprojects.services._words import public_text, text_seal
from microprojects.store import delivery, projects
from microprojects.store.db import transaction
from microprojects.store.delivery import Progress, SupervisorNote


def report_progress(number: str, *, percent: int, text: str, actor: Actor, at: datetime) -> None:
    """Tell in public how far the work is, in whole hundredths; a setback may be told too.

    Raises:
        NotFound, NotPermitted: no such project, or not for this actor.
        WrongMoment, FileClosed: no work is under way.
        BadValue, PrivacyFinding: the percentage is none, or the words are missing or not fit for the public.
    """
    require_percent(percent)
    words = public_text(N_("进度说明"), text, limit=PROGRESS_LIMIT)
    with transaction() as session:
        project = projects.by_number(session, number, for_update=True)
        permit(actor, Action.PROGRESS_REPORT, project.target, at=at)
        during(project, REPORTABLE)
        session.add(
            Progress(
                project_id=project.id,
                percent=percent,
                text=words,
                reported_at=at,
                reported_by_id=actor.person_id or 0,
            )
        )
        news = News(Event.PROGRESS, local_day(at), None, {"percent": percent})
        told = tell(session, project, news, actor=actor, at=at)
        subject, area = subject_of(project), project.area.path
        facts = {"percent": percent, **text_seal(words), **told.facts}
        told.tie(record(session, Action.PROGRESS_REPORT, subject, actor=actor, at=at, area=area, facts=facts))


def complete(number: str, *, actor: Actor, at: datetime) -> None:
    """Report that the work is done, with the report and the photos documented.

    Raises:
        NotFound, NotPermitted: no such project, or not for this actor.
        WrongMoment: no work is under way.
        EvidenceMissing: a report or a photo is missing.
    """
    with transaction() as session:
        project = projects.by_number(session, number, for_update=True)
        permit(actor, Action.PROJECT_COMPLETE, project.target, at=at)
        during(project, (State.IMPLEMENTING,))
        told = tell(session, project, News(Event.COMPLETION, local_day(at)), actor=actor, at=at)
        told.tie(move(session, project, Action.PROJECT_COMPLETE, actor=actor, at=at, facts=told.facts))


def write_note(number: str, *, text: str, actor: Actor, at: datetime) -> int:
    """Write a supervisor's public note, and return its number.

    Raises:
        NotFound, NotPermitted: no such project, or not for this actor.
        WrongMoment, FileClosed: it is not approved yet, or the file is closed.
        BadValue, PrivacyFinding: the words are missing or not fit for the public.
    """
    words = public_text(N_("监督意见"), text, limit=NOTE_LIMIT)
    with transaction() as session:
        project = projects.by_number(session, number, for_update=True)
        permit(actor, Action.NOTE_WRITE, project.target, at=at)
        during(project, NOTABLE)
        note = SupervisorNote(
            project_id=project.id, text=words, written_at=at, written_by_id=actor.person_id or 0
        )
        session.add(note)
        session.flush()
        told = tell(session, project, News(Event.NOTE, local_day(at)), actor=actor, at=at)
        subject, area = subject_of(project), project.area.path
        facts = {"note": note.id, **text_seal(words), **told.facts}
        told.tie(record(session, Action.NOTE_WRITE, subject, actor=actor, at=at, area=area, facts=facts))
        return note.id


def answer_note(note_id: int, *, text: str, actor: Actor, at: datetime) -> None:
    """Answer a supervisor's note in public.

    Raises:
        NotFound, NotPermitted: no such note, or not for this actor.
        NoteAnswered: it has an answer.
        WrongMoment, FileClosed: the file is closed.
        BadValue, PrivacyFinding: the words are missing or not fit for the public.
    """
    words = public_text(N_("答复"), text, limit=NOTE_LIMIT)
    with transaction() as session:
        project = projects.get(session, delivery.note(session, note_id).project_id, for_update=True)
        permit(actor, Action.NOTE_ANSWER, project.target, at=at)
        during(project, ANSWERABLE)
        note = delivery.note(session, note_id, for_update=True)
        if note.answered_at is not None:
            raise NoteAnswered
        note.answer, note.answered_at, note.answered_by_id = words, at, actor.person_id
        told = tell(session, project, News(Event.NOTE_ANSWER, local_day(at)), actor=actor, at=at)
        subject, area = subject_of(project), project.area.path
        facts = {"note": note.id, **text_seal(words), **told.facts}
        told.tie(record(session, Action.NOTE_ANSWER, subject, actor=actor, at=at, area=area, facts=facts))
