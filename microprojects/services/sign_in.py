"""Signing in and out: the password, then the second factor, then a session that can be ended."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from microprojects.domain import credentials
from microprojects.domain.sessions import (
    Origin,
    SignedIn,
    Stage,
    Step,
    WrongCode,
    WrongPassword,
    WrongRecoveryCode,
    needs_second_factor,
    window,
)
from microprojects.domain.workdays import local_day
from microprojects.services import _attempts, _codes, _passwords, _sessions
from microprojects.store import accounts, people, sessions
from microprojects.store.accounts import Account
from microprojects.store.db import db, transaction
from microprojects.store.sessions import SignInSession


def sign_in_password(username: str, password: str, *, origin: Origin, at: datetime) -> SignedIn:
    """Open a session for whoever knows the password; with a second factor it is only half open.

    An unknown name costs the same work and gets the same answer as a wrong password.

    Raises:
        LockedOut: too many attempts, by this name or from this address.
        WrongPassword: name and password do not belong together, or the account is closed.
    """
    name = credentials.fold_username(username)
    known = accounts.named(db.session(), name)
    account_id, kept = (known.id, known.password_hash) if known else (0, None)
    marked = known is not None and _sessions.knows(origin.mark, account_id)
    way_in = _attempts.way("browser", origin.mark) if marked else _attempts.way("name", name)
    address = None if marked else origin.address
    _attempts.count(way_in, address=address, at=at)
    if not _passwords.matches(kept, credentials.cut_password(password)) or kept is None:
        raise WrongPassword
    with transaction() as session:
        account = accounts.get(session, account_id, for_update=True)
        if account.disabled_at is not None or account.password_hash != kept:
            raise WrongPassword
        if _passwords.is_outdated(kept):
            account.password_hash = _passwords.hashed(password)
        _attempts.forgive(session, way_in, address=address, at=at)
        return _sessions.opened(session, account, _first_stage(session, account, at), origin=origin, at=at)


def sign_in_totp(session_id: int, code: str, *, origin: Origin, at: datetime) -> SignedIn:
    """Open the whole session after the code of the second factor; the half session ends.

    Raises:
        SignInAgain: the half session is over.
        LockedOut: too many codes were tried.
        WrongCode: wrong, too old, or used before.
    """
    way_in = _begin(session_id, origin=origin, at=at)
    with transaction() as session:
        half, account = _half(session, session_id, at)
        steps = window(people.grants(session, account.person_id))
        if not _codes.uses_up(session, account, code, steps=steps, at=at):
            raise WrongCode
        return _completed(session, half, account, way_in, origin=origin, at=at)


def sign_in_recovery(session_id: int, code: str, *, origin: Origin, at: datetime) -> SignedIn:
    """Open the whole session after one of the codes on paper; that code is used up.

    Raises:
        SignInAgain: the half session is over.
        LockedOut: too many codes were tried.
        WrongRecoveryCode: there is none such, or it was used before.
    """
    way_in = _begin(session_id, origin=origin, at=at)
    with transaction() as session:
        half, account = _half(session, session_id, at)
        if not _codes.uses_up_recovery(session, account, code, at=at):
            raise WrongRecoveryCode
        return _completed(session, half, account, way_in, origin=origin, at=at)


def sign_out(session_id: int, *, at: datetime) -> None:
    """End one session, so that its cookie is dead wherever a copy of it may be."""
    with transaction() as session:
        row = sessions.get(session, session_id, for_update=True)
        row.ended_at = row.ended_at or at


def end_session(session_id: int, which: int, *, at: datetime) -> None:
    """End the session `which` of the account that is signed in; one of another account stays as it is.

    Raises:
        SignInAgain: the session it is done in is over.
    """
    with transaction() as session:
        sessions.end(session, _sessions.whole(session, session_id, at).account_id, at, only=which)


def end_other_sessions(session_id: int, *, at: datetime) -> None:
    """End every session of the account but this one.

    Raises:
        SignInAgain: the session it is done in is over.
    """
    with transaction() as session:
        sessions.end(session, _sessions.whole(session, session_id, at).account_id, at, but=session_id)


def see(session_id: int, *, at: datetime) -> None:
    """Write down that a session is in use, from which its idle time is counted."""
    with transaction() as session:
        row = sessions.get(session, session_id, for_update=True)
        row.seen_at = max(row.seen_at, at)


def _first_stage(session: Session, account: Account, at: datetime) -> Stage:
    """Return how far the password alone leads."""
    must = needs_second_factor(people.grants(session, account.person_id), local_day(at))
    return Stage.PASSWORD if must or account.totp_confirmed_at is not None else Stage.FULL


def _begin(session_id: int, *, origin: Origin, at: datetime) -> str:
    """Count an attempt at the second step and return the key it is counted under."""
    account_id = _sessions.half(db.session(), session_id, at).account_id
    way_in = _attempts.way("code", account_id)
    _attempts.count(way_in, address=_sessions.counted_address(origin, account_id), at=at)
    return way_in


def _half(session: Session, session_id: int, at: datetime) -> tuple[SignInSession, Account]:
    """Return a half session that still stands, with its account, both locked."""
    account = _sessions.locked(session, session_id, at, _sessions.half)
    return sessions.get(session, session_id, for_update=True), account


def _completed(
    session: Session, half: SignInSession, account: Account, way_in: str, *, origin: Origin, at: datetime
) -> SignedIn:
    """End the half session and open the whole one under a new token."""
    half.ended_at = at
    _attempts.forgive(session, way_in, address=_sessions.counted_address(origin, account.id), at=at)
    done = _sessions.opened(session, account, Stage.FULL, origin=origin, at=at)
    assert done.step is Step.DONE
    return done
