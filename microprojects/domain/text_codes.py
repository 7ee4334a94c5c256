"""A code by text message: how long it is good, how often one is sent, and whose vote it is at a shared phone.

Source: voting research, sections 5.1, 7 and 10 (32, 33, 39); NIST SP 800-63B, 5.1.3.2.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from microprojects.domain.credentials import Limit, LockedOut
from microprojects.domain.errors import N_, Refusal
from microprojects.domain.masks import surname

LASTS = timedelta(minutes=10)
_MINUTE, _HOUR = timedelta(minutes=1), timedelta(hours=1)
SENT_TO_PHONE = Limit(free=3, first_wait=_MINUTE, longest_wait=30 * _MINUTE, halves_every=3 * _HOUR)
"""For messages to one phone: nobody is to be flooded with them."""
SENT_FROM_ADDRESS = Limit(free=30, first_wait=_MINUTE, longest_wait=30 * _MINUTE, halves_every=_HOUR)
"""For messages asked for from one network address, which a whole estate may share."""


class TextsLocked(LockedOut):
    """Too many messages were asked for, or too many codes tried."""

    code = "text-locked"
    message = N_(
        "验证码要得太勤，或试错的次数太多，先停一停。请 %(minutes)s 分钟后再试，或用通知单上的代码，或到社区窗口投。"
    )


class WrongTextCode(Refusal):
    """The code is wrong, too old, used, or of another poll; or the phone is not on the roll: which is not told."""

    code = "text-code-wrong"
    status = 422
    message = N_("验证码不对，或过了 10 分钟，或已经用过。请看清最新的一条短信再填；没有收到，就再要一次。")


class WhichOfYou(Refusal):
    """Several people on the roll share the phone."""

    code = "text-which-of-you"
    status = 422
    message = N_("这个手机号是几个人共用的。请在“您的姓”里写上姓，同姓的写全名，验证码不变，再点一次。")


def chosen(at_phone: Sequence[tuple[str, str]], name: str) -> str:
    """Return the entry of the person who is meant among those who share a phone, as pairs of entry and name.

    Raises:
        WhichOfYou: nobody, or more than one of them, goes by that name.
    """
    if len(at_phone) == 1:
        return at_phone[0][0]
    wanted = "".join(name.split())
    meant = [entry for entry, full in at_phone if wanted in ("".join(full.split()), surname(full))]
    if not wanted or len(meant) != 1:
        raise WhichOfYou
    return meant[0]
