"""The record as an auditor reads it: each public entry, with who acted for the public behind it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, false, or_, select, true
from sqlalchemy.orm import Session

from microprojects.domain.audit_trails import NAMED, OF_AN_OFFICE, PERSONAL, is_named
from microprojects.domain.canonical import canonical
from microprojects.store.journal import JournalActor, JournalEntry
from microprojects.store.people import Person

_HOLDER = re.compile(r"person/([0-9]{1,18})", re.ASCII)


@dataclass(frozen=True)
class Wanted:
    """What an auditor looks for; what is empty asks for everything. The days include both ends."""

    name: str = ""  # part of the name of who acted for the public
    subject: str = ""  # part of what it is about, such as LZ-2026-014
    verb: str = ""
    begins: datetime | None = None  # the beginning of the first day
    ends: datetime | None = None  # the beginning of the last day


@dataclass(frozen=True)
class Step:
    """One entry, the role under which it was done, and the names that an auditor may read, empty where none."""

    entry: JournalEntry
    role: str
    name: str
    holder: str  # whose office was given or ended


def steps(
    session: Session, paths: Sequence[str], wanted: Wanted, *, limit: int, offset: int = 0
) -> list[Step]:
    """Return the entries of some areas and all inside them, the latest first. Two statements at most."""
    query = (
        select(JournalEntry, Person.name, JournalActor.detail)
        .outerjoin(JournalActor, JournalActor.seq == JournalEntry.seq)
        .outerjoin(Person, Person.id == JournalActor.person_id)
        .where(_inside(paths), *_conditions(wanted))
        .order_by(JournalEntry.seq.desc())
        .limit(limit)
        .offset(offset)
    )
    rows = session.execute(query).all()
    holders = _holders(session, [(entry.verb, detail or "") for entry, _name, detail in rows])
    return [
        Step(
            entry,
            role := _role(entry),
            (name or "") if is_named(role, entry.verb) else "",
            holders.get(detail or "", "") if entry.verb in OF_AN_OFFICE else "",
        )
        for entry, name, detail in rows
    ]


def _role(entry: JournalEntry) -> str:
    """Return the role that stands first in an entry's canonical JSON, where `actor` always stands."""
    return entry.body[len(_actor("")) :].partition('"')[0]


def _actor(role: str) -> str:
    """Return how an entry by a role begins, up to the role's end."""
    return canonical({"actor": role}).decode().removesuffix('"}')


def _inside(paths: Sequence[str]) -> ColumnElement[bool]:
    within = (
        (JournalEntry.area == path) | JournalEntry.area.startswith(f"{path}/", autoescape=True)
        for path in paths
        if path
    )
    return or_(true() if "" in paths else false(), *within)


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.name:
        by_office = or_(*(JournalEntry.body.startswith(f'{_actor(role.value)}"') for role in sorted(NAMED)))
        found += [Person.name.contains(wanted.name, autoescape=True), by_office]
        found.append(JournalEntry.verb.not_in([verb.value for verb in PERSONAL]))
    if wanted.subject:
        found.append(JournalEntry.subject.contains(wanted.subject, autoescape=True))
    if wanted.verb:
        found.append(JournalEntry.verb == wanted.verb)
    if wanted.begins:
        found.append(JournalEntry.at >= wanted.begins)
    if wanted.ends:
        found.append(JournalEntry.at < wanted.ends + timedelta(days=1))
    return found


def _holders(session: Session, acts: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Return the names of those whose office was given or ended, by how the record names them."""
    numbers = {
        detail: int(found[1])
        for verb, detail in acts
        if verb in OF_AN_OFFICE and (found := _HOLDER.fullmatch(detail))
    }
    if not numbers:
        return {}
    rows = session.execute(select(Person.id, Person.name).where(Person.id.in_(numbers.values())))
    names = {row.id: row.name for row in rows}
    return {detail: names.get(number, "") for detail, number in numbers.items()}
