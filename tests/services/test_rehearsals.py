"""Before a poll takes ballots its new keys open a ballot that they sealed; that one is in no box and in no count."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select

from microprojects.domain.polls import RehearsalFailed
from microprojects.services import poll_counts
from microprojects.services._rehearsals import rehearse
from microprojects.store import ballots, box_keys, poll_rolls
from microprojects.store.ballots import SeenCommit
from microprojects.store.db import db
from microprojects.store.journal import JournalEntry
from tests.polling import closed, opened, the_poll


def rehearsed():
    entry = db.session.scalars(select(JournalEntry).where(JournalEntry.verb == "poll.open")).one()
    return json.loads(entry.body)["facts"]["rehearsed"]


def test_the_opening_tells_of_a_ballot_that_is_in_no_box_and_counts_nowhere(world):
    poll = opened(world)

    assert len(rehearsed()) == 64
    assert ballots.counted_commits(db.session(), poll) == []
    assert db.session.scalars(select(SeenCommit)).all() == []
    assert poll_rolls.turnout(db.session(), poll) == {}


def test_it_is_not_among_the_ballots_that_were_counted(world):
    poll = closed(world)
    poll_counts.count(poll, actor=world["zhao"], at=the_poll(poll).closes_at)

    assert rehearsed() not in [each.commitment for each in ballots.finals(db.session(), poll)]


def test_keys_that_were_not_kept_as_they_were_made_start_no_poll(world):
    poll = the_poll(opened(world))
    made = box_keys.of(poll.id, poll.name)
    box_keys.make(poll.id, poll.name)  # the folder holds others now

    with pytest.raises(RehearsalFailed):
        rehearse(poll, made)


def test_keys_that_are_not_there_start_no_poll(world):
    poll = the_poll(opened(world))
    made = box_keys.of(poll.id, poll.name)
    box_keys.destroy(poll.id)

    with pytest.raises(box_keys.KeyGone):
        rehearse(poll, made)
