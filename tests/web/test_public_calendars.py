"""The calendar file as a phone reads it, held against RFC 5545."""

from __future__ import annotations

from datetime import timedelta

import pytest
from icalendar import Calendar

from microprojects.services import gatherings, meetings
from tests.council import Sitting, ready
from tests.gathered import Hall
from tests.world import NOW


def events(client, path="/meetings.ics"):
    answer = client.get(path)
    assert (answer.status_code, answer.mimetype) == (200, "text/calendar")
    return Calendar.from_ical(answer.data).events


@pytest.fixture
def called(world):
    """A meeting that was called, with one project on its agenda."""
    sitting = Sitting(world)
    sitting.call(ready(world))
    return sitting


def test_every_event_has_what_the_standard_asks_for_and_its_times_are_utc(client, called):
    [event] = events(client)

    assert {"UID", "DTSTAMP", "DTSTART", "SUMMARY", "STATUS", "SEQUENCE"} <= set(event)
    assert (event["uid"], event["status"]) == ("meeting-1@localhost", "CONFIRMED")
    assert [name for name in ("dtstamp", "dtstart") if not event[name].to_ical().endswith(b"Z")] == []


def test_nothing_of_the_file_changes_while_nothing_changes(client, called, wall):
    before = client.get("/meetings.ics").data

    wall.advance(hours=3)

    assert client.get("/meetings.ics").data == before


def test_a_meeting_that_is_called_off_keeps_its_name_and_says_so(client, called, world):
    [before] = events(client)

    meetings.cancel_meeting(1, reason="场地漏水。", actor=world["liu"], at=NOW + timedelta(hours=1))

    [after] = events(client)
    assert (after["uid"], after["status"]) == (before["uid"], "CANCELLED")
    assert after["sequence"] > before["sequence"]
    assert after["dtstamp"].dt == NOW + timedelta(hours=1)
    assert events(client, "/meetings/1/meeting.ics") == [after]


def test_a_meeting_that_was_called_off_leaves_the_calendar_after_its_day(client, called, world, wall):
    meetings.cancel_meeting(1, reason="场地漏水。", actor=world["liu"], at=NOW)

    wall.advance(days=60)

    assert events(client) == []


def test_a_talk_day_that_is_called_off_says_so(client, world):
    Hall(world)

    gatherings.cancel(1, reason="台风。", actor=world["zhao"], at=NOW)

    assert [event["status"] for event in events(client)] == ["CANCELLED"]


def test_a_calendar_is_of_one_community_if_that_is_asked_for(client, called):
    assert (
        len(events(client, "/meetings.ics?community=lizhi")),
        events(client, "/meetings.ics?community=mumian"),
    ) == (
        1,
        [],
    )
