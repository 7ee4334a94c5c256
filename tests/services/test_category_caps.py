"""Limits of categories: set by the clerk, frozen with the rule, counted so, explained, exported and checked from outside."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import text

from microprojects import verify
from microprojects.domain import poll_imports as law
from microprojects.domain.category_caps import Cap, CapBindsNothing
from microprojects.domain.money import Fen
from microprojects.domain.poll_imports import Asked
from microprojects.services import poll_counts, polls, programmes
from microprojects.store import ballots, bundles, poll_exports, projects
from microprojects.store import polls as rows
from microprojects.store.db import db, transaction
from tests import polling
from tests.polling import WAN, prepared, ready_ones, the_poll
from tests.records_made import put

ALLOCATIONS = ("rank_within_quota", "equal_shares")
VOTES = (("lin", (0, 1)), ("chen", (0, 1)), ("guo", (0,)), ("xu", (2,)))


def limited(world, caps, allocation="rank_within_quota"):
    """Prepare a poll on two works and a purchase that all fit; return it and the codes of all."""
    if allocation != "rank_within_quota":
        programmes.set_parameter(
            world.programme_id, "resident_poll.allocation", allocation, reason="试一试",
            actor=world["huang"], at=world.now,
        )  # fmt: skip
    numbers = ready_ones(world, (2 * WAN, 2 * WAN, 2 * WAN))
    with transaction() as session:
        for number, type_ in zip(numbers, ("works", "works", "goods"), strict=True):
            projects.by_number(session, number).type = type_
    poll_id = prepared(world, numbers, caps=caps)
    codes = {option.project.number: option.code for option in rows.options(db.session(), poll_id)}
    return poll_id, [codes[number] for number in numbers]


def held(world, caps, allocation="rank_within_quota"):
    """Hold a poll in which one of the works gets three votes, the other two, and the purchase one."""
    poll_id, codes = limited(world, caps, allocation)
    polls.open_poll(poll_id, actor=world["zhao"], at=world.now)
    polling.cast_some(world, poll_id, {who: [codes[n] for n in places] for who, places in VOTES})
    closes = the_poll(poll_id).closes_at
    poll_counts.close(poll_id, actor=world["zhao"], at=closes)
    poll_counts.draw_lot(poll_id, dice=polling.DICE, witnesses="三位居民", actor=world["zhao"], at=closes)
    poll_counts.count(poll_id, actor=world["zhao"], at=closes + polling.HOUR)
    db.session.rollback()
    return poll_id, codes


def test_the_limits_are_part_of_the_frozen_rule_and_its_fingerprint(world):
    caps = {"works": Cap(Fen(3 * WAN), 1)}
    poll_id, codes = limited(world, caps)
    before = the_poll(poll_id).caps

    polls.open_poll(poll_id, actor=world["zhao"], at=world.now)

    frozen = the_poll(poll_id)
    told = json.loads(frozen.spec)
    assert (told["caps"], told["quotas"]) == ({"works": "3000000"}, {"works": 1})
    assert (before, frozen.caps) == (caps, caps)
    assert [code for code, groups in frozen.categories.items() if "works" in groups] == sorted(codes[:2])


def test_a_poll_without_limits_says_nothing_of_them(world):
    told = json.loads(the_poll(polling.opened(world)).spec)

    assert told.keys() & {"caps", "quotas"} == set()


def test_a_limit_that_limits_nothing_is_refused_and_nothing_is_prepared(world):
    numbers = ready_ones(world)

    with pytest.raises(CapBindsNothing):
        prepared(world, numbers, caps={"works": Cap(None, 3)})

    assert rows.listed(db.session(), limit=1, offset=0, paths=("/",)) == []


@pytest.mark.parametrize("change", ["UPDATE poll_caps SET most_count = 2", "DELETE FROM poll_caps"])
def test_a_limit_cannot_be_changed_or_taken_away_not_even_with_raw_sql(world, change):
    limited(world, {"works": Cap(None, 1)})

    with pytest.raises(Exception, match="stays"), db.engine.begin() as raw:
        raw.execute(text(change))


def test_no_limit_can_be_added_once_a_poll_was_opened_not_even_with_raw_sql(world):
    poll_id = polling.opened(world)

    with pytest.raises(Exception, match="the rule of a poll that was opened stays"), db.engine.begin() as raw:
        raw.execute(
            text("INSERT INTO poll_caps (poll_id, category, most_count) VALUES (:poll, 'works', 1)"),
            {"poll": poll_id},
        )


@pytest.mark.parametrize("allocation", ALLOCATIONS)
@pytest.mark.parametrize(
    ("cap", "loss"),
    [
        (Cap(None, 1), {"why": "quota", "by": "works", "needed": "1", "had": "1", "missing": "0"}),
        (
            Cap(Fen(3 * WAN)),
            {"why": "cap", "by": "works", "needed": "2000000", "had": "1000000", "missing": "1000000"},
        ),
    ],
)
def test_a_category_that_is_full_keeps_the_next_out_and_a_count_from_outside_agrees(
    world, allocation, cap, loss, tmp_path
):
    poll_id, (liked, less, other) = held(world, {"works": cap}, allocation)

    told = json.loads(ballots.last_run(db.session(), poll_id).output)
    found = verify.checked(put(dict(bundles.files(db.session())), tmp_path), language=1)

    lost = [step["loss"] for step in told["steps"] if step["candidate"] == less]
    assert (told["selected"], lost[-1]) == ([liked, other], loss)
    assert [line for line in found.lines if not line[0]] == []


def test_without_the_limit_the_same_votes_let_all_win(world):
    poll_id, codes = held(world, {})

    assert json.loads(ballots.last_run(db.session(), poll_id).output)["selected"] == codes


def test_the_file_for_other_tools_says_the_categories_and_gives_the_same_winners(world):
    poll_id, (liked, less, other) = held(world, {"works": Cap(None, 1)})

    file = "".join(poll_exports.pabulib(db.session(), the_poll(poll_id)))
    found = law.look(file.encode(), Asked())

    assert found.outcome is not None
    groups = dict(
        zip((one.id for one in found.poll.cast.candidates), found.poll.cells("category"), strict=True)
    )
    assert {code: "works" in groups[code].split(",") for code in groups} == {
        liked: True,
        less: True,
        other: False,
    }
    assert (found.outcome.selected, found.agrees) == ((liked, other), True)
