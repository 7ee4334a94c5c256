"""The code on a slip: eleven random signs and one that tells a misread code, in Crockford's base 32.

The check sign is the number modulo 37; numbers whose check would not be one of the 32 signs are not used, so that
nobody has to type a star. It finds every single wrong sign and every two neighbours that changed places.

Source: Crockford, "Base 32"; voting research, sections 5.1 and 5.7.
"""

from __future__ import annotations

import re
import unicodedata

from microprojects.domain.credentials import LockedOut
from microprojects.domain.errors import N_, Refusal

SIGNS = 11
LARGEST = 1 << 5 * SIGNS
MOST = 400  # slips that are set on paper at once
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MODULUS = 37
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})
_BETWEEN = re.compile(r"[\s\-‐-―－_.·]+")


class MisreadSlip(Refusal):
    """The text is no code as they are printed."""

    code = "slip-misread"
    status = 422
    message = N_("代码要 12 个字母和数字，您写的对不上，可能抄错了一位。请对着通知单再写一遍。")


class NoSuchSlip(Refusal):
    """No good slip of this poll has the code: never made, voided, or of another poll; which of these is not told."""

    code = "slip-unknown"
    status = 422
    message = N_(
        "这个代码在这次投票里不能用：可能不是这一次的通知单，也可能已经作废、重印。请再对一遍；还不行，请到社区窗口。"
    )


class SlipsLocked(LockedOut):
    """Too many codes were tried from one place."""

    code = "slip-locked"
    message = N_("试的次数太多，先锁住了。请 %(minutes)s 分钟后再试，或到社区窗口投。")


class NobodyWithoutSlip(Refusal):
    """Everybody who was meant has a slip already, or is not on the roll."""

    code = "slips-nobody"
    message = N_("要印的人都已经有通知单，或不在名册里。要换新的，请在下面重印；旧的随即作废。")


class NoGoodSlip(Refusal):
    """The slip, or every slip of the batch, was voided before."""

    code = "slips-none-good"
    message = N_("这里已经没有可用的通知单，都作废或重印过了。请刷新页面再看。")


def written(number: int) -> str | None:
    """Return the code of a number below 2^55 as it is printed, K7Q2-M4X8-9TBC; None where its check is no plain sign."""
    check = number % _MODULUS
    if check >= len(_ALPHABET):
        return None
    signs = "".join(_ALPHABET[number >> shift & 31] for shift in range(5 * (SIGNS - 1), -1, -5))
    whole = signs + _ALPHABET[check]
    return "-".join(whole[start : start + 4] for start in range(0, len(whole), 4))


def read(text: str) -> str:
    """Return the twelve signs of a code that somebody typed.

    Width, case, spaces and dashes do not matter, and letters that are easily misread are taken for what they look like.

    Raises:
        MisreadSlip: it is no code as they are printed.
    """
    folded = unicodedata.normalize("NFKC", text[:64]).upper()
    plain = _BETWEEN.sub("", folded).translate(_MISREAD)
    if len(plain) != SIGNS + 1 or any(sign not in _ALPHABET for sign in plain):
        raise MisreadSlip
    number = 0
    for sign in plain[:SIGNS]:
        number = number << 5 | _ALPHABET.index(sign)
    if number % _MODULUS != _ALPHABET.index(plain[SIGNS]):
        raise MisreadSlip
    return plain
