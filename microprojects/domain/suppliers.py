"""Who may be paid: organisations with a credit code, and the list of those that may not.

Source: GB 32100-2015 (the unified social credit code and its check character).
"""

from __future__ import annotations

import unicodedata

from microprojects.domain.errors import N_, Refusal

NAME_LIMIT = 100
REASON_LIMIT = 500

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_LENGTH = 18


class BadCreditCode(Refusal):
    """The text is not a unified social credit code."""

    code = "bad-credit-code"
    status = 422
    message = N_("“%(text)s”不是统一社会信用代码：%(why)s。请对照营业执照或登记证书再填。")


class SupplierKnown(Refusal):
    """The name or the code belongs to a supplier on the list."""

    code = "supplier-known"
    message = N_("名单里已经有“%(name)s”，名称或信用代码相同。请直接选用，不用再加。")


class AlreadyBarred(Refusal):
    """The supplier is barred already."""

    code = "already-barred"
    message = N_("“%(name)s”已经停用，原因：%(reason)s。不用再停。")


class NotBarred(Refusal):
    """The supplier is not barred, so there is nothing to lift."""

    code = "not-barred"
    message = N_("“%(name)s”没有停用，可以直接选用。")


def check_character(body: str) -> str:
    """Return the last character that belongs to the first 17 characters of a credit code."""
    total = sum(_ALPHABET.index(char) * weight for char, weight in zip(body, _WEIGHTS, strict=True))
    return _ALPHABET[-total % 31]


def read_credit_code(text: str) -> str:
    """Read a unified social credit code as a person typed it: spaces, hyphens, width and case are forgiven.

    Raises:
        BadCreditCode: it has the wrong length, a character that is not used, or the wrong last one.
    """
    plain = unicodedata.normalize("NFKC", text).upper().replace(" ", "").replace("-", "")
    shown = plain[:24]
    if len(plain) != _LENGTH:
        raise BadCreditCode(text=shown, why=N_("要正好 18 位"))
    if any(char not in _ALPHABET for char in plain):
        raise BadCreditCode(text=shown, why=N_("只能有数字和大写字母，没有 I、O、S、V、Z"))
    if check_character(plain[:-1]) != plain[-1]:
        raise BadCreditCode(text=shown, why=N_("最后一位校验不对，可能抄错了一位"))
    return plain
