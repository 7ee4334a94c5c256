"""A fast-track project comes to the council afterwards and keeps its state."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from microprojects.domain import meetings as said
from microprojects.domain.states import State
from microprojects.services import votes
from microprojects.store.db import db, transaction
from microprojects.store.disclosures import Disclosure
from microprojects.store.journal import JournalEntry
from microprojects.store.votes import Vote
from tests.council import SITTING, Sitting, project, ready
from tests.world import MEMBERS, World


def verbs() -> list[str]:
    db.session.rollback()
    return list(db.session.scalars(select(JournalEntry.verb).order_by(JournalEntry.seq)))


def test_a_fast_track_project_is_ratified_without_moving(world):
    number = _fast_tracked(world)
    sitting = Sitting(world).call(number, purpose="ratify").open(MEMBERS[:14])

    assert sitting.decide(number, 14) is True

    row = project(number)
    assert (row.state, row.ratified_at) == (State.IMPLEMENTING, SITTING + timedelta(minutes=20))
    assert verbs()[-1] == "vote.close"
    assert db.session.scalars(select(Disclosure)).all() == []


def test_a_ratification_is_added_to_the_decision_that_was_published(world):
    number = _fast_tracked(world)
    with transaction() as session:
        session.add(
            Disclosure(
                project_id=project(number).id,
                kind="decision",
                version=1,
                body={"title": "台风后树木排险", "kind": "decision", "version": 1, "project": number},
                sha256="0" * 64,
                unit="荔枝社区办公室",
                published_at=world.now,
            )
        )
    sitting = Sitting(world).call(number, purpose="ratify").open(MEMBERS[:14])

    sitting.decide(number, 13, 1)

    first, second = db.session.scalars(select(Disclosure).order_by(Disclosure.version))
    assert (second.version, second.reason) == (2, "议事会已追认")
    assert second.body["title"] == first.body["title"]
    assert second.body["ratification"]["vote"]["in_favour"] == 13
    assert second.journal_seq is not None


def test_a_refused_ratification_leaves_the_project_unratified(world):
    number = _fast_tracked(world)
    sitting = Sitting(world).call(number, purpose="ratify").open(MEMBERS[:14])

    assert sitting.decide(number, 2, 12) is False
    assert project(number).ratified_at is None


def test_a_ratification_needs_the_quorum_and_the_presentation_too(world):
    number = _fast_tracked(world)
    sitting = Sitting(world).call(number, purpose="ratify").open(MEMBERS[:11])

    with pytest.raises(said.NotPresented):
        votes.open_vote(sitting.items[number], actor=world["liu"], at=SITTING)
    with pytest.raises(said.QuorumMissing):
        sitting.open_vote(number)

    assert db.session.scalars(select(Vote)).all() == []


def test_only_a_fast_track_project_comes_to_be_ratified(world):
    with pytest.raises(said.NothingToRatify):
        Sitting(world).call(ready(world), purpose="ratify")


def _fast_tracked(world: World) -> str:
    return ready(
        world,
        title="台风后树木排险",
        state=State.IMPLEMENTING,
        stage=2,
        fiscal=3_800_000,
        social=0,
        fast_track_at=world.now,
        ratify_by=date(2026, 3, 19),
    )
