"""The roll of residents: who stands on it already."""

from __future__ import annotations

from microprojects.domain.errors import N_, AlreadyDone, Refusal


class KnownResident(AlreadyDone):
    """Somebody of that name and number is on the roll."""

    code = "known-resident"
    message = N_("这位居民已经在册。请按姓名或手机号找出来，直接代录。")


class TooYoung(Refusal):
    """The clerk did not see that the person is of the age at which one has a voice."""

    code = "too-young"
    status = 422
    message = N_("满 %(age)s 周岁才能核实。请看证明上的出生日期：满了就打勾再办，没满的请等满了再来。")


def require_age(age: int, *, of_age: bool) -> None:
    """Refuse to give a voice to somebody whom the clerk has not seen to be of age.

    The date of birth itself is not written down.

    Raises:
        TooYoung: with the age that the programme asks.
    """
    if not of_age:
        raise TooYoung(age=age)
