"""One resident, one ballot, however often and from how many windows at once; and nothing comes in while the box closes."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from microprojects.domain.ballots import ChangedElsewhere, NotTaking
from microprojects.domain.voters import Voter
from microprojects.services import ballots, poll_counts, polls
from microprojects.store import poll_rolls
from microprojects.store.ballots import Envelope, SeenCommit
from microprojects.store.db import db
from microprojects.store.polls import Poll
from tests.electing import CLOSES, OPENED, opened_poll
from tests.polling import form, more_voters, prepared
from tests.stories.test_races_votes import race

VOTERS = 25
CLICKS = 8


@pytest.fixture
def poll(world):
    """A poll with 25 more residents on its roll, each an actor."""
    more_voters(world, VOTERS)
    return opened_poll(world)


def count(table) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_two_hundred_double_clicks_are_twenty_five_ballots(app, poll):
    for n in range(VOTERS):
        wanted, actor = form(poll.id, "p01"), poll.world[f"voter{n}"]

        receipts = race(
            app,
            *[
                lambda wanted=wanted, actor=actor: ballots.cast(
                    poll.id, wanted, voter=Voter.of(actor), at=OPENED
                )
            ]
            * CLICKS,
        )

        assert len({receipt.commitment for receipt in receipts}) == 1

    assert (count(Envelope), count(SeenCommit)) == (VOTERS, VOTERS)
    assert poll_rolls.turnout(db.session(), poll.id) == {"online": VOTERS}


def test_of_two_windows_with_different_ballots_one_wins_and_the_other_is_told(app, poll):
    for n in range(VOTERS):
        actor = poll.world[f"voter{n}"]
        forms = [form(poll.id, code) for code in ("p01", "p02", "p03")]

        ends = race(
            app,
            *(
                lambda form=form, actor=actor: ballots.cast(poll.id, form, voter=Voter.of(actor), at=OPENED)
                for form in forms
            ),
        )

        assert sorted(end is ChangedElsewhere for end in ends) == [False, True, True]

    assert (count(Envelope), count(SeenCommit)) == (VOTERS, VOTERS)


def test_the_closed_box_holds_exactly_the_ballots_that_were_answered(app, poll):
    # The clock of each deed is its own, as on several servers: the lock decides, not the time.
    voting = [
        lambda n=n: ballots.cast(
            poll.id, form(poll.id, "p01"), voter=Voter.of(poll.world[f"voter{n}"]), at=OPENED
        )
        for n in range(VOTERS)
    ]

    ends = race(app, *voting, lambda: poll_counts.close(poll.id, actor=poll.world["zhao"], at=CLOSES))

    answered = [end for end in ends[:-1] if end is not NotTaking]
    db.session.rollback()
    closed = db.session.get(Poll, poll.id)
    assert (ends[-1], closed.state) == (None, "closed")
    assert sorted(row.commitment for row in answered) == sorted(
        db.session.scalars(select(Envelope.commitment))
    )


def test_a_poll_opens_once_however_many_press_the_button(app, world):
    poll_id = prepared(world)

    ends = race(app, *[lambda: polls.open_poll(poll_id, actor=world["zhao"], at=OPENED)] * 4)

    assert sorted(end is None for end in ends) == [False, False, False, True]
