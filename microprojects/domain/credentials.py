"""What a user name, a password and a one-time code must look like, and how long a guesser waits.

Source: NIST SP 800-63B sections 5.1.1.2 (length and a deny list instead of rules
about characters) and 5.2.2 (throttling); OWASP ASVS 5.0.0, 6.2 and 6.3; RFC 6238
(time-based codes of six digits).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta

from microprojects.domain.errors import N_, Refusal
from microprojects.domain.privacy import scan

SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 128
LONGEST_USERNAME = 32
RECOVERY_BYTES = 10
# A secret on a screen that was left alone must not become somebody else's second factor.
PENDING_LASTS = timedelta(minutes=10)

_USERNAME = re.compile(rf"[a-z][a-z0-9._\-]{{1,{LONGEST_USERNAME - 1}}}", re.ASCII)
_CODE = re.compile(r"[0-9]{3} ?[0-9]{3}", re.ASCII)
# Crockford's letters: none of them is easily taken for another.
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V", "-": None, " ": None})
_RECOVERY = re.compile(rf"[{_LETTERS}]{{16}}", re.ASCII)
# The best known of ten characters and more; shorter ones fall to the length.
_COMMON_PASSWORDS = """
    0123456789 1234567890 0987654321 9876543210 12345678910 123456789a a123456789 aa123456789 abc123456789
    1q2w3e4r5t 1q2w3e4r5t6y 1qaz2wsx3edc qazwsxedcrfv qwertyuiop qwertyuiop123 qwerty123456 asdfghjkl123
    password123 password1234 passw0rd123 p@ssw0rd123 iloveyou123 iloveyou1314 woaini1314 woaini1314520
    woaini5201314 5201314520 1314520520 qq123456789 qq1234567890 admin123456 administrator admin@123456
    welcome123 letmein123 changeme123 shenzhen123 zhongguo123 beijing2008 minsheng123 weishishi123
