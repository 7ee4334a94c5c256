"""Who comes to a meeting without a vote: invited, come, gone; they count for nothing and no name gets out."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from microprojects.domain import casting
from microprojects.domain import observers as said
from microprojects.domain.errors import AlreadyDone, BadValue, NotFound, NotPermitted
from microprojects.domain.meetings import MeetingOver, QuorumMissing, TooEarly
from microprojects.services import agendas, meetings, minutes, observers, votes
from microprojects.store import minutes as kept_minutes
from microprojects.store import observers as kept
from microprojects.store.db import db, transaction
from microprojects.store.journal import JournalEntry
from microprojects.store.meetings import Attendance
from microprojects.store.observers import Observer
from microprojects.store.projects import Project
from tests.council import SITTING, Sitting, ready, vote_row
from tests.living import lived_once
from tests.world import MEMBERS

FIRST, SECOND = "LZ-2026-001", "LZ-2026-002"
END = SITTING + timedelta(hours=2)


@pytest.fixture
def sitting(world, bench) -> Sitting:
    """A meeting to come with one item, which Lin proposed."""
    return lived_once(
        bench, world, "called_meeting", lambda untouched: Sitting(untouched).call(ready(untouched))
    )


def invite(sitting: Sitting, name: str = "罗代表", kind: str = "deputy", by: str = "guo") -> int:
    world = sitting.world
    return observers.invite(sitting.meeting_id, kind=kind, name=name, actor=world[by], at=world.now)


def listed(sitting: Sitting) -> list[tuple[str, str]]:
    db.session.rollback()
    return [(each.kind, each.called) for each in kept.of_meeting(db.session(), sitting.meeting_id)]


def proposer(sitting: Sitting) -> int:
    db.session.rollback()
    return next(
        each.id for each in kept.of_meeting(db.session(), sitting.meeting_id) if each.kind == "proposer"
    )


def test_who_proposed_an_item_is_invited_as_it_goes_on_the_agenda(sitting):
    assert listed(sitting) == [("proposer", "林秀英")]


def test_who_proposed_two_items_is_invited_once(world):
    ready(world), ready(world, SECOND)

    assert listed(Sitting(world).call(FIRST, SECOND)) == [("proposer", "林秀英")]


def test_who_proposed_what_was_merged_into_an_item_is_invited_too(world):
    number, other = ready(world), ready(world, SECOND, proposer="chen")
    with transaction() as session:
        rows = {row.number: row for row in session.scalars(select(Project))}
        rows[other].merged_into_id = rows[number].id

    assert sorted(listed(Sitting(world).call(number))) == [("proposer", "林秀英"), ("proposer", "陈建国")]


def test_a_member_who_proposed_an_item_comes_as_a_member(world):
    assert listed(Sitting(world).call(ready(world, proposer="an"))) == []


@pytest.mark.parametrize("by", ["guo", "liu"])
def test_secretary_and_chair_invite_deputies_residents_and_experts(sitting, by):
    for kind, name in (("deputy", "罗代表"), ("resident", "徐丽（三栋）"), ("expert", "城管科 王工")):
        invite(sitting, name, kind, by)

    assert listed(sitting)[1:] == [
        ("deputy", "罗代表"),
        ("resident", "徐丽（三栋）"),
        ("expert", "城管科 王工"),
    ]


@pytest.mark.parametrize("by", ["an", "lin", "zhao", "zhou", "tang"])
def test_nobody_else_keeps_the_list(sitting, by):
    number = invite(sitting)

    with pytest.raises(NotPermitted):
        invite(sitting, "别人", by=by)
    for deed in (observers.take_off, observers.note_come, observers.note_gone):
        with pytest.raises(NotPermitted):
            deed(number, actor=sitting.world[by], at=SITTING)


@pytest.mark.parametrize(
    ("kind", "name", "why"),
    [
        ("proposer", "林秀英", said.NoSuchObserver),
        ("member", "林秀英", said.NoSuchObserver),
        ("deputy", "", BadValue),
        ("deputy", "王", said.NameTooShort),
        ("deputy", "王" * 41, BadValue),
        ("deputy", "罗\x00", BadValue),
    ],
)
def test_what_cannot_be_on_the_list_is_refused(sitting, kind, name, why):
    with pytest.raises(why):
        invite(sitting, name, kind)


def test_the_same_name_twice_is_refused_with_a_way_out(sitting):
    invite(sitting, "李伟", "resident")

    with pytest.raises(said.ObserverListed):
        invite(sitting, " 李伟 ", "resident")
    invite(sitting, "李伟（三栋）", "resident")


def test_who_came_is_noted_on_the_day_and_may_go_and_come_back(sitting):
    number, guo = invite(sitting), sitting.world["guo"]

    with pytest.raises(TooEarly):
        observers.note_come(number, actor=guo, at=sitting.world.now)
    with pytest.raises(said.ObserverAbsent):
        observers.note_gone(number, actor=guo, at=SITTING)
    observers.note_come(number, actor=guo, at=SITTING)
    with pytest.raises(AlreadyDone):
        observers.note_come(number, actor=guo, at=SITTING)
    assert kept.here(db.session(), sitting.meeting_id) == 1
    observers.note_gone(number, actor=guo, at=SITTING + timedelta(minutes=5))
    assert kept.here(db.session(), sitting.meeting_id) == 0
    observers.note_come(number, actor=guo, at=SITTING + timedelta(minutes=9))

    db.session.rollback()
    row = kept.get(db.session(), number)
    assert (row.came_at, row.left_at) == (SITTING, None)


def test_who_has_not_come_may_be_taken_off_but_a_proposer_must_be_heard(sitting):
    number, guo = invite(sitting), sitting.world["guo"]

    observers.take_off(number, actor=guo, at=SITTING)
    with pytest.raises(NotFound):
        observers.take_off(number, actor=guo, at=SITTING)
    with pytest.raises(said.ProposerStays):
        observers.take_off(proposer(sitting), actor=guo, at=SITTING)

    assert listed(sitting) == [("proposer", "林秀英")]


def test_who_came_stays_on_the_list(sitting):
    number, guo = invite(sitting), sitting.world["guo"]
    observers.note_come(number, actor=guo, at=SITTING)

    with pytest.raises(said.ObserverCame):
        observers.take_off(number, actor=guo, at=SITTING)


def test_a_proposer_whose_item_was_put_off_may_be_taken_off(sitting):
    sitting.open([])
    agendas.table_item(sitting.items[FIRST], reason="材料要补", actor=sitting.world["liu"], at=SITTING)

    observers.take_off(proposer(sitting), actor=sitting.world["guo"], at=SITTING)

    assert listed(sitting) == []


def test_after_the_meeting_the_list_stays(sitting):
    number, guo = invite(sitting), sitting.world["guo"]
    sitting.open(MEMBERS)
    meetings.close_meeting(sitting.meeting_id, actor=sitting.world["liu"], at=END)

    with pytest.raises(MeetingOver):
        invite(sitting, "迟来的人")
    for deed in (observers.take_off, observers.note_come, observers.note_gone):
        with pytest.raises(MeetingOver):
            deed(number, actor=guo, at=END)


def test_those_without_a_vote_make_no_quorum_and_no_base(sitting):
    world = sitting.open(MEMBERS[:11]).world
    for n in range(9):
        observers.note_come(invite(sitting, f"来宾{n}"), actor=world["guo"], at=SITTING)

    with pytest.raises(QuorumMissing) as no:
        sitting.open_vote(FIRST)
    assert no.value.facts["present"] == 11
    sitting.sign_in(MEMBERS[11], after=1)
    vote = votes.open_vote(sitting.items[FIRST], actor=world["liu"], at=SITTING + timedelta(minutes=10))

    row = vote_row(vote)
    assert (row.members_due, row.present, row.base) == (17, 12, 12)


def test_a_proposer_in_the_hall_has_no_vote(sitting):
    world = sitting.open(MEMBERS[:14]).world
    observers.note_come(proposer(sitting), actor=world["guo"], at=SITTING)
    vote = sitting.open_vote(FIRST, "secret")

    with pytest.raises(casting.NotInOffice):
        sitting.say(vote, "lin", "for")

    db.session.rollback()
    came = set(db.session.scalars(select(Attendance.person_id)))
    assert world.people["lin"] not in came


def test_the_minutes_name_those_who_came_and_the_public_reads_them_masked(sitting):
    world = sitting.world
    here, absent = invite(sitting), invite(sitting, "没来的人", "resident")
    sitting.open(MEMBERS[:14])
    for number in (here, proposer(sitting)):
        observers.note_come(number, actor=world["guo"], at=SITTING)
    meetings.close_meeting(sitting.meeting_id, actor=world["liu"], at=END)

    minutes.draft(sitting.meeting_id, actor=world["guo"], at=END)

    drafted = kept_minutes.of_meeting(db.session(), sitting.meeting_id)[0]
    assert "列席 2 人：林秀英（提议人）、罗代表（两代表一委员）" in drafted.text.splitlines()
    assert "列席 2 人：林**（提议人）、罗**（两代表一委员）" in drafted.public_text.splitlines()
    assert (absent > 0, "没来的人" in drafted.text) == (True, False)


def test_the_record_tells_what_they_are_and_never_who(sitting):
    number, guo = invite(sitting), sitting.world["guo"]
    observers.note_come(number, actor=guo, at=SITTING)
    observers.note_gone(number, actor=guo, at=SITTING)
    observers.take_off(invite(sitting, "徐丽", "resident"), actor=guo, at=SITTING)

    db.session.rollback()
    bodies = [
        body
        for body in db.session.scalars(select(JournalEntry.body).order_by(JournalEntry.seq))
        if '"verb":"observer.' in body
    ]
    assert [json.loads(body)["facts"] for body in bodies] == [
        {"observer": "deputy"},
        {"observer": "deputy", "step": "come"},
        {"observer": "deputy", "step": "go"},
        {"observer": "resident"},
        {"dropped": True, "observer": "resident"},
    ]
    assert not any(name in body for body in bodies for name in ("罗代表", "徐丽"))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE observers SET kind = 'member'",
        "UPDATE observers SET name = 'x'",
        "UPDATE observers SET person_id = NULL",
        "UPDATE observers SET left_at = '2026-03-10 07:00:00+00:00'",
    ],
)
def test_the_database_takes_no_list_that_cannot_be(sitting, statement):
    with pytest.raises(DBAPIError), transaction() as session:
        session.execute(text(statement))

    assert db.session.scalars(select(Observer.kind)).all() == ["proposer"]
