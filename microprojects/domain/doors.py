"""The code at the door: whoever types it is in the hall.

Six digits by RFC 6238 from a secret of the meeting, new every minute. The one before is
taken as well, for who walks in while it changes.
"""

from __future__ import annotations

from microprojects.domain.errors import N_, Refusal

STEP_SECONDS = 60
STEPS_BACK = 1


class DoorCodeNeeded(Refusal):
    """By the rules of this programme members sign in with the code that is shown at the door."""

    code = "door-code-needed"
    status = 422
    message = N_("签到要填会场门口的 6 位签到码。请看门口的屏幕，或请记录员替您签到。")


class WrongDoorCode(Refusal):
    """The code is not the one that is shown now."""

    code = "wrong-door-code"
    status = 422
    message = N_("签到码不对，或已经换了。请照门口屏幕上现在的 6 位数字再填，或请记录员替您签到。")
