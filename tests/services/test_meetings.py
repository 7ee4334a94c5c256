"""A meeting from the call to its end: agenda, dossier, coming and going, and a meeting that fails."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from microprojects.domain import casting
from microprojects.domain import meetings as said
from microprojects.domain.errors import AlreadyDone, BadValue, NotFound, NotPermitted, WrongMoment
from microprojects.domain.parameters import rulebook
from microprojects.domain.privacy import PrivacyFinding
from microprojects.domain.states import State
from microprojects.services import councils, meetings
from microprojects.store import packaged, rulebooks
from microprojects.store.db import db, transaction
from microprojects.store.disclosures import Disclosure
from microprojects.store.journal import JournalEntry
from microprojects.store.meetings import Attendance, Meeting
from microprojects.store.programmes import Round
from tests.council import SITTING, Sitting, item, project, ready
from tests.world import MEMBERS

FIRST, SECOND = "LZ-2026-001", "LZ-2026-002"
LATER = timedelta(minutes=5)


def meeting(sitting: Sitting) -> Meeting:
    db.session.rollback()
    return db.session.scalars(select(Meeting).where(Meeting.id == sitting.meeting_id)).one()


def verbs() -> list[str]:
    db.session.rollback()
    return list(db.session.scalars(select(JournalEntry.verb).order_by(JournalEntry.seq)))


def test_every_deed_of_a_meeting_leaves_one_entry(world):
    Sitting(world).call(ready(world)).open(MEMBERS[:1])

    assert verbs() == [
        "meeting.call",
        "project.schedule",
        "meeting.send-dossier",
        "meeting.open",
        "meeting.sign-in",
    ]


@pytest.mark.parametrize("name", ["an", "lin", "zhou", "tang"])
def test_who_may_not_call_a_meeting_is_refused(world, name):
    with pytest.raises(NotPermitted):
        meetings.call(
            world.council_id,
            title="会",
            place="厅",
            starts_at=SITTING,
            actor=world[name],
            at=world.now,
        )


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"title": ""}, BadValue),
        ({"title": "会" * 201}, BadValue),
        ({"title": "打 13812345678 报名"}, PrivacyFinding),
        ({"place": "\x00"}, BadValue),
        ({"starts_at": SITTING - timedelta(days=7)}, BadValue),
        ({"starts_at": SITTING + timedelta(days=3000)}, BadValue),
    ],
)
def test_a_call_that_cannot_be_published_is_refused(world, more, why):
    words = {"title": "议事会", "place": "厅", "starts_at": SITTING} | more

    with pytest.raises(why):
        meetings.call(world.council_id, **words, actor=world["liu"], at=world.now)

    assert db.session.scalars(select(Meeting)).all() == []


def test_a_late_item_is_refused_with_the_date_at_which_it_would_be_possible(world):
    number, soon = ready(world), Sitting(world, world.now + timedelta(days=2))

    with pytest.raises(said.NoticeTooShort) as refused:
        soon.call(number)

    assert refused.value.facts == {"days": 3, "starts": "2026-03-06", "earliest": "2026-03-07"}
    assert project(number).state is State.READY


def test_an_item_is_added_after_the_dossier_went_out_only_while_there_is_time(world):
    ready(world), ready(world, SECOND)
    sitting = Sitting(world).call(FIRST)

    meetings.put_on_agenda(sitting.meeting_id, SECOND, actor=world["liu"], at=world.now + timedelta(days=2))
    third = ready(world, "LZ-2026-003")
    with pytest.raises(said.NoticeTooShort) as refused:
        meetings.put_on_agenda(
            sitting.meeting_id, third, actor=world["liu"], at=world.now + timedelta(days=5)
        )

    assert refused.value.facts["earliest"] == "2026-03-12"


def test_a_project_that_is_not_ready_or_of_another_community_is_refused(world):
    sitting = Sitting(world).call(ready(world))

    with pytest.raises(WrongMoment):
        meetings.put_on_agenda(
            sitting.meeting_id,
            ready(world, SECOND, state=State.CONSULTING, stage=2),
            actor=world["liu"],
            at=world.now,
        )
    with pytest.raises(AlreadyDone):
        meetings.put_on_agenda(sitting.meeting_id, FIRST, actor=world["liu"], at=world.now)
    with pytest.raises(NotFound):
        meetings.put_on_agenda(sitting.meeting_id, "LZ-2026-999", actor=world["liu"], at=world.now)
    with pytest.raises(BadValue):
        meetings.put_on_agenda(sitting.meeting_id, FIRST, purpose="chat", actor=world["liu"], at=world.now)


def test_another_body_than_the_scheme_names_does_not_decide(world):
    party = councils.found(
        "lizhi", body="party_members", name="荔枝社区党员大会", actor=world["zhao"], at=world.now
    )

    with pytest.raises(said.MeetingElsewhere):
        Sitting(world, council_id=party).call(ready(world))


def test_the_rulebook_is_fixed_when_the_project_goes_on_an_agenda(world):
    number = ready(world)
    before = project(number).round.rulebook_id
    sitting = Sitting(world).call(number)
    with transaction() as session:
        stricter = rulebook(packaged.scheme("futian_3_3"), {"notice_days.d1": 9})
        session.get(Round, world.rounds["lizhi"]).rulebook_id = rulebooks.freeze(
            session, stricter, at=world.now
        ).id
    sitting.open(MEMBERS[:14]).decide(number, 14)

    assert project(number).rulebook_id == before
    assert db.session.scalars(select(Disclosure)).one().body["notice"]["days"] == 5


def test_a_meeting_opens_on_its_day_with_the_members_of_that_day_due(world):
    sitting = Sitting(world).call(ready(world))
    with pytest.raises(said.TooEarly):
        meetings.open_meeting(sitting.meeting_id, actor=world["liu"], at=SITTING - timedelta(hours=16))
    councils.seat(
        world.council_id,
        person_id=world.people["chen"],
        kind="resident",
        since=date(2026, 3, 10),
        actor=world["zhao"],
        at=world.now,
    )

    sitting.open([])

    assert (meeting(sitting).members_due, meeting(sitting).state) == (18, "in_session")
    with pytest.raises(said.NotPlanned):
        meetings.open_meeting(sitting.meeting_id, actor=world["liu"], at=SITTING)


def test_a_meeting_whose_dossier_never_went_out_does_not_open(world):
    sitting = Sitting(world).call(ready(world), send=False)

    with pytest.raises(said.DossierNotSent) as refused:
        sitting.open([])

    assert refused.value.facts == {"days": 3, "earliest": "2026-03-13"}


def test_a_dossier_is_sent_once_and_in_time(world):
    sitting = Sitting(world).call(ready(world), send=False)

    with pytest.raises(said.DossierNotSent):
        meetings.send_dossier(sitting.meeting_id, actor=world["guo"], at=SITTING - timedelta(days=1))
    meetings.send_dossier(sitting.meeting_id, actor=world["zhao"], at=world.now)
    with pytest.raises(AlreadyDone):
        meetings.send_dossier(sitting.meeting_id, actor=world["guo"], at=world.now)


def test_an_item_is_presented_once_and_in_session(world):
    sitting = Sitting(world).call(ready(world))
    with pytest.raises(said.NotInSession):
        sitting.present(FIRST)
    sitting.open([])
    sitting.present(FIRST)

    with pytest.raises(AlreadyDone):
        sitting.present(FIRST)
    with pytest.raises(NotPermitted):
        meetings.present_item(sitting.items[FIRST], actor=world["guo"], at=SITTING)


def test_the_secretary_notes_what_was_said(world):
    sitting = Sitting(world).call(ready(world)).open([])

    meetings.note_discussion(sitting.items[FIRST], text="三人发言，都赞成。", actor=world["guo"], at=SITTING)
    with pytest.raises(NotPermitted):
        meetings.note_discussion(sitting.items[FIRST], text="我来写", actor=world["an"], at=SITTING)

    assert item(sitting.items[FIRST]).discussion == "三人发言，都赞成。"


def test_closing_tables_what_was_not_reached_and_signs_everybody_out(world):
    ready(world), ready(world, SECOND)
    sitting = Sitting(world).call(FIRST, SECOND).open(MEMBERS[:14])
    vote_id = sitting.open_vote(FIRST)
    with pytest.raises(casting.VoteStillOpen):
        meetings.close_meeting(sitting.meeting_id, actor=world["liu"], at=SITTING)
    sitting.count(vote_id, 14)

    meetings.close_meeting(sitting.meeting_id, actor=world["liu"], at=SITTING + timedelta(hours=2))

    assert (project(FIRST).state, project(SECOND).state) == (State.NOTICING, State.TABLED)
    assert item(sitting.items[SECOND]).tabled_reason == "散会时没有议完"
    stays = db.session.scalars(select(Attendance)).all()
    assert {stay.left_at for stay in stays} == {SITTING + timedelta(hours=2)}


def test_a_member_who_signs_in_while_the_meeting_closes_does_not_break_the_record(world):
    sitting = Sitting(world).call(ready(world)).open([])
    sitting.sign_in("an", after=1)

    meetings.close_meeting(sitting.meeting_id, actor=world["liu"], at=SITTING)

    stay = db.session.scalars(select(Attendance)).one()
    assert stay.left_at == stay.arrived_at


def test_a_meeting_with_eleven_of_seventeen_is_recorded_as_not_held(world):
    sitting = Sitting(world).call(ready(world)).open(MEMBERS[:11])

    meetings.mark_inquorate(sitting.meeting_id, actor=world["liu"], at=SITTING + LATER)

    row = meeting(sitting)
    assert (row.state, row.note, row.members_due) == ("inquorate", "未达法定人数，未开会", 17)
    assert project(FIRST).state is State.TABLED
    assert verbs()[-2:] == ["project.table", "meeting.close"]


def test_a_meeting_does_not_fail_before_its_hour_or_with_its_quorum(world):
    sitting = Sitting(world).call(ready(world)).open(MEMBERS[:12])

    with pytest.raises(said.TooEarlyToGiveUp):
        meetings.mark_inquorate(sitting.meeting_id, actor=world["liu"], at=SITTING - LATER)
    with pytest.raises(said.QuorumIsThere):
        meetings.mark_inquorate(sitting.meeting_id, actor=world["liu"], at=SITTING)
    sitting.open_vote(FIRST)
    with pytest.raises(casting.VoteStillOpen):
        meetings.mark_inquorate(sitting.meeting_id, actor=world["liu"], at=SITTING)

    assert meeting(sitting).state == "in_session"


def test_a_meeting_that_has_decided_something_did_not_fail(world):
    ready(world), ready(world, SECOND)
    sitting = Sitting(world).call(FIRST, SECOND).open(MEMBERS[:12])
    sitting.decide(FIRST, 12)
    for name in MEMBERS[5:12]:
        sitting.sign_out(name, after=25)

    with pytest.raises(said.AlreadyDecided):
        meetings.mark_inquorate(sitting.meeting_id, actor=world["liu"], at=SITTING + timedelta(hours=1))


def test_a_meeting_that_is_called_off_gives_its_items_back(world):
    sitting = Sitting(world).call(ready(world))

    meetings.cancel_meeting(sitting.meeting_id, reason="台风停会", actor=world["liu"], at=world.now)

    assert (meeting(sitting).state, project(FIRST).state) == ("cancelled", State.TABLED)
    with pytest.raises(said.NotPlanned):
        meetings.cancel_meeting(sitting.meeting_id, actor=world["liu"], at=world.now)
    with pytest.raises(said.NotPlanned):
        meetings.mark_inquorate(sitting.meeting_id, actor=world["liu"], at=SITTING)
    again = Sitting(world).call(FIRST)
    assert project(FIRST).state is State.SCHEDULED
    assert again.meeting_id != sitting.meeting_id


def test_an_item_tabled_before_the_day_may_come_back_to_the_same_agenda(world):
    sitting = Sitting(world).call(ready(world))
    meetings.table_item(sitting.items[FIRST], reason="材料要改", actor=world["liu"], at=world.now)
    with pytest.raises(AlreadyDone):
        meetings.table_item(sitting.items[FIRST], reason="再来一次", actor=world["liu"], at=world.now)

    back = meetings.put_on_agenda(sitting.meeting_id, FIRST, actor=world["liu"], at=world.now)

    assert (back, item(back).state, item(back).tabled_reason) == (sitting.items[FIRST], "waiting", "")
    assert sitting.open(MEMBERS[:14]).decide(FIRST, 14) is True
