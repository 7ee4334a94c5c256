"""What comes into the library, in which band of costs it stands, and what a proposal takes over from it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microprojects.domain.library import (
    BANDS,
    InLibrary,
    Merits,
    NotFinished,
    NotSatisfied,
    Standing,
    StillToMend,
    TooFewToTell,
    band,
    bounds,
    outline,
    require_merits,
    standing,
)
from microprojects.domain.money import Fen
from microprojects.domain.proposal_words import MOST_LINES, EstimateWords, ProposalWords
from microprojects.domain.states import State

GOOD = Merits(state=State.CLOSED, answers=20, percent=80, need_percent=80, small_cell=5)
WAN = 1_000_000


def test_a_closed_project_at_the_bar_comes_in():
    require_merits(GOOD)


@pytest.mark.parametrize(
    ("other", "no"),
    [
        ({"state": State.EVALUATING}, NotFinished),
        ({"answers": 0, "percent": 0}, TooFewToTell),
        ({"answers": 4, "percent": 100}, TooFewToTell),
        ({"percent": 79}, NotSatisfied),
        ({"inspection_failed": True}, StillToMend),
        ({"owed_fen": Fen(1)}, StillToMend),
    ],
)
def test_anything_else_stays_out(other, no):
    with pytest.raises(no):
        require_merits(replace(GOOD, **other))


def test_the_refusal_says_what_is_what_is_needed_and_what_to_do():
    told = NotSatisfied(percent=79, need=80)

    assert told.message % told.facts == "评议满意的占 79%，入项目库要 80%。请荐另一个项目。"
    assert InLibrary(standing="x").code == "library-already"


@pytest.mark.parametrize(
    ("verdict", "removed", "found"),
    [
        (None, False, Standing.OFFERED),
        ("entered", False, Standing.IN),
        ("entered", True, Standing.OUT),
        ("declined", False, Standing.DECLINED),
    ],
)
def test_an_entry_stands_where_it_was_decided(verdict, removed, found):
    assert standing(verdict, removed=removed) is found


@pytest.mark.parametrize(
    ("fen", "name"),
    [
        (0, "to_1"),
        (WAN, "to_1"),
        (WAN + 1, "to_3"),
        (5 * WAN, "to_5"),
        (20 * WAN, "to_20"),
        (20 * WAN + 1, "more"),
    ],
)
def test_a_bound_belongs_to_the_band_below_it(fen, name):
    assert band(Fen(fen)) == name


@given(st.integers(min_value=0, max_value=10**12))
def test_every_sum_lies_in_its_band_alone(fen):
    holding = []
    for name in BANDS:
        above, most = bounds(name)
        if above < fen and (most is None or fen <= most):
            holding.append(name)

    assert holding == [band(Fen(fen))]


def test_an_outline_takes_need_and_costs_and_leaves_place_and_people():
    words = ProposalWords(
        title="路灯",
        problem="黑",
        content="装灯",
        place="三巷",
        beneficiaries=200,
        own_contribution_note="出力",
    )
    lines = (EstimateWords(label="灯", quantity="20 盏", amount_fen=Fen(100)),)

    made = outline(words, lines)

    assert (made.title, made.problem, made.content, made.lines) == ("路灯", "黑", "装灯", lines)
    assert (made.place, made.beneficiaries, made.own_contribution_note) == ("", 0, "")


@given(st.lists(st.integers(min_value=1, max_value=10**9), max_size=60))
def test_an_outline_of_many_lines_keeps_the_sum(amounts):
    lines = tuple(EstimateWords(label="x", amount_fen=Fen(each)) for each in amounts)

    made = outline(ProposalWords(), lines).lines

    assert len(made) <= MOST_LINES
    assert sum(each.amount_fen for each in made) == sum(amounts)
