"""Using up codes of the second factor: those of the app on the phone, and those on paper."""

from __future__ import annotations

from datetime import datetime

import pyotp
from pyotp.exceptions import OTPVerificationError
from sqlalchemy.orm import Session

from microprojects.domain import credentials
from microprojects.store import accounts, secrets
from microprojects.store.accounts import TOTP, Account

ISSUER = "民生微实事"


def timecode(secret: str, code: str, *, steps: int, at: datetime) -> int | None:
    """Return the time step whose code this is, None if it is no code of the secret's near `at`.

    Only six ASCII digits are looked at; the library itself would also take full-width ones.
    """
    digits = credentials.code_digits(code)
    if digits is None:
        return None
    try:
        return pyotp.TOTP(secret).verify_and_get_timecode(digits, for_time=at, valid_window=steps)
    except OTPVerificationError:
        return None


def uses_up(session: Session, account: Account, code: str, *, steps: int, at: datetime) -> bool:
    """Use up a code of an account's app; False if it is wrong or its time step was used before."""
    if account.totp_secret is None:
        return False
    found = timecode(secrets.open_text(TOTP, account.id, account.totp_secret), code, steps=steps, at=at)
    return found is not None and accounts.take_timecode(session, account.id, found)


def uses_up_recovery(session: Session, account: Account, code: str, *, at: datetime) -> bool:
    """Use up a code on paper; False if there is none such or it was used before."""
    plain = credentials.fold_recovery_code(code)
    if plain is None or account.totp_secret is None:
        return False
    return accounts.take_recovery_code(session, account.id, recovery_hash(account.id, plain), at)


def recovery_hash(account_id: int, code: str) -> str:
    """Return what is kept of a recovery code."""
    return secrets.fingerprint("account.recovery", f"{account_id}:{code}")


def address(secret: str, username: str) -> str:
    """Return the address that an app reads from the square picture."""
    return pyotp.TOTP(secret).provisioning_uri(name=username, issuer_name=ISSUER)
