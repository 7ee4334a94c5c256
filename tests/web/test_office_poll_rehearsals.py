"""Trying out the ballot of a prepared poll: its rule answers as it will later, and nothing of it is kept."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from microprojects.domain.ballots import BallotType
from microprojects.store.ballots import BallotDraft, Envelope, SeenCommit
from microprojects.store.db import db
from microprojects.store.journal import JournalEntry
from microprojects.store.poll_rolls import Participation
from tests import polling

PAGE = "/office/polls/1/rehearsal"
KEPT = (BallotDraft, Envelope, SeenCommit, Participation, JournalEntry)


@pytest.fixture
def clerk(world, wall, visitor):
    wall.at = world.now
    return visitor("qian")


def kept() -> list[int]:
    db.session.rollback()
    return [db.session.scalar(select(func.count()).select_from(table)) for table in KEPT]


def test_a_ballot_that_would_do_is_shown_and_kept_nowhere(clerk, world):
    polling.prepared(world)
    before = kept()

    page = clerk.send(PAGE, ticked=["p01", "p03"]).text

    assert ("这是试投，不算票" in page, "这样投，收得下" in page) == (True, True)
    assert ("1 号" in page, "3 号" in page) == (True, True)
    assert kept() == before


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"ticked": ["p01", "p02", "p03"]}, "最多选 2 个"),
        ({}, "至少"),
        ({"blank": "y"}, "一个都不选，只参加投票"),
    ],
)
def test_the_rule_answers_as_it_will(clerk, world, sent, said):
    polling.prepared(world)

    assert said in clerk.send(PAGE, **sent).text


def test_places_are_tried_out_as_places(clerk, world):
    polling.prepared(world, ballot=BallotType.RANKING)

    page = clerk.send(PAGE, of_p01="2", of_p02="1").text

    assert ("，第 2 位" in page, "，第 1 位" in page) == (True, True)


def test_once_it_has_opened_only_real_ballots_are_cast(clerk, world):
    polling.opened(world)

    assert clerk.get(PAGE).status_code == 409


def test_it_is_for_those_who_prepare_the_poll(world, wall, visitor):
    wall.at = world.now
    polling.prepared(world)

    assert [visitor(who).get(PAGE).status_code for who in ("lin", "jin")] == [403, 403]
