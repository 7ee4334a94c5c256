"""Money that was moved from one community to another in the middle of a year, and who spends so little that it may be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, or_, select
from sqlalchemy.orm import Mapped, Session, aliased, mapped_column

from microprojects.domain.money import Fen
from microprojects.domain.reallocations import is_slow, rate
from microprojects.store import ledger, rulebooks
from microprojects.store.areas import Area
from microprojects.store.columns import Key, Line, PersonKey, not_negative
from microprojects.store.db import Base
from microprojects.store.ledger import Balance


class Reallocation(Base):
    """One move with what the giver had paid of its money then, in fen. Never changed."""

    __tablename__ = "reallocations"
    __table_args__ = (
        not_negative("allocated_fen", "paid_fen"),
        CheckConstraint("amount_fen > 0", name="of_something"),
        CheckConstraint("giver_id <> taker_id", name="between_two"),
        CheckConstraint("reason <> ''", name="with_reason"),
    )

    id: Mapped[Key]
    year: Mapped[int]
    giver_id: Mapped[int] = mapped_column(ForeignKey("areas.id"))
    taker_id: Mapped[int] = mapped_column(ForeignKey("areas.id"))
    out_entry_id: Mapped[int] = mapped_column(ForeignKey("ledger_entries.id"), unique=True)
    in_entry_id: Mapped[int] = mapped_column(ForeignKey("ledger_entries.id"), unique=True)
    amount_fen: Mapped[Fen]
    allocated_fen: Mapped[Fen]
    paid_fen: Mapped[Fen]
    document: Mapped[Line]
    reason: Mapped[str]
    decided_at: Mapped[datetime]
    decided_by_id: Mapped[PersonKey]


@dataclass(frozen=True)
class Moved:
    """One move as it is published; `percent` is what the giver had paid then."""

    at: datetime
    giver: str
    taker: str
    amount_fen: Fen
    percent: int
    document: str
    reason: str


@dataclass(frozen=True)
class Slow:
    """A community that has paid less than the rules ask for, with what may be taken from it."""

    balance: Balance
    percent: int
    limit: int


def of_year(session: Session, year: int, slug: str = "") -> list[Moved]:
    """Return the moves of a year, the newest first, all of them or those from and to one community."""
    giver, taker = aliased(Area), aliased(Area)
    query = (
        select(Reallocation, giver.name, taker.name)
        .join(giver, giver.id == Reallocation.giver_id)
        .join(taker, taker.id == Reallocation.taker_id)
        .where(Reallocation.year == year)
        .order_by(Reallocation.id.desc())
    )
    if slug:
        query = query.where(or_(giver.slug == slug, taker.slug == slug))
    return [
        Moved(
            row.decided_at,
            given,
            taken,
            row.amount_fen,
            rate(paid=row.paid_fen, allocated=row.allocated_fen),
            row.document,
            row.reason,
        )
        for row, given, taken in session.execute(query)
    ]


def slow(session: Session, places: list[Area], today: date) -> list[Slow]:
    """Return those of the communities that have paid less of this year's money than their rules ask for."""
    balances = {each.slug: each for each in ledger.balances(session, today.year)}
    found = []
    for place in places:
        balance = balances.get(place.slug)
        if balance is None or balance.allocated_fen == 0:
            continue
        limit = rulebooks.of_community(session, place.id, today).number("allocation.reallocate_below_percent")
        if is_slow(paid=balance.paid_fen, allocated=balance.allocated_fen, percent=limit):
            share = rate(paid=balance.paid_fen, allocated=balance.allocated_fen)
            found.append(Slow(balance, share, limit))
    return found
