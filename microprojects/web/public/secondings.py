"""Seconding from the page of a project: one button, and back to the page."""

from __future__ import annotations

from flask import Blueprint, flash, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from microprojects.clock import now
from microprojects.domain.secondings import NotSeconded, SecondedAlready
from microprojects.services import secondings
from microprojects.web.guard import current_actor, signed_in
from microprojects.web.language import sentence

bp = Blueprint("public_secondings", __name__, url_prefix="/projects/<number>")


@bp.post("/second")
@signed_in
def second(number: str) -> ResponseReturnValue:
    """Second a proposal; pressed twice, it counts once."""
    try:
        secondings.second(number, actor=current_actor(), at=now())
        flash(_("已附议。人数够了，街道开始商议。"))
    except SecondedAlready as twice:
        flash(sentence(twice))
    return redirect(f"/projects/{number}", 303)


@bp.post("/unsecond")
@signed_in
def unsecond(number: str) -> ResponseReturnValue:
    """Take one's support back."""
    try:
        secondings.unsecond(number, actor=current_actor(), at=now())
        flash(_("已收回附议。"))
    except NotSeconded as none:
        flash(sentence(none))
    return redirect(f"/projects/{number}", 303)
