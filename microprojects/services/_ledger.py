"""Posting to the ledger: every line changes the balance of its fund in the same transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from microprojects.domain.consultations import BalanceTooSmall
from microprojects.domain.money import Fen, yuan
from microprojects.store import funds
from microprojects.store.funds import Fund, LedgerEntry
from microprojects.store.projects import Project

# kind -> what one fen of it does to (allocated, reserved, committed, paid)
_EFFECT: dict[str, tuple[int, int, int, int]] = {
    "allocate": (1, 0, 0, 0),
    "adjust": (1, 0, 0, 0),
    "carry_over": (1, 0, 0, 0),
    "reserve": (0, 1, 0, 0),
    "release": (0, -1, 0, 0),
    "commit": (0, -1, 1, 0),
    "uncommit": (0, 1, -1, 0),
    "return_unspent": (0, 0, -1, 0),
    "pay": (0, 0, -1, 1),
    "pay_returned": (0, 0, 1, -1),
    "refund": (0, 0, 0, -1),
    "social_pledge": (0, 0, 0, 0),
    "social_received": (0, 0, 0, 0),
    "social_paid": (0, 0, 0, 0),
    "social_refund": (0, 0, 0, 0),
    "social_returned": (0, 0, 0, 0),
    "retention_hold": (0, 0, 0, 0),
    "retention_release": (0, 0, 0, 0),
}


@dataclass(frozen=True)
class Line:
    """What is written beside an amount: who it went to or came from, and its paper."""

    party: str = ""
    document: str = ""
    note: str = ""
    payment_id: int | None = None
    named_with_consent: bool = False


def fund_of(session: Session, project: Project) -> Fund:
    """Return the fund that pays a project, held until the transaction ends."""
    return funds.get(session, project.area_id, project.round.year, for_update=True)


def _shift(fund: Fund, kind: str, amount: Fen) -> None:
    """Move the balance as a line of that kind does."""
    allocated, reserved, committed, paid = _EFFECT[kind]
    fund.allocated_fen = Fen(fund.allocated_fen + allocated * amount)
    fund.reserved_fen = Fen(fund.reserved_fen + reserved * amount)
    fund.committed_fen = Fen(fund.committed_fen + committed * amount)
    fund.paid_fen = Fen(fund.paid_fen + paid * amount)


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
    came back is owed by the contract again (`pay_returned`) or free (`refund`).

    Raises:
        BalanceTooSmall: a reservation is more than what is available.
    """
    if amount == 0:
        return None
    if kind == "reserve" and amount > fund.available_fen:
        raise BalanceTooSmall(
            available=yuan(fund.available_fen),
            wanted=yuan(amount),
            short=yuan(Fen(amount - fund.available_fen)),
        )
    _shift(fund, kind, amount)
    told = line or Line()
    entry = LedgerEntry(
        fund_id=fund.id,
        kind=kind,
        amount_fen=amount,
        project_id=project.id if project else None,
        payment_id=told.payment_id,
        party=told.party,
        named_with_consent=told.named_with_consent,
        document=told.document,
        note=told.note,
        entered_at=at,
        entered_by_id=by_id,
    )
    session.add(entry)
    session.flush()
    return entry
