"""Paper beside phones in a secret vote: each member once, and two people who count the same."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from microprojects.domain import casting
from microprojects.domain import paper_votes as rules
from microprojects.domain.errors import NotPermitted
from microprojects.domain.paper_votes import PaperCount
from microprojects.services import paper_votes, votes
from microprojects.store import paper_votes as rows
from microprojects.store.db import db
from tests.council import SITTING, Sitting, fourteen, vote_row
from tests.world import MEMBERS

FIRST = "LZ-2026-001"
LATER = SITTING + timedelta(minutes=15)


@pytest.fixture
def sitting(world, bench):
    """A meeting with one project and 14 of 17 members."""
    return fourteen(world, bench)


@pytest.fixture
def vote(sitting) -> int:
    """A secret vote that is open."""
    return sitting.open_vote(FIRST, "secret")


def hand_out(sitting: Sitting, vote: int, name: str = "", by: str = "guo") -> int:
    person = sitting.world.people[name] if name else None
    return paper_votes.hand_out(vote, person_id=person, actor=sitting.world[by], at=LATER)


def key(sitting: Sitting, vote: int, by: str, *count: int) -> None:
    paper_votes.key(vote, PaperCount(*count), actor=sitting.world[by], at=LATER)


def close(sitting: Sitting, vote: int) -> bool:
    return votes.close_vote(vote, actor=sitting.world["liu"], at=LATER)


def test_phones_and_paper_make_one_count(sitting, vote):
    for name in MEMBERS[:9]:
        sitting.say(vote, name, "for")
    for name in MEMBERS[9:13]:
        hand_out(sitting, vote, name)
    key(sitting, vote, "guo", 1, 2, 0, 1)
    key(sitting, vote, "liu", 1, 2, 0, 1)

    assert close(sitting, vote)

    row = vote_row(vote)
    assert (row.in_favour, row.against, row.abstain) == (10, 2, 2)  # one spoiled, one who did not vote


def test_when_the_network_fails_all_who_have_not_voted_take_paper(sitting, vote):
    sitting.say(vote, "an", "for")

    assert hand_out(sitting, vote) == 13
    assert hand_out(sitting, vote) == 0
    assert rows.handed_out(db.session(), vote) == 13
    with pytest.raises(casting.VotedAlready):
        sitting.say(vote, "bai", "for")


def test_who_took_paper_does_not_vote_by_phone_and_the_other_way_round(sitting, vote):
    sitting.say(vote, "an", "for")
    hand_out(sitting, vote, "bai")

    with pytest.raises(casting.VotedAlready):
        hand_out(sitting, vote, "an")
    with pytest.raises(casting.VotedAlready):
        hand_out(sitting, vote, "bai")
    with pytest.raises(casting.VotedAlready):
        sitting.say(vote, "bai", "against")
    with pytest.raises(casting.NotInTheRoom):
        hand_out(sitting, vote, MEMBERS[14])


def test_a_vote_with_paper_closes_when_two_people_have_counted_the_same(sitting, vote):
    for name in MEMBERS[:4]:
        hand_out(sitting, vote, name)

    with pytest.raises(rules.PaperNotCounted):
        close(sitting, vote)
    key(sitting, vote, "guo", 3, 1, 0, 0)
    with pytest.raises(rules.PaperNotCounted):
        close(sitting, vote)
    key(sitting, vote, "guo", 3, 0, 1, 0)  # the same person again: mended, not a second count
    with pytest.raises(rules.PaperNotCounted):
        close(sitting, vote)
    key(sitting, vote, "he", 4, 0, 0, 0)
    with pytest.raises(rules.PaperCountsDiffer, match="赞成 3/4，弃权 1/0"):
        close(sitting, vote)
    key(sitting, vote, "he", 3, 0, 1, 0)

    assert not close(sitting, vote)
    assert vote_row(vote).in_favour == 3


@pytest.mark.parametrize("count", [(3, 1, 0, 0), (0, 0, 0, 4), (-1, 1, 0, 0)])
def test_more_than_was_handed_out_cannot_have_come_back(sitting, vote, count):
    for name in MEMBERS[:3]:
        hand_out(sitting, vote, name)

    with pytest.raises(rules.MoreThanHandedOut):
        key(sitting, vote, "guo", *count)

    assert rows.counts(db.session(), vote) == []


def test_without_paper_there_is_nothing_to_count(sitting, vote):
    with pytest.raises(rules.NothingHandedOut):
        key(sitting, vote, "guo", 0, 0, 0, 0)

    close(sitting, vote)


def test_paper_is_for_secret_votes_that_are_open(sitting):
    vote = sitting.open_vote(FIRST, "roll_call")
    with pytest.raises(rules.NoPaperHere):
        hand_out(sitting, vote, "an")
    close(sitting, vote)
    with pytest.raises(casting.VoteNotOpen):
        hand_out(sitting, vote, "an")


def test_the_desk_hands_out_and_the_desk_or_a_supervisor_counts(sitting, vote):
    for by in ("an", "he", "zhao"):
        with pytest.raises(NotPermitted):
            hand_out(sitting, vote, "bai", by=by)
    hand_out(sitting, vote, "bai")
    for by in ("an", "zhao"):
        with pytest.raises(NotPermitted):
            key(sitting, vote, by, 1, 0, 0, 0)


def test_nobody_can_take_a_handed_out_ballot_back(sitting, vote):
    hand_out(sitting, vote, "an")

    with pytest.raises(DBAPIError):
        db.session.execute(text("DELETE FROM paper_ballots"))
    db.session.rollback()


numbers = st.integers(0, 20)
counts = st.builds(PaperCount, numbers, numbers, numbers, numbers)


@given(counts, counts)
def test_two_counts_agree_exactly_when_they_are_equal(one, other):
    assert (rules.differences([one, other]) == []) is (one == other)
    if one == other:
        assert rules.agreed([one, other], 80) == one
    else:
        with pytest.raises(rules.PaperCountsDiffer):
            rules.agreed([one, other], 80)
