"""One seat, one vote, whoever is faster: real threads with connections of their own on both databases."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from microprojects.domain.casting import VotedAlready, VoteNotOpen
from microprojects.domain.errors import AlreadyDone, Refusal
from microprojects.services import meetings, votes
from microprojects.store.db import db
from microprojects.store.journal import JournalEntry
from microprojects.store.meetings import Attendance
from microprojects.store.votes import RollCallChoice, SecretTally, Vote, VoteParticipation
from tests.council import SITTING, Sitting, ready
from tests.world import MEMBERS

FIRST = "LZ-2026-001"
NOW = SITTING + timedelta(minutes=12)


def race(app: Flask, *deeds: Callable[[], object]) -> list[object]:
    """Start the deeds at the same moment, each in a thread and on a connection of its own."""
    start = threading.Barrier(len(deeds))
    ends: list[object] = [None] * len(deeds)

    def run(place: int, deed: Callable[[], object]) -> None:
        with app.app_context():
            start.wait()
            try:
                ends[place] = deed()
            except Refusal as refusal:
                ends[place] = type(refusal)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    db.session.rollback()
    return ends


def count(what) -> int:
    return db.session.scalar(select(func.count()).select_from(what)) or 0


@pytest.mark.parametrize("mode", ["roll_call", "secret"])
def test_two_votes_race_for_the_same_seat_and_exactly_one_wins(app, world, mode):
    sitting = Sitting(world).call(ready(world)).open(MEMBERS[:14])
    vote_id = sitting.open_vote(FIRST, mode)
    before = count(JournalEntry)

    ends = race(
        app,
        *(
            lambda choice=choice: votes.cast(vote_id, choice=choice, actor=world["an"], at=NOW)
            for choice in ("for", "against", "for", "against")
        ),
    )

    lost = [end for end in ends if end is not None]
    assert len(lost) == 3
    assert set(lost) <= {VotedAlready, AlreadyDone}
    assert (count(VoteParticipation), count(JournalEntry) - before) == (1, 1)
    kept = count(RollCallChoice) + sum(row.count for row in db.session.scalars(select(SecretTally)))
    assert kept == 1


def test_every_member_who_votes_at_once_is_counted(app, world):
    sitting = Sitting(world).call(ready(world)).open(MEMBERS[:12])
    vote_id = sitting.open_vote(FIRST, "secret")

    ends = race(
        app,
        *(
            lambda name=name: votes.cast(vote_id, choice="for", actor=world[name], at=NOW)
            for name in MEMBERS[:12]
        ),
    )

    assert ends == [None] * 12
    assert votes.close_vote(vote_id, actor=world["liu"], at=NOW) is True
    assert db.session.scalars(select(Vote.in_favour)).one() == 12


def test_a_vote_that_comes_while_the_chair_closes_is_counted_or_refused(app, world):
    sitting = Sitting(world).call(ready(world)).open(MEMBERS[:12])
    vote_id = sitting.open_vote(FIRST, "roll_call")

    ends = race(
        app,
        lambda: votes.cast(vote_id, choice="for", actor=world["an"], at=NOW),
        lambda: votes.close_vote(vote_id, actor=world["liu"], at=NOW),
    )

    in_favour = db.session.scalars(select(Vote.in_favour)).one()
    assert (ends[0], in_favour) in {(None, 1), (VoteNotOpen, 0)}
    assert count(RollCallChoice) == in_favour


def test_two_openings_of_one_vote_leave_one(app, world):
    sitting = Sitting(world).call(ready(world)).open(MEMBERS[:14])
    item_id = sitting.present(FIRST)

    ends = race(
        app,
        *(
            lambda mode=mode: votes.open_vote(item_id, mode=mode, actor=world["liu"], at=NOW)
            for mode in ("roll_call", "secret")
        ),
    )

    assert sorted(end is AlreadyDone for end in ends) == [False, True]
    assert count(Vote) == 1


def test_a_member_is_signed_in_once_though_two_desks_do_it(app, world):
    sitting = Sitting(world).call(ready(world)).open([])

    ends = race(
        app,
        *(
            lambda actor=actor: meetings.sign_in(
                sitting.meeting_id, person_id=world.people["an"], actor=world[actor], at=NOW
            )
            for actor in ("an", "guo", "liu")
        ),
    )

    assert sorted(end is AlreadyDone for end in ends) == [False, True, True]
    assert count(Attendance) == 1
