"""What is past the time for which it may be kept: found and deleted some rows at a time."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import (
    ColumnElement,
    Delete,
    Select,
    Update,
    and_,
    delete,
    exists,
    func,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.orm import Session

from microprojects.domain.states import State
from microprojects.store.accounts import Account
from microprojects.store.challenges import Challenge
from microprojects.store.cleared_names import ClearedName
from microprojects.store.comments import CommentReport
from microprojects.store.councils import Seat
from microprojects.store.erased_people import Erasure
from microprojects.store.erasures import objection_over
from microprojects.store.escalations import Escalation
from microprojects.store.library import LibraryCopy
from microprojects.store.objections import Objection
from microprojects.store.people import HOUSE, Person, RoleGrant
from microprojects.store.poll_passes import PollPass
from microprojects.store.poll_texts import PollTextCode
from microprojects.store.programmes import Round
from microprojects.store.projects import Project
from microprojects.store.sessions import SignInSession


def contacts(session: Session, programme_id: int, before: datetime, *, limit: int) -> int:
    """Empty how to reach people about objections of a programme that were over before a moment."""
    old = (
        select(Objection.id)
        .join(Project, Project.id == Objection.project_id)
        .join(Round, Round.id == Project.round_id)
        .where(Round.programme_id == programme_id, Objection.contact_sealed.is_not(None), _over(before))
        .order_by(Objection.id)
        .limit(limit)
    )
    return _done(
        session, update(Objection).where(Objection.id.in_(_listed(session, old))).values(contact_sealed=None)
    )


def reasons(session: Session, before: datetime, *, limit: int) -> int:
    """Empty the words of reports of comments that somebody looked at before a moment."""
    old = (
        select(CommentReport.id)
        .where(CommentReport.reason != "", CommentReport.settled_at < before)
        .order_by(CommentReport.id)
        .limit(limit)
    )
    found = _listed(session, old)
    return _done(session, update(CommentReport).where(CommentReport.id.in_(found)).values(reason=""))


def devices(session: Session, before: datetime, *, limit: int) -> int:
    """Delete sessions that nobody has used since a moment, so long ago that each of them is over."""
    old = (
        select(SignInSession.id).where(SignInSession.seen_at < before).order_by(SignInSession.id).limit(limit)
    )
    return _done(session, delete(SignInSession).where(SignInSession.id.in_(_listed(session, old))))


def passes(session: Session, before: datetime, *, limit: int) -> int:
    """Delete passes into a booth, and codes that were sent, which ended before a moment."""
    gone = 0
    for table, key in ((PollPass, PollPass.entry), (PollTextCode, PollTextCode.phone_index)):
        old = select(table.poll_id, key).where(table.ends_at < before).order_by(table.poll_id, key)
        found = [tuple(row) for row in session.execute(old.limit(limit))]
        if found:
            gone += _done(session, delete(table).where(tuple_(table.poll_id, key).in_(found)))
    return gone


def names(session: Session, before: datetime, *, limit: int) -> int:
    """Delete names that might stand in public and were taken back before a moment."""
    old = (
        select(ClearedName.id).where(ClearedName.withdrawn_at < before).order_by(ClearedName.id).limit(limit)
    )
    return _done(session, delete(ClearedName).where(ClearedName.id.in_(_listed(session, old))))


def drafts(session: Session, programme_id: int, closed_before: date, *, limit: int) -> list[int]:
    """Return proposals that were never handed in, of rounds that closed before a day."""
    never = or_(Project.state == State.DRAFT, Project.state == State.WITHDRAWN)
    copied = exists().where(LibraryCopy.project_id == Project.id)
    emptied = and_(Project.title == "", Project.problem == "", Project.content == "", copied)
    query = (
        select(Project.id)
        .join(Round, Round.id == Project.round_id)
        .where(Round.programme_id == programme_id, Round.closes_on < closed_before)
        .where(never, Project.number.is_(None), ~emptied)
        .order_by(Project.id)
        .limit(limit)
    )
    return list(session.scalars(query))


def people(session: Session, noted_before: datetime, told_before: datetime, *, limit: int) -> list[int]:
    """Return people without an office whom nothing needs: who registered and never came, who was noted on paper.

    Who was noted on paper has no community and no account, only an objection or a challenge, and all are over.
    """
    free = (
        ~exists().where(Erasure.person_id == Person.id),
        ~exists().where(RoleGrant.person_id == Person.id),
        ~exists().where(Seat.person_id == Person.id),
        Person.verified_at.is_(None),
        Person.nickname != HOUSE,
    )
    under_way = exists().where(Objection.person_id == Person.id, ~objection_over())
    registered = and_(Person.community_id.is_not(None), Person.created_at < told_before, ~under_way)
    wrote = or_(
        exists().where(Objection.person_id == Person.id), exists().where(Challenge.person_id == Person.id)
    )
    open_still = or_(
        exists().where(Objection.person_id == Person.id, ~_over(noted_before)),
        exists().where(
            Challenge.person_id == Person.id,
            or_(Challenge.answered_at.is_(None), Challenge.answered_at >= noted_before),
        ),
    )
    noted = and_(
        Person.community_id.is_(None), ~exists().where(Account.person_id == Person.id), wrote, ~open_still
    )
    query = select(Person.id).where(*free, or_(registered, noted)).order_by(Person.id).limit(limit)
    return list(session.scalars(query))


def _over(before: datetime) -> ColumnElement[bool]:
    later = exists().where(Escalation.objection_id == Objection.id, Escalation.answered_at >= before)
    ended = func.coalesce(Objection.withdrawn_at, Objection.reviewed_at)
    return and_(objection_over(), ended < before, ~later)


def _listed(session: Session, query: Select[int]) -> list[int]:
    return list(session.scalars(query))


def _done(session: Session, query: Delete | Update) -> int:
    return session.connection().execute(query).rowcount
