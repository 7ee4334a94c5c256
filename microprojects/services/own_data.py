"""Handing a person what the site holds about them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from microprojects.domain.sessions import Origin
from microprojects.services import _accounts, _sessions
from microprojects.store import accounts, own_data
from microprojects.store.db import db


def hand_out(session_id: int, password: str, *, origin: Origin, at: datetime) -> dict[str, Any]:
    """Return what is held about the person of a session, after their password.

    Source: 个人信息保护法 art. 45 (the right to see and copy one's own data).

    Raises:
        SignInAgain: the session is over.
        LockedOut: too many wrong passwords.
        WrongPassword: it is not the account's password.
    """
    _accounts.prove(session_id, password, origin=origin, at=at)
    session = db.session()
    account = accounts.get(session, _sessions.whole(session, session_id, at).account_id)
    return {"made_at": at.isoformat(), **own_data.of(session, account.person_id)}
