"""People, and the roles that they hold in an area for a term."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, and_, bindparam, func, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from microprojects.domain.errors import NotFound
from microprojects.domain.people import Actor, Grant, Role
from microprojects.store.areas import Area, inside
from microprojects.store.columns import AreaKey, Key, Line, PersonKey, Word, one_of
from microprojects.store.db import Base, lock, table_of
from microprojects.store.secrets import open_text

PHONE = "person.phone"  # the place of a sealed value, bound to the number of its person
HOUSE = "microprojects"  # nickname of the person who stands for the command line


class Person(Base):
    """One person. The phone is kept sealed; `phone_index` is a keyed hash for finding it again."""

    __tablename__ = "people"
    __table_args__ = (
        CheckConstraint("(verified_at IS NULL) = (verified_by_id IS NULL)", name="verified_by_somebody"),
    )

    id: Mapped[Key]
    name: Mapped[Line]
    nickname: Mapped[Line] = mapped_column(default="")
    phone_sealed: Mapped[str | None] = mapped_column(String(400))
    phone_index: Mapped[str | None] = mapped_column(String(64), index=True)
    community_id: Mapped[int | None] = mapped_column(ForeignKey("areas.id"), index=True)
    building: Mapped[Line] = mapped_column(default="")
    verified_at: Mapped[datetime | None]
    verified_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    consent_at: Mapped[datetime | None]
    name_shown_since: Mapped[datetime | None]  # separate consent to show the real name (PIPL 25)
    created_at: Mapped[datetime]


class RoleGrant(Base):
    """One role of one person in one area; `until` is the last day."""

    __tablename__ = "role_grants"
    __table_args__ = (
        one_of("role", [r.value for r in Role if r not in (Role.RESIDENT, Role.SYSTEM)]),
        CheckConstraint("until IS NULL OR until >= since", name="term_in_order"),
    )

    id: Mapped[Key]
    person_id: Mapped[PersonKey] = mapped_column(index=True)
    area_id: Mapped[AreaKey]
    role: Mapped[Word]
    since: Mapped[date]
    until: Mapped[date | None]
    granted_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


# Every request of a signed-in person asks this; written once, it is compiled once.
_grants, _areas = table_of(RoleGrant), table_of(Area)
_GRANTS = (
    select(_grants.c.role, _areas.c.path, _grants.c.since, _grants.c.until)
    .join(_areas, _areas.c.id == _grants.c.area_id)
    .where(_grants.c.person_id == bindparam("person"))
    .order_by(_grants.c.id)
)


def get(session: Session, person_id: int, *, for_update: bool = False) -> Person:
    """Return one person."""
    person = session.get(Person, person_id, with_for_update=for_update or None, populate_existing=for_update)
    if person is None:
        raise NotFound
    return person


def actor(session: Session, person_id: int) -> Actor:
    """Return the person as the rules see them, in two statements."""
    found = session.execute(
        select(Person, Area.path)
        .outerjoin(Area, Area.id == Person.community_id)
        .where(Person.id == person_id)
    ).one_or_none()
    if found is None:
        raise NotFound
    person, home = found
    return Actor(person.id, person.name, grants(session, person_id), home if person.verified_at else None)


def actors(session: Session, person_ids: Collection[int]) -> dict[int, Actor]:
    """Return several people as the rules see them, in two statements; unknown numbers are left out."""
    if not person_ids:
        return {}
    given: dict[int, list[Grant]] = {}
    held = session.execute(
        select(RoleGrant.person_id, RoleGrant.role, Area.path, RoleGrant.since, RoleGrant.until)
        .join(Area, Area.id == RoleGrant.area_id)
        .where(RoleGrant.person_id.in_(person_ids))
        .order_by(RoleGrant.id)
    )
    for person_id, role, path, since, until in held:
        given.setdefault(person_id, []).append(Grant(Role(role), path, since, until))
    found = session.execute(
        select(Person, Area.path)
        .outerjoin(Area, Area.id == Person.community_id)
        .where(Person.id.in_(person_ids))
    )
    return {
        person.id: Actor(
            person.id, person.name, tuple(given.get(person.id, ())), home if person.verified_at else None
        )
        for person, home in found
    }


def grants(session: Session, person_id: int) -> tuple[Grant, ...]:
    """Return the roles that a person was ever given, with their terms."""
    rows = session.execute(_GRANTS, {"person": person_id})
    return tuple(Grant(Role(role), path, since, until) for role, path, since, until in rows)


def holds(session: Session, person_id: int, role: Role, area_path: str, on: date) -> bool:
    """Return whether a person holds a role in an area on a day."""
    return any(grant.role is role and grant.covers(area_path, on) for grant in grants(session, person_id))


def holders(session: Session, role: Role, area_path: str, on: date) -> list[Person]:
    """Return the people who hold a role in an area (or above it) on a day."""
    parts = area_path.split("/")
    paths = ["/".join(parts[: n + 1]) for n in range(len(parts))]
    return list(
        session.scalars(
            select(Person)
            .join(RoleGrant, RoleGrant.person_id == Person.id)
            .join(Area, Area.id == RoleGrant.area_id)
            .where(
                RoleGrant.role == role.value,
                Area.path.in_(paths),
                RoleGrant.since <= on,
                (RoleGrant.until.is_(None)) | (RoleGrant.until >= on),
            )
            .order_by(Person.id)
        )
    )


def of_the_house(session: Session, at: datetime) -> Person:
    """Return the person that stands for the command line where a deed must name somebody; it is made once."""
    found = session.scalar(
        select(Person).where(Person.nickname == HOUSE, Person.community_id.is_(None)).limit(1)
    )
    if found is None:
        found = Person(name=Role.SYSTEM.label, nickname=HOUSE, created_at=at)
        session.add(found)
        session.flush()
    return found


def named(session: Session, name: str, community: Area) -> list[Person]:
    """Return the people of a name who are verified in a community or hold a role in it, in order."""
    here = select(RoleGrant.person_id).where(RoleGrant.area_id == community.id)
    lives = and_(Person.community_id == community.id, Person.verified_at.is_not(None))
    query = select(Person).where(Person.name == name, or_(lives, Person.id.in_(here)))
    return list(session.scalars(query.order_by(Person.id)))


def grant(session: Session, grant_id: int, *, for_update: bool = False) -> RoleGrant:
    """Return one grant of a role."""
    query = select(RoleGrant).where(RoleGrant.id == grant_id)
    found = session.scalar(lock(query) if for_update else query)
    if found is None:
        raise NotFound
    return found


def grants_held(session: Session, person_id: int) -> list[tuple[RoleGrant, Area]]:
    """Return the grants of a person with their areas, the newest first."""
    rows = session.execute(
        select(RoleGrant, Area)
        .join(Area, Area.id == RoleGrant.area_id)
        .where(RoleGrant.person_id == person_id)
        .order_by(RoleGrant.since.desc(), RoleGrant.id.desc())
    )
    return [(grant, area) for grant, area in rows]


def unverified(
    session: Session, paths: Sequence[str], *, limit: int, offset: int = 0
) -> list[tuple[Person, Area]]:
    """Return the people who registered in communities inside the areas and were not verified yet, oldest first."""
    rows = session.execute(
        select(Person, Area)
        .join(Area, Area.id == Person.community_id)
        .where(Person.verified_at.is_(None), Area.id.in_(inside(paths)))
        .order_by(Person.created_at, Person.id)
        .limit(limit)
        .offset(offset)
    )
    return [(person, area) for person, area in rows]


def phone(person: Person) -> str:
    """Return the telephone number of a person in full, for the one who handles their case; empty if none is kept."""
    return open_text(PHONE, person.id, person.phone_sealed) if person.phone_sealed else ""


def sharing_phone(session: Session, person: Person) -> int:
    """Return how many others gave the same telephone number, which a clerk asks about before verifying."""
    if person.phone_index is None:
        return 0
    same = select(func.count()).where(Person.phone_index == person.phone_index, Person.id != person.id)
    return session.scalar(same) or 0
