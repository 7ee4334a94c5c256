"""Ages are full years from the birthday on, and everybody who cannot vote is told why."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microprojects.domain.electorate import Belonging, Facts, Reason, SeenAge, age_on, counted, eligible

DAY = date(2026, 3, 4)
GOOD = Facts(here=True, verified=True, tie=Belonging.LIVE, born=date(1985, 3, 2))
DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))


def asked(facts, *, age_min=18, scope="live", day=DAY):
    return eligible(facts, age_min=age_min, scope=scope, day=day)


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (date(2008, 3, 4), DAY, 18),
        (date(2008, 3, 5), DAY, 17),
        (date(2008, 2, 29), date(2026, 2, 27), 17),
        (date(2008, 2, 29), date(2026, 2, 28), 18),
        (date(2008, 2, 29), date(2028, 2, 28), 19),
        (date(2008, 2, 29), date(2028, 2, 29), 20),
        (date(2026, 3, 4), DAY, 0),
        (date(2026, 3, 5), DAY, -1),
    ],
)
def test_one_is_of_an_age_from_the_birthday_on(born, day, age):
    assert age_on(born, day) == age


@given(DAYS, DAYS)
def test_nobody_grows_younger_and_a_day_makes_at_most_a_year(born, day):
    step = age_on(born, day + timedelta(days=1)) - age_on(born, day)

    assert step in (0, 1)


@given(DAYS.filter(lambda born: (born.month, born.day) != (2, 29)), st.integers(0, 120))
def test_the_birthday_is_the_first_day_of_an_age(born, years):
    birthday = born.replace(year=born.year + years)

    assert (age_on(born, birthday), age_on(born, birthday - timedelta(days=1))) == (years, years - 1)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({}, None),
        ({"here": False}, Reason.ELSEWHERE),
        ({"verified": False}, Reason.UNVERIFIED),
        ({"tie": Belonging.WORK}, Reason.OTHER_TIE),
        ({"tie": None}, None),
        ({"born": None}, Reason.NO_BIRTH),
        ({"born": date(2008, 3, 4)}, None),
        ({"born": date(2008, 3, 5)}, Reason.TOO_YOUNG),
        ({"born": None, "seen": SeenAge(18, DAY)}, None),
        ({"born": None, "seen": SeenAge(16, date(2024, 3, 4))}, None),
        ({"born": None, "seen": SeenAge(16, date(2024, 3, 5))}, Reason.NO_BIRTH),
        ({"born": date(2010, 1, 1), "seen": SeenAge(18, DAY)}, Reason.TOO_YOUNG),
    ],
)
def test_who_cannot_vote_is_told_why(change, reason):
    assert asked(replace(GOOD, **change)) == reason


def test_who_works_or_studies_here_votes_where_the_programme_says_so():
    assert [asked(replace(GOOD, tie=tie), scope="live_work_study") for tie in Belonging] == [None] * 3


def test_what_the_desk_saw_does_not_reach_a_higher_age():
    seen = replace(GOOD, born=None, seen=SeenAge(16, DAY))

    assert [asked(seen, age_min=age) for age in (16, 18)] == [None, Reason.NO_BIRTH]


@given(DAYS, DAYS, st.integers(14, 99))
def test_a_date_of_birth_alone_decides_the_age(born, day, age):
    said = asked(replace(GOOD, born=born), age_min=age, day=day)

    assert said is (None if age_on(born, day) >= age else Reason.TOO_YOUNG)


def test_reasons_are_counted_and_have_words():
    told = counted([None, None, Reason.TOO_YOUNG])

    assert (told[None], told[Reason.TOO_YOUNG], told[Reason.ELSEWHERE]) == (2, 1, 0)
    assert all(reason.label for reason in Reason)
