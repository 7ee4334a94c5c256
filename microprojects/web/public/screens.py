"""The wall of a meeting for anyone in the room, and the beat that tells every screen when to look again."""

from __future__ import annotations

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from microprojects.domain.casting import BY_MEMBER
from microprojects.web import poll_said, watching
from microprojects.web.guard import anyone
from microprojects.web.vote_words import received, result

bp = Blueprint("public_screens", __name__, url_prefix="/meetings/<int:meeting_id>")


@bp.get("/beat")
@anyone
def beat(meeting_id: int) -> ResponseReturnValue:
    """Say the number of the last act in the meeting: when it grows, a screen looks again."""
    answer = Response(str(watching.beat(meeting_id)), mimetype="text/plain")
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.get("/screen")
@anyone
def screen(meeting_id: int) -> ResponseReturnValue:
    """Show the item before the room in large letters; votes are counted there, but not told, while they run."""
    sitting = watching.sitting(meeting_id)
    vote = sitting.vote
    return render_template(
        "public/meetings/screen.html",
        sitting=sitting,
        meeting=sitting.meeting,
        item=sitting.item,
        line=sitting.line,
        vote=vote,
        by_member=bool(vote and vote.mode in BY_MEMBER),
        row=received(vote, sitting.got),
        result=result(vote),
        poll_says=poll_said.short(sitting.poll_said) if sitting.poll_said else "",
        departed=poll_said.departed(sitting.departure) if sitting.departure else "",
    )
