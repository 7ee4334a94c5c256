"""Neighbours second a proposal until it goes on, on both engines."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from microprojects.domain.errors import AlreadyDone, BadValue, NotFound, NotPermitted, WrongMoment
from microprojects.domain.people import ANYONE
from microprojects.domain.permissions import OwnMatter
from microprojects.domain.privacy import PrivacyFinding
from microprojects.domain.proposals import THEMES, NotEnoughSeconders
from microprojects.domain.secondings import (
    NotSeconded,
    OnlyNeighbours,
    OnlyUrgentSafety,
    SecondedAlready,
    Support,
    support,
)
from microprojects.domain.states import State
from microprojects.services import secondings
from microprojects.store import projects
from microprojects.store.cases import StoreCase
from microprojects.store.journal import JournalEntry
from microprojects.store.projects import Seconding
from tests.first_deliberation import DAY, accepted, seconded, submitted


def test_a_neighbour_seconds_and_takes_it_back(session, world):
    number = accepted(world)

    secondings.second(number, actor=world["chen"], at=world.now)
    assert session.scalar(select(func.count(Seconding.id))) == 1
    session.rollback()
    secondings.unsecond(number, actor=world["chen"], at=world.now)

    assert session.scalar(select(func.count(Seconding.id))) == 0


def test_seconding_twice_counts_once_and_says_so(session, world):
    number = accepted(world)
    secondings.second(number, actor=world["chen"], at=world.now)
    before = session.scalar(select(func.count(JournalEntry.seq)))
    session.rollback()

    with pytest.raises(SecondedAlready):
        secondings.second(number, actor=world["chen"], at=world.now)

    assert session.scalar(select(func.count(Seconding.id))) == 1
    assert session.scalar(select(func.count(JournalEntry.seq))) == before


@pytest.mark.parametrize(
    ("who", "refusal"), [("tang", OnlyNeighbours), ("he", OnlyNeighbours), ("lin", OwnMatter)]
)
def test_others_and_the_proposer_do_not_second(who, refusal, session, world):
    number = accepted(world)

    with pytest.raises(refusal):
        secondings.second(number, actor=world[who], at=world.now)


def test_the_public_does_not_second(session, world):
    with pytest.raises(NotPermitted):
        secondings.second(accepted(world), actor=ANYONE, at=world.now)


@pytest.mark.parametrize("number", ["LZ-2026-099", "", "a" * 10**5])
def test_an_unknown_number_is_not_found(number, session, world):
    with pytest.raises(NotFound):
        secondings.second(number, actor=world["chen"], at=world.now)


def test_what_was_not_accepted_is_not_seconded(session, world):
    with pytest.raises(WrongMoment):
        secondings.second(submitted(world), actor=world["chen"], at=world.now)


def test_nobody_takes_back_what_they_did_not_give(session, world):
    with pytest.raises(NotSeconded):
        secondings.unsecond(accepted(world), actor=world["chen"], at=world.now)


def test_the_threshold_says_how_many_are_missing_and_then_lets_it_go_on(session, world):
    number = accepted(world)
    seconded(world, number, 4)
    case = StoreCase(session, projects.by_number(session, number), world.now)
    assert (support(case), support(case).short) == (Support(4, 5), 1)
    session.rollback()
    with pytest.raises(NotEnoughSeconders):
        secondings.promote(number, actor=world["qian"], at=world.now)

    secondings.second(number, actor=world["an"], at=world.now)
    secondings.promote(number, actor=world["qian"], at=world.now)

    project = projects.by_number(session, number)
    assert (project.state, project.stage) == (State.CONSULTING, 2)


@pytest.mark.parametrize(("type_", "need"), [("works", 10), ("goods", 5), ("services", 5)])
def test_the_type_says_how_many_it_needs(type_, need, session, world):
    project = projects.by_number(session, accepted(world, type=type_))

    assert support(StoreCase(session, project, world.now)).need == need


def test_a_matter_of_safety_needs_nobody(session, world):
    number = accepted(world, theme="safety")

    secondings.promote(number, actor=world["qian"], at=world.now)

    assert projects.by_number(session, number).state is State.CONSULTING


def test_what_is_raised_as_urgent_goes_on_at_once(session, world):
    number = accepted(world, theme="emergency")

    secondings.raise_urgent(number, reason="灯杆倾斜，可能砸到人。", actor=world["he"], at=world.now)
    secondings.promote(number, actor=world["qian"], at=world.now)

    assert projects.by_number(session, number).state is State.CONSULTING


def test_after_the_waiting_days_a_clerk_sends_it_on(session, world):
    number = accepted(world)

    with pytest.raises(NotEnoughSeconders):
        secondings.promote(number, actor=world["qian"], at=world.now + 29 * DAY)
    secondings.promote(number, actor=world["qian"], at=world.now + 31 * DAY)

    assert projects.by_number(session, number).state is State.CONSULTING


@pytest.mark.parametrize(
    ("who", "reason", "refusal"),
    [
        ("qian", "急", NotPermitted),
        ("chen", "急", NotPermitted),
        ("he", "", BadValue),
        ("he", "请打 13812345678", PrivacyFinding),
        ("he", "急" * 10**5, BadValue),
    ],
    ids=range(5),
)
def test_a_matter_is_raised_by_a_supervisor_with_a_clean_reason(who, reason, refusal, session, world):
    number = accepted(world, theme="emergency")

    with pytest.raises(refusal):
        secondings.raise_urgent(number, reason=reason, actor=world[who], at=world.now)

    assert projects.by_number(session, number).urgent_by_id is None


@pytest.mark.parametrize("theme", sorted(set(THEMES) - {"safety", "emergency"}))
def test_what_is_not_dangerous_waits_for_its_seconders(theme, session, world):
    number = accepted(world, theme=theme)

    with pytest.raises(OnlyUrgentSafety):
        secondings.raise_urgent(number, reason="节日快到了。", actor=world["he"], at=world.now)

    assert projects.by_number(session, number).urgent_by_id is None


def test_a_matter_is_raised_once(session, world):
    number = accepted(world, theme="safety")
    secondings.raise_urgent(number, reason="灯杆倾斜。", actor=world["he"], at=world.now)

    with pytest.raises(AlreadyDone):
        secondings.raise_urgent(number, reason="灯杆倾斜。", actor=world["wei"], at=world.now)


def test_a_clerk_does_not_send_her_own_proposal_on(session, world):
    number = accepted(world, by="zhao", theme="safety")

    with pytest.raises(OwnMatter):
        secondings.promote(number, actor=world["zhao"], at=world.now)
