"""What several deeds do to a change of a contract: put it before the council, let it take effect, drop it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from microprojects.domain.change_sizes import BODIES, Body, Standing, Wish, approved_after
from microprojects.domain.changes import VOTED_DOWN, NoChangeAsked, NothingToVote, require_change
from microprojects.domain.contracts import ContractMissing
from microprojects.domain.funds import CHANGED
from microprojects.domain.money import Fen
from microprojects.domain.tranches import plan
from microprojects.domain.workdays import local_day
from microprojects.services._funds import fund_of
from microprojects.services._ledger import Line, post
from microprojects.store import changes, payments
from microprojects.store.agenda_dossiers import asked_words
from microprojects.store.changes import ContractChange
from microprojects.store.contracts import Contract
from microprojects.store.projects import Project
from microprojects.store.votes import Vote


def wish_of(change: ContractChange) -> Wish:
    """Return what a change asks for, as the rules see it."""
    return Wish(change.fiscal_fen, change.social_fen, change.days, change.scope)


def standing_of(session: Session, project: Project, *, at: datetime) -> tuple[Contract, Standing]:
    """Return the contract of a project, held, and how it stands.

    Raises:
        ContractMissing: there is none.
    """
    found = payments.standing(session, project, today=local_day(at), for_update=True)
    if found is None:
        raise ContractMissing
    return found.contract, changes.standing(session, project, found.contract, found.purse)


def waiting(session: Session, project: Project) -> ContractChange:
    """Return the change that waits, held.

    Raises:
        NoChangeAsked: none does.
    """
    found = changes.waiting(session, project.id, for_update=True)
    if found is None:
        raise NoChangeAsked
    return found


def to_vote_on(session: Session, project: Project) -> ContractChange:
    """Return the change that waits for the council.

    Raises:
        NothingToVote: none does.
    """
    found = changes.waiting(session, project.id, for_update=True)
    if found is None or found.body != Body.COUNCIL or found.vote_id is not None:
        raise NothingToVote
    return found


def take_effect(
    session: Session, project: Project, change: ContractChange, *, at: datetime, by_id: int
) -> None:
    """Change the contract, its instalments and the ledger by what was agreed to.

    Raises:
        BelowPaid: more was paid than would be left.
        BalanceTooSmall: the community has not so much left this year.
    """
    contract, stand = standing_of(session, project, at=at)
    wish = wish_of(change)
    require_change(stand, wish)
    change.state, change.decided_at = "agreed", at
    session.flush()  # the database lets the contract take other figures only as an agreed change says
    pledged = project.approved_social_fen
    if change.body == Body.COUNCIL:
        fiscal, social = approved_after(stand, wish)
        project.approved_fiscal_fen, project.approved_social_fen = Fen(fiscal), Fen(social)
        contract.approved_fen = Fen(fiscal + social)
    contract.fiscal_fen = Fen(stand.fiscal + wish.fiscal)
    contract.social_fen = Fen(stand.social + wish.social)
    contract.amount_fen = Fen(stand.amount + wish.amount)
    contract.ends_on += timedelta(days=wish.days)
    session.flush()  # and its instalments only as their shares of the contract are
    shares = plan(contract.amount_fen, [each.percent for each in contract.tranches])
    for tranche, amount in zip(contract.tranches, shares, strict=True):
        tranche.amount_fen = amount
    session.flush()
    fund = fund_of(session, project, at=at)
    more = Fen(project.approved_social_fen - pledged)
    post(session, fund, "social_pledge", more, at=at, by_id=by_id, project=project)
    line = Line(party=contract.supplier.name, document=contract.number, note=CHANGED)
    for kind in ("reserve", "commit") if wish.fiscal > 0 else ("uncommit", "release"):
        post(session, fund, kind, Fen(abs(wish.fiscal)), at=at, by_id=by_id, project=project, line=line)


def vote_down(change: ContractChange, vote: Vote, *, at: datetime) -> None:
    """Drop a change that the council did not agree to; the contract stays as it is."""
    change.vote_id, change.vote = vote.id, vote
    change.state, change.decided_at, change.refuse_reason = "refused", at, VOTED_DOWN


def told_words(change: ContractChange) -> dict[str, Any]:
    """Return what is told of a change that holds: with the day, and who agreed."""
    return {
        **asked_words(change),
        "ref": str(change.id),
        "date_on": local_day(change.decided_at).isoformat() if change.decided_at else "",
        "agreed_by": BODIES[change.body],
    }


def facts_of(change: ContractChange) -> dict[str, object]:
    """Return what the journal says of a change."""
    return {
        "change": change.position,
        "was_fen": str(change.before_fen),
        "now_fen": str(change.after_fen),
        "amount_fen": str(change.amount_fen),
        "fiscal_fen": str(change.fiscal_fen),
        "social_fen": str(change.social_fen),
        "days": change.days,
        "scope_changes": bool(change.scope),
        "ends_on": (change.ends_before + timedelta(days=change.days)).isoformat(),
        "decides": change.body,
    }
