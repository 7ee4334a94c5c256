"""Where a voter stands when they come to the desk, and what the desk may do then.

Source: voting research, section 5.7.
"""

from __future__ import annotations

from enum import StrEnum

from microprojects.domain.errors import N_, Refusal


class Stand(StrEnum):
    """Where somebody on the roll stands."""

    OPEN = "open"
    ONLINE = "online"
    PAPER = "paper"
    DESK = "desk"

    @property
    def label(self) -> str:
        """Return it in words, in the source language."""
        return _STANDS[self]


_STANDS = {
    Stand.OPEN: N_("没投过"),
    Stand.ONLINE: N_("已在网上投"),
    Stand.PAPER: N_("已领纸质选票"),
    Stand.DESK: N_("已在台前投"),
}


class VotedOnline(Refusal):
    """The voter's ballot is in the box; two officers take it out before a sheet is given."""

    code = "paper-voted-online"
    message = N_(
        "这位居民已经在网上投过票，不能再领纸质选票。本人坚持要用纸，请点“作废网上的票”，再由另一位同事确认。"
    )


class HasSheet(Refusal):
    """The voter has taken a sheet."""

    code = "paper-has-sheet"
    message = N_(
        "这位居民已经领过纸质选票，一人一张。写坏了，收回旧的，点“换一张”；没写的，点“没写，要交还”。"
    )


class VotedAtDesk(Refusal):
    """The voter has voted on the machine at the desk."""

    code = "paper-voted-at-desk"
    message = N_("这位居民已经在台前的机器上投过票，一人一票，不能再领纸质选票。")


class NoSheets(Refusal):
    """No printed sheet is left."""

    code = "paper-no-sheets"
    message = N_("印好的票已经发完：印了 %(printed)s 张，发出 %(issued)s 张。请先再印一批。")


class NothingToVoid(Refusal):
    """The voter has no ballot in the box, or nobody asked to take it out."""

    code = "paper-nothing-to-void"
    message = N_("没有可以作废的网上的票：本人已经撤回，或没有人提出作废。请刷新页面，看现在的情况。")


class AskedYourself(Refusal):
    """Who asked does not confirm."""

    code = "paper-asked-yourself"
    message = N_("作废是您提出的，要另一位同事来确认。请换一个人登录，在这一页点“确认作废”。")


class AskedAlready(Refusal):
    """It was asked for already."""

    code = "paper-asked-already"
    message = N_("已经有人提出作废这张网上的票，还差另一位同事确认。请刷新页面。")


class NothingToHandBack(Refusal):
    """The person has no sheet to give back."""

    code = "paper-nothing-to-hand-back"
    message = N_("这位居民名下没有领出的纸质选票，不能交还。请核对是不是这一位。")


class NothingToReplace(Refusal):
    """Nobody has a sheet that could be spoiled."""

    code = "paper-nothing-to-replace"
    message = N_("现在没有人手里有纸质选票，没有可以换的。请先点“发一张纸质选票”。")


class BadBatch(Refusal):
    """A batch has from one to 300 sheets, and there are 26 batches at most."""

    code = "paper-batch"
    status = 422
    message = N_("一批印 1 到 %(most)s 张，一次投票最多 %(batches)s 批。请改张数。")


def stand(channel: str | None, part: str | None) -> Stand:
    """Return where somebody stands by how they took part."""
    if part in (None, "void"):
        return Stand.OPEN
    return Stand(channel or "online")


def require_without_sheet(standing: Stand) -> None:
    """Refuse a sheet to who has voted.

    Raises:
        VotedOnline, HasSheet, VotedAtDesk: as they stand.
    """
    if standing in _REFUSED:
        raise _REFUSED[standing]


_REFUSED: dict[Stand, type[Refusal]] = {
    Stand.ONLINE: VotedOnline,
    Stand.PAPER: HasSheet,
    Stand.DESK: VotedAtDesk,
}


def require_sheets(*, printed: int, issued: int) -> None:
    """Refuse to give out more sheets than were printed.

    Raises:
        NoSheets: with the numbers.
    """
    if issued >= printed:
        raise NoSheets(printed=printed, issued=issued)
