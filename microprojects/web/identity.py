"""Who the visitor is: the sign-in cookie, the session row behind it, and the actor that the rules see."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

from flask import Flask, Response, after_this_request, current_app, flash, g, request, session
from flask_babel import gettext as _
from flask_login import LoginManager, current_user, login_user, logout_user

from microprojects.clock import now
from microprojects.domain.errors import Busy
from microprojects.domain.people import ANYONE, Actor
from microprojects.domain.sessions import (
    RESIDENT_TERMS,
    SEEN_EVERY,
    Origin,
    Presence,
    SignedIn,
    SignInAgain,
    Step,
)
from microprojects.services import ballot_drafts, sign_in
from microprojects.store import sessions
from microprojects.store.db import reading_once
from microprojects.web import ballot_tokens
from microprojects.web.agents import device_label

_MARK_LASTS = timedelta(days=365)
# What of the old cookie goes over into the new one: nothing of worth that could be planted before signing in.
# The token of a ballot's draft opens nothing any more once the draft follows the person.
_KEPT = ("_flashes", ballot_tokens.KEY)


class Visitor:
    """The person behind a valid sign-in cookie, as Flask-Login carries them."""

    def __init__(self, token: str, presence: Presence) -> None:
        self._token = token
        self.presence = presence
        self.is_active = True  # a closed account has no presence
        self.is_anonymous = False

    def get_id(self) -> str:
        """Return the token of the session, which is what the cookie keeps: never the number of an account."""
        return self._token

    @property
    def is_authenticated(self) -> bool:
        return self.presence.step is Step.DONE

    @property
    def name(self) -> str:
        return self.presence.actor.name


def init_app(app: Flask) -> None:
    """Let Flask-Login carry the visitor; our session rows take the place of its own protection."""
    app.permanent_session_lifetime = RESIDENT_TERMS.absolute
    manager = LoginManager(app)
    manager.session_protection = None
    manager.user_loader(_visitor_of)


def presence() -> Presence | None:
    """Return who holds the cookie of this request, also half-way through signing in; None for the public."""
    if "_user_id" not in session:
        return None
    visitor = current_user._get_current_object()
    return visitor.presence if isinstance(visitor, Visitor) else None


def require_presence() -> Presence:
    """Return who holds the cookie of this request, in a view that the guard opens only to such.

    Raises:
        SignInAgain: nobody does any more.
    """
    found = presence()
    if found is None:
        raise SignInAgain
    return found


def actor() -> Actor:
    """Return the person who is fully signed in, as the rules see them; else the anonymous actor."""
    found = presence()
    return found.actor if found is not None and found.step is Step.DONE else ANYONE


def origin() -> Origin:
    """Return where this request comes from, as far as it matters for signing in."""
    return Origin(
        address=request.remote_addr or "",
        device=device_label(request.user_agent.string),
        mark=request.cookies.get(_mark_cookie(), "")[:200],
    )


def carry(signed_in: SignedIn, *, stay: bool | None = None) -> None:
    """Give the browser the cookie of a session just opened; everything of the old cookie is dropped.

    `stay` keeps the cookie when the browser closes; None leaves that as it was.
    """
    lasting = session.permanent if stay is None else stay
    kept = {key: session[key] for key in _KEPT if key in session}
    if ballot_tokens.is_anothers():
        kept.pop(ballot_tokens.KEY, None)
    session.clear()
    session.update(kept)
    if lasting:
        session.permanent = True
    g.pop("csrf_token", None)
    visitor = _visitor_of(signed_in.token)
    assert visitor is not None
    login_user(visitor)
    session.pop("_id", None)  # Flask-Login's print of address and browser, which our rows make needless
    if ballot_tokens.KEY in session and visitor.presence.step is Step.DONE:
        ballot_drafts.claim(holder=ballot_tokens.holder(), actor=visitor.presence.actor, at=now())
    if signed_in.mark and signed_in.mark != request.cookies.get(_mark_cookie()):
        _leave_mark(signed_in.mark)


def let_go() -> None:
    """Take the sign-in, and all else that is personal, out of the browser's cookie."""
    logout_user()
    session.clear()
    g.pop("csrf_token", None)


def let_go_of_the_dead() -> None:
    """Clear a cookie whose session is over, and say so; the cookie of somebody who never came in stays as it is."""
    if "_user_id" in session:
        let_go()
        flash(_("登录已经失效，请重新登录，再接着办。"))


def _visitor_of(token: str) -> Visitor | None:
    """Return the visitor of a token, and write down now and then that the session is in use."""
    at = now()
    with reading_once() as connection:
        found = sessions.presence(connection, at, token=token)
    if found is None:
        return None
    if at - found.seen_at >= SEEN_EVERY:
        with suppress(Busy):  # it is written at one of the next requests
            sign_in.see(found.session_id, at=at)
    return Visitor(token, found)


def _mark_cookie() -> str:
    """Return the name of the browser's mark; over TLS the prefix binds it to this very host."""
    return "__Host-known" if current_app.config["SESSION_COOKIE_SECURE"] else "known"


def _leave_mark(mark: str) -> None:
    """Leave in the browser that its owner has signed in here, so that strangers cannot lock them out."""

    @after_this_request
    def leave(response: Response) -> Response:
        response.set_cookie(
            _mark_cookie(),
            mark,
            max_age=_MARK_LASTS,
            secure=current_app.config["SESSION_COOKIE_SECURE"],
            httponly=True,
            samesite="Lax",
        )
        return response
