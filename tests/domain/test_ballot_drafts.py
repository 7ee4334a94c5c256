"""What a draft of a ballot may become, by each way of choosing."""

from __future__ import annotations

import pytest

from microprojects.domain.ballot_drafts import Draft, answered, moved, picked, pointed
from microprojects.domain.ballots import (
    BadPoints,
    BallotRule,
    BallotType,
    OverBudget,
    TooMany,
    UnknownChoice,
)
from microprojects.domain.money import Fen


def rule(type_: BallotType, **more: int) -> BallotRule:
    costs = {"p01": Fen(600), "p02": Fen(500), "p03": Fen(200)}
    return BallotRule(type=type_, least=1, most=2, budget=Fen(1000), costs=costs, **more)


TICKS, MONEY, RANKS = (rule(each) for each in (BallotType.APPROVAL, BallotType.KNAPSACK, BallotType.RANKING))
POINTS = rule(BallotType.POINTS, points=5)


def test_a_draft_is_read_as_it_was_written():
    draft = Draft({"p02": 3}, declined=frozenset({"p01"}))

    assert Draft.from_text(draft.as_text()) == draft


def test_picking_again_takes_away_and_ends_the_wish_for_a_blank_vote():
    once = picked(Draft(blank=True), "p01", TICKS)

    assert (once, picked(once, "p01", TICKS).is_empty) == (Draft({"p01": 1}), True)


@pytest.mark.parametrize(
    ("draft", "code", "which", "refusal"),
    [
        (Draft({"p01": 1, "p02": 1}), "p03", TICKS, TooMany),
        (Draft({"p01": 1}), "p02", MONEY, OverBudget),
        (Draft({"p01": 5}), "p02", POINTS, BadPoints),
        (Draft(), "p09", TICKS, UnknownChoice),
    ],
)
def test_what_does_not_fit_is_not_picked(draft, code, which, refusal):
    with pytest.raises(refusal):
        picked(draft, code, which)


def test_a_swap_takes_one_away_and_adds_the_other_in_one_step():
    assert picked(Draft({"p01": 1}), "p02", MONEY, without="p01") == Draft({"p02": 1})


def test_an_answer_is_kept_and_can_be_turned_round():
    draft = answered(Draft(), "p01", "no", TICKS)
    assert draft == Draft(declined=frozenset({"p01"}))
    draft = answered(draft, "p01", "yes", TICKS)
    assert draft == Draft({"p01": 1})

    assert answered(draft, "p01", "later", TICKS) == Draft()


def test_places_move_by_one_and_stop_at_the_ends():
    draft = Draft({"p01": 2, "p02": 1})

    up = moved(draft, "p02", RANKS, up=True)

    assert up.choices == {"p02": 2, "p01": 1}
    assert moved(up, "p02", RANKS, up=True) == up
    with pytest.raises(UnknownChoice):
        moved(up, "p03", RANKS, up=True)


@pytest.mark.parametrize(
    ("points", "refusal"),
    [
        ({"p01": 4, "p02": 2}, BadPoints),
        ({"p01": 1, "p02": 1, "p03": 1}, TooMany),
        ({"p09": 1}, UnknownChoice),
    ],
)
def test_points_that_cannot_be_given_are_refused(points, refusal):
    with pytest.raises(refusal):
        pointed(Draft(), points, POINTS)


def test_no_points_take_a_project_off():
    assert pointed(Draft({"p01": 5}), {"p01": 0, "p02": 5}, POINTS) == Draft({"p02": 5})
