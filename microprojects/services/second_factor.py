"""The second factor of an account: setting it up, renewing it, codes on paper, taking it away."""

from __future__ import annotations

import secrets as random
from dataclasses import dataclass
from datetime import datetime, timedelta

import pyotp
from sqlalchemy.orm import Session

from microprojects.domain import credentials
from microprojects.domain.accounts import AlreadySetUp, NothingPending, OwnAccount, PasswordFirst, PendingOver
from microprojects.domain.people import Actor
from microprojects.domain.sessions import Origin, SignedIn, Stage, Step, WrongCode
from microprojects.services import _accounts, _attempts, _codes, _sessions
from microprojects.store import accounts, secrets, sessions
from microprojects.store.accounts import TOTP, TOTP_PENDING, Account
from microprojects.store.db import db, transaction

HOW_MANY_CODES = 10


@dataclass(frozen=True)
class Pending:
    """A secret that waits for its first code: the letters to type, and the address in the square picture."""

    secret: str
    address: str


@dataclass(frozen=True)
class SetUp:
    """A second factor that now holds: the new session, and the codes on paper, told only once."""

    signed_in: SignedIn
    recovery_codes: tuple[str, ...]


def begin_totp(session_id: int, *, at: datetime) -> Pending:
    """Give an account that must have a second factor its first secret to confirm; one that waits already stays.

    The password was just given in such a session. In any other `renew_totp` asks for it.

    Raises:
        SignInAgain: the session is over.
        AlreadySetUp: there is a second factor; `renew_totp` replaces it.
        PasswordFirst: the session is past this step.
    """
    with transaction() as session:
        account = _sessions.locked(session, session_id, at, _sessions.may_set_up)
        if account.totp_confirmed_at is not None:
            raise AlreadySetUp
        if _sessions.present(session, session_id, at).step is not Step.SET_UP:
            raise PasswordFirst
        if not credentials.is_waiting(account.totp_pending_at, at):
            _await_first_code(account, at)
        return _pending(account)


def renew_totp(session_id: int, password: str, *, origin: Origin, at: datetime) -> Pending:
    """Give an account a new secret to confirm after its password; an old second factor holds until then.

    Raises:
        SignInAgain: the session is over.
        LockedOut: too many wrong passwords.
        WrongPassword: it is not the account's password.
    """
    _accounts.prove(session_id, password, origin=origin, at=at)
    with transaction() as session:
        account = _sessions.locked(session, session_id, at, _sessions.may_set_up)
        _await_first_code(account, at)
        return _pending(account)


def pending(session_id: int, *, at: datetime) -> Pending | None:
    """Return the secret that waits for its first code, None if none does.

    Raises:
        SignInAgain: the session is over, or still owes the code of the second factor.
    """
    session = db.session()
    account = accounts.get(session, _sessions.may_set_up(session, session_id, at).account_id)
    return _pending(account) if credentials.is_waiting(account.totp_pending_at, at) else None


