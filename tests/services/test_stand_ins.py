"""Who entered a proposal acts for its proposer only while in office, and never gives a consent for them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from microprojects.domain.errors import NotFound, NotPermitted
from microprojects.domain.permissions import OwnMatter
from microprojects.domain.proposal_words import MASKED, REAL
from microprojects.domain.states import State
from microprojects.services import files, grants, objections, proposals, screening
from microprojects.store import people, projects
from microprojects.store.people import Person
from tests.first_deliberation import ALL_CLEAR, PROPOSAL, accepted, seconded, submitted
from tests.noticing import NUMBER as ON_NOTICE
from tests.noticing import on_notice

DAY = timedelta(days=1)


def entered(world, *, by="wei", **words):
    """Let somebody enter and hand in a proposal for Lin."""
    draft = entered_draft(world, by=by, **words)
    return proposals.submit(draft, actor=world[by], at=world.now, consent=True)


def entered_draft(world, *, by="wei", **words):
    draft = proposals.start_draft("lizhi", actor=world[by], at=world.now, proposer_id=world.people["lin"])
    proposals.save_draft(draft, actor=world[by], at=world.now, words=replace(PROPOSAL, **words))
    return draft


def out_of_office(world, session, name):
    """Take the role of somebody back, and return them as they are on the next day."""
    grant, _area = people.grants_held(session, world.people[name])[0]
    session.rollback()
    grants.revoke_role(grant.id, actor=world["huang"], at=world.now + DAY)
    actor = people.actor(session, world.people[name])
    session.rollback()
    return actor


def test_in_office_who_entered_it_takes_it_back_for_the_proposer(session, world):
    number = entered(world)

    proposals.withdraw(number, actor=world["wei"], at=world.now)

    assert projects.by_number(session, number).state is State.WITHDRAWN


def test_out_of_office_they_have_no_right_in_it_any_more(session, world):
    number, at = entered(world), world.now + 2 * DAY
    wei = out_of_office(world, session, "wei")

    for deed in (proposals.withdraw, proposals.copy):
        with pytest.raises(NotPermitted):
            deed(number, actor=wei, at=at)
    for shown in (True, False):
        with pytest.raises(NotPermitted):
            proposals.show_name(number, shown=shown, actor=wei, at=at)

    project = projects.by_number(session, number)
    assert (project.state, project.proposer.name_shown_since) == (State.SUBMITTED, None)


def test_out_of_office_they_do_not_even_find_the_draft(session, world):
    draft, at = entered_draft(world), world.now + 2 * DAY
    wei = out_of_office(world, session, "wei")

    with pytest.raises(NotFound):
        proposals.save_draft(draft, actor=wei, at=at, words=PROPOSAL)
    with pytest.raises(NotFound):
        proposals.submit(draft, actor=wei, at=at, consent=True)
    with pytest.raises(NotFound):
        files.attach_text(draft, purpose="proposal", text="补充说明。", actor=wei, at=at)


def test_they_still_decide_nothing_on_what_they_entered(session, world):
    number = entered(world, by="zhao")

    with pytest.raises(OwnMatter):
        screening.accept(number, actor=world["zhao"], at=world.now)


def test_only_the_proposer_in_person_shows_their_name(session, world):
    number = entered(world)

    with pytest.raises(NotPermitted):
        proposals.show_name(number, shown=True, actor=world["wei"], at=world.now)
    proposals.show_name(number, shown=True, actor=world["lin"], at=world.now)

    assert session.get(Person, world.people["lin"]).name_shown_since == world.now


def test_a_name_that_was_agreed_to_on_paper_is_masked_again_at_the_window(session, world):
    number = entered(world, display=REAL)
    assert session.get(Person, world.people["lin"]).name_shown_since == world.now
    session.rollback()

    proposals.show_name(number, shown=False, actor=world["wei"], at=world.now + DAY)

    assert projects.by_number(session, number).proposer_display == MASKED
    assert session.get(Person, world.people["lin"]).name_shown_since is None


def test_a_consent_to_the_name_that_is_given_while_mending_counts(session, world):
    number = submitted(world)
    screening.return_for_fixing(number, items=["补照片"], reason="看不清", actor=world["qian"], at=world.now)
    draft = projects.by_number(session, number).id
    session.rollback()
    proposals.save_draft(draft, actor=world["lin"], at=world.now, words=replace(PROPOSAL, display=REAL))

    proposals.resubmit(number, actor=world["lin"], at=world.now + DAY)

    assert session.get(Person, world.people["lin"]).name_shown_since == world.now + DAY


def test_the_proposer_takes_away_a_file_that_the_grid_worker_added(session, world):
    draft = entered_draft(world)
    file_id = files.attach_text(
        draft, purpose="proposal", text="现场说明。", actor=world["wei"], at=world.now
    )

    files.remove(file_id, actor=world["lin"], at=world.now)


@pytest.mark.parametrize("name", ["zhou", "zhao", "wei"])
def test_who_wrote_an_objection_down_withdraws_it_in_office_only(name, session, world):
    on_notice(world)
    at = world.now + DAY
    objection = objections.file(
        ON_NOTICE, ground="amount", facts="太贵。", channel="paper", person_id=world.people["chen"],
        actor=world[name], at=at,
    )  # fmt: skip
    gone = out_of_office(world, session, name)

    with pytest.raises(NotPermitted):
        objections.withdraw(objection, actor=gone, at=at + DAY)
    objections.withdraw(objection, actor=world["chen"], at=at + DAY)


def test_supports_are_not_merged_into_one_s_own_proposal(session, world):
    own = accepted(world, by="zhao", title="三巷路灯太暗，加装路灯甲")
    entered_one = entered(world, by="zhao", title="三巷加灯乙")
    other = accepted(world, title="三巷路灯太暗，加装路灯丙")
    seconded(world, other, 3)
    screening.screen(entered_one, answers=ALL_CLEAR, actor=world["qian"], at=world.now)
    screening.accept(entered_one, actor=world["qian"], at=world.now)

    for into in (own, entered_one):
        with pytest.raises(OwnMatter):
            screening.merge(other, into=into, proposer_agrees=True, actor=world["zhao"], at=world.now)
    screening.merge(other, into=own, proposer_agrees=True, actor=world["qian"], at=world.now)

    assert projects.by_number(session, other).state is State.MERGED
