"""The wall of a meeting for anyone in the room, and the beat that tells every screen when to look again."""

from __future__ import annotations

import time

from flask import Blueprint, Response, current_app, render_template
from flask.typing import ResponseReturnValue

from microprojects.domain.casting import BY_MEMBER
from microprojects.store import journal, meetings, sittings
from microprojects.store.db import db
from microprojects.web.guard import anyone
from microprojects.web.vote_words import received, result

bp = Blueprint("public_screens", __name__, url_prefix="/meetings/<int:meeting_id>")

_NAME = "microprojects_beats"
_FRESH = 0.4  # seconds for which one look into the database serves every screen of a process
_MANY = 500


@bp.get("/beat")
@anyone
def beat(meeting_id: int) -> ResponseReturnValue:
    """Say the number of the last act in the meeting: when it grows, a screen looks again."""
    answer = Response(str(_beat(meeting_id)), mimetype="text/plain")
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.get("/screen")
@anyone
def screen(meeting_id: int) -> ResponseReturnValue:
    """Show the item before the room in large letters; votes are counted there, but not told, while they run."""
    session = db.session()
    meeting = meetings.get(session, meeting_id)
    sitting = sittings.of(session, meeting)
    vote = sitting.vote
    return render_template(
        "public/meetings/screen.html",
        sitting=sitting,
        meeting=meeting,
        item=sitting.item,
        line=sitting.line,
        vote=vote,
        by_member=bool(vote and vote.mode in BY_MEMBER),
        row=received(vote, sitting.got),
        result=result(vote),
    )


def _beat(meeting_id: int) -> int:
    """Return the beat of a meeting, as it was within the last moment."""
    known: dict[int, tuple[float, int]] = current_app.extensions.setdefault(_NAME, {})
    at = time.monotonic()
    read_at, seq = known.get(meeting_id, (0.0, 0))
    if not seq or at - read_at > _FRESH:
        seq = journal.beat(db.session(), meeting_id)
        if len(known) >= _MANY:
            known.clear()
        known[meeting_id] = (at, seq)
    return seq
