"""A page of the office opens for the act of its route at this very project, not for a like act elsewhere."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask

from microprojects.domain.people import OFFICE_ROLES, Role
from microprojects.domain.permissions import allows
from microprojects.store import people, projects
from microprojects.store.db import db, transaction
from microprojects.store.people import RoleGrant
from microprojects.store.projects import Project
from microprojects.web.guard import Door, audience
from tests.noticing import FACTS, NUMBER, object_to, on_notice

OFFICE = f"/office/projects/{NUMBER}"
TODAY = date(2026, 3, 4)


def give(world, name, area, *roles):
    """Give somebody roles in an area, whatever else they hold."""
    with transaction() as writing:
        for role in roles:
            office = RoleGrant(person_id=world.people[name], area_id=world.areas[area], role=role.value)
            office.since = date(2025, 1, 1)
            writing.add(office)


def pages_of_acts(app: Flask):
    """Return each page of an act on a project: its address below the project, and the act."""
    for rule in app.url_map.iter_rules():
        wanted = audience(app, rule.endpoint)
        about = rule.rule.startswith("/office/projects/<number>/") and rule.arguments == {"number"}
        if about and "GET" in (rule.methods or ()) and wanted is not None and wanted.door is Door.PERMIT:
            yield rule.rule.replace("<number>", NUMBER), wanted.action


@pytest.fixture
def expert(session, world, visitor):
    """The browser of Yan, an expert of the street who holds every office in another community."""
    on_notice(world)
    object_to(world)
    give(world, "yan", "mumian", *(OFFICE_ROLES - {Role.EXPERT}))
    return visitor("yan")


def test_every_office_elsewhere_opens_no_page_that_this_office_does_not(app, expert, session, world):
    actor = people.actor(session, world.people["yan"])
    target = projects.by_number(session, NUMBER).target
    session.rollback()

    answers = {
        path: (expert.get(path).status_code == 403, allows(actor, action, target, at=TODAY))
        for path, action in pages_of_acts(app)
    }

    assert len(answers) > 40
    assert [path for path, (refused, may) in answers.items() if refused == may] == [f"{OFFICE}/object"]


def test_the_names_of_objectors_are_not_read_with_a_role_elsewhere(expert):
    for path in ("objections", "replies"):
        answer = expert.get(f"{OFFICE}/{path}")
        assert (answer.status_code, "陈建国" in answer.text, FACTS in answer.text) == (403, False, False)


def test_the_residents_of_a_community_are_not_searched_with_a_role_elsewhere(expert):
    answer = expert.get(f"{OFFICE}/paper-answers", query_string={"q": "陈建国"})

    assert (answer.status_code, "陈建国" in answer.text.replace("value", "")) == (403, False)


def test_the_clerk_who_entered_a_proposal_does_not_read_who_objects_to_it(visitor, world):
    on_notice(world)
    object_to(world)
    assert "陈建国" in visitor("zhao").get(f"{OFFICE}/objections").text
    with transaction() as writing:
        own = Project.__table__.update().where(Project.number == NUMBER)
        writing.execute(own.values(entered_by_id=world.people["zhao"]))
    db.session.rollback()

    answer = visitor("zhao").get(f"{OFFICE}/objections")

    assert (answer.status_code, "陈建国" in answer.text, "您提的或您代录的" in answer.text) == (
        403,
        False,
        True,
    )
