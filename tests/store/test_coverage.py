"""Who of a community took part, counted by building from what they did, on both engines."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from microprojects.domain.coverage import Reached
from microprojects.services import grids, poll_counts
from microprojects.store import coverage, partakers
from microprojects.store.db import transaction
from microprojects.store.people import Person
from microprojects.store.projects import Project
from microprojects.store.settlements import Survey, SurveyParticipation
from tests.consulting import statements
from tests.first_deliberation import accepted
from tests.polling import cast_some, more_voters, opened, the_poll


def house(world, **homes):
    """Write a building for each of some people."""
    with transaction() as session:
        for name, building in homes.items():
            session.get(Person, world.people[name]).building = building


def found(session, world, year=2026, at=None):
    rows = coverage.reached(session, world.areas["lizhi"], year, at=at or world.now + timedelta(days=300))
    return {each.building: each for each in rows}


@pytest.fixture
def houses(session, world):
    """Lin and eight more live in 1号楼, Chen and Xu in 2号楼, Tang of another community in one that is called 1号楼 too."""
    more_voters(world, 8)
    house(
        world, lin="1号楼", chen="2号楼", xu="2号楼", tang="1号楼", **{f"voter{n}": "1号楼" for n in range(8)}
    )
    return world


def test_of_each_building_those_who_live_in_the_community_are_known(session, houses):
    rows = found(session, houses)

    assert (rows["1号楼"], rows["2号楼"]) == (Reached("1号楼", 9), Reached("2号楼", 2))


def test_who_is_not_verified_is_not_known(session, houses):
    with transaction() as writing:
        person = writing.get(Person, houses.people["voter1"])
        person.verified_at = person.verified_by_id = None

    assert found(session, houses)["1号楼"].known == 8


def test_a_proposal_counts_in_its_year_and_once(session, houses):
    accepted(houses, by="chen", title="路灯")
    accepted(houses, by="chen", title="坡道")
    rows, other, all_years = (found(session, houses, year)["2号楼"] for year in (2026, 2025, None))

    assert (rows.took_part, rows.proposed) == (1, 1)
    assert (other.took_part, all_years.took_part) == (0, 1)


def test_who_voted_counts_once_the_poll_is_counted_and_not_before(session, houses):
    poll_id = opened(houses)
    cast_some(houses, poll_id, {"voter0": [], "voter1": [], "chen": []})
    before = found(session, houses)
    closes = the_poll(poll_id).closes_at
    poll_counts.close(poll_id, actor=houses["zhao"], at=closes)
    closed = found(session, houses)
    poll_counts.count(poll_id, actor=houses["zhao"], at=closes)
    rows = found(session, houses)

    assert [(each["1号楼"].voted, each["2号楼"].voted) for each in (before, closed, rows)] == [
        (0, 0),
        (0, 0),
        (2, 1),
    ]
    assert (rows["1号楼"].took_part, rows["1号楼"].proposed) == (3, 1)


def test_who_answered_counts_once_the_survey_is_over(session, houses):
    number = accepted(houses, by="lin", title="路灯")
    ends = houses.now + timedelta(days=10)
    with transaction() as writing:
        project = writing.scalars(select(Project).where(Project.number == number)).one()
        survey = Survey(project_id=project.id, opened_at=houses.now, closes_at=ends)
        writing.add(survey)
        writing.flush()
        writing.add(SurveyParticipation(survey_id=survey.id, person_id=houses.people["voter3"]))
    before = found(session, houses, at=ends - timedelta(hours=1))["1号楼"]
    after = found(session, houses, at=ends)["1号楼"]

    assert (before.answered, after.answered) == (0, 1)
    assert (after.took_part, after.proposed) == (2, 1)


def test_it_takes_one_statement(bench, session, houses):
    with statements(bench.engine) as asked:
        found(session, houses)

    assert len(asked) == 1


def test_a_page_of_charts_gets_the_same_numbers_with_the_grids_in_one_statement(bench, session, houses):
    sheet = "网格,楼栋\n第一网格,1号楼\n".encode()
    grids.apply(sheet, community="lizhi", actor=houses["zhao"], at=houses.now)
    accepted(houses, by="chen", title="路灯")
    session.rollback()
    with statements(bench.engine) as asked:
        all_ = partakers.of_community(session, houses.areas["lizhi"], 2026, 5, at=houses.now)

    alone = coverage.reached(session, houses.areas["lizhi"], 2026, at=houses.now)
    assert (all_.found, all_.grid_of, all_.bands) == (alone, {"1号楼": "第一网格"}, [])
    assert len(asked) == 1
