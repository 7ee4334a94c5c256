"""Public pages kept ready to be sent again, for as long as nothing was written in the journal.

Every act appends to the journal, so a public page made under one head of the
journal is true until the head moves. It also shows the day and open windows, so
it is made anew every minute. Only visitors about whom nothing is known get kept
pages: an empty session, no form token, no message. See docs/adr/0005.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

from flask import Flask, Response, current_app, g, request, session
from sqlalchemy import select

from microprojects.clock import now
from microprojects.store import journal
from microprojects.store.db import db
from microprojects.store.journal import JournalHead
from microprojects.web import language
from microprojects.web.nav import ELDER

_NAME = "microprojects_kept_pages"
_WALL = "public_screens.screen"  # many look at it while other meetings go on
_TOO_SMALL = frozenset({"public_screens.beat"})  # cheaper to answer than to look for


@dataclass(frozen=True)
class Kept:
    """One answer as it was sent, and what it was true under."""

    truth: tuple[str, str]
    body: bytes
    headers: tuple[tuple[str, str], ...]


class Shelf:
    """The pages of one process, the least asked for thrown out first."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._pages: OrderedDict[tuple[str, ...], Kept] = OrderedDict()
        self._lock = Lock()

    def find(self, key: tuple[str, ...], truth: tuple[str, str]) -> Kept | None:
        """Return the page of a key if it is still true."""
        with self._lock:
            kept = self._pages.get(key)
            if kept is None or kept.truth != truth:
                return None
            self._pages.move_to_end(key)
            return kept

    def keep(self, key: tuple[str, ...], kept: Kept) -> None:
        """Put a page on the shelf."""
        with self._lock:
            self._pages[key] = kept
            self._pages.move_to_end(key)
            while len(self._pages) > self._limit:
                self._pages.popitem(last=False)


def init_app(app: Flask) -> None:
    """Keep pages if the settings give room for any. Must come before the headers, to keep finished answers."""
    limit = app.config["KEPT_PAGES"]
    if limit:
        app.extensions[_NAME] = Shelf(limit)
        app.before_request(_answer)
        app.after_request(_keep)


def _answer() -> Response | None:
    if request.endpoint in _TOO_SMALL or request.method != "GET" or session or request.headers.get("Range"):
        return None
    g.kept_truth = truth = _truth()
    kept = current_app.extensions[_NAME].find(_key(), truth)
    if kept is None:
        return None
    response = Response(kept.body, headers=list(kept.headers))
    g.kept_hit = True
    response.make_conditional(request)
    return response


def _keep(response: Response) -> Response:
    truth = g.pop("kept_truth", None)
    if truth is None or g.pop("kept_hit", False) or not _is_public(response):
        return response
    headers = tuple((name, value) for name, value in response.headers if name != "Content-Length")
    current_app.extensions[_NAME].keep(_key(), Kept(truth, response.get_data(), headers))
    return response


def _is_public(response: Response) -> bool:
    return (
        response.status_code == 200
        and response.mimetype == "text/html"
        and response.headers.get("Cache-Control") == "no-cache"
        and "Set-Cookie" not in response.headers
        and not response.is_streamed
        and not response.direct_passthrough
        and not session
    )


def _truth() -> tuple[str, str]:
    """Return what a page is true under: the journal's head, and the minute; for a wall the beat of its meeting."""
    minute = now().strftime("%Y-%m-%dT%H:%M")
    if request.endpoint == _WALL and request.view_args:
        return str(journal.beat(db.session(), int(request.view_args["meeting_id"]))), minute
    head = db.session.scalar(select(JournalHead.hash).where(JournalHead.id == 1))
    return head or "", minute


def _key() -> tuple[str, ...]:
    packed = "gzip" if request.accept_encodings.quality("gzip") else ""
    cookies = request.cookies
    return (request.host, request.full_path, cookies.get(language.COOKIE, ""), cookies.get(ELDER, ""), packed)
