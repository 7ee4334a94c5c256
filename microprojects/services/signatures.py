"""The supervisor's signature on an evaluation and its archive, without which no file closes (T33)."""

from __future__ import annotations

from datetime import datetime

from microprojects.domain import settlements as law
from microprojects.domain.actions import Action
from microprojects.domain.errors import N_
from microprojects.domain.people import Actor
from microprojects.services._deed import record, subject_of
from microprojects.services._surveys import evaluated
from microprojects.services._words import public_text
from microprojects.store import rulebooks, settlements
from microprojects.store.cases import StoreCase
from microprojects.store.db import transaction

REASON_LIMIT = 500


def sign_evaluation(number: str, *, actor: Actor, at: datetime, sample_reason: str = "") -> None:
    """Sign, as a supervisor, that the survey is over and the archive complete.

    With `sample_reason` the few answers that came must do; the reason is published.

    Raises:
        NotFound, NotPermitted, OwnMatter: no such project, or not for this actor.
        WrongMoment, FileClosed: nothing is being evaluated.
        SurveyRunning, ArchiveIncomplete: it is too early.
        TooFewAnswers, SampleLargeEnough: the reason is missing, or there are answers enough.
        SignedAlready, SameSignature: it was signed, or the actor wrote its improvement plan.
        BadValue, PrivacyFinding: the reason is not fit for the public.
    """
    words = public_text(N_("份数不够的理由"), sample_reason, limit=REASON_LIMIT, needed=False)
    with transaction() as session:
        project, survey = evaluated(session, number, Action.EVALUATION_SIGN, actor=actor, at=at)
        if survey.signed_at is not None:
            raise law.SignedAlready
        if survey.improvement_by_id == actor.person_id:
            raise law.SameSignature
        case = StoreCase(session, project, at)
        law.survey_closed(case)
        law.archive_complete(case)
        need = law.answers_needed(rulebooks.of(project), project.beneficiaries)
        have = settlements.count(session, survey.id).answers
        if have < need and not words:
            raise law.TooFewAnswers(have=have, need=need)
        if have >= need and words:
            raise law.SampleLargeEnough(need=need)
        survey.signed_at, survey.signed_by_id, survey.sample_reason = at, actor.person_id, words
        session.flush()
        facts = {"reason": words} if words else {}
        subject, area = subject_of(project), project.area.path
        record(session, Action.EVALUATION_SIGN, subject, actor=actor, at=at, area=area, facts=facts)
