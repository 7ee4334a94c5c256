"""What can be done with the money of this programme, and the twelve lines of what cannot."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from microprojects.domain.negative_list import NEGATIVE_LIST
from microprojects.domain.proposals import THEMES, TYPES
from microprojects.web.guard import anyone

bp = Blueprint("public_scope", __name__)


@bp.get("/scope")
@anyone
def show() -> ResponseReturnValue:
    """Show the types, the themes and the negative list."""
    return render_template("public/scope/show.html", lines=NEGATIVE_LIST, types=TYPES, themes=THEMES)
