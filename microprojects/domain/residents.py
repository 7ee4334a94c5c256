"""The roll of residents: who stands on it already."""

from __future__ import annotations

from microprojects.domain.errors import N_, AlreadyDone


class KnownResident(AlreadyDone):
    """Somebody of that name and number is on the roll."""

    code = "known-resident"
    message = N_("这位居民已经在册。请按姓名或手机号找出来，直接代录。")
