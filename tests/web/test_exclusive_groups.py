"""Projects of which only one can be built, on the pages: the clerk marks them, and rule, ballot and result say so."""

from __future__ import annotations

import pytest

from microprojects.services import polls
from microprojects.store import polls as rows
from microprojects.store.db import db
from microprojects.web import ballot_sheets
from tests import polling
from tests.polling import WAN, ready_ones, the_poll
from tests.services.test_exclusive_groups import held, variants
from tests.web.test_office_polls import DESK, NEW, USUAL


@pytest.fixture
def clerk(world, wall, visitor):
    """The clerk of Lizhi."""
    wall.at = world.now
    return visitor("qian")


def numbers_of(poll_id, codes):
    """Return the numbers of projects on the ballot, as the pages write them."""
    found = {option.code: option.number for option in rows.options(db.session(), poll_id)}
    return [f"{found[code]} 号" for code in codes]


def sentence(poll_id, codes):
    """Return the sentence of a rule about a group."""
    return (
        "、".join(sorted(numbers_of(poll_id, codes))) + "只能办成一个：都可以选，计票时先选上的办，其余不办。"
    )


def test_a_clerk_marks_two_variants_and_sees_them_before_opening(clerk, world):
    numbers = ready_ones(world)
    assert "有没有几个里只能办成一个的？" in clerk.get(NEW).text

    groups = {f"group_{number}": "2" for number in numbers[:2]}
    assert clerk.send(NEW, **USUAL, projects=list(numbers), **groups).location == DESK

    codes = [o.code for o in rows.options(db.session(), 1) if o.project.number in numbers[:2]]
    assert "只能办成一个的" in clerk.get(DESK).text
    assert sentence(1, codes) in clerk.get(f"{DESK}/open").text


@pytest.mark.parametrize(
    ("ticked", "grouped", "says"),
    [(3, 1, "那组只有 1 个。请再放一个进这组"), (2, 3, "分了组，却没有放上选票")],
)
def test_a_group_that_cannot_be_is_said_and_nothing_typed_is_lost(clerk, world, ticked, grouped, says):
    numbers = ready_ones(world)
    groups = {f"group_{number}": "1" for number in numbers[:grouped]}

    answer = clerk.send(NEW, **USUAL, projects=list(numbers[:ticked]), **groups)

    assert answer.status_code == 422
    assert (says in answer.text, answer.text.count('<option selected value="1">')) == (True, grouped)


def test_the_rule_and_the_cards_say_which_projects_are_variants(world, wall, visitor):
    poll_id, (one, other, _third) = variants(world)
    polls.open_poll(poll_id, actor=world["zhao"], at=world.now)
    wall.at = world.now
    voter = visitor("lin")
    first, second = numbers_of(poll_id, (one, other))

    page, ballot = voter.get(f"/polls/{poll_id}").text, voter.get(f"/polls/{poll_id}/ballot?all=1").text

    assert page.count(f"<li>{sentence(poll_id, (one, other))}</li>") == 1
    for text in (page, ballot):
        assert (text.count(f"和 {first}只能办成一个"), text.count(f"和 {second}只能办成一个")) == (1, 1)


def test_the_large_print_says_it_too(world, wall, visitor):
    poll_id, _codes = variants(world)
    polls.open_poll(poll_id, actor=world["zhao"], at=world.now)
    wall.at = world.now
    voter = visitor("lin")

    told = [voter.get(f"/polls/{poll_id}/ballot/one/{n}").text.count("只能办成一个") for n in (1, 2, 3)]

    assert sorted(told) == [0, 1, 1]


def test_who_picks_both_is_told_at_the_check_that_this_is_well(world, wall, visitor):
    poll_id, (one, other, third) = variants(world)
    polls.open_poll(poll_id, actor=world["zhao"], at=world.now)
    wall.at = world.now
    voter = visitor("lin")
    both = "、".join(sorted(numbers_of(poll_id, (one, other))))
    voter.send(f"/polls/{poll_id}/ballot/pick", code=one)
    voter.send(f"/polls/{poll_id}/ballot/pick", code=third)
    before = voter.get(f"/polls/{poll_id}/ballot/check").text
    voter.send(f"/polls/{poll_id}/ballot/pick", code=third)
    voter.send(f"/polls/{poll_id}/ballot/pick", code=other)

    page = voter.get(f"/polls/{poll_id}/ballot/check").text

    said = f"您选的 {both}只能办成一个。这样选可以，都算；"
    assert (said in page, "只能办成一个" in before) == (True, False)


def test_the_printed_ballot_says_it_in_one_line(app, world):
    poll_id, (one, other, _third) = variants(world)
    polls.open_poll(poll_id, actor=world["zhao"], at=world.now)

    with app.test_request_context():
        told = list(ballot_sheets.hows(the_poll(poll_id), rows.options(db.session(), poll_id)))

    both = "、".join(sorted(numbers_of(poll_id, (one, other))))
    assert told[1] == f"{both}只能办成一个：都可以选，计票时先选上的办。"


def test_the_result_says_which_variant_stood_in_the_way(world, wall, visitor):
    poll_id, (liked, _less, _third) = held(world)
    wall.at = the_poll(poll_id).counted_at
    [winner] = numbers_of(poll_id, (liked,))

    page = visitor("lin").get(f"/polls/{poll_id}").text

    assert f"和 {winner}只能办成一个，{winner}先选上了。" in page


def test_a_poll_without_variants_says_nothing_of_them(world, wall, visitor):
    poll_id = polling.opened(world, ready_ones(world, (2 * WAN, 2 * WAN)))
    wall.at = world.now

    assert "只能办成一个" not in visitor("lin").get(f"/polls/{poll_id}").text
