"""Moving money from a community that hardly spends to another one of its district, in the middle of the year."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from microprojects.domain import reallocations as law
from microprojects.domain.actions import Action
from microprojects.domain.errors import N_, BadValue
from microprojects.domain.funds import (
    LONGEST_DOCUMENT,
    LONGEST_REASON,
    NoFund,
    check_adjustment,
    check_amount,
    check_year,
)
from microprojects.domain.money import Fen
from microprojects.domain.people import Actor
from microprojects.domain.permissions import Target
from microprojects.domain.workdays import local_day
from microprojects.services._allocations import enter
from microprojects.services._deed import permit, record
from microprojects.services._ledger import Line
from microprojects.services._words import public_line, public_text
from microprojects.store import areas, ledger, rulebooks
from microprojects.store.areas import Area
from microprojects.store.db import transaction
from microprojects.store.funds import Fund
from microprojects.store.reallocations import Reallocation


def reallocate(
    giver_slug: str,
    taker_slug: str,
    year: int,
    *,
    amount_fen: Fen,
    document: str,
    reason: str,
    actor: Actor,
    at: datetime,
) -> None:
    """Move money that nobody was promised from a slow community to another; both ledgers and the public page tell it.

    Raises:
        NotFound: there is no such community.
        NotPermitted: not an administrator of its district.
        SameCommunity, OtherDistrict: the two do not go together.
        NotThisYear, ReallocationTooEarly, SpendsEnough: it is not the time, or the giver spends enough.
        NoFund: one of them has no money of that year.
        BelowPromised: more would be taken than is free.
        DocumentTwice: that order was entered before.
        BadValue, PrivacyFinding: what was written cannot stand.
    """
    amount = check_amount(amount_fen)
    paper = public_line(N_("文号"), document, limit=LONGEST_DOCUMENT)
    words = public_text(N_("理由"), reason, limit=LONGEST_REASON)
    with transaction() as session:
        giver, taker = _pair(session, giver_slug, taker_slug, actor=actor, at=at)
        given, taken = _takeable(session, giver, taker, year, amount, at=at)
        move = Reallocation(
            year=year, giver_id=giver.id, taker_id=taker.id, amount_fen=amount, allocated_fen=given.allocated_fen,
            paid_fen=given.paid_fen, document=paper, reason=words, decided_at=at,
            decided_by_id=actor.person_id or 0,
        )  # fmt: skip
        move.out_entry_id = _enter(session, given, f"调给{taker.name}：{words}", move, -1, actor=actor, at=at)
        move.in_entry_id = _enter(session, taken, f"从{giver.name}调来：{words}", move, 1, actor=actor, at=at)
        session.add(move)
        session.flush()
        _note(session, giver, taker, move, actor=actor, at=at)


def _takeable(
    session: Session, giver: Area, taker: Area, year: int, amount: Fen, *, at: datetime
) -> tuple[Fund, Fund]:
    """Return both funds, held, if the giver's money may be taken today."""
    today = local_day(at)
    rules = rulebooks.of_community(session, giver.id, today)
    law.require_day(check_year(year), today=today, after=str(rules["allocation.reallocate_after"]))
    given, taken = _funds(session, giver, taker, year)
    percent = rules.number("allocation.reallocate_below_percent")
    law.require_slow(giver.name, paid=given.paid_fen, allocated=given.allocated_fen, percent=percent)
    check_adjustment(Fen(-amount), allocated=given.allocated_fen, available=given.available_fen)
    return given, taken


def _note(
    session: Session, giver: Area, taker: Area, move: Reallocation, *, actor: Actor, at: datetime
) -> None:
    facts = {
        "year": str(move.year),
        "amount_fen": str(move.amount_fen),
        "giver": giver.name,
        "taker": taker.name,
        "document": move.document,
        "reason": move.reason,
    }
    subject, area = f"fund/{giver.slug}/{move.year}", giver.path
    record(session, Action.FUND_REALLOCATE, subject, actor=actor, at=at, area=area, facts=facts)


def _enter(
    session: Session, fund: Fund, note: str, move: Reallocation, sign: int, *, actor: Actor, at: datetime
) -> int:
    """Write one side of a move and return the number of its line."""
    line = Line(document=move.document, note=note)
    entry = enter(session, fund, "adjust", Fen(sign * move.amount_fen), line, actor=actor, at=at)
    return entry.id if entry else 0


def _pair(
    session: Session, giver_slug: str, taker_slug: str, *, actor: Actor, at: datetime
) -> tuple[Area, Area]:
    giver, taker = areas.by_slug(session, giver_slug), areas.by_slug(session, taker_slug)
    for place in (giver, taker):
        permit(actor, Action.FUND_REALLOCATE, Target(place.path), at=at)
        if place.level != "community":
            raise BadValue(field=N_("社区"), why=N_("请从名单里选一个社区"))
    if giver.id == taker.id:
        raise law.SameCommunity
    if giver.path.split("/")[0] != taker.path.split("/")[0]:
        raise law.OtherDistrict(giver=giver.name, taker=taker.name)
    return giver, taker


def _funds(session: Session, giver: Area, taker: Area, year: int) -> tuple[Fund, Fund]:
    """Return both funds, held in the order of their communities, so that two moves do not wait for each other."""
    held = {}
    for place in sorted((giver, taker), key=lambda each: each.id):
        fund = ledger.find(session, place.id, year, for_update=True)
        if fund is None:
            raise NoFund(community=place.name, year=year)
        held[place.id] = fund
    return held[giver.id], held[taker.id]
