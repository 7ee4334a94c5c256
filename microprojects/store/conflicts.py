"""Which members in the room decide on a matter of their own, and have not stood aside yet."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from microprojects.domain.casting import CONTRACTOR, PROPOSER, Conflict
from microprojects.domain.people import Role
from microprojects.store import people, projects
from microprojects.store.meetings import Room
from microprojects.store.people import Person
from microprojects.store.projects import Project


def own_matter(session: Session, project: Project, on: date) -> tuple[set[int], set[int]]:
    """Return who proposed a project, and who on that day belongs to a firm that may be paid for it."""
    firms = people.holders(session, Role.CONTRACTOR, project.area.path, on)
    return projects.proposers(session, project), {person.id for person in firms}


def in_the_room(session: Session, project: Project, room: Room, on: date) -> list[Conflict]:
    """Return who in the room must stand aside before a project is voted on, by name; each once."""
    proposers, firms = own_matter(session, project, on)
    found = room.may_vote & (proposers | firms)
    if not found:
        return []
    rows = session.execute(select(Person.id, Person.name).where(Person.id.in_(found)).order_by(Person.id))
    return [Conflict(key, name, PROPOSER if key in proposers else CONTRACTOR) for key, name in rows]
