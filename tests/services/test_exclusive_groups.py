"""Projects of which at most one can win: marked by the clerk, frozen with the rule, counted so and checked from outside."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import text

from microprojects import verify
from microprojects.domain.exclusive_groups import GroupTooSmall
from microprojects.services import poll_counts, polls, programmes
from microprojects.store import ballots, bundles
from microprojects.store import polls as rows
from microprojects.store.db import db
from tests import polling
from tests.polling import WAN, prepared, ready_ones, the_poll
from tests.records_made import put


def variants(world, *, groups=True):
    """Prepare a poll on three projects that all fit, the first two of them variants; return it and the codes of all."""
    numbers = ready_ones(world, (2 * WAN, 2 * WAN, 2 * WAN))
    poll_id = prepared(world, numbers, exclusive=(numbers[:2],) if groups else ())
    codes = {option.project.number: option.code for option in rows.options(db.session(), poll_id)}
    return poll_id, [codes[number] for number in numbers]


def held(world, *, groups=True):
    """Hold a poll in which one variant gets three votes, the other two, and a third project one."""
    poll_id, (liked, less, third) = variants(world, groups=groups)
    polls.open_poll(poll_id, actor=world["zhao"], at=world.now)
    polling.cast_some(
        world, poll_id, {"lin": (liked, less), "chen": (liked, less), "guo": (liked,), "xu": (third,)}
    )
    closes = the_poll(poll_id).closes_at
    poll_counts.close(poll_id, actor=world["zhao"], at=closes)
    poll_counts.draw_lot(poll_id, dice=polling.DICE, witnesses="三位居民", actor=world["zhao"], at=closes)
    poll_counts.count(poll_id, actor=world["zhao"], at=closes + polling.HOUR)
    return poll_id, (liked, less, third)


def test_the_groups_are_part_of_the_frozen_rule_and_its_fingerprint(world):
    poll_id, (one, other, _third) = variants(world)
    before = the_poll(poll_id).exclusive

    polls.open_poll(poll_id, actor=world["zhao"], at=world.now)

    frozen = the_poll(poll_id)
    assert json.loads(frozen.spec)["exclusive"] == [sorted((one, other))]
    assert {tuple(sorted(group)) for group in before} == set(frozen.exclusive)


def test_a_poll_without_groups_says_nothing_of_them(world):
    poll_id = polling.opened(world)

    assert ("exclusive" in json.loads(the_poll(poll_id).spec), the_poll(poll_id).exclusive) == (False, ())


def test_a_group_of_one_is_refused_and_nothing_is_prepared(world):
    numbers = ready_ones(world)

    with pytest.raises(GroupTooSmall):
        prepared(world, numbers, exclusive=(numbers[:1],))

    assert rows.listed(db.session(), limit=1, offset=0, paths=("/",)) == []


def test_a_group_cannot_be_changed_any_more_not_even_with_raw_sql(world):
    variants(world)

    with pytest.raises(Exception, match="stays"), db.engine.begin() as raw:
        raw.execute(text("UPDATE poll_options SET exclusive_group = 2"))


@pytest.mark.parametrize("allocation", ["rank_within_quota", "equal_shares"])
def test_of_two_variants_the_one_with_more_votes_wins_and_a_count_from_outside_agrees(
    world, allocation, tmp_path
):
    if allocation == "equal_shares":
        programmes.set_parameter(
            world.programme_id, "resident_poll.allocation", allocation, reason="试一试",
            actor=world["huang"], at=world.now,
        )  # fmt: skip
    poll_id, (liked, less, third) = held(world)

    db.session.rollback()
    told = json.loads(ballots.last_run(db.session(), poll_id).output)
    found = verify.checked(put(dict(bundles.files(db.session())), tmp_path), language=1)

    lost = [step["loss"] for step in told["steps"] if step["candidate"] == less]
    assert (told["selected"], lost[-1]) == ([liked, third], {"why": "exclusive", "by": liked})
    assert [line for line in found.lines if not line[0]] == []


def test_without_the_group_the_same_votes_let_both_win(world):
    poll_id, codes = held(world, groups=False)

    db.session.rollback()
    assert json.loads(ballots.last_run(db.session(), poll_id).output)["selected"] == list(codes)
