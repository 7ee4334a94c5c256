"""What the console says comes next, and the clock of the speech that runs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _

from microprojects.domain.casting import BY_MEMBER, OWN_MATTERS
from microprojects.domain.errors import Refusal
from microprojects.domain.floor import SIDES
from microprojects.domain.motions import KINDS
from microprojects.domain.paper_votes import agreed
from microprojects.store import floor, meetings
from microprojects.store.agendas import ItemLine
from microprojects.store.sittings import Sitting
from microprojects.web.council.opening_words import day_over, few
from microprojects.web.language import sentence


@dataclass(frozen=True)
class Next:
    """The one next step: why it is this one, what happens, and the button; without a url there is none."""

    reason: str
    meaning: str
    words: str = ""
    url: str = ""
    action: str = ""  # who may press it
    posts: bool = True  # else it leads to a page
    chooses: bool = False  # the form of the ways to vote goes with it
    shut: str = ""  # the words of the button that cannot be pressed before this was done


@dataclass(frozen=True)
class Floor:
    """Who has the floor, and how many seconds are left."""

    name: str
    side: str
    code: str
    turn: int
    left: int
    allowed: int
    runs: bool
    listens: bool  # they came without a vote

    @property
    def clock(self) -> str:
        """Return the minutes and seconds that are left; none once the time is over."""
        return _minutes(max(self.left, 0))

    @property
    def over(self) -> str:
        """Return the minutes and seconds beyond the time; nothing before."""
        return _minutes(-self.left) if self.left < 0 else ""

    @property
    def spoken(self) -> int:
        """Return how many seconds were spoken, at most all of them."""
        return min(self.allowed - self.left, self.allowed)


def speech(sitting: Sitting, *, at: datetime) -> Floor | None:
    """Return the speech that runs as the screens show it."""
    running = sitting.speaking
    clock = running.clock if running else None
    if running is None or clock is None:
        return None
    return Floor(
        name=running.called,
        side=_(SIDES[running.side]),
        code=running.side,
        turn=floor.turns(sitting.speeches, running.speaker),
        left=round(clock.left(at).total_seconds()),
        allowed=round(clock.allowed.total_seconds()),
        runs=running.paused_at is None,
        listens=running.observer_id is not None,
    )


def _minutes(seconds: int) -> str:
    minutes, rest = divmod(seconds, 60)
    return f"{minutes}:{rest:02}"


def side_word(side: str) -> str:
    """Return what a speaker is: for it, against it, or asking."""
    return _(SIDES[side])


def motion_word(kind: str) -> str:
    """Return what a motion is called."""
    return _(KINDS[kind])


def paper(sitting: Sitting) -> str:
    """Return what still stands in the way of closing a vote with paper ballots; nothing where nothing does."""
    try:
        agreed(sitting.paper_counts, sitting.paper_out)
    except Refusal as no:
        return sentence(no)
    return ""


def next_step(sitting: Sitting, *, at: datetime) -> Next:
    """Return the one next step of a meeting."""
    meeting, item = sitting.meeting, sitting.item
    if meeting.state == "planned":
        return _opening(sitting, at)
    if meeting.state != "in_session":
        return Next(
            _("会议已经结束。"),
            _("纪要从会议记录起草。"),
            _("去写纪要"),
            url_for("council_minutes.show", meeting_id=meeting.id),
            "minutes.draft",
            posts=False,
        )
    if meeting.recess_since is not None:
        return Next(
            _("正在休会。"),
            _("休会的时候不表决、不发言。"),
            _("宣布复会"),
            url_for("council_floor.resume", meeting_id=meeting.id),
            "meeting.resume",
        )
    if item is None or item.state not in meetings.UNDECIDED:
        return _to_the_next(sitting)
    steps = {"waiting": _presenting, "presented": _debating, "voting": _voting}
    return steps[item.state](sitting, item.id)


def _opening(sitting: Sitting, at: datetime) -> Next:
    meeting, short = sitting.meeting, not sitting.quorum.met
    past = day_over(meeting, at=at, short=short)
    if past and short:
        url = url_for("council_meetings.mark_inquorate", meeting_id=meeting.id)
        return Next(_("会议没有开。"), past, _("记为未开成"), url, "meeting.close")
    if past:
        url = url_for("council_meetings.cancel_meeting", meeting_id=meeting.id)
        return Next(_("会议没有开。"), past, _("取消这次会议"), url, "meeting.cancel", posts=False)
    return Next(
        _("会议还没有开。"),
        few(sitting.quorum) or _("先签到，到点宣布开会。"),
        _("宣布开会"),
        url_for("council_meetings.open_meeting", meeting_id=meeting.id),
        "meeting.open",
    )


def _presenting(sitting: Sitting, item_id: int) -> Next:
    return Next(
        _("正在介绍第 %(n)s 项。", n=sitting.item.position if sitting.item else ""),
        _("介绍完、问清楚，再开始讨论。"),
        _("介绍完，开始讨论"),
        url_for("council_items.present", item_id=item_id),
        "item.present",
    )


def _debating(sitting: Sitting, item_id: int) -> Next:
    waiting, speaking = len(sitting.waiting), sitting.speaking
    if sitting.debating and (waiting or speaking):
        return Next(
            _("还有 %(n)s 人等着发言。", n=waiting) if waiting else _("最后一位正在发言。"),
            _("在中间点“请某某”，一位一位请；都听完才能表决。要提前结束，先举手。"),
            _("举手结束讨论"),
            url_for("council_floor.motion", item_id=item_id, kind="close_debate", back=_console(sitting)),
            "motion.decide",
            posts=False,
        )
    if sitting.debating:
        return Next(
            _("没有人等着发言。"),
            _("结束讨论后，才能开始表决。"),
            _("结束讨论"),
            url_for("council_floor.close_debate", item_id=item_id),
            "debate.close",
        )
    return _balloting(sitting, item_id)


def _balloting(sitting: Sitting, item_id: int) -> Next:
    if not sitting.quorum.met:
        return _tabling(
            sitting,
            item_id,
            _("还差 %(n)s 人，不能表决。", n=sitting.quorum.missing),
            _("等人到齐；等不到，就把这一项搁置到下次。"),
        )
    if sitting.conflicts:
        first = sitting.conflicts[0]
        return Next(
            _("%(name)s%(why)s，还没有回避，不能开始表决。", name=first.name, why=_(OWN_MATTERS[first.why])),
            _("先登记回避。回避的人不算可投票，也不计入够不够法定人数。"),
            _("给%(name)s登记回避", name=first.name),
            url_for("council_items.recuse", item_id=item_id, person=first.person_id, back=_console(sitting)),
            "member.recuse",
            posts=False,
            shut=_("开始表决"),
        )
    return Next(
        _("讨论结束，可投票 %(n)s 人。", n=len(sitting.room.may_vote)),
        _("开始后材料定稿，来晚的人不算在这一项里。"),
        _("开始表决"),
        url_for("council_items.open_vote", item_id=item_id),
        "project.open-vote",
        chooses=True,
    )


def _voting(sitting: Sitting, item_id: int) -> Next:
    vote = sitting.vote
    if not sitting.quorum.met:
        return _tabling(
            sitting,
            item_id,
            _("有人离场，还差 %(n)s 人。", n=sitting.quorum.missing),
            _("请等人回来；等不到，这次表决作废，这一项搁置到下次。"),
        )
    if vote is None or vote.mode not in BY_MEMBER:
        return Next(_("请举手，两位监票人数票。"), _("数好了填在上面，马上出结果。"))
    on_paper = paper(sitting)
    if on_paper:
        return Next(
            on_paper,
            _("每人录自己数的，别先对数。"),
            _("录纸票"),
            url_for("council_papers.count", vote_id=vote.id, back=_console(sitting)),
            "ballot.key",
            posts=False,
        )
    missing = vote.base - sitting.got
    return Next(
        _("还有 %(n)s 人没投。", n=missing) if missing else _("都投了。"),
        _("现在结束，没投的按弃权算。") if missing else _("结束后马上公布结果。"),
        _("结束表决，看结果"),
        url_for("council_votes.close", vote_id=vote.id),
        "vote.close",
    )


def _tabling(sitting: Sitting, item_id: int, reason: str, meaning: str) -> Next:
    back = _console(sitting)
    url = url_for("council_items.table", item_id=item_id, back=back)
    return Next(reason, meaning, _("搁置这一项"), url, "project.table", posts=False)


def _to_the_next(sitting: Sitting) -> Next:
    line: ItemLine | None = sitting.following
    if line is None:
        return Next(
            _("各项都办完了。"),
            _("散会后起草纪要。"),
            _("散会"),
            url_for("council_meetings.close_meeting", meeting_id=sitting.meeting.id),
            "meeting.close",
        )
    done = sitting.item
    reason = _("第 %(n)s 项已写入会议记录。", n=done.position) if done else _("会议开始了。")
    return Next(
        reason,
        _("接下来：%(what)s", what=line.title),
        _("进入第 %(n)s 项", n=line.position),
        url_for("council_floor.take_up", item_id=line.id),
        "item.take-up",
    )


def _console(sitting: Sitting) -> str:
    return url_for("council_live.console", meeting_id=sitting.meeting.id)
