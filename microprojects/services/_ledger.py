"""Posting to the ledger: every line changes the balance of its fund in the same transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from microprojects.domain.consultations import BalanceTooSmall
from microprojects.domain.errors import N_
from microprojects.domain.funds import FREEING, POCKETS
from microprojects.domain.money import Fen, yuan
from microprojects.domain.workdays import local_day
from microprojects.domain.year_ends import YearOver
from microprojects.services._funds import held_fund
from microprojects.store import year_ends
from microprojects.store.funds import Fund, LedgerEntry
from microprojects.store.projects import Project


@dataclass(frozen=True)
class Line:
    """What is written beside an amount: who it went to or came from, and its paper."""

    party: str = ""
    document: str = ""
    note: str = ""
    payment_id: int | None = None
    named_with_consent: bool = False


FREED_LATER = N_("这一年已经结账，退出的钱不再留在社区")


def _shift(fund: Fund, kind: str, amount: Fen) -> None:
    """Move the balance as a line of that kind does."""
    allocated, reserved, committed, paid, left = POCKETS[kind]
    fund.allocated_fen = Fen(fund.allocated_fen + allocated * amount)
    fund.reserved_fen = Fen(fund.reserved_fen + reserved * amount)
    fund.committed_fen = Fen(fund.committed_fen + committed * amount)
    fund.paid_fen = Fen(fund.paid_fen + paid * amount)
    fund.left_fen = Fen(fund.left_fen + left * amount)


def post(
    session: Session,
    fund: Fund,
    kind: str,
    amount: Fen,
    *,
    at: datetime,
    by_id: int | None,
    project: Project | None = None,
    line: Line | None = None,
) -> LedgerEntry | None:
    """Write one line and move the balance; `fund` must be held. Nothing is written for zero fen.

    A kind's fen leave one pocket and enter another: `commit` takes from what is
    reserved, `pay` from what is committed, `return_unspent` frees committed money. What
    came back is owed by the contract again (`pay_returned`) or free (`refund`). What a
    project of a closed year frees leaves that year in the same transaction.

    Raises:
        BalanceTooSmall: a reservation is more than what is available.
        YearOver: a reservation is of a year that is over and has not been closed.
    """
    if amount == 0:
        return None
    over = local_day(at).year > fund.year
    if kind == "reserve":
        _require_free(session, fund, amount, over=over)
    entry = _write(session, fund, kind, amount, at=at, by_id=by_id, project=project, line=line or Line())
    if kind in FREEING and over and year_ends.is_closed(session, fund.id):
        _pass_on(session, fund, amount, at=at, by_id=by_id, project=project)
    return entry


def leave(
    session: Session,
    fund: Fund,
    amount: Fen,
    *,
    goes_on: bool,
    line: Line,
    at: datetime,
    by_id: int | None,
    project: Project | None = None,
) -> None:
    """Let money that nobody is promised leave its year: into the community's fund of this year, or to the district.

    `fund` must be held; nothing is written for zero fen.
    """
    if amount == 0:
        return
    kind = "carry_out" if goes_on else "lapse"
    _write(session, fund, kind, amount, at=at, by_id=by_id, project=project, line=line)
    if goes_on:
        into = held_fund(session, fund.area_id, local_day(at).year)
        _write(session, into, "carry_over", amount, at=at, by_id=by_id, project=project, line=line)


def _pass_on(
    session: Session, fund: Fund, amount: Fen, *, at: datetime, by_id: int | None, project: Project | None
) -> None:
    goes_on = year_ends.goes_on(session, fund)
    leave(
        session,
        fund,
        amount,
        goes_on=goes_on,
        line=Line(note=FREED_LATER),
        at=at,
        by_id=by_id,
        project=project,
    )


def _require_free(session: Session, fund: Fund, amount: Fen, *, over: bool) -> None:
    if over and not year_ends.is_closed(session, fund.id):
        raise YearOver(year=fund.year)
    if amount > fund.available_fen:
        raise BalanceTooSmall(
            available=yuan(fund.available_fen),
            wanted=yuan(amount),
            short=yuan(Fen(amount - fund.available_fen)),
        )


def _write(
    session: Session,
    fund: Fund,
    kind: str,
    amount: Fen,
    *,
    at: datetime,
    by_id: int | None,
    project: Project | None,
    line: Line,
) -> LedgerEntry:
    _shift(fund, kind, amount)
    entry = LedgerEntry(
        fund_id=fund.id,
        kind=kind,
        amount_fen=amount,
        project_id=project.id if project else None,
        payment_id=line.payment_id,
        party=line.party,
        named_with_consent=line.named_with_consent,
        document=line.document,
        note=line.note,
        entered_at=at,
        entered_by_id=by_id,
    )
    session.add(entry)
    session.flush()
    return entry
