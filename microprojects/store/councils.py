"""Bodies that vote, and who sits in them for which term."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Select,
    UniqueConstraint,
    and_,
    false,
    func,
    or_,
    select,
    true,
)  # fmt: skip
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from microprojects.domain.councils import KINDS
from microprojects.domain.errors import NotFound
from microprojects.store.areas import Area
from microprojects.store.columns import AreaKey, Key, Line, PersonKey, Word, one_of
from microprojects.store.db import Base
from microprojects.store.people import Person


class Council(Base):
    """One body of one area; `body` is the scheme's word for it, such as residents_council."""

    __tablename__ = "councils"
    __table_args__ = (UniqueConstraint("area_id", "body"),)

    id: Mapped[Key]
    area_id: Mapped[AreaKey]
    body: Mapped[Word]
    name: Mapped[Line]
    hall: Mapped[Line] = mapped_column(default="")

    area: Mapped[Area] = relationship(lazy="joined", innerjoin=True)


class Seat(Base):
    """One member's term in a council; `until` is the last day."""

    __tablename__ = "seats"
    __table_args__ = (
        UniqueConstraint("council_id", "person_id", "since"),
        one_of("kind", KINDS),
        CheckConstraint("until IS NULL OR until >= since", name="term_in_order"),
    )

    id: Mapped[Key]
    council_id: Mapped[int] = mapped_column(ForeignKey("councils.id"), index=True)
    person_id: Mapped[PersonKey]
    kind: Mapped[Word]
    since: Mapped[date]
    until: Mapped[date | None]
    name_public: Mapped[bool] = mapped_column(default=False)  # consent to stand in the public roster

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)

    def holds(self, on: date) -> bool:
        """Return whether the term runs on a day."""
        return self.since <= on and (self.until is None or on <= self.until)


def _holds(on: date) -> ColumnElement[bool]:
    return and_(Seat.since <= on, or_(Seat.until.is_(None), Seat.until >= on))


def get(session: Session, council_id: int, *, for_update: bool = False) -> Council:
    """Return one council; with `for_update` its row is held until the transaction ends."""
    query = select(Council).where(Council.id == council_id)
    if for_update:
        query = query.with_for_update(of=Council)
    council = session.scalar(query)
    if council is None:
        raise NotFound
    return council


def of_area(session: Session, area_id: int) -> list[Council]:
    """Return the councils of one area, in the order in which they were founded."""
    return list(session.scalars(select(Council).where(Council.area_id == area_id).order_by(Council.id)))


def in_areas(session: Session, paths: Iterable[str]) -> list[Council]:
    """Return the councils that lie in any of the areas; an empty path is everywhere."""
    inside = [
        or_(Area.path == p, Area.path.startswith(p + "/", autoescape=True)) if p else true() for p in paths
    ]
    query = select(Council).join(Area, Area.id == Council.area_id).where(or_(false(), *inside))
    return list(session.scalars(query.order_by(Council.id)))


def seat(session: Session, seat_id: int, *, for_update: bool = False) -> Seat:
    """Return one seat."""
    query = select(Seat).where(Seat.id == seat_id)
    if for_update:
        query = query.with_for_update(of=Seat)
    found = session.scalar(query)
    if found is None:
        raise NotFound
    return found


def seats(session: Session, council_id: int) -> list[Seat]:
    """Return every seat that was ever given in a council, oldest first."""
    return list(session.scalars(select(Seat).where(Seat.council_id == council_id).order_by(Seat.id)))


def shown_name(session: Session, council_id: int, person_id: int, on: date) -> str | None:
    """Return the name of a member in office who agreed to stand in the public roster; None of anybody else."""
    query = select(Person.name).join(Seat, Seat.person_id == Person.id)
    return session.scalar(
        query.where(
            Seat.council_id == council_id, Seat.person_id == person_id, Seat.name_public.is_(True), _holds(on)
        ).limit(1)
    )


def in_office(session: Session, council_id: int, on: date, *, among: Select[int] | None = None) -> list[Seat]:
    """Return the seats whose term runs on a day, oldest first; of some people where a query of their numbers is given."""
    query = select(Seat).where(Seat.council_id == council_id, _holds(on)).order_by(Seat.id)
    if among is not None:
        query = query.where(Seat.person_id.in_(among))
    return list(session.scalars(query))


def members_due(session: Session, council_id: int, on: date) -> int:
    """Return how many members are in office on a day (应到)."""
    query = select(func.count(func.distinct(Seat.person_id)))
    return session.scalar(query.where(Seat.council_id == council_id, _holds(on))) or 0


def sits(session: Session, council_id: int, person_id: int, on: date) -> bool:
    """Return whether a person is in office in a council on a day."""
    query = select(Seat.id).where(Seat.council_id == council_id, Seat.person_id == person_id, _holds(on))
    return session.scalar(query.limit(1)) is not None


def overlapping(session: Session, council_id: int, person_id: int, since: date, until: date | None) -> bool:
    """Return whether a person has a seat in a council at any time of a term."""
    query = select(Seat.id).where(
        Seat.council_id == council_id,
        Seat.person_id == person_id,
        or_(Seat.until.is_(None), Seat.until >= since),
    )
    if until is not None:
        query = query.where(Seat.since <= until)
    return session.scalar(query.limit(1)) is not None


def sitting(session: Session, area_id: int, on: date) -> list[tuple[Council, list[Seat]]]:
    """Return the councils of an area with the seats whose term runs on a day, in two statements."""
    bodies = of_area(session, area_id)
    query = select(Seat).where(Seat.council_id.in_([council.id for council in bodies]), _holds(on))
    every = list(session.scalars(query.order_by(Seat.id)))
    return [(council, [seat for seat in every if seat.council_id == council.id]) for council in bodies]
