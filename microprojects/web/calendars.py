"""Meetings as a calendar file.

Source: RFC 5545, sections 3.1 (lines of at most 75 octets), 3.3.11 (escaped text), 3.6.1 (events).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from flask import current_app, url_for
from flask_babel import gettext as _

from microprojects.store.agendas import MeetingLine

_LONGEST = 75
_ESCAPED = str.maketrans({"\\": r"\\", ";": r"\;", ",": r"\,", "\n": r"\n"})


def meetings(rows: Iterable[MeetingLine], *, at: datetime) -> bytes:
    """Return the meetings as iCalendar data."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//microprojects//meetings//ZH",
        f"X-WR-CALNAME:{_text(_('议事会会议'))}",
        *(line for row in rows for line in _event(row, at)),
        "END:VCALENDAR",
    ]
    return "".join(f"{folded}\r\n" for line in lines for folded in _folded(line)).encode()


def _event(row: MeetingLine, at: datetime) -> Iterator[str]:
    address = current_app.extensions["settings"].base_url.rstrip("/")
    yield "BEGIN:VEVENT"
    yield f"UID:meeting-{row.id}@{address.split('://')[-1]}"
    yield f"DTSTAMP:{_instant(at)}"
    yield f"DTSTART:{_instant(row.starts_at)}"
    yield "DURATION:PT2H"
    yield f"SUMMARY:{_text(f'{row.community} {row.title}')}"
    yield f"LOCATION:{_text(row.place)}"
    yield f"URL:{address}{url_for('public_meetings.meeting', meeting_id=row.id)}"
    yield "END:VEVENT"


def _instant(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(words: str) -> str:
    return words.translate(_ESCAPED)


def _folded(line: str) -> Iterator[str]:
    """Yield the line in pieces of at most 75 octets, never inside a character."""
    piece, size = "", 0
    for char in line:
        width = len(char.encode())
        if size + width > _LONGEST:
            yield piece
            piece, size = " ", 1
        piece += char
        size += width
    yield piece
