"""Allowing one project a later last day, for a reason that everybody reads."""

from __future__ import annotations

from datetime import date, datetime

from microprojects.domain import last_dates as law
from microprojects.domain.actions import Action
from microprojects.domain.errors import N_, BadValue
from microprojects.domain.last_dates import Which
from microprojects.domain.people import Actor
from microprojects.services._deed import permit, record, subject_of
from microprojects.services._moment import during
from microprojects.services._words import public_text
from microprojects.store import projects
from microprojects.store.cases import StoreCase
from microprojects.store.db import transaction
from microprojects.store.extensions import DateExtension


def extend(number: str, *, which: str, until: date, reason: str, actor: Actor, at: datetime) -> None:
    """Let a project be approved, or be done, until a later day than the last one of its year.

    Raises:
        NotFound: there is no such project.
        NotPermitted, OwnMatter: not a leader of its street, or one's own project.
        WrongMoment: it is approved, or done, or has not come so far.
        NoLastDay, NotLater, PastAlready: there is no such day, or the new one is no later one.
        BadValue, PrivacyFinding: what was typed cannot stand.

    Source: domain research, section 6.9 (a proposal, after the caps of section 6.1).
    """
    if which not in list(Which):
        raise BadValue(field=N_("哪个日期"), why=N_("不在可选的几项里"))
    kind, words = Which(which), public_text(N_("理由"), reason, limit=law.LONGEST_REASON)
    with transaction() as session:
        project = projects.by_number(session, number, for_update=True)
        permit(actor, Action.PROJECT_EXTEND, project.target, at=at)
        during(project, law.OPEN[kind])
        last = law.require_extension(StoreCase(session, project, at), kind, until)
        session.add(
            DateExtension(
                project_id=project.id,
                which=kind.value,
                last_on=last,
                until_on=until,
                reason=words,
                given_at=at,
                given_by_id=actor.person_id,
            )
        )
        facts = {
            "which": kind.value,
            "last_on": last.isoformat(),
            "until": until.isoformat(),
            "reason": words,
        }
        subject, area = subject_of(project), project.area.path
        record(session, Action.PROJECT_EXTEND, subject, actor=actor, at=at, area=area, facts=facts)
