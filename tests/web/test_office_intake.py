"""A resident walks in: the clerk finds or enrolls them, and writes the proposal for them."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from microprojects.domain.states import State
from microprojects.services import residents
from microprojects.services.residents import Seen, WalkIn
from microprojects.store import people, projects
from microprojects.store.people import Person
from tests.web.test_my_proposals import HOSTILE, WORDS

JIANG = {
    "name": "姜秀兰",
    "community": "lizhi",
    "building": "3号楼",
    "phone": "138 1234 5678",
    "seen": "lease",
    "of_age": "y",
    "consents": "y",
}


@pytest.fixture
def zhao(visitor):
    """The browser of Zhao, a clerk."""
    return visitor("zhao")


def enroll(world, **told):
    """Put Jiang on the roll."""
    told = {"name": "姜秀兰", "community": "lizhi", "phone": "13812345678", "seen": Seen.LEASE} | told
    return residents.enroll(WalkIn(**told, of_age=True, consents=True), actor=world["zhao"], at=world.now)


def test_a_resident_who_walks_in_is_enrolled_and_their_proposal_handed_in(session, zhao, world):
    enrolled = zhao.send("/office/intake/residents/new", **JIANG)
    person = session.scalars(select(Person).order_by(Person.id.desc())).first()
    assert (enrolled.status_code, enrolled.location) == (303, f"/office/intake/residents/{person.id}")
    assert (person.name, person.verified_by_id) == ("姜秀兰", world.people["zhao"])
    assert people.phone(person) == "13812345678"
    session.rollback()

    begun = zhao.send(enrolled.location, title="三巷路灯太暗", asked="y")
    assert begun.location == "/my/proposals/1/edit"
    assert "替 姜秀兰 代录" in zhao.get(begun.location).text
    zhao.send(begun.location, **WORDS, then="check")
    assert "念给 姜秀兰 听" in zhao.get("/my/proposals/1/check").text
    zhao.send("/my/proposals/1/check", consent="y")

    project = projects.get(session, 1)
    assert (project.state, project.proposer.name, project.entered_by_id) == (
        State.SUBMITTED,
        "姜秀兰",
        world.people["zhao"],
    )
    assert project.consent_at == world.now


def test_a_clerk_finds_a_resident_by_name_and_by_number(zhao, world):
    found = enroll(world)

    for wanted in ("姜秀", "13812345678", "+86 138-1234-5678"):
        page = zhao.send("/office/intake", wanted=wanted).text
        assert [f"/office/intake/residents/{found}" in page, "138****5678" in page] == [True, True]
        assert "13812345678" not in page.replace('value="13812345678"', "")


@pytest.mark.parametrize("wanted", ["", "姜", "唐敏", "13800000000", "%", "_", "' OR 1=1 --", "长" * 10**4])
def test_nobody_else_is_found(wanted, zhao, world):
    enroll(world)

    page = zhao.send("/office/intake", wanted=wanted)

    assert page.status_code in (200, 422)
    assert "<table" not in page.text


def test_a_resident_of_another_community_is_not_served_here(session, zhao, world):
    tang = world.people["tang"]

    assert zhao.get(f"/office/intake/residents/{tang}").status_code == 404
    assert zhao.send(f"/office/intake/residents/{tang}", title="坡道", asked="y").status_code == 404
    assert zhao.send("/office/intake/residents/new", **JIANG | {"community": "mumian"}).status_code == 403


def test_somebody_on_the_roll_is_not_enrolled_twice(session, zhao, world):
    enroll(world)
    before = session.scalar(select(func.count(Person.id)))

    answer = zhao.send("/office/intake/residents/new", **JIANG)

    assert (answer.status_code, "已经在册" in answer.text) == (409, True)
    session.rollback()
    assert session.scalar(select(func.count(Person.id))) == before


def test_the_presence_of_the_resident_is_noted(zhao, world):
    found = enroll(world)

    answer = zhao.send(f"/office/intake/residents/{found}", title="坡道")

    assert (answer.status_code, "要本人在场" in answer.text) == (422, True)


def test_a_grid_worker_enters_and_does_not_enroll(visitor, world):
    found, wei = enroll(world), visitor("wei")

    assert wei.send(f"/office/intake/residents/{found}", title="坡道", asked="y").status_code == 303
    assert wei.get("/office/intake/residents/new").status_code == 403


@pytest.mark.parametrize("who", ["chen", "zhou", "he", "zheng", "liu"])
def test_others_do_not_enter_for_residents(who, visitor, world):
    found, browser = enroll(world), visitor(who)

    for path in ("/office/intake", f"/office/intake/residents/{found}", "/office/intake/residents/new"):
        assert browser.get(path).status_code == 403
        if path != "/office/intake":
            assert browser.send(path, **JIANG, title="坡道", asked="y").status_code == 403


def test_a_clerk_does_not_enter_for_herself(zhao, world):
    assert zhao.get(f"/office/intake/residents/{world.people['zhao']}").status_code == 403


@pytest.mark.parametrize("field", list(JIANG))
def test_hostile_words_are_answered_politely(field, session, zhao, world):
    for value in HOSTILE:
        answer = zhao.send("/office/intake/residents/new", **JIANG | {field: value})
        assert answer.status_code in (303, 400, 404, 409, 413, 422)
