"""Meetings and gatherings as a calendar file that a phone can subscribe to.

Source: RFC 5545, sections 3.6.1 (events), 3.8.1.11 (status), 3.8.4.7 (names of events that stay the same), 3.8.7.2
(without a method, the stamp is when an event was last revised) and 3.8.7.4 (sequence).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from flask import current_app, url_for
from flask_babel import gettext as _

from microprojects.store.gatherings import Gathering
from microprojects.store.meetings import Meeting

if TYPE_CHECKING:
    from icalendar import Event

LONG = timedelta(hours=2)
MAKER = "-//microprojects//meetings//ZH"


@dataclass(frozen=True)
class Date:
    """One date in the calendar; `key` is its name, which never changes, and `path` its page.

    `revised` is when it was last changed, `revision` how often.
    """

    key: str
    starts_at: datetime
    title: str
    place: str
    path: str
    revised: datetime
    revision: int
    is_off: bool


def of_meeting(row: Meeting) -> Date:
    """Return a meeting of a council as a date."""
    path = url_for("public_meetings.meeting", meeting_id=row.id)
    return Date(
        key=f"meeting-{row.id}",
        starts_at=row.starts_at,
        title=f"{row.council.area.name} {row.title}",
        place=row.place,
        path=path,
        revised=max(filter(None, (row.called_at, row.dossier_sent_at, row.opened_at, row.closed_at))),
        revision=row.version - 1,
        is_off=row.state == "cancelled",
    )


def of_gathering(row: Gathering) -> Date:
    """Return a gathering as a date."""
    path = url_for("public_gatherings.gathering", gathering_id=row.id)
    return Date(
        key=f"gathering-{row.id}",
        starts_at=row.starts_at,
        title=f"{row.area.name} {row.title}",
        place=row.place,
        path=path,
        revised=max(filter(None, (row.called_at, row.opened_at, row.closed_at))),
        revision=row.version - 1,
        is_off=row.state == "cancelled",
    )


def calendar(dates: Iterable[Date]) -> bytes:
    """Return the dates as iCalendar data."""
    from icalendar import Calendar  # noqa: PLC0415 - seldom asked for, and large

    made = Calendar()
    made.add("version", "2.0")
    made.add("prodid", MAKER)
    made.add("x-wr-calname", _("议事会会议和恳谈、听证、评议"))
    for date in dates:
        made.add_component(_event(date))
    return bytes(made.to_ical())


def _event(date: Date) -> Event:
    from icalendar import Event  # noqa: PLC0415 - as above

    address = current_app.extensions["settings"].base_url.rstrip("/")
    made = Event()
    made.add("uid", f"{date.key}@{address.split('://')[-1]}")
    made.add("dtstamp", date.revised)
    made.add("sequence", date.revision)
    made.add("status", "CANCELLED" if date.is_off else "CONFIRMED")
    made.add("dtstart", date.starts_at)
    made.add("duration", LONG)
    made.add("summary", date.title)
    made.add("location", date.place)
    made.add("url", f"{address}{date.path}")
    return made
