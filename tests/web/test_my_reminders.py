"""What the page of a resident reminds them of in a poll: once, in time, and never of what another did."""

from __future__ import annotations

from datetime import timedelta

import pytest

from microprojects.domain.ballot_drafts import Draft
from microprojects.domain.voters import Voter
from microprojects.services import ballot_drafts
from tests.electing import CLOSES, cast, kept_poll
from tests.world import NOW

DAY = timedelta(days=1)
LAST = "投票还有 1 天"


@pytest.fixture
def poll(world, bench):
    return kept_poll(world, bench)


def page(visitor, wall, who, at):
    wall.at = at
    return visitor(who).get("/my/").text


def picked(poll, who):
    draft = Draft({"p01": 1})
    ballot_drafts.keep(poll.id, draft, voter=Voter(person_id=poll.world.people[who], holder="0" * 64), at=NOW)


def test_who_has_not_voted_is_reminded_once_and_on_the_last_day_alone(poll, visitor, wall):
    before = page(visitor, wall, "lin", CLOSES - DAY - timedelta(seconds=1))
    on_the_day = page(visitor, wall, "chen", CLOSES - DAY)
    after = page(visitor, wall, "xu", CLOSES)

    assert [each.count(LAST) for each in (before, on_the_day, after)] == [0, 1, 0]


def test_who_has_voted_is_not_reminded(poll, visitor, wall):
    cast(poll, "lin", "p01")

    assert LAST not in page(visitor, wall, "lin", CLOSES - DAY)


def test_who_is_not_on_the_roll_is_not_reminded(poll, visitor, wall):
    assert LAST not in page(visitor, wall, "tang", CLOSES - DAY)


def test_a_draft_is_called_no_vote_at_any_time_and_not_twice_on_the_last_day(poll, visitor, wall):
    picked(poll, "lin")
    early = page(visitor, wall, "lin", NOW + DAY)
    late = page(visitor, wall, "lin", CLOSES - DAY)

    assert (early.count("您的票还没有投出去"), early.count(LAST)) == (1, 0)
    assert (late.count("选好的只是草稿，不投出去就不计。"), late.count(LAST)) == (1, 1)
    assert "您还没有投。" not in late


def test_what_one_did_shows_on_nobody_elses_page(poll, visitor, wall):
    picked(poll, "lin")
    cast(poll, "xu", "p02")

    told = page(visitor, wall, "chen", CLOSES - DAY)

    assert (told.count(LAST), "草稿，不投出去" in told, "林秀英" in told) == (1, False, False)
