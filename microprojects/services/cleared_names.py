"""Names that may stand in public texts of a community: one person writes them down, another confirms."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from microprojects.domain import names as law
from microprojects.domain import texts
from microprojects.domain.actions import Action
from microprojects.domain.errors import N_
from microprojects.domain.people import Actor
from microprojects.domain.permissions import Target
from microprojects.services._deed import permit, record
from microprojects.store import areas, cleared_names
from microprojects.store.cleared_names import ClearedName
from microprojects.store.db import transaction


def ask(community_slug: str, *, name: str, ground: str, actor: Actor, at: datetime) -> int:
    """Write down that a name may stand in public texts, and return its number; it does not hold yet.

    Raises:
        NotFound, NotPermitted: there is no such community, or the actor does not work for it.
        GroundUnknown, BadValue: the ground or the name cannot be.
        NameAsked: it is on the list.
    """
    law.require_ground(ground)
    told = texts.needed(N_("姓名"), texts.line(N_("姓名"), name, limit=20))
    with transaction() as session:
        area = areas.by_slug(session, community_slug)
        permit(actor, Action.NAME_ASK, Target(area.path), at=at)
        if cleared_names.standing(session, area.id, told) is not None:
            raise law.NameAsked(name=told)
        row = ClearedName(area_id=area.id, name=told, ground=ground)
        row.asked_at, row.asked_by_id = at, actor.person_id or 0
        session.add(row)
        session.flush()
        _note(session, Action.NAME_ASK, row.id, ground, area.path, actor=actor, at=at)
        return row.id


def confirm(name_id: int, *, actor: Actor, at: datetime) -> None:
    """Confirm as the second person that a name may stand in public texts.

    Raises:
        NotPermitted: the actor does not work for the community.
        NameUnknown: there is none that waits.
        NameSameHands: they wrote it down themselves.
    """
    with transaction() as session:
        row = _held(session, name_id, Action.NAME_CONFIRM, actor=actor, at=at)
        if row.confirmed_at is not None:
            raise law.NameUnknown
        if row.asked_by_id == actor.person_id:
            raise law.NameSameHands
        row.confirmed_at, row.confirmed_by_id = at, actor.person_id
        _note(session, Action.NAME_CONFIRM, row.id, row.ground, row.area.path, actor=actor, at=at)


def withdraw(name_id: int, *, actor: Actor, at: datetime) -> None:
    """Take a name from the list, because the person no longer agrees or it was a mistake.

    Raises:
        NotPermitted: the actor does not work for the community.
        NameUnknown: it is not on the list.
    """
    with transaction() as session:
        row = _held(session, name_id, Action.NAME_WITHDRAW, actor=actor, at=at)
        row.withdrawn_at, row.withdrawn_by_id = at, actor.person_id
        _note(session, Action.NAME_WITHDRAW, row.id, row.ground, row.area.path, actor=actor, at=at)


def _held(session: Session, name_id: int, action: Action, *, actor: Actor, at: datetime) -> ClearedName:
    row = cleared_names.get(session, name_id)
    if row is None:
        raise law.NameUnknown
    permit(actor, action, Target(row.area.path), at=at)
    return row


def _note(
    session: Session, action: Action, number: int, ground: str, area: str, *, actor: Actor, at: datetime
) -> None:
    record(session, action, f"name/{number}", actor=actor, at=at, area=area, facts={"ground": ground})
