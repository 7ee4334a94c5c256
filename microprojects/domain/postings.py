"""Proof that a sheet hangs on a paper board: when it may be said to hang, and from when days are counted.

Source: 民法典 art. 201 (the day of posting does not count), 203; 《山东省村务公开条例》 art. 13 (a sheet hangs
at least five days); domain research, sections 7.4 and 9 (R3).
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from microprojects.domain.errors import N_, Refusal
from microprojects.domain.workdays import SHANGHAI

LONGEST_PLACE = 200
LONGEST_BOARD = 60
MOST_BOARDS = 50
HANGS = 5  # days that a sheet without days of its own hangs, the day of posting not counted


class HungLater(Refusal):
    """Nobody has seen what is still to come."""

    code = "hung-later"
    status = 422
    message = N_("写的张贴时间是 %(hung)s，还没有到。请写已经贴上的时间。")


class HungTooEarly(Refusal):
    """What hung there before this was published was something else."""

    code = "hung-too-early"
    status = 422
    message = N_("写的张贴时间是 %(hung)s，这份公示 %(published)s 才公开，不可能先贴。请核对时间。")


class PhotoMissing(Refusal):
    """Where the days begin with the posting, the photo is what proves it."""

    code = "posting-photo-missing"
    status = 422
    message = N_("这里的公示期从张贴起算，要有公告栏的照片才算数。请拍下贴好的公示，连同照片一起登记。")


class NotDecidedYet(Refusal):
    """What hangs as a result is final: the meeting must be closed."""

    code = "not-decided-yet"
    message = N_("这次会议还没有结束，没有要张贴的结果。散会以后再来打印。")


class BoardKnown(Refusal):
    """The community has a board of that name."""

    code = "board-known"
    message = N_("这个社区已经有“%(name)s”。请换一个名称，或直接用它。")


class TooManyBoards(Refusal):
    """A list that nobody can choose from helps nobody."""

    code = "too-many-boards"
    message = N_("一个社区最多登记 %(limit)s 处公告栏，现在已经有这么多。请先停用不用的。")


def require_seen(hung_at: datetime, *, published_at: datetime, at: datetime) -> None:
    """Refuse a time at which the sheet cannot have been seen on a board.

    Raises:
        HungLater: it is still to come.
        HungTooEarly: it lies before the publication.
    """
    if hung_at > at:
        raise HungLater(hung=_moment(hung_at))
    if hung_at < published_at:
        raise HungTooEarly(hung=_moment(hung_at), published=_moment(published_at))


def counted_from(hung_at: datetime, proven_at: datetime) -> datetime:
    """Return the moment from which the days of a notice are counted.

    Until there was proof every page said that the days did not run; so a sheet that
    was entered late gives its days from then on, and nobody has less time than was told.
    """
    return max(hung_at, proven_at)


def require_room(names: Collection[str], name: str) -> None:
    """Refuse one more board of a name that is there, or one too many.

    Raises:
        BoardKnown, TooManyBoards.
    """
    if name in names:
        raise BoardKnown(name=name)
    if len(names) >= MOST_BOARDS:
        raise TooManyBoards(limit=MOST_BOARDS)


def _moment(at: datetime) -> str:
    return at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")
