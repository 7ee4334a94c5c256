"""Meetings and gatherings as a calendar file that a phone can subscribe to.

Source: RFC 5545, sections 3.6.1 (events) and 3.8.4.7 (names of events that stay the same).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from flask import current_app, url_for
from flask_babel import gettext as _

from microprojects.store.agendas import MeetingLine
from microprojects.store.gatherings import Gathering
from microprojects.store.meetings import Meeting

if TYPE_CHECKING:
    from icalendar import Event

LONG = timedelta(hours=2)
MAKER = "-//microprojects//meetings//ZH"


@dataclass(frozen=True)
class Date:
    """One date in the calendar; `key` is its name, which never changes, and `path` its page."""

    key: str
    starts_at: datetime
    title: str
    place: str
    path: str


def of_meeting(row: MeetingLine | Meeting) -> Date:
    """Return a meeting of a council as a date."""
    path = url_for("public_meetings.meeting", meeting_id=row.id)
    community = row.council.area.name if isinstance(row, Meeting) else row.community
    return Date(f"meeting-{row.id}", row.starts_at, f"{community} {row.title}", row.place, path)


def of_gathering(row: Gathering) -> Date:
    """Return a gathering as a date."""
    path = url_for("public_gatherings.gathering", gathering_id=row.id)
    return Date(f"gathering-{row.id}", row.starts_at, f"{row.area.name} {row.title}", row.place, path)


def calendar(dates: Iterable[Date], *, at: datetime) -> bytes:
    """Return the dates as iCalendar data."""
    from icalendar import Calendar  # noqa: PLC0415 - seldom asked for, and large

    made = Calendar()
    made.add("version", "2.0")
    made.add("prodid", MAKER)
    made.add("x-wr-calname", _("议事会会议和恳谈、听证、评议"))
    for date in dates:
        made.add_component(_event(date, at))
    return bytes(made.to_ical())


def _event(date: Date, at: datetime) -> Event:
    from icalendar import Event  # noqa: PLC0415 - as above

    address = current_app.extensions["settings"].base_url.rstrip("/")
    made = Event()
    made.add("uid", f"{date.key}@{address.split('://')[-1]}")
    made.add("dtstamp", at)
    made.add("dtstart", date.starts_at)
    made.add("duration", LONG)
    made.add("summary", date.title)
    made.add("location", date.place)
    made.add("url", f"{address}{date.path}")
    return made
