"""What the deeds of a gathering share: whose it is, whether it runs, and its line in the journal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from microprojects.domain.actions import Action
from microprojects.domain.gathering_kinds import Part
from microprojects.domain.gatherings import (
    GatheringNotOpen,
    GatheringOpen,
    GatheringOver,
    MatterEnded,
    NotOfThisKind,
)
from microprojects.domain.people import Actor
from microprojects.domain.permissions import Target
from microprojects.services._deed import permit, record
from microprojects.store import gatherings
from microprojects.store.gatherings import Gathering, Matter


def held(session: Session, gathering_id: int, action: Action, *, actor: Actor, at: datetime) -> Gathering:
    """Return a gathering that is not over, held, if the actor may do the act in its community.

    Raises:
        NotFound, NotPermitted, NotANeighbour: there is none, or the actor may not.
        GatheringOver: it has ended or was called off.
    """
    found = gatherings.get(session, gathering_id, for_update=True)
    permit(actor, action, Target(found.area.path), at=at)
    if found.is_over:
        raise GatheringOver
    return found


def held_matter(session: Session, matter_id: int, action: Action, *, actor: Actor, at: datetime) -> Matter:
    """Return a matter that has no ending yet, of an open gathering that is held.

    Raises:
        NotFound, NotPermitted, OwnMatter: there is none, or it is not the actor's to decide.
        GatheringOver, GatheringNotOpen: its gathering does not run.
        MatterEnded: it has an ending.
    """
    found = gatherings.matter(session, matter_id, for_update=True)
    project = found.project
    target = project.target if project else Target(found.gathering.area.path, found.raised_by_id)
    permit(actor, action, target, at=at)
    require_open(found.gathering)
    if found.ended_at is not None:
        raise MatterEnded
    return found


def require_part(gathering: Gathering, part: Part) -> None:
    """Refuse what the kind of gathering does not have.

    Raises:
        NotOfThisKind: with its title.
    """
    if not gathering.made_of.has(part):
        raise NotOfThisKind(kind=gathering.made_of.title)


def require_open(gathering: Gathering) -> None:
    """Refuse outside the gathering itself.

    Raises:
        GatheringOver, GatheringNotOpen: it has ended, or has not begun.
    """
    if gathering.is_over:
        raise GatheringOver
    if gathering.state != "open":
        raise GatheringNotOpen


def require_planned(gathering: Gathering) -> None:
    """Refuse once the gathering has begun.

    Raises:
        GatheringOver, GatheringOpen: it has ended, or runs.
    """
    if gathering.is_over:
        raise GatheringOver
    if gathering.state != "planned":
        raise GatheringOpen


def tell(
    session: Session,
    gathering: Gathering,
    action: Action,
    facts: Mapping[str, object] | None = None,
    *,
    actor: Actor,
    at: datetime,
) -> None:
    """Append the act to the journal as one of the gathering."""
    subject, area = f"gathering/{gathering.id}", gathering.area.path
    record(session, action, subject, actor=actor, at=at, area=area, facts=facts)
