"""Who speaks next, how often, and how long."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microprojects.domain import floor, motions
from microprojects.domain.floor import Clock, Waiting, in_order

START = datetime(2026, 3, 10, 7, 0, tzinfo=UTC)


def waiting(*asked: tuple[str, int]) -> list[Waiting]:
    return [Waiting(n, side, turn, START + timedelta(seconds=n)) for n, (side, turn) in enumerate(asked)]


def sides(order: list[Waiting]) -> str:
    return "".join({"for": "+", "against": "-", "ask": "?"}[each.side] for each in order)


@pytest.mark.parametrize(
    ("asked", "last", "order"),
    [
        ([("for", 1), ("for", 1), ("against", 1)], None, [0, 2, 1]),
        ([("for", 1), ("against", 1)], "for", [1, 0]),
        ([("for", 2), ("for", 1)], None, [1, 0]),
        ([("for", 1), ("ask", 1), ("for", 1)], "for", [1, 0, 2]),
        ([("against", 2), ("for", 1), ("against", 1)], "for", [2, 1, 0]),
        ([], "for", []),
    ],
)
def test_for_and_against_take_turns_and_the_fewest_turns_come_first(asked, last, order):
    assert [each.id for each in in_order(waiting(*asked), last)] == order


people = st.lists(st.tuples(st.sampled_from(["for", "against", "ask"]), st.integers(1, 3)), max_size=12)


@given(people, st.sampled_from([None, "for", "against"]))
def test_everybody_is_called_once_and_nobody_twice_in_a_row_of_a_side_while_the_other_waits(asked, last):
    order = in_order(waiting(*asked), last)

    assert sorted(each.id for each in order) == list(range(len(asked)))
    spoken = ([last] if last else []) + [each.side for each in order if each.side != "ask"]
    for n, (one, next_) in enumerate(pairwise(spoken)):
        other = {"for": "against", "against": "for"}[one]
        assert next_ != one or other not in spoken[n + 1 :]


@given(people)
def test_within_a_side_fewer_turns_and_then_who_asked_first_come_first(asked):
    order = in_order(waiting(*asked), None)

    for side in floor.SIDES:
        line = [(each.turn, each.id) for each in order if each.side == side]
        assert line == sorted(line)


def test_the_clock_runs_stands_and_stops():
    clock = Clock(timedelta(minutes=2), START)
    assert clock.left(START + timedelta(seconds=36)) == timedelta(seconds=84)
    assert clock.left(START + timedelta(seconds=150)) == timedelta(seconds=-30)

    stopped = Clock(timedelta(minutes=2), START, paused_at=START + timedelta(seconds=30))
    assert stopped.left(START + timedelta(minutes=9)) == timedelta(seconds=90)

    goes_on = Clock(timedelta(minutes=2), START, paused_for=timedelta(seconds=60))
    assert goes_on.left(START + timedelta(seconds=90)) == timedelta(seconds=90)

    ended = Clock(timedelta(minutes=2), START, ended_at=START + timedelta(seconds=100))
    assert ended.spoken(START + timedelta(hours=1)) == timedelta(seconds=100)


def test_a_turn_too_many_a_second_place_and_an_unknown_side_are_refused():
    floor.require_turn(1, 2, waits=False)
    with pytest.raises(floor.TurnsUsedUp):
        floor.require_turn(2, 2, waits=False)
    with pytest.raises(floor.WaitsAlready):
        floor.require_turn(0, 2, waits=True)
    with pytest.raises(floor.NoSuchSide):
        floor.require_side("neither")
    with pytest.raises(floor.DebateOpen):
        floor.require_heard(1)
    floor.require_heard(0)


@pytest.mark.parametrize(
    ("hands", "base", "carried"), [((7, 5, 0), 12, True), ((6, 6, 0), 12, False), ((6, 0, 6), 12, False)]
)
def test_a_motion_is_carried_by_more_than_half_of_those_who_may_vote(hands, base, carried):
    assert motions.Hands(*hands).carried(base) is carried


@pytest.mark.parametrize(("hands", "base"), [((7, 5, 0), 13), ((8, 5, 0), 12), ((13, -1, 0), 12)])
def test_hands_are_those_of_the_people_in_the_room(hands, base):
    with pytest.raises(motions.HandsDoNotAddUp):
        motions.Hands(*hands).carried(base)


def test_a_motion_is_one_of_those_known_and_an_amendment_says_something():
    motions.require_motion("recess", "")
    motions.require_motion("amend", "只修北侧")
    with pytest.raises(motions.MotionWithoutText):
        motions.require_motion("amend", "  ")
    with pytest.raises(motions.NoSuchMotion):
        motions.require_motion("coffee", "")
