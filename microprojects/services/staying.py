"""The stays of projects in steps with a limit, made anew from the journal; nothing public changes, so nothing is recorded."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from microprojects.domain import stays
from microprojects.domain.states import State
from microprojects.store import packaged, rulebooks
from microprojects.store.db import db, transaction
from microprojects.store.journal import JournalEntry
from microprojects.store.projects import Project
from microprojects.store.stays import ProjectStay, begun

_CHUNK = 200


def rebuild() -> int:
    """Write the stays of every project anew, under the rules that hold for it now; return how many there are."""
    session, made = db.session(), 0
    everything = list(session.scalars(select(Project.id).order_by(Project.id)))
    session.rollback()
    for start in range(0, len(everything), _CHUNK):
        some = everything[start : start + _CHUNK]
        with transaction() as writing:
            writing.execute(delete(ProjectStay).where(ProjectStay.project_id.in_(some)))
            rows = list(_told(writing, some))
            writing.add_all(rows)
            made += len(rows)
    return made


def _told(session: Session, some: Sequence[int]) -> Iterator[ProjectStay]:
    """Yield the stays of which the journal tells: each step of a project says from where to where it went."""
    found = {f"project/{p.number}": p for p in session.scalars(select(Project).where(Project.id.in_(some)))}
    lines = session.execute(
        select(JournalEntry.subject, JournalEntry.at, JournalEntry.verb, JournalEntry.body)
        .where(JournalEntry.subject.in_(found))
        .order_by(JournalEntry.seq)
    )
    lasting: dict[str, ProjectStay] = {}
    cal = packaged.work_calendar()
    for subject, at, verb, body in lines:
        facts = json.loads(body)["facts"]
        if "from" not in facts or "to" not in facts:
            continue
        stay = lasting.pop(subject, None)
        if stay is not None:
            stay.ended_at = at
            stay.took = stays.days_between(stay.began_at, at, cal, working=stay.working)
            stay.finished = stays.finishes(State(stay.state), verb)
            yield stay
        project, state = found[subject], State(facts["to"])
        limit = stays.limit_of(state, at, rulebooks.of(project), cal, project.type)
        if limit is not None:
            lasting[subject] = begun(project.id, state, limit)
    yield from lasting.values()
