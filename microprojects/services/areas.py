"""Areas: one more place in the tree of district, street, community and grid."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from microprojects.domain import places
from microprojects.domain.actions import Action
from microprojects.domain.errors import N_
from microprojects.domain.people import Actor
from microprojects.domain.permissions import Target
from microprojects.domain.privacy import Kind, require_clean
from microprojects.services._deed import permit, record
from microprojects.store import areas
from microprojects.store.areas import Area
from microprojects.store.db import transaction


def add(path: str, *, name: str, code: str, actor: Actor, at: datetime) -> int:
    """Add the area of a path such as "minghu/rongshu/lizhi", and return its number.

    `code` is the letters that its project numbers begin with.

    Raises:
        BadPath, BadCode, BadAreaName: what is given has the wrong form.
        NotPermitted: the actor adds no areas there.
        NoParent: the area above is not there yet.
        AreaExists: another area has the path, its last part, or the letters.
    """
    level = places.level_of(path)
    places.require_code(code)
    name = places.require_name(name)
    above, _, slug = path.rpartition("/")
    with transaction() as session:
        permit(actor, Action.AREA_ADD, Target(above), at=at)
        parent = session.scalar(select(Area).where(Area.path == above)) if above else None
        if above and parent is None:
            raise places.NoParent(parent=above)
        _insist_on_new(session, slug, code)
        area = Area(
            parent_id=parent.id if parent else None, level=level, slug=slug, code=code, path=path, name=name
        )
        session.add(area)
        session.flush()
        facts: dict[str, object] = {"name": name, "level": level, "code": code}
        record(session, Action.AREA_ADD, f"area/{path}", actor=actor, at=at, area=path, facts=facts)
        return area.id


def _insist_on_new(session: Session, slug: str, code: str) -> None:
    taken = session.scalar(select(Area).where(or_(Area.slug == slug, Area.code == code)))
    if taken is not None:
        raise places.AreaExists(taken=slug if taken.slug == slug else code)


@dataclass(frozen=True, kw_only=True)
class Office:
    """The window of an area as residents find it; `adults` and `households` are counts."""

    name: str
    phone: str
    address: str
    hours: str
    adults: int = 0
    households: int = 0


def describe(path: str, office: Office, *, actor: Actor, at: datetime) -> None:
    """Write down where an area's window is, its office line and hours, and how many live there.

    Raises:
        NotFound: there is no such area.
        NotPermitted: the actor describes no areas there.
        BadAreaName: the office's name is empty or too long.
        PrivacyFinding: somebody's own number stands where the office's belongs.
    """
    name = places.require_name(office.name)
    for label, told in ((N_("联系电话"), office.phone), (N_("办公时间"), office.hours)):
        require_clean(label, told)
    require_clean(N_("地址"), office.address, beside=Kind.DOOR)
    with transaction() as session:
        area = areas.by_path(session, path)
        permit(actor, Action.AREA_ADD, Target(path), at=at)
        area.office_name, area.office_phone = name, office.phone[:40]
        area.office_address, area.office_hours = office.address[:100], office.hours[:60]
        area.adults, area.households = max(0, office.adults), max(0, office.households)
        facts: dict[str, object] = {"office": name, "adults": area.adults}
        record(session, Action.AREA_ADD, f"area/{path}", actor=actor, at=at, area=path, facts=facts)


def count(path: str, *, adults: int, actor: Actor, at: datetime) -> None:
    """Write down how many adults live in an area, of whom a share may ask for a meeting.

    Raises:
        NotFound: there is no such area.
        NotPermitted: the actor describes no areas there.
        BadCount: the number cannot be.
    """
    places.require_count(adults)
    with transaction() as session:
        area = areas.by_path(session, path)
        permit(actor, Action.AREA_ADD, Target(path), at=at)
        area.adults = adults
        facts: dict[str, object] = {"adults": adults}
        record(session, Action.AREA_ADD, f"area/{path}", actor=actor, at=at, area=path, facts=facts)
