"""Accounts: making one, changing its password, closing it."""

from __future__ import annotations

from datetime import datetime

from microprojects.domain import credentials
from microprojects.domain.accounts import OwnAccount
from microprojects.domain.people import Actor
from microprojects.domain.sessions import Origin, SignedIn, Stage
from microprojects.services import _accounts, _passwords, _sessions
from microprojects.store import sessions
from microprojects.store.db import transaction


def create_account(person_id: int, username: str, password: str, *, actor: Actor, at: datetime) -> int:
    """Give a person a way in, and return the number of the account.

    Raises:
        NotFound: there is no such person.
        NotPermitted, ServesElsewhere: the actor does not administer accounts everywhere where they live and serve.
        BadUsername, WeakPassword: what a rule of `credentials` says.
        UsernameTaken, HasAccount: there is one already.
    """
    name = credentials.require_username(username)
    credentials.require_password(password, name)
    kept = _passwords.hashed(password)
    with transaction() as session:
        area = _accounts.place(session, person_id, actor=actor, at=at)
        account = _accounts.added(session, person_id, name, kept, at=at)
        _accounts.note(session, "created", person_id, actor=actor, at=at, area=area)
        return account.id


def set_password(session_id: int, old: str, new: str, *, origin: Origin, at: datetime) -> SignedIn:
    """Change one's own password: every session ends, and the one it was done in goes on under a new token.

    Raises:
        SignInAgain: the session is over.
        LockedOut: too many wrong old passwords.
        WrongPassword: the old password is wrong.
        WeakPassword: a rule speaks against the new one.
    """
    _accounts.prove(session_id, old, origin=origin, at=at)
    kept = _passwords.hashed(credentials.cut_password(new))
    with transaction() as session:
        account = _sessions.locked(session, session_id, at, _sessions.whole)
        credentials.require_password(new, account.username)
        account.password_hash = kept
        sessions.end_all(session, account, at)
        return _sessions.opened(session, account, Stage.FULL, origin=origin, at=at)


def reset_password(person_id: int, new: str, *, actor: Actor, at: datetime) -> None:
    """Set a new password for somebody who forgot theirs; all their sessions end.

    The second factor, where there is one, still has to be passed.

    Raises:
        NotFound: the person has no account.
        NotPermitted, ServesElsewhere: the actor does not administer it.
        OwnAccount: one's own password is changed with the old one.
        WeakPassword: a rule speaks against the new one.
    """
    kept = _passwords.hashed(credentials.cut_password(new))
    with transaction() as session:
        account, area = _accounts.managed(session, person_id, actor=actor, at=at)
        _refuse_own(person_id, actor)
        credentials.require_password(new, account.username)
        account.password_hash = kept
        sessions.end_all(session, account, at)
        _accounts.note(session, "password-reset", person_id, actor=actor, at=at, area=area)


def disable_account(person_id: int, *, actor: Actor, at: datetime) -> None:
    """Close an account: its sessions end at once, and nobody signs in to it.

    Raises:
        NotFound: the person has no account.
        NotPermitted, ServesElsewhere: the actor does not administer it.
        OwnAccount: nobody closes their own.
    """
    with transaction() as session:
        account, area = _accounts.managed(session, person_id, actor=actor, at=at)
        _refuse_own(person_id, actor)
        account.disabled_at = account.disabled_at or at
        sessions.end_all(session, account, at)
        _accounts.note(session, "disabled", person_id, actor=actor, at=at, area=area)


def enable_account(person_id: int, *, actor: Actor, at: datetime) -> None:
    """Open a closed account again.

    Raises:
        NotFound: the person has no account.
        NotPermitted, ServesElsewhere: the actor does not administer it.
    """
    with transaction() as session:
        account, area = _accounts.managed(session, person_id, actor=actor, at=at)
        account.disabled_at = None
        _accounts.note(session, "enabled", person_id, actor=actor, at=at, area=area)


def end_sessions(person_id: int, *, actor: Actor, at: datetime) -> None:
    """Sign a person out everywhere.

    Raises:
        NotFound: the person has no account.
        NotPermitted, ServesElsewhere: the actor does not administer it.
    """
    with transaction() as session:
        account, area = _accounts.managed(session, person_id, actor=actor, at=at)
        sessions.end_all(session, account, at)
        _accounts.note(session, "sessions-ended", person_id, actor=actor, at=at, area=area)


def _refuse_own(person_id: int, actor: Actor) -> None:
    if person_id == actor.person_id:
        raise OwnAccount
