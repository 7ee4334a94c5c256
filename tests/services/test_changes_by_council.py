"""What is too large for the street, or something else, is voted on by the council, published and waits for its notice."""

from __future__ import annotations

import pytest

from microprojects.domain.changes import NothingToVote, NotVotedYet, VotedAlready
from microprojects.domain.objections import WindowRunning
from microprojects.domain.states import State
from microprojects.services import meetings, objections
from microprojects.store.changes import Suspension
from microprojects.store.db import db
from microprojects.store.votes import Vote
from tests.changing import THOUSAND, WHOLE
from tests.sites_kept import altered


@pytest.fixture
def site(world, bench):
    """Return a project whose work is under way under a contract of fifty thousand yuan."""
    return altered(world, bench)


def test_another_scope_goes_to_the_council_and_waits_for_the_notice(site):
    site.ask(THOUSAND, scope="花坛改到东门。", days=5).call().open()

    assert site.count(12, 2) is True
    assert site.state is State.CHANGING
    with pytest.raises(WindowRunning):
        site.enact()
    site.later(days=8)
    site.enact()

    assert (site.state, site.contract.amount_fen) == (State.IMPLEMENTING, 51 * THOUSAND)


def test_the_council_publishes_a_new_decision_with_the_change(site):
    site.ask(12 * THOUSAND, scope="多装五盏。").by_council()

    body = site.told("decision")
    assert body["version"] == 2
    assert (body["fiscal_fen"], body["social_fen"], body["total_fen"]) == ("5200000", "1000000", "6200000")
    assert (body["change"]["was_fen"], body["change"]["now_fen"]) == ("5000000", "6200000")
    assert body["vote"]["special"] is True
    assert "表决同意合同变更" in body["headline"]


def test_what_the_council_approved_is_reserved_and_raises_the_approval(site):
    available = site.fund[0]

    site.ask(12 * THOUSAND, scope="多装五盏。").by_council().enact()

    project, contract = site.project, site.contract
    assert (project.approved_fiscal_fen, project.approved_social_fen) == (52 * THOUSAND, 10 * THOUSAND)
    assert (contract.amount_fen, contract.approved_fen) == (62 * THOUSAND, 62 * THOUSAND)
    assert site.fund[0] == available - 12 * THOUSAND


def test_what_the_council_refuses_is_dropped(site):
    site.ask(THOUSAND, scope="花坛改到东门。").call().open()

    assert site.count(5, 9) is False

    assert (site.state, site.contract.amount_fen) == (State.IMPLEMENTING, WHOLE)
    assert (site.change.state, site.change.refuse_reason) == ("refused", "议事会表决未通过")
    assert len(site.published("decision")) == 1


def test_what_the_council_has_not_voted_on_does_not_take_effect_and_can_be_refused(site):
    site.ask(THOUSAND, scope="花坛改到东门。")
    with pytest.raises(NotVotedYet):
        site.enact()

    site.refuse("wu")

    assert site.state is State.IMPLEMENTING


def test_what_the_council_agreed_to_is_only_stopped_by_an_objection_that_is_upheld(site):
    site.ask(THOUSAND, scope="花坛改到东门。").call().open().count(12, 2)
    with pytest.raises(VotedAlready):
        site.refuse()
    objection = objections.file(
        site.number, ground="neighbours", facts="东门是消防通道。", actor=site.world["chen"], at=site.later()
    )
    objections.reply(
        objection, outcome="upheld", effect="substance", text="东门确是消防通道，不改。",
        actor=site.world["zhao"], at=site.later(),
    )  # fmt: skip
    objections.review(objection, actor=site.world["he"], at=site.later())

    site.refuse()

    assert (site.state, site.contract.amount_fen) == (State.IMPLEMENTING, WHOLE)


def test_only_what_waits_for_the_council_goes_on_its_agenda(site):
    site.ask(THOUSAND)

    with pytest.raises(NothingToVote):
        site.call()


def test_a_change_that_was_tabled_comes_again(site):
    site.ask(THOUSAND, scope="花坛改到东门。").call()
    meetings.open_meeting(site.meeting_id, actor=site.world["liu"], at=site.at)
    meetings.close_meeting(site.meeting_id, actor=site.world["liu"], at=site.later())
    assert site.state is State.CHANGING

    site.by_council().enact()

    assert site.state is State.IMPLEMENTING


def test_a_whole_life_with_three_changes(site):
    site.ask(2 * THOUSAND).by_officer().ask(2 * THOUSAND, days=3).by_leader()
    site.ask(THOUSAND, scope="花坛改到东门。").by_council().enact()
    assert site.contract.amount_fen == 55 * THOUSAND

    site.progress().complete().accept().account(55 * THOUSAND, 1_650_00)
    site.pay(53_350_00, 3, social=10 * THOUSAND).settle()

    result = site.told("result")
    assert site.state is State.RESULT_NOTICE
    assert [each["agreed_by"] for each in result["changes"]] == ["街道经办", "街道领导", "议事会"]
    assert (result["contract_fen"], result["settlement_fen"]) == ("5500000", "5500000")
    assert db.session.query(Suspension).count() == 0
    assert db.session.query(Vote).filter_by(voided_at=None).count() == 2
