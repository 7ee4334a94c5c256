"""Conversation over HTTP: parse, call a deed or a query, render."""

from __future__ import annotations

from flask import Flask
from flask_wtf import CSRFProtect

from microprojects.web import (
    addresses,
    assets,
    auth,
    copies,
    council,
    data,
    drawings,
    errors,
    filled_pages,
    filters,
    form_words,
    graphs,
    guard,
    headers,
    kept_figures,
    kept_pages,
    language,
    money_shown,
    my,
    nav,
    office,
    page_heads,
    plain_text,
    preferences,
    public,
    terms,
    voters,
    watching,
)  # fmt: skip

csrf = CSRFProtect()

COUNTERS = (public, auth, my, council, office, data)


def register(app: Flask) -> None:
    """Open the counters; the guard comes last and refuses an app with an unguarded route."""
    addresses.init_app(app)
    plain_text.init_app(app)
    csrf.init_app(app)
    language.init_app(app)
    kept_pages.init_app(app)
    kept_figures.init_app(app)
    filled_pages.init_app(app)
    headers.init_app(app)
    copies.init_app(app)  # after_request runs backwards: forms go before the page is packed
    guard.init_app(app)
    for part in (
        assets,
        errors,
        preferences,
        nav,
        page_heads,
        filters,
        drawings,
        graphs,
        money_shown,
        form_words,
        terms,
        voters,
    ):
        part.init_app(app)
    for counter in COUNTERS:
        for blueprint in counter.blueprints:
            app.register_blueprint(blueprint)
    guard.seal(app)
    watching.init_app(app)
