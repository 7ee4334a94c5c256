"""Paper in the polls of the demo: sheets given out at the desk, and read by two clerks once the poll is over."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from microprojects.demo.crew import Crew, Hand
from microprojects.domain.ballots import Choices
from microprojects.domain.paper_sheets import Verdict
from microprojects.domain.people import Actor
from microprojects.services import paper_desk, paper_readings, poll_slips
from microprojects.services.paper_readings import Read
from microprojects.store import paper_sheets
from microprojects.store.db import db
from microprojects.store.poll_rolls import RollEntry

SHEETS = 12
# What people wrote on the sheets that are in the box: codes of projects, nothing for a blank vote, None for a null one.
WRITTEN: Sequence[Sequence[str] | None] = (("p01",), ("p01", "p02"), ("p02", "p03"), (), ("p03",), None)
MISSING = 1  # went out and did not come back


def give_out(poll_id: int, voters: Sequence[Actor], crew: Crew, hand: Hand) -> None:
    """Print a batch of sheets and give each voter one."""
    paper_desk.print_batch(poll_id, sheets=SHEETS, actor=crew.clerk, at=hand.at)
    for entry in _entries(poll_id, voters):
        paper_desk.issue(poll_id, entry, actor=crew.clerk, at=hand.at)


def send_slips(poll_id: int, voters: Sequence[Actor], crew: Crew, hand: Hand) -> None:
    """Print slips with codes for some voters, as they are put into their letter boxes."""
    poll_slips.make(poll_id, entries=_entries(poll_id, voters), actor=crew.clerk, at=hand.at)


def read(poll_id: int, crew: Crew, hand: Hand) -> None:
    """Let two clerks read every sheet, and a third person decide the one that they read differently."""
    serials = [sheet.serial for sheet in paper_sheets.sheets(db.session(), poll_id)]
    for clerk in (crew.clerk, crew.second_clerk):
        for n, codes in enumerate(WRITTEN):
            told = _told(serials[n], codes)
            if n == 1 and clerk is crew.second_clerk:
                told = _told(serials[n], ("p01",))  # one tick was overlooked
            paper_readings.read(poll_id, told, actor=clerk, at=hand.at)
        gone = len(WRITTEN) + MISSING
        for some, verdict in (
            (serials[len(WRITTEN) : gone], Verdict.UNRETURNED),
            (serials[gone:], Verdict.UNUSED),
        ):
            paper_readings.read_rest(
                poll_id, serials=f"{some[0]}~{some[-1]}", verdict=verdict, actor=clerk, at=hand.at
            )
    paper_readings.decide(poll_id, _told(serials[1], WRITTEN[1]), actor=crew.party, at=hand.at)


def _told(serial: str, codes: Sequence[str] | None) -> Read:
    if codes is None:
        return Read(serial=serial, verdict=Verdict.NULL, choices={}, reason="too-many")
    choices: Choices = dict.fromkeys(codes, 1)
    return Read(serial=serial, verdict=Verdict.VALID if codes else Verdict.BLANK, choices=choices)


def _entries(poll_id: int, voters: Sequence[Actor]) -> list[str]:
    people = [voter.person_id for voter in voters]
    query = select(RollEntry.entry).where(RollEntry.poll_id == poll_id, RollEntry.person_id.in_(people))
    return list(db.session.scalars(query.order_by(RollEntry.entry)))
