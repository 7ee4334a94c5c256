"""From the last ballot to the confirmed result: closing, the lot, the count, and the end of the keys."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from sqlalchemy import select, text, update

from microprojects.domain.commitments import Opening
from microprojects.domain.errors import NotPermitted
from microprojects.domain.polls import (
    BadDice,
    BoxDoesNotBalance,
    LotDrawnAlready,
    NotYetOver,
    PollMoment,
    SignedTwice,
    TooEarly,
)
from microprojects.domain.states import State
from microprojects.domain.tally.ties import LotNotDrawn
from microprojects.services import poll_counts, polls
from microprojects.store import ballots, box_keys
from microprojects.store import polls as rows
from microprojects.store.ballots import Envelope, FinalBallot
from microprojects.store.box_keys import BoxBroken
from microprojects.store.db import db, transaction
from tests import polling
from tests.council import project
from tests.electing import CLOSES, cast, kept_poll, opened_poll
from tests.forging import off_guard
from tests.world import NOW

DICE = "36142516341234565432"
VOTES = {"lin": ("p01", "p02"), "chen": ("p01",), "xu": ("p02", "p03"), "wei": ("p01",)}


@pytest.fixture
def poll(world, bench):
    return kept_poll(world, bench)


@pytest.fixture
def closed(poll):
    """A closed poll with four ballots: three for p01, two for p02, one for p03."""
    for who, codes in VOTES.items():
        cast(poll, who, *codes)
    poll_counts.close(poll.id, actor=poll.world["zhao"], at=CLOSES)
    return poll


def row(poll):
    db.session.rollback()
    return rows.get(db.session(), poll.id)


def counted(poll, at=CLOSES):
    poll_counts.count(poll.id, actor=poll.world["zhao"], at=at)
    return row(poll)


def test_a_poll_is_not_closed_before_its_time(poll):
    with pytest.raises(NotYetOver):
        poll_counts.close(poll.id, actor=poll.world["zhao"], at=CLOSES - timedelta(seconds=1))

    assert row(poll).state == "open"


def test_the_system_closes_what_is_over_and_nothing_twice(poll):
    assert [poll_counts.close_due(at=at) for at in (CLOSES - timedelta(seconds=1), CLOSES, CLOSES)] == [
        0,
        1,
        0,
    ]


def test_a_box_with_fewer_ballots_than_voters_does_not_close(poll):
    receipt = cast(poll, "lin", "p01")
    cast(poll, "chen", "p02")
    with transaction() as session:
        session.execute(text("DELETE FROM envelopes WHERE commitment = :c"), {"c": receipt.commitment})

    with pytest.raises(BoxDoesNotBalance) as no:
        poll_counts.close(poll.id, actor=poll.world["zhao"], at=CLOSES)

    assert (no.value.facts, row(poll).state) == ({"took_part": 2, "ballots": 1}, "open")


def test_the_count_follows_the_published_rule_and_the_money(closed):
    poll = counted(closed)

    told = {option.code: (option.votes, option.selected, option.place) for option in poll.options}
    costs = {option.code: option.cost_fen for option in poll.options}
    chosen = [code for code, (_, selected, _) in told.items() if selected]
    assert {code: votes for code, (votes, _, _) in told.items()} == {"p01": 3, "p02": 2, "p03": 1}
    assert sum(costs[code] for code in chosen) <= 10_000_000
    assert sorted(place for _, _, place in told.values()) == [1, 2, 3]


def test_counted_projects_go_back_to_the_council_with_their_place(closed):
    counted(closed)

    assert {project(number).state for number in closed.numbers.values()} == {State.READY}


def test_every_published_ballot_opens_its_commitment_and_none_is_missing(closed):
    poll = counted(closed)

    openings = [
        Opening.from_data(
            {
                "choices": b.choices,
                "nonce": b.nonce,
                "round": poll.name,
                "spec": poll.spec_hash,
                "word": b.word,
            }
        )
        for b in ballots.finals(db.session(), poll.id)
    ]

    assert [o.commitment for o in openings] == [b.commitment for b in ballots.finals(db.session(), poll.id)]
    assert sorted(tuple(sorted(o.choices)) for o in openings) == sorted(VOTES.values())


def test_what_the_count_gave_is_kept_whole(closed):
    poll = counted(closed)

    run = ballots.last_run(db.session(), poll.id)
    told = json.loads(run.output)

    assert (run.spec_hash, told["budget"]) == (poll.spec_hash, "10000000")
    assert told["selected"] == sorted(
        (o.code for o in poll.options if o.selected),
        key=lambda c: next(o.place for o in poll.options if o.code == c),
    )


def test_the_record_says_how_many_more_votes_a_loser_would_have_needed(closed):
    poll = counted(closed)

    told = json.loads(ballots.last_run(db.session(), poll.id).output)

    losers = {option.code: option.votes for option in poll.options if not option.selected}
    winners = {option.votes for option in poll.options if option.selected}
    assert told["needed"].keys() == losers.keys()
    assert all(1 <= told["needed"][code] <= max(winners) - votes + 1 for code, votes in losers.items())


def test_nothing_is_counted_before_the_close_or_twice(poll):
    cast(poll, "lin", "p01")
    with pytest.raises(PollMoment):
        counted(poll)
    poll_counts.close(poll.id, actor=poll.world["zhao"], at=CLOSES)
    counted(poll)
    with pytest.raises(PollMoment):
        counted(poll)


def test_a_ballot_that_was_exchanged_stops_the_count(closed):
    keys = box_keys.of(closed.id, row(closed).name)
    forged = Opening(
        choices={"p03": 1}, nonce=bytes(32), poll=row(closed).name, spec=closed.spec, word="AAAA"
    )
    with off_guard() as raw:
        victim = raw.execute(select(Envelope.tag).limit(1)).scalar_one()
        raw.execute(update(Envelope).where(Envelope.tag == victim).values(sealed=keys.seal(forged.padded())))

    with pytest.raises(BoxBroken):
        counted(closed)

    assert (row(closed).state, db.session.scalars(select(FinalBallot)).all()) == ("closed", [])


def test_equals_of_which_only_one_fits_wait_for_the_lot(world):
    poll = opened_poll(world, 6_000_000, 6_000_000, 2_000_000)
    equal = [option.code for option in rows.options(db.session(), poll.id) if option.cost_fen == 6_000_000]
    for who, code in zip(("lin", "chen"), equal, strict=True):
        cast(poll, who, code)
    poll_counts.close(poll.id, actor=world["zhao"], at=CLOSES)
    with pytest.raises(LotNotDrawn):
        counted(poll)

    poll_counts.draw_lot(poll.id, dice=DICE, witnesses="三位居民", actor=world["zhao"], at=CLOSES)
    done = counted(poll)

    assert sum(option.selected for option in done.options if option.code in equal) == 1
    told = json.loads(ballots.last_run(db.session(), poll.id).output)
    assert [(sorted(tie["candidates"]), tie["by"]) for tie in told["ties"]] == [(sorted(equal), "lot")]


def test_the_lot_is_drawn_once_and_only_after_the_close(poll):
    world = poll.world
    with pytest.raises(PollMoment):
        poll_counts.draw_lot(poll.id, dice=DICE, witnesses="三位居民", actor=world["zhao"], at=CLOSES)
    poll_counts.close(poll.id, actor=world["zhao"], at=CLOSES)
    with pytest.raises(BadDice):
        poll_counts.draw_lot(poll.id, dice="123", witnesses="三位居民", actor=world["zhao"], at=CLOSES)
    poll_counts.draw_lot(poll.id, dice=DICE, witnesses="三位居民", actor=world["zhao"], at=CLOSES)
    with pytest.raises(LotDrawnAlready):
        poll_counts.draw_lot(poll.id, dice=DICE[::-1], witnesses="三位居民", actor=world["zhao"], at=CLOSES)


def test_two_people_of_two_offices_confirm_after_the_days_of_challenge(closed):
    counted(closed)
    world, later = closed.world, CLOSES + timedelta(days=5)
    with pytest.raises(TooEarly):
        poll_counts.certify(closed.id, actor=world["he"], at=later - timedelta(seconds=1))
    with pytest.raises(NotPermitted):
        poll_counts.certify(closed.id, actor=world["zhao"], at=later)

    assert poll_counts.certify(closed.id, actor=world["he"], at=later) is False
    with pytest.raises(SignedTwice):
        poll_counts.certify(closed.id, actor=world["he"], at=later)
    assert poll_counts.certify(closed.id, actor=world["liu"], at=later) is True

    assert row(closed).state == "certified"


def test_with_the_confirmation_nobody_can_tell_any_more_who_cast_what(closed):
    counted(closed)
    for who in ("he", "liu"):
        poll_counts.certify(closed.id, actor=closed.world[who], at=CLOSES + timedelta(days=5))

    with pytest.raises(box_keys.KeyGone):
        box_keys.of(closed.id, row(closed).name)
    assert db.session.scalars(select(Envelope)).all() == []
    assert len(ballots.finals(db.session(), closed.id)) == 4


def test_a_cancelled_poll_lets_its_projects_go(poll):
    cast(poll, "lin", "p01")

    polls.cancel(poll.id, reason="选票印错了项目", actor=poll.world["zhao"], at=CLOSES)

    assert (row(poll).state, {project(n).state for n in poll.numbers.values()}) == (
        "cancelled",
        {State.READY},
    )
    with pytest.raises(PollMoment):
        poll_counts.close(poll.id, actor=poll.world["zhao"], at=CLOSES)


def test_the_ballots_of_a_cancelled_poll_are_never_read(poll):
    cast(poll, "lin", "p01")

    polls.cancel(poll.id, reason="选票印错了项目", actor=poll.world["zhao"], at=CLOSES)

    with pytest.raises(box_keys.KeyGone):
        box_keys.of(poll.id, row(poll).name)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE polls SET budget_fen = budget_fen + 1",
        "UPDATE polls SET closes_at = opens_at",
        "UPDATE poll_options SET cost_fen = cost_fen + 1",
        "UPDATE roll_entries SET building = 'X'",
        "DELETE FROM roll_entries",
        "DELETE FROM poll_options",
        "UPDATE final_ballots SET word = 'AAAA'",
        "DELETE FROM final_ballots",
        "UPDATE tally_runs SET output = '{}'",
        "DELETE FROM envelopes",
    ],
)
def test_not_even_raw_sql_changes_what_stands(closed, change):
    counted(closed)

    with pytest.raises(Exception, match=r"stays|closed"), db.engine.begin() as raw:
        raw.execute(text(change))


def test_keys_that_a_crash_left_go_later_and_those_of_a_running_poll_stay(poll):
    """The process died between the commit of a cancelling and the end of the keys."""
    polls.cancel(poll.id, reason="项目变了", actor=poll.world["zhao"], at=NOW)
    box_keys.make(poll.id, "left by a crash")
    numbers = [option.project.number for option in rows.options(db.session(), poll.id)]
    running = polling.opened(poll.world, numbers)

    assert {poll.id, running} <= set(box_keys.kept())
    assert [poll_counts.forget_keys(at=NOW), poll_counts.forget_keys(at=NOW)] == [1, 0]
    assert {poll.id, running} & set(box_keys.kept()) == {running}


@pytest.mark.parametrize("engine_name", ["postgresql"], indirect=True)
def test_once_confirmed_not_even_hidden_columns_tell_who_cast_what(closed):
    """PostgreSQL's rows remember their transaction: one that says who voted shares it with none that says what."""
    counted(closed)
    for who in ("he", "liu"):
        poll_counts.certify(closed.id, actor=closed.world[who], at=CLOSES + timedelta(days=5))

    written = {
        table: set(db.session.scalars(text(f"SELECT xmin::text FROM {table}")))
        for table in ("participations", "seen_commits", "final_ballots")
    }
    assert len(written["participations"]) > 1
    assert written["participations"].isdisjoint(written["seen_commits"] | written["final_ballots"])
    assert db.session.scalar(text("SELECT count(*) FROM envelopes")) == 0
