"""The language of an answer: the one the visitor chose, else the site's."""

from __future__ import annotations

from flask import Flask, request
from flask_babel import Babel

LANGUAGES = {"zh_CN": "简体中文", "en": "English"}
COOKIE = "language"

babel = Babel()


def init_app(app: Flask) -> None:
    """Let Flask-Babel ask us for the language of each answer."""
    babel.init_app(app, locale_selector=chosen)


def chosen() -> str | None:
    """Return the language the visitor chose, None when they have not."""
    language = request.cookies.get(COOKIE, "")
    return language if language in LANGUAGES else None
