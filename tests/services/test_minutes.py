"""Minutes: drafted from the record, edited, approved, signed, and masked for the public."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from microprojects.domain.errors import AlreadyDone, BadValue, NotPermitted
from microprojects.domain.minutes import MeetingNotOver, MinutesApproved, MinutesNotApproved
from microprojects.services import councils, leaves, meetings, minutes, votes
from microprojects.store.councils import Seat
from microprojects.store.db import db
from microprojects.store.minutes import Minutes, Signature
from tests.benches import Bench
from tests.council import SITTING, Sitting, fourteen, ready
from tests.world import MEMBERS, World

FIRST = "LZ-2026-001"
END = SITTING + timedelta(hours=2)


@pytest.fixture
def over(world: World, bench: Bench) -> Sitting:
    """A meeting with one recusal and one vote, closed."""
    sitting = fourteen(world, bench)
    sitting.recuse(FIRST, "an")
    meetings.note_discussion(sitting.items[FIRST], text="议员bai问了价钱。", actor=world["guo"], at=SITTING)
    sitting.decide(FIRST, 12, 1)
    meetings.close_meeting(sitting.meeting_id, actor=world["liu"], at=END)
    return sitting


def row(minutes_id: int) -> Minutes:
    db.session.rollback()
    return db.session.scalars(select(Minutes).where(Minutes.id == minutes_id)).one()


def test_minutes_are_written_from_the_record(over):
    minutes_id = minutes.draft(over.meeting_id, actor=over.world["guo"], at=END)

    assert row(minutes_id).text.splitlines() == [
        "议事会第 3 次会议纪要",
        "",
        "议事机构：荔枝社区居民议事会",
        "召集：例会",
        "时间：2026年3月10日 15:00–17:00",
        "地点：阳光议事厅",
        "应到 17 人，到会 14 人。",
        "到会：刘主持、" + "、".join(f"议员{name}" for name in MEMBERS[1:14]),
        "缺席 3 人：" + "、".join(f"议员{name}" for name in MEMBERS[14:]),
        "",
        "第 1 项：三栋前路灯更换（LZ-2026-001）",
        "回避：议员an，是提议人",
        "讨论：议员bai问了价钱。",
        "表决（举手）：应到 17 人，到会 14 人，回避 1 人，可投票 13 人。赞成 12 票，反对 1 票，弃权 0 票。"
        "赞成要超过可投票人数 13 人的 1/2，至少 7 票过线。表决通过。",
        "监票：郭敏、陈建国",
    ]


def test_a_roll_call_is_in_the_full_minutes_by_name(world):
    sitting = Sitting(world).call(ready(world)).open(MEMBERS[:12])
    vote_id = sitting.open_vote(FIRST, "roll_call")
    votes.cast(vote_id, choice="for", actor=world["an"], at=SITTING + timedelta(minutes=11))
    votes.close_vote(vote_id, actor=world["liu"], at=SITTING + timedelta(minutes=12))
    meetings.close_meeting(sitting.meeting_id, actor=world["liu"], at=END)

    drafted = row(minutes.draft(sitting.meeting_id, actor=world["guo"], at=END))

    assert "各人：议员an 赞成" in drafted.text
    assert "各人：议** 赞成" in drafted.public_text


def test_leave_and_absence_stand_apart_and_are_masked_for_the_public(world):
    sitting = Sitting(world).call(ready(world))
    for name in (MEMBERS[13], MEMBERS[15]):
        leaves.ask(sitting.meeting_id, person_id=world.people[name], actor=world[name], at=world.now)
    sitting.open(MEMBERS[:14])
    meetings.close_meeting(sitting.meeting_id, actor=world["liu"], at=END)

    drafted = row(minutes.draft(sitting.meeting_id, actor=world["guo"], at=END))

    told = [line for line in drafted.text.splitlines() if line.startswith(("请假", "缺席"))]
    assert told == [f"请假 1 人：议员{MEMBERS[15]}", f"缺席 2 人：议员{MEMBERS[14]}、议员{MEMBERS[16]}"]
    public = [line for line in drafted.public_text.splitlines() if line.startswith(("请假", "缺席"))]
    assert public == ["请假 1 人：议**", "缺席 2 人：议**、议**"]


def test_the_public_reads_no_name_but_of_members_who_agreed(over):
    seat = db.session.scalars(select(Seat).where(Seat.person_id == over.world.people["liu"])).one()
    councils.show_name(seat.id, shown=True, actor=over.world["liu"], at=END)

    minutes_id = minutes.draft(over.meeting_id, actor=over.world["guo"], at=END)

    public = row(minutes_id).public_text
    assert ("刘主持" in public, "议员" in public, "陈建国" in public) == (True, False, False)
    assert ("回避：议**，是提议人" in public, "监票：郭**、陈**" in public) == (True, True)


def test_what_else_is_personal_is_taken_out_for_the_public(over):
    minutes_id = minutes.draft(over.meeting_id, actor=over.world["guo"], at=END)

    minutes.edit(minutes_id, text="林秀英说打 13812345678。", actor=over.world["guo"], at=END)

    assert row(minutes_id).public_text == "林**说打 〔手机已隐去〕。"


def test_minutes_wait_for_the_end_of_the_meeting(world):
    sitting = Sitting(world).call(ready(world)).open([])

    with pytest.raises(MeetingNotOver):
        minutes.draft(sitting.meeting_id, actor=world["guo"], at=SITTING)


def test_a_meeting_that_failed_has_minutes_too(world):
    sitting = Sitting(world).call(ready(world)).open(MEMBERS[:11])
    meetings.mark_inquorate(sitting.meeting_id, actor=world["liu"], at=SITTING)

    text = row(minutes.draft(sitting.meeting_id, actor=world["guo"], at=END)).text

    assert "应到 17 人，到会 11 人。" in text
    assert "说明：未达法定人数，未开会" in text
    assert "搁置：未达法定人数，未开会" in text


def test_approved_minutes_are_never_edited_a_new_version_follows(over):
    world = over.world
    first = minutes.draft(over.meeting_id, actor=world["guo"], at=END)
    with pytest.raises(AlreadyDone):
        minutes.draft(over.meeting_id, actor=world["guo"], at=END)
    minutes.approve(first, actor=world["liu"], at=END)

    with pytest.raises(MinutesApproved):
        minutes.edit(first, text="改一改", actor=world["guo"], at=END)
    with pytest.raises(AlreadyDone):
        minutes.approve(first, actor=world["liu"], at=END)
    second = minutes.draft(over.meeting_id, actor=world["guo"], at=END)

    assert (row(second).version, row(second).text) == (2, row(first).text)


def test_three_roles_sign_once_each_after_the_approval(over):
    world = over.world
    minutes_id = minutes.draft(over.meeting_id, actor=world["guo"], at=END)
    with pytest.raises(MinutesNotApproved):
        minutes.sign(minutes_id, actor=world["liu"], at=END)
    minutes.approve(minutes_id, actor=world["liu"], at=END)

    for name in ("liu", "guo", "he"):
        minutes.sign(minutes_id, actor=world[name], at=END)
    with pytest.raises(AlreadyDone):
        minutes.sign(minutes_id, actor=world["liu"], at=END)

    signed = [row.role for row in db.session.scalars(select(Signature).order_by(Signature.id))]
    assert signed == ["council_chair", "council_secretary", "supervisor"]


@pytest.mark.parametrize("name", ["an", "zhao", "lin", "zhou"])
def test_who_does_not_keep_the_record_neither_drafts_approves_nor_signs(over, name):
    world = over.world
    with pytest.raises(NotPermitted):
        minutes.draft(over.meeting_id, actor=world[name], at=END)
    minutes_id = minutes.draft(over.meeting_id, actor=world["guo"], at=END)
    with pytest.raises(NotPermitted):
        minutes.edit(minutes_id, text="改", actor=world[name], at=END)
    with pytest.raises(NotPermitted):
        minutes.approve(minutes_id, actor=world[name], at=END)
    with pytest.raises(NotPermitted):
        minutes.sign(minutes_id, actor=world[name], at=END)


def test_the_secretary_drafts_but_does_not_approve(over):
    minutes_id = minutes.draft(over.meeting_id, actor=over.world["guo"], at=END)

    with pytest.raises(NotPermitted):
        minutes.approve(minutes_id, actor=over.world["guo"], at=END)


@pytest.mark.parametrize("text", ["", " \n ", "长" * 50_001, "a\x00b"])
def test_a_text_that_cannot_be_kept_is_refused(over, text):
    minutes_id = minutes.draft(over.meeting_id, actor=over.world["guo"], at=END)

    with pytest.raises(BadValue):
        minutes.edit(minutes_id, text=text, actor=over.world["guo"], at=END)
