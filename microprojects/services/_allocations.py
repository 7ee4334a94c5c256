"""Entering what a community is given or loses, with the city's and the district's part of it."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from microprojects.domain.fund_shares import shares
from microprojects.domain.funds import DocumentTwice
from microprojects.domain.money import Fen
from microprojects.domain.people import Actor
from microprojects.services._ledger import Line, post
from microprojects.store import ledger, rulebooks
from microprojects.store.fund_shares import FundShare
from microprojects.store.funds import Fund, LedgerEntry


def enter(
    session: Session, fund: Fund, kind: str, amount: Fen, line: Line, *, actor: Actor, at: datetime
) -> LedgerEntry | None:
    """Write the line of a paper that was not entered before, parted between city and district; `fund` must be held.

    Raises:
        DocumentTwice: that paper is in the ledger already.
    """
    if ledger.has_document(session, fund.id, (kind,), line.document):
        raise DocumentTwice(document=line.document)
    entry = post(session, fund, kind, amount, at=at, by_id=actor.person_id, line=line)
    if entry is not None:
        rules = rulebooks.of_community(session, fund.area_id, date(fund.year, 12, 31))
        ratio = str(rules["allocation.city_district_split"])
        session.add(FundShare(entry_id=entry.id, **vars(shares(amount, ratio)), ratio=ratio))
        session.flush()
    return entry
