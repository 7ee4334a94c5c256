"""When a project may go on an agenda, come to a vote, and leave it."""

from __future__ import annotations

from datetime import datetime, timedelta

from microprojects.domain.cases import Case, MeetingFacts
from microprojects.domain.errors import N_, Refusal
from microprojects.domain.thresholds import quorum_share
from microprojects.domain.votes import Share, needed
from microprojects.domain.workdays import SHANGHAI, local_day


class NoMeeting(Refusal):
    """The project stands on no agenda."""

    code = "no-meeting"
    message = N_("还没有排进哪次会议。请先选一次已计划的会议。")


class NoticeTooShort(Refusal):
    """The dossier did not go out early enough for that meeting."""

    code = "notice-too-short"
    message = N_(
        "会前 %(days)s 天要发出材料。这次会 %(starts)s 开，已经来不及。请排到 %(earliest)s 以后的会议。"
    )


class NotInSession(Refusal):
    """The meeting has not been opened, or is over."""

    code = "not-in-session"
    message = N_("会议没有在开。请主持人先宣布开会，再开始表决。")


class NotPresented(Refusal):
    """The item has not been presented yet."""

    code = "not-presented"
    message = N_("这一项还没有介绍、问完。请先介绍，再表决。")


class MeetingElsewhere(Refusal):
    """The project is not this body's to decide."""

    code = "meeting-elsewhere"
    message = N_("这个项目现在不归“%(council)s”表决。请选本社区、这一议该由它表决的会议。")


class NothingToRatify(Refusal):
    """Only a fast-track project that waits for it is ratified."""

    code = "nothing-to-ratify"
    message = N_("这个项目不是等追认的应急项目。请按一般项目列入议程。")


class NotPlanned(Refusal):
    """The meeting has begun, is over or was called off."""

    code = "not-planned"
    message = N_("会议已经开了、结束了或取消了，这一步不能再办。请另排一次会议。")


class MeetingOver(Refusal):
    """Nobody comes, goes or stands aside any more."""

    code = "meeting-over"
    message = N_("会议已经结束或取消，不能再登记。请看会议页上的结果。")


class TooEarly(Refusal):
    """The meeting's day has not come."""

    code = "too-early"
    message = N_("会议定在 %(day)s，还没到日子。请到那天再签到、开会。")


class TooEarlyToGiveUp(Refusal):
    """A meeting fails for want of members only after the hour at which it was to begin."""

    code = "too-early-to-give-up"
    message = N_("会议定在 %(starts)s 开始，还没到时间。请等到点再记为未开成。")


class DossierNotSent(Refusal):
    """The members have not got the dossier, or got it too late."""

    code = "dossier-not-sent"
    message = N_("会前 %(days)s 天要发出材料，这次会没有按期发出。请取消，另排 %(earliest)s 以后的会议。")


class QuorumIsThere(Refusal):
    """Enough members are in the room, so the meeting has not failed."""

    code = "quorum-is-there"
    message = N_("现在到会 %(present)s 人，法定人数是 %(need)s 人，已经够了。请照常开会。")


class AlreadyDecided(Refusal):
    """A vote was taken, so the meeting did take place."""

    code = "already-decided"
    message = N_("这次会议已经表决过，不能记为未开成。请散会，没议完的各项会自动搁置。")


class NotSignedIn(Refusal):
    """Nobody leaves who has not come."""

    code = "not-signed-in"
    message = N_("这个人没有签到，或已经签退。请刷新名单再办。")


class NotForAnother(Refusal):
    """A member acts for themself; the secretary and the chair note what others say."""

    code = "not-for-another"
    status = 403
    message = N_("替别人登记，要由记录员或主持人来办。请找他们登记。")


class QuorumMissing(Refusal):
    """Too few members are in the room at this moment."""

    code = "quorum-missing"
    message = N_(
        "应到 %(due)s 人，现在到会 %(present)s 人，法定人数是 %(need)s 人，还差 %(short)s 人。请等人到齐，或记为未开成。"
    )


class QuorumLost(Refusal):
    """Members left during a vote, and those who stay are too few to decide."""

    code = "quorum-lost"
    message = N_(
        "应到 %(due)s 人，现在还在场、能投票的 %(present)s 人，法定人数是 %(need)s 人，还差 %(short)s 人。"
        "请等人回来，或把这一项搁置再议。"
    )


class OnAnotherAgenda(Refusal):
    """A project waits for its decision in one meeting at a time."""

    code = "on-another-agenda"
    message = N_("这个项目已经列在另一次会议的议程上。请先在那次会议办完，或取消那次会议。")


