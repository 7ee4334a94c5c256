"""What many screens of one meeting share: its beat, answered before anything else runs, and the meeting as they show it.

A screen asks for the beat once a second, so that question is answered from memory,
without a session, a template or the database, while the answer is less than a
moment old. What a beat tells of is read once a process, not once a screen. See docs/adr/0006.
"""

from __future__ import annotations

import re
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from threading import Lock
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment

from flask import Flask, current_app
from sqlalchemy.orm import Session

from microprojects.store import journal, meetings, sittings
from microprojects.store.db import db
from microprojects.store.sittings import Sitting
from microprojects.web import headers

NAME = "microprojects_watching"
_FRESH = 0.4  # seconds for which one look into the database serves every screen of a process
_MANY = 200  # meetings
_ADDRESS = re.compile(r"/meetings/([0-9]{1,9})/beat")

Wsgi = Callable[[WSGIEnvironment, StartResponse], Iterable[bytes]]


class Watch:
    """The beats and the meetings that one process has looked at."""

    def __init__(self) -> None:
        self._beats: OrderedDict[int, tuple[float, int]] = OrderedDict()
        self._sittings: OrderedDict[int, Sitting] = OrderedDict()
        self._lock = Lock()

    def beat(self, meeting_id: int) -> int | None:
        """Return the beat of a meeting if it was looked up within the last moment."""
        read_at, beat = self._beats.get(meeting_id, (0.0, 0))
        return beat if time.monotonic() - read_at <= _FRESH else None

    def note(self, meeting_id: int, beat: int) -> None:
        """Keep a beat that was just read."""
        if beat:
            with self._lock:
                _keep(self._beats, meeting_id, (time.monotonic(), beat))

    def sitting(self, meeting_id: int, beat: int) -> Sitting | None:
        """Return the meeting as it was read at this beat."""
        kept = self._sittings.get(meeting_id)
        return kept if kept is not None and kept.beat == beat else None

    def hold(self, sitting: Sitting) -> None:
        """Keep a meeting as it was read."""
        with self._lock:
            _keep(self._sittings, sitting.meeting.id, sitting)

    def forget(self) -> None:
        """Forget all that was looked at, for a database that was put back to an earlier moment."""
        with self._lock:
            self._beats.clear()
            self._sittings.clear()


def _keep(shelf: OrderedDict[int, Any], meeting_id: int, what: object) -> None:
    shelf[meeting_id] = what
    shelf.move_to_end(meeting_id)
    while len(shelf) > _MANY:
        shelf.popitem(last=False)


def init_app(app: Flask) -> None:
    """Answer the question for a beat first, where the answer is known."""
    watch = app.extensions[NAME] = Watch()
    inner: Wsgi = app.wsgi_app

    def answer(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        asked = _ADDRESS.fullmatch(environ.get("PATH_INFO", ""))
        beat = watch.beat(int(asked[1])) if asked and environ["REQUEST_METHOD"] == "GET" else None
        if beat is None:
            return inner(environ, start)
        body = str(beat).encode()
        start("200 OK", [*HEADERS, ("Content-Length", str(len(body)))])
        return [body]

    app.wsgi_app = answer  # type: ignore[assignment, method-assign]  # the way of Flask


HEADERS = [
    ("Content-Type", "text/plain; charset=utf-8"),
    ("Cache-Control", "no-store"),
    *headers.ALWAYS.items(),
]


def beat(meeting_id: int) -> int:
    """Return the beat of a meeting as it is now, and let the screens of the next moment know it."""
    found = journal.beat(db.session(), meeting_id)
    _watch().note(meeting_id, found)
    return found


def sitting(meeting_id: int) -> Sitting:
    """Return a meeting as all its screens show it at this beat; its rows belong to no session and only tell.

    Raises:
        NotFound: there is no such meeting.
    """
    kept = _watch().sitting(meeting_id, journal.beat(db.session(), meeting_id))
    if kept is not None:
        return kept
    with Session(db.engine) as reading:
        made = sittings.of(reading, meetings.get(reading, meeting_id))
        reading.expunge_all()
    if made.meeting.state == "in_session":  # before that the roster may still change
        _watch().hold(made)
    return made


def _watch() -> Watch:
    watch = current_app.extensions[NAME]
    assert isinstance(watch, Watch)
    return watch
