"""The grids of a community: which buildings lie in which, and who goes from door to door there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ForeignKey, Select, String, insert, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from microprojects.domain.coverage import in_order
from microprojects.domain.people import Role
from microprojects.domain.rolls import bare
from microprojects.store.areas import Area, inside
from microprojects.store.columns import Hash, Line
from microprojects.store.db import Base, lock
from microprojects.store.people import Person, RoleGrant


class Grid(Base):
    """One grid, which is an area of the tree; `sha256` is that of the sheet that named it last."""

    __tablename__ = "grids"

    area_id: Mapped[int] = mapped_column(ForeignKey("areas.id"), primary_key=True, autoincrement=False)
    worker_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    sha256: Mapped[Hash]
    imported_at: Mapped[datetime]


class GridBuilding(Base):
    """One building of a community and the one grid in which it lies; `place` is how buildings are compared."""

    __tablename__ = "grid_buildings"

    community_id: Mapped[int] = mapped_column(ForeignKey("areas.id"), primary_key=True, autoincrement=False)
    place: Mapped[str] = mapped_column(String(200), primary_key=True)
    grid_id: Mapped[int] = mapped_column(ForeignKey("grids.area_id"), index=True)
    building: Mapped[Line]


@dataclass(frozen=True)
class Told:
    """One grid as the office shows it: its name, who works there, and its buildings."""

    name: str
    worker: str
    buildings: list[str]


def hold(session: Session, community_id: int) -> None:
    """Let sheets of one community be written one after the other."""
    session.execute(lock(select(Area.id).where(Area.id == community_id))).all()


def grid_of(session: Session, community_id: int) -> dict[str, str]:
    """Return the grid of each building of a community, by how buildings are compared; nothing where no grids are known."""
    return dict(iter(session.execute(places(community_id))))


def places(community_id: int) -> Select[str, str]:
    """Return the query for the buildings of a community and the name of the grid of each."""
    return (
        select(GridBuilding.place, Area.name)
        .join(Area, Area.id == GridBuilding.grid_id)
        .where(GridBuilding.community_id == community_id)
    )


def named(session: Session, community_id: int) -> dict[str, Area]:
    """Return the grids of a community by their names."""
    found = session.scalars(
        select(Area).where(Area.parent_id == community_id, Area.level == "grid").order_by(Area.id)
    )
    return {each.name: each for each in found}


def taken(session: Session, slug: str, code: str) -> set[str]:
    """Return the last parts of paths, and the letters, that areas have and that begin so."""
    query = select(Area.slug, Area.code).where(
        or_(Area.slug.startswith(slug, autoescape=True), Area.code.startswith(code, autoescape=True))
    )
    return {word for pair in session.execute(query) for word in pair}


def workers(session: Session, community: Area, on: date) -> dict[str, int | None]:
    """Return the grid workers of a community by their bare names; None where several have one name."""
    rows = session.execute(
        select(Person.id, Person.name)
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .where(
            RoleGrant.role == Role.GRID_WORKER.value,
            RoleGrant.area_id.in_(inside([community.path])),
            RoleGrant.since <= on,
            or_(RoleGrant.until.is_(None), RoleGrant.until >= on),
        )
        .distinct()
    )
    found: dict[str, int | None] = {}
    for person_id, name in rows:
        found[bare(name)] = None if bare(name) in found else person_id
    return found


def add(session: Session, areas: Sequence[dict[str, object]]) -> None:
    """Add the areas of new grids in one statement."""
    if areas:
        session.execute(insert(Area), areas)


def rows(session: Session, area_ids: Sequence[int]) -> dict[int, Grid]:
    """Return the grids of some areas, by their numbers."""
    found = session.scalars(select(Grid).where(Grid.area_id.in_(area_ids)).order_by(Grid.area_id))
    return {each.area_id: each for each in found}


def building_rows(session: Session, community_id: int) -> Mapping[str, GridBuilding]:
    """Return the rows of the buildings of a community, by how buildings are compared."""
    found = session.scalars(select(GridBuilding).where(GridBuilding.community_id == community_id))
    return {each.place: each for each in found}


def told(session: Session, community_id: int) -> list[Told]:
    """Return the grids of a community with their buildings, in one statement."""
    return of_communities(session, [community_id]).get(community_id, [])


def of_communities(session: Session, community_ids: Sequence[int]) -> dict[int, list[Told]]:
    """Return the grids of some communities with their buildings, in one statement; communities without any are left out."""
    query = (
        select(GridBuilding.community_id, Area.name, Person.name, GridBuilding.building)
        .select_from(GridBuilding)
        .join(Area, Area.id == GridBuilding.grid_id)
        .join(Grid, Grid.area_id == GridBuilding.grid_id)
        .outerjoin(Person, Person.id == Grid.worker_id)
        .where(GridBuilding.community_id.in_(community_ids))
        .order_by(Area.id)
    )
    found: dict[int, dict[str, Told]] = {}
    for community_id, grid, worker, building in session.execute(query):
        made = found.setdefault(community_id, {}).setdefault(grid, Told(grid, worker or "", []))
        made.buildings.append(building)
    for some in found.values():
        for each in some.values():
            each.buildings.sort(key=in_order)
    return {community_id: list(some.values()) for community_id, some in found.items()}
