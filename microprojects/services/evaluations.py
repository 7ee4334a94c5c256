"""The residents' evaluation: opened, answered once by each, improved upon, and the file closed."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from microprojects.domain.actions import Action
from microprojects.domain.disclosures import NoVersionStands
from microprojects.domain.errors import N_, BadValue, Refusal
from microprojects.domain.evaluations import (
    COMMENT_LIMIT,
    IMPROVEMENT_LIMIT,
    Answer,
    AnsweredAlready,
    NotALocal,
    SurveyNotOpen,
    SurveyRuns,
    require_points,
)
from microprojects.domain.people import SYSTEM, Actor
from microprojects.domain.schemes import DisclosureKind
from microprojects.domain.settlements import (
    ARCHIVE_ITEMS,
    ReasonToWaive,
    SameSignature,
    SurveyRunning,
)
from microprojects.domain.states import APPROVED_OR_LATER, State
from microprojects.domain.workdays import local_day
from microprojects.services import _notices
from microprojects.services._archive import require_open
from microprojects.services._deed import move, permit, record, subject_of, unnamed
from microprojects.services._moment import during
from microprojects.services._result import tell_evaluation
from microprojects.services._spending import Told
from microprojects.services._surveys import evaluated, open_survey
from microprojects.services._words import public_line, public_text, text_seal
from microprojects.store import disclosures, projects, settlements
from microprojects.store.db import db, transaction
from microprojects.store.projects import Project
from microprojects.store.settlements import (
    ArchiveTick,
    Asked,
    SurveyAnswer,
    SurveyParticipation,
)

ARCHIVABLE = APPROVED_OR_LATER - {State.CLOSED}
_NUMBERS = 2**53  # a drawn number fits every JSON reader


def open_evaluation(number: str, *, actor: Actor, at: datetime) -> None:
    """Ask residents what they think, after the notice of the result has ended.

    Raises:
        NotFound, NotPermitted: no such project, or not for this actor.
        WrongMoment: its result is not on notice.
        NoVersionStands, WindowRunning, WindowPaused, ObjectionsOpen: what stands in the way.
    """
    with transaction() as session:
        project = projects.by_number(session, number, for_update=True)
        permit(actor, Action.PROJECT_OPEN_EVALUATION, project.target, at=at)
        during(project, (State.RESULT_NOTICE,))
        survey = open_survey(session, project, at=at)
        closes = {"closes_on": local_day(survey.closes_at).isoformat()}
        move(session, project, Action.PROJECT_OPEN_EVALUATION, actor=actor, at=at, facts=closes)
        _notices.end(session, project, at=at)
        _notices.settle(session, project, at=at)


def open_due(*, at: datetime) -> int:
    """Open for the system every evaluation whose notice has ended and that nothing holds up; return how many."""
    opened = 0
    for number in settlements.numbers_due(db.session(), at):
        with suppress(Refusal):
            open_evaluation(number, actor=SYSTEM, at=at)
            opened += 1
    return opened


def answer_survey(
    number: str,
    *,
    overall: int,
    useful: int,
    quality: int,
    openness: int,
    actor: Actor,
    at: datetime,
    comment: str = "",
) -> None:
    """Answer once, as a verified resident, with points from 1 to 5; nobody can tell who gave which answer.

    Raises:
        NotFound, NotPermitted: no such project, or the actor is no verified resident there.
        SurveyNotOpen: no survey takes answers now.
        AnsweredAlready: the person has answered.
        BadValue, PrivacyFinding: a point is off the scale, or the words are not fit for the public.
    """
    given = Answer(overall=overall, useful=useful, quality=quality, openness=openness, comment=comment)
    kept, person_id = _checked(given), actor.person_id or 0
    with transaction() as session:
        project, asked = _asked(session, number, person_id, Action.SURVEY_ANSWER, actor=actor, at=at)
        subject, area = subject_of(project), project.area.path
        words = unnamed(session, kept.comment, Action.SURVEY_ANSWER, actor=actor, at=at, area=area)
        _keep(session, asked, person_id, replace(kept, comment=words))
        record(session, Action.SURVEY_ANSWER, subject, actor=actor, at=at, area=area)


def enter_paper_answer(
    number: str,
    *,
    person_id: int,
    overall: int,
    useful: int,
    quality: int,
    openness: int,
    actor: Actor,
    at: datetime,
    comment: str = "",
) -> None:
    """Enter the paper of a verified resident who cannot or will not answer online; it counts like any other.

    Raises:
        NotFound, NotPermitted: no such project, or not for this actor.
        SurveyNotOpen: no survey takes answers now.
        NotALocal: the person is no verified resident of the community.
        AnsweredAlready: the person has answered.
        BadValue, PrivacyFinding: a point is off the scale, or the words are not fit for the public.
    """
    given = Answer(overall=overall, useful=useful, quality=quality, openness=openness, comment=comment)
    kept = _checked(given)
    with transaction() as session:
        project, asked = _asked(session, number, person_id, Action.SURVEY_ENTER_PAPER, actor=actor, at=at)
        if not asked.local:
            raise NotALocal
        _keep(session, asked, person_id, kept)
        subject, area = subject_of(project), project.area.path
        record(session, Action.SURVEY_ENTER_PAPER, subject, actor=actor, at=at, area=area)


def file_improvement(number: str, *, text: str, actor: Actor, at: datetime) -> None:
    """File what will be done better, where few were satisfied; a later text replaces it and a signature falls.

    Raises:
        NotFound, NotPermitted: no such project, or not for this actor.
        WrongMoment, FileClosed: nothing is being evaluated.
        BadValue, PrivacyFinding: the words are missing or not fit for the public.
    """
    words = public_text(N_("改进计划"), text, limit=IMPROVEMENT_LIMIT)
    with transaction() as session:
        project, survey = evaluated(session, number, Action.IMPROVEMENT_FILE, actor=actor, at=at)
        survey.signed_at, survey.signed_by_id, survey.sample_reason = None, None, ""
        survey.improvement, survey.improvement_by_id = words, actor.person_id
        subject, area = subject_of(project), project.area.path
        facts = {"text": words}
        record(session, Action.IMPROVEMENT_FILE, subject, actor=actor, at=at, area=area, facts=facts)


def show_comments(number: str, *, answer_ids: Collection[int], actor: Actor, at: datetime) -> None:
    """Choose, after the survey has ended, which words of residents are published; all others stay unshown.

    Raises:
        NotFound, NotPermitted: no such project, or not for this actor.
        WrongMoment, FileClosed: nothing is being evaluated.
        SurveyRuns: the survey has not ended.
    """
    with transaction() as session:
        project, survey = evaluated(session, number, Action.SURVEY_MODERATE, actor=actor, at=at)
        if at < survey.closes_at:
            raise SurveyRuns
        said = settlements.comments(session, survey.id, shown_only=False)
        for answer in said:
            answer.comment_shown = answer.id in answer_ids
        words = [answer.comment for answer in said if answer.comment_shown]
        shown = len(words)
        subject, area = subject_of(project), project.area.path
        facts = {"comments": len(said), "shown": shown, **text_seal(*words)}
        record(session, Action.SURVEY_MODERATE, subject, actor=actor, at=at, area=area, facts=facts)


def tick_archive(
    number: str, *, item: str, actor: Actor, at: datetime, waived: bool = False, reason: str = ""
) -> None:
    """Tick a line of the archive checklist that only a person can see to be there, or waive it with a reason.

    Raises:
        NotFound, NotPermitted: no such project, or not for this actor.
        WrongMoment, FileClosed: it is not approved yet, or the file is closed.
        AlreadyInArchive: the line was ticked, or the record itself proves it.
        ReasonToWaive: it is waived without a reason.
        ContractTextMissing: it is the contract, whose text must be public.
        BadValue, PrivacyFinding: there is no such line, or the reason is not fit for the public.
    """
    if item not in ARCHIVE_ITEMS:
        raise BadValue(field=N_("档案项目"), why=N_("不在清单里"))
    label = ARCHIVE_ITEMS[item]
    why = public_line(N_("免交理由"), reason, needed=False)
    if waived and not why:
        raise ReasonToWaive(item=label)
    with transaction() as session:
        project = projects.by_number(session, number, for_update=True)
        permit(actor, Action.ARCHIVE_TICK, project.target, at=at)
        during(project, ARCHIVABLE)
        require_open(session, project, item)
        tick = ArchiveTick(project_id=project.id, item=item, waived=waived, reason=why if waived else "")
        tick.ticked_at, tick.ticked_by_id = at, actor.person_id or 0
        session.add(tick)
        session.flush()
        facts = {"item": item, "waived": waived, "reason": tick.reason}
        subject, area = subject_of(project), project.area.path
        record(session, Action.ARCHIVE_TICK, subject, actor=actor, at=at, area=area, facts=facts)


def close(number: str, *, actor: Actor, at: datetime) -> None:
    """Close the file: the evaluation is published with the result, and nothing changes any more.

    Raises:
        NotFound, NotPermitted: no such project, or not for this actor.
        WrongMoment: nothing is being evaluated.
        SurveyRunning, TooFewAnswers, TooLittleSatisfied, LowRatingUnseen, ArchiveIncomplete, NotSigned,
        NoVersionStands: what stands in the way.
        SameSignature: the actor signed it as a supervisor.
    """
    with transaction() as session:
        project, survey = evaluated(session, number, Action.PROJECT_CLOSE, actor=actor, at=at)
        if at < survey.closes_at:
            raise SurveyRunning
        if survey.signed_by_id is not None and survey.signed_by_id == actor.person_id:
            raise SameSignature
        latest = disclosures.latest(session, project.id, DisclosureKind.RESULT.value)
        if latest is not None and latest.taken_down_at is not None:
            raise NoVersionStands(what=N_("结果公开"))
        project.closed_at = at
        told = Told(tell_evaluation(session, project, survey, actor=actor, at=at))
        told.tie(move(session, project, Action.PROJECT_CLOSE, actor=actor, at=at, facts=told.facts))


def _checked(answer: Answer) -> Answer:
    """Return an answer with its words as they may be kept."""
    require_points(answer)
    words = public_text(N_("留言"), answer.comment, limit=COMMENT_LIMIT, needed=False)
    return replace(answer, comment=words)


def _asked(
    session: Session, number: str, person_id: int, action: Action, *, actor: Actor, at: datetime
) -> tuple[Project, Asked]:
    """Return the project and its survey, if it takes answers at this moment."""
    project = projects.by_number(session, number)
    permit(actor, action, project.target, at=at)
    asked = settlements.asked(session, project, person_id)
    if asked is None or project.state is not State.EVALUATING:
        raise SurveyNotOpen
    if not asked.survey.opened_at <= at < asked.survey.closes_at:
        raise SurveyNotOpen
    return project, asked


def _keep(session: Session, asked: Asked, person_id: int, answer: Answer) -> None:
    """Keep that a person took part, and apart from it what somebody answered."""
    if asked.answered:
        raise AnsweredAlready
    survey_id = asked.survey.id
    session.add(SurveyParticipation(survey_id=survey_id, person_id=person_id))
    session.add(
        SurveyAnswer(
            id=secrets.randbelow(_NUMBERS) + 1,
            survey_id=survey_id,
            overall=answer.overall,
            useful=answer.useful,
            quality=answer.quality,
            openness=answer.openness,
            comment=answer.comment,
        )
    )
    session.flush()
