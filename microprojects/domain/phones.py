"""Mobile numbers as people type them, and the one form in which they are kept and compared."""

from __future__ import annotations

import re
import unicodedata

from microprojects.domain.errors import N_, Refusal

_SEPARATORS = re.compile(r"[\s\-.·()]+")
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_LONGEST = 40


class BadPhone(Refusal):
    """The text is not a mobile number of the mainland."""

    code = "bad-phone"
    status = 422
    message = N_("手机号要 11 位数字，以 1 开头。请对照手机再填一次。")


def fold_phone(text: str) -> str:
    """Return the eleven digits of a mobile number: full-width digits, separators and +86 are folded away.

    Raises:
        BadPhone: it is not a mobile number of the mainland.
    """
    plain = _SEPARATORS.sub("", unicodedata.normalize("NFKC", text[:_LONGEST]))
    for prefix in ("+86", "0086", "86"):
        if plain.startswith(prefix) and len(plain) == len(prefix) + 11:
            plain = plain.removeprefix(prefix)
    if not _MOBILE.fullmatch(plain):
        raise BadPhone
    return plain
