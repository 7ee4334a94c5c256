"""Limits of categories on the pages: the clerk sets them, and rule, ballot, sheet and result say so."""

from __future__ import annotations

import pytest

from microprojects.domain.category_caps import Cap
from microprojects.domain.money import Fen
from microprojects.services import polls
from microprojects.store import polls as rows
from microprojects.store import projects
from microprojects.store.db import db, transaction
from microprojects.web import ballot_sheets
from tests.polling import WAN, ready_ones, the_poll
from tests.services.test_category_caps import held, limited
from tests.web.test_office_polls import DESK, NEW, USUAL

ONE = {"works": Cap(None, 1)}
BOTH = {"works": Cap(Fen(3 * WAN), 1)}
RULE = "“工程类”最多选上 1 个：都可以选，计票时满了，这一类后面的不办。"


@pytest.fixture
def clerk(world, wall, visitor):
    """The clerk of Lizhi."""
    wall.at = world.now
    return visitor("qian")


def works_and_goods(world):
    """Three projects that are ready: two works and a purchase."""
    numbers = ready_ones(world)
    with transaction() as session:
        projects.by_number(session, numbers[2]).type = "goods"
    return numbers


def test_a_clerk_limits_a_category_and_sees_it_before_opening(clerk, world):
    numbers = works_and_goods(world)
    asked = clerk.get(NEW).text
    assert ("“工程类”最多用多少钱" in asked, "“服务类”最多" in asked) == (True, False)

    answer = clerk.send(NEW, **USUAL, projects=list(numbers), cap_works="80000", quota_works="1")

    assert answer.location == DESK
    said = "最多用 80,000.00 元、最多选上 1 个"
    assert ("“工程类”的上限" in clerk.get(DESK).text, said in clerk.get(f"{DESK}/open").text) == (True, True)
    assert the_poll(1).caps == {"works": Cap(Fen(8 * WAN), 1)}


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"quota_works": "2"}, "上限不比这小，限不住什么"),
        ({"cap_works": "100"}, "一个也选不上。请写大些，或不限。"),
        ({"cap_works": "很多"}, "cap_works"),
        ({"quota_works": "0"}, "请写最多多少钱，或最多几个"),
    ],
)
def test_a_limit_that_cannot_be_is_said_and_nothing_typed_is_lost(clerk, world, typed, says):
    numbers = works_and_goods(world)

    answer = clerk.send(NEW, **USUAL, projects=list(numbers), **typed)

    [value] = typed.values()
    assert answer.status_code == 422
    assert (says in answer.text, f'value="{value}"' in answer.text) == (True, True)
    assert '<details class="field" open><summary>有没有哪一类要设上限' in answer.text


def test_the_rule_and_the_ballot_say_what_is_limited_and_that_the_choice_is_free(world, wall, visitor):
    poll_id, _codes = limited(world, ONE)
    polls.open_poll(poll_id, actor=world["zhao"], at=world.now)
    wall.at = world.now
    voter = visitor("lin")

    page, ballot = voter.get(f"/polls/{poll_id}").text, voter.get(f"/polls/{poll_id}/ballot?all=1").text

    assert (page.count(f"<li>{RULE}</li>"), ballot.count(RULE)) == (1, 1)


def test_the_large_print_says_it_beside_the_projects_of_the_category(world, wall, visitor):
    poll_id, _codes = limited(world, ONE)
    polls.open_poll(poll_id, actor=world["zhao"], at=world.now)
    wall.at = world.now
    voter = visitor("lin")

    told = [voter.get(f"/polls/{poll_id}/ballot/one/{n}").text for n in (1, 2, 3)]

    assert sorted(text.count("它是“工程类”，这一类一共最多选上 1 个。") for text in told) == [0, 1, 1]


def test_who_picks_more_than_can_win_is_told_that_this_is_well_and_may_cast_it(world, wall, visitor):
    poll_id, (one, other, third) = limited(world, BOTH)
    polls.open_poll(poll_id, actor=world["zhao"], at=world.now)
    wall.at = world.now
    voter = visitor("lin")
    voter.send(f"/polls/{poll_id}/ballot/pick", code=one)
    voter.send(f"/polls/{poll_id}/ballot/pick", code=third)
    before = voter.get(f"/polls/{poll_id}/ballot/check").text
    voter.send(f"/polls/{poll_id}/ballot/pick", code=third)
    voter.send(f"/polls/{poll_id}/ballot/pick", code=other)

    page = voter.get(f"/polls/{poll_id}/ballot/check").text

    said = (
        "您选了 2 个“工程类”，一共 40,000.00 元；这一类最多用 30,000.00 元、最多选上 1 个。这样选可以，都算；"
    )
    assert (said in page, "这样选可以" in before) == (True, False)


def test_the_printed_ballot_says_it_in_one_line(app, world):
    poll_id, _codes = limited(world, ONE)
    polls.open_poll(poll_id, actor=world["zhao"], at=world.now)

    with app.test_request_context():
        told = list(ballot_sheets.hows(the_poll(poll_id), rows.options(db.session(), poll_id)))

    assert told[1] == "“工程类”最多选上 1 个：都可以选，计票时满了为止。"


@pytest.mark.parametrize(("allocation", "steps"), [("rank_within_quota", 1), ("equal_shares", 2)])
@pytest.mark.parametrize(
    ("caps", "says"),
    [
        (ONE, "“工程类”最多选上 1 个，轮到它时已经满了。"),
        (
            {"works": Cap(Fen(3 * WAN))},
            "“工程类”最多用 30,000.00 元，轮到它时这一类只剩 1 万元，它要 2 万元，差 1 万元。",
        ),
    ],
)
def test_the_result_says_that_the_category_was_full_with_its_numbers(
    world, wall, visitor, allocation, steps, caps, says
):
    poll_id, _codes = held(world, caps, allocation)
    wall.at = the_poll(poll_id).counted_at

    page = visitor("lin").get(f"/polls/{poll_id}").text

    assert page.count(says) == 1 + steps  # beside the project, and wherever the count came to it


def test_a_poll_without_limits_says_nothing_of_them(world, wall, visitor):
    poll_id, _codes = held(world, {})
    wall.at = the_poll(poll_id).counted_at

    page = visitor("lin").get(f"/polls/{poll_id}").text

    assert [word for word in ("最多选上", "最多用", "这一类") if word in page] == []
