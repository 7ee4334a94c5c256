"""The ground of a meeting's call, and who comes without a vote, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask_babel import gettext as _

from microprojects.domain.calls import MEMBERS, REGULAR, Ground
from microprojects.domain.observers import KINDS


def said(ground: Ground | None, names: Sequence[str] = ()) -> str:
    """Return on what ground a meeting was called, with the names that may be told; empty where none was kept."""
    if ground is None:
        return ""
    if ground.kind == REGULAR:
        return _("例会")
    facts = {"asked": ground.asked, "of": ground.counted, "need": ground.needed}
    if ground.kind != MEMBERS:
        return _("临时会议：居民 %(asked)s 人签名要求（成年居民 %(of)s 人，要 %(need)s 人）", **facts)
    words = _("临时会议：议事员 %(asked)s 人要求（在任 %(of)s 人，要 %(need)s 人）", **facts)
    if not names:
        return words
    told = f"{words}{_('：')}{'、'.join(names)}"
    unnamed = ground.asked - len(names)
    return told + _("，另有 %(n)s 人不公开名字", n=unnamed) if unnamed > 0 else told


def observers(counted: Mapping[str, int]) -> str:
    """Return who comes without a vote, by kind and never by name: 提议人 1 人、居民 2 人; empty where nobody does."""
    told = (
        _("%(who)s %(n)s 人", who=_(words), n=counted[kind])
        for kind, words in KINDS.items()
        if counted.get(kind)
    )
    return _("、").join(told)
