"""What an open poll shows of itself: commitments by the batch, one number of turnout a day, and nothing else."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from microprojects.domain.commit_batches import list_hash
from microprojects.domain.errors import AlreadyDone, NotPermitted
from microprojects.domain.people import SYSTEM
from microprojects.domain.polls import PollMoment
from microprojects.domain.voters import Voter
from microprojects.domain.workdays import local_day
from microprojects.services import ballots, poll_boards, poll_counts
from microprojects.store import ballots as box
from microprojects.store import journal
from microprojects.store.db import db, transaction
from tests import polling
from tests.electing import CLOSES, OPENED, cast, kept_poll

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.fixture
def poll(world, bench):
    return kept_poll(world, bench)


def cast_often(poll, many, who="lin", *, seen=0):
    """Let somebody change their mind until so many commitments were seen."""
    return [cast(poll, who, "p01", seen=seen + n).commitment for n in range(many)]


def told(poll, verb):
    """What the journal says of an act on the poll."""
    db.session.rollback()
    rows = journal.of_subject(db.session(), f"poll/{poll.id}")
    return [json.loads(row.body)["facts"] for row in rows if row.verb == verb]


def published(poll):
    db.session.rollback()
    return box.batches(db.session(), poll.id)


def test_twenty_new_commitments_are_a_batch_in_order_and_nineteen_are_none(poll):
    commits = cast_often(poll, 19)
    few = poll_boards.publish_due(at=OPENED + MINUTE)
    commits += cast_often(poll, 1, who="chen")
    enough = poll_boards.publish_due(at=OPENED + MINUTE)

    assert (few, enough) == (0, 20)
    assert published(poll) == [(1, sorted(commits))]
    assert told(poll, "poll.publish") == [{"batch": 1, "commitments": 20, "list": list_hash(commits)}]


def test_the_next_batch_waits_for_ten_minutes_and_holds_the_new_ones_alone(poll):
    cast_often(poll, 20)
    poll_boards.publish_due(at=OPENED)
    later = cast_often(poll, 20, seen=20)

    counts = [poll_boards.publish_due(at=OPENED + minutes * MINUTE) for minutes in (9, 10, 10)]

    assert counts == [0, 20, 0]
    assert published(poll)[1:] == [(2, sorted(later))]


def test_the_closing_publishes_what_is_left_and_its_line_comes_before(poll):
    cast_often(poll, 20)
    poll_boards.publish_due(at=OPENED)
    last = cast_often(poll, 2, who="chen")

    poll_counts.close(poll.id, actor=poll.world["zhao"], at=CLOSES)

    assert published(poll)[1:] == [(2, sorted(last))]
    verbs = [row.verb for row in journal.of_subject(db.session(), f"poll/{poll.id}")]
    assert verbs == ["poll.prepare", "poll.open", "poll.publish", "poll.publish", "poll.close"]


def test_a_box_with_nothing_new_closes_without_a_batch(poll):
    poll_counts.close(poll.id, actor=poll.world["zhao"], at=CLOSES)

    assert (published(poll), told(poll, "poll.publish")) == ([], [])


def test_a_ballot_that_was_taken_back_is_published_as_any_other(poll):
    commits = cast_often(poll, 20)
    ballots.take_back(poll.id, commitment=commits[-1], voter=Voter.of(poll.world["lin"]), at=OPENED)

    assert poll_boards.publish_due(at=OPENED) == 20


def test_each_day_that_is_over_is_told_once_as_one_number(poll):
    cast(poll, "lin", "p01")
    cast(poll, "chen", "p01")
    polling.cast(poll.world, poll.id, "xu", "p02", at=OPENED + DAY)

    counts = [poll_boards.tell_days(at=OPENED + days * DAY) for days in (0, 1, 1, 3)]

    assert counts == [0, 1, 0, 2]
    days = [local_day(OPENED + days * DAY).isoformat() for days in range(3)]
    assert told(poll, "poll.turnout") == [
        {"day": day, "took_part": many} for day, many in zip(days, (2, 3, 3), strict=True)
    ]


def test_a_day_is_not_told_twice(poll):
    day = local_day(OPENED)
    poll_boards.tell_day(poll.id, day, actor=SYSTEM, at=OPENED + DAY)

    with pytest.raises(AlreadyDone):
        poll_boards.tell_day(poll.id, day, actor=SYSTEM, at=OPENED + DAY)


def test_only_the_system_publishes_and_only_of_an_open_poll(poll):
    with pytest.raises(NotPermitted):
        poll_boards.publish(poll.id, actor=poll.world["zhao"], at=OPENED)
    with pytest.raises(NotPermitted):
        poll_boards.tell_day(poll.id, local_day(OPENED), actor=poll.world["zhao"], at=OPENED + DAY)
    poll_counts.close(poll.id, actor=poll.world["zhao"], at=CLOSES)
    with pytest.raises(PollMoment):
        poll_boards.publish(poll.id, actor=SYSTEM, at=CLOSES)
    with pytest.raises(PollMoment):
        poll_boards.tell_day(poll.id, local_day(OPENED), actor=SYSTEM, at=CLOSES)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE seen_commits SET batch = 2",
        "UPDATE seen_commits SET batch = NULL",
        "UPDATE poll_batches SET list_hash = 'x'",
        "DELETE FROM poll_batches",
        "UPDATE poll_days SET took_part = 5",
        "DELETE FROM poll_days",
    ],
)
def test_what_is_published_stays(poll, sql):
    cast_often(poll, 20)
    poll_boards.publish_due(at=OPENED)
    poll_boards.tell_days(at=OPENED + DAY)

    with pytest.raises(DBAPIError), transaction() as session:
        session.execute(text(sql))


def test_the_journal_of_an_open_poll_tells_no_choice(poll):
    cast_often(poll, 20)
    poll_boards.publish_due(at=OPENED)
    poll_boards.tell_days(at=OPENED + DAY)

    facts = [told(poll, verb)[0].keys() for verb in ("poll.publish", "poll.turnout")]

    assert facts == [{"batch", "commitments", "list"}, {"day", "took_part"}]
    unpublished = select(box.SeenCommit.commitment).where(box.SeenCommit.batch.is_(None))
    assert db.session.scalars(unpublished).all() == []
