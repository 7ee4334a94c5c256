"""Which votes of absent members count in a vote that opens, and whose vote a ballot is."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from microprojects.domain.casting import Voter
from microprojects.domain.delegations import ALLOWED, NothingHeld, PrincipalMustStandAside
from microprojects.domain.people import Actor
from microprojects.domain.workdays import local_day
from microprojects.store import conflicts, delegations, rulebooks
from microprojects.store.delegations import Delegation
from microprojects.store.meetings import AgendaItem, Room
from microprojects.store.votes import Vote


def given_on(
    session: Session, item: AgendaItem, room: Room, *, actor: Actor, at: datetime
) -> list[Delegation]:
    """Return the delegations that count in a vote on an item which the actor opens now.

    Raises:
        PrincipalMustStandAside: one gave a vote on what they proposed, or may be paid for.
    """
    rules = rulebooks.of(item.project)
    if rules["meeting.proxies"] != ALLOWED or not rulebooks.allows_proxies(session, item.meeting):
        return []
    given = delegations.on_item(session, item.meeting_id, item.id, room)
    if not rules.flag("meeting.chair_votes"):
        given = [each for each in given if each.delegate_id != actor.person_id]
    proposers, firms = conflicts.own_matter(session, item.project, local_day(at))
    if any(each.principal_id in proposers | firms for each in given):
        raise PrincipalMustStandAside
    return given


def ballots_of(
    session: Session, vote: Vote, voter: Voter, person_id: int, *, second: bool
) -> tuple[Voter, list[int]]:
    """Return the member as this ballot sees them, and in whose names it is cast.

    In a roll-call one word is said for both. In a secret vote the one ballot is their own and
    the `second` that of the member whose vote they hold; which it is, is said each time, so
    that a button that was pressed twice does not cast both.

    Raises:
        NothingHeld: they hold no vote that is to be cast.
    """
    held = delegations.still_held(session, vote, person_id)
    if second:
        if held is None:
            raise NothingHeld
        return replace(voter, voted=False), [held]
    if held is None or vote.mode == "secret":
        return voter, [person_id]
    return voter, [person_id, held]
