"""Counting attempts to sign in: written down before anything is compared, so that no race and no restart forgets one.

Three counts stand side by side. The network address has a high limit, because a
whole estate may share one. The account's name has a low limit. A browser that
has signed in to the account before has its own count instead of both, so that
strangers who guess at a name, or fail at the same address, cannot lock its owner
out. Counts are halved as time passes.

Source: OWASP, "Slow Down Online Guessing Attacks with Device Cookies".
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from microprojects.domain import credentials
from microprojects.domain.credentials import Limit
from microprojects.store import secrets, sessions
from microprojects.store.db import transaction

_FORGOTTEN_AFTER = timedelta(days=1)
SLIPS = Limit(
    free=30,
    first_wait=timedelta(minutes=1),
    longest_wait=timedelta(minutes=15),
    halves_every=timedelta(hours=1),
)
"""For codes of slips tried from one network address, which a whole estate may share; 2^54 codes stand against it."""


def way(kind: str, subject: object) -> str:
    """Return the key under which one way in is counted: a name, a marked browser, an account's codes."""
    return secrets.fingerprint(f"attempt.{kind}", str(subject))


def address_key(address: str) -> str:
    """Return the key under which a network address is counted."""
    return way("address", address)


def count(way_in: str, *, address: str | None, at: datetime) -> None:
    """Count one attempt, in its own transaction; without an address for a browser that is known.

    Raises:
        LockedOut: this way in, or this address, has failed too often and has to wait.
    """
    limits = {way_in: credentials.WAY}
    if address is not None:
        limits[address_key(address)] = credentials.ADDRESS
    _count(limits, at)


def count_registration(address: str, *, at: datetime) -> None:
    """Count one registration from a network address, in its own transaction.

    Raises:
        LockedOut: too many came from there, or failed there.
    """
    _count(
        {
            way("register", address): credentials.ADDRESS,
            way("registered", address): credentials.REGISTRATIONS,
        },
        at,
    )


def count_each(limits: dict[str, Limit], *, at: datetime) -> None:
    """Count one attempt under each key with its limit, in its own transaction.

    Raises:
        LockedOut: one of them has failed too often and has to wait.
    """
    _count(limits, at)


def forgive_each(session: Session, back: Mapping[str, int | None]) -> None:
    """Take so many attempts of each key back, because they were no failures; None takes all. Always in the same order."""
    for key in sorted(back):
        sessions.forgive(session, key, times=back[key])


def forgive_registration(session: Session, address: str) -> None:
    """Take a failure to register back after a success."""
    sessions.forgive(session, way("register", address), times=1)


def _count(limits: dict[str, Limit], at: datetime) -> None:
    """Count under each key, always in the same order, so that two attempts never wait for each other."""
    with transaction() as session:
        for key in sorted(limits):
            row = sessions.attempt(session, key, at)
            credentials.require_unlocked(row.locked_until, at)
            left, row.halved_at = credentials.remembered(row.failed, row.halved_at, at, limits[key])
            row.failed = left + 1
            row.locked_until = credentials.locked_until(row.failed, at, limits[key])


def forgive(session: Session, way_in: str, *, address: str | None, at: datetime) -> None:
    """Take the attempt back after a success: the way in starts anew, the address gets its one back."""
    back: dict[str, int | None] = {way_in: None}
    if address is not None:
        back[address_key(address)] = 1
    for key in sorted(back):
        sessions.forgive(session, key, times=back[key])
    sessions.sweep(session, at, older_than=_FORGOTTEN_AFTER)
