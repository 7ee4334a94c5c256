"""Residents of a community as the clerk at its window finds them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from microprojects.store.areas import Area, inside
from microprojects.store.people import PHONE, Person
from microprojects.store.secrets import fingerprint


def find(
    session: Session, paths: Sequence[str], *, name: str = "", phone: str = "", limit: int = 20
) -> list[tuple[Person, Area]]:
    """Return verified residents of communities in the areas, by a part of the name or by a folded phone number.

    Without either there is nobody.
    """
    wanted = []
    if name:
        wanted.append(Person.name.contains(name, autoescape=True))
    if phone:
        wanted.append(Person.phone_index == fingerprint(PHONE, phone))
    if not wanted:
        return []
    rows = session.execute(
        select(Person, Area)
        .join(Area, Area.id == Person.community_id)
        .where(or_(*wanted), Person.verified_at.is_not(None), Area.id.in_(inside(paths)))
        .order_by(Person.name, Person.id)
        .limit(limit)
    )
    return [(person, area) for person, area in rows]


def same(session: Session, community_id: int, *, name: str, phone: str) -> Person | None:
    """Return somebody of the same name and folded phone number in a community."""
    return session.scalar(
        select(Person)
        .where(
            Person.community_id == community_id,
            Person.name == name,
            Person.phone_index == (fingerprint(PHONE, phone) if phone else None),
        )
        .limit(1)
    )
