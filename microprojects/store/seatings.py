"""What is told of seats beyond their term: where they came from, why they ended, and what counts for the composition."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from microprojects.domain.composition import Sitter
from microprojects.domain.successions import REASONS
from microprojects.store import councils
from microprojects.store.columns import Word, one_of
from microprojects.store.councils import Seat
from microprojects.store.db import Base
from microprojects.store.elections import Election


class SeatOrigin(Base):
    """How a seat came to be given: by which election, or after whom."""

    __tablename__ = "seat_origins"
    __table_args__ = (
        CheckConstraint("election_id IS NOT NULL OR replaces_id IS NOT NULL", name="comes_from_somewhere"),
        CheckConstraint(
            "votes_for IS NULL OR (votes_for >= 0 AND election_id IS NOT NULL)", name="votes_of_an_election"
        ),
        CheckConstraint("replaces_id <> seat_id", name="replaces_another"),
    )

    seat_id: Mapped[int] = mapped_column(ForeignKey("seats.id"), primary_key=True, autoincrement=False)
    election_id: Mapped[int | None] = mapped_column(ForeignKey("council_elections.id"), index=True)
    votes_for: Mapped[int | None]
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("seats.id"), unique=True)


class SeatEnding(Base):
    """Why a term ends before or with its last day."""

    __tablename__ = "seat_endings"
    __table_args__ = (one_of("reason", REASONS),)

    seat_id: Mapped[int] = mapped_column(ForeignKey("seats.id"), primary_key=True, autoincrement=False)
    reason: Mapped[Word]
    recorded_at: Mapped[datetime]


class SeatFacts(Base):
    """What a member let be recorded so that it can be counted; never shown one by one in public."""

    __tablename__ = "seat_facts"
    __table_args__ = (CheckConstraint("NOT (under_35 AND over_60)", name="one_age"),)

    seat_id: Mapped[int] = mapped_column(ForeignKey("seats.id"), primary_key=True, autoincrement=False)
    woman: Mapped[bool | None]
    under_35: Mapped[bool | None]
    over_60: Mapped[bool | None]
    non_local: Mapped[bool | None]
    agreed_at: Mapped[datetime]


@dataclass(frozen=True)
class Seating:
    """One seat with all that is told of it."""

    seat: Seat
    origin: SeatOrigin | None
    ending: SeatEnding | None
    facts: SeatFacts | None
    election: Election | None
    after: Seat | None  # whose seat it took
    taken_over: bool = False  # somebody took it

    @property
    def sitter(self) -> Sitter:
        """Return the member as the rules of the composition count them."""
        known = self.facts
        if known is None:
            return Sitter(self.seat.kind)
        return Sitter(self.seat.kind, known.woman, known.under_35, known.over_60, known.non_local)


def of_council(session: Session, council_id: int) -> list[Seating]:
    """Return every seat that was ever given in a council with what is told of it, oldest first, in five statements."""
    seats = councils.seats(session, council_id)
    ids = [seat.id for seat in seats]
    origins = {o.seat_id: o for o in session.scalars(select(SeatOrigin).where(SeatOrigin.seat_id.in_(ids)))}
    endings = {e.seat_id: e for e in session.scalars(select(SeatEnding).where(SeatEnding.seat_id.in_(ids)))}
    facts = {f.seat_id: f for f in session.scalars(select(SeatFacts).where(SeatFacts.seat_id.in_(ids)))}
    held = {e.id: e for e in session.scalars(select(Election).where(Election.council_id == council_id))}
    by_id = {seat.id: seat for seat in seats}
    taken = {origin.replaces_id for origin in origins.values()}
    made = []
    for seat in seats:
        origin = origins.get(seat.id)
        made.append(
            Seating(
                seat=seat,
                origin=origin,
                ending=endings.get(seat.id),
                facts=facts.get(seat.id),
                election=held.get(origin.election_id) if origin and origin.election_id else None,
                after=by_id.get(origin.replaces_id) if origin and origin.replaces_id else None,
                taken_over=seat.id in taken,
            )
        )
    return made


def in_office(seatings: Iterable[Seating], on: date) -> list[Seating]:
    """Return those whose term runs on a day."""
    return [each for each in seatings if each.seat.holds(on)]


def origin(session: Session, seat_id: int) -> SeatOrigin | None:
    """Return how a seat came to be given, as far as it is told."""
    return session.get(SeatOrigin, seat_id)


def successor(session: Session, seat_id: int) -> SeatOrigin | None:
    """Return that a seat was taken over, None while it was not."""
    return session.scalar(select(SeatOrigin).where(SeatOrigin.replaces_id == seat_id))


def elected(session: Session, election_id: int) -> list[SeatOrigin]:
    """Return the seats that came from an election."""
    return list(session.scalars(select(SeatOrigin).where(SeatOrigin.election_id == election_id)))


def ending(session: Session, seat_id: int) -> SeatEnding | None:
    """Return why a seat ends, as far as it is told."""
    return session.get(SeatEnding, seat_id)


def facts(session: Session, seat_id: int) -> SeatFacts | None:
    """Return what a member let be recorded."""
    return session.get(SeatFacts, seat_id)


def forget_facts(session: Session, seat_id: int) -> bool:
    """Delete what was recorded of a member, and return whether there was something."""
    found = session.get(SeatFacts, seat_id)
    if found is not None:
        session.delete(found)
    return found is not None


def facts_of_past(session: Session, on: date) -> list[int]:
    """Return the seats of which something is recorded though their term is over."""
    query = select(SeatFacts.seat_id).join(Seat, Seat.id == SeatFacts.seat_id).where(Seat.until < on)
    return list(session.scalars(query.order_by(SeatFacts.seat_id)))


def forget_facts_of_past(session: Session, council_id: int, on: date) -> None:
    """Delete what was recorded of members whose term is over: they are not counted any more."""
    over = select(Seat.id).where(Seat.council_id == council_id, Seat.until < on)
    session.execute(delete(SeatFacts).where(SeatFacts.seat_id.in_(over)))
