"""What is said before a meeting opens: how many are missing, and that its day is past."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _

from microprojects.domain.openings import its_day_is_over
from microprojects.domain.votes import Quorum
from microprojects.store.meetings import Meeting


def few(counted: Quorum) -> str:
    """Return that too few are there to vote, and how many more it takes; nothing where enough are."""
    if counted.met:
        return ""
    return _(
        "到会 %(present)s 人，要 %(need)s 人才能表决，还差 %(short)s 人。可以先开会、讨论；再来 %(short)s 人以前，哪一项都不能开始表决。",
        present=counted.present,
        need=counted.needed,
        short=counted.missing,
    )


def day_over(meeting: Meeting, *, at: datetime, short: bool) -> str:
    """Return that the day of a planned meeting is past and what to do now; nothing before."""
    if meeting.state != "planned" or not its_day_is_over(meeting.starts_at, at=at):
        return ""
    if short:
        return _(
            "会议的日子已经过了，不能再开，也不能改期。那天人不够、没开成的，记为未开成；另有原因的，取消并写理由。再另外召集。"
        )
    return _("会议的日子已经过了，不能再开，也不能改期。请取消并写理由，再另外召集。")
