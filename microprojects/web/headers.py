"""What every answer tells the browser: what it may load, what it may keep, and how the text is packed."""

from __future__ import annotations

import gzip
import io
import secrets

from flask import Flask, Response, request, session

from microprojects.web.streams import stamp

# Strict: no script and no style inside a page, nothing from another host. "data:" is for the drawn marks of the style sheet.
POLICY = (
    "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'self'; "
    "form-action 'self'; object-src 'none'"
)
_PICTURES = "img-src 'self' data:"
ALWAYS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_PACKABLE = frozenset(
    {
        "text/html",
        "text/css",
        "text/csv",
        "text/plain",
        "application/json",
        "application/ld+json",
        "application/atom+xml",
        "application/xml",
        "image/svg+xml",
    }
)
_WORTH_PACKING = 1000
# Level 1 makes a list page a sixth of its size in half a millisecond; level 6 costs three times as much for a tenth less.
_LEVEL = 1
# A page that belongs to a person gets up to this many bytes of noise, so that its packed length tells nothing.
# Source: R. Paulson and others (2022), "Heal the Breach", the measure that Django 4.2 adopted.
_NOISE = 100


def init_app(app: Flask) -> None:
    """Add the headers to every answer of the app."""
    app.after_request(finish)


def policy_with_pictures(origin: str) -> str:
    """Return the policy of one page that may load pictures from one more host."""
    return POLICY.replace(_PICTURES, f"{_PICTURES} {origin}")


def finish(response: Response) -> Response:
    """Add the security headers, say who may keep the answer, and pack it."""
    for name, value in ALWAYS.items():
        response.headers.setdefault(name, value)
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    personal = bool(session) or session.modified
    _say_who_may_keep(response, personal=personal)
    if response.status_code != 304:
        _pack(response, personal=personal)
    return response


def _say_who_may_keep(response: Response, *, personal: bool) -> None:
    """Let public pages be kept and asked about again, and personal ones not at all.

    A visitor with anything in the session (a sign-in, a form's token, a message
    to be shown once) gets personal pages.
    """
    if "Cache-Control" in response.headers:
        return
    if personal or response.status_code >= 400 or request.method not in ("GET", "HEAD"):
        response.headers["Cache-Control"] = "private, no-store"
        return
    response.headers["Cache-Control"] = "no-cache"
    response.vary.update(("Cookie", "Accept-Encoding"))
    if response.status_code != 200 or response.direct_passthrough:
        return
    if response.is_streamed:
        stamp(response)
    else:
        response.add_etag(weak=True)
    response.make_conditional(request)


def _pack(response: Response, *, personal: bool) -> None:
    """Compress a text that is long enough, for a client that takes it."""
    if (
        response.mimetype not in _PACKABLE
        or response.is_streamed
        or response.direct_passthrough
        or "Content-Encoding" in response.headers
        or "Content-Range" in response.headers
        or "no-transform" in response.headers.get("Cache-Control", "")
        or not request.accept_encodings.quality("gzip")
    ):
        return
    body = response.get_data()
    if len(body) < _WORTH_PACKING:
        return
    noise = secrets.token_hex(secrets.randbelow(_NOISE) // 2) if personal else ""
    packed = io.BytesIO()
    with gzip.GzipFile(filename=noise, mode="wb", compresslevel=_LEVEL, fileobj=packed, mtime=0) as pack:
        pack.write(body)
    response.set_data(packed.getvalue())
    response.content_encoding = "gzip"
    response.vary.add("Accept-Encoding")
