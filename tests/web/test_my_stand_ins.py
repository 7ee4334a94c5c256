"""What a clerk finds on the pages of a proposal that they entered: in office the ways on, afterwards nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from microprojects.services import grants, proposals
from microprojects.store import people
from microprojects.store.db import db
from tests.first_deliberation import PROPOSAL


@pytest.fixture
def entered(world):
    """The address of a proposal that Wei, a grid worker, entered for Lin."""
    draft = proposals.start_draft("lizhi", actor=world["wei"], at=world.now, proposer_id=world.people["lin"])
    proposals.save_draft(draft, actor=world["wei"], at=world.now, words=PROPOSAL)
    proposals.submit(draft, actor=world["wei"], at=world.now, consent=True)
    return f"/my/proposals/{draft}"


def test_in_office_it_can_be_taken_back_but_the_name_not_shown(entered, visitor):
    wei = visitor("wei")
    page = wei.get(entered).text

    assert ["撤回" in page, "公开真名" in page] == [True, False]
    assert wei.send(f"{entered}/name", shown="1").status_code == 403


def test_out_of_office_the_pages_are_not_there(entered, visitor, world):
    wei = visitor("wei")
    assert entered in wei.get("/my/").text
    grant, _area = people.grants_held(db.session(), world.people["wei"])[0]
    db.session.rollback()

    grants.revoke_role(grant.id, actor=world["huang"], at=world.now)

    wei = visitor("wei")
    assert entered not in wei.get("/my/").text
    assert [wei.get(entered).status_code, wei.send(f"{entered}/withdraw").status_code] == [404, 404]


def test_the_paper_of_a_walk_in_names_the_consent_to_the_real_name(visitor, world):
    draft = proposals.start_draft("lizhi", actor=world["wei"], at=world.now, proposer_id=world.people["lin"])
    wei, page = visitor("wei"), f"/my/proposals/{draft}/check"
    for display, asked in (("masked", False), ("real_with_consent", True)):
        words = replace(PROPOSAL, display=display)
        proposals.save_draft(draft, actor=world["wei"], at=world.now, words=words)

        assert ("也同意公开真名" in wei.get(page).text) is asked
