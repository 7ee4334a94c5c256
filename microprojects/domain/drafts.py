"""Two people who write the same text: nobody's words are overwritten unseen."""

from __future__ import annotations

import hashlib

from microprojects.domain.errors import N_, Refusal

_SHOWN = 400


class WrittenMeanwhile(Refusal):
    """Another person changed the text after this one had begun to write."""

    code = "written-meanwhile"
    message = N_("您写的时候，别人先改了这一段，现在是：“%(now)s”。您写的还在下面，没有丢；请合在一起再存。")


def mark(text: str) -> str:
    """Return by what a text is known again: the first 16 hex digits of its SHA-256."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def require_seen(now: str, seen: str | None) -> None:
    """Refuse to replace a text that the writer has not seen; None where nobody else writes.

    Raises:
        WrittenMeanwhile: with the text as it stands now.
    """
    if seen is not None and seen != mark(now):
        raise WrittenMeanwhile(now=now if len(now) <= _SHOWN else now[:_SHOWN] + "……")
