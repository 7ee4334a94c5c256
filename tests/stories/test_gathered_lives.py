"""Three schemes that ask for gatherings: a project of each lives its whole life, and skips none of them."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from microprojects.demo import life
from microprojects.demo.crew import Hand
from microprojects.domain.gatherings import GatheringMissing, ReviewMissing
from microprojects.domain.schemes import When
from microprojects.domain.states import State
from microprojects.services import consultations
from microprojects.store import packaged
from microprojects.store.db import db, transaction
from microprojects.store.disclosures import Disclosure
from microprojects.store.gatherings import Gathering
from tests.stories.driving import Tale, a_story, crew_of, firms, run
from tests.stories.test_village_life import rows, track_of
from tests.world import make_world

CONSULTED = ["submitted", "accepted", "consulting", "ready", "noticing"]
BUILT = ["approved", "contracted", "implementing", "settling", "result_notice", "evaluating", "closed"]
SCHEMES = ("gulou_pb", "putian_2_2_2", "xining_3_1")
STATES = {
    "gulou_pb": [*CONSULTED, *BUILT],
    "putian_2_2_2": ["submitted", "accepted", "ready", "noticing", *BUILT],
    "xining_3_1": [*CONSULTED, *BUILT],
}
HELD = {
    "gulou_pb": ["talk_day"],
    "putian_2_2_2": ["assess_before", "assess_after"],
    "xining_3_1": ["collect", "discuss", "review"],
}
DISCLOSED = {
    "gulou_pb": {"decision", "spending", "result"},
    "putian_2_2_2": {"decision", "result"},
    "xining_3_1": {"decision", "spending", "result"},
}


@pytest.fixture
def tale_of(session):
    """Return a tale in a place that lives by a scheme."""

    def told(scheme: str) -> Tale:
        with transaction() as writing:
            world = make_world(writing, scheme=scheme)
        db.session.rollback()
        bodies = {"residents_council": world.council_id}
        return Tale(world, crew_of(world), a_story(), Hand(world.now), bodies, firms(world))

    return told


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_project_lives_its_whole_life_with_every_gathering_of_its_scheme(tale_of, scheme):
    tale = tale_of(scheme)

    lived = [str(state) for state in tale.live()]

    assert lived == STATES[scheme]
    assert [row.kind for row in rows(select(Gathering.kind).order_by(Gathering.id))] == HELD[scheme]
    assert {row.kind for row in rows(select(Disclosure.kind))} == DISCLOSED[scheme]


def test_the_page_shows_three_meetings_and_one_review_in_order(tale_of, client):
    tale = tale_of("xining_3_1")
    list(tale.live())

    page = client.get(f"/projects/{tale.number}").text

    shown = "[一二三]会|一评|[一二三]公开|办结"
    assert [name for name, _words in track_of(page, shown)] == [
        "一会", "二会", "三会", "一公开", "二公开", "三公开", "一评", "办结",
    ]  # fmt: skip
    assert track_of(page, "一评") == [("一评", "述职评议")]


def test_the_review_before_the_vote_stands_before_it_on_the_track(tale_of, client):
    tale = tale_of("putian_2_2_2")
    list(tale.live())

    page = client.get(f"/projects/{tale.number}").text

    assert [name for name, _words in track_of(page, "[一二]议|[一二]评")] == ["一议", "一评", "二议", "二评"]


def test_without_its_talk_day_no_proposal_goes_on(tale_of):
    tale = tale_of("gulou_pb")
    proposer = tale.world[tale.proposer]
    tale.number = run(life.propose(tale.crew, tale.story, proposer, tale.hand))
    run(life.accept(tale.crew, tale.number, tale.hand))
    run(life.second(tale.crew, tale.number, 10, tale.hand, proposer=proposer, skip=0))

    with pytest.raises(GatheringMissing) as no:
        run(life.promote(tale.crew, tale.number, tale.hand))

    assert no.value.facts == {"kind": "居民恳谈日"}
    assert tale.project.state is State.ACCEPTED


def test_a_discussion_of_before_does_not_serve_a_consultation_that_begins_anew(tale_of):
    tale = tale_of("xining_3_1")
    lived = tale.live()
    while next(lived) is not State.CONSULTING:
        pass
    crew, number, hand = tale.crew, tale.number, tale.hand
    tale.gather("discuss")
    run(life.opinions(crew, number, hand, bodies=("community", "party")))
    run(life.plan(crew, tale.story, number, hand))

    consultations.defer(number, reason="等燃气管改造。", actor=tale.world["zhou"], at=hand.at)
    hand.at += life.DAY
    consultations.resume(number, reason="管道改完了。", actor=tale.world["zhou"], at=hand.at)
    run(life.opinions(crew, number, hand, bodies=("community", "party")))

    with pytest.raises(GatheringMissing):
        run(life.conclude(crew, number, hand))


def test_without_its_last_review_no_file_is_closed(tale_of):
    tale = tale_of("putian_2_2_2")
    tale.skipped = When.AFTER

    with pytest.raises(ReviewMissing):
        list(tale.live())

    assert tale.project.state is State.EVALUATING


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_gathering_that_a_scheme_asks_for_can_let_a_project_go_on(scheme):
    kinds = [packaged.gathering_kind(name) for name in packaged.scheme(scheme).gatherings]

    assert all(kind.levels or any(each.lets_on for each in kind.endings) for kind in kinds)
