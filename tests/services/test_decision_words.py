"""How a decision's disclosure names the proposer and the people it serves."""

from __future__ import annotations

import pytest

from microprojects.services._decision import decision_words
from microprojects.store.db import db, transaction
from microprojects.store.people import Person
from tests.consulting import a_project, the_project


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ({}, "居民（林**）"),
        ({"proposer_display": "nickname"}, "三巷老林"),
        ({"proposer_display": "real_with_consent"}, "林秀英"),
        ({"proposer_kind": "unit"}, "林秀英"),
    ],
)
def test_the_proposer_is_named_as_they_agreed_to(session, world, given, shown):
    with transaction() as writing:
        lin = writing.get_one(Person, world.people["lin"])
        lin.nickname, lin.name_shown_since = "三巷老林", world.now
    a_project(world, **given)

    assert decision_words(db.session(), the_project(), None)["proposer"] == shown


@pytest.mark.parametrize("display", ["nickname", "real_with_consent"])
def test_without_a_nickname_or_consent_only_the_family_name_is_shown(session, world, display):
    a_project(world, proposer_display=display)

    assert decision_words(db.session(), the_project(), None)["proposer"] == "居民（林**）"


def test_a_few_people_are_not_counted_out(session, world):
    a_project(world, beneficiaries=3)

    assert decision_words(db.session(), the_project(), None)["beneficiaries"] == "少于5"


def test_without_a_plan_the_proposal_s_own_words_stand(session, world):
    a_project(world)

    words = decision_words(db.session(), the_project(), None)

    assert (words["place"], words["content"], "total_fen" in words) == ("荔枝苑三巷", "装路灯。", False)
