"""When a residents' poll runs, what stands on it, and what lets a project in, out and on."""

from __future__ import annotations

from datetime import timedelta

import pytest

from microprojects.domain.poll_facts import PollFacts
from microprojects.domain.polls import (
    BadDice,
    BadTimes,
    Enclosed,
    NoMoney,
    NotYetOver,
    PollMoment,
    PollState,
    PollUndecided,
    TooFewOptions,
    is_taking,
    on_open_poll,
    poll_lets_on,
    poll_over,
    require_dice,
    require_money,
    require_options,
    require_over,
    require_times,
)
from tests.fake_case import DAY, NOW, SECOND, FakeCase, rules

CLOSES = NOW + 7 * DAY
BINDING = rules(resident_poll__mode="binding")


@pytest.mark.parametrize(
    ("opens", "closes"),
    [
        (NOW, NOW + timedelta(minutes=59)),
        (NOW, NOW + 60 * DAY + SECOND),
        (NOW - 3 * DAY, NOW),
        (NOW + DAY, NOW),
    ],
)
def test_a_poll_that_is_too_short_too_long_or_over_is_refused(opens, closes):
    with pytest.raises(BadTimes):
        require_times(opens, closes, at=NOW)


def test_a_poll_of_an_hour_and_one_of_sixty_days_may_be():
    require_times(NOW, NOW + timedelta(hours=1), at=NOW)
    require_times(NOW, NOW + 60 * DAY, at=NOW)


@pytest.mark.parametrize("chosen", [0, 1, 41])
def test_a_ballot_has_two_to_forty_projects(chosen):
    with pytest.raises(TooFewOptions):
        require_options([str(n) for n in range(chosen)])


@pytest.mark.parametrize("budget", [0, -1, 100_001])
def test_the_money_of_a_poll_is_there(budget):
    with pytest.raises(NoMoney):
        require_money(budget, left=100_000)


@pytest.mark.parametrize(
    ("state", "at", "takes"),
    [
        (PollState.OPEN, NOW - SECOND, False),
        (PollState.OPEN, NOW, True),
        (PollState.OPEN, CLOSES - SECOND, True),
        (PollState.OPEN, CLOSES, False),
        (PollState.PREPARED, NOW, False),
        (PollState.CLOSED, NOW, False),
    ],
)
def test_ballots_come_in_from_the_first_second_to_before_the_last(state, at, takes):
    assert is_taking(state, NOW, CLOSES, at=at) is takes


def test_a_poll_closes_when_its_time_is_over_and_not_before():
    require_over(PollState.OPEN, CLOSES, at=CLOSES)
    with pytest.raises(NotYetOver):
        require_over(PollState.OPEN, CLOSES, at=CLOSES - SECOND)
    with pytest.raises(PollMoment):
        require_over(PollState.CLOSED, CLOSES, at=CLOSES)


@pytest.mark.parametrize("text", ["", "1" * 19, "1" * 21, "1" * 19 + "7", "１" * 20, "1" * 19 + "x"])
def test_dice_are_twenty_numbers_from_one_to_six(text):
    with pytest.raises(BadDice):
        require_dice(text)


def test_dice_may_be_written_with_spaces_and_commas():
    assert require_dice("36142 51634，12345、65432\n") == "36142516341234565432"


def case(state: str | None, *, selected: bool | None = None, ago: int = 3, **more: object) -> FakeCase:
    poll = PollFacts(state, selected, NOW - ago * DAY) if state else None
    return FakeCase(poll=poll, **more)


@pytest.mark.parametrize("state", [None, "prepared", "closed", "counted", "certified", "cancelled"])
def test_a_project_enters_no_poll_but_an_open_one(state):
    on_open_poll(case("open"))
    with pytest.raises(Enclosed):
        on_open_poll(case(state))


@pytest.mark.parametrize("state", [None, "prepared", "open", "closed"])
def test_a_project_leaves_a_poll_only_when_that_is_counted_or_cancelled(state):
    for over in ("counted", "certified", "cancelled"):
        poll_over(case(over))
    with pytest.raises(Enclosed):
        poll_over(case(state))


@pytest.mark.parametrize("mode", ["off", "advisory"])
def test_where_residents_advise_the_council_need_not_wait(mode):
    poll_lets_on(case(None, rules=rules(resident_poll__mode=mode)))
    poll_lets_on(case("counted", selected=False, rules=rules(resident_poll__mode=mode)))


@pytest.mark.parametrize(
    ("state", "selected", "ago"),
    [(None, None, 3), ("open", None, 3), ("counted", False, 3), ("counted", True, 2)],
)
def test_where_residents_decide_only_what_they_chose_three_days_ago_goes_on(state, selected, ago):
    poll_lets_on(case("counted", selected=True, rules=BINDING))
    with pytest.raises(PollUndecided):
        poll_lets_on(case(state, selected=selected, ago=ago, rules=BINDING))
