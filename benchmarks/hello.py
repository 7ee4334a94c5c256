"""The smallest Flask page, as the measure for the others."""

from __future__ import annotations

from flask import Flask


def make() -> Flask:
    """Return an app with one page of a few bytes."""
    app = Flask("hello")

    @app.route("/")
    def hello() -> str:
        return "hello"

    return app
