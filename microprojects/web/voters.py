"""Who votes in this browser: the signed-in person, or the holder of a pass whose secret is in the cookie."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from flask import Flask, Response, g, session, url_for
from flask_babel import gettext as _

from microprojects.clock import now
from microprojects.domain.masks import mask_name
from microprojects.domain.voters import GivenPass, Origin, PassOver, Voter
from microprojects.store import poll_rolls
from microprojects.store.box_keys import KeyGone
from microprojects.store.db import db
from microprojects.store.poll_rolls import Held, Standing
from microprojects.web import ballot_tokens
from microprojects.web.filters import clock
from microprojects.web.guard import current_actor

KEY = ballot_tokens.PASS
OVER = "public_passes.over"
_ASKED = "pass_held"


@dataclass(frozen=True)
class InUse:
    """Whose pass is in use in this browser, until when, how it is given back, and the seconds that are left."""

    strong: str
    words: str
    button: str
    lent: bool
    seconds: int


def in_use(held: Held | None) -> InUse | None:
    """Return the pass that is in use as a page says it."""
    if held is None:
        return None
    who = mask_name(held.name) + (f"（{held.building}）" if held.building else "")
    left, until = max(0, int((held.ends_at - now()).total_seconds())), clock(held.ends_at)
    if held.origin is Origin.DESK:
        words = _("到 %(until)s 自动退出，不留下什么。", until=until)
        return InUse(_("窗口的机器，%(who)s在投。", who=who), words, _("投完了，交还"), True, left)
    how = _("用通知单") if held.origin is Origin.SLIP else _("用短信验证码")
    words = _("到 %(until)s 以前可以投、可以改；过了再来一次就行。", until=until)
    return InUse(_("%(how)s进来的：%(who)s。", how=how, who=who), words, _("退出"), False, left)


def init_app(app: Flask) -> None:
    """Let a page on a lent machine go away by itself when the time is over, with script and without."""
    app.after_request(_leave_in_time)
    app.add_template_global(in_use)


def _leave_in_time(response: Response) -> Response:
    found = g.get(_ASKED)
    if found is not None and found.origin is Origin.DESK and response.mimetype == "text/html":
        poll_id, left = session[KEY][0], (found.ends_at - now()).total_seconds()
        response.headers["Refresh"] = f"{max(1, int(left) + 1)}; url={url_for(OVER, poll_id=poll_id)}"
    return response


def hold(poll_id: int, given: GivenPass) -> None:
    """Keep a pass in this browser, in place of any other."""
    session[KEY] = [poll_id, given.secret, given.origin.value]
    g.pop(_ASKED, None)


def let_go() -> None:
    """Take the pass out of this browser, and the way to the draft that was made with it."""
    session.pop(KEY, None)
    session.pop(ballot_tokens.KEY, None)
    g.pop(_ASKED, None)


def secret(poll_id: int) -> str:
    """Return the secret of the pass that this browser has for a poll, nothing where it has none."""
    kept = session.get(KEY) or (0, "", "")
    return str(kept[1]) if kept[0] == poll_id else ""


def is_lent() -> bool:
    """Return whether this browser is a machine that a clerk has lent."""
    return (session.get(KEY) or (0, "", ""))[2] == Origin.DESK.value


def voter(poll_id: int) -> Voter:
    """Return who votes here; a pass goes before the person who is signed in."""
    return Voter(person_id=current_actor().person_id, secret=secret(poll_id), holder=ballot_tokens.holder())


def held(poll_id: int) -> Held | None:
    """Return the pass for a poll that is good in this browser; asked for once a request."""
    kept = secret(poll_id)
    if not kept:
        return None
    if _ASKED not in g:
        setattr(g, _ASKED, None)
        with suppress(KeyGone):
            setattr(g, _ASKED, poll_rolls.held(db.session(), poll_id, kept, at=now()))
    found: Held | None = g.get(_ASKED)
    return found


def standing(poll_id: int) -> Standing:
    """Return where the voter of this browser stands in a poll."""
    found = held(poll_id)
    if found is not None:
        return found.standing
    return poll_rolls.standing(db.session(), poll_id, current_actor().person_id)


def require_good(poll_id: int) -> None:
    """Let the request pass unless the pass of this browser is over, which then goes out of it.

    Raises:
        PassOver: it is.
    """
    if secret(poll_id) and held(poll_id) is None:
        lent = is_lent()
        session.pop(KEY, None)
        if lent:
            let_go()
        raise PassOver
