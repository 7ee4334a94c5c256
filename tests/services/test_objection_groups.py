"""Objections that say the same are answered by one reply, and counted as what they are."""

from __future__ import annotations

import json

import pytest

from microprojects.domain.errors import BadValue, NotFound, NotPermitted
from microprojects.domain.objection_groups import DifferentGround, GroupGone, NotGroupable, TooFew
from microprojects.domain.permissions import OwnMatter
from microprojects.domain.privacy import PrivacyFinding
from microprojects.domain.states import State
from microprojects.services import objections
from microprojects.services.escalations import escalate
from microprojects.services.objection_groups import group, ungroup
from microprojects.store import objection_groups as kept
from microprojects.store.db import db
from tests.consulting import the_project
from tests.noticing import NUMBER, answer, entries, object_to, on_notice, shanghai, the_objection

WHY = "都说同一盏灯太亮。"
MONDAY = shanghai(3, 9)


@pytest.fixture
def pair(session, world):
    """Objections of Chen and Xu on one ground."""
    on_notice(world)
    return [object_to(world, who=who) for who in ("chen", "xu")]


def together(world, ids, who="zhao", reason=WHY):
    return group(NUMBER, ids, reason=reason, actor=world[who], at=world.now)


def groups():
    db.session().rollback()
    return kept.of_project(db.session(), the_project().id)


def test_two_are_put_together_for_a_public_reason(world, pair):
    made = together(world, pair)

    assert [the_objection(each).group_id for each in pair] == [made, made]
    assert [(row.size, row.reason) for row in groups()] == [(2, WHY)]
    assert json.loads(entries()[-1].body)["facts"] == {
        "group": made, "ground": "neighbours", "objections": pair, "reason": WHY,
    }  # fmt: skip


def test_one_reply_and_one_look_answer_all_of_them(world, pair):
    made = together(world, pair)

    answer(world, pair[0], at=MONDAY)
    objections.resume_notice(NUMBER, actor=world["zhao"], at=MONDAY)

    first, second = (the_objection(each) for each in pair)
    assert first.reply == second.reply != ""
    assert (second.replied_at, second.reviewed_by_id) == (MONDAY, world.people["he"])
    assert the_project().state is State.NOTICING
    told = [json.loads(each.body)["facts"] for each in entries() if each.verb == "objection.reply"]
    assert [(each["group"], each["objections"]) for each in told] == [(made, pair)]


def test_who_takes_theirs_back_leaves_the_others(world, pair):
    together(world, pair)
    objections.withdraw(pair[0], actor=world["chen"], at=world.now)

    answer(world, pair[1], at=MONDAY)

    assert (the_objection(pair[0]).outcome, the_objection(pair[1]).outcome) == (None, "dismissed")


def test_before_the_reply_they_are_taken_apart_and_the_trace_stays(world, pair):
    made = together(world, pair)

    ungroup(made, reason="其实是两盏灯。", actor=world["zhou"], at=MONDAY)
    answer(world, pair[0], at=MONDAY)

    assert [the_objection(each).outcome for each in pair] == ["dismissed", None]
    assert [(row.undone_at, row.undone_reason) for row in groups()] == [(MONDAY, "其实是两盏灯。")]
    with pytest.raises(GroupGone):
        ungroup(made, reason="再拆。", actor=world["zhou"], at=MONDAY)


def test_after_the_reply_nothing_is_taken_apart(world, pair):
    made = together(world, pair)
    answer(world, pair[0], at=MONDAY)

    with pytest.raises(GroupGone):
        ungroup(made, reason="太晚了。", actor=world["zhou"], at=MONDAY)


def test_one_is_no_group_and_neither_is_one_named_twice(world, pair):
    for ids in (pair[:1], [pair[0], pair[0]], []):
        with pytest.raises(TooFew):
            together(world, ids)


def test_grounds_that_differ_are_answered_apart(world, pair):
    other = object_to(world, who="lin", ground="amount")

    with pytest.raises(DifferentGround):
        together(world, [*pair, other])


def test_what_was_answered_withdrawn_or_grouped_is_not_put_together(world, pair):
    third = object_to(world, who="lin")
    together(world, pair)
    with pytest.raises(NotGroupable):
        together(world, [pair[0], third])
    objections.withdraw(pair[0], actor=world["chen"], at=world.now)

    with pytest.raises(NotGroupable):
        together(world, [pair[0], third])


def test_an_objection_to_another_project_is_not_there(world, pair):
    on_notice(world, number="LZ-2026-002")
    other = object_to(world, "LZ-2026-002")

    with pytest.raises(NotFound):
        together(world, [pair[0], other])


@pytest.mark.parametrize("who", ["chen", "he", "wu", "sun"])
def test_only_handlers_put_together(world, pair, who):
    with pytest.raises(NotPermitted):
        together(world, pair, who=who)


def test_a_handler_who_objected_neither_groups_nor_answers_the_group(world, pair):
    own = object_to(world, who="zhao")
    with pytest.raises(OwnMatter):
        together(world, [*pair, own])
    together(world, [*pair, own], who="zhou")

    with pytest.raises(OwnMatter):
        objections.reply(pair[0], outcome="dismissed", text="不改。", actor=world["zhao"], at=MONDAY)


@pytest.mark.parametrize(
    ("reason", "no"), [("", BadValue), ("灯" * 301, BadValue), ("问 13812345678", PrivacyFinding)]
)
def test_the_reason_is_one_that_can_be_published(world, pair, reason, no):
    with pytest.raises(no):
        together(world, pair, reason=reason)
    made = together(world, pair)
    with pytest.raises(no):
        ungroup(made, reason=reason, actor=world["zhao"], at=MONDAY)


def test_each_of_a_group_may_be_taken_further_alone(world, pair):
    together(world, pair)
    answer(world, pair[0], at=MONDAY)

    escalate(pair[0], why="不服。", actor=world["chen"], at=MONDAY)

    assert [the_objection(each).is_open for each in pair] == [True, False]
