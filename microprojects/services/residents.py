"""Residents: registering oneself, and being verified at the desk of the community."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from microprojects.domain import credentials
from microprojects.domain.accounts import AlreadyVerified, ConsentMissing, OwnAccount
from microprojects.domain.actions import Action
from microprojects.domain.errors import N_, BadValue
from microprojects.domain.people import Actor
from microprojects.domain.permissions import Target
from microprojects.domain.phones import fold_phone
from microprojects.domain.residents import KnownResident, require_age
from microprojects.domain.sessions import Origin
from microprojects.domain.workdays import local_day
from microprojects.services import _accounts, _attempts, _passwords
from microprojects.services._deed import permit, record
from microprojects.store import areas, people, rulebooks, secrets
from microprojects.store import residents as rows
from microprojects.store.areas import Area
from microprojects.store.db import transaction
from microprojects.store.people import PHONE, Person


class Seen(StrEnum):
    """What the clerk saw to believe that a person lives here. Numbers on it are never written down."""

    ID_CARD = "id-card"
    PROPERTY = "property"
    LEASE = "lease"
    KNOWN = "known"

    @property
    def label(self) -> str:
        """Return the name in the source language."""
        return _SEEN_LABELS[self]


_SEEN_LABELS = {
    Seen.ID_CARD: N_("身份证或居住证，住址在本社区"),
    Seen.PROPERTY: N_("房产证或购房合同"),
    Seen.LEASE: N_("租房合同或水电费单"),
    Seen.KNOWN: N_("网格员或楼长当面证明"),
}


@dataclass(frozen=True, kw_only=True)
class Registration:
    """What a person tells about themselves; the building may be empty."""

    name: str
    community: str
    building: str
    phone: str
    username: str
    password: str
    consents: bool


@dataclass(frozen=True, kw_only=True)
class WalkIn:
    """What a resident tells at the window; building and phone may be empty.

    `seen` is what proved the address, `of_age` that it proved the age, too.
    """

    name: str
    community: str
    seen: Seen
    building: str = ""
    phone: str = ""
    of_age: bool = False
    consents: bool = False


def register(wanted: Registration, *, origin: Origin, at: datetime) -> int:
    """Make an account for somebody whom the community has yet to verify, and return the person's number.

    Until then they may sign in and draft, and neither second, propose nor vote.

    Raises:
        ConsentMissing: without consent nothing is kept.
        BadValue: the name is empty or too long, or the area is not a community.
        BadPhone, BadUsername, WeakPassword, UsernameTaken: what a rule says.
        LockedOut: too many registrations from one network address, or too many that failed.
    """
    if not wanted.consents:
        raise ConsentMissing
    name = _accounts.line(wanted.name, field=N_("姓名"))
    building = _accounts.line(wanted.building, field=N_("楼栋")) if wanted.building.strip() else ""
    phone = fold_phone(wanted.phone)
    username = credentials.require_username(wanted.username)
    credentials.require_password(wanted.password, username)
    _attempts.count_registration(origin.address, at=at)
    kept = _passwords.hashed(wanted.password)
    with transaction() as session:
        community = _community(session, wanted.community)
        person = Person(
            name=name,
            community_id=community.id,
            building=building,
            phone_index=secrets.fingerprint(PHONE, phone),
            consent_at=at,
            created_at=at,
        )
        session.add(person)
        session.flush()
        person.phone_sealed = secrets.seal_text(PHONE, person.id, phone)
        _accounts.added(session, person.id, username, kept, at=at)
        _attempts.forgive_registration(session, origin.address)
        return person.id


def verify(person_id: int, *, seen: Seen, of_age: bool, actor: Actor, at: datetime) -> None:
    """Confirm at the desk that a person lives in the community; from now on they have a voice there.

    Raises:
        NotFound: there is no such person, or they belong to no community.
        NotPermitted: the actor does not verify there.
        OwnAccount: nobody verifies themselves.
        AlreadyVerified: somebody did it before.
        TooYoung: the clerk did not see that they are of the age to propose.
    """
    with transaction() as session:
        person = people.get(session, person_id, for_update=True)
        community = areas.get(session, person.community_id or 0)
        permit(actor, Action.PERSON_VERIFY, Target(community.path), at=at)
        if person.id == actor.person_id:
            raise OwnAccount
        if person.verified_at is not None:
            raise AlreadyVerified
        require_age(rulebooks.age_to_propose(session, community.id, local_day(at)), of_age=of_age)
        person.verified_at, person.verified_by_id = at, actor.person_id
        record(
            session,
            Action.PERSON_VERIFY,
            f"residents/{community.slug}",
            actor=actor,
            at=at,
            area=community.path,
            facts={"seen": seen.value},
            detail=f"person/{person.id}",
        )


def enroll(told: WalkIn, *, actor: Actor, at: datetime) -> int:
    """Put a resident on the roll, verified at the window, and return their number.

    Raises:
        ConsentMissing: without consent nothing is kept.
        BadValue, BadPhone: a word does not fit its box, or the area is not a community.
        NotPermitted: the actor does not verify there.
        KnownResident: they are on the roll already.
        TooYoung: the clerk did not see that they are of the age to propose.
    """
    if not told.consents:
        raise ConsentMissing
    name = _accounts.line(told.name, field=N_("姓名"))
    building = _accounts.line(told.building, field=N_("楼栋")) if told.building.strip() else ""
    phone = fold_phone(told.phone) if told.phone.strip() else ""
    with transaction() as session:
        community = _community(session, told.community)
        permit(actor, Action.PERSON_VERIFY, Target(community.path), at=at)
        if phone and rows.same(session, community.id, name=name, phone=phone) is not None:
            raise KnownResident
        require_age(rulebooks.age_to_propose(session, community.id, local_day(at)), of_age=told.of_age)
        person = Person(
            name=name,
            community_id=community.id,
            building=building,
            phone_index=secrets.fingerprint(PHONE, phone) if phone else None,
            verified_at=at,
            verified_by_id=actor.person_id,
            consent_at=at,
            created_at=at,
        )
        session.add(person)
        session.flush()
        if phone:
            person.phone_sealed = secrets.seal_text(PHONE, person.id, phone)
        record(
            session,
            Action.PERSON_VERIFY,
            f"residents/{community.slug}",
            actor=actor,
            at=at,
            area=community.path,
            facts={"seen": told.seen.value, "walk-in": True},
            detail=f"person/{person.id}",
        )
        return person.id


def _community(session: Session, slug: str) -> Area:
    """Return the community of a slug.

    Raises:
        BadValue: there is none of that name.
    """
    found = next((area for area in areas.at_level(session, "community") if area.slug == slug), None)
    if found is None:
        raise BadValue(field=N_("社区"), why=N_("请从名单里选一个社区"))
    return found
