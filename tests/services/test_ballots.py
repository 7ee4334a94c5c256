"""Casting a ballot: one a person, replaced until the close, taken back, and never told."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from microprojects.domain.ballot_drafts import Draft
from microprojects.domain.ballots import (
    ChangedElsewhere,
    NothingToTakeBack,
    NotOnRoll,
    NotTaking,
    RuleChanged,
    TooFew,
    TooMany,
    UnknownChoice,
)
from microprojects.domain.commitments import BadWord
from microprojects.domain.people import ANYONE
from microprojects.domain.polls import OtherPollRuns
from microprojects.domain.voters import Voter
from microprojects.services import ballot_drafts, ballots
from microprojects.store import box_keys, poll_rolls
from microprojects.store.ballots import BallotDraft, Envelope, SeenCommit
from microprojects.store.box_keys import KeyGone
from microprojects.store.db import db
from microprojects.store.journal import JournalEntry
from microprojects.store.poll_rolls import Participation
from tests.council import ready, statements
from tests.electing import CLOSES, OPENED, cast, kept_poll
from tests.polling import form, prepared


@pytest.fixture
def poll(world, bench):
    return kept_poll(world, bench)


def envelopes(poll):
    db.session.rollback()
    return db.session.scalars(select(Envelope).where(Envelope.poll_id == poll.id)).all()


def test_a_resident_casts_one_ballot_and_gets_a_receipt_that_opens_its_commitment(poll):
    receipt = cast(poll, "lin", "p01", "p03")

    kept = envelopes(poll)
    assert [row.commitment for row in kept] == [receipt.opening.commitment]
    assert receipt.opening.choices == {"p01": 1, "p03": 1}
    assert poll_rolls.turnout(db.session(), poll.id) == {"online": 1}


def test_the_last_ballot_counts_and_the_voter_is_counted_once(poll):
    first = cast(poll, "lin", "p01")
    second = cast(poll, "lin", "p02", seen=first.version)

    assert [row.commitment for row in envelopes(poll)] == [second.commitment]
    assert poll_rolls.turnout(db.session(), poll.id) == {"online": 1}
    seen = set(db.session.scalars(select(SeenCommit.commitment)))
    assert seen == {first.commitment, second.commitment}


def test_the_same_form_pressed_twice_is_one_act_with_one_receipt(poll):
    wanted = form(poll.id, "p01")

    first = ballots.cast(poll.id, wanted, voter=Voter.of(poll.world["lin"]), at=OPENED)
    again = ballots.cast(poll.id, wanted, voter=Voter.of(poll.world["lin"]), at=OPENED)

    assert (again.commitment, again.version, len(envelopes(poll))) == (first.commitment, 1, 1)


def test_a_form_from_before_another_ballot_changes_nothing(poll):
    cast(poll, "lin", "p01")

    with pytest.raises(ChangedElsewhere):
        cast(poll, "lin", "p02")

    assert len(envelopes(poll)) == 1


def test_a_ballot_that_is_taken_back_leaves_nobody_who_voted(poll):
    receipt = cast(poll, "lin", "p01")

    ballots.take_back(poll.id, commitment=receipt.commitment, voter=Voter.of(poll.world["lin"]), at=OPENED)

    assert (envelopes(poll), poll_rolls.turnout(db.session(), poll.id)) == ([], {})
    assert cast(poll, "lin", "p02").version == 1


def test_only_the_latest_ballot_is_taken_back_and_only_by_its_voter(poll):
    first = cast(poll, "lin", "p01")
    second = cast(poll, "lin", "p02", seen=1)

    for commitment, who in ((first.commitment, "lin"), (second.commitment, "chen")):
        with pytest.raises(NothingToTakeBack):
            ballots.take_back(poll.id, commitment=commitment, voter=Voter.of(poll.world[who]), at=OPENED)

    assert len(envelopes(poll)) == 1


@pytest.mark.parametrize("who", ["tang", "sun"])
def test_who_is_not_on_the_roll_does_not_vote(poll, who):
    with pytest.raises(NotOnRoll):
        cast(poll, who, "p01")

    assert envelopes(poll) == []


def test_who_is_not_signed_in_does_not_vote(poll):
    with pytest.raises(NotOnRoll):
        ballots.cast(poll.id, form(poll.id, "p01"), voter=Voter.of(ANYONE), at=OPENED)


@pytest.mark.parametrize("at", [OPENED.replace(year=2025), CLOSES])
def test_before_the_opening_and_from_the_close_on_no_ballot_comes_in(poll, at):
    with pytest.raises(NotTaking):
        ballots.cast(poll.id, form(poll.id, "p01"), voter=Voter.of(poll.world["lin"]), at=at)

    assert envelopes(poll) == []


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"spec": "0" * 64}, RuleChanged),
        ({"word": "路灯好了"}, BadWord),
        ({"choices": {"p09": 1}}, UnknownChoice),
        ({"choices": {}}, TooFew),
        ({"choices": {"p01": 1, "p02": 1, "p03": 1}}, TooMany),
    ],
)
def test_a_ballot_that_may_not_be_leaves_nothing_behind(poll, changed, refusal):
    with pytest.raises(refusal):
        ballots.cast(
            poll.id, replace(form(poll.id, "p01"), **changed), voter=Voter.of(poll.world["lin"]), at=OPENED
        )

    db.session.rollback()
    assert db.session.scalars(select(Participation)).all() == []


def test_a_blank_vote_is_a_vote(poll):
    receipt = cast(poll, "lin", blank=True)

    assert (receipt.opening.choices, poll_rolls.turnout(db.session(), poll.id)) == ({}, {"online": 1})


def test_a_key_that_is_gone_stops_the_vote_and_no_new_one_takes_its_place(poll):
    box_keys.destroy(poll.id)

    for _ in range(2):
        with pytest.raises(KeyGone):
            cast(poll, "lin", "p01")

    assert envelopes(poll) == []


def test_nothing_in_the_journal_tells_that_somebody_voted(poll):
    before = db.session.scalars(select(JournalEntry.seq)).all()
    cast(poll, "lin", "p01")
    db.session.rollback()

    assert db.session.scalars(select(JournalEntry.seq)).all() == before


def test_nothing_in_the_box_names_a_person_an_entry_or_a_choice(poll):
    cast(poll, "lin", "p01")
    entry = poll_rolls.standing(db.session(), poll.id, poll.world.people["lin"]).entry or ""

    kept = envelopes(poll)[0]

    assert entry not in kept.tag
    assert b"p01" not in kept.sealed
    assert len(kept.sealed) == len(_other(poll).sealed)


def _other(poll):
    cast(poll, "chen", "p02", "p03")
    tags = {row.tag: row for row in envelopes(poll)}
    assert len(tags) == 2
    return list(tags.values())[1]


def test_casting_and_forgetting_the_draft_takes_six_statements_and_three_on_postgresql(poll, engine_name):
    wanted = form(poll.id, "p01")

    with statements(db.engine) as asked:
        ballots.cast(poll.id, wanted, voter=Voter.of(poll.world["lin"]), at=OPENED)

    assert len([line for line in asked if not line.startswith(("BEGIN", "PRAGMA"))]) == (
        6 if engine_name == "sqlite" else 3
    )


def test_a_form_that_comes_again_leaves_the_draft_begun_since(poll):
    wanted = form(poll.id, "p01")
    ballots.cast(poll.id, wanted, voter=Voter.of(poll.world["lin"]), at=OPENED)
    lin = Voter.of(poll.world["lin"])
    ballot_drafts.keep(poll.id, Draft({"p02": 1}), voter=lin, at=OPENED)

    ballots.cast(poll.id, wanted, voter=lin, at=OPENED)

    assert len(db.session.scalars(select(BallotDraft)).all()) == 1


def test_two_polls_of_one_community_do_not_run_at_once(poll):
    others = [ready(poll.world, f"LZ-2026-01{n}") for n in range(2)]

    with pytest.raises(OtherPollRuns):
        prepared(poll.world, others)
