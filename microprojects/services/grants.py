"""Roles: giving one for a term, to somebody known or to a newcomer, and taking one back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from microprojects.domain import credentials
from microprojects.domain.accounts import (
    GrantOver,
    HasRole,
    NotYoursToGive,
    OwnAccount,
    RolesApart,
    UnitsHaveTheirOwn,
)
from microprojects.domain.actions import Action
from microprojects.domain.errors import N_, BadValue
from microprojects.domain.people import GIVEN_ROLES, Actor, Grant, Role, clash, givers, gives
from microprojects.domain.permissions import Target
from microprojects.domain.workdays import local_day
from microprojects.services import _accounts, _passwords
from microprojects.services._deed import permit, record
from microprojects.store import accounts, areas, people, sessions
from microprojects.store.areas import Area
from microprojects.store.db import transaction
from microprojects.store.people import Person, RoleGrant

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Office:
    """A role in the area of a path from a day on; `until` is the last day, None means open."""

    role: Role
    area: str
    since: date
    until: date | None = None


def grant_role(person_id: int, office: Office, *, actor: Actor, at: datetime) -> int:
    """Give a person a role for a term, and return the number of the grant.

    The person is signed out everywhere, because what they may do has changed; with
    an office or a council role they set up a second factor at the next sign-in.

    Raises:
        NotFound: there is no such person or area.
        NotPermitted, NotYoursToGive: the actor gives no roles there, or not this one.
        OwnAccount: nobody gives themselves a role.
        BadValue: the role is not given (residents are verified instead), or the term is upside down.
        HasRole: the person holds it there already.
        RolesApart: the person holds one that must be in other hands.
        UnitsHaveTheirOwn: a resident would act as a unit.
    """
    _require_term(office)
    with transaction() as session:
        place = _open_place(session, office, actor=actor, at=at)
        person = people.get(session, person_id, for_update=True)
        if person.id == actor.person_id:
            raise OwnAccount
        _require_free(session, person, office)
        account = accounts.of_person(session, person.id, for_update=True)
        if account is not None:
            sessions.end_all(session, account, at)
        return _given(session, person, place, office, actor=actor, at=at)


def appoint(name: str, username: str, password: str, office: Office, *, actor: Actor, at: datetime) -> int:
    """Give a role to somebody whom the site does not know yet, with an account; return the person's number.

    Raises:
        NotFound: there is no such area.
        NotPermitted, NotYoursToGive: the actor gives no roles there, or not this one.
        BadValue: the name is empty or too long, the role is not given, or the term is upside down.
        BadUsername, WeakPassword, UsernameTaken: what a rule says.
    """
    _require_term(office)
    called = _accounts.line(name, field=N_("姓名"))
    folded = credentials.require_username(username)
    credentials.require_password(password, folded)
    kept = _passwords.hashed(password)
    with transaction() as session:
        place = _open_place(session, office, actor=actor, at=at)
        person = Person(name=called, created_at=at)
        session.add(person)
        session.flush()
        _accounts.added(session, person.id, folded, kept, at=at)
        _given(session, person, place, office, actor=actor, at=at)
        return person.id


def revoke_role(grant_id: int, *, actor: Actor, at: datetime) -> None:
    """Take a role back; from this moment it holds no more, and its holder is signed out everywhere.

    Raises:
        NotFound: there is no such grant.
        NotPermitted, NotYoursToGive: the actor takes no roles back there, or not this one.
        OwnAccount: nobody changes their own roles.
        GrantOver: its term ended before.
    """
    today = local_day(at)
    with transaction() as session:
        grant = people.grant(session, grant_id, for_update=True)
        place = areas.get(session, grant.area_id)
        permit(actor, Action.ROLE_REVOKE, Target(place.path), at=at)
        if grant.person_id == actor.person_id:
            raise OwnAccount
        _require_giver(actor, Role(grant.role), place, at=at)
        if grant.until is not None and grant.until < today:
            raise GrantOver
        _note(session, Action.ROLE_REVOKE, grant, place.path, actor=actor, at=at)
        if grant.since >= today:
            session.delete(grant)  # it never held for a whole day; the journal keeps that it was given
        else:
            grant.until = today - _ONE_DAY  # the last day counts, and today must not
        account = accounts.of_person(session, grant.person_id, for_update=True)
        if account is not None:
            sessions.end_all(session, account, at)


def _require_term(office: Office) -> None:
    """Refuse a role that is not given, and a term that ends before it begins."""
    if office.role not in GIVEN_ROLES:
        raise BadValue(field=N_("身份"), why=N_("居民身份由社区核实，不能授予"))
    if office.until is not None and office.until < office.since:
        raise BadValue(field=N_("任期"), why=N_("最后一天早于第一天"))


def _open_place(session: Session, office: Office, *, actor: Actor, at: datetime) -> Area:
    """Return the area of the office, if the actor gives that role there."""
    place = areas.by_path(session, office.area)
    permit(actor, Action.ROLE_GRANT, Target(place.path), at=at)
    _require_giver(actor, office.role, place, at=at)
    return place


def _require_giver(actor: Actor, role: Role, place: Area, *, at: datetime) -> None:
    """Refuse a role that another kind of administrator gives and takes back."""
    if role not in gives(actor.roles(place.path, local_day(at))):
        raise NotYoursToGive(role=role.label, who="、".join(each.label for each in givers(role)))


def _require_free(session: Session, person: Person, office: Office) -> None:
    """Refuse the same office twice at once, and one that must be in other hands; the person's row is held."""
    wanted = Grant(office.role, office.area, office.since, office.until)
    named, held = {}, []
    for row, place in people.grants_held(session, person.id):
        grant = Grant(Role(row.role), place.path, row.since, row.until)
        if grant.role is office.role and grant.area == office.area and wanted.meets(grant):
            raise HasRole(role=office.role)
        named[grant.area] = place.name
        held.append(grant)
    found = clash(wanted, held)
    if found is not None:
        grant, line = found
        raise RolesApart(where=named[grant.area], held=grant.role.label, role=office.role.label, why=line.why)
    if office.role is Role.UNIT and person.community_id is not None:
        raise UnitsHaveTheirOwn


def _given(
    session: Session, person: Person, place: Area, office: Office, *, actor: Actor, at: datetime
) -> int:
    """Add the grant and its line in the journal."""
    grant = RoleGrant(
        person_id=person.id,
        area_id=place.id,
        role=office.role.value,
        since=office.since,
        until=office.until,
        granted_by_id=actor.person_id,
    )
    session.add(grant)
    session.flush()
    _note(session, Action.ROLE_GRANT, grant, place.path, actor=actor, at=at)
    return grant.id


def _note(session: Session, verb: Action, grant: RoleGrant, area: str, *, actor: Actor, at: datetime) -> None:
    """Write the grant in the journal by role and area; to whom is for auditors only."""
    facts: dict[str, object] = {"role": grant.role}
    if verb is Action.ROLE_GRANT:
        facts |= {"since": grant.since.isoformat(), "until": grant.until.isoformat() if grant.until else None}
    subject, detail = f"roles/{area}", f"person/{grant.person_id}"
    record(session, verb, subject, actor=actor, at=at, area=area, facts=facts, detail=detail)
