"""Deleting a person's data at their request, on the screen or on paper, and finishing what had to wait.

Source: 个人信息保护法 arts. 15, 47 and 50.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from microprojects.domain import erasures as rules
from microprojects.domain.actions import Action
from microprojects.domain.erasures import Duty, Erased, Manner, Matter
from microprojects.domain.errors import N_, BadValue, NotFound
from microprojects.domain.people import SYSTEM, Actor
from microprojects.domain.permissions import Target
from microprojects.domain.sessions import Origin
from microprojects.domain.workdays import local_day
from microprojects.services import _accounts, _forgetting, _sessions
from microprojects.services._deed import permit, record
from microprojects.services._forgetting import Forgotten
from microprojects.services._words import public_line
from microprojects.store import accounts, areas, engines, erased_people, erasures, people, uploads
from microprojects.store.db import db, transaction
from microprojects.store.people import Person

LONGEST_PAPER = 60
_BATCH = 500


@dataclass(frozen=True)
class Outlook:
    """What stands in the way of deleting somebody, and what has to wait."""

    duties: tuple[Duty, ...]
    waits: tuple[Matter, ...]
    served: bool
    asked_already: bool


def outlook(person_id: int, *, at: datetime) -> Outlook:
    """Return what a deletion of a person would meet now; nothing is written."""
    session = db.session()
    return Outlook(
        tuple(erasures.duties(session, person_id, local_day(at))),
        tuple(erasures.matters(session, person_id)),
        erasures.ever_served(session, person_id),
        erased_people.of_person(session, person_id) is not None,
    )


def erase_own(
    session_id: int, password: str, *, understood: bool, origin: Origin, at: datetime
) -> tuple[Matter, ...]:
    """Delete what is kept about the person of a session, after their password, and return what has to wait.

    The account is gone afterwards, and with it every session.

    Raises:
        NotUnderstood: it was not confirmed that it cannot be taken back.
        SignInAgain: the session is over.
        LockedOut: too many wrong passwords.
        WrongPassword: it is not the account's password.
        StillInOffice: the person holds an office or a seat.
        ErasedAlready: it was asked for before.
    """
    if not understood:
        raise rules.NotUnderstood
    _accounts.prove(session_id, password, origin=origin, at=at)
    with transaction() as session:
        account = _sessions.locked(session, session_id, at, _sessions.whole)
        person = people.get(session, account.person_id, for_update=True)
        actor = people.actor(session, person.id)
        done = _erased(session, person, Manner.ONLINE, actor=actor, at=at)
    return _swept(done)


def erase_for(person_id: int, *, paper: str, actor: Actor, at: datetime) -> tuple[Matter, ...]:
    """Delete what is kept about a resident who asked for it in writing, and return what has to wait.

    `paper` is the number under which the signed request is filed.

    Raises:
        NotFound: there is no such resident in a community.
        NotPermitted: the actor does not work there.
        BadValue, PrivacyFinding, NamesFound: the number of the paper is missing, or names somebody.
        StillInOffice: the person holds an office or a seat.
        ErasedAlready: it was asked for before.
    """
    label = N_("申请编号")
    number = public_line(label, paper, limit=LONGEST_PAPER)
    with transaction() as session:
        accounts.of_person(session, person_id, for_update=True)
        person = people.get(session, person_id, for_update=True)
        if erased_people.of_person(session, person_id) is not None:
            raise rules.ErasedAlready
        if person.community_id is None:
            raise NotFound
        permit(actor, Action.PERSON_ERASE, Target(areas.get(session, person.community_id).path), at=at)
        if person.name in number:
            raise BadValue(field=label, why=N_("里面写了本人的名字，删了以后名字还在；只写编号"))
        done = _erased(session, person, Manner.PAPER, paper=number, actor=actor, at=at)
    return _swept(done)


def finish_due(*, at: datetime) -> int:
    """Delete the rest of everybody for whom nothing waits any more, and return of how many."""
    finished = 0
    for person_id in erased_people.unfinished(db.session(), limit=_BATCH):
        with transaction() as session:
            person = people.get(session, person_id, for_update=True)
            erasure = erased_people.of_person(session, person_id, for_update=True)
            if erasure is None or erasure.finished_at or erasures.matters(session, person_id):
                continue
            place = _forgetting.place_of(session, person)
            kinds = _forgetting.finish(session, person, erasure, at=at)
            _tell(session, person, place, kinds, Manner(erasure.manner), 0, actor=SYSTEM, at=at)
            finished += 1
    if finished:
        engines.fold_log(db.engine)
    return finished


def _erased(
    session: Session, person: Person, manner: Manner, *, paper: str = "", actor: Actor, at: datetime
) -> Forgotten:
    if erased_people.of_person(session, person.id) is not None:
        raise rules.ErasedAlready
    duties = erasures.duties(session, person.id, local_day(at))
    rules.require_no_duty(duties)
    place = _forgetting.place_of(session, person)
    done = _forgetting.begin(session, person, manner, paper=paper, actor=actor, at=at)
    _tell(session, person, place, done.kinds, manner, len(done.waits), actor=actor, at=at)
    return done


def _tell(
    session: Session,
    person: Person,
    place: tuple[str, str],
    kinds: set[Erased],
    manner: Manner,
    waits: int,
    *,
    actor: Actor,
    at: datetime,
) -> None:
    slug, path = place
    facts: dict[str, object] = {"erased": rules.in_order(kinds), "manner": manner.value, "waits": waits}
    record(
        session, Action.PERSON_ERASE, f"residents/{slug}", actor=actor, at=at, area=path,
        facts=facts, detail=f"person/{person.id}",
    )  # fmt: skip


def _swept(done: Forgotten) -> tuple[Matter, ...]:
    """Delete files that nothing names any more, and what the database's own log still has of the rows."""
    uploads.remove(done.files)
    engines.fold_log(db.engine)
    return tuple(done.waits)
