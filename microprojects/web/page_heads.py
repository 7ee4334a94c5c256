"""What a public page says of itself to machines: its one address, its card when it is shared."""

from __future__ import annotations

from flask import Flask, current_app, request, url_for

from microprojects.web.assets import asset_url
from microprojects.web.log_marks import log_mark

# Counters of the public at which somebody does something of their own; they are nobody's to find or to share.
_OWN = frozenset({"public_ballots", "public_castings", "public_health", "public_passes", "public_surveys"})
# What makes a page another one; the rest of a query is noise.
_TELLING = (
    "community", "kind", "month", "page", "q", "sort", "state", "subject", "theme", "type", "when", "year",
)  # fmt: skip
_CARD = "img/card.png"


def init_app(app: Flask) -> None:
    """Give templates the parts of a page's head."""
    for function in (canonical, share_image, log_mark):
        app.add_template_global(function)


def site() -> str:
    """Return the address before every path of the site."""
    return str(current_app.extensions["settings"].base_url)


def canonical() -> str:
    """Return the one address of a public page: filters in order, nothing empty; none for any other page."""
    blueprint = request.blueprint or ""
    if not blueprint.startswith(("public_", "data_tables")) or blueprint in _OWN or request.method != "GET":
        return ""
    asked = {name: request.args.get(name, "").strip() for name in _TELLING}
    told = {name: value for name, value in asked.items() if value and (name, value) != ("page", "1")}
    return site() + url_for(str(request.endpoint), **{**told, **(request.view_args or {})})


def share_image() -> str:
    """Return the address of the picture that stands beside a shared page."""
    return site() + asset_url(_CARD)
