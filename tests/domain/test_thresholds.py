"""The bar of a vote: the scheme's own, the parameter's, and the higher one that is never lower."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microprojects.domain.parameters import rulebook
from microprojects.domain.schemes import Deliberation, Kind
from microprojects.domain.thresholds import bar_for, bar_from, quorum_share
from microprojects.domain.votes import TWO_THIRDS, Base, Share
from microprojects.store import packaged

RULES = rulebook(packaged.scheme("futian_3_3"), {})
COUNCIL = RULES.scheme.deliberation(3)
PARTY = packaged.scheme("village_4_2").deliberation(3)
ROOM = {"due": 17, "present": 14, "recused": 0}


def test_a_council_takes_the_parameters():
    assert quorum_share(COUNCIL, RULES) == TWO_THIRDS
    assert bar_for(COUNCIL, RULES, special=False, **ROOM).needed(**ROOM) == 8
    assert bar_for(COUNCIL, RULES, special=True, **ROOM).needed(**ROOM) == 10


def test_a_scheme_s_own_bar_goes_before_the_parameter():
    bar = bar_for(PARTY, RULES, special=False, **ROOM)

    assert (bar.base, bar.needed(**ROOM)) == (Base.DUE, 9)


def test_the_special_bar_is_taken_only_where_it_asks_for_more():
    lax = rulebook(
        RULES.scheme, {"meeting.pass_special": {"num": 1, "den": 3, "strict": False, "base": "present"}}
    )

    assert bar_for(COUNCIL, lax, special=True, **ROOM) == bar_for(COUNCIL, lax, special=False, **ROOM)


@given(
    due=st.integers(1, 60),
    absent=st.integers(0, 59),
    aside=st.integers(0, 59),
    own=st.sampled_from([COUNCIL, PARTY, replace(COUNCIL, kind=Kind.VOTE)]),
)
def test_a_special_vote_never_asks_for_fewer(due: int, absent: int, aside: int, own: Deliberation):
    present = max(0, due - absent)
    room = {"due": due, "present": present, "recused": min(aside, present)}

    special, ordinary = (bar_for(own, RULES, special=each, **room) for each in (True, False))

    assert special.needed(**room) >= ordinary.needed(**room)


@pytest.mark.parametrize("base", list(Base))
def test_a_bar_reads_back_as_it_was_written(base):
    data = {"num": 2, "den": 3, "strict": True, "base": base.value}

    assert bar_from(data).as_data() == data
    assert bar_from({"num": 1, "den": 2, "strict": False}).share == Share(1, 2)
