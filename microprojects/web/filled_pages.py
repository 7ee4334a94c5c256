"""A page that many are given within minutes: rendered once for all of them, and filled in for each.

Drawing a page takes longer than accepting a ballot. Of a receipt only a few words
differ from voter to voter; so the page around them is drawn once, with gaps where
these words stand, and kept under everything else that it depends on.
"""

from __future__ import annotations

import re
import secrets
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from threading import Lock
from typing import Any

from flask import Flask, current_app, g, render_template, request, session
from flask_wtf.csrf import generate_csrf
from markupsafe import escape

from microprojects.web import language, nav

_NAME = "microprojects_filled_pages"
_MOST = 64
# A gap is a name behind a mark that nobody outside this process knows, so that no text can pretend to be one.
_MARK = secrets.token_hex(16)
_GAP = re.compile(f"{_MARK}-([a-z]+)-")
_MESSAGES = "_flashes"

Pieces = tuple[str, ...]


class Drawer:
    """The pages of one process as they were cut at their gaps, the least asked for thrown out first."""

    def __init__(self) -> None:
        self._pages: OrderedDict[Hashable, Pieces] = OrderedDict()
        self._lock = Lock()

    def find(self, key: Hashable) -> Pieces | None:
        """Return the pieces of a page that was drawn before."""
        with self._lock:
            found = self._pages.get(key)
            if found is not None:
                self._pages.move_to_end(key)
            return found

    def keep(self, key: Hashable, pieces: Pieces) -> None:
        """Put the pieces of a page away."""
        with self._lock:
            self._pages[key] = pieces
            while len(self._pages) > _MOST:
                self._pages.popitem(last=False)


def init_app(app: Flask) -> None:
    """Give the app a drawer."""
    app.extensions[_NAME] = Drawer()


def filled(
    template: str, gaps: Mapping[str, str], context: Callable[[], Mapping[str, Any]], *, of: Hashable
) -> str:
    """Return a page with `gaps` filled in; the template reads them as it reads `context`, asked for where it is drawn.

    `of` names whatever else the page depends on: two calls with the same `of` have the
    same `context`. The visitor's language, letters, account and address, and the token
    of its forms, are seen to here. A gap is text: the template may print it, nothing else.
    """
    if session.get(_MESSAGES):
        return render_template(template, **gaps, **context())
    drawer: Drawer = current_app.extensions[_NAME]
    key = (template, of, frozenset(gaps), _frame())
    pieces = drawer.find(key)
    if pieces is None:
        pieces = _drawn(template, gaps, context())
        drawer.keep(key, pieces)
    words = {name: str(escape(value)) for name, value in gaps.items()}
    words["token"] = generate_csrf()
    return "".join(words[piece] if n % 2 else piece for n, piece in enumerate(pieces))


def _frame() -> tuple[Hashable, ...]:
    """Return what the frame of a page shows of its visitor."""
    return (language.chosen(), nav.is_elder(), nav.counter_shown(), request.full_path)


def _drawn(template: str, gaps: Mapping[str, str], context: Mapping[str, Any]) -> Pieces:
    """Draw the page with its gaps open, and cut it there: text, name of a gap, text, and so on."""
    field = current_app.config["WTF_CSRF_FIELD_NAME"]
    generate_csrf()
    token = g.get(field)
    setattr(g, field, _open("token"))
    try:
        page = render_template(template, **{name: _open(name) for name in gaps}, **context)
    finally:
        setattr(g, field, token)
    return tuple(_GAP.split(page))


def _open(name: str) -> str:
    return f"{_MARK}-{name}-"
