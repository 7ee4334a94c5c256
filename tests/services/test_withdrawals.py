"""Proposals are withdrawn, taken over by a seconder, copied, and shown under their proposer's name, on both engines."""

from __future__ import annotations

import pytest

from microprojects.domain.errors import NotPermitted, WrongMoment
from microprojects.domain.states import State
from microprojects.domain.withdrawals import AdoptTooLate, OnlySeconders, ResubmitTooEarly, TooFewToAdopt
from microprojects.services import proposals
from microprojects.store import projects
from microprojects.store import proposals as rows
from microprojects.store.db import transaction
from microprojects.store.people import Person
from microprojects.store.projects import Project
from tests.first_deliberation import DAY, accepted, declined, draft, seconded, submitted
from tests.noticing import shanghai


def state(session, number):
    return projects.by_number(session, number).state


def test_a_draft_and_a_proposal_are_withdrawn_by_their_proposer_alone(session, world):
    draft_id, number = draft(world), submitted(world)
    with pytest.raises(NotPermitted):
        proposals.withdraw(number, actor=world["chen"], at=world.now)

    proposals.withdraw(draft_id, actor=world["lin"], at=world.now)
    proposals.withdraw(number, actor=world["lin"], at=world.now)

    assert projects.get(session, draft_id).state is State.WITHDRAWN
    assert state(session, number) is State.WITHDRAWN


def test_a_seconder_takes_a_withdrawn_proposal_over(session, world):
    number = accepted(world)
    seconded(world, number, 5)
    proposals.withdraw(number, actor=world["lin"], at=world.now)

    proposals.adopt(number, actor=world["chen"], at=world.now + DAY)

    project = projects.by_number(session, number)
    assert (project.state, project.stage, project.proposer_id) == (
        State.ACCEPTED,
        1,
        world.people["chen"],
    )
    assert rows.seconders(session, project.id) == 4


@pytest.mark.parametrize(
    ("seconders", "by", "days", "refusal"),
    [
        (5, "lei", 1, OnlySeconders),
        (5, "chen", 13, AdoptTooLate),
        (4, "chen", 1, TooFewToAdopt),
    ],
)
def test_others_too_late_or_with_too_few_take_nothing_over(seconders, by, days, refusal, session, world):
    number = accepted(world)
    seconded(world, number, seconders)
    proposals.withdraw(number, actor=world["lin"], at=world.now)

    with pytest.raises(refusal):
        proposals.adopt(number, actor=world[by], at=world.now + days * DAY)

    assert projects.by_number(session, number).proposer_id == world.people["lin"]


def test_the_last_day_for_taking_over_is_whole_and_none_of_rest(session, world):
    number = accepted(world)
    seconded(world, number, 5)
    proposals.withdraw(number, actor=world["lin"], at=world.now)

    # Ten days after Wednesday the 4th is a Saturday; the following Monday is the last day.
    proposals.adopt(number, actor=world["chen"], at=shanghai(3, 16, 23))

    assert projects.by_number(session, number).state is State.ACCEPTED


def test_a_proposal_that_is_not_withdrawn_is_not_taken_over(session, world):
    number = accepted(world)
    seconded(world, number, 5)

    with pytest.raises(WrongMoment):
        proposals.adopt(number, actor=world["chen"], at=world.now)


def test_a_declined_proposal_is_copied_into_a_new_draft(session, world):
    number = declined(world)

    draft_id = proposals.copy(number, actor=world["lin"], at=world.now)

    new, old = projects.get(session, draft_id), projects.by_number(session, number)
    assert (new.state, new.number, new.copied_from_id, new.consent_at) == (State.DRAFT, None, old.id, None)
    assert rows.words_of(new) == rows.words_of(old)


def test_what_is_on_its_way_is_not_copied(session, world):
    with pytest.raises(WrongMoment):
        proposals.copy(accepted(world), actor=world["lin"], at=world.now)


def test_a_rejected_project_is_copied_after_its_days(session, world):
    number = accepted(world)
    with transaction() as writing:
        writing.execute(Project.__table__.update().values(state="rejected"))
    session.rollback()

    with pytest.raises(ResubmitTooEarly):
        proposals.copy(number, actor=world["lin"], at=shanghai(4, 3, 23))
    proposals.copy(number, actor=world["lin"], at=shanghai(4, 4, 0))


def test_a_proposer_shows_their_name_and_masks_it_again(session, world):
    number = submitted(world)

    proposals.show_name(number, shown=True, actor=world["lin"], at=world.now)
    assert projects.by_number(session, number).proposer_display == "real_with_consent"
    assert session.get(Person, world.people["lin"]).name_shown_since == world.now
    proposals.show_name(number, shown=False, actor=world["lin"], at=world.now + DAY)

    assert projects.by_number(session, number).proposer_display == "masked"
    assert session.get(Person, world.people["lin"]).name_shown_since is None


def test_nobody_shows_the_name_of_somebody_else(session, world):
    with pytest.raises(NotPermitted):
        proposals.show_name(submitted(world), shown=True, actor=world["chen"], at=world.now)
