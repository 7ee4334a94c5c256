"""How long a person stays signed in, and which step of signing in comes next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from microprojects.domain.errors import N_, Refusal
from microprojects.domain.people import NEEDS_SECOND_FACTOR, Actor, Grant, Role


class Stage(StrEnum):
    """How much a session has proved: the password alone, or all that the account asks for."""

    PASSWORD = "password"
    FULL = "full"


class Step(StrEnum):
    """What the visitor has to do next."""

    CODE = "code"
    SET_UP = "set-up"
    DONE = "done"


@dataclass(frozen=True)
class Terms:
    """How long a session lives: without use, and at most."""

    idle: timedelta
    absolute: timedelta


# An older resident who reads slowly must not lose what they wrote; an office desk is a shared place.
RESIDENT_TERMS = Terms(idle=timedelta(hours=12), absolute=timedelta(days=14))
STAFF_TERMS = Terms(idle=timedelta(hours=1), absolute=timedelta(hours=12))
# The password has been given, the second step has not: long enough to install an app.
HALF_TERMS = Terms(idle=timedelta(minutes=20), absolute=timedelta(minutes=40))
# The use of a session is written down at most this often.
SEEN_EVERY = timedelta(minutes=5)


@dataclass(frozen=True)
class Presence:
    """One person on one signed-in device, as the edges see them."""

    session_id: int
    account_id: int
    username: str
    actor: Actor
    stage: Stage
    step: Step
    seen_at: datetime


@dataclass(frozen=True)
class Origin:
    """Where a request to sign in comes from.

    `address` is the network address, kept only as a keyed hash; `device` is a
    short label such as "Firefox, Android"; `mark` is what an earlier sign-in left
    in this browser, empty if nothing.
    """

    address: str = ""
    device: str = ""
    mark: str = ""


@dataclass(frozen=True)
class SignedIn:
    """A session just opened: its token for the cookie, the next step, and the mark for this browser."""

    token: str
    step: Step
    mark: str


class SignInAgain(Refusal):
    """The session has ended, or never was."""

    code = "sign-in-again"
    status = 401
    message = N_("登录已经失效。请重新登录，再接着办。")


def needs_second_factor(grants: tuple[Grant, ...], on: date) -> bool:
    """Return whether any role held on that day may only be used with a second factor."""
    held = {g.role for g in grants if g.since <= on and (g.until is None or on <= g.until)}
    return bool(held & NEEDS_SECOND_FACTOR)


def next_step(*, stage: Stage, confirmed: bool, must: bool) -> Step:
    """Return what the visitor has to do next.

    `confirmed` says that the account has a working second factor, `must` that
    one of its roles asks for it. A full session whose holder has been given such
    a role meanwhile goes to set-up first.
    """
    if must and not confirmed:
        return Step.SET_UP
    if stage is Stage.FULL:
        return Step.DONE
    return Step.CODE if confirmed else Step.DONE


def terms(stage: Stage, *, staff: bool) -> Terms:
    """Return how long such a session lives."""
    if stage is Stage.PASSWORD:
        return HALF_TERMS
    return STAFF_TERMS if staff else RESIDENT_TERMS


def is_over(*, created_at: datetime, seen_at: datetime, at: datetime, lives: Terms) -> bool:
    """Return whether a session has outlived its terms."""
    return at - created_at >= lives.absolute or at - seen_at >= lives.idle


def window(grants: tuple[Grant, ...]) -> int:
    """Return how many 30-second steps a code may be early or late.

    Administrators get none. Everyone else gets one, because phones of residents
    and of street offices are often half a minute wrong.

    Source: OWASP ASVS 5.0.0, 6.5.5 (a time-based code lives at most 30 seconds).
    """
    return 0 if {g.role for g in grants} & {Role.SYSADMIN, Role.DISTRICT_ADMIN} else 1


class WrongPassword(Refusal):
    """The name and the password do not belong together; which of the two is wrong is not told."""

    code = "wrong-password"
    status = 422
    message = N_("用户名和密码对不上。请检查大小写再填一次；忘了密码请带身份证件到社区服务窗口重设。")


class WrongCode(Refusal):
    """The code of the second factor is wrong, too old, or was used before."""

    code = "wrong-code"
    status = 422
    message = N_("验证码不对，或已经用过。请等手机上换出新的 6 位数字，再填一次。")


class WrongRecoveryCode(Refusal):
    """There is no such recovery code, or it was used before."""

    code = "wrong-recovery-code"
    status = 422
    message = N_("这个恢复码不对，或已经用过。请换纸上的另一个；都用完了请找管理员重设。")
