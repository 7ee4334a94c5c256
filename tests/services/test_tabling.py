"""An item is put off by a motion that the room carries, or because the quorum is gone; never by the chair alone."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from microprojects.domain import meetings as rules
from microprojects.domain import tabling
from microprojects.domain.states import State
from microprojects.domain.votes import TallyDoesNotAddUp
from microprojects.services import meetings
from tests.council import SITTING, Sitting, fourteen, item, project, vote_row
from tests.noticing import entries
from tests.world import MEMBERS

FIRST = "LZ-2026-001"
LATER = SITTING + timedelta(minutes=15)


@pytest.fixture
def sitting(world, bench):
    """A meeting with one project and 14 of 17 members; 12 are the quorum."""
    return fourteen(world, bench)


def put_off(sitting: Sitting, **hands: int) -> None:
    meetings.table_item(
        sitting.items[FIRST], reason="材料要补", actor=sitting.world["liu"], at=LATER, **hands
    )


def test_the_chair_alone_cannot_put_an_item_off(sitting):
    with pytest.raises(tabling.MotionMissing):
        put_off(sitting)

    assert project(FIRST).state is State.SCHEDULED


@pytest.mark.parametrize(
    ("in_favour", "against", "no"),
    [
        (7, 7, tabling.MotionNotCarried),
        (7, 0, tabling.MotionNotCarried),
        (10, 5, tabling.MotionDoesNotAddUp),
        (-1, 3, tabling.MotionDoesNotAddUp),
    ],
)
def test_a_motion_that_more_than_half_do_not_carry_changes_nothing(sitting, in_favour, against, no):
    with pytest.raises(no):
        put_off(sitting, in_favour=in_favour, against=against)

    assert (project(FIRST).state, item(sitting.items[FIRST]).table_for) == (State.SCHEDULED, None)


def test_a_motion_that_more_than_half_carry_puts_it_off_and_is_published(sitting):
    put_off(sitting, in_favour=8, against=6)

    row = item(sitting.items[FIRST])
    assert (project(FIRST).state, row.state, row.table_for, row.table_against) == (
        State.TABLED, "tabled", 8, 6,
    )  # fmt: skip
    assert {"for": 8, "against": 6}.items() <= json.loads(entries(FIRST)[-1].body)["facts"].items()


def test_a_vote_that_is_being_lost_cannot_be_made_void(sitting):
    vote = sitting.open_vote(FIRST)

    with pytest.raises(tabling.VoteUnderWay):
        put_off(sitting, in_favour=14, against=0)

    assert vote_row(vote).is_open
    assert sitting.count(vote, 2, 12) is False


def test_a_vote_from_which_too_many_left_cannot_be_counted_but_tabled(sitting):
    vote = sitting.open_vote(FIRST)
    for name in MEMBERS[1:4]:
        sitting.sign_out(name, after=12)

    with pytest.raises(rules.QuorumLost) as no:
        sitting.count(vote, 11)
    put_off(sitting)

    assert (no.value.facts["present"], no.value.facts["need"], no.value.facts["short"]) == (11, 12, 1)
    assert (project(FIRST).state, vote_row(vote).void_reason) == (State.TABLED, "材料要补")


def test_who_left_during_a_show_of_hands_abstains(sitting):
    vote = sitting.open_vote(FIRST)
    for name in MEMBERS[1:3]:
        sitting.sign_out(name, after=12)

    with pytest.raises(TallyDoesNotAddUp):
        sitting.count(vote, 13, 1)
    assert sitting.count(vote, 8, 4) is True

    row = vote_row(vote)
    assert (row.in_favour, row.against, row.abstain) == (8, 4, 2)
    assert "其中 2 人没有投票，按弃权算。" in row.sentence


def test_who_left_and_came_back_raises_a_hand(sitting):
    vote = sitting.open_vote(FIRST)
    sitting.sign_out("an", after=12)
    sitting.sign_in("an", after=13)

    assert sitting.count(vote, 14) is True


def test_the_recused_do_not_decide_on_the_motion(sitting):
    sitting.recuse(FIRST, "an")
    sitting.recuse(FIRST, "bai")

    with pytest.raises(tabling.MotionDoesNotAddUp):
        put_off(sitting, in_favour=13, against=0)
    put_off(sitting, in_favour=7, against=5)

    assert project(FIRST).state is State.TABLED
