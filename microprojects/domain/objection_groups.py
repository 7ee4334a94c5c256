"""Objections that say the same: put together by the handlers, answered by one reply, counted as what they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from microprojects.domain.errors import N_, Refusal

LONGEST_REASON = 300
FEWEST = 2


class TooFew(Refusal):
    """One objection is no group."""

    code = "group-too-few"
    status = 422
    message = N_("合并答复至少要 2 件异议。请再勾一件，或单独答复。")


class DifferentGround(Refusal):
    """Only objections on one ground are put together."""

    code = "group-different-ground"
    status = 422
    message = N_("理由不同的异议不能合并答复。请只勾同一种理由的。")


class NotGroupable(Refusal):
    """One of them was answered, taken back, taken further, or is in a group already."""

    code = "group-not-open"
    message = N_("勾选的异议里有已经答复、撤回、交到上级或已合并的。请刷新页面，重新勾选。")


class GroupGone(Refusal):
    """The group was taken apart, or has its reply."""

    code = "group-gone"
    message = N_("这一组已经答复或已经拆开，不能再拆。请刷新页面。")


@dataclass(frozen=True)
class Member:
    """What is asked of an objection before it is put together with others."""

    ground: str
    disclosure_id: int
    is_open: bool
    is_grouped: bool


def require_alike(members: Sequence[Member]) -> None:
    """Refuse to put together what is not open, not of one notice, or not on one ground.

    Raises:
        TooFew, NotGroupable, DifferentGround.
    """
    if len(members) < FEWEST:
        raise TooFew
    if any(each.is_grouped or not each.is_open for each in members):
        raise NotGroupable
    if len({(each.ground, each.disclosure_id) for each in members}) > 1:
        raise DifferentGround
