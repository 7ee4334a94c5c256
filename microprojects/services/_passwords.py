"""Hashing of passwords, a few at a time, with the same work whether or not the account exists.

Source: OWASP Password Storage Cheat Sheet (Argon2id, 19 MiB, two passes, one lane).
"""

from __future__ import annotations

from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
# Each hash takes 19 MiB and a core; a crowd of guesses must not take the machine.
_AT_ONCE = BoundedSemaphore(2)
# Compared with where there is no account, so that the answer takes as long.
_NOBODY = "$argon2id$v=19$m=19456,t=2,p=1$9+fZbFQannSE3xzb6EmN9g$cqVv32XpyibnpA37wphscNNMZ7sds7M6dItSv26XAuU"


def hashed(password: str) -> str:
    """Return what is kept of a password."""
    with _AT_ONCE:
        return _HASHER.hash(password)


def matches(kept: str | None, password: str) -> bool:
    """Return whether the password is the one that was kept; None is nobody's and never matches."""
    with _AT_ONCE:
        try:
            _HASHER.verify(kept or _NOBODY, password)
        except (VerificationError, InvalidHashError):
            return False
    return kept is not None


def is_outdated(kept: str) -> bool:
    """Return whether the hash was made with other costs than those of today."""
    return _HASHER.check_needs_rehash(kept)
