"""Programmes, their versioned parameters, the rounds of a community and the frozen rulebooks."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint, false, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from microprojects.domain.errors import NotFound
from microprojects.domain.people import contains
from microprojects.store.areas import Area
from microprojects.store.columns import AreaKey, Key, Line, Word, not_negative
from microprojects.store.db import Base, lock


class Programme(Base):
    """One programme of a district or street: a scheme and its parameters."""

    __tablename__ = "programmes"

    id: Mapped[Key]
    area_id: Mapped[AreaKey]
    name: Mapped[Line]
    scheme: Mapped[Word]
    created_at: Mapped[datetime]


class ParameterVersion(Base):
    """One value of one parameter from one moment on, for a programme or one area in it. Never changed."""

    __tablename__ = "parameter_versions"

    id: Mapped[Key]
    programme_id: Mapped[int] = mapped_column(ForeignKey("programmes.id"), index=True)
    area_id: Mapped[int | None] = mapped_column(ForeignKey("areas.id"))
    key: Mapped[str] = mapped_column(String(80))
    value: Mapped[dict[str, Any]]  # {"value": ...}, so that any JSON value fits
    reason: Mapped[str] = mapped_column(default="")
    set_at: Mapped[datetime]
    set_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class FrozenRulebook(Base):
    """A scheme and all parameters under one hash. Never changed."""

    __tablename__ = "rulebooks"

    id: Mapped[Key]
    hash: Mapped[str] = mapped_column(String(64), unique=True)
    body: Mapped[dict[str, Any]]
    frozen_at: Mapped[datetime]


class Round(Base):
    """One community's year in a programme; `rulebook` is the one for projects not yet scheduled."""

    __tablename__ = "rounds"
    __table_args__ = (
        UniqueConstraint("programme_id", "area_id", "year"),
        CheckConstraint("closes_on >= opens_on", name="days_in_order"),
        CheckConstraint("year BETWEEN 2000 AND 2200", name="year_plausible"),
    )

    id: Mapped[Key]
    programme_id: Mapped[int] = mapped_column(ForeignKey("programmes.id"), index=True)
    area_id: Mapped[AreaKey]
    year: Mapped[int]
    opens_on: Mapped[date]
    closes_on: Mapped[date]
    rulebook_id: Mapped[int] = mapped_column(ForeignKey("rulebooks.id"))
    imported: Mapped[bool] = mapped_column(default=False, server_default=false())  # only polls from files

    area: Mapped[Area] = relationship(lazy="joined", innerjoin=True)
    rulebook: Mapped[FrozenRulebook] = relationship(lazy="joined", innerjoin=True)


class NumberSeries(Base):
    """The last public number that was given in a community's year, whatever programme the project is of."""

    __tablename__ = "number_series"
    __table_args__ = (UniqueConstraint("area_id", "year"), not_negative("last"))

    id: Mapped[Key]
    area_id: Mapped[AreaKey]
    year: Mapped[int]
    last: Mapped[int] = mapped_column(default=0)


def get_round(session: Session, round_id: int) -> Round:
    """Return one round."""
    found = session.get(Round, round_id)
    if found is None:
        raise NotFound
    return found


def round_of(session: Session, community_id: int, on: date) -> Round | None:
    """Return the latest round of a community that has begun by a day, other than those that only hold polls from files."""
    return session.scalar(
        select(Round)
        .where(Round.area_id == community_id, Round.opens_on <= on, Round.imported.is_(False))
        .order_by(Round.year.desc(), Round.id.desc())
        .limit(1)
    )


def get(session: Session, programme_id: int, *, for_update: bool = False) -> Programme:
    """Return one programme; with `for_update` its row is held, so that its parameters change one after another."""
    query = select(Programme).where(Programme.id == programme_id)
    found = session.scalar(lock(query) if for_update else query)
    if found is None:
        raise NotFound
    return found


def all_programmes(session: Session) -> list[Programme]:
    """Return every programme, the oldest first."""
    return list(session.scalars(select(Programme).order_by(Programme.id)))


def over(session: Session, community: Area) -> Programme | None:
    """Return the programme that a community is in: the innermost, of several the latest."""
    query = select(Programme, Area.path).join(Area, Area.id == Programme.area_id).order_by(Programme.id)
    around = [(len(path), each) for each, path in session.execute(query) if contains(path, community.path)]
    return max(around, key=lambda pair: (pair[0], pair[1].id))[1] if around else None


def rounds(session: Session, programme_id: int) -> list[Round]:
    """Return every round of a programme, the latest year first."""
    query = select(Round).where(Round.programme_id == programme_id).order_by(Round.year.desc(), Round.id)
    return list(session.scalars(query))


def history(session: Session, programme_id: int) -> list[tuple[ParameterVersion, Area | None]]:
    """Return every value that was ever set, the newest first, with the community it was set for."""
    rows = session.execute(
        select(ParameterVersion, Area)
        .outerjoin(Area, Area.id == ParameterVersion.area_id)
        .where(ParameterVersion.programme_id == programme_id)
        .order_by(ParameterVersion.id.desc())
    )
    return [(version, area) for version, area in rows]


def round_in(session: Session, programme_id: int, community_id: int, year: int) -> Round | None:
    """Return a community's round of a year, None while it has not been opened."""
    return session.scalar(
        select(Round).where(
            Round.programme_id == programme_id, Round.area_id == community_id, Round.year == year
        )
    )
