"""A resident's own words that were hidden: why, by what role, and how to complain."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from microprojects.store import hidden_comments
from microprojects.store.db import db
from microprojects.web.guard import current_actor, signed_in

bp = Blueprint("my_comments", __name__, url_prefix="/my/comments")


@bp.get("")
@signed_in
def index() -> ResponseReturnValue:
    """Show what was hidden of this person's words, and what was shown again."""
    found = hidden_comments.of_person(db.session(), current_actor().person_id or 0)
    return render_template("my/comments/index.html", found=found)
