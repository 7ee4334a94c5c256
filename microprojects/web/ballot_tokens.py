"""The token by which a browser finds the draft of its ballot again, kept in the cookie of the session beside a pass."""

from __future__ import annotations

import hashlib
import secrets

from flask import session

KEY = "ballot"
PASS = "pass"


def token() -> str:
    """Return the token of this browser, made at the first page of a ballot."""
    if KEY not in session:
        session[KEY] = secrets.token_urlsafe(24)
        session.permanent = True  # a draft outlives the closing of the browser
    return str(session[KEY])


def holder() -> str:
    """Return the hash by which drafts of this browser are kept; nothing where it never opened a ballot."""
    return hashlib.sha256(str(session[KEY]).encode()).hexdigest() if KEY in session else ""


def is_anothers() -> bool:
    """Return whether what was picked in this browser was picked with a pass, so that nobody who signs in inherits it."""
    return PASS in session
