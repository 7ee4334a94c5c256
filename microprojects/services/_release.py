"""Giving back what an ended project still holds of its community's money."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from microprojects.domain.actions import Action
from microprojects.domain.approvals import Held, held
from microprojects.domain.errors import N_
from microprojects.domain.money import Fen, yuan
from microprojects.domain.people import Actor
from microprojects.domain.spending import Event, News
from microprojects.domain.workdays import local_day
from microprojects.services import _notices
from microprojects.services._deed import move
from microprojects.services._funds import fund_of
from microprojects.services._ledger import Line, post
from microprojects.services._social import give_back_social
from microprojects.services._spending import tell
from microprojects.store import ledger
from microprojects.store.contracts import Payment
from microprojects.store.funds import Fund
from microprojects.store.projects import Project

ENDED = N_("项目已终止")


@dataclass(frozen=True)
class _End:
    """When a project ends, and by whom."""

    at: datetime
    by_id: int | None


def end_and_release(
    session: Session, project: Project, action: Action, *, reason: str, actor: Actor, at: datetime
) -> None:
    """Move a project to its early end; what was reserved or contracted and not paid becomes free again.

    Social money that was not spent goes back to its donors.
    Payments that wait for approval are refused with it, and the spending disclosure tells the end.
    """
    fund = fund_of(session, project, at=at)
    still = held(ledger.sums_of(session, project.id))
    freed = Fen(still.reserved_fen + still.committed_fen)
    _free(session, project, fund, still, _End(at, actor.person_id))
    social = give_back_social(session, project, fund, at=at, by_id=actor.person_id)
    session.execute(
        update(Payment)
        .where(Payment.project_id == project.id, Payment.state == "entered")
        .values(state="rejected", decided_at=at, reject_reason=ENDED)
    )
    words = {"yuan": yuan(freed), "social": yuan(social) if social else ""}
    news = News(Event.STOPPED, local_day(at), amount=freed, words=words)
    told = tell(session, project, news, actor=actor, at=at)
    facts = {
        "reason": reason,
        "released_fen": str(freed),
        **({"social_returned_fen": str(social)} if social else {}),
        **told.facts,
    }
    told.tie(move(session, project, action, actor=actor, at=at, facts=facts))
    _notices.end(session, project, at=at)


def _free(session: Session, project: Project, fund: Fund, still: Held, end: _End) -> None:
    """Turn what is committed back into a reservation, then release the whole of it."""
    line = Line(note=ENDED)
    whole = Fen(still.reserved_fen + still.committed_fen)
    for kind, fen in (("uncommit", still.committed_fen), ("release", whole)):
        post(session, fund, kind, fen, at=end.at, by_id=end.by_id, project=project, line=line)
