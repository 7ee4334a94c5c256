"""Terms and elections of a council are recorded; what was recorded stays, also where it was wrong."""

from __future__ import annotations

import json
from datetime import date

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from microprojects.domain.elections import (
    ElectedTwice,
    MoreThanVoted,
    NotOfTheCouncil,
    NotYetHeld,
    OutsideTerm,
    TermsCross,
)
from microprojects.domain.errors import AlreadyDone, BadValue, NotFound, NotPermitted
from microprojects.services import elections
from microprojects.services.elections import Poll
from microprojects.store import elections as held
from microprojects.store import journal
from microprojects.store.councils import Seat
from microprojects.store.db import db, transaction
from microprojects.store.elections import CouncilTerm, Election
from microprojects.store.seatings import SeatOrigin


@pytest.fixture
def term(world) -> int:
    return open_term(world)


def open_term(world, number=3, since=date(2025, 1, 1), by="zhao"):
    return elections.open_term(world.council_id, number, since=since, actor=world[by], at=world.now)


def seat_ids(world, *names):
    wanted = [world.people[name] for name in names]
    return list(db.session.scalars(select(Seat.id).where(Seat.person_id.in_(wanted)).order_by(Seat.id)))


def elect(world, term, elected=None, *, by="zhao", **more):
    words = {"held_on": date(2024, 12, 20), "way": "assembly", "due": 60, "voted": 52} | more
    given = elected if elected is not None else dict.fromkeys(seat_ids(world, "an", "bai"))
    return elections.record_election(term, Poll(**words), given, actor=world[by], at=world.now)


def test_a_term_runs_five_years_or_as_the_rules_say(world, term):
    found = db.session.get(CouncilTerm, term)

    assert (found.number, found.since, found.until) == (3, date(2025, 1, 1), date(2029, 12, 31))


def test_terms_of_one_council_follow_each_other(world, term):
    with pytest.raises(AlreadyDone):
        open_term(world, since=date(2030, 1, 1))
    with pytest.raises(TermsCross):
        open_term(world, 4, date(2029, 12, 31))
    with pytest.raises(TermsCross):
        open_term(world, 2, date(2020, 1, 2))
    for number in (0, 100):
        with pytest.raises(BadValue):
            open_term(world, number, date(2030, 1, 1))
    with pytest.raises(NotPermitted):
        open_term(world, 4, date(2030, 1, 1), by="liu")

    open_term(world, 4, date(2030, 1, 1))
    numbers = [each.number for each in held.terms(db.session(), world.council_id)]
    assert numbers == [4, 3]


def test_an_election_gives_each_seat_its_votes_and_the_journal_the_counts(world, term):
    an, bai = seat_ids(world, "an", "bai")

    made = elect(world, term, {an: 48, bai: None}, document="荔居〔2024〕9 号")

    found = db.session.get(Election, made)
    assert (found.way, found.due, found.voted, found.document) == ("assembly", 60, 52, "荔居〔2024〕9 号")
    origins = db.session.scalars(select(SeatOrigin).order_by(SeatOrigin.seat_id))
    assert [(origin.seat_id, origin.votes_for) for origin in origins] == [(an, 48), (bai, None)]
    line = json.loads(journal.of_subject(db.session(), f"council/{world.council_id}")[-1].body)
    assert (line["verb"], line["facts"]) == (
        "election.record",
        {
            "due": 60, "elected": 2, "elected_on": "2024-12-20", "election": made, "term": 3, "voted": 52,
            "way": "assembly",
        },
    )  # fmt: skip


def test_who_is_sent_by_a_unit_has_no_counts(world, term):
    made = elect(world, term, way="delegated", due=None, voted=None)

    assert db.session.get(Election, made).due is None


def test_an_election_that_cannot_be_is_refused_whole(world, term):
    (an,) = seat_ids(world, "an")
    for no, more in (
        (NotYetHeld, {"held_on": date(2026, 3, 5)}),
        (BadValue, {"elected": {}}),
        (NotOfTheCouncil, {"elected": {10**6: None}}),
        (MoreThanVoted, {"elected": {an: 53}}),
        (MoreThanVoted, {"voted": 61}),
        (NotPermitted, {"by": "an"}),
    ):
        with pytest.raises(no):
            elect(world, term, **more)
    with pytest.raises(NotFound):
        elect(world, 10**6)

    assert db.session.scalars(select(Election)).all() == []


def test_an_election_after_the_term_is_none_of_it(world):
    early = open_term(world, 1, date(2015, 1, 1))

    with pytest.raises(OutsideTerm):
        elect(world, early)


def test_a_seat_comes_from_one_election(world, term):
    elect(world, term)

    with pytest.raises(ElectedTwice):
        elect(world, term)


def test_a_record_that_is_wrong_is_called_so_once_and_the_seats_are_free_again(world, term):
    made = elect(world, term)

    elections.annul(made, reason="实到数写错", actor=world["zhao"], at=world.now)
    with pytest.raises(AlreadyDone):
        elections.annul(made, reason="再说一遍", actor=world["zhao"], at=world.now)
    right = elect(world, term, voted=51)

    assert [
        each.id for each in held.of_council(db.session(), world.council_id) if each.annulled_at is None
    ] == [right]
    reasons = [each.annulled_reason for each in held.of_council(db.session(), world.council_id)]
    assert sorted(reasons) == ["", "实到数写错"]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE council_elections SET voted = 1",
        "UPDATE council_elections SET document = 'x'",
        "UPDATE council_elections SET annulled_reason = 'x'",
        "DELETE FROM council_elections",
    ],
)
def test_what_was_elected_stays_even_for_somebody_who_writes_sql(world, term, statement):
    made = elect(world, term)
    elections.annul(made, reason="写错", actor=world["zhao"], at=world.now)

    with pytest.raises(DBAPIError), transaction() as session:
        session.execute(text(statement))