"""
_COMMON = frozenset(_COMMON_PASSWORDS.split())


class BadUsername(Refusal):
    """The user name has the wrong form."""

    code = "bad-username"
    status = 422
    message = N_(
        "用户名要用 2 到 %(longest)s 个小写字母、数字、点、横线，以字母开头，不能是手机号或证件号。请换一个，例如 chen.wei。"
    )


class WeakPassword(Refusal):
    """The password is one that somebody would guess."""

    code = "weak-password"
    status = 422
    message = N_("这个密码太常见，很快会被猜到。请换成几个不相干的词连在一起。")


class PasswordTooShort(WeakPassword):
    """The password has too few characters."""

    code = "weak-password-short"
    message = N_("密码只有 %(length)s 个字，最少 %(shortest)s 个。请写长一点，用一句自己记得住的话也行。")


class PasswordTooLong(WeakPassword):
    """The password has more characters than are hashed."""

    code = "weak-password-long"
    message = N_("密码超过 %(longest)s 个字，存不下。请写短一点。")


class PasswordIsName(WeakPassword):
    """The password is the user name."""

    code = "weak-password-name"
    message = N_("密码和用户名一样，一猜就中。请换一个。")


class LockedOut(Refusal):
    """Too many attempts failed; the next one has to wait."""

    code = "locked-out"
    status = 429
    message = N_("试错的次数太多，先锁住了。请 %(minutes)s 分钟后再试；忘了密码请到社区服务窗口重设。")


@dataclass(frozen=True)
class Limit:
    """How many failures are free, then how long each further one makes wait, doubling up to the longest.

    Failures are forgotten: half of them whenever so much time has passed.
    """

    free: int
    first_wait: timedelta
    longest_wait: timedelta
    halves_every: timedelta


_MINUTE, _HOUR = timedelta(minutes=1), timedelta(hours=1)
WAY = Limit(free=5, first_wait=_MINUTE, longest_wait=30 * _MINUTE, halves_every=6 * _HOUR)
"""For one account, by name or by its second factor."""
ADDRESS = Limit(free=60, first_wait=_MINUTE, longest_wait=15 * _MINUTE, halves_every=_HOUR)
"""For one network address, which a whole estate may share, or everybody behind one proxy."""
REGISTRATIONS = Limit(free=200, first_wait=_MINUTE, longest_wait=15 * _MINUTE, halves_every=_HOUR)
"""For those who registered from one network address: nobody failed, but nobody needs hundreds of accounts."""


def fold_username(username: str) -> str:
    """Return the user name as it is kept and looked up: width and case folded, no spaces around."""
    return unicodedata.normalize("NFKC", username[: LONGEST_USERNAME * 4]).strip().casefold()


def require_username(username: str) -> str:
    """Return the folded user name if it may be given to an account.

    Raises:
        BadUsername: wrong characters or length, or it is somebody's phone number.
    """
    folded = fold_username(username)
    if not _USERNAME.fullmatch(folded) or scan(folded):
        raise BadUsername(longest=LONGEST_USERNAME)
    return folded


def cut_password(password: str) -> str:
    """Return at most what is worth hashing of a password that somebody typed.

    One character more than the longest password is kept, so that a longer text
    never equals a password that begins like it. What no encoding can hold is
    replaced.
    """
    return password[: LONGEST_PASSWORD + 1].encode("utf-8", "replace").decode("utf-8")


def require_password(password: str, username: str) -> None:
    """Refuse a password that is too short, too long, the user name, or well known.

    Raises:
        WeakPassword: or one of its children, which name what is wrong.
    """
    if len(password) < SHORTEST_PASSWORD:
        raise PasswordTooShort(length=len(password), shortest=SHORTEST_PASSWORD)
    if len(password) > LONGEST_PASSWORD:
        raise PasswordTooLong(longest=LONGEST_PASSWORD)
    folded = unicodedata.normalize("NFKC", password).casefold().strip()
    if folded == fold_username(username):
        raise PasswordIsName
    if folded in _COMMON or len(set(folded)) < 4 or cut_password(password) != password:
        raise WeakPassword


def code_digits(code: str) -> str | None:
    """Return the six ASCII digits of a one-time code, None if the text is anything else.

    Apps show the code in two groups, so one space between them is let through.
    Full-width digits are not digits here: a library that folds them would let one
    code be used twice.
    """
    bare = code.strip(" ")
    return bare.replace(" ", "") if _CODE.fullmatch(bare) else None


def is_waiting(pending_at: datetime | None, at: datetime) -> bool:
    """Return whether a secret still waits for its first code."""
    return pending_at is not None and at < pending_at + PENDING_LASTS


def remembered(failed: int, halved_at: datetime, at: datetime, limit: Limit) -> tuple[int, datetime]:
    """Return how many failures still count, and from when their next half is due.

    The moment moves by whole spans, so that failures which never stop coming do not
    keep the old ones alive.
    """
    spans = max(0, (at - halved_at) // limit.halves_every)
    left = failed >> min(spans, failed.bit_length())
    return (left, halved_at + spans * limit.halves_every) if left else (0, at)


def locked_until(failed: int, at: datetime, limit: Limit) -> datetime | None:
    """Return until when the next attempt has to wait after so many failures, None if it need not."""
    over = failed - limit.free
    if over < 0:
        return None
    doubled = limit.first_wait * (1 << min(over, 20))
    return at + min(doubled, limit.longest_wait)


def require_unlocked(locked: datetime | None, at: datetime) -> None:
    """Refuse an attempt that comes before its wait is over.

    Raises:
        LockedOut: with the minutes that are left, rounded up.
    """
    if locked is not None and at < locked:
        raise LockedOut(minutes=-((at - locked) // timedelta(minutes=1)))


def recovery_code(random: bytes) -> str:
    """Write 80 random bits as four groups of four letters and digits: "7K3M-9QTX-0B4D-EFGH".

    At least ten bytes are needed; more are ignored.
    """
    if len(random) < RECOVERY_BYTES:
        raise ValueError(len(random))
    bits = int.from_bytes(random[:RECOVERY_BYTES], "big")
    letters = "".join(_LETTERS[bits >> shift & 31] for shift in range(75, -1, -5))
    return "-".join(letters[n : n + 4] for n in range(0, 16, 4))


def fold_recovery_code(code: str) -> str | None:
    """Return the sixteen characters of a recovery code that somebody typed, None if it is not one.

    Width, case, spaces and dashes do not matter, and letters that are easily
    misread (O, I, L, U) are taken for what they look like.
    """
    folded = unicodedata.normalize("NFKC", code[:64]).upper().translate(_MISREAD)
    return folded if _RECOVERY.fullmatch(folded) else None
