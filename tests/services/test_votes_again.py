"""Which bar a vote needs, and what happens to a vote when the item is tabled or the plan changes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from microprojects.domain import casting
from microprojects.domain.states import State
from microprojects.services import meetings, votes
from microprojects.store.consultations import Plan
from microprojects.store.db import transaction
from tests.benches import Bench
from tests.council import SITTING, Sitting, fourteen, project, ready, statements, vote_row
from tests.noticing import latest
from tests.world import MEMBERS, World

FIRST = "LZ-2026-001"


@pytest.fixture
def sitting(world: World, bench: Bench) -> Sitting:
    """A meeting with one project on the agenda, opened with 14 of 17 members."""
    return fourteen(world, bench)


def test_over_the_cap_two_thirds_are_needed(world):
    number = ready(world, fiscal=45_000_000, social=0)
    with transaction() as session:
        plan = session.scalars(select(Plan).where(Plan.project_id == project(number).id)).one()
        plan.over_cap_reason, plan.over_cap_by_id = "老人多，分两年做更贵", world.people["wu"]
    sitting = Sitting(world).call(number).open(MEMBERS[:14])

    vote = vote_row(sitting.open_vote(number))

    assert (vote.need_for, vote.rule["special"]) == (10, True)


def test_a_second_vote_after_a_rejection_needs_two_thirds(world):
    sitting = Sitting(world).call(ready(world)).open(MEMBERS[:14])
    sitting.decide(FIRST, 3, 11)
    between = ready(world, "LZ-2026-003", state=State.WITHDRAWN, copied_from_id=project(FIRST).id)
    again = ready(world, "LZ-2026-002", copied_from_id=project(between).id)
    meetings.close_meeting(sitting.meeting_id, actor=world["liu"], at=SITTING)
    world.now = SITTING
    later = Sitting(world, SITTING + timedelta(days=14)).call(again).open(MEMBERS[:14])

    vote = vote_row(later.open_vote(again))

    assert (vote.need_for, vote.rule["special"]) == (10, True)


def test_the_chair_may_ask_for_the_higher_bar(world):
    sitting = Sitting(world).call(ready(world), special=True).open(MEMBERS[:14])

    assert vote_row(sitting.open_vote(FIRST)).need_for == 10


def test_a_tabled_vote_is_void_and_the_project_votes_again_another_day(sitting):
    world = sitting.world
    first_vote = sitting.open_vote(FIRST)
    for name in MEMBERS[:3]:
        sitting.sign_out(name, after=12)
    meetings.table_item(
        sitting.items[FIRST],
        reason="人散了",
        actor=world["liu"],
        at=SITTING + timedelta(minutes=15),
    )
    assert (project(FIRST).state, vote_row(first_vote).void_reason) == (State.TABLED, "人散了")
    meetings.close_meeting(sitting.meeting_id, actor=world["liu"], at=SITTING + timedelta(hours=1))
    world.now = SITTING

    again = Sitting(world, SITTING + timedelta(days=7)).call(FIRST).open(MEMBERS[:14])

    assert again.decide(FIRST, 14) is True
    with pytest.raises(casting.VoteNotOpen):
        sitting.count(first_vote, 14)


def test_what_was_decided_before_a_reconsideration_binds_no_more(sitting):
    world = sitting.world
    first_vote = sitting.open_vote(FIRST)
    sitting.count(first_vote, 14)
    meetings.close_meeting(sitting.meeting_id, actor=world["liu"], at=SITTING + timedelta(hours=1))
    with transaction() as session:  # as if an upheld objection had led back and the plan was agreed on anew
        row = session.get(type(project(FIRST)), project(FIRST).id)
        row.state, row.stage = State.READY, 3
    world.now = SITTING

    again = Sitting(world, SITTING + timedelta(days=7)).call(FIRST).open(MEMBERS[:14])
    second_vote = again.open_vote(FIRST)

    assert vote_row(first_vote).voided_at == SITTING
    assert again.count(second_vote, 13, 1) is True
    assert (latest(FIRST).version, latest(FIRST).reason) == (2, "重新表决")
    assert latest(FIRST).body["dossier_hash"] == vote_row(second_vote).dossier_hash


def test_the_rejected_items_of_the_same_meeting_stand_beside_the_passed_one(world):
    first, second = ready(world), ready(world, "LZ-2026-002", title="天台防水修复")
    sitting = Sitting(world).call(second, first).open(MEMBERS[:14])
    sitting.decide(second, 5, 9)

    sitting.decide(first, 14)

    (rejected,) = latest(first).body["rejected"]
    assert (rejected["project"], rejected["title"], rejected["in_favour"]) == (second, "天台防水修复", 5)


def test_opening_casting_and_closing_take_few_statements(sitting, bench):
    item_id = sitting.present(FIRST)

    with statements(bench.engine) as opening:
        vote_id = votes.open_vote(item_id, mode="roll_call", actor=sitting.world["liu"], at=SITTING)
    with statements(bench.engine) as casting_:
        votes.cast(vote_id, choice="for", actor=sitting.world["an"], at=SITTING)
    for name in MEMBERS[3:12]:
        sitting.say(vote_id, name, "for")
    with statements(bench.engine) as closing:
        votes.close_vote(vote_id, actor=sitting.world["liu"], at=SITTING)

    assert (len(opening), len(casting_), len(closing)) == (19, 8, 20)
