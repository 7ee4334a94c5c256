"""Terms and elections: days, counts and what is refused about them; and how seats pass on."""

from __future__ import annotations

from datetime import date

import pytest

from microprojects.domain.councils import KINDS
from microprojects.domain.elections import (
    CountsGiven,
    CountsMissing,
    MoreThanVoted,
    end_of_term,
    require_counts,
    require_votes,
)
from microprojects.domain.errors import BadValue
from microprojects.domain.successions import (
    REASONS,
    BeginsTooSoon,
    NothingLeft,
    OtherKind,
    require_kind,
    require_reason,
    require_turn,
    shown,
)


@pytest.mark.parametrize(
    ("since", "until"),
    [
        (date(2026, 4, 18), date(2031, 4, 17)),
        (date(2026, 1, 1), date(2030, 12, 31)),
        (date(2024, 2, 29), date(2029, 2, 28)),
        (date(2024, 3, 1), date(2029, 2, 28)),
    ],
)
def test_a_term_of_five_years_ends_on_the_day_before_it_comes_round(since, until):
    assert end_of_term(since, 5) == until


def test_a_term_beyond_every_calendar_is_refused():
    with pytest.raises(BadValue):
        end_of_term(date(9999, 1, 1), 5)


@pytest.mark.parametrize(
    ("way", "due", "voted", "no"),
    [
        ("assembly", None, None, CountsMissing),
        ("assembly", 60, None, CountsMissing),
        ("groups", 0, 0, CountsMissing),
        ("assembly", 60, 61, MoreThanVoted),
        ("assembly", 10**7, 1, BadValue),
        ("delegated", 60, 52, CountsGiven),
        ("lots", 60, 52, BadValue),
    ],
)
def test_counts_that_cannot_be_are_refused(way, due, voted, no):
    with pytest.raises(no):
        require_counts(way, due, voted)


def test_an_election_has_both_counts_and_who_is_sent_has_none():
    require_counts("assembly", 60, 52)
    require_counts("assembly", 60, 60)
    require_counts("delegated", None, None)
    require_votes(52, 60, 52)
    require_votes(None, None, None)

    for votes, voted in ((53, 52), (-1, 52), (1, None)):
        with pytest.raises(MoreThanVoted):
            require_votes(votes, 60, voted)


def test_only_the_end_of_a_term_and_a_resignation_are_told():
    assert [reason for reason in REASONS if shown(reason)] == ["term_over", "resigned"]
    assert shown(None) == ""
    with pytest.raises(BadValue):
        require_reason("ill")


def test_a_seat_keeps_its_kind_unless_it_is_said():
    require_kind("unit", "unit", KINDS, said=False)
    require_kind("unit", "owner", KINDS, said=True)

    with pytest.raises(OtherKind):
        require_kind("unit", "owner", KINDS, said=False)
    with pytest.raises(BadValue):
        require_kind("unit", "king", KINDS, said=True)


def test_a_successor_begins_after_the_last_day_and_within_the_term():
    last = date(2026, 3, 31)
    require_turn(last, date(2026, 4, 1), None)
    require_turn(last, date(2026, 4, 1), date(2026, 4, 1))

    with pytest.raises(BeginsTooSoon):
        require_turn(last, last, None)
    with pytest.raises(NothingLeft):
        require_turn(last, date(2026, 4, 2), date(2026, 4, 1))
