"""The common spine of every deed: who may, what the table says, and one line in the journal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from microprojects.domain import journal, names, permissions
from microprojects.domain.actions import Action
from microprojects.domain.lifecycle import LIFECYCLE
from microprojects.domain.people import Actor, Role
from microprojects.domain.permission_table import TABLE
from microprojects.domain.permissions import Target
from microprojects.domain.workdays import local_day
from microprojects.services._words import require_nobody_named
from microprojects.store import cleared_names, packaged, stays
from microprojects.store.cases import StoreCase
from microprojects.store.db import lock
from microprojects.store.journal import JournalActor, JournalEntry, JournalHead
from microprojects.store.projects import Project

# Which of several roles an act is recorded under: the one that carries most duty here.
_RANK = {role: rank for rank, role in enumerate(Role)}


def permit(actor: Actor, action: Action, target: Target, *, at: datetime) -> None:
    """Let the act pass if the permission table does.

    Raises:
        OwnMatter: the matter is the actor's own.
        NotPermitted: no role allows it.
    """
    permissions.require(actor, action, target, at=local_day(at))


def acting_role(actor: Actor, action: Action, area: str, *, at: datetime) -> Role | None:
    """Return the role under which the act is recorded; None for a signed-in person without one."""
    held = actor.roles(area, local_day(at))
    fitting = held & TABLE[action].roles or held
    return max(fitting, key=lambda role: _RANK[role], default=None)


def is_told(actor: Actor, action: Action, area: str, *, at: datetime) -> bool:
    """Return whether the actor is told of the names of residents in what they write by the act."""
    return names.is_told(action, actor.roles(area, local_day(at)), TABLE[action].roles)


def unnamed(session: Session, text: str, action: Action, *, actor: Actor, at: datetime, area: str) -> str:
    """Return what somebody wrote for everybody with only the family names of residents of an area, in one statement.

    Who writes for the office is told instead, when the deed is recorded.
    """
    if not text or is_told(actor, action, area, at=at):
        return text
    return names.unnamed(text, cleared_names.named_in(session, text, area))


def record(
    session: Session,
    action: Action,
    subject: str,
    *,
    actor: Actor,
    at: datetime,
    area: str,
    facts: Mapping[str, object] | None = None,
    detail: str = "",
) -> JournalEntry:
    """Append the act to the journal, in the deed's own transaction.

    `subject` is "project/LZ-2026-014", "meeting/7" and the like. `facts` are public:
    no personal data; amounts as decimal strings of fen. `detail` is for auditors only.

    Raises:
        NamesFound: words that the office wrote in this deed name a resident.
    """
    require_nobody_named(session, area, writes=is_told(actor, action, area, at=at))
    head = session.scalars(lock(select(JournalHead).where(JournalHead.id == 1))).one()
    role = acting_role(actor, action, area, at=at)
    entry = journal.next_entry(
        journal.Head(head.seq, head.hash),
        at=at,
        verb=action.value,
        subject=subject,
        actor=role.value if role else "person",
        area=area,
        facts=facts or {},
    )
    row = JournalEntry(
        seq=entry.seq,
        at=at,
        verb=action.value,
        subject=subject,
        area=area,
        meeting_id=_meeting(subject, facts or {}),
        body=entry.line.decode(),
        hash=entry.hash,
    )
    session.add(row)
    session.flush()
    session.add(JournalActor(seq=entry.seq, person_id=actor.person_id, detail=detail))
    head.seq, head.hash = entry.seq, entry.hash
    return row


def _meeting(subject: str, facts: Mapping[str, object]) -> int | None:
    """Return the meeting that an entry tells of, so that its screens know when something changed."""
    kind, _, key = subject.partition("/")
    meeting = int(key) if kind == "meeting" else facts.get("meeting")
    return meeting if isinstance(meeting, int) else None


def subject_of(project: Project) -> str:
    """Return the project as the journal names it: by its number, before that by its draft id."""
    return f"project/{project.number}" if project.number else f"draft/{project.id}"


def note(
    session: Session,
    action: Action,
    project: Project,
    facts: Mapping[str, object],
    *,
    actor: Actor,
    at: datetime,
) -> JournalEntry:
    """Append an act on a project to the journal, once its rows are written."""
    session.flush()
    return record(
        session, action, subject_of(project), actor=actor, at=at, area=project.area.path, facts=facts
    )


def require_step(session: Session, project: Project, action: Action, *, at: datetime) -> None:
    """Refuse at the beginning of a deed what the lifecycle table would refuse at its end.

    Raises:
        WrongMoment: the table has no such row.
        Refusal: a guard says no.
    """
    case = StoreCase(session, project, at)
    LIFECYCLE.step(project.state, project.stage, action, case.rules.scheme, case)


def move(
    session: Session,
    project: Project,
    action: Action,
    *,
    actor: Actor,
    at: datetime,
    facts: Mapping[str, object] | None = None,
    detail: str = "",
) -> JournalEntry:
    """Step the project through the lifecycle table: the only place that sets a state.

    What the deed recorded before is flushed first, so the guards see it.

    Raises:
        NotPermitted: the actor may not.
        WrongMoment: the table has no such row.
        Refusal: a guard says no.
    """
    permit(actor, action, project.target, at=at)
    session.flush()
    case = StoreCase(session, project, at)
    before, since = project.state, project.state_since
    state, stage = LIFECYCLE.step(before, project.stage, action, case.rules.scheme, case)
    project.state = state
    project.stage = stage
    project.state_since = at
    left = stays.Left(before, since, action)
    stays.step(session, project, left, case.rules, packaged.work_calendar())
    told = {"from": before.value, "to": state.value, "stage": stage, **(facts or {})}
    return record(
        session,
        action,
        subject_of(project),
        actor=actor,
        at=at,
        area=project.area.path,
        facts=told,
        detail=detail,
    )
