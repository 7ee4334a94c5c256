"""A community's year as it would be closed now: its sums, and what each project holds of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from microprojects.domain import year_ends as law
from microprojects.domain.funds import POCKETS
from microprojects.domain.money import Fen, yuan
from microprojects.domain.year_ends import Closing, Promised
from microprojects.store import rulebooks, year_ends
from microprojects.store.areas import Area
from microprojects.store.year_ends import Held


@dataclass(frozen=True)
class Place:
    """One community's year as it would be closed now, with what each project holds of it."""

    held: Held
    closing: Closing
    promised: dict[int, Promised]
    goes_on: bool


def places(session: Session, district: Area, year: int, *, for_update: bool = False) -> list[Place]:
    """Return every community's year as it would be closed now; with `for_update` the funds are held.

    Raises:
        NothingToClose: no community had money in that year.
        LedgerDoesNotAddUp: the lines of a fund and its balance differ.
    """
    found = year_ends.held(session, district.path, year, for_update=for_update)
    accounts = [_place(session, each, year) for each in found if each.fund.allocated_fen]
    if not accounts:
        raise law.NothingToClose(place=district.name, year=year)
    return accounts


def _place(session: Session, held: Held, year: int) -> Place:
    fund, lines = held.fund, year_ends.lines(session, held.fund.id)
    _require_equal(held, lines)
    promised = dict(law.promised_by(line for line in lines if line[0]))
    rules = rulebooks.of_community(session, held.area.id, date(year, 12, 31))
    goes_on = rules.flag("allocation.carry_over_unreserved")
    closing = law.closed(
        allocated=fund.allocated_fen,
        paid=fund.paid_fen,
        promised=Fen(fund.reserved_fen + fund.committed_fen),
        goes_on=goes_on,
    )
    return Place(held, closing, promised, goes_on)


def _require_equal(held: Held, lines: list[tuple[int, str, int]]) -> None:
    """Refuse a fund whose balance is not what its lines add up to, or in which somebody unnamed holds money."""
    fund = held.fund
    balance = (fund.allocated_fen, fund.reserved_fen, fund.committed_fen, fund.paid_fen, fund.left_fen)
    added = [sum(POCKETS[kind][n] * fen for _, kind, fen in lines) for n in range(5)]
    named = law.promised_by(line for line in lines if line[0])
    listed = sum(each.whole_fen for each in named.values())
    if added != list(balance) or listed != fund.reserved_fen + fund.committed_fen:
        raise law.LedgerDoesNotAddUp(
            place=held.area.name, lines=yuan(Fen(sum(added))), balance=yuan(Fen(sum(balance)))
        )