def confirm_totp(session_id: int, code: str, *, origin: Origin, at: datetime) -> SetUp:
    """Make the waiting secret the account's second factor by its first code; all other sessions end.

    Raises:
        SignInAgain: the session is over, or still owes the code of the second factor.
        NothingPending, PendingOver: no secret waits, or it has waited too long.
        LockedOut: too many codes were tried.
        WrongCode: it is not the code of this moment.
    """
    account_id = _sessions.may_set_up(db.session(), session_id, at).account_id
    way_in, address = _attempts.way("code", account_id), _sessions.counted_address(origin, account_id)
    _attempts.count(way_in, address=address, at=at)
    with transaction() as session:
        account = _sessions.locked(session, session_id, at, _sessions.may_set_up)
        if account.totp_pending is None:
            raise NothingPending
        if not credentials.is_waiting(account.totp_pending_at, at):
            raise PendingOver(minutes=credentials.PENDING_LASTS // timedelta(minutes=1))
        secret = secrets.open_text(TOTP_PENDING, account.id, account.totp_pending)
        found = _codes.timecode(secret, code, steps=1, at=at)
        if found is None:
            raise WrongCode
        codes = _set_up(session, account, secret, at)
        account.last_timecode = found
        sessions.end_all(session, account, at)
        _attempts.forgive(session, way_in, address=address, at=at)
        return SetUp(_sessions.opened(session, account, Stage.FULL, origin=origin, at=at), codes)


def renew_recovery_codes(session_id: int, password: str, *, origin: Origin, at: datetime) -> tuple[str, ...]:
    """Replace the codes on paper after the password; the old ones are dead.

    Raises:
        SignInAgain: the session is over.
        LockedOut: too many wrong passwords.
        WrongPassword: it is not the account's password.
        NothingPending: the account has no second factor.
    """
    _accounts.prove(session_id, password, origin=origin, at=at)
    with transaction() as session:
        account = _sessions.locked(session, session_id, at, _sessions.whole)
        if account.totp_confirmed_at is None:
            raise NothingPending
        return _new_codes(session, account)


def hand_out_totp(person_id: int, secret: str, *, actor: Actor, at: datetime) -> tuple[str, ...]:
    """Give a person a second factor whose secret is on a device that is handed to them; return the codes on paper.

    Raises:
        NotFound: the person has no account.
        NotPermitted, ServesElsewhere: the actor does not administer it.
        OwnAccount: nobody hands one to themselves.
        AlreadySetUp: they have one; it is reset first.
    """
    with transaction() as session:
        account, area = _accounts.managed(session, person_id, actor=actor, at=at)
        if person_id == actor.person_id:
            raise OwnAccount
        if account.totp_confirmed_at is not None:
            raise AlreadySetUp
        codes = _set_up(session, account, secret, at)
        sessions.end_all(session, account, at)
        _accounts.note(session, "second-factor-handed-out", person_id, actor=actor, at=at, area=area)
        return codes


def reset_second_factor(person_id: int, *, actor: Actor, at: datetime) -> None:
    """Take a lost second factor away, so that its owner sets up a new one at the next sign-in.

    Raises:
        NotFound: the person has no account.
        NotPermitted, ServesElsewhere: the actor does not administer it.
        OwnAccount: nobody resets their own.
    """
    with transaction() as session:
        account, area = _accounts.managed(session, person_id, actor=actor, at=at)
        if person_id == actor.person_id:
            raise OwnAccount
        account.totp_secret = account.totp_confirmed_at = None
        account.totp_pending = account.totp_pending_at = None
        accounts.replace_recovery_codes(session, account.id, [])
        sessions.end_all(session, account, at)
        _accounts.note(session, "second-factor-reset", person_id, actor=actor, at=at, area=area)


def _await_first_code(account: Account, at: datetime) -> None:
    account.totp_pending_at = at
    account.totp_pending = secrets.seal_text(TOTP_PENDING, account.id, pyotp.random_base32())


def _set_up(session: Session, account: Account, secret: str, at: datetime) -> tuple[str, ...]:
    """Make a secret the second factor of an account and return new codes on paper."""
    account.totp_secret = secrets.seal_text(TOTP, account.id, secret)
    account.totp_pending = account.totp_pending_at = None
    account.totp_confirmed_at, account.last_timecode = at, 0
    return _new_codes(session, account)


def _pending(account: Account) -> Pending:
    assert account.totp_pending is not None
    secret = secrets.open_text(TOTP_PENDING, account.id, account.totp_pending)
    return Pending(secret, _codes.address(secret, account.username))


def _new_codes(session: Session, account: Account) -> tuple[str, ...]:
    """Replace an account's codes on paper and return the new ones."""
    codes = tuple(credentials.recovery_code(random.token_bytes(16)) for _ in range(HOW_MANY_CODES))
    kept = [_codes.recovery_hash(account.id, credentials.fold_recovery_code(code) or "") for code in codes]
    accounts.replace_recovery_codes(session, account.id, kept)
    return codes
