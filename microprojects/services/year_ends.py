"""Closing a year's money: one person prepares, another confirms; what nobody was promised leaves the year."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from microprojects.domain import year_ends as law
from microprojects.domain.actions import Action
from microprojects.domain.errors import N_
from microprojects.domain.funds import LONGEST_DOCUMENT
from microprojects.domain.money import Fen
from microprojects.domain.people import Actor
from microprojects.domain.permissions import Target
from microprojects.domain.year_ends import Closing
from microprojects.services._deed import permit, record
from microprojects.services._ledger import Line, leave
from microprojects.services._words import public_line
from microprojects.store import areas, year_ends
from microprojects.store import year_accounts as accounts
from microprojects.store.areas import Area
from microprojects.store.db import transaction
from microprojects.store.year_accounts import Place
from microprojects.store.year_ends import CarriedProject, ClosedFund, YearClosing


def prepare(district_slug: str, year: int, *, document: str, actor: Actor, at: datetime) -> None:
    """Propose to close a district's year under a paper of that number; until it is confirmed, proposing again replaces it.

    Raises:
        NotFound: there is no such district.
        NotPermitted: neither an administrator nor the finance office of the district.
        YearRunning, YearClosed, EarlierYearOpen, NothingToClose, LedgerDoesNotAddUp: what stands in the way.
        BadValue, PrivacyFinding: the year or the number cannot stand.
    """
    paper = public_line(N_("文号"), document, limit=LONGEST_DOCUMENT)
    with transaction() as session:
        district = areas.by_slug(session, district_slug)
        permit(actor, Action.YEAR_PREPARE, Target(district.path), at=at)
        law.require_over(year, at)
        closing = _closing(session, district, year)
        sums = law.total(place.closing for place in accounts.places(session, district, year))
        if closing is None:
            closing = YearClosing(area_id=district.id, year=year, year_ended_at=law.over_at(year))
        closing.document, closing.prepared_at, closing.prepared_by_id = paper, at, actor.person_id or 0
        session.add(closing)
        session.flush()
        _note(session, Action.YEAR_PREPARE, district, closing, sums, actor=actor, at=at)


def close(district_slug: str, year: int, *, seen: str, actor: Actor, at: datetime) -> None:
    """Confirm the closing: what is reserved or contracted is carried and listed, what is left lapses or goes on.

    `seen` are the figures that were looked at, as `domain.year_ends.seen` writes them.

    Raises:
        NotFound: there is no such district.
        NotPermitted, ClosingSameHands: not for this actor, or they prepared it.
        YearClosed, NotPrepared, EarlierYearOpen, NothingToClose, LedgerDoesNotAddUp: what stands in the way.
        BadValue: it is no year.
        FiguresMoved: something was booked since the figures were looked at.
    """
    with transaction() as session:
        district = areas.by_slug(session, district_slug)
        permit(actor, Action.YEAR_CLOSE, Target(district.path), at=at)
        law.require_over(year, at)
        closing = _closing(session, district, year)
        if closing is None:
            raise law.NotPrepared
        if closing.prepared_by_id == actor.person_id:
            raise law.ClosingSameHands
        year_ends.hold_projects(session, district.path, year)
        places = accounts.places(session, district, year, for_update=True)
        sums = law.total(place.closing for place in places)
        if law.seen(sums) != seen:
            raise law.FiguresMoved
        for place in places:
            _close(session, closing, place, actor=actor, at=at)
        closing.confirmed_at, closing.confirmed_by_id = at, actor.person_id
        session.flush()
        count = sum(len(place.promised) for place in places)
        _note(session, Action.YEAR_CLOSE, district, closing, sums, actor=actor, at=at, projects=count)


def _closing(session: Session, district: Area, year: int) -> YearClosing | None:
    """Return what was prepared, held.

    Raises:
        YearClosed: it was confirmed.
        EarlierYearOpen: an earlier year waits.
    """
    closing = year_ends.find(session, district.id, year, for_update=True)
    if closing is not None and closing.confirmed_at is not None:
        raise law.YearClosed(place=district.name, year=year)
    earlier = year_ends.open_before(session, district.path, year)
    if earlier is not None:
        raise law.EarlierYearOpen(earlier=earlier, year=year)
    return closing


def _close(session: Session, closing: YearClosing, place: Place, *, actor: Actor, at: datetime) -> None:
    fund, sums = place.held.fund, place.closing
    row = ClosedFund(
        closing_id=closing.id,
        fund_id=fund.id,
        allocated_fen=sums.allocated_fen,
        paid_fen=sums.paid_fen,
        carried_fen=sums.carried_fen,
        lapsed_fen=sums.lapsed_fen,
        moved_fen=sums.moved_fen,
        late_fen=max(Fen(0), year_ends.paid_from(session, fund.id, closing.year_ended_at)),
        goes_on=place.goes_on,
    )
    session.add(row)
    session.flush()
    for project_id, held in place.promised.items():
        session.add(
            CarriedProject(
                closed_fund_id=row.id,
                project_id=project_id,
                reserved_fen=held.reserved_fen,
                committed_fen=held.committed_fen,
            )
        )
    free, line = Fen(sums.lapsed_fen + sums.moved_fen), Line(document=closing.document)
    leave(session, fund, free, goes_on=place.goes_on, line=line, at=at, by_id=actor.person_id)


def _note(
    session: Session,
    action: Action,
    district: Area,
    closing: YearClosing,
    sums: Closing,
    *,
    actor: Actor,
    at: datetime,
    **more: object,
) -> None:
    facts = {
        "year": str(closing.year),
        "document": closing.document,
        "allocated_fen": str(sums.allocated_fen),
        "paid_fen": str(sums.paid_fen),
        "carried_fen": str(sums.carried_fen),
        "lapsed_fen": str(sums.lapsed_fen),
        "moved_fen": str(sums.moved_fen),
        **more,
    }
    subject = f"closing/{district.slug}/{closing.year}"
    record(session, action, subject, actor=actor, at=at, area=district.path, facts=facts)
