"""Words that a person typed: trimmed, composed, measured, free of characters that nobody can see.

Texts are kept in Unicode's composed form (NFC), of which fingerprints are made.
"""

from __future__ import annotations

import unicodedata

from microprojects.domain.errors import N_, BadValue

LINE = 200
_KEPT = frozenset("\n\t")
_UNSEEN = frozenset({"Cc", "Cs", "Co"})  # control, half of a pair, private use


class TextTooLong(BadValue):
    """A text has more characters than its box takes."""

    code = "text-too-long"
    message = N_("“%(field)s”写了 %(length)s 个字，最多 %(limit)s 个。请删去 %(over)s 个字再交。")


def line(label: str, text: str, *, limit: int = LINE) -> str:
    """Return one line of text, its inner white space made single spaces; `label` is the name of its box.

    Raises:
        TextTooLong: it is longer than `limit`.
        BadValue: it has characters that cannot be seen.
    """
    return _checked(label, " ".join(text.split()), limit)


def paragraphs(label: str, text: str, *, limit: int) -> str:
    """Return text of several lines, trimmed; line ends become single line feeds.

    Raises:
        TextTooLong: it is longer than `limit`.
        BadValue: it has characters that cannot be seen.
    """
    return _checked(label, "\n".join(text.strip().splitlines()), limit)


def needed(label: str, text: str) -> str:
    """Return the text if there is any.

    Raises:
        BadValue: it is empty.
    """
    if not text:
        raise BadValue(field=label, why=N_("还没有填"))
    return text


def folded(number: str) -> str:
    """Return the form in which two numbers of papers are compared: ＦＰ 001 and fp001 are the same paper."""
    return unicodedata.normalize("NFKC", "".join(unicodedata.normalize("NFKC", number).split()).casefold())


def _checked(label: str, typed: str, limit: int) -> str:
    text = unicodedata.normalize("NFC", typed)
    if len(text) > limit:
        raise TextTooLong(field=label, length=len(text), limit=limit, over=len(text) - limit)
    if any(unicodedata.category(char) in _UNSEEN and char not in _KEPT for char in text):
        raise BadValue(field=label, why=N_("有看不见的字符"))
    return text


def shortened(text: str, limit: int) -> str:
    """Return what somebody wrote on one line, cut off where it is longer than a sentence has room for."""
    plain = " ".join(text.split())
    return plain if len(plain) <= limit else f"{plain[: limit - 1]}…"
