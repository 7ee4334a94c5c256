"""Paper ballots for tests: printed, given out, read by two clerks and one more."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import select

from microprojects.domain.paper_sheets import Verdict
from microprojects.domain.people import Role
from microprojects.services import paper_desk, paper_readings
from microprojects.services.paper_readings import Read
from microprojects.store import people
from microprojects.store.db import db, transaction
from microprojects.store.people import RoleGrant
from microprojects.store.poll_rolls import RollEntry
from tests.electing import CLOSES, OPENED, OpenPoll
from tests.world import World

FIRST, SECOND, THIRD = "zhao", "qian", "sun"


def entry_of(poll: OpenPoll, who: str) -> str:
    """Return the random name of somebody on the roll of a poll."""
    db.session.rollback()
    query = select(RollEntry.entry).where(
        RollEntry.poll_id == poll.id, RollEntry.person_id == poll.world.people[who]
    )
    return db.session.scalars(query).one()


def printed(poll: OpenPoll, sheets: int = 10) -> OpenPoll:
    """Print a batch at the opening."""
    paper_desk.print_batch(poll.id, sheets=sheets, actor=poll.world[FIRST], at=OPENED)
    return poll


def issue(poll: OpenPoll, *names: str, clerk: str = FIRST, at: datetime = OPENED) -> None:
    """Give each of them a sheet."""
    for who in names:
        paper_desk.issue(poll.id, entry_of(poll, who), actor=poll.world[clerk], at=at)


def read(
    poll: OpenPoll,
    clerk: str,
    serial: str,
    *codes: str,
    verdict: Verdict | None = None,
    reason: str = "",
    seen: int = 0,
    at: datetime = CLOSES,
) -> int:
    """Let a clerk read a sheet on which those codes are ticked; none for a blank vote."""
    verdict = verdict or (Verdict.VALID if codes else Verdict.BLANK)
    told = Read(serial=serial, verdict=verdict, choices=dict.fromkeys(codes, 1), reason=reason, seen=seen)
    return paper_readings.read(poll.id, told, actor=poll.world[clerk], at=at)


def read_twice(poll: OpenPoll, serial: str, *codes: str, **more) -> None:
    """Let two clerks read the same on a sheet."""
    for clerk in (FIRST, SECOND):
        read(poll, clerk, serial, *codes, **more)


def rest(poll: OpenPoll, serials: str = "A-0001~A-0010", verdict: Verdict = Verdict.UNUSED) -> None:
    """Let both clerks say that the rest of some sheets is not in the box."""
    for clerk in (FIRST, SECOND):
        paper_readings.read_rest(
            poll.id, serials=serials, verdict=verdict, actor=poll.world[clerk], at=CLOSES
        )


def another_clerk(world: World, who: str = "xu") -> None:
    """Give somebody of Lizhi the office of a clerk there."""
    with transaction() as session:
        session.add(
            RoleGrant(
                person_id=world.people[who],
                area_id=world.areas["lizhi"],
                role=Role.COMMUNITY_STAFF.value,
                since=date(2025, 1, 1),
            )
        )
    db.session.rollback()
    world.actors[who] = replace(people.actor(db.session(), world.people[who]))
