"""A count is challenged while its result is on show, answered in public, and counted anew from the same ballots."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from sqlalchemy import select, text

from microprojects.domain.challenges import (
    AnsweredAlready,
    BallotsDiffer,
    ChallengedAlready,
    ChallengeOver,
    ChallengesOpen,
    NothingToRecount,
    OwnChallenge,
    WhoChallenges,
)
from microprojects.domain.errors import BadValue, NotPermitted
from microprojects.domain.polls import PollMoment, TooEarly
from microprojects.domain.privacy import PrivacyFinding
from microprojects.services import challenges, poll_counts
from microprojects.services._words import text_seal
from microprojects.store import ballots
from microprojects.store import challenges as rows
from microprojects.store.ballots import TallyRun
from microprojects.store.db import db, transaction
from microprojects.store.journal import JournalEntry
from microprojects.store.people import Person
from microprojects.store.polls import Poll
from tests.electing import CLOSES
from tests.forging import forge
from tests.living import lived_once
from tests.polling import HOUR, closed, counted, the_poll

COUNTED = CLOSES + HOUR
DAYS = timedelta(days=5)
DOUBT = "我的回执号查出来是没有计入，可我没有改过票。"
CHECKED = "当着两位居民查了：这张票后来改过一次，计的是改过的那张。"


@pytest.fixture
def poll(world, bench):
    return lived_once(bench, world, "counted_poll", counted)


def file(world, poll, who="lin", at=COUNTED, **more):
    told = {"ground": "receipt", "text": DOUBT, **more}
    return challenges.file(poll, actor=world[who], at=at, **told)


def answer(world, challenge, outcome="upheld", who="he", at=COUNTED + HOUR, text=CHECKED):
    challenges.answer(challenge, outcome=outcome, text=text, actor=world[who], at=at)


def recount(world, poll, at=COUNTED + 2 * HOUR):
    return challenges.recount(poll, reason="质疑成立，照原票重数", actor=world["zhao"], at=at)


def certify(world, poll, who="he", at=COUNTED + DAYS):
    return poll_counts.certify(poll, actor=world[who], at=at)


def row(challenge):
    db.session.rollback()
    return rows.get(db.session(), challenge)


def last_entry():
    db.session.rollback()
    entry = db.session.scalars(select(JournalEntry).order_by(JournalEntry.seq.desc()).limit(1)).one()
    return entry.verb, json.loads(entry.body)["facts"]


def test_anybody_signed_in_may_challenge_a_count_while_it_is_on_show(world, poll):
    challenge = file(world, poll, who="tang", at=COUNTED + DAYS - timedelta(seconds=1))

    assert (row(challenge).text, row(challenge).outcome) == (DOUBT, None)
    assert last_entry() == (
        "challenge.file",
        {"number": challenge, "ground": "receipt", "channel": "online", **text_seal(DOUBT)},
    )


def test_before_the_count_and_after_its_days_nobody_may(world):
    waiting = closed(world)
    with pytest.raises(ChallengeOver):
        file(world, waiting)
    poll_counts.count(waiting, actor=world["zhao"], at=COUNTED)

    with pytest.raises(ChallengeOver) as no:
        file(world, waiting, at=COUNTED + DAYS)

    assert no.value.facts == {"when": "2026-03-16 11:00"}


def test_one_person_has_one_open_challenge_of_a_poll(world, poll):
    challenge = file(world, poll)
    with pytest.raises(ChallengedAlready):
        file(world, poll)
    answer(world, challenge, "dismissed")

    assert file(world, poll, at=COUNTED + 2 * HOUR) != challenge


@pytest.mark.parametrize(
    ("more", "no"),
    [
        ({"text": ""}, BadValue),
        ({"text": "电话 13812345678，我的票没了"}, PrivacyFinding),
        ({"ground": "mood"}, BadValue),
        ({"channel": "pigeon"}, BadValue),
    ],
)
def test_what_cannot_be_published_is_no_challenge(world, poll, more, no):
    with pytest.raises(no):
        file(world, poll, **more)

    assert rows.of_poll(db.session(), poll) == []


def test_staff_write_down_what_came_by_word_or_on_paper_and_under_whose_name(world, poll):
    with pytest.raises(WhoChallenges):
        file(world, poll, who="zhao", channel="oral")
    with pytest.raises(NotPermitted):
        file(world, poll, who="lin", channel="oral", name="马桂英")

    challenge = file(world, poll, who="zhao", channel="paper", name="马桂英")

    found = row(challenge)
    assert db.session.get(Person, found.person_id).name == "马桂英"
    assert found.entered_by_id == world.people["zhao"]
    assert last_entry()[0] == "challenge.enter"


def test_the_supervisor_answers_once_and_nobody_else(world, poll):
    challenge = file(world, poll)
    with pytest.raises(NotPermitted):
        answer(world, challenge, who="zhao")
    with pytest.raises(BadValue):
        answer(world, challenge, "perhaps")
    with pytest.raises(BadValue):
        answer(world, challenge, text="")

    answer(world, challenge, "dismissed")

    with pytest.raises(AnsweredAlready):
        answer(world, challenge)
    assert (row(challenge).outcome, row(challenge).answer) == ("dismissed", CHECKED)


def test_nobody_answers_their_own_challenge(world, poll):
    challenge = file(world, poll, who="he")

    with pytest.raises(OwnChallenge):
        answer(world, challenge)


def test_a_result_is_not_final_while_a_challenge_waits(world, poll):
    challenge = file(world, poll)
    with pytest.raises(TooEarly):
        certify(world, poll, at=COUNTED + DAYS - timedelta(seconds=1))
    with pytest.raises(ChallengesOpen) as no:
        certify(world, poll)
    assert no.value.facts == {"waiting": 1, "upheld": 0}
    answer(world, challenge, "upheld")
    with pytest.raises(ChallengesOpen) as no:
        certify(world, poll)
    assert no.value.facts == {"waiting": 0, "upheld": 1}

    recount(world, poll)

    assert [certify(world, poll, who=who) for who in ("he", "liu")] == [False, True]


def test_a_recount_of_the_same_ballots_stands_beside_the_first_and_says_that_it_is_the_same(world, poll):
    challenge = file(world, poll)
    answer(world, challenge)
    counted_at = the_poll(poll).counted_at

    assert recount(world, poll) is True

    first, second = db.session.scalars(select(TallyRun).order_by(TallyRun.run)).all()
    assert (second.run, second.output_hash, second.ballots_hash) == (2, first.output_hash, first.ballots_hash)
    assert [(each.run, each.same, each.reason) for each in rows.recounts(db.session(), poll)] == [
        (2, True, "质疑成立，照原票重数")
    ]
    assert (row(challenge).recounted, the_poll(poll).counted_at) == (2, counted_at)
    assert last_entry() == (
        "poll.recount",
        {"run": 2, "same": True, "reason": "质疑成立，照原票重数", "result": first.output_hash},
    )


def test_a_recount_that_differs_holds_and_its_days_begin_anew(world, poll):
    """A first run with a fault in it stands in the database as a faulty program would have left it."""
    wrong = the_poll(poll)
    chosen = {option.code: option.selected for option in wrong.options}
    forge("UPDATE tally_runs SET output_hash = :none", none="0" * 64)
    with transaction() as session:
        for option in session.get_one(Poll, poll).options:
            option.selected = not option.selected
    answer(world, file(world, poll))
    at = COUNTED + 2 * HOUR

    assert recount(world, poll, at=at) is False

    assert {option.code: option.selected for option in the_poll(poll).options} == chosen
    assert the_poll(poll).counted_at == at
    with pytest.raises(TooEarly):
        certify(world, poll, at=at + DAYS - timedelta(seconds=1))


def test_nothing_is_counted_anew_without_an_upheld_challenge_nor_twice(world, poll):
    with pytest.raises(NothingToRecount):
        recount(world, poll)
    challenge = file(world, poll)
    with pytest.raises(NothingToRecount):
        recount(world, poll)
    answer(world, challenge)
    recount(world, poll)

    with pytest.raises(NothingToRecount):
        recount(world, poll)


def test_published_ballots_that_are_not_those_of_the_box_stop_the_recount(world, poll):
    answer(world, file(world, poll))
    forge("UPDATE final_ballots SET word = 'ZZZZ'")

    with pytest.raises(BallotsDiffer):
        recount(world, poll)

    assert ballots.last_run(db.session(), poll).run == 1


def test_after_the_confirmation_nothing_is_answered_or_counted_any_more(world, poll):
    challenge = file(world, poll)
    answer(world, challenge, "dismissed")
    for who in ("he", "liu"):
        certify(world, poll, who=who)

    with pytest.raises(ChallengeOver):
        file(world, poll, at=COUNTED + HOUR)
    with pytest.raises(PollMoment):
        recount(world, poll)


def test_a_recount_that_was_written_down_stays(world, poll):
    answer(world, file(world, poll))
    recount(world, poll)

    with pytest.raises(Exception, match="stays"), db.engine.begin() as raw:
        raw.execute(text("UPDATE poll_recounts SET reason = 'x'"))
