"""Where areas and projects lie: the outline of an area, the point of a project, both from files of an operator."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, and_, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from microprojects.domain.geojson import FARTHEST_NORTH, SCALE, Point
from microprojects.domain.outlines import COARSE, Kept
from microprojects.domain.states import State
from microprojects.store import listings
from microprojects.store.areas import Area, inside
from microprojects.store.columns import Hash
from microprojects.store.db import Base, Document
from microprojects.store.projects import Project

_MAPPED = and_(Project.type == "works", Project.on_private_premises.is_(False))


class AreaOutline(Base):
    """The outline of one area as it was last imported; `sha256` is that of the file."""

    __tablename__ = "area_outlines"

    area_id: Mapped[int] = mapped_column(ForeignKey("areas.id"), primary_key=True, autoincrement=False)
    rings: Mapped[Kept] = mapped_column(Document)
    sha256: Mapped[Hash]
    imported_at: Mapped[datetime]


class ProjectPoint(Base):
    """Where one project is found, in steps of about ten metres."""

    __tablename__ = "project_points"
    __table_args__ = (
        CheckConstraint(f"longitude BETWEEN -{180 * SCALE} AND {180 * SCALE}", name="longitude_on_earth"),
        CheckConstraint(
            f"latitude BETWEEN -{FARTHEST_NORTH * SCALE} AND {FARTHEST_NORTH * SCALE}",
            name="latitude_on_maps",
        ),
        CheckConstraint(
            f"longitude / {COARSE} * {COARSE} = longitude AND latitude / {COARSE} * {COARSE} = latitude",
            name="coarse",
        ),
    )

    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id"), primary_key=True, autoincrement=False)
    longitude: Mapped[int]
    latitude: Mapped[int]
    imported_at: Mapped[datetime]


@dataclass(frozen=True)
class Placed:
    """One project with a point of its own."""

    number: str
    title: str
    state: State
    area_id: int
    place: Point


def of_areas(session: Session, path: str = "") -> dict[int, Kept]:
    """Return the outlines of the areas inside one area, by their numbers."""
    query = select(AreaOutline.area_id, AreaOutline.rings)
    if path:
        query = query.where(AreaOutline.area_id.in_(inside([path])))
    return {area.area_id: area.rings for area in session.execute(query)}


def rows(session: Session, area_ids: Iterable[int]) -> dict[int, AreaOutline]:
    """Return the rows of some areas, by their numbers."""
    found = session.scalars(select(AreaOutline).where(AreaOutline.area_id.in_(list(area_ids))))
    return {each.area_id: each for each in found}


def point_rows(session: Session, project_ids: Iterable[int]) -> dict[int, ProjectPoint]:
    """Return the points of some projects, by their numbers."""
    found = session.scalars(select(ProjectPoint).where(ProjectPoint.project_id.in_(list(project_ids))))
    return {each.project_id: each for each in found}


def areas_called(session: Session, codes: Sequence[str], names: Sequence[str]) -> list[Area]:
    """Return the areas of some letters or names."""
    return list(
        session.scalars(select(Area).where(Area.code.in_(codes) | Area.name.in_(names)).order_by(Area.id))
    )


def projects_numbered(session: Session, numbers: Sequence[str]) -> list[Project]:
    """Return the projects of some numbers, in the order in which they were made."""
    return list(session.scalars(select(Project).where(Project.number.in_(numbers)).order_by(Project.id)))


def placed(session: Session, path: str, *, most: int) -> list[Placed]:
    """Return public projects with a point inside an area, the latest news first, at most so many."""
    what = (Project.number, Project.title, Project.state, Project.area_id)
    query = (
        select(*what, ProjectPoint.longitude, ProjectPoint.latitude)
        .join(ProjectPoint, ProjectPoint.project_id == Project.id)
        .where(listings.shown(), _MAPPED)
        .order_by(Project.state_since.desc(), Project.id.desc())
        .limit(most)
    )
    if path:
        query = query.where(Project.area_id.in_(inside([path])))
    return [
        Placed(str(number), title, state, area_id, (longitude, latitude))
        for number, title, state, area_id, longitude, latitude in session.execute(query)
    ]


def counts(session: Session, path: str) -> list[tuple[int, State, int]]:
    """Return how many public projects of each community inside an area are in each state."""
    query = select(Project.area_id, Project.state, func.count()).where(listings.shown())
    if path:
        query = query.where(Project.area_id.in_(inside([path])))
    found = session.execute(query.group_by(Project.area_id, Project.state))
    return [(area_id, state, count) for area_id, state, count in found]