class VoteOpen(Refusal):
    """The vote has not been closed and counted."""

    code = "vote-open"
    message = N_("表决还没有结束。请先结束表决、报票数。")


class VoteSaysOtherwise(Refusal):
    """The count does not lead there."""

    code = "vote-says-otherwise"
    message = N_("票数不是这个结果。请按票数办。")


def earliest_start(sent_at: datetime, notice_days: int) -> datetime:
    """Return the first instant at which a meeting may start after its dossier was sent.

    Days of the calendar in Shanghai count, not hours. The day of sending does not count
    (民法典 201), the day of the meeting does: what is sent on a Wednesday, at whatever
    hour, was sent three days before Saturday. To ask for three whole days between
    would make four of the three that the programme announces; a programme that wants them
    sets its parameter to four.
    """
    local = sent_at.astimezone(SHANGHAI)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight + timedelta(days=notice_days)


def meeting_of(case: Case) -> MeetingFacts:
    """Return the meeting on whose agenda the project stands.

    Raises:
        NoMeeting: it stands on none.
    """
    if case.meeting is None:
        raise NoMeeting
    return case.meeting


def on_a_planned_agenda(case: Case) -> None:
    """Refuse without a planned meeting."""
    if meeting_of(case).state != "planned":
        raise NoMeeting


def dossier_in_time(case: Case) -> None:
    """Refuse when the dossier was sent, or would be sent now, too late for the meeting's notice."""
    meeting = meeting_of(case)
    days = case.rules.number("meeting.notice_days")
    sent = meeting.dossier_sent_at or case.at
    earliest = earliest_start(max(sent, case.at) if meeting.dossier_sent_at is None else sent, days)
    late_item = meeting.dossier_sent_at is not None and earliest_start(case.at, days) > meeting.starts_at
    if meeting.starts_at < earliest or late_item:
        possible = earliest_start(case.at, days)
        raise NoticeTooShort(
            days=days,
            starts=meeting.starts_at.astimezone(SHANGHAI).strftime("%Y-%m-%d"),
            earliest=possible.strftime("%Y-%m-%d"),
        )


def in_session(case: Case) -> None:
    """Refuse outside an open meeting."""
    if meeting_of(case).state != "in_session":
        raise NotInSession


def presented(case: Case) -> None:
    """Refuse before the item was presented."""
    if not meeting_of(case).presented:
        raise NotPresented


def quorum_now(case: Case) -> None:
    """Refuse when fewer members than the quorum are in the room at this moment."""
    meeting = meeting_of(case)
    require_quorum(quorum_of(case, meeting), due=meeting.members_due, present=meeting.present)


def require_quorum(share: Share, *, due: int, present: int) -> None:
    """Refuse when fewer than the share of those due are present; the recused are not among them.

    Raises:
        QuorumMissing: with the number that is missing.
    """
    need = needed(share, due)
    if present < need:
        raise QuorumMissing(due=due, present=present, need=need, short=need - present)


def require_quorum_still(share: Share, *, due: int, present: int) -> None:
    """Refuse to count a vote after which too few stayed to decide.

    Raises:
        QuorumLost: with the number that is missing.
    """
    need = needed(share, due)
    if present < need:
        raise QuorumLost(due=due, present=present, need=need, short=need - present)


def quorum_of(case: Case, meeting: MeetingFacts) -> Share:
    """Return the quorum of the deliberation that the item is about."""
    return quorum_share(case.rules.scheme.deliberation(meeting.stage), case.rules)


def vote_carried(case: Case) -> None:
    """Refuse to pass without a closed vote that carried."""
    _closed(case)
    if case.vote is None or case.vote.carried is not True:
        raise VoteSaysOtherwise


def vote_failed(case: Case) -> None:
    """Refuse to reject without a closed vote that did not carry."""
    _closed(case)
    if case.vote is None or case.vote.carried is not False:
        raise VoteSaysOtherwise


def _closed(case: Case) -> None:
    if case.vote is None or case.vote.is_open:
        raise VoteOpen


def notice_kept(starts_at: datetime, sent_at: datetime | None, days: int, *, at: datetime) -> None:
    """Refuse to open a meeting whose dossier did not go out so many days before.

    Raises:
        DossierNotSent: with the first day for which there is still time.
    """
    if sent_at is None or earliest_start(sent_at, days) > starts_at:
        raise DossierNotSent(days=days, earliest=earliest_start(at, days).strftime("%Y-%m-%d"))


def its_day_has_come(starts_at: datetime, *, at: datetime) -> None:
    """Refuse to sign in or to open before the day that was announced.

    Raises:
        TooEarly: with that day.
    """
    day = local_day(starts_at)
    if local_day(at) < day:
        raise TooEarly(day=day.isoformat())
