"""The ways into a poll in words: signing in, the code on a slip, a code by text message."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _

from microprojects.store import texting
from microprojects.store.polls import Poll


def ways(poll: Poll, back: str) -> list[tuple[str, str]]:
    """Return the ways to prove that one is on the roll: words and address; `back` is where a sign-in leads."""
    listed = [
        (_("登录，再投出"), url_for("auth.sign_in", next=back)),
        (_("用通知单上的代码"), url_for("public_passes.slip", poll_id=poll.id)),
    ]
    if texting.is_on():
        listed.append((_("用短信验证码"), url_for("public_passes.text", poll_id=poll.id)))
    return listed
