"""What a visitor chose for this device, kept in two cookies: the language, and the version for elder people."""

from __future__ import annotations

from flask import Blueprint, Flask, current_app, redirect, request
from flask.typing import ResponseReturnValue

from microprojects.web.guard import anyone
from microprojects.web.language import COOKIE as LANGUAGE
from microprojects.web.language import LANGUAGES
from microprojects.web.nav import ELDER
from microprojects.web.next_page import safe_next

blueprint = Blueprint("preferences", __name__)

_A_YEAR = 365 * 24 * 3600


def init_app(app: Flask) -> None:
    """Open the one address.

    It asks for no form token: the token would put a session, and with it a
    cookie, on every public page, and the worst a foreign page could do here is
    to change the size of the letters.
    """
    app.extensions["csrf"].exempt(blueprint)
    app.register_blueprint(blueprint)


@blueprint.post("/preferences")
@anyone
def choose() -> ResponseReturnValue:
    """Keep the choice and return to the page it was made on."""
    response = redirect(safe_next(request.form.get("next")) or "/", 303)
    chosen = {
        LANGUAGE: (request.form.get("lang", ""), tuple(LANGUAGES)),
        ELDER: (request.form.get("elder", ""), ("0", "1")),
    }
    for cookie, (value, allowed) in chosen.items():
        if value in allowed:
            response.set_cookie(
                cookie,
                value,
                max_age=_A_YEAR,
                httponly=True,
                samesite="Lax",
                secure=current_app.config["SESSION_COOKIE_SECURE"],
            )
    return response
