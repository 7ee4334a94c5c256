"""A scheme of two deliberations and one disclosure lives a whole life too: the engine reads what stands in data."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from microprojects.demo import life
from microprojects.demo.crew import Hand
from microprojects.domain.consultations import NotSigned, PlanIncomplete
from microprojects.domain.errors import WrongMoment
from microprojects.domain.parameters import rulebook
from microprojects.domain.states import State
from microprojects.services import agendas, consultations, meetings, objections
from microprojects.store import rulebooks
from microprojects.store.db import db, transaction
from microprojects.store.disclosures import Disclosure, NoticeWindow
from microprojects.store.programmes import Round
from microprojects.store.settlements import Survey
from tests.small_scheme import SMALL
from tests.stories.driving import Tale, a_story, crew_of, firms, run
from tests.stories.test_village_life import rows, track_of
from tests.world import World, make_world

STATES = [
    "submitted", "accepted", "ready", "noticing", "approved", "contracted", "implementing", "settling",
    "evaluating", "closed",
]  # fmt: skip


@pytest.fixture
def tale(session) -> Tale:
    """A project of a place whose round runs by the small scheme."""
    with transaction() as writing:
        world: World = make_world(writing)
        frozen = rulebooks.freeze(writing, rulebook(SMALL, {}), at=world.now)
        for round_ in writing.scalars(select(Round)):
            round_.rulebook_id = frozen.id
    db.session.rollback()
    bodies = {"residents_council": world.council_id}
    return Tale(world, crew_of(world), a_story(), Hand(world.now), bodies, firms(world))


def until(tale: Tale, state: State) -> None:
    """Live on until a state is reached."""
    assert any(reached is state for reached in tale.live())


def scheduled(tale: Tale) -> int:
    """Call a meeting and put the project on its agenda."""
    liu, at = tale.world["liu"], tale.hand.at
    meeting = meetings.call(
        tale.world.council_id, title="议事会", place="议事厅", starts_at=at + 9 * life.DAY, actor=liu, at=at
    )
    return agendas.put_on_agenda(meeting, tale.number, actor=liu, at=at)


def test_a_project_lives_from_a_proposal_straight_to_a_vote_and_to_its_closed_file(tale):
    assert [str(state) for state in tale.live()] == STATES


def test_only_the_decision_is_disclosed_and_only_it_has_a_window(tale):
    list(tale.live())

    assert [row.kind for row in rows(select(Disclosure.kind))] == ["decision"]
    assert [row.kind for row in rows(select(NoticeWindow.kind))] == ["decision"]


def test_without_a_notice_of_the_result_the_survey_opens_with_the_settlement(tale):
    until(tale, State.EVALUATING)

    opened = rows(select(Survey.opened_at))[0].opened_at
    assert opened == tale.project.state_since


def test_its_page_shows_two_deliberations_and_one_disclosure_in_its_own_words(tale, client):
    list(tale.live())

    page = client.get(f"/projects/{tale.number}").text

    assert track_of(page, "[^<]+回") == [("头一回", "街坊提"), ("第二回", "街坊定")]
    assert track_of(page, "贴出来|[一二三四]公开") == [("贴出来", "定了什么")]
    assert track_of(page, "[一二三四]议") == []


def test_nothing_comes_to_a_vote_without_a_plan(tale):
    run(life.propose(tale.crew, tale.story, tale.world["lin"], tale.hand))
    tale.number = "LZ-2026-001"
    run(life.accept(tale.crew, tale.number, tale.hand))
    run(life.second(tale.crew, tale.number, 10, tale.hand, proposer=tale.world["lin"], skip=0))
    run(life.promote(tale.crew, tale.number, tale.hand))

    with pytest.raises(PlanIncomplete):
        scheduled(tale)


def test_nothing_comes_to_a_vote_with_a_plan_that_nobody_signed(tale):
    until(tale, State.READY)
    run(life.plan(tale.crew, replace(tale.story, place="别处"), tale.number, tale.hand))

    with pytest.raises(NotSigned):
        scheduled(tale)


def test_once_on_an_agenda_the_plan_stands(tale):
    until(tale, State.READY)
    scheduled(tale)

    with pytest.raises(WrongMoment):
        consultations.sign_negative_list(tale.number, actor=tale.world["qian"], at=tale.hand.at)


def test_an_upheld_objection_leads_back_to_the_plan_before_the_vote(tale):
    until(tale, State.NOTICING)
    world, at = tale.world, tale.hand.at
    objection = objections.file(tale.number, ground="neighbours", facts="太近", actor=world["xu"], at=at)
    objections.reply(
        objection, outcome="upheld", effect="substance", text="换地方", actor=world["zhou"], at=at + life.HOUR
    )
    objections.review(objection, actor=world["he"], at=at + 2 * life.HOUR)
    objections.reconsider(tale.number, actor=world["zhou"], at=at + 3 * life.HOUR)

    assert (tale.project.state, tale.project.stage) == (State.READY, 2)
    run(life.plan(tale.crew, replace(tale.story, place="别处"), tale.number, tale.hand))
