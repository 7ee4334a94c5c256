"""Who may cast a vote, once, and what everybody else is told."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from microprojects.domain import casting
from microprojects.domain.errors import NotPermitted, Refusal
from microprojects.services import councils, meetings, votes
from microprojects.store.councils import Seat
from microprojects.store.db import db, transaction
from microprojects.store.disclosures import Disclosure
from microprojects.store.votes import RollCallChoice, VoteParticipation
from tests.benches import Bench
from tests.council import SITTING, Sitting, fourteen, ready, rules_of, vote_row
from tests.world import MEMBERS, World

FIRST = "LZ-2026-001"


@pytest.fixture
def sitting(world: World, bench: Bench) -> Sitting:
    """A meeting with one project on the agenda, opened with 14 of 17 members."""
    return fourteen(world, bench)


def test_in_a_show_of_hands_nobody_votes_on_a_device(sitting):
    vote_id = sitting.open_vote(FIRST)

    with pytest.raises(casting.CountedByHand):
        sitting.say(vote_id, "an", "for")


def test_one_seat_has_one_vote(sitting):
    vote_id = sitting.open_vote(FIRST, "roll_call")
    sitting.say(vote_id, "an", "for")

    with pytest.raises(casting.VotedAlready):
        sitting.say(vote_id, "an", "against")

    assert [row.choice for row in db.session.scalars(select(RollCallChoice))] == ["for"]


def test_who_has_signed_out_cannot_vote(sitting):
    vote_id = sitting.open_vote(FIRST, "roll_call")
    sitting.sign_out("an", after=11)

    with pytest.raises(casting.NotInTheRoom):
        sitting.say(vote_id, "an", "for")


def test_who_never_came_cannot_vote(sitting):
    vote_id = sitting.open_vote(FIRST, "roll_call")

    with pytest.raises(casting.NotInTheRoom):
        sitting.say(vote_id, "ren", "for")


def test_who_came_after_the_vote_was_opened_is_not_in_its_base(sitting):
    vote_id = sitting.open_vote(FIRST, "roll_call")
    sitting.sign_in("ren", after=11)

    with pytest.raises(casting.CameTooLate):
        sitting.say(vote_id, "ren", "for")

    assert vote_row(vote_id).base == 14


def test_who_went_out_for_a_moment_may_vote_on_coming_back(sitting):
    vote_id = sitting.open_vote(FIRST, "roll_call")
    sitting.sign_out("an", after=11)
    sitting.sign_in("an", after=12)

    sitting.say(vote_id, "an", "for", after=13)

    assert len(db.session.scalars(select(VoteParticipation)).all()) == 1


def test_a_recused_member_cannot_vote(sitting):
    sitting.recuse(FIRST, "an")
    vote_id = sitting.open_vote(FIRST, "roll_call")

    with pytest.raises(casting.StandsAside):
        sitting.say(vote_id, "an", "for")


def test_who_is_no_member_cannot_vote_whatever_their_role(sitting):
    vote_id = sitting.open_vote(FIRST, "roll_call")

    for name in ("lin", "guo", "tang", "huang"):
        with pytest.raises(casting.NotInOffice) as refused:
            sitting.say(vote_id, name, "for")

    assert "没有表决权" in str(refused.value)


def test_a_member_whose_term_has_ended_cannot_sign_in_or_vote(sitting):
    vote_id = sitting.open_vote(FIRST, "roll_call")
    with transaction() as session:
        seat = session.scalars(select(Seat).where(Seat.person_id == sitting.world.people["an"])).one()
        seat.until = date(2026, 3, 9)

    with pytest.raises(casting.NotInOffice):
        sitting.say(vote_id, "an", "for")
    sitting.sign_out("an", after=11)
    with pytest.raises(casting.NotInOffice):
        sitting.sign_in("an", after=12)


def test_a_member_without_the_role_cannot_vote(sitting):
    world = sitting.world
    meetings.close_meeting(sitting.meeting_id, actor=world["liu"], at=SITTING)
    councils.seat(
        world.council_id,
        person_id=world.people["xu"],
        kind="resident",
        since=date(2026, 1, 1),
        actor=world["zhao"],
        at=SITTING,
    )
    again = Sitting(world, SITTING + timedelta(days=7))
    world.now = SITTING
    again.call(FIRST).open((*MEMBERS[:14], "xu"))

    with pytest.raises(NotPermitted):
        again.say(again.open_vote(FIRST, "roll_call"), "xu", "for")


@pytest.mark.parametrize("choice", ["", "yes", "FOR", "赞成", "x" * 5000, "for\x00"])
def test_a_choice_that_is_none_is_refused(sitting, choice):
    vote_id = sitting.open_vote(FIRST, "roll_call")

    with pytest.raises(casting.NoSuchChoice):
        sitting.say(vote_id, "an", choice)


def test_nobody_votes_after_the_end(sitting):
    vote_id = sitting.open_vote(FIRST, "roll_call")
    votes.close_vote(vote_id, actor=sitting.world["liu"], at=SITTING + timedelta(minutes=15))

    with pytest.raises(casting.VoteNotOpen):
        sitting.say(vote_id, "an", "for", after=16)
    with pytest.raises(casting.VoteNotOpen):
        votes.close_vote(vote_id, actor=sitting.world["liu"], at=SITTING + timedelta(minutes=16))


def test_a_refusal_is_always_a_sentence():
    for refusal in vars(casting).values():
        if isinstance(refusal, type) and issubclass(refusal, Refusal) and refusal is not Refusal:
            assert str(refusal.message).endswith("。")


def test_where_the_chair_does_not_vote_the_base_is_one_smaller(world):
    rules_of(world, **{"meeting.chair_votes": False})
    sitting = Sitting(world).call(ready(world)).open(MEMBERS[:14])
    vote_id = sitting.open_vote(FIRST, "roll_call")

    with pytest.raises(casting.ChairDoesNotVote):
        sitting.say(vote_id, "liu", "for")
    for name in MEMBERS[1:14]:
        sitting.say(vote_id, name, "for")
    votes.close_vote(vote_id, actor=world["liu"], at=SITTING + timedelta(hours=1))

    vote = vote_row(vote_id)
    assert (vote.base, vote.need_for, vote.in_favour) == (13, 7, 13)
    assert vote.sentence.endswith("表决通过。主持会议的人按规定不投票，算在回避里。")


def test_who_said_what_is_published_only_where_the_programme_says_so(world):
    rules_of(world, **{"meeting.publish_individual_votes": True})
    sitting = Sitting(world).call(ready(world)).open(MEMBERS[:12])
    seat = db.session.scalars(select(Seat).where(Seat.person_id == world.people["liu"])).one()
    councils.show_name(seat.id, shown=True, actor=world["zhao"], at=world.now)
    vote_id = sitting.open_vote(FIRST, "roll_call")
    for name in MEMBERS[:8]:
        sitting.say(vote_id, name, "for")

    votes.close_vote(vote_id, actor=world["liu"], at=SITTING + timedelta(hours=1))

    said = db.session.scalars(select(Disclosure)).one().body["vote"]["roll_call"]
    assert said == [
        {"member": "刘主持", "choice": "for"},
        *({"member": "议**", "choice": "for"} for _ in range(7)),
    ]


def test_a_body_without_members_decides_nothing(world):
    with transaction() as session:
        for seat in session.scalars(select(Seat)):
            seat.until = date(2026, 3, 9)
    sitting = Sitting(world).call(ready(world)).open([])

    with pytest.raises(casting.NobodyMayVote):
        sitting.open_vote(FIRST)
