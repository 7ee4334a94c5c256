"""What desks share whose things are no projects: whose a thing is."""

from __future__ import annotations

from microprojects.clock import now
from microprojects.domain import permissions
from microprojects.domain.actions import Action
from microprojects.domain.errors import NotPermitted
from microprojects.domain.permissions import Target
from microprojects.domain.workdays import local_day
from microprojects.store import areas
from microprojects.store.areas import Area
from microprojects.store.db import db
from microprojects.web.guard import current_actor


def require(action: Action, area: Area) -> None:
    """Let the visitor pass who may do the act in an area.

    Raises:
        NotPermitted: it is somebody else's.
    """
    permissions.require(current_actor(), action, Target(area.path), at=local_day(now()))


def district(slug: str, action: Action) -> Area:
    """Return the district if the visitor may do the act there.

    Raises:
        NotFound: there is no such area.
        NotPermitted: they may not, or it is no district.
    """
    place = areas.by_slug(db.session(), slug)
    if place.level != "district":
        raise NotPermitted
    require(action, place)
    return place


def communities_for(action: Action) -> list[Area]:
    """Return the communities for which the visitor may do the act."""
    paths = permissions.areas_where(current_actor(), action, at=local_day(now()))
    return [area for area in areas.list_inside(db.session(), paths) if area.level == "community"]
