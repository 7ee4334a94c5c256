"""One resident at the desk and online at the same moment: one ballot counts, and whoever was slower is told."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from microprojects.domain.ballots import VotedOtherwise
from microprojects.domain.errors import AlreadyDone
from microprojects.domain.paper_desks import HasSheet, NoSheets, NothingToVoid, VotedOnline
from microprojects.domain.paper_sheets import ReadAlready
from microprojects.domain.voters import Voter
from microprojects.services import ballots, paper_desk, paper_readings
from microprojects.store import poll_rolls
from microprojects.store.ballots import Envelope
from microprojects.store.db import db
from tests.electing import CLOSES, OPENED, opened_poll
from tests.paper_polling import FIRST, SECOND, entry_of, printed
from tests.polling import form, more_voters
from tests.stories.test_races_votes import race

VOTERS = 50


@pytest.fixture
def poll(world):
    """A poll with fifty more residents on its roll and enough sheets for all."""
    more_voters(world, VOTERS)
    return printed(opened_poll(world), sheets=60)


def envelopes() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Envelope)) or 0


def casting(poll, who, seen=0):
    wanted, actor = form(poll.id, "p01", seen=seen), poll.world[who]
    return lambda: ballots.cast(poll.id, wanted, voter=Voter.of(actor), at=OPENED)


def issuing(poll, who, clerk=FIRST):
    entry, actor = entry_of(poll, who), poll.world[clerk]
    return lambda: paper_desk.issue(poll.id, entry, actor=actor, at=OPENED)


def test_fifty_who_vote_online_while_the_desk_gives_them_a_sheet_have_one_ballot_each(app, poll):
    told = []
    for n in range(VOTERS):
        deeds = [casting(poll, f"voter{n}"), issuing(poll, f"voter{n}")]
        online, paper = race(app, *deeds)
        told.append((online is VotedOtherwise, paper is VotedOnline))

    assert {sum(pair) for pair in told} == {1}
    by_paper = sum(online for online, _ in told)
    turnout = poll_rolls.turnout(db.session(), poll.id)
    assert (turnout.get("paper", 0), turnout.get("online", 0)) == (by_paper, VOTERS - by_paper)
    assert envelopes() == VOTERS - by_paper


def test_two_clerks_give_the_same_voter_one_sheet(app, poll):
    for n in range(20):
        ends = race(app, issuing(poll, f"voter{n}"), issuing(poll, f"voter{n}", clerk=SECOND))

        assert sorted(end is HasSheet for end in ends) == [False, True]


def test_a_voter_who_changes_the_ballot_while_it_is_taken_out_has_one(app, poll):
    for n in range(20):
        who = f"voter{n}"
        casting(poll, who)()
        entry = entry_of(poll, who)
        paper_desk.ask_void(poll.id, entry, actor=poll.world[FIRST], at=OPENED)

        def confirm(entry=entry):
            paper_desk.confirm_void(poll.id, entry, actor=poll.world[SECOND], at=OPENED)

        changed, voided = race(app, casting(poll, who, seen=1), confirm)

        assert voided is None
        assert changed is VotedOtherwise or not isinstance(changed, type)

    assert (poll_rolls.turnout(db.session(), poll.id), envelopes()) == ({"paper": 20}, 0)


def test_two_officers_who_confirm_at_once_take_one_ballot_out(app, poll):
    casting(poll, "voter0")()
    entry = entry_of(poll, "voter0")
    paper_desk.ask_void(poll.id, entry, actor=poll.world[FIRST], at=OPENED)

    ends = race(
        app,
        *[
            lambda who=who: paper_desk.confirm_void(poll.id, entry, actor=poll.world[who], at=OPENED)
            for who in (SECOND, "sun")
        ],
    )

    assert sorted(end is NothingToVoid for end in ends) == [False, True]


def test_the_last_sheet_is_given_once(app, world):
    poll = printed(opened_poll(world), sheets=1)

    ends = race(app, *[issuing(poll, who) for who in ("lin", "chen", "xu", "wei")])

    assert sorted(end is NoSheets for end in ends) == [False, True, True, True]


def test_a_sheet_is_read_once_by_somebody_who_clicks_twice(app, world):
    poll = printed(opened_poll(world), sheets=1)
    told = paper_readings.Read(serial="A-0001", verdict=paper_readings.Verdict.VALID, choices={"p01": 1})

    ends = race(app, *[lambda: paper_readings.read(poll.id, told, actor=world[FIRST], at=CLOSES)] * 4)

    assert sorted(end in (ReadAlready, AlreadyDone) for end in ends) == [False, True, True, True]
