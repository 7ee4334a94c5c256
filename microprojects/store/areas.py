"""The tree of areas: district, street, community and grid."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import CheckConstraint, ForeignKey, Select, String, false, or_, select, true
from sqlalchemy.orm import Mapped, Session, mapped_column

from microprojects.domain.errors import NotFound
from microprojects.store.columns import Key, Line, Word, one_of
from microprojects.store.db import Base

LEVELS = ("district", "street", "community", "grid")


class Area(Base):
    """One area; `path` is the slugs from the district down, joined by "/"."""

    __tablename__ = "areas"
    __table_args__ = (
        one_of("level", LEVELS),
        CheckConstraint("(level = 'district') = (parent_id IS NULL)", name="only_districts_are_roots"),
    )

    id: Mapped[Key]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("areas.id"), index=True)
    level: Mapped[Word]
    slug: Mapped[str] = mapped_column(String(40), unique=True)
    code: Mapped[str] = mapped_column(String(8), unique=True)  # the letters in project numbers, LZ
    path: Mapped[str] = mapped_column(String(200), unique=True)
    name: Mapped[Line]
    office_name: Mapped[Line] = mapped_column(default="")
    office_phone: Mapped[Line] = mapped_column(default="")
    office_address: Mapped[Line] = mapped_column(default="")
    office_hours: Mapped[Line] = mapped_column(default="")
    adults: Mapped[int] = mapped_column(default=0)
    households: Mapped[int] = mapped_column(default=0)


def get(session: Session, area_id: int) -> Area:
    """Return one area."""
    area = session.get(Area, area_id)
    if area is None:
        raise NotFound
    return area


def by_slug(session: Session, slug: str) -> Area:
    """Return the area of a slug."""
    area = session.scalar(select(Area).where(Area.slug == slug))
    if area is None:
        raise NotFound
    return area


def community(session: Session, slug: str) -> Area:
    """Return the community of a slug."""
    area = by_slug(session, slug)
    if area.level != "community":
        raise NotFound
    return area


def by_path(session: Session, path: str) -> Area:
    """Return the area of a path."""
    area = session.scalar(select(Area).where(Area.path == path))
    if area is None:
        raise NotFound
    return area


def at_level(session: Session, level: str) -> list[Area]:
    """Return every area of a level, in the order in which they were made."""
    return list(session.scalars(select(Area).where(Area.level == level).order_by(Area.id)))


def inside(paths: Sequence[str]) -> Select[int]:
    """Return the query for the numbers of the areas that lie in (or are) one of the areas; of no paths, none."""
    within = (
        Area.path.startswith(f"{path}/", autoescape=True) | (Area.path == path) for path in paths if path
    )
    return select(Area.id).where(or_(true() if "" in paths else false(), *within))


def list_inside(session: Session, paths: Sequence[str]) -> list[Area]:
    """Return the areas that lie in (or are) one of the areas, from the district down."""
    return list(session.scalars(select(Area).where(Area.id.in_(inside(paths))).order_by(Area.path)))


def called(session: Session, slugs: Collection[str]) -> dict[str, str]:
    """Return the names of some areas by their slugs."""
    if not slugs:
        return {}
    found = session.execute(select(Area.slug, Area.name).where(Area.slug.in_(slugs)))
    return {row.slug: row.name for row in found}


def names(session: Session, path: str) -> list[str]:
    """Return the names on the way down to an area, from the district; unknown steps are left out."""
    steps = path.split("/")
    paths = ["/".join(steps[: n + 1]) for n in range(len(steps))]
    return list(session.scalars(select(Area.name).where(Area.path.in_(paths)).order_by(Area.path)))
