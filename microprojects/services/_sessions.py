"""Opening, changing and ending the rows behind sign-in cookies."""

from __future__ import annotations

import hmac
import secrets as random
from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from microprojects.domain.sessions import (
    Origin,
    Presence,
    SignedIn,
    SignInAgain,
    Stage,
    Step,
    needs_second_factor,
    next_step,
)
from microprojects.domain.workdays import local_day
from microprojects.store import accounts, people, secrets, sessions
from microprojects.store.accounts import Account
from microprojects.store.sessions import SignInSession

_TOKEN_BYTES = 32
_MARK_BYTES = 16


def opened(session: Session, account: Account, stage: Stage, *, origin: Origin, at: datetime) -> SignedIn:
    """Open a session of an account at a stage, under a token that nobody has seen before."""
    token = random.token_urlsafe(_TOKEN_BYTES)
    session.add(
        SignInSession(
            token_hash=sessions.token_hash(token),
            account_id=account.id,
            stage=stage,
            epoch=account.epoch,
            created_at=at,
            seen_at=at,
            device=origin.device[:40],
            address_hash=secrets.fingerprint("session.address", origin.address),
        )
    )
    must = needs_second_factor(people.grants(session, account.person_id), local_day(at))
    step = next_step(stage=stage, confirmed=account.totp_confirmed_at is not None, must=must)
    mark = origin.mark if knows(origin.mark, account.id) else _new_mark(account.id)
    return SignedIn(token, step, mark if step is Step.DONE else origin.mark)


def present(session: Session, session_id: int, at: datetime) -> Presence:
    """Return who is in a session that still holds.

    Raises:
        SignInAgain: it was ended, or has outlived its terms.
    """
    found = sessions.presence(session.connection(), at, session_id=session_id)
    if found is None:
        raise SignInAgain
    return found


def whole(session: Session, session_id: int, at: datetime) -> Presence:
    """Return who is in a session that has passed every step.

    Raises:
        SignInAgain: it has not, or holds no more.
    """
    found = present(session, session_id, at)
    if found.step is not Step.DONE:
        raise SignInAgain
    return found


def half(session: Session, session_id: int, at: datetime) -> Presence:
    """Return who is in a session that has proved the password alone.

    Raises:
        SignInAgain: it is none such, or holds no more.
    """
    found = present(session, session_id, at)
    if found.stage is not Stage.PASSWORD:
        raise SignInAgain
    return found


def may_set_up(session: Session, session_id: int, at: datetime) -> Presence:
    """Return who is in a session in which a second factor may be set up.

    Who still owes the code of a second factor may not: the password alone would
    replace it.

    Raises:
        SignInAgain: the session is none such.
    """
    found = present(session, session_id, at)
    if found.step is Step.CODE:
        raise SignInAgain
    return found


def locked(
    session: Session, session_id: int, at: datetime, stands: Callable[[Session, int, datetime], Presence]
) -> Account:
    """Return the locked account of a session that stands; it is asked again under the lock.

    Between the first question and the lock somebody may have ended the session.

    Raises:
        SignInAgain: it does not stand.
    """
    account = accounts.get(session, stands(session, session_id, at).account_id, for_update=True)
    stands(session, session_id, at)
    return account


def knows(mark: str, account_id: int) -> bool:
    """Return whether a browser's mark was left by a whole sign-in to this account."""
    nonce, _, seal = mark.partition(".")
    return hmac.compare_digest(seal.encode(), _seal_of_mark(account_id, nonce).encode())


def counted_address(origin: Origin, account_id: int) -> str | None:
    """Return the address under which an attempt at an account counts, None for a browser that knows the account."""
    return None if knows(origin.mark, account_id) else origin.address


def _new_mark(account_id: int) -> str:
    """Return a mark for a browser in which somebody has just signed in wholly."""
    nonce = random.token_urlsafe(_MARK_BYTES)
    return f"{nonce}.{_seal_of_mark(account_id, nonce)}"


def _seal_of_mark(account_id: int, nonce: str) -> str:
    return secrets.fingerprint("session.mark", f"{account_id}:{nonce}")
