"""Giving unspent social money back to who gave it, when the account is settled or a project ends early."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from microprojects.domain.approvals import DONORS
from microprojects.domain.funds import social_left
from microprojects.domain.money import Fen
from microprojects.services._ledger import Line, post
from microprojects.store import ledger
from microprojects.store.funds import Fund
from microprojects.store.projects import Project


def give_back_social(
    session: Session, project: Project, fund: Fund, *, at: datetime, by_id: int | None, kept: int = 0
) -> Fen:
    """Post that what is left of the social money, but what is `kept` for the retention, goes back to its donors.

    Returns the amount in fen.
    """
    left = Fen(max(0, social_left(dict(ledger.sums_of(session, project.id))) - kept))
    line = Line(party=DONORS)
    post(session, fund, "social_returned", left, at=at, by_id=by_id, project=project, line=line)
    return left
