"""What may and may not happen to an account, beside the rules of passwords and codes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from microprojects.domain.actions import Action
from microprojects.domain.errors import N_, NotPermitted, Refusal
from microprojects.domain.people import Actor, Grant
from microprojects.domain.permissions import Target, allows


class UsernameTaken(Refusal):
    """Somebody has this user name already."""

    code = "username-taken"
    status = 422
    message = N_("用户名“%(username)s”已经有人用了。请换一个，比如在后面加几位数字。")


class AlreadySetUp(Refusal):
    """The account has a second factor already."""

    code = "already-set-up"
    message = N_("动态验证码已经设好了。要换手机，请到“账号安全”里换。")


class NothingPending(Refusal):
    """No second factor is being set up."""

    code = "nothing-pending"
    message = N_("还没有开始设动态验证码。请先点“开始设置”，扫了图再填码。")


class PendingOver(NothingPending):
    """The secret waited too long for its first code."""

    code = "pending-over"
    message = N_("这张图出来 %(minutes)s 分钟了，已经失效。请重新开始设置，扫新的图。")


class PasswordFirst(Refusal):
    """Whoever is signed in proves the password before a second factor is set up."""

    code = "password-first"
    status = 403
    message = N_("已经登录了再设动态验证码，要先填一次密码。请到“账号安全”里办。")


class OwnAccount(Refusal):
    """Nobody administers their own account."""

    code = "own-account"
    status = 403
    message = N_("这是您自己的账号，不能自己给自己办。请让另一位管理员办理。")


class ServesElsewhere(NotPermitted):
    """Who administers only some of the places in which somebody serves does not become them."""

    code = "serves-elsewhere"
    message = N_(
        "这个人在您管不到的地方也有身份，账号不能由您来办。请让管得到他所有任职地方的上一级管理员办理。"
    )


class HasAccount(Refusal):
    """The person has an account already."""

    code = "has-account"
    message = N_("这个人已经有账号了，一个人只能有一个。忘了密码，请用“重设密码”。")


class GrantOver(Refusal):
    """The role ended already."""

    code = "grant-over"
    message = N_("这个身份已经结束了，不用再收回。")


class HasRole(Refusal):
    """The person holds the role in the area already."""

    code = "has-role"
    message = N_("这个人在这里已经是%(role)s了。要改任期，请先收回再授予。")


class RolesApart(Refusal):
    """The two roles must be in different hands."""

    code = "roles-apart"
    message = N_(
        "这个人在%(where)s是%(held)s，同一时间不能再当%(role)s：%(why)s。请另选一人，或先收回原来的身份。"
    )


class NotYoursToGive(Refusal):
    """Another administrator gives that role and takes it back."""

    code = "not-yours-to-give"
    status = 403
    message = N_("“%(role)s”这个身份不由您授予或收回，由%(who)s来办。")


class UnitsHaveTheirOwn(Refusal):
    """A unit acts through an account of its own, for its name is published."""

    code = "units-have-their-own"
    message = N_("这是一位居民的账号。单位提事会公开单位名称，请用“给新人开账号”按单位名称另开一个。")


class AlreadyVerified(Refusal):
    """The resident was verified already."""

    code = "already-verified"
    message = N_("这位居民已经核实过了，不用再核实。")


class ConsentMissing(Refusal):
    """Without consent to the privacy notice nothing of a person may be kept."""

    code = "consent-missing"
    status = 422
    message = N_("还没有同意个人信息说明。看过说明后请打勾；不想上网登记，可以到社区服务窗口办。")


def places_of(home: str | None, grants: Iterable[Grant], on: date) -> tuple[str, ...]:
    """Return every place whose administrator an account answers to: where its owner lives, and serves or will.

    Only if there is none are it the places where they served before, else the whole installation.
    """
    given = tuple(grants)
    serves = [grant.area for grant in given if grant.until is None or on <= grant.until]
    lives = [] if home is None else [home]
    return tuple(dict.fromkeys(lives + serves or [grant.area for grant in given] or [""]))


def require_manager(actor: Actor, places: Iterable[str], *, at: date) -> None:
    """Let an account be administered by who administers accounts in every one of the places.

    Raises:
        NotPermitted: the actor does so in none of them.
        ServesElsewhere: not in all of them.
    """
    may = [allows(actor, Action.ACCOUNT_MANAGE, Target(place), at=at) for place in places]
    if not any(may):
        raise NotPermitted
    if not all(may):
        raise ServesElsewhere
