"""A unit of the neighbourhood proposes through an account of its own, and is named in public."""

from __future__ import annotations

from datetime import date

import pytest

from microprojects.domain.proposals import NotVerified, UnitIsNamed
from microprojects.domain.states import State
from microprojects.services import proposals, secondings
from microprojects.store import projects
from tests.first_deliberation import PROPOSAL, accepted, seconded
from tests.web.test_my_proposals import WORDS
from tests.world import STREET

SINCE = date(2026, 1, 1)


def test_a_unit_proposes_and_is_named_in_public(session, wuye, world, client):
    browser = wuye()
    assert "驻区单位" in browser.get("/my/").text

    begun = browser.send("/my/proposals/new", title="三巷路灯太暗")
    page = browser.get(begun.location).text
    assert ["公开时写单位名称：荔枝苑物业服务中心" in page, 'name="display"' in page] == [True, False]
    browser.send(begun.location, **WORDS, then="check")
    assert "单位名称" in browser.get("/my/proposals/1/check").text
    browser.send("/my/proposals/1/check", consent="y")

    project = projects.get(session, 1)
    assert (project.state, project.proposer_kind) == (State.SUBMITTED, "unit")


def test_the_public_reads_the_name_of_the_unit(unit, world, client):
    unit()

    number = accepted(world, by="wuye")

    assert "荔枝苑物业服务中心" in client.get(f"/projects/{number}").text


def test_a_unit_of_a_street_says_in_which_community(session, wuye, world):
    browser = wuye(STREET)
    page = browser.get("/my/proposals/new").text
    assert ["荔枝社区" in page, "木棉社区" in page] == [True, True]

    assert browser.send("/my/proposals/new", title="坡道").status_code == 422
    assert browser.send("/my/proposals/new", title="坡道", community="nowhere").status_code == 422
    answer = browser.send("/my/proposals/new", title="坡道", community="mumian")

    assert answer.status_code == 303
    assert projects.get(session, 1).area.slug == "mumian"


def test_a_unit_of_elsewhere_does_not_propose_here(unit, world):
    unit()

    with pytest.raises(NotVerified):
        proposals.start_draft("mumian", actor=world["wuye"], at=world.now)


def test_a_unit_whose_term_is_over_hands_nothing_in(unit, world):
    unit(until=world.now.date())
    draft = proposals.start_draft("lizhi", actor=world["wuye"], at=world.now)
    proposals.save_draft(draft, actor=world["wuye"], at=world.now, words=PROPOSAL)
    late = world.now.replace(day=6)

    with pytest.raises(NotVerified):
        proposals.submit(draft, actor=world["wuye"], at=late, consent=True)


def test_a_clerk_enters_a_proposal_for_a_unit(unit, world, session):
    unit()

    draft = proposals.start_draft(
        "lizhi", actor=world["zhao"], at=world.now, proposer_id=world.people["wuye"]
    )

    project = projects.get(session, draft)
    assert (project.proposer_kind, project.entered_by_id) == ("unit", world.people["zhao"])


def test_the_name_of_a_unit_is_not_masked(unit, world):
    unit()
    number = accepted(world, by="wuye")

    with pytest.raises(UnitIsNamed):
        proposals.show_name(number, shown=False, actor=world["wuye"], at=world.now)


def test_who_takes_over_the_proposal_of_a_unit_is_masked_again(unit, world, client):
    unit()
    number = accepted(world, by="wuye")
    seconded(world, number, 6)
    proposals.withdraw(number, actor=world["wuye"], at=world.now)

    proposals.adopt(number, actor=world["chen"], at=world.now)

    page = client.get(f"/projects/{number}").text
    assert ["居民（陈**）" in page, "陈建国" in page] == [True, False]


def test_a_copy_of_what_a_unit_proposed_is_the_unit_s_too(unit, world, session):
    unit()
    draft = proposals.start_draft("lizhi", actor=world["wuye"], at=world.now, title="路灯")
    proposals.withdraw(draft, actor=world["wuye"], at=world.now)

    copied = proposals.copy(draft, actor=world["wuye"], at=world.now)

    assert projects.get(session, copied).proposer_kind == "unit"


def test_a_unit_does_not_second(unit, world):
    unit()
    number = accepted(world)

    with pytest.raises(secondings.OnlyNeighbours):
        secondings.second(number, actor=world["wuye"], at=world.now)
