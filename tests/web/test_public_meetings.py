"""Meetings and rosters as anyone sees them."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from icalendar import Calendar
from sqlalchemy import select

from microprojects.services import councils, meetings
from microprojects.store.councils import Seat
from microprojects.store.db import db
from tests.council import SITTING, Sitting, ready, statements
from tests.gathered import Hall
from tests.world import MEMBERS, NOW

FIRST, SECOND = "LZ-2026-001", "LZ-2026-002"


@pytest.fixture
def held(world) -> Sitting:
    """A meeting that passed one item and rejected another."""
    ready(world), ready(world, SECOND, title="天台防水修复")
    sitting = Sitting(world).call(FIRST, SECOND).open(MEMBERS[:14])
    sitting.recuse(SECOND, "an")
    sitting.decide(FIRST, 12, 1, 1)
    sitting.decide(SECOND, 4, 9)
    meetings.close_meeting(sitting.meeting_id, actor=world["liu"], at=SITTING + timedelta(hours=1))
    return sitting


def test_a_meeting_shows_what_was_decided_the_rejected_too(held, client):
    page = client.get("/meetings/1").text

    assert "赞成 12 票，反对 1 票，弃权 1 票。" in page
    assert "未通过，差 3 票" in page
    assert page.count('<svg class="seats"') == 2
    assert re.search(r"应到</dt><dd>17 人</dd><dt>到会</dt><dd>14 人", page)


def test_a_meeting_names_nobody(held, client):
    pages = client.get("/meetings/1").text + client.get("/meetings?when=past").text

    assert [name for name in ("刘主持", "议员", "郭敏", "林秀英", "陈建国") if name in pages] == []


def test_a_meeting_to_come_tells_when_where_and_what(world, client):
    Sitting(world).call(ready(world))

    page, listed = client.get("/meetings/1").text, client.get("/meetings").text

    assert ("三栋前路灯更换" in page, "阳光议事厅" in page, "15:00" in page) == (True, True, True)
    assert ("议事会第 3 次会议" in listed, "1 项" in listed) == (True, True)
    assert "议事会第 3 次会议" not in client.get("/meetings?when=past").text
    assert "议事会第 3 次会议" not in client.get("/meetings?community=mumian").text


def test_a_meeting_that_failed_says_so(world, client):
    sitting = Sitting(world).call(ready(world)).open(MEMBERS[:11])
    meetings.mark_inquorate(sitting.meeting_id, actor=world["liu"], at=SITTING)

    assert "未达法定人数，未开会" in client.get("/meetings/1").text
    assert "未达法定人数，未开会" in client.get("/meetings?when=past").text


def test_a_meeting_takes_as_many_statements_for_one_item_as_for_thirty(world, client, bench):
    numbers = [ready(world, f"LZ-2026-{n:03}") for n in range(1, 31)]
    sitting = Sitting(world).call(numbers[0])
    counts = []
    for more in ([], numbers[1:]):
        for number in more:
            meetings.put_on_agenda(sitting.meeting_id, number, actor=world["liu"], at=NOW)
        with statements(bench.engine) as sent:
            assert client.get("/meetings/1").status_code == 200
        counts.append(len(sent))

    assert counts[0] == counts[1] <= 12


def test_the_list_takes_as_many_statements_for_one_meeting_as_for_thirty(world, client, bench):
    counts, called = [], 0
    for wanted in (1, 30):
        while called < wanted:
            meetings.call(
                world.council_id,
                title="议事会",
                place="厅",
                starts_at=SITTING,
                actor=world["liu"],
                at=NOW,
            )
            called += 1
        with statements(bench.engine) as sent:
            assert client.get("/meetings").status_code == 200
        counts.append(len(sent))

    assert counts[0] == counts[1] <= 12


@pytest.mark.parametrize(
    "query", ["?page=abc", "?page=-1", "?page=99999", "?when=' OR 1=1", "?community=%00", "?community=x"]
)
def test_a_strange_query_is_answered(world, client, query):
    assert client.get(f"/meetings{query}").status_code in (200, 400, 404)


def test_the_calendar_has_the_meetings_to_come(world, client):
    Sitting(world).call(ready(world))

    answer = client.get("/meetings.ics")

    assert (answer.status_code, answer.mimetype) == (200, "text/calendar")
    [event] = Calendar.from_ical(answer.data).events
    assert (event.start, event["location"]) == (SITTING, "阳光议事厅")
    assert str(event["url"]).endswith("/meetings/1")
    assert max(len(line) for line in answer.data.split(b"\r\n")) <= 75


def test_one_meeting_can_be_put_into_a_phone_s_calendar_too(world, client):
    Sitting(world).call(ready(world))

    one = client.get("/meetings/1/meeting.ics")

    [event] = Calendar.from_ical(one.data).events
    [same] = Calendar.from_ical(client.get("/meetings.ics").data).events
    assert (one.mimetype, event) == ("text/calendar", same)


def test_the_calendar_has_the_talk_days_to_come_too(world, client):
    Hall(world)

    [event] = Calendar.from_ical(client.get("/meetings.ics").data).events

    assert (event["uid"].split("@")[0], event["summary"]) == ("gathering-1", "荔枝社区 十二月恳谈日")


def test_the_roster_shows_names_of_those_who_agreed_only(world, client):
    seat = db.session.scalars(select(Seat).where(Seat.person_id == world.people["liu"])).one()
    councils.show_name(seat.id, shown=True, actor=world["liu"], at=NOW)

    page = client.get(f"/councils/{world.council_id}").text

    assert ("刘主持" in page, "议员" in page, page.count("居民代表（未公开姓名）")) == (True, False, 16)


def test_the_roster_leaves_out_who_is_not_in_office(world, client):
    seat = db.session.scalars(select(Seat).where(Seat.person_id == world.people["liu"])).one()
    councils.unseat(seat.id, until=date(2026, 3, 3), actor=world["zhao"], at=NOW)

    page = client.get(f"/councils/{world.council_id}").text

    assert page.count("居民代表（未公开姓名）") == 16


def test_a_member_may_show_and_hide_their_name_on_the_roster(world, client, visitor):
    an = visitor("an")
    seat = db.session.scalars(select(Seat).where(Seat.person_id == world.people["an"])).one()

    roster = f"/councils/{world.council_id}"
    assert "您在这份名册里" in an.get(roster).text
    assert an.send(f"/council/seats/{seat.id}/name", shown="1").status_code == 303
    shown = client.get(roster).text
    assert an.send(f"/council/seats/{seat.id}/name", shown="0").status_code == 303
    hidden = client.get(roster).text

    assert ("议员an" in shown, "议员an" in hidden) == (True, False)
    assert visitor("bai").send(f"/council/seats/{seat.id}/name", shown="1").status_code == 403


@pytest.mark.parametrize(
    "path", ["/meetings/999", "/meetings/999/minutes.pdf", "/c/nowhere/council", "/councils/999"]
)
def test_what_is_not_there_is_not_found(world, client, path):
    assert client.get(path).status_code == 404
