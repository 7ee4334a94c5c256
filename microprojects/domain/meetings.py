"""When a project may go on an agenda, come to a vote, and leave it."""

from __future__ import annotations

from datetime import datetime, timedelta

from microprojects.domain.cases import Case, MeetingFacts
from microprojects.domain.errors import N_, Refusal
from microprojects.domain.schemes import Deliberation
from microprojects.domain.votes import Share, needed
from microprojects.domain.workdays import SHANGHAI


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


class QuorumMissing(Refusal):
    """Too few members are in the room at this moment."""

    code = "quorum-missing"
    message = N_(
        "应到 %(due)s 人，现在到会 %(present)s 人，法定人数是 %(need)s 人，还差 %(short)s 人。请等人到齐，或记为未开成。"
    )


class VoteOpen(Refusal):
    """The vote has not been closed and counted."""

    code = "vote-open"
    message = N_("表决还没有结束。请先结束表决、报票数。")


class VoteSaysOtherwise(Refusal):
    """The count does not lead there."""

    code = "vote-says-otherwise"
    message = N_("票数不是这个结果。请按票数办。")


def quorum_share(stage: Deliberation, case: Case) -> Share:
    """Return the quorum of a deliberation: the scheme's own, else the programme's parameter."""
    data = stage.quorum or case.rules["meeting.quorum"]
    return Share(int(data["num"]), int(data["den"]), bool(data["strict"]))


def earliest_start(sent_at: datetime, notice_days: int) -> datetime:
    """Return the first instant at which a meeting may start after its dossier was sent.

    Whole days in Shanghai count; the day of sending does not (民法典 201).
    """
    local = sent_at.astimezone(SHANGHAI)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight + timedelta(days=notice_days)


def _meeting(case: Case) -> MeetingFacts:
    if case.meeting is None:
        raise NoMeeting
    return case.meeting


def on_a_planned_agenda(case: Case) -> None:
    """Refuse without a planned meeting."""
    if _meeting(case).state != "planned":
        raise NoMeeting


def dossier_in_time(case: Case) -> None:
    """Refuse when the dossier was sent, or would be sent now, too late for the meeting's notice."""
    meeting = _meeting(case)
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
    if _meeting(case).state != "in_session":
        raise NotInSession


def presented(case: Case) -> None:
    """Refuse before the item was presented."""
    if not _meeting(case).presented:
        raise NotPresented


def quorum_now(case: Case) -> None:
    """Refuse when fewer members than the quorum are in the room at this moment."""
    meeting = _meeting(case)
    share = quorum_share(case.rules.scheme.deliberation(case.stage), case)
    need = needed(share, meeting.members_due)
    if meeting.present < need:
        raise QuorumMissing(
            due=meeting.members_due, present=meeting.present, need=need, short=need - meeting.present
        )


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
