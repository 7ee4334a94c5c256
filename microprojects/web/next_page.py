"""The page to go on to after signing in: only a page of this site, rebuilt from its own map of routes."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urlsplit

from flask import current_app, request, url_for
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

# A path that begins with one slash and a letter or digit: no host can hide in it.
_SHAPE = re.compile(r"/[A-Za-z0-9][A-Za-z0-9/._~%=&?+:,-]*")
_LONGEST = 500


def safe_next(wanted: str | None) -> str | None:
    """Return the address of our own page that `wanted` means, None if it means anything else.

    The answer is built from the matched route and its arguments, so nothing of
    the given text reaches the browser unread. Pages of signing in are not
    returned to.
    """
    if not wanted or len(wanted) > _LONGEST or not _SHAPE.fullmatch(wanted):
        return None
    parts = urlsplit(wanted)
    if parts.scheme or parts.netloc:
        return None
    try:
        endpoint, arguments = current_app.url_map.bind("").match(parts.path, method="GET")
    except (HTTPException, RequestRedirect):
        return None
    if endpoint.startswith("auth.") or endpoint.endswith("static"):
        return None
    address = url_for(endpoint, **arguments)
    query = urlencode(parse_qsl(parts.query))
    return f"{address}?{query}" if query else address


def here() -> str | None:
    """Return the address of the page that is asked for, if one can come back to it."""
    return safe_next(request.full_path.removesuffix("?"))
