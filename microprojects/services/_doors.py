"""The code at the door of a meeting, made from the keys of the house and kept nowhere."""

from __future__ import annotations

import base64
from datetime import datetime, timedelta

import pyotp

from microprojects.domain import credentials
from microprojects.domain.doors import STEP_SECONDS, STEPS_BACK, DoorCodeNeeded, WrongDoorCode
from microprojects.store import secrets


def door_code(meeting_id: int, at: datetime) -> str:
    """Return the six digits that are shown at the door now."""
    return _totp(meeting_id).at(at)


def require_door_code(meeting_id: int, typed: str, *, at: datetime) -> None:
    """Refuse what is not the code of now or of a moment ago.

    Raises:
        DoorCodeNeeded, WrongDoorCode: nothing was typed, or something else.
    """
    if not typed.strip():
        raise DoorCodeNeeded
    digits = credentials.code_digits(typed)
    times = (at - timedelta(seconds=STEP_SECONDS * back) for back in range(STEPS_BACK + 1))
    if digits is None or not any(_totp(meeting_id).verify(digits, for_time=time) for time in times):
        raise WrongDoorCode


def _totp(meeting_id: int) -> pyotp.TOTP:
    secret = bytes.fromhex(secrets.fingerprint("meeting.door", str(meeting_id)))[:20]
    return pyotp.TOTP(base64.b32encode(secret).decode(), interval=STEP_SECONDS)
