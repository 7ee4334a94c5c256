"""An item is put off by the room that carries a motion, or because the quorum is gone; never by the chair alone."""

from __future__ import annotations

from microprojects.domain.cases import Case
from microprojects.domain.errors import N_, Refusal
from microprojects.domain.meetings import meeting_of, quorum_of
from microprojects.domain.votes import MORE_THAN_HALF, needed


class MotionMissing(Refusal):
    """Only those who sit there may put an item off, by a motion that they vote on."""

    code = "motion-missing"
    message = N_("人数够的时候，要先对“搁置”举手表决。请填赞成、反对各多少人。")


class MotionNotCarried(Refusal):
    """Too few hands were raised for the motion to table."""

    code = "motion-not-carried"
    message = N_(
        "搁置的动议赞成 %(in_favour)s 人、反对 %(against)s 人，要 %(need)s 人赞成才通过。请接着议这一项。"
    )


class MotionDoesNotAddUp(Refusal):
    """More hands were counted than there are people who may vote."""

    code = "motion-does-not-add-up"
    status = 422
    message = N_("能投票的有 %(base)s 人，赞成、反对加起来是 %(cast)s 人。请重新数一遍再填。")


class VoteUnderWay(Refusal):
    """A vote that has begun is counted."""

    code = "vote-under-way"
    message = N_("这一项正在表决，人数也够，不能搁置。请把表决办完，按票数定。")


def hands(in_favour: int | None, against: int | None) -> tuple[int, int] | tuple[None, None]:
    """Return the two counts of a motion, or two times None where one was not counted.

    Raises:
        MotionDoesNotAddUp: a number is below zero.
    """
    if in_favour is None or against is None:
        return None, None
    if min(in_favour, against) < 0:
        raise MotionDoesNotAddUp(base="-", cast=in_favour + against)
    return in_favour, against


def may_be_tabled(case: Case) -> None:
    """Refuse to put an item off against the room: a motion carries it, or the quorum is gone.

    Outside a session there is nobody to ask: a planned meeting may be changed or called
    off, and what a meeting did not reach waits for the next one.

    Source: domain research, T14 and section 13 (quorum lost mid-meeting).
    """
    meeting = meeting_of(case)
    if meeting.state != "in_session" or meeting.present < needed(
        quorum_of(case, meeting), meeting.members_due
    ):
        return
    if meeting.voting:
        raise VoteUnderWay
    if meeting.table_for is None or meeting.table_against is None:
        raise MotionMissing
    cast = meeting.table_for + meeting.table_against
    if cast > meeting.present:
        raise MotionDoesNotAddUp(base=meeting.present, cast=cast)
    need = needed(MORE_THAN_HALF, meeting.present)
    if meeting.table_for < need:
        raise MotionNotCarried(in_favour=meeting.table_for, against=meeting.table_against, need=need)
