"""四议两公开: one project lives its whole life through four deliberations and two disclosures."""

from __future__ import annotations

import re
from datetime import date

import pytest
from sqlalchemy import select

from microprojects.demo import assemblies, life
from microprojects.demo.crew import Hand
from microprojects.domain.states import State
from microprojects.services import councils
from microprojects.store.db import db, transaction
from microprojects.store.disclosures import Disclosure
from microprojects.store.meetings import AgendaItem, Meeting
from microprojects.store.votes import Vote
from tests.stories.driving import Tale, a_story, crew_of, firms, run
from tests.world import MEMBERS, World, make_world

PARTY, VILLAGE = "party_members", "village_representatives"
STATES = [
    "submitted", "accepted", "consulting", "ready", "ready", "noticing", "approved", "contracted", "implementing",
    "settling", "result_notice", "evaluating", "closed",
]  # fmt: skip


def seated(world: World, body: str, name: str) -> int:
    """Found a body of the village and give everybody of the world's council a seat on it."""
    clerk = world["qian"]
    council = councils.found("lizhi", body=body, name=name, actor=clerk, at=world.now)
    for member in MEMBERS:
        councils.seat(
            council,
            person_id=world.people[member],
            kind="party",
            since=date(2026, 1, 1),
            actor=clerk,
            at=world.now,
        )
    return council


@pytest.fixture
def village(session) -> World:
    """The small district with the scheme of villages."""
    with transaction() as writing:
        made = make_world(writing, scheme="village_4_2")
    db.session.rollback()
    return made


@pytest.fixture
def tale(village: World) -> Tale:
    """A project of the village, and both bodies that vote on it."""
    bodies = {PARTY: seated(village, PARTY, "党员大会"), VILLAGE: seated(village, VILLAGE, "村民代表会议")}
    return Tale(village, crew_of(village), a_story(), Hand(village.now), bodies, firms(village))


def rows(query):
    """Return what a query finds now."""
    db.session.rollback()
    return db.session.execute(query).all()


def track_of(page: str, name: str) -> list[tuple[str, str]]:
    """Return the steps of the track on a page whose name is of that form, each with the first line below it."""
    track = page[page.index('<ol class="track') :].split("</ol>")[0]
    return re.findall(rf"<strong>({name})</strong><span>([^<]*)</span>", track)


def test_a_project_lives_through_four_deliberations_to_its_closed_file(tale):
    assert [str(state) for state in tale.live()] == STATES


def test_both_bodies_vote_each_by_its_own_rule(tale):
    list(tale.live())

    told = rows(
        select(Vote.stage, Meeting.council_id, Vote.rule, Vote.need_for)
        .join(AgendaItem, AgendaItem.id == Vote.item_id)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .order_by(Vote.id)
    )
    quorum = {"num": 2, "den": 3, "strict": False}
    assert [(v.stage, v.council_id, v.rule["quorum"], v.rule["pass"]["base"], v.need_for) for v in told] == [
        (3, tale.bodies[PARTY], quorum, "due", 9),  # more than half of the seventeen due
        (4, tale.bodies[VILLAGE], quorum, "present", 8),  # more than half of the fifteen present
    ]


def test_the_decision_and_the_result_are_disclosed_and_nothing_in_between(tale):
    list(tale.live())

    kinds = rows(
        select(Disclosure.kind).where(Disclosure.project_id == tale.project.id).order_by(Disclosure.id)
    )
    assert [row.kind for row in kinds] == ["decision", "result", "result"]


def test_its_page_shows_four_deliberations_and_two_disclosures(tale, client):
    list(tale.live())

    page = client.get(f"/projects/{tale.number}").text

    assert track_of(page, r"[一二三四]议") == [
        ("一议", "党支部会提议"), ("二议", "两委会商议"), ("三议", "党员大会审议"), ("四议", "村民代表会议决议"),
    ]  # fmt: skip
    assert track_of(page, r"[一二三四]公开") == [("一公开", "决议公开"), ("二公开", "实施结果公开")]


def test_the_members_meeting_rejects_with_half_of_those_due(tale):
    lived = tale.live()
    for state in lived:
        if state is State.READY:
            break
    tale.story = a_story(votes=(15, 8, 1, 6))

    assert next(lived) is State.REJECTED


def test_below_two_thirds_of_the_members_no_vote_is_opened(tale):
    story = a_story()
    lived = tale.live()
    for state in lived:
        if state is State.READY:
            break
    here = assemblies.Assembly(
        "few", "党员大会", tale.hand.at + 10 * life.DAY, 11, quorate=False, stories=[story]
    )
    crew = crew_of(tale.world)

    run(
        assemblies.hold(
            type(crew)(**{**crew.__dict__, "council_id": tale.bodies[PARTY]}),
            here, {story.key: tale.number}, [tale.world[name] for name in MEMBERS], tale.hand,
        )
    )  # fmt: skip

    assert tale.project.state is State.TABLED
