"""Who enters the booth of a poll: somebody who is signed in, or the holder of a pass for one entry of its roll."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from microprojects.domain.errors import N_, Refusal
from microprojects.domain.people import Actor

SECRET_BYTES = 32


class Origin(StrEnum):
    """By what somebody without a sign-in proved to be on the roll."""

    SLIP = "slip"  # the code on a slip of paper
    TEXT = "text"  # a code sent to the phone on the register
    DESK = "desk"  # a clerk looked at the person's papers and lent a machine

    @property
    def channel(self) -> str:
        """Return the way by which a ballot comes that is cast with such a pass."""
        return "desk" if self is Origin.DESK else "online"

    @property
    def lasts(self) -> timedelta:
        """Return how long a pass is good; a lent machine is shared, so its time is short."""
        return timedelta(minutes=15 if self is Origin.DESK else 30)


@dataclass(frozen=True, kw_only=True)
class Voter:
    """Who votes: the number of a signed-in person, or the secret of a pass, which goes before it.

    `holder` is the hash under which the browser's draft is kept where nobody is signed in.
    """

    person_id: int | None = None
    secret: str = field(default="", repr=False)
    holder: str = ""

    @classmethod
    def of(cls, actor: Actor) -> Voter:
        """Return a signed-in person as a voter."""
        return cls(person_id=actor.person_id)

    @property
    def drafter_id(self) -> int | None:
        """Return whose draft it is; with a pass it is the browser's, whoever is signed in."""
        return None if self.secret else self.person_id


@dataclass(frozen=True, kw_only=True)
class GivenPass:
    """A pass just given: its secret, which is kept nowhere else, what it was given for, and when it ends."""

    secret: str = field(repr=False)
    origin: Origin
    ends_at: datetime


class PassOver(Refusal):
    """The time of a pass is over, or it was ended."""

    code = "pass-over"
    status = 403
    message = N_(
        "这次进来的时间到了，没有投出的不算，投出的都在。要接着投或改票，请重新扫通知单、重新要验证码，或找窗口的工作人员。"
    )
